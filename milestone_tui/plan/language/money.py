"""Amounts of money: exact from the key to the database and back, never a float."""

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


def parse_money(text: str, field: str, *, currency: str = "") -> Decimal:
    """Return the amount that a person typed: 12000, 12 000, 12,000.50, 12.000,50, 1'200.-, 12k, 1.5m, € 12.

    A single point or comma with exactly three digits after it separates thousands ("1,234" and "1.234" are both 1234),
    unless a zero stands before it, k or m after it, or it is a point in a currency of three decimals. A sign or code of
    another currency than `currency` is refused, as is anything below zero. Raises InvalidInput for `field`.
    """
    # all the spaces and apostrophes that are typed between thousands count as one kind of each
    plain = " ".join(text.replace("’", "'").lower().split())
    dashed = re.sub("[−–—]", "-", plain)
    if re.match(r"[^0-9]{0,5}-|\(", dashed):
        raise InvalidInput(field, "An amount cannot be below zero.")
    found = re.fullmatch(_PARTS, dashed) if len(dashed) <= 40 else None
    decimal = ".," if found and found[3] else "." if currency in _THREE_DECIMALS else ""
    number = _number(found[2].strip(), decimal) if found else None
    if found is None or number is None:
        raise InvalidInput(field, f"“{visible(plain[:30])}” is not an amount: try 12000, 12 000.50 or 12k.")
    for sign in (found[1], found[4]):
        code = _CODES.get(sign, sign.upper()) if sign else currency
        if currency and code != currency:
            raise InvalidInput(field, f"This project counts in {currency}, not in {code}.")
    return number * _FACTORS[found[3]]


def _number(text: str, decimal: str) -> Decimal | None:
    """Return the value of digits with separators, None when they make no sense; `decimal` never separate thousands."""
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
    """Tell whether the last point or comma stands between thousands, not before decimals."""
    if text.count(text[last]) > 1:
        return True
    alone = re.fullmatch("[1-9][0-9]{0,2}", text[:last]) is not None
    return alone and text[last] not in decimal and re.fullmatch("[0-9]{3}", text[last + 1 :]) is not None


def money_words(amount: Decimal, currency: str) -> str:
    """Return "40 000 €": thousands apart, decimals only where there are some, the sign (or the code) last."""
    decimals = _EXPONENTS.get(currency, 2)
    exact = amount.normalize()
    exponent = exact.as_tuple().exponent
    if not isinstance(exponent, int):
        return f"– {currency}"
    places = 0 if exponent >= 0 else max(-exponent, decimals)
    number = f"{abs(exact):,.{places}f}".replace(",", " ")
    return f"{'−' if exact < 0 else ''}{number} {_SIGNS.get(currency, currency)}"


def to_minor(amount: Decimal, currency: str, field: str = "value") -> int:
    """Return `amount` in the smallest unit of its currency (cents); InvalidInput for `field` when that is not exact."""
    exponent = _EXPONENTS.get(currency, 2)
    if not amount.is_finite() or amount.adjusted() > 18:
        raise InvalidInput(field, "That is more money than there is.")
    numerator, denominator = amount.as_integer_ratio()
    minor, rest = divmod(numerator * int(10**exponent), denominator)
    if rest:
        most = f"{exponent} decimals at most" if exponent else "no decimals"
        raise InvalidInput(field, f"An amount in {currency} has {most}.")
    if abs(minor) > _MOST_MINOR:
        raise InvalidInput(field, "That is more money than there is.")
    return minor


def from_minor(minor: int, currency: str) -> Decimal:
    """Return the amount of `minor` smallest units of a currency; the inverse of to_minor."""
    return Decimal(minor).scaleb(-_EXPONENTS.get(currency, 2))
