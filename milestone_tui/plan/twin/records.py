"""Records and facts: what a folder of text files and a database have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias


class Key(NamedTuple):
    """Identity of a record, the same in every database."""

    kind: str
    """The word of its kind, such as `milestone`."""
    uid: str
    """A short text made once; of a person, the name."""


class Record(NamedTuple):
    """A thing of a plan: a project, a milestone, a criterion, a person and so on."""

    home: str
    """The uid of the project whose file holds it; empty for people."""
    parent: str
    """The uid of the milestone that it belongs to; empty for what belongs to the project."""
    facts: Mapping[str, str]
    """Values in the words of the files, by name; what has its default is missing."""


Records: TypeAlias = Mapping[Key, Record]
"""Everything in some plans, by identity."""

PERSON = "person"
"""The kind of a record about a person."""
PROJECT = "project"
"""The kind of a project's own record."""


class BaseRecord(NamedTuple):
    """A record as both sides last agreed about it; a fact with the value None was never agreed on."""

    home: str
    parent: str
    facts: Mapping[str, str | None]


Base: TypeAlias = Mapping[Key, BaseRecord]


class Place(NamedTuple):
    """A fact of a record; without a fact, the record as a whole: that it exists."""

    key: Key
    fact: str | None = None


class Change(NamedTuple):
    """What one side did since both agreed; None for a missing record or an unset fact."""

    before: str | None
    after: str | None


class Told(NamedTuple):
    """Something that was left as it is on both sides, for a person to decide."""

    place: Place
    here: str | None
    """The value in the database."""
    there: str | None
    """The value in the file."""
    reason: str = ""
    """Why it was left; empty where both sides changed the same fact."""
    from_here: bool = False
    """Whether it is a change of the database that was not written, rather than one of a file that was not taken."""
