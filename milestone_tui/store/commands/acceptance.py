"""Acceptance: submitted milestones are accepted or rejected; every round is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlmodel import col, select

from milestone_tui.errors import InvalidInput
from milestone_tui.plan import rules
from milestone_tui.plan import sign_off as signoff
from milestone_tui.plan.agreements import Answer
from milestone_tui.plan.model import MilestoneState
from milestone_tui.store.bulk import batches
from milestone_tui.store.commands.lookups import approver_or_actor, milestone_row, project_row, require_id
from milestone_tui.store.tables.belongings import AcceptanceRow
from milestone_tui.store.tables.plan import MilestoneRow, ProjectRow
from milestone_tui.store.transaction import CommandGroup, Transaction


class AcceptanceRounds(CommandGroup):
    """Commands on acceptance; `plan.sign_off` says which state follows."""

    def submit(self, milestone_id: int, on: date, by: str = "", window_days: int | None = None) -> None:
        """Submit a milestone for acceptance on a date; `by` defaults to the actor.

        `window_days` is the time to accept in working days; None means the project's. Raises NotFound, and InvalidInput
        also if it is already waiting for acceptance.
        """
        row = milestone_row(self._transaction, milestone_id)
        signoff.validate_day("submitted_on", on, self._transaction.clock.today())
        if waiting(self._transaction, milestone_id) is not None:
            raise InvalidInput("submitted_on", f'"{row.title}" is already submitted and waiting for acceptance.')
        row.state = signoff.state_when_submitted(MilestoneState(row.state)).value
        submitted_by = rules.validate_line("submitted_by", by) or self._transaction.actor.name
        _open(self._transaction, row, on, submitted_by, window_days)
        self._transaction.add_label(f'Submit "{row.title}"')

    def accept(self, milestone_id: int, on: date, by: str = "", note: str = "") -> None:
        """Accept a submitted milestone on a date, which ticks it; `by` defaults to the approver.

        Raises NotFound and InvalidInput, also for an open gate.
        """
        row = self._answer(milestone_id, Answer.ACCEPTED, on, by, note)
        if row.state != MilestoneState.DONE:
            rules.refuse_undecided(row.kind, row.title)
            row.state, row.done_on = MilestoneState.DONE.value, on
        self._transaction.add_label(f'Accept "{row.title}"')

    def reject(self, milestone_id: int, on: date, note: str, by: str = "") -> None:
        """Reject a submitted milestone on a date, with what is missing; it is in progress again.

        Raises NotFound and InvalidInput.
        """
        row = self._answer(milestone_id, Answer.REJECTED, on, by, rules.validate_name("note", "reason", note))
        row.state, row.done_on = MilestoneState.IN_PROGRESS.value, None
        self._transaction.add_label(f'Reject "{row.title}"')

    def _answer(self, milestone_id: int, answer: Answer, on: date, by: str, note: str) -> MilestoneRow:
        row = milestone_row(self._transaction, milestone_id)
        found = waiting(self._transaction, milestone_id)
        if found is None and row.state == MilestoneState.SUBMITTED:  # submitted before rounds were stored
            found = _open(self._transaction, row, on, self._transaction.actor.name, None)
        if found is None:
            raise InvalidInput("submitted_on", f'"{row.title}" is not submitted. Submit it first.')
        signoff.validate_day("answered_on", on, self._transaction.clock.today(), found.submitted_on)
        answered_by = rules.validate_line("answered_by", by) or approver_or_actor(self._transaction, row)
        found.answer, found.answered_on, found.answered_by = answer.value, on, answered_by
        found.note = rules.validate_line("note", note)
        self._transaction.session.flush()
        return row


def waiting(transaction: Transaction, milestone_id: int) -> AcceptanceRow | None:
    """Return the round that waits for an answer."""
    query = select(AcceptanceRow).where(AcceptanceRow.milestone_id == milestone_id, col(AcceptanceRow.answer).is_(None))
    return transaction.session.exec(query).first()


def follow_states(transaction: Transaction, rows: Sequence[MilestoneRow]) -> None:
    """Open rounds for milestones whose state became submitted; withdraw rounds of those that left it."""
    session = transaction.session
    session.flush()
    today = transaction.clock.today()
    windows = {require_id(id_): days for id_, days in session.exec(select(ProjectRow.id, ProjectRow.acceptance_days))}
    rounds = _waiting_rounds(transaction, [require_id(row.id) for row in rows])
    for row in rows:
        found = rounds.get(require_id(row.id))
        if row.state == MilestoneState.SUBMITTED and found is None:
            session.add(
                AcceptanceRow(
                    milestone_id=require_id(row.id),
                    submitted_on=today,
                    submitted_by=transaction.actor.name,
                    window_days=windows[row.project_id],
                )
            )
        elif found is not None and row.state not in (MilestoneState.SUBMITTED, MilestoneState.DONE):
            found.answer = Answer.WITHDRAWN.value
            found.answered_on = max(today, found.submitted_on)
            found.answered_by = transaction.actor.name
    session.flush()


def _waiting_rounds(transaction: Transaction, ids: Sequence[int]) -> dict[int, AcceptanceRow]:
    found: dict[int, AcceptanceRow] = {}
    for batch in batches(ids):
        among = col(AcceptanceRow.milestone_id).in_(batch)
        query = select(AcceptanceRow).where(among, col(AcceptanceRow.answer).is_(None))
        found.update((row.milestone_id, row) for row in transaction.session.exec(query))
    return found


def _open(transaction: Transaction, row: MilestoneRow, on: date, by: str, window_days: int | None) -> AcceptanceRow:
    transaction.session.flush()
    days = project_row(transaction, row.project_id).acceptance_days if window_days is None else window_days
    settled = rules.validate_project(rules.NEW_PROJECT, {"acceptance_days": days})["acceptance_days"]
    assert isinstance(settled, int)
    opened = AcceptanceRow(milestone_id=require_id(row.id), submitted_on=on, submitted_by=by, window_days=settled)
    transaction.session.add(opened)
    transaction.session.flush()
    return opened
