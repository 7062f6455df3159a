"""Predecessors in the line of quick add: the time between is kept, or the line gives the lag."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from factories import TODAY

from milestone_tui.plan.calendar.workdays import WorkCalendar
from milestone_tui.plan.language.lags import read_lag, split_lag
from milestone_tui.plan.language.quick_add import QuickAdd, parse_quick_add
from milestone_tui.plan.language.quick_add_values import After
from milestone_tui.plan.language.wording import working_days

DAYS = {
    "Alpha": date(2026, 12, 1),
    "Beta": date(2026, 12, 4),
    "Sprint-2": date(2026, 12, 3),
    "Load test": date(2026, 12, 5),
    "Someday": None,
}


def read(text: str, holidays: Sequence[date] = ()) -> QuickAdd:
    return parse_quick_add(text, TODAY, (), (), tuple(DAYS), calendar=WorkCalendar(31, holidays), days=DAYS)


@pytest.mark.parametrize(
    ("text", "due_on", "after"),
    [
        ("Go 8 dec after:Alpha", date(2026, 12, 8), [After("Alpha", 5, True)]),
        ('Go 1 dec after:"Alpha"', date(2026, 12, 1), [After("Alpha", 0, True)]),
        ("Go 24 nov after:Alpha", date(2026, 11, 24), [After("Alpha", 0, True)]),
        ("Go after:Alpha", None, [After("Alpha", 0, True)]),
        ("Go 8 dec after:Someday", date(2026, 12, 8), [After("Someday", 0, True)]),
        ('Go 8 dec after:"Alpha"+2wd', date(2026, 12, 8), [After("Alpha", 2)]),
        ('Go 8 dec after:"Alpha"+0', date(2026, 12, 8), [After("Alpha", 0)]),
        ("Go 8 dec after:Alpha+3", date(2026, 12, 8), [After("Alpha", 3)]),
        ("Go 8 dec after:alpha−2WD", date(2026, 12, 8), [After("Alpha", -2)]),
        ('Go after:"Alpha"+5wd', date(2026, 12, 8), [After("Alpha", 5)]),
        ('Go after:"Alpha"+5 wd', date(2026, 12, 8), [After("Alpha", 5)]),
        ("Go after:Alpha+5 wd", date(2026, 12, 8), [After("Alpha", 5)]),
        ('Go after:"Load test"-2wd, @ana', date(2026, 12, 3), [After("Load test", -2)]),
        ('Go after:"Alpha"+0', date(2026, 12, 1), [After("Alpha", 0)]),
        ('Go after:"Someday"+5wd', None, [After("Someday", 5)]),
        ("Go after:Alpha +5wd", date(2026, 12, 8), [After("Alpha", 5)]),
        ("Go after:Alpha +5 wd", date(2026, 12, 8), [After("Alpha", 5)]),
        ('Go after:"Alpha" -2wd', date(2026, 11, 27), [After("Alpha", -2)]),
        ("Go 8 dec after:Alpha +3", date(2026, 12, 8), [After("Alpha", 3)]),
        ("after:Sprint-2 +1wd Go", date(2026, 12, 4), [After("Sprint-2", 1)]),
        ("Go after:Alpha+5wd +2wd", date(2026, 11, 24), [After("Alpha", 5)]),
        ("Go after:Alpha +2w", date(2026, 12, 6), [After("Alpha", 3, True)]),
        ("Go after:Sprint-2", None, [After("Sprint-2", 0, True)]),
        ("Go after:Sprint-2+1wd", date(2026, 12, 4), [After("Sprint-2", 1)]),
        ('Go after:"Alpha"+1wd after:"Beta"+2wd', date(2026, 12, 8), [After("Alpha", 1), After("Beta", 2)]),
        ("Go after:Alpha+1wd after:Beta", date(2026, 12, 4), [After("Alpha", 1), After("Beta", 0, True)]),
        ("Go 8 dec after:Alpha after:Beta+2wd", date(2026, 12, 8), [After("Alpha", 5, True), After("Beta", 2)]),
        ("Go 8 dec after:Alpha after:Alpha+2wd", date(2026, 12, 8), [After("Alpha", 2)]),
        ("Go 8 dec after:Alpha+2wd after:Alpha", date(2026, 12, 8), [After("Alpha", 2)]),
    ],
)
def test_a_link_keeps_the_time_or_has_the_lag_that_is_typed(
    text: str, due_on: date | None, after: Sequence[After]
) -> None:
    added = read(text)
    assert (added.title, added.due_on, list(added.after), added.problems) == ("Go", due_on, after, ())


def test_time_is_counted_by_the_days_off_of_the_project() -> None:
    off = [date(2026, 12, 7)]
    assert read("Go 8 dec after:Alpha", off).after == (After("Alpha", 4, True),)
    assert read("Go after:Alpha+5wd", off).due_on == date(2026, 12, 9)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Go 8 dec after:Alpha", ["Alpha +5 wd"]),
        ("Go after:Alpha", ["Alpha"]),
        ("Go 2 dec after:Alpha+5wd", ["Alpha +5 wd, 4 wd too soon"]),
        ("Go 30 nov after:Alpha", ["Alpha, 1 wd too soon"]),
        ("Go 4 dec after:Load", ["Load test, 1 wd too soon"]),
        ("Go 6 dec after:Load", ["Load test"]),
        ('Go after:"Alpha"+0', ["Alpha 0 wd"]),
        ("Go after:Alpha-2wd after:Beta+1", ["Alpha −2 wd", "Beta +1 wd"]),
    ],
)
def test_the_lag_is_told(text: str, told: Sequence[str]) -> None:
    assert [part.text for part in read(text).understood if part.label == "after"] == told


@pytest.mark.parametrize(
    ("text", "marked", "message"),
    [
        ('Go after:"Alpha"+5d', 'after:"Alpha"+5d', "A lag counts working days. Enter +5wd."),
        ("Go after:Alpha-2w", "after:Alpha-2w", "A lag counts working days. Enter -10wd."),
        ('Go after:"Alpha"+5x', 'after:"Alpha"+5x', "Enter whole working days, such as +5wd or -2wd."),
        ("Go after:Alpha+20000", "after:Alpha+20000", "Enter a whole number from -10,000 to 10,000."),
        (
            'Go after:"Omega"+5wd',
            'after:"Omega"+5wd',
            'There is no milestone "Omega". Check the spelling, or add the link later in the Links tab.',
        ),
        (
            "Go after:Omega+5wd",
            "after:Omega+5wd",
            'There is no milestone "Omega+5wd". Check the spelling, or add the link later in the Links tab.',
        ),
    ],
)
def test_a_lag_that_is_none_is_marked_where_it_stands(text: str, marked: str, message: str) -> None:
    (problem,) = read(text).problems
    assert (text[problem.start : problem.end], problem.message) == (marked, message)


def test_a_day_that_is_none_gives_no_other() -> None:
    added = read("Go 31 feb after:Alpha+5wd")
    assert added.due_on is None and len(added.problems) == 1


def test_what_follows_too_far_away_is_refused() -> None:
    days = {"Alpha": date(9999, 12, 20)}
    added = parse_quick_add("Go after:Alpha+900", TODAY, (), (), ("Alpha",), days=days)
    assert [problem.message for problem in added.problems] == [
        "Too many working days from 20 Dec 9999: the date is out of range."
    ]


@pytest.mark.parametrize("lag", [0, 1, -7, 10_000])
def test_a_lag_is_read_as_it_is_written(lag: int) -> None:
    assert read_lag(working_days(lag)) == lag
    assert split_lag(f"Phase 2 {lag:+d}wd") == ("Phase 2", f"{lag:+d}wd")
