"""One value of one field: checked, tidied, or refused with a sentence that names the field."""

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

LONGEST_TITLE = 500
LONGEST_LINE = 1_000
LONGEST_TEXT = 100_000
"""Characters that a title, another text of one line, and a text of many lines may have."""

LARGEST_AMOUNT = Decimal(10) ** 12
LARGEST_WEIGHT = 1_000_000
LONGEST_WINDOW = 366
"""Working days that a client may have to accept something."""
LONGEST_LAG = 10_000
"""Working days."""
LARGEST_EFFORT = Decimal(10_000)
"""Days of work of one person on one milestone."""

_Choice = TypeVar("_Choice", bound=StrEnum)


def check_text(field: str, what: str, value: object) -> str:
    """Return a text; raises InvalidInput when it is none. `what` begins the sentence, here and below."""
    if not isinstance(value, str):
        raise InvalidInput(field, f"{what} is a text.")
    return value


def check_words(field: str, what: str, value: object, longest: int) -> str:
    """Return a text of one line, tidied; raises InvalidInput when there is nothing to see of `what`, or too much."""
    text = tidy(check_text(field, what, value))
    if is_blank(text):
        raise InvalidInput(field, f"{what} needs a text that can be seen.")
    if len(text) > longest:
        raise InvalidInput(field, f"{what} has at most {longest:,} characters, not {len(text):,}.")
    return text


def check_line(field: str, what: str, value: object) -> str:
    """Return an optional text of one line, tidied; raises InvalidInput when it is too long."""
    text = tidy(check_text(field, what, value))
    if len(text) > LONGEST_LINE:
        raise InvalidInput(field, f"{what} has at most {LONGEST_LINE:,} characters, not {len(text):,}.")
    return "" if not text or is_blank(text) else text


def check_lines(field: str, what: str, value: object) -> str:
    """Return an optional text of many lines; raises InvalidInput when it is too long."""
    text = storable(check_text(field, what, value)).replace("\r\n", "\n").replace("\r", "\n").rstrip()
    if len(text) > LONGEST_TEXT:
        raise InvalidInput(field, f"{what} has at most {LONGEST_TEXT:,} characters, not {len(text):,}.")
    return text


def check_day(field: str, what: str, value: object) -> date | None:
    """Return a calendar day that a plan may have, or None; raises InvalidInput for anything else."""
    if value is None:
        return None
    if type(value) is not date:  # a datetime is a date too, but one with a zone to go wrong by
        raise InvalidInput(field, f"{what} date is a calendar day.")
    if not within_limits(value):
        raise InvalidInput(field, f"{what} date {value} is too far away: {LIMITS}.")
    return value


def check_whole(field: str, what: str, value: object, least: int, most: int) -> int:
    """Return a whole number within bounds; raises InvalidInput."""
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise InvalidInput(field, f"{what} is a whole number from {least:,} to {most:,}.")
    return value


def check_amount(field: str, what: str, value: object) -> Decimal | None:
    """Return an amount of money, or None; raises InvalidInput when it is negative or beyond belief."""
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        value = Decimal(value)
    if not isinstance(value, Decimal) or not value.is_finite() or not 0 <= value <= LARGEST_AMOUNT:
        raise InvalidInput(field, f"{what} is an amount of money from 0 to {LARGEST_AMOUNT:,}.")
    return value


def check_tags(field: str, what: str, value: object) -> tuple[str, ...]:
    """Return tags, each once, from a sequence or a text with commas between; raises InvalidInput."""
    if isinstance(value, str):
        value = value.split(",")
    if not isinstance(value, Sequence):
        raise InvalidInput(field, "Tags are words with commas between.")
    tags: dict[str, str] = {}
    for entry in value:
        for tag in check_text(field, what, entry).split(","):
            tidied = " ".join(tidy(tag).split())
            if not is_blank(tidied):
                tags.setdefault(tidied.casefold(), tidied)
    if sum(map(len, tags.values())) > LONGEST_LINE:
        raise InvalidInput(field, f"The tags have at most {LONGEST_LINE:,} characters together.")
    return tuple(tags.values())


def check_choice(choices: type[_Choice]) -> Callable[[str, str, object], _Choice]:
    """Return a check for one of these words, which raises InvalidInput."""

    def check(field: str, what: str, value: object) -> _Choice:
        try:
            return choices(check_text(field, what, value))
        except ValueError:
            names = ", ".join(choices)
            raise InvalidInput(field, f"{what} is one of: {names}.") from None

    return check


def check_currency(field: str, what: str, value: object) -> str:
    """Return a currency by its ISO code in capitals; raises InvalidInput."""
    code = tidy(check_text(field, what, value)).upper()
    if not re.fullmatch("[A-Z]{3}", code):
        raise InvalidInput(field, "The currency is a code of three letters, as EUR or USD.")
    return code


def check_working_days(field: str, what: str, value: object) -> int:
    """Return a week mask; raises InvalidInput unless it has a working day."""
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 127:
        raise InvalidInput(field, "A week has at least one working day.")
    return value


def check_flag(field: str, what: str, value: object) -> bool:
    """Return yes or no; raises InvalidInput for anything else."""
    if not isinstance(value, bool):
        raise InvalidInput(field, f"“{field.capitalize()}” is yes or no.")
    return value


def check_days_of_work(field: str, what: str, value: object, most: Decimal) -> Decimal:
    """Return days of work, from 0 to `most`, in hundredths of a day at the finest; raises InvalidInput."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = Decimal(value)
    if not isinstance(value, Decimal) or not value.is_finite() or not 0 <= value <= most:
        raise InvalidInput(field, f"{what} is a number of days from 0 to {most:,}.")
    if value * 100 % 1:
        raise InvalidInput(field, f"{what} has at most two decimals.")
    return value


def check_key(field: str, what: str, value: object) -> str:
    """Return the key of a project as it is stored, in capitals; raises InvalidInput when it cannot be one."""
    key = tidy(check_text(field, what, value)).upper()
    if not re.fullmatch(r"[A-Z0-9][A-Z0-9_-]{0,11}", key):
        raise InvalidInput(field, "A key has 1 to 12 letters, digits, - or _, and starts with a letter or a digit.")
    return key
