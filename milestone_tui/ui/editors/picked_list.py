"""Lines that are picked rather than typed, each with one figure: the base of the links, the work and the roles."""

from __future__ import annotations

from typing import TypeVar

from textual import on
from textual.app import ComposeResult

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.language.text import is_blank, tidy, visible
from milestone_tui.ui.editors.edited_list import EditedList
from milestone_tui.ui.renderer import Renderer
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.picker import AddingPicker, PickerField
from milestone_tui.ui.widgets.rows import RowView

_Entry = TypeVar("_Entry")

_UNPICKED = "not picked yet: ↵ picks it, esc leaves it."


class PickedList(EditedList[_Entry]):
    """Pick entries, and type their figures; a subclass says how one is written and what its figure is."""

    DEFAULT_CSS = """
    PickedList > PickerField { layer: lines; display: none; margin-top: 1; }
    """

    def __init__(self, renderer: Renderer, picker: AddingPicker) -> None:
        super().__init__(renderer)
        self.picker = picker

    def compose(self) -> ComposeResult:
        """The lines, the input for a figure, the picker for a new one."""
        yield from super().compose()
        yield self.picker

    # What a subclass says ----------------------------------------------------------------------------------

    def edit_figure(self, index: int) -> None:
        """Lay the input over the figure of an entry."""
        raise NotImplementedError

    def read_figure(self, index: int, text: str) -> _Entry:
        """An entry with the figure that was typed; raises InvalidInput when it is none."""
        raise NotImplementedError

    def offer_choices(self) -> None:
        """Have the picker list what there is, or ask for it."""
        raise NotImplementedError

    # Keeping -----------------------------------------------------------------------------------------------

    @property
    def as_typed(self) -> tuple[_Entry, ...]:
        """The entries with the figure that is being typed, as if it were taken now; as they were while it is none."""
        index = self._edited
        if index is None or index >= len(self.entries):
            return self.entries
        try:
            return self.with_entry(index, self.read_figure(index, self.input.value))
        except InvalidInput:
            return self.entries

    @property
    def unpicked(self) -> str:
        """What was typed into the picker and is not picked."""
        return self.picker.text if self._typed else ""

    def go_on_picking(self, text: str) -> None:
        """Have the picker open with what was typed earlier."""
        self.offer_choices()
        self.picker.put(visible(text))
        self.picker.note = (_UNPICKED.capitalize(), Ink.WARN)
        self.picker.display = True

    @property
    def pending(self) -> bool:
        """Whether something was typed into the picker, and left without picking it."""
        return self._typed and not self.picker.active

    @property
    def _typed(self) -> bool:
        return self.picker.display and not is_blank(self.picker.text)

    def settle(self) -> bool:
        """Take what is being typed; what was not picked is neither taken nor lost, but asked about."""
        if not super().settle():
            return False
        if self._typed:
            self.picker.reopen()
            typed = f"“{visible(tidy(self.picker.text))}”"
            left = f"{typed} is {_UNPICKED}" if self.picker.rows else f"nothing here is called {typed}; esc leaves it."
            self.post_message(self.Refused(f"Not saved: {left}"))
            return False
        return True

    def focus_input(self) -> None:
        """Put the focus where something is being typed, else into the list."""
        if self.picker.display:
            self.picker.focus_input()
        else:
            super().focus_input()

    # Acting ------------------------------------------------------------------------------------------------

    @on(RowView.Opened)
    def open(self, event: RowView.Opened) -> None:
        """Edit the figure; the line below the last adds one."""
        event.stop()
        if event.index < len(self.entries):
            self.edit_figure(event.index)
        else:
            self.action_add()

    def finish(self, index: int, text: str) -> bool:
        """Take the figure of an entry."""
        try:
            entry = self.read_figure(index, text)
        except InvalidInput as error:
            self.tell_mistake(str(error))
            return False
        if entry != self.entries[index]:
            self.change(self.with_entry(index, entry))
        return True

    def tell_mistake(self, sentence: str) -> None:
        """Say what is wrong with a figure."""
        self.post_message(self.Refused(sentence))

    def action_add(self) -> None:
        """Open the picker below the list."""
        self.offer_choices()
        self.picker.put("")
        self.picker.note = None
        self.picker.display = True
        self.picker.focus_input()

    def action_stop_adding(self) -> None:
        """Close the picker."""
        self.picker.display = False
        self.lines.focus()
        self.post_message(self.Typing())

    @on(PickerField.Typed)
    def forget_refusal(self, event: PickerField.Typed) -> None:
        """What was refused is not what is typed now."""
        event.stop()
        if self.picker.is_open:
            self.picker.note = None
        self.post_message(self.Typing())

    @on(PickerField.Entered)
    def tell_unpicked(self, event: PickerField.Entered) -> None:
        """Say of what was typed and left that it is not in the list."""
        event.stop()
        if self.pending:
            self.picker.note = (_UNPICKED.capitalize(), Ink.WARN)
        self.post_message(self.Typing())

    @on(PickerField.Finished)
    def finish_picking(self, event: PickerField.Finished) -> None:
        """Enter on a closed list adds nothing more."""
        event.stop()
        self.action_stop_adding()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While something is typed its keys are letters; escape closes the picker only while it is open."""
        if action == "stop_adding":
            return self.picker.display
        if action in ("add", "remove", "take_back"):
            return self._edited is None and not self.picker.display
        return True
