"""The write side: runs commands, undo and redo, each in one transaction; loaded in the writer thread only."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date

import milestone_tui.store.archive_undo as archive_undo
import milestone_tui.store.backdating as backdating
import milestone_tui.store.journal as journal
import milestone_tui.store.undo as undo
from milestone_tui.errors import UndoRefused
from milestone_tui.plan.actor import Actor
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.model import Change, ChangeKind
from milestone_tui.store.commands import Commands, load_commands
from milestone_tui.store.database import Database
from milestone_tui.store.frozen import refuse_frozen
from milestone_tui.store.locks import LockPolicy
from milestone_tui.store.open_file import OpenFile
from milestone_tui.store.tables.plan import MilestoneRow
from milestone_tui.store.transaction import Transaction
from milestone_tui.store.unit_of_work import UnitOfWork


class Writer:
    """Writes for one actor; every method belongs to the thread that made it."""

    def __init__(self, database: Database, clock: Clock, actor: Actor, file: OpenFile, policy: LockPolicy) -> None:
        """`policy` decides how long to wait for a lock."""
        self._unit_of_work = UnitOfWork(database, clock, actor, file, policy)
        self._actor = actor

    def change(
        self,
        command: Callable[[Commands], object],
        day: date | None = None,
        projects: Collection[int] | None = None,
    ) -> Change | None:
        """Run a command and return its change, which speaks for `day`; None if nothing changed."""
        return self._unit_of_work.write(lambda transaction: command(Commands(transaction)), day=day, projects=projects)

    def warm_up(self) -> None:
        """Load all commands and run an empty change, so that the first real one does not pay for any of that."""
        load_commands()
        self._unit_of_work.write(lambda transaction: transaction.session.get(MilestoneRow, 0))

    def load(self, nouns: Iterable[str]) -> None:
        """Load only the commands on these nouns, for a process that makes one change."""
        load_commands(nouns)

    def undo(self, expected: int | None = None) -> Change:
        """Undo the actor's last change, which must be the `expected` one, and return it; raise UndoRefused."""
        return self._revert(ChangeKind.UNDO, expected)

    def redo(self, expected: int | None = None) -> Change:
        """Redo the actor's last undo, which must be the `expected` one, and return it; raise UndoRefused."""
        return self._revert(ChangeKind.REDO, expected)

    def checkpoint(self) -> None:
        """Checkpoint the write-ahead log: nobody has written for a while."""
        self._unit_of_work.checkpoint()

    def close(self) -> None:
        """Close the file."""
        self._unit_of_work.close()

    def _revert(self, kind: ChangeKind, expected: int | None) -> Change:
        taken: list[Change] = []

        def work(transaction: Transaction) -> None:
            find = journal.undoable if kind is ChangeKind.UNDO else journal.redoable
            found = find(transaction.connection, self._actor)
            if found is None:
                raise UndoRefused(f"There is nothing to {kind.value}.")
            if expected not in (None, found.id):
                key = "u to undo" if kind is ChangeKind.UNDO else "U to redo"
                raise UndoRefused(f"Not saved: you have changed something else since. Press {key} that first.")
            refuse_frozen(transaction.connection, found)
            if archive_undo.brought(transaction.connection, found):
                archive_undo.take_back(transaction, found)
            elif found.backdated:
                backdating.revert(transaction.connection, found, transaction.change_id)
                transaction.day = found.reported_on
            else:
                undo.revert(transaction.connection, found)
            transaction.add_label(found.label)
            transaction.reverts = found.id
            if kind is ChangeKind.REDO:
                undone = journal.reason_undone(transaction.connection, found)
                transaction.reason, transaction.reason_note = undone
            taken.append(found)

        self._unit_of_work.write(work, kind)
        return taken[0]
