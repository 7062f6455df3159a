"""Milestones and projects as records for scripts, made column by column, so that conversion runs in C."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import islice, repeat
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from milestone_tui.exchange.iso import iso
from milestone_tui.plan.fields import MILESTONE_FIELDS, PROJECT_FIELDS, FieldKind, FieldSpec
from milestone_tui.plan.model import Milestone, Plan, Project, ProjectSummary
from milestone_tui.plan.sign import Sign

if TYPE_CHECKING:
    from milestone_tui.plan.calendar.workdays import WorkCalendar
    from milestone_tui.plan.network.network import Network

Record = dict[str, object]
"""Its names never change; None for a missing value."""

_MILESTONE_NAMES: dict[str, Any] = dict.fromkeys(
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


_BATCH = 500
"""Milestones converted at a time: enough to be quick, few enough to use little memory."""


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
        found = (m for m in plan.milestones if keep is None or m.id in keep)
        while some := tuple(islice(found, _BATCH)):
            batch = _Batch(some, plan.project, baseline, today, network, spent)
            for values in zip(*(column(batch) for column in _COLUMNS.values()), strict=False):
                yield dict(zip(_COLUMNS, values, strict=True))


class _Batch(NamedTuple):
    """Some milestones of a project."""

    milestones: Sequence[Milestone]
    project: Project
    baseline: str | None
    """Name of the project's current baseline."""
    today: date
    network: Network
    spent: Mapping[int, Decimal]

    def each(self, read: Callable[[Milestone], object]) -> Iterable[object]:
        """Return what `read` makes of each milestone."""
        return map(read, self.milestones)

    def by_id(self, found: Mapping[int, object]) -> Iterable[Any]:
        """Return what a mapping has for each milestone, None where it has nothing."""
        return map(found.get, map(_id, self.milestones))


_Column = Callable[[_Batch], Iterable[object]]
_id = attrgetter("id")


def _working_days(batch: _Batch) -> Iterable[object]:
    is_working = batch.project.calendar.is_working
    return (None if m.due_on is None else is_working(m.due_on) for m in batch.milestones)


def _currencies(batch: _Batch) -> Iterable[object]:
    currency, spent = batch.project.currency, batch.spent
    return (currency if m.value is not None or m.id in spent else None for m in batch.milestones)


def _driving(batch: _Batch) -> Iterable[object]:
    found = batch.by_id(batch.network.driving_predecessors)
    return (None if link is None else link.predecessor_id for link in found)


def _acceptance_dues(batch: _Batch) -> Iterable[object]:
    calendar = batch.project.calendar
    return (None if m.submitted_on is None else _acceptance_due(m, calendar) for m in batch.milestones)


def _acceptance_due(milestone: Milestone, calendar: WorkCalendar) -> str | None:
    from milestone_tui.plan.acceptance import acceptance_due_on  # late: few milestones await acceptance

    return iso(acceptance_due_on(milestone, calendar))


def project_records(summaries: Iterable[ProjectSummary]) -> Iterator[Record]:
    """Yield one record per project."""
    for s in summaries:
        yield {
            **_PROJECT_NAMES,
            **{name: next(iter(write((read(s.project),)))) for name, (read, write) in _PROJECT_FIELDS.items()},
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


def _listed(
    fields: Mapping[str, FieldSpec],
) -> dict[str, tuple[Callable[[Any], Any], Callable[[Iterable[Any]], Iterable[object]]]]:
    """Return how the part of a record that comes from the table of fields is read and written, by name."""
    return {
        spec.json: (attrgetter(name), _WRITERS.get(spec.kind, _texts)) for name, spec in fields.items() if spec.json
    }


def _amount(value: Decimal | None) -> str | None:
    """Return money as text, so that no reader converts it to a float."""
    return None if value is None else str(value)


def _texts(values: Iterable[str]) -> Iterable[str | None]:
    return (value or None for value in values)


def _same(values: Iterable[object]) -> Iterable[object]:
    return values


_WRITERS: Mapping[FieldKind, Callable[[Iterable[Any]], Iterable[object]]] = {
    FieldKind.CHOICE: partial(map, str),
    FieldKind.DAY: partial(map, iso),
    FieldKind.FLAG: _same,
    FieldKind.MONEY: partial(map, _amount),
    FieldKind.TAGS: partial(map, list),
    FieldKind.WHOLE: _same,
}
"""The function that writes the values of a field, by its kind; texts for all others."""

_PROJECT_FIELDS = _listed(PROJECT_FIELDS)


def _own(read: Callable[[Any], Any], write: Callable[[Iterable[Any]], Iterable[object]]) -> _Column:
    """Return the column of a field of a milestone."""
    return lambda batch: write(map(read, batch.milestones))


_COLUMNS: Mapping[str, _Column] = {
    **_MILESTONE_NAMES,
    **{name: _own(read, write) for name, (read, write) in _listed(MILESTONE_FIELDS).items()},
    "id": lambda batch: batch.each(_id),
    "project": lambda batch: repeat(batch.project.key),
    "project_name": lambda batch: repeat(batch.project.name),
    "client": lambda batch: repeat(batch.project.client or None),
    "baseline": lambda batch: (batch.baseline if m.baseline_on else None for m in batch.milestones),
    "baseline_on": _own(attrgetter("baseline_on"), partial(map, iso)),
    "working_day": _working_days,
    "submitted_on": _own(attrgetter("submitted_on"), partial(map, iso)),
    "acceptance_due_on": _acceptance_dues,
    "accepted_on": _own(attrgetter("accepted_on"), partial(map, iso)),
    "rejected": lambda batch: (m.rejected and m.sign is Sign.REJECTED for m in batch.milestones),
    "percent": lambda batch: batch.each(attrgetter("percent")),
    "slip_days": lambda batch: (m.slip(batch.today) for m in batch.milestones),
    "overdue": lambda batch: (m.overdue(batch.today) for m in batch.milestones),
    "total_float_days": lambda batch: batch.by_id(batch.network.total_floats),
    "free_float_days": lambda batch: batch.by_id(batch.network.free_floats),
    "critical": lambda batch: (m.id in batch.network.critical for m in batch.milestones),
    "driving_predecessor": _driving,
    "criteria_met": lambda batch: batch.each(attrgetter("criteria_met")),
    "criteria_total": lambda batch: batch.each(attrgetter("criteria_total")),
    "spent": lambda batch: map(_amount, batch.by_id(batch.spent)),
    "currency": _currencies,
}
"""What makes each column of the records, in their order."""
