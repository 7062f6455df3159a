"""Edges of the day, other calendars, ids and the status date of Microsoft Project plans."""

from __future__ import annotations

from datetime import date

import pytest
from mspdi_files import after, calendar, day, element, elements, exception, exceptions, milestone, plan, task, week
from read_plans import links, only, reasons
from samples import sample

from milestone_tui.exchange.mspdi.reader import read_mspdi
from milestone_tui.exchange.reading import read_plan
from milestone_tui.plan.imported import IncomingHoliday


def row(start: str | None, finish: str | None, **texts: object) -> str:
    """A milestone with these moments as they are written."""
    told = elements(UID=1, ID=1, Name="Over", OutlineLevel=1, Start=start, Finish=finish, **{"Milestone": 1, **texts})
    return element("Task", told)


@pytest.mark.parametrize(
    ("start", "finish", "due"),
    [
        ("2026-12-03T00:00:00", "2026-12-04T00:00:00", 3),
        ("2026-12-03T23:59:00", "2026-12-04T00:00:00", 3),
        ("2026-12-01T08:00:00", "2026-12-04T00:00:00Z", 3),
        ("2026-12-04T00:00:00", "2026-12-04T00:00:00", 4),
        ("2026-12-05T00:00:00", "2026-12-04T00:00:00", 4),
        ("2026-12-03T00:00:00", "2026-12-04T00:01:00", 4),
        ("2026-12-03", "2026-12-04", 4),
        (None, "2026-12-04T00:00:00", 4),
        ("2026-12-04T00:00:00", None, 4),
    ],
)
def test_a_finish_at_midnight_later_than_its_start_belongs_to_the_day_before(
    start: str | None, finish: str | None, due: int
) -> None:
    assert only(read_mspdi(plan(row(start, finish)), "x")).due_on == date(2026, 12, due)


def test_without_a_start_the_duration_tells_that_it_was_earlier() -> None:
    assert only(read_mspdi(plan(row(None, "2026-12-04T00:00:00", Duration="PT8H0M0S")), "x")).due_on == date(
        2026, 12, 3
    )


def test_the_baseline_and_the_actual_finish_end_their_day_but_not_the_deadline() -> None:
    inner = elements(Number=0, Start="2026-12-02T00:00:00", Finish="2026-12-03T00:00:00")
    found = read_mspdi(
        plan(
            row(
                "2026-12-03T00:00:00",
                "2026-12-04T00:00:00",
                PercentComplete=100,
                ActualStart="2026-12-04T08:00:00",
                ActualFinish="2026-12-05T00:00:00",
                Deadline="2026-12-09T00:00:00",
                Baseline=inner,
            )
        ),
        "x",
    )
    told = only(found)
    assert (told.due_on, told.baseline_on, told.done_on) == (date(2026, 12, 3), date(2026, 12, 2), date(2026, 12, 4))
    assert told.deadline_on == date(2026, 12, 9)


def test_a_baseline_of_a_moment_stays_on_its_day() -> None:
    inner = elements(Number=0, Start="2026-12-03T00:00:00", Finish="2026-12-03T00:00:00")
    told = only(read_mspdi(plan(row("2026-12-03T00:00:00", "2026-12-03T00:00:00", Baseline=inner)), "x"))
    assert (told.due_on, told.baseline_on) == (date(2026, 12, 3), date(2026, 12, 3))


def test_a_finish_before_its_start_is_told() -> None:
    found = read_mspdi(
        plan(
            row("2026-12-04T08:00:00", "2026-12-03T08:00:00"),
            task(2, "Back", "03-04T17", "03-02T08"),
            task(3, "On", "03-02T08", "03-04T17"),
        ),
        "x",
    )
    assert only(found).due_on == date(2026, 12, 3)
    assert reasons(found) == [
        "row 1: Over: its finish 2026-12-03 is before its start 2026-12-04: check both",
        ": 2 tasks: only milestones are imported; task durations became lags",
        ": 1 task that finishes before it starts: counted without work; check the dates",
    ]


