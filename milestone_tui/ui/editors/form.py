"""The fields of an editor, one below the other, with what was typed into them and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widget import Widget

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.form_state import (
    FieldState,
    Given,
    Values,
    changes,
    field_text,
    read_field,
    refreshed,
    resumed,
    start,
    typed,
)
from milestone_tui.plan.language.dates import explain_date
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.field_run import FieldRun
from milestone_tui.ui.widgets.fields import Field


class Form(VerticalScroll, can_focus=False, inherit_bindings=False):
    """Fields, and the draft of their values. Fields that are not among the values are only shown."""

    DEFAULT_CSS = """
    Form { height: 1fr; scrollbar-size-vertical: 0; }
    Form .-first { margin-top: 1; }
    """

    @dataclass
    class Changed(Message):
        """Something else stands in a field now."""

        field: Field

    def __init__(self, fields: Sequence[Field], *, explained: str = "") -> None:
        """`explained`: the field whose day is said in words also while the focus is elsewhere."""
        super().__init__(id="form")
        self.fields = {field.field: field for field in fields}
        self._run = FieldRun(fields[0].renderer, fields[1:], 1)
        self.given = Given(date.min)
        self._explained = explained
        self._draft: dict[str, FieldState] = {}

    def compose(self) -> ComposeResult:
        """The first field, which has the focus at once, and the others as long as nobody types into them."""
        yield next(iter(self.fields.values()))
        yield self._run

    def show_gaps(self, gap: int) -> None:
        """Have so many blank lines above the fields that are set apart."""
        for run in self.query(FieldRun) or (self._run,):
            run.gap = gap

    def on_resize(self) -> None:
        """Keep in sight the field that is being typed into."""
        field = self.field_of(self.screen.focused)
        if field is not None:
            self.call_after_refresh(field.scroll_visible, animate=False)

    # Reading -----------------------------------------------------------------------------------------------

    @property
    def seen(self) -> dict[str, object]:
        """The values as the person saw them."""
        return {field: entry.seen for field, entry in self._draft.items()}

    def touched(self) -> list[str]:
        """The labels of the fields in which something else stands than was there."""
        self._gather()
        return [self.fields[field].label.lower() for field, entry in self._draft.items() if entry.touched]

    def texts(self) -> dict[str, str]:
        """What stands in those fields, as it was typed."""
        self._gather()
        standing = {name: (self.fields[name].resolved_text, entry.shown) for name, entry in self._draft.items()}
        return {name: text for name, (text, shown) in standing.items() if text != shown}

    def changed(self) -> dict[str, object]:
        """The values that were changed; raises InvalidInput for the first field that cannot be read."""
        self._gather()
        return changes(self._draft, self.given)

    def value(self, field: str) -> object:
        """What a field says now; raises InvalidInput."""
        self._gather()
        return read_field(field, self._draft[field], self.given)

    def written(self) -> str:
        """All that stands in the fields, as text."""
        self._gather()
        return "\n".join(
            f"{self.fields[name].label}: {entry.text}" for name, entry in self._draft.items() if entry.text
        )

    def __contains__(self, field: object) -> bool:
        """Whether a field of this name has a value."""
        return field in self._draft

    # Following ---------------------------------------------------------------------------------------------

    def resume(self, seen: Values, texts: Mapping[str, str], given: Given) -> None:
        """Begin with what was put aside: the values as they were seen, and what was typed over them."""
        self.given = given
        self._draft = resumed({field: value for field, value in seen.items() if field in self.fields}, texts, given)
        self._show()

    def take(self, values: Values, given: Given) -> None:
        """Show what is stored, of what has a field here; what was typed and not saved stays."""
        self._gather()
        self.given = given
        values = {field: value for field, value in values.items() if field in self.fields}
        self._draft = refreshed(self._draft, values, given) if self._draft else start(values, given)
        self._show()

    def adopt(self, saved: Values) -> None:
        """What was saved is what is there now, also where the person has gone on typing since."""
        self._gather()
        for field, value in saved.items():
            entry = self._draft[field]
            if entry.touched:
                shown = field_text(field, value, self.given.currency)
                self._draft[field] = replace(entry, seen=value, shown=shown)

    def rebase(self, stored: Values, fields: Iterable[str], kept: frozenset[str]) -> None:
        """Put fields on top of what is stored now: those `kept` with what was typed, the others without."""
        for field in fields:
            shown = field_text(field, stored[field], self.given.currency)
            text = self._draft[field].text if field in kept else shown
            self._draft[field] = FieldState(stored[field], shown, text)
        self._show()

    def restore(self) -> None:
        """Write what says the same in other words as it was."""
        self._gather()
        self._draft = refreshed(self._draft, self.seen, self.given)
        self._show()

    def settle(self) -> None:
        """Take what is being chosen as chosen; called before the fields are read for saving."""
        for field in self.fields.values():
            field.settle()

    def _gather(self) -> None:
        for field, entry in self._draft.items():
            if self.fields[field].text != entry.text:
                self._draft = typed(self._draft, field, self.fields[field].text)

    def _show(self) -> None:
        for field, entry in self._draft.items():
            if self.fields[field].text != entry.text:
                self.fields[field].put(entry.text)
            self._explain(field)

    # Saying ------------------------------------------------------------------------------------------------

    def _explain(self, field: str) -> None:
        """Say beside a field how it was understood, what is wrong, or while it has the focus what it means."""
        part = self.fields[field]
        try:
            value = read_field(field, self._draft[field], self.given)
        except InvalidInput as error:
            part.note = (str(error), Ink.BAD)
            return
        if not isinstance(value, date) or not (part.active or field == self._explained):
            part.note = (part.hint, Ink.DIM) if part.active and part.hint else None
            return
        words = explain_date(value, self.given.today, self.given.calendar)
        works = self.given.calendar.is_working(value)
        part.note = (words, Ink.DIM if not part.active else Ink.GOOD if works else Ink.WARN)

    def point_at(self, error: InvalidInput) -> bool:
        """Say what is wrong where it is wrong, with the focus there; False when it is none of these fields."""
        if (part := self.fields.get(error.field)) is None:
            return False
        part.focus_input()
        # Coming into the field explains it, which must not take the mistake away.
        self.call_after_refresh(self._blame, part, str(error))
        return True

    def _blame(self, part: Field, sentence: str) -> None:
        part.note = (sentence, Ink.BAD)

    @on(Field.Typed)
    def follow_typing(self, event: Field.Typed) -> None:
        """Understand what is typed while it is typed."""
        event.stop()
        if event.field.field in self._draft:
            self._gather()
            self._explain(event.field.field)
            self.post_message(self.Changed(event.field))

    @on(Field.Entered)
    def follow_focus(self, event: Field.Entered) -> None:
        """Explain the field that has the focus."""
        if event.field.field in self._draft:
            self._gather()
            self._explain(event.field.field)

    def focus_field(self, last: bool = False) -> None:
        """Put the focus into the first field, or the last."""
        self.stops[-1 if last else 0].focus_input()

    def field_of(self, widget: Widget | None) -> Field | None:
        """Return the field that a widget belongs to."""
        above = () if widget is None else widget.ancestors_with_self
        return next((field for field in above if isinstance(field, Field) and field.field in self.fields), None)

    @property
    def stops(self) -> list[Field]:
        """The fields that can be focused."""
        return [field for field in self.fields.values() if field.display and field.is_editable]
