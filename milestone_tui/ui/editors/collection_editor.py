"""The list of a tab beside the fields: entries are added, edited in their line, deleted and undone; none is saved."""

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
from milestone_tui.plan.language.text import is_blank, tidy, visible
from milestone_tui.ui.editors.collection import Answers, Collection
from milestone_tui.ui.editors.inline_input import InlineInput
from milestone_tui.ui.editors.list_spec import ListSpec
from milestone_tui.ui.editors.side_rows import SideRow, SideRows
from milestone_tui.ui.keys import Keys, bind, hidden
from milestone_tui.ui.renderer import Renderer
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.picker import AddingPicker, PickerField
from milestone_tui.ui.widgets.rows import RowView

_Entry = TypeVar("_Entry", bound=Hashable)

_UNPICKED = "not picked yet: ↵ picks it, esc leaves it."

_ALWAYS = frozenset({"add", "remove", "take_back"})
_SOME = frozenset({"shift", "meet", "next_role", "edit_lag"})
"""Actions that a list has if its spec says so."""


class CollectionEditor(Vertical, Generic[_Entry]):
    """Edits the list that a spec describes; the input for a line and the picker are mounted when first used."""

    DEFAULT_CSS = """
    CollectionEditor { height: auto; layers: lines edit; }
    CollectionEditor > SideRows { layer: lines; }
    CollectionEditor > InlineInput { layer: edit; display: none; width: 100%; }
    CollectionEditor > PickerField { layer: lines; display: none; margin-top: 1; }
    """

    BINDINGS: ClassVar[Keys] = [
        bind("list.add", "n,ctrl+n", "add", "Add one; behind a predecessor, +3wd is its lag"),
        bind("list.lag", "e", "lag", "Type the lag of this link, in working days", "edit_lag"),
        bind("list.meet", "space", "met", "It is met today, or not met after all"),
        bind("list.role", "e", "next role", "Manager, sponsor, client or team", "next_role"),
        bind("list.delete", "d,delete", "delete", "Remove it from the list", "remove"),
        hidden("list.down", "J,alt+down", "down", "Move it one place down", "shift(1)"),
        bind("list.up", "K,alt+up", "move", "Move it one place up", "shift(-1)", display="J K"),
        hidden("list.back", "u", "take back", "Undo the last step in this list", "take_back"),
        hidden("list.stop", "escape", "leave it", "Add nothing", "stop_adding"),
    ]

    class Changed(Message):
        """An entry was changed, or something is being typed."""

    @dataclass
    class Refused(Message):
        """A key did nothing; the sentence says why."""

        sentence: str

    def __init__(self, renderer: Renderer, spec: ListSpec[_Entry]) -> None:
        super().__init__()
        self.renderer = renderer
        self.spec = spec
        self.collection: Collection[_Entry] = Collection(ordered=spec.ordered)
        self.lines = SideRows(renderer)
        self._parts: list[Widget] = []
        """What was used so far of the input and the picker."""
        self._edited: int | None = None
        self._picks = False
        self._mistake = ("", "")
        """What was typed and cannot be read, and the sentence that says why."""

    def compose(self) -> ComposeResult:
        """The lines, and what is in use already."""
        yield self.lines
        yield from self._parts

    @cached_property
    def input(self) -> InlineInput:
        """What is laid over the line that is edited."""
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
        """The entries as they are edited."""
        return self.collection.entries

    @property
    def as_typed(self) -> tuple[_Entry, ...]:
        """The entries with what is being typed, where that can be read."""
        if (index := self._edited) is None:
            return self.entries
        text = self.input.value
        if index >= len(self.entries):
            return self.entries if is_blank(text) else (*self.entries, self.spec.new(text))
        if text == self.spec.typed_text(self.entries[index]):
            return self.entries
        try:
            return self.collection.put(index, self.spec.read(self.entries, index, text))
        except InvalidInput:
            return self.entries

    @property
    def kept(self) -> TypedList[_Entry]:
        """The list as a draft keeps it."""
        return TypedList(self.collection.seen, self.as_typed)

    @property
    def is_touched(self) -> bool:
        """Whether it would be saved as another list than was seen."""
        return not self.collection.alike(self.as_typed, self.collection.seen)

    @property
    def is_unsaved(self) -> bool:
        """Whether it has changes, or something that is typed to be picked."""
        return self.is_touched or self.pending

    def to_save(self) -> tuple[Sequence[_Entry], Sequence[Any]] | None:
        """Return the entries and the rows they were edited from, None where nothing was changed; raise InvalidInput."""
        if not self.is_touched:
            return None
        return self.spec.settle(self.entries), self.spec.seen_rows(self.collection.seen)

    @property
    def is_typing(self) -> bool:
        """Whether the input lies over a line, which another list would move from under it."""
        return self._edited is not None

    def resume(self, kept: TypedList[_Entry] | None) -> None:
        """Begin with what a draft has kept."""
        if kept is not None:
            self.collection.start(kept.seen, kept.mine)
            self.reset()

    def follow(self, stored: Sequence[_Entry], answers: Answers = Answers()) -> None:  # noqa: B008 - it is immutable
        """Follow the stored list; what was changed in both goes together, or waits for the save."""
        self.collection.follow(self.spec.kind(), stored, answers)
        self.reset()

    def change(self, entries: tuple[_Entry, ...], cursor: int | None = None) -> None:
        """Replace the entries by a step that can be undone."""
        self.collection.change(entries)
        self.reset()
        if cursor is not None:
            self.lines.cursor = cursor
        self.tell()

    def amend(self, entries: tuple[_Entry, ...]) -> None:
        """Replace the entries by what follows from something else, without a step, and write all lines again."""
        self.collection.entries = entries
        self.reset()

    def reset(self) -> None:
        """Write the entries, the line that adds one, and what is shown below it."""
        self.spec.measure(self.entries)
        add = SideRow(self.spec.adding, Ink.DIM, (("+", Ink.DIM),))
        mistake = (SideRow(self._mistake[1], Ink.BAD, selectable=False),) if self.entries else ()
        lines = map(self.spec.line, self.entries)
        self.lines.rows = (*lines, *mistake, add, *self.spec.below(self.entries))
        self.lines.refresh()

    def tell(self) -> None:
        """Tell that something else is in the list, or typed into it."""
        self.post_message(self.Changed())

    # Editing a line ----------------------------------------------------------------------------------------

    def edit(self, index: int, text: str, *, adds: bool = False) -> None:
        """Lay the input over a line."""
        self._edited = None
        self.lines.cursor = index
        self._use(self.input)
        self.input.value = text
        self.input.select_on_focus = self.spec.picker is not None
        self.input.takes_lists = adds
        self.input.cursor_position = len(text)
        self._edited = index
        self._lay_over()
        self.input.focus()

    def on_resize(self) -> None:
        """Keep the input on its line, which may be there only now."""
        if self._edited is not None:
            self._lay_over()

    def _lay_over(self) -> None:
        left, cells = self.spec.place(self.entries, self.size.width)
        self.input.styles.offset = (left, self.lines.cursor - self.lines.scroll_offset.y)
        self.input.styles.width = cells

    def close(self, focus: bool = True) -> None:
        """Take the input away, with what was wrong in it."""
        self._mistake = ("", "")
        if self._edited is None:
            return
        self._edited = None
        self.input.display = False
        self.reset()
        if focus:
            self.lines.focus()

    def finish(self, index: int, text: str) -> bool:
        """Take what was typed over a line; False leaves the input open."""
        if index >= len(self.entries):
            if not is_blank(text):
                self.change((*self.entries, self.spec.new(text)))
                if self.input.has_focus:
                    # The list is a line longer only after the next layout, and the input belongs on its last line.
                    self.call_after_refresh(self._add_next)
            return True
        if text == self.spec.typed_text(self.entries[index]):
            return True
        try:
            entry = self.spec.read(self.entries, index, text)
        except InvalidInput as error:
            self._complain(str(error))
            return not self.spec.keeps_mistakes
        if entry != self.entries[index]:
            self.change(self.collection.put(index, entry))
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
        """Enter takes the line."""
        event.stop()
        self._take(focus=True)

    @on(Input.Changed)
    def follow_typing(self, event: Input.Changed) -> None:
        """Forget the mistake in what was typed before."""
        event.stop()
        if self._edited is not None:
            if self._mistake[1] and event.value != self._mistake[0]:
                self._mistake = ("", "")
                self.reset()
            self.tell()

    @on(InlineInput.Abandoned)
    def abandon(self, event: InlineInput.Abandoned) -> None:
        """Escape leaves the line as it was."""
        event.stop()
        self.close()

    @on(InlineInput.ListPasted)
    def take_list(self, event: InlineInput.ListPasted) -> None:
        """Add all that was pasted, as one step, and go on adding."""
        event.stop()
        self.change((*self.entries, *map(self.spec.new, event.entries)))
        self.action_add()  # at once: the next letter may be on its way

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Take what was typed when the focus goes elsewhere."""
        if event.widget is self.input:
            self._take(focus=False)

    def settle(self) -> bool:
        """Take what is being typed, before the list is saved; return whether it could be taken.

        What was typed and not picked is neither taken nor lost, but asked about.
        """
        self._take(focus=True)
        if self._edited is not None:
            return False
        if not self._has_text:
            return True
        picker = self._picker
        picker.reopen()
        typed = f"“{visible(tidy(picker.text))}”"
        left = f"{typed} is {_UNPICKED}" if picker.rows else f"nothing here is called {typed}; esc leaves it."
        self.post_message(self.Refused(f"Not saved: {left}"))
        return False

    # Picking -----------------------------------------------------------------------------------------------

    @property
    def _picker(self) -> AddingPicker:
        assert self.spec.picker is not None
        return self.spec.picker

    @property
    def _has_text(self) -> bool:
        return self._picks and not is_blank(self._picker.text)

    @property
    def unpicked(self) -> str:
        """What was typed into the picker and is not picked."""
        return self._picker.text if self._has_text else ""

    @property
    def pending(self) -> bool:
        """Whether something was typed into the picker, and left without picking it."""
        return self._has_text and not self._picker.active

    def _open_picker(self, text: str) -> AddingPicker:
        picker = self._picker
        picker.choices = tuple(self.spec.choices(self.entries))
        self._picks = True
        self._use(picker)
        picker.put(text)
        return picker

    def go_on_picking(self, text: str) -> None:
        """Open the picker with what was typed earlier."""
        self._open_picker(visible(text)).note = (_UNPICKED.capitalize(), Ink.WARN)

    @on(PickerField.Picked)
    def pick(self, event: PickerField.Picked) -> None:
        """Add what was picked, and ask for its figure; or say beside the picker why it cannot be added."""
        event.stop()
        if not self._picker.active:
            return
        try:
            entry = self.spec.begin(self.entries, event.choice)
        except InvalidInput as error:
            self._picker.note = (str(error), Ink.BAD)
            self._picker.focus_input()
            return
        self.change((*self.entries, entry))
        self.action_stop_adding()
        last = len(self.entries) - 1
        self.lines.cursor = last
        if self.spec.asks_figure:
            # The list is a line longer only after the next layout, and the input belongs on its last line.
            self.call_after_refresh(self._ask_figure, last)

    def _ask_figure(self, index: int) -> None:
        if self.lines.has_focus and index < len(self.entries):
            self.edit(index, self.spec.typed_text(self.entries[index]))

    @on(PickerField.Typed)
    def forget_refusal(self, event: PickerField.Typed) -> None:
        """Forget why something else was refused."""
        event.stop()
        if self._picker.is_open:
            self._picker.note = None
        self.tell()

    @on(PickerField.Entered)
    def tell_unpicked(self, event: PickerField.Entered) -> None:
        """Say of what was typed and left that it is not in the list."""
        event.stop()
        if self.pending:
            self._picker.note = (_UNPICKED.capitalize(), Ink.WARN)
        self.tell()

    @on(PickerField.Finished)
    def finish_picking(self, event: PickerField.Finished) -> None:
        """Add nothing more at enter on a closed list."""
        event.stop()
        self.action_stop_adding()

    # Acting ------------------------------------------------------------------------------------------------

    def focus_input(self) -> None:
        """Put the focus where something is being typed, else into the lines."""
        if self._picks:
            self._picker.focus_input()
        else:
            (self.lines if self._edited is None else self.input).focus()

    @on(RowView.Opened)
    def open(self, event: RowView.Opened) -> None:
        """Edit the entry; the line below the last adds one."""
        event.stop()
        if event.index < len(self.entries):
            self.edit(event.index, self.spec.typed_text(self.entries[event.index]))
        else:
            self.action_add()

    def action_add(self) -> None:
        """Open the picker below the list, or the line below the last entry."""
        if self.spec.picker is None:
            self.edit(len(self.lines.rows) - 1, "", adds=True)
        else:
            picker = self._open_picker("")
            picker.note = None
            picker.focus_input()

    def action_stop_adding(self) -> None:
        """Close the picker."""
        self._picks = False
        self._picker.display = False
        self.lines.focus()
        self.tell()

    def action_edit_lag(self) -> None:
        """Type the lag of the link under the cursor."""
        index = self.lines.cursor
        if index < len(self.entries):
            self.edit(index, self.spec.typed_text(self.entries[index]))
        else:
            self.post_message(self.Refused("There is no link under the cursor. Press n to add one."))

    def action_meet(self) -> None:
        """Meet the criterion today, or no longer; give the person another role."""
        index = self.lines.cursor
        if index < len(self.entries):
            try:
                self.change(self.collection.put(index, self.spec.toggled(self.entries, index)))
            except InvalidInput as error:
                self.post_message(self.Refused(str(error)))

    action_next_role = action_meet

    def action_shift(self, step: int) -> None:
        """Let the entry change places with its neighbour."""
        index = self.lines.cursor
        other = index + step
        if index < len(self.entries) and 0 <= other < len(self.entries):
            entries = list(self.entries)
            entries[index], entries[other] = entries[other], entries[index]
            self.change(tuple(entries), other)

    def action_remove(self) -> None:
        """Delete the entry; the cursor goes to the next, or to the last that is left."""
        index, entries = self.lines.cursor, self.entries
        if index < len(entries):
            self.change((*entries[:index], *entries[index + 1 :]), max(0, min(index, len(entries) - 2)))

    def action_take_back(self) -> None:
        """Undo the last step in this list."""
        if self.collection.undo():
            self.reset()
            self.tell()
        else:
            self.post_message(self.Refused("Nothing in this list to take back."))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what the list has; while something is typed the keys are letters."""
        if action == "stop_adding":
            return self._picks
        if action not in _ALWAYS | _SOME:
            return True
        if self._edited is not None or self._picks or (action in _SOME and action not in self.spec.keys):
            return False
        return action != "next_role" or self.lines.cursor < len(self.entries)
