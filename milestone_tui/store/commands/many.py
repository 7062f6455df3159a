"""Many milestones at once, of whatever projects: one change, one undo."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlmodel import col, select

from milestone_tui.errors import InvalidInput, NotFound
from milestone_tui.plan import rules
from milestone_tui.plan.model import MilestoneState
from milestone_tui.plan.tag_words import TagChange
from milestone_tui.plan.wording import MONTHS, count_words, signed
from milestone_tui.store.commands.merge import conflict, told
from milestone_tui.store.commands.rows import the
from milestone_tui.store.tables import MilestoneRow
from milestone_tui.store.transaction import Transaction

_BATCH = 500


def milestone_rows(transaction: Transaction, ids: Iterable[int]) -> list[MilestoneRow]:
    """Return the rows of those milestones that are still there, each once, in the order of `ids`."""
    wanted = list(dict.fromkeys(ids))
    found: dict[int, MilestoneRow] = {}
    for start in range(0, len(wanted), _BATCH):
        query = select(MilestoneRow).where(col(MilestoneRow.id).in_(wanted[start : start + _BATCH]))
        found.update((the(row.id), row) for row in transaction.session.exec(query))
    return [found[id_] for id_ in wanted if id_ in found]


def label(verb: str, rows: Sequence[MilestoneRow], what: str = "") -> str:
    """Return what was done: to the only milestone by its title, to several by how many there are."""
    whom = f'"{rows[0].title}"' if len(rows) == 1 else count_words(len(rows), "milestone")
    return f"{verb} {whom}: {what}" if what else f"{verb} {whom}"


def move(transaction: Transaction, days: Mapping[int, date], seen: Mapping[int, date | None]) -> None:
    """Move forecasts; see `Milestones.move_all`."""
    rows = {the(row.id): row for row in milestone_rows(transaction, (*days, *seen))}
    if any(id_ not in rows for id_ in (*days, *seen)):
        raise NotFound("One of the milestones no longer exists; nothing was moved.")
    met = [
        told(transaction, "milestone", id_, f"due of “{rows[id_].title}”", "due_on", days.get(id_, then), now)
        for id_, then in seen.items()
        if (now := rows[id_].due_on) not in (then, days.get(id_, then))
    ]
    if met:
        raise conflict(met)
    moved = [rows[id_] for id_, day in days.items() if rows[id_].due_on != day]
    if len(moved) == 1:
        transaction.name(_one_move(moved[0], days[the(moved[0].id)]))
    elif moved:
        transaction.name(f'Move "{moved[0].title}" and {len(moved) - 1} more')
    for row in moved:
        if row.state in (MilestoneState.DONE, MilestoneState.CANCELLED):
            raise InvalidInput("due_on", f"“{row.title}” is {row.state}; what is {row.state} does not move.")
        row.due_on = rules.settle_day("due_on", days[the(row.id)])
        row.forecast_at = transaction.clock.now()
    transaction.session.flush()


def tag(transaction: Transaction, rows: Iterable[MilestoneRow], tags: TagChange) -> None:
    """Add and remove tags; see `Milestones.tag_all`."""
    add, remove = rules.settle_tags(tags.add), rules.settle_tags(tags.remove)
    removed = {word.casefold() for word in remove}
    changed = []
    for row in rows:
        there = row.tags.split(",") if row.tags else []
        kept = [word for word in there if word.casefold() not in removed]
        words = ",".join(rules.settle_tags((*kept, *add)))
        if words != row.tags:
            row.tags = words
            changed.append(row)
    transaction.name(label("Tag", changed, ", ".join((*add, *(f"no {word}" for word in remove)))))


def tick(transaction: Transaction, ids: Iterable[int], on: date) -> None:
    """Declare milestones done; see `Milestones.tick_all`."""
    rules.settle_milestone(rules.NEW_MILESTONE, {"done_on": on}, transaction.clock.today())
    open_ = [row for row in milestone_rows(transaction, ids) if row.state != MilestoneState.DONE]
    for row in open_:
        rules.refuse_undecided(row.kind, row.title)
        row.state, row.done_on = MilestoneState.DONE.value, on
    transaction.name(label("Tick", open_))


def _one_move(row: MilestoneRow, to: date) -> str:
    if row.due_on is None:
        return f'Move "{row.title}" to {to.day} {MONTHS[to.month - 1]} {to.year}'
    return f'Move "{row.title}" by {signed((to - row.due_on).days)} d'
