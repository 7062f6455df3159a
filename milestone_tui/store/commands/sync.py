"""The sync of the database with a folder of text files, as one change."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from milestone_tui.errors import NotFound
from milestone_tui.plan.twin.canonical import canonical
from milestone_tui.plan.twin.checks import Outside, people_in
from milestone_tui.plan.twin.kinds import KINDS
from milestone_tui.plan.twin.outcome import Incoming, Outcome, Outgoing, called, label
from milestone_tui.plan.twin.records import PERSON, PROJECT, BaseRecord, Key, Place, Record, Records, Told
from milestone_tui.plan.twin.settle import Settled, settle
from milestone_tui.store.transaction import CommandGroup
from milestone_tui.store.twin.base import StoredBase, load_base, note_taken, save_base, turned
from milestone_tui.store.twin.reading import RowReader, Rows
from milestone_tui.store.twin.uids import Uids
from milestone_tui.store.twin.writing import RowWriter

_FILE_GONE = (
    "its file was deleted, and the project is still here. Delete the project too, or name it with --project to write "
    "its file again"
)
_ELSEWHERE = "it is here already, in another project or unfinished"
_DELETED_HERE = "the project was deleted here, and its file was changed since. Delete the file, or undo"

Write = Callable[[Outgoing], Mapping[str, str]]
"""Writes the files, and returns the name of each by the uid of its project."""


class Sync(CommandGroup):
    """The command that syncs."""

    def with_folder(self, incoming: Incoming, folder_name: str, write: Write) -> Outcome:
        """Take what changed in the files, and let `write` write what changed here; return what was done.

        What changed on both sides, and what would break a rule, is left as it is. The files are written before the
        transaction ends: if it fails then, the next sync finds both sides alike. Raises NotFound for an unknown key.
        """
        db = self._transaction.connection
        return _Sync(db, incoming, self._transaction.change_id).run(self._finish, folder_name, write)

    def _finish(self, outcome: Outcome, folder_name: str, commits: bool) -> None:
        self._transaction.commits |= commits
        if outcome.taken:
            self._transaction.add_label(label(outcome.taken, folder_name))


class _Project(NamedTuple):
    id: int
    key: str
    name: str
    is_archived: bool


class _People(NamedTuple):
    """The people of a merge."""

    rows: Rows
    there: Records
    base: Mapping[Key, BaseRecord]
    settled: Settled


class _Sync:
    """State of one sync."""

    def __init__(self, db: sqlite3.Connection, incoming: Incoming, change_id: int) -> None:
        self._db = db
        self._incoming = incoming
        self._change_id = change_id
        self._uids = Uids(db)
        self._projects: dict[str, _Project] = {}
        for id_, *values in db.execute("SELECT id, key, name, archived_at IS NOT NULL FROM project ORDER BY id"):
            self._projects[self._uids.of("project", id_)] = _Project(id_, *values)
        self._stored = load_base(db, incoming.folder)
        records, self._turned = turned(db, incoming.folder, self._stored.records)
        self._base = StoredBase(records, dict(self._stored.files))
        self._told: list[Told] = []
        self._removed: list[str] = []

    def run(self, finish: Callable[[Outcome, str, bool], None], folder_name: str, write: Write) -> Outcome:
        scope = self._scope()
        rows = self._reader(scope).projects([self._projects[uid].id for uid in scope if uid in self._projects])
        plans, faults, outside = self._plans(scope, rows.records)
        base = {key: record for key, record in self._base.records.items() if record.home in scope}
        settled = settle(base, rows.records, plans, faults, self._outside(scope), outside)
        people = self._people(scope, settled)
        ids = {**rows.ids, **people.rows.ids}
        here, there = {**rows.records, **people.rows.records}, {**plans, **people.there}
        base |= people.base
        settled = settled.joined(people.settled)
        RowWriter(self._db, self._uids, ids).write(here, settled.here)
        outcome = self._outcome(settled, here, there)
        files = write(Outgoing(self._to_write(settled.there, scope), self._removed))
        self._store(settled, base, scope, files)
        finish(outcome, folder_name, self._saved or self._uids.made or self._turned)
        return outcome

    # Which projects -----------------------------------------------------------------------------------------

    def _scope(self) -> set[str]:
        """Return the uids of the projects to merge; those of which one side is missing are settled here."""
        files = self._incoming.files
        chosen = self._chosen()
        scope = set()
        for uid in chosen:
            if uid in self._base.files and uid not in self._projects:
                self._settle_deleted(uid)
            elif uid not in self._base.files or uid in files:
                scope.add(uid)
            elif self._incoming.keys:
                self._forget(uid)
                scope.add(uid)
            else:
                self._told.append(Told(Place(Key(PROJECT, uid)), "", None, _FILE_GONE))
        return scope

    def _forget(self, uid: str) -> None:
        """Forget what was agreed on about a project."""
        del self._base.files[uid]
        for key in [key for key, record in self._base.records.items() if record.home == uid]:
            del self._base.records[key]

    def _chosen(self) -> set[str]:
        """Return the uids of the projects to sync, on either side."""
        known = {*self._incoming.files, *self._base.files}
        if not self._incoming.keys:
            return known | {uid for uid, project in self._projects.items() if not project.is_archived}
        by_key = {project.key: uid for uid, project in self._projects.items()}
        for key, record in self._incoming.records.items():
            if key.kind == PROJECT and key.uid not in self._projects:
                by_key.setdefault(record.facts.get("key", ""), key.uid)
        for wanted in self._incoming.keys:
            if wanted.upper() not in by_key:
                raise NotFound(f"There is no project {wanted}, neither here nor in the folder.")
        return {by_key[wanted.upper()] for wanted in self._incoming.keys}

    def _settle_deleted(self, uid: str) -> None:
        """Let the file of a project that was deleted here go, unless it changed since."""
        of_project = [key for key, record in self._base.records.items() if record.home == uid]
        there = {key: record for key, record in self._incoming.records.items() if record.home == uid}
        same = len(there) == len(of_project) and all(
            key in there and there[key].facts == self._base.records[key].facts for key in of_project
        )
        if uid in self._incoming.files and not same:
            self._told.append(Told(Place(Key(PROJECT, uid)), None, "", _DELETED_HERE))
            return
        if uid in self._incoming.files:
            self._removed.append(uid)
        self._forget(uid)

    # The two sides ------------------------------------------------------------------------------------------

    def _reader(self, scope: set[str]) -> RowReader:
        in_folder = {*scope, *self._incoming.files, *self._base.files}
        synced = [project.id for uid, project in self._projects.items() if uid in in_folder]
        return RowReader(self._db, self._uids, synced)

    def _plans(self, scope: set[str], here: Records) -> tuple[Records, Mapping[Place, str], Outside]:
        """Return the records of the files in scope, the facts that cannot be read, and what else the files have."""
        mine: dict[Key, Record] = {}
        milestones = set()
        for key, record in self._incoming.records.items():
            if record.home in scope:
                mine[key] = record
            elif key.kind == "milestone":
                milestones.add(key.uid)
        records, faults = canonical(mine, here)
        elsewhere = {Place(key): _ELSEWHERE for key in mine if key not in here and self._has(key)}
        return records, {**faults, **elsewhere}, Outside(milestones=milestones)

    def _has(self, key: Key) -> bool:
        """Return whether the database has a record, in whichever project."""
        table = KINDS[key.kind].table
        row_id = self._uids.row(table, key.uid)
        query = f"SELECT 1 FROM {table} WHERE id = ?"
        return row_id is not None and self._db.execute(query, (row_id,)).fetchone() is not None

    def _people(self, scope: set[str], plans: Settled) -> _People:
        """Merge the people whom the merged plans name; nobody is deleted, so one who is missing somewhere is new."""
        named_here, named_there = people_in(plans.here), people_in(plans.there)
        rows = self._reader(scope).people(named_here | named_there)
        typed = {
            key: record
            for key, record in self._incoming.records.items()
            if key.kind == PERSON and (key.uid in named_here or (key.uid in named_there and key in rows.records))
        }
        there, faults = canonical(typed, rows.records)
        base = {key: record for key, record in self._base.records.items() if key in rows.records and key in there}
        settled = settle(base, rows.records, there, faults, Outside(), Outside())
        keys = (Key(PERSON, name) for name in named_here)
        new = {key: Record("", "", {}) for key in keys if key not in settled.here}  # named by a file, and unknown yet
        known = {key: BaseRecord(*record) for key, record in new.items()}
        return _People(rows, there, base, settled.joined(Settled(new, new, known, {}, {}, ())))

    def _outside(self, scope: set[str]) -> Outside:
        """Return what this database holds beside the projects in scope."""
        others = {uid: project for uid, project in self._projects.items() if uid not in scope}
        ids = {project.id for project in others.values()}
        apart = [id_ for id_, home in self._db.execute("SELECT id, project_id FROM milestone") if home in ids]
        milestones = self._uids.of_all("milestone", apart) if apart else {}
        links = self._db.execute("SELECT predecessor_id, successor_id FROM dependency") if apart else ()
        return Outside(
            keys={project.key: project.name for project in others.values()},
            people=[name for (name,) in self._db.execute("SELECT name FROM person")],
            links=[
                (self._uids.of("milestone", one), self._uids.of("milestone", other))
                for one, other in links
                if one in milestones or other in milestones
            ],
            milestones=frozenset(milestones.values()),
        )

    # The end ------------------------------------------------------------------------------------------------

    def _to_write(self, there: Records, scope: set[str]) -> Records:
        """Return what the files are to hold: the merged projects, and the people whom any project names."""
        elsewhere = {*self._incoming.files} - scope - {*self._removed}
        apart = {key: record for key, record in self._incoming.records.items() if record.home in elsewhere}
        named = people_in(there) | people_in(apart)
        people = {
            key: record
            for key, record in self._incoming.records.items()
            if key.kind == PERSON and key.uid in named and key not in there
        }
        return {**people, **there}

    def _store(
        self, settled: Settled, base: Mapping[Key, BaseRecord], scope: set[str], files: Mapping[str, str]
    ) -> None:
        """Store what both sides agree on now."""
        kept = {key: record for key, record in self._base.records.items() if key not in base}
        apart = {key: record for key, record in kept.items() if record.home not in scope}
        records = {**apart, **settled.base}
        names = {uid: file for uid, file in self._base.files.items() if uid not in scope}
        homes = {record.home for record in settled.base.values()}
        names |= {uid: file for uid, file in files.items() if uid in homes}
        self._saved = save_base(self._db, self._incoming.folder, self._stored, StoredBase(records, names))
        if settled.taken:
            note_taken(self._db, self._incoming.folder, self._change_id, base, settled.base, settled.taken)

    def _outcome(self, settled: Settled, here: Records, there: Records) -> Outcome:
        told = (*self._told, *settled.told)
        places = (*settled.taken, *settled.written, *(one.place for one in told))
        keys = dict.fromkeys(place.key for place in places)
        sides = (here, there, settled.here)
        homes = {
            key: next((side[key].home for side in sides if key in side), key.uid if key.kind == PROJECT else "")
            for key in keys
        }
        projects = dict.fromkeys(Key(PROJECT, uid) for uid in homes.values() if uid)
        referents = dict.fromkeys(_referents(settled, told))
        names = {key: called(key, *sides) or self._key_of(key) for key in (*keys, *projects, *referents)}
        return Outcome(settled.taken, settled.written, told, tuple(self._removed), names, homes)

    def _key_of(self, key: Key) -> str:
        """Return the key of a project that is not merged."""
        if key.kind == PROJECT and key.uid in self._projects:
            return self._projects[key.uid].key
        return called(key, self._incoming.records)


def _referents(settled: Settled, told: Iterable[Told]) -> Iterator[Key]:
    """Yield the records that the facts in question refer to, before and after."""
    changed = [(place, change) for side in (settled.taken, settled.written) for place, change in side.items()]
    values = [(place, value) for place, change in changed for value in change]
    values += [(one.place, value) for one in told for value in (one.here, one.there)]
    for place, value in values:
        if place.fact is not None and (found := KINDS[place.key.kind].referent(place.fact, value or "")) is not None:
            yield found
