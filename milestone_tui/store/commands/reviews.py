"""Progress reviews: answers, words, what is needed from the client, and the end of a review."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlmodel import col, select

from milestone_tui.errors import InvalidInput
from milestone_tui.plan import rules
from milestone_tui.plan.checks import LONGEST_LINE, check_line, check_lines, check_words
from milestone_tui.plan.model import Health
from milestone_tui.plan.reviewed import judged_better
from milestone_tui.store.commands.lookups import existing_row, milestone_row, project_row, require_id
from milestone_tui.store.commands.merge import conflict, drop_unchanged, field_conflict, refuse_conflicts
from milestone_tui.store.commands.milestones import Milestones
from milestone_tui.store.tables.others import NeedRow, ReviewAnswerRow, ReviewRow
from milestone_tui.store.transaction import CommandGroup

WORDS: Mapping[str, str] = {"summary": "summary", "next": "next steps", "decisions": "decisions"}
"""The long texts of a review, each as it is called."""
_JUDGED = (Health.ON_TRACK, Health.AT_RISK, Health.OFF_TRACK)


class Reviews(CommandGroup):
    """Commands on the review of a project that is under way; each starts it if there is none.

    What a finished review said is never changed.
    """

    def start(self, project_id: int) -> int:
        """Start a review, or resume the unfinished one; return its id. Raises NotFound."""
        row = self._started(project_id)
        self._transaction.add_label(f"Start a review of {self._key(project_id)}")
        return require_id(row.id)

    def keep(self, project_id: int, milestone_id: int, due_on: date | None) -> None:
        """Keep the due date of a milestone, which confirms it; raise NotFound, EditConflict and InvalidInput."""
        row = milestone_row(self._transaction, milestone_id)
        if row.due_on != due_on:
            field = f'due date of "{row.title}"'
            raise conflict(
                [field_conflict(self._transaction, "milestone", milestone_id, field, "due_on", due_on, row.due_on)]
            )
        if due_on is not None:
            Milestones(self._transaction).edit(milestone_id, {"due_on": due_on}, {"due_on": due_on})
        else:
            self._transaction.add_label(f'Keep "{row.title}" without a date')
        self.answer(project_id, milestone_id, "kept")

    def answer(self, project_id: int, milestone_id: int, answer: str) -> None:
        """Record `kept`, `moved` or `done` for a milestone, beside the command that did it, which labels the change."""
        self._answer(project_id, milestone_id).answer = answer
        self._transaction.session.flush()

    def note(self, project_id: int, milestone_id: int, text: str, seen: str) -> None:
        """Set the note on a milestone for the report; `seen` is the earlier one.

        Raises NotFound, InvalidInput, and EditConflict if somebody else has changed the note.
        """
        title = milestone_row(self._transaction, milestone_id).title
        row = self._answer(project_id, milestone_id)
        self._transaction.session.flush()
        settled = {"note": check_line("note", "note", text)}
        self._refuse_conflicts("review_answer", require_id(row.id), {"note": row.note}, settled, {"note": seen})
        row.note = settled["note"]
        self._transaction.session.flush()
        self._transaction.add_label(f'Note on "{title}"')

    def set_words(self, project_id: int, changes: Mapping[str, object], seen: Mapping[str, object]) -> None:
        """Change summary, next steps or decisions; `seen` holds the texts that the person saw.

        Raises NotFound, InvalidInput, and EditConflict with the texts that somebody else has changed.
        """
        row = self._started(project_id)
        mine = drop_unchanged(changes, seen)
        wanted = {name: check_lines(name, WORDS[name], text) for name, text in mine.items()}
        self._refuse_conflicts(
            "review", require_id(row.id), {name: getattr(row, name) for name in wanted}, wanted, seen
        )
        for name, text in wanted.items():
            setattr(row, name, text)
        self._transaction.session.flush()
        what = ", ".join(WORDS[name] for name in wanted)
        self._transaction.add_label(f"Edit the review of {self._key(project_id)}: {what}")

    def judge(self, project_id: int, judged: Health, reason: str = "") -> None:
        """Set the health as people judge it; raise NotFound and InvalidInput."""
        row = self._started(project_id)
        row.judged, row.judged_reason = _judged(judged), check_line("reason", "reason", reason)
        self._transaction.session.flush()
        self._transaction.add_label(f"Judge {self._key(project_id)} {judged.value}")

    def finish(self, project_id: int, computed: Health | None, figures: str) -> int:
        """Finish the review under way: freeze what it said, the computed health and the figures; return its id.

        A review without a judgement is judged as computed; of a project without milestones, none is. Raises NotFound,
        and InvalidInput if the health is judged better than computed without a reason.
        """
        row = self._started(project_id)
        judged = Health(row.judged) if row.judged else computed
        if judged_better(judged, computed) and not row.judged_reason:
            raise InvalidInput("reason", f"Enter why the project is {judged} although {computed} is computed.")
        clock = self._transaction.clock
        row.judged = str(judged) if judged in _JUDGED else ""
        row.computed = str(computed) if computed in (*_JUDGED, Health.COMPLETED) else ""
        row.figures = figures
        row.held_on, row.finished_at = clock.today(), clock.now()
        self._transaction.session.flush()
        self._transaction.add_label(f"Finish the review of {self._key(project_id)}")
        return require_id(row.id)

    # Needed from the client --------------------------------------------------------------------------------

    def add_need(self, project_id: int, text: str) -> int:
        """Add something that is needed from the client since today; return its id. Raises NotFound and InvalidInput."""
        settled = check_words("need", "need", text, LONGEST_LINE)
        review_id = require_id(self._started(project_id).id)
        row = NeedRow(
            project_id=project_id, review_id=review_id, text=settled, since_on=self._transaction.clock.today()
        )
        self._transaction.session.add(row)
        self._transaction.session.flush()
        self._transaction.add_label(f'Add need "{settled}"')
        return require_id(row.id)

    def edit_need(self, need_id: int, text: str, seen: str) -> None:
        """Change the text of a need; raise NotFound, InvalidInput, and EditConflict if somebody else has changed it."""
        row = existing_row(self._transaction, NeedRow, need_id, "need")
        settled = {"text": check_words("need", "need", text, LONGEST_LINE)}
        self._refuse_conflicts("need", need_id, {"text": row.text}, settled, {"text": seen})
        row.text = settled["text"]
        self._transaction.session.flush()
        self._transaction.add_label(f'Edit need "{row.text}"')

    def meet_need(self, need_id: int, on: date | None) -> None:
        """Tick a need as met on a day, or untick it with None; raise NotFound and InvalidInput."""
        row = existing_row(self._transaction, NeedRow, need_id, "need")
        row.met_on = None if on is None else rules.validate_done_on(on, self._transaction.clock.today())
        self._transaction.session.flush()
        self._transaction.add_label(f'{"Untick" if on is None else "Tick"} need "{row.text}"')

    def delete_need(self, need_id: int) -> None:
        """Delete a need; raise NotFound."""
        row = existing_row(self._transaction, NeedRow, need_id, "need")
        self._transaction.session.delete(row)
        self._transaction.session.flush()
        self._transaction.add_label(f'Delete need "{row.text}"')

    # Rows --------------------------------------------------------------------------------------------------

    def _started(self, project_id: int) -> ReviewRow:
        """Return the review under way, started if there is none."""
        query = select(ReviewRow).where(ReviewRow.project_id == project_id, col(ReviewRow.finished_at).is_(None))
        row = self._transaction.session.exec(query).first()
        if row is None:
            project_row(self._transaction, project_id)
            row = ReviewRow(project_id=project_id, held_on=self._transaction.clock.today())
            self._transaction.session.add(row)
            self._transaction.session.flush()
        return row

    def _key(self, project_id: int) -> str:
        return project_row(self._transaction, project_id).key

    def _answer(self, project_id: int, milestone_id: int) -> ReviewAnswerRow:
        review_id = require_id(self._started(project_id).id)
        query = select(ReviewAnswerRow).where(
            ReviewAnswerRow.review_id == review_id, ReviewAnswerRow.milestone_id == milestone_id
        )
        row = self._transaction.session.exec(query).first()
        if row is None:
            row = ReviewAnswerRow(review_id=review_id, milestone_id=milestone_id, answer="")
            self._transaction.session.add(row)
        return row

    def _refuse_conflicts(
        self,
        entity: str,
        row_id: int,
        current: Mapping[str, object],
        mine: Mapping[str, object],
        seen: Mapping[str, object],
    ) -> None:
        refuse_conflicts(self._transaction, entity, row_id, current, mine, seen, {})


def _judged(health: Health) -> str:
    if health not in _JUDGED:
        raise InvalidInput("judged", "Choose on track, at risk or off track.")
    return health.value
