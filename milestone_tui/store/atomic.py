"""All or nothing: a block of statements over a plain connection."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def atomic(db: sqlite3.Connection) -> Iterator[None]:
    """Run the block in one transaction, with the write lock from its beginning, or as one part of the one that is open.

    Where the block raises, nothing of it stays.
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
