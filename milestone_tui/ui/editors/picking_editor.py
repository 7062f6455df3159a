"""The list of a tab whose new entries are picked: a picker below the rows, whose text stays until it is picked."""

from __future__ import annotations

from collections.abc import Hashable
from typing import ClassVar, TypeVar

from textual import on

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.language.text import is_blank, tidy, visible
from milestone_tui.ui.editors.collection_editor import CollectionEditor
from milestone_tui.ui.editors.list_spec import PickedSpec
from milestone_tui.ui.keys import Keys, hidden
from milestone_tui.ui.renderer import Renderer
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.picker import AddingPicker, PickerField

_Entry = TypeVar("_Entry", bound=Hashable)

_UNPICKED = "not added yet. Press ↵ to add it, or esc to cancel."
_UNPICKED_NOTE = f"N{_UNPICKED[1:]}"


class PickingEditor(CollectionEditor[_Entry]):
    """Editor of a list that a spec with a picker describes; the picker is mounted when first used."""

    DEFAULT_CSS = "PickingEditor > PickerField { layer: lines; display: none; margin-top: 1; }"

    BINDINGS: ClassVar[Keys] = [hidden("list.stop", "escape", "cancel", "Add nothing", "stop_adding")]

    spec: PickedSpec[_Entry]

    def __init__(self, renderer: Renderer, spec: PickedSpec[_Entry]) -> None:
        super().__init__(renderer, spec)
        self._picks = False
        """Whether an entry is being picked."""

    # The text in the picker --------------------------------------------------------------------------------

    @property
    def _has_text(self) -> bool:
        return self._picks and not is_blank(self.spec.picker.text)

    @property
    def unpicked(self) -> str:
        """Return the text in the picker from which nothing was picked."""
        return self.spec.picker.text if self._has_text else ""

    @property
    def pending(self) -> bool:
        """Return True if the picker has a text but not the focus."""
        return self._has_text and not self.spec.picker.active

    @property
    def is_unsaved(self) -> bool:
        """Return True if the list has changes, or a text in the picker."""
        return super().is_unsaved or self.pending

    @property
    def takes_letters(self) -> bool:
        """Return True while keys are letters of a text, also in the picker."""
        return self._picks or super().takes_letters

    def resume_picking(self, text: str) -> None:
        """Open the picker with a text of a draft."""
        self._open_picker(visible(text)).note = (_UNPICKED_NOTE, Ink.WARN)

    def settle(self) -> bool:
        """Accept the line that is being typed before a save; return False for a mistake.

        A text in the picker from which nothing was picked counts as a mistake: the picker reopens with it.
        """
        if not super().settle():
            return False
        if not self._has_text:
            return True
        picker = self.spec.picker
        picker.reopen()
        typed = f'"{visible(tidy(picker.text))}"'
        left = f"{typed} is {_UNPICKED}" if picker.rows else f"no match for {typed}. Change it, or press esc to cancel."
        self.post_message(self.Refused(f"Not saved: {left}"))
        return False

    # Picking -----------------------------------------------------------------------------------------------

    def _open_picker(self, text: str) -> AddingPicker:
        picker = self.spec.picker
        picker.choices = tuple(self.spec.choices(self.entries))
        self._picks = True
        self._use(picker)
        picker.put(text)
        return picker

    @on(PickerField.Picked)
    def pick(self, event: PickerField.Picked) -> None:
        """Add the choice and ask for its figure, or show why it cannot be added."""
        event.stop()
        picker = self.spec.picker
        if not picker.active:
            return
        try:
            entry = self.spec.from_choice(self.entries, event.choice)
        except InvalidInput as error:
            picker.note = (str(error), Ink.BAD)
            picker.focus_input()
            return
        self.change((*self.entries, entry))
        self.action_stop_adding()
        last = len(self.entries) - 1
        self.lines.cursor = last
        if self.spec.asks_figure:
            # After the layout that adds a line to the list, on which the input opens.
            self.call_after_refresh(self._ask_figure, last)

    def _ask_figure(self, index: int) -> None:
        if self.lines.has_focus and index < len(self.entries):
            self.edit(index, self.spec.typed_text(self.entries[index]))

    @on(PickerField.Typed)
    def forget_refusal(self, event: PickerField.Typed) -> None:
        """Drop the reason why an earlier choice was refused."""
        event.stop()
        if self.spec.picker.is_open:
            self.spec.picker.note = None
        self.report_change()

    @on(PickerField.Entered)
    def show_unpicked(self, event: PickerField.Entered) -> None:
        """Show that the text in the picker is not added yet."""
        event.stop()
        if self.pending:
            self.spec.picker.note = (_UNPICKED_NOTE, Ink.WARN)
        self.report_change()

    @on(PickerField.Finished)
    def finish_picking(self, event: PickerField.Finished) -> None:
        """Close the picker at enter in an empty field."""
        event.stop()
        self.action_stop_adding()

    # Acting ------------------------------------------------------------------------------------------------

    def focus_input(self) -> None:
        """Focus the picker or input that is open, else the rows."""
        if self._picks:
            self.spec.picker.focus_input()
        else:
            super().focus_input()

    def action_add(self) -> None:
        """Open the picker."""
        picker = self._open_picker("")
        picker.note = None
        picker.focus_input()

    def action_stop_adding(self) -> None:
        """Close the picker."""
        self._picks = False
        self.spec.picker.display = False
        self.lines.focus()
        self.report_change()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable escape while an entry is picked, and the other keys as in every list."""
        return self._picks if action == "stop_adding" else super().check_action(action, parameters)
