"""The two lines below a report: what its reader does not get, and the period."""

from __future__ import annotations

from collections.abc import Sequence

from textual.geometry import Region
from textual.strip import Strip

from milestone_tui.plan.audience import Audience
from milestone_tui.plan.language.wording import count_words
from milestone_tui.ui.renderer import RULE, Line, Renderer, cells, ended
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.report.reading import Made, Shown
from milestone_tui.ui.views.report.words import since_words
from milestone_tui.ui.widgets.detail_pane import DetailPane

_BRIEFLY = "Left out"
"""How the first line begins where its list is long: the title says for whom."""


class ReportPane(DetailPane):
    """The lines about the report that is shown."""

    def __init__(self, renderer: Renderer) -> None:
        super().__init__(renderer)
        self._shown: Shown | None = None
        self._below = 0

    def show(self, shown: Shown) -> None:
        """Show the lines about a report."""
        self._shown = shown
        self.refresh()

    def show_below(self, below: int) -> None:
        """Show on the rule how many lines of the report are below it."""
        self._below = below
        self.refresh(Region(0, 0, self.size.width, 1))

    def render_line(self, y: int) -> Strip:
        """Return the rule with what is below it, or a line."""
        if y or not self._below:
            return super().render_line(y)
        width, words = self.size.width, f" {count_words(self._below, 'line')} below "
        rule = RULE * max(0, width - 4 - len(words))
        return self.renderer.strip(((f" {rule}", Ink.FAINT), (words, Ink.DIM), (RULE * 2, Ink.FAINT)), width)

    def lines(self, width: int) -> Sequence[Line]:
        """Return both lines."""
        if (shown := self._shown) is None:
            return ()
        if (made := shown.made) is None:
            return ()
        words = since_words(made.states, made.period)
        period = ((words, Ink.DIM), ("; ", Ink.DIM), ("o", Ink.KEY), (" changes that", Ink.DIM))
        return tuple(ended(line, width) for line in (_left_out(shown, made, width), period))


def _left_out(shown: Shown, made: Made, width: int) -> Line:
    if shown.wanted.audience is Audience.INTERNAL:
        return (("Internal: ", Ink.DIM), ("nothing is left out", Ink.TEXT))
    what, colon, named = made.left_out.partition(": ")
    if colon and cells(made.left_out) > width:
        what = _BRIEFLY
    return ((f"{what}{colon}", Ink.DIM), (named, Ink.TEXT))
