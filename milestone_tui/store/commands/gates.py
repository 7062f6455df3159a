"""Gates: decisions and their conditions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlmodel import col, or_, select

from milestone_tui.plan import rules
from milestone_tui.plan import sign_off as signoff
from milestone_tui.plan.agreements import Answer, Decision
from milestone_tui.plan.inputs import ConditionInput, CriterionInput
from milestone_tui.plan.language.conditions import Known, Linked, condition_effects
from milestone_tui.plan.language.text import normalised
from milestone_tui.plan.model import MilestoneKind, MilestoneState, ProjectState
from milestone_tui.store.commands.acceptance import follow_states, waiting
from milestone_tui.store.commands.criteria import write_criteria
from milestone_tui.store.commands.lags import kept_lag
from milestone_tui.store.commands.lookups import approver_or_actor, milestone_row, require_id
from milestone_tui.store.commands.milestones import Milestones
from milestone_tui.store.commands.projects import Projects
from milestone_tui.store.tables.belongings import CriterionRow, DependencyRow, GateDecisionRow
from milestone_tui.store.tables.plan import MilestoneRow, PhaseRow
from milestone_tui.store.transaction import CommandGroup


class Gates(CommandGroup):
    """Commands on gates; `plan.sign_off` says which state follows from a decision."""

    def decide(
        self,
        milestone_id: int,
        decision: Decision,
        on: date,
        by: str = "",
        note: str = "",
        conditions: Sequence[ConditionInput] = (),
        project_state: ProjectState | None = None,
    ) -> None:
        """Record a decision; `by` defaults to the approver, or else to the actor.

        A condition with a date becomes a milestone in the same phase, one without becomes a criterion of the gate. A
        condition known from an earlier decision is not added again, but its milestone gets the new date. A new
        milestone follows the gate if the decision passes it, and precedes it otherwise. `project_state` is the new
        state of the project. Raises NotFound, and InvalidInput also for a milestone that is not a gate.
        """
        row = milestone_row(self._transaction, milestone_id)
        signoff.validate_decision(MilestoneKind(row.kind), row.title, decision, len(conditions))
        signoff.validate_day("decided_on", on, self._transaction.clock.today())
        settled = signoff.validate_conditions(tuple(conditions), on)
        self._follow_gate(row, decision, on)
        decided_by = rules.validate_line("decided_by", by) or approver_or_actor(self._transaction, row)
        made = GateDecisionRow(milestone_id=milestone_id, decision=decision.value, decided_on=on, decided_by=decided_by)
        made.note = rules.validate_line("note", note)
        self._transaction.session.add(made)
        submitted = waiting(self._transaction, milestone_id)
        if submitted is not None and decision.passes:  # the decision also answers the submission
            submitted.answer, submitted.answered_by = Answer.ACCEPTED.value, decided_by
            submitted.answered_on = max(on, submitted.submitted_on)
        self._transaction.session.flush()
        ends = f", the project is {project_state}" if project_state is not None else ""
        self._transaction.add_label(f'Decide "{row.title}": {decision}{ends}', whole=True)
        if project_state is not None:
            Projects(self._transaction).edit(row.project_id, {"state": project_state}, {})
        self._impose(row, milestone_id, settled, follows=decision.passes)

    def _follow_gate(self, row: MilestoneRow, decision: Decision, on: date) -> None:
        """Give the milestone the state that follows from the decision."""
        state = signoff.state_when_decided(MilestoneState(row.state), decision)
        if state != row.state:
            row.state = state.value
            row.done_on = on if state is MilestoneState.DONE else None
            follow_states(self._transaction, [row])

    def _impose(self, gate: MilestoneRow, gate_id: int, conditions: Sequence[ConditionInput], *, follows: bool) -> None:
        """Add the conditions that are new; an existing open milestone gets its new date."""
        criteria, rows = self._criteria(gate_id), self._linked(gate_id)
        linked = [Linked(row.title, row.due_on, row.state != MilestoneState.DONE) for row in rows]
        decided = condition_effects(conditions, Known([entry.text for entry in criteria], linked))
        new = [fate.condition for fate in decided if not fate.known]
        texts = [condition.text for condition in new if condition.due_on is None]
        if texts:
            entries = [*criteria, *(CriterionInput(None, text) for text in texts)]
            write_criteria(self._transaction, gate_id, entries)
        for condition in new:
            if condition.due_on is not None:
                self._add_milestone(gate, gate_id, condition, follows=follows)
        for condition in (fate.condition for fate in decided if fate.moves):
            found = {normalised(row.title): row for row in rows}[normalised(condition.text)]
            changes = {"due_on": condition.due_on, **({"owner": condition.owner} if condition.owner else {})}
            Milestones(self._transaction).edit(require_id(found.id), changes, {})

    def _criteria(self, milestone_id: int) -> list[CriterionInput]:
        query = select(CriterionRow).where(CriterionRow.milestone_id == milestone_id)
        rows = sorted(self._transaction.session.exec(query), key=lambda row: (row.position, row.id or 0))
        return [CriterionInput(row.id, row.text, row.met_on) for row in rows]

    def _linked(self, milestone_id: int) -> Sequence[MilestoneRow]:
        """Return the predecessors and successors of a gate that are not cancelled."""
        after = select(DependencyRow.successor_id).where(DependencyRow.predecessor_id == milestone_id)
        before = select(DependencyRow.predecessor_id).where(DependencyRow.successor_id == milestone_id)
        ends = or_(col(MilestoneRow.id).in_(after), col(MilestoneRow.id).in_(before))
        query = select(MilestoneRow).where(ends, MilestoneRow.state != MilestoneState.CANCELLED.value)
        return self._transaction.session.exec(query.order_by(col(MilestoneRow.id))).all()

    def _add_milestone(self, gate: MilestoneRow, gate_id: int, condition: ConditionInput, *, follows: bool) -> None:
        phase = self._transaction.session.get(PhaseRow, gate.phase_id) if gate.phase_id is not None else None
        fields = {
            "title": condition.text,
            "phase": phase.name if phase else "",
            "owner": condition.owner,
            "kind": MilestoneKind.OBJECTIVE,
            "due_on": condition.due_on,
        }
        made = Milestones(self._transaction).create(gate.project_id, fields)
        # the new milestone has no other links, so this cannot close a loop
        before, after = (gate_id, made) if follows else (made, gate_id)
        lag = kept_lag(self._transaction, before, after)
        link = DependencyRow(predecessor_id=before, successor_id=after, lag=lag, kept=1)
        self._transaction.session.add(link)
        self._transaction.session.flush()
