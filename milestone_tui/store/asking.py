"""The one way in which a reader asks the database: each answer is one consistent snapshot."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Concatenate, NamedTuple, ParamSpec, TypeVar

import milestone_tui.store.mappers as rows
from milestone_tui.plan.actor import Actor
from milestone_tui.plan.analysis.thresholds import DEFAULTS, Thresholds
from milestone_tui.store.errors import translate_errors
from milestone_tui.store.unreadable import name_unreadable_row

_Asked = ParamSpec("_Asked")
_Answer = TypeVar("_Answer")
_Value = TypeVar("_Value", bound=NamedTuple)


class Asking:
    """Base of the readers: a connection, and how it is asked."""

    def __init__(
        self, connection: sqlite3.Connection, path: Path, actor: Actor, thresholds: Thresholds = DEFAULTS
    ) -> None:
        """`actor` is whose changes `undoable` and `redoable` return."""
        self._connection = connection
        self._path = path
        self._actor = actor
        self.thresholds = thresholds
        """The thresholds of health in the settings."""

    def _ask(
        self,
        question: Callable[Concatenate[sqlite3.Connection, _Asked], _Answer],
        *args: _Asked.args,
        **kwargs: _Asked.kwargs,
    ) -> _Answer:
        with self._snapshot() as db:
            return question(db, *args, **kwargs)

    def _all(self, mapper: rows.Mapper[_Value], found: str, *values: object) -> tuple[_Value, ...]:
        """Return all rows of `found`, which is the text after FROM."""
        with self._snapshot() as db:
            return tuple(mapper.read(db.execute(f"SELECT {mapper} FROM {found}", values)))

    @contextmanager
    def _snapshot(self) -> Iterator[sqlite3.Connection]:
        with translate_errors(self._path, reading=True):
            self._connection.execute("BEGIN")
            try:
                with name_unreadable_row(self._connection, self._path):
                    yield self._connection
            finally:
                self._connection.execute("ROLLBACK")
