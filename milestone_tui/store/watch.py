"""Detection of changes committed since the last look, by this program or any other."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, NamedTuple

_MOST = 2_000
"""Edits beyond which single milestones are not listed: readers reload everything anyway."""

_EDITS = """SELECT entity, row_id, project_id, milestone_id, before, after FROM edit
    WHERE change_id > ? AND before IS NOT after ORDER BY change_id, id LIMIT ?"""
"""Ordered by change first, which uses the index; the order of ids alone would read the whole journal."""


_DETAILS = frozenset(
    (
        *("criterion", "baseline_entry", "assignment", "acceptance", "gate_decision", "project_person", "template"),
        *("cost", "absence", "risk", "risk_milestone", "review", "review_answer", "need", "report"),
        "milestone_source",
    )
)
"""Tables whose rows can be added, changed and removed without a full reload of any plan."""


class StoreChanged(NamedTuple):
    """Which projects and milestones were changed by commits."""

    project_ids: frozenset[int]
    """Every project with a change in it."""
    milestone_ids: frozenset[int]
    """Every changed milestone; incomplete if `needs_full_reload` is set."""
    needs_full_reload: bool
    """Whether rows were added, removed or regrouped, or a project, phase, link or baseline changed."""
    database_replaced: bool = False
    """Whether another database has replaced this one, so that everything may differ."""

    def joined(self, before: StoreChanged) -> StoreChanged:
        """Return this event combined with an earlier one."""
        return StoreChanged(
            self.project_ids | before.project_ids,
            self.milestone_ids | before.milestone_ids,
            self.needs_full_reload or before.needs_full_reload,
        )


class Watch:
    """Position in the journal up to which changes were seen; uses its connection, on that connection's thread."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._version: int | None = None
        """None if another program had locked the database: the earlier state is unknown."""
        self._seen = 0
        self._sealed: str | None = None
        with suppress(sqlite3.OperationalError):
            version = self._data_version()
            self._seen, self._sealed = self._last()
            self._version = version

    def look(self) -> StoreChanged | None:
        """Return what was committed since the last look; None, after 15 µs, if nothing was."""
        version = self._data_version()
        if version == self._version:
            return None
        last, sealed = self._last()
        announcement = None
        if self._version is None or self._is_another():
            announcement = StoreChanged(frozenset(), frozenset(), needs_full_reload=True, database_replaced=True)
        elif last > self._seen:
            announcement = self._announcement(self._seen)
        self._version, self._seen, self._sealed = version, last, sealed
        return announcement

    def _is_another(self) -> bool:
        """Return whether the last change seen is no longer in the journal: a backup was restored."""
        found = self._connection.execute("SELECT at FROM change WHERE id = ?", (self._seen,)).fetchone()
        return (found[0] if found else None) != self._sealed

    def _announcement(self, since: int) -> StoreChanged:
        edits = self._connection.execute(_EDITS, (since, _MOST)).fetchall()
        projects = {project_id for _, _, project_id, *_ in edits}
        milestones = {milestone_id for _, _, _, milestone_id, *_ in edits}
        structure = len(edits) == _MOST
        if structure:
            query = "SELECT DISTINCT project_id FROM edit WHERE change_id > ?"
            projects.update(project_id for (project_id,) in self._connection.execute(query, (since,)))
        ends: set[Any] = set()
        for entity, _, _, _, before, after in edits:
            structure = structure or _is_structure(entity, before, after)
            if entity == "dependency":
                ends.add(_fields(after or before).get("predecessor_id"))
        milestones |= ends
        projects |= self._projects_of(ends - {None})
        return StoreChanged(frozenset(projects - {None}), frozenset(milestones - {None}), structure)

    def _projects_of(self, milestone_ids: Iterable[int]) -> set[int]:
        query = "SELECT project_id FROM milestone WHERE id = ?"
        return {row[0] for id_ in milestone_ids for row in self._connection.execute(query, (id_,))}

    def _data_version(self) -> int:
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def _last(self) -> tuple[int, str | None]:
        """Return the last change and its time; with a bare max(), SQLite takes the other column from the same row."""
        last, at = self._connection.execute("SELECT max(id), at FROM change").fetchone()
        return last or 0, at


def _is_structure(entity: str, before: str | None, after: str | None) -> bool:
    if entity in _DETAILS:
        return False  # entries of a baseline change only together with it or its project
    if entity == "milestone" and before is not None and after is not None:
        return '"phase_id":' in after and "phase_id" in _fields(after)
    return not (entity == "person" and before is None)


def _fields(edit: str) -> dict[str, Any]:
    """Return the fields recorded in an edit."""
    import json  # late: not needed for the first frame

    fields: dict[str, Any] = json.loads(edit)
    return fields
