"""Where in its list a criterion stood on some day, by the journal."""

from __future__ import annotations

import json
import sqlite3
from functools import cached_property
from typing import Any

import milestone_tui.store.mappers as rows
from milestone_tui.plan.inputs import CriterionInput

_EDITS = "SELECT change_id, row_id, after FROM edit WHERE milestone_id = ? AND entity = 'criterion' ORDER BY id"


class CriterionPlaces:
    """The criteria of one milestone, change by change; the journal is read when it is first asked for."""

    def __init__(self, db: sqlite3.Connection, milestone_id: int) -> None:
        self._db = db
        self._milestone_id = milestone_id

    @cached_property
    def _edits(self) -> list[tuple[int, int, dict[str, Any] | None]]:
        found = self._db.execute(_EDITS, (self._milestone_id,))
        return [(change_id, row_id, after and json.loads(after)) for change_id, row_id, after in found]

    def above(self, row_id: int, change_id: int) -> tuple[CriterionInput, ...]:
        """Those that stood above a criterion just before a change; just after it, when that one came with it."""
        before = self._as_of(change_id - 1)
        there = before if row_id in before else self._as_of(change_id)
        if row_id not in there:
            return ()  # it came and went in this one change
        order = sorted(there, key=lambda id_: (there[id_]["position"], id_))
        above = ((id_, there[id_]) for id_ in order[: order.index(row_id)])
        return tuple(CriterionInput(id_, said["text"], rows.day(said["met_on"])) for id_, said in above)

    def _as_of(self, change_id: int) -> dict[int, dict[str, Any]]:
        """The columns of all that were there after a change."""
        there: dict[int, dict[str, Any]] = {}
        for changed_by, row_id, after in self._edits:
            if changed_by > change_id:
                break
            if after is None:
                del there[row_id]
            else:
                there[row_id] = {**there.get(row_id, {}), **after}
        return there
