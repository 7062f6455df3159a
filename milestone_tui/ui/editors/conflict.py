"""The panel for a save that conflicts with another person's: both values of each field or entry."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, TypeAlias

from textual.app import ComposeResult

from milestone_tui.errors import FieldConflict
from milestone_tui.plan.field_texts import field_text
from milestone_tui.plan.form_state import Values
from milestone_tui.plan.language.wording import DASH, ago_words
from milestone_tui.plan.list_merge import ORDER
from milestone_tui.ui.base.panel import Panel
from milestone_tui.ui.context import Context
from milestone_tui.ui.editors.form import Form
from milestone_tui.ui.keys import Keys, bind, hidden
from milestone_tui.ui.renderer import CURSOR, MARKED, Line, cells, fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.text_block import TextBlock

_ENTRIES = {
    "criteria": "Criterion",
    "predecessors": "Predecessor",
    "assignments": "Person",
    "spent": "Amount",
    "phases": "Phase",
}
"""The names of the entries of each list."""

_OTHER_LINES = 6
"""Lines of the panel without the conflicts."""

Disputed: TypeAlias = tuple[str, Hashable]
"""A field name with an empty key, or a list name with the key of an entry."""


@dataclass(frozen=True, slots=True)
class Collision:
    """A conflict in a field or an entry of a list, in words."""

    about: Disputed
    label: str
    mine: str
    theirs: str
    who: str
    """Who changed it, and when."""


def collision_of(conflict: FieldConflict, form: Form, stored: Values, now: datetime) -> Collision:
    """Return a conflict with the values as its field shows them; those of entries are in the store's words."""
    mine, theirs, label = conflict.mine, conflict.theirs, _ENTRIES.get(conflict.field, conflict.field)
    if conflict.entry == ORDER:
        label = f"{label} order"
    if conflict.field in form:
        mine = field_text(conflict.field, form.value(conflict.field), form.given.currency)
        theirs = field_text(conflict.field, stored[conflict.field], form.given.currency)
        label = form.fields[conflict.field].label
    who = f"{conflict.by}, {ago_words(conflict.at, now)}"
    return Collision((conflict.field, conflict.entry), label, mine or DASH, theirs or DASH, who)


def cut_where_they_differ(one: str, other: str, room: int) -> tuple[str, str]:
    """Return two texts in `room` cells each, without most of a common beginning if they are too long."""
    if max(cells(one), cells(other)) > room:
        pairs = enumerate(zip(one, other, strict=False))
        alike = next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))
        if begin := max(0, alike - room // 3):
            one, other = f"…{one[begin:]}", f"…{other[begin:]}"
    return fit(one, room), fit(other, room)


class ConflictScreen(Panel[frozenset[Disputed]]):
    """Question which values to keep; answers with the conflicts in which mine is kept."""

    BINDINGS: ClassVar[Keys] = [
        bind("conflict.mine", "m", "keep mine", "Keep the value you typed", "choose(True)"),
        bind("conflict.theirs", "t", "use theirs", "Use the value they saved", "choose(False)"),
        hidden("conflict.down", "down,j,tab", "next field", "Go to the next field", "move(1)"),
        hidden("conflict.up", "up,k,shift+tab", "previous field", "Go back a field", "move(-1)"),
        bind("conflict.apply", "enter,ctrl+s", "apply", "Save your choices"),
        bind("conflict.stay", "escape", "keep editing", "Save nothing yet", "leave"),
    ]

    def __init__(self, context: Context, collisions: Sequence[Collision]) -> None:
        super().__init__(context)
        self._collisions = tuple(collisions)
        self._mine = {collision.about for collision in collisions}
        self._cursor = 0
        self._words = TextBlock(context.renderer)

    def compose_panel(self) -> ComposeResult:
        """Compose the list of conflicts."""
        yield self._words

    def update_content(self) -> None:
        """Write the conflicts with both values, the chosen one marked and bright."""
        title: Line = (("  Somebody else changed these fields. Choose what to keep; nothing is saved.", Ink.WARN),)
        lines: list[Line] = [title, ()]
        width = self._value_width
        for place in self._shown():
            collision = self._collisions[place]
            here = place == self._cursor
            mine = collision.about in self._mine
            ours, theirs = (Ink.BRIGHT, Ink.DIM) if mine else (Ink.DIM, Ink.BRIGHT)
            mark_mine, mark_theirs = (((MARKED if chosen else " "), Ink.ACT) for chosen in (mine, not mine))
            head = (
                (f" {CURSOR if here else ' '} ", Ink.ACT),
                (fit(collision.label, 13), Ink.BRIGHT if here else Ink.DIM),
                mark_mine,
                ("mine   ", Ink.DIM),
            )
            if self._is_long:
                room = max(10, self.app.size.width - 25)
                one, other = cut_where_they_differ(collision.mine, collision.theirs, room)
                lines += [
                    (*head, (one, ours)),
                    ((" " * 16, Ink.DIM), mark_theirs, ("theirs ", Ink.DIM), (other, theirs)),
                ]
            else:
                other = fit(collision.theirs, width)
                one = fit(collision.mine, width)
                lines.append((*head, (one, ours), (" ", Ink.DIM), mark_theirs, ("theirs  ", Ink.DIM), (other, theirs)))
            below_theirs = 17 if self._is_long else width + 26
            lines.append(
                ((" " * below_theirs, Ink.TEXT), (fit(collision.who, self.app.size.width - below_theirs - 2), Ink.DIM))
            )
        self._words.lines = tuple(lines)

    @property
    def _value_width(self) -> int:
        """Return the cells for each of two values on one line."""
        return max(10, (self.app.size.width - 18) // 2 - 12)

    @property
    def _is_long(self) -> bool:
        """Return True if the values are too long for one line and need a line each."""
        return any(max(cells(c.mine), cells(c.theirs)) > self._value_width for c in self._collisions)

    def _shown(self) -> range:
        """Return the places of the conflicts to show, including the one under the cursor."""
        each = 3 if self._is_long else 2
        count, most = len(self._collisions), max(1, (self.app.size.height - _OTHER_LINES) // each)
        first = max(0, min(self._cursor - most // 2, count - most))
        return range(first, min(count, first + most))

    def action_choose(self, mine: bool) -> None:
        """Choose a value and move to the next conflict."""
        about = self._collisions[self._cursor].about
        if mine:
            self._mine.add(about)
        else:
            self._mine.discard(about)
        self._cursor = min(self._cursor + 1, len(self._collisions) - 1)
        self.update_content()

    def action_move(self, step: int) -> None:
        """Move the cursor to another conflict."""
        self._cursor = (self._cursor + step) % len(self._collisions)
        self.update_content()

    def action_apply(self) -> None:
        """Close with the choices."""
        self.dismiss(frozenset(self._mine))
