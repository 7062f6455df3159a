"""Rows of the read side turned into the frozen values of the plan.

A value that the rules do not allow raises one of `failures.UNREADABLE`: the reader finds and names its row then.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from sys import intern
from typing import Any

from milestone_tui.plan.actor import Actor
from milestone_tui.plan.language.money import from_minor
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

Row = Sequence[Any]

PROJECT = (
    "project.id, project.key, project.name, project.client, project.description, project.start_on, project.target_on, "
    "project.budget_minor, project.currency, project.state, project.working_days, project.archived_at, "
    "project.baseline_id, project.acceptance_days, "
    "(SELECT group_concat(day) FROM holiday WHERE project_id = project.id)"
)
PROJECT_COLUMNS = 15
"""How many columns `PROJECT` has; its holidays are text with commas between."""
IS_REJECTED = (
    "{id} IN (SELECT milestone_id FROM acceptance AS last WHERE answer = 'rejected' AND NOT EXISTS ("
    "SELECT 1 FROM acceptance WHERE milestone_id = last.milestone_id AND id > last.id AND answer = 'accepted'))"
)
"""Whether the last answer to what was submitted was a rejection. Worked out once for a query, not for each row."""
IS_LIVE = "(project.archived_at IS NULL AND project.state <> 'cancelled')"
"""`Project.is_live` as a condition on its row."""
MILESTONE = (
    "id, project_id, phase_id, phase, title, kind, state, owner, due_on, baseline_on, deadline_on, done_on, progress, "
    "weight, value_minor, currency, deliverable, tags, notes, criteria_met, criteria_total, percent, "
    "forecast_at, approver, internal, submitted_on, accepted_on, acceptance_days, "
    "baseline_on IS NULL AND EXISTS (SELECT 1 FROM project "
    "WHERE project.id = milestone_view.project_id AND project.baseline_id IS NOT NULL AND NOT EXISTS ("
    "SELECT 1 FROM baseline_entry WHERE baseline_entry.baseline_id = project.baseline_id "
    "AND baseline_entry.milestone_id = milestone_view.id)), "
    f"project_id NOT IN (SELECT project.id FROM project WHERE NOT {IS_LIVE}), "
    f"{IS_REJECTED.format(id='id')}"
)
PHASE = "id, project_id, name, position"
CRITERION = "id, milestone_id, text, met_on, position"
LINK = "id, predecessor_id, successor_id, lag, kept"
PERSON = "id, name, email, organisation, capacity_hundredths"
HOLIDAY = "id, project_id, day, name"
_TAKEN = (
    "coalesce((SELECT change.{column} FROM edit JOIN change ON change.id = edit.change_id "
    "WHERE edit.entity = 'baseline' AND edit.row_id = baseline.id ORDER BY edit.id LIMIT 1), '')"
)
BASELINE = (
    "id, project_id, name, taken_at, reason, approved_by, "
    f"{_TAKEN.format(column='login')}, {_TAKEN.format(column='name')}"
)
CHANGE = "id, at, login, name, label, kind, reverts, reason, reason_note"
TEMPLATE = "id, name, body, saved_at"

_day = lru_cache(maxsize=4_096)(date.fromisoformat)
"""Thousands of milestones stand on the same days: they share them, which is quicker and takes a third less memory."""

LARGEST_WEIGHT, LONGEST_LAG = 1_000_000, 10_000
"""As `plan.checks` has them, which the first frame does not wait for; a test holds them together."""

_LAST_PLACE = 1_000_000_000
_LARGEST_WORK = 10**15
"""Hundredths of a day, of all assignments together: more is the doing of another program."""

_KINDS = {kind.value: kind for kind in MilestoneKind}
_STATES = {state.value: state for state in MilestoneState}


@lru_cache(maxsize=1_024)
def moment(text: str) -> datetime:
    """Read an instant that must be there."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None or not 1900 <= at.year < 2200:
        raise ValueError(text)  # it could not be compared with others, or told in the time of this place
    return at


@lru_cache(maxsize=1_024)
def key(text: str) -> str:
    """Read the key of a project."""
    if not re.fullmatch(r"[A-Z0-9][A-Z0-9_-]{0,11}", text):
        raise ValueError(text)
    return text


def lag(number: int) -> int:
    """Read the lag of a link."""
    if not -LONGEST_LAG <= number <= LONGEST_LAG:
        raise ValueError(number)
    return number


def text(value: str) -> str:
    """Read a text."""
    if type(value) is not str:
        raise TypeError
    return value


def actor(row: Row) -> Actor:
    """Read who did something from its login and name."""
    login, name = map(text, row)
    return Actor(login, name)


@lru_cache(maxsize=256)
def _currency(text: str) -> str:
    if not re.fullmatch("[A-Z]{3}", text):
        raise ValueError(text)
    return intern(text)


