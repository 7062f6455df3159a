"""Offices that share a folder of text files, and a naive oracle of what a sync may do."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import NamedTuple

from taking_back import redo, undo

from milestone_tui.cli.sync import sync_folder
from milestone_tui.exchange.twin.folder import read_folder
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.model import Change
from milestone_tui.plan.twin.outcome import Outcome
from milestone_tui.plan.twin.records import PERSON, Key, Record, Records
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands
from milestone_tui.store.twin.reading import RowReader
from milestone_tui.store.twin.uids import Uids

TODAY = date(2026, 11, 22)

Spot = tuple[str, str, str]
"""Kind and uid of a record, and a fact; an empty fact says that the record is there."""


class Synced(NamedTuple):
    """What a sync did."""

    change: Change | None
    outcome: Outcome

    @property
    def told(self) -> set[Spot]:
        return {(*one.place.key, one.place.fact or "") for one in self.outcome.told}

    @property
    def is_quiet(self) -> bool:
        return not (self.change or self.outcome.taken or self.outcome.written or self.outcome.told)


class Office:
    """A database, and the folder it syncs with."""

    def __init__(self, path: Path, folder: Path, name: str = "ana") -> None:
        self.path = path
        self.folder = folder
        self.store = Store(path, Clock.fixed(TODAY), name, keeps_copies=False)

    def __call__(self, command: Callable[[Commands], object]) -> Change | None:
        return self.store.change_blocking(command)

    def sync(self, *keys: str, dry_run: bool = False) -> Synced:
        change, outcome, _ = sync_folder(self.store, read_folder(self.folder), keys, dry_run)
        return Synced(change, outcome)

    def undo(self) -> None:
        undo(self.store)

    def redo(self) -> None:
        redo(self.store)

    def records(self) -> Records:
        """Everything in the database, as records; ids that are new are not kept."""
        with closing(sqlite3.connect(self.path)) as db:
            ids = [id_ for (id_,) in db.execute("SELECT id FROM project")]
            reader = RowReader(db, Uids(db), ids)
            plans = reader.projects(ids).records
            names = [name for (name,) in db.execute("SELECT name FROM person")]
            return {**plans, **reader.people(names).records}

    def close(self) -> None:
        self.store.close()


def in_files(folder: Path) -> Records:
    """Everything in the files."""
    return read_folder(folder).records


def flat(records: Mapping[Key, Record], *, people: bool = True) -> dict[Spot, str]:
    """The facts one by one."""
    found: dict[Spot, str] = {}
    for key, record in records.items():
        if people or key.kind != PERSON:
            found[(*key, "")] = f"{record.home} {record.parent}"
            found.update(((*key, fact), text) for fact, text in record.facts.items())
    return found


def snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    """The contents and times of the files."""
    return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in sorted(folder.glob("*"))}


def journal_size(path: Path) -> tuple[int, ...]:
    with closing(sqlite3.connect(path)) as db:
        tables = ("change", "edit", "sync_uid", "sync_base", "sync_change")
        return tuple(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables)
