"""The form of an editor: its fields, their edited texts, and the mistakes in them."""

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
from milestone_tui.plan.field_texts import field_text
from milestone_tui.plan.form_state import (
    FieldContext,
    FieldState,
    Values,
    changes,
    read_field,
    read_typed_day,
    refreshed,
    resumed,
    start,
    typed,
)
from milestone_tui.plan.language.dates import explain_date, explain_typed
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.field_run import FieldRun
from milestone_tui.ui.widgets.fields import Field


class Form(VerticalScroll, can_focus=False, inherit_bindings=False):
    """Form with the fields of a record and the state of their values; fields without a value are only shown."""

    DEFAULT_CSS = """
    Form { height: 1fr; scrollbar-size-vertical: 0; }
    Form .-first { margin-top: 1; }
    """

    @dataclass
    class Changed(Message):
        """The text of a field has changed."""

        field: Field

    def __init__(self, fields: Sequence[Field], *, explained: str = "") -> None:
        """`explained`: the date field that is explained in words even without the focus."""
        super().__init__(id="form")
        self.fields = {field.field: field for field in fields}
        self._run = FieldRun(fields[0].renderer, fields[1:], 1)
        self.given = FieldContext(date.min)
        self._explained = explained
        self._draft: dict[str, FieldState] = {}

    def compose(self) -> ComposeResult:
        """Compose the first field, which gets the focus, and the run that paints the others until they are used."""
        yield next(iter(self.fields.values()))
        yield self._run

    def show_gaps(self, gap: int) -> None:
        """Set the number of blank lines above each group of fields."""
        for run in self.query(FieldRun) or (self._run,):
            run.gap = gap

    def on_resize(self) -> None:
        """Keep the focused field in view."""
        field = self.field_of(self.screen.focused)
        if field is not None:
            self.call_after_refresh(field.scroll_visible, animate=False)

    # Reading -----------------------------------------------------------------------------------------------

    @property
    def seen(self) -> dict[str, object]:
        """Return the values that the person saw before editing."""
        return {field: entry.seen for field, entry in self._draft.items()}

    def touched(self) -> list[str]:
        """Return the labels of the edited fields, in lower case."""
        self._read_texts()
        return [self.fields[field].label.lower() for field, entry in self._draft.items() if entry.touched]

    def texts(self) -> dict[str, str]:
        """Return the texts of the edited fields, by name."""
        self._read_texts()
        standing = {name: (self.fields[name].resolved_text, entry.shown) for name, entry in self._draft.items()}
        return {name: text for name, (text, shown) in standing.items() if text != shown}

    def changed(self) -> dict[str, object]:
        """Return the changed values by name; raise InvalidInput for the first text that is no valid value."""
        self._read_texts()
        return changes(self._draft, self.given)

    def value(self, field: str) -> object:
        """Return the value of a field as typed; raise InvalidInput."""
        self._read_texts()
        return read_field(field, self._draft[field], self.given)

    def written(self) -> str:
        """Return all fields as text, one a line."""
        self._read_texts()
        return "\n".join(
            f"{self.fields[name].label}: {entry.text}" for name, entry in self._draft.items() if entry.text
        )

    def __contains__(self, field: object) -> bool:
        """Return True if a field of this name has a value."""
        return field in self._draft

    # Following ---------------------------------------------------------------------------------------------

    def resume(self, seen: Values, texts: Mapping[str, str], given: FieldContext) -> None:
        """Fill the form from a draft: the values that were seen, and the texts typed over them."""
        self.given = given
        self._draft = resumed({field: value for field, value in seen.items() if field in self.fields}, texts, given)
        self._show()

    def show_stored(self, values: Values, given: FieldContext) -> None:
        """Show the stored values; unsaved edits stay."""
        self._read_texts()
        self.given = given
        values = {field: value for field, value in values.items() if field in self.fields}
        self._draft = refreshed(self._draft, values, given) if self._draft else start(values, given)
        self._show()

    def adopt(self, saved: Values) -> None:
        """Note that these values were saved, also for fields that were edited since."""
        self._read_texts()
        for field, value in saved.items():
            entry = self._draft[field]
            if entry.touched:
                shown = field_text(field, value, self.given.currency)
                self._draft[field] = replace(entry, seen=value, shown=shown)

    def rebase(self, stored: Values, fields: Iterable[str], kept: frozenset[str]) -> None:
        """Base fields on the values stored now; those in `kept` keep their typed text."""
        for field in fields:
            shown = field_text(field, stored[field], self.given.currency)
            text = self._draft[field].text if field in kept else shown
            self._draft[field] = FieldState(stored[field], shown, text)
        self._show()

    def restore(self) -> None:
        """Show the stored text in fields whose value has not changed."""
        self._read_texts()
        self._draft = refreshed(self._draft, self.seen, self.given)
        self._show()

    def settle(self) -> None:
        """Settle open pickers; called before the fields are read for saving."""
        for field in self.fields.values():
            field.settle()

    def _read_texts(self) -> None:
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
        """Show beside a field how its text is understood, or what is wrong with it."""
        part = self.fields[field]
        try:
            value = read_field(field, self._draft[field], self.given)
        except InvalidInput as error:
            part.note = (str(error), Ink.BAD)
            return
        if not isinstance(value, date) or not (self._draft[field].touched or field == self._explained):
            part.note = None
            return
        words = self._day_words(field, value)
        works = self.given.calendar.is_working(value)
        part.note = (words, Ink.DIM if not part.active else Ink.GOOD if works else Ink.WARN)

    def _day_words(self, field: str, day: date) -> str:
        entry, given = self._draft[field], self.given
        if not entry.touched:
            return explain_date(day, given.today, given.calendar)
        return explain_typed(read_typed_day(field, entry, given), given.today, given.calendar)

    def point_at(self, error: InvalidInput) -> bool:
        """Focus the field that an error names and show the error there; return False without such a field."""
        if (part := self.fields.get(error.field)) is None:
            return False
        part.focus_input()
        # After the focus, which explains the field and would replace the error.
        self.call_after_refresh(self._show_mistake, part, str(error))
        return True

    def _show_mistake(self, part: Field, sentence: str) -> None:
        part.note = (sentence, Ink.BAD)

    @on(Field.Typed)
    def follow_typing(self, event: Field.Typed) -> None:
        """Explain a field while it is typed into."""
        event.stop()
        if event.field.field in self._draft:
            self._read_texts()
            self._explain(event.field.field)
            self.post_message(self.Changed(event.field))

    @on(Field.Entered)
    def follow_focus(self, event: Field.Entered) -> None:
        """Explain the field that has the focus."""
        if event.field.field in self._draft:
            self._read_texts()
            self._explain(event.field.field)

    def focus_field(self, last: bool = False) -> None:
        """Put the focus into the first field, or the last."""
        self.stops[-1 if last else 0].focus_input()

    def field_of(self, widget: Widget | None) -> Field | None:
        """Return the field that a widget belongs to, None without one."""
        above = () if widget is None else widget.ancestors_with_self
        return next((field for field in above if isinstance(field, Field) and field.field in self.fields), None)

    @property
    def stops(self) -> list[Field]:
        """Return the fields that can be focused."""
        return [field for field in self.fields.values() if field.display and field.is_editable]
