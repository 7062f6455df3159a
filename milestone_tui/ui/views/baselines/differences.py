"""The table of differences between two plans, one line a milestone."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import date
from typing import ClassVar

from milestone_tui.plan.agreements import BaselineEntry
from milestone_tui.plan.analysis.baselines import Difference
from milestone_tui.plan.language.money import money_words
from milestone_tui.plan.language.wording import DASH, date_words, slip_words, working_days
from milestone_tui.plan.model import Project
from milestone_tui.ui.keys import Keys, bind
from milestone_tui.ui.renderer import Line, Renderer, Span
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.columns import Column
from milestone_tui.ui.widgets.keyed_table import KeyedTable

_DAY = 11
_MOVE = 8
_WIDE = 100
"""Cells from which both values fit, before and after."""
_VALUE, _VALUES = 12, 27
ADDED, REMOVED, MOVED, REVALUED = "+", "−", "→", "="


class DifferenceTable(KeyedTable[Difference]):
    """Table with a line for each milestone that was added, removed, moved or revalued."""

    BINDINGS: ClassVar[Keys] = [bind("differences.open", "enter", "show", "Show this milestone on the timeline")]

    MARGIN: ClassVar[int] = 4
    CURSOR_STAYS = False

    def __init__(self, renderer: Renderer, today: date) -> None:
        super().__init__(renderer)
        self.today = today
        self.project: Project | None = None
        self._valued = False

    def show(self, project: Project, differences: tuple[Difference, ...], hint: str) -> None:
        """Show the differences of a project, or `hint` when there are none."""
        self.project, self.hint = project, hint
        same = [one.entry.milestone_id for one in differences] == [one.entry.milestone_id for one in self.entries]
        self._valued = any(one.value_change for one in differences)
        self.show_entries(differences, repaint_all=True)
        if not same:
            self.rows_changed(0)

    def key_of(self, entry: Difference) -> Hashable:
        """Return the milestone's id."""
        return entry.entry.milestone_id

    def margin(self, entry: Difference) -> Line:
        """Return the mark of the kind of difference."""
        mark, ink = _mark(entry)
        return (("  ", Ink.TEXT), (mark + " ", ink))

    def columns(self, width: int) -> Sequence[Column[Difference]]:
        """Return the columns, with values if any has changed."""
        columns: list[Column[Difference]] = [
            Column(
                "MILESTONE",
                lambda one: one.entry.title,
                ink=lambda one: Ink.DIM if one.removed else Ink.TEXT,
                gap=0,
                least=8,
                most=48,
            ),
            Column("BEFORE", lambda one: self._day(one.before), _DAY, Ink.DIM, right=True, gap=1),
            Column("AFTER", lambda one: self._day(one.after), _DAY, _after_ink, right=True, gap=1),
            Column("SLIP", _moved_words, _MOVE, lambda one: _mark(one)[1], right=True, gap=0),
            Column("WORKING", self._work_words, _MOVE, Ink.DIM, right=True, gap=1),
        ]
        if self._valued:
            both = width >= _WIDE
            cells = _VALUES if both else _VALUE
            columns.append(Column("VALUE", lambda one: self._value(one, both), cells, right=True))
        return columns

    def _work_words(self, one: Difference) -> str:
        working = one.working_days(self.project.calendar) if self.project is not None else None
        return "" if not one.moved else DASH if working is None else working_days(working)

    def _day(self, entry: BaselineEntry | None) -> str:
        return "" if entry is None else date_words(entry.due_on, self.today)

    def _value(self, one: Difference, both: bool) -> str:
        """Return the value before and after, or the change where there is little room."""
        if self.project is None or not one.value_change:
            return ""
        currency = self.project.currency
        if both and one.before is not None and one.after is not None:
            ends = (one.before.value, one.after.value)
            return " → ".join(DASH if value is None else money_words(value, currency) for value in ends)
        sign = "+" if one.value_change > 0 else "−"
        return sign + money_words(abs(one.value_change), currency)


def _moved_words(one: Difference) -> str:
    return slip_words(one.days) if one.moved else "added" if one.added else "removed" if one.removed else ""


def _after_ink(one: Difference) -> Ink:
    return Ink.TEXT if one.moved or one.added else Ink.DIM


def _mark(one: Difference) -> Span:
    if one.added:
        return ADDED, Ink.ACT
    if one.removed:
        return REMOVED, Ink.DIM
    if one.moved:
        return MOVED, Ink.DIM if one.days is None else Ink.WARN if one.days > 0 else Ink.GOOD
    return REVALUED, Ink.TEXT
