"""A field whose value is chosen from a list, which is filtered while typing and can offer to create a new entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Input

from milestone_tui.plan.language.text import fold, is_blank, tidy, visible
from milestone_tui.plan.language.wording import DASH
from milestone_tui.ui.keys import Keys, bind, hidden
from milestone_tui.ui.renderer import CURSOR, Line, Renderer, fit
from milestone_tui.ui.theme import Ground, Ink
from milestone_tui.ui.widgets.fields import INDENT, LineField

MOST_ROWS = 6
"""The most choices listed at a time."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice: the text put into the field, and a note that distinguishes it from others."""

    text: str
    note: str = ""
    key: int | None = None
    """Its id, if the text alone does not identify it."""
    creates: bool = False
    """Whether it does not exist yet and is created when the editor saves."""


NOBODY = Choice("")
"""The choice of no value."""


def matching(choices: Sequence[Choice], typed: str) -> list[Choice]:
    """Return the choices that contain the typed text: the exact one first, then those that begin with it."""
    if not (wanted := fold(tidy(typed))):
        return list(choices)
    ranked = []
    for place, choice in enumerate(choices):
        name = fold(choice.text)
        at = name.find(wanted)
        if at < 0 and wanted not in fold(choice.note):
            continue
        rank = 0 if name == wanted else 1 if at == 0 else 2 if at > 0 and name[at - 1] == " " else 3
        ranked.append((rank, place, choice))
    ranked.sort(key=lambda entry: entry[:2])
    return [choice for _, _, choice in ranked]


def offered(choices: Sequence[Choice], typed: str, creates: str, optional: bool) -> list[Choice]:
    """Return the matching choices, then an offer to create a `creates` of that name unless `creates` is empty."""
    rows = matching(choices, typed)
    if is_blank(typed):
        return [NOBODY, *rows] if optional else rows
    name = tidy(typed)
    if creates and all(fold(choice.text) != fold(name) for choice in rows):
        rows.append(Choice(name, creates=True))
    return rows


