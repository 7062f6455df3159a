"""Percentages, amounts of money and yes or no, as cells have them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from decimal import Decimal

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.language.money import parse_money
from milestone_tui.plan.language.text import fold

_PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d+)?)\s?(%?)", re.ASCII)


def percent_reader(texts: Iterable[str]) -> Callable[[str], int | None]:
    """Return the reader of a column of percentages.

    The whole column decides whether 1 is 1 % or 100 %: it is a share of 1 where no cell is above 1 or has a `%`, and
    one is between 0 and 1. The reader returns 0 to 100, or None for a text that is no percentage.
    """
    found = [match for text in texts if (match := _PERCENT.fullmatch(text.strip()))]
    values = [Decimal(match[1].replace(",", ".")) for match in found]
    is_share = not any(match[2] for match in found) and any(0 < v < 1 for v in values) and max(values) <= 1

    def read(text: str) -> int | None:
        match = _PERCENT.fullmatch(text.strip())
        value = Decimal(match[1].replace(",", ".")) * (100 if is_share else 1) if match else Decimal(-1)
        return round(value) if 0 <= value <= 100 else None

    return read


def amount_of(text: str) -> tuple[Decimal, str] | None:
    """Return an amount and the code of its currency, empty if it names none; None for a text that is no amount."""
    try:
        return parse_money(text, "value"), ""
    except InvalidInput:
        return None


def flag_of(text: str, yes: Collection[str], no: Collection[str]) -> bool | None:
    """Return what a cell says by the folded words for yes and for no; None for a text that is neither."""
    word = fold(text.strip())
    return True if word in yes else False if word in no else None


def is_flag(text: str, yes: Collection[str], no: Collection[str]) -> bool:
    """Return whether a cell says yes or no."""
    return flag_of(text, yes, no) is not None
