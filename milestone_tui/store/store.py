"""The store: one database file, read on the caller's thread and written in one thread of its own."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from contextlib import closing
from pathlib import Path
from threading import Condition
from typing import TYPE_CHECKING, TypeVar

from milestone_tui.errors import DatabaseUnusable, FileLost, MilestoneError, PastShown
from milestone_tui.plan.actor import Actor
from milestone_tui.plan.analysis.thresholds import DEFAULTS, Thresholds
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.model import Change
from milestone_tui.store.database import (
    READ_LOCK_SECONDS,
    WRITE_LOCK_SECONDS,
    Database,
    absolute,
    connect,
    connect_unread,
    open_database,
    open_to_read,
)
from milestone_tui.store.errors import translate_errors
from milestone_tui.store.file_watch import FileWatch, NextStep
from milestone_tui.store.locks import WaitForever, WaitingConnection
from milestone_tui.store.open_file import OpenFile, is_sound
from milestone_tui.store.reader import Reader
from milestone_tui.store.watch import StoreChanged, Watch
from milestone_tui.store.write_side import WriteSide

if TYPE_CHECKING:
    from concurrent.futures import Future
    from datetime import date, datetime

    from milestone_tui.plan.analysis.comparison import PeriodComparison
    from milestone_tui.plan.audience import Audience
    from milestone_tui.plan.moment import Moment
    from milestone_tui.plan.pending import PendingChange
    from milestone_tui.plan.report_state import ReportStates
    from milestone_tui.plan.reporting import Beginning, ReportSubject
    from milestone_tui.store.as_of import Past
    from milestone_tui.store.backlog import Source, UnwrittenChanges, Waiting
    from milestone_tui.store.commands import Commands
    from milestone_tui.store.writer import Writer

_Result = TypeVar("_Result")

Subscriber = Callable[[StoreChanged], None]


class Store:
    """The open database: synchronous reads; each write is one transaction and one change in the journal.

    Methods belong to the thread that opened the store unless they say otherwise. Reads and writes raise
    StoreUnavailable or DatabaseUnusable when the file cannot be used.
    """

    def __init__(
        self,
        path: Path,
        clock: Clock,
        actor: Actor | str,
        *,
        only_reads: bool = False,
        keeps_copies: bool = True,
        on_lock_wait: Callable[[str], None] | None = None,
        state: Path | None = None,
    ) -> None:
        """Open the database at `path`, creating or migrating it as needed; changes are recorded for `actor`.

        A text as `actor` is both login and name. With `only_reads` nothing can be changed, and a full disk is no
        obstacle; `keeps_copies` makes a backup each day. With `on_lock_wait`, opening and reading wait for a lock until
        ctrl+c, and `on_lock_wait` receives a message about the wait. `state` is the folder for changes that cannot be
        written before the program ends. Raises DatabaseUnusable or StoreUnavailable.
        """
        policy = None if on_lock_wait is None else WaitForever(on_lock_wait, path)
        database, connection = (open_to_read if only_reads else open_database)(path, policy=policy)
        self._actor = Actor.called(actor) if isinstance(actor, str) else actor
        self._write_side = WriteSide(
            clock, self._actor, self.poll, keeps_copies=keeps_copies, on_lock_wait=on_lock_wait, state=state
        )
        self._subscribers: list[Subscriber] = []
        self._past: Past | None = None
        self._thresholds = DEFAULTS
        self.openings = 0
        """Number of files opened so far, one after another."""
        self._threaded_reads = 0
        self._threaded_reads_changed = Condition()
        self._attach(database, connection)

    def _attach(self, database: Database, connection: WaitingConnection) -> None:
        self._database, self._connection = database, connection
        with translate_errors(database.path):
            self._watch = Watch(connection)
        self._file = OpenFile(database)
        self._write_side.attach(self._file)
        self._file_watch = FileWatch(self._file, connection)
        self.openings += 1
        self._reads_copy = False
        """Whether reads come from a copy in memory because the open file was overwritten."""
        self._present = Reader(connection, database.path, self._actor, self._thresholds)
        self.show_past(None)

    @classmethod
    def open(
        cls,
        path: Path,
        clock: Clock,
        actor: Actor | str,
        *,
        only_reads: bool = False,
        on_lock_wait: Callable[[str], None] | None = None,
        state: Path | None = None,
    ) -> Store:
        """Return the store of the database at `path`; see `__init__`."""
        return cls(path, clock, actor, only_reads=only_reads, on_lock_wait=on_lock_wait, state=state)

    @property
    def read(self) -> Reader:
        """The read side: of now, or of the moment shown."""
        return self._present if self._past is None else self._past.read

    @property
    def thresholds(self) -> Thresholds:
        """The thresholds of health in the settings, by which every read judges."""
        return self._thresholds

    @thresholds.setter
    def thresholds(self, thresholds: Thresholds) -> None:
        self._thresholds = self._present.thresholds = self.read.thresholds = thresholds

    @property
    def shown(self) -> Moment | None:
        """The moment that all reads answer for; None for now."""
        return None if self._past is None else self._past.moment

    def open_past(self, moment: Moment) -> Past:
        """Return the data as it stood at a moment, read-only; may be called from any thread. The caller closes it."""
        from milestone_tui.store.as_of import Past  # late: seldom needed

        return Past(self._database, moment, self._actor, WRITE_LOCK_SECONDS, self._thresholds)

    def compare(
        self, before: Moment, after: Moment, project_ids: Collection[int] | None = None
    ) -> tuple[PeriodComparison, ...]:
        """Return what changed between two moments, project by project; may be called from any thread.

        Without `project_ids`, in all projects that were there at either end and not archived.
        """
        from milestone_tui.store.comparing import compare  # late: seldom needed

        return compare(self.open_past, before, after, project_ids)

    def report_states(
        self,
        read: Reader,
        subject: ReportSubject,
        audience: Audience,
        today: date,
        since: date | Beginning | None = None,
    ) -> ReportStates:
        """Return what a report is made of: the projects as `read` has them, and as they stood when the period began.

        The period begins at the end of the day `since`, or where it says; without it, with the last report for this
        audience before `today`, else, of a single project, with its last review before it, else seven days ago. May be
        called from any thread that `read` belongs to. Raises NotFound for an unknown project, for a client without
        projects, and if there is no report or review to begin with.
        """
        from milestone_tui.store.before import snapshots_before  # late: seldom needed

        found = read.report_states(subject, audience, today, since)
        with closing(self.open_past(found.since)) as past:
            return found.with_past(snapshots_before(read, past, [state.plan for state in found.projects]))

    def show_past(self, past: Past | None) -> None:
        """Answer every read as of a moment and refuse changes, until this is called with None."""
        if self._past is not None:
            self._past.close()
        self._past = past

    @property
    def path(self) -> Path:
        """The path of the database."""
        return self._database.path

    @property
    def actor(self) -> Actor:
        """The author of the changes made here."""
        return self._actor

    @property
    def mended(self) -> tuple[str, ...]:
        """The rows repaired during the migration at opening, each with what was changed."""
        return self._database.mended

    @property
    def warning(self) -> str | None:
        """A warning about the location of the database, if any."""
        return self._database.warning

    async def change(self, command: Callable[[Commands], object], *, reported_on: date | None = None) -> Change | None:
        """Run `command` in one transaction and return its change, or None if nothing changed.

        With an earlier day as `reported_on`, the change speaks for that day: it adds history, and what was reported for
        a later day stands. Exceptions of the command (InvalidInput, NotFound, EditConflict) are raised here, and
        nothing is written; InvalidInput also for a day in the future.
        """
        return await self._write_side.finished(self.submit(command, reported_on=reported_on))

    def submit(
        self,
        command: Callable[[Commands], object],
        *,
        reported_on: date | None = None,
        projects: Collection[int] | None = None,
    ) -> Future[Change | None]:
        """Queue `command` like `change` without waiting; `close` waits for queued changes.

        A change for an earlier day is quicker if the ids of the `projects` that it touches are given.
        """
        source = command if reported_on is None else None  # a change kept in a file would lose its day
        return self._submit(lambda writer: writer.change(command, reported_on, projects), source)

    async def undo(self) -> Change:
        """Undo the actor's last change and return it; raise UndoRefused if somebody changed the same values since."""
        return await self._write_side.finished(self._submit(lambda writer: writer.undo(), self._undo_source("undo")))

    async def redo(self) -> Change:
        """Redo what the actor undid last and return the undo, labelled like the change. Raises UndoRefused."""
        return await self._write_side.finished(self._submit(lambda writer: writer.redo(), self._undo_source("redo")))

    def change_blocking(
        self, command: Callable[[Commands], object], *, reported_on: date | None = None
    ) -> Change | None:
        """Run `command` like `change` and wait, for the command line; ctrl+c stops waiting for a lock."""
        return self._waited(self.submit(command, reported_on=reported_on))

    def undo_blocking(self, expected: int | None = None) -> Change:
        """Undo like `undo` and wait; raise UndoRefused also if the last change is not the `expected` one."""
        return self._waited(self._submit(lambda writer: writer.undo(expected), None))

    def redo_blocking(self) -> Change:
        """Redo like `redo` and wait."""
        return self._waited(self._submit(lambda writer: writer.redo(), None))

    def _waited(self, future: Future[_Result]) -> _Result:
        """Return the result of a write, and announce it; ctrl+c stops waiting for a lock."""
        try:
            result = future.result()
        except KeyboardInterrupt:
            self.give_up()
            raise
        self.poll()
        return result

    def read_in_thread(self, question: Callable[[Reader], _Result]) -> _Result:
        """Answer a slow question over a separate connection; may be called from any thread."""
        if (past := self._past) is not None:
            return question(past.read)
        with self._threaded_reads_changed:
            self._threaded_reads += 1
        try:
            self._file.refuse(saving=False)
            with (
                translate_errors(self._database.path),
                closing(connect(self._database, WRITE_LOCK_SECONDS)) as connection,
            ):
                return question(Reader(connection, self._database.path, self._actor, self._thresholds))
        finally:
            with self._threaded_reads_changed:
                self._threaded_reads -= 1
                self._threaded_reads_changed.notify_all()

    def copy_to(self, path: Path) -> None:
        """Back up the database to a new file, even while others write to it.

        Raises InvalidInput if the file exists, and DatabaseUnusable if it cannot be written or if the database is
        damaged: then the copy gets another name.
        """
        from milestone_tui.store.copies import copy_database  # late: seldom needed

        policy = self._connection.policy
        progress = policy.watch_copying if isinstance(policy, WaitForever) else None
        copy_database(self._connection, self._database.path, path, progress)

    def take_backup_error(self) -> str | None:
        """Return, once, the message about a daily backup that failed, or another failure that nobody waited for."""
        return self._write_side.take_error()

    def poll(self) -> StoreChanged | None:
        """Return the changes committed since the last poll, by this or any process, and notify the subscribers.

        Raises FileLost, and notifies nobody, while the path of the database leads to another file or to none.
        """
        with translate_errors(self._database.path):
            step = self._look_at_file()
            if step is NextStep.REOPEN:
                return self.reopen(self.path)
            if step is NextStep.CHECKPOINT:
                self._write_side.checkpoint()
            announcement = self._watch.look()
        return self._notify(announcement)

    def _look_at_file(self) -> NextStep:
        try:
            return self._file_watch.look()
        except FileLost:
            if self._file_watch.ruined and not self._reads_copy:
                # Closed at once: while it is open it cannot be restored, since its locks are in the way.
                self._stop_work()
                self._connection.close()
                self._connection = self._file_watch.substitute()
                self._present = Reader(self._connection, self.path, self._actor, self._thresholds)
                self._reads_copy = True
            raise

    def _notify(self, announcement: StoreChanged | None) -> StoreChanged | None:
        if announcement is not None:
            for subscriber in tuple(self._subscribers):
                subscriber(announcement)
        return announcement

    @property
    def file(self) -> FileWatch:
        """The watch over the open file: whether it is lost, and what can be done then."""
        return self._file_watch

    def any_refused(self) -> bool:
        """Return whether any change queued so far was refused because the file is lost."""
        return self._write_side.any_refused()

    @property
    def refused(self) -> int:
        """Number of changes that were requested since opening and are not in the file at this path."""
        return self._write_side.refused

    @property
    def nameless(self) -> tuple[str, ...]:
        """Labels of the changes that only the open, nameless file holds; a copy of it holds them too."""
        return self._write_side.nameless

    def reopen(self, path: Path) -> StoreChanged | None:
        """Continue with the database at `path` in place of the open one, and notify the subscribers.

        Raises DatabaseUnusable or StoreUnavailable; then nothing has changed.
        """
        path = absolute(path)
        same, ruined = self._file.names(path), self._file_watch.ruined
        if (ruined or not same) and not is_sound(path):
            raise DatabaseUnusable(f"{path.name} is damaged or not a milestone-tui database. Choose another option.")
        if same:
            database, connection = self._reopened(path)
        else:
            database, connection = open_database(path, seconds=READ_LOCK_SECONDS)
            self._close_file()
        self._attach(database, connection)
        return self._notify(StoreChanged(frozenset(), frozenset(), needs_full_reload=True, database_replaced=True))

    def _reopened(self, path: Path) -> tuple[Database, WaitingConnection]:
        """Close the file before opening it again: SQLite shares the old log among all connections to a file."""
        if self._file_watch.released and not self._file_watch.ruined:
            self._file_watch.checkpoint_log()
        self._close_file()
        try:
            return open_database(path, seconds=READ_LOCK_SECONDS)
        except MilestoneError:
            self._attach(self._database, connect_unread(self._database, READ_LOCK_SECONDS))
            raise

    def _close_file(self) -> None:
        """Close the file once running writes and reads are done."""
        self._stop_work()
        self._file_watch.close()
        self._connection.close()

    def _stop_work(self) -> None:
        """Wait for queued writes (those that meet a lock are given up) and for reads in other threads."""
        self._write_side.end_writing()
        with self._threaded_reads_changed:
            self._threaded_reads_changed.wait_for(lambda: not self._threaded_reads)

    def subscribe(self, subscriber: Subscriber) -> Callable[[], None]:
        """Call `subscriber` from `poll` with each change; return a function that unsubscribes."""
        self._subscribers.append(subscriber)
        return lambda: self._subscribers.remove(subscriber)

    def warm_up(self) -> Future[None]:
        """Load the write side in its thread, so that the first change is quick."""
        return self._write_side.warm_up()

    def load_commands(self, *nouns: str) -> None:
        """Load the write side in its thread, with the commands on these nouns only: for a process with one change."""
        self._write_side.load(nouns)

    def drain(self) -> None:
        """Wait until every queued change is written, has failed, or is kept in a file because of a lock.

        May be called from any thread, and does not raise.
        """
        self._write_side.drain()

    def close(self) -> None:
        """Finish queued writes like `drain`, and close the file."""
        self._write_side.close()
        self._file_watch.close()
        self._connection.close()
        self.show_past(None)

    def serve_screen(self) -> None:
        """Stop waiting for locks when reading: from now on reads run on the thread that paints the screen."""
        self._connection.policy = None
        self._write_side.serve_screen()

    # Waiting for a lock ------------------------------------------------------------------------------------

    @property
    def waiting(self) -> Waiting | None:
        """The changes that are not written yet; None if there are none."""
        backlog = self._write_side.backlog
        return None if backlog is None else backlog.waiting

    @property
    def is_locked(self) -> bool:
        """Whether a change is waiting for a lock."""
        return self._write_side.is_locked

    def give_up(self) -> str | None:
        """Stop waiting for a lock; return a message naming what was not saved, or None if nothing was waiting."""
        backlog = self._write_side.backlog
        return None if backlog is None else backlog.give_up()

    def leave_waiting(self) -> None:
        """Keep the changes that wait for a lock in files for the next start, without waiting any longer."""
        if (backlog := self._write_side.backlog) is not None:
            backlog.leave(0)

    @property
    def unwritten(self) -> UnwrittenChanges | None:
        """The changes that could not be written before the store was closed."""
        backlog = self._write_side.backlog
        return None if backlog is None else backlog.left

    def unsaved_changes(self, now: datetime) -> tuple[PendingChange, ...]:
        """Return the changes that earlier sessions could not write."""
        return self._write_side.unsaved_changes(now)

    async def resume_unsaved(self, id_: int) -> Change | None:
        """Write a change left by an earlier session; if `change` fails, it is kept again and the error raised."""
        self._refuse_in_past()
        return await self._write_side.resume_unsaved(id_)

    def discard_unsaved(self, ids: Iterable[int]) -> None:
        """Delete changes left by earlier sessions; ids that no longer exist are skipped."""
        self._write_side.discard_unsaved(ids)

    def _undo_source(self, name: str) -> Source:
        """Return the change that an undo or redo would revert; None if unknown or if changes are still waiting."""
        from milestone_tui.store.recording import undo_calls  # late: not needed for the first frame

        return undo_calls(self._connection, self._actor, name) if self.waiting is None else None

    def _submit(self, work: Callable[[Writer], _Result], source: Source) -> Future[_Result]:
        self._refuse_in_past()
        return self._write_side.submit(work, source)

    def _refuse_in_past(self) -> None:
        """Raise PastShown while reads answer for an earlier moment."""
        if self._past is not None:
            raise PastShown(self._past.moment.refusal)
