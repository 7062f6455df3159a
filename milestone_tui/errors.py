"""The errors a person can act on: each message is one sentence in the user's words."""

from __future__ import annotations

from datetime import datetime
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
    """One field that somebody else changed between reading and saving; values are as a person reads them."""

    field: str
    mine: str
    theirs: str
    by: str
    at: datetime


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
