"""The table of what differs between two plans, milestone by milestone, each with a mark that says how."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.strip import Strip

from milestone_tui.plan.agreements import BaselineEntry
from milestone_tui.plan.analysis.baselines import Difference
from milestone_tui.plan.language.money import money_words
from milestone_tui.plan.language.wording import DASH, date_words, slip_words, working_days
from milestone_tui.plan.model import Project
from milestone_tui.ui.renderer import Line, Look, Span, fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.rows import RowView

_DAY = 11
_MOVE = 8
_WIDE = 100
"""Cells from which there is room for a value before and after."""
_VALUE, _VALUES = 12, 27
ADDED, REMOVED, MOVED, REVALUED = "+", "−", "→", "="


class _Columns(NamedTuple):
    title: int
    value: int


class DifferenceTable(RowView):
    """One line a milestone that is there in one plan only, or otherwise; the cursor is shown while the keys go here."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "to the milestone", id="differences.open", tooltip="Show it on the timeline"),
    ]

    differences: reactive[tuple[Difference, ...]] = reactive((), repaint=False)

    def __init__(self, look: Look, today: date) -> None:
        super().__init__(look)
        self.today = today
        self.project: Project | None = None
        self.hint = ""
        self._valued = False

    def show(self, project: Project, differences: tuple[Difference, ...], hint: str) -> None:
        """Show these of a project; `hint` stands there when there are none."""
        self.project, self.hint = project, hint
        same = [one.entry.milestone_id for one in differences] == [one.entry.milestone_id for one in self.differences]
        self._valued = any(one.value_change for one in differences)
        self.differences = differences
        self.rows_changed(None if same else 0)

    @property
    def selected(self) -> Difference | None:
        """The difference under the cursor."""
        return self.differences[self.cursor] if self.cursor < len(self.differences) else None

    def on_focus(self) -> None:
        """Show the cursor."""
        self.refresh()

    def on_blur(self) -> None:
        """Hide the cursor."""
        self.refresh()

    def action_open(self) -> None:
        """Act on the row under the cursor."""
        if self.selectable(self.cursor):
            self.post_message(self.Opened(self, self.cursor))

    def row_count(self) -> int:
        """One row a difference, or one for the hint."""
        return len(self.differences) or 1

    def selectable(self, index: int) -> bool:
        """Differences are."""
        return 0 <= index < len(self.differences)

    def head_count(self) -> int:
        """The heads."""
        return 1

    def _columns(self) -> _Columns:
        width = self.size.width
        value = (_VALUES if width >= _WIDE else _VALUE) + 2 if self._valued else 0
        return _Columns(max(8, min(48, width - 4 - 2 * (1 + _DAY) - 2 * _MOVE - value - 1)), value)

    def head(self, line: int, width: int) -> Line:  # noqa: ARG002 - there is but one
        """The column heads."""
        c = self._columns()
        heads = ["    ", fit("MILESTONE", c.title)]
        heads += [" " + fit(text, _DAY, right=True) for text in ("BEFORE", "AFTER")]
        heads += [fit(text, _MOVE, right=True) for text in ("MOVED", "WORK")]
        heads.append(fit("VALUE", c.value, right=True) if c.value else "")
        return (("".join(heads), Ink.DIM),)

    def row(self, index: int, width: int, current: bool) -> Line:  # noqa: ARG002 - every row is written alike
        """One difference."""
        if not self.differences or self.project is None:
            return (("    " + self.hint, Ink.DIM),)
        one = self.differences[index]
        c = self._columns()
        mark, ink = _mark(one)
        days, working = one.days, one.working_days(self.project.calendar)
        line: list[Span] = [
            ("  ", Ink.TEXT),
            (mark + " ", ink),
            (fit(one.entry.title, c.title), Ink.DIM if one.removed else Ink.TEXT),
            (" " + fit(self._day(one.before), _DAY, right=True), Ink.DIM),
            (" " + fit(self._day(one.after), _DAY, right=True), Ink.TEXT if one.moved or one.added else Ink.DIM),
        ]
        if one.moved:
            line.append((fit(slip_words(days), _MOVE, right=True), ink))
            line.append((fit(DASH if working is None else working_days(working), _MOVE, right=True), Ink.DIM))
        else:
            word = "added" if one.added else "removed" if one.removed else ""
            line.append((fit(word, _MOVE, right=True) + " " * _MOVE, ink))
        if c.value:
            line.append((fit(self._value(one, c.value > _VALUE + 2), c.value, right=True), Ink.TEXT))
        return tuple(line)

    def render_line(self, y: int) -> Strip:
        """One line, without a cursor while the keys go elsewhere."""
        index = y - self.head_count() + self.scroll_offset.y
        if self.has_focus or y < self.head_count() or index >= self.row_count():
            return super().render_line(y)
        return self.look.strip(self.row(index, self.size.width, False), self.size.width)

    def _day(self, entry: BaselineEntry | None) -> str:
        return "" if entry is None else date_words(entry.due_on, self.today)

    def _value(self, one: Difference, both: bool) -> str:
        """What it was worth and is worth, or by how much that has changed."""
        if self.project is None or not one.value_change:
            return ""
        currency = self.project.currency
        if both and one.before is not None and one.after is not None:
            ends = (one.before.value, one.after.value)
            return " → ".join(DASH if value is None else money_words(value, currency) for value in ends)
        sign = "+" if one.value_change > 0 else "−"
        return sign + money_words(abs(one.value_change), currency)


def _mark(one: Difference) -> Span:
    if one.added:
        return ADDED, Ink.ACT
    if one.removed:
        return REMOVED, Ink.DIM
    if one.moved:
        return MOVED, Ink.DIM if one.days is None else Ink.WARN if one.days > 0 else Ink.GOOD
    return REVALUED, Ink.TEXT
