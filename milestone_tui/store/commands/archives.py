"""Import of an archive: whole projects with their history, whose changes stay what they were.

Its changes get the next ids, in their order. Then comes the change of the import itself: for each project, person and
template that came, it notes an edit that changes nothing, by which `archive_undo` finds them. An archive leaves such
edits out, so that a database which imported one gives the same archive again.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence

from milestone_tui.errors import ImportRefused
from milestone_tui.plan.archive import Archive, ArchivedEdit, ArchiveReport, Row
from milestone_tui.plan.language.wording import count_words
from milestone_tui.plan.network.link_graph import LinkGraph
from milestone_tui.store.bulk import insert_rows
from milestone_tui.store.journal_pause import journal_paused
from milestone_tui.store.migrations import LATEST
from milestone_tui.store.readable import are_values, columns_of
from milestone_tui.store.references import ROW_REFERENCES
from milestone_tui.store.schema import ARCHIVED
from milestone_tui.store.transaction import CommandGroup

_NAMED = {"project": "key", "person": "name", "template": "name"}
"""The tables whose rows stand for themselves, with the column that names one."""
_DAMAGED = "Nothing was imported: this file was changed by hand ({}). Export it again."
_ADD_CHANGE = """INSERT INTO change
    (id, at, login, name, label, kind, reverts, reason, reason_note, reported_on, backdated)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_LAST_NUMBER = 1_000_000_000
"""A higher number of a row or change is not one that an export has given, and would use up the ids of its table."""
_SEQUENCE = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = ?"


class Archives(CommandGroup):
    """Commands on archives."""

    def add(self, archive: Archive) -> ArchiveReport:
        """Import an archive. A person or template of the same name who is here already stays as they are.

        Raises ImportRefused if a project is here already, and for an archive that breaks a rule of the tables.
        """
        transaction = self._transaction
        db = transaction.connection
        if archive.schema > LATEST:
            raise ImportRefused("This file was written by a newer version of milestone-tui. Update this one.")
        _refuse_known(db, archive)
        arrival = _Arrival(db, archive)
        try:
            arrival.add_history(transaction.change_id)
            arrival.add_rows()
        except sqlite3.IntegrityError as error:
            raise ImportRefused(_DAMAGED.format(error)) from error
        transaction.change_id = arrival.note_arrival()
        keys = [str(row["key"]) for row in archive.rows.get("project", ())]
        named = keys[0] if len(keys) == 1 else count_words(len(keys), "project")
        transaction.add_label(f"Import {named} with history")
        count = {table: len(arrival.new_rows(table)) for table in ("milestone", "person", "template")}
        return ArchiveReport(tuple(keys), count["milestone"], arrival.change_count, count["person"], count["template"])


def _refuse_known(db: sqlite3.Connection, archive: Archive) -> None:
    """Raise ImportRefused if the key of a project is in use."""
    known = {key for (key,) in db.execute("SELECT key FROM project")}
    taken = [str(row["key"]) for row in archive.rows.get("project", ()) if row.get("key") in known]
    if taken:
        word = "is a project" if len(taken) == 1 else "are projects"
        raise ImportRefused(
            f"Nothing was imported: {', '.join(taken)} {word} here already."
            " Change the key, or delete it, then import again."
        )


