"""The changes that are asked for and not written yet: what they do, how long they wait, and how they outlive a lock.

While another program has the database each change is noted as data (see `recording`) and, once that lasts, kept in a
file (see `left`), so that the end of the program, however it comes, takes nothing with it.
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
from milestone_tui.store.patience import TOLD_SECONDS, TRY_SECONDS
from milestone_tui.store.recording import Command, record
from milestone_tui.store.thread import Work, WriterThread

if TYPE_CHECKING:
    from milestone_tui.store.left import LeftChanges

_Result = TypeVar("_Result")

Source = Command | tuple[Call, ...] | None
"""What a change does: a command that is noted when that is asked for, or its calls; None where nobody knows."""

LEAVING_SECONDS = 2.0
"""How long the end of the program waits for a lock, where nobody has said that it shall not wait at all."""

_LOOK_SECONDS = 0.05
"""How often it is seen, where somebody has to wait, whether a lock is what is waited for."""

_NAME_CHARACTERS = 22

_NAMES = {"milestone": "title", "project": "key", "person": "name", "baseline": "name", "template": "name"}
"""What a row of a table is called by."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is not written yet."""

    changes: int
    what: str
    """As `"Beta"` or `3 changes`."""
    seconds: float
    """Since when the first of it was asked for."""
    locked: bool
    """Another program has the database."""
    lost: tuple[str, ...] = ()
    """What of it cannot be kept when the program ends, as `Tick "Beta"`."""


class Left(NamedTuple):
    """What was not written when the program ended, as `Tick "Beta"`."""

    kept: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


class _LeftBehind(NotWaitedFor):
    """The program ends before the database is free."""


class _Entry:
    """One change in the queue."""

    def __init__(self, source: Source, at: datetime, file: Path | None) -> None:
        self.source = source
        self.at = at
        self.file = file
        self.was_left = file is not None
        """An earlier program has left it: where it fails, it is left again."""
        self.asked = time.monotonic()
        self.work: Work[Any] | None = None
        self.calls: tuple[Call, ...] | None = None
        self.words: Described | None = None
        """None until it was noted."""
        self.keepable = True
        """False where it could not be kept, or where what is typed later is kept instead."""

    @property
    def is_told(self) -> bool:
        """Whether somebody asked for it, and has not given it up; what is kept of typing is not told."""
        return not is_draft(self.calls) and (self.work is None or self.work.stop is None)


