"""A widget that shows a plot; only the lines that differ are painted again."""

from __future__ import annotations

from textual.geometry import Region
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from milestone_tui.ui.renderer import Line, Renderer
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.plot_paint import Plot, paint
from milestone_tui.ui.widgets.text_block import indented, paragraph


class PlotView(Widget):
    """A plot, or a sentence while there is nothing to draw."""

    ALLOW_SELECT = False

    DEFAULT_CSS = "PlotView { width: 1fr; height: 1fr; }"

    plot: reactive[Plot | None] = reactive(None, repaint=False)
    hint: reactive[str] = reactive("")
    """The sentence shown without a plot."""

    def __init__(self, renderer: Renderer) -> None:
        super().__init__()
        self.renderer = renderer
        self._lines: tuple[Line, ...] = ()
        self._drawn: object = None
        """What the lines were drawn from."""

    def watch_plot(self) -> None:
        """Paint the lines that differ."""
        before, size = self._lines, self.size
        self._draw()
        if len(before) != len(self._lines):
            self.refresh()
            return
        changed = [y for y, (old, new) in enumerate(zip(before, self._lines, strict=True)) if old != new]
        if changed:
            self.refresh(*(Region(0, y, size.width, 1) for y in changed))

    def _draw(self) -> None:
        wanted = (self.plot, self.size, self.renderer.ascii_only, self.hint)
        if wanted == self._drawn:
            return
        self._drawn = wanted
        width, height = self.size
        self._lines = (
            paint(self.plot, width, height, ascii_only=self.renderer.ascii_only)
            if self.plot is not None
            else ((), *indented(paragraph(self.hint, max(10, width - 4), Ink.DIM), 3))
        )

    def render_line(self, y: int) -> Strip:
        """Return one line of the plot."""
        if y == 0:
            self._draw()
        line = self._lines[y] if y < len(self._lines) else ()
        return self.renderer.strip(line, self.size.width)
