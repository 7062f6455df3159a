"""The fields of a form, made from what `plan.fields` says of them."""

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
    """Return the fields of these names, in this order, the first of each group apart from those above.

    A field that shows something else stands as it is.
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
    """Return the field in which a value of this kind is typed or picked."""
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
    # a figure is typed anew, a text is typed on
    return LineField(renderer, name, label, replace=kind not in _TEXTS, first=first)
