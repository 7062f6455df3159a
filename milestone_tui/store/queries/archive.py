"""Whole projects with all that belongs to them and their history, numbered anew."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from milestone_tui.plan.archive import Archive, ArchivedChange, ArchivedEdit, Row, Value
from milestone_tui.store.migrations import LATEST
from milestone_tui.store.references import ROW_REFERENCES
from milestone_tui.store.schema import ARCHIVED

_CHANGES = """SELECT id, at, login, name, label, kind, reverts, reason, reason_note, reported_on, backdated
    FROM change ORDER BY id"""
_EDITS = "SELECT id, change_id, entity, row_id, project_id, milestone_id, before, after FROM edit"
_OF_PEOPLE = """entity = 'person' AND row_id IN ({people}) OR entity = 'absence' AND row_id IN (
    SELECT row_id FROM edit
    WHERE entity = 'absence' AND json_extract(coalesce(before, after), '$.person_id') IN ({people}))"""

_BROUGHT = frozenset(("project", "person", "template"))
"""What an import of an archive brings; equal sides of any other row are a statement (see `statements`)."""


class _Edit(NamedTuple):
    """An edit with the ids of the database."""

    id: int
    change_id: int
    entity: str
    row_id: int
    project_id: int | None
    milestone_id: int | None
    before: Row | None
    after: Row | None

    @property
    def sides(self) -> Iterator[Row]:
        """The values before and after that it has."""
        return (side for side in (self.before, self.after) if side is not None)

    @property
    def changes_nothing(self) -> bool:
        """Whether it only notes that an import brought the row together with its history."""
        return self.entity in _BROUGHT and self.before == self.after


def archive(db: sqlite3.Connection, project_ids: Collection[int] | None) -> Archive:
    """Return these projects with the people who have to do with them; for None everything, also templates.

    A link to a milestone of another project is left out.
    """
    if project_ids is None:
        rows = {table: _rows(db, table, "1") for table in ARCHIVED}
        edits = list(_edits(db, "1"))
    else:
        rows, edits = _of_projects(db, project_ids)
    kept = [edit for edit in edits if edit.entity in ARCHIVED and not edit.changes_nothing]
    return _Numbering(rows, kept).archive(db)


def _of_projects(db: sqlite3.Connection, project_ids: Collection[int]) -> tuple[dict[str, list[Row]], list[_Edit]]:
    """Return the rows and edits of some projects, and of the people whom they name."""
    ids = _listed(project_ids)
    rows = {
        table: _rows(db, table, f"{of_project} IN ({ids})") if of_project else []
        for table, of_project in ARCHIVED.items()
    }
    edits = list(_edits(db, f"project_id IN ({ids})"))
    milestones = {row["id"] for row in rows["milestone"]} | {e.row_id for e in edits if e.entity == "milestone"}
    outside = {id_ for id_, ends in _links(rows, edits) if not milestones.issuperset(ends)}
    rows["dependency"] = [row for row in rows["dependency"] if row["id"] not in outside]
    edits = [edit for edit in edits if edit.entity != "dependency" or edit.row_id not in outside]
    people = _listed(_people(rows, edits))
    rows["person"] = _rows(db, "person", f"id IN ({people})")
    rows["absence"] = _rows(db, "absence", f"person_id IN ({people})")
    edits += _edits(db, _OF_PEOPLE.format(people=people))
    return rows, sorted(edits, key=lambda edit: edit.id)


def _links(rows: Mapping[str, Sequence[Row]], edits: Iterable[_Edit]) -> Iterator[tuple[Value, tuple[Value, Value]]]:
    """Yield the id and the ends of each link, also of those that are gone."""
    named = [(row["id"], row) for row in rows["dependency"]]
    named += [(edit.row_id, side) for edit in edits if edit.entity == "dependency" for side in edit.sides]
    for id_, row in named:
        if "predecessor_id" in row and "successor_id" in row:
            yield id_, (row["predecessor_id"], row["successor_id"])


def _people(rows: Mapping[str, Sequence[Row]], edits: Iterable[_Edit]) -> Iterator[int]:
    """Yield the ids of the people whom rows and edits name."""
    named = [(table, row) for table, found in rows.items() for row in found]
    named += [(edit.entity, side) for edit in edits for side in edit.sides]
    for table, row in named:
        for column, parent in ROW_REFERENCES.get(table, {}).items():
            value = row.get(column)
            if parent == "person" and isinstance(value, int):
                yield value


def _listed(ids: Iterable[int]) -> str:
    """Return ids as SQL."""
    return ",".join(str(int(id_)) for id_ in sorted(set(ids)))


def _rows(db: sqlite3.Connection, table: str, where: str) -> list[Row]:
    found = db.execute(f"SELECT * FROM {table} WHERE {where} ORDER BY id")
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found]


def _edits(db: sqlite3.Connection, where: str) -> Iterator[_Edit]:
    for *head, before, after in db.execute(f"{_EDITS} WHERE {where} ORDER BY id"):
        sides = (None if text is None else json.loads(text) for text in (before, after))
        yield _Edit(*head, *sides)


class _Numbering:
    """The numbers of the rows that an archive names, by table and id."""

    def __init__(self, rows: Mapping[str, Sequence[Row]], edits: Sequence[_Edit]) -> None:
        self._rows = rows
        self._edits = edits
        named: dict[str, set[int]] = {table: set() for table in ARCHIVED}
        for table, found in rows.items():
            for row in found:
                self._note(named, table, row)
        for edit in edits:
            named.setdefault(edit.entity, set()).add(edit.row_id)
            for parent, value in (("project", edit.project_id), ("milestone", edit.milestone_id)):
                if value is not None:
                    named[parent].add(value)
            for side in edit.sides:
                self._note(named, edit.entity, side)
        self._numbers = {
            table: {id_: number for number, id_ in enumerate(sorted(ids), start=1)} for table, ids in named.items()
        }

    def archive(self, db: sqlite3.Connection) -> Archive:
        """Return the archive, with the changes that have edits or that one of these undoes."""
        by_change: dict[int, list[_Edit]] = {}
        for edit in self._edits:
            by_change.setdefault(edit.change_id, []).append(edit)
        found = db.execute(_CHANGES).fetchall()
        kept = set(by_change)
        for id_, reverts in ((row[0], row[6]) for row in reversed(found)):
            if id_ in kept and reverts is not None:
                kept.add(reverts)
        places = {row[0]: place for place, row in enumerate((r for r in found if r[0] in kept), start=1)}
        changes = [
            ArchivedChange._make(
                (
                    *(*row[1:6], row[6] and places[row[6]], *row[7:]),
                    tuple(self._edit(edit) for edit in by_change.get(row[0], ())),
                )
            )
            for row in found
            if row[0] in kept
        ]
        rows = {table: [self._row(table, row) for row in found] for table, found in self._rows.items()}
        return Archive(LATEST, rows, changes)

    def _note(self, named: dict[str, set[int]], table: str, row: Row) -> None:
        """Note the ids in a row."""
        for column, parent in ROW_REFERENCES.get(table, {}).items():
            value = row.get(column)
            if isinstance(value, int):
                named[parent].add(value)

    def _row(self, table: str, row: Row) -> Row:
        references = ROW_REFERENCES.get(table, {})
        return {
            name: self._numbers[references[name]].get(value, value)
            if name in references and isinstance(value, int)
            else value
            for name, value in row.items()
        }

    def _edit(self, edit: _Edit) -> ArchivedEdit:
        return ArchivedEdit(
            edit.entity,
            self._numbers[edit.entity][edit.row_id],
            self._numbers["project"].get(edit.project_id or 0),
            self._numbers["milestone"].get(edit.milestone_id or 0),
            None if edit.before is None else self._row(edit.entity, edit.before),
            None if edit.after is None else self._row(edit.entity, edit.after),
        )
