"""Reads the day to show: a date, or a review."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.date_order import DateOrder
from milestone_tui.plan.language.dates import explain_date, explain_typed, read_day
from milestone_tui.plan.language.wording import count_words, exact_day
from milestone_tui.plan.moment import Moment

_REVIEW = re.compile(r"(?:last review|review:? ?(\d{1,6}|last)|(\d{1,6})(?:st|nd|rd|th) review)", re.IGNORECASE)
_FUTURE = "in the future. Enter today or an earlier date."


def read_moment(text: str, today: date, reviews: Sequence[Moment] = (), *, order: DateOrder = DateOrder.ASK) -> Moment:
    """Return the moment that a text means: a date not after `today`, `last review`, or `review 3`.

    `reviews` are those of the project that were finished, oldest first. Raises InvalidInput.
    """
    words = " ".join(text.split())
    if (found := _REVIEW.fullmatch(words)) is not None:
        return _review(found[1] or found[2] or "last", reviews)
    day = read_day(words, today, past=True, order=order).day
    if day > today:
        raise InvalidInput("day", f"{exact_day(day)} is {_FUTURE}", _FUTURE)
    return Moment(day)


def explain_moment(text: str, today: date, reviews: Sequence[Moment] = (), *, order: DateOrder = DateOrder.ASK) -> str:
    """Return the echo of a text that `read_moment` reads; raise InvalidInput for others."""
    moment = read_moment(text, today, reviews, order=order)
    if _REVIEW.fullmatch(" ".join(text.split())):
        return explain_date(moment.day, today)
    return explain_typed(read_day(text, today, past=True, order=order), today)


def _review(number: str, reviews: Sequence[Moment]) -> Moment:
    if not reviews:
        raise InvalidInput("review", "No finished reviews yet. Enter a date.")
    at = len(reviews) if number.lower() == "last" else int(number)
    if not 1 <= at <= len(reviews):
        only = f"a number from 1 to {len(reviews)}" if len(reviews) > 1 else "1, or a date"
        raise InvalidInput("review", f"Only {count_words(len(reviews), 'review')} finished. Enter {only}.")
    return reviews[at - 1]
