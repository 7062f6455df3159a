"""What stands there when the terminal is too small for anything else; a larger one brings everything back."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.geometry import Size

from milestone_tui.ui.base.framed import FramedScreen
from milestone_tui.ui.context import Context
from milestone_tui.ui.theme import Ground
from milestone_tui.ui.widgets.text_block import TextBlock, paragraph


class TooSmallScreen(FramedScreen[None]):
    """Says so, keeps the keys away from what is below, and goes when there is room."""

    def __init__(self, context: Context, least: Size) -> None:
        super().__init__()
        self._least = least
        self._words = TextBlock(context.renderer, ground=Ground.INK)

    def compose(self) -> ComposeResult:
        """The one sentence."""
        yield self._words

    def on_resize(self, event: events.Resize) -> None:
        """Say it over as many lines as it needs, or go."""
        width, height = self._least
        sentence = f"The terminal is too small: {width}x{height} at least"
        self._words.lines = paragraph(sentence, event.size.width)
        self._go(event.size)

    def on_screen_resume(self) -> None:
        """The terminal may have grown while another screen was on top."""
        self._go(self.app.size)

    def _go(self, size: Size) -> None:
        if self.app.screen is self and size.width >= self._least.width and size.height >= self._least.height:
            self.dismiss(None)
