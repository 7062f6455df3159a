"""The tables of an Excel workbook: each visible sheet is one."""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from milestone_tui.errors import ImportRefused
from milestone_tui.exchange.tables.cell_text import text_of_cell
from milestone_tui.exchange.tables.rows import Opened, Row, Table, count_rows
from milestone_tui.exchange.tables.sheet_facts import MOST_COLUMNS, Area, SheetFacts, facts_of, shown_cells
from milestone_tui.exchange.tables.workbook_file import DAMAGE, check_workbook, damaged
from milestone_tui.plan.imported import Changed, Skipped
from milestone_tui.plan.language.text import fold, visible
from milestone_tui.plan.language.wording import count_words

if TYPE_CHECKING:
    from openpyxl import Workbook

_MOST_TEXT = 64 << 20
"""Characters of one sheet; a text may be in any number of cells."""
_MOST_CELLS = 25_000_000
"""Cells of one sheet, the empty ones within its last row and column too."""
_NAMED = 3
"""Hidden sheets that are named."""
_MOST_MERGED = 1_000_000
"""Rows of all merged ranges together, from which on they are not filled."""


def open_workbook(data: bytes, *, sheet: str | None = None) -> Opened:
    """Return the visible sheets of a workbook, or the one that is named.

    Raises:
        ImportRefused: the file is no .xlsx workbook, is damaged or too big, or has no such sheet; or openpyxl is not
            installed.
    """
    check_workbook(data)
    book = _open(data)
    sheets = {found.title: found for found in book.worksheets}
    if sheet is not None:
        named = [title for title in sheets if fold(title.strip()) == fold(sheet.strip())]
        if not named:
            known = ", ".join(f'"{visible(title)}"' for title in sheets)
            raise ImportRefused(f'There is no sheet "{visible(sheet)}" in this workbook. Its sheets are {known}.')
        return Opened((SheetTable(data, sheets[named[0]]),))
    shown = [found for found in sheets.values() if found.sheet_state == "visible"] or list(sheets.values())
    if not shown:
        raise ImportRefused("This workbook has no sheet with cells. Save the sheet with the plan as CSV.")
    tables: Sequence[Table] = tuple(SheetTable(data, found) for found in shown)
    hidden = [f'"{visible(found.title)}"' for found in sheets.values() if found not in shown]
    if not hidden:
        return Opened(tables)
    what = f"{count_words(len(hidden), 'hidden sheet')} {', '.join(hidden[:_NAMED])}{', …' * (len(hidden) > _NAMED)}"
    return Opened(tables, (Skipped("", what, "not read; choose with --sheet NAME"),))


def _open(data: bytes) -> Workbook:
    try:
        from openpyxl import load_workbook  # late: an extra, and slow to load
    except ImportError as error:
        raise ImportRefused(
            "Excel files need openpyxl. Install it with `pip install 'milestone-tui[xlsx]'`, or save the sheet as CSV."
        ) from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about what is not read, such as validations
            return load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    except DAMAGE as error:
        raise damaged() from error


