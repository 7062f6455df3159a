"""A labelled line in a panel, with room beside it for what is wrong."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal

from milestone_tui.ui.renderer import Renderer, fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.line_input import LineInput
from milestone_tui.ui.widgets.text_block import TextBlock

_LABEL = 15


class PanelField(Horizontal):
    """Label, input, problem; the problem goes when something is typed."""

    DEFAULT_CSS = """
    PanelField { height: 1; }
    PanelField > TextBlock.-label { width: 15; }
    PanelField > LineInput { width: 1fr; max-width: 60; }
    PanelField > LineInput:focus { background: $row; }
    PanelField > TextBlock.-problem { width: auto; max-width: 60%; }
    """

    def __init__(
        self, renderer: Renderer, name: str, label: str, value: str = "", *, placeholder: str = "", hint: str = ""
    ) -> None:
        """`hint` stands beside the field while nothing is wrong with it."""
        super().__init__()
        self.field = name
        """The word of the value in the plan, as errors name it."""
        self.input = LineInput(renderer, value, placeholder=placeholder)
        self._given, self._shown = value, self.input.value
        self._label = TextBlock(renderer, (((fit(f" {label}", _LABEL), Ink.DIM),),), classes="-label")
        self._hint = (((f"  {hint}", Ink.DIM),),) if hint else ()
        self._problem = TextBlock(renderer, self._hint, classes="-problem")

    def compose(self) -> ComposeResult:
        """The three side by side."""
        yield from (self._label, self.input, self._problem)

    @property
    def value(self) -> str:
        """What stands in the field; while nothing else was typed, what it was given, however that is shown."""
        return self._given if self.input.value == self._shown else self.input.value

    @property
    def typed(self) -> bool:
        """Whether something else stands in the field than it was given."""
        return self.input.value != self._shown

    def complain(self, sentence: str) -> None:
        """Say what is wrong beside the field; an empty sentence: nothing is."""
        self._problem.lines = ((("  " + sentence, Ink.BAD),),) if sentence else self._hint

    def on_input_changed(self) -> None:
        """What was wrong is being mended."""
        self.complain("")