class _Arrival:
    """The rows and changes of an archive on their way into the tables."""

    def __init__(self, db: sqlite3.Connection, archive: Archive) -> None:
        self._db = db
        self._archive = archive
        self._columns = {table: columns_of(db, table) for table in ARCHIVED}
        self._check()
        self._last = {table: int(db.execute(_SEQUENCE, (table,)).fetchone()[0]) for table in ARCHIVED}
        """The last id of each table that was ever given."""
        self._known = {table: self._known_rows(table) for table in ("person", "template")}
        """The ids of rows that are here already, by their numbers in the archive."""
        absences = archive.rows.get("absence", ())
        self._known["absence"] = {
            int(row["id"] or 0): 0 for row in absences if row["person_id"] in self._known["person"]
        }
        self.change_count = 0
        self._next_change = 0

    def new_rows(self, table: str) -> list[Row]:
        """Return the rows of a table that are not here yet, with their ids here."""
        known = self._known.get(table, {})
        return [self._here(table, row) for row in self._archive.rows.get(table, ()) if row["id"] not in known]

    def add_history(self, first_id: int) -> None:
        """Add the changes to the journal; the first of them gets this id."""
        places = {place: first_id + place - 1 for place in range(1, len(self._archive.changes) + 1)}
        edits = (
            (places[place], *self._edit(edit))
            for place, change in enumerate(self._archive.changes, start=1)
            for edit in change.edits
            if edit.row_id not in self._known.get(edit.entity, {})
        )
        self._db.executemany(
            "INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            edits,
        )
        self._db.executemany(
            _ADD_CHANGE,
            (
                (places[place], *change[:5], change.reverts and places.get(change.reverts, -1), *change[6:10])
                for place, change in enumerate(self._archive.changes, start=1)
            ),
        )
        self.change_count = len(places)
        self._next_change = first_id + len(places)

    def add_rows(self) -> None:
        """Add the rows to the tables, past the journal, which has them already."""
        graph = LinkGraph()
        for link in self._archive.rows.get("dependency", ()):
            ends = (int(link["predecessor_id"] or 0), int(link["successor_id"] or 0))
            if ends in graph or graph.closes_loop(*ends):
                raise ImportRefused(_DAMAGED.format("its links close a loop"))
            graph.add(*ends)
        with journal_paused(self._db, ARCHIVED):
            for table in ARCHIVED:
                for columns, rows in _by_columns(self.new_rows(table)):
                    without = [{**row, "baseline_id": None} for row in rows] if table == "project" else rows
                    insert_rows(self._db, table, columns, [tuple(row.values()) for row in without])
            for row in self.new_rows("project"):
                query = "UPDATE project SET baseline_id = ? WHERE id = ?"
                self._db.execute(query, (row.get("baseline_id"), row["id"]))
        self._keep_ids()

    def note_arrival(self) -> int:
        """Open the change of the import itself, note what came, and return the id of the change."""
        self._db.execute("UPDATE open_change SET change_id = ?", (self._next_change,))
        for table, column in _NAMED.items():
            for row in self.new_rows(table):
                name = json.dumps({column: row[column]}, ensure_ascii=False)
                project_id = row["id"] if table == "project" else None
                self._db.execute(
                    "INSERT INTO edit (change_id, entity, row_id, project_id, before, after) VALUES (?, ?, ?, ?, ?, ?)",
                    (self._next_change, table, row["id"], project_id, name, name),
                )
        return self._next_change

    def _check(self) -> None:
        """Raise ImportRefused for a table, a column or a reference that there is not: names become part of SQL."""
        for table, rows in self._archive.rows.items():
            if table not in ARCHIVED or not all(self._is_row(table, row) for row in rows):
                raise ImportRefused(_DAMAGED.format(f'in "{table[:40]}"'))
        for change in self._archive.changes:
            for edit in change.edits:
                sides = [side for side in (edit.before, edit.after) if side is not None]
                known = edit.entity in ARCHIVED and _is_number(edit.row_id) and bool(sides)
                owners = all(_is_number(id_) for id_ in (edit.project_id, edit.milestone_id) if id_ is not None)
                if not known or not owners or not all(self._are_values(edit.entity, side) for side in sides):
                    raise ImportRefused(_DAMAGED.format("in its history"))

    def _is_row(self, table: str, row: Row) -> bool:
        needed = [name for name in ROW_REFERENCES[table] if name in self._columns[table]]
        return self._are_values(table, row) and row.get("id") is not None and all(name in row for name in needed)

    def _are_values(self, table: str, row: Row) -> bool:
        """Return whether a row has known columns, and refers to rows of the archive only: never to those here."""
        referring = (value for name, value in row.items() if name in ROW_REFERENCES[table] and value is not None)
        return are_values(self._columns[table], row) and all(map(_is_number, referring))

    def _known_rows(self, table: str) -> dict[int, int]:
        found = self._db.execute(f"SELECT id, name FROM {table}").fetchall()
        ids = {str(name).casefold(): int(id_) for id_, name in found}
        rows = self._archive.rows.get(table, ())
        return {int(row["id"] or 0): ids[name] for row in rows if (name := str(row.get("name")).casefold()) in ids}

    def _id(self, table: str, number: int) -> int:
        """Return the id here of a row of the archive."""
        return self._known.get(table, {}).get(number) or self._last[table] + number

    def _here(self, table: str, row: Row) -> dict[str, str | int | None]:
        references = ROW_REFERENCES[table]
        return {
            name: self._id(references[name], value) if name in references and isinstance(value, int) else value
            for name, value in row.items()
        }

    def _edit(self, edit: ArchivedEdit) -> Sequence[str | int | None]:
        sides = (
            None
            if side is None
            else json.dumps(self._here(edit.entity, side), ensure_ascii=False, separators=(",", ":"))
            for side in (edit.before, edit.after)
        )
        return (
            edit.entity,
            self._id(edit.entity, edit.row_id),
            edit.project_id and self._id("project", edit.project_id),
            edit.milestone_id and self._id("milestone", edit.milestone_id),
            *sides,
        )

    def _keep_ids(self) -> None:
        """Let no row get an id that the history of another has, or that a row names which outlives it."""
        numbers: dict[str, set[int]] = {table: set() for table in ARCHIVED}
        edits = [edit for change in self._archive.changes for edit in change.edits]
        named = [(table, row) for table, rows in self._archive.rows.items() for row in rows]
        named += [(edit.entity, side) for edit in edits for side in (edit.before, edit.after) if side is not None]
        for table, row in named:
            for column, parent in ROW_REFERENCES[table].items():
                if isinstance(number := row.get(column), int):
                    numbers[parent].add(number)
        for edit in edits:
            numbers[edit.entity].add(edit.row_id)
        for table, found in numbers.items():
            if found:
                self._db.execute("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
                last = self._last[table] + max(found)
                self._db.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, last))


def _is_number(value: object) -> bool:
    """Return whether a value can be the number of a row in an archive."""
    return type(value) is int and 0 < value <= _LAST_NUMBER


def _by_columns(rows: Sequence[Row]) -> Iterator[tuple[tuple[str, ...], list[Row]]]:
    """Yield rows that have the same columns together; rows of an earlier version lack some."""
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault(tuple(row), []).append(row)
    yield from groups.items()
