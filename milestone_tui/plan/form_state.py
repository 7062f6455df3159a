"""The state of a form: the text of each field, its meaning, and what was changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.calendar.week import parse_week
from milestone_tui.plan.calendar.workdays import OFFICE_DAYS, WorkCalendar
from milestone_tui.plan.checks import LARGEST_RATING, choose_words
from milestone_tui.plan.date_order import DateOrder
from milestone_tui.plan.field_texts import field_text, kind_of, visible_lines
from milestone_tui.plan.fields import BY_NAME, NEW_MILESTONE, NEW_PROJECT, NEW_RISK, FieldKind
from milestone_tui.plan.language.dates import TypedDay, read_day
from milestone_tui.plan.language.money import parse_money, to_minor
from milestone_tui.plan.language.text import fold, storable
from milestone_tui.plan.model import Milestone, Project
from milestone_tui.plan.monitoring import Risk
from milestone_tui.plan.rules import PAST_DAYS, validate_past_day

Values = Mapping[str, object]
"""Values by field, as `plan.rules` takes them."""


@dataclass(frozen=True, slots=True)
class FieldContext:
    """Context in which typed text is read."""

    today: date
    calendar: WorkCalendar = OFFICE_DAYS
    currency: str = "EUR"
    baseline_on: date | None = None
    order: DateOrder = DateOrder.ASK


@dataclass(frozen=True, slots=True)
class FieldState:
    """One field: its value when the form was filled, that value as text, and the text now."""

    seen: object
    shown: str
    text: str

    @property
    def touched(self) -> bool:
        """Whether the text was edited."""
        return self.text != self.shown


FormState = Mapping[str, FieldState]
"""The fields of an editor, by name."""


def milestone_values(milestone: Milestone) -> dict[str, object]:
    """Return the editable fields of a milestone."""
    return {field: getattr(milestone, field) for field in NEW_MILESTONE}


def project_values(project: Project) -> dict[str, object]:
    """Return the editable fields of a project."""
    return {field: getattr(project, field) for field in NEW_PROJECT}


def risk_values(risk: Risk) -> dict[str, object]:
    """Return the editable fields of an entry of the risk register."""
    return {field: getattr(risk, field) for field in NEW_RISK}


def start(values: Values, given: FieldContext) -> dict[str, FieldState]:
    """Return the state of an unedited form with these values."""
    form = {}
    for field, value in values.items():
        text = field_text(field, value, given.currency)
        form[field] = FieldState(value, text, text)
    return form


def typed(form: FormState, field: str, text: str) -> dict[str, FieldState]:
    """Return the state with `text` typed into one field."""
    return {**form, field: replace(form[field], text=text)}


def refreshed(form: FormState, values: Values, given: FieldContext) -> dict[str, FieldState]:
    """Return the state with new stored values: edited fields keep their text, all others show the new value.

    An edited field whose text means the new value counts as unedited.
    """
    fresh = start(values, given)
    for field, old in form.items():
        if old.touched and not _means(field, old, values[field], given):
            fresh[field] = old
    return fresh


def resumed(seen: Values, texts: Mapping[str, str], given: FieldContext) -> dict[str, FieldState]:
    """Return the state from a draft: the values that the person saw, with the texts typed over them."""
    form = start(seen, given)
    for field, text in texts.items():
        if field in form:
            form = typed(form, field, visible_lines(text))
    return form


def changes(form: FormState, given: FieldContext) -> dict[str, object]:
    """Return the new values of the changed fields; raise InvalidInput for the first that cannot be read."""
    changed = {}
    for field, entry in form.items():
        if entry.touched:
            value = read_field(field, entry, given)
            if value != entry.seen:
                changed[field] = value
    return changed


def read_field(field: str, entry: FieldState, given: FieldContext) -> object:
    """Return the value that the text of a field means, checked; raise InvalidInput for this field."""
    if not entry.touched:
        return entry.seen
    kind = kind_of(field)
    reader = None if kind is None else _READERS.get(kind)
    try:
        value = reader(field, entry, given) if reader is not None else storable(entry.text)
    except InvalidInput as error:
        raise InvalidInput(field, str(error)) from None
    if field in PAST_DAYS and isinstance(value, date):
        validate_past_day(field, value, given.today)
    return value if kind is FieldKind.CHOICE or field not in BY_NAME else BY_NAME[field].checked(value)


def read_days_of_work(field: str, text: str) -> Decimal:
    """Return the number of days in `5`, `2.5` or `2,5 d`; raise InvalidInput for this field."""
    digits = text.replace(" ", "").replace(",", ".").removesuffix("d")
    if re.fullmatch(r"\d{1,6}(\.\d{1,2})?|\.\d{1,2}", digits, re.ASCII) is None:
        raise InvalidInput(field, "Enter a number of days, such as 5 or 2.5.")
    return Decimal(digits)


def suggested_key(name: str, taken: frozenset[str] = frozenset()) -> str:
    """Return an unused project key made from a name: its first word, or the initials of three or more words."""
    words = ["".join(c for c in fold(word).upper() if c.isascii() and c.isalnum()) for word in name.split()]
    words = [word for word in words if word]
    if not words:
        return ""
    stem = words[0] if len(words) < 3 else "".join(word[0] for word in words)
    stem = stem[:6]
    tries = (stem, *(f"{stem}{number}" for number in range(2, len(taken) + 3)))
    return next(key for key in tries if key not in taken)


def _means(field: str, entry: FieldState, value: object, given: FieldContext) -> bool:
    try:
        return read_field(field, entry, given) == value
    except InvalidInput:
        return False


def _read_day(field: str, entry: FieldState, given: FieldContext) -> date | None:
    return read_typed_day(field, entry, given).day if entry.text.strip() else None


def read_typed_day(field: str, entry: FieldState, given: FieldContext) -> TypedDay:
    """Return the date that a text means, with the week, month or the like that it ends; raise InvalidInput."""
    base = entry.seen if isinstance(entry.seen, date) else None
    return read_day(
        entry.text,
        given.today,
        base=base,
        baseline=given.baseline_on,
        calendar=given.calendar,
        past=field in PAST_DAYS,
        order=given.order,
    )


def _read_money(field: str, entry: FieldState, given: FieldContext) -> Decimal | None:
    if not entry.text.strip():
        return None
    amount = parse_money(entry.text, field, currency=given.currency)
    to_minor(amount, given.currency, field)
    return amount


def _read_whole(field: str, entry: FieldState, given: FieldContext) -> int:
    text = entry.text
    if kind_of(field) is FieldKind.WORKING_DAYS:
        text = re.sub(r"(working\s+)?days?$|wd$", "", text.strip())
    digits = text.replace("%", "").replace(" ", "")
    if not digits.isascii() or not digits.isdecimal() or len(digits) > 9:
        raise InvalidInput(field, f"Enter a whole number, such as {'60' if field == 'progress' else '2'}.")
    return int(digits)


def _read_rating(field: str, entry: FieldState, given: FieldContext) -> int | None:
    text = entry.text.strip()
    if not text:
        return None
    if not text.isascii() or not text.isdecimal() or len(text) > 9:
        raise InvalidInput(field, f"Enter a number from 1 to {LARGEST_RATING}.")
    return int(text)


def _read_flag(field: str, entry: FieldState, given: FieldContext) -> bool:
    wanted = fold(entry.text.strip())
    if wanted and "yes".startswith(wanted):
        return True
    if "no".startswith(wanted):
        return False
    raise InvalidInput(field, "Enter yes or no.")


def _read_choice(field: str, entry: FieldState, given: FieldContext) -> StrEnum:
    """Return a value of the enum of the seen value: a milestone and a project both have a field `state`."""
    choices = type(entry.seen) if isinstance(entry.seen, StrEnum) else BY_NAME[field].choices
    wanted = fold(entry.text.strip())
    found = [choice for choice in choices if fold(choice.value).startswith(wanted) and (wanted or not choice.value)]
    if len(found) != 1:
        raise InvalidInput(field, choose_words(choices))
    return found[0]


_READERS: Mapping[FieldKind, Callable[[str, FieldState, FieldContext], object]] = {
    FieldKind.DAY: _read_day,
    FieldKind.MONEY: _read_money,
    FieldKind.WHOLE: _read_whole,
    FieldKind.RATING: _read_rating,
    FieldKind.WORKING_DAYS: _read_whole,
    FieldKind.WORK: lambda field, entry, _: read_days_of_work(field, entry.text),
    FieldKind.FLAG: _read_flag,
    FieldKind.CHOICE: _read_choice,
    FieldKind.WEEK: lambda _field, entry, _given: parse_week(entry.text),
}
"""The reader of each kind of field; other kinds are texts."""
