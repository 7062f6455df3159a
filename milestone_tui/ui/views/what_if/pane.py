"""The pane under a what-if: a rule, how much moves, and what that breaks."""

from __future__ import annotations

from collections.abc import Sequence

from textual.reactive import reactive

from milestone_tui.ui.renderer import Line, ended
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.detail_pane import DetailPane
from milestone_tui.ui.widgets.text_block import flow

_GAP = "   "


class WhatIfPane(DetailPane):
    """Pane with one line about the move, and below it as many consequences as fit."""

    DEFAULT_CSS = "WhatIfPane { height: 5; }"

    head: reactive[Line] = reactive(())
    facts: reactive[tuple[Line, ...]] = reactive(())

    def lines(self, width: int) -> Sequence[Line]:
        """Return the head, then the facts."""
        return (ended(self.head, width), *laid_out(self.facts, width, self.size.height - 2))


def laid_out(facts: tuple[Line, ...], width: int, height: int) -> tuple[Line, ...]:
    """Return facts side by side in at most `height` lines of `width` cells, then how many are left out."""
    facts = tuple(ended(fact, width) for fact in facts)
    for left_out in range(len(facts)):  # there are never many
        shown = facts[: len(facts) - left_out]
        rest: tuple[Line, ...] = (((f"and {left_out} more", Ink.DIM),),) if left_out else ()
        lines = flow((*shown, *rest), width, (_GAP, Ink.TEXT))
        if len(lines) <= height:
            return lines
    return ()
