"""An ordered list of texts that is edited in place: the criteria of a milestone, the phases of a project."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType

from milestone_tui.plan.language.text import is_blank, tidy, visible
from milestone_tui.plan.language.wording import date_words
from milestone_tui.ui.editors.edited_list import EditedList
from milestone_tui.ui.editors.inline_list import InlineInput, SideRow
from milestone_tui.ui.renderer import DONE, OPEN, Line, Renderer
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.rows import RowView


@dataclass(frozen=True, slots=True)
class Entry:
    """One text; `id` is None until it has been saved, `met_on` the day it came true."""

    id: int | None
    text: str
    met_on: date | None = None


class EntryList(EditedList[Entry]):
    """Add, edit, meet, move and delete entries; nothing is written before the editor saves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "add", "add", id="entries.add", tooltip="Add one below the last"),
        Binding("space", "meet", "met", id="entries.meet", tooltip="It is met today, or not met after all"),
        Binding("d,delete", "remove", "delete", id="entries.delete", tooltip="Take it out of the list"),
        Binding("J,alt+down", "shift(1)", "down", show=False, id="entries.down", tooltip="Move it one place down"),
        Binding("K,alt+up", "shift(-1)", "move", id="entries.up", key_display="J K", tooltip="Move it one place up"),
        Binding(
            "u", "take_back", "take back", show=False, id="entries.back", tooltip="Undo the last step in this list"
        ),
    ]

    def __init__(self, renderer: Renderer, what: str, *, today: Callable[[], date] | None = None) -> None:
        """`what`: what one of them is, as "criterion"; `today`: on which day they come true, where they do."""
        super().__init__(renderer)
        self._what = what
        self._today = today

    @property
    def as_typed(self) -> tuple[Entry, ...]:
        """The entries with what is being typed over one of them, as if it were taken now."""
        index, text = self._edited, self.input.value
        if index is None or is_blank(text):
            return self.entries
        if index >= len(self.entries):
            return (*self.entries, Entry(None, tidy(text)))
        entry = self.entries[index]
        if text == visible(entry.text):
            return self.entries
        return self.with_entry(index, replace(entry, text=tidy(text)))

    def show(self, entries: tuple[Entry, ...]) -> None:
        """Have these entries in the list; earlier steps cannot be taken back any more."""
        self._past.clear()
        if entries != self.entries or not self.lines.rows:
            self.entries = entries
            self.reset()

    # Writing -----------------------------------------------------------------------------------------------

    @property
    def adding(self) -> str:
        """What the line below the entries says."""
        return f"add a {self._what}"

    def written(self, entry: Entry) -> SideRow:
        """The text, and the day it came true where it can."""
        if self._today is None:
            return SideRow(entry.text, mark=((OPEN, Ink.DIM),))
        if entry.met_on is None:
            return SideRow(entry.text, mark=((OPEN, Ink.WARN),))
        day: Line = ((date_words(entry.met_on, self._today()), Ink.DIM),)
        return SideRow(entry.text, Ink.DIM, ((DONE, Ink.GOOD),), day)

    # Acting ------------------------------------------------------------------------------------------------

    @on(RowView.Opened)
    def open(self, event: RowView.Opened) -> None:
        """Edit the entry in its place; the last line adds one."""
        event.stop()
        if event.index < len(self.entries):
            self.edit(event.index, visible(self.entries[event.index].text))
        else:
            self.action_add()

    def action_add(self) -> None:
        """Open the line below the last entry."""
        self.edit(len(self.lines.rows) - 1, "")
        self.input.takes_lists = True

    @on(InlineInput.ListPasted)
    def take_list(self, event: InlineInput.ListPasted) -> None:
        """Add all that was pasted, as one step, and go on adding."""
        event.stop()
        self.change((*self.entries, *(Entry(None, tidy(text)) for text in event.entries)))
        self.action_add()  # at once: the next letter may be on its way

    def finish(self, index: int, text: str) -> bool:
        """Take a text: a changed one, or a new one and then the next; an empty new one ends adding."""
        if index < len(self.entries):
            entry = self.entries[index]
            if text == visible(entry.text):
                return True
            if is_blank(text):
                self.post_message(self.Refused(f"A {self._what} needs a text; d deletes it."))
                return True
            self.change(self.with_entry(index, replace(entry, text=tidy(text))))
            return True
        if is_blank(text):
            return True
        self.change((*self.entries, Entry(None, tidy(text))))
        if self.input.has_focus:
            # The list is a line longer only after the next layout, and the input belongs on its last line.
            self.call_after_refresh(self._add_next)
        return True

    def _add_next(self) -> None:
        if self.lines.has_focus and self._edited is None:
            self.action_add()

    def action_meet(self) -> None:
        """Meet it today, or not any more."""
        index = self.lines.cursor
        if self._today is None or index >= len(self.entries):
            return
        entry = self.entries[index]
        met = replace(entry, met_on=None if entry.met_on else self._today())
        self.change(self.with_entry(index, met))

    def action_shift(self, step: int) -> None:
        """Let it change places with its neighbour."""
        index = self.lines.cursor
        other = index + step
        if index < len(self.entries) and 0 <= other < len(self.entries):
            entries = list(self.entries)
            entries[index], entries[other] = entries[other], entries[index]
            self.change(tuple(entries), other)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only criteria are met; while a text is typed its keys are letters."""
        if action in ("add", "meet", "remove", "shift", "take_back") and self._edited is not None:
            return False
        return self._today is not None if action == "meet" else True
