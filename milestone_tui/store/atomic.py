"""Atomic blocks of statements over a plain connection."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def atomic(db: sqlite3.Connection) -> Iterator[None]:
    """Run the block in a transaction that begins with the write lock, or as a savepoint of the open transaction.

    If the block raises, its changes are rolled back.
    """
    if db.in_transaction:
        begin, give_up, end = "SAVEPOINT part", "ROLLBACK TO part; RELEASE part", "RELEASE part"
    else:
        begin, give_up, end = "BEGIN IMMEDIATE", "ROLLBACK", "COMMIT"
    db.execute(begin)
    try:
        yield
    except BaseException:
        for statement in give_up.split("; "):
            db.execute(statement)
        raise
    db.execute(end)
