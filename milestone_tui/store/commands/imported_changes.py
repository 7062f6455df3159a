"""What an import changes of milestones and links that are here, in bulk."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

import milestone_tui.store.bulk as bulk
from milestone_tui.plan.fields import MILESTONE_FIELDS, FieldKind
from milestone_tui.plan.importing.comparison import ChangedMilestone, NewLink
from milestone_tui.plan.model import MilestoneState
from milestone_tui.plan.network.network import comes_earlier
from milestone_tui.store.column_types import kept_instant
from milestone_tui.store.commands.acceptance import follow_states
from milestone_tui.store.commands.bulk import milestone_rows
from milestone_tui.store.commands.lags import shorten_lags
from milestone_tui.store.field_values import to_column
from milestone_tui.store.transaction import Transaction

Columns = Mapping[str, Any]


def change_milestones(
    transaction: Transaction,
    changed: Sequence[ChangedMilestone],
    currency: str,
    phases: Mapping[str, int],
    person: Callable[[str], int | None],
) -> None:
    """Set what an import changes; `phases` are the ids of the project's, by name in lower case."""
    if not changed:
        return
    held_at = kept_instant(transaction.clock.now())
    rows: list[tuple[int, dict[str, Any]]] = []
    for one in changed:
        columns = {MILESTONE_FIELDS[name].column: _kept(name, it, currency) for name, it in one.changes.items()}
        if "phase" in one.changes:
            columns["phase_id"] = phases.get(str(one.changes["phase"]).casefold())
        for field in {"owner", "approver"} & one.changes.keys():
            columns[MILESTONE_FIELDS[field].column] = person(str(one.changes[field]))
        if "due_on" in columns:
            columns["forecast_at"] = held_at if columns["due_on"] else None
        rows.append((one.id, columns))
    db = transaction.connection
    before = _due_dates(transaction, [id_ for id_, columns in rows if columns.get("due_on")])
    submitted = _submitted(transaction, [one.id for one in changed if "state" in one.changes])
    for names, group in groupby(sorted(rows, key=lambda row: sorted(row[1])), key=lambda row: sorted(row[1])):
        bulk.update_rows(db, "milestone", names, ((*(columns[name] for name in names), id_) for id_, columns in group))
    transaction.session.expire_all()
    if submitted:
        follow_states(transaction, milestone_rows(transaction, submitted))
    after = {id_: date.fromisoformat(columns["due_on"]) for id_, columns in rows if columns.get("due_on")}
    shorten_lags(transaction, [id_ for id_, day in after.items() if comes_earlier(before[id_], day)])


def _kept(field: str, value: object, currency: str) -> Any:
    spec = MILESTONE_FIELDS[field]
    if spec.kind is FieldKind.DAY:
        return value.isoformat() if isinstance(value, date) else None
    return to_column(spec, value, currency)


def _due_dates(transaction: Transaction, ids: Sequence[int]) -> dict[int, date | None]:
    found: dict[int, date | None] = {}
    for batch in bulk.batches(ids):
        query = f"SELECT id, due_on FROM milestone WHERE id IN ({bulk.marks(batch)})"
        for id_, due_on in transaction.connection.execute(query, batch):
            found[id_] = None if due_on is None else date.fromisoformat(due_on)
    return found


def _submitted(transaction: Transaction, ids: Sequence[int]) -> list[int]:
    """Return those that are submitted, whose rounds follow their state."""
    found: list[int] = []
    for batch in bulk.batches(ids):
        query = f"SELECT id FROM milestone WHERE state = ? AND id IN ({bulk.marks(batch)})"
        states = (MilestoneState.SUBMITTED.value, *batch)
        found += (id_ for (id_,) in transaction.connection.execute(query, states))
    return found


def change_links(transaction: Transaction, changed: Sequence[NewLink], removed: Sequence[tuple[int, int]]) -> None:
    """Set the lags of links that are here, and remove others."""
    if not changed and not removed:
        return
    db = transaction.connection
    found = db.execute("SELECT predecessor_id, successor_id, id FROM dependency").fetchall()
    ids = {(predecessor, successor): id_ for predecessor, successor, id_ in found}
    if changed:
        rows = [(link.lag, 0, ids[link.predecessor, link.successor]) for link in changed]
        bulk.update_rows(db, "dependency", ("lag", "kept"), rows)
    if removed:
        bulk.delete_rows(db, "dependency", [ids[ends] for ends in removed])
    transaction.session.expire_all()
