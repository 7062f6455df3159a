"""The days on which milestones were done, moved: one change, one undo."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from milestone_tui.errors import InvalidInput, NotFound
from milestone_tui.plan import rules
from milestone_tui.plan.language.wording import slip_words
from milestone_tui.plan.model import MilestoneKind
from milestone_tui.store.commands.bulk import milestone_rows
from milestone_tui.store.commands.lookups import require_id
from milestone_tui.store.commands.merge import conflict, told
from milestone_tui.store.tables import MilestoneRow
from milestone_tui.store.transaction import Transaction

_BATCH = 500


def redate(transaction: Transaction, days: Mapping[int, date], seen: Mapping[int, date | None]) -> None:
    """Move done dates; see `Milestones.redate`."""
    rows = {require_id(row.id): row for row in milestone_rows(transaction, days)}
    if len(rows) < len(days):
        raise NotFound("One of the milestones no longer exists; nothing was moved.")
    met = [
        told(transaction, "milestone", id_, f"done date of “{row.title}”", "done_on", days[id_], row.done_on)
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
    """Raise InvalidInput where somebody signed the day: the decision of a gate, the acceptance of anything else."""
    accepted = _accepted(transaction, rows)
    for id_, row in rows.items():
        if row.kind == MilestoneKind.GATE:
            raise InvalidInput("done_on", f'"{row.title}" is a gate, done on the day of its decision.')
        if id_ in accepted:
            raise InvalidInput("done_on", f'"{row.title}" was accepted. Edit its done date instead.')


def _accepted(transaction: Transaction, ids: Collection[int]) -> set[int]:
    wanted, found = list(ids), set[int]()
    for start in range(0, len(wanted), _BATCH):
        batch = wanted[start : start + _BATCH]
        marks = ",".join("?" * len(batch))
        query = f"SELECT id FROM milestone_view WHERE accepted_on IS NOT NULL AND id IN ({marks})"
        found.update(id_ for (id_,) in transaction.connection.execute(query, batch))
    return found
