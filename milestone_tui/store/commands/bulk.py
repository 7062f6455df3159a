"""Commands on many milestones of any projects: one change, one undo."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlmodel import col, select

import milestone_tui.store.bulk as bulk
from milestone_tui.errors import InvalidInput, NotFound
from milestone_tui.plan import rules
from milestone_tui.plan.language.tags import TagChange
from milestone_tui.plan.language.wording import MONTHS, count_words, slip_words
from milestone_tui.plan.model import MilestoneKind, MilestoneState
from milestone_tui.plan.network.network import comes_earlier
from milestone_tui.store.bulk import batches, marks
from milestone_tui.store.column_types import kept_instant
from milestone_tui.store.commands.lags import shorten_lags
from milestone_tui.store.commands.lookups import require_id
from milestone_tui.store.commands.merge import conflict, field_conflict
from milestone_tui.store.tables.plan import MilestoneRow
from milestone_tui.store.transaction import Transaction


class _Current(NamedTuple):
    """The columns of a milestone that a move or a tick needs."""

    title: str
    kind: str
    due_on: date | None
    state: str


def milestone_rows(transaction: Transaction, ids: Iterable[int]) -> list[MilestoneRow]:
    """Return the rows of the milestones that still exist, each once, in the order of `ids`."""
    wanted = list(dict.fromkeys(ids))
    found: dict[int, MilestoneRow] = {}
    for batch in bulk.batches(wanted):
        query = select(MilestoneRow).where(col(MilestoneRow.id).in_(batch))
        found.update((require_id(row.id), row) for row in transaction.session.exec(query))
    return [found[id_] for id_ in wanted if id_ in found]


def label(verb: str, rows: Sequence[MilestoneRow | _Current], what: str = "") -> str:
    """Return the label of a change: with the title of a single milestone, or with the number of several."""
    whom = f'"{rows[0].title}"' if len(rows) == 1 else count_words(len(rows), "milestone")
    return f"{verb} {whom}: {what}" if what else f"{verb} {whom}"


def move(transaction: Transaction, days: Mapping[int, date], seen: Mapping[int, date | None]) -> None:
    """Move due dates; see `Milestones.move_all`."""
    rows = _current(transaction.connection, (*days, *seen))
    if any(id_ not in rows for id_ in (*days, *seen)):
        raise NotFound("Nothing was moved: somebody deleted one of these milestones.")
    met = [
        field_conflict(
            transaction, "milestone", id_, f'due date of "{rows[id_].title}"', "due_on", days.get(id_, then), now
        )
        for id_, then in seen.items()
        if (now := rows[id_].due_on) not in (then, days.get(id_, then))
    ]
    if met:
        raise conflict(met)
    moved = {id_: row for id_, day in days.items() if (row := rows[id_]).due_on != day}
    for row in moved.values():
        if row.state in (MilestoneState.DONE, MilestoneState.CANCELLED):
            remedy = "Untick it" if row.state == MilestoneState.DONE else "Change its state"
            raise InvalidInput("due_on", f'"{row.title}" is {row.state}, so it cannot move. {remedy} first.')
    if not moved:
        return
    (first, row), *others = moved.items()
    transaction.add_label(f'Move "{row.title}" and {len(others)} more' if others else _one_move(row, days[first]))
    held_at = kept_instant(transaction.clock.now())
    changed = ((rules.validate_day("due_on", days[id_]).isoformat(), held_at, id_) for id_ in moved)
    bulk.update_rows(transaction.connection, "milestone", ("due_on", "forecast_at"), changed)
    transaction.session.expire_all()
    shorten_lags(transaction, [id_ for id_, row in moved.items() if comes_earlier(row.due_on, days[id_])])


def _current(db: sqlite3.Connection, ids: Iterable[int]) -> dict[int, _Current]:
    """Return the milestones that still exist as plain tuples, since there may be 10,000."""
    wanted = list(dict.fromkeys(ids))
    found: dict[int, _Current] = {}
    for batch in bulk.batches(wanted):
        query = f"SELECT id, title, kind, due_on, state FROM milestone WHERE id IN ({bulk.marks(batch)})"
        for id_, title, kind, due_on, state in db.execute(query, batch):
            found[id_] = _Current(title, kind, None if due_on is None else date.fromisoformat(due_on), state)
    return {id_: found[id_] for id_ in wanted if id_ in found}


def tag(transaction: Transaction, rows: Iterable[MilestoneRow], tags: TagChange) -> None:
    """Add and remove tags; see `Milestones.tag_all`."""
    add, remove = rules.validate_tags(tags.add), rules.validate_tags(tags.remove)
    removed = {word.casefold() for word in remove}
    changed = []
    for row in rows:
        there = row.tags.split(",") if row.tags else []
        kept = [word for word in there if word.casefold() not in removed]
        words = ",".join(rules.validate_tags((*kept, *add)))
        if words != row.tags:
            row.tags = words
            changed.append(row)
    transaction.add_label(label("Tag", changed, ", ".join((*add, *(f"no {word}" for word in remove)))))


def tick(transaction: Transaction, ids: Iterable[int], on: date) -> None:
    """Tick milestones; see `Milestones.tick_all`."""
    rules.validate_milestone(rules.NEW_MILESTONE, {"done_on": on}, transaction.clock.today())
    rows = _current(transaction.connection, ids)
    open_ = {id_: row for id_, row in rows.items() if row.state != MilestoneState.DONE}
    for row in open_.values():
        rules.refuse_undecided(row.kind, row.title)
    done = ((MilestoneState.DONE.value, on.isoformat(), id_) for id_ in open_)
    bulk.update_rows(transaction.connection, "milestone", ("state", "done_on"), done)
    transaction.session.expire_all()
    transaction.add_label(label("Tick", list(open_.values())))


def _one_move(row: _Current, to: date) -> str:
    if row.due_on is None:
        return f'Move "{row.title}" to {to.day} {MONTHS[to.month - 1]} {to.year}'
    return f'Move "{row.title}" by {slip_words((to - row.due_on).days)}'


def redate(transaction: Transaction, days: Mapping[int, date], seen: Mapping[int, date | None]) -> None:
    """Move done dates; see `Milestones.redate`."""
    rows = {require_id(row.id): row for row in milestone_rows(transaction, days)}
    if len(rows) < len(days):
        raise NotFound("Nothing was moved: somebody deleted one of these milestones.")
    met = [
        field_conflict(transaction, "milestone", id_, f'done date of "{row.title}"', "done_on", days[id_], row.done_on)
        for id_, row in rows.items()
        if row.done_on is None or (id_ in seen and row.done_on not in (seen[id_], days[id_]))
    ]
    if met:
        raise conflict(met)
    moved = {id_: row for id_, row in rows.items() if row.done_on != days[id_]}
    _refuse_signed(transaction, moved)
    today = transaction.clock.today()
    steps = set()
    for id_, row in moved.items():
        assert row.done_on is not None
        steps.add((days[id_] - row.done_on).days)
        row.done_on = rules.validate_done_on(days[id_], today)
    if moved:
        titles = [row.title for row in moved.values()]
        what = f'done date of "{titles[0]}"' if len(titles) == 1 else f"{len(titles)} done dates"
        by = f" by {slip_words(steps.pop())}" if len(steps) == 1 else ""
        transaction.add_label(f"Move {what}{by}")


def _refuse_signed(transaction: Transaction, rows: Mapping[int, MilestoneRow]) -> None:
    """Raise InvalidInput for a date that was signed off: a gate's decision or an acceptance."""
    accepted = _accepted(transaction, rows)
    for id_, row in rows.items():
        if row.kind == MilestoneKind.GATE:
            raise InvalidInput("done_on", f'"{row.title}" is a gate. Record its decision on another date instead.')
        if id_ in accepted:
            raise InvalidInput("done_on", f'"{row.title}" was accepted. Edit its done date instead.')


def _accepted(transaction: Transaction, ids: Collection[int]) -> set[int]:
    found = set[int]()
    for batch in batches(ids):
        query = f"SELECT id FROM milestone_view WHERE accepted_on IS NOT NULL AND id IN ({marks(batch)})"
        found.update(id_ for (id_,) in transaction.connection.execute(query, batch))
    return found
