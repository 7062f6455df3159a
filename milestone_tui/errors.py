"""Errors that a person can act on: each message says in the user's words what happened, why and what to do."""

# Annotations are no texts here: Python would compile that of each field of a named tuple at start-up.

from collections.abc import Hashable
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple


class MilestoneError(Exception):
    """Base of every error that is shown to the person instead of a traceback."""

    exit_code = 2
    """Exit code of a command that fails with this error."""


class InvalidInput(MilestoneError):
    """A value, typed or read from a file, that does not fit its field."""

    def __init__(self, field: str, message: str, brief: str = "") -> None:
        super().__init__(message)
        self.field = field
        """Name of the field in `plan.fields`, such as `due_on`; empty when the whole input is meant."""
        self.brief = brief or message
        """A shorter message, shown beside the field."""


class DecisionNeeded(InvalidInput):
    """A gate cannot be ticked without a decision; the caller adds how to record one."""


class NotFound(MilestoneError):
    """The row no longer exists: somebody deleted it."""


class ImportRefused(MilestoneError):
    """A file that cannot be imported; nothing was changed."""


class ImportQuestion(ImportRefused):
    """A table that only a person can decide how to read; an option says it."""

    def __init__(self, question: str, remedy: str, begun: str = "") -> None:
        """`question`: what is open; `remedy`: what to do; `begun`: the option that a person goes on typing."""
        super().__init__(f"{question} {remedy}")
        self.begun = begun


class AmbiguousDates(ImportQuestion):
    """The dates of a file can be read in several orders, and nobody has said which."""


class ImportChanged(MilestoneError):
    """Somebody changed a project since the preview of an import was shown; nothing was written."""


class FieldConflict(NamedTuple):
    """A field or list entry that somebody else changed between reading and saving.

    Values are texts, as a person reads them.
    """

    field: str
    mine: str
    theirs: str
    by: str
    at: datetime
    entry: Hashable = None
    """The key of the entry (`plan.list_merge`) when `field` is a list."""


class EditConflict(MilestoneError):
    """Somebody else changed the same fields before the save; nothing was written."""

    def __init__(self, message: str, fields: tuple[FieldConflict, ...]) -> None:
        super().__init__(message)
        self.fields = fields


class PastShown(MilestoneError):
    """An earlier day is shown, which nothing can change."""


class UndoRefused(MilestoneError):
    """There is nothing to undo or redo, or somebody has changed the same values since."""


class StoreUnavailable(MilestoneError):
    """The database cannot be read or written now: locked, full or read-only."""

    exit_code = 3


class DatabaseLocked(StoreUnavailable):
    """Another program has locked the database; trying again may help."""


class NotWaitedFor(StoreUnavailable):
    """A change was given up while the database was locked; nothing was written."""


class DatabaseUnusable(MilestoneError):
    """The file cannot be opened as our database: foreign, newer, damaged, a folder or without permission."""

    exit_code = 3


class FileTrouble(StrEnum):
    """What happened to the open file, in words that follow its name in a sentence."""

    DELETED = "was deleted"
    MOVED = "was moved"
    FOLDER_GONE = "was moved or deleted with its folder"
    REPLACED = "was replaced by another file"
    EMPTIED = "was emptied"
    OVERWRITTEN = "was overwritten"
    LOG_LOST = "lost its write-ahead log"
    READ_ONLY = "was made read-only"
    FOLDER_READ_ONLY = "is in a folder that was made read-only"

    @property
    def keeps_name(self) -> bool:
        """Whether the open file still has its name and all of its contents."""
        return self in (FileTrouble.LOG_LOST, FileTrouble.READ_ONLY, FileTrouble.FOLDER_READ_ONLY)

    @property
    def ruins(self) -> bool:
        """Whether the contents were overwritten, so that even the open connection cannot read them."""
        return self in (FileTrouble.EMPTIED, FileTrouble.OVERWRITTEN)


_READ_ONLY = (FileTrouble.READ_ONLY, FileTrouble.FOLDER_READ_ONLY)


class FileLost(StoreUnavailable):
    """The path of the database no longer leads to the open file, or the file cannot be written."""

    def __init__(
        self, path: Path, trouble: FileTrouble, moved_to: Path | None = None, *, saving: bool = True, written: str = ""
    ) -> None:
        """`moved_to` is the new path of the file, if known.

        `saving`: a change was being saved. `written` is the label of a change that only the open, nameless file holds.
        """
        self.path = path
        self.trouble = trouble
        self.moved_to = moved_to
        self.written = written
        what = f"{path.name} {trouble.value}"
        if written:
            super().__init__(f"Not saved: {what} during the save. Write a copy to a new file to keep this change.")
        else:
            remedy = "Make it writable again" if trouble in _READ_ONLY else "Choose where to continue"
            super().__init__(f"{'Not saved: ' if saving else ''}{what}. {remedy}.")


def cause(error: OSError) -> str:
    """Return the system's reason for an error, to follow a colon."""
    words = error.strerror or str(error)
    return words[:1].lower() + words[1:]
