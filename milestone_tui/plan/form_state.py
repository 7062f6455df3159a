"""What a person typed into the fields of an editor: the text of each field, what it means, and what was changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.calendar.week import parse_week, week_words
from milestone_tui.plan.calendar.workdays import OFFICE_DAYS, WorkCalendar
from milestone_tui.plan.date_order import DateOrder
from milestone_tui.plan.fields import BY_NAME, NEW_MILESTONE, NEW_PROJECT, FieldKind, word
from milestone_tui.plan.language.dates import parse_date
from milestone_tui.plan.language.money import money_words, parse_money, to_minor
from milestone_tui.plan.language.text import fold, storable, visible
from milestone_tui.plan.language.wording import count_words, days_of_work_words, exact_day
from milestone_tui.plan.model import Milestone, Project
from milestone_tui.plan.rules import validate_done_on

Values = Mapping[str, object]
"""Typed values by field, in the words of `plan.rules`."""


@dataclass(frozen=True, slots=True)
class Given:
    """What the meaning of a text depends on."""

    today: date
    calendar: WorkCalendar = OFFICE_DAYS
    currency: str = "EUR"
    baseline_on: date | None = None
    order: DateOrder = DateOrder.ASK


@dataclass(frozen=True, slots=True)
class FieldState:
    """One field: what was there when the person last saw it, how that is written, and what stands there now."""

    seen: object
    shown: str
    text: str

    @property
    def touched(self) -> bool:
        """Whether something else stands there than was there."""
        return self.text != self.shown


Draft = Mapping[str, FieldState]
"""The fields of an editor."""


def milestone_values(milestone: Milestone) -> dict[str, object]:
    """The fields of a milestone that a person edits."""
    return {field: getattr(milestone, field) for field in NEW_MILESTONE}


def project_values(project: Project) -> dict[str, object]:
    """The fields of a project that a person edits."""
    return {field: getattr(project, field) for field in NEW_PROJECT}


def start(values: Values, given: Given) -> dict[str, FieldState]:
    """A draft in which nothing has been typed yet."""
    drafts = {}
    for field, value in values.items():
        text = field_text(field, value, given.currency)
        drafts[field] = FieldState(value, text, text)
    return drafts


def typed(draft: Draft, field: str, text: str) -> dict[str, FieldState]:
    """The draft with another text in one field."""
    return {**draft, field: replace(draft[field], text=text)}


def refreshed(draft: Draft, values: Values, given: Given) -> dict[str, FieldState]:
    """The draft over new values: untouched fields follow them, touched ones stay, to be compared when saving.

    A touched field that says what is there now is not touched any more.
    """
    fresh = start(values, given)
    for field, old in draft.items():
        if old.touched and not _says(field, old, values[field], given):
            fresh[field] = old
    return fresh


def resumed(seen: Values, texts: Mapping[str, str], given: Given) -> dict[str, FieldState]:
    """A draft that was put aside: the values as they were seen then, and what was typed over them."""
    draft = start(seen, given)
    for field, text in texts.items():
        if field in draft:
            draft = typed(draft, field, visible_lines(text))
    return draft


def changes(draft: Draft, given: Given) -> dict[str, object]:
    """The typed values of the fields that were changed; raises InvalidInput for the first that cannot be read."""
    changed = {}
    for field, entry in draft.items():
        if entry.touched:
            value = read_field(field, entry, given)
            if value != entry.seen:
                changed[field] = value
    return changed


def field_text(field: str, value: object, currency: str) -> str:
    """A value as it stands in its field; nothing in it steers the terminal."""
    kind = _kind(field)
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


def read_field(field: str, entry: FieldState, given: Given) -> object:
    """What the text of a field means, checked for itself; raises InvalidInput for this field."""
    if not entry.touched:
        return entry.seen
    kind = _kind(field)
    reader = None if kind is None else _READERS.get(kind)
    try:
        value = reader(field, entry, given) if reader is not None else storable(entry.text)
    except InvalidInput as error:
        raise InvalidInput(field, str(error)) from None
    if field == "done_on" and isinstance(value, date):
        validate_done_on(value, given.today)
    return value if kind is FieldKind.CHOICE or field not in BY_NAME else BY_NAME[field].checked(value)


def read_days_of_work(field: str, text: str) -> Decimal:
    """`5`, `2.5`, `2,5 d` as days of work; raises InvalidInput for this field."""
    digits = text.replace(" ", "").replace(",", ".").removesuffix("d")
    if re.fullmatch(r"\d{1,6}(\.\d{1,2})?|\.\d{1,2}", digits, re.ASCII) is None:
        raise InvalidInput(field, "Days of work are a number, as 5 or 2.5.")
    return Decimal(digits)


def visible_lines(text: str) -> str:
    """A text of many lines with what steers a terminal shown visibly; blank lines and tabs stay what they are."""
    lines = text.replace("\r\n", "\n").split("\n")
    return "\n".join(
        "\t".join(visible(part) if part.strip(" ") else part for part in line.split("\t")) for line in lines
    )


def suggested_key(name: str, taken: frozenset[str] = frozenset()) -> str:
    """A project key made of a name: its first word of letters, or the initials of many; a digit where it is taken."""
    words = ["".join(c for c in fold(word).upper() if c.isascii() and c.isalnum()) for word in name.split()]
    words = [word for word in words if word]
    if not words:
        return ""
    stem = words[0] if len(words) < 3 else "".join(word[0] for word in words)
    stem = stem[:6]
    tries = (stem, *(f"{stem}{number}" for number in range(2, len(taken) + 3)))
    return next(key for key in tries if key not in taken)


def _kind(field: str) -> FieldKind | None:
    return BY_NAME[field].kind if field in BY_NAME else _OF_NO_VALUE.get(field)


_OF_NO_VALUE = {"effort_days": FieldKind.WORK}
"""What is typed in the same way, and is a field of neither a milestone, a project nor a person."""


def _says(field: str, entry: FieldState, value: object, given: Given) -> bool:
    try:
        return read_field(field, entry, given) == value
    except InvalidInput:
        return False


def _read_day(field: str, entry: FieldState, given: Given) -> date | None:
    if not entry.text.strip():
        return None
    base = entry.seen if isinstance(entry.seen, date) else None
    return parse_date(
        entry.text,
        given.today,
        base=base,
        baseline=given.baseline_on,
        calendar=given.calendar,
        past=field == "done_on",
        order=given.order,
    )


def _read_money(field: str, entry: FieldState, given: Given) -> Decimal | None:
    if not entry.text.strip():
        return None
    amount = parse_money(entry.text, field, currency=given.currency)
    to_minor(amount, given.currency, field)
    return amount


def _read_whole(field: str, entry: FieldState, given: Given) -> int:
    text = entry.text
    if _kind(field) is FieldKind.WORKING_DAYS:
        text = re.sub(r"(working\s+)?days?$|wd$", "", text.strip())
    digits = text.replace("%", "").replace(" ", "")
    if not digits.isascii() or not digits.isdecimal() or len(digits) > 9:
        raise InvalidInput(field, f"The {word(field)} is a whole number, as {'60' if field == 'progress' else '2'}.")
    return int(digits)


def _read_flag(field: str, entry: FieldState, given: Given) -> bool:
    wanted = fold(entry.text.strip())
    if wanted and "yes".startswith(wanted):
        return True
    if "no".startswith(wanted):
        return False
    raise InvalidInput(field, f"“{word(field).capitalize()}” is yes or no.")


def _read_choice(field: str, entry: FieldState, given: Given) -> StrEnum:
    """One word of those that what was seen is of: a milestone's and a project's state share the name of the field."""
    choices = type(entry.seen) if isinstance(entry.seen, StrEnum) else BY_NAME[field].choices
    wanted = fold(entry.text.strip())
    found = [choice for choice in choices if fold(choice.value).startswith(wanted)] if wanted else []
    if len(found) != 1:
        raise InvalidInput(field, f"The {field} is one of: {', '.join(choices)}.")
    return found[0]


_READERS: Mapping[FieldKind, Callable[[str, FieldState, Given], object]] = {
    FieldKind.DAY: _read_day,
    FieldKind.MONEY: _read_money,
    FieldKind.WHOLE: _read_whole,
    FieldKind.WORKING_DAYS: _read_whole,
    FieldKind.WORK: lambda field, entry, _: read_days_of_work(field, entry.text),
    FieldKind.FLAG: _read_flag,
    FieldKind.CHOICE: _read_choice,
    FieldKind.WEEK: lambda _field, entry, _given: parse_week(entry.text),
}
"""How what was typed is read; all else is a text."""
