"""Records written to rows: only what differs.

Nothing ever refers to a row that is missing, not even in between: an undo goes the same way backwards.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from milestone_tui.plan.twin.canonical import DEFAULT_CURRENCY, currency_of
from milestone_tui.plan.twin.kinds import KINDS, REFERS, Keyed, Kind, Plain
from milestone_tui.plan.twin.records import PERSON, PROJECT, Key, Place, Record, Records
from milestone_tui.plan.twin.values import Raw
from milestone_tui.store.bulk import delete_rows, insert_rows, update_rows
from milestone_tui.store.twin.uids import Uids

_PHASE = "phase"
_SOFT = frozenset(("baseline_entry", "review_answer"))
"""Tables that go on naming a milestone that was deleted."""


_BASELINE = "baseline"
_LONGEST_KEY = 12
_Updates: TypeAlias = "defaultdict[tuple[str, ...], list[tuple[Raw, ...]]]"


def _first(kind: Kind) -> list[Plain]:
    """Return the facts that a row is written with at once."""
    return [fact for fact in kind.plain if (kind.word, fact.word) != (PROJECT, _BASELINE)]


def _differs(fact: Plain, old: Mapping[str, str], record: Record) -> bool:
    return old.get(fact.word) != record.facts.get(fact.word)


class RowWriter:
    """Writes the differences between records and rows, within an open change."""

    def __init__(self, db: sqlite3.Connection, uids: Uids, ids: Mapping[Place, Sequence[int]]) -> None:
        """`ids` are the rows behind the records, as they were read."""
        self._db = db
        self._uids = uids
        self._ids = ids
        self._people: dict[str, int] = dict(db.execute("SELECT name, id FROM person"))
        self._phases: dict[tuple[str, str], int] = {}
        self._home_ids: dict[str, int] = {}
        self._after: Records = {}

    def write(self, before: Records, after: Records) -> None:
        """Write what `after` has otherwise than `before`."""
        changed = [key for key in dict.fromkeys((*before, *after)) if before.get(key) != after.get(key)]
        if not changed:
            return
        self._after = after
        phases = self._delete_facts(before, after, changed)
        self._add_people(after, changed)
        self._number(before, after, changed)
        left = {kind: [key for key in changed if key.kind == kind.word and key in after] for kind in KINDS.values()}
        self._free_keys(before, after, left[KINDS[PROJECT]])
        for kind, keys in left.items():
            self._write_rows(kind, before, after, keys)
            if kind.word == PROJECT:
                self._write_keyed(kind, before, after, keys, only_phases=True)
        self._choose_baselines(before, after, left[KINDS[PROJECT]])
        for kind, keys in left.items():
            self._write_keyed(kind, before, after, keys, only_phases=False)
        self._delete_rows(after, changed)
        delete_rows(self._db, _PHASE, phases)

    # Removals -----------------------------------------------------------------------------------------------

    def _delete_facts(self, before: Records, after: Records, changed: Sequence[Key]) -> list[int]:
        """Delete the rows of facts that are gone; return the ids of phases, which go last: milestones are in them."""
        doomed: defaultdict[str, list[int]] = defaultdict(list)
        for key in changed:
            now: Mapping[str, str] = after[key].facts if key in after else {}
            for fact in before[key].facts if key in before else ():
                keyed = KINDS[key.kind].fact(fact)
                if isinstance(keyed, Keyed) and fact not in now:
                    doomed[keyed.table] += self._ids[Place(key, fact)]
            if key not in after and key.kind == "milestone":
                self._find_links_elsewhere(key, doomed)
        phases = doomed.pop(_PHASE, [])
        for table, ids in doomed.items():
            delete_rows(self._db, table, dict.fromkeys(ids))
        return phases

    def _find_links_elsewhere(self, key: Key, doomed: Mapping[str, list[int]]) -> None:
        """Find what links a milestone with projects that are not in the folder: it goes with the milestone."""
        for row_id in self._ids[Place(key)]:
            ends = "SELECT id FROM dependency WHERE predecessor_id = ? OR successor_id = ?"
            doomed["dependency"].extend(id_ for (id_,) in self._db.execute(ends, (row_id, row_id)))
            threats = "SELECT id FROM risk_milestone WHERE milestone_id = ?"
            doomed["risk_milestone"].extend(id_ for (id_,) in self._db.execute(threats, (row_id,)))

    def _delete_rows(self, after: Records, changed: Sequence[Key]) -> None:
        """Delete the rows of records that are gone, children first."""
        for kind in reversed([*KINDS.values()]):
            gone = [key for key in changed if key.kind == kind.word and key not in after]
            if ids := [row_id for key in gone for row_id in self._ids[Place(key)]]:
                delete_rows(self._db, kind.table, ids)

    # New rows -----------------------------------------------------------------------------------------------

    def _add_people(self, after: Records, changed: Sequence[Key]) -> None:
        for key in changed:
            if key.kind == PERSON and key in after:
                self._person(key.uid)

    def _person(self, name: str) -> int:
        """Return the id of a person, adding them if they are new."""
        if (known := self._people.get(name)) is None:
            known = self._people[name] = self._uids.next_id("person")
            insert_rows(self._db, "person", ("id", "name", "email", "organisation"), [(known, name, "", "")])
        return known

    def _number(self, before: Records, after: Records, changed: Sequence[Key]) -> None:
        """Give ids to the rows of new records, so that they can refer to each other."""
        next_ids: dict[str, int] = {}
        for key in changed:
            if key in before or key not in after or key.kind == PERSON:
                continue
            table = KINDS[key.kind].table
            if self._uids.row(table, key.uid) is None:
                next_ids[table] = next_ids.get(table) or self._uids.next_id(table)
                self._uids.give(table, next_ids[table], key.uid)
                next_ids[table] += 1

    def _row_id(self, key: Key) -> int:
        if key.kind == PERSON:
            return self._people[key.uid]
        row_id = self._uids.row(KINDS[key.kind].table, key.uid)
        assert row_id is not None
        return row_id

    # Rows of records ----------------------------------------------------------------------------------------

    def _write_rows(self, kind: Kind, before: Records, after: Records, keys: Sequence[Key]) -> None:
        """Write the rows of records of one kind, the current baseline of projects apart."""
        inserts: list[tuple[Raw, ...]] = []
        updates: _Updates = defaultdict(list)
        for key in keys:
            record, was = after[key], before.get(key)
            if was is None and kind.word != PERSON:
                inserts.append(self._new_row(kind, key, record))
                continue
            old: Mapping[str, str] = {} if was is None else was.facts
            self._update(updates, kind, key, record, [fact for fact in _first(kind) if _differs(fact, old, record)])
        for columns, rows in updates.items():
            update_rows(self._db, kind.table, columns, rows)
        if inserts:
            columns = ("id", *self._owner_column(kind), *(column for fact in _first(kind) for column in fact.columns))
            insert_rows(self._db, kind.table, columns, inserts)

    def _free_keys(self, before: Records, after: Records, keys: Sequence[Key]) -> None:
        """Take the keys from projects that hand them on, so that two can swap theirs."""
        wanted = {after[key].facts["key"] for key in keys}
        giving = [
            key for key in keys if key in before and before[key].facts["key"] in wanted - {after[key].facts["key"]}
        ]
        rows = [(f"SWAP-{row_id}"[-_LONGEST_KEY:], row_id) for row_id in map(self._row_id, giving)]
        update_rows(self._db, PROJECT, ("key",), rows)

    def _choose_baselines(self, before: Records, after: Records, keys: Sequence[Key]) -> None:
        """Write the current baselines of projects, which refer to rows that refer to the projects."""
        kind = KINDS[PROJECT]
        updates: _Updates = defaultdict(list)
        for key in keys:
            old: Mapping[str, str] = before[key].facts if key in before else {}
            late = [fact for fact in kind.plain if fact.word == _BASELINE and _differs(fact, old, after[key])]
            self._update(updates, kind, key, after[key], late)
        for columns, rows in updates.items():
            update_rows(self._db, kind.table, columns, rows)

    def _update(self, updates: _Updates, kind: Kind, key: Key, record: Record, facts: Sequence[Plain]) -> None:
        """Note the columns of a record's row that change."""
        if facts:
            columns = tuple(column for fact in facts for column in fact.columns)
            values = (raw for fact in facts for raw in self._raws(kind, fact, record))
            updates[columns].append((*values, self._row_id(key)))

    def _new_row(self, kind: Kind, key: Key, record: Record) -> tuple[Raw, ...]:
        owner: tuple[Raw, ...] = ()
        if kind.parent:
            owner = (self._uids.row("milestone", record.parent),)
        elif kind.word != PROJECT:
            owner = (self._uids.row(PROJECT, record.home),)
        return (self._row_id(key), *owner, *(raw for fact in _first(kind) for raw in self._raws(kind, fact, record)))

    @staticmethod
    def _owner_column(kind: Kind) -> tuple[str, ...]:
        if kind.parent:
            return (kind.parent,)
        return () if kind.word == PROJECT else ("project_id",)

    def _raws(self, kind: Kind, fact: Plain, record: Record) -> tuple[Raw, ...]:
        raws = fact.codec.read(record.facts.get(fact.word, ""), self._currency(record))
        return tuple(self._id(kind.table, column, raw, record) for column, raw in zip(fact.columns, raws, strict=True))

    def _currency(self, record: Record) -> str:
        project = self._after.get(Key(PROJECT, record.home))
        return DEFAULT_CURRENCY if project is None else currency_of(project)

    def _id(self, table: str, column: str, raw: Raw, record: Record) -> Raw:
        """Return the id in place of a name or uid."""
        kind = REFERS.get((table, column))
        if kind is None or raw is None:
            return raw
        if raw == "":
            return None
        if kind == "person":
            return self._person(str(raw))
        if kind == _PHASE:
            return self._phase(record.home, str(raw))
        if table in _SOFT:
            return self._uids.absent(kind, str(raw))
        return self._uids.row(KINDS[kind].table, str(raw))

    def _phase(self, home: str, name: str) -> int:
        if home not in self._home_ids:
            project_id = self._home_ids[home] = self._row_id(Key(PROJECT, home))
            for id_, known in self._db.execute("SELECT id, name FROM phase WHERE project_id = ?", (project_id,)):
                self._phases[home, known] = id_
        return self._phases[home, name]

    # Rows of facts ------------------------------------------------------------------------------------------

    def _write_keyed(
        self, kind: Kind, before: Records, after: Records, keys: Sequence[Key], *, only_phases: bool
    ) -> None:
        inserts: defaultdict[str, list[tuple[Raw, ...]]] = defaultdict(list)
        updates: defaultdict[str, list[tuple[Raw, ...]]] = defaultdict(list)
        tables: dict[str, Keyed] = {}
        for key in keys:
            record = after[key]
            old: Mapping[str, str] = before[key].facts if key in before else {}
            for fact, text in record.facts.items():
                if old.get(fact) == text:
                    continue
                keyed = kind.fact(fact)
                if not isinstance(keyed, Keyed) or (keyed.word == _PHASE) != only_phases:
                    continue
                tables[keyed.table] = keyed
                values = keyed.codec.read(text, self._currency(record))
                there = self._ids.get(Place(key, fact), ()) if fact in old else ()
                if keyed.many:
                    delete_rows(self._db, keyed.table, there)
                    inserts[keyed.table] += [self._fact_row(keyed, key, fact, (value,)) for value in values]
                elif there:
                    updates[keyed.table] += [(*values, row_id) for row_id in there]
                else:
                    inserts[keyed.table].append(self._fact_row(keyed, key, fact, tuple(values)))
        for table, rows in updates.items():
            update_rows(self._db, table, tables[table].values, rows)
        for table, rows in inserts.items():
            keyed = tables[table]
            insert_rows(self._db, table, (keyed.owner, *keyed.key, *keyed.values), rows)

    def _fact_row(self, keyed: Keyed, key: Key, fact: str, values: tuple[Raw, ...]) -> tuple[Raw, ...]:
        name = fact.partition(" ")[2]
        raws = keyed.check_key.read(name, "")
        named = (
            self._id(keyed.table, column, raw, self._after[key]) for column, raw in zip(keyed.key, raws, strict=True)
        )
        return (self._row_id(key), *named, *values)