def test_the_samples_of_the_edges_come_out_right() -> None:
    midnight = sample("field/k10-midnight-finish.xml").read_bytes()
    assert only(read_plan(midnight, "x.xml")).due_on == date(2026, 12, 3)
    (found,) = read_plan(sample("field/k15-every-second-sunday.xml").read_bytes(), "x.xml").projects
    assert [off.day for off in found.holidays] == [date(2026, 12, 20), date(2027, 1, 3), date(2027, 1, 17)]


@pytest.mark.parametrize(
    ("status", "on"),
    [
        ("2026-10-31T17:00:00", date(2026, 10, 31)),
        ("2026-11-01T00:00:00", date(2026, 11, 1)),
        ("NA", None),
        (None, None),
    ],
)
def test_the_plan_speaks_for_its_status_date_and_no_other(status: str | None, on: date | None) -> None:
    head = elements(Title="A", StatusDate=status, CurrentDate="2026-11-29T08:00:00", LastSaved="2026-11-28T08:00:00")
    assert read_mspdi(plan(milestone(1, "A", "03-02T08"), head=head), "x").reported_on == on


def test_the_id_is_the_uid_unless_another_row_has_it() -> None:
    rows = milestone(7, "A", "03-02T08"), milestone(7, "B", "03-03T08"), milestone(8, "C", "03-03T08", Active=0)
    found = read_mspdi(plan(*rows), "x").projects[0].milestones
    assert [(m.title, m.source_id) for m in found] == [("A", "7"), ("B", ""), ("C", "8")]


def test_a_worked_saturday_counts_in_links() -> None:
    """From Friday evening to the Saturday evening on which people work is one day."""
    for hours in ((), (("08:00:00", "12:00:00"),)):
        times = "".join(element("WorkingTime", elements(FromTime=a, ToTime=b)) for a, b in hours)
        worked = exception("03-07", "03-07", Name="Move", DayWorking=1, WorkingTimes=times or None)
        end = "03-07T12" if hours else "03-07T17"
        found = read_mspdi(
            plan(
                milestone(1, "A", "03-06T17"),
                task(2, "Work", "03-07T08", end, inner=after(1)),
                milestone(3, "B", end, inner=after(2)),
                calendars=calendar(1, week(2, 3, 4, 5, 6), exceptions(worked)),
            ),
            "x",
        )
        assert found.projects[0].worked == (IncomingHoliday(date(2026, 3, 7), "Move"),)
        assert links(found) == {("1", "3"): 1}


NIGHT = (("00:00:00", "03:00:00"), ("04:00:00", "08:00:00"), ("23:00:00", "00:00:00"))


@pytest.mark.parametrize(
    ("hours", "lag", "start", "days"),
    [
        ((("00:00:00", "00:00:00"),), 1_440, "03-04T00:00:00", 1),
        ((("00:00:00", "00:00:00"),), 480, "03-03T08", 1),
        ((("07:00:00", "17:00:00"),), 600, "03-03T17", 1),
        (NIGHT, 480, "03-04T00:00:00", 2),
    ],
    ids=["24 hours", "a third of a day", "10 hours", "night shift"],
)
def test_a_lag_is_minutes_of_the_calendars_days_and_never_violates_the_file(
    hours: tuple[tuple[str, str], ...], lag: int, start: str, days: int
) -> None:
    """A is held on Monday 2 March at the end of its work; days are as long as the calendar says, not 8 hours."""
    always = element("WeekDays", "".join(day(number, *hours) for number in range(1, 8)))
    begun = {"07:00:00": "03-02T17"}.get(hours[0][0], "03-03T00:00:00")
    found = read_mspdi(
        plan(
            milestone(1, "A", begun),
            milestone(2, "B", start, inner=after(1, 1, lag * 10)),
            calendars=calendar(1, always),
        ),
        "x",
    )
    ((_, kept),) = links(found).items()
    due = [m.due_on for m in found.projects[0].milestones]
    assert due[0] is not None and due[1] is not None
    assert kept <= (due[1] - due[0]).days <= days
    assert [text for text in reasons(found) if "shortened" in text] == []


