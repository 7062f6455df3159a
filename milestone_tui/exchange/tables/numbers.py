"""Percentages, amounts of money and yes or no, as cells have them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from decimal import ROUND_HALF_UP, Decimal

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.language.money import is_currency, parse_money
from milestone_tui.plan.language.text import fold

_PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d+)?|[.,]\d+)\s?(%|percent|per cent|pct|prozent|procent|pour cent)?", re.ASCII)
_AMOUNT = re.compile(r"([^\d\s.,'’+\-−–(]{0,4}\.?)\s*(\d[\d.,'’\s]*?)(?:[.,][-–—]+)?\s*([^\d\s.,'’+\-−–)]{0,5}\.?)")
_LONGEST = 40
"""Characters of an amount."""
_OTHERS = ("PLN", "CZK", "HUF", "RON", "BRL", "AUD", "CAD")
_SIGNS = {
    **dict.fromkeys(("€", "euro", "euros"), "EUR"),
    **dict.fromkeys(("$", "us$"), "USD"),
    **dict.fromkeys(("fr", "sfr"), "CHF"),
    **dict(zip("£¥₹₺₽₴", ("GBP", "JPY", "INR", "TRY", "RUB", "UAH"), strict=True)),
    **dict(zip(("zl", "kc", "ft", "lei", "r$", "a$", "c$"), _OTHERS, strict=True)),
    "kr": "",
}
"""The codes of the signs of currencies; `kr` may be one of three."""
_SCALES = {
    **dict.fromkeys(("k", "tsd", "thousand", "mille"), 1_000),
    **dict.fromkeys(("m", "mn", "mio", "mln", "million", "millions", "mill"), 1_000_000),
}
_SCALED = re.compile(
    rf"(?<=\d)\s?({'|'.join(sorted(_SCALES, key=len, reverse=True))})(?=$|[\s.€$£]|EUR|USD|GBP|CHF)\.?", re.IGNORECASE
)
_UNIT = re.compile(r"[(\[]([^)\]]{1,12})[)\]]|\bin (\S{1,8}(?: \S{1,4})?)$")
_MAY_GROUP = re.compile(r"[1-9]\d{0,2}([.,])\d{3}", re.ASCII)
"""What may be thousands, or a number with three decimals."""
_GROUPED = re.compile(r"\d{1,3}(?:([.,'\u2019 ])\d{3})(?:\1\d{3})+(?:[.,]\d*)?", re.ASCII)


def percent_reader(texts: Iterable[str]) -> Callable[[str], int | None]:
    """Return the reader of a column of percentages.

    What is below 1 and has no sign is a share: 0.45 is 45%. The whole column decides whether 1 is 1% or 100%. The
    reader returns 0 to 100, 100 only for all of it, or None for a text that is no percentage.
    """
    found = [match for text in texts if (match := _PERCENT.fullmatch(text.strip().lower()))]
    one_is_all = all(_decimal(match[1]) <= 1 for match in found if not match[2])

    def read(text: str) -> int | None:
        match = _PERCENT.fullmatch(text.strip().lower())
        if match is None:
            return None
        value = _decimal(match[1])
        if not match[2] and (value < 1 or (value == 1 and one_is_all)):
            value *= 100
        if value > 100:
            return None
        whole = int(value.to_integral_value(ROUND_HALF_UP))
        return whole if value in (0, 100) else min(max(whole, 1), 99)

    return read


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


class AmountReader:
    """A reader of a column of amounts, which as a whole decides what a point and a comma are."""

    def __init__(self, texts: Iterable[str]) -> None:
        numbers = [match[2].strip() for text in texts if (match := _match(text))]
        marks = {mark for number in numbers if (mark := _decimal_mark(number))}
        self._decimal_mark = marks.pop() if len(marks) == 1 else ""
        self.ambiguous = ""
        """The first number that may be thousands or decimals, such as 1.234, if nothing in the column decides."""
        if not self._decimal_mark:
            self.ambiguous = next((number for number in numbers if _MAY_GROUP.fullmatch(number)), "")

    def __call__(self, text: str) -> tuple[Decimal, str] | None:
        """Return an amount and the code of its currency, empty if it names none; None for a text that is no amount.

        What may be thousands or decimals is thousands, if nothing in the column decides.
        """
        plain, scale = _without_scale(text)
        match = _match(plain)
        if match is None:
            return None
        codes = {_code_of(word) for word in (match[1], match[3]) if word}
        if None in codes or len(codes) > 1:
            return None
        number = match[2].strip()
        if (grouped := _MAY_GROUP.fullmatch(number)) and grouped[1] == self._decimal_mark:
            number += "0"  # four decimals cannot be thousands
        try:
            amount = parse_money(number, "value")
            if scale > 1:
                amount = parse_money(f"{amount * scale:.2f}", "value")  # it may be too much now
            return amount, next(iter(codes), None) or ""
        except InvalidInput:
            return None


def _match(text: str) -> re.Match[str] | None:
    plain = text.strip()
    return _AMOUNT.fullmatch(plain) if len(plain) <= _LONGEST else None


def _without_scale(text: str) -> tuple[str, int]:
    """Return an amount without its word for thousands or millions, as in "EUR 12k" and "1,2 Mio. €", and the factor."""
    found = _SCALED.search(text) if len(text) <= _LONGEST and not text[-1:].isdigit() else None
    if found is None:
        return text, 1
    return text[: found.start()] + text[found.end() :], _SCALES[found[1].lower().rstrip(".")]


def unit_of(head: str) -> tuple[int, str]:
    """Return what a head such as "Value (k€)" says of its column: the factor, and the code of the currency."""
    found = _UNIT.search(head)
    unit = next(filter(None, found.groups())).strip() if found else ""
    if _code_of(unit):
        return 1, _code_of(unit) or ""
    for word in sorted({*_SCALES, "t"}, key=len, reverse=True):
        for rest in (unit[len(word) :], unit[: -len(word)]):
            if unit.lower().replace(rest.lower(), "", 1).strip() == word and (code := _code_of(rest.strip(" ."))):
                return _SCALES.get(word, 1_000), code
    return 1, ""


def amount_of(text: str) -> tuple[Decimal, str] | None:
    """Return an amount and the code of its currency, empty if it names none; None for a text that is no amount."""
    return AmountReader((text,))(text)


def _decimal_mark(number: str) -> str:
    """Return the sign before the decimals of a number; empty if it has none, or may have none."""
    if _MAY_GROUP.fullmatch(number):
        return ""
    match = _GROUPED.fullmatch(number)
    if match and match[1] in ".,":
        return "," if match[1] == "." else "."
    marks = [letter for letter in number if letter in ".,"]
    return marks[-1] if marks else ""


def _code_of(word: str) -> str | None:
    """Return the code of a currency; None if a word is no currency."""
    sign = fold(word).rstrip(".")
    if sign in _SIGNS:
        return _SIGNS[sign]
    return word.upper() if re.fullmatch("[A-Za-z]{3}", word) and is_currency(word) else None


def flag_of(text: str, yes: Collection[str], no: Collection[str]) -> bool | None:
    """Return what a cell says by the folded words for yes and for no; None for a text that is neither."""
    word = fold(text.strip())
    return True if word in yes else False if word in no else None


def is_flag(text: str, yes: Collection[str], no: Collection[str]) -> bool:
    """Return whether a cell says yes or no."""
    return flag_of(text, yes, no) is not None
