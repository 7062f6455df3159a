"""The table of a project's days off and worked days, by year, with the milestones due on them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import ClassVar, NamedTuple

from milestone_tui.plan.language.wording import day_words, list_words
from milestone_tui.plan.model import Holiday, Milestone, Project
from milestone_tui.ui.renderer import DUE_SIGN, Line, Renderer
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.columns import Column
from milestone_tui.ui.widgets.keyed_table import KeyedTable

_NAME_MOST, _REST = 34, 37
"""The most cells of the name, and the cells of everything else."""
_WEEKEND = ("weekend", Ink.DIM)
_WORKED = ("worked", Ink.GOOD)
_WORKED_ANYWAY = ("worked anyway", Ink.DIM)


class DayOff(NamedTuple):
    """A line of the table: a day off, a worked day, or a year as a heading."""

    day: str
    """The date with its weekday, or the year."""
    name: str = ""
    note: str = ""
    ink: Ink = Ink.DIM
    """The ink of the note."""
    holiday: Holiday | None = None
    """None for a year."""


_COLUMNS = (
    Column[DayOff]("", lambda row: row.day, 12, gap=0),
    Column[DayOff]("", lambda row: row.name, least=8, current=Ink.BRIGHT),
    Column[DayOff]("", lambda row: row.note, ink=lambda row: row.ink),
)


class DaysOffTable(KeyedTable[DayOff]):
    """Table with a line for each day off, under its year."""

    NONE: ClassVar[str] = "No days off yet. Press n to add one, I to import them."
    MARGIN: ClassVar[int] = 3
    RIGHT_MARGIN: ClassVar[int] = 0
    HEAD_LINES: ClassVar[int] = 0
    """No heads: date and name explain themselves."""

    def __init__(self, renderer: Renderer) -> None:
        super().__init__(renderer, self.NONE)

    def show(self, project: Project, holidays: Sequence[Holiday], on: Mapping[date, Sequence[Milestone]]) -> None:
        """Show the days off and worked days of a project, with the milestones due `on` the days off."""
        week = project._replace(holidays=(), worked=()).calendar
        rows: list[DayOff] = []
        for year, days in groupby(holidays, key=lambda holiday: holiday.day.year):
            rows.append(DayOff(str(year)))
            for off in days:
                in_week = week.is_working(off.day)
                note = _note(on.get(off.day, ())) if in_week else _WEEKEND
                if off.is_worked:
                    note = _WORKED_ANYWAY if in_week else _WORKED
                rows.append(DayOff(_day_words(off.day), off.name, *note, off))
        self.show_entries(rows)

    def select_from(self, day: date) -> None:
        """Put the cursor on the first day off from `day` on, otherwise on the last."""
        days = [row.holiday.day for row in self.entries if row.holiday is not None]
        if days:
            self.select(next((off for off in days if off >= day), days[-1]))

    def columns(self, width: int) -> Sequence[Column[DayOff]]:
        """Return the columns; the name has the room that a note leaves."""
        day, name, note = _COLUMNS
        return (day, name._replace(width=max(name.least, min(_NAME_MOST, width - _REST))), note)

    def key_of(self, entry: DayOff) -> Hashable | None:
        """Return the date; None for a year."""
        return None if entry.holiday is None else entry.holiday.day

    def heading(self, entry: DayOff) -> Line:
        """Return the year."""
        return ((f" {entry.day}", Ink.BRIGHT),)


def _note(milestones: Sequence[Milestone]) -> tuple[str, Ink]:
    """Return the milestones due on a day; empty without any."""
    return (f"{DUE_SIGN} {list_words([m.title for m in milestones], most=2)}" if milestones else "", Ink.WARN)


def _day_words(day: date) -> str:
    """Return a date with its weekday, aligned right."""
    weekday, date_ = day_words(day).split(" ", 1)
    return f"{weekday} {date_:>6}"
