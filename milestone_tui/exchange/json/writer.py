"""Write milestones or projects as a JSON array for scripts, one record a line."""

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
"""Names are the words of the design and stay; what is absent is None."""

_MILESTONE_NAMES = dict.fromkeys(
    (
        *("id", "project", "project_name", "client", "phase", "title", "kind", "owner", "approver", "state"),
        *("baseline", "baseline_on", "due_on", "working_day", "deadline_on", "done_on", "submitted_on"),
        *("acceptance_due_on", "accepted_on", "rejected", "percent", "slip_days", "overdue", "total_float_days"),
        *("free_float_days", "critical", "driving_predecessor", "criteria_met", "criteria_total", "weight", "value"),
        *("currency", "deliverable", "tags", "internal", "notes"),
    )
)
"""The order of the record of a milestone; a field that is not named comes last."""

_PROJECT_NAMES = dict.fromkeys(
    (
        *("project", "project_name", "client", "state", "health", "health_reasons", "percent", "milestones"),
        *("milestones_done", "milestones_overdue", "next", "next_due_on", "finish_on", "target_on"),
        *("baseline", "baseline_finish_on", "slip_days"),
    )
)
"""As `_MILESTONE_NAMES`."""


def write_milestones(export: MilestoneExport, out: TextIO) -> None:
    """Write one record a milestone."""
    _write(records(export.plans, export.keep, export.today, export.network), "id", out)


def write_projects(summaries: Iterable[ProjectSummary], out: TextIO) -> None:
    """Write one record a project."""
    _write(project_records(summaries), "project", out)


def _write(found: Iterable[Record], first: str, out: TextIO) -> None:
    """Write records, one a line; `first` is the first name in each."""
    # ASCII only, so that nothing in a title reaches a terminal as a command. All in one go, which is quicker, then
    # one record a line: in a text the quote before the name would end it, and a comma or a brace would follow.
    text = json.dumps(list(found))
    lines = text[1:-1].replace(f'}}, {{"{first}": ', f'}},\n{{"{first}": ')
    print(f"[\n{lines}\n]" if lines else "[]", file=out)


def records(plans: Iterable[Plan], keep: frozenset[int] | None, today: date, network: Network) -> Iterator[Record]:
    """One record a milestone, in the order of the plans; only those in `keep` (milestone ids) when it is given.

    `network` holds these plans, and those that links lead to from them.
    """
    for plan in plans:
        baseline = plan.baseline.name if plan.baseline else None
        calendar = plan.project.calendar
        for milestone in plan.milestones:
            if keep is None or milestone.id in keep:
                yield _record(plan.project, milestone, baseline, calendar, today, network)


def _record(
    project: Project,
    milestone: Milestone,
    baseline: str | None,
    calendar: WorkCalendar,
    today: date,
    network: Network,
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
        "currency": project.currency if milestone.value is not None else None,
    }


def _acceptance_due(milestone: Milestone, calendar: WorkCalendar) -> str | None:
    from milestone_tui.plan.sign_off import acceptance_due_on  # late: few milestones wait

    return iso(acceptance_due_on(milestone, calendar))


def project_records(summaries: Iterable[ProjectSummary]) -> Iterator[Record]:
    """Return one record a project; what is absent is None."""
    for s in summaries:
        yield {
            **_PROJECT_NAMES,
            **_listed_of_project(s.project),
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


def _listed(fields: Mapping[str, FieldSpec]) -> Callable[[Milestone | Project], Record]:
    """Return what writes the fields of a milestone or a project that are listed, by their names in JSON."""
    columns = [
        (spec.json, attrgetter(name), _WRITERS.get(spec.kind, _text)) for name, spec in fields.items() if spec.json
    ]
    return lambda value: {name: write(read(value)) for name, read, write in columns}


def _amount(value: Decimal | None) -> str | None:
    """Money as text, so that no reader makes a float of it."""
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
"""How a field is written by its kind; all else is a text."""

_listed_of_milestone = _listed(MILESTONE_FIELDS)
_listed_of_project = _listed(PROJECT_FIELDS)
