"""The transaction that a command runs in, and the base of the commands.

Imports the ORM, so only the writer thread may import this module.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from datetime import date

from sqlmodel import Session

from milestone_tui.plan.actor import Actor
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.model import ChangeReason


class Transaction:
    """The transaction that a command runs in; commands add the labels that describe the change."""

    def __init__(self, session: Session, clock: Clock, actor: Actor, change_id: int) -> None:
        self.session = session
        self.clock = clock
        self.actor = actor
        self.change_id = change_id
        self.reverts: int | None = None
        """The id of the change that this one undoes or redoes."""
        self.reason: ChangeReason | None = None
        """The reason for the change, if one was given."""
        self.reason_note = ""
        """The reason in a person's own words, if the list has no fitting one."""
        self.commits = False
        """Whether to commit even if no plan data changed, because drafts were written."""
        self.day: date | None = None
        """The earlier day that a backdated change speaks for."""
        self.projects: Collection[int] | None = None
        """The projects that a backdated change touches, besides new ones; None for any."""
        self.later: frozenset[int] = frozenset()
        """The milestones that came after the day of a backdated change."""
        self.existed: set[tuple[str, int]] = set()
        """Rows, by table and id, that a backdated change found: they existed on its day."""
        self.stated: dict[tuple[str, int], frozenset[str]] = {}
        """The columns of rows, by table and id, that an import's file speaks of."""
        self._labels: list[str] = []
        self._is_whole = False

    @property
    def connection(self) -> sqlite3.Connection:
        """The driver's connection within this transaction; flushes the session first."""
        self.session.flush()
        return driver_of(self.session)

    def add_label(self, label: str, *, whole: bool = False) -> None:
        """Add a label for the history; with `whole`, labels added later are part of this one and ignored."""
        if label not in self._labels and not self._is_whole:
            self._labels.append(label)
        self._is_whole |= whole

    @property
    def label(self) -> str:
        """The first label, and how many more there are."""
        if not self._labels:
            return "Change"
        return self._labels[0] if len(self._labels) == 1 else f"{self._labels[0]} and {len(self._labels) - 1} more"


class CommandGroup:
    """Base of the commands for one kind of thing, inside one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction


def driver_of(session: Session) -> sqlite3.Connection:
    """Return the driver's connection of a session."""
    connection = session.connection().connection.driver_connection
    assert isinstance(connection, sqlite3.Connection)
    return connection
