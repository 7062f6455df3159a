"""The table of a project's baselines: when and by whom each was taken, and how far the plan has moved since."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from datetime import date
from typing import ClassVar, NamedTuple

from textual.reactive import reactive

from milestone_tui.plan.analysis.baselines import Comparison
from milestone_tui.plan.language.wording import DASH, date_words, slip_words
from milestone_tui.plan.model import Baseline
from milestone_tui.ui.renderer import BASELINE, MARKED, Line, Renderer
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.columns import Column
from milestone_tui.ui.widgets.keyed_table import KeyedTable

_SHORT_DAY, _LONG_DAY = 6, 11
"""Cells of a date without and with its year."""
_WIDE = 100
"""Cells from which there is room for who took it and who approved it."""
_COUNTED = 76
"""Cells from which there is room for what is new and what is gone beside what has moved."""


class BaselineStanding(NamedTuple):
    """One baseline, and what has become of it."""

    baseline: Baseline
    current: bool
    """Slip is measured against it."""
    finish_on: date | None
    """The last day that was agreed."""
    since: Comparison
    """From it to the plan as it stands."""
    finish_days: int | None
    """Calendar days by which the plan ends later now; None when one of the two has no end."""


class BaselineTable(KeyedTable[BaselineStanding]):
    """One line a baseline, the last one first."""

    MARGIN: ClassVar[int] = 4

    other: reactive[int | None] = reactive(None)
    """The id of the one that is chosen to compare with."""

    def __init__(self, renderer: Renderer, today: date) -> None:
        super().__init__(renderer, "No baseline yet: n takes the first one")
        self.today = today

    def key_of(self, entry: BaselineStanding) -> Hashable:
        """Return the baseline's id."""
        return entry.baseline.id

    def margin(self, entry: BaselineStanding) -> Line:
        """Return whether it is the one to compare with, and whether slip is measured against it."""
        return (
            (" ", Ink.TEXT),
            (MARKED if entry.baseline.id == self.other else " ", Ink.BRIGHT),
            (BASELINE + " ", Ink.ACT if entry.current else Ink.DIM),
        )

    def columns(self, width: int) -> Sequence[Column[BaselineStanding]]:
        """Return the columns: fewer counts where it is narrow, people where it is wide."""
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
            Column("TAKEN", self._taken, day, Ink.DIM),
            Column("BY", lambda s: s.baseline.taken_by, ink=Ink.DIM, least=10, most=16, at_width=_WIDE),
            Column("APPROVED BY", lambda s: s.baseline.approved_by, 16, Ink.DIM, at_width=_WIDE),
            Column("FINISH", self._finish, day, right=True),
            Column("NOW", lambda s: slip_words(s.finish_days), 7, _slip_ink, right=True, gap=0),
            _count_column("MOVED", lambda s: len(s.since.moved)),
            _count_column("NEW", lambda s: len(s.since.added), _COUNTED),
            _count_column("GONE", lambda s: len(s.since.removed), _COUNTED),
        )

    def _day_cells(self) -> int:
        days = (write(standing) for standing in self.entries for write in (self._taken, self._finish))
        return _LONG_DAY if any(len(day) > _SHORT_DAY for day in days) else _SHORT_DAY

    def _taken(self, standing: BaselineStanding) -> str:
        return date_words(standing.baseline.taken_at.date(), self.today)

    def _finish(self, standing: BaselineStanding) -> str:
        return date_words(standing.finish_on, self.today)


def _slip_ink(standing: BaselineStanding) -> Ink:
    days = standing.finish_days
    return Ink.DIM if not days else Ink.WARN if days > 0 else Ink.GOOD


def _count_column(head: str, count: Callable[[BaselineStanding], int], at_width: int = 0) -> Column[BaselineStanding]:
    def ink(standing: BaselineStanding) -> Ink:
        return Ink.TEXT if count(standing) else Ink.DIM

    return Column(head, lambda s: str(count(s) or DASH), 7, ink, right=True, gap=0, at_width=at_width)
