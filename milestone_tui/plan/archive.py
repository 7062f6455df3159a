"""Whole projects with all that belongs to them and their history: what one database hands to another.

The rows are those of the tables. Their ids are numbers of the archive, from 1 in each table, in the order in which the
rows were added; so are those in references and in the journal. Databases with the same contents give equal archives.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

Value = str | int | None
Row = Mapping[str, Value]
"""The values of a row by column."""


class ArchivedEdit(NamedTuple):
    """What a change did to one row."""

    entity: str
    """The table."""
    row_id: int
    project_id: int | None
    milestone_id: int | None
    before: Row | None
    """The whole row if it was removed, the differing columns if it was changed, None if it was added."""
    after: Row | None


class ArchivedChange(NamedTuple):
    """One entry of the journal; its id is its place, from 1."""

    at: str
    """The instant, in UTC."""
    login: str
    name: str
    label: str
    kind: str
    reverts: int | None
    """The place of the change that this one undoes."""
    reason: str | None
    reason_note: str
    reported_on: str
    backdated: int
    edits: tuple[ArchivedEdit, ...]


class Archive(NamedTuple):
    """Projects, people and templates, with their history."""

    schema: int
    """The version of the tables."""
    rows: Mapping[str, Sequence[Row]]
    """By table, each by id."""
    changes: Sequence[ArchivedChange]
    """Oldest first."""


class ArchiveReport(NamedTuple):
    """Result of an import of an archive."""

    projects: tuple[str, ...]
    """Keys of the new projects."""
    milestones: int
    changes: int
    people: int
    """New people; those who were there already are not counted."""
    templates: int
