"""Write milestones as an Excel workbook, with real dates; a text is never a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from milestone_tui.errors import InvalidInput
from milestone_tui.exchange.export import PlanExport, ProjectExport, Written
from milestone_tui.exchange.xml_writing import text_of

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

Cell = str | int | Decimal | date | None

_MILESTONES = (
    *(("Project", 10), ("Phase", 20), ("Milestone", 44), ("Kind", 11), ("Owner", 20), ("Baseline", 12), ("Due", 12)),
    *(("Deadline", 12), ("Done", 12), ("State", 12), ("Percent", 9), ("Slip (days)", 11), ("Weight", 8)),
    *(("Value", 14), ("Currency", 10), ("Approver", 20), ("Deliverable", 40), ("Tags", 20), ("Notes", 60)),
)
_LINKS = (("Project", 10), ("Predecessor", 44), ("Successor", 44), ("Lag (working days)", 18))
_DAYS_OFF = (("Project", 10), ("Day", 12), ("Name", 40), ("Kind", 12))
"""The heads and widths of the columns; none begins with ID, which Excel takes for another format."""
_LONGEST = 32_767
"""Characters of a cell."""


def write_xlsx(export: PlanExport) -> Written:
    """Return a workbook with a sheet of milestones, one of links and one of days off.

    Raises InvalidInput if openpyxl is not installed.
    """
    try:
        from openpyxl import Workbook  # late: an extra, and slow to load
    except ImportError as error:
        raise InvalidInput(
            "", "Excel files need openpyxl. Install it with `pip install 'milestone-tui[xlsx]'`, or choose csv."
        ) from error
    book = Workbook()
    sheet = book.active
    sheet.title = "Milestones"
    _fill(sheet, _MILESTONES, (row for one in export.projects for row in _milestones(one, export.today)))
    _fill(book.create_sheet("Links"), _LINKS, (row for one in export.projects for row in _links(one)))
    _fill(book.create_sheet("Days off"), _DAYS_OFF, (row for one in export.projects for row in _days_off(one)))
    out = io.BytesIO()
    book.save(out)
    return Written(out.getvalue())


def _fill(sheet: Worksheet, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[Cell]]) -> None:
    """Write a head that stays in view, and the rows below it."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    for number, (head, width) in enumerate(columns, start=1):
        sheet.cell(1, number, head).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = width
    for row_number, row in enumerate(rows, start=2):
        for number, value in enumerate(row, start=1):
            if value is not None and value != "":
                _set(sheet.cell(row_number, number), value)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _set(cell: Any, value: Cell) -> None:
    """Set a cell; a text stays a text, whatever it begins with."""
    if isinstance(value, str):
        cell.value = text_of(value)[:_LONGEST]
        cell.data_type = "s"
    else:
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"


def _milestones(one: ProjectExport, today: date) -> Iterable[Sequence[Cell]]:
    for m in one.plan.milestones:
        yield (
            *(one.project.key, m.phase, m.title, m.kind.value, m.owner, m.baseline_on, m.due_on),
            *(m.deadline_on, m.done_on, m.state.value, m.percent, m.slip(today), m.weight),
            *(m.value, None if m.value is None else one.project.currency, m.approver, m.deliverable),
            *(", ".join(m.tags), m.notes),
        )


def _links(one: ProjectExport) -> Iterable[Sequence[Cell]]:
    titles = {milestone.id: milestone.title for milestone in one.plan.milestones}
    for link in one.links:
        yield one.project.key, titles[link.predecessor_id], titles[link.successor_id], link.lag


def _days_off(one: ProjectExport) -> Iterable[Sequence[Cell]]:
    for holiday in one.holidays:
        yield one.project.key, holiday.day, holiday.name, "worked day" if holiday.is_worked else "day off"
