"""The list of a tab: entries are added, edited in place, deleted and undone; saving is up to the editor."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Generic, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.drafts import TypedList
from milestone_tui.ui.editors.collection import Answers, Collection
from milestone_tui.ui.editors.inline_input import InlineInput
from milestone_tui.ui.editors.list_spec import ListSpec
from milestone_tui.ui.editors.side_rows import SideRow, SideRows
from milestone_tui.ui.keys import Keys, bind, hidden
from milestone_tui.ui.renderer import Renderer
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.rows import RowView

_Entry = TypeVar("_Entry", bound=Hashable)

_ALWAYS = frozenset({"add", "remove", "undo_step"})
_SOME = frozenset({"shift", "meet", "next_role", "edit_lag"})
"""The actions that only some lists have, by their specs."""


class CollectionEditor(Vertical, Generic[_Entry]):
    """Editor of the list that a spec describes, with typed entries; the input is mounted when first used."""

    DEFAULT_CSS = """
    CollectionEditor { height: auto; layers: lines edit; }
    CollectionEditor > SideRows { layer: lines; }
    CollectionEditor > InlineInput { layer: edit; display: none; width: 100%; }
    """

    BINDINGS: ClassVar[Keys] = [
        bind("list.add", "n,ctrl+n", "add", "Add one; a predecessor takes a lag: +3wd"),
        bind("list.lag", "e", "lag", "Change the lag, in working days", "edit_lag"),
        bind("list.meet", "space", "met", "Set to met today, or to unmet"),
        bind("list.role", "e", "next role", "Switch to manager, sponsor, client or team", "next_role"),
        bind("list.delete", "d,delete", "delete", "Delete this line", "remove"),
        hidden("list.down", "J,alt+down", "down", "Move it one place down", "shift(1)"),
        bind("list.up", "K,alt+up", "move", "Move it one place up", "shift(-1)", display="J K"),
        hidden("list.back", "u", "undo", "Undo the last edit in this list", "undo_step"),
    ]

    class Changed(Message):
        """An entry was changed, or a text is being typed."""

    @dataclass
    class Refused(Message):
        """A key did nothing; the sentence tells why."""

        sentence: str

    def __init__(self, renderer: Renderer, spec: ListSpec[_Entry]) -> None:
        super().__init__()
        self.renderer = renderer
        self.spec = spec
        self.collection: Collection[_Entry] = Collection(ordered=spec.ordered)
        self.lines = SideRows(renderer)
        self._parts: list[Widget] = []
        """The input, and the picker of a subclass, if they were used."""
        self._edited: int | None = None
        self._mistake = ("", "")
        """The typed text that is no valid entry, and the reason."""

    def compose(self) -> ComposeResult:
        """Compose the rows, and the parts above or below them that are in use."""
        yield self.lines
        yield from self._parts

    @cached_property
    def input(self) -> InlineInput:
        """Return the input that covers the edited line."""
        return InlineInput(self.renderer)

    def _use(self, part: Widget) -> None:
        if part not in self._parts:
            self._parts.append(part)
            if self.lines.is_attached:
                self.mount(part)
        part.display = True

    # Keeping -----------------------------------------------------------------------------------------------

    @property
    def entries(self) -> tuple[_Entry, ...]:
        """Return the entries as edited."""
        return self.collection.entries

    @property
    def as_typed(self) -> tuple[_Entry, ...]:
        """Return the entries with the text that is being typed, if it is valid."""
        if self._edited is None:
            return self.entries
        try:
            return self.spec.typed(self.entries, self._edited, self.input.value)
        except InvalidInput:
            return self.entries

    @property
    def kept(self) -> TypedList[_Entry]:
        """Return the list as a draft keeps it."""
        return TypedList(self.collection.seen, self.as_typed)

    @property
    def is_touched(self) -> bool:
        """Return True if saving would change the stored list."""
        return not self.collection.alike(self.as_typed, self.collection.seen)

    @property
    def is_unsaved(self) -> bool:
        """Return True if the list has changes."""
        return self.is_touched

    def to_save(self) -> tuple[Sequence[_Entry], Sequence[Any]] | None:
        """Return the entries to save and the rows that they replace, None without changes; raise InvalidInput."""
        if not self.is_touched:
            return None
        return self.spec.settle(self.entries), self.spec.seen_rows(self.collection.seen)

    @property
    def is_typing(self) -> bool:
        """Return True while a line is edited; other entries would move that line."""
        return self._edited is not None

    def resume(self, kept: TypedList[_Entry] | None) -> None:
        """Fill the list from a draft."""
        if kept is not None:
            self.collection.start(kept.seen, kept.mine)
            self.reset()

    def merge_stored(self, stored: Sequence[_Entry], answers: Answers = Answers()) -> None:  # noqa: B008 - it is immutable
        """Merge the stored list into the edited one; conflicts wait for the save."""
        self.collection.merge_stored(self.spec.kind(), stored, answers)
        self.reset()

    def change(self, entries: tuple[_Entry, ...], cursor: int | None = None) -> None:
        """Replace the entries by a step that can be undone."""
        self.collection.change(entries)
        self.reset()
        if cursor is not None:
            self.lines.cursor = cursor
        self.report_change()

    def amend(self, entries: tuple[_Entry, ...]) -> None:
        """Replace the entries without a step to undo."""
        self.collection.entries = entries
        self.reset()

    def reset(self) -> None:
        """Write all rows: the entries, the row that adds one, and the rows below it."""
        self.spec.measure(self.entries)
        add = SideRow(self.spec.adding, Ink.DIM, (("+", Ink.DIM),))
        mistake = (SideRow(self._mistake[1], Ink.BAD, selectable=False),) if self.entries else ()
        lines = map(self.spec.line, self.entries)
        self.lines.rows = (*lines, *mistake, add, *self.spec.below(self.entries))
        self.lines.refresh()

    def report_change(self) -> None:
        """Post that the list or its typed text has changed."""
        self.post_message(self.Changed())

    # Editing a line ----------------------------------------------------------------------------------------

    def edit(self, index: int, text: str, *, adds: bool = False) -> None:
        """Open the input over a line."""
        self._edited = None
        self.lines.cursor = index
        self._use(self.input)
        self.input.value = text
        self.input.select_on_focus = self.spec.types_over
        self.input.takes_lists = adds
        self.input.cursor_position = len(text)
        self._edited = index
        self._lay_over()
        self.input.focus()

    def on_resize(self) -> None:
        """Keep the input on its line, which may have moved or just been added."""
        if self._edited is not None:
            self._lay_over()

    def _lay_over(self) -> None:
        left, cells = self.spec.place(self.entries, self.size.width)
        self.input.styles.offset = (left, self.lines.cursor - self.lines.scroll_offset.y)
        self.input.styles.width = cells

    def close(self, focus: bool = True) -> None:
        """Close the input, dropping a mistake in it."""
        self._mistake = ("", "")
        if self._edited is None:
            return
        self._edited = None
        self.input.display = False
        self.reset()
        if focus:
            self.lines.focus()

    def finish(self, index: int, text: str) -> bool:
        """Accept the text of the input; return False for a mistake that keeps it open."""
        adds = index >= len(self.entries)
        try:
            entries = self.spec.typed(self.entries, index, text)
        except InvalidInput as error:
            self._complain(str(error))
            return not (adds or self.spec.keeps_mistakes)
        if entries != self.entries:
            self.change(entries)
            if adds and self.input.has_focus:
                # After the layout that adds a line to the list, on which the input opens.
                self.call_after_refresh(self._add_next)
        return True

    def _complain(self, sentence: str) -> None:
        if self.spec.tells_below:
            self._mistake = (self.input.value, sentence)
            self.reset()
        else:
            self.post_message(self.Refused(sentence))

    def _add_next(self) -> None:
        if self.lines.has_focus and self._edited is None:
            self.action_add()

    def _take(self, focus: bool) -> None:
        index = self._edited
        if index is not None and self.finish(index, self.input.value) and self._edited == index:
            self.close(focus)

    @on(Input.Submitted)
    def submit(self, event: Input.Submitted) -> None:
        """Accept the line at enter."""
        event.stop()
        self._take(focus=True)

    @on(Input.Changed)
    def follow_typing(self, event: Input.Changed) -> None:
        """Drop the mistake when the text changes."""
        event.stop()
        if self._edited is not None:
            if self._mistake[1] and event.value != self._mistake[0]:
                self._mistake = ("", "")
                self.reset()
            self.report_change()

    @on(InlineInput.Abandoned)
    def abandon(self, event: InlineInput.Abandoned) -> None:
        """Keep the line as it was at escape."""
        event.stop()
        self.close()

    @on(InlineInput.ListPasted)
    def take_list(self, event: InlineInput.ListPasted) -> None:
        """Add all pasted lines as one step, and open the next line."""
        event.stop()
        try:
            self.change((*self.entries, *map(self.spec.new, event.entries)))
        except InvalidInput as error:
            self._complain(str(error))
            return
        self.action_add()  # not after a refresh: the next letter may be on its way

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Accept the line when the focus moves away."""
        if event.widget is self.input:
            self._take(focus=False)

    def settle(self) -> bool:
        """Accept the line that is being typed before a save; return False for a mistake."""
        self._take(focus=True)
        return self._edited is None

    # Acting ------------------------------------------------------------------------------------------------

    def focus_input(self) -> None:
        """Focus the input if it is open, else the rows."""
        (self.lines if self._edited is None else self.input).focus()

    @on(RowView.Opened)
    def open(self, event: RowView.Opened) -> None:
        """Edit the entry of a row; the row below the last entry adds one."""
        event.stop()
        if event.index < len(self.entries):
            self.edit(event.index, self.spec.typed_text(self.entries[event.index]))
        else:
            self.action_add()

    def action_add(self) -> None:
        """Open the input below the last entry."""
        self.edit(len(self.lines.rows) - 1, "", adds=True)

    def action_edit_lag(self) -> None:
        """Type the lag of the link under the cursor."""
        index = self.lines.cursor
        if index < len(self.entries):
            self.edit(index, self.spec.typed_text(self.entries[index]))
        else:
            self.post_message(self.Refused("No link selected. Press n to add one."))

    def action_meet(self) -> None:
        """Set a criterion to met or unmet, or give a person the next role."""
        index = self.lines.cursor
        if index < len(self.entries):
            try:
                self.change(self.collection.put(index, self.spec.toggled(self.entries, index)))
            except InvalidInput as error:
                self.post_message(self.Refused(str(error)))

    action_next_role = action_meet

    def action_shift(self, step: int) -> None:
        """Swap the entry with its neighbour."""
        index = self.lines.cursor
        other = index + step
        if index < len(self.entries) and 0 <= other < len(self.entries):
            entries = list(self.entries)
            entries[index], entries[other] = entries[other], entries[index]
            self.change(tuple(entries), other)

    def action_remove(self) -> None:
        """Delete the entry; the cursor goes to the next one, or to the last."""
        index, entries = self.lines.cursor, self.entries
        if index < len(entries):
            self.change((*entries[:index], *entries[index + 1 :]), max(0, min(index, len(entries) - 2)))

    def action_undo_step(self) -> None:
        """Undo the last step in this list."""
        if self.collection.undo():
            self.reset()
            self.report_change()
        else:
            self.post_message(self.Refused("Nothing to undo in this list."))

    @property
    def takes_letters(self) -> bool:
        """Return True while keys are letters of a text."""
        return self._edited is not None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable the actions of this list; while a text is typed the keys are letters."""
        if action not in _ALWAYS | _SOME:
            return True
        if self.takes_letters or (action in _SOME and action not in self.spec.keys):
            return False
        return action != "next_role" or self.lines.cursor < len(self.entries)
