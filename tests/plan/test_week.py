from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.calendar.week import parse_week, week_words


@pytest.mark.parametrize(
    ("text", "mask", "words"),
    [
        ("Mon-Fri", 31, "Mon-Fri"),
        ("sun - thu", 0b1001111, "Sun-Thu"),
        ("Sunday to Thursday", 0b1001111, "Sun-Thu"),
        ("mon, wed and fri", 0b10101, "Mon, Wed, Fri"),
        ("mo tu", 3, "Mon, Tue"),
        ("mon-sun", 127, "Mon-Sun"),
        ("Mon-Wed, Fri", 0b10111, "Mon-Wed, Fri"),
    ],
)
def test_a_week_is_read_and_written(text: str, mask: int, words: str) -> None:
    assert parse_week(text) == mask
    assert week_words(mask) == words


@given(st.integers(1, 127))
def test_what_is_written_is_read_the_same(mask: int) -> None:
    assert parse_week(week_words(mask)) == mask


@pytest.mark.parametrize("text", ["", "  ", "never", "mon-xyz", "m"])
def test_what_is_no_week_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_week(text)
    assert refused.value.field == "working_days"
