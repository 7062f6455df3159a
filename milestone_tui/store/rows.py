"""Rows of the read side turned into the frozen values of the plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from sys import intern
from typing import Any

from milestone_tui.plan.model import (
    Baseline,
    Change,
    ChangeKind,
    ChangeReason,
    Criterion,
    Holiday,
    Link,
    Milestone,
    MilestoneKind,
    MilestoneState,
    Person,
    Phase,
    Project,
    ProjectState,
    SavedTemplate,
)
from milestone_tui.plan.money import from_minor

Row = Sequence[Any]

PROJECT = (
    "project.id, project.key, project.name, project.client, project.description, project.start_on, project.target_on, "
    "project.budget_minor, project.currency, project.state, project.working_days, project.archived_at, "
    "project.baseline_id, project.acceptance_days, "
    "(SELECT group_concat(day) FROM holiday WHERE project_id = project.id)"
)
PROJECT_COLUMNS = 15
"""How many columns `PROJECT` has; its holidays are text with commas between."""
IS_LIVE = "(project.archived_at IS NULL AND project.state <> 'cancelled')"
"""`Project.is_live` as a condition on its row."""
MILESTONE = (
    "id, project_id, phase_id, phase, title, kind, state, owner, due_on, baseline_on, deadline_on, done_on, progress, "
    "weight, value_minor, currency, deliverable, tags, notes, criteria_met, criteria_total, percent, slip_days, "
    "forecast_at, approver, internal, submitted_on, accepted_on, acceptance_days, "
    "baseline_on IS NULL AND EXISTS (SELECT 1 FROM project "
    "WHERE project.id = milestone_view.project_id AND project.baseline_id IS NOT NULL AND NOT EXISTS ("
    "SELECT 1 FROM baseline_entry WHERE baseline_entry.baseline_id = project.baseline_id "
    "AND baseline_entry.milestone_id = milestone_view.id)), "
    f"project_id NOT IN (SELECT project.id FROM project WHERE NOT {IS_LIVE})"
)
PHASE = "id, project_id, name, position"
CRITERION = "id, milestone_id, text, met_on, position"
LINK = "id, predecessor_id, successor_id, lag"
PERSON = "id, name, email, organisation, capacity_hundredths"
HOLIDAY = "id, project_id, day, name"
BASELINE = (
    "id, project_id, name, taken_at, reason, approved_by, "
    "coalesce((SELECT change.actor FROM edit JOIN change ON change.id = edit.change_id "
    "WHERE edit.entity = 'baseline' AND edit.row_id = baseline.id ORDER BY edit.id LIMIT 1), '')"
)
CHANGE = "id, at, actor, label, kind, reverts, reason"
TEMPLATE = "id, name, body, saved_at"

_day = lru_cache(maxsize=4_096)(date.fromisoformat)
_instant = lru_cache(maxsize=1_024)(datetime.fromisoformat)
"""Thousands of milestones stand on the same days: they share them, which is quicker and takes a third less memory."""

_KINDS = {kind.value: kind for kind in MilestoneKind}
_STATES = {state.value: state for state in MilestoneState}


def day(text: str | None) -> date | None:
    """Read a calendar date."""
    return None if text is None else date.fromisoformat(text)


def instant(text: str | None) -> datetime | None:
    """Read an instant."""
    return None if text is None else datetime.fromisoformat(text)


def money(minor: int | None, currency: str) -> Decimal | None:
    """Read an amount."""
    return None if minor is None else from_minor(minor, currency)


def hundredths(number: int) -> Decimal:
    """Read days of work, which are kept in hundredths of a day."""
    return Decimal(number).scaleb(-2)


def tags_of(text: str) -> tuple[str, ...]:
    """Read tags, which are kept as one text with commas between."""
    return tuple(text.split(",")) if text else ()


def project(row: Row) -> Project:
    """Read a project from the columns `PROJECT`."""
    return Project(
        id=row[0],
        key=row[1],
        name=row[2],
        client=row[3],
        description=row[4],
        start_on=day(row[5]),
        target_on=day(row[6]),
        budget=money(row[7], row[8]),
        currency=row[8],
        state=ProjectState(row[9]),
        working_days=row[10],
        archived_at=instant(row[11]),
        baseline_id=row[12],
        acceptance_days=row[13],
        holidays=_holidays(row[14]) if row[14] else (),
    )


@lru_cache(maxsize=1_024)  # the projects of one house have the same days off, read again and again
def _holidays(text: str) -> tuple[date, ...]:
    return tuple(sorted(map(date.fromisoformat, text.split(","))))


def milestone(row: Row) -> Milestone:
    """Read a milestone from the columns `MILESTONE`; by position, since this runs 10,000 times for a screen."""
    (id_, project_id, phase_id, phase_name, title, kind, state, owner, due_on, baseline_on, deadline_on, done_on) = row[
        :12
    ]
    (progress, weight, minor, currency, deliverable, tags, notes, met, total, percent, slip_days, forecast_at) = row[
        12:24
    ]
    approver, internal, submitted_on, accepted_on, acceptance_days, added, live = row[24:]
    return Milestone(
        id_,
        project_id,
        phase_id,
        intern(phase_name),
        title,
        _KINDS[kind],
        _STATES[state],
        intern(owner),
        due_on and _day(due_on),
        baseline_on and _day(baseline_on),
        deadline_on and _day(deadline_on),
        done_on and _day(done_on),
        progress,
        weight,
        None if minor is None else from_minor(minor, currency),
        deliverable,
        tuple(tags.split(",")) if tags else (),
        notes,
        met,
        total,
        percent,
        slip_days,
        forecast_at and _instant(forecast_at),
        approver,
        internal == 1,
        submitted_on and _day(submitted_on),
        accepted_on and _day(accepted_on),
        acceptance_days,
        added == 1,
        live == 1,
    )


def phase(row: Row) -> Phase:
    """Read a phase from the columns `PHASE`."""
    return Phase(*row)


def criterion(row: Row) -> Criterion:
    """Read a criterion from the columns `CRITERION`."""
    return Criterion(row[0], row[1], row[2], day(row[3]), row[4])


def link(row: Row) -> Link:
    """Read a link from the columns `LINK`."""
    return Link(*row)


def person(row: Row) -> Person:
    """Read a person from the columns `PERSON`."""
    return Person(row[0], row[1], row[2], row[3], hundredths(row[4]))


def holiday(row: Row) -> Holiday:
    """Read a day off from the columns `HOLIDAY`."""
    return Holiday(row[0], row[1], date.fromisoformat(row[2]), row[3])


def baseline(row: Row) -> Baseline:
    """Read a baseline from the columns `BASELINE`."""
    return Baseline(row[0], row[1], row[2], datetime.fromisoformat(row[3]), *row[4:])


def change(row: Row) -> Change:
    """Read a change from the columns `CHANGE`."""
    reason = None if row[6] is None else ChangeReason(row[6])
    return Change(row[0], datetime.fromisoformat(row[1]), row[2], row[3], ChangeKind(row[4]), row[5], reason)


def template(row: Row) -> SavedTemplate:
    """Read a template from the columns `TEMPLATE`."""
    return SavedTemplate(row[0], row[1], row[2], datetime.fromisoformat(row[3]))
