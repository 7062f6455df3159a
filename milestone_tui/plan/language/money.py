"""Amounts of money: typed, shown and stored exactly, never as a float."""

from __future__ import annotations

import re
from decimal import Decimal

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.language.text import visible

_NO_DECIMALS = (
    "BIF",
    "CLP",
    "DJF",
    "GNF",
    "ISK",
    "JPY",
    "KMF",
    "KRW",
    "PYG",
    "RWF",
    "UGX",
    "VND",
    "VUV",
    "XAF",
    "XOF",
    "XPF",
)
_THREE_DECIMALS = ("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND")
_EXPONENTS = dict.fromkeys(_NO_DECIMALS, 0) | dict.fromkeys(_THREE_DECIMALS, 3)
"""Decimals of the currencies (ISO 4217) that do not have two."""

_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}
_CODES = {sign: code for code, sign in _SIGNS.items()}

_PARTS = r"([€$£]|[a-z]{3})? ?([0-9][0-9.,' ]*?)(?:[.,]-+)? ?([km]?) ?([€$£]|[a-z]{3})?"
_GROUPED = r"[0-9]{1,3}(?:%s[0-9]{3})+|[0-9]{1,2}(?:%s[0-9]{2})+%s[0-9]{3}"
"""Thousands, or the lakhs and crores of India."""
_FACTORS = {"": 1, "k": 1_000, "m": 1_000_000}
_MOST_MINOR = 2**63 - 1
_TOO_LARGE = "That amount is too large. Enter at most 1,000,000,000,000."


def parse_money(text: str, field: str, *, currency: str = "") -> Decimal:
    """Return a typed amount: 12000, 12 000, 12,000.50, 12.000,50, 1'200.-, 12k, 1.5m, €12.

    A single point or comma before exactly three digits separates thousands ("1,234" and "1.234" are both 1234), unless
    a zero precedes it, k or m follows, or it is a point in a currency of three decimals. Raises InvalidInput for
    `field`, also for an amount below zero or in a currency other than `currency`.
    """
    # every kind of space or apostrophe between thousands counts as one
    plain = " ".join(text.replace("’", "'").lower().split())
    dashed = re.sub("[−–—]", "-", plain)
    if re.match(r"[^0-9]{0,5}-|\(", dashed):
        raise InvalidInput(field, "Enter an amount of 0 or more.")
    found = re.fullmatch(_PARTS, dashed) if len(dashed) <= 40 else None
    decimal = ".," if found and found[3] else "." if currency in _THREE_DECIMALS else ""
    number = _number(found[2].strip(), decimal) if found else None
    if found is None or number is None:
        raise InvalidInput(field, f'"{visible(plain[:30])}" is not an amount. Try 12000, 12,000.50 or 12k.')
    for sign in (found[1], found[4]):
        code = _CODES.get(sign, sign.upper()) if sign else currency
        if currency and code != currency:
            raise InvalidInput(field, f"This project uses {currency}, not {code}.")
    return number * _FACTORS[found[3]]


def _number(text: str, decimal: str) -> Decimal | None:
    """Return the value of digits with separators, or None; the characters in `decimal` never separate thousands."""
    whole, decimals = text, ""
    last = max(text.rfind("."), text.rfind(","))
    if last >= 0 and not _separates_thousands(text, last, decimal):
        whole, decimals = text[:last], text[last + 1 :]
    separators = set(whole) - set("0123456789")
    if len(separators) > 1 or not re.fullmatch("[0-9]*", decimals):
        return None
    if separators:
        separator = re.escape(separators.pop())
        if not re.fullmatch(_GROUPED.replace("%s", separator), whole):
            return None
    return Decimal(f"{re.sub('[^0-9]', '', whole)}.{decimals}")


def _separates_thousands(text: str, last: int, decimal: str) -> bool:
    """Return whether the last point or comma separates thousands, not decimals."""
    if text.count(text[last]) > 1:
        return True
    alone = re.fullmatch("[1-9][0-9]{0,2}", text[:last]) is not None
    return alone and text[last] not in decimal and re.fullmatch("[0-9]{3}", text[last + 1 :]) is not None


_COMMON = frozenset(
    {*_CODES.values(), *_EXPONENTS, "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "CAD", "AUD", "CNY", "INR"}
)


def is_currency(word: str) -> bool:
    """Return whether a word is the sign or code of a currency; an unusual code must be in capitals."""
    return word in _CODES or word.upper() in _COMMON or re.fullmatch("[A-Z]{3}", word) is not None


def money_words(amount: Decimal, currency: str) -> str:
    """Return `€40,000` or `CHF 40,000.50`: decimals only if there are any."""
    decimals = _EXPONENTS.get(currency, 2)
    exact = amount.normalize()
    exponent = exact.as_tuple().exponent
    sign = _SIGNS.get(currency) or f"{currency} ".lstrip()
    if not isinstance(exponent, int):
        return f"{sign}–"
    places = 0 if exponent >= 0 else max(-exponent, decimals)
    return f"{'−' if exact < 0 else ''}{sign}{abs(exact):,.{places}f}"


def to_minor(amount: Decimal, currency: str, field: str = "value") -> int:
    """Return `amount` in the smallest unit of its currency (cents); raise InvalidInput if that is not exact."""
    exponent = _EXPONENTS.get(currency, 2)
    if not amount.is_finite() or amount.adjusted() > 18:
        raise InvalidInput(field, _TOO_LARGE)
    numerator, denominator = amount.as_integer_ratio()
    minor, rest = divmod(numerator * int(10**exponent), denominator)
    if rest:
        most = f"at most {exponent} decimals" if exponent else "no decimals"
        raise InvalidInput(field, f"Enter {most} for {currency}.")
    if abs(minor) > _MOST_MINOR:
        raise InvalidInput(field, _TOO_LARGE)
    return minor


def from_minor(minor: int, currency: str) -> Decimal:
    """Return the amount of `minor` smallest units of a currency, the inverse of to_minor."""
    return Decimal(minor).scaleb(-_EXPONENTS.get(currency, 2))
