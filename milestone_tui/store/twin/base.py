"""What this database and a folder last agreed on, and what an undo since then does to it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from milestone_tui.plan.twin.records import Base, BaseRecord, Key, Place
from milestone_tui.store.errors import UNREADABLE

_UNDONE = "SELECT id FROM change WHERE reverts = ?"


class StoredBase(NamedTuple):
    """The base of a folder."""

    records: dict[Key, BaseRecord]
    files: dict[str, str]
    """The name of each file, by the uid of its project; of the people, by an empty text."""
    texts: Mapping[str, str] = {}
    """The records of each as they are stored, as JSON."""


def load_base(db: sqlite3.Connection, folder: str) -> StoredBase:
    """Return what was last agreed on with a folder; a part that is unreadable was never agreed on."""
    texts: dict[str, str] = {}
    found = StoredBase({}, {}, texts)
    for uid, file, text in db.execute("SELECT uid, file, records FROM sync_base WHERE folder = ?", (folder,)):
        found.files[uid], texts[uid] = file, text
        try:
            found.records.update(
                (Key(kind, name), BaseRecord(uid, parent, dict(facts)))
                for kind, name, parent, facts in json.loads(text)
            )
        except UNREADABLE:
            continue
    return found


def save_base(db: sqlite3.Connection, folder: str, before: StoredBase, after: StoredBase) -> bool:
    """Store what is agreed on now; return whether anything differs."""
    old = {uid: (file, before.texts[uid]) for uid, file in before.files.items()}
    new = _texts(after)
    if old == new:
        return False
    for uid in old.keys() - new.keys():
        db.execute("DELETE FROM sync_base WHERE folder = ? AND uid = ?", (folder, uid))
    for uid, (file, text) in new.items():
        if old.get(uid) != (file, text):
            db.execute(
                "INSERT INTO sync_base (folder, uid, file, records) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (folder, uid) DO UPDATE SET file = excluded.file, records = excluded.records",
                (folder, uid, file, text),
            )
    return True


def _texts(base: StoredBase) -> dict[str, tuple[str, str]]:
    """Return the file and the JSON of each project."""
    rows: dict[str, list[Any]] = {uid: [] for uid in base.files}
    for key, record in base.records.items():
        rows.setdefault(record.home, []).append((key.kind, key.uid, record.parent, sorted(record.facts.items())))
    return {uid: (base.files.get(uid, ""), _json(sorted(found))) for uid, found in rows.items()}


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


# Undo ---------------------------------------------------------------------------------------------------------


def note_taken(
    db: sqlite3.Connection, folder: str, change_id: int, before: Base, after: Base, taken: Iterable[Place]
) -> None:
    """Store what a change took from the files: how the base was there before, and how it is."""
    facts: dict[Key, set[str | None]] = {}
    for key, fact in taken:
        facts.setdefault(key, set()).add(fact)
    changed = [(*key, *(_plain(side.get(key), of) for side in (before, after))) for key, of in facts.items()]
    db.execute(
        "INSERT INTO sync_change (change_id, folder, taken) VALUES (?, ?, ?)",
        (change_id, folder, _json(changed)),
    )


def _plain(record: BaseRecord | None, facts: Collection[str | None]) -> Any:
    """Return a record with only these facts; as a whole if they contain None."""
    if record is None:
        return None
    kept = {fact: text for fact, text in record.facts.items() if None in facts or fact in facts}
    return record.home, record.parent, kept


def turned(db: sqlite3.Connection, folder: str, base: Base) -> tuple[dict[Key, BaseRecord], bool]:
    """Return the base with what undo and redo did since the last sync, and whether they did anything.

    An undo of a sync takes its part of the base back with it: the files offer the same once more.
    """
    records, any_turned = dict(base), False
    query = "SELECT id, change_id, undone FROM sync_change WHERE folder = ? ORDER BY id"
    found = db.execute(query, (folder,)).fetchall()
    turns = [(id_, undone) for id_, change_id, was in found if (undone := _is_undone(db, change_id)) != bool(was)]
    back, again = [turn for turn in turns if turn[1]], [turn for turn in turns if not turn[1]]
    for id_, is_undone in (*reversed(back), *again):
        (taken,) = db.execute("SELECT taken FROM sync_change WHERE id = ?", (id_,)).fetchone()
        any_turned = True
        db.execute("UPDATE sync_change SET undone = ? WHERE id = ?", (int(is_undone), id_))
        for key, old, new in _read(taken):
            _turn(records, key, *((new, old) if is_undone else (old, new)))
    return records, any_turned


def _is_undone(db: sqlite3.Connection, change_id: int) -> bool:
    """Return whether a change is undone, and that undo is not undone in turn."""
    undone = False
    while (found := db.execute(_UNDONE, (change_id,)).fetchone()) is not None:
        undone, change_id = not undone, found[0]
    return undone


def _read(taken: str) -> list[tuple[Key, BaseRecord | None, BaseRecord | None]]:
    """Return the records that a change took, before and after; nothing if they are unreadable."""
    try:
        return [(Key(kind, uid), _side(old), _side(new)) for kind, uid, old, new in json.loads(taken)]
    except UNREADABLE:
        return []


def _side(values: Any) -> BaseRecord | None:
    return None if values is None else BaseRecord(*values)


def _turn(records: dict[Key, BaseRecord], key: Key, old: BaseRecord | None, new: BaseRecord | None) -> None:
    """Replace one state of a record by another, fact by fact, where the base still has the first."""
    there = records.get(key)
    if new is None:
        records.pop(key, None)
    elif old is None or there is None:
        if there is None:
            records[key] = new
    else:
        facts = dict(there.facts)
        for fact in {*old.facts, *new.facts}:
            if facts.get(fact) == old.facts.get(fact) != new.facts.get(fact):
                facts.pop(fact, None)
                if fact in new.facts:
                    facts[fact] = new.facts[fact]
        records[key] = there._replace(facts=facts)
