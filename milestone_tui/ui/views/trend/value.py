"""Earned value: the curves of what was planned, earned and spent, and the figures in words."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import date
from textwrap import wrap
from typing import ClassVar

from milestone_tui.plan.analysis.thresholds import DEFAULTS, Thresholds
from milestone_tui.plan.analysis.value_figures import (
    Figure,
    ValueFigures,
    earned_words,
    figures,
    pane_words,
)
from milestone_tui.plan.earned_by import EarnedBy
from milestone_tui.plan.explanation import Explanation
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.language.wording import date_words
from milestone_tui.plan.model import Health, Plan
from milestone_tui.plan.monitoring import Cost
from milestone_tui.store.reader import Reader
from milestone_tui.ui.renderer import Line, line_width
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.trend.face import Face
from milestone_tui.ui.views.trend.value_lines import value_plot
from milestone_tui.ui.widgets.columns import Column
from milestone_tui.ui.widgets.plot_paint import Plot

_INKS = {Health.OFF_TRACK: Ink.BAD, Health.AT_RISK: Ink.WARN, Health.ON_TRACK: Ink.GOOD}
_NAME, _VALUE = 17, 9
"""Cells of the name and the value of a figure."""
_WIDE = 42
"""Cells from which the list has room for what a figure means."""


class EarnedValueFace(Face[tuple[tuple[Cost, ...], Thresholds], None, Figure]):
    """Face with the S-curves and the figures of earned value."""

    NAME = "earned value"
    TITLE = "Earned value"
    OFFERS: ClassVar[frozenset[str]] = frozenset({"percent"})
    EMPTY = "No milestone has a value. Press ↵ on one in the timeline to give it a value."

    def __init__(self) -> None:
        self._chosen: EarnedBy | None = None
        """How milestones earn, if it was switched here; None for the project's own way."""
        self._by = EarnedBy.DONE
        self._of = ValueFigures.of((), (), None, date.min, EarnedBy.DONE)
        self._rows: tuple[Figure | None, ...] = ()
        self._plot: Plot | None = None
        self._currency = ""

    def read(self, reader: Reader, project_id: int, today: date) -> tuple[tuple[Cost, ...], Thresholds]:
        """Return what was spent, and the thresholds of health of the project."""
        return reader.costs(project_id), reader.thresholds_of((project_id,)).get(project_id, DEFAULTS)

    def show(self, found: tuple[tuple[Cost, ...], Thresholds], plan: Plan, today: date) -> None:
        """Compute the figures and the chart."""
        (costs, limits), project = found, plan.project
        self._by = self._chosen or project.earned_by
        self._currency = project.currency
        self._of = ValueFigures.of(plan.milestones, costs, project.start_on, today, self._by, limits)
        self._rows = figures(self._of)
        self._plot = value_plot(self._of)

    def rows(self) -> Sequence[Figure | None]:
        """Return the figures in groups."""
        return self._rows

    def landing(self) -> Figure | None:
        """Return SPI, the figure most asked for."""
        return next((row for row in self._rows if row is not None and row.key == "SPI"), None)

    def columns(self, width: int) -> Sequence[Column[Figure]]:
        """Return name, value and, where there is room, meaning."""
        head = f"AS OF {date_words(self._of.today, self._of.today).upper()}"
        return (
            Column(head, _name, _NAME, Ink.DIM, Ink.TEXT, gap=0),
            Column(self._currency, lambda row: row.value, _VALUE, _ink, right=True, gap=1),
            Column("", lambda row: row.note, 0, _ink, gap=1, at_width=_WIDE),
        )

    def key_of(self, row: Figure) -> Hashable:
        """Return its short name."""
        return row.key

    def plot(self, current: Figure | None) -> Plot | None:
        """Return the S-curves."""
        return self._plot

    def pane(self, current: Figure | None, width: int) -> Sequence[Line]:
        """Return the formula of a figure with its numbers, and what makes the difference."""
        if current is None:
            return ()
        why = current.why
        first: Line = (
            (current.key, Ink.BRIGHT),
            (f"  {why.formula}", Ink.DIM),
            (f"   {why.numbers or current.value}", Ink.TEXT),
            (f"   {current.note}" if current.note else "", _ink(current)),
        )
        first = first if line_width(first) <= width else (first[0], *first[2:])
        words = "   ".join(map(visible, pane_words(self._of, current)))
        return (first, ((words, Ink.DIM),))

    def notes(self, width: int) -> tuple[Line, ...]:
        """Return how milestones earn."""
        return tuple(((f"  {line}", Ink.DIM),) for line in wrap(earned_words(self._by), max(20, width - 3)))

    def legend(self) -> Sequence[tuple[str, str]]:
        """Return the lines of the chart, by their ASCII characters."""
        return ((".", "planned"), ("*", "earned"), ("o", "due"), ("+", "spent"))

    def explanations(self, current: Figure | None) -> tuple[Explanation, ...]:
        """Return the reasons of all figures, that of this one first."""
        others = tuple(row.why for row in self._rows if row is not None and row is not current)
        return others if current is None else (current.why, *others)

    def copied(self, current: Figure) -> str:
        """Return a figure as one line of text."""
        is_amount = "," in current.value or current.value.isdecimal()
        unit = f" {self._currency}" if is_amount else ""
        return f"{_name(current)}: {current.value}{unit}" + (f", {current.note}" if current.note else "")

    def switch_percent(self) -> str:
        """Show earned value the other way."""
        self._chosen = self._by = self._by.following
        return "Earned by percent complete" if self._by is EarnedBy.PERCENT else "Earned 0/100: all when done"


def _name(row: Figure) -> str:
    return f"{row.word}  {row.key}" if row.word else row.key


def _ink(row: Figure) -> Ink:
    if row.health is not None:
        return _INKS[row.health]
    return Ink.ACT if row.key == "EV" else Ink.TEXT
