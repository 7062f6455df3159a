"""The text of a value, as its field, the history and commands show it; without the forms, which load more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from milestone_tui.plan.calendar.week import week_words
from milestone_tui.plan.fields import BY_NAME, FieldKind
from milestone_tui.plan.language.money import money_words
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.language.wording import count_words, days_of_work_words, exact_day


def field_text(field: str, value: object, currency: str) -> str:
    """Return a value as its field shows it, without control characters."""
    kind = kind_of(field)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return exact_day(value)
    if isinstance(value, Decimal):
        return days_of_work_words(value) if kind is FieldKind.WORK else money_words(value, currency)
    if kind is FieldKind.WEEK and isinstance(value, int):
        return week_words(value)
    if kind is FieldKind.WORKING_DAYS and isinstance(value, int):
        return count_words(value, "working day")
    if isinstance(value, str):
        return visible_lines(value) if kind is FieldKind.LINES else visible(value)
    if isinstance(value, Sequence):
        return ", ".join(visible(str(part)) for part in value)
    return str(value)


def visible_lines(text: str) -> str:
    """Return a text of several lines with control characters made visible; blank lines and tabs stay."""
    lines = text.replace("\r\n", "\n").split("\n")
    return "\n".join(
        "\t".join(visible(part) if part.strip(" ") else part for part in line.split("\t")) for line in lines
    )


def kind_of(field: str) -> FieldKind | None:
    """Return the kind of a field; None for one that is not known."""
    return BY_NAME[field].kind if field in BY_NAME else _OF_NO_VALUE.get(field)


_OF_NO_VALUE = {"effort_days": FieldKind.WORK}
"""Kinds of the form fields that are not fields of a milestone, project or person."""
