"""The milestones and baselines of a file compared with those of the project that they go into."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from milestone_tui.errors import InvalidInput
from milestone_tui.plan import rules
from milestone_tui.plan.imported import (
    ALL_FIELDS,
    Changed,
    IncomingBaseline,
    IncomingMilestone,
    IncomingPerson,
    IncomingProject,
    Skipped,
)
from milestone_tui.plan.importing.checking import Checked, checked
from milestone_tui.plan.importing.comparison import (
    ChangedMilestone,
    Difference,
    ImportRow,
    NewBaseline,
    NewMilestone,
    Part,
    Standing,
    Taking,
    is_undecided,
)
from milestone_tui.plan.importing.difference_words import difference_words, kept_words
from milestone_tui.plan.importing.differences import FieldComparison, Here, Read, compare_fields, empty_fields
from milestone_tui.plan.importing.here import Here as Projects
from milestone_tui.plan.importing.here import Target
from milestone_tui.plan.importing.matching import Candidate, Wanted, find_matches, name_of
from milestone_tui.plan.importing.sources import NewSource, said_of
from milestone_tui.plan.language.wording import count_words
from milestone_tui.plan.model import Milestone

_STEP = 1_000
"""Milestones between two reports of the progress."""
_UNDECIDED = "a gate without a decision: record it with ctrl+g"
_DELETED = "deleted here since an earlier file, and imported again"
_RENUMBERED = "found by its title: it has another number in this file"


class Compared(NamedTuple):
    """The milestones of one part of a file."""

    new: tuple[NewMilestone, ...]
    changed: tuple[ChangedMilestone, ...]
    agreed: Mapping[int, frozenset[str]]
    tokens: Mapping[str, int]
    """The id or token of each milestone that can be imported, by its ref."""
    sources: tuple[NewSource, ...]
    """What is to be recorded of those that are here, still without their links."""
    phases: Collection[str]
    """The phases that no milestone goes into, as an import keeps theirs, in lower case."""


class MilestoneComparison:
    """Comparison of the milestones of one project after another."""

    def __init__(
        self,
        here: Projects,
        today: date,
        taking: Taking,
        rows: list[ImportRow],
        remarks: list[Changed | Skipped],
        progress: Callable[[int, int], None] | None,
        total: int,
    ) -> None:
        """Add to `rows` and `remarks`."""
        self._here, self._today, self._taking = here, today, taking
        self._rows, self._remarks = rows, remarks
        self._progress, self._total, self._compared = progress, total, 0

    def compare(self, target: Target, source: IncomingProject) -> Compared:
        """Return what becomes of the milestones of a part of the file."""
        found = [self._checked(target, milestone, source.currency) for milestone in source.milestones]
        says_due = "due_on" in (source.fields or ())
        wanted = [
            Wanted(place, name_of(m.title, m.phase), m.due_on, m.source_id, says_due or m.due_on is not None)
            for place, m in enumerate(one and one.source for one in found)
            if m is not None
        ]
        matched = find_matches(wanted, target.candidates, target.recorded)
        part = _Part(target, source.fields)
        for place, (original, one) in enumerate(zip(source.milestones, found, strict=True)):
            self._count()
            if one is None:
                continue
            token = matched.tokens.get(place)
            if token is None:
                token = self._here.next_token()
                part.new.append(NewMilestone(token, one.source, one.done_on))
                part.used.add(one.source.phase.casefold())
                self._add_new(target, one)
            elif (known := target.milestones.get(token)) is None or token in target.found:
                self._add_twice(target, original, one)
            else:
                self._add_known(part, original, one, known, place in matched.renumbered)
            part.tokens[original.ref] = token
        if matched.renumbered:
            what = count_words(len(matched.renumbered), "milestone")
            self._remarks.append(Changed("", what, "found by title: the file has other numbers"))
        target.found.update(matched.tokens.values())
        for added in part.new:
            target.add_milestone(added.source.title, added.source.phase, Candidate(added.token, added.source.due_on))
        return part.compared

    def _count(self) -> None:
        self._compared += 1
        if self._progress is not None and (self._compared % _STEP == 0 or self._compared == self._total):
            self._progress(self._compared, self._total)

    def _checked(self, target: Target, milestone: IncomingMilestone, currency: str) -> Checked | None:
        """Return a milestone as it would be written; None, with the reason, for one that is skipped."""
        try:
            return checked(target, milestone, currency, self._today)
        except InvalidInput as error:
            self._rows.append(
                ImportRow(
                    Standing.SKIPPED, Part.MILESTONE, milestone.title, milestone.where, target.key, reason=str(error)
                )
            )
            self._remarks.append(Skipped(milestone.where, milestone.title, str(error)))
            target.unread_ids.add(milestone.source_id)
            target.unread_titles.add(milestone.title.casefold())
            return None

    def _add_new(self, target: Target, found: Checked) -> None:
        """Add the row of a milestone that is new."""
        self._remarks += found.remarks
        if name_of(found.source.title, found.source.phase) in target.deleted:
            self._remarks.append(Changed(found.source.where, found.source.title, _DELETED, check=True))
        reasons = self._owner_reason(found.source.owner)
        if is_undecided(found.source):
            reasons.append(_UNDECIDED)
        self._rows.append(_row(target, found, Standing.NEW)._replace(reason=" · ".join(reasons)))

    def _owner_reason(self, owner: str) -> list[str]:
        """Return that an owner is added to the people, if they are new."""
        if not owner or self._here.person(owner) is not None:
            return []
        self._here.add_person(IncomingPerson(owner))
        return [f"adds {owner} to the people"]

    def _add_twice(self, target: Target, original: IncomingMilestone, found: Checked) -> None:
        """Add the row of a milestone that is twice in the file."""
        reason = "in the file twice" + (" (same phase)" if found.source.phase else "")
        self._remarks.append(Skipped(original.where, found.source.title, reason))
        self._rows.append(_row(target, found, Standing.SKIPPED)._replace(reason=reason))

    def _add_known(
        self, part: _Part, original: IncomingMilestone, found: Checked, known: Milestone, is_renumbered: bool
    ) -> None:
        """Add the row of a milestone that is here, with what becomes of it."""
        target = part.target
        here, read = _here(target, known), Read(found.source, found.done_on, part.silent(found))
        compared = compare_fields(here, read)
        changes = compared.changes if self._taking.update else {}
        words = difference_words(compared.differences, self._today, update=self._taking.update)
        reasons = [words, _RENUMBERED if is_renumbered else ""]
        if changes:
            standing = Standing.CHANGED
            part.changed.append(ChangedMilestone(known.id, changes))
            self._remarks += found.remarks
            reasons += self._owner_reason(str(changes.get("owner", "")))
            reasons.append(_UNDECIDED if "done_on" in changes and is_undecided(found.source) else "")
        else:
            standing = Standing.DIFFERS if compared.differences else Standing.SAME
        if self._taking.update:
            part.agreed[known.id] = compared.agreed.union(empty_fields(here, read))
        part.record(known, found.source, compared, takes=self._taking.update)
        phase = found.source.phase.casefold()
        (part.used if "phase" in changes or phase == known.phase.casefold() else part.kept).add(phase)
        reason = " · ".join(filter(None, reasons))
        self._tell(original, found, standing, reason, compared.differences)
        row = _row(target, found, standing)
        self._rows.append(
            row._replace(
                reason=reason,
                differences=compared.differences,
                known_id=known.id,
                is_takeable=bool(compared.changes),
            )
        )

    def _tell(
        self,
        original: IncomingMilestone,
        found: Checked,
        standing: Standing,
        reason: str,
        differences: tuple[Difference, ...],
    ) -> None:
        """Remark that a milestone that is here stays as it is."""
        title = found.source.title
        if standing is not Standing.CHANGED and (not self._taking.update or standing is Standing.DIFFERS):
            told = "already in the project" + (" (same phase)" if found.source.phase else "")
            self._remarks.append(Skipped(original.where, title, kept_words(told, reason, differences), kept=True))


class _Part:
    """What was found so far of one part of the file."""

    def __init__(self, target: Target, fields: Collection[str] | None) -> None:
        self.target = target
        self._fields = fields
        self.new: list[NewMilestone] = []
        self.changed: list[ChangedMilestone] = []
        self.agreed: dict[int, frozenset[str]] = {}
        self.tokens: dict[str, int] = {}
        self.sources: list[NewSource] = []
        self.used: set[str] = set()
        self.kept: set[str] = set()

    @property
    def compared(self) -> Compared:
        return Compared(
            new=tuple(self.new),
            changed=tuple(self.changed),
            agreed=self.agreed,
            tokens=self.tokens,
            sources=tuple(self.sources),
            phases=frozenset(self.kept - self.used),
        )

    def silent(self, found: Checked) -> Collection[str]:
        """Return the fields of which the file says nothing that can be imported."""
        spoken = said_of(found.source, found.done_on) if self._fields is None else self._fields
        silent = ALL_FIELDS.difference(spoken)
        return {*silent, "value"} if found.has_value and found.source.value is None else silent

    def record(self, known: Milestone, source: IncomingMilestone, compared: FieldComparison, *, takes: bool) -> None:
        """Add the record of a milestone, still without its series and links."""
        was = self.target.sources.get(known.id)
        said = compared.said if takes else compared.said_without
        source_id = source.source_id or (was.source_id if was else "")
        before = was.predecessors if was else {}
        is_gone = was is not None and was.is_gone and not takes
        name = (source.title, source.phase)
        self.sources.append(NewSource(known.id, source_id, said, before, name=name, is_gone=is_gone))


def _here(target: Target, known: Milestone) -> Here:
    source = target.sources.get(known.id)
    touched = target.touched.get(known.id, ())
    return Here(known, source, touched, known.id in target.decided, known.id in target.later)


def _row(target: Target, found: Checked, standing: Standing) -> ImportRow:
    source = found.source
    due_on = source.due_on or source.done_on
    return ImportRow(standing, Part.MILESTONE, found.source.title, source.where, target.key, source.phase, due_on)


def baselines_of(source: IncomingProject, new: Sequence[NewMilestone], *, has_current: bool) -> tuple[NewBaseline, ...]:
    """Return the baselines of a file for its new milestones; the last becomes current if the project has none."""
    by_ref = {milestone.source.ref: milestone for milestone in new}
    name = rules.validate_line("baseline", source.baseline_name) or "Imported baseline"
    agreed = tuple((m.source.ref, m.source.baseline_on) for m in new if m.source.baseline_on is not None)
    found = []
    for baseline in (*source.baselines, IncomingBaseline(name, agreed)):
        dates = {ref: day for ref, day in baseline.dates if ref in by_ref}
        if dates:
            called = rules.validate_line("baseline", baseline.name) or "Imported baseline"
            entries = ((by_ref[ref].token, by_ref[ref].source.title, day) for ref, day in dates.items())
            found.append(NewBaseline(called, tuple(entries), is_current=False))
    if agreed and not has_current:
        found[-1] = found[-1]._replace(is_current=True)
    return tuple(found)
