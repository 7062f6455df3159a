"""Which rows of a table are milestones, which are phases, and the phase of each milestone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from milestone_tui.exchange.tables.columns import Columns
from milestone_tui.exchange.tables.facts import Facts, row_words
from milestone_tui.exchange.tables.profile import days_of
from milestone_tui.exchange.tables.words import words
from milestone_tui.plan.imported import Skipped
from milestone_tui.plan.language.wording import count_words

MILESTONE, PHASE, TASK = "milestone", "phase", "task"
_DECIDING = ("milestone", "type", "summary", "duration", "outline", "level")


class Outline:
    """The standing of row after row, in the order of the table."""

    def __init__(self, columns: Columns, facts: Facts) -> None:
        self._columns, self._facts = columns, facts
        self._place = {role: columns.places.get(role, -1) for role in _DECIDING}
        self.is_needed = any(place >= 0 for place in self._place.values())
        """Whether any column says what rows are; else all are milestones."""
        self._titles: dict[str, str] = {}
        """The titles of rows by their outline numbers, for those that have rows below them."""
        self._levels: list[tuple[int, str]] = []
        self._phase = ""
        """The phase row that was read last."""
        self.skipped: Counter[str] = Counter()
        """How many rows are no milestones, by the column that says so."""

    def standing(self, line: int, cells: Sequence[str], title: str) -> tuple[str, str]:
        """Return whether a row is a milestone, a phase or a task, and the phase that it is in; read row after row."""
        number = self._cell(cells, "outline").strip(".")
        level = self._level(cells)
        is_parent = number in self._facts.parents or line in self._facts.parent_lines
        phase = self._phase_above(number, level)
        standing = self._standing(cells, is_parent=is_parent)
        if is_parent or standing == PHASE:
            if number:
                self._titles[number] = title
            if level is not None:
                self._levels.append((level, title))
            if not number and level is None:
                self._phase = title
        if standing == TASK:
            self.skipped[self._decider()] += 1
        return standing, phase

    def remarks(self) -> list[Skipped]:
        """Return what is told about the rows that are no milestones."""
        return [
            Skipped("", count_words(count, "task"), f"no milestone by {self._columns.name(self._place[role])}")
            for role, count in self.skipped.items()
        ]

    def _decider(self) -> str:
        return next(role for role in ("milestone", "type", "duration") if self._place[role] >= 0)

    def _standing(self, cells: Sequence[str], *, is_parent: bool) -> str:
        yes = words().cells["yes"]
        if self._place["summary"] >= 0 and self._cell(cells, "summary").lower() in yes:
            return PHASE
        by_type = row_words(self._cell(cells, "type")) if self._place["type"] >= 0 else ""
        if self._place["milestone"] >= 0:
            if words().means("yes", self._cell(cells, "milestone")):
                return MILESTONE
            return PHASE if is_parent or by_type == PHASE else TASK
        if by_type:
            return PHASE if is_parent and by_type == TASK else by_type
        if is_parent:
            return PHASE
        if self._place["duration"] >= 0 and days_of(self._cell(cells, "duration")):
            return TASK
        return MILESTONE

    def _phase_above(self, number: str, level: int | None) -> str:
        """Return the title of the nearest row above in the outline, else of the phase row before."""
        while "." in number:
            number = number.rpartition(".")[0]
            if number in self._titles:
                return self._titles[number]
        if level is not None:
            while self._levels and self._levels[-1][0] >= level:
                self._levels.pop()
            return self._levels[-1][1] if self._levels else ""
        return self._phase

    def _level(self, cells: Sequence[str]) -> int | None:
        text = self._cell(cells, "level")
        return int(text) if text.isdecimal() and len(text) < 4 else None

    def _cell(self, cells: Sequence[str], role: str) -> str:
        place = self._place[role]
        return cells[place].strip() if 0 <= place < len(cells) else ""
