"""Checks of single values: each returns the value tidied, or raises InvalidInput with what to enter.

A check takes the name of the field, the field in words (`what`, such as "title") and the value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.date_limits import LIMITS, within_limits
from milestone_tui.plan.language.text import is_blank, storable, tidy
from milestone_tui.plan.language.wording import either_words

LONGEST_TITLE = 500
LONGEST_LINE = 1_000
LONGEST_TEXT = 100_000
"""Most characters of a title, of another one-line text, and of a text of several lines."""

LARGEST_AMOUNT = Decimal(10) ** 12
LARGEST_WEIGHT = 1_000_000
LONGEST_WINDOW = 366
"""Most working days that a client may have for acceptance."""
LONGEST_LAG = 10_000
"""Working days."""
LARGEST_RATING = 5
"""The highest probability or impact of a risk."""
LARGEST_EFFORT = Decimal(10_000)
"""Most days of effort of one person on one milestone."""

_Choice = TypeVar("_Choice", bound=StrEnum)


def check_text(field: str, what: str, value: object) -> str:
    """Return `value` if it is a text; raise InvalidInput otherwise."""
    if not isinstance(value, str):
        raise InvalidInput(field, "Enter text.")
    return value


def check_words(field: str, what: str, value: object, longest: int) -> str:
    """Return a required one-line text, tidied; raise InvalidInput if it is blank or too long."""
    text = tidy(check_text(field, what, value))
    if is_blank(text):
        raise InvalidInput(field, f"Enter {_article(what)} {what}.")
    return _not_longer(field, what, text, longest)


def check_line(field: str, what: str, value: object) -> str:
    """Return an optional one-line text, tidied; raise InvalidInput if it is too long."""
    text = _not_longer(field, what, tidy(check_text(field, what, value)), LONGEST_LINE)
    return "" if not text or is_blank(text) else text


def check_lines(field: str, what: str, value: object) -> str:
    """Return an optional text of several lines; raise InvalidInput if it is too long."""
    text = storable(check_text(field, what, value)).replace("\r\n", "\n").replace("\r", "\n").rstrip()
    return _not_longer(field, what, text, LONGEST_TEXT)


def _not_longer(field: str, what: str, text: str, longest: int) -> str:
    if len(text) > longest:
        verb = "are" if what.endswith("s") else "is"
        raise InvalidInput(field, f"The {what} {verb} too long: {len(text):,} characters, at most {longest:,}.")
    return text


def _article(noun: str) -> str:
    return "an" if noun[:1] in "aeiou" else "a"


def check_day(field: str, what: str, value: object) -> date | None:
    """Return a date that a plan may have, or None; raise InvalidInput for anything else."""
    if value is None:
        return None
    if type(value) is not date:  # a datetime is also a date, but depends on a time zone
        raise InvalidInput(field, "Enter a date, such as 2026-12-01.")
    if not within_limits(value):
        raise InvalidInput(field, f"{value} is out of range: {LIMITS}.")
    return value


def check_whole(field: str, what: str, value: object, least: int, most: int) -> int:
    """Return a whole number from `least` to `most`; raise InvalidInput for anything else."""
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise InvalidInput(field, f"Enter a whole number from {least:,} to {most:,}.")
    return value


def check_rating(field: str, what: str, value: object) -> int | None:
    """Return a probability or impact from 1 to 5, or None; raise InvalidInput for anything else."""
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= LARGEST_RATING:
        raise InvalidInput(field, f"Enter a number from 1 to {LARGEST_RATING}.")
    return value


def check_amount(field: str, what: str, value: object) -> Decimal | None:
    """Return an amount of money, or None; raise InvalidInput if it is negative or too large."""
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        value = Decimal(value)
    if not isinstance(value, Decimal) or not value.is_finite() or not 0 <= value <= LARGEST_AMOUNT:
        raise InvalidInput(field, f"Enter an amount from 0 to {LARGEST_AMOUNT:,}.")
    return value


def check_tags(field: str, what: str, value: object) -> tuple[str, ...]:
    """Return tags without duplicates, from a sequence or a comma-separated text; raise InvalidInput."""
    if isinstance(value, str):
        value = value.split(",")
    if not isinstance(value, Sequence):
        raise InvalidInput(field, "Separate tags with commas.")
    tags: dict[str, str] = {}
    for entry in value:
        for tag in check_text(field, what, entry).split(","):
            tidied = " ".join(tidy(tag).split())
            if not is_blank(tidied):
                tags.setdefault(tidied.casefold(), tidied)
    if sum(map(len, tags.values())) > LONGEST_LINE:
        raise InvalidInput(field, f"Too many tags: at most {LONGEST_LINE:,} characters in total.")
    return tuple(tags.values())


def check_choice(choices: type[_Choice]) -> Callable[[str, str, object], _Choice]:
    """Return a check that accepts only the words of `choices`."""

    def check(field: str, what: str, value: object) -> _Choice:
        try:
            return choices(check_text(field, what, value))
        except ValueError:
            raise InvalidInput(field, choose_words(choices)) from None

    return check


def choose_words(choices: type[StrEnum]) -> str:
    """Return `Choose delivery, objective, gate, event or payment.`, for a value that is not one of them."""
    return f"Choose {either_words([choice for choice in choices if choice])}."


def check_currency(field: str, what: str, value: object) -> str:
    """Return an ISO currency code in capitals; raise InvalidInput for anything else."""
    code = tidy(check_text(field, what, value)).upper()
    if not re.fullmatch("[A-Z]{3}", code):
        raise InvalidInput(field, "Enter a three-letter currency code, such as EUR or USD.")
    return code


def check_working_days(field: str, what: str, value: object) -> int:
    """Return a week mask; raise InvalidInput if it has no working day."""
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 127:
        raise InvalidInput(field, "Choose at least one working day.")
    return value


def check_flag(field: str, what: str, value: object) -> bool:
    """Return a truth value; raise InvalidInput for anything else."""
    if not isinstance(value, bool):
        raise InvalidInput(field, "Enter yes or no.")
    return value


def check_days_of_work(field: str, what: str, value: object, most: Decimal) -> Decimal:
    """Return a number of days from 0 to `most` with at most two decimals; raise InvalidInput for anything else."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = Decimal(value)
    if not isinstance(value, Decimal) or not value.is_finite() or not 0 <= value <= most:
        raise InvalidInput(field, f"Enter a number of days from 0 to {most:,}.")
    if value * 100 % 1:
        raise InvalidInput(field, "Enter at most two decimals.")
    return value


def check_key(field: str, what: str, value: object) -> str:
    """Return a project key in capitals, as it is stored; raise InvalidInput if it is not valid."""
    key = tidy(check_text(field, what, value)).upper()
    if not re.fullmatch(r"[A-Z0-9][A-Z0-9_-]{0,11}", key):
        raise InvalidInput(field, "Use 1 to 12 letters, digits, - or _, starting with a letter or digit.")
    return key