def _check(numbers_are_allowed: bool, *texts: str) -> None:
    """Raise ValueError for a number that no rule allows, TypeError for bytes and numbers in the place of a text."""
    if not numbers_are_allowed:
        raise ValueError
    "".join(texts)


def day(text: str | None) -> date | None:
    """Read a calendar date."""
    return None if text is None else date.fromisoformat(text)


def instant(text: str | None) -> datetime | None:
    """Read an instant."""
    return None if text is None else moment(text)


def money(minor: int | None, currency: str) -> Decimal | None:
    """Read an amount."""
    return None if minor is None else from_minor(minor, currency)


def hundredths(number: int) -> Decimal:
    """Read days of work, which are kept in hundredths of a day."""
    if not 0 <= number < _LARGEST_WORK:
        raise ValueError
    return Decimal(number).scaleb(-2)


def tags_of(text: str) -> tuple[str, ...]:
    """Read tags, which are kept as one text with commas between."""
    return tuple(text.split(",")) if text else ()


def project(row: Row) -> Project:
    """Read a project from the columns `PROJECT`."""
    _check(1 <= row[10] <= 127 and 1 <= row[13] <= 366 and (row[7] or 0) >= 0, row[2], row[3], row[4])
    return Project(
        id=row[0],
        key=key(row[1]),
        name=row[2],
        client=row[3],
        description=row[4],
        start_on=day(row[5]),
        target_on=day(row[6]),
        budget=money(row[7], row[8]),
        currency=_currency(row[8]),
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
    (progress, weight, minor, currency, deliverable, tags, notes, met, total, percent, forecast_at) = row[12:23]
    approver, internal, submitted_on, accepted_on, acceptance_days, added, live, rejected = row[23:]
    "".join((title, deliverable, tags, notes, approver))  # TypeError for what is no text
    if not (0 <= progress <= 100 and 0 <= weight <= LARGEST_WEIGHT and 1 <= (acceptance_days or 1) <= 366):
        raise ValueError
    return Milestone(
        id_,
        project_id,
        phase_id,
        intern(phase_name),
        title,
        _KINDS[kind],
        _STATES[state],
        intern(owner),
        None if due_on is None else _day(due_on),
        None if baseline_on is None else _day(baseline_on),
        None if deadline_on is None else _day(deadline_on),
        None if done_on is None else _day(done_on),
        progress,
        weight,
        None if minor is None else from_minor(minor, _currency(currency)),
        deliverable,
        tuple(tags.split(",")) if tags else (),
        notes,
        met,
        total,
        percent,
        None if forecast_at is None else moment(forecast_at),
        approver,
        internal == 1,
        None if submitted_on is None else _day(submitted_on),
        None if accepted_on is None else _day(accepted_on),
        acceptance_days,
        added == 1,
        live == 1,
        rejected == 1,
    )


def phase(row: Row) -> Phase:
    """Read a phase from the columns `PHASE`."""
    _check(0 <= row[3] <= _LAST_PLACE, row[2])
    return Phase(*row)


def criterion(row: Row) -> Criterion:
    """Read a criterion from the columns `CRITERION`."""
    _check(0 <= row[4] <= _LAST_PLACE, row[2])
    return Criterion(row[0], row[1], row[2], day(row[3]), row[4])


def link(row: Row) -> Link:
    """Read a link from the columns `LINK`."""
    return Link(row[0], row[1], row[2], lag(row[3]), row[4] == 1)


def person(row: Row) -> Person:
    """Read a person from the columns `PERSON`."""
    _check(0 <= row[4] <= 700, *row[1:4])
    return Person(row[0], row[1], row[2], row[3], hundredths(row[4]))


def holiday(row: Row) -> Holiday:
    """Read a day off from the columns `HOLIDAY`."""
    _check(True, row[3])
    return Holiday(row[0], row[1], date.fromisoformat(row[2]), row[3])


def baseline(row: Row) -> Baseline:
    """Read a baseline from the columns `BASELINE`."""
    _check(True, row[2], *row[4:6])
    return Baseline(row[0], row[1], row[2], moment(row[3]), row[4], row[5], str(actor(row[6:])))


def change(row: Row) -> Change:
    """Read a change from the columns `CHANGE`."""
    id_, at, login, name, label, kind, reverts, reason, note = row
    _check(True, label, note)
    why = None if reason is None else ChangeReason(reason)
    return Change(id_, moment(at), actor((login, name)), label, ChangeKind(kind), reverts, why, note)


def template(row: Row) -> SavedTemplate:
    """Read a template from the columns `TEMPLATE`."""
    _check(True, row[1], row[2])
    return SavedTemplate(row[0], row[1], row[2], moment(row[3]))
