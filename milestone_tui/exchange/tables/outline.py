"""Which rows of a table are milestones, which are phases, and the phase of each milestone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from milestone_tui.exchange.tables.columns import Columns
from milestone_tui.exchange.tables.facts import Facts, row_words
from milestone_tui.exchange.tables.nesting import indent_of, is_id, keys_of, level_of
from milestone_tui.exchange.tables.profile import days_of
from milestone_tui.exchange.tables.words import words
from milestone_tui.plan.imported import Changed, Skipped
from milestone_tui.plan.language.text import fold, tidy, visible
from milestone_tui.plan.language.wording import count_words

MILESTONE, PHASE, TASK = "milestone", "phase", "task"
_DECIDING = ("milestone", "type", "summary", "duration", "outline", "level", "parent")


class Outline:
    """The standing of row after row, in the order of the table."""

    def __init__(self, columns: Columns, facts: Facts) -> None:
        self._columns, self._facts = columns, facts
        self._place = {role: columns.places.get(role, -1) for role in _DECIDING}
        self._nesting = facts.nesting
        marks = facts.flags - {""}
        self._mark = "" if len(marks) != 1 or words().means("no", min(marks)) else min(marks)
        """The only text in the column that says which rows are milestones, if that is no word for no."""
        self.is_needed = bool(
            any(place >= 0 for place in self._place.values()) or self._nesting.is_indented or self._nesting.headings
        )
        """Whether any column says what rows are; else all are milestones."""
        self._titles: dict[str, str] = {}
        """The titles of rows by their outline numbers, for those that have rows below them."""
        self._levels: list[tuple[int, str]] = []
        self._phase = ""
        """The phase row that was read last."""
        self._unknown: Counter[str] = Counter()
        """How many rows have a parent that is not in the file, by its id."""
        self._headings: list[tuple[int, str]] = []
        self.skipped: Counter[str] = Counter()
        """How many rows are no milestones, by the column that says so."""

    def standing(self, line: int, cells: Sequence[str], title: str) -> tuple[str, str]:
        """Return whether a row is a milestone, a phase or a task, and the phase that it is in; read row after row."""
        number = self._cell(cells, "outline").strip(".")
        level = self._level(cells)
        if line in self._nesting.headings:
            self._headings.append((line, title))
            self._phase = title
            return PHASE, ""
        is_parent = self._is_parent(line, cells, number, title)
        phase = self._parent(cells) or self._phase_above(number, level)
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

    def remarks(self, place: str) -> list[Changed | Skipped]:
        """Return remarks on the rows that are no milestones; `place` is the word for their numbers, "line" or "row"."""
        found: list[Changed | Skipped] = [
            Changed(f"{place} {line}", title, "read as the phase below it") for line, title in self._headings
        ]
        if self._nesting.is_indented:
            found.append(Changed("", "indented titles", "the less indented row above is the phase"))
        found += [
            Changed("", f"parent {visible(text)}", f"not in this file: {count_words(count, 'row')} without a phase")
            for text, count in self._unknown.items()
        ]
        found += [
            Skipped("", count_words(count, "task"), f"no milestone by {self._columns.name(self._place[role])}")
            for role, count in self.skipped.items()
        ]
        return found

    def _is_parent(self, line: int, cells: Sequence[str], number: str, title: str) -> bool:
        """Return whether other rows are below this one."""
        if (number and number in self._facts.parents) or line in self._nesting.parent_lines:
            return True
        parents = self._nesting.parents
        return bool(parents) and (fold(title) in parents or fold(self._id(cells)) in parents)

    def _parent(self, cells: Sequence[str]) -> str:
        """Return the title of the row that the column of parents names; an unknown id is counted."""
        text = self._cell(cells, "parent")
        title = next((self._nesting.titles[key] for key in keys_of(text) if key in self._nesting.titles), "")
        if title or not is_id(text):
            return title or tidy(text)
        self._unknown[text] += 1
        return ""

    def _id(self, cells: Sequence[str]) -> str:
        place = self._columns.places.get("id", self._columns.number)
        return cells[place].strip().removeprefix("#") if place is not None and place < len(cells) else ""

    def _decider(self) -> str:
        return next(role for role in ("milestone", "type", "duration") if self._place[role] >= 0)

    def _standing(self, cells: Sequence[str], *, is_parent: bool) -> str:
        yes = words().cells["yes"]
        if self._place["summary"] >= 0 and self._cell(cells, "summary").lower() in yes:
            return PHASE
        by_type = row_words(self._cell(cells, "type")) if self._place["type"] >= 0 else ""
        if self._place["milestone"] >= 0:
            cell = self._cell(cells, "milestone")
            if words().means("yes", cell) or (cell and cell == self._mark):
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
        return self._phase if self._place["parent"] < 0 else ""

    def _level(self, cells: Sequence[str]) -> int | None:
        if self._nesting.is_indented:
            place = self._columns.places["title"]
            return indent_of(cells[place]) if place < len(cells) else None
        return level_of(self._cell(cells, "level"))

    def _cell(self, cells: Sequence[str], role: str) -> str:
        place = self._place[role]
        return cells[place].strip() if 0 <= place < len(cells) else ""
