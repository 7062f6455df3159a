"""The tab of a milestone with the risks that threaten it: they open, and new ones are raised."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.message import Message

from milestone_tui.plan.analysis.risks import Band, Bands, figure, worst_first
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.language.wording import DASH, handle
from milestone_tui.plan.monitoring import Risk
from milestone_tui.ui.editors.side_rows import SideRow, SideRows
from milestone_tui.ui.keys import Keys, bind
from milestone_tui.ui.renderer import AT_RISK, OFF_TRACK, OPEN, Renderer, Span
from milestone_tui.ui.theme import Ink

_MARKS: dict[Band, Span] = {Band.SEVERE: (OFF_TRACK, Ink.BAD), Band.ELEVATED: (AT_RISK, Ink.WARN)}


class RiskRows(SideRows):
    """The rows of the tab; the last one raises a risk."""

    BINDINGS: ClassVar[Keys] = [
        bind("risks.open", "enter", "open", "Open this risk", "open"),
        bind("risks.raise", "n", "new", "Raise a risk for this milestone", "raise_one"),
    ]

    class Raised(Message):
        """Request to raise a risk."""

    def __init__(self, renderer: Renderer) -> None:
        super().__init__(renderer)
        self.risks: tuple[Risk, ...] = ()

    def show(self, risks: Sequence[Risk], bands: Bands) -> None:
        """Show these risks: open ones first, the worst first; the cursor stays on its risk."""
        stood = self.risks[self.cursor].id if self.cursor < len(self.risks) else None
        self.risks = tuple(sorted(risks, key=lambda risk: (not risk.is_open, worst_first(risk))))
        rows = [_row(risk, bands) for risk in self.risks]
        place = next((place for place, risk in enumerate(self.risks) if risk.id == stood), None)
        self.replace_rows((*rows, SideRow("raise a risk", Ink.DIM, (("+", Ink.DIM),))), place)

    @property
    def open_count(self) -> int:
        """Return how many are open."""
        return sum(risk.is_open for risk in self.risks)

    def at(self, index: int) -> Risk | None:
        """Return the risk of a row; None for the row that raises one."""
        return self.risks[index] if index < len(self.risks) else None

    def action_raise_one(self) -> None:
        """Ask to raise a risk."""
        self.post_message(self.Raised())


def _row(risk: Risk, bands: Bands) -> SideRow:
    found = figure(risk)
    owner = handle(risk.owner)
    if not risk.is_open:
        return SideRow(f"{risk.called} {visible(risk.title)}", Ink.DIM, ((OPEN, Ink.DIM),), (("closed", Ink.DIM),))
    mark = _MARKS.get(bands.of_entry(risk), (OPEN, Ink.DIM))
    right = ((f"{owner}  " if owner else "", Ink.DIM), (f"{DASH if found is None else found:>2}", mark[1]))
    return SideRow(f"{risk.called} {visible(risk.title)}", mark=(mark,), right=right)