class SheetTable:
    """The table of a sheet: its cells become a CSV text when they are first read, which is ten times as quick again."""

    place = "row"

    def __init__(self, data: bytes, sheet: Any) -> None:
        self._data = data
        self._sheet = sheet
        self.name: str = sheet.title
        self._indents: dict[int, str] = {}
        """The blanks of each format of cells."""

    def rows(self) -> Iterator[Row]:
        """Yield the rows, blank ones too. Raises ImportRefused for a damaged sheet, or for too many rows."""
        records = csv.reader(io.StringIO(self._text, newline=""))
        return count_rows((Row(int(number), cells) for number, *cells in records), self.place)

    @cached_property
    def remarks(self) -> tuple[Changed, ...]:
        """Return what a person should know of the sheet: hidden rows, errors, and formulas without a value."""
        facts = self._facts
        remarks = []
        where = f'sheet "{visible(self.name)}"'
        if facts.hidden_rows:
            remarks.append(Changed(where, count_words(facts.hidden_rows, "hidden row"), "imported too"))
        if facts.errors:
            remarks.append(Changed(where, f"cell {shown_cells(facts.errors)}", "an error, read as empty", check=True))
        if facts.unknown:
            reason = "a formula without a saved value, read as empty; save it in Excel first"
            remarks.append(Changed(where, f"cell {shown_cells(facts.unknown)}", reason, check=True))
        if facts.last_column > MOST_COLUMNS:
            remarks.append(Changed(where, f"columns beyond {MOST_COLUMNS:,}", "not read"))
        return tuple(remarks)

    @cached_property
    def _facts(self) -> SheetFacts:
        try:
            path = self._sheet._worksheet_path  # it has no public name; checked against openpyxl 3.1.5
            with zipfile.ZipFile(io.BytesIO(self._data)) as archive, archive.open(path) as sheet:
                return facts_of(sheet)
        except DAMAGE as error:
            raise damaged() from error

    @cached_property
    def _text(self) -> str:
        """Return the sheet as CSV, each row in one record that begins with its number."""
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\n")
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # about dates beyond the year 9999, which become errors
                for record in self._records():
                    writer.writerow(record)
                    if out.tell() > _MOST_TEXT:
                        raise self._too_big()
        except DAMAGE as error:
            raise damaged() from error
        return out.getvalue()

    def _records(self) -> Iterator[tuple[int, *tuple[str, ...]]]:
        """Yield the number and the texts of each row up to the last one with a value.

        The texts of merged cells are repeated. Of blank rows after one another only the first two are there.
        """
        facts = self._facts
        if facts.last_row * facts.last_column > _MOST_CELLS:
            raise self._too_big()
        if not facts.last_row:
            return
        self._sheet.reset_dimensions()  # what the file states may be wrong
        rows = self._sheet.iter_rows(max_row=facts.last_row, max_col=min(facts.last_column, MOST_COLUMNS))
        merged = _Merged(facts)
        blank, before = 0, None
        for number, cells in enumerate(rows, start=1):
            if blank > 1 and cells is before:  # the one row that openpyxl has for all that are missing
                continue
            before = cells
            texts = merged.filled(number, [self._text_of(cell) for cell in cells])
            blank = 0 if any(texts) else blank + 1
            if blank <= 2:
                yield number, *texts

    def _text_of(self, cell: Any) -> str:
        """Return the text of a cell, behind blanks if its format indents it."""
        text = text_of_cell(cell)
        if not text or not isinstance(cell.value, str):
            return text
        style = cell._style_id
        if style not in self._indents:
            self._indents[style] = "  " * int(cell.alignment.indent or 0)
        return self._indents[style] + text

    def _too_big(self) -> ImportRefused:
        return ImportRefused(
            f'Nothing was imported: the sheet "{visible(self.name)}" is too big. Save the part with the plan as CSV.'
        )


class _Merged:
    """The merged cells of a sheet: the value of the first one counts for all of them."""

    def __init__(self, facts: SheetFacts) -> None:
        areas = [area for area in facts.merged if not _is_banner(area, facts)]
        if sum(max(0, min(area.bottom, facts.last_row) - area.top + 1) for area in areas) > _MOST_MERGED:
            areas.clear()
        self._areas = sorted(areas, key=lambda area: area.top, reverse=True)
        self._open: list[tuple[Area, str]] = []

    def filled(self, number: int, texts: list[str]) -> list[str]:
        """Return the texts of a row, with those of merged cells in all of them."""
        while self._areas and self._areas[-1].top <= number:
            area = self._areas.pop()
            if area.top == number and area.left <= len(texts):
                self._open.append((area, texts[area.left - 1]))
        for area, text in self._open:
            right = min(area.right, len(texts))
            texts[area.left - 1 : right] = [text] * (right - area.left + 1)
        self._open = [(area, text) for area, text in self._open if area.bottom > number]
        return texts


def _is_banner(area: Area, facts: SheetFacts) -> bool:
    """Return whether a merged range is a line of text across the whole table, such as its title."""
    return area.left == 1 and area.right >= facts.last_column and area.right > 1
