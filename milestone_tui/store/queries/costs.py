"""What was spent on a project and its milestones."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping
from decimal import Decimal

import milestone_tui.store.mappers as rows
from milestone_tui.plan.language.money import from_minor
from milestone_tui.plan.monitoring import Cost
from milestone_tui.store.bulk import grouped, listed

COST = rows.Mapper(Cost, "cost", amount=rows.Column(rows.signed_amounts, "cost.amount_minor", "project.currency"))
_FROM = "cost JOIN project ON project.id = cost.project_id"
_ORDER = "ORDER BY spent_on, cost.id"


def costs(db: sqlite3.Connection, project_id: int) -> tuple[Cost, ...]:
    """Return what was spent on a project and on its milestones, by day."""
    return costs_of_projects(db, (project_id,)).get(project_id, ())


def costs_of_projects(db: sqlite3.Connection, project_ids: Collection[int]) -> Mapping[int, tuple[Cost, ...]]:
    """Return what `costs` does, by project; those without costs are missing."""
    query = f"SELECT {COST} FROM {_FROM} WHERE cost.project_id IN ({listed(project_ids)}) {_ORDER}"
    return grouped(COST.read(db.execute(query)), lambda cost: cost.project_id)


def costs_of(db: sqlite3.Connection, milestone_id: int) -> tuple[Cost, ...]:
    """Return what was spent on a milestone, by day."""
    query = f"SELECT {COST} FROM {_FROM} WHERE milestone_id = ? {_ORDER}"
    return tuple(COST.read(db.execute(query, (milestone_id,))))


def spent_of_milestones(db: sqlite3.Connection) -> Mapping[int, Decimal]:
    """Return the sum of what was spent on each milestone, by its id."""
    query = f"""SELECT milestone_id, sum(amount_minor), project.currency FROM {_FROM}
        WHERE milestone_id IS NOT NULL GROUP BY milestone_id, project.currency"""
    return {id_: from_minor(minor, currency) for id_, minor, currency in db.execute(query)}
