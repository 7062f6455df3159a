"""The fields of a form, created from the specs in `plan.fields`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from milestone_tui.plan.fields import FieldKind, FieldSpec
from milestone_tui.ui.renderer import Renderer
from milestone_tui.ui.widgets.fields import DateField, Field, LineField
from milestone_tui.ui.widgets.long_field import LongField
from milestone_tui.ui.widgets.picker import Choice, PickerField

_TEXTS = (FieldKind.LINE, FieldKind.TAGS)


def form_fields(
    renderer: Renderer, specs: Mapping[str, FieldSpec], groups: Sequence[Sequence[str | Field]]
) -> dict[str, Field]:
    """Return the fields of these names in this order, with a gap above each group but the first.

    Fields that are given instead of names are used as they are.
    """
    fields: dict[str, Field] = {}
    for number, group in enumerate(groups):
        for place, entry in enumerate(group):
            first = place == 0 and number > 0
            made = make_field(renderer, specs[entry], first=first) if isinstance(entry, str) else entry
            if isinstance(entry, str):
                made.hint = specs[entry].hint
            fields[made.field] = made
    return fields


def make_field(renderer: Renderer, spec: FieldSpec, *, first: bool = False) -> Field:
    """Return a field for a value of this kind."""
    name, label, kind = spec.name, spec.label, spec.kind
    if kind is FieldKind.DAY:
        return DateField(renderer, name, label, first=first)
    if kind is FieldKind.LINES:
        return LongField(renderer, name, label, first=first)
    if kind is FieldKind.PHASE or kind is FieldKind.PERSON:
        return PickerField(renderer, name, label, creates=kind.name.lower(), first=first)
    if kind is FieldKind.CHOICE or kind is FieldKind.FLAG:
        field = PickerField(renderer, name, label, optional=False, first=first)
        words: Iterable[str] = spec.choices if kind is FieldKind.CHOICE else ("no", "yes")
        field.choices = tuple(Choice(str(word)) for word in words)
        return field
    # typing replaces a figure, but continues a text
    return LineField(renderer, name, label, replace=kind not in _TEXTS, first=first)
