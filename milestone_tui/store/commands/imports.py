"""Import of a whole file: one change, one undo; rows are inserted in bulk, since there may be 100,000."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC
from typing import Any

from sqlmodel import select

from milestone_tui.errors import ImportChanged
from milestone_tui.plan.fields import MILESTONE_FIELDS
from milestone_tui.plan.imported import ImportedPlan, ImportReport
from milestone_tui.plan.importing.compare import compare
from milestone_tui.plan.importing.comparison import (
    ImportComparison,
    NewBaseline,
    NewMilestone,
    ProjectComparison,
    Taking,
)
from milestone_tui.plan.importing.words import import_label
from milestone_tui.plan.language.money import to_minor
from milestone_tui.plan.model import MilestoneState
from milestone_tui.store.bulk import insert_rows
from milestone_tui.store.commands.holidays import holiday_row
from milestone_tui.store.commands.imported_changes import change_links, change_milestones
from milestone_tui.store.commands.imported_people import add_manager, add_people
from milestone_tui.store.commands.imported_sources import record_sources, state_sources
from milestone_tui.store.commands.lookups import person_id_of, require_id
from milestone_tui.store.field_values import NAMED, to_column
from milestone_tui.store.queries.known import known
from milestone_tui.store.tables.plan import BaselineRow, PhaseRow, ProjectRow
from milestone_tui.store.transaction import CommandGroup, Transaction

Progress = Callable[[int, int], None]

_BATCH = 1_000

_NEW: Mapping[str, object] = {
    spec.column: to_column(spec, spec.default) for spec in MILESTONE_FIELDS.values() if spec.kind not in NAMED
}
"""The columns of a milestone that a file does not set."""


class Imports(CommandGroup):
    """Commands that import."""

    def add(
        self,
        incoming: ImportedPlan,
        progress: Progress | None = None,
        seen: ImportComparison | None = None,
        *,
        cancel_gone: bool = False,
    ) -> ImportReport:
        """Import what is new in a file into the projects it names (by key or name), which are created if missing.

        What is here is kept as it is, and reported: as is what cannot be imported, such as a link that closes a loop.
        With `cancel_gone`, the open milestones of the last file that are not in this one are cancelled. `progress` is
        called with the number of milestones imported so far and in all, in the writer thread. Raises ImportChanged if
        that would not do what the person has `seen`.
        """
        return self.take(incoming, Taking(update=False, cancel_gone=cancel_gone), progress, seen)

    def update(
        self,
        incoming: ImportedPlan,
        progress: Progress | None = None,
        seen: ImportComparison | None = None,
        *,
        cancel_gone: bool = False,
        for_day: bool = False,
    ) -> ImportReport:
        """Import what is new in a file, and take what it has changed since the last one; otherwise like `add`.

        What somebody has changed here since the last file is kept, and reported. Nothing is written, not even what the
        file says, if the file has nothing to take; with `for_day`, a file that was not imported for this day is always
        recorded.
        """
        return self.take(incoming, Taking(update=True, cancel_gone=cancel_gone, for_day=for_day), progress, seen)

    def compare(self, incoming: ImportedPlan, taking: Taking) -> ImportComparison:
        """Return what an import would do, and write nothing."""
        transaction = self._transaction
        here = known(transaction.connection, incoming, transaction.day, transaction.later)
        return compare(incoming, here, transaction.clock.today(), taking=taking)

    def take(
        self,
        incoming: ImportedPlan,
        taking: Taking,
        progress: Progress | None = None,
        seen: ImportComparison | None = None,
    ) -> ImportReport:
        """Import what is new in a file, and what `taking` says; `add` and `update` say more."""
        transaction = self._transaction
        compared = self.compare(incoming, taking)
        if seen is not None and seen != compared:
            raise ImportChanged("Somebody changed these projects. Look at the comparison again; nothing is imported.")
        _Import(transaction, compared, progress).run()
        report = compared.report
        transaction.add_label(import_label(report, incoming.file_name, for_day=taking.for_day))
        return report


class _Import:
    """State of one import."""

    def __init__(self, transaction: Transaction, compared: ImportComparison, progress: Progress | None) -> None:
        self._transaction = transaction
        self._session = transaction.session
        self._compared = compared
        self._now = transaction.clock.now().astimezone(UTC).isoformat(timespec="milliseconds")
        self._progress = progress
        self._written = 0
        self._total = sum(len(project.milestones) for project in compared.projects)
        self._owners: dict[str, int | None] = {}
        self._before_first = self._last_milestone_id()

    def run(self) -> None:
        """Write everything, project by project."""
        for project in self._compared.projects:
            self._add(project)

    def _add(self, project: ProjectComparison) -> None:
        row = self._project(project)
        project_id = require_id(row.id)
        found = self._transaction.existed
        found.add(("project", project_id))
        found.update(("milestone", id_) for id_ in project.found)
        phases = self._phases(project_id, project.phases)
        add_people(self._transaction, project.people)
        self._session.add_all(holiday_row(project_id, entry) for entry in project.days_off)
        self._session.flush()
        self._milestones(row, project.milestones, phases)
        add_manager(self._transaction, project_id, project.manager)
        for baseline in project.baselines:
            self._baseline(row, baseline)
        self._links(project)
        change_milestones(self._transaction, project.changed, row.currency, phases, self._person)
        if self._compared.written or self._compared.taking.for_day:
            record_sources(self._transaction, project, project_id, self._compared.source, self._id)
            if self._compared.taking.update:
                self._state(project, project_id)

    def _state(self, project: ProjectComparison, project_id: int) -> None:
        """Note what the file confirms of the milestones that are here."""
        for id_, fields in project.agreed.items():
            columns = (MILESTONE_FIELDS[field].column for field in fields if field in MILESTONE_FIELDS)
            self._transaction.stated["milestone", id_] = frozenset(columns)
        state_sources(self._transaction, project, project_id, self._compared.source)

    def _project(self, project: ProjectComparison) -> ProjectRow:
        """Return the row of a project, added if it is new."""
        if not project.is_new:
            return self._session.exec(select(ProjectRow).where(ProjectRow.key == project.key)).one()
        row = ProjectRow(key=project.key, name=project.name)
        for field, value in project.fields.items():
            setattr(row, field, value)
        self._session.add(row)
        self._session.flush()
        return row

    def _phases(self, project_id: int, new: Sequence[str]) -> Mapping[str, int]:
        """Add the new phases after the others; return the ids of all by their names in lower case."""
        found = self._session.exec(select(PhaseRow).where(PhaseRow.project_id == project_id)).all()
        position = max((phase.position for phase in found), default=-1) + 1
        added = [PhaseRow(project_id=project_id, name=name, position=position + n) for n, name in enumerate(new)]
        self._session.add_all(added)
        self._session.flush()
        ids = {phase.name.casefold(): require_id(phase.id) for phase in (*added, *found)}
        self._transaction.existed.update(("phase", id_) for id_ in ids.values())
        return ids

    def _milestones(self, project: ProjectRow, new: Sequence[NewMilestone], phases: Mapping[str, int]) -> None:
        """Insert the new milestones."""
        for batch in _batches(new):
            self._insert("milestone", [self._columns(project, milestone, phases) for milestone in batch])
            self._written += len(batch)
            if self._progress is not None:
                self._progress(self._written, self._total)

    def _columns(self, project: ProjectRow, new: NewMilestone, phases: Mapping[str, int]) -> dict[str, Any]:
        """Return the columns of a new milestone."""
        milestone = new.source
        begun = MilestoneState.IN_PROGRESS if milestone.progress else MilestoneState.PLANNED
        state = begun if milestone.done_on is None else MilestoneState.DONE
        if milestone.cancelled:
            state = MilestoneState.CANCELLED
        return {
            **_NEW,
            **{(spec := MILESTONE_FIELDS[name]).column: to_column(spec, it) for name, it in milestone.more.items()},
            "title": milestone.title,
            "notes": milestone.notes,
            "progress": milestone.progress,
            "id": self._id(new.token),
            "project_id": require_id(project.id),
            "phase_id": phases.get(milestone.phase.casefold()),
            "kind": milestone.kind.value,
            "owner_id": self._person(milestone.owner),
            "due_on": milestone.due_on and milestone.due_on.isoformat(),
            "done_on": milestone.done_on and milestone.done_on.isoformat(),
            "deadline_on": milestone.deadline_on and milestone.deadline_on.isoformat(),
            "value_minor": None if milestone.value is None else to_minor(milestone.value, project.currency),
            "state": state.value,
            "forecast_at": self._now if milestone.due_on else None,
        }

    def _person(self, name: str) -> int | None:
        """Return the id of the person with this name in the file, adding them if missing; None for no name."""
        if name not in self._owners:
            self._owners[name] = person_id_of(self._transaction, name)
        return self._owners[name]

    def _links(self, project: ProjectComparison) -> None:
        change_links(self._transaction, project.links.changed, project.links.removed)
        links = [
            {"predecessor_id": self._id(link.predecessor), "successor_id": self._id(link.successor), "lag": link.lag}
            for link in project.links.new
        ]
        for batch in _batches(links):
            self._insert("dependency", batch)

    def _baseline(self, project: ProjectRow, new: NewBaseline) -> None:
        row = BaselineRow(project_id=require_id(project.id), name=new.name, taken_at=self._transaction.clock.now())
        self._session.add(row)
        self._session.flush()
        for batch in _batches(new.dates):
            self._insert(
                "baseline_entry",
                [
                    {"baseline_id": row.id, "milestone_id": self._id(token), "due_on": day.isoformat(), "title": title}
                    for token, title, day in batch
                ],
            )
        if new.is_current:
            project.baseline_id = row.id
            self._session.flush()

    def _id(self, token: int) -> int:
        """Return the id of a milestone that is here, or of the new one with this token."""
        return token if token > 0 else self._before_first - token

    def _insert(self, table: str, values: Sequence[dict[str, Any]]) -> None:
        """Insert rows that all have the same columns."""
        if values:
            columns = tuple(values[0])
            insert_rows(self._transaction.connection, table, columns, (tuple(row.values()) for row in values))

    def _last_milestone_id(self) -> int:
        """Return the last id that the table has given: an id is never used twice."""
        query = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'milestone'"
        return int(self._transaction.connection.execute(query).fetchone()[0])


def _batches(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (values[start : start + _BATCH] for start in range(0, len(values), _BATCH))
