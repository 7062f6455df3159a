"""Backups of the database in the folder `backups` beside it.

Each is called `NAME-NUMBER-LABEL.db`, such as `milestones-0007-2026-11-22.db`; a greater number is newer. The label
says what the backup is, and so how many of its kind are kept (no kind deletes another's):

- `2026-11-22`: the database before its first change of that day; the last ten;
- `before-restore`, `before-repair`: the database before a restore or a repair; the last three of each;
- `v2`: the database before a migration from version 2; all of them, since one is made only with an update of the
  program, or after restoring a backup of that version, which must not delete that backup;
- `damaged`, or another label followed by `-damaged`: SQLite finds errors in it; the last three;
- any other label was chosen by a person, and the file is never deleted.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import date
from pathlib import Path
from typing import NamedTuple

from milestone_tui.store.copying import FEW_PAGES, copy_to_scratch, publish, scratch_file
from milestone_tui.store.file_modes import match_database

KEPT_DAYS = 10
"""Daily backups that are kept."""
KEPT_OTHERS = 3
"""Backups that are kept of each other kind."""
BEFORE_RESTORE = "before-restore"
BEFORE_REPAIR = "before-repair"
_DAMAGED = "damaged"
_BESIDE = ("-wal", "-shm", "-journal")
"""Suffixes of the files that SQLite may keep beside a database."""


class Backup(NamedTuple):
    """A file in the backups folder."""

    path: Path
    number: int
    label: str

    @property
    def damaged(self) -> bool:
        """Whether SQLite found errors in it."""
        return self.label == _DAMAGED or self.label.endswith(f"-{_DAMAGED}")

    @property
    def kind(self) -> str:
        """The kind it counts with when old backups are deleted; empty if it is never deleted."""
        if self.damaged:
            return _DAMAGED
        if re.fullmatch(r"\d{4}-\d\d-\d\d", self.label, re.ASCII):
            return "day"
        return self.label if self.label in (BEFORE_RESTORE, BEFORE_REPAIR) else ""


def backups_of(path: Path) -> list[Backup]:
    """Return the backups of the database at `path`, oldest first."""
    named = re.compile(re.escape(path.stem) + r"-(\d{4,})-(.+)" + re.escape(path.suffix), re.ASCII)
    folder = _folder(path)
    copies = folder.iterdir() if folder.exists() else ()
    found = [Backup(copy, int(name[1]), name[2]) for copy in copies if (name := named.fullmatch(copy.name))]
    return sorted(found, key=lambda backup: (backup.number, backup.label))


def back_up(path: Path, label: str, spare: Path | None = None) -> Backup:
    """Copy the database into its backups folder and delete the oldest of that kind; return the new backup.

    A damaged copy gets a label that says so. `spare` is never deleted. Raises OSError and sqlite3.Error; then there is
    no new backup.
    """
    folder = _made_folder(path)
    with scratch_file(folder) as scratch:
        # A separate connection: one that holds the write lock cannot be copied.
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True)) as source:
            source.execute(FEW_PAGES)
            sound = copy_to_scratch(source, scratch)
        match_database(scratch, path)
        backup = _named(path, scratch, label if sound else f"{label}-{_DAMAGED}")
    _delete_oldest(path, backup, spare)
    return backup


def back_up_for_the_day(path: Path, today: date) -> Backup | None:
    """Back up the database before its first change of a day; None if that was done or the database is new.

    Raises OSError and sqlite3.Error.
    """
    label = today.isoformat()
    if any(backup.label in (label, f"{label}-{_DAMAGED}") for backup in backups_of(path)):
        return None
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True)) as db:
        if db.execute("SELECT 1 FROM change WHERE at < ? LIMIT 1", (label,)).fetchone() is None:
            return None
    return back_up(path, label)


def keep_damaged(path: Path) -> Path | None:
    """Move a damaged database into the backups folder, so that another file can take its place.

    SQLite's files beside it are moved too: they must never meet the new file. Where the file system has hard links, the
    database also keeps its old name until it is replaced. Returns None if there is no database.
    """
    _made_folder(path)
    backup = _next(path, _DAMAGED)
    for suffix in _BESIDE:
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).replace(backup.path.with_name(backup.path.name + suffix))
    if not path.exists():
        return None
    try:
        backup.path.hardlink_to(path)
    except OSError:  # the file system has no hard links
        path.replace(backup.path)
    _delete_oldest(path, backup, None)
    return backup.path


def _folder(path: Path) -> Path:
    return path.parent / "backups"


def _made_folder(path: Path) -> Path:
    folder = _folder(path)
    with suppress(FileExistsError):  # a file in its place is reported when a backup is written
        folder.mkdir(mode=0o700)
        match_database(folder, path)
    return folder


def _next(path: Path, label: str) -> Backup:
    number = max((backup.number for backup in backups_of(path)), default=0) + 1
    return Backup(_folder(path) / f"{path.stem}-{number:04d}-{label}{path.suffix}", number, label)


def _named(path: Path, scratch: Path, label: str) -> Backup:
    """Give a finished copy the next free name."""
    while True:
        backup = _next(path, label)
        try:
            publish(scratch, backup.path)
        except FileExistsError:  # another program took the name
            continue
        return backup


def _delete_oldest(path: Path, newest: Backup, spare: Path | None) -> None:
    """Delete surplus backups of the kind of `newest`, but never that one or `spare`."""
    kept = KEPT_DAYS if newest.kind == "day" else KEPT_OTHERS
    alike = [backup for backup in backups_of(path) if backup.kind and backup.kind == newest.kind]
    for backup in alike[: max(0, len(alike) - kept)]:
        with suppress(OSError):  # a surplus backup does no harm
            if backup.path != newest.path and not (spare and backup.path.samefile(spare)):
                for file in _with_beside(backup.path):
                    file.unlink(missing_ok=True)


def _with_beside(path: Path) -> Iterator[Path]:
    return (path.with_name(path.name + suffix) for suffix in ("", *_BESIDE))
