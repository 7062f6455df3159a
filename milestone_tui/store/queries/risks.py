"""The risk register: its entries, how each was rated before, and the open ones that decide the health of a project."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

import milestone_tui.store.mappers as rows
from milestone_tui.errors import NotFound
from milestone_tui.plan.analysis.risks import Rating
from milestone_tui.plan.monitoring import Risk, RiskKind, RiskResponse
from milestone_tui.store.journal import UNREVERTED


@lru_cache(maxsize=1_024)  # many entries threaten the same milestones, or none
def _ids(text: str | None) -> tuple[int, ...]:
    return tuple(sorted(map(int, text.split(",")))) if text else ()


RISK = rows.Mapper(
    Risk,
    "risk",
    kind=rows.Column(rows.words(RiskKind), "risk.kind"),
    probability=rows.Column(rows.optional(rows.within(1, 5)), "risk.probability"),
    impact=rows.Column(rows.optional(rows.within(1, 5)), "risk.impact"),
    response=rows.Column(rows.words(RiskResponse), "risk.response"),
    owner=rows.Column(rows.texts, "coalesce((SELECT name FROM person WHERE person.id = risk.owner_id), '')"),
    milestone_ids=rows.Column(
        rows.each(_ids), "(SELECT group_concat(milestone_id) FROM risk_milestone WHERE risk_id = risk.id)"
    ),
)

_OF_LIVE = f"risk JOIN project ON project.id = risk.project_id WHERE {rows.IS_LIVE}"
_THAT_MATTER = f"""SELECT {RISK} FROM {_OF_LIVE} AND risk.closed_on IS NULL
    AND (risk.kind = 'risk' AND risk.probability * risk.impact >= :score
        OR risk.kind = 'issue' AND risk.impact >= :impact)
    ORDER BY risk.id"""
_OF_MILESTONE = f"""SELECT {RISK} FROM risk
    WHERE risk.id IN (SELECT risk_id FROM risk_milestone WHERE milestone_id = ?) ORDER BY risk.id"""
_RATINGS = f"""SELECT reported_on, edit.after FROM edit JOIN change ON change.id = change_id
    WHERE entity = 'risk' AND row_id = ? AND edit.after IS NOT NULL
        AND kind IN ('do', 'redo') AND {UNREVERTED} ORDER BY reported_on, edit.id"""


def risks(db: sqlite3.Connection, project_id: int | None = None) -> tuple[Risk, ...]:
    """Return the register of a project, or of all projects that are neither archived nor cancelled, by id."""
    if project_id is None:
        found = db.execute(f"SELECT {RISK} FROM {_OF_LIVE} ORDER BY risk.id")
    else:
        found = db.execute(f"SELECT {RISK} FROM risk WHERE risk.project_id = ? ORDER BY risk.id", (project_id,))
    return tuple(RISK.read(found))


def risks_of(db: sqlite3.Connection, milestone_id: int) -> tuple[Risk, ...]:
    """Return the entries that threaten a milestone, by id."""
    return tuple(RISK.read(db.execute(_OF_MILESTONE, (milestone_id,))))


def risks_that_matter(db: sqlite3.Connection, score: int, impact: int) -> Mapping[int, tuple[Risk, ...]]:
    """Return the open risks from this score and the open issues from this impact, by project.

    Only of projects that are neither archived nor cancelled.
    """
    found: dict[int, list[Risk]] = defaultdict(list)
    for risk in RISK.read(db.execute(_THAT_MATTER, {"score": score, "impact": impact})):
        found[risk.project_id].append(risk)
    return {project_id: tuple(entries) for project_id, entries in found.items()}


def risk(db: sqlite3.Connection, risk_id: int) -> Risk:
    """Return one entry of a register; raise NotFound."""
    found = RISK.first(db.execute(f"SELECT {RISK} FROM risk WHERE risk.id = ?", (risk_id,)))
    if found is None:
        raise NotFound("This risk no longer exists: somebody deleted it.")
    return found


def ratings(db: sqlite3.Connection, risk_id: int) -> tuple[Rating, ...]:
    """Return how an entry was rated, oldest first, with the day that each rating speaks for; undone ones not."""
    found: list[Rating] = []
    probability = impact = None
    for day, text in db.execute(_RATINGS, (risk_id,)):
        after = json.loads(text)
        if after.keys() & {"probability", "impact"}:
            probability, impact = after.get("probability", probability), after.get("impact", impact)
            on = rows.day(day)
            assert on is not None
            found.append(Rating(on, probability, impact))
    return tuple(found)
