"""The rows of a table that can be milestones: without headers that come again, totals, notes and other tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from milestone_tui.exchange.tables.header import Header, looks_like_header
from milestone_tui.exchange.tables.rows import Row, Table
from milestone_tui.exchange.tables.words import word_of, words
from milestone_tui.plan.imported import Changed, Skipped
from milestone_tui.plan.language.text import tidy, visible
from milestone_tui.plan.language.wording import count_words

_RULES = ":-=_─—+"
_RULE = re.compile(r":?[-=_─—+]{2,}:?")
_LONG_NOTE = 80
"""Characters from which a text alone below a table is a note."""
_LONGEST_TOTAL = 30
_NAMED = 4


class Body:
    """The rows below a header; `remarks` has what the last reading left out."""

    def __init__(self, table: Table, header: Header) -> None:
        self._table, self._header = table, header
        self._heads = header.row.cells
        self._is_wide = sum(bool(head.strip()) for head in header.heads) > 1
        self._first = next((place for place, head in enumerate(self._heads) if head.strip()), 0)
        self.remarks: list[Changed | Skipped] = []
        self._totals = words().cells["total"]
        self.has_groups = False
        """Whether tables with the same header follow each other, each below the name of its group."""
        self.group = ""
        """The name of the group of the row that was yielded last; empty without groups."""
        self._heading: Row | None = None
        """The row that the next one shows to be the name of a group, or a milestone."""
        self._repeated: list[int] = []
        self._after_blank = self._in_notes = False

    def rows(self) -> Iterator[Row]:
        """Yield the rows that are not blank, up to another table."""
        self._begin()
        header, first, head = self._header, self._first, self._heads[self._first].strip()
        rows = self._table.rows()
        for row in rows:
            if row.line <= header.last_line:
                continue
            cells = row.cells
            start = cells[first].strip() if first < len(cells) else ""
            if not start and row.is_blank:
                self._after_blank = True
                continue
            if start[:1] in _RULES and _is_rule(cells):
                continue
            if start == head and header.is_repeated(cells):
                self._repeat(row)
                continue
            if self._heading is not None:
                yield self._heading
                self._heading = None
            is_total = self._is_wide and self._is_total(start or next(filter(str.strip, cells)))
            below_blank = self._after_blank and self._is_wide and not is_total
            if below_blank and looks_like_header(cells):
                self._end(row, rows)
                break
            if (below_blank or self._in_notes) and self._is_aside(row, below_blank):
                continue
            self._after_blank = self._in_notes = False
            if is_total:
                self._leave_out(row, "a row of totals")
            else:
                yield row
        if self._heading is not None:
            yield self._heading
        self._tell_repeated()

    def _begin(self) -> None:
        """Forget what an earlier reading found."""
        self.remarks = []
        self.group = self._first_group() if self.has_groups else ""
        self._heading, self._repeated = None, []
        self._after_blank = self._in_notes = False

    def _repeat(self, row: Row) -> None:
        """Pass a line with the header again; the row above it names a group."""
        self._repeated.append(row.line)
        self._begin_group(self._heading)
        self._heading, self._after_blank = None, False

    def _is_aside(self, row: Row, below_blank: bool) -> bool:
        """Tell of a note, or keep a row that may name the group below it; return whether the row is either."""
        if below_blank and self._is_note(row.cells):
            self._leave_out(row, "a note below the table")
            self._in_notes = shown(row.cells).endswith(":")  # a list follows
            self._after_blank = not self._in_notes
            return True
        if not _is_alone(row.cells):
            return False
        if below_blank:
            self._heading, self._after_blank = row, False
        else:
            self._leave_out(row, "a note below the table")
        return True

    def _begin_group(self, heading: Row | None) -> None:
        """Take the row above a header that comes again as the name of the group below it."""
        if heading is not None:
            self.has_groups, self.group = True, shown(heading.cells)
            self.remarks.append(Changed(self._where(heading.line), self.group, "read as the phase below it"))

    def _tell_repeated(self) -> None:
        if self._repeated:
            what = count_words(len(self._repeated), "line with the header again", "lines with the header again")
            self.remarks.append(Skipped(self._where(self._repeated[0]), what, "repeated"))

    def _is_total(self, begin: str) -> bool:
        return len(begin) <= _LONGEST_TOTAL and word_of(begin) in self._totals

    def _first_group(self) -> str:
        """Return the name of the group right above the header; empty for none."""
        above = self._header.above[-1:]
        filled = [cell for row in above for cell in row.cells if cell.strip()]
        return tidy(filled[0]) if len(filled) == 1 and above[0].line + 1 == self._header.row.line else ""

    def _where(self, line: int) -> str:
        return f"{self._table.place} {line}"

    def _leave_out(self, row: Row, why: str) -> None:
        self.remarks.append(Skipped(self._where(row.line), shown(row.cells).rstrip(":"), why))

    def _is_note(self, cells: Sequence[str]) -> bool:
        """Return whether a row after a blank one has just a text that is no title."""
        filled = list(dict.fromkeys(cell.strip() for cell in cells if cell.strip()))
        if len(filled) > 1:
            return False
        text = filled[0]
        begin = word_of(text.partition(":")[0])
        return (
            text.startswith(("*", "©", "(", "¹"))
            or (":" in text and begin in words().cells["note"])
            or word_of(text.partition(" ")[0]) in words().cells["note"]
            or text.endswith((".", ":"))
            or len(text) > _LONG_NOTE
        )

    def _end(self, row: Row, rest: Iterator[Row]) -> None:
        """Tell of another table below; the rest is not read."""
        count = sum(not below.is_blank for below in rest)
        heads = [visible(cell.strip()) for cell in row.cells if cell.strip()]
        named = ", ".join(heads[:_NAMED]) + (", …" if len(heads) > _NAMED else "")
        what = f"another table with {count_words(count, 'row')}"
        self.remarks.append(Skipped(self._where(row.line), what, f"its columns are {named}"))


def _is_alone(cells: Sequence[str]) -> bool:
    """Return whether a row has only one text."""
    return sum(map(bool, map(str.strip, cells))) == 1


def _is_rule(cells: Sequence[str]) -> bool:
    """Return whether a row is only a line that a person or Markdown draws below a header."""
    return all(_RULE.fullmatch(cell.strip()) for cell in cells if cell.strip()) and any(len(cell) > 2 for cell in cells)


def shown(cells: Sequence[str]) -> str:
    """Return the first text of a row."""
    return next((tidy(cell) for cell in cells if cell.strip()), "")
