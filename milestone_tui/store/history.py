"""Writing rows into the history of a day, so that the tables still equal a replay of the journal."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from datetime import date
from typing import Any

import milestone_tui.store.undo as undo
from milestone_tui.errors import InvalidInput
from milestone_tui.plan.language.wording import exact_day
from milestone_tui.plan.model import Change
from milestone_tui.store.bulk import listed
from milestone_tui.store.journal import UNREVERTED
from milestone_tui.store.migrations.triggers import JOURNALLED
from milestone_tui.store.readable import row_of
from milestone_tui.store.references import OPTIONAL, REFERENCES
from milestone_tui.store.replay import ReplayEdit, Rows, Values, defaults_of, differing, edits_after, void_changes

Key = tuple[str, int]
"""A table and the id of a row in it."""

_WRITE = """INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after)
    VALUES (:change_id_, :entity_, :id, {project}, {milestone}, :before_, :after_)"""
_FIRST_LATER = f"""SELECT CASE WHEN before IS NULL THEN 'added' WHEN after IS NULL THEN 'removed' ELSE 'changed' END
    FROM edit JOIN change ON change.id = edit.change_id
    WHERE entity = ? AND row_id = ? AND reported_on > ? AND kind IN ('do', 'redo') AND change.id NOT IN ({{void}})
        AND (backdated OR {UNREVERTED})
    ORDER BY reported_on, change.id, edit.id LIMIT 1"""
"""What the first change for a later day that is in effect did to a row."""
_OWNERS_FIRST = {table: place for place, table in enumerate(dict.fromkeys(of.child for of in REFERENCES))}
"""The tables that refer to others, what is referred to first."""


class History:
    """The rows of the end of one day, as one change rewrites them."""

    def __init__(self, db: sqlite3.Connection, change_id: int, day: date, then: Rows) -> None:
        """`then` are the rows that changes for later days touch, as they were at the end of `day`."""
        self._db = db
        self._change_id = change_id
        self._day = day
        self._then = then
        self._defaults: dict[str, Values] = {}
        self._void = void_changes(db)
        self._edits: dict[Key, list[ReplayEdit]] = {}

    def row(self, key: Key) -> Values | None:
        """Return a row as it was at the end of the day; None if it did not exist."""
        if key not in self._then:
            self._then[key] = row_of(self._db, *key)
        return self._then[key]

    def record(self, meant: Mapping[Key, Values | None], undone: Change | None = None) -> None:
        """Make the rows so from the day on, as far as no later day overrules it.

        Raises InvalidInput if what came later leaves no room for a row; UndoRefused if a change is `undone` on which
        others have built.
        """
        changes = {key: row for key, row in meant.items() if row != self.row(key)}
        self._leave_out_overruled(changes, undone)
        self._complete(changes)
        self._leave_out_orphans(changes, undone)
        results = {key: (row_of(self._db, *key), self._result(key, row)) for key, row in changes.items()}
        self._db.execute("PRAGMA defer_foreign_keys = ON")
        try:
            for key in sorted(changes, key=lambda key: _turn(*results[key])):
                self._apply(key, *results[key])
        except sqlite3.IntegrityError as error:
            if undone is not None:
                raise undo.obstacle(self._db, undone) from error
            words = f"Not saved: changes for a day after {exact_day(self._day)} contradict it. Choose a later day."
            raise InvalidInput("reported_on", words) from error
        for key, row in changes.items():
            self._write_rest(key, row, *results[key])
        self._then |= changes

    def _later(self, key: Key) -> list[ReplayEdit]:
        if key not in self._edits:
            self._edits[key] = edits_after(self._db, *key, self._day.isoformat(), self._void)
        return self._edits[key]

    def _result(self, key: Key, row: Values | None) -> Values | None:
        """Return what a row of the day becomes by the edits for later days."""
        entity = key[0]
        if entity not in self._defaults:
            self._defaults[entity] = defaults_of(self._db, entity)
        for edit in self._later(key):
            row = edit.applied(row, self._defaults[entity])
        return row

    # What cannot be removed --------------------------------------------------------------------------------

    def _leave_out_overruled(self, changes: dict[Key, Values | None], undone: Change | None) -> None:
        """Leave out the removal of rows that were changed for a later day, and of what belongs to them."""
        removed = {key for key, row in changes.items() if row is None}
        stays: set[Key] = set()
        while overruled := {key for key in removed if self._is_overruled(key, changes, stays)}:
            if undone is not None:
                culprit = undo.last_edit(self._db, undone, *min(overruled), None)
                raise undo.refusal(self._db, undone, culprit) if culprit else undo.obstacle(self._db, undone)
            removed -= overruled
            stays |= overruled
            for key in overruled:
                del changes[key]

    def _is_overruled(self, key: Key, changes: Mapping[Key, Values | None], stays: set[Key]) -> bool:
        """Return whether a row that was removed is there on a later day, or belongs only to rows that stay."""
        first = self._db.execute(_FIRST_LATER.format(void=listed(self._void)), (*key, self._day.isoformat())).fetchone()
        if first == ("changed",):
            return True
        if self._is_referred_to(key, changes):
            return True
        row = self.row(key) or {}
        owners = {(of.parent, row[of.column]) for of in REFERENCES if of.child == key[0] and of[:2] not in OPTIONAL}
        goes = any(owner in changes and changes[owner] is None for owner in owners)
        return not goes and not stays.isdisjoint(owners)

    def _is_referred_to(self, key: Key, changes: Mapping[Key, Values | None]) -> bool:
        """Return whether another row will refer to a row after the change."""
        if row_of(self._db, *key) is None or self._result(key, None) is not None:
            return False
        for child, column, _ in (of for of in REFERENCES if of.parent == key[0]):
            found = self._db.execute(f"SELECT id FROM {child} WHERE {column} = ?", (key[1],)).fetchall()
            for (child_id,) in found:
                of = (child, child_id)
                result = self._result(of, changes[of]) if of in changes else {column: key[1]}
                if result is not None and result[column] == key[1]:
                    return True
        return False

    # What must be there ------------------------------------------------------------------------------------

    def _complete(self, changes: dict[Key, Values | None]) -> None:
        """Add the rows that these refer to and that only exist since a later day: they existed on this day too."""
        waiting = [key for key, row in changes.items() if row is not None]
        while waiting:
            key = waiting.pop()
            row = dict(changes[key] or {})
            for parent, column in ((of.parent, of.column) for of in REFERENCES if of.child == key[0]):
                owner = (parent, row[column])
                if row[column] is None or (changes[owner] if owner in changes else self.row(owner)) is not None:
                    continue
                present = None if parent == "baseline" else row_of(self._db, *owner)
                if present is not None:
                    changes[owner] = present
                    waiting.append(owner)
                elif (key[0], column) in OPTIONAL:
                    row[column] = None
            changes[key] = row

    def _leave_out_orphans(self, changes: dict[Key, Values | None], undone: Change | None) -> None:
        """Leave out new rows of what was deleted for a later day, such as the links of a milestone."""
        waiting = [key for key, row in changes.items() if row is not None and self.row(key) is None]
        for key in sorted(waiting, key=lambda key: _OWNERS_FIRST.get(key[0], 0)):
            if self._is_orphan(key, changes):
                if undone is not None:
                    raise undo.obstacle(self._db, undone)
                del changes[key]

    def _is_orphan(self, key: Key, changes: Mapping[Key, Values | None]) -> bool:
        """Return whether a row would refer to one that is gone."""
        result = self._result(key, changes[key])
        for child, column, parent in REFERENCES:
            if result is None or child != key[0] or (child, column) in OPTIONAL:
                continue
            owner = (parent, result[column])
            there = self._result(owner, changes[owner]) if owner in changes else row_of(self._db, *owner)
            if there is None:
                return True
        return False

    # Writing -----------------------------------------------------------------------------------------------

    def _apply(self, key: Key, now: Values | None, result: Values | None) -> None:
        """Change a row of the tables; the triggers record it."""
        entity, row_id = key
        if result is None:
            if now is not None:
                self._db.execute(f"DELETE FROM {entity} WHERE id = ?", (row_id,))
        elif now is None:
            names, marks = ", ".join(result), ", ".join("?" * len(result))
            self._db.execute(f"INSERT INTO {entity} ({names}) VALUES ({marks})", tuple(result.values()))
        elif fields := sorted(differing(now, result)):
            assignments = ", ".join(f"{name} = ?" for name in fields)
            values = (*(result[name] for name in fields), row_id)
            self._db.execute(f"UPDATE {entity} SET {assignments} WHERE id = ?", values)

    def _write_rest(self, key: Key, row: Values | None, now: Values | None, result: Values | None) -> None:
        """Write what later days overrule to the journal itself."""
        then = self.row(key)
        if then is None or row is None:
            if now != result:
                return  # recorded as a whole
            before, after = then, row
        else:
            recorded = differing(now, result) if now is not None and result is not None else frozenset()
            rest = sorted(differing(then, row) - recorded)
            if not rest:
                return
            before, after = ({name: side[name] for name in rest} for side in (then, row))
        of = JOURNALLED[key[0]]
        project, milestone = (text.replace("{row}.", ":") for text in (of.project, of.milestone))
        sides = {"before_": _json(before), "after_": _json(after)}
        whole = {**(row or then or {}), "change_id_": self._change_id, "entity_": key[0], **sides}
        self._db.execute(_WRITE.format(project=project, milestone=milestone), whole)


def _turn(now: Values | None, result: Values | None) -> int:
    """Return the turn of a row: what goes first, what comes last, so that names are free."""
    return 0 if result is None else 1 if now is not None else 2


def _json(values: Mapping[str, Any] | None) -> str | None:
    return None if values is None else json.dumps(values, ensure_ascii=False, separators=(",", ":"))
