"""The triggers that write the journal, generated from the columns of a table; part of the schema itself.

A row of `edit` records what a change did to one row of a journalled table: the values before and after, as JSON, of the
whole row if it was added or removed, of the differing fields if it was updated. The single row of `open_change` names
the change being made; without it, no program can write a journalled table.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from milestone_tui.store.migrations.views import column_names


class Journalled(NamedTuple):
    """A table under the journal, with SQL (`{row}` is OLD or NEW) for the project and milestone of a row."""

    table: str
    project: str
    milestone: str
    updatable: bool = True


_OF_MILESTONE = "(SELECT project_id FROM milestone WHERE id = {row}.milestone_id)"
_ITS_MILESTONE = "{row}.milestone_id"
_ITS_PROJECT = "{row}.project_id"

JOURNALLED: Mapping[str, Journalled] = {
    of.table: of
    for of in (
        Journalled("project", "{row}.id", "NULL"),
        Journalled("phase", _ITS_PROJECT, "NULL"),
        Journalled("person", "NULL", "NULL"),
        Journalled("milestone", _ITS_PROJECT, "{row}.id"),
        Journalled("criterion", _OF_MILESTONE, _ITS_MILESTONE),
        Journalled(
            "dependency", "(SELECT project_id FROM milestone WHERE id = {row}.successor_id)", "{row}.successor_id"
        ),
        Journalled("baseline", _ITS_PROJECT, "NULL", updatable=False),
        Journalled(
            "baseline_entry",
            "(SELECT project_id FROM baseline WHERE id = {row}.baseline_id)",
            _ITS_MILESTONE,
            updatable=False,
        ),
        Journalled("holiday", _ITS_PROJECT, "NULL"),
        Journalled("project_person", _ITS_PROJECT, "NULL"),
        Journalled("assignment", _OF_MILESTONE, _ITS_MILESTONE),
        Journalled("acceptance", _OF_MILESTONE, _ITS_MILESTONE),
        Journalled("gate_decision", _OF_MILESTONE, _ITS_MILESTONE),
        Journalled("template", "NULL", "NULL"),
        Journalled("cost", _ITS_PROJECT, _ITS_MILESTONE),
        Journalled("absence", "NULL", "NULL"),
        Journalled("risk", _ITS_PROJECT, "NULL"),
        Journalled("risk_milestone", "(SELECT project_id FROM risk WHERE id = {row}.risk_id)", _ITS_MILESTONE),
        Journalled("review", _ITS_PROJECT, "NULL"),
        Journalled("review_answer", "(SELECT project_id FROM review WHERE id = {row}.review_id)", _ITS_MILESTONE),
        Journalled("need", _ITS_PROJECT, "NULL"),
        Journalled("report", _ITS_PROJECT, "NULL"),
        Journalled("milestone_source", _ITS_PROJECT, "NULL"),
    )
}
"""Every table under the journal, by name."""


def journal(*tables: Journalled) -> Callable[[sqlite3.Connection], tuple[()]]:
    """Return the part of a step that recreates the triggers of these tables for their current columns."""

    def make(db: sqlite3.Connection) -> tuple[()]:
        for of in tables:
            for action in ("insert", "update", "delete"):
                db.execute(f"DROP TRIGGER IF EXISTS {of.table}_guard_{action}")
                db.execute(f"DROP TRIGGER IF EXISTS {of.table}_journal_{action}")
            for statement in _triggers(of, column_names(db, of.table)):
                db.execute(statement)
        return ()

    return make


def _triggers(of: Journalled, columns: Sequence[str]) -> Iterator[str]:
    """Return the statements that create the triggers of one table."""
    for action in ("INSERT", "UPDATE", "DELETE"):
        yield _guard(of, action)
    yield _record(of, "INSERT", "NEW", "NULL", _whole("NEW", columns))
    yield _record(of, "DELETE", "OLD", _whole("OLD", columns), "NULL")
    if of.updatable:
        same = " AND ".join(f"OLD.{column} IS NEW.{column}" for column in columns)
        sides = (_differing("OLD", columns), _differing("NEW", columns))
        yield _record(of, "UPDATE", "NEW", *sides, when=f"WHEN NOT ({same}) ")


def _guard(of: Journalled, action: str) -> str:
    name = f"{of.table}_guard_{action.lower()}"
    if action == "UPDATE" and not of.updatable:
        abort = f"RAISE(ABORT, '{of.table} is immutable')"
        return f"CREATE TRIGGER {name} BEFORE UPDATE ON {of.table} BEGIN SELECT {abort}; END"
    return (
        f"CREATE TRIGGER {name} BEFORE {action} ON {of.table} WHEN NOT EXISTS (SELECT 1 FROM open_change) "
        f"BEGIN SELECT RAISE(ABORT, 'no change is open: {of.table} is written through the journal only'); END"
    )


def _record(of: Journalled, action: str, row: str, before: str, after: str, when: str = "") -> str:
    return (
        f"CREATE TRIGGER {of.table}_journal_{action.lower()} AFTER {action} ON {of.table} {when}BEGIN "
        "INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after) SELECT "
        f"(SELECT change_id FROM open_change), '{of.table}', {row}.id, "
        f"{of.project.format(row=row)}, {of.milestone.format(row=row)}, {before}, {after}; END"
    )


def _whole(row: str, columns: Sequence[str]) -> str:
    return "json_object(" + ", ".join(f"'{column}', {row}.{column}" for column in columns) + ")"


def _differing(row: str, columns: Sequence[str]) -> str:
    kept = ", ".join(f"CASE WHEN OLD.{column} IS NEW.{column} THEN '$.{column}' ELSE '$._' END" for column in columns)
    return f"json_remove({_whole(row, columns)}, {kept})"
