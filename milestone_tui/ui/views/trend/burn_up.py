"""Burn-up: what was planned, is done, is due, and the scope, over time; by count, weight or value."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import date
from textwrap import wrap
from typing import ClassVar

from milestone_tui.plan.analysis.burn_up import BurnUp, Measure, ScopeChange, Steps, burn_up
from milestone_tui.plan.analysis.burn_up_lines import BurnLine, burn_lines
from milestone_tui.plan.explanation import Explanation
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.language.wording import date_words
from milestone_tui.plan.model import Health, Plan
from milestone_tui.store.reader import Reader
from milestone_tui.ui.renderer import Line, line_width
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.trend.face import Face
from milestone_tui.ui.views.trend.value_lines import due_mark, span, stepped
from milestone_tui.ui.widgets.columns import Column
from milestone_tui.ui.widgets.plot_paint import Plot, Series, Shape, amount_ticks

_INKS = {Health.OFF_TRACK: Ink.BAD, Health.AT_RISK: Ink.WARN, Health.ON_TRACK: Ink.GOOD}
_NAME, _VALUE = 14, 10
_WIDE = 42
_COUNTED = {
    Measure.COUNT: "Each milestone counts one",
    Measure.WEIGHT: "Each milestone counts its weight",
    Measure.VALUE: "Each milestone counts its value",
}
_MOST_TICKS = 5

_BEHIND = {"Difference": "planned by today and not done: "}
"""What the milestones behind a figure are."""


class BurnUpFace(Face[tuple[ScopeChange, ...], None, BurnLine]):
    """Face with the burn-up of a project."""

    NAME = "burn-up"
    TITLE = "Burn-up"
    OFFERS: ClassVar[frozenset[str]] = frozenset({"choose"})
    EMPTY = "No milestones yet. Press n in the timeline to add one."

    def __init__(self) -> None:
        self._measure = Measure.COUNT
        self._rows: tuple[BurnLine | None, ...] = ()
        self._plot: Plot | None = None
        self._today = date.min
        self._unit = ""

    def read(self, reader: Reader, project_id: int, today: date) -> tuple[ScopeChange, ...]:
        """Return how the scope changed."""
        return reader.scope_changes(project_id)

    def show(self, found: tuple[ScopeChange, ...], plan: Plan, today: date) -> None:
        """Compute the lines."""
        self._today = today
        self._unit = {
            Measure.COUNT: "MILESTONES",
            Measure.WEIGHT: "WEIGHT",
            Measure.VALUE: plan.project.currency,
        }[self._measure]
        lines = burn_up(plan.milestones, found, today, self._measure)
        self._rows = burn_lines(plan.milestones, lines, self._measure, today)
        self._plot = burn_up_plot(lines, today)

    def rows(self) -> Sequence[BurnLine | None]:
        """Return where the lines are today."""
        return self._rows

    def landing(self) -> BurnLine | None:
        """Return how far what is done lies from what was planned."""
        return next((row for row in self._rows if row is not None and row.name == "Difference"), None)

    def columns(self, width: int) -> Sequence[Column[BurnLine]]:
        """Return name, value and, where there is room, meaning."""
        return (
            Column(
                f"AS OF {date_words(self._today, self._today).upper()}",
                lambda row: row.name,
                _NAME,
                Ink.DIM,
                Ink.TEXT,
                gap=0,
            ),
            Column(self._unit, lambda row: row.value, _VALUE, _ink, right=True, gap=1),
            Column("", lambda row: row.note, 0, _ink, gap=1, at_width=_WIDE),
        )

    def key_of(self, row: BurnLine) -> Hashable:
        """Return its name."""
        return row.name

    def plot(self, current: BurnLine | None) -> Plot | None:
        """Return the chart."""
        return self._plot

    def pane(self, current: BurnLine | None, width: int) -> Sequence[Line]:
        """Return how a figure was counted, and the milestones behind it."""
        if current is None:
            return ()
        why = current.why
        first: Line = (
            (current.name, Ink.BRIGHT),
            (f"  {why.formula}", Ink.DIM),
            (f"   {why.numbers or current.value}", Ink.TEXT),
            (f"   {current.note}" if current.note else "", _ink(current)),
        )
        first = first if line_width(first) <= width else (first[0], *first[2:])
        behind = ", ".join(f"{visible(behind.title)} {behind.note}" for behind in why.behind)
        words = (*why.notes, _BEHIND.get(current.name, "") + behind if behind else "")
        return (first, (("   ".join(filter(None, words)), Ink.DIM),))

    def notes(self, width: int) -> tuple[Line, ...]:
        """Return by what the milestones are counted."""
        here, following = _COUNTED[self._measure], self._measure.following.value
        return tuple(((f"  {line}", Ink.DIM),) for line in wrap(f"{here} (o: by {following})", max(20, width - 3)))

    def legend(self) -> Sequence[tuple[str, str]]:
        """Return the lines of the chart, by their ASCII characters."""
        return (("-", "scope"), (".", "planned"), ("*", "done"), ("o", "due"))

    def explanations(self, current: BurnLine | None) -> tuple[Explanation, ...]:
        """Return the reasons of all figures, that of this one first."""
        others = tuple(row.why for row in self._rows if row is not None and row is not current)
        return others if current is None else (current.why, *others)

    def copied(self, current: BurnLine) -> str:
        """Return a figure as one line of text."""
        return f"{current.name}: {current.value}" + (f", {current.note}" if current.note else "")

    def choose(self) -> str:
        """Count the milestones by something else."""
        self._measure = self._measure.following
        return f"Burn-up by {self._measure.value}"


def burn_up_plot(lines: BurnUp, today: date) -> Plot | None:
    """Return the chart of a burn-up; None without milestones."""
    everything: tuple[Steps, ...] = (lines.scope, lines.planned, lines.done, lines.due)
    high = max((total for steps in everything for _, total in steps), default=0)
    if not high:
        return None
    first, last = span(everything, today)
    ticks = amount_ticks(high, _MOST_TICKS)
    done = (*lines.done, (today, lines.at(lines.done, today)))
    series = [
        Series(lines.due, Ink.ACT, Shape.STEPS, "", 4, "o"),
        Series(stepped(done, first), Ink.ACT, Shape.STEPS, "done"),
    ]
    if lines.planned:
        series.insert(0, Series(stepped(lines.planned, first, last), Ink.DIM, Shape.STEPS, "planned", 2, "."))
    if lines.scope:
        scope = (*lines.scope, (max(today, lines.scope[-1][0]), lines.scope[-1][1]))
        series.insert(0, Series(scope, Ink.TEXT, Shape.STEPS, "scope", 1, "-"))
    top = ticks[-1].at
    return Plot(first, last, 0, top, tuple(series), due_mark(lines.due, top), today, y_ticks=ticks)


def _ink(row: BurnLine) -> Ink:
    return Ink.TEXT if row.health is None else _INKS[row.health]
