"""Write the preview of an import as a table of plain text."""

from __future__ import annotations

from typing import TextIO

from milestone_tui.exchange.iso import iso
from milestone_tui.exchange.table.writer import GAP, Column, fit_widths, fitted, shortened
from milestone_tui.plan.importing.comparison import ImportComparison, ImportRow, in_order
from milestone_tui.plan.language.cell_width import width
from milestone_tui.plan.language.text import visible

_COLUMNS = (
    Column("import"),
    Column("what", expendable=3),
    Column("project", expendable=2),
    Column("name", least=16),
    Column("due", expendable=1),
    Column("reason", least=20),
)


def write_import_preview(compared: ImportComparison, out: TextIO, *, cells: int | None = None) -> None:
    """Write a line for each part of the file, what is new first, fitted to `cells`, the width of the terminal."""
    lines = ([column.title for column in _COLUMNS], *map(_cells, in_order(compared.rows)))
    texts = list(zip(*lines, strict=True))
    widths = {place: max(map(width, column)) for place, column in enumerate(texts)}
    if cells is not None:
        fit_widths(_COLUMNS, widths, cells)
    columns = [fitted(texts[place], wide, _COLUMNS[place]) for place, wide in widths.items()]
    print("\n".join(GAP.join(line).rstrip() for line in zip(*columns, strict=True)), file=out)


def _cells(row: ImportRow) -> list[str]:
    where = row.where if row.where not in ("", row.part.value) else ""
    return [
        row.standing.value,
        row.part.value,
        visible(row.project),
        shortened(row.what),
        iso(row.due_on) or "",
        visible(": ".join(filter(None, (where, row.reason)))),
    ]
