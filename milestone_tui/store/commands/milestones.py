"""Milestones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlmodel import col, delete, func, or_, select
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
from milestone_tui.store.column_types import Row
from milestone_tui.store.commands.acceptance import follow_states, waiting
from milestone_tui.store.commands.bulk import redate
from milestone_tui.store.commands.criteria import write_criteria
from milestone_tui.store.commands.lags import shorten_lags
from milestone_tui.store.commands.links import write_predecessors
from milestone_tui.store.commands.lookups import Names, milestone_row, project_row, require_id
from milestone_tui.store.commands.merge import drop_unchanged, refuse_conflicts
from milestone_tui.store.field_values import NAMED, field_values, to_column
from milestone_tui.store.tables import (
    AcceptanceRow,
    AssignmentRow,
    CriterionRow,
    DependencyRow,
    GateDecisionRow,
    MilestoneRow,
    PersonRow,
    PhaseRow,
    ProjectRow,
    set_column,
)
from milestone_tui.store.transaction import CommandGroup, Transaction

_COLUMNS = {name: spec.column for name, spec in MILESTONE_FIELDS.items()}


class Milestones(CommandGroup):
    """What can be done to milestones; `changes` are keyed by the words of `plan.fields.MILESTONE_FIELDS`."""

    def refuse_if_there(self, milestone_id: int) -> None:
        """Raise InvalidInput when a milestone that is to be made anew, since it was deleted, is there again."""
        if self._transaction.session.get(MilestoneRow, milestone_id) is not None:
            raise InvalidInput("", "That milestone was brought back a moment ago: save again to edit it.")

    def create(
        self,
        project_id: int,
        changes: Mapping[str, object],
        *,
        criteria: Sequence[CriterionInput] = (),
        predecessors: Sequence[LinkInput] = (),
        before: Mapping[str, object] = rules.NEW_MILESTONE,
    ) -> int:
        """Add a milestone and return its id; phase and owner are made when there are none of these names.

        `before` holds the fields of one that was deleted and is made again: a gate that was done is so again. Raises
        InvalidInput, and NotFound when the project is gone.
        """
        project = project_row(self._transaction, project_id)
        given = {**rules.NEW_MILESTONE, **changes}
        if "done_on" not in changes and "state" in changes:
            del given["done_on"]  # so that it follows from the state
        if "state" not in changes and "done_on" in changes:
            del given["state"]
        settled = rules.validate_milestone({**rules.NEW_MILESTONE, **before}, given, self._transaction.clock.today())
        settled = {**rules.NEW_MILESTONE, **settled}
        row = MilestoneRow(project_id=project_id, title="")
        self._assign(row, project, settled)
        self._transaction.session.add(row)
        self._transaction.session.flush()
        milestone_id = require_id(row.id)
        self._transaction.add_label(f'New milestone "{row.title}"')
        if row.state == MilestoneState.SUBMITTED:
            follow_states(self._transaction, [row])
        write_criteria(self._transaction, milestone_id, criteria)
        write_predecessors(self._transaction, milestone_id, predecessors)
        return milestone_id

    def edit(self, milestone_id: int, changes: Mapping[str, object], seen: Mapping[str, object]) -> None:
        """Change fields; `seen` holds what the person saw in them (a field that is missing there is overwritten).

        Naming `due_on` confirms the forecast, also when it stays the same; who declares it submitted submits it, and
        who takes it back withdraws that. An earlier day shortens the lags that were kept from the dates. Raises
        InvalidInput, NotFound, and EditConflict with the fields that somebody else has changed meanwhile.
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
        told = [MILESTONE_FIELDS[field].word for field in wanted if wanted[field] != current[field]]
        self._transaction.add_label(
            f'Edit "{row.title}": {", ".join(told)}' if told else f'Confirm the forecast of "{row.title}"'
        )

    def tick(self, milestone_id: int, on: date) -> None:
        """Declare a milestone done on a day; what is done already stays as it is.

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
        """Declare that a milestone is not done after all; it is in progress again when anything of it is.

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
        """Change fields and tags of many milestones, of whatever projects; those that are gone are passed over.

        Phase and owner are made where there are none of these names. Raises InvalidInput.
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
        """Give many milestones tags, and take others from them; those that are gone are passed over.

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
        """Move the forecasts of milestones, of whatever projects, to these days, for a reason or one in own words.

        The first names the move, and an earlier day shortens the lags that were kept from the dates. `seen` holds the
        forecasts that the move was worked out from, of others too. Raises EditConflict when one of them is another by
        now, NotFound when one is gone, InvalidInput when one that is to move is done.
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
        """Move the forecasts of a project, and of others that follow, to where they are no longer too soon.

        Otherwise as `move_all`; raises NotFound also when the project is gone.
        """
        key = project_row(self._transaction, project_id).key
        count = count_words(len(days), "milestone")
        self._transaction.add_label(f"Re-plan {key} · {count}", whole=True)
        self.move_all(days, seen, reason, reason_note)

    def redate(self, days: Mapping[int, date], seen: Mapping[int, date | None]) -> None:
        """Move the done dates of milestones, of whatever projects, to these days.

        `seen` holds the done dates that the person saw. Raises EditConflict when one of them is another by now,
        NotFound when a milestone is gone, and InvalidInput for a day to come and for what somebody signed: a gate, and
        what was accepted.
        """
        redate(self._transaction, days, seen)

    def tick_all(self, ids: Iterable[int], on: date) -> None:
        """Declare many milestones done on a day; what is done stays as it is, those that are gone are passed over.

        Raises InvalidInput, also where a gate is among them.
        """
        bulk.tick(self._transaction, ids, on)

    def delete(self, ids: Iterable[int]) -> None:
        """Delete milestones with all that hangs on them; those gone already are passed over.

        In baselines they stay: what was agreed is agreed.
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
        """Return the fields as they stand, in the words of an edit."""
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
    """What both did to the tags. A tag is there or not: only its spelling can be disputed, and then theirs holds."""
    before, own, now = (rules.validate_tags(tags) for tags in (seen, mine, stored))
    return merge(TAGS, before, own, now).entries


def delete_milestones(transaction: Transaction, ids: Sequence[int] | SelectOfScalar[int] | SelectOfScalar[None]) -> int:
    """Delete the milestones of these ids, or of those a query finds, and all that hangs on them; return how many.

    What the session holds of them is to be expired.
    """
    session = transaction.session
    count = session.exec(select(func.count()).select_from(MilestoneRow).where(col(MilestoneRow.id).in_(ids))).one()
    ends = or_(col(DependencyRow.predecessor_id).in_(ids), col(DependencyRow.successor_id).in_(ids))
    for gone in (
        delete(DependencyRow).where(ends),
        *(
            delete(table).where(col(table.milestone_id).in_(ids))
            for table in (CriterionRow, AssignmentRow, AcceptanceRow, GateDecisionRow)
        ),
        delete(MilestoneRow).where(col(MilestoneRow.id).in_(ids)),
    ):
        session.exec(gone, execution_options={"synchronize_session": False})
    return count
