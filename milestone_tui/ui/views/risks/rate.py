"""The panel that rates a risk with two digits: probability, then impact."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult

from milestone_tui.plan.analysis.risks import Bands
from milestone_tui.plan.checks import LARGEST_RATING
from milestone_tui.plan.language.wording import DASH
from milestone_tui.plan.monitoring import Risk, RiskKind
from milestone_tui.ui.base.panel import Panel
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys, bind, hidden
from milestone_tui.ui.renderer import Line, fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.risks.table import BAND_INKS
from milestone_tui.ui.views.risks.words import BAND_WORDS
from milestone_tui.ui.widgets.text_block import TextBlock

_DIGITS = range(1, LARGEST_RATING + 1)
_SCALES = (
    ("probability", ("under 20%", "20-40%", "40-60%", "60-80%", "over 80%")),
    ("impact", ("slight", "small", "medium", "large", "severe")),
)


class RateScreen(Panel[tuple[int, int]]):
    """Panel that answers with probability and impact as soon as both are typed."""

    BINDINGS: ClassVar[Keys] = [
        bind("rate.digit", "1", "rate", "Set the probability, then the impact", "digit(1)", display="1-5"),
        *(hidden(f"rate.digit_{digit}", str(digit), "rate", "", f"digit({digit})") for digit in _DIGITS[1:]),
        bind("rate.back", "backspace", "correct", "Type the probability again", "correct"),
    ]

    def __init__(self, context: Context, risk: Risk) -> None:
        super().__init__(context)
        self._risk = risk
        self._probability: int | None = None
        self._words = TextBlock(context.renderer)

    def compose_panel(self) -> ComposeResult:
        """Yield the question with the scale of the digit that comes next."""
        yield self._words

    def update_content(self) -> None:
        """Write what was typed, and what each digit means."""
        risk = self._risk
        name = fit(f"{risk.called} {risk.title}", max(20, self.app.size.width - 40)).rstrip()
        now = "" if risk.score is None else f"   now {risk.probability} × {risk.impact} = {risk.score}"
        typed = DASH if self._probability is None else str(self._probability)
        scale, meanings = _SCALES[self._probability is not None]
        line: Line = ((f" {scale}  ", Ink.TEXT),)
        for digit, meaning in zip(_DIGITS, meanings, strict=True):
            line = (*line, (str(digit), Ink.KEY), (f" {meaning}{self._result(digit)}  ", Ink.DIM))
        self._words.lines = (
            ((f" Rate {name}", Ink.BRIGHT), (now, Ink.DIM)),
            (),
            ((" probability ", Ink.DIM), (typed, Ink.BRIGHT), (f" × impact {DASH}", Ink.DIM)),
            line,
        )

    def _result(self, impact: int) -> str:
        """Return the score that an impact leads to, once the probability is known; an issue has none."""
        if self._probability is None or self._risk.kind is RiskKind.ISSUE:
            return ""
        return f" ={self._probability * impact}"

    def action_digit(self, digit: int) -> None:
        """Take the probability, or answer with the impact."""
        if self._probability is None:
            self._probability = digit
            self.update_content()
        else:
            self.dismiss((self._probability, digit))

    def action_correct(self) -> None:
        """Forget the probability."""
        self._probability = None
        self.update_content()


def rated_words(risk: Risk, probability: int, impact: int, bands: Bands) -> tuple[str, Ink]:
    """Return the sentence after a rating, and its colour."""
    rated = risk._replace(probability=probability, impact=impact)
    band = bands.of_entry(rated)
    found = f"impact {impact}" if rated.kind is RiskKind.ISSUE else rated.score
    return f"Rated {risk.called} {found}, {BAND_WORDS[band]} · u to undo", BAND_INKS[band]
