"""Reviews: the last one of each project, the state of a walk, and past reviews."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import milestone_tui.store.mappers as rows
from milestone_tui.plan.actor import Actor
from milestone_tui.plan.model import ChangeReason
from milestone_tui.plan.monitoring import Need, Review, ReviewAnswer, Risk, RiskKind, RiskResponse
from milestone_tui.plan.review_state import Move, ReviewState, Since
from milestone_tui.plan.reviewed import LastReview
from milestone_tui.store.queries.last_reviews import health, last_reviews

_REVIEW = rows.Mapper(Review, judged=rows.Column(health, "judged"), computed=rows.Column(health, "computed"))
_ANSWER = rows.Mapper(ReviewAnswer)
_NEED = rows.Mapper(Need)
_RISK = rows.Mapper(
    Risk,
    "risk",
    kind=rows.Column(rows.words(RiskKind), "risk.kind"),
    response=rows.Column(rows.words(RiskResponse), "risk.response"),
    owner=rows.Column(rows.texts, "coalesce(person.name, '')"),
    milestone_ids=rows.Column(
        rows.each(lambda text: tuple(map(int, text.split(","))) if text else ()),
        "(SELECT group_concat(milestone_id) FROM risk_milestone WHERE risk_id = risk.id)",
    ),
)


def past_reviews(db: sqlite3.Connection, project_id: int) -> tuple[Review, ...]:
    """Return the finished reviews of a project, the latest first."""
    where = "project_id = ? AND finished_at IS NOT NULL ORDER BY finished_at DESC, id DESC"
    return tuple(_REVIEW.read(db.execute(f"SELECT {_REVIEW} FROM review WHERE {where}", (project_id,))))


def answers_of(db: sqlite3.Connection, review_id: int) -> tuple[ReviewAnswer, ...]:
    """Return the answers of a review, in the order in which they were given."""
    found = db.execute(f"SELECT {_ANSWER} FROM review_answer WHERE review_id = ? ORDER BY id", (review_id,))
    return tuple(_ANSWER.read(found))


def finished_by(db: sqlite3.Connection, review_id: int) -> int | None:
    """Return the id of the change that finished a review; None if the journal does not have it."""
    query = """SELECT max(change_id) FROM edit WHERE entity = 'review' AND row_id = ?
        AND json_type(after, '$.finished_at') = 'text'"""
    change_id: int | None = db.execute(query, (review_id,)).fetchone()[0]
    return change_id


def review_state(db: sqlite3.Connection, project_id: int) -> ReviewState:
    """Return what a walk through a project needs besides its plan."""
    unfinished = _REVIEW.first(
        db.execute(f"SELECT {_REVIEW} FROM review WHERE project_id = ? AND finished_at IS NULL", (project_id,))
    )
    last = last_reviews(db, (project_id,)).get(project_id)
    words = past = None
    if last is not None:
        words = _REVIEW.first(db.execute(f"SELECT {_REVIEW} FROM review WHERE id = ?", (last.id,)))
        past = finished_by(db, last.id)
    return ReviewState(
        review=unfinished,
        started_at=_started_at(db, unfinished.id) if unfinished else None,
        answers=answers_of(db, unfinished.id) if unfinished else (),
        needs=_needs(db, project_id, last),
        last=last,
        last_words=words,
        since=None if past is None else changes_since(db, project_id, past),
        risks=_open_risks(db, project_id),
        promises=_promises(db, project_id),
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


def _open_risks(db: sqlite3.Connection, project_id: int) -> tuple[Risk, ...]:
    query = f"""SELECT {_RISK} FROM risk LEFT JOIN person ON person.id = risk.owner_id
        WHERE project_id = ? AND closed_on IS NULL ORDER BY risk.id"""
    return tuple(_RISK.read(db.execute(query, (project_id,))))


def _promises(db: sqlite3.Connection, project_id: int) -> Mapping[int, date]:
    """Return the date of each milestone in the first baseline that has it."""
    query = """SELECT milestone_id, due_on, min(baseline_id) FROM baseline_entry
        JOIN baseline ON baseline.id = baseline_id WHERE project_id = ? AND due_on IS NOT NULL GROUP BY milestone_id"""
    return {id_: date.fromisoformat(day) for id_, day, _ in db.execute(query, (project_id,))}


_EDITS = """SELECT entity, row_id, before, after, at, login, name, reason, reason_note,
        kind <> 'undo' AND NOT EXISTS (SELECT 1 FROM change AS later WHERE later.reverts = change.id)
    FROM edit JOIN change ON change.id = change_id
    WHERE edit.project_id = ? AND change_id > ? AND entity IN ('milestone', 'risk')
        AND (before IS NULL OR after IS NULL OR before LIKE '%"due_on"%' OR before LIKE '%"done_on"%')
    ORDER BY edit.id"""


def changes_since(db: sqlite3.Connection, project_id: int, change_id: int) -> Since:
    """Return what changed in a project after a change, from the journal."""
    first: dict[int, dict[str, Any] | None] = {}
    present: dict[int, str | None] = {}
    moves: dict[int, Move] = {}
    risks: dict[int, bool] = {}
    for entity, id_, before_text, after_text, at, login, name, reason, note, stands in db.execute(
        _EDITS, (project_id, change_id)
    ):
        before, after = (None if text is None else json.loads(text) for text in (before_text, after_text))
        if entity == "risk":
            risks[id_] = risks.get(id_, before is None) and after is not None
            continue
        if id_ not in first:
            first[id_] = None if before is None else dict(before)
        elif (known := first[id_]) is not None and before is not None:
            first[id_] = {**before, **known}
        present[id_] = (before or {}).get("title", "") if after is None else None
        if stands and before is not None and after is not None and after.get("due_on"):
            by = str(Actor(login, name))
            moves[id_] = Move(by, rows.moment(at).astimezone().date(), reason and ChangeReason(reason), note)
    there = {id_ for id_, deleted in present.items() if deleted is None}
    return Since(
        then={
            id_: {name: rows.day(values[name]) for name in ("due_on", "done_on") if name in values}
            for id_, values in first.items()
            if values is not None
        },
        added=frozenset(id_ for id_, values in first.items() if values is None and id_ in there),
        removed=tuple(present[id_] or "" for id_, values in first.items() if values is not None and id_ not in there),
        moves=moves,
        new_risks=sum(risks.values()),
    )
