"""The comparison of a file with what is here: what is new, what differs, what is the same, what cannot be imported.

The preview shows it and the store writes it, so both say the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from milestone_tui.plan import rules
from milestone_tui.plan.imported import (
    Changed,
    ImportedPlan,
    IncomingPerson,
    IncomingProject,
    ReadColumn,
    Skipped,
    changed_and_skipped,
    limit_dates,
)
from milestone_tui.plan.importing.comparison import (
    Difference,
    ImportComparison,
    ImportRow,
    NewLink,
    Part,
    ProjectComparison,
    Standing,
)
from milestone_tui.plan.importing.differences import difference_words
from milestone_tui.plan.importing.here import Here, Target
from milestone_tui.plan.importing.known import Known
from milestone_tui.plan.importing.links import LinkComparison
from milestone_tui.plan.importing.milestones import MilestoneComparison, baselines_of
from milestone_tui.plan.importing.new_project import project_fields
from milestone_tui.plan.inputs import HolidayInput
from milestone_tui.plan.language.wording import exact_day

Progress = Callable[[int, int], None]
"""Called with the number of milestones compared so far and in all; an error that it raises ends the comparison."""


def compare(incoming: ImportedPlan, known: Known, today: date, progress: Progress | None = None) -> ImportComparison:
    """Return what an import of this file would do now.

    A milestone is recognised by its title within its phase; of a project that is here, nothing is changed. Raises
    InvalidInput for a project or phase whose name is not possible.
    """
    return _Comparing(known, today, progress, sum(len(p.milestones) for p in incoming.projects)).run(incoming)


class _Comparing:
    """State of one comparison."""

    def __init__(self, known: Known, today: date, progress: Progress | None, total: int) -> None:
        self._here = Here(known)
        self._today = today
        self._rows: list[ImportRow] = []
        self._remarks: list[Changed | Skipped] = []
        self._milestones = MilestoneComparison(self._here, today, self._rows, self._remarks, progress, total)
        self._links = LinkComparison(self._here, self._rows, self._remarks)

    def run(self, incoming: ImportedPlan) -> ImportComparison:
        """Compare project by project, then add what the reader remarked."""
        projects = []
        for source in incoming.projects:
            limited, told = limit_dates(source)
            self._remarks += told
            projects.append(self._project(limited))
        remarks = (*incoming.remarks, *self._remarks)
        rows = (*_with_remarks(self._rows, remarks), *_column_rows(incoming.columns))
        return ImportComparison(tuple(projects), rows, remarks, incoming.columns)

    def _project(self, source: IncomingProject) -> ProjectComparison:
        target = self._here.target(source)
        fields, refused = project_fields(source) if target.is_new else ({}, [])
        self._remarks += refused
        if isinstance(currency := fields.get("currency"), str):
            target.currency = currency
        self._rows.append(
            ImportRow(
                Standing.NEW if target.is_new else Standing.SAME,
                Part.PROJECT,
                target.name,
                project=target.key,
                reason="" if target.is_new else "its fields stay as they are",
            )
        )
        phases = self._phases(target, source)
        people = self._people(source)
        days_off = self._days_off(target, source)
        manager = self._manager(target, source)
        new, tokens = self._milestones.compare(target, source)
        baselines = baselines_of(source, new, has_current=target.has_baseline)
        for baseline in baselines:
            self._add(target, Standing.NEW, Part.BASELINE, baseline.name)
        target.has_baseline |= any(baseline.is_current for baseline in baselines)
        links: tuple[NewLink, ...] = self._links.compare(target, source, tokens)
        return ProjectComparison(
            project_id=target.id,
            key=target.key,
            name=target.name,
            fields=fields,
            is_new=target.is_new,
            phases=phases,
            milestones=new,
            links=links,
            baselines=baselines,
            days_off=days_off,
            people=people,
            manager=manager,
            found=tuple(sorted(token for token in tokens.values() if token > 0)),
        )

    def _add(
        self,
        target: Target | None,
        standing: Standing,
        part: Part,
        what: str,
        reason: str = "",
        differences: tuple[Difference, ...] = (),
    ) -> None:
        words = difference_words(differences, self._today)
        key = target.key if target else ""
        self._rows.append(ImportRow(standing, part, what, project=key, reason=reason or words, differences=differences))

    def _phases(self, target: Target, source: IncomingProject) -> tuple[str, ...]:
        """Return the new phases in the order of the file."""
        new = []
        for name in dict.fromkeys((*source.phases, *(milestone.phase for milestone in source.milestones))):
            if not (tidied := rules.validate_line("phase", name)):
                continue
            is_new = target.add_phase(tidied)
            self._add(target, Standing.NEW if is_new else Standing.SAME, Part.PHASE, tidied)
            if is_new:
                new.append(tidied)
        return tuple(new)

    def _people(self, source: IncomingProject) -> tuple[IncomingPerson, ...]:
        """Return the people who are new, or get details that are missing here."""
        changed = []
        for person in source.people:
            name = rules.validate_line("name", person.name)
            if not name:
                continue
            tidied = IncomingPerson(
                name,
                rules.validate_line("email", person.email),
                rules.validate_line("organisation", person.organisation),
            )
            known = self._here.person(name)
            if known is None:
                self._add(None, Standing.NEW, Part.PERSON, name)
                changed.append(tidied)
            elif added := known.adds(tidied):
                self._add(None, Standing.NEW, Part.DETAILS, name, f"adds the {' and '.join(added)}")
                changed.append(tidied)
            else:
                self._add(None, Standing.SAME, Part.PERSON, name)
            self._here.add_person(tidied)
        return tuple(changed)

    def _days_off(self, target: Target, source: IncomingProject) -> tuple[HolidayInput, ...]:
        """Return the new days off and worked days by date; a day that the file has as both is a worked day."""
        first = {holiday.day: HolidayInput(holiday.day, holiday.name) for holiday in reversed(source.holidays)}
        first |= {worked.day: HolidayInput(worked.day, worked.name, True) for worked in reversed(source.worked)}
        new = []
        for entry in rules.validate_holidays([*first.values()]):
            part = _part_of(entry)
            words = f"{exact_day(entry.day)} {entry.name}".strip()
            here = target.days_off.get(entry.day)
            if here is None:
                self._add(target, Standing.NEW, part, words)
                new.append(entry)
                target.days_off[entry.day] = entry
            elif here.is_worked is not entry.is_worked:
                kinds = Difference("kind", _part_of(here).value, part.value)
                self._add(target, Standing.DIFFERS, part, words, differences=(kinds,))
            elif entry.name and entry.name != here.name:
                names = Difference("name", here.name, entry.name)
                self._add(target, Standing.DIFFERS, part, words, differences=(names,))
            else:
                self._add(target, Standing.SAME, part, words)
        return tuple(new)

    def _manager(self, target: Target, source: IncomingProject) -> str:
        """Return the manager that a project without one gets."""
        name = rules.validate_line("manager", source.manager)
        if not name:
            return ""
        if not target.manager:
            self._add(target, Standing.NEW, Part.MANAGER, name)
            target.manager = name
            self._here.add_person(IncomingPerson(name))
            return name
        if target.manager.casefold() == name.casefold():
            self._add(target, Standing.SAME, Part.MANAGER, name)
        else:
            difference = Difference("manager", target.manager, name)
            self._add(target, Standing.DIFFERS, Part.MANAGER, name, differences=(difference,))
        return ""


def _with_remarks(rows: list[ImportRow], remarks: tuple[Changed | Skipped, ...]) -> list[ImportRow]:
    """Return the rows with the changes on the way as reasons; a remark on something else gets a row of its own."""
    if not remarks:
        return rows
    changed, skipped = changed_and_skipped(remarks)
    found = {(remark.where, remark.what): remark for remark in changed}
    rest = {remark[:2] for remark in (*changed, *skipped)}
    told = []
    for row in rows:
        rest.discard((row.where, row.what))
        remark = found.get((row.where, row.what)) if row.where and row.standing is Standing.NEW else None
        told.append(row if remark is None else _told(row, remark))
    return [
        *told,
        *_remark_rows(Standing.SKIPPED, [remark for remark in skipped if remark[:2] in rest]),
        *_remark_rows(Standing.NOTE, [remark for remark in changed if remark[:2] in rest]),
    ]


def _told(row: ImportRow, remark: Changed) -> ImportRow:
    return row._replace(reason=" · ".join(filter(None, (remark.reason, row.reason))), check=remark.check)


def _remark_rows(standing: Standing, remarks: Iterable[Changed | Skipped]) -> list[ImportRow]:
    return [
        ImportRow(standing, Part.FILE, remark.what, remark.where, reason=remark.reason, check=remark.check)
        for remark in remarks
    ]


def _column_rows(columns: Iterable[ReadColumn]) -> Iterator[ImportRow]:
    """Yield a row for each column of a table that needed a decision."""
    for column in columns:
        reason = f"read as {column.read_as}" if column.read_as else f"skipped: {column.reason}"
        yield ImportRow(Standing.NOTE, Part.FILE, f'column "{column.name}"', "header", reason=reason)


def _part_of(entry: HolidayInput) -> Part:
    return Part.WORKED_DAY if entry.is_worked else Part.DAY_OFF
