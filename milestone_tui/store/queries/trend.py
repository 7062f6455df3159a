"""The dates of milestones as they were held on each day, from the journal."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from datetime import date
from typing import Any

import milestone_tui.store.mappers as rows
from milestone_tui.plan.analysis.trend import Held, History, TrendHistory
from milestone_tui.plan.model import ChangeReason, MilestoneState

_EDITS = """SELECT reported_on, change.id, edit.row_id, edit.before IS NULL, edit.after, change.reason, change.kind,
        change.reverts
    FROM edit JOIN change ON change.id = edit.change_id
    WHERE edit.entity = 'milestone' AND {which} AND reported_on <= :today
    ORDER BY reported_on, change.id, edit.id"""
_OF_PROJECT = "edit.project_id = :project"
_OF_DONE = """edit.row_id IN (SELECT id FROM milestone WHERE state = 'done')
    AND (edit.before IS NULL OR edit.after LIKE '%"due_on"%' OR edit.after LIKE '%"done_on"%')"""

_BASELINES = """SELECT baseline_entry.milestone_id, reported_on, due_on FROM baseline_entry
    JOIN baseline ON baseline.id = baseline_id
    JOIN edit ON edit.entity = 'baseline' AND edit.row_id = baseline.id AND edit.before IS NULL
    JOIN change ON change.id = edit.change_id
    WHERE baseline.project_id = :project AND due_on IS NOT NULL AND reported_on <= :today
    ORDER BY reported_on, change.id"""
_REVIEWS = """SELECT held_on FROM review
    WHERE project_id = :project AND finished_at IS NOT NULL AND held_on <= :today ORDER BY held_on"""


def held_dates(db: sqlite3.Connection, project_id: int, today: date) -> dict[int, History]:
    """Return the histories of a project's milestones up to `today`, in one query."""
    given = {"project": project_id, "today": today.isoformat()}
    return _histories(db.execute(_EDITS.format(which=_OF_PROJECT), given))


def trend(db: sqlite3.Connection, project_id: int, today: date) -> TrendHistory:
    """Return the histories of a project's milestones, their baseline dates and the reviews, up to `today`."""
    given = {"project": project_id, "today": today.isoformat()}
    baselines: dict[int, list[tuple[date, date]]] = {}
    for milestone_id, taken_on, due_on in db.execute(_BASELINES, given):
        taken, due = rows.day(taken_on), rows.day(due_on)
        assert taken is not None and due is not None  # the columns are not null
        baselines.setdefault(milestone_id, []).append((taken, due))
    reviews = (rows.day(held_on) for (held_on,) in db.execute(_REVIEWS, given))
    return TrendHistory(
        held_dates(db, project_id, today),
        {id_: tuple(found) for id_, found in baselines.items()},
        tuple(day for day in reviews if day is not None),
    )


def done_histories(db: sqlite3.Connection, today: date) -> tuple[History, ...]:
    """Return the histories of all milestones that are done, in all projects."""
    found = db.execute(_EDITS.format(which=_OF_DONE), {"today": today.isoformat()})
    return tuple(_histories(found).values())


def _histories(edits: Iterable[tuple[Any, ...]]) -> dict[int, History]:
    """Return the states of each milestone; edits that leave its dates alone are skipped."""
    found = list(edits)
    reverted = {edit[-1] for edit in found}
    histories: dict[int, list[Held]] = {}
    for reported_on, change_id, row_id, is_new, after, reason, kind, _ in found:
        day = rows.day(reported_on)
        assert day is not None  # the column is not null
        states = histories.setdefault(row_id, [])
        before = states[-1] if states and not is_new else Held(day)
        held = _after(before, after)
        if states and held[1:5] == states[-1][1:5]:
            continue
        counts = kind != "undo" and change_id not in reverted
        why = ChangeReason(reason) if reason is not None else None
        states.append(held._replace(reported_on=day, reason=why, counts=counts))
    return {id_: tuple(states) for id_, states in histories.items() if states}


def _after(before: Held, text: str | None) -> Held:
    """Return the state after an edit, whose `text` has the columns that it changed; None if it deleted the row."""
    if text is None:
        return before._replace(exists=False)
    values = json.loads(text)
    return Held(
        before.reported_on,
        due_on=rows.day(values["due_on"]) if "due_on" in values else before.due_on,
        done_on=rows.day(values["done_on"]) if "done_on" in values else before.done_on,
        is_cancelled=values["state"] == MilestoneState.CANCELLED if "state" in values else before.is_cancelled,
    )
