"""Import of a whole file: one change, one undo; rows are inserted in bulk, since there may be 100,000."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC
from itertools import count
from typing import Any

from sqlmodel import col, select

from milestone_tui.errors import InvalidInput
from milestone_tui.plan import rules
from milestone_tui.plan.fields import MILESTONE_FIELDS
from milestone_tui.plan.imported import (
    Changed,
    ImportedPlan,
    ImportReport,
    IncomingBaseline,
    IncomingMilestone,
    IncomingProject,
    Skipped,
    limit_dates,
)
from milestone_tui.plan.inputs import HolidayInput
from milestone_tui.plan.language.money import to_minor
from milestone_tui.plan.language.wording import count_words, exact_day
from milestone_tui.plan.model import MilestoneKind, MilestoneState
from milestone_tui.store.bulk import insert_rows
from milestone_tui.store.commands.holidays import add_holidays
from milestone_tui.store.commands.imported import add_manager, add_people, derived_key, project_fields
from milestone_tui.store.commands.lookups import person_id_of, require_id
from milestone_tui.store.commands.loops import LinkGraph
from milestone_tui.store.field_values import NAMED, to_column
from milestone_tui.store.tables.plan import BaselineRow, MilestoneRow, PhaseRow, ProjectRow
from milestone_tui.store.transaction import CommandGroup, Transaction

Progress = Callable[[int, int], None]

_BATCH = 1_000

_NEW: Mapping[str, object] = {
    spec.column: to_column(spec, spec.default) for spec in MILESTONE_FIELDS.values() if spec.kind not in NAMED
}
"""The columns of a milestone that a file does not set."""


class Imports(CommandGroup):
    """Commands that import."""

    def add(self, incoming: ImportedPlan, progress: Progress | None = None) -> ImportReport:
        """Import a file into the projects it names (by key or name), which are created if missing.

        A milestone that its project already has (same title and phase), one without a title, and a link that closes a
        loop are skipped, with the reason. `progress` is called with the number of milestones imported so far and in
        all, in the writer thread.
        """
        report = _Import(self._transaction, sum(len(p.milestones) for p in incoming.projects), progress).run(incoming)
        self._transaction.add_label(f"Import {count_words(report.milestones, 'milestone')}")
        return report


class _Import:
    """State of one import."""

    def __init__(self, transaction: Transaction, total: int, progress: Progress | None) -> None:
        self._transaction = transaction
        self._session = transaction.session
        self._total = total
        self._now = transaction.clock.now().astimezone(UTC).isoformat(timespec="milliseconds")
        self._progress = progress
        self._read = 0
        self._remarks: list[Changed | Skipped] = []
        self._owners: dict[str, int | None] = {}
        self._by_key: dict[str, ProjectRow] = {}
        self._by_name: dict[str, ProjectRow] = {}
        for project in self._session.exec(select(ProjectRow).order_by(col(ProjectRow.id))):
            self._remember(project)
        self._counts = dict.fromkeys(
            ("milestones", "phases", "links", "holidays", "people", "baselines", "undecided"), 0
        )

    def run(self, incoming: ImportedPlan) -> ImportReport:
        """Import everything, project by project."""
        keys: dict[str, None] = {}
        for source in incoming.projects:
            limited, told = limit_dates(source)
            self._remarks += told
            keys[self._add(limited)] = None
        return ImportReport(projects=tuple(keys), remarks=(*incoming.remarks, *self._remarks), **self._counts)

    def _add(self, source: IncomingProject) -> str:
        project = self._find(source.name) or self._make(source)
        project_id = require_id(project.id)
        self._transaction.existed.add(("project", project_id))
        phases = self._phases(project_id, source)
        self._counts["people"] += add_people(self._transaction, source)
        self._counts["holidays"] += add_holidays(
            self._transaction, project_id, [HolidayInput(holiday.day, holiday.name) for holiday in source.holidays]
        )
        taken = self._milestones(project, source, phases)
        add_manager(self._transaction, project_id, source.manager)
        self._baselines(project, source, taken)
        self._links(source, {milestone.ref: id_ for milestone, id_ in taken})
        return project.key

    def _find(self, name: str) -> ProjectRow | None:
        """Return the project that the file names, by its key or else by its name."""
        wanted = rules.validate_line("project", name).casefold()
        return self._by_key.get(wanted) or self._by_name.get(wanted)

    def _remember(self, project: ProjectRow) -> None:
        self._by_key[project.key.casefold()] = project
        self._by_name.setdefault(project.name.casefold(), project)

    def _make(self, source: IncomingProject) -> ProjectRow:
        name = rules.validate_name("project", "project name", source.name)
        key = derived_key(name, {key.upper() for key in self._by_key})
        fields, refused = project_fields(source)
        self._remarks.extend(refused)
        row = ProjectRow(key=key, name=name)
        for field, value in fields.items():
            setattr(row, field, value)
        self._session.add(row)
        self._session.flush()
        self._remember(row)
        return row

    def _phases(self, project_id: int, source: IncomingProject) -> dict[str, int | None]:
        """Return the ids of phases by their names in the file; missing ones are added in the file's order."""
        found = self._session.exec(select(PhaseRow).where(PhaseRow.project_id == project_id)).all()
        there = {phase.name.casefold(): require_id(phase.id) for phase in found}
        position = max((phase.position for phase in found), default=-1)
        phases: dict[str, int | None] = {}
        for name in dict.fromkeys((*source.phases, *(milestone.phase for milestone in source.milestones))):
            tidied = rules.validate_line("phase", name)
            if tidied and tidied.casefold() not in there:
                position += 1
                row = PhaseRow(project_id=project_id, name=tidied, position=position)
                self._session.add(row)
                self._session.flush()
                there[tidied.casefold()] = require_id(row.id)
                self._counts["phases"] += 1
            phases[name] = phase_id = there.get(tidied.casefold())
            if phase_id is not None:
                self._transaction.existed.add(("phase", phase_id))
        return phases

    def _milestones(
        self, project: ProjectRow, source: IncomingProject, phases: dict[str, int | None]
    ) -> list[tuple[IncomingMilestone, int]]:
        """Insert the milestones that are new; return them with their ids."""
        project_id = require_id(project.id)
        foreign = source.currency.upper() not in ("", project.currency)
        of = select(MilestoneRow.id, MilestoneRow.title, MilestoneRow.phase_id)
        found = self._session.exec(of.where(MilestoneRow.project_id == project_id))
        there = {(title.casefold(), phase_id): require_id(id_) for id_, title, phase_id in found}
        taken: list[tuple[IncomingMilestone, int]] = []
        values: list[dict[str, Any]] = []
        ids = count(self._next_milestone_id())
        for milestone in source.milestones:
            row = self._settled(project_id, milestone, phases, there)
            if row is not None:
                row["value_minor"] = self._amount(milestone, project, source.currency if foreign else "")
                row["id"] = next(ids)
                values.append(row)
                taken.append((milestone, row["id"]))
                passed = (row["kind"], row["state"]) == (MilestoneKind.GATE, MilestoneState.DONE)
                self._counts["undecided"] += int(passed)
            self._read += 1
            if self._read % _BATCH == 0 or self._read == self._total:
                self._insert("milestone", values)
                values = []
                if self._progress is not None:
                    self._progress(self._read, self._total)
        self._insert("milestone", values)
        self._counts["milestones"] += len(taken)
        return taken

    def _settled(
        self,
        project_id: int,
        milestone: IncomingMilestone,
        phases: dict[str, int | None],
        there: Mapping[tuple[str, int | None], int],
    ) -> dict[str, Any] | None:
        """Return the columns of a milestone; None, with a line in the report, if it is skipped."""
        try:
            given = {"title": milestone.title, "notes": milestone.notes, "progress": milestone.progress}
            today = self._transaction.clock.today()
            texts = rules.validate_milestone(rules.NEW_MILESTONE, given | dict(milestone.more), today)
            owner_id = self._person(milestone.owner)
        except InvalidInput as error:
            self._remarks.append(Skipped(milestone.where, milestone.title, str(error)))
            return None
        title = str(texts["title"])
        phase_id = phases[milestone.phase]
        if (found := there.get((title.casefold(), phase_id))) is not None:
            self._transaction.existed.add(("milestone", found))
            reason = f"already in the project{' (same phase)' if phase_id else ''}"
            self._remarks.append(Skipped(milestone.where, title, reason))
            return None
        begun = MilestoneState.IN_PROGRESS if milestone.progress else MilestoneState.PLANNED
        state = begun if milestone.done_on is None else MilestoneState.DONE
        if milestone.cancelled:
            milestone, state = milestone._replace(done_on=None), MilestoneState.CANCELLED
        return {
            **_NEW,
            **{(spec := MILESTONE_FIELDS[name]).column: to_column(spec, value) for name, value in texts.items()},
            "project_id": project_id,
            "phase_id": phase_id,
            "kind": milestone.kind.value,
            "owner_id": owner_id,
            "due_on": milestone.due_on and milestone.due_on.isoformat(),
            "done_on": self._done_on(milestone),
            "deadline_on": milestone.deadline_on and milestone.deadline_on.isoformat(),
            "state": state.value,
            "forecast_at": self._now if milestone.due_on else None,
        }

    def _done_on(self, milestone: IncomingMilestone) -> str | None:
        """Return the done date; for a future date in the file it is today, with a line in the report."""
        day, today = milestone.done_on, self._transaction.clock.today()
        if day is None or day <= today:
            return None if day is None else day.isoformat()
        reason = f"imported as done today: its done date {exact_day(day)} is in the future"
        self._remarks.append(Changed(milestone.where, milestone.title, reason))
        return today.isoformat()

    def _amount(self, milestone: IncomingMilestone, project: ProjectRow, currency: str) -> int | None:
        """Return the value in the smallest unit; None, with a line in the report, if it is in another `currency`."""
        if milestone.value is None:
            return None
        reason = f"it is in {currency}, and {project.key} uses {project.currency}" if currency else ""
        if not reason:
            try:
                rules.validate_milestone(
                    rules.NEW_MILESTONE, {"value": milestone.value}, self._transaction.clock.today()
                )
                return to_minor(milestone.value, project.currency)
            except InvalidInput as error:
                reason = str(error)
        self._remarks.append(Changed(milestone.where, milestone.title, f"imported without its value: {reason}"))
        return None

    def _person(self, name: str) -> int | None:
        """Return the id of the person with this name in the file, adding them if missing; None for no name."""
        if name not in self._owners:
            self._owners[name] = person_id_of(self._transaction, rules.validate_line("owner", name))
        return self._owners[name]

    def _baselines(
        self, project: ProjectRow, source: IncomingProject, taken: Sequence[tuple[IncomingMilestone, int]]
    ) -> None:
        """Import the file's baselines; its current one becomes current if the project has none."""
        held = {milestone.ref: (id_, rules.validate_line("title", milestone.title)) for milestone, id_ in taken}
        name = rules.validate_line("baseline", source.baseline_name) or "Imported baseline"
        agreed = tuple((m.ref, m.baseline_on) for m, _ in taken if m.baseline_on is not None)
        for baseline in (*source.baselines, IncomingBaseline(name, agreed)):
            dates = {held[ref]: day for ref, day in baseline.dates if ref in held}
            if not dates:
                continue
            row = BaselineRow(
                project_id=require_id(project.id),
                name=rules.validate_line("baseline", baseline.name) or "Imported baseline",
                taken_at=self._transaction.clock.now(),
            )
            self._session.add(row)
            self._session.flush()
            for batch in _batches(list(dates.items())):
                self._insert(
                    "baseline_entry",
                    [
                        {"baseline_id": row.id, "milestone_id": id_, "due_on": day.isoformat(), "title": title}
                        for (id_, title), day in batch
                    ],
                )
            self._counts["baselines"] += 1
        if agreed and project.baseline_id is None:
            project.baseline_id = row.id
            self._session.flush()

    def _links(self, source: IncomingProject, ids: dict[str, int]) -> None:
        """Import the links between imported milestones, except those that close a loop."""
        titles = {milestone.ref: milestone.title for milestone in source.milestones}
        graph = LinkGraph()
        values: list[dict[str, Any]] = []
        for link in source.links:
            ends = (link.predecessor_ref, link.successor_ref)
            what = " → ".join(titles.get(ref, ref) for ref in ends)
            reason = ""
            if not all(ref in ids for ref in ends):
                reason = "one of its milestones was skipped"
            elif (ids[ends[0]], ids[ends[1]]) in graph:
                reason = "the two are already linked"
            elif graph.closes_loop(ids[ends[0]], ids[ends[1]]):
                reason = "it would close a loop"
            if reason:
                self._remarks.append(Skipped("link", what, reason))
                continue
            graph.add(ids[ends[0]], ids[ends[1]])
            lag = max(-rules.LONGEST_LAG, min(rules.LONGEST_LAG, link.lag))
            if lag != link.lag:
                reason = f"imported with a lag of {lag:,} working days: the file's {link.lag:,} is too much"
                self._remarks.append(Changed("link", what, reason))
            values.append({"predecessor_id": ids[ends[0]], "successor_id": ids[ends[1]], "lag": lag})
        for batch in _batches(values):
            self._insert("dependency", batch)
        self._counts["links"] += len(values)

    def _insert(self, table: str, values: Sequence[dict[str, Any]]) -> None:
        """Insert rows that all have the same columns."""
        if values:
            columns = tuple(values[0])
            insert_rows(self._transaction.connection, table, columns, (tuple(row.values()) for row in values))

    def _next_milestone_id(self) -> int:
        """Return the next id of the table: an id is never used twice."""
        query = "SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'milestone'"
        return int(self._transaction.connection.execute(query).fetchone()[0])


def _batches(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (values[start : start + _BATCH] for start in range(0, len(values), _BATCH))
