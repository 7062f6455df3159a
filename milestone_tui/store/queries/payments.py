"""The sums of the payments of projects."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping
from datetime import date

import milestone_tui.store.mappers as rows
from milestone_tui.plan.analysis.payments import PaymentSums, payment_states, payment_sums
from milestone_tui.plan.model import Milestone

_PAYMENTS = "SELECT id FROM milestone WHERE kind = 'payment' AND state <> 'cancelled' AND project_id IN ({ids})"


def sums(db: sqlite3.Connection, project_ids: Collection[int], today: date) -> Mapping[int, PaymentSums]:
    """Return the sums of the payments of these projects; a project without payments is missing."""
    ids = ", ".join(map(str, project_ids))
    payments = [id_ for (id_,) in db.execute(_PAYMENTS.format(ids=ids))] if ids else []
    if not payments:
        return {}
    listed = ", ".join(map(str, payments))
    links = tuple(
        rows.LINK.read(db.execute(f"SELECT {rows.LINK} FROM dependency WHERE successor_id IN ({listed}) ORDER BY id"))
    )
    wanted = ", ".join(map(str, {*payments, *(link.predecessor_id for link in links)}))
    query = f"SELECT {rows.MILESTONE} FROM milestone_view WHERE id IN ({wanted}) ORDER BY id"
    milestones = tuple(rows.MILESTONE.read(db.execute(query)))
    states = payment_states(milestones, links, today)
    by_project: dict[int, list[Milestone]] = {}
    for milestone in milestones:
        if milestone.id in payments:
            by_project.setdefault(milestone.project_id, []).append(milestone)
    return {id_: payment_sums(found, states) for id_, found in by_project.items()}
