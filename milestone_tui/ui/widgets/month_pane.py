"""The month beside a date field, and a text about the highlighted day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message

from milestone_tui.plan.field_texts import field_text
from milestone_tui.plan.form_state import FieldContext
from milestone_tui.ui.renderer import Renderer
from milestone_tui.ui.theme import Ground
from milestone_tui.ui.widgets.fields import DateField
from milestone_tui.ui.widgets.month import MonthView
from milestone_tui.ui.widgets.text_block import TextBlock


class Calendar(Horizontal):
    """Month calendar that follows the typed date of `field` and lets the user choose one."""

    DEFAULT_CSS = """
    Calendar { height: auto; }
    Calendar > TextBlock { margin: 2 0 0 5; }
    """

    @dataclass
    class Marked(Message):
        """A day is highlighted; the screen describes it in `words.lines`."""

        field: DateField
        day: date

    class Closed(Message):
        """The calendar was left."""

    def __init__(self, renderer: Renderer) -> None:
        super().__init__(id="calendar")
        self.month = MonthView(renderer)
        self.words = TextBlock(renderer, ground=Ground.INK)
        self.field: DateField | None = None
        self._given = FieldContext(date.min)

    def compose(self) -> ComposeResult:
        """Yield month and text side by side."""
        yield self.month
        yield self.words

    def show_date(self, field: DateField, day: date | None, given: FieldContext) -> None:
        """Highlight the date of a field, or today without one; keep the highlight while the calendar has the focus."""
        self.field, self._given = field, given
        self.month.today = given.today
        if not self.month.has_focus:
            self.month.calendar = given.calendar
            self.month.day = day or given.today
            self.post_message(self.Marked(field, self.month.day))

    @on(MonthView.Moved)
    def report(self, event: MonthView.Moved) -> None:
        """Report the highlighted day."""
        event.stop()
        if self.field is not None:
            self.post_message(self.Marked(self.field, event.day))

    @on(MonthView.Chosen)
    def choose(self, event: MonthView.Chosen) -> None:
        """Put the day into the field."""
        event.stop()
        if self.field is not None:
            self.field.put(field_text(self.field.field, event.day, self._given.currency))
        self.post_message(self.Closed())

    @on(MonthView.Cancelled)
    def leave(self, event: MonthView.Cancelled) -> None:
        """Close without a choice."""
        event.stop()
        self.post_message(self.Closed())
