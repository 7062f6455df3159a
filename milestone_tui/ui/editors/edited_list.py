"""Entries that are changed step by step, each of which can be taken back: the base of the lists of an editor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from milestone_tui.ui.editors.inline_list import InlineList, SideRow
from milestone_tui.ui.renderer import Renderer
from milestone_tui.ui.theme import Ink

_Entry = TypeVar("_Entry")


class EditedList(InlineList, Generic[_Entry]):
    """Keep entries and the steps they went through; a subclass says how one is written and edited."""

    def __init__(self, renderer: Renderer) -> None:
        super().__init__(renderer)
        self.entries: tuple[_Entry, ...] = ()
        self._past: list[tuple[_Entry, ...]] = []

    # What a subclass says ----------------------------------------------------------------------------------

    @property
    def adding(self) -> str:
        """What the line below the entries says."""
        raise NotImplementedError

    def written(self, entry: _Entry) -> SideRow:
        """The line of an entry."""
        raise NotImplementedError

    def gap(self) -> SideRow:
        """What stands between the entries and the line that adds one: nothing."""
        return SideRow(selectable=False)

    def below(self) -> Sequence[SideRow]:
        """What stands under the line that adds an entry."""
        return ()

    # Keeping -----------------------------------------------------------------------------------------------

    def take(self, entries: Sequence[_Entry]) -> None:
        """Have these in the list; earlier steps cannot be taken back any more."""
        self._past.clear()
        self.entries = tuple(entries)
        self.reset()

    def change(self, entries: tuple[_Entry, ...], cursor: int | None = None) -> None:
        """Have these in the list instead, as a step that can be taken back."""
        self._past.append(self.entries)
        self.entries = entries
        self.reset()
        if cursor is not None:
            self.lines.cursor = cursor
        self.post_message(self.Changed(self))

    def with_entry(self, index: int, entry: _Entry) -> tuple[_Entry, ...]:
        """The entries with another in the place of one."""
        return (*self.entries[:index], entry, *self.entries[index + 1 :])

    def reset(self) -> None:
        """Write the entries, the line that adds one, and what stands below it."""
        add = SideRow(self.adding, Ink.DIM, (("+", Ink.DIM),))
        gap = (self.gap(),) if self.entries else ()
        self.lines.rows = (*map(self.written, self.entries), *gap, add, *self.below())
        self.lines.refresh()

    # Acting ------------------------------------------------------------------------------------------------

    def action_remove(self) -> None:
        """Take the entry out; the cursor goes to the next, or to the last that is left."""
        index = self.lines.cursor
        if index < len(self.entries):
            self.change((*self.entries[:index], *self.entries[index + 1 :]), max(0, min(index, len(self.entries) - 2)))

    def action_take_back(self) -> None:
        """Undo the last step in this list."""
        if not self._past:
            self.post_message(self.Refused("Nothing in this list to take back."))
            return
        self.entries = self._past.pop()
        self.reset()
        self.post_message(self.Changed(self))
