"""Projects as records for scripts and as a table for people: what `milestone-tui list --projects` prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from milestone_tui.exchange.listing import Record, aligned, iso, listed, shortened, slip_cell
from milestone_tui.plan.fields import PROJECT_FIELDS
from milestone_tui.plan.model import ProjectSummary

_HEADS = ("PROJECT", "NAME", "CLIENT", "HEALTH", "%", "NEXT", "DUE", "FINISH", "SLIP")
_RIGHT = frozenset(("%", "SLIP"))
_listed = listed(PROJECT_FIELDS)
_NAMES = dict.fromkeys(
    (
        *("project", "project_name", "client", "state", "health", "health_reasons", "percent", "milestones"),
        *("milestones_done", "milestones_overdue", "next", "next_due_on", "finish_on", "target_on"),
        *("baseline", "baseline_finish_on", "slip_days"),
    )
)
"""The order of a record; a field that is not named comes last."""


def project_records(summaries: Iterable[ProjectSummary]) -> Iterator[Record]:
    """Return one record a project; what is absent is None."""
    for s in summaries:
        yield {
            **_NAMES,
            **_listed(s.project),
            "health": s.verdict.health.value,
            "health_reasons": [finding.text for finding in s.verdict.findings],
            "percent": s.percent,
            "milestones": s.total,
            "milestones_done": s.done,
            "milestones_overdue": s.overdue,
            "next": s.next_title or None,
            "next_due_on": iso(s.next_due_on),
            "finish_on": iso(s.finish_on),
            "baseline": s.project.baseline_id is not None,
            "baseline_finish_on": iso(s.baseline_finish_on),
            "slip_days": s.slip_days,
        }


def project_table(summaries: Iterable[ProjectSummary]) -> Iterator[str]:
    """Return the lines of a plain table: heads, then one project a line."""
    return aligned(_HEADS, [_cells(s) for s in summaries], _RIGHT)


def _cells(s: ProjectSummary) -> tuple[str, ...]:
    return (
        shortened(s.project.key),
        shortened(s.project.name),
        shortened(s.project.client),
        s.verdict.health.value,
        "-" if s.percent is None else str(s.percent),
        shortened(s.next_title) or "-",
        iso(s.next_due_on) or "-",
        iso(s.finish_on) or "-",
        "no baseline" if s.lacks_baseline else slip_cell(s.slip_days),
    )
