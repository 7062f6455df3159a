"""What a finished review said stays as it is: nothing that somebody did in it before can be undone afterwards."""

from __future__ import annotations

import sqlite3

import milestone_tui.store.undo as undo
from milestone_tui.plan.model import Change
from milestone_tui.store.queries.moments import finished_by

_FINISHED = "(json_valid({side}) AND json_type({side}, '$.finished_at') = 'text')"
_TOUCHED = f"""SELECT min(review.id) FROM review WHERE finished_at IS NOT NULL
    AND id IN (
        SELECT row_id FROM edit WHERE change_id = :change AND entity = 'review'
        UNION ALL SELECT review_id FROM review_answer WHERE id IN (
            SELECT row_id FROM edit WHERE change_id = :change AND entity = 'review_answer')
        UNION ALL SELECT json_extract(before, '$.review_id') FROM edit
            WHERE change_id = :change AND entity = 'review_answer' AND after IS NULL AND json_valid(before))
    AND id NOT IN (
        SELECT row_id FROM edit WHERE change_id = :change AND entity = 'review'
            AND ({_FINISHED.format(side="before")} OR {_FINISHED.format(side="after")}))"""
"""The finished review that a change is part of, without having finished it."""


def refuse_frozen(db: sqlite3.Connection, change: Change) -> None:
    """Raise UndoRefused, naming who finished the review, if undoing a change would alter what a finished review said.

    The end of a review itself can be undone, and what was answered before it then, too.
    """
    (review_id,) = db.execute(_TOUCHED, {"change": change.id}).fetchone()
    if review_id is not None:
        raise undo.refusal(db, change, finished_by(db, review_id))
