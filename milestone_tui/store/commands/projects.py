"""Projects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from sqlmodel import col, delete, select

from milestone_tui.errors import InvalidInput
from milestone_tui.plan import rules
from milestone_tui.plan.fields import PROJECT_FIELDS
from milestone_tui.plan.language.money import to_minor
from milestone_tui.plan.language.wording import count_words
from milestone_tui.store.column_types import set_column
from milestone_tui.store.commands.lookups import project_row, project_rows, require_id
from milestone_tui.store.commands.merge import drop_unchanged, refuse_conflicts
from milestone_tui.store.commands.milestones import delete_milestones
from milestone_tui.store.field_values import field_values, to_column
from milestone_tui.store.tables.belongings import CostRow, RiskRow
from milestone_tui.store.tables.others import (
    BaselineEntryRow,
    HolidayRow,
    NeedRow,
    ProjectPersonRow,
    ReportRow,
    ReviewAnswerRow,
    ReviewRow,
)
from milestone_tui.store.tables.plan import BaselineRow, MilestoneRow, PhaseRow, ProjectRow
from milestone_tui.store.transaction import CommandGroup

_COLUMNS = {name: spec.column for name, spec in PROJECT_FIELDS.items()}


class Projects(CommandGroup):
    """Commands on projects; `changes` are keyed by the field names of `plan.fields.PROJECT_FIELDS`."""

    def create(self, changes: Mapping[str, object]) -> int:
        """Add a project and return its id; raise InvalidInput."""
        settled = rules.validate_project(rules.NEW_PROJECT, {**rules.NEW_PROJECT, **changes})
        row = ProjectRow(key="", name="")
        self._assign(row, settled)
        self._transaction.session.add(row)
        self._transaction.session.flush()
        self._transaction.add_label(f"Create project {row.key}")
        return require_id(row.id)

    def edit(self, project_id: int, changes: Mapping[str, object], seen: Mapping[str, object]) -> None:
        """Change fields; `seen` holds the values the person saw (a field missing there is overwritten).

        Raises InvalidInput, NotFound, and EditConflict with the fields that somebody else has changed.
        """
        row = project_row(self._transaction, project_id)
        current = field_values(row, PROJECT_FIELDS, row.currency)
        settled = rules.validate_project(current, drop_unchanged(changes, seen))
        refuse_conflicts(self._transaction, "project", project_id, current, settled, seen, _COLUMNS)
        differing = {field: value for field, value in settled.items() if value != current[field]}
        if "currency" in differing:
            self._refuse_other_decimals(row, str(differing["currency"]))
        self._assign(row, differing)
        self._transaction.add_label(f"Edit {row.key}: {', '.join(PROJECT_FIELDS[field].word for field in differing)}")

    def archive(self, project_id: int, archived: bool) -> None:
        """Archive or unarchive a project; raise NotFound."""
        self.archive_all([project_id], archived)

    def archive_all(self, ids: Iterable[int], archived: bool) -> None:
        """Archive or unarchive projects; raise NotFound if one was deleted."""
        rows = [row for row in project_rows(self._transaction, ids) if archived != (row.archived_at is not None)]
        now = self._transaction.clock.now() if archived else None
        for row in rows:
            row.archived_at = now
        if rows:
            self._transaction.add_label(_label("Archive" if archived else "Unarchive", rows))

    def delete(self, project_id: int) -> None:
        """Delete a project with everything in it; raise NotFound."""
        self.delete_all([project_id])

    def delete_all(self, ids: Iterable[int]) -> None:
        """Delete projects with everything in them; raise NotFound if one was deleted."""
        rows = project_rows(self._transaction, ids)
        self._transaction.add_label(_label("Delete", rows))
        for id_ in [require_id(row.id) for row in rows]:
            self._delete(id_)

    def _delete(self, project_id: int) -> None:
        session = self._transaction.session
        row = project_row(self._transaction, project_id)
        delete_milestones(self._transaction, select(MilestoneRow.id).where(MilestoneRow.project_id == project_id))
        row.baseline_id = None
        session.flush()
        baselines = select(BaselineRow.id).where(BaselineRow.project_id == project_id)
        session.exec(delete(BaselineEntryRow).where(col(BaselineEntryRow.baseline_id).in_(baselines)))
        session.exec(delete(BaselineRow).where(col(BaselineRow.project_id) == project_id))
        reviews = select(ReviewRow.id).where(ReviewRow.project_id == project_id)
        session.exec(delete(ReviewAnswerRow).where(col(ReviewAnswerRow.review_id).in_(reviews)))
        for table in (ReportRow, NeedRow, ReviewRow, RiskRow, CostRow, HolidayRow, ProjectPersonRow, PhaseRow):
            session.exec(delete(table).where(col(table.project_id) == project_id))
        session.delete(row)
        session.flush()
        session.expire_all()

    def _assign(self, row: ProjectRow, settled: Mapping[str, object]) -> None:
        if "key" in settled and settled["key"] != row.key:
            self._refuse_taken_key(str(settled["key"]))
        currency = str(settled.get("currency", row.currency))
        for field, value in settled.items():
            spec = PROJECT_FIELDS[field]
            set_column(row, spec.column, to_column(spec, value, currency))

    def _refuse_taken_key(self, key: str) -> None:
        taken = self._transaction.session.exec(select(ProjectRow).where(ProjectRow.key == key)).first()
        if taken is not None:
            archived = " (archived)" if taken.archived_at else ""
            raise InvalidInput("key", f'The key {key} is already used by "{taken.name}"{archived}. Choose another.')

    def _refuse_other_decimals(self, row: ProjectRow, currency: str) -> None:
        """Refuse a currency with other decimals: amounts are stored in the smallest unit and would change."""
        if to_minor(Decimal(1), row.currency) == to_minor(Decimal(1), currency):
            return
        valued = select(MilestoneRow.id).where(
            MilestoneRow.project_id == row.id, col(MilestoneRow.value_minor).is_not(None)
        )
        agreed = (
            select(BaselineEntryRow.id)
            .join(BaselineRow, col(BaselineRow.id) == BaselineEntryRow.baseline_id)
            .where(BaselineRow.project_id == row.id, col(BaselineEntryRow.value_minor).is_not(None))
        )
        spent = select(CostRow.id).where(CostRow.project_id == row.id)
        session = self._transaction.session
        if row.budget_minor is not None or any(session.exec(query).first() for query in (valued, agreed, spent)):
            raise InvalidInput(
                "currency",
                f"Cannot change the currency to {currency}: {row.key} has amounts in {row.currency}, "
                "which has other decimals. Remove the amounts first.",
            )


def _label(verb: str, rows: Sequence[ProjectRow]) -> str:
    return f"{verb} {rows[0].key if len(rows) == 1 else count_words(len(rows), 'project')}"
