"""The errors a person can act on: each message is one sentence in the user's words."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple


class MilestoneError(Exception):
    """Base of every error that is shown to the person instead of a traceback."""

    exit_code = 2
    """What a shell command that fails with this error returns."""


class InvalidInput(MilestoneError):
    """A value that was typed, or read from a file, does not fit its field."""

    def __init__(self, field: str, message: str, brief: str = "") -> None:
        super().__init__(message)
        self.field = field
        """Name of the field as in DESIGN's data words, e.g. `due_on`; empty when it is the whole input."""
        self.brief = brief or message
        """The same in fewer words, for beside what was typed."""


class DecisionNeeded(InvalidInput):
    """A gate was to be done without its decision; whoever shows this says how it is decided there."""


class NotFound(MilestoneError):
    """The row is gone: somebody deleted it."""


class ImportRefused(MilestoneError):
    """A file that cannot be imported; nothing of it was taken."""


class FieldConflict(NamedTuple):
    """A field, or an entry of a list, that somebody else changed between reading and saving.

    Values are as a person reads them.
    """

    field: str
    mine: str
    theirs: str
    by: str
    at: datetime
    entry: Hashable = None
    """The key of the entry (`plan.list_merge`), where `field` is a list."""


class EditConflict(MilestoneError):
    """A save met somebody else's change of the same fields; nothing was written."""

    def __init__(self, message: str, fields: tuple[FieldConflict, ...]) -> None:
        super().__init__(message)
        self.fields = fields


class UndoRefused(MilestoneError):
    """There is nothing to undo or redo, or somebody has changed the same since."""


class StoreUnavailable(MilestoneError):
    """The database could not be read or written just now: locked, full, read-only."""

    exit_code = 3


class DatabaseLocked(StoreUnavailable):
    """Another program has the database; it may be free the next moment."""


class NotWaitedFor(StoreUnavailable):
    """A change was given up before the database was free; nothing of it was written."""


class DatabaseUnusable(MilestoneError):
    """The file cannot serve as our database: foreign, newer, corrupt, a folder, no permission."""

    exit_code = 3


class FileTrouble(StrEnum):
    """What became of the file that is open, as a person says it after the name of the file."""

    DELETED = "was deleted"
    MOVED = "was moved"
    FOLDER_GONE = "is gone with its folder"
    REPLACED = "was replaced by another file"
    EMPTIED = "was emptied"
    OVERWRITTEN = "was overwritten"
    LOG_LOST = "lost its write-ahead log"
    READ_ONLY = "was made read-only"
    FOLDER_READ_ONLY = "is in a folder that was made read-only"

    @property
    def keeps_name(self) -> bool:
        """What is open is still the file of that name, whole: what has been written is in it."""
        return self in (FileTrouble.LOG_LOST, FileTrouble.READ_ONLY, FileTrouble.FOLDER_READ_ONLY)

    @property
    def ruins(self) -> bool:
        """What was in the file was written over: not even the open connection can read it any more."""
        return self in (FileTrouble.EMPTIED, FileTrouble.OVERWRITTEN)


_READ_ONLY = (FileTrouble.READ_ONLY, FileTrouble.FOLDER_READ_ONLY)


class FileLost(StoreUnavailable):
    """The name of the database does not stand any more for the file that is open, or may not be written to."""

    def __init__(
        self, path: Path, trouble: FileTrouble, moved_to: Path | None = None, *, saving: bool = True, written: str = ""
    ) -> None:
        """`moved_to` is where the file is now, if anybody knows.

        `saving`: something was to be saved; `written` is the label of a change that is in the nameless file only.
        """
        self.path = path
        self.trouble = trouble
        self.moved_to = moved_to
        self.written = written
        what = f"{path.name} {trouble.value}"
        if written:
            super().__init__(f"Not saved: {what} just then. Write what you see to a new file to keep this change.")
        else:
            way = "Make it writable again" if trouble in _READ_ONLY else "Choose where to continue"
            super().__init__(f"{'Not saved: ' if saving else ''}{what}. {way}.")