class Backlog:
    """The queue of changes; its methods may be called from any thread but where they say otherwise."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        left: Callable[[], LeftChanges | None],
        tell: Callable[[str], None] | None,
    ) -> None:
        """`left` opens what keeps the changes that cannot be written before the end, if anything does; `tell` is told
        that a lock is waited for."""
        self.database = database
        self._clock = clock
        self._left = left
        self._tell = tell
        self._notes = tell is None
        """On the command line nothing is named or kept: whoever waits there is there to be told."""
        self._entries: list[_Entry] = []
        self._leaves_at: float | None = None
        self.left = Left()
        """What was not written in the end."""
        self.thread = WriterThread(self._met_lock)

    def submit(self, run: Callable[[], _Result], source: Source, file: Path | None = None) -> Future[_Result]:
        """Have a change written after all others; `source` says what it does, `file` keeps it already."""
        entry = _Entry(source, self._clock.now(), file)
        self._entries.append(entry)
        entry.work = work = self.thread.submit(run)
        work.future.add_done_callback(lambda future: self._done(entry, future))
        return work.future

    @property
    def waiting(self) -> Waiting | None:
        """What is not written yet; None when all is."""
        told = [entry for entry in tuple(self._entries) if entry.is_told]
        if not told:
            return None
        lost = tuple(_label(entry) for entry in told if entry.words and not self._can_keep(entry))
        seconds = time.monotonic() - told[0].asked
        return Waiting(len(told), _what(told), seconds, self.thread.locked_since is not None, lost)

    def give_up(self) -> str | None:
        """Wait no longer for a lock; return what is not saved, in a sentence, None where nothing was waited for."""
        told = [entry for entry in tuple(self._entries) if entry.is_told]
        if not told or self.thread.locked_since is None:
            return None
        why = NotWaitedFor(f"Not saved: {_brief(_what(told))}. Another program has the database. Try again.")
        self._stop(told, why)
        return str(why)

    def end_writing(self, end: Callable[[], None]) -> None:
        """Have `end` run in the writer thread after all changes; those that would wait for a lock are given up."""
        ended = self.thread.submit(end, patient=False).future
        while True:
            try:
                return ended.result(_LOOK_SECONDS)
            except TimeoutError:
                if self.thread.locked_since is not None:
                    why = NotWaitedFor("Not saved: another program has the database. Try again.")
                    self._stop(tuple(self._entries), why)

    def _stop(self, entries: Sequence[_Entry], why: NotWaitedFor) -> None:
        for entry in reversed(entries):  # the first may be under way: those behind it do not get their turn by its end
            if entry.work is not None:
                self.thread.stop(entry.work, why)

    def leave(self, seconds: float = LEAVING_SECONDS) -> None:
        """The program ends: wait so long for a lock at most, then keep in files what is not written."""
        if self._leaves_at is None or seconds == 0:
            self._leaves_at = time.monotonic() + seconds

    # In the writer thread ----------------------------------------------------------------------------------

    def _met_lock(self, seconds: float) -> None:
        entries = tuple(self._entries)
        self._note(entries)
        leaves = self._leaves_at is not None and time.monotonic() >= self._leaves_at
        if seconds >= TOLD_SECONDS or leaves:
            for entry in entries:
                self._keep(entry)
            if self._tell is not None:
                tell, self._tell = self._tell, None
                tell(f"Waiting: another program has the database {self.database.path}. Press ctrl+c to stop.")
        if leaves:
            self._leave_behind(entries)

    def _note(self, entries: tuple[_Entry, ...]) -> None:
        """Note what changes do that have not been noted yet."""
        new = [entry for entry in entries if entry.words is None]
        if not new:
            return
        for entry in new if self._notes else ():
            entry.calls = record(entry.source) if callable(entry.source) else entry.source
        try:
            with closing(connect(self.database, TRY_SECONDS)) as db:
                for entry in new:
                    entry.words = describe(entry.calls, lambda table, id_: _name(db, table, id_))
        except sqlite3.Error:
            for entry in new:
                entry.words = describe(entry.calls, lambda table, id_: None)

    def _keep(self, entry: _Entry) -> None:
        """Have a change in a file; of what is typed in one place only the latest."""
        if entry.file is not None or entry.calls is None or not entry.keepable or (left := self._left()) is None:
            return
        try:
            entry.file = left.keep(_label(entry), entry.calls, entry.at)
        except (NotPlain, OSError):
            entry.keepable = False
            return
        if entry.work is not None and entry.work.future.done():
            _forget(entry)  # it was given up while it was being kept
            return
        if is_draft(entry.calls):
            for other in tuple(self._entries):
                if other.was_left:
                    continue  # another program's: it is there again where it cannot be taken over
                if other is not entry and other.asked < entry.asked and _same_place(other, entry):
                    _forget(other)
                    other.keepable = False

    def _leave_behind(self, entries: tuple[_Entry, ...]) -> None:
        told = [entry for entry in entries if entry.is_told]
        kept = tuple(_label(entry) for entry in told if entry.file is not None)
        lost = tuple(_label(entry) for entry in told if entry.file is None)
        self.left = Left(self.left.kept + kept, self.left.lost + lost)
        self._stop(entries, _LeftBehind("The program has ended."))

    def _done(self, entry: _Entry, future: Future[Any]) -> None:
        """It is written, or has failed, which is told; a file is left only where the program ends."""
        if entry in self._entries:
            self._entries.remove(entry)
        failed = future.cancelled() or future.exception() is not None
        if not failed or not (entry.was_left or isinstance(future.exception(), _LeftBehind)):
            _forget(entry)

    def _can_keep(self, entry: _Entry) -> bool:
        return entry.calls is not None and entry.keepable and self._left() is not None


def _what(told: list[_Entry]) -> str:
    words = told[0].words
    return words.what if len(told) == 1 and words is not None else count_words(len(told), "change")


def _brief(what: str) -> str:
    """Short enough that all of a sentence fits on a line."""
    return what if len(what) <= _NAME_CHARACTERS else f'{what[: _NAME_CHARACTERS - 2]}…"'


def _label(entry: _Entry) -> str:
    return entry.words.label if entry.words else describe(entry.calls, lambda table, id_: None).label


def _forget(entry: _Entry) -> None:
    file, entry.file = entry.file, None
    if file is not None:
        with suppress(OSError):
            file.unlink()


def _same_place(one: _Entry, other: _Entry) -> bool:
    """Whether both keep what is typed in the same place, and nothing else."""
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
