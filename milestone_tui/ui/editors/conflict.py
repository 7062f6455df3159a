"""A save that met somebody else's change of the same: both values, field by field, of a list entry by entry."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, TypeAlias

from textual.app import ComposeResult

from milestone_tui.errors import FieldConflict
from milestone_tui.plan.form_state import Values, field_text
from milestone_tui.plan.language.wording import DASH, ago_words
from milestone_tui.plan.list_merge import ORDER
from milestone_tui.ui.base.panel import Panel
from milestone_tui.ui.context import Context
from milestone_tui.ui.editors.form import Form
from milestone_tui.ui.keys import Keys, bind, hidden
from milestone_tui.ui.renderer import CURSOR, Line, cells, fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.text_block import TextBlock

_ENTRIES = {"criteria": "Criterion", "predecessors": "Predecessor", "assignments": "Person", "phases": "Phase"}
"""What an entry of a list is called."""

_OTHER_LINES = 6
"""Lines of the panel besides those of what is asked about."""

Disputed: TypeAlias = tuple[str, Hashable]
"""A field; or a list and the key of an entry in it."""


@dataclass(frozen=True, slots=True)
class Collision:
    """One field or one entry of a list, with both values as a person reads them."""

    about: Disputed
    label: str
    mine: str
    theirs: str
    who: str
    """Who changed it, and how long ago."""


def collision_of(conflict: FieldConflict, form: Form, stored: Values, now: datetime) -> Collision:
    """A conflict in the words of the fields; an entry of a list stays in the words of the store."""
    mine, theirs, label = conflict.mine, conflict.theirs, _ENTRIES.get(conflict.field, conflict.field)
    if conflict.entry == ORDER:
        label = f"{label} order"
    if conflict.field in form:
        mine = field_text(conflict.field, form.value(conflict.field), form.given.currency)
        theirs = field_text(conflict.field, stored[conflict.field], form.given.currency)
        label = form.fields[conflict.field].label
    who = f"{conflict.by}, {ago_words(conflict.at, now)}"
    return Collision((conflict.field, conflict.entry), label, mine or DASH, theirs or DASH, who)


def told_apart(one: str, other: str, room: int) -> tuple[str, str]:
    """Return two texts cut to so many cells; where both begin alike they are cut there, so that one sees the rest."""
    if max(cells(one), cells(other)) > room:
        pairs = enumerate(zip(one, other, strict=False))
        alike = next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))
        if begin := max(0, alike - room // 3):
            one, other = f"…{one[begin:]}", f"…{other[begin:]}"
    return fit(one, room), fit(other, room)


class ConflictScreen(Panel[frozenset[Disputed]]):
    """Asks which value stays; answers with that of which mine is kept."""

    BINDINGS: ClassVar[Keys] = [
        bind("conflict.mine", "m", "keep mine", "Keep what I typed in this field", "choose(True)"),
        bind("conflict.theirs", "t", "take theirs", "Take what is saved in this field", "choose(False)"),
        hidden("conflict.down", "down,j,tab", "next field", "Go to the next field", "move(1)"),
        hidden("conflict.up", "up,k,shift+tab", "previous field", "Go back a field", "move(-1)"),
        bind("conflict.apply", "enter,ctrl+s", "apply", "Save what was chosen"),
        bind("conflict.stay", "escape", "go on editing", "Decide later; nothing is saved", "leave"),
    ]

    def __init__(self, context: Context, collisions: Sequence[Collision]) -> None:
        super().__init__(context)
        self._collisions = tuple(collisions)
        self._mine = {collision.about for collision in collisions}
        self._cursor = 0
        self._words = TextBlock(context.renderer)

    def compose_panel(self) -> ComposeResult:
        """The fields."""
        yield self._words

    def show_words(self) -> None:
        """Write the fields with both values; mine is chosen everywhere at first."""
        title: Line = (("  Somebody else changed the same meanwhile. Nothing is saved yet.", Ink.WARN),)
        lines: list[Line] = [title, ()]
        width = self._half
        for place in self._shown():
            collision = self._collisions[place]
            here = place == self._cursor
            mine = collision.about in self._mine
            ours, theirs = (Ink.BRIGHT, Ink.DIM) if mine else (Ink.DIM, Ink.BRIGHT)
            head = (
                (f" {CURSOR if here else ' '} ", Ink.ACT),
                (fit(collision.label, 13), Ink.BRIGHT if here else Ink.DIM),
                (" yours  ", Ink.DIM),
            )
            if self._is_long:
                room = max(10, self.app.size.width - 25)
                one, other = told_apart(collision.mine, collision.theirs, room)
                lines += [(*head, (one, ours)), ((" " * 16 + "theirs  ", Ink.DIM), (other, theirs))]
            else:
                other = fit(collision.theirs, width)
                lines.append((*head, (fit(collision.mine, width), ours), ("  theirs  ", Ink.DIM), (other, theirs)))
            lines.append(((" " * 16, Ink.TEXT), (fit(collision.who, self.app.size.width - 18), Ink.DIM)))
        self._words.lines = tuple(lines)

    @property
    def _half(self) -> int:
        """Cells for one of two values on a line."""
        return max(10, (self.app.size.width - 18) // 2 - 12)

    @property
    def _is_long(self) -> bool:
        """Whether the values need a line each, for nobody can choose between two that are cut off."""
        return any(max(cells(c.mine), cells(c.theirs)) > self._half for c in self._collisions)

    def _shown(self) -> range:
        """The places of those that there is room for, the one under the cursor among them."""
        each = 3 if self._is_long else 2
        count, most = len(self._collisions), max(1, (self.app.size.height - _OTHER_LINES) // each)
        first = max(0, min(self._cursor - most // 2, count - most))
        return range(first, min(count, first + most))

    def action_choose(self, mine: bool) -> None:
        """Decide the field, and go on to the next."""
        about = self._collisions[self._cursor].about
        if mine:
            self._mine.add(about)
        else:
            self._mine.discard(about)
        self._cursor = min(self._cursor + 1, len(self._collisions) - 1)
        self.show_words()

    def action_move(self, step: int) -> None:
        """To another field."""
        self._cursor = (self._cursor + step) % len(self._collisions)
        self.show_words()

    def action_apply(self) -> None:
        """Close with the choice."""
        self.dismiss(frozenset(self._mine))
