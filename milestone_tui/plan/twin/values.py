"""Codecs of facts: from the columns of a row to the words of a file, and back, checked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, NamedTuple, TypeAlias

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.calendar.week import parse_week, week_words
from milestone_tui.plan.checks import LARGEST_AMOUNT, check_day, check_line
from milestone_tui.plan.fields import FieldKind, FieldSpec
from milestone_tui.plan.language.money import from_minor, to_minor

Raw: TypeAlias = str | int | None
"""A value as a column holds it; of a column that refers to another row, the name or uid of that row."""


class Codec(NamedTuple):
    """How columns become the text of a fact, and the text becomes columns."""

    show: Callable[[Sequence[Raw], str], str]
    """Called with the columns and the currency of the project; empty for the default."""
    read: Callable[[str, str], Sequence[Raw]]
    """The inverse; an empty text is the default. Raises InvalidInput."""


def one(show: Callable[[Any, str], str], read: Callable[[str, str], Raw], default: Raw = None) -> Codec:
    """Return the codec of a single column with a default."""
    return Codec(
        lambda raws, currency: "" if raws[0] is None or raws[0] == default else show(raws[0], currency),
        lambda text, currency: (default if text == "" else read(text, currency),),
    )


def read_day(text: str) -> str:
    """Return a date as a column holds it; raise InvalidInput."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise InvalidInput("", f'"{text[:20]}" is not a date. Write it as 2026-12-01.') from None
    check_day("", "date", day)
    return day.isoformat()


def read_whole(text: str) -> int:
    """Return a whole number; raise InvalidInput."""
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > 18:
        raise InvalidInput("", f'"{text[:20]}" is not a whole number.')
    return int(text)


def read_amount(text: str) -> Decimal:
    """Return a decimal number; raise InvalidInput."""
    try:
        amount = Decimal(text)
    except InvalidOperation:
        raise InvalidInput("", f'"{text[:20]}" is not a number.') from None
    if not amount.is_finite() or len(text) > 40:
        raise InvalidInput("", f'"{text[:20]}" is not a number.')
    return amount


def plain_number(amount: Decimal) -> str:
    """Return a decimal number without an exponent or needless zeros."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def read_money(text: str, currency: str) -> int:
    """Return an amount in the smallest unit of the currency; raise InvalidInput."""
    amount = read_amount(text)
    if abs(amount) > LARGEST_AMOUNT:
        raise InvalidInput("", f"Enter an amount up to {LARGEST_AMOUNT:,}.")
    return to_minor(amount, currency)


def show_money(minor: int, currency: str) -> str:
    """Return an amount as a plain number."""
    return plain_number(from_minor(minor, currency))


def read_instant(text: str) -> str:
    """Return an instant as a column holds it; raise InvalidInput."""
    try:
        instant = datetime.fromisoformat(text)
        if instant.tzinfo is None:
            raise ValueError
        utc = instant.astimezone(UTC)
    except (ValueError, OverflowError):
        raise InvalidInput("", f'"{text[:30]}" is not an instant such as 2026-11-20T10:00:00.000+00:00.') from None
    check_day("", "instant", utc.date())
    return utc.isoformat(timespec="milliseconds")


def word_of(spec: FieldSpec) -> str:
    """Return the name of a field in the files: `due` of `due_on`."""
    return spec.name.removesuffix("_on").replace("_", " ")


def codec_of(spec: FieldSpec) -> Codec:
    """Return the codec of a field, by its kind; its check is applied to what is read."""
    default = _stored(spec, spec.default)
    show, parse = _KINDS.get(spec.kind, (lambda raw, _: str(raw), lambda text, _: text))

    def read(text: str, currency: str) -> Raw:
        value = spec.checked(parse(text, currency))
        return (
            to_minor(value, currency)
            if isinstance(value, Decimal) and spec.kind is FieldKind.MONEY
            else _stored(spec, value)
        )

    return one(show, read, default)


def _stored(spec: FieldSpec, value: Any) -> Raw:
    if value is None or spec.kind in (FieldKind.PHASE, FieldKind.PERSON):
        return value if value is None else str(value)
    if spec.kind is FieldKind.DAY:
        return str(value.isoformat())
    if spec.kind is FieldKind.TAGS:
        return ",".join(value)
    if spec.kind is FieldKind.WORK:
        return int(value * 100)
    if spec.kind is FieldKind.FLAG:
        return int(value)
    return value.value if isinstance(value, StrEnum) else value


def read_flag(text: str) -> bool:
    """Return whether a text says yes; raise InvalidInput for anything but yes and no."""
    if text not in ("yes", "no"):
        raise InvalidInput("", "Write yes or no.")
    return text == "yes"


_KINDS: dict[FieldKind, tuple[Callable[[Any, str], str], Callable[[str, str], Any]]] = {
    FieldKind.DAY: (lambda raw, _: str(raw), lambda text, _: date.fromisoformat(read_day(text))),
    FieldKind.MONEY: (show_money, lambda text, _: read_amount(text)),
    FieldKind.WHOLE: (lambda raw, _: str(raw), lambda text, _: read_whole(text)),
    FieldKind.RATING: (lambda raw, _: str(raw), lambda text, _: read_whole(text)),
    FieldKind.WORKING_DAYS: (lambda raw, _: f"{raw} wd", lambda text, _: read_whole(text.removesuffix(" wd"))),
    FieldKind.WORK: (
        lambda raw, _: f"{plain_number(Decimal(raw) / 100)} d",
        lambda text, _: read_amount(text.removesuffix(" d")),
    ),
    FieldKind.WEEK: (lambda raw, _: week_words(raw), lambda text, _: parse_week(text)),
    FieldKind.FLAG: (lambda raw, _: "yes" if raw else "no", lambda text, _: read_flag(text)),
    FieldKind.TAGS: (lambda raw, _: ", ".join(str(raw).split(",")), lambda text, _: text),
}


def text_codec(check: Callable[[str], Raw] = lambda text: check_line("", "text", text), default: Raw = "") -> Codec:
    """Return the codec of a text column, checked by `check`."""
    return one(lambda raw, _: str(raw), lambda text, _: check(text), default)
