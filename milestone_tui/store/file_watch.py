"""Watching the open file: what the store does when its path leads to something else."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from enum import Enum, auto
from pathlib import Path

from milestone_tui.errors import DatabaseUnusable, FileTrouble, MilestoneError, StoreUnavailable
from milestone_tui.store.copying import copy_to_scratch, publish, scratch_file
from milestone_tui.store.database import private_files
from milestone_tui.store.errors import translate_errors
from milestone_tui.store.file_modes import match_place
from milestone_tui.store.locks import WaitingConnection
from milestone_tui.store.open_file import Guard, OpenFile, Stamp, is_sound, truncate_log

_LOOKS = 3
"""Looks, half a second apart after the first, that must find the log unchanged before it is checkpointed."""

_MOST_COPIES = 100


class NextStep(Enum):
    """What the store must do after a look."""

    NOTHING = auto()
    CHECKPOINT = auto()
    """Checkpoint the write-ahead log: nobody has written for a second."""
    REOPEN = auto()
    """Open the file at this path again: it is back, or its log was deleted."""


class FileWatch:
    """Watch over the open file, on the reading connection; removes log files that another file would meet."""

    def __init__(self, file: OpenFile, connection: sqlite3.Connection) -> None:
        self._file = file
        self._connection = connection
        self._guard = Guard(file)
        self._log: Stamp = (0, 0, 0)
        self._looks = 0
        self._released = self._was_read_only = False
        self._ruin: FileTrouble | None = None
        self._checked_stamp: Stamp | None = None
        self._sound = False
        self._memory: WaitingConnection | None = None
        """A copy in memory of what could still be read from an overwritten file."""

    def look(self) -> NextStep:
        """Return what to do next; raise FileLost if the person must choose."""
        trouble = self._guard.look(self._connection) if self._ruin is None else self._trouble_since_ruin(self._ruin)
        if trouble is None:
            # A connection opened while the file was read-only stays read-only.
            return NextStep.REOPEN if self._released or self._was_read_only else self._next_when_sound()
        if trouble is FileTrouble.LOG_LOST:
            # If no reader is in the way, the file is now complete.
            return NextStep.REOPEN if truncate_log(self._connection) else NextStep.NOTHING
        if trouble is FileTrouble.REPLACED and self._guard.is_renumbered(self._connection):
            return NextStep.REOPEN
        self._was_read_only |= trouble.keeps_name
        self.release(trouble)
        raise self._file.lost(trouble, saving=False)

    def _trouble_since_ruin(self, ruin: FileTrouble) -> FileTrouble:
        """Return what has happened to an overwritten file since; it stays overwritten."""
        trouble = self._file.look().trouble
        return ruin if trouble is None or trouble.keeps_name else trouble

    @property
    def ruined(self) -> bool:
        """Whether the file was overwritten."""
        return self._ruin is not None

    @property
    def released(self) -> bool:
        """Whether the log was removed from beside the path."""
        return self._released

    def substitute(self) -> WaitingConnection:
        """Return a connection to read instead of an overwritten file: its contents if known, else a damaged one."""
        if self._memory is not None:
            return self._memory
        damaged = sqlite3.connect(":memory:", isolation_level=None, factory=WaitingConnection)
        with suppress(AttributeError, sqlite3.Error):
            damaged.deserialize(b"damaged " * 512)
        return damaged

    def checkpoint_log(self) -> None:
        """Checkpoint the log before the file is opened under another path; raise StoreUnavailable."""
        if not truncate_log(self._connection):
            raise StoreUnavailable("Another program is using the database file. Try again in a moment.")

    def release(self, trouble: FileTrouble | None) -> None:
        """Remove our log from beside a path that leads to another file, or to none."""
        if trouble is None or trouble.keeps_name or self._released:
            return
        self._released = True
        if trouble.ruins:
            self._ruin = trouble
            self._memory = _memory_copy(self._connection)
            self._file.empty_log()
        else:
            truncate_log(self._connection)
        self._file.remove_logs()

    def openable(self) -> Path | None:
        """Return the path to continue with: a sound database of ours at this path, or where our file was moved."""
        path = self._file.path
        if self._is_another(path):
            return path
        moved_to = self._file.moved_to()
        return None if moved_to == path else moved_to

    def _is_another(self, path: Path) -> bool:
        """Return whether another sound database of ours is at this path; checked once for each file."""
        try:
            found = path.stat()
        except OSError:
            return False
        if self._file.names(path) and not self.ruined:
            return False
        judged = (found.st_ino, found.st_size, found.st_mtime_ns)
        if judged != self._checked_stamp:
            self._checked_stamp, self._sound = judged, is_sound(path)
        return self._sound

    def lost_for_good(self) -> str | None:
        """Return why no copy can be written, and what to do; None if one can."""
        return _unreadable(self._file.path) if self.ruined and self._memory is None else None

    def write_copy(self) -> Path:
        """Write the contents of the open file to a new file, beside it if possible; return its path.

        Raises DatabaseUnusable or StoreUnavailable if the contents cannot be read or there is no place to write.
        """
        if (refused := self.lost_for_good()) is not None:
            raise DatabaseUnusable(refused)
        source = self._memory or self._connection
        refusal: MilestoneError | None = None
        for place in new_places(self._file.path):
            try:
                place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                with translate_errors(place), private_files(), scratch_file(place.parent) as scratch:
                    copy_to_scratch(source, scratch)
                    if sound := is_sound(scratch):
                        match_place(scratch, None)
                        publish(scratch, place)
            except (StoreUnavailable, DatabaseUnusable) as error:
                refusal = error
                continue
            except OSError:
                continue
            if sound:
                return place
            raise DatabaseUnusable(_unreadable(self._file.path))
        raise refusal or DatabaseUnusable(f"No copy was written: make the folder {self._file.path.parent} writable.")

    def copy_place(self) -> Path | None:
        """Return the first path that `write_copy` will try; None if no name is free."""
        return next(iter(new_places(self._file.path)), None)

    def close(self) -> None:
        """Stop watching before the file is closed, and remove our log from beside another file."""
        with suppress(sqlite3.Error):
            self.release(self._file.look().trouble)
        if self._memory is not None:
            self._memory.close()
        self._file.close()

    def _next_when_sound(self) -> NextStep:
        log = self._guard.log
        if not log[0] or log != self._log:
            self._log, self._looks = log, 0
            return NextStep.NOTHING
        self._looks += 1
        if self._looks < _LOOKS:
            return NextStep.NOTHING
        self._looks = 0  # try again later if somebody was in the way
        return NextStep.CHECKPOINT


def new_places(path: Path) -> list[Path]:
    """Return where a copy may be written: beside the file or else in the home folder."""
    folders = dict.fromkeys((path.parent, Path.home()))
    found = [_free_name(folder, path) for folder in folders if not folder.exists() or os.access(folder, os.W_OK)]
    return [place for place in found if place is not None]


def _free_name(folder: Path, path: Path) -> Path | None:
    names = (f"{path.stem}-copy{f'-{number}' if number > 1 else ''}{path.suffix}" for number in range(1, _MOST_COPIES))
    with suppress(OSError):
        return next((folder / name for name in names if not (folder / name).exists()), None)
    return None


def _memory_copy(connection: sqlite3.Connection) -> WaitingConnection | None:
    """Return a copy in memory of all that the file held; None if a part of it is lost."""
    memory = sqlite3.connect(":memory:", isolation_level=None, factory=WaitingConnection)
    try:
        connection.backup(memory)
        if memory.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok":
            return memory
    except sqlite3.Error:
        pass
    memory.close()
    return None


def _unreadable(path: Path) -> str:
    """Return the message about a file whose contents are lost."""
    backups = path.parent / "backups"
    found = backups.glob(f"{path.stem}-*{path.suffix}") if backups.is_dir() else ()
    newest = max((copy for copy in found if not copy.stem.endswith("damaged")), default=None)
    remedy = f"Run `milestone-tui restore {newest}`." if newest else f"There is no backup in {backups}."
    return f"The contents of {path.name} can no longer be read. {remedy}"