class PickerField(LineField):
    """Field with a list of choices below it while typing."""

    BINDINGS: ClassVar[Keys] = [
        bind("picker.down", "down", "choose", "Open the list, or go down in it", "move(1)"),
        hidden("picker.up", "up", "previous choice", "Go up in the list", "move(-1)"),
        bind("picker.close", "escape", "cancel", "Keep the value as it was"),
    ]

    place: reactive[int] = reactive(0)
    """The highlighted row of the list, which enter picks."""
    is_open: reactive[bool] = reactive(False, layout=True, bindings=True)

    @dataclass
    class Picked(Message):
        """A choice was picked."""

        field: PickerField
        choice: Choice

    def __init__(
        self,
        renderer: Renderer,
        field: str,
        label: str,
        *,
        creates: str = "",
        optional: bool = True,
        indent: int = INDENT,
        first: bool = False,
    ) -> None:
        """Create the field; `creates` is what an unknown name becomes, such as "person"; `optional` allows no value."""
        super().__init__(renderer, field, label, replace=True, indent=indent, first=first)
        self.choices: tuple[Choice, ...] = ()
        self._creates = creates
        self._optional = optional
        self._before = ""
        self._quiet = ""
        self._filter = ""

    @property
    def rows(self) -> list[Choice]:
        """Return the choices listed now."""
        return offered(self.choices, self._filter, self._creates, self._optional)

    def put(self, text: str) -> None:
        """Set the text without opening the list."""
        self._quiet = text
        super().put(text)

    def on_descendant_focus(self) -> None:
        """Remember the value, for cancel."""
        super().on_descendant_focus()
        self._before = self.text

    @on(Input.Changed)
    def narrow(self, event: Input.Changed) -> None:
        """List the choices that contain the typed text."""
        if not self.active or event.value == self._quiet:
            return
        self._quiet = event.value
        self._filter = event.value
        self.place = 0
        self.is_open = True
        self.refresh(layout=True)

    def submit(self) -> None:
        """Pick the highlighted choice; with the list closed, report enter."""
        if self.is_open:
            self.settle()
        else:
            super().submit()

    @property
    def _highlighted(self) -> Choice | None:
        """Return the choice that enter would pick."""
        rows = self.rows if self.is_open else []
        return rows[min(self.place, len(rows) - 1)] if rows else None

    @property
    def resolved_text(self) -> str:
        """Return the text of the highlighted choice while the list is open, otherwise the text."""
        choice = self._highlighted
        return self.text if choice is None else visible(choice.text) if choice.text else ""

    def settle(self) -> None:
        """Pick the highlighted choice, so that half a name is never left in the field."""
        choice = self._highlighted
        self.is_open = False
        if choice is not None:
            self._before = visible(choice.text) if choice.text else ""
            self.put(self._before)
            self.post_message(self.Picked(self, choice))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether a key works now: escape and ↑ only while the list is open."""
        if action == "close" or (action == "move" and parameters == (-1,)):
            return self.is_open
        return True

    def action_move(self, step: int) -> None:
        """Open the list with all choices, or move in it."""
        if not self.is_open:
            self._filter = ""
            names = [choice.text for choice in self.rows]
            self.place = names.index(self.text) if self.text in names else 0
            self.is_open = True
        else:
            self.place = max(0, min(self.place + step, len(self.rows) - 1))

    def reopen(self) -> None:
        """List the choices that contain the text in the field."""
        self._filter = self.text
        self.place = 0
        self.is_open = True

    def action_close(self) -> None:
        """Close the list and restore the value."""
        self.is_open = False
        self.put(self._before)

    def below(self, width: int) -> tuple[tuple[Line, Ground], ...]:
        """Return the list while it is open, otherwise the note."""
        if not self.is_open:
            return super().below(width)
        if not (rows := self.rows):
            return ((((f' Nothing matches "{visible(tidy(self._filter))}"', Ink.BAD),), Ground.INK),)
        top = self._top(rows)
        shown = rows[top : top + MOST_ROWS]
        lines = [self._row(choice, width, top + row == self.place) for row, choice in enumerate(shown)]
        return tuple(lines)

    def _top(self, rows: Sequence[Choice]) -> int:
        """Return the first row in view."""
        return max(0, min(self.place - MOST_ROWS + 2, len(rows) - MOST_ROWS))

    def on_click(self, event: events.Click) -> None:
        """Pick the choice that was clicked."""
        row = event.screen_y - self.content_region.y - self.input_height
        rows = self.rows
        if self.is_open and 0 <= row < min(MOST_ROWS, len(rows)):
            event.stop()
            self.place = self._top(rows) + row
            self.settle()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Move down in the open list."""
        self._roll(event, 1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Move up in the open list."""
        self._roll(event, -1)

    def _roll(self, event: events.MouseEvent, step: int) -> None:
        if self.is_open:
            event.stop()
            self.action_move(step)

    def _row(self, choice: Choice, width: int, current: bool) -> tuple[Line, Ground]:
        ink = Ink.BRIGHT if current else Ink.TEXT
        mark = (CURSOR if current else " ", Ink.ACT)
        ground = Ground.ROW if current else Ground.INK
        if choice.creates:
            name = f'{self._creates} "{visible(choice.text)}"'
            return (mark, ("create ", Ink.ACT), (fit(name, width - 7), ink)), ground
        if not choice.text:
            return (mark, (DASH, Ink.DIM)), ground
        note = visible(choice.note) if choice.note else ""
        room = width - (len(note) + 2 if note else 0)
        return (mark, (fit(choice.text, room), ink), (f"  {note}", Ink.DIM)), ground


class AddingPicker(PickerField):
    """Picker of a new line for a list: the typed text stays until a choice is picked or cancelled."""

    def settle(self) -> None:
        """Pick the highlighted choice at enter; when the field loses the focus, only close the list."""
        if self.active:
            super().settle()
        else:
            self.is_open = False

    def submit(self) -> None:
        """Pick the choice; a text without a match keeps the list open."""
        if not self.is_open and not is_blank(self.text):
            self.reopen()
        elif not self.is_open or self.rows:
            super().submit()
