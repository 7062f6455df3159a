"""The sums of the payments of projects."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING

import milestone_tui.store.mappers as rows
from milestone_tui.plan.model import Milestone

if TYPE_CHECKING:
    from milestone_tui.plan.analysis.payments import PaymentSums

_PAYMENTS = "SELECT id FROM milestone WHERE kind = 'payment' AND state <> 'cancelled' AND project_id IN ({ids})"
_LINKS = f"SELECT {rows.LINK} FROM dependency WHERE successor_id IN ({_PAYMENTS}) ORDER BY id"
_MILESTONES = f"""SELECT {rows.MILESTONE} FROM milestone_view WHERE id IN (
    {_PAYMENTS} UNION SELECT predecessor_id FROM dependency WHERE successor_id IN ({_PAYMENTS})) ORDER BY id"""


def sums(db: sqlite3.Connection, project_ids: Collection[int], today: date) -> Mapping[int, PaymentSums]:
    """Return the sums of the payments of these projects; a project without payments is missing."""
    ids = ", ".join(map(str, project_ids))
    if db.execute(f"{_PAYMENTS.format(ids=ids)} LIMIT 1").fetchone() is None:
        return {}
    from milestone_tui.plan.analysis.payments import (
        is_payment,
        payment_states,
        payment_sums,
    )  # late: not at every start

    milestones = tuple(rows.MILESTONE.read(db.execute(_MILESTONES.format(ids=ids))))
    links = tuple(rows.LINK.read(db.execute(_LINKS.format(ids=ids))))
    states = payment_states(milestones, links, today)
    by_project: dict[int, list[Milestone]] = {}
    for milestone in milestones:
        if is_payment(milestone) and milestone.project_id in project_ids:
            by_project.setdefault(milestone.project_id, []).append(milestone)
    return {id_: payment_sums(found, states) for id_, found in by_project.items()}
