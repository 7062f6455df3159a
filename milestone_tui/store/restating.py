"""What the files of later days said, where a change for an earlier day would change it.

An import records of each milestone that its file has that the file spoke of it, in `milestone_source`; a value that it
found as the file has it is not recorded again. If a file of an earlier day is imported later and changes that value for
its own day, the change of the later file gets an edit that sets it back: it is as the later file says, from its day on.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from milestone_tui.store.journal import UNREVERTED
from milestone_tui.store.migrations.triggers import JOURNALLED
from milestone_tui.store.replay import Values, differing

_SOURCES = {
    "milestone": "SELECT id FROM milestone_source WHERE milestone_id = :id",
    "milestone_source": "SELECT :id",
    "dependency": """SELECT milestone_source.id FROM milestone_source
        JOIN dependency ON successor_id = milestone_id WHERE dependency.id = :id""",
}
"""What is recorded of a row, by its table; the links of a milestone are those that lead to it."""
_NEXT = f"""SELECT change.id, reported_on FROM edit JOIN change ON change.id = change_id
    WHERE entity = 'milestone_source' AND row_id IN ({{sources}}) AND after IS NOT NULL
        AND reported_on > :day AND kind IN ('do', 'redo') AND {UNREVERTED}
    ORDER BY reported_on, change.id LIMIT 1"""
_UNTIL = """SELECT after FROM edit JOIN change ON change.id = change_id
    WHERE entity = :entity AND row_id = :id AND reported_on > :day AND (reported_on, change.id) <= (:until, :change)"""
_WRITE = """INSERT INTO edit (change_id, entity, row_id, project_id, milestone_id, before, after)
    VALUES (:change_, :entity_, :id, {project}, {milestone}, :before_, :after_)"""
_RESTATED = """SELECT (SELECT max(id) FROM edit WHERE change_id = :change) > (SELECT min(id) FROM edit
    WHERE change_id > :change) AND EXISTS (SELECT 1 FROM change WHERE backdated AND id > :change)"""


def restate(db: sqlite3.Connection, entity: str, then: Values, row: Values, day: str) -> bool:
    """Let the next file that spoke of a row say what it found, if a change for `day` makes `row` of what was `then`.

    Returns whether that file's change got an edit.
    """
    if entity not in _SOURCES:
        return False
    given = {"entity": entity, "id": row["id"], "day": day}
    found = db.execute(_NEXT.format(sources=_SOURCES[entity]), given).fetchone()
    if found is None:
        return False
    change_id, until = found
    later = db.execute(_UNTIL, given | {"change": change_id, "until": until}).fetchall()
    if any(text is None for (text,) in later):
        return False  # it was removed
    fields = differing(then, row) - set(_fields(text for (text,) in later))
    if not fields:
        return False
    of = JOURNALLED[entity]
    project, milestone = (text.replace("{row}.", ":") for text in (of.project, of.milestone))
    sides = {
        f"{side}_": _json({name: values[name] for name in sorted(fields)})
        for side, values in (("before", row), ("after", then))
    }
    db.execute(
        _WRITE.format(project=project, milestone=milestone), {**row, **sides, "change_": change_id, "entity_": entity}
    )
    return True


def was_restated(db: sqlite3.Connection, change_id: int) -> bool:
    """Return whether a change got edits after it was made."""
    return bool(db.execute(_RESTATED, {"change": change_id}).fetchone()[0])


def _fields(texts: Iterator[str]) -> Iterator[str]:
    for text in texts:
        yield from json.loads(text)


def _json(values: Values) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))
