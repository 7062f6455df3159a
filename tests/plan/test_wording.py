from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from milestone_tui.plan.language import wording

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-40, "40 d late"),
        (-1, "1 d late"),
        (0, "today"),
        (1, "tomorrow"),
        (2, "in 2 days"),
        (13, "in 13 days"),
        (14, "in 2 weeks"),
        (17, "in 2 weeks"),
        (18, "in 3 weeks"),
        (60, "in 9 weeks"),
        (61, "in 2 months"),
        (729, "in 24 months"),
        (730, "in 2 years"),
    ],
)
def test_a_due_date_is_said_by_its_distance(days: int, words: str) -> None:
    assert wording.due_words(TODAY + timedelta(days=days), TODAY) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-1200, "3 y late"),
        (-729, "24 m late"),
        (-100, "3 m late"),
        (-99, "99 d late"),
        (0, "today"),
        (1, "tomorrow"),
        (6, "in 6 d"),
        (21, "in 3 w"),
        (90, "in 3 m"),
        (800, "in 2 y"),
    ],
)
def test_a_due_date_is_said_in_nine_cells(days: int, words: str) -> None:
    assert wording.near_due_words(TODAY + timedelta(days=days), TODAY) == words
    assert len(words) <= 9


@pytest.mark.parametrize(
    ("slip", "words"),
    [(-3, "completed 3 days early"), (1, "completed 1 day late"), (0, "completed on time"), (None, "completed")],
)
def test_a_project_ends_early_or_late(slip: int | None, words: str) -> None:
    assert wording.completed_words(slip) == words


def test_no_day_is_a_dash() -> None:
    assert wording.due_words(None, TODAY) == wording.near_due_words(None, TODAY) == "–"
    assert wording.date_words(None, TODAY) == "–"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 9), "9 Nov"),
        (date(2027, 1, 18), "18 Jan"),
        (date(2024, 7, 1), "1 Jul 2024"),
        (date(2027, 11, 22), "22 Nov 2027"),
    ],
)
def test_a_far_date_names_its_year(day: date, words: str) -> None:
    assert wording.date_words(day, TODAY) == words


def test_days_are_written_with_their_weekday() -> None:
    assert wording.day_words(TODAY) == "Sun 22 Nov"
    assert wording.long_day(TODAY) == "Sun 22 Nov 2026"


@pytest.mark.parametrize(("days", "words"), [(9, "+9 d"), (-4, "−4 d"), (0, "0 d"), (None, "–")])
def test_slip_has_a_sign(days: int | None, words: str) -> None:
    assert wording.slip_words(days) == words


def test_counts_agree_with_their_noun() -> None:
    assert wording.count_words(1, "milestone") == "1 milestone"
    assert wording.count_words(0, "milestone") == "0 milestones"
    assert wording.count_words(2, "person", "people") == "2 people"
    assert wording.count_words(1200, "milestone") == "1,200 milestones"
    assert wording.days_words(1) == "1 day"


def test_a_list_names_the_first_and_counts_the_rest() -> None:
    assert wording.list_words(["a", "b"]) == "a, b"
    assert wording.list_words(["a", "b", "c", "d", "e"]) == "a, b, c and 2 more"


@pytest.mark.parametrize(("name", "handle"), [("Ana Kovač", "@ana"), ("raj", "@raj"), ("", ""), ("  ", "")])
def test_a_handle_is_the_first_name(name: str, handle: str) -> None:
    assert wording.handle(name) == handle


def test_how_long_ago_is_said_against_the_given_clock() -> None:
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    assert wording.ago_words(now - timedelta(hours=3), now) == "3 hours ago"
