"""The links between the milestones of a Microsoft Project plan; March 2026 begins on a Sunday."""

from __future__ import annotations

from datetime import date

import pytest
from mspdi_files import after, calendar, exception, exceptions, milestone, plan, task, week
from read_plans import links

from milestone_tui.exchange.mspdi.reader import read_mspdi
from milestone_tui.plan.calendar.workdays import WorkCalendar
from milestone_tui.plan.imported import ImportedPlan


def told(incoming: ImportedPlan) -> list[str]:
    return [f"{left.where}: {left.what}: {left.reason}" for left in incoming.remarks if "link" in left.what]


@pytest.mark.parametrize(
    ("kind", "lag"),
    [(0, 5 - 7 + 7), (1, 5 + 7), (2, 0 - 7 + 7), (3, 0 + 7), (None, 5 + 7)],
)
def test_each_type_of_link_between_two_tasks(kind: int | None, lag: int) -> None:
    """Five days of work, then seven, linked in each way: what is between a milestone before and one behind them."""
    data = plan(
        milestone(1, "Begin", "03-02T08"),
        task(2, "Five", "03-02T08", "03-06T17", inner=after(1)),
        task(3, "Seven", "03-09T08", "03-17T17", inner=after(2, kind)),
        milestone(4, "End", "03-31T17", inner=after(3)),
    )
    from_the_morning = max(lag - 1, 0)
    assert links(read_mspdi(data, "x")) == {("1", "4"): from_the_morning}


@pytest.mark.parametrize(
    ("amount", "unit", "lag"),
    [
        (9_600, 7, 2),
        (-4_800, 7, -1),
        (24_000, 9, 5),
        (4_800, 5, 1),
        (2_400, 7, 1),
        (7 * 14_400, 8, 5),
        (14_400, 8, 0),
        (2 * 14_400, 40, 0),
        (3 * 14_400, 8, 1),
        (9_600, 39, 2),
    ],
)
def test_a_lag_in_each_unit_after_a_friday_evening(amount: int, unit: int, lag: int) -> None:
    """What is elapsed passes the weekend: one day and two end on it, on no working day, so they are none of work."""
    data = plan(milestone(1, "A", "03-06T17"), milestone(2, "B", "04-30T17", inner=after(1, 1, amount, unit)))
    assert links(read_mspdi(data, "x")) == {("1", "2"): lag}


@pytest.mark.parametrize(("percent", "lag"), [(100, 8), (50, 6), (-50, 2), (-100, 0)])
def test_a_lag_in_percent_is_one_of_the_predecessor(percent: int, lag: int) -> None:
    data = plan(
        milestone(1, "A", "03-06T17"),
        task(2, "Four days", "03-09T08", "03-12T17", inner=after(1)),
        milestone(3, "B", "04-30T17", inner=after(2, 1, percent, 19)),
    )
    assert links(read_mspdi(data, "x")) == {("1", "3"): lag}


def test_a_task_takes_the_working_time_that_it_passes_whatever_its_duration_says() -> None:
    may_day = exceptions(exception("05-01", "05-01"))
    data = plan(
        milestone(1, "A", "04-29T17"),
        task(2, "Elapsed", "04-29T17", "05-05T17", inner=after(1), Duration="PT144H0M0S", DurationFormat=8),
        milestone(3, "B", "05-05T17", inner=after(2)),
        calendars=calendar(1, week(2, 3, 4, 5, 6), may_day),
    )
    assert links(read_mspdi(data, "x")) == {("1", "3"): 3}


def test_without_dates_the_duration_has_to_do() -> None:
    data = plan(
        milestone(1, "A", "03-06T17"),
        task(2, "Two days", "", "", inner=after(1), Duration="PT16H0M0S"),
        task(3, "A week", "", "", inner=after(2), Duration="PT168H0M0S", DurationFormat=8),
        milestone(4, "B", "", inner=after(3)),
    )
    assert links(read_mspdi(data, "x")) == {("1", "4"): 7}


def test_a_milestone_with_a_duration_stands_at_its_finish() -> None:
    data = plan(
        milestone(1, "A", "03-06T17"),
        task(2, "B", "03-09T08", "03-11T17", inner=after(1), Milestone=1),
        milestone(3, "C", "03-11T17", inner=after(2)),
        milestone(4, "D", "03-11T17", inner=after(2, 3)),
    )
    assert links(read_mspdi(data, "x")) == {("1", "2"): 3, ("2", "3"): 0, ("2", "4"): -3}


