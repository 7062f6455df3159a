"""A month calendar to choose a day in; non-working days are dim."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from milestone_tui.plan.calendar.workdays import OFFICE_DAYS, WorkCalendar
from milestone_tui.plan.language.wording import MONTH_NAMES, WEEKDAYS
from milestone_tui.ui.keys import Keys, bind, hidden
from milestone_tui.ui.renderer import Renderer, Span
from milestone_tui.ui.theme import Ink

WIDTH = 20
HEIGHT = 8
_HEAD = 2
"""Lines above the weeks."""
_ARROW = 2
"""Clickable cells at each end of the first line that turn the page."""


def moved_by_months(day: date, months: int) -> date:
    """Return the same day that many months later, or the last day of a shorter month, within the range of dates."""
    number = day.year * 12 + day.month - 1 + months
    year, month = min(max(number // 12, date.min.year), date.max.year), number % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


class MonthView(Widget, can_focus=True):
    """Month of `day`, with `day` highlighted."""

    ALLOW_SELECT = False

    DEFAULT_CSS = f"MonthView {{ width: {WIDTH}; height: {HEIGHT}; }}"

    BINDINGS: ClassVar[Keys] = [
        bind("calendar.choose", "enter", "use", "Use this date"),
        bind("calendar.left", "left,h", "day", "Go one day back", "move(-1)", display="← →"),
        hidden("calendar.right", "right,l", "next day", "Go one day forward", "move(1)"),
        bind("calendar.up", "up,k", "week", "Go one week back", "move(-7)", display="↑ ↓"),
        hidden("calendar.down", "down,j", "next week", "Go one week forward", "move(7)"),
        bind("calendar.back", "pageup", "month", "Go one month back", "turn(-1)", display="pgup pgdn"),
        hidden("calendar.on", "pagedown", "next month", "Go one month forward", "turn(1)"),
        bind("calendar.today", "t", "today", "Highlight the present day"),
        bind("calendar.leave", "escape,q", "cancel", "Keep the date as it was"),
    ]

    day: reactive[date] = reactive(date(2000, 1, 1))
    calendar: reactive[WorkCalendar] = reactive(OFFICE_DAYS)
    today: reactive[date] = reactive(date(2000, 1, 1))

    @dataclass
    class Moved(Message):
        """Another day is highlighted."""

        day: date

    @dataclass
    class Chosen(Message):
        """The highlighted day was chosen."""

        day: date

    class Cancelled(Message):
        """The calendar was left without a choice."""

    def __init__(self, renderer: Renderer) -> None:
        super().__init__()
        self.renderer = renderer

    def render_line(self, y: int) -> Strip:
        """Return month and year, the weekdays, or one of up to six weeks."""
        if y == 0:
            name = f"{MONTH_NAMES[self.day.month - 1]} {self.day.year}"
            return self._strip((("◀", Ink.DIM), (f"{name:^18}", Ink.BRIGHT), ("▶", Ink.DIM)))
        if y == 1:
            return self._strip(((" ".join(name[:2] for name in WEEKDAYS), Ink.DIM),))
        cells: list[Strip] = []
        for day in self._week(y - _HEAD):
            shown = f"{day.day:>2}" if day else "  "
            if day == self.day:
                cells.append(Strip([Segment(shown, self._chosen())]))
            else:
                cells.append(self.renderer.strip(((shown, self._ink(day) if day else Ink.TEXT),), 2))
            cells.append(self.renderer.strip((), 1))
        return Strip.join(cells[:-1]).crop_extend(0, self.size.width, self.renderer.palette.style(Ink.TEXT))

    def _week(self, week: int) -> list[date | None]:
        """Return the seven days of a line, None for those of other months."""
        first = self.day.replace(day=1)
        length = monthrange(first.year, first.month)[1]
        start = week * 7 - first.weekday() + 1
        return [first.replace(day=n) if 1 <= n <= length else None for n in range(start, start + 7)]

    def _strip(self, line: tuple[Span, ...]) -> Strip:
        return self.renderer.strip(line, self.size.width)

    def _ink(self, day: date) -> Ink:
        if day == self.today:
            return Ink.ACT
        return Ink.TEXT if self.calendar.is_working(day) else Ink.DIM

    def _chosen(self) -> Style:
        palette = self.renderer.palette
        if palette.own_colours:
            return palette.style(Ink.BRIGHT) + Style(reverse=True)
        return Style(color=palette.ink, bgcolor=palette.act, bold=True)

    def watch_day(self, day: date) -> None:
        """Report the highlighted day."""
        if self.has_focus:
            self.post_message(self.Moved(day))

    def action_move(self, days: int) -> None:
        """Go back or forward by days."""
        ordinal = self.day.toordinal() + days
        if date.min.toordinal() <= ordinal <= date.max.toordinal():
            self.day += timedelta(days)

    def action_turn(self, months: int) -> None:
        """Go back or forward by months."""
        self.day = moved_by_months(self.day, months)

    def action_today(self) -> None:
        """Highlight today."""
        self.day = self.today

    def action_choose(self) -> None:
        """Choose the highlighted day."""
        self.post_message(self.Chosen(self.day))

    def action_leave(self) -> None:
        """Leave without choosing."""
        self.post_message(self.Cancelled())

    # Mouse -------------------------------------------------------------------------------------------------

    def on_click(self, event: events.Click) -> None:
        """Turn the page on an arrow, highlight the clicked day, or choose it if it is highlighted."""
        event.stop()
        if event.y == 0 and not _ARROW <= event.x < WIDTH - _ARROW:
            self.action_turn(-1 if event.x < _ARROW else 1)
        elif event.y >= _HEAD and event.x < WIDTH:
            day = self._week(event.y - _HEAD)[event.x // 3]
            if day == self.day:
                self.action_choose()
            elif day is not None:
                self.day = day

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Turn the page forward."""
        event.stop()
        self.action_turn(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Turn the page back."""
        event.stop()
        self.action_turn(-1)
