"""Workload: effort by person and week against capacity, as published, by hand, and as it must always be."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

import pytest
from factories import milestone, project
from hypothesis import given
from hypothesis import strategies as st
from samples import oracle
from worlds import World, worlds

from milestone_tui.plan.analysis.lead_in import PhaseKey, WorkLink, work_starts
from milestone_tui.plan.analysis.overload import (
    cell_words,
    could_wait,
    explain_week,
    has_room,
    overload_words,
    runs,
    short_names,
    span_words,
    week_words,
    work_days_words,
    work_words,
)
from milestone_tui.plan.analysis.workload import DAY, Effort, WorkDays, Workload, counted_monday, monday_of, spread
from milestone_tui.plan.calendar.workdays import WorkCalendar
from milestone_tui.plan.explanation import Behind
from milestone_tui.plan.model import Person
from milestone_tui.plan.monitoring import Absence

SUN = date(2026, 11, 22)
"""Today: the weeks that count begin with the next."""
MON, TUE, WED, FRI = (date(2026, 11, day) for day in (23, 24, 25, 27))
NEXT = date(2026, 11, 30)
ANA, RAJ, MIA = Person(1, "Ana Kovač"), Person(2, "Raj Patel", capacity=Decimal(4)), Person(3, "Mia Lind")

OFFICE = WorkDays(project().calendar)


def work(days: float, due_on: date | None, starts_on: date | None = None, **others: int) -> Effort:
    return Effort(
        others.get("person", 2),
        others.get("milestone", 1),
        others.get("project", 1),
        int(days * DAY),
        others.get("percent", 0),
        due_on,
        starts_on,
    )


def load_of(*efforts: Effort, today: date = SUN, absences: tuple[Absence, ...] = ()) -> Workload:
    return Workload(today, [project()], [ANA, RAJ, MIA], efforts, absences)


def test_person_days_by_week_as_published() -> None:
    case = oracle("workload_weekly.json")
    names = sorted(case["expected_person_days"])
    people = [Person(number, name) for number, name in enumerate(names)]
    efforts = [
        Effort(
            names.index(row["person"]),
            number,
            1,
            row["effort_days"] * DAY,
            0,
            date.fromisoformat(row["last"]),
            date.fromisoformat(row["first"]),
        )
        for number, row in enumerate(case["assignments"])
    ]
    weeks = [date.fromisoformat(week) for week in case["weeks"]]
    workload = Workload(weeks[0], [project()], people, efforts)
    for person in people:
        found = [workload.load(person.id, week) for week in weeks]
        assert found == [days * DAY for days in case["expected_person_days"][person.name]], person.name


def test_effort_is_spread_over_the_working_days_between_lead_in_and_due_date() -> None:
    # Thu 26, Fri 27 | Mon 30 to Fri 4 | Mon 7: eight working days.
    assert spread(work(4, date(2026, 12, 7), date(2026, 11, 26)), OFFICE, SUN) == {
        MON: 100,
        NEXT: 250,
        date(2026, 12, 7): 50,
    }


def test_the_days_that_have_passed_are_not_worked_any_more() -> None:
    assert spread(work(4, FRI, date(2026, 11, 2)), OFFICE, WED) == {MON: 400}


def test_what_is_complete_is_not_left() -> None:
    assert work(5, FRI, percent=40).left == 300
    assert work(0.01, FRI, percent=99).left == 1, "never nothing while it is open"


def test_what_is_overdue_falls_on_this_week_and_on_a_weekend_on_the_next() -> None:
    overdue = work(3, date(2026, 11, 13))
    assert spread(overdue, OFFICE, FRI) == {MON: 300}
    assert spread(overdue, OFFICE, SUN) == {MON: 300}
    assert spread(overdue, OFFICE, date(2026, 11, 21)) == {MON: 300}


def test_work_without_a_day_to_do_it_on_falls_on_the_first_day_after() -> None:
    christmas = project(holidays=(date(2026, 12, 24), date(2026, 12, 25)))
    effort = work(2, date(2026, 12, 25), date(2026, 12, 24))
    assert spread(effort, WorkDays(christmas.calendar), SUN) == {date(2026, 12, 28): 200}
    same_day = work(1, FRI, date(2026, 11, 28))
    assert spread(same_day, OFFICE, SUN) == {MON: 100}, "its predecessor is due on the same day"


def test_capacity_is_the_days_a_week_in_proportion_to_the_days_that_can_be_worked() -> None:
    off = project(holidays=tuple(date(2026, 12, day) for day in (24, 25)))
    away = Absence(1, MIA.id, date(2026, 12, 21), date(2026, 12, 22))
    workload = Workload(SUN, [off], [ANA, RAJ, MIA], (), [away])
    week = date(2026, 12, 21)
    assert [workload.capacity(id_, MON) for id_ in (1, 2, 3)] == [500, 400, 500]
    assert [workload.capacity(id_, week) for id_ in (1, 2, 3)] == [300, 240, 100]
    assert workload.away_days(MIA.id, week) == 2
    assert workload.days(MIA.id, week) == (1, 5)
    assert Workload(WED, [project()], [ANA], ()).capacity(1, MON) == 300, "from Wednesday on"


def test_a_day_off_counts_if_every_project_that_a_person_works_for_has_it() -> None:
    here = project(id=1, holidays=(WED, FRI))
    there = project(id=2, key="NORD", holidays=(WED,))
    both = [work(1, NEXT, project=1, person=1), work(1, NEXT, project=2, person=1, milestone=2)]
    workload = Workload(SUN, [here, there], [ANA, RAJ], [*both, work(1, NEXT, project=1)])
    assert workload.capacity(ANA.id, MON) == 400
    assert workload.capacity(RAJ.id, MON) == 240


def test_a_week_of_another_length_is_whole_without_days_off() -> None:
    gulf = project(id=2, key="GULF", working_days=0b1001111)  # Sunday to Thursday
    efforts = [work(1, NEXT, person=1), work(1, NEXT, person=1, project=2, milestone=2)]
    workload = Workload(SUN, [project(), gulf], [ANA], efforts)
    assert workload.days(1, MON) == (6, 6)
    assert workload.capacity(1, MON) == 500


def test_a_worked_saturday_is_a_day_of_work_for_those_who_are_there() -> None:
    saturday = date(2026, 11, 28)
    rush = project(worked=(saturday,))
    away = Absence(1, MIA.id, saturday, saturday)
    efforts = [work(1, NEXT, person=person) for person in (1, 3)]
    workload = Workload(SUN, [rush], [ANA, RAJ, MIA], efforts, [away])
    assert [workload.days(id_, MON) for id_ in (ANA.id, MIA.id)] == [(6, 5), (5, 5)]
    assert [workload.capacity(id_, MON) for id_ in (ANA.id, MIA.id)] == [600, 500]
    assert spread(work(6, saturday), workload.work_days(ANA.id, 1), SUN) == {MON: 600}


def test_work_of_today_is_shown_on_a_sunday_that_is_worked() -> None:
    gulf = project(working_days=0b1001111)
    workload = Workload(SUN, [gulf], [ANA], [work(1, SUN, person=1)])
    assert workload.first_monday == date(2026, 11, 16)
    assert load_of(work(1, FRI)).first_monday == MON


def test_work_without_a_due_date_comes_later() -> None:
    workload = load_of(work(2, None), work(1, FRI, milestone=2), work(4, date(2027, 3, 5), date(2027, 3, 1)))
    assert workload.weeks[2] == {MON: 100, date(2027, 3, 1): 400}
    assert workload.after(2, NEXT) == 600


def test_overload_in_words() -> None:
    workload = load_of(work(7, FRI), work(6, date(2026, 12, 4), NEXT, milestone=2))
    worst, second = workload.overloads([1, 2, 3])
    assert (worst.over, second.over) == (300, 200)
    assert overload_words(worst, "Raj", SUN) == "Raj over by 3 days next week"
    assert overload_words(worst, "Raj", WED) == "Raj over by 3 days this week"
    assert overload_words(second, "Raj", SUN) == "Raj over by 2 days in the week of 30 Nov"
    assert cell_words(workload, 2, MON) == "7 days of work, 4 can be done"
    assert cell_words(workload, 2, date(2026, 12, 7)) == "no work, 4 days free"
    assert cell_words(load_of(work(1, FRI)), 2, MON) == "1 day of work, 3 free"
    assert cell_words(load_of(work(4, FRI)), 2, MON) == "4 days of work, no room left"
    absent = load_of(work(1, FRI), absences=(Absence(1, 2, MON, FRI),))
    assert cell_words(absent, 2, MON) == "no work"
    assert cell_words(absent, 2, NEXT) == "1 day of work, 3 free"


def test_what_could_wait_has_float_and_is_not_overdue() -> None:
    workload = load_of(
        work(3, MON), work(3, FRI, milestone=2), work(1, date(2026, 11, 6), milestone=3), work(1, FRI, milestone=4)
    )
    parts = workload.parts(2, MON)
    assert [part.effort.milestone_id for part in parts] == [1, 2, 3, 4]
    waiting = could_wait(parts, {1: 0, 2: 13, 3: 5, 4: 20}, SUN)
    assert [(each.milestone_id, each.float_days) for each in waiting] == [(4, 20), (2, 13)]


def test_who_has_room_works_with_them_if_possible() -> None:
    workload = Workload(
        SUN,
        [project(), project(id=2, key="NORD")],
        [ANA, RAJ, MIA, Person(4, "Leo")],
        [work(7, FRI), work(2, FRI, person=3), work(1, FRI, person=1, project=2), work(5, FRI, person=4)],
    )
    rooms = has_room(workload, [1, 2, 3, 4], 2, MON)
    assert [(room.person_id, room.free) for room in rooms] == [(3, 300), (1, 400)]


def test_why_a_week_has_its_figure() -> None:
    workload = load_of(
        work(5, date(2026, 12, 4), MON, percent=20),
        work(1, date(2026, 11, 6), milestone=2),
        absences=(Absence(1, 2, FRI, FRI, "dentist"),),
    )
    titles = {1: milestone(id=1, title="Load test"), 2: milestone(id=2, title="Interviews")}
    found = explain_week(workload, 2, MON, titles)
    assert found.figure == "Workload"
    assert found.value == "2.8 d of 3.2 d"
    assert found.numbers == "1.8 + 1 = 2.8 d; 4 d a week × 4 of 5 days = 3.2 d"
    assert found.notes == ("What is overdue falls on next week.", "Absent on 1 working day.")
    assert found.behind == (
        Behind(1, 1, "Load test", "1.8 d of 4 d left, 20% complete, from 23 Nov to 4 Dec"),
        Behind(2, 1, "Interviews", "1 d of 1 d left, overdue"),
    )


@pytest.mark.parametrize(
    ("hundredths", "words"), [(0, "0"), (3, "0.1"), (40, "0.4"), (100, "1"), (250, "2.5"), (996, "10"), (1249, "12")]
)
def test_days_of_work_are_rounded_to_what_can_be_told_apart(hundredths: int, words: str) -> None:
    assert work_words(hundredths) == words


def test_the_words_of_weeks_people_and_days() -> None:
    assert work_days_words(100) == "1 day"
    assert work_days_words(50) == "0.5 days"
    assert week_words(date(2027, 11, 29), SUN) == "in the week of 29 Nov 2027"
    assert short_names([ANA, RAJ, Person(4, "Raj Brandt"), Person(5, "Leo")]) == {
        1: "Ana",
        2: "Raj Patel",
        4: "Raj Brandt",
        5: "Leo",
    }
    days = [date(2026, 12, 24), date(2026, 12, 26), date(2026, 12, 25), date(2026, 12, 31), date(2027, 1, 1)]
    assert [span_words(*run) for run in runs(days)] == ["24-26 Dec", "31 Dec - 1 Jan"]


@pytest.mark.parametrize(("today", "monday"), [(FRI, MON), (date(2026, 11, 21), MON), (SUN, MON), (MON, MON)])
def test_a_weekend_counts_for_the_week_that_comes(today: date, monday: date) -> None:
    assert counted_monday(today) == monday


# Lead-in ---------------------------------------------------------------------------------------------------


class Lean(NamedTuple):
    """A milestone as far as the lead-in of others depends on it."""

    id: int
    project_id: int
    phase_id: int | None
    due_on: date | None


def lean(id_: int, on: date | None, phase: int | None = 1) -> Lean:
    return Lean(id_, 1, phase, on)


def starts(*milestones: Lean, links: tuple[tuple[int, int], ...] = ()) -> date | None:
    """Where the work on milestone 9 starts, in a project that starts on 2 November; links: predecessor and lag."""
    known = {m.id: m for m in milestones}
    phases: defaultdict[PhaseKey, list[date]] = defaultdict(list)
    for m in sorted((m for m in milestones if m.due_on is not None), key=lambda m: m.due_on or date.max):
        phases[m.project_id, m.phase_id].append(m.due_on or date.max)
    before = [WorkLink(9, lag, on) for id_, lag in links if (on := known[id_].due_on) is not None]
    return work_starts([known[9]], before, phases, {1: project(start_on=date(2026, 11, 2))})[9]


def test_work_starts_after_the_driving_predecessor() -> None:
    due, first, second = lean(9, FRI), lean(1, MON), lean(2, TUE)
    assert starts(due, first, second, links=((1, 0), (2, 0))) == WED
    assert starts(due, first, second, links=((1, 4), (2, 0))) == TUE, "the lag drives"


def test_work_starts_after_the_previous_milestone_of_the_phase_without_a_predecessor() -> None:
    assert starts(lean(9, FRI), lean(1, MON), lean(2, TUE, phase=2), lean(3, FRI), lean(4, NEXT)) == TUE
    assert starts(lean(9, FRI, None), lean(1, MON, None), lean(2, TUE, phase=2)) == TUE


def test_work_starts_with_the_project_where_nothing_comes_before() -> None:
    assert starts(lean(9, FRI), lean(1, TUE, phase=2), lean(2, None)) == date(2026, 11, 2)


@given(worlds())
def test_the_driving_predecessor_is_that_of_the_network(world: World) -> None:
    bound = [m for m in world.plan if m.binds and m.on is not None]
    known = {m.id: m.on for m in bound}
    wanted = [m for m in bound if m.is_open]
    links = [
        WorkLink(each.successor_id, each.lag, on)
        for each in world.links
        if (on := known.get(each.predecessor_id)) is not None
    ]
    found = work_starts(wanted, links, {}, {p.id: p for p in world.projects})
    drivers = world.network.driving_predecessors
    for id_ in found:
        before = known[drivers[id_].predecessor_id] if id_ in drivers else None
        assert found[id_] == (None if before is None else before + timedelta(days=1))


# What always holds -----------------------------------------------------------------------------------------


@st.composite
def loads(draw: st.DrawFn) -> Workload:
    """People with efforts in two projects with days off, some of them away, on any day."""
    rng = random.Random(draw(st.integers(0, 2**32)))
    today = MON + timedelta(rng.randrange(14))

    def day() -> date:
        return today + timedelta(rng.randint(-20, 60))

    projects = [
        project(
            id=id_,
            working_days=rng.choice([31, 31, 0b1001111, rng.randint(1, 127)]),
            holidays=tuple({day() for _ in range(rng.randrange(20))}),
        )
        for id_ in (1, 2)
    ]
    people = [Person(id_, f"Person {id_}", capacity=Decimal(rng.randint(0, 14)) / 2) for id_ in range(1, 4)]
    efforts = [
        Effort(
            rng.randint(1, 3),
            id_,
            rng.randint(1, 2),
            rng.randint(1, 3_000),
            rng.choice([0, 0, 33, 99]),
            rng.choice([None, day(), day(), day()]),
            rng.choice([None, day(), day()]),
        )
        for id_ in range(rng.randrange(1, 12))
    ]
    firsts = [day() for _ in range(rng.randrange(4))]
    absences = [Absence(1, rng.randint(1, 3), first, first + timedelta(rng.randrange(25))) for first in firsts]
    return Workload(today, projects, people, efforts, absences)


@given(loads())
def test_the_weeks_of_an_effort_add_up_to_it(workload: Workload) -> None:
    for person_id in workload.people:
        weeks = workload.weeks.get(person_id, {})
        left = sum(effort.left for effort in workload.efforts.get(person_id, ()))
        undated = sum(e.left for e in workload.efforts.get(person_id, ()) if e.due_on is None)
        assert sum(weeks.values()) == left - undated
        assert workload.after(person_id, date.min) == left
        of_parts: defaultdict[date, int] = defaultdict(int)
        for monday in weeks:
            assert sum(part.days for part in workload.parts(person_id, monday)) == weeks[monday]
            of_parts[monday] += weeks[monday]
        assert of_parts == weeks


@given(loads())
def test_nothing_falls_before_today_or_on_a_day_off_or_absence(workload: Workload) -> None:
    for person_id in workload.people:
        for effort in workload.efforts.get(person_id, ()):
            days = workload.work_days(person_id, effort.project_id)
            for monday in spread(effort, days, workload.today):
                week = [monday + timedelta(days=day) for day in range(7)]
                assert any(day >= workload.today and _works(workload, effort, day) for day in week)


def _works(workload: Workload, effort: Effort, day: date) -> bool:
    """Whether somebody is there and the project works, told without the calendar under test."""
    home = workload.projects[effort.project_id]
    is_working = WorkCalendar(home.working_days, home.holidays).is_working(day)
    away = workload.absences.get(effort.person_id, ())
    return is_working and not any(absence.first_on <= day <= absence.last_on for absence in away)


@given(loads())
def test_a_day_of_work_more_is_a_day_less_of_room(workload: Workload) -> None:
    for person_id, person in workload.people.items():
        for week in range(12):
            monday = monday_of(workload.today) + timedelta(weeks=week)
            load, capacity = workload.load(person_id, monday), workload.capacity(person_id, monday)
            assert 0 <= capacity <= person.capacity * DAY
            over, free = workload.overload(person_id, monday), workload.free(person_id, monday)
            assert (over.over if over else 0) - free in range(load - capacity - 10, load - capacity + 11)
            assert not (over and free)
