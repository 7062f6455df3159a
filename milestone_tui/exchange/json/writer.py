"""Write milestones or projects as a JSON array for scripts, one record per line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TextIO

from milestone_tui.exchange.export import MilestoneExport, iso
from milestone_tui.plan.fields import MILESTONE_FIELDS, PROJECT_FIELDS, FieldKind, FieldSpec
from milestone_tui.plan.model import Milestone, Plan, Project, ProjectSummary
from milestone_tui.plan.sign import Sign

if TYPE_CHECKING:
    from milestone_tui.plan.calendar.workdays import WorkCalendar
    from milestone_tui.plan.network.network import Network

Record = dict[str, object]
"""Its names never change; None for a missing value."""

_MILESTONE_NAMES = dict.fromkeys(
    (
        *("id", "project", "project_name", "client", "phase", "title", "kind", "owner", "approver", "state"),
        *("baseline", "baseline_on", "due_on", "working_day", "deadline_on", "done_on", "submitted_on"),
        *("acceptance_due_on", "accepted_on", "rejected", "percent", "slip_days", "overdue", "total_float_days"),
        *("free_float_days", "critical", "driving_predecessor", "criteria_met", "criteria_total", "weight", "value"),
        *("spent", "currency", "deliverable", "outcome", "tags", "internal", "notes"),
    )
)
"""The order of a milestone's record; other fields come last."""

_PROJECT_NAMES = dict.fromkeys(
    (
        *("project", "project_name", "client", "state", "health", "health_reasons", "percent", "milestones"),
        *("milestones_done", "milestones_overdue", "next", "next_due_on", "finish_on", "target_on"),
        *("baseline", "baseline_finish_on", "slip_days", "budget", "spent", "currency"),
    )
)
"""The order of a project's record; other fields come last."""


def write_milestones(export: MilestoneExport, out: TextIO) -> None:
    """Write one record per milestone."""
    _write(records(export.plans, export.keep, export.today, export.network, export.spent), "id", out)


def write_projects(summaries: Iterable[ProjectSummary], out: TextIO) -> None:
    """Write one record per project."""
    _write(project_records(summaries), "project", out)


def _write(found: Iterable[Record], first: str, out: TextIO) -> None:
    """Write records, one per line; `first` is the first name in each."""
    # ASCII only, so that no title sends a command to a terminal. One call of `dumps` is faster; then break the lines
    # between records: inside a text, the pattern's quote would be escaped, so it only matches between them.
    text = json.dumps(list(found))
    lines = text[1:-1].replace(f'}}, {{"{first}": ', f'}},\n{{"{first}": ')
    print(f"[\n{lines}\n]" if lines else "[]", file=out)


def records(
    plans: Iterable[Plan],
    keep: frozenset[int] | None,
    today: date,
    network: Network,
    spent: Mapping[int, Decimal],
) -> Iterator[Record]:
    """Yield one record per milestone, in the order of the plans; only those with an id in `keep`, unless it is None.

    `network` covers these plans and those linked with them; `spent` is what was spent on each milestone.
    """
    for plan in plans:
        baseline = plan.baseline.name if plan.baseline else None
        calendar = plan.project.calendar
        for milestone in plan.milestones:
            if keep is None or milestone.id in keep:
                yield _record(plan.project, milestone, baseline, calendar, today, network, spent.get(milestone.id))


def _record(
    project: Project,
    milestone: Milestone,
    baseline: str | None,
    calendar: WorkCalendar,
    today: date,
    network: Network,
    spent: Decimal | None,
) -> Record:
    id_, due_on, submitted_on = milestone.id, milestone.due_on, milestone.submitted_on
    driving = network.driving_predecessors.get(id_)
    return {
        **_MILESTONE_NAMES,
        **_listed_of_milestone(milestone),
        "id": id_,
        "project": project.key,
        "project_name": project.name,
        "client": project.client or None,
        "baseline": baseline if milestone.baseline_on else None,
        "baseline_on": iso(milestone.baseline_on),
        "working_day": None if due_on is None else calendar.is_working(due_on),
        "submitted_on": iso(submitted_on),
        "acceptance_due_on": None if submitted_on is None else _acceptance_due(milestone, calendar),
        "accepted_on": iso(milestone.accepted_on),
        "rejected": milestone.sign is Sign.REJECTED,
        "percent": milestone.percent,
        "slip_days": milestone.slip(today),
        "overdue": milestone.overdue(today),
        "total_float_days": network.total_floats.get(id_),
        "free_float_days": network.free_floats.get(id_),
        "critical": id_ in network.critical,
        "driving_predecessor": None if driving is None else driving.predecessor_id,
        "criteria_met": milestone.criteria_met,
        "criteria_total": milestone.criteria_total,
        "spent": _amount(spent),
        "currency": project.currency if milestone.value is not None or spent is not None else None,
    }


def _acceptance_due(milestone: Milestone, calendar: WorkCalendar) -> str | None:
    from milestone_tui.plan.acceptance import acceptance_due_on  # late: few milestones await acceptance

    return iso(acceptance_due_on(milestone, calendar))


def project_records(summaries: Iterable[ProjectSummary]) -> Iterator[Record]:
    """Yield one record per project."""
    for s in summaries:
        yield {
            **_PROJECT_NAMES,
            **_listed_of_project(s.project),
            "health": None if s.lacks_health else s.verdict.health.value,
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
            "budget": _amount(s.project.budget),
            "spent": _amount(s.spent),
            "currency": s.project.currency,
        }


def _listed(fields: Mapping[str, FieldSpec]) -> Callable[[Milestone | Project], Record]:
    """Return a function that makes the part of a record that comes from the table of fields."""
    columns = [
        (spec.json, attrgetter(name), _WRITERS.get(spec.kind, _text)) for name, spec in fields.items() if spec.json
    ]
    return lambda value: {name: write(read(value)) for name, read, write in columns}


def _amount(value: Decimal | None) -> str | None:
    """Return money as text, so that no reader converts it to a float."""
    return None if value is None else str(value)


def _text(value: str) -> str | None:
    return value or None


def _same(value: object) -> object:
    return value


_WRITERS: Mapping[FieldKind, Callable[[Any], object]] = {
    FieldKind.CHOICE: str,
    FieldKind.DAY: iso,
    FieldKind.FLAG: _same,
    FieldKind.MONEY: _amount,
    FieldKind.TAGS: list,
    FieldKind.WHOLE: _same,
}
"""The function that writes a field, by its kind; a text for all others."""

_listed_of_milestone = _listed(MILESTONE_FIELDS)
_listed_of_project = _listed(PROJECT_FIELDS)
