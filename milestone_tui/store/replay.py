"""The journal replayed: what the rows were at a moment, or what they become after a change for an earlier day.

The order of history is (the day that a change speaks for, its id, the edit's id). In that order, an edit that adds a
row replaces one that is there as a whole; a change or removal of a row that is not there does nothing. Changes for an
earlier day that are undone do not count, and neither do their undos and redos: what they found on their day may be
another by now.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from milestone_tui.plan.moment import Moment
from milestone_tui.store.bulk import listed
from milestone_tui.store.errors import UNREADABLE
from milestone_tui.store.migrations.triggers import JOURNALLED
from milestone_tui.store.readable import columns_of, row_of

Values = dict[str, Any]
Rows = dict[tuple[str, int], Values | None]
"""Rows by table and id; None for a row that does not exist."""

_BATCH = 1_000
"""Edits parsed from JSON at a time."""

_COUNTS = "(reported_on <= :day AND change.id <= :last AND change.id NOT IN ({void}))"
_LATER = """(SELECT id, reported_on FROM change WHERE reported_on > :day
    UNION SELECT id, reported_on FROM change WHERE id > :last)"""
_TURNING_BACK = """SELECT entity, row_id, before, after IS NULL
    FROM change CROSS JOIN edit ON edit.change_id = change.id
    WHERE {later} AND {which} AND change.id NOT IN ({void}) ORDER BY reported_on, change.id, edit.id"""
_LATER_DAYS, _LATER_CHANGES = "reported_on > :day", "(reported_on > :day OR change.id > :last)"
"""Without a limit of changes, an index gives the later ones in order; sorting takes as long as reading them."""
_TOLD_LATER = f"""SELECT entity, row_id FROM (
        SELECT DISTINCT edit.entity, edit.row_id FROM {_LATER} AS later CROSS JOIN edit ON edit.change_id = later.id
        WHERE {{which}}
    ) AS touched WHERE EXISTS (SELECT 1 FROM edit AS other CROSS JOIN change ON change.id = other.change_id
        WHERE other.entity = touched.entity AND other.row_id = touched.row_id AND backdated)"""
_ALL, _OF_PROJECTS = "TRUE", "(+edit.project_id IS NULL OR +edit.project_id IN ({ids}))"
"""Which edits count; those of no project, such as of people, always do."""
_EARLIER = f"""SELECT edit.entity, edit.row_id, before IS NULL, after FROM temp.touched AS touched
    CROSS JOIN edit ON edit.entity = touched.entity AND edit.row_id = touched.row_id
    CROSS JOIN change ON change.id = edit.change_id
    WHERE {_COUNTS} ORDER BY reported_on, change.id, edit.id"""
_AFTER = """SELECT edit.entity, edit.row_id, before IS NULL, after FROM edit JOIN change ON change.id = edit.change_id
    WHERE entity = ? AND row_id = ? AND reported_on > ? AND change.id NOT IN ({void})
    ORDER BY reported_on, change.id, edit.id"""
_UNTIL = """SELECT edit.entity, edit.row_id, before IS NULL, after FROM edit JOIN change ON change.id = edit.change_id
    WHERE entity = ? AND row_id = ? AND reported_on <= ? AND change.id NOT IN ({void})
    ORDER BY reported_on, change.id, edit.id"""
_BACKDATED = "SELECT id, reverts FROM change WHERE backdated AND id <= ? ORDER BY id"

_LARGEST = 2**63 - 1
_TYPES = frozenset((str, int, type(None)))


class ReplayEdit(NamedTuple):
    """What an edit left in a row."""

    entity: str
    row_id: int
    adds: bool
    """Whether it added the row as a whole."""
    values: Values | None
    """The values that it set; None if it removed the row."""

    def applied(self, row: Values | None, defaults: Values) -> Values | None:
        """Return the row after this edit; a column that came later than the edit has its default."""
        if self.values is None:
            return None
        if self.adds:
            return defaults | self.values
        return None if row is None else row | self.values


class Differences(NamedTuple):
    """How the rows of a moment differ from the present ones."""

    rows: Rows
    """Rows that are replayed as a whole; None for one that did not exist."""
    fields: dict[tuple[str, int], Values]
    """The earlier values of rows that exist now, and did then."""


def differences(db: sqlite3.Connection, moment: Moment, projects: Collection[int] | None = None) -> Differences:
    """Return how the rows of a moment differ from the present ones; with `projects`, only those of these projects.

    A row is turned back edit by edit from its present values, which reads only what came later. That needs edits in the
    order in which they were made; a row with backdated ones is replayed from the beginning.
    """
    bounds = {"day": moment.day.isoformat(), "last": _LARGEST if moment.change_id is None else moment.change_id}
    later = _LATER_DAYS if moment.change_id is None else _LATER_CHANGES
    which = _ALL if projects is None else _OF_PROJECTS.format(ids=listed(projects))
    void = listed(void_changes(db, moment.change_id))
    found = _turned_back(db, db.execute(_TURNING_BACK.format(later=later, which=which, void=void), bounds))
    found.rows.update(_replayed(db, bounds, which, void))
    for key in found.rows.keys() & found.fields.keys():
        del found.fields[key]
    return found


def _turned_back(db: sqlite3.Connection, edits: sqlite3.Cursor) -> Differences:
    """Return what some edits found in their rows; of several that set one column, what the first found."""
    columns = {table: columns_of(db, table) for table in JOURNALLED}
    rows, fields = found = Differences({}, {})
    while batch := edits.fetchmany(_BATCH):
        for (entity, row_id, _, removes), before in zip(batch, _loaded([edit[2] for edit in batch]), strict=True):
            key = entity, row_id
            known = fields.get(key)
            if known is not None and not removes and type(before) is dict and known.keys() >= before.keys():
                continue  # nearly always: that of the first is known
            if entity not in columns or (before is not None and not _can_be(columns[entity], before)) or key in rows:
                continue  # an earlier edit, which comes first, added or removed it
            if before is None:
                rows[key] = None
            elif removes:
                rows[key] = before | fields.pop(key, {})
            else:
                fields[key] = before | (known or {})
    return found


def rows_at(db: sqlite3.Connection, moment: Moment, projects: Collection[int] | None = None) -> Rows:
    """Return every row that a change has touched which does not count at the moment, as the row was then.

    With `projects`, only the rows of these projects and of none.
    """
    found = differences(db, moment, projects)
    for key, values in found.fields.items():
        found.rows[key] = (row_of(db, *key) or {}) | values
    return found.rows


def _replayed(db: sqlite3.Connection, bounds: Mapping[str, object], which: str, void: str) -> Rows:
    """Return the rows with backdated edits among those that have later ones, as they were then."""
    rows: Rows = dict.fromkeys(db.execute(_TOLD_LATER.format(which=which), bounds).fetchall())
    if not rows:
        return rows
    defaults = {table: defaults_of(db, table) for table in {entity for entity, _ in rows}}
    db.execute("CREATE TEMP TABLE touched (entity TEXT NOT NULL, row_id INTEGER NOT NULL)")
    db.executemany("INSERT INTO temp.touched VALUES (?, ?)", rows)
    for edit in _parsed(db, db.execute(_EARLIER.format(void=void), bounds)):
        key = (edit.entity, edit.row_id)
        rows[key] = edit.applied(rows[key], defaults[edit.entity])
    db.execute("DROP TABLE temp.touched")
    return rows


def void_changes(db: sqlite3.Connection, last: int | None = None) -> frozenset[int]:
    """Return the changes for an earlier day that do not count: those that are undone, and all undos and redos.

    With `last`, as it was after that change.
    """
    found = db.execute(_BACKDATED, (_LARGEST if last is None else last,)).fetchall()
    about: dict[int, int] = {}
    void = set[int]()
    for id_, reverts in found:
        about[id_] = id_ if reverts is None else about.get(reverts, reverts)
        if reverts is not None:
            void ^= {about[id_]}
            void.add(id_)
    return frozenset(void)


def first_after(db: sqlite3.Connection, entity: str, row_id: int, day: str, void: Collection[int]) -> ReplayEdit | None:
    """Return the first of `edits_after`; None if there is none."""
    query = f"{_AFTER.format(void=listed(void))} LIMIT 1"
    return next(_parsed(db, db.execute(query, (entity, row_id, day))), None)


def edits_after(db: sqlite3.Connection, entity: str, row_id: int, day: str, void: Collection[int]) -> list[ReplayEdit]:
    """Return the edits of a row whose changes speak for a later day and count, in the order of history."""
    return list(_parsed(db, db.execute(_AFTER.format(void=listed(void)), (entity, row_id, day))))


def row_on(db: sqlite3.Connection, entity: str, row_id: int, day: str, void: Collection[int]) -> Values | None:
    """Return a row as it was at the end of a day without some changes; None if it did not exist then."""
    row, defaults = None, defaults_of(db, entity)
    for edit in _parsed(db, db.execute(_UNTIL.format(void=listed(void)), (entity, row_id, day))):
        row = edit.applied(row, defaults)
    return row


def defaults_of(db: sqlite3.Connection, table: str) -> Values:
    """Return the default of each column of a table."""
    columns = db.execute("SELECT name, dflt_value FROM pragma_table_info(?) ORDER BY cid", (table,)).fetchall()
    values = db.execute(f"SELECT {', '.join(default or 'NULL' for _, default in columns)}").fetchone()
    return dict(zip((name for name, _ in columns), values, strict=True))


def _parsed(db: sqlite3.Connection, rows: sqlite3.Cursor) -> Iterator[ReplayEdit]:
    """Yield edits from their rows; those that the journal cannot have written are left out."""
    known: dict[str, frozenset[str]] = {}
    while batch := rows.fetchmany(_BATCH):
        for (entity, row_id, adds, _), values in zip(batch, _loaded([row[3] for row in batch]), strict=True):
            if entity not in known:
                known[entity] = columns_of(db, entity) if entity in JOURNALLED else frozenset()
            if known[entity] and (values is None or _can_be(known[entity], values)):
                yield ReplayEdit(entity, row_id, bool(adds), values)


def _can_be(columns: frozenset[str], values: object) -> bool:
    """Return whether a value read from JSON is a set of columns with values that they can hold."""
    return isinstance(values, dict) and columns >= values.keys() and _TYPES.issuperset(map(type, values.values()))


def _loaded(texts: Iterable[str | None]) -> list[Any]:
    """Return the values of JSON texts; an unreadable one is an empty text, which no row can hold."""
    texts = list(texts)
    try:
        found: list[Any] = json.loads(f"[{','.join('null' if text is None else text for text in texts)}]")
    except UNREADABLE:
        found = []
    return found if len(found) == len(texts) else [_one(text) for text in texts]


def _one(text: str | None) -> Any:
    try:
        return None if text is None else json.loads(text)
    except UNREADABLE:
        return ""


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> frozenset[str]:
    """Return the columns in which two versions of a row differ."""
    return frozenset(name for name, value in after.items() if before.get(name) != value)
