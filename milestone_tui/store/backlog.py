"""Queue of changes that are not written yet: what they do, how long they wait, and how they survive a lock.

While another program has locked the database, each change is recorded as data (see `recording`) and, if the lock lasts,
kept in a file (see `unsaved`), so that it survives the end of the program, however that comes.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from milestone_tui.errors import NotWaitedFor
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.language.wording import count_words
from milestone_tui.plan.pending import Call, NotPlain
from milestone_tui.plan.pending_words import Described, describe, is_draft
from milestone_tui.store.database import Database, connect
from milestone_tui.store.locks import NOTICE_SECONDS, TRY_SECONDS
from milestone_tui.store.recording import Command, record
from milestone_tui.store.thread import Work, WriterThread

if TYPE_CHECKING:
    from milestone_tui.store.unsaved import UnsavedChanges

_Result = TypeVar("_Result")

Source = Command | tuple[Call, ...] | None
"""What a change does: the command, recorded when needed, or its calls; None if unknown."""

LEAVING_SECONDS = 2.0
"""How long the end of the program waits for a lock unless it is asked not to wait."""

_POLL_SECONDS = 0.05
"""How often a blocked caller checks whether a lock is the reason."""

_NAME_CHARACTERS = 22

_NAMES = {
    "milestone": "title",
    "project": "key",
    "person": "name",
    "baseline": "name",
    "template": "name",
    "risk": "title",
    "need": "text",
}
"""The column that names a row of a table."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """The changes that are not written yet."""

    changes: int
    what: str
    """Such as `"Beta"` or `3 changes`."""
    seconds: float
    """Seconds since the first of them was requested."""
    locked: bool
    """Whether another program has locked the database."""
    lost: tuple[str, ...] = ()
    """Labels of the changes that cannot be kept when the program ends, such as `Tick "Beta"`."""


class UnwrittenChanges(NamedTuple):
    """Labels of the changes that were not written when the program ended, such as `Tick "Beta"`."""

    kept: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


class _LeftBehind(NotWaitedFor):
    """The program ends before the lock is released."""


class _Entry:
    """One change in the queue."""

    def __init__(self, source: Source, at: datetime, file: Path | None) -> None:
        self.source = source
        self.at = at
        self.file = file
        self.was_left = file is not None
        """Whether an earlier session left the change: if it fails, its file is kept."""
        self.asked = time.monotonic()
        self.work: Work[Any] | None = None
        self.calls: tuple[Call, ...] | None = None
        self.words: Described | None = None
        """None until the change was described."""
        self.keepable = True
        """False if it could not be kept, or if a later draft is kept instead."""

    @property
    def is_reported(self) -> bool:
        """Whether the person should hear of the change: it is no draft and was not given up."""
        return not is_draft(self.calls) and (self.work is None or self.work.stop is None)


class Backlog:
    """Queue of changes; methods may be called from any thread unless they say otherwise."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        left: Callable[[], UnsavedChanges | None],
        tell: Callable[[str], None] | None,
    ) -> None:
        """`left` opens the store of unsaved changes, if any; `tell` receives one message about waiting for a lock."""
        self.database = database
        self._clock = clock
        self._left = left
        self._tell = tell
        self._keeps = tell is None
        """Whether changes are named and kept; not on the command line, where the person waits and sees the message."""
        self._entries: list[_Entry] = []
        self._deadline: float | None = None
        self.left = UnwrittenChanges()
        """What was not written when the program ended."""
        self.thread = WriterThread(self._met_lock)

    def submit(self, run: Callable[[], _Result], source: Source, file: Path | None = None) -> Future[_Result]:
        """Queue a change behind all others; `source` says what it does, `file` already keeps it."""
        entry = _Entry(source, self._clock.now(), file)
        self._entries.append(entry)
        entry.work = work = self.thread.submit(run)
        work.future.add_done_callback(lambda future: self._done(entry, future))
        return work.future

    @property
    def waiting(self) -> Waiting | None:
        """The changes that are not written yet; None if there are none."""
        reported = [entry for entry in tuple(self._entries) if entry.is_reported]
        if not reported:
            return None
        lost = tuple(_label(entry) for entry in reported if entry.words and not self._can_keep(entry))
        seconds = time.monotonic() - reported[0].asked
        return Waiting(len(reported), _what(reported), seconds, self.thread.locked_since is not None, lost)

    def give_up(self) -> str | None:
        """Stop waiting for a lock; return a message naming what was not saved, or None if nothing was waiting."""
        reported = [entry for entry in tuple(self._entries) if entry.is_reported]
        if not reported or self.thread.locked_since is None:
            return None
        why = NotWaitedFor(f"Not saved: {_brief(_what(reported))}. The database was locked. Try again.")
        self._stop(reported, why)
        return str(why)

    def end_writing(self, end: Callable[[], None]) -> None:
        """Run `end` in the writer thread after all changes; changes that meet a lock are given up."""
        ended = self.thread.submit(end, patient=False).future
        while True:
            try:
                return ended.result(_POLL_SECONDS)
            except TimeoutError:
                if self.thread.locked_since is not None:
                    why = NotWaitedFor("Not saved: another program has locked the database. Try again.")
                    self._stop(tuple(self._entries), why)

    def _stop(self, entries: Sequence[_Entry], why: NotWaitedFor) -> None:
        for entry in reversed(entries):  # last first, so that none starts when the running one ends
            if entry.work is not None:
                self.thread.stop(entry.work, why)

    def leave(self, seconds: float = LEAVING_SECONDS) -> None:
        """Prepare for the end of the program: after so many seconds of a lock, keep unwritten changes in files."""
        if self._deadline is None or seconds == 0:
            self._deadline = time.monotonic() + seconds

    # In the writer thread ----------------------------------------------------------------------------------

    def _met_lock(self, seconds: float) -> None:
        entries = tuple(self._entries)
        self._describe_new(entries)
        leaves = self._deadline is not None and time.monotonic() >= self._deadline
        if seconds >= NOTICE_SECONDS or leaves:
            for entry in entries:
                self._keep(entry)
            if self._tell is not None:
                tell, self._tell = self._tell, None
                tell(f"Waiting: another program has locked the database {self.database.path}. Press ctrl+c to stop.")
        if leaves:
            self._leave_behind(entries)

    def _describe_new(self, entries: tuple[_Entry, ...]) -> None:
        """Record and describe the changes that are new."""
        new = [entry for entry in entries if entry.words is None]
        if not new:
            return
        for entry in new if self._keeps else ():
            entry.calls = record(entry.source) if callable(entry.source) else entry.source
        try:
            with closing(connect(self.database, TRY_SECONDS)) as db:
                for entry in new:
                    entry.words = describe(entry.calls, lambda table, id_: _name(db, table, id_))
        except sqlite3.Error:
            for entry in new:
                entry.words = describe(entry.calls, lambda table, id_: None)

    def _keep(self, entry: _Entry) -> None:
        """Write a change to a file; of several drafts of one form, only the latest is kept."""
        if entry.file is not None or entry.calls is None or not entry.keepable or (left := self._left()) is None:
            return
        try:
            entry.file = left.keep(_label(entry), entry.calls, entry.at)
        except (NotPlain, OSError):
            entry.keepable = False
            return
        if entry.work is not None and entry.work.future.done():
            _forget(entry)  # given up while its file was written
            return
        if is_draft(entry.calls):
            for other in tuple(self._entries):
                if other.was_left:
                    continue  # left by another session: it must survive a failed resume
                if other is not entry and other.asked < entry.asked and _same_place(other, entry):
                    _forget(other)
                    other.keepable = False

    def _leave_behind(self, entries: tuple[_Entry, ...]) -> None:
        reported = [entry for entry in entries if entry.is_reported]
        kept = tuple(_label(entry) for entry in reported if entry.file is not None)
        lost = tuple(_label(entry) for entry in reported if entry.file is None)
        self.left = UnwrittenChanges(self.left.kept + kept, self.left.lost + lost)
        self._stop(entries, _LeftBehind("The program has ended."))

    def _done(self, entry: _Entry, future: Future[Any]) -> None:
        """Remove a finished change from the queue, and its file unless the program ended before it was written."""
        if entry in self._entries:
            self._entries.remove(entry)
        failed = future.cancelled() or future.exception() is not None
        if not failed or not (entry.was_left or isinstance(future.exception(), _LeftBehind)):
            _forget(entry)

    def _can_keep(self, entry: _Entry) -> bool:
        return entry.calls is not None and entry.keepable and self._left() is not None


