"""The table of a project's baselines: when and by whom each was set, and how far the plan has moved since."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from datetime import date
from typing import ClassVar

from textual.reactive import reactive

from milestone_tui.plan.analysis.compared_plans import ComparedBaseline
from milestone_tui.plan.language.wording import DASH, date_words, slip_words
from milestone_tui.ui.renderer import BASELINE, MARKED, Line, Renderer
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.columns import Column
from milestone_tui.ui.widgets.keyed_table import KeyedTable

_SHORT_DAY, _LONG_DAY = 6, 11
"""Cells of a date without and with its year."""
_WIDE = 100
"""Cells from which the people fit."""
_COUNTED = 76
"""Cells from which the counts of added and removed milestones fit."""


class BaselineTable(KeyedTable[ComparedBaseline]):
    """Table with a line for each baseline, latest first."""

    MARGIN: ClassVar[int] = 4
    NONE: ClassVar[str] = "No baseline yet. Press n to set one."
    CURSOR_STAYS = False  # one highlight at a time: the cursor may be in the differences

    other: reactive[int | None] = reactive(None)
    """The id of the baseline chosen for comparison."""

    def __init__(self, renderer: Renderer, today: date) -> None:
        super().__init__(renderer, self.NONE)
        self.today = today

    def key_of(self, entry: ComparedBaseline) -> Hashable:
        """Return the baseline's id."""
        return entry.baseline.id

    def margin(self, entry: ComparedBaseline) -> Line:
        """Return the marks of the baseline chosen for comparison and of the current one."""
        return (
            (" ", Ink.TEXT),
            (MARKED if entry.baseline.id == self.other else " ", Ink.BRIGHT),
            (BASELINE + " ", Ink.ACT if entry.current else Ink.DIM),
        )

    def columns(self, width: int) -> Sequence[Column[ComparedBaseline]]:
        """Return the columns: people if wide, fewer counts if narrow."""
        day = self._day_cells()
        return (
            Column(
                "BASELINE",
                lambda s: s.baseline.name,
                ink=lambda s: Ink.BRIGHT if s.current else Ink.TEXT,
                gap=0,
                least=6,
                most=40,
                tag=lambda s: "current" if s.current else "",
            ),
            Column("SET", self._set_on, day, Ink.DIM),
            Column("BY", lambda s: s.baseline.taken_by, ink=Ink.DIM, least=10, most=16, at_width=_WIDE),
            Column("APPROVED BY", lambda s: s.baseline.approved_by, 16, Ink.DIM, at_width=_WIDE),
            Column("FINISH", self._finish, day, right=True),
            Column("SLIP", lambda s: slip_words(s.finish_days), 7, _slip_ink, right=True, gap=0),
            _count_column("MOVED", lambda s: len(s.since.moved)),
            _count_column("ADDED", lambda s: len(s.since.added), _COUNTED),
            _count_column("REMOVED", lambda s: len(s.since.removed), _COUNTED),
        )

    def _day_cells(self) -> int:
        days = (write(row) for row in self.entries for write in (self._set_on, self._finish))
        return _LONG_DAY if any(len(day) > _SHORT_DAY for day in days) else _SHORT_DAY

    def _set_on(self, row: ComparedBaseline) -> str:
        return date_words(row.baseline.taken_at.date(), self.today)

    def _finish(self, row: ComparedBaseline) -> str:
        return date_words(row.finish_on, self.today)


def _slip_ink(row: ComparedBaseline) -> Ink:
    days = row.finish_days
    return Ink.DIM if not days else Ink.WARN if days > 0 else Ink.GOOD


def _count_column(head: str, count: Callable[[ComparedBaseline], int], at_width: int = 0) -> Column[ComparedBaseline]:
    def ink(row: ComparedBaseline) -> Ink:
        return Ink.TEXT if count(row) else Ink.DIM

    return Column(head, lambda s: str(count(s) or DASH), 7, ink, right=True, gap=2, at_width=at_width)
