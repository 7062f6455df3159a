"""The table of a project's baselines: when and by whom each was taken, and how far the plan has moved since."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from textual.reactive import reactive

from milestone_tui.plan.analysis.baselines import Comparison
from milestone_tui.plan.language.wording import DASH, date_words, slip_words
from milestone_tui.plan.model import Baseline
from milestone_tui.ui.renderer import BASELINE, MARKED, Line, Look, Span, cells, fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.rows import RowView

_DAY = 6
_DAY_WITH_YEAR = 11
_BY = 10
_BY_MOST = 16
_SLIP = 7
_COUNT = 7
_RIGHT = 1
_NAME = 40
_NAME_LEAST = 24
"""Cells of the name before who took it has room for a whole name."""
_WIDE = 100
"""Cells from which there is room for who took it and who approved it."""
_COUNTED = 76
"""Cells from which there is room for what is new and what is gone beside what has moved."""
_APPROVED = 16
_GAP = "  "


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


class _Columns(NamedTuple):
    name: int
    day: int
    by: int
    """Who took it; like who approved it left out where there is no room."""
    counts: int
    """How many of moved, new and gone."""


def _columns(width: int, day: int) -> _Columns:
    counts = 3 if width >= _COUNTED else 1
    rest = width - 4 - 2 * (2 + day) - _SLIP - counts * _COUNT - _RIGHT
    if width < _WIDE:
        return _Columns(max(6, min(_NAME, rest)), day, 0, counts)
    rest -= 2 + 2 + _APPROVED
    by = min(_BY_MOST, max(_BY, rest - _NAME_LEAST))
    return _Columns(min(_NAME, rest - by), day, by, counts)


class BaselineTable(RowView):
    """One line a baseline, the last one first."""

    standings: reactive[tuple[BaselineStanding, ...]] = reactive((), repaint=False)
    other: reactive[int | None] = reactive(None)
    """The id of the one that is chosen to compare with."""

    def __init__(self, look: Look, today: date) -> None:
        super().__init__(look)
        self.today = today

    def show(self, standings: tuple[BaselineStanding, ...]) -> None:
        """Show these; the cursor stays on its baseline, or near the place where it stood."""
        known = self.selected
        self.standings = standings
        ids = [standing.baseline.id for standing in standings]
        self.rows_changed(ids.index(known.baseline.id) if known and known.baseline.id in ids else None)

    @property
    def selected(self) -> BaselineStanding | None:
        """The baseline under the cursor."""
        return self.standings[self.cursor] if self.cursor < len(self.standings) else None

    def select(self, baseline_id: int) -> None:
        """Put the cursor on a baseline, if it is there."""
        for index, standing in enumerate(self.standings):
            if standing.baseline.id == baseline_id:
                self.cursor = index

    def row_count(self) -> int:
        """One row a baseline, or one for the hint."""
        return len(self.standings) or 1

    def selectable(self, index: int) -> bool:
        """Baselines are."""
        return 0 <= index < len(self.standings)

    def head_count(self) -> int:
        """The heads."""
        return 1

    def head(self, line: int, width: int) -> Line:  # noqa: ARG002 - there is but one, of the columns of the rows
        """The column heads."""
        c = self._columns
        heads = ["    ", fit("BASELINE", c.name), _GAP, fit("TAKEN", c.day)]
        if c.by:
            heads += [_GAP, fit("BY", c.by), _GAP, fit("APPROVED BY", _APPROVED)]
        heads += [_GAP, fit("FINISH", c.day, right=True), fit("NOW", _SLIP, right=True)]
        heads += [fit(text, _COUNT, right=True) for text in ("MOVED", "NEW", "GONE")[: c.counts]]
        return (("".join(heads), Ink.DIM),)

    def row(self, index: int, width: int, current: bool) -> Line:  # noqa: ARG002 - every row is written alike
        """One baseline."""
        if not self.standings:
            return (("   No baseline yet: n takes the first one", Ink.DIM),)
        standing = self.standings[index]
        baseline, since = standing.baseline, standing.since
        c = self._columns
        line: list[Span] = [
            (" ", Ink.TEXT),
            (MARKED if baseline.id == self.other else " ", Ink.BRIGHT),
            (BASELINE + " ", Ink.ACT if standing.current else Ink.DIM),
            *self._called(standing, c.name),
            (_GAP + fit(self._taken(standing), c.day), Ink.DIM),
        ]
        if c.by:
            line.append((_GAP + fit(baseline.taken_by, c.by) + _GAP + fit(baseline.approved_by, _APPROVED), Ink.DIM))
        days = standing.finish_days
        ink = Ink.DIM if not days else Ink.WARN if days > 0 else Ink.GOOD
        line.append((_GAP + fit(self._finish(standing), c.day, right=True), Ink.TEXT))
        line.append((fit(slip_words(days), _SLIP, right=True), ink))
        for found in (since.moved, since.added, since.removed)[: c.counts]:
            count = len(found)
            line.append((fit(str(count or DASH), _COUNT, right=True), Ink.TEXT if count else Ink.DIM))
        return tuple(line)

    @property
    def _columns(self) -> _Columns:
        """The columns of all rows, also of the cursor's, which is written for one cell less."""
        days = (write(standing) for standing in self.standings for write in (self._taken, self._finish))
        return _columns(self.size.width, _DAY_WITH_YEAR if any(len(day) > _DAY for day in days) else _DAY)

    def _taken(self, standing: BaselineStanding) -> str:
        return date_words(standing.baseline.taken_at.date(), self.today)

    def _finish(self, standing: BaselineStanding) -> str:
        return date_words(standing.finish_on, self.today)

    def _called(self, standing: BaselineStanding, width: int) -> Line:
        """The name, and behind that of the current one a word that says so."""
        said = "  current"
        name = standing.baseline.name
        if not standing.current or width < 2 * len(said):
            return ((fit(name, width), Ink.BRIGHT if standing.current else Ink.TEXT),)
        shown = fit(name, width - len(said)).rstrip()
        return ((shown, Ink.BRIGHT), (fit(said, width - cells(shown)), Ink.ACT))