def _what(reported: list[_Entry]) -> str:
    words = reported[0].words
    return words.what if len(reported) == 1 and words is not None else count_words(len(reported), "change")


def _brief(what: str) -> str:
    """Shorten a name so that the sentence fits on one line."""
    return what if len(what) <= _NAME_CHARACTERS else f'{what[: _NAME_CHARACTERS - 2]}…"'


def _label(entry: _Entry) -> str:
    return entry.words.label if entry.words else describe(entry.calls, lambda table, id_: None).label


def _forget(entry: _Entry) -> None:
    file, entry.file = entry.file, None
    if file is not None:
        with suppress(OSError):
            file.unlink()


def _same_place(one: _Entry, other: _Entry) -> bool:
    """Return whether both changes only save drafts of the same form."""
    return is_draft(one.calls) and _places(one) == _places(other)


def _places(entry: _Entry) -> list[object]:
    places: list[object] = []
    for call in entry.calls or ():
        first = call.args[0] if call.args else None
        places.append((getattr(first, "kind", first), getattr(first, "target_id", call.args[1:2])))
    return places


def _name(db: sqlite3.Connection, table: str, id_: int) -> str | None:
    column = _NAMES.get(table)
    found = db.execute(f"SELECT {column} FROM {table} WHERE id = ?", (id_,)).fetchone() if column else None
    return str(found[0]) if found else None
