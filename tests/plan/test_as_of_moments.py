"""Days and reviews to look back to, as a person types them."""

from __future__ import annotations

from datetime import date

import pytest

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.language.moments import read_moment
from milestone_tui.plan.moment import Moment

TODAY = date(2026, 11, 22)
REVIEWS = (Moment(date(2026, 10, 9), 3), Moment(date(2026, 10, 23), 7), Moment(date(2026, 11, 13), 12))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("1 nov", Moment(date(2026, 11, 1))),
        ("1 dec", Moment(date(2025, 12, 1))),
        ("-2w", Moment(date(2026, 11, 8))),
        ("yesterday", Moment(date(2026, 11, 21))),
        ("today", Moment(TODAY)),
        ("last review", REVIEWS[2]),
        ("Review 1", REVIEWS[0]),
        ("review:2", REVIEWS[1]),
        ("2nd review", REVIEWS[1]),
    ],
)
def test_a_moment_is_read(text: str, moment: Moment) -> None:
    assert read_moment(text, TODAY, REVIEWS) == moment


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("tomorrow", "23 Nov 2026 is in the future. Enter today or an earlier date."),
        ("review 4", "Only 3 reviews finished. Enter a number from 1 to 3."),
        ("review 0", "Only 3 reviews finished. Enter a number from 1 to 3."),
        ("when it was good", '"when it was good" is not a date. Try 2026-12-01, 1 dec, fri, +2w or eom.'),
        ("", "Enter a date, such as 2026-12-01, 1 dec, fri, +2w or eom."),
    ],
)
def test_a_mistake_says_what_to_enter(text: str, sentence: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_moment(text, TODAY, REVIEWS)
    assert str(refused.value) == sentence


def test_a_moment_names_its_day() -> None:
    moment = Moment(date(2026, 11, 1))
    assert moment.title == "as of 1 Nov 2026 · read-only"
    assert moment.refusal == "You see 1 Nov 2026, read-only. Press T to return."
