"""The preview of an import as JSON, and what an import did."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from milestone_tui.exchange.iso import iso
from milestone_tui.exchange.json.records import Record
from milestone_tui.plan.imported import Changed, ImportReport, Skipped, changed_and_skipped
from milestone_tui.plan.importing.comparison import ImportComparison, ImportRow, Standing, in_order


def preview_record(compared: ImportComparison) -> Record:
    """Return the counts and the rows of a preview."""
    return {
        "dry_run": True,
        "projects": list(compared.keys),
        "counts": {_word(standing): compared.count(standing) for standing in Standing},
        "rows": [_row(row) for row in in_order(compared.rows)],
    }


def _word(standing: Standing) -> str:
    return "differs" if standing is Standing.DIFFERS else standing.value


def _row(row: ImportRow) -> Record:
    return {
        "import": _word(row.standing),
        "what": row.part.value,
        "project": row.project or None,
        "name": row.what,
        "phase": row.phase or None,
        "due_on": iso(row.due_on),
        "where": row.where or None,
        "reason": row.reason or None,
        "can_be_taken": row.is_takeable,
        "differences": [
            {"field": one.field, "here": _value(one.here), "file": _value(one.there), "kept": one.kept or None}
            for one in row.differences
        ],
    }


def _value(value: object) -> Any:
    if isinstance(value, date):
        return iso(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    return list(value) if isinstance(value, tuple) else value


def report_record(report: ImportReport) -> Mapping[str, object]:
    """Return what an import wrote, changed on the way and skipped."""
    changed, skipped = changed_and_skipped(report.remarks)
    counts = ("milestones", "phases", "links", "baselines", "holidays", "people")
    return {
        "dry_run": False,
        "projects": list(report.projects),
        "imported": {("days_off" if name == "holidays" else name): getattr(report, name) for name in counts},
        "updated": {"milestones": report.changed, "links": report.changed_links, "cancelled": report.cancelled},
        "taken": _remarks(report.taken),
        "gone": _remarks(report.gone),
        "not_taken": report.left,
        "gates_without_decision": report.undecided,
        "changed": _remarks(changed),
        "skipped": _remarks(skipped),
    }


def _remarks(remarks: Iterable[Changed | Skipped]) -> list[Record]:
    return [{"where": remark.where, "what": remark.what, "reason": remark.reason} for remark in remarks]
