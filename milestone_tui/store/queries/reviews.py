"""Reviews: the last one of each project, the state of a walk, and past reviews."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import milestone_tui.store.mappers as rows
from milestone_tui.plan.actor import Actor
from milestone_tui.plan.model import ChangeReason
from milestone_tui.plan.moment import Moment
from milestone_tui.plan.monitoring import Need, ReviewAnswer
from milestone_tui.plan.review_state import Move, PastReview, ReviewState, Since
from milestone_tui.plan.reviewed import LastReview
from milestone_tui.store.queries.finished_reviews import REVIEW, finished_reviews
from milestone_tui.store.queries.last_reviews import last_reviews
from milestone_tui.store.queries.moments import ENDED_BY, FINISHED, finished_by
from milestone_tui.store.queries.risks import risks

_ANSWER = rows.Mapper(ReviewAnswer)
_NEED = rows.Mapper(Need)


def past_reviews(db: sqlite3.Connection, project_id: int) -> tuple[PastReview, ...]:
    """Return the finished reviews of a project, the latest first."""
    found = finished_reviews(db, project_id)
    ids = ", ".join(str(review.id) for review in found)
    answers: dict[int, list[ReviewAnswer]] = {review.id: [] for review in found}
    texts = f"SELECT review_id, {_ANSWER} FROM review_answer WHERE review_id IN ({ids}) ORDER BY id"
    for review_id, *values in db.execute(texts):
        answers[review_id].append(ReviewAnswer(*values))
    ends = {
        review_id: (change_id, str(Actor(login, name)))
        for review_id, change_id, login, name in db.execute(_ENDS.format(ids=ids))
    }
    past = []
    for review in found:
        change_id, by = ends.get(review.id, (None, ""))
        past.append(PastReview(review, Moment(review.held_on, change_id), tuple(answers[review.id]), by))
    return tuple(past)


_ENDS = f"""SELECT row_id, ended, login, name FROM (
        SELECT row_id, {ENDED_BY} AS ended FROM edit WHERE row_id IN ({{ids}}) AND {FINISHED} GROUP BY row_id
    ) JOIN change ON change.id = ended"""


def answers_of(db: sqlite3.Connection, review_id: int) -> tuple[ReviewAnswer, ...]:
    """Return the answers of a review, in the order in which they were given."""
    found = db.execute(f"SELECT {_ANSWER} FROM review_answer WHERE review_id = ? ORDER BY id", (review_id,))
    return tuple(_ANSWER.read(found))


def review_state(db: sqlite3.Connection, project_id: int) -> ReviewState:
    """Return what a walk through a project needs besides its plan."""
    unfinished = REVIEW.first(
        db.execute(f"SELECT {REVIEW} FROM review WHERE project_id = ? AND finished_at IS NULL", (project_id,))
    )
    last = last_reviews(db, (project_id,)).get(project_id)
    words = past = None
    if last is not None:
        words = REVIEW.first(db.execute(f"SELECT {REVIEW} FROM review WHERE id = ?", (last.id,)))
        past = finished_by(db, last.id)
    return ReviewState(
        review=unfinished,
        started_at=_started_at(db, unfinished.id) if unfinished else None,
        answers=answers_of(db, unfinished.id) if unfinished else (),
        needs=_needs(db, project_id, last),
        last=last,
        last_words=words,
        since=None if past is None else changes_since(db, project_id, past),
        risks=tuple(risk for risk in risks(db, project_id) if risk.is_open),
        promises=_promises(db, project_id),
        spent=_spent(db, project_id),
    )


def _started_at(db: sqlite3.Connection, review_id: int) -> datetime | None:
    query = """SELECT min(at) FROM edit JOIN change ON change.id = change_id
        WHERE entity = 'review' AND row_id = ? AND before IS NULL"""
    return rows.instant(db.execute(query, (review_id,)).fetchone()[0])


def _needs(db: sqlite3.Connection, project_id: int, last: LastReview | None) -> tuple[Need, ...]:
    """Return what is needed from the client: all that is open, and what was met since the last review."""
    after = (last.held_on if last else date.min).isoformat()
    query = f"""SELECT {_NEED} FROM need WHERE project_id = ? AND (met_on IS NULL OR met_on > ?)
        ORDER BY since_on, id"""
    return tuple(_NEED.read(db.execute(query, (project_id, after))))


def _spent(db: sqlite3.Connection, project_id: int) -> Decimal | None:
    query = "SELECT sum(amount_minor), currency FROM cost JOIN project ON project.id = project_id WHERE project_id = ?"
    return rows.money(*db.execute(query, (project_id,)).fetchone())


def _promises(db: sqlite3.Connection, project_id: int) -> Mapping[int, date]:
    """Return the date of each milestone in the first baseline that has it."""
    query = """SELECT milestone_id, due_on, min(baseline_id) FROM baseline_entry
        JOIN baseline ON baseline.id = baseline_id WHERE project_id = ? AND due_on IS NOT NULL GROUP BY milestone_id"""
    return {id_: date.fromisoformat(day) for id_, day, _ in db.execute(query, (project_id,))}


_EDITS = """SELECT entity, row_id, before, after, change_id, kind
    FROM edit JOIN change ON change.id = change_id
    WHERE edit.project_id = ? AND change_id > ? AND entity IN ('milestone', 'risk')
        AND (before IS NULL OR after IS NULL OR instr(before, '"due_on"') OR instr(before, '"done_on"'))
    ORDER BY edit.id"""


def changes_since(db: sqlite3.Connection, project_id: int, change_id: int) -> Since:
    """Return what changed in a project after a change, from the journal."""
    then: dict[int, dict[str, Any] | None] = {}
    present: dict[int, str | None] = {}
    moved: dict[int, int] = {}
    entries: dict[int, bool] = {}
    undone = {id_ for (id_,) in db.execute("SELECT reverts FROM change WHERE reverts > ?", (change_id,))}
    for entity, id_, before, after, by, kind in db.execute(_EDITS, (project_id, change_id)):
        if entity == "risk":
            entries[id_] = entries.get(id_, before is None) and after is not None
            continue
        if id_ not in then:
            then[id_] = None if before is None else json.loads(before)
        elif before is not None and (known := then[id_]) is not None and len(known.keys() & _DATES) < len(_DATES):
            then[id_] = {**json.loads(before), **known}
        present[id_] = json.loads(before)["title"] if after is None else None
        if before and after and '"due_on":' in after and kind != "undo" and by not in undone:
            moved[id_] = by
    there = {id_ for id_, deleted in present.items() if deleted is None}
    return Since(
        then={
            id_: {name: rows.day(values[name]) for name in _DATES if name in values}
            for id_, values in then.items()
            if values is not None
        },
        added=frozenset(id_ for id_, values in then.items() if values is None and id_ in there),
        removed=tuple(present[id_] or "" for id_, values in then.items() if values is not None and id_ not in there),
        moves=_moves(db, moved),
        new_risks=sum(entries.values()),
    )


_DATES = frozenset(("due_on", "done_on"))
_CHANGES = "SELECT id, at, login, name, reason, reason_note FROM change WHERE id BETWEEN ? AND ?"


def _moves(db: sqlite3.Connection, moved: Mapping[int, int]) -> Mapping[int, Move]:
    """Return the last move of each milestone, from the ids of the changes."""
    if not moved:
        return {}
    wanted = set(moved.values())
    changes = {
        id_: Move(str(Actor(login, name)), rows.moment(at).astimezone().date(), reason and ChangeReason(reason), note)
        for id_, at, login, name, reason, note in db.execute(_CHANGES, (min(wanted), max(wanted)))
        if id_ in wanted
    }
    return {id_: changes[by] for id_, by in moved.items()}
