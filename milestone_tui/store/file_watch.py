"""Following the file that is open: what the store does when its name stands for something else."""

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
from milestone_tui.store.open_file import Guard, OpenFile, Stamp, is_sound, truncate_log
from milestone_tui.store.patience import PatientConnection

_LOOKS = 3
"""Looks, half a second apart but for the first, that find the write-ahead log as it was: then nobody writes."""

_MOST_COPIES = 100


class Next(Enum):
    """What the store has to do after a look."""

    NOTHING = auto()
    REST = auto()
    """Bring the write-ahead log into the file: nobody has written for a second."""
    REOPEN = auto()
    """Open the file of the same name anew: it is there again, or its log was deleted."""


class FileWatch:
    """Looks at the file over the connection that reads, on its thread, and lets go of what another file would meet."""

    def __init__(self, file: OpenFile, connection: sqlite3.Connection) -> None:
        self._file = file
        self._connection = connection
        self._guard = Guard(file)
        self._log: Stamp = (0, 0, 0)
        self._looks = 0
        self._released = self._was_read_only = False
        self._ruin: FileTrouble | None = None
        self._judged: Stamp | None = None
        self._sound = False
        self._memory: PatientConnection | None = None
        """What could still be read of a file that was written over."""

    def look(self) -> Next:
        """Return what is to be done; raises FileLost where the person has to choose."""
        trouble = self._guard.look(self._connection) if self._ruin is None else self._ruined_still(self._ruin)
        if trouble is None:
            # What was opened while the file was read-only cannot write for ever.
            return Next.REOPEN if self._released or self._was_read_only else self._rested()
        if trouble is FileTrouble.LOG_LOST:
            # Without readers in the way all of it is in the file then.
            return Next.REOPEN if truncate_log(self._connection) else Next.NOTHING
        if trouble is FileTrouble.REPLACED and self._guard.is_renumbered(self._connection):
            return Next.REOPEN
        self._was_read_only |= trouble.keeps_name
        self.release(trouble)
        raise self._file.lost(trouble, saving=False)

    def _ruined_still(self, ruin: FileTrouble) -> FileTrouble:
        """What became of the file since it was written over, which nothing undoes."""
        trouble = self._file.look().trouble
        return ruin if trouble is None or trouble.keeps_name else trouble

    @property
    def ruined(self) -> bool:
        """Whether the file was written over."""
        return self._ruin is not None

    @property
    def released(self) -> bool:
        """Whether the log was taken from beside the name."""
        return self._released

    def stand_in(self) -> PatientConnection:
        """Return what is read in place of a file that was written over: all it held, or something that says damaged."""
        if self._memory is not None:
            return self._memory
        damaged = sqlite3.connect(":memory:", isolation_level=None, factory=PatientConnection)
        with suppress(AttributeError, sqlite3.Error):
            damaged.deserialize(b"damaged " * 512)
        return damaged

    def settle(self) -> None:
        """Have everything in the file that is to be opened under another name; raises StoreUnavailable."""
        if not truncate_log(self._connection):
            raise StoreUnavailable("Another program is using the file. Try again in a moment.")

    def release(self, trouble: FileTrouble | None) -> None:
        """Leave nothing of ours beside a name that stands for another file, or for none."""
        if trouble is None or trouble.keeps_name or self._released:
            return
        self._released = True
        if trouble.ruins:
            self._ruin = trouble
            self._memory = _remembered(self._connection)
            self._file.empty_log()
        else:
            truncate_log(self._connection)
        self._file.remove_logs()

    def openable(self) -> Path | None:
        """Return where one could go on: the file that has the name now, if it is a sound one of ours, or ours moved."""
        path = self._file.path
        if self._is_another(path):
            return path
        moved_to = self._file.moved_to()
        return None if moved_to == path else moved_to

    def _is_another(self, path: Path) -> bool:
        """Whether the name stands for another sound database of ours; judged once for each file."""
        try:
            found = path.stat()
        except OSError:
            return False
        if self._file.names(path) and not self.ruined:
            return False
        judged = (found.st_ino, found.st_size, found.st_mtime_ns)
        if judged != self._judged:
            self._judged, self._sound = judged, is_sound(path)
        return self._sound

    def lost_for_good(self) -> str | None:
        """Return why no copy can be written, and what can be done; None where one can."""
        return _unreadable(self._file.path) if self.ruined and self._memory is None else None

    def write_copy(self) -> Path:
        """Write what the open file holds to a new file, beside it if possible; return where it is.

        Raises DatabaseUnusable or StoreUnavailable when it cannot be read any more, or written nowhere.
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
        raise refusal or DatabaseUnusable(f"No copy written: {self._file.path.parent} cannot be written to.")

    def copy_place(self) -> Path | None:
        """Return where `write_copy` will write first; None where there is no room for a name."""
        return next(iter(new_places(self._file.path)), None)

    def close(self) -> None:
        """Forget the file, which is being closed; leave nothing beside a name that is not its own."""
        with suppress(sqlite3.Error):
            self.release(self._file.look().trouble)
        if self._memory is not None:
            self._memory.close()
        self._file.close()

    def _rested(self) -> Next:
        log = self._guard.log
        if not log[0] or log != self._log:
            self._log, self._looks = log, 0
            return Next.NOTHING
        self._looks += 1
        if self._looks < _LOOKS:
            return Next.NOTHING
        self._looks = 0  # where somebody was in the way it is tried again
        return Next.REST


def new_places(path: Path) -> list[Path]:
    """Where a copy may be written: beside the file or, where that is impossible, at home."""
    folders = dict.fromkeys((path.parent, Path.home()))
    found = [_free_name(folder, path) for folder in folders if not folder.exists() or os.access(folder, os.W_OK)]
    return [place for place in found if place is not None]


def _free_name(folder: Path, path: Path) -> Path | None:
    names = (f"{path.stem}-copy{f'-{number}' if number > 1 else ''}{path.suffix}" for number in range(1, _MOST_COPIES))
    with suppress(OSError):
        return next((folder / name for name in names if not (folder / name).exists()), None)
    return None


def _remembered(connection: sqlite3.Connection) -> PatientConnection | None:
    """All that the file held, where the connection still knows it; None where a part of it is lost."""
    memory = sqlite3.connect(":memory:", isolation_level=None, factory=PatientConnection)
    try:
        connection.backup(memory)
        if memory.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok":
            return memory
    except sqlite3.Error:
        pass
    memory.close()
    return None


def _unreadable(path: Path) -> str:
    """What to say of a file that was written over."""
    backups = path.parent / "backups"
    found = backups.glob(f"{path.stem}-*{path.suffix}") if backups.is_dir() else ()
    newest = max((copy for copy in found if not copy.stem.endswith("damaged")), default=None)
    way = f"Run `milestone-tui restore {newest}`." if newest else f"There is no backup in {backups}."
    return f"What {path.name} held can no longer be read. {way}"
