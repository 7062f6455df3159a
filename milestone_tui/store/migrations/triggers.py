"""The triggers that keep the journal: written once per table from its list of columns, part of the schema itself.

A row of `edit` names what a change did to one row of a journalled table: the values before and after, as JSON, of the
whole row when it was added or removed, of the fields that differ when it was updated. The change that is being made is
named by the one row of `open_change`; without it no journalled table can be written by any program.
"""

from __future__ import annotations

from typing import NamedTuple


class Journalled(NamedTuple):
    """A table under the journal, with SQL (`{row}` is OLD or NEW) that says which project and milestone a row is of."""

    table: str
    columns: str
    """Names with spaces between."""
    project: str
    milestone: str
    updatable: bool = True


def journal_triggers(of: Journalled) -> list[str]:
    """Return the statements that create the triggers of one table."""
    statements = [_guard(of, action) for action in ("INSERT", "UPDATE", "DELETE")]
    statements.append(_record(of, "INSERT", "NEW", "NULL", _whole("NEW", of.columns)))
    statements.append(_record(of, "DELETE", "OLD", _whole("OLD", of.columns), "NULL"))
    if of.updatable:
        same = " AND ".join(f"OLD.{column} IS NEW.{column}" for column in of.columns.split())
        statements.append(
            _record(of, "UPDATE", "NEW", _differing("OLD", of), _differing("NEW", of), when=f"WHEN NOT ({same}) ")
        )
    return statements


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


def _whole(row: str, columns: str) -> str:
    return "json_object(" + ", ".join(f"'{column}', {row}.{column}" for column in columns.split()) + ")"


def _differing(row: str, of: Journalled) -> str:
    kept = ", ".join(
        f"CASE WHEN OLD.{column} IS NEW.{column} THEN '$.{column}' ELSE '$._' END" for column in of.columns.split()
    )
    return f"json_remove({_whole(row, of.columns)}, {kept})"
