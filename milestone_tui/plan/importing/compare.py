"""The comparison of a file with what is here: what is new, what differs, what is the same, what cannot be imported.

The preview shows it and the store writes it, so both say the same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
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
    NEW_ONLY,
    Difference,
    ImportComparison,
    ImportRow,
    Part,
    ProjectComparison,
    Standing,
    Taking,
)
from milestone_tui.plan.importing.difference_words import difference_words
from milestone_tui.plan.importing.gone import find_gone
from milestone_tui.plan.importing.here import Here, Target
from milestone_tui.plan.importing.known import Known
from milestone_tui.plan.importing.links import LinkComparison
from milestone_tui.plan.importing.milestones import MilestoneComparison, baselines_of
from milestone_tui.plan.importing.new_project import project_fields
from milestone_tui.plan.importing.sources import series_of
from milestone_tui.plan.inputs import HolidayInput
from milestone_tui.plan.language.wording import exact_day

Progress = Callable[[int, int], None]
"""Called with the number of milestones compared so far and in all; an error that it raises ends the comparison."""


def compare(
    incoming: ImportedPlan, known: Known, today: date, progress: Progress | None = None, taking: Taking = NEW_ONLY
) -> ImportComparison:
    """Return what an import of this file would do now.

    A milestone is recognised by its id in the program that wrote the file, else by its title within its phase. Of a
    project that is here, nothing is changed unless `taking` says so. Raises InvalidInput for a project or phase whose
    name is not possible.
    """
    total = sum(len(project.milestones) for project in incoming.projects)
    return _Comparing(known, today, progress, total, taking).run(incoming)


class _Comparing:
    """State of one comparison."""

    def __init__(self, known: Known, today: date, progress: Progress | None, total: int, taking: Taking) -> None:
        self._here = Here(known)
        self._likely = known.likely
        self._today = today
        self._taking = taking
        self._rows: list[ImportRow] = []
        self._remarks: list[Changed | Skipped] = []
        self._milestones = MilestoneComparison(self._here, today, taking, self._rows, self._remarks, progress, total)
        self._links = LinkComparison(self._here, today, taking, self._rows, self._remarks)

    def run(self, incoming: ImportedPlan) -> ImportComparison:
        """Compare project by project, then find what is gone, and add what the reader remarked."""
        projects: dict[str, list[ProjectComparison]] = {}
        targets: dict[str, Target] = {}
        for source in incoming.projects:
            limited, told = limit_dates(source)
            self._remarks += told
            target = self._here.target(limited)
            targets[target.key] = target
            projects.setdefault(target.key, []).append(self._project(target, limited))
        unread = {remark.what.casefold() for remark in incoming.remarks if isinstance(remark, Skipped)}
        for key, target in targets.items():
            series = series_of(target.sources, target.found)
            projects[key] = [_in_series(target, part, series) for part in projects[key]]
            gone = find_gone(target, projects[key], self._taking, unread)
            self._rows += gone.rows
            last = projects[key][-1]
            projects[key][-1] = last._replace(
                changed=(*last.changed, *gone.cancelled), sources=(*last.sources, *gone.sources)
            )
        remarks = (*incoming.remarks, *self._remarks)
        parts = tuple(part for found in projects.values() for part in found)
        rows = (*_with_remarks(self._rows, remarks), *_column_rows(incoming.columns))
        return ImportComparison(parts, rows, remarks, incoming.columns, incoming.source, self._taking)

    def _project(self, target: Target, source: IncomingProject) -> ProjectComparison:
        fields, refused = project_fields(source) if target.is_new else ({}, [])
        self._remarks += refused
        if isinstance(currency := fields.get("currency"), str):
            target.currency = currency
        self._add_project(target, source)
        place = len(self._rows)
        people = self._people(source)
        days_off = self._days_off(target, source)
        manager = self._manager(target, source)
        found = self._milestones.compare(target, source)
        phases = self._phases(target, source, found.phases, place)
        baselines = baselines_of(source, found.new, has_current=target.has_baseline)
        for baseline in baselines:
            self._add(target, Standing.NEW, Part.BASELINE, baseline.name)
        target.has_baseline |= any(baseline.is_current for baseline in baselines)
        links, sources = self._links.compare(target, source, found.tokens, found.sources)
        return ProjectComparison(
            project_id=target.id,
            key=target.key,
            name=target.name,
            fields=fields,
            is_new=target.is_new,
            phases=phases,
            milestones=found.new,
            agreed=found.agreed,
            changed=found.changed,
            links=links,
            baselines=baselines,
            days_off=days_off,
            people=people,
            manager=manager,
            found=tuple(sorted(token for token in found.tokens.values() if token > 0)),
            sources=sources,
        )

    def _add_project(self, target: Target, source: IncomingProject) -> None:
        likely = self._likely.get(source.name) if target.is_new else None
        reason = "" if target.is_new else "its fields stay as they are"
        if likely is not None:
            reason = f"looks like {likely.key}, and would be a second project"
            told = (
                f"a new project that looks like {likely.key}: if it is the same plan, undo this, then import the file"
            )
            self._remarks.append(Changed("", target.name, f"{told} with --into {likely.key}", check=True))
        standing = Standing.NEW if target.is_new else Standing.SAME
        row = ImportRow(standing, Part.PROJECT, target.name, project=target.key, reason=reason)
        self._rows.append(row._replace(check=likely is not None))

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

    def _phases(self, target: Target, source: IncomingProject, unused: Collection[str], place: int) -> tuple[str, ...]:
        """Return the new phases in the order of the file, and put the rows of all at this place.

        A phase into which nothing goes, since an import keeps the phases of milestones that are here, is left out.
        """
        new, rows = [], []
        for name in dict.fromkeys((*source.phases, *(milestone.phase for milestone in source.milestones))):
            tidied = rules.validate_line("phase", name)
            if not tidied or (tidied.casefold() in unused and not target.has_phase(tidied)):
                continue
            is_new = target.add_phase(tidied)
            standing = Standing.NEW if is_new else Standing.SAME
            rows.append(ImportRow(standing, Part.PHASE, tidied, project=target.key))
            if is_new:
                new.append(tidied)
        self._rows[place:place] = rows
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


def _in_series(target: Target, part: ProjectComparison, series: int) -> ProjectComparison:
    """Return a part with its series, without the records that exist already."""
    sources = (source._replace(series=series) for source in part.sources)
    news = tuple(source for source in sources if source[1:] != target.sources.get(source.token, ())[:6])
    return part._replace(sources=news, series=series)


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
