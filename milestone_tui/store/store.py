"""The store: one database file, its read side on this thread, its write side in one thread of its own."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from milestone_tui.plan.clock import Clock
from milestone_tui.plan.model import Change
from milestone_tui.store.database import WRITER_PATIENCE, connect, copy_database, open_database, open_to_read
from milestone_tui.store.failures import explained
from milestone_tui.store.reads import Reader
from milestone_tui.store.watch import Announcement, Watch

if TYPE_CHECKING:
    from concurrent.futures import Future
    from datetime import date

    from milestone_tui.store.commands import Commands
    from milestone_tui.store.thread import WriterThread
    from milestone_tui.store.writer import Writer

_Result = TypeVar("_Result")

Subscriber = Callable[[Announcement], None]


class Store:
    """Everything the program keeps. Reads are synchronous; a write is one transaction and one change of the journal.

    All methods belong to the thread that opened it, but for those that say otherwise. Reads and writes raise
    StoreUnavailable or DatabaseUnusable when the file fails them.
    """

    def __init__(
        self, path: Path, clock: Clock, actor: str, *, only_reads: bool = False, keeps_copies: bool = True
    ) -> None:
        """Open, and make or migrate where needed, the database at `path`; what is done is done by `actor`.

        With `only_reads` nothing may be done, and a full disk is no hindrance; `keeps_copies`: one a day.
        Raises DatabaseUnusable or StoreUnavailable.
        """
        self._database, self._connection = (open_to_read if only_reads else open_database)(path)
        self._clock = clock
        self._actor = actor
        self._thread: WriterThread | None = None
        self._writer: Writer | None = None
        self._wrote = False
        self._newest: Future[Any] | None = None
        self._keeps_copies = keeps_copies
        self._closed = False
        self._copied_on: date | None = None
        self._complaint: str | None = None
        self._subscribers: list[Subscriber] = []
        with explained(self._database.path):
            self._watch = Watch(self._connection)
        self.read = Reader(self._connection, self._database.path, actor)
        """The read side."""

    @classmethod
    def open(cls, path: Path, clock: Clock, actor: str, *, only_reads: bool = False) -> Store:
        """Return the store of the database at `path`; see `__init__`."""
        return cls(path, clock, actor, only_reads=only_reads)

    @staticmethod
    def restore(copy: Path, path: Path) -> Path | None:
        """Make the database at `path` what the copy is; return where what stood there before is kept, if anything did.

        Raises InvalidInput, DatabaseUnusable and StoreUnavailable; then the database is as it was.
        """
        from milestone_tui.store.restoring import restore_database  # late: done once in a year

        return restore_database(copy, path)

    @property
    def path(self) -> Path:
        """Where the database lies."""
        return self._database.path

    @property
    def mended(self) -> tuple[str, ...]:
        """The rows that broke the rules when the database was migrated just now, each with what became of it."""
        return self._database.mended

    @property
    def warning(self) -> str | None:
        """A sentence the person should know about the place of the database, if any."""
        return self._database.warning

    async def change(self, command: Callable[[Commands], object]) -> Change | None:
        """Run `command` in one transaction and return its change; None when it changed nothing.

        Whatever the command raises (InvalidInput, NotFound, EditConflict) is raised here, and nothing is written.
        """
        return await self._finished(self.begin(command))

    def begin(self, command: Callable[[Commands], object]) -> Future[Change | None]:
        """Have `command` run as `change` does, without waiting for it; `close` waits for what was begun."""
        return self._submit(lambda writer: writer.change(command))

    async def undo(self) -> Change:
        """Take back the actor's last change and return it; raises UndoRefused when somebody changed the same since."""
        return await self._finished(self._submit(lambda writer: writer.undo()))

    async def redo(self) -> Change:
        """Take back the actor's last undo; the change returned has the label of what was undone. Raises UndoRefused."""
        return await self._finished(self._submit(lambda writer: writer.redo()))

    def change_now(self, command: Callable[[Commands], object]) -> Change | None:
        """Do as `change`, blocking: for the command line."""
        change = self.begin(command).result()
        self.poll()
        return change

    def ask_apart(self, question: Callable[[Reader], _Result]) -> _Result:
        """Answer a question over a connection of its own: any thread may ask what takes long to read."""
        with explained(self._database.path), closing(connect(self._database, WRITER_PATIENCE)) as connection:
            return question(Reader(connection, self._database.path, self._actor))

    def copy_to(self, path: Path) -> None:
        """Write a copy of the database as it stands to a new file, also while others work on it.

        Raises InvalidInput when something lies there already, DatabaseUnusable when it cannot be written.
        """
        copy_database(self._connection, path)

    def complaint(self) -> str | None:
        """Return, once, what failed in passing (the daily copy) while what was asked for was done."""
        told, self._complaint = self._complaint, None
        return told

    def poll(self) -> Announcement | None:
        """Return, and tell the subscribers, what was committed since the last poll, here or by another process."""
        with explained(self._database.path):
            announcement = self._watch.look()
        if announcement is not None:
            for subscriber in tuple(self._subscribers):
                subscriber(announcement)
        return announcement

    def subscribe(self, subscriber: Subscriber) -> Callable[[], None]:
        """Have `subscriber` called by `poll` with what was committed; return what ends that."""
        self._subscribers.append(subscriber)
        return lambda: self._subscribers.remove(subscriber)

    def warm_up(self) -> Future[None]:
        """Have the write side loaded in its thread, so that the first change need not wait for it."""
        return self._started().submit(self._rehearse)

    def drain(self) -> None:
        """Wait until all that was begun is written or has failed; may be called from any thread, and does not raise."""
        if self._thread is not None and self._wrote:
            self._thread.submit(lambda: None).result()

    def close(self) -> None:
        """Finish what is being written and close the file."""
        self._closed = True
        if self._thread is not None and self._wrote:
            self._thread.submit(self._stop_writing)
            self._thread.finish()
        self._thread = None
        self._connection.close()

    @property
    def unwritten(self) -> Future[Any] | None:
        """The newest change, as long as it is not written; to tell a long wait from many short ones."""
        return None if self._newest is None or self._newest.done() else self._newest

    def _submit(self, work: Callable[[Writer], _Result]) -> Future[_Result]:
        self._wrote = True

        def carry_out() -> _Result:
            self._copy_once_a_day()
            return self._write(work)

        self._newest = future = self._started().submit(carry_out)
        return future

    def _started(self) -> WriterThread:
        if self._thread is None:
            from milestone_tui.store.thread import WriterThread  # who only reads does not pay for it

            self._thread = WriterThread()
        return self._thread

    def _write(self, work: Callable[[Writer], _Result]) -> _Result:
        """Run in the writer thread."""
        if self._writer is None:
            from milestone_tui.store.writer import Writer  # the ORM: half a second, off the screen's thread

            self._writer = Writer(self._database, self._clock, self._actor)
        return work(self._writer)

    def _rehearse(self) -> None:
        """Run in the writer thread, which may get to it only after the end: there may be no file any more."""
        if not self._closed:
            self._write(lambda writer: writer.rehearse())

    def _copy_once_a_day(self) -> None:
        """Run in the writer thread, before the first change of a day. Without the copy, too, people can work."""
        today = self._clock.today()
        if not self._keeps_copies or today == self._copied_on:
            return
        self._copied_on = today
        from milestone_tui.store.backups import back_up_for_the_day  # late: who only reads makes no copies

        try:
            back_up_for_the_day(self._database.path, today)
        except (OSError, sqlite3.Error) as error:
            why = getattr(error, "strerror", None) or error
            self._complaint = f"The daily copy of the database could not be made: {why}."

    def _stop_writing(self) -> None:
        """Run in the writer thread, where the connection was made."""
        if self._writer is not None:
            self._writer.close()

    async def _finished(self, future: Future[_Result]) -> _Result:
        """Await a write and announce it; giving up waiting does not stop the write."""
        import asyncio  # loaded already by whoever awaits

        result = await asyncio.shield(asyncio.wrap_future(future))
        self.poll()
        return result
