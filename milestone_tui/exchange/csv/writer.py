"""Write milestones as CSV with the columns that the reader recognises, one row each."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from milestone_tui.exchange.csv.guard import guarded
from milestone_tui.exchange.export import PlanExport, ProjectExport, Written
from milestone_tui.exchange.iso import iso
from milestone_tui.plan.language.text import storable, visible

COLUMNS = ("project", "phase", "title", "kind", "owner", "baseline", "due", "done", "state", "notes")


def write_csv(export: PlanExport) -> Written:
    """Return the milestones of all projects in UTF-8, separated by commas.

    Control characters are written visibly, and a cell that a spreadsheet would calculate is guarded.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for one in export.projects:
        writer.writerows(_rows(one))
    return Written(out.getvalue().encode())


def _rows(one: ProjectExport) -> Iterator[tuple[str, ...]]:
    key = _cell(one.project.key)
    for m in one.plan.milestones:
        dates = (iso(m.baseline_on) or "", iso(m.due_on) or "", iso(m.done_on) or "")
        yield (key, _cell(m.phase), _cell(m.title), m.kind.value, _cell(m.owner), *dates, m.state.value, _cell(m.notes))


def _cell(text: str) -> str:
    """Return a text for a cell, its lines kept."""
    lines = storable(text).split("\n")
    return guarded("\n".join(visible(line) if line.strip(" ") else line for line in lines))