def test_a_lag_that_rounding_would_violate_is_shortened_and_told() -> None:
    """Half of an elapsed weekend is not half of a working day: B comes when the file says."""
    found = read_mspdi(
        plan(
            milestone(1, "A", "03-06T17"),
            task(2, "Split", "03-09T08", "03-13T17", inner=after(1), Duration="PT16H0M0S"),
            milestone(3, "B", "03-16T17", inner=after(2, 1, 50, 19)),
        ),
        "x",
    )
    assert links(found) == {("1", "3"): 6}
    assert [text for text in reasons(found) if "link" in text] == [
        'row 3: link "Split" → "B": lag shortened by 1.5 wd, which its dates in the file do not leave'
    ]


def test_a_link_that_the_file_violates_stays_violated() -> None:
    found = read_mspdi(
        plan(milestone(1, "A", "03-06T17"), milestone(2, "B", "03-09T17", inner=after(1, 1, 3 * 4_800))), "x"
    )
    assert links(found) == {("1", "2"): 3}
    assert not any("link" in text for text in reasons(found))


def test_a_lag_in_the_calendar_of_its_task_is_kept_too() -> None:
    """Eight hours after Friday evening are Saturday morning for B, which works around the clock."""
    always = element("WeekDays", "".join(day(number, ("00:00:00", "00:00:00")) for number in range(1, 8)))
    for uid, lag in ((2, 0), (-1, 1)):
        found = read_mspdi(
            plan(
                milestone(1, "A", "03-06T17"),
                milestone(2, "B", "03-07T01", inner=after(1, 1, 4_800), CalendarUID=uid),
                calendars=calendar(1, week(2, 3, 4, 5, 6)) + calendar(2, always, name="Always"),
            ),
            "x",
        )
        assert links(found) == {("1", "2"): lag}


def test_a_task_without_dates_leaves_its_successor_where_it_is() -> None:
    found = read_mspdi(
        plan(
            milestone(1, "A", "03-06T17"),
            task(2, "Some day", "", "", inner=after(1), Duration="PT80H0M0S"),
            milestone(3, "B", "03-10T17", inner=after(2)),
        ),
        "x",
    )
    assert links(found) == {("1", "3"): 2}


def test_calendars_of_tasks_and_people_are_told_where_their_days_differ() -> None:
    standard = week(2, 3, 4, 5, 6)
    calendars = (
        calendar(1, standard)
        + calendar(2, name="Ana", base=1)
        + calendar(3, exceptions(exception("05-04", "05-08")), name="Raj", base=1)
        + calendar(4, standard, name="Same")
        + calendar(5, week(1, 2, 3), name="Gulf")
    )
    resources = "".join(element("Resource", elements(UID=n, Name=f"P{n}", Type=1, CalendarUID=n)) for n in (2, 3, 4))
    assigned = "".join(element("Assignment", elements(TaskUID=1, ResourceUID=uid)) for uid in (2, 3, 3))
    found = read_mspdi(
        plan(
            milestone(1, "A", "03-02T08", CalendarUID=-1),
            task(2, "T", "03-02T08", "03-04T17", CalendarUID=4),
            task(3, "U", "03-02T08", "03-04T17", CalendarUID=5),
            calendars=calendars,
            rest=element("Resources", resources) + element("Assignments", assigned),
        ),
        "x",
    )
    assert [text for text in reasons(found) if "calendar" in text] == [
        ": 1 task with a calendar of its own: imported with the dates, but lags count the plan's working days",
        ": 1 person with a calendar of their own: their days off are not those of the plan",
    ]


def test_calendars_that_build_on_each_other_are_no_others() -> None:
    calendars = calendar(1, week(2), base=2) + calendar(2, base=3) + calendar(3, base=2)
    found = read_mspdi(plan(milestone(1, "A", "03-02T08", CalendarUID=3), calendars=calendars), "x")
    assert not any("calendar" in text for text in reasons(found))
