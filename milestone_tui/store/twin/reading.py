"""The rows of a database as records."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from milestone_tui.plan.twin.kinds import KINDS, REFERS, Keyed, Kind
from milestone_tui.plan.twin.records import PERSON, PROJECT, Key, Place, Record
from milestone_tui.plan.twin.values import Raw
from milestone_tui.store.twin.uids import Uids

_WHERE = {
    "review": " WHERE finished_at IS NOT NULL",
    "review_answer": " WHERE review_id IN (SELECT id FROM review WHERE finished_at IS NOT NULL)",
}
"""A review that goes on is nobody else's yet."""


class Rows(NamedTuple):
    """The records of a database, and the rows behind them."""

    records: Mapping[Key, Record]
    ids: Mapping[Place, Sequence[int]]
    """The ids of the rows of each record, and of each fact that has rows of its own."""


class RowReader:
    """Reads rows as records; lookups are made once."""

    def __init__(self, db: sqlite3.Connection, uids: Uids, synced: Collection[int]) -> None:
        """`synced` are the ids of the projects in the folder: links to milestones of others stay out of it."""
        self._db = db
        self._uids = uids
        self._synced = frozenset(synced)
        self._people: Mapping[int, str] = dict(db.execute("SELECT id, name FROM person"))
        self._phases: Mapping[int, str] = dict(db.execute("SELECT id, name FROM phase"))
        self._currencies: Mapping[int, str] = dict(db.execute("SELECT id, currency FROM project"))
        self._homes: dict[str, Mapping[int, int]] = {
            PROJECT: {id_: id_ for id_ in self._currencies},
            **{
                table: dict(db.execute(f"SELECT id, project_id FROM {table}{_WHERE.get(table, '')}"))
                for table in ("milestone", "baseline", "risk", "review", "cost", "need")
            },
        }

    def projects(self, ids: Collection[int]) -> Rows:
        """Return the records of projects with everything in them, but not the people."""
        scope = set(ids)
        found: dict[Key, Record] = {}
        rows: defaultdict[Place, list[int]] = defaultdict(list)
        for kind in KINDS.values():
            if kind.word != PERSON:
                self._read_kind(kind, scope, found, rows)
        return Rows(found, rows)

    def people(self, names: Collection[str]) -> Rows:
        """Return the records of people."""
        found: dict[Key, Record] = {}
        rows: defaultdict[Place, list[int]] = defaultdict(list)
        kind = KINDS[PERSON]
        columns = [column for fact in kind.plain for column in fact.columns]
        wanted = set(names)
        facts: dict[int, dict[str, str]] = {}
        for id_, *values in self._db.execute(f"SELECT id, {', '.join(columns)} FROM person"):
            if (name := self._people[id_]) in wanted:
                key = Key(PERSON, name)
                facts[id_] = _plain_facts(kind, values, "")
                found[key] = Record("", "", facts[id_])
                rows[Place(key)].append(id_)
        keys = {ids[0]: place.key for place, ids in rows.items()}
        for keyed in kind.keyed:
            self._read_keyed(kind, keyed, facts, keys, rows, lambda _: "")
        return Rows(found, rows)

    def _read_kind(
        self, kind: Kind, scope: Collection[int], found: dict[Key, Record], rows: defaultdict[Place, list[int]]
    ) -> None:
        columns = [column for fact in kind.plain for column in fact.columns]
        owner = kind.parent or ("id" if kind.word == PROJECT else "project_id")
        homes = self._homes["milestone"] if kind.parent else self._homes[PROJECT]
        names = self._names(kind.table, columns)
        facts: dict[int, dict[str, str]] = {}
        keys: dict[int, Key] = {}
        query = f"SELECT id, {owner}, {', '.join(columns)} FROM {kind.table}{_WHERE.get(kind.table, '')}"
        for id_, owned_by, *values in self._db.execute(query).fetchall():
            project_id = homes.get(owned_by)
            if project_id not in scope:
                continue
            assert project_id is not None
            for place, name in names:
                values[place] = name(values[place])
            facts[id_] = _plain_facts(kind, values, self._currencies[project_id])
            key = keys[id_] = Key(kind.word, self._uids.of(kind.table, id_))
            parent = self._uids.of("milestone", owned_by) if kind.parent else ""
            found[key] = Record(self._uids.of(PROJECT, project_id), parent, facts[id_])
            rows[Place(key)].append(id_)
        homes_of = self._homes[kind.table] if kind.keyed else {}
        for keyed in kind.keyed:
            self._read_keyed(kind, keyed, facts, keys, rows, lambda id_: self._currencies[homes_of[id_]])

    def _read_keyed(
        self,
        kind: Kind,
        keyed: Keyed,
        facts: Mapping[int, dict[str, str]],
        keys: Mapping[int, Key],
        rows: defaultdict[Place, list[int]],
        currency: Callable[[int], str],
    ) -> None:
        columns = (*keyed.key, *keyed.values)
        size, names = len(keyed.key), self._names(keyed.table, columns)
        several: defaultdict[tuple[int, str], list[Raw]] = defaultdict(list)
        query = f"SELECT id, {keyed.owner}, {', '.join(columns)} FROM {keyed.table}{_WHERE.get(keyed.table, '')}"
        for id_, owner, *values in self._db.execute(query).fetchall():
            if owner not in facts or (keyed.refers and self._homes["milestone"].get(values[0]) not in self._synced):
                continue
            for place, name in names:
                values[place] = name(values[place])
            fact = f"{keyed.word} {keyed.check_key.show(values[:size], '')}"
            rows[Place(keys[owner], fact)].append(id_)
            if keyed.many:
                several[owner, fact].extend(values[size:])
            else:
                facts[owner][fact] = keyed.codec.show(values[size:], currency(owner))
        for (owner, fact), values in several.items():
            facts[owner][fact] = keyed.codec.show(values, "")

    def _names(self, table: str, columns: Sequence[str]) -> list[tuple[int, Callable[[Raw], Raw]]]:
        """Return the places of columns that hold ids, each with what puts a name or uid in place of an id."""
        found = ((place, REFERS.get((table, column))) for place, column in enumerate(columns))
        return [(place, partial(self._named, kind)) for place, kind in found if kind is not None]

    def _named(self, kind: str, value: Raw) -> Raw:
        if not isinstance(value, int):
            return value
        if kind == "person":
            return self._people[value]
        if kind == "phase":
            return self._phases[value]
        if kind == "review" and value not in self._homes["review"]:
            return None
        return self._uids.of(kind, value)


def _plain_facts(kind: Kind, values: Sequence[Raw], currency: str) -> dict[str, str]:
    """Return the facts that the columns of a row hold."""
    facts = {}
    start = 0
    for fact in kind.plain:
        end = start + len(fact.columns)
        if text := fact.codec.show(values[start:end], currency):
            facts[fact.word] = text
        start = end
    return facts
