"""Milestones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import column, table
from sqlmodel import col, delete, func, or_, select, update
from sqlmodel.sql.expression import SelectOfScalar

import milestone_tui.store.commands.bulk as bulk
from milestone_tui.errors import InvalidInput
from milestone_tui.plan import rules
from milestone_tui.plan.fields import MILESTONE_FIELDS, FieldKind
from milestone_tui.plan.inputs import CriterionInput, LinkInput
from milestone_tui.plan.language.tags import TagChange
from milestone_tui.plan.language.wording import count_words
from milestone_tui.plan.list_merge import TAGS, merge
from milestone_tui.plan.model import ChangeReason, MilestoneState
from milestone_tui.plan.network.network import comes_earlier
from milestone_tui.store.bulk import batches
from milestone_tui.store.column_types import Row, set_column
from milestone_tui.store.commands.acceptance import follow_states, waiting
from milestone_tui.store.commands.bulk import redate
from milestone_tui.store.commands.criteria import write_criteria
from milestone_tui.store.commands.lags import shorten_lags
from milestone_tui.store.commands.links import write_predecessors
from milestone_tui.store.commands.lookups import Names, milestone_row, project_row, require_id
from milestone_tui.store.commands.merge import drop_unchanged, refuse_conflicts
from milestone_tui.store.field_values import NAMED, field_values, to_column
from milestone_tui.store.tables.belongings import (
    AcceptanceRow,
    AssignmentRow,
    CostRow,
    CriterionRow,
    DependencyRow,
    GateDecisionRow,
    RiskMilestoneRow,
)
from milestone_tui.store.tables.plan import MilestoneRow, PersonRow, PhaseRow, ProjectRow
from milestone_tui.store.transaction import CommandGroup, Transaction

_COLUMNS = {name: spec.column for name, spec in MILESTONE_FIELDS.items()}
_SOURCES = table("milestone_source", column("milestone_id"))


class Milestones(CommandGroup):
    """Commands on milestones; `changes` are keyed by the field names of `plan.fields.MILESTONE_FIELDS`."""

    def refuse_if_there(self, milestone_id: int) -> None:
        """Raise InvalidInput if a deleted milestone that is to be recreated exists again."""
        if self._transaction.session.get(MilestoneRow, milestone_id) is not None:
            raise InvalidInput("", "Not saved: somebody has just undone the deletion of this milestone. Save again.")

    def create(
        self,
        project_id: int,
        changes: Mapping[str, object],
        *,
        criteria: Sequence[CriterionInput] = (),
        predecessors: Sequence[LinkInput] = (),
        before: Mapping[str, object] = rules.NEW_MILESTONE,
    ) -> int:
        """Add a milestone and return its id; phase and owner are added if they do not exist.

        `before` holds the fields of a deleted milestone that is recreated: a gate that was done is done again. Raises
        InvalidInput, and NotFound if the project was deleted.
        """
        project = project_row(self._transaction, project_id)
        given = {**rules.NEW_MILESTONE, **changes}
        if "done_on" not in changes and "state" in changes:
            del given["done_on"]  # derived from the state
        if "state" not in changes and "done_on" in changes:
            del given["state"]
        settled = rules.validate_milestone({**rules.NEW_MILESTONE, **before}, given, self._transaction.clock.today())
        settled = {**rules.NEW_MILESTONE, **settled}
        row = MilestoneRow(project_id=project_id, title="")
        self._assign(row, project, settled)
        self._transaction.session.add(row)
        self._transaction.session.flush()
        milestone_id = require_id(row.id)
        self._transaction.add_label(f'Add milestone "{row.title}"')
        if row.state == MilestoneState.SUBMITTED:
            follow_states(self._transaction, [row])
        write_criteria(self._transaction, milestone_id, criteria)
        write_predecessors(self._transaction, milestone_id, predecessors)
        return milestone_id

    def edit(self, milestone_id: int, changes: Mapping[str, object], seen: Mapping[str, object]) -> None:
        """Change fields; `seen` holds the values the person saw (a field missing there is overwritten).

        Naming `due_on` confirms the due date, even an unchanged one. The state "submitted" submits the milestone, and
        leaving it withdraws that. An earlier date shortens the kept lags. Raises InvalidInput, NotFound, and
        EditConflict with the fields that somebody else has changed.
        """
        row = milestone_row(self._transaction, milestone_id)
        project = project_row(self._transaction, row.project_id)
        current = self._words(row, project)
        mine = drop_unchanged(changes, seen)
        if "tags" in mine and "tags" in seen:
            mine["tags"] = _merged_tags(seen["tags"], mine["tags"], current["tags"])
            seen = {**seen, "tags": current["tags"]}
        settled = rules.validate_milestone(current, mine, self._transaction.clock.today())
        wanted = {field: settled[field] for field in mine}
        refuse_conflicts(self._transaction, "milestone", milestone_id, current, wanted, seen, _COLUMNS)
        if "due_on" in changes and "due_on" not in settled and changes["due_on"] == current["due_on"]:
            row.forecast_at = self._transaction.clock.now()
        differing = {field: value for field, value in settled.items() if value != current[field]}
        was = row.due_on
        self._assign(row, project, differing)
        if "state" in differing:
            follow_states(self._transaction, [row])
        if comes_earlier(was, row.due_on):
            shorten_lags(self._transaction, [milestone_id])
        edited = [MILESTONE_FIELDS[field].word for field in wanted if wanted[field] != current[field]]
        self._transaction.add_label(
            f'Edit "{row.title}": {", ".join(edited)}' if edited else f'Confirm due date of "{row.title}"'
        )

    def tick(self, milestone_id: int, on: date) -> None:
        """Tick a milestone as done on a date; one that is done stays as it is.

        Raises NotFound and InvalidInput, also for a gate.
        """
        row = milestone_row(self._transaction, milestone_id)
        if row.state == MilestoneState.DONE:
            return
        rules.refuse_undecided(row.kind, row.title)
        rules.validate_milestone(rules.NEW_MILESTONE, {"done_on": on}, self._transaction.clock.today())
        row.state = MilestoneState.DONE.value
        row.done_on = on
        self._transaction.add_label(f'Tick "{row.title}"')

    def untick(self, milestone_id: int) -> None:
        """Untick a milestone; it is in progress if it has progress or a met criterion, else planned.

        Raises NotFound.
        """
        row = milestone_row(self._transaction, milestone_id)
        if row.state != MilestoneState.DONE:
            return
        met = select(CriterionRow.id).where(
            CriterionRow.milestone_id == milestone_id, col(CriterionRow.met_on).is_not(None)
        )
        begun = row.progress > 0 or self._transaction.session.exec(met).first() is not None
        if waiting(self._transaction, milestone_id) is not None:
            row.state = MilestoneState.SUBMITTED.value
        else:
            row.state = (MilestoneState.IN_PROGRESS if begun else MilestoneState.PLANNED).value
        row.done_on = None
        self._transaction.add_label(f'Untick "{row.title}"')

    def edit_all(self, ids: Iterable[int], changes: Mapping[str, object], tags: TagChange | None = None) -> None:
        """Change fields and tags of many milestones of any projects; deleted ones are skipped.

        Phase and owner are added if they do not exist. Raises InvalidInput.
        """
        names = Names(self._transaction)
        today = self._transaction.clock.today()
        rows = bulk.milestone_rows(self._transaction, ids)
        projects = {id_: project_row(self._transaction, id_) for id_ in {row.project_id for row in rows}}
        before = [row.state for row in rows]
        days = {require_id(row.id): row.due_on for row in rows}
        for row in rows:
            current = {name: getattr(row, name) for name in ("title", "kind", "state", "done_on", "progress")}
            settled = rules.validate_milestone(current, changes, today)
            self._assign(row, projects[row.project_id], settled, names)
        follow_states(self._transaction, [row for row, state in zip(rows, before, strict=True) if row.state != state])
        fields = [MILESTONE_FIELDS[field].word for field in changes]
        what = ", ".join([*fields, "tags"] if tags and any(tags) else fields)
        self._transaction.add_label(bulk.label("Edit", rows, what), whole=True)
        if tags and any(tags):
            bulk.tag(self._transaction, rows, tags)
        earlier = [id_ for row in rows if comes_earlier(days[id_ := require_id(row.id)], row.due_on)]
        shorten_lags(self._transaction, earlier)

    def tag_all(self, ids: Iterable[int], tags: TagChange) -> None:
        """Add and remove tags of many milestones; deleted ones are skipped.

        Raises InvalidInput.
        """
        bulk.tag(self._transaction, bulk.milestone_rows(self._transaction, ids), tags)

    def move_all(
        self,
        days: Mapping[int, date],
        seen: Mapping[int, date | None],
        reason: ChangeReason | None = None,
        reason_note: str = "",
    ) -> None:
        """Move the due dates of milestones of any projects, with a reason from the list or in own words.

        The first milestone names the change, and an earlier date shortens the kept lags. `seen` holds the due dates
        that the move was computed from, also of other milestones. Raises EditConflict if one of them has changed,
        NotFound if one was deleted, InvalidInput if one to move is done.
        """
        bulk.move(self._transaction, days, seen)
        if reason is not None:
            self._transaction.reason = reason
            self._transaction.reason_note = rules.validate_line("reason", reason_note)

    def replan(
        self,
        project_id: int,
        days: Mapping[int, date],
        seen: Mapping[int, date | None],
        reason: ChangeReason | None = None,
        reason_note: str = "",
    ) -> None:
        """Move the milestones of a project, and successors elsewhere, to dates that are no longer too soon.

        Otherwise like `move_all`; raise NotFound also if the project was deleted.
        """
        key = project_row(self._transaction, project_id).key
        count = count_words(len(days), "milestone")
        self._transaction.add_label(f"Re-plan {key} · {count}", whole=True)
        self.move_all(days, seen, reason, reason_note)

    def redate(self, days: Mapping[int, date], seen: Mapping[int, date | None]) -> None:
        """Move the done dates of milestones of any projects.

        `seen` holds the done dates that the person saw. Raises EditConflict if one of them has changed, NotFound if a
        milestone was deleted, and InvalidInput for a future date and for what was signed off: gates and accepted
        milestones.
        """
        redate(self._transaction, days, seen)

    def tick_all(self, ids: Iterable[int], on: date) -> None:
        """Tick many milestones as done on a date; done ones stay as they are, deleted ones are skipped.

        Raises InvalidInput, also if a gate is among them.
        """
        bulk.tick(self._transaction, ids, on)

    def delete(self, ids: Iterable[int]) -> None:
        """Delete milestones with everything that belongs to them; deleted ones are skipped.

        Their entries in baselines stay.
        """
        wanted = list(dict.fromkeys(ids))
        session = self._transaction.session
        titles = [
            row.title for milestone_id in wanted[:1] if (row := session.get(MilestoneRow, milestone_id)) is not None
        ]
        deleted = 0
        for batch in batches(wanted):
            deleted += delete_milestones(self._transaction, batch)
        session.expire_all()
        self._transaction.add_label(
            f'Delete "{titles[0]}"' if titles and deleted == 1 else f"Delete {deleted} milestones"
        )

    def _words(self, row: MilestoneRow, project: ProjectRow) -> dict[str, object]:
        """Return the current fields, with names in place of ids."""
        session = self._transaction.session
        found = field_values(row, MILESTONE_FIELDS, project.currency)
        for name, spec in MILESTONE_FIELDS.items():
            if spec.kind in NAMED:
                table: type[Row] = PhaseRow if spec.kind is FieldKind.PHASE else PersonRow
                named = None if found[name] is None else session.get(table, found[name])
                found[name] = getattr(named, "name", "")
        return found

    def _assign(
        self, row: MilestoneRow, project: ProjectRow, settled: Mapping[str, object], names: Names | None = None
    ) -> None:
        names = names or Names(self._transaction)
        for field, value in settled.items():
            spec = MILESTONE_FIELDS[field]
            if spec.kind is FieldKind.PHASE:
                kept = names.phase(row.project_id, str(value))
            elif spec.kind is FieldKind.PERSON:
                kept = names.person(str(value))
            else:
                kept = to_column(spec, value, project.currency)
            set_column(row, spec.column, kept)
            if field == "due_on":
                row.forecast_at = self._transaction.clock.now() if value is not None else None


def _merged_tags(seen: object, mine: object, stored: object) -> tuple[str, ...]:
    """Return the tags with both people's changes; if only the spelling differs, the stored one wins."""
    before, own, now = (rules.validate_tags(tags) for tags in (seen, mine, stored))
    return merge(TAGS, before, own, now).entries


def delete_milestones(transaction: Transaction, ids: Sequence[int] | SelectOfScalar[int] | SelectOfScalar[None]) -> int:
    """Delete the milestones with these ids, or found by this query, and what belongs to them; return how many.

    What was spent on them stays spent, on the project. The caller must expire what the session holds of them.
    """
    session = transaction.session
    count = session.exec(select(func.count()).select_from(MilestoneRow).where(col(MilestoneRow.id).in_(ids))).one()
    ends = or_(col(DependencyRow.predecessor_id).in_(ids), col(DependencyRow.successor_id).in_(ids))
    for gone in (
        delete(DependencyRow).where(ends),
        *(
            delete(rows).where(col(rows.milestone_id).in_(ids))
            for rows in (CriterionRow, AssignmentRow, AcceptanceRow, GateDecisionRow, RiskMilestoneRow)
        ),
        delete(_SOURCES).where(_SOURCES.c.milestone_id.in_(ids)),
        update(CostRow).where(col(CostRow.milestone_id).in_(ids)).values(milestone_id=None),
        delete(MilestoneRow).where(col(MilestoneRow.id).in_(ids)),
    ):
        session.exec(gone, execution_options={"synchronize_session": False})
    return count
