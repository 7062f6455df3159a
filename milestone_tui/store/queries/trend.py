"""The dates of milestones as they were held on each day, from the journal."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

import milestone_tui.store.mappers as rows
from milestone_tui.plan.analysis.trend import LAST_DONE, Held, History, TrendHistory
from milestone_tui.plan.model import ChangeReason, MilestoneState
from milestone_tui.store.bulk import listed
from milestone_tui.store.replay import void_changes

_EDITS = """SELECT reported_on, change.id, edit.row_id, edit.before IS NULL, edit.after, change.reason, change.kind,
        change.reverts
    FROM edit JOIN change ON change.id = edit.change_id
    WHERE edit.entity = 'milestone' AND {which} AND reported_on <= :today AND change.id NOT IN ({void})
    ORDER BY reported_on, change.id, edit.id"""
_OF_PROJECT = "edit.project_id = :project"
_OF_DONE = f"""edit.row_id IN (
        SELECT id FROM milestone WHERE state = 'done' AND done_on <= :today
        ORDER BY done_on DESC, id DESC LIMIT {LAST_DONE}
    ) AND (edit.before IS NULL OR edit.after LIKE '%"due_on"%' OR edit.after LIKE '%"done_on"%')"""

_BASELINES = """SELECT baseline_entry.milestone_id, reported_on, due_on FROM baseline_entry
    JOIN baseline ON baseline.id = baseline_id
    JOIN edit ON edit.entity = 'baseline' AND edit.row_id = baseline.id AND edit.before IS NULL
    JOIN change ON change.id = edit.change_id
    WHERE baseline.project_id = :project AND due_on IS NOT NULL AND reported_on <= :today
    ORDER BY reported_on, change.id"""
_DATES = re.compile(r'"(due_on|done_on|state|internal)":\s*(?:"([^"]*)"|(\w+))')
"""The values of these columns in an edit's JSON, texts and others; in a text a quote is escaped: none looks like them.

Reading all of the JSON takes four times as long.
"""
_DAY = lru_cache(maxsize=4_096)(date.fromisoformat)
_NOTHING = Held(date.min)
_REVIEWS = """SELECT held_on FROM review
    WHERE project_id = :project AND finished_at IS NOT NULL AND held_on <= :today ORDER BY held_on"""


def held_dates(db: sqlite3.Connection, project_id: int, today: date) -> dict[int, History]:
    """Return the histories of a project's milestones up to `today`, in one query."""
    given = {"project": project_id, "today": today.isoformat()}
    return _histories(db.execute(_EDITS.format(which=_OF_PROJECT, void=listed(void_changes(db))), given))


def trend(db: sqlite3.Connection, project_id: int, today: date) -> TrendHistory:
    """Return the histories of a project's milestones, their baseline dates and the reviews, up to `today`."""
    given = {"project": project_id, "today": today.isoformat()}
    baselines: dict[int, list[tuple[date, date]]] = {}
    for milestone_id, taken_on, due_on in db.execute(_BASELINES, given):
        baselines.setdefault(milestone_id, []).append((_DAY(taken_on), _DAY(due_on)))
    return TrendHistory(
        held_dates(db, project_id, today),
        {id_: tuple(found) for id_, found in baselines.items()},
        tuple(_DAY(held_on) for (held_on,) in db.execute(_REVIEWS, given)),
    )


def done_histories(db: sqlite3.Connection, today: date) -> tuple[History, ...]:
    """Return the histories of the milestones that were done last, in all projects."""
    found = db.execute(_EDITS.format(which=_OF_DONE, void=listed(void_changes(db))), {"today": today.isoformat()})
    return tuple(_histories(found).values())


def _histories(edits: Iterable[tuple[Any, ...]]) -> dict[int, History]:
    """Return the states of each milestone; edits that leave its dates alone are skipped."""
    found = list(edits)
    reverted = {edit[-1] for edit in found}
    histories: dict[int, list[Held]] = {}
    for reported_on, change_id, row_id, is_new, after, reason, kind, _ in found:
        states = histories.setdefault(row_id, [])
        before = _NOTHING if is_new or not states else states[-1]
        there, due_on, done_on, is_cancelled = after is not None, before.due_on, before.done_on, before.is_cancelled
        is_internal = before.is_internal
        for name, text, other in _DATES.findall(after) if there else ():
            if name == "due_on":
                due_on = rows.day(text or None)
            elif name == "done_on":
                done_on = rows.day(text or None)
            elif name == "state":
                is_cancelled = text == MilestoneState.CANCELLED
            else:
                is_internal = other in ("1", "true")
        if states and (there, due_on, done_on, is_cancelled) == states[-1][1:5] and is_internal == before.is_internal:
            continue
        counts = kind != "undo" and change_id not in reverted
        why = ChangeReason(reason) if reason is not None else None
        states.append(Held(_DAY(reported_on), there, due_on, done_on, is_cancelled, why, counts, is_internal))
    return {id_: tuple(states) for id_, states in histories.items()}
