"""A field whose value is one of many: filters as one types, offers to create what is not there."""

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
"""How many choices are listed at a time."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose: what stands in the field, and what tells it from its like."""

    text: str
    note: str = ""
    key: int | None = None
    """What the program knows it by, where the text alone does not say."""
    creates: bool = False
    """Not there yet: it is made when the editor saves."""


NOBODY = Choice("")
"""No value at all."""


def matching(choices: Sequence[Choice], typed: str) -> list[Choice]:
    """The choices that contain what was typed, those that begin with it first, the exact one before all."""
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
    """The rows of the list: matches, then the offer to create a `creates` of that name (empty: nothing is created)."""
    rows = matching(choices, typed)
    if is_blank(typed):
        return [NOBODY, *rows] if optional else rows
    name = tidy(typed)
    if creates and all(fold(choice.text) != fold(name) for choice in rows):
        rows.append(Choice(name, creates=True))
    return rows


class PickerField(LineField):
    """The field with its list of choices below while one types."""

    BINDINGS: ClassVar[Keys] = [
        bind("picker.down", "down", "choose", "Open the list, or go down in it", "move(1)"),
        hidden("picker.up", "up", "choice above", "Go up in the list", "move(-1)"),
        hidden("picker.close", "escape", "Close the list", "Leave the field as it was"),
    ]

    place: reactive[int] = reactive(0)
    """The row of the list that enter takes."""
    is_open: reactive[bool] = reactive(False, layout=True, bindings=True)

    @dataclass
    class Picked(Message):
        """One of the choices was taken."""

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
        """`creates`: what a name that is not there makes, as "person"; `optional`: nothing is a choice too."""
        super().__init__(renderer, field, label, replace=True, indent=indent, first=first)
        self.choices: tuple[Choice, ...] = ()
        self._creates = creates
        self._optional = optional
        self._before = ""
        self._quiet = ""
        self._filter = ""

    @property
    def rows(self) -> list[Choice]:
        """What is listed now."""
        return offered(self.choices, self._filter, self._creates, self._optional)

    def put(self, text: str) -> None:
        """Have `text` stand in the field, without opening the list."""
        self._quiet = text
        super().put(text)

    def on_descendant_focus(self) -> None:
        """Remember what to return to."""
        super().on_descendant_focus()
        self._before = self.text

    @on(Input.Changed)
    def narrow(self, event: Input.Changed) -> None:
        """List what contains what was typed."""
        if not self.active or event.value == self._quiet:
            return
        self._quiet = event.value
        self._filter = event.value
        self.place = 0
        self.is_open = True
        self.refresh(layout=True)

    def submit(self) -> None:
        """Take the choice; with the list closed, enter goes on to the next field."""
        if self.is_open:
            self.settle()
        else:
            super().submit()

    @property
    def _marked(self) -> Choice | None:
        """The choice that enter would take."""
        rows = self.rows if self.is_open else []
        return rows[min(self.place, len(rows) - 1)] if rows else None

    @property
    def resolved_text(self) -> str:
        """The marked choice while the list is open."""
        choice = self._marked
        return self.text if choice is None else visible(choice.text) if choice.text else ""

    def settle(self) -> None:
        """Take the marked choice, so that half a name never stays behind."""
        choice = self._marked
        self.is_open = False
        if choice is not None:
            self._before = visible(choice.text) if choice.text else ""
            self.put(self._before)
            self.post_message(self.Picked(self, choice))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Escape and ↑ belong to the list only while it is open."""
        if action == "close" or (action == "move" and parameters == (-1,)):
            return self.is_open
        return True

    def action_move(self, step: int) -> None:
        """Open the whole list, or move in it."""
        if not self.is_open:
            self._filter = ""
            names = [choice.text for choice in self.rows]
            self.place = names.index(self.text) if self.text in names else 0
            self.is_open = True
        else:
            self.place = max(0, min(self.place + step, len(self.rows) - 1))

    def reopen(self) -> None:
        """List what contains what stands in the field."""
        self._filter = self.text
        self.place = 0
        self.is_open = True

    def action_close(self) -> None:
        """Close the list; what stood there before stands there again."""
        self.is_open = False
        self.put(self._before)

    def below(self, width: int) -> tuple[tuple[Line, Ground], ...]:
        """The list while it is open, else what the field says."""
        if not self.is_open:
            return super().below(width)
        if not (rows := self.rows):
            return ((((f" Nothing here is called “{visible(tidy(self._filter))}”", Ink.BAD),), Ground.INK),)
        top = self._top(rows)
        shown = rows[top : top + MOST_ROWS]
        lines = [self._row(choice, width, top + row == self.place) for row, choice in enumerate(shown)]
        return tuple(lines)

    def _top(self, rows: Sequence[Choice]) -> int:
        """The first row in view."""
        return max(0, min(self.place - MOST_ROWS + 2, len(rows) - MOST_ROWS))

    def on_click(self, event: events.Click) -> None:
        """A click in the list takes what stands there."""
        row = event.screen_y - self.content_region.y - self.input_height
        rows = self.rows
        if self.is_open and 0 <= row < min(MOST_ROWS, len(rows)):
            event.stop()
            self.place = self._top(rows) + row
            self.settle()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves in the open list."""
        self._roll(event, 1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel moves in the open list."""
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
            name = f"{self._creates} “{visible(choice.text)}”"
            return (mark, ("create ", Ink.ACT), (fit(name, width - 7), ink)), ground
        if not choice.text:
            return (mark, (DASH, Ink.DIM)), ground
        note = visible(choice.note) if choice.note else ""
        room = width - (len(note) + 2 if note else 0)
        return (mark, (fit(choice.text, room), ink), (f"  {note}", Ink.DIM)), ground


class AddingPicker(PickerField):
    """Picks what a list is to have more of: what is typed stays as it is until it is picked or given up."""

    def settle(self) -> None:
        """Take the marked choice at enter; when the focus goes elsewhere, only close the list."""
        if self.active:
            super().settle()
        else:
            self.is_open = False

    def submit(self) -> None:
        """Take the choice; what matches nothing goes on being listed as that."""
        if not self.is_open and not is_blank(self.text):
            self.reopen()
        elif not self.is_open or self.rows:
            super().submit()
