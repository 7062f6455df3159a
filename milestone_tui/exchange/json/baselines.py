"""Baselines, and what differs between two plans, as JSON records."""

from __future__ import annotations

from milestone_tui.exchange.iso import iso
from milestone_tui.exchange.json.records import Record
from milestone_tui.plan.agreements import BaselineEntry
from milestone_tui.plan.analysis.baselines import Comparison, Difference
from milestone_tui.plan.analysis.compared_plans import ComparedBaseline, ComparedPlan


def baseline_record(row: ComparedBaseline, number: int) -> Record:
    """Return a baseline with its number, from 1 for the oldest."""
    baseline, since = row.baseline, row.since
    return {
        "number": number,
        "id": baseline.id,
        "name": baseline.name,
        "current": row.current,
        "set_at": baseline.taken_at.isoformat(),
        "set_by": baseline.taken_by or None,
        "approved_by": baseline.approved_by or None,
        "reason": baseline.reason or None,
        "finish_on": iso(row.finish_on),
        "slip_days": row.finish_days,
        "moved": len(since.moved),
        "added": len(since.added),
        "removed": len(since.removed),
    }


def comparison_record(key: str, ends: tuple[ComparedPlan, ComparedPlan], found: Comparison) -> Record:
    """Return what differs from the first plan to the second; `change` is added, removed, moved or revalued."""
    before, after = ({"name": end.name, "finish_on": iso(end.finish_on)} for end in ends)
    return {
        "project": key,
        "before": before,
        "after": after,
        "unchanged": found.unchanged,
        "value_change": str(found.value_change),
        "differences": [_difference(one) for one in found.differences],
    }


def _difference(one: Difference) -> Record:
    kinds = {"added": one.added, "removed": one.removed, "moved": one.moved, "revalued": one.revalued}
    return {
        "id": one.entry.milestone_id,
        "title": one.entry.title,
        "change": next(kind for kind, is_it in kinds.items() if is_it),
        "before": _entry(one.before),
        "after": _entry(one.after),
        "slip_days": one.days,
    }


def _entry(entry: BaselineEntry | None) -> Record | None:
    if entry is None:
        return None
    return {"due_on": iso(entry.due_on), "value": None if entry.value is None else str(entry.value)}
