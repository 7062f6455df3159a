"""Typed lines of what was spent: `1200 2 nov licences`, `spent:1200 licences`, `−200 credit note`."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.calendar.workdays import OFFICE_DAYS, WorkCalendar
from milestone_tui.plan.checks import LARGEST_AMOUNT
from milestone_tui.plan.date_order import DateOrder
from milestone_tui.plan.language.date_reader import LONGEST_DAY, AmbiguousDay, parse_date
from milestone_tui.plan.language.date_translation import ORDINARY_AFTER_A_NUMBER
from milestone_tui.plan.language.money import is_currency, money_words, parse_money, to_minor
from milestone_tui.plan.language.text import tidy, visible
from milestone_tui.plan.language.title_words import is_span_alone
from milestone_tui.plan.language.wording import exact_day
from milestone_tui.plan.rules import validate_line, validate_past_day

_LONGEST_AMOUNT = 5
"""Most words of an amount."""
_EXAMPLE = "1200 2 nov licences"


class Spent(NamedTuple):
    """What a line means."""

    amount: Decimal
    day: date
    note: str


def read_spent(
    text: str, today: date, currency: str, order: DateOrder = DateOrder.ASK, calendar: WorkCalendar = OFFICE_DAYS
) -> Spent:
    """Return the amount, the day (today without one) and the note of a line; raise InvalidInput for `spent`.

    The amount comes first, a minus gives money back; then the day, and the rest is the note.
    """
    words = re.sub(r"^spent:\s*", "", tidy(text), flags=re.IGNORECASE).split()
    is_credit = bool(words) and words[0][:1] in "-−–"
    if is_credit:
        words[0] = words[0][1:]
        words = [word for word in words if word]
    amount, rest = _amount(words, currency)
    day, rest = _day(rest, partial(parse_date, today=today, past=True, order=order, calendar=calendar)) or (today, rest)
    validate_past_day("spent_on", day, today)
    return Spent(-amount if is_credit else amount, day, validate_line("note", " ".join(rest)))


def spent_text(spent: Spent, currency: str) -> str:
    """Return a line that `read_spent` reads as this."""
    return f"{money_words(spent.amount, currency)} {exact_day(spent.day)} {visible(spent.note)}".rstrip()


def _amount(words: list[str], currency: str) -> tuple[Decimal, list[str]]:
    if not words:
        raise InvalidInput("spent", f"Enter an amount, a day and a note, such as {_EXAMPLE}.")
    for count in range(min(len(words), _LONGEST_AMOUNT), 0, -1):
        try:
            amount = parse_money(" ".join(words[:count]), "spent", currency=currency)
        except InvalidInput:
            continue
        rest = words[count:]
        if rest and is_currency(rest[0]):
            parse_money(" ".join(words[: count + 1]), "spent", currency=currency)  # raises: another currency
        to_minor(amount, currency, "spent")
        if amount == 0 or amount > LARGEST_AMOUNT:
            raise InvalidInput("spent", f"Enter an amount above 0 and up to {LARGEST_AMOUNT:,}.")
        return amount, rest
    parse_money(words[0], "spent", currency=currency)
    raise InvalidInput("spent", f"Enter the amount first, such as {_EXAMPLE}.")


def _day(words: list[str], read: Callable[[str], date]) -> tuple[date, list[str]] | None:
    for count in range(min(len(words), LONGEST_DAY), 0, -1):
        text = " ".join(words[:count])
        if (count == 1 and text.isdecimal()) or not any(map(str.isalnum, words[count - 1])):
            continue  # neither a number alone ("2 chairs") nor what begins with a comma is a day
        if is_span_alone(text) or (count < 3 and words[count - 1].lower() in ORDINARY_AFTER_A_NUMBER):
            continue  # nor is "March" or "Q3" before a note, or "3 set"
        try:
            return read(text), words[count:]
        except AmbiguousDay as error:
            raise InvalidInput("spent", str(error)) from None
        except InvalidInput:
            continue
    return None
