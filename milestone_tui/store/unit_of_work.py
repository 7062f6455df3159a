"""Transactions of the write side: each is recorded as one change, under which the triggers record the edits.

Imports the ORM, so only the writer thread may import this module.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, date, datetime

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool
from sqlmodel import Session, create_engine

import milestone_tui.store.backdating as backdating
from milestone_tui.errors import InvalidInput
from milestone_tui.plan.actor import Actor
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.language.wording import exact_day
from milestone_tui.plan.model import Change, ChangeKind
from milestone_tui.store.database import WRITE_LOCK_SECONDS, Database, connect, connect_to_write
from milestone_tui.store.errors import UNREADABLE, explain
from milestone_tui.store.locks import LockPolicy
from milestone_tui.store.migrations import LATEST
from milestone_tui.store.open_file import Guard, OpenFile
from milestone_tui.store.schema_check import check_schema
from milestone_tui.store.statements import write_statements
from milestone_tui.store.tables.plan import ChangeRow
from milestone_tui.store.transaction import Transaction, driver_of
from milestone_tui.store.unreadable import name_unreadable_row


class _Unnamed(ValueError):
    """No faulty row was found."""


class UnitOfWork:
    """Runs transactions one after another, in the writer thread."""

    def __init__(self, database: Database, clock: Clock, actor: Actor, file: OpenFile, policy: LockPolicy) -> None:
        self._database = database
        self._clock = clock
        self._actor = actor
        self._guard = Guard(file)
        self._engine = _engine(database, policy)
        self._checked: int | None = None
        """The `schema_version` at which the schema was last found to be ours."""

    def write(
        self,
        work: Callable[[Transaction], object],
        kind: ChangeKind = ChangeKind.DO,
        day: date | None = None,
        projects: Collection[int] | None = None,
    ) -> Change | None:
        """Run `work` in one transaction and record the change; return None, and record nothing, if nothing changed.

        With an earlier `day` it is a backdated change, quicker if the `projects` that it touches are known. Raises
        InvalidInput for a day in the future.
        """
        today = self._clock.today()
        if day is not None and day > today:
            raise InvalidInput("reported_on", f"{exact_day(day)} is in the future. Enter today or an earlier date.")
        with self._begun() as session:
            db = driver_of(session)
            self._guard.before_writing(db)
            self._check(db)
            transaction = Transaction(session, self._clock, self._actor, _open_change(db))
            transaction.day = day if day != today else None
            transaction.projects = projects
            if transaction.day is None:
                work(transaction)
            else:
                backdating.run(transaction, work)
            session.flush()
            return self._committed(transaction, session, kind, today)

    def _committed(self, transaction: Transaction, session: Session, kind: ChangeKind, today: date) -> Change | None:
        """Record and commit the change of a transaction, and return it; None if nothing changed."""
        db, change_id = driver_of(session), transaction.change_id  # an archive puts other changes before its own
        if db.execute("SELECT 1 FROM edit WHERE change_id = ?", (change_id,)).fetchone() is None:
            if transaction.commits:
                db.execute("DELETE FROM open_change")
                session.commit()
                self._guard.after_writing(db, "")
            else:
                session.rollback()
            return None
        write_statements(db, change_id, transaction.stated)
        change = self._described(transaction, change_id, kind)
        if not change.backdated:
            change = change._replace(reported_on=backdating.day_of(db, change_id, today))
        session.add(_row(change))
        session.flush()
        db.execute("DELETE FROM open_change")
        session.commit()
        self._guard.after_writing(db, change.label)
        return change

    def _described(self, transaction: Transaction, change_id: int, kind: ChangeKind) -> Change:
        return Change(
            id=change_id,
            at=_kept(self._clock.now()),
            actor=self._actor,
            label=transaction.label,
            kind=kind,
            reverts=transaction.reverts,
            reason=transaction.reason,
            reason_note=transaction.reason_note,
            reported_on=transaction.day,
            backdated=transaction.day is not None,
        )

    def checkpoint(self) -> None:
        """Checkpoint the write-ahead log, if nobody is in the way."""
        connection = self._engine.raw_connection()
        try:
            driver = connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            self._guard.checkpoint(driver)
        finally:
            connection.close()

    def close(self) -> None:
        """Close the connection."""
        self._engine.dispose()

    def _check(self, db: sqlite3.Connection) -> None:
        """Raise DatabaseUnusable if another program has changed the schema since the last check."""
        (version,) = db.execute("PRAGMA schema_version").fetchone()
        if version != self._checked:
            check_schema(db, self._database.path, LATEST)
            self._checked = version

    def _name_unreadable(self) -> None:
        """Raise DatabaseUnusable if a row that breaks the rules may be the cause."""
        with (
            closing(connect(self._database, WRITE_LOCK_SECONDS)) as db,
            suppress(_Unnamed),
            name_unreadable_row(db, self._database.path),
        ):
            raise _Unnamed

    @contextmanager
    def _begun(self) -> Iterator[Session]:
        try:
            with Session(self._engine, expire_on_commit=False) as session:
                try:
                    yield session
                except UNREADABLE:
                    session.rollback()
                    self._name_unreadable()
                    raise
        except DBAPIError as error:
            if isinstance(error.orig, sqlite3.Error):
                raise explain(error.orig, self._database.path) from error
            raise
        except sqlite3.Error as error:
            raise explain(error, self._database.path) from error


def _open_change(db: sqlite3.Connection) -> int:
    """Open the next change, under which the triggers record edits, and return its id."""
    change_id = int(db.execute("SELECT coalesce(max(id), 0) + 1 FROM change").fetchone()[0])
    db.execute("DELETE FROM open_change")
    db.execute("INSERT INTO open_change VALUES (?)", (change_id,))
    return change_id


def _row(change: Change) -> ChangeRow:
    assert change.reported_on is not None
    return ChangeRow(
        id=change.id,
        at=change.at,
        login=change.actor.login,
        name=change.actor.name,
        label=change.label,
        kind=change.kind.value,
        reverts=change.reverts,
        reason=change.reason and change.reason.value,
        reason_note=change.reason_note,
        reported_on=change.reported_on,
        backdated=int(change.backdated),
    )


def _kept(instant: datetime) -> datetime:
    """Return the instant with the precision of the database."""
    utc = instant.astimezone(UTC)
    return utc.replace(microsecond=utc.microsecond // 1000 * 1000)


def _engine(database: Database, policy: LockPolicy) -> Engine:
    """Return an engine over one connection that takes the write lock first, so that it waits now or not at all."""
    engine = create_engine(
        "sqlite://", creator=lambda: connect_to_write(database, WRITE_LOCK_SECONDS, policy), poolclass=StaticPool
    )
    event.listen(engine, "begin", _take_lock)
    return engine


def _take_lock(connection: Connection) -> None:
    """Begin on the driver's own connection, which waits for locks; a cursor of the ORM does not."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    driver.execute("BEGIN IMMEDIATE")