def test_a_link_to_a_summary_holds_for_all_its_tasks_and_one_from_it_waits_for_them() -> None:
    data = plan(
        milestone(1, "A", "03-06T17"),
        task(2, "Phase", "03-09T08", "03-13T17", inner=after(1)),
        task(3, "Three", "03-09T08", "03-11T17", level=2),
        task(4, "Five", "03-09T08", "03-13T17", level=2),
        milestone(5, "Inside", "03-11T17", level=2, inner=after(3)),
        milestone(6, "B", "03-16T17", inner=after(2, 1, 4_800)),
    )
    assert links(read_mspdi(data, "x")) == {("1", "5"): 3, ("1", "6"): 6, ("5", "6"): 1}


def test_a_summary_that_is_a_milestone_is_reached_when_all_its_tasks_are() -> None:
    data = plan(
        milestone(1, "A", "03-06T17"),
        task(2, "Phase", "03-09T08", "03-13T17", inner=after(1), Milestone=1, Summary=1),
        task(3, "Three", "03-09T08", "03-11T17", level=2),
        task(4, "Five", "03-09T08", "03-13T17", level=2),
        milestone(5, "B", "03-13T17", inner=after(2)),
    )
    assert links(read_mspdi(data, "x")) == {("1", "2"): 5, ("2", "5"): 0}


def test_the_lag_counts_from_where_the_milestone_stands_in_its_day() -> None:
    """From Monday morning to Friday evening are five days of work, but four between the dates."""
    data = plan(
        milestone(1, "Morning", "03-09T08"),
        milestone(2, "Evening", "03-06T17"),
        task(3, "Week", "03-09T08", "03-13T17", inner=after(1) + after(2)),
        milestone(4, "Done", "03-13T17", inner=after(3)),
    )
    found = read_mspdi(data, "x")
    assert links(found) == {("1", "4"): 4, ("2", "4"): 5}
    days = {milestone.ref: milestone.due_on or date.min for milestone in found.projects[0].milestones}
    for (before, behind), lag in links(found).items():
        assert WorkCalendar().between(days[before], days[behind]) == lag


def test_what_is_no_link_between_milestones_is_told_with_its_reason() -> None:
    data = plan(
        milestone(1, "A", "03-06T17"),
        task(2, "Phase", "03-09T08", "03-13T17", inner=after(1, 0) + after(3) + after(2)),
        milestone(3, "Inside", "03-13T17", level=2),
        milestone(4, "Off", "03-06T17", Active=0, inner=after(1)),
        milestone(5, "Theirs", "03-06T17", ExternalTask=1),
        milestone(
            6,
            "B",
            "03-31T17",
            inner=after(2, 3)
            + after(4)
            + after(5)
            + after(77)
            + after(9, CrossProject=1, CrossProjectName="C:\\other.mpp\\9")
            + after(1, 8)
            + after(1, 1, 0).replace("<LinkLag>0", "<LinkLag>soon"),
        ),
    )
    found = read_mspdi(data, "x")
    assert told(found) == [
        'row 2: link "A" → "Phase": links to the finish of a summary task are not supported',
        'row 2: link "Inside" → "Phase": it links a task to itself or to its own summary task',
        'row 2: link "Phase" → "Phase": it links a task to itself or to its own summary task',
        'row 4: link "A" → "Off": one of its ends is inactive',
        'row 6: link "Phase" → "B": links from the start of a summary task are not supported',
        'row 6: link "Off" → "B": one of its ends is inactive',
        'row 6: link "Theirs" → "B": one of its ends is in another project',
        'row 6: link "77" → "B": its predecessor is not in the file',
        'row 6: link "C:\\other.mpp\\9" → "B": its predecessor is in another project',
        'row 6: link "A" → "B": its type "8" is unknown',
        'row 6: link "A" → "B": its lag "soon" is not a number',
    ]
    assert links(found) == {}


def test_a_loop_of_tasks_is_cut_and_told() -> None:
    data = plan(
        milestone(1, "A", "03-06T17"),
        task(2, "Two", "03-09T08", "03-10T17", inner=after(1) + after(3)),
        task(3, "Three", "03-11T08", "03-13T17", inner=after(2)),
        milestone(4, "B", "03-13T17", inner=after(3)),
    )
    found = read_mspdi(data, "x")
    assert links(found) == {("1", "4"): 5}
    assert told(found) == ['row 2: link "Three" → "Two": it closes a loop of links']
