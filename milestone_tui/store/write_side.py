"""The write side of a store: the queue of changes, the writer in its thread, and what was not written.

Thread, queue and ORM are loaded by the first change, or by `warm_up`: a store that only reads has none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from milestone_tui.errors import FileLost, MilestoneError, NotWaitedFor
from milestone_tui.plan.actor import Actor
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.model import Change
from milestone_tui.store.open_file import OpenFile

if TYPE_CHECKING:
    import asyncio
    from concurrent.futures import Future
    from datetime import datetime

    from milestone_tui.plan.pending import PendingChange
    from milestone_tui.store.backlog import Backlog, Source
    from milestone_tui.store.copies import DailyCopy
    from milestone_tui.store.unsaved import UnsavedChanges
    from milestone_tui.store.writer import Writer

_Result = TypeVar("_Result")


class WriteSide:
    """What writes the changes of one store, file after file; see `Store` for its arguments.

    Methods belong to the store's thread unless they say otherwise.
    """

    def __init__(
        self,
        clock: Clock,
        actor: Actor,
        announce: Callable[[], object],
        *,
        keeps_copies: bool,
        on_lock_wait: Callable[[str], None] | None,
        state: Path | None,
    ) -> None:
        """`announce` is called after each change that was written; it may raise FileLost."""
        self._clock = clock
        self._actor = actor
        self._announce = announce
        self._keeps_copies = keeps_copies
        self._on_lock_wait = on_lock_wait
        self._state = state
        self.backlog: Backlog | None = None
        """The queue of changes; None until the first."""
        self._writer: Writer | None = None
        self._daily_copy: DailyCopy | None = None
        self._error: str | None = None
        self._wrote = self._closed = False

    def attach(self, file: OpenFile) -> None:
        """Write to this file from now on; the write connection to the file before must be closed."""
        self._file = file
        self._left: UnsavedChanges | None = None
        if self.backlog is not None:
            self.backlog.database = file.database
        self.refused = 0
        """Number of changes that were requested since attaching and are not in the file at this path."""
        self.nameless: tuple[str, ...] = ()
        """Labels of the changes that only the open, nameless file holds; a copy of it holds them too."""
        self._any_refused = False

    def submit(self, work: Callable[[Writer], _Result], source: Source, file: Path | None = None) -> Future[_Result]:
        """Queue a change; `source` says what it does, `file` already keeps it."""
        self._wrote = True

        def run() -> _Result:
            try:
                self._file.refuse()
            except FileLost:
                self._any_refused = True
                raise
            self._back_up_daily()
            return self._write(work)

        return self._started().submit(run, source, file)

    async def finished(self, future: Future[_Result]) -> _Result:
        """Await a write and announce it; cancelling does not stop the write."""
        import asyncio  # already loaded by the caller

        written = asyncio.wrap_future(future)
        try:
            result = await asyncio.shield(written)
            self._announce()
        except asyncio.CancelledError:
            written.add_done_callback(self._report_failure)  # the caller is gone, but the error is reported
            raise
        except FileLost as error:
            self.refused += 1
            if error.written:
                self.nameless = (*self.nameless, error.written)
            raise
        return result

    def _report_failure(self, written: asyncio.Future[Any]) -> None:
        error = None if written.cancelled() else written.exception()
        if isinstance(error, MilestoneError) and not isinstance(error, NotWaitedFor):
            self._error = str(error)

    def take_error(self) -> str | None:
        """Return, once, the message about a failure that nobody waited for, such as of a daily backup."""
        error, self._error = self._error, None
        return error

    @property
    def is_locked(self) -> bool:
        """Whether a change is waiting for a lock."""
        return self.backlog is not None and self.backlog.thread.locked_since is not None

    def any_refused(self) -> bool:
        """Return whether any change queued so far was refused because the file is lost."""
        if self.backlog is not None and not self.is_locked:
            self.backlog.thread.submit(lambda: None, patient=False).future.result()
        return self._any_refused

    def warm_up(self) -> Future[None]:
        """Load the writer in its thread, so that the first change is quick."""
        return self._started().thread.submit(self._warm_up_writer, patient=False).future

    def load(self, nouns: Iterable[str]) -> None:
        """Load the writer in its thread, with the commands on these nouns only."""
        self._started().thread.submit(lambda: self._write(lambda writer: writer.load(nouns)), patient=False)

    def checkpoint(self) -> None:
        """Checkpoint the log, later, in the writer thread."""
        self._started().thread.submit(self._checkpoint, patient=False)

    def serve_screen(self) -> None:
        """Keep changes that meet a lock in files, instead of sending a message about the wait."""
        self._on_lock_wait = None

    # The end -----------------------------------------------------------------------------------------------

    def end_writing(self) -> None:
        """Wait for queued changes (those that meet a lock are given up), and close the write connection."""
        if self.backlog is not None:
            self.backlog.end_writing(self._close_writer)

    def drain(self) -> None:
        """Wait until every queued change is written, has failed, or is kept in a file because of a lock.

        May be called from any thread, and does not raise.
        """
        if self.backlog is not None and self._wrote:
            self.backlog.leave()
            self.backlog.thread.submit(lambda: None, patient=False).future.result()

    def close(self) -> None:
        """Finish queued changes like `drain`, and end the thread."""
        self._closed = True
        if self.backlog is not None:
            if self._wrote:
                self.backlog.leave()
            self.backlog.thread.submit(self._close_writer, patient=False)
            self.backlog.thread.finish(waits=self._wrote)

    # Changes of earlier sessions -----------------------------------------------------------------------------

    def unsaved_changes(self, now: datetime) -> tuple[PendingChange, ...]:
        """Return the changes that earlier sessions could not write."""
        if self._state is None or not (self._state / "unsaved").is_dir():
            return ()  # the usual case
        left = self._left_changes()
        return () if left is None else left.all(now)

    async def resume_unsaved(self, id_: int) -> Change | None:
        """Write a change left by an earlier session; if that fails, it is kept again and the error raised."""
        from milestone_tui.store.recording import resumption  # late: seldom needed

        files = self._left_changes()
        assert files is not None
        claim = files.claim(id_)
        try:
            return await self.finished(self.submit(resumption(claim.change), claim.change.calls, claim.file))
        except MilestoneError:
            files.give_back(claim)
            raise

    def discard_unsaved(self, ids: Iterable[int]) -> None:
        """Delete changes left by earlier sessions; ids that no longer exist are skipped."""
        if (files := self._left_changes()) is not None:
            files.discard(ids)

    def _left_changes(self) -> UnsavedChanges | None:
        if self._left is None and self._state is not None:
            from milestone_tui.store.unsaved import UnsavedChanges  # late: not needed for the first frame

            self._left = UnsavedChanges(self._state, self._file.path, self._actor)
        return self._left

    # In the writer thread ----------------------------------------------------------------------------------

    def _started(self) -> Backlog:
        if self.backlog is None:
            from milestone_tui.store.backlog import Backlog  # late: not needed for reading

            self.backlog = Backlog(self._file.database, self._clock, self._left_changes, self._on_lock_wait)
        return self.backlog

    def _write(self, work: Callable[[Writer], _Result]) -> _Result:
        if self._writer is None:
            from milestone_tui.store.writer import Writer  # the ORM: half a second, off the screen's thread

            policy = self._started().thread
            self._writer = Writer(self._file.database, self._clock, self._actor, self._file, policy)
        return work(self._writer)

    def _warm_up_writer(self) -> None:
        """Warm up, unless the store was closed before its turn."""
        if not self._closed:
            self._write(lambda writer: writer.warm_up())

    def _back_up_daily(self) -> None:
        """Make the daily backup before a change."""
        if not self._keeps_copies:
            return
        if self._daily_copy is None or self._daily_copy.file is not self._file:
            from milestone_tui.store.copies import DailyCopy  # late: not needed for reading

            self._daily_copy = DailyCopy(self._file)
        if complaint := self._daily_copy.make(self._clock.today(), self._started().thread):
            self._error = complaint

    def _close_writer(self) -> None:
        """Close the write connection, which this thread opened."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    def _checkpoint(self) -> None:
        """Checkpoint the log: only an open connection surely has this file's log."""
        if self._writer is not None:
            self._writer.checkpoint()
