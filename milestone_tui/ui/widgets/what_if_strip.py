"""The strip under a what-if: a rule, what follows, and what that breaks."""

from __future__ import annotations

from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from milestone_tui.ui.look import RULE, Line, Look, ended
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.words import flow

_GAP = "   "


class WhatIfStrip(Widget):
    """One line that is always there, below it the consequences as far as there is room."""

    ALLOW_SELECT = False

    DEFAULT_CSS = "WhatIfStrip { height: 5; }"

    head: reactive[Line] = reactive(())
    facts: reactive[tuple[Line, ...]] = reactive(())

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look

    def render_line(self, y: int) -> Strip:
        """The rule, the head, then the facts."""
        width = self.size.width
        if y == 0:
            return self.look.strip(((" " + RULE * (width - 2), Ink.FAINT),), width)
        lines = (ended(self.head, width - 2), *laid_out(self.facts, width - 2, self.size.height - 2))
        return self.look.strip(((" ", Ink.TEXT), *(lines[y - 1] if y <= len(lines) else ())), width)


def laid_out(facts: tuple[Line, ...], width: int, height: int) -> tuple[Line, ...]:
    """Facts side by side in at most `height` lines of `width` cells; the last says how many are left out."""
    facts = tuple(ended(fact, width) for fact in facts)
    for left_out in range(len(facts)):  # there are never many
        shown = facts[: len(facts) - left_out]
        rest: tuple[Line, ...] = (((f"and {left_out} more", Ink.DIM),),) if left_out else ()
        lines = flow((*shown, *rest), width, (_GAP, Ink.TEXT))
        if len(lines) <= height:
            return lines
    return ()
