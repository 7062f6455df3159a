"""Dates that no plan has (9999-12-31, 0001-01-01) through every reader: no date, and told; early ones are taken."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mspdi_files import calendar, element, elements, exceptions, plan, week
from read_plans import reasons

from milestone_tui.exchange.reading import read_holidays, read_plan
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.date_limits import is_plausible, within_limits
from milestone_tui.plan.imported import (
    ImportedPlan,
    ImportReport,
    IncomingBaseline,
    IncomingLink,
    IncomingMilestone,
    IncomingProject,
    limit_dates,
)
from milestone_tui.store import Store

TODAY = date(2026, 11, 22)
EDGES = [date(*d) for d in ((1899, 12, 31), (1900, 1, 1), (1949, 12, 31), (1950, 1, 1), (2199, 12, 31), (2200, 1, 1))]
NEVER = [date.min, date.max, date(1899, 12, 30), date(9999, 12, 30), date(2999, 1, 1), date(1601, 1, 1)]
DAYS = st.dates() | st.sampled_from([*EDGES, *NEVER])
SLASHED = "31.12.9999"


def csv(due: date, done: date, baseline: date) -> bytes:
    return f"title,due,done,baseline\nBeta,{due},{done},{baseline}\n".encode()


def gan(start: date, agreed: date, day_off: date) -> bytes:
    off = f'<date year="{day_off.year}" month="{day_off.month}" date="{day_off.day}">Off</date>'
    return (
        f'<project name="P"><calendars>{off}</calendars><tasks><task id="1" name="Beta" meeting="true" start="{start}"'
        f' complete="100"/></tasks><previous><previous-tasks name="B"><previous-task id="1" start="{agreed}"/>'
        "</previous-tasks></previous></project>"
    ).encode()


def mspdi(finish: date, actual: date, deadline: date, begin: date, end: date) -> bytes:
    def at(day: date) -> str:
        return f"{day}T08:00:00"

    period = element("TimePeriod", elements(FromDate=at(begin), ToDate=at(end)))
    yearly = element("Exception", period + elements(Name="New Year", DayWorking=0, Type=2, Month=0, MonthDay=1))
    texts = elements(
        UID=1,
        ID=1,
        Name="Beta",
        OutlineLevel=1,
        Start=at(finish),
        Finish=at(finish),
        Duration="PT0H0M0S",
        Milestone=1,
        PercentComplete=100,
        ActualFinish=at(actual),
        Deadline=at(deadline),
        ConstraintType=2,
        ConstraintDate=at(finish),
    )
    agreed = element("Baseline", elements(Number=0, Finish=at(deadline)))
    head = elements(Title="P", StartDate=at(begin))
    return plan(
        element("Task", texts + agreed), head=head, calendars=calendar(1, week(2, 3, 4, 5, 6), exceptions(yearly))
    )


def ics(start: date, end: date, besides: date) -> bytes:
    lines = [
        *("BEGIN:VCALENDAR", "BEGIN:VEVENT", "SUMMARY:Off", f"DTSTART:{start.isoformat().replace('-', '')}"),
        *(f"DTEND:{end.isoformat().replace('-', '')}", f"RDATE:{besides.isoformat().replace('-', '')}", "END:VEVENT"),
        *("BEGIN:VEVENT", "SUMMARY:Yearly", f"DTSTART:{start.isoformat().replace('-', '')}", "RRULE:FREQ=YEARLY"),
        *("END:VEVENT", "END:VCALENDAR"),
    ]
    return "\r\n".join(lines).encode()


def days_of(found: ImportedPlan) -> Iterator[date | None]:
    for project in found.projects:
        yield project.start_on
        yield from (holiday.day for holiday in project.holidays)
        for milestone in project.milestones:
            yield from (milestone.due_on, milestone.done_on, milestone.deadline_on, milestone.baseline_on)
        for baseline in project.baselines:
            yield from (day for _, day in baseline.dates)


@settings(max_examples=150, deadline=None)
@given(st.lists(DAYS, min_size=5, max_size=5), st.sampled_from(["csv", "gan", "mspdi"]))
def test_no_reader_lets_a_date_through_that_no_plan_has_and_all_are_told(days: list[date], kind: str) -> None:
    data = {"csv": csv, "gan": gan}[kind](*days[:3]) if kind != "mspdi" else mspdi(*days)
    found = read_plan(data, "P")

    assert [milestone.title for milestone in found.projects[0].milestones] == ["Beta"]
    assert all(within_limits(day) for day in days_of(found) if day is not None)
    told = "\n".join(reasons(found))
    asked = days[:3] if kind != "mspdi" else days[:4]
    for day in asked:
        if not within_limits(day):
            assert f"{day}" in told
            assert "is out of range, dates go from 1900 to 2199" in told or "read as no date" in told


@settings(max_examples=100, deadline=None)
@given(st.lists(DAYS, min_size=3, max_size=3), st.sampled_from([range(2026, 2029), range(1900, 2200)]))
def test_no_calendar_file_lets_a_day_through_that_no_plan_has(days: list[date], years: range) -> None:
    start, end, besides = days
    found = read_holidays(ics(start, end, besides), years)
    assert all(within_limits(holiday.day) for holiday in found.holidays)
    if not within_limits(start):
        assert f"{start.isoformat().replace('-', '')} is out of range, dates go from 1900 to 2199" in "\n".join(
            reasons(found)
        )
    off = f'<calendar><date year="{start.year}" month="{start.month}" date="{start.day}">Off</date></calendar>'
    found = read_holidays(off.encode(), years)
    assert bool(found.holidays) == within_limits(start)
    assert reasons(found) == (
        [] if found.holidays else [f"line 1: Off: {start} is out of range, dates go from 1900 to 2199"]
    )


@pytest.mark.parametrize(
    "text", ["9999-12-31", SLASHED, "0001-01-01", "1899-12-30", "31 Dec 9999", "0000-00-00", "00/00/0000", "0/0/1900"]
)
def test_what_programs_write_for_never_is_no_date_in_a_table(text: str) -> None:
    data = f"title,due,done,state\nA,{text},{text},\nB,2026-12-01,{text},done\nC,,{text},open\nD,2026-12-02,,\n"
    found = read_plan(data.encode(), "P")

    assert [(m.title, m.due_on, m.done_on) for m in found.projects[0].milestones] == [
        ("A", None, None),
        ("B", date(2026, 12, 1), date(2026, 12, 1)),
        ("C", None, None),
        ("D", date(2026, 12, 2), None),
    ]
    assert reasons(found) == [f': "{text}": read as no date in 4 cells']


def test_a_row_that_is_left_out_is_told_once() -> None:
    found = read_plan(b"title,due,done\nA,9999-12-31,soon\nB,,\n", "P")
    assert reasons(found) == [
        ': "9999-12-31": read as no date in 1 cell',
        'line 2: A: done "soon" is neither a date nor yes or no',
    ]


@given(DAYS)
def test_the_store_holds_to_it_whatever_a_reader_hands_out(day: date) -> None:
    told = IncomingMilestone("1", "line 2", "Beta", due_on=day, done_on=day, deadline_on=day, baseline_on=day)
    project, remarks = limit_dates(IncomingProject("P", (), (told,), start_on=day))
    assert limit_dates(project)[0] == project
    if is_plausible(day):
        assert project.milestones == (told,)
        assert len(remarks) == (5 if day.year < 1950 else 0)
    else:
        assert project.milestones == (IncomingMilestone("1", "line 2", "Beta"),) and project.start_on is None
        assert len(remarks) == 5


@pytest.mark.parametrize("day", [date(1899, 12, 30), date(1900, 1, 1), date(1904, 1, 1), date(9999, 12, 31)])
def test_a_programs_day_for_no_date_is_none_in_any_format(day: date) -> None:
    milestone = IncomingMilestone("1", "line 2", "Beta", done_on=day)
    baseline = IncomingBaseline("Old", (("1", day),))
    project, remarks = limit_dates(IncomingProject("P", (), (milestone,), baselines=(baseline,)))
    assert project.milestones[0].done_on is None and project.baselines[0].dates == ()
    assert [(remark.where, remark.what) for remark in remarks] == [("line 2", "Beta")] * 2


def test_early_dates_of_baselines_and_of_the_start_are_told() -> None:
    baseline = IncomingBaseline("Old", (("1", date(1926, 12, 4)),))
    milestone = IncomingMilestone("1", "line 2", "Beta")
    _, remarks = limit_dates(IncomingProject("P", (), (milestone,), baselines=(baseline,), start_on=date(1926, 1, 5)))
    assert [remark.reason for remark in remarks] == [
        "its date in a baseline is 1926-12-04, before 1950: check the year",
        "imported as 1926-01-05, before 1950: check the year",
    ]


def test_early_dates_and_lags_that_are_too_long_are_taken_and_told(tmp_path: Path) -> None:
    early = IncomingMilestone("1", "line 2", "Early", due_on=date(1949, 3, 1))
    late = IncomingMilestone("2", "line 3", "Late", due_on=date(2026, 3, 1))
    source = IncomingProject("P", (), (early, late), (IncomingLink("1", "2", 99_999),))
    reports: list[ImportReport] = []
    with closing(Store.open(tmp_path / "x.db", Clock.fixed(TODAY), "ana")) as store:
        store.change_blocking(lambda do: reports.append(do.imports.add(ImportedPlan((source,)))))
        (found,) = store.read.everything()
    assert [link.lag for link in found.links] == [10_000]
    assert [left.reason for left in reports[0].remarks] == [
        "imported with the due date 1949-03-01, before 1950: check the year",
        "imported with a lag of 10,000 working days: the file's 99,999 is too much",
    ]
