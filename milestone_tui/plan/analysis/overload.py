"""Words about workload: who has too much work, what to move or hand over, and how a figure was counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from milestone_tui.plan.analysis.workload import DAY, Overload, Part, Workload, counted_monday, monday_of
from milestone_tui.plan.calendar.any_day import day_after
from milestone_tui.plan.explanation import Behind, Explanation
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.language.wording import MONTHS, count_words, date_words, days_of_work_words
from milestone_tui.plan.model import Milestone, Person


class Waiting(NamedTuple):
    """A milestone that could be later."""

    milestone_id: int
    float_days: int
    """Its total float in working days."""


class Room(NamedTuple):
    """A person with free days in a week."""

    person_id: int
    free: int
    """Hundredths of a day."""


def work_words(hundredths: int) -> str:
    """Return an amount of work in days without its unit: `4`, `2.5`, from 10 on whole days, and at least `0.1`."""
    if hundredths >= 10 * DAY:
        return f"{(hundredths + DAY // 2) // DAY:,}"
    tenths = max(1 if hundredths > 0 else 0, (hundredths + 5) // 10)
    return f"{tenths // 10}.{tenths % 10}" if tenths % 10 else str(tenths // 10)


def work_days_words(hundredths: int) -> str:
    """Return an amount of work in a sentence: `1 day`, `2.5 days`."""
    words = work_words(hundredths)
    return f"{words} day" if words == "1" else f"{words} days"


def week_words(monday: date, today: date) -> str:
    """Return `this week`, `next week` or `in the week of 7 Dec`."""
    weeks = (monday - monday_of(today)).days // 7
    return {0: "this week", 1: "next week"}.get(weeks, f"in the week of {date_words(monday, today)}")


def short_names(people: Collection[Person]) -> Mapping[int, str]:
    """Return the first name of each person, or the whole one if somebody else has the same first name."""
    firsts = {person.id: visible(" ".join(person.name.split()[:1])) for person in people}
    known = Counter(first.casefold() for first in firsts.values())
    return {
        person.id: first if known[(first := firsts[person.id]).casefold()] == 1 else visible(person.name)
        for person in people
    }


def overload_words(overload: Overload, name: str, today: date) -> str:
    """Return `Raj over by 3 days next week`."""
    return f"{name} over by {work_days_words(overload.over)} {week_words(overload.monday, today)}"


def cell_words(workload: Workload, person_id: int, monday: date) -> str:
    """Return the work of a week: `7 days of work, 4 can be done`, `2 days of work, 3 free`, `no work, 5 days free`."""
    load, capacity = workload.load(person_id, monday), workload.capacity(person_id, monday)
    free = workload.free(person_id, monday)
    if not load:
        return f"no work, {work_days_words(free)} free" if free else "no work"
    words = f"{work_days_words(load)} of work"
    if workload.overload(person_id, monday):
        return f"{words}, {work_words(capacity) if capacity else 'none'} can be done"
    return f"{words}, {work_words(free)} free" if free else f"{words}, no room left"


def could_wait(parts: Sequence[Part], floats: Mapping[int, int], today: date) -> list[Waiting]:
    """Return the milestones of a week that have float, the one with the most first."""
    found = [
        Waiting(part.effort.milestone_id, floats[part.effort.milestone_id])
        for part in parts
        if part.effort.due_on is not None
        and part.effort.due_on >= today
        and floats.get(part.effort.milestone_id, 0) > 0
    ]
    return sorted(found, key=lambda waiting: -waiting.float_days)


def has_room(
    workload: Workload,
    candidates: Iterable[int],
    person_id: int,
    monday: date,
    projects: Collection[int] | None = None,
) -> list[Room]:
    """Return the people besides `person_id` with free days in a week.

    Those come first who work in one of `projects`, by default those of the week.
    """
    here = projects or {part.effort.project_id for part in workload.parts(person_id, monday)}
    found = [Room(id_, free) for id_ in candidates if id_ != person_id and (free := workload.free(id_, monday))]

    def rank(room: Room) -> tuple[bool, int, str]:
        shares = any(effort.project_id in here for effort in workload.efforts.get(room.person_id, ()))
        return not shares, -room.free, workload.people[room.person_id].name

    return sorted(found, key=rank)


def span_words(first: date, last: date) -> str:
    """Return `24 Dec`, `24-26 Dec` or `28 Dec - 3 Jan`."""
    end = f"{last.day} {MONTHS[last.month - 1]}"
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}-{end}"
    return f"{first.day} {MONTHS[first.month - 1]} - {end}"


def runs(days: Iterable[date]) -> list[tuple[date, date]]:
    """Return the days as spans of days that follow one another."""
    found: list[tuple[date, date]] = []
    for day in sorted(days):
        if found and (day - found[-1][1]).days == 1:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def explain_week(workload: Workload, person_id: int, monday: date, milestones: Mapping[int, Milestone]) -> Explanation:
    """Return why a person has this work and this capacity in a week; `milestones` are those with work in it, by id."""
    person, parts = workload.people[person_id], workload.parts(person_id, monday)
    load, capacity = workload.load(person_id, monday), workload.capacity(person_id, monday)
    days, weekdays = workload.days(person_id, monday)
    sums = " + ".join(work_words(part.days) for part in parts) or "0"
    a_week = days_of_work_words(person.capacity)
    behind = tuple(
        Behind(part.effort.milestone_id, part.effort.project_id, found.title, _behind_words(part, workload.today))
        for part in parts
        if (found := milestones.get(part.effort.milestone_id)) is not None
    )
    return Explanation(
        figure="Workload",
        value=f"{work_words(load)} d of {work_words(capacity)} d",
        formula="effort left, spread evenly over the working days from the lead-in to the due date; "
        "capacity is the days a week, in proportion to the days that can be worked",
        numbers=f"{sums} = {work_words(load)} d; {a_week} d a week × {days} of {weekdays} days = "
        f"{work_words(capacity)} d",
        notes=tuple(_notes(workload, person_id, monday)),
        behind=behind,
    )


def _behind_words(part: Part, today: date) -> str:
    effort = part.effort
    done = f", {effort.percent}% complete" if effort.percent else ""
    whole = f"{work_words(part.days)} d of {work_words(effort.left)} d left{done}"
    if effort.due_on is not None and effort.due_on < today:
        return f"{whole}, overdue"
    since = "" if effort.starts_on is None else f"from {date_words(effort.starts_on, today)} "
    return f"{whole}, {since}to {date_words(effort.due_on, today)}"


def _notes(workload: Workload, person_id: int, monday: date) -> Iterable[str]:
    today = workload.today
    if monday < today <= day_after(monday, 6):
        yield "The days before today no longer count."
    if any(p.effort.due_on is not None and p.effort.due_on < today for p in workload.parts(person_id, monday)):
        week = "next week" if counted_monday(today) > today else "this week"
        yield f"What is overdue falls on {week}."
    if away := workload.away_days(person_id, monday):
        yield f"Absent on {count_words(away, 'working day')}."
