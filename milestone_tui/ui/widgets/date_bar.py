"""The line above the key bar in which a date is typed: how it is understood stands beside it, letter by letter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.calendar.workdays import WorkCalendar
from milestone_tui.plan.date_order import DateOrder
from milestone_tui.plan.language.dates import explain_date, parse_date
from milestone_tui.plan.rules import validate_done_on
from milestone_tui.ui.keys import Keys, bind
from milestone_tui.ui.renderer import Line, Renderer, line_width
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.line_input import LineInput
from milestone_tui.ui.widgets.text_block import TextBlock

_HINT = "2026-12-01   1 dec   fri   +2w   eom   =baseline"
"""What can be typed, as long as nothing is."""


class DateTerms(NamedTuple):
    """What a typed date is read with."""

    today: date
    base: date | None
    """The day of now, which "+2w" counts from."""
    baseline: date | None
    calendar: WorkCalendar
    past: bool = False
    """It is the day on which something was done: it has come, and what it may mean is looked for in the past."""
    order: DateOrder = DateOrder.ASK
    """How the person writes dates in numbers."""


class DateBar(Horizontal):
    """Yield it just above the key bar; `open` shows it. What has a mistake in it tells no day."""

    BINDINGS: ClassVar[Keys] = [
        # Priority: the field would take enter for itself.
        bind("date.keep", "enter", "take the date", "Back to the chart", priority=True),
        bind("date.forget", "escape", "back", "Close the field, the date is forgotten"),
    ]

    DEFAULT_CSS = """
    DateBar { height: 1; display: none; background: $panel; }
    DateBar.-open { display: block; }
    DateBar TextBlock.-label { width: auto; }
    DateBar LineInput { width: 20; }
    """

    @dataclass
    class Typed(Message):
        """Another day is meant; None when nothing is typed, or nothing that is a date."""

        day: date | None

    class Typing(Message):
        """Something else stands in the field."""

    @dataclass
    class Closed(Message):
        """Typing is over."""

        kept: bool
        """Whether the day that was told last counts."""

    def __init__(self, renderer: Renderer) -> None:
        super().__init__()
        self.renderer = renderer
        self._terms: DateTerms | None = None
        self._day: date | None = None
        self._before: Widget | None = None
        self._label = TextBlock(renderer, classes="-label")
        self._input = LineInput(renderer)
        self._echo = TextBlock(renderer)

    def compose(self) -> ComposeResult:
        """What is asked, the field, and how it is understood."""
        yield from (self._label, self._input, self._echo)

    @property
    def is_open(self) -> bool:
        """Whether one types here."""
        return self.has_class("-open")

    @property
    def text(self) -> str:
        """What is typed, while one types here."""
        return self._input.value.strip() if self.is_open else ""

    def open(self, label: str, terms: DateTerms, text: str = "") -> None:
        """Show the bar with what was typed already, and type on in it."""
        self._terms, self._day = terms, None
        line: Line = ((f" {label} ", Ink.KEY),)
        self._label.styles.width = line_width(line)
        self._label.lines = (line,)
        self._before = self.screen.focused
        self.add_class("-open")
        self._input.value = text
        self._input.cursor_position = len(text)
        self.screen.set_focus(self._input)  # at once: the next letter may be on its way
        self._read(text)

    def turn_to(self, today: date) -> None:
        """Tell what is typed anew: another day has begun."""
        if self.is_open and self._terms is not None:
            self._terms = self._terms._replace(today=today)
            self._read(self._input.value)

    def action_keep(self) -> None:
        """The day counts; what is not understood is not left."""
        if self._read(self._input.value):  # enter may be faster than the word that something was typed
            self._close(kept=True)

    def action_forget(self) -> None:
        """As if nothing had been typed."""
        self._close(kept=False)

    def _close(self, kept: bool) -> None:
        self.remove_class("-open")
        self.screen.set_focus(self._before)
        self.post_message(self.Closed(kept))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if self.is_open:
            self._read(event.value)
            self.post_message(self.Typing())

    def _read(self, text: str) -> bool:
        """Say how the text is understood, tell the day; False where there is a mistake in it."""
        terms = self._terms
        if terms is None or not text.strip():
            self._echo.lines = (((f" {_HINT}", Ink.DIM),),)
            self._tell(None)
            return True
        try:
            day = _day(text, terms)
        except InvalidInput as error:
            self._echo.lines = (((f" {error.brief}", Ink.BAD),),)
            self._tell(None)
            return False
        self._echo.lines = (((f" {explain_date(day, terms.today, terms.calendar)}", Ink.DIM),),)
        self._tell(day)
        return True

    def _tell(self, day: date | None) -> None:
        if day != self._day:
            self._day = day
            self.post_message(self.Typed(day))


def _day(text: str, terms: DateTerms) -> date:
    day = parse_date(
        text,
        terms.today,
        base=terms.base,
        baseline=terms.baseline,
        calendar=terms.calendar,
        past=terms.past,
        order=terms.order,
    )
    return validate_done_on(day, terms.today) if terms.past else day
