"""The line above the key bar for typing a date, which shows how the text is understood."""

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
from milestone_tui.plan.language.dates import TypedDay, explain_typed, read_day
from milestone_tui.plan.rules import validate_done_on
from milestone_tui.ui.keys import Keys, bind
from milestone_tui.ui.renderer import Line, Renderer, line_width
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.line_input import LineInput
from milestone_tui.ui.widgets.text_block import TextBlock

_HINT = "2026-12-01   1 dec   fri   +2w   w50   eom   =baseline"
"""Examples, shown while the field is empty."""


class DateTerms(NamedTuple):
    """What a typed date is relative to."""

    today: date
    base: date | None
    """The present date, which "+2w" counts from."""
    baseline: date | None
    calendar: WorkCalendar
    past: bool = False
    """Whether it is a done date: a date without a year is in the past, and future dates are refused."""
    order: DateOrder = DateOrder.ASK
    """How the person writes dates in numbers."""


class DateBar(Horizontal):
    """Date field to be yielded just above the key bar and shown by `open`; a mistake counts as no date."""

    BINDINGS: ClassVar[Keys] = [
        # Priority: the field would take enter for itself.
        bind("date.use", "enter", "use", "Use this date", priority=True),
        bind("date.cancel", "escape", "cancel", "Keep the date as it was"),
    ]

    DEFAULT_CSS = """
    DateBar { height: 1; display: none; background: $panel; }
    DateBar.-open { display: block; }
    DateBar TextBlock.-label { width: auto; }
    DateBar LineInput { width: 20; }
    """

    @dataclass
    class Typed(Message):
        """The date has changed; None when the text is empty or not a date."""

        day: date | None

    class Typing(Message):
        """The text has changed."""

    @dataclass
    class Closed(Message):
        """The field was closed."""

        kept: bool
        """Whether the last date counts."""

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
        """Yield label, field and how the text is understood."""
        yield from (self._label, self._input, self._echo)

    @property
    def is_open(self) -> bool:
        """Return whether the field is shown."""
        return self.has_class("-open")

    @property
    def text(self) -> str:
        """Return the typed text while the field is open."""
        return self._input.value.strip() if self.is_open else ""

    def open(self, label: str, terms: DateTerms, text: str = "") -> None:
        """Show the field with `text` and focus it."""
        self._terms, self._day = terms, None
        line: Line = ((f" {label} ", Ink.KEY),)
        self._label.styles.width = line_width(line)
        self._label.lines = (line,)
        self._before = self.screen.focused
        self.add_class("-open")
        self._input.value = text
        self._input.cursor_position = len(text)
        self.screen.set_focus(self._input)  # now, since the next letter may be on its way
        self._read(text)

    def turn_to(self, today: date) -> None:
        """Read the text again for a new day."""
        if self.is_open and self._terms is not None:
            self._terms = self._terms._replace(today=today)
            self._read(self._input.value)

    def action_use(self) -> None:
        """Use the date, unless the text has a mistake."""
        if self._read(self._input.value):  # enter may arrive before the message about the last letter
            self._close(kept=True)

    def action_cancel(self) -> None:
        """Close the field without a date."""
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
        """Show how the text is understood and post the date; return False if it has a mistake."""
        terms = self._terms
        if terms is None or not text.strip():
            self._echo.lines = (((f" {_HINT}", Ink.DIM),),)
            self._post(None)
            return True
        try:
            typed = _read(text, terms)
        except InvalidInput as error:
            self._echo.lines = (((f" {error.brief}", Ink.BAD),),)
            self._post(None)
            return False
        self._echo.lines = (((f" {explain_typed(typed, terms.today, terms.calendar)}", Ink.DIM),),)
        self._post(typed.day)
        return True

    def _post(self, day: date | None) -> None:
        if day != self._day:
            self._day = day
            self.post_message(self.Typed(day))


def _read(text: str, terms: DateTerms) -> TypedDay:
    typed = read_day(
        text,
        terms.today,
        base=terms.base,
        baseline=terms.baseline,
        calendar=terms.calendar,
        past=terms.past,
        order=terms.order,
    )
    if terms.past:
        validate_done_on(typed.day, terms.today)
    return typed
