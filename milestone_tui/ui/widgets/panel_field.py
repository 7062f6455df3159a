"""A labelled input of a panel, with its mistake beside it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal

from milestone_tui.ui.renderer import CURSOR, Line, Renderer, fit
from milestone_tui.ui.theme import Ground, Ink
from milestone_tui.ui.widgets.line_input import LineInput
from milestone_tui.ui.widgets.text_block import TextBlock

_LABEL = 15


class PanelField(Horizontal):
    """Label, input and mistake; typing clears the mistake."""

    DEFAULT_CSS = """
    PanelField { height: 1; }
    PanelField > TextBlock.-label { width: 15; }
    PanelField > LineInput { width: 1fr; max-width: 60; }
    PanelField > LineInput:focus { background: $row; }
    PanelField > TextBlock.-problem { width: auto; max-width: 60%; }
    """

    def __init__(
        self,
        renderer: Renderer,
        name: str,
        label: str,
        value: str = "",
        *,
        placeholder: str = "",
        replace: bool = False,
        hint: str = "",
    ) -> None:
        """`replace`: typing replaces the text, which is selected on focus; `hint`: what the field means."""
        super().__init__()
        self.field = name
        """The name of the field in errors."""
        self.label = label
        self.hint = hint
        """What the field means."""
        self.input = LineInput(renderer, value, placeholder=placeholder)
        self.input.select_on_focus = replace
        self._given, self._shown = value, self.input.value
        self._words = fit(label, _LABEL - 1)
        self._label = TextBlock(renderer, (((" " + self._words, Ink.DIM),),), classes="-label")
        self._hint = (((f"  {hint}", Ink.DIM),),) if hint else ()
        self._problem = TextBlock(renderer, self._hint, classes="-problem")

    def compose(self) -> ComposeResult:
        """Yield label, input and mistake."""
        yield from (self._label, self.input, self._problem)

    @property
    def value(self) -> str:
        """Return the text; the initial value as it was given, as long as it was not edited."""
        return self._given if self.input.value == self._shown else self.input.value

    @property
    def typed(self) -> bool:
        """Return whether the text was edited."""
        return self.input.value != self._shown

    def on_descendant_focus(self) -> None:
        """Highlight the label with the input."""
        self._show_label(Ground.ROW, ((CURSOR, Ink.ACT), (self._words, Ink.BRIGHT)))

    def on_descendant_blur(self) -> None:
        """Stop highlighting the label."""
        self._show_label(Ground.PANEL, ((" " + self._words, Ink.DIM),))

    def _show_label(self, ground: Ground, line: Line) -> None:
        self._label.ground, self._label.lines = ground, (line,)

    def complain(self, sentence: str) -> None:
        """Show a mistake beside the field; an empty sentence clears it."""
        self._problem.lines = ((("  " + sentence, Ink.BAD),),) if sentence else self._hint

    def on_input_changed(self) -> None:
        """Clear the mistake."""
        self.complain("")
