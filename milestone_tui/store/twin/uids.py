"""Ids that databases share: each is made once, of the row's first edit, so that copies of a database make the same."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from hashlib import blake2b

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Digits and letters that nobody mistakes for another."""
_LENGTH = 10
_FIRST_CHANGE = "SELECT at, name, label FROM change ORDER BY id LIMIT 1"
_FIRST_EDIT = """SELECT change.at, edit.after FROM edit JOIN change ON change.id = edit.change_id
    WHERE edit.entity = ? AND edit.row_id = ? AND edit.before IS NULL ORDER BY edit.id LIMIT 1"""


class Uids:
    """The uids of rows, by table; new ones are stored at once."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._by_row: dict[tuple[str, int], str] = {}
        self._by_uid: dict[tuple[str, str], int] = {}
        for entity, row_id, uid in db.execute("SELECT entity, row_id, uid FROM sync_uid"):
            self._remember(entity, row_id, uid)
        self._first: tuple[object, ...] | None = None
        self.made = False
        """Whether any was made."""

    def _remember(self, entity: str, row_id: int, uid: str) -> None:
        self._by_row[entity, row_id] = uid
        self._by_uid[entity, uid] = row_id

    def of(self, entity: str, row_id: int) -> str:
        """Return the uid of a row, which may have been deleted."""
        found = self._by_row.get((entity, row_id))
        return self._make(entity, row_id) if found is None else found

    def of_all(self, entity: str, ids: Iterable[int]) -> dict[int, str]:
        """Return the uids of rows."""
        return {row_id: self.of(entity, row_id) for row_id in ids}

    def row(self, entity: str, uid: str) -> int | None:
        """Return the id of the row with this uid, which may have been deleted; None if there never was one."""
        return self._by_uid.get((entity, uid))

    def give(self, entity: str, row_id: int, uid: str) -> None:
        """Store the uid of a row that comes from a file."""
        self._db.execute("INSERT INTO sync_uid (entity, row_id, uid) VALUES (?, ?, ?)", (entity, row_id, uid))
        self._remember(entity, row_id, uid)
        self.made = True

    def absent(self, entity: str, uid: str) -> int:
        """Return the id of a row that may have been deleted before this database knew it; then no other row gets it."""
        if (known := self.row(entity, uid)) is not None:
            return known
        row_id = self.next_id(entity)
        self._db.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = ?", (row_id, entity))
        self._db.execute(
            "INSERT INTO sqlite_sequence (name, seq) SELECT :name, :seq WHERE NOT EXISTS "
            "(SELECT 1 FROM sqlite_sequence WHERE name = :name)",
            {"name": entity, "seq": row_id},
        )
        self.give(entity, row_id, uid)
        return row_id

    def next_id(self, entity: str) -> int:
        """Return the next id of a table: an id is never used twice."""
        query = "SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = ?"
        return int(self._db.execute(query, (entity,)).fetchone()[0])

    def _make(self, entity: str, row_id: int) -> str:
        if self._first is None:
            self._first = self._db.execute(_FIRST_CHANGE).fetchone() or ()
        edit = self._db.execute(_FIRST_EDIT, (entity, row_id)).fetchone()
        salt = 0
        while True:
            digest = blake2b(repr((self._first, entity, row_id, edit, salt)).encode(errors="replace")).digest()
            uid = "".join(_ALPHABET[byte % 32] for byte in digest[:_LENGTH])
            if (entity, uid) not in self._by_uid:
                self.give(entity, row_id, uid)
                return uid
            salt += 1
