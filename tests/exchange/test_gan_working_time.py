"""Working time of GanttProject files: worked days, worked weekends, and links that the file's own dates keep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from factories import milestone, project
from hypothesis import event, example, given, settings
from hypothesis import strategies as st
from read_plans import links, reasons
from samples import sample

from milestone_tui.exchange.ganttproject.reader import read_gan
from milestone_tui.plan.imported import ImportedPlan, IncomingHoliday
from milestone_tui.plan.model import Link
from milestone_tui.plan.network.network import link_slack, total_floats

DAY = timedelta(days=1)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass
class Row:
    """A task or milestone of a generated plan, with its links to later rows: (row, type, lag)."""

    start: date
    duration: int
    milestone: bool
    depends: list[tuple[int, int, int]] = field(default_factory=list)


@dataclass(frozen=True)
class WorkingTime:
    """The working time of a file, asked day by day as GanttProject does."""

    week: int
    only_shown: bool
    dated: dict[date, str]
    yearly: dict[tuple[int, int], str]

    def is_working(self, day: date) -> bool:
        kind = self.dated.get(day, "NEUTRAL")
        if kind == "NEUTRAL":
            kind = self.yearly.get((day.month, day.day), kind)
        in_week = self.only_shown or bool(self.week >> day.weekday() & 1)
        return kind == "WORKING_DAY" or (in_week and kind != "HOLIDAY")

    def after(self, moment: date, days: int) -> date:
        """The morning after so many working days; before them, if negative. The same morning for none."""
        step = 1 if days > 0 else -1
        while days:
            day = moment if step > 0 else moment - DAY
            days -= step * self.is_working(day)
            moment += step * DAY
        return moment

    def xml(self) -> str:
        week = " ".join(f'{day}="{1 - (self.week >> bit & 1)}"' for bit, day in enumerate(WEEKDAYS))
        dates = [(str(day.year), day.month, day.day, kind) for day, kind in self.dated.items()]
        dates += [("", month, day, kind) for (month, day), kind in self.yearly.items()]
        shown = "".join(f'<date year="{y}" month="{m}" date="{d}" type="{kind}"/>' for y, m, d, kind in dates)
        only_shown = f'<only-show-weekends value="{str(self.only_shown).lower()}"/>'
        return f'<calendars><day-types><default-week id="1" {week}/>{only_shown}</day-types>{shown}</calendars>'


def written(rows: Sequence[Row], time: WorkingTime) -> bytes:
    """A .gan file with these tasks."""
    tasks = ""
    for place, row in enumerate(rows):
        depends = "".join(f'<depend id="{to}" type="{kind}" difference="{lag}"/>' for to, kind, lag in row.depends)
        meeting = str(row.milestone).lower()
        head = f'id="{place}" name="T{place}" meeting="{meeting}" start="{row.start}" duration="{row.duration}"'
        tasks += f"<task {head}>{depends}</task>"
    return f'<project name="P" version="3.3">{time.xml()}<tasks>{tasks}</tasks></project>'.encode()


def finish(row: Row, time: WorkingTime) -> date:
    return row.start if row.milestone else time.after(row.start, row.duration)


def is_kept(before: Row, after: Row, kind: int, lag: int, time: WorkingTime) -> bool:
    """Whether the dates of the file keep a link: 1 start-start, 2 finish-start, 3 finish-finish, 4 start-finish."""
    since = finish(before, time) if kind in (2, 3) else before.start
    until = finish(after, time) if kind in (3, 4) else after.start
    return until >= time.after(since, lag)


def violated(incoming: ImportedPlan) -> list[Link]:
    """The links that the imported project violates by its own calendar."""
    (read,) = incoming.projects
    off, worked = (tuple(day.day for day in days) for days in (read.holidays, read.worked))
    calendar = project(working_days=read.working_days, holidays=off, worked=worked).calendar
    ids = {m.ref: number for number, m in enumerate(read.milestones)}
    milestones = [milestone(id=ids[m.ref], title=m.title, due_on=m.due_on) for m in read.milestones]
    found = []
    for number, one in enumerate(read.links):
        link = Link(number, ids[one.predecessor_ref], ids[one.successor_ref], one.lag)
        slack = link_slack(link, milestones[link.predecessor_id], milestones[link.successor_id], calendar)
        found += [link] if slack is not None and slack < 0 else []
    return found


NEAR = st.dates(date(2026, 11, 30), date(2027, 1, 10))
KINDS = st.sampled_from(["HOLIDAY", "WORKING_DAY", "NEUTRAL"])
WEEKS = st.sampled_from([31, 0b1001111, 63, 127, 1]) | st.integers(1, 127)
TIMES = st.builds(
    WorkingTime,
    WEEKS,
    st.booleans(),
    st.dictionaries(NEAR, KINDS, max_size=12),
    st.dictionaries(NEAR.map(lambda day: (day.month, day.day)), KINDS, max_size=6),
)


@st.composite
def kept_plans(draw: st.DrawFn) -> tuple[list[Row], WorkingTime]:
    """A plan in which each link is kept: each row as early as its links to it allow, or some days later."""
    time = draw(TIMES)
    count = draw(st.integers(2, 7))
    rows = [
        Row(date(2026, 12, 1) + DAY * draw(st.integers(0, 9)), draw(st.integers(1, 6)), draw(st.booleans()))
        for _ in range(count)
    ]
    for place, row in enumerate(rows):
        if row.milestone:
            row.duration = draw(st.sampled_from([0, 1]))  # format 2.x writes 1
        for before in rows[:place]:
            if draw(st.integers(0, 2)):
                continue
            kind, lag = draw(st.integers(1, 4)), draw(st.integers(-4, 4))
            before.depends.append((place, kind, lag))
            while not is_kept(before, row, kind, lag, time):
                row.start += DAY
        later = draw(st.sampled_from([0, 0, 0, 1, 2, 3, 5]))
        row.start += DAY * later
    return rows, time


@given(kept_plans())
@settings(deadline=None, max_examples=400)
def test_no_link_that_the_file_keeps_comes_out_violated(plan: tuple[list[Row], WorkingTime]) -> None:
    rows, time = plan
    for row in rows:
        assert all(is_kept(row, rows[to], kind, lag, time) for to, kind, lag in row.depends)
    if sum(row.milestone for row in rows) < 2:
        return
    incoming = read_gan(written(rows, time), "x")
    event(f"{len(incoming.projects[0].links)} links")
    assert violated(incoming) == []


@given(TIMES, NEAR, NEAR, st.integers(1, 4), st.integers(-6, 6))
@settings(deadline=None, max_examples=400)
@example(WorkingTime(31, False, {}, {}), date(2026, 12, 4), date(2026, 12, 5), 2, 1)
def test_a_link_between_two_milestones_is_kept_as_far_as_the_file_keeps_it(
    time: WorkingTime, start: date, end: date, kind: int, lag: int
) -> None:
    before, after = Row(start, 0, True, [(1, kind, lag)]), Row(end, 0, True)
    incoming = read_gan(written([before, after], time), "x")
    if is_kept(before, after, kind, lag, time):
        assert violated(incoming) == []
    elif time.is_working(start) and time.is_working(end):
        assert len(violated(incoming)) == 1


@given(TIMES)
@settings(deadline=None)
def test_the_imported_calendar_is_that_of_the_file(time: WorkingTime) -> None:
    rows = [Row(date(2026, 11, 30), 0, True), Row(date(2027, 1, 10), 0, True)]
    (read,) = read_gan(written(rows, time), "x").projects
    off, worked = (tuple(day.day for day in days) for days in (read.holidays, read.worked))
    calendar = project(working_days=read.working_days, holidays=off, worked=worked).calendar
    days = [date(2026, 11, 30) + DAY * step for step in range(42)]
    assert [calendar.is_working(day) for day in days] == [time.is_working(day) for day in days]


# Worked examples --------------------------------------------------------------------------------------------

PLAN = [Row(date(2026, 12, 3), 0, True, [(1, 2, 0)]), Row(date(2026, 12, 3), 6, False, [(2, 2, 0)])]
MONDAY_TO_FRIDAY = WorkingTime(31, False, {}, {})


@pytest.mark.parametrize(
    ("time", "handed_over"),
    [
        (MONDAY_TO_FRIDAY, date(2026, 12, 11)),
        (WorkingTime(31, True, {}, {}), date(2026, 12, 9)),
        (WorkingTime(31, False, {date(2026, 12, 5): "WORKING_DAY"}, {}), date(2026, 12, 10)),
        (WorkingTime(31, False, {}, {(12, 5): "WORKING_DAY", (12, 6): "WORKING_DAY"}), date(2026, 12, 9)),
        (WorkingTime(0b1001111, False, {date(2026, 12, 4): "WORKING_DAY"}, {}), date(2026, 12, 10)),
        (WorkingTime(31, True, {date(2026, 12, 8): "HOLIDAY"}, {}), date(2026, 12, 10)),
    ],
)
def test_six_days_of_work_end_when_the_file_says(time: WorkingTime, handed_over: date) -> None:
    incoming = read_gan(written([*PLAN, Row(handed_over, 0, True)], time), "x")
    assert links(incoming) == {("0", "2"): 6}
    assert violated(incoming) == []
    too_early = read_gan(written([*PLAN, Row(handed_over - DAY, 0, True)], time), "x")
    assert len(violated(too_early)) == 1


def test_a_working_day_of_one_year_overrules_a_yearly_holiday_and_the_other_way_round() -> None:
    labour, make_up = date(2026, 12, 8), date(2026, 12, 12)
    dated = {labour: "WORKING_DAY", make_up: "HOLIDAY"}
    yearly = {(12, 8): "HOLIDAY", (12, 12): "WORKING_DAY"}
    (read,) = read_gan(written([*PLAN], WorkingTime(31, False, dated, yearly)), "x").projects
    assert read.holidays == (IncomingHoliday(make_up), IncomingHoliday(date(2027, 12, 8)))
    assert read.worked == (IncomingHoliday(labour), IncomingHoliday(date(2027, 12, 12)))


def test_a_milestone_on_a_day_off_right_after_the_work_is_not_too_soon() -> None:
    rows = [Row(date(2026, 12, 3), 0, True, [(1, 2, 0)]), Row(date(2026, 12, 3), 2, False, [(2, 2, 0)])]
    incoming = read_gan(written([*rows, Row(date(2026, 12, 5), 0, True)], MONDAY_TO_FRIDAY), "x")
    assert links(incoming) == {("0", "2"): 1}
    assert violated(incoming) == []


def test_weekends_that_are_worked() -> None:
    data = sample("field/k11-weekends-are-worked.gan").read_bytes()
    incoming = read_gan(data, "x")
    (read,) = incoming.projects
    assert (read.working_days, violated(incoming)) == (127, [])
    assert reasons(incoming) == [": 1 task: only milestones are imported; task durations became lags"]
    milestones = [milestone(id=n, due_on=m.due_on) for n, m in enumerate(read.milestones)]
    assert total_floats(project(working_days=127), milestones, [Link(0, 0, 1, read.links[0].lag)]) == {0: 0, 1: 0}
