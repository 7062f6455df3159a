"""Copies of the database in the folder `backups` beside it.

Each is called `NAME-NUMBER-LABEL.db`, as `milestones-0007-2026-11-22.db`; a greater number is newer. The label says
what the copy is, and so how many of its kind are kept (no kind ever deletes another's):

- `2026-11-22`: as the database stood before its first change of that day; the last ten;
- `before-restore`, `before-repair`: what a restore replaced or a repair mended; the last three of each;
- `v2`: before the database was brought from version 2 to a newer one; all of them, since one is made only with an
  update of the program, or where a copy of that version was restored, which must not delete that copy;
- `damaged`, or one of these labels with `-damaged` behind it: SQLite finds errors in it; the last three;
- anything else was put there by a person, and is never deleted.
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
"""Daily copies that are kept."""
KEPT_OTHERS = 3
"""Copies that are kept of each other kind."""
BEFORE_RESTORE = "before-restore"
BEFORE_REPAIR = "before-repair"
_DAMAGED = "damaged"
_BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite may have put beside a database."""


class Backup(NamedTuple):
    """A copy in the folder."""

    path: Path
    number: int
    label: str

    @property
    def damaged(self) -> bool:
        """Whether SQLite found errors in it."""
        return self.label == _DAMAGED or self.label.endswith(f"-{_DAMAGED}")

    @property
    def kind(self) -> str:
        """What it is counted with when old ones are deleted; empty for what never is."""
        if self.damaged:
            return _DAMAGED
        if re.fullmatch(r"\d{4}-\d\d-\d\d", self.label, re.ASCII):
            return "day"
        return self.label if self.label in (BEFORE_RESTORE, BEFORE_REPAIR) else ""


def backups_of(path: Path) -> list[Backup]:
    """Return the copies of the database at `path`, the oldest first."""
    named = re.compile(re.escape(path.stem) + r"-(\d{4,})-(.+)" + re.escape(path.suffix), re.ASCII)
    folder = _folder(path)
    copies = folder.iterdir() if folder.exists() else ()
    found = [Backup(copy, int(name[1]), name[2]) for copy in copies if (name := named.fullmatch(copy.name))]
    return sorted(found, key=lambda backup: (backup.number, backup.label))


def back_up(path: Path, label: str, spare: Path | None = None) -> Backup:
    """Copy the database into the folder of its copies, and delete the oldest of that kind; return the new one.

    A copy that is not sound gets a label that says so. `spare` is never deleted. Raises OSError and sqlite3.Error; then
    there is no new copy.
    """
    folder = _made_folder(path)
    with scratch_file(folder) as scratch:
        # A connection of its own: one that holds the write lock cannot be copied from.
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True)) as source:
            source.execute(FEW_PAGES)
            sound = copy_to_scratch(source, scratch)
        match_database(scratch, path)
        backup = _named(path, scratch, label if sound else f"{label}-{_DAMAGED}")
    _delete_oldest(path, backup, spare)
    return backup


def back_up_for_the_day(path: Path, today: date) -> Backup | None:
    """Copy the database as it stands before the first change of a day; None where that was done, or nothing is older.

    Raises OSError and sqlite3.Error.
    """
    label = today.isoformat()
    if any(backup.label in (label, f"{label}-{_DAMAGED}") for backup in backups_of(path)):
        return None
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True)) as db:
        if db.execute("SELECT 1 FROM change WHERE at < ? LIMIT 1", (label,)).fetchone() is None:
            return None
    return back_up(path, label)


def set_aside(path: Path) -> Path | None:
    """Give a damaged database a name among the copies, so that another file can take its place.

    What lies beside it is moved there: it must never meet the new file. The database itself stays under its old name as
    well where the file system can do that, until it is replaced. Returns None where there is no database.
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
    except OSError:  # a file system without such links
        path.replace(backup.path)
    _delete_oldest(path, backup, None)
    return backup.path


def _folder(path: Path) -> Path:
    return path.parent / "backups"


def _made_folder(path: Path) -> Path:
    folder = _folder(path)
    with suppress(FileExistsError):  # a file in the way is told by whoever makes a file in it
        folder.mkdir(mode=0o700)
        match_database(folder, path)
    return folder


def _next(path: Path, label: str) -> Backup:
    number = max((backup.number for backup in backups_of(path)), default=0) + 1
    return Backup(_folder(path) / f"{path.stem}-{number:04d}-{label}{path.suffix}", number, label)


def _named(path: Path, scratch: Path, label: str) -> Backup:
    """Give a whole copy the next free name."""
    while True:
        backup = _next(path, label)
        try:
            publish(scratch, backup.path)
        except FileExistsError:  # another program was quicker
            continue
        return backup


def _delete_oldest(path: Path, newest: Backup, spare: Path | None) -> None:
    """Delete what is too many of the kind of `newest`, but never that one nor `spare`."""
    kept = KEPT_DAYS if newest.kind == "day" else KEPT_OTHERS
    alike = [backup for backup in backups_of(path) if backup.kind and backup.kind == newest.kind]
    for backup in alike[: max(0, len(alike) - kept)]:
        with suppress(OSError):  # the new copy counts; an old one that stays does no harm
            if backup.path != newest.path and not (spare and backup.path.samefile(spare)):
                for file in _with_beside(backup.path):
                    file.unlink(missing_ok=True)


def _with_beside(path: Path) -> Iterator[Path]:
    return (path.with_name(path.name + suffix) for suffix in ("", *_BESIDE))
