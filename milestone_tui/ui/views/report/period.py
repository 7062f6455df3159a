"""The panel that asks for the days that a report is about."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.audience import Audience
from milestone_tui.plan.calendar.any_day import day_after
from milestone_tui.plan.language.periods import period_words, read_period
from milestone_tui.plan.language.wording import count_words, date_words
from milestone_tui.plan.reporting import Period, ReportSubject
from milestone_tui.ui.base.panel import Panel
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys, bind, hidden
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.report.words import FOR, named
from milestone_tui.ui.widgets.choices import Choices
from milestone_tui.ui.widgets.panel_field import PanelField
from milestone_tui.ui.widgets.rows import RowView
from milestone_tui.ui.widgets.text_block import TextBlock

_WEEK = "7 days"
_SPANS = (_WEEK, "this month", "last month", "this quarter", "last quarter")
_EXAMPLE = "such as 1 oct - 15 oct · q3 · since 6 nov"


class _Choice(NamedTuple):
    """A line of the list."""

    text: str
    """What it puts into the field."""
    name: str
    days: str


class PeriodPanel(Panel[str]):
    """Panel with a field for a period, and usual ones that the arrow keys put into it; answers with the text."""

    SHOWS_PAST = True
    HELP_TOPICS = ("periods", "dates")

    BINDINGS: ClassVar[Keys] = [
        # Priority, since the field would handle these keys itself.
        bind("period.show", "enter,ctrl+s", "show", "Show the report on these days", "submit", priority=True),
        bind("period.down", "down", "choose", "Go to the next period", "step(1)", priority=True, display="↑ ↓"),
        hidden("period.up", "up", "choose", "Go to the previous period", "step(-1)", priority=True),
    ]

    DEFAULT_CSS = """
    PeriodPanel Choices { margin-bottom: 1; }
    """

    def __init__(
        self, context: Context, project_id: int, subject: ReportSubject, audience: Audience, text: str
    ) -> None:
        """`project_id`: whose reviews count; `text`: the present period as it was typed, empty for the usual one."""
        super().__init__(context)
        self._title = f"Days that the report on {named(subject)} is about, {FOR[audience]}"
        usual = tuple(self._usual(project_id, subject, audience))
        self._offered = (*usual, *self._spans(known={choice.name for choice in usual}))
        self._choices = Choices(context.renderer, beside_fields=True)
        self._field = PanelField(context.renderer, "period", "Period", text, placeholder=_EXAMPLE, replace=True)
        self._echo = TextBlock(context.renderer)
        self._marked = 0
        """The period that the text is; a click marks another one."""

    def _usual(self, project_id: int, subject: ReportSubject, audience: Audience) -> Iterator[_Choice]:
        """Yield the period without any text, and the last review if that is another one."""
        read, today = self.context.store.read, self.context.today
        reports = [one.until_on for one in read.written_reports(subject, audience) if one.until_on < today]
        moments = read.review_moments(project_id) if subject.project_key else ()
        reviews = [moment.day for moment in moments if moment.day < today]
        if reports:
            yield _Choice("", "since the last report", self._days(Period(max(reports), today)))
        if reviews:
            days = self._days(Period(max(reviews), today))
            yield _Choice("last review" if reports else "", "since the last review", days)
        elif not reports:
            yield _Choice("", _WEEK, self._days(self._read(_WEEK)))

    def _spans(self, known: Collection[str]) -> Iterator[_Choice]:
        """Yield the periods that the calendar names, but for those known."""
        for name in (name for name in _SPANS if name not in known):
            yield _Choice(name, name, self._days(self._read(name)))

    def _read(self, text: str) -> Period:
        return read_period(text, self.context.today, self.context.settings.date_order)

    def _days(self, period: Period) -> str:
        if period.since_on is None:
            return ""
        today = self.context.today
        return f"{date_words(day_after(period.since_on), today)} – {date_words(period.until_on, today)}"

    def compose_panel(self) -> ComposeResult:
        """Compose the usual periods, the field and its echo."""
        yield TextBlock(self.context.renderer, (((f" {self._title}", Ink.BRIGHT),), ()))
        wide = max(len(choice.name) for choice in self._offered)
        days = max(len(choice.days) for choice in self._offered)
        self._choices.items = tuple(
            ((f"   {choice.name:<{wide}}", Ink.BRIGHT), (f"   {choice.days:>{days}}", Ink.DIM))
            for choice in self._offered
        )
        self._choices.styles.height = len(self._offered)
        yield self._choices
        yield self._field
        yield self._echo

    def on_mount(self) -> None:
        """Put the cursor into the field, and mark its text among the periods."""
        super().on_mount()
        self._field.input.focus()
        self._understand()

    # Keys --------------------------------------------------------------------------------------------------

    @on(Input.Changed)
    def _understand(self) -> None:
        """Mark the period that the text is, and show how it is understood."""
        text = self._field.value.strip().lower()
        place = next((place for place, choice in enumerate(self._offered) if choice.text == text), None)
        if place is not None:
            self._mark(place)
        words = ""
        if text:
            try:
                words = self._words(self._read(text))
            except InvalidInput:
                words = ""  # told on enter: half a word is no mistake
        elif not self._offered[0].days:
            words = "since the last report or review, else 7 days"
        self._echo.lines = (((f" {words}", Ink.DIM),),)

    def _words(self, period: Period) -> str:
        if period.since_on is None:
            return period_words(period)
        days = count_words((period.until_on - period.since_on).days, "day")
        named, exact = period_words(period), self._days(period)
        return f"{named}, {days}" if named.startswith(exact) else f"{named}: {exact}, {days}"

    def action_step(self, step: int) -> None:
        """Put another of the periods into the field."""
        here = [choice.text for choice in self._offered]
        typed = self._field.value.strip().lower()
        place = here.index(typed) + step if typed in here else self._choices.cursor
        self._put(max(0, min(place, len(here) - 1)))

    def _mark(self, place: int) -> None:
        self._marked = self._choices.cursor = place

    def _put(self, place: int) -> None:
        self._mark(place)
        field = self._field.input
        field.value = self._offered[place].text
        field.cursor_position = len(field.value)

    @on(RowView.Highlighted)
    def _clicked(self, event: RowView.Highlighted) -> None:
        if event.index != self._marked:
            self._put(event.index)

    @on(RowView.Opened)
    def action_submit(self) -> None:
        """Close with the text, or show what is wrong with it."""
        text = self._field.value.strip()
        try:
            if text:
                self._read(text)
        except InvalidInput as error:
            self._field.complain(error.brief)
        else:
            self.dismiss(text)
