"""The note left where a database was moved away from, so that nobody starts an empty one there by habit."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from milestone_tui.errors import DatabaseUnusable

SUFFIX = ".moved"


def note_of(path: Path) -> Path:
    """Return the path of the note about the database that was at `path`."""
    return path.with_name(path.name + SUFFIX)


def leave_note(path: Path, target: Path) -> None:
    """Write the new path of the database to a note in its old place; a failure is ignored."""
    with suppress(OSError):
        note_of(path).write_bytes(os.fsencode(target) + b"\n")


def refuse_moved(path: Path) -> None:
    """Raise DatabaseUnusable if the database at `path` was moved away and not replaced."""
    try:
        target = Path(os.fsdecode(note_of(path).read_bytes()).rstrip("\n"))
    except OSError:
        return
    from shlex import quote  # late: seldom needed

    raise DatabaseUnusable(
        f"The database was moved to {target}. Open it with `milestone-tui --db {quote(str(target))}`, or set "
        f"MILESTONE_TUI_DB. To create a new one in the old place, delete {note_of(path)}."
    )
