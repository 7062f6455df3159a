"""The screen for a terminal that is too small; it closes when the terminal grows."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.geometry import Size

from milestone_tui.ui.base.framed import FramedScreen
from milestone_tui.ui.context import Context
from milestone_tui.ui.theme import Ground
from milestone_tui.ui.widgets.text_block import TextBlock, paragraph


class TooSmallScreen(FramedScreen[None]):
    """Screen with one sentence that covers all others while the terminal is too small."""

    def __init__(self, context: Context, least: Size) -> None:
        super().__init__()
        self._least = least
        self._words = TextBlock(context.renderer, ground=Ground.INK)

    def compose(self) -> ComposeResult:
        """Compose the sentence."""
        yield self._words

    def on_resize(self, event: events.Resize) -> None:
        """Wrap the sentence to the new size, or close if there is room."""
        width, height = self._least
        sentence = f"Terminal too small: milestone-tui needs at least {width}x{height}."
        self._words.lines = paragraph(sentence, event.size.width)
        self._go(event.size)

    def on_screen_resume(self) -> None:
        """Close if the terminal has grown while another screen was on top."""
        self._go(self.app.size)

    def _go(self, size: Size) -> None:
        if self.app.screen is self and size.width >= self._least.width and size.height >= self._least.height:
            self.dismiss(None)
