"""The strip under a what-if: a rule, what follows, and what that breaks."""

from __future__ import annotations

from collections.abc import Sequence

from textual.reactive import reactive

from milestone_tui.ui.renderer import Line, ended
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.detail_pane import DetailPane
from milestone_tui.ui.widgets.text_block import flow

_GAP = "   "


class WhatIfPane(DetailPane):
    """One line that is always there, below it the consequences as far as there is room."""

    DEFAULT_CSS = "WhatIfPane { height: 5; }"

    head: reactive[Line] = reactive(())
    facts: reactive[tuple[Line, ...]] = reactive(())

    def lines(self, width: int) -> Sequence[Line]:
        """The head, then the facts."""
        return (ended(self.head, width), *laid_out(self.facts, width, self.size.height - 2))


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
