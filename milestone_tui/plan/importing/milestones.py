"""The milestones and baselines of a file compared with those of the project that they go into."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from milestone_tui.errors import InvalidInput
from milestone_tui.plan import rules
from milestone_tui.plan.imported import (
    Changed,
    IncomingBaseline,
    IncomingMilestone,
    IncomingPerson,
    IncomingProject,
    Skipped,
)
from milestone_tui.plan.importing.comparison import (
    ImportRow,
    NewBaseline,
    NewMilestone,
    Part,
    Standing,
    is_undecided,
)
from milestone_tui.plan.importing.differences import difference_words, differences
from milestone_tui.plan.importing.here import Here, Target
from milestone_tui.plan.importing.matching import Candidate, Name, Wanted, matches, name_of
from milestone_tui.plan.language.money import to_minor
from milestone_tui.plan.language.wording import exact_day

_STEP = 1_000
"""Milestones between two reports of the progress."""
_UNDECIDED = "a gate without a decision: record it with ctrl+g"


class _Checked(NamedTuple):
    """A milestone that can be imported."""

    source: IncomingMilestone
    """As it would be written."""
    remarks: Sequence[Changed]
    """What is changed on the way if it is new."""


class MilestoneComparison:
    """Comparison of the milestones of one project after another."""

    def __init__(
        self,
        here: Here,
        today: date,
        rows: list[ImportRow],
        remarks: list[Changed | Skipped],
        progress: Callable[[int, int], None] | None,
        total: int,
    ) -> None:
        """Add to `rows` and `remarks`."""
        self._here, self._today = here, today
        self._rows, self._remarks = rows, remarks
        self._progress, self._total, self._compared = progress, total, 0

    def compare(self, target: Target, source: IncomingProject) -> tuple[tuple[NewMilestone, ...], dict[str, int]]:
        """Return the new milestones, and the id or token of each milestone that can be imported, by its ref."""
        checked = [self._checked(target, milestone, source.currency) for milestone in source.milestones]
        wanted: dict[Name, list[Wanted]] = {}
        for place, found in enumerate(checked):
            if found is not None:
                name = name_of(found.source.title, found.source.phase)
                wanted.setdefault(name, []).append(Wanted(place, found.source.due_on))
        matched = matches(wanted, target.candidates)
        new: list[NewMilestone] = []
        tokens: dict[str, int] = {}
        for place, (original, found) in enumerate(zip(source.milestones, checked, strict=True)):
            self._count()
            if found is None:
                continue
            token = matched.get(place)
            if token is None:
                token = self._here.next_token()
                new.append(NewMilestone(token, found.source))
                self._add_new(target, found)
            else:
                self._add_known(target, original, found, token)
            tokens[original.ref] = token
        for added in new:
            target.add_milestone(added.source.title, added.source.phase, Candidate(added.token, added.source.due_on))
        return tuple(new), tokens

    def _count(self) -> None:
        self._compared += 1
        if self._progress is not None and (self._compared % _STEP == 0 or self._compared == self._total):
            self._progress(self._compared, self._total)

    def _checked(self, target: Target, milestone: IncomingMilestone, currency: str) -> _Checked | None:
        """Return a milestone as it would be written; None, with the reason, for one that is skipped."""
        try:
            given = {"title": milestone.title, "notes": milestone.notes, "progress": milestone.progress}
            texts = rules.validate_milestone(rules.NEW_MILESTONE, given | dict(milestone.more), self._today)
            phase = rules.validate_line("phase", milestone.phase)
            owner = rules.validate_line("owner", milestone.owner)
        except InvalidInput as error:
            self._rows.append(
                ImportRow(
                    Standing.SKIPPED, Part.MILESTONE, milestone.title, milestone.where, target.key, reason=str(error)
                )
            )
            self._remarks.append(Skipped(milestone.where, milestone.title, str(error)))
            return None
        remarks: list[Changed] = []
        done_on = milestone.done_on
        if milestone.cancelled:
            done_on = None
        elif done_on is not None and done_on > self._today:
            reason = f"imported as done today: its done date {exact_day(done_on)} is in the future"
            remarks.append(Changed(milestone.where, milestone.title, reason, check=True))
            done_on = self._today
        value = self._value(target, milestone, currency, remarks)
        title, notes, progress = texts.pop("title"), texts.pop("notes"), texts.pop("progress")
        written = milestone._replace(
            title=str(title),
            notes=str(notes),
            progress=progress if isinstance(progress, int) else 0,
            more=texts or milestone.more,
            phase=phase,
            owner=owner,
            done_on=done_on,
            value=value,
        )
        # A file has many milestones: what stays the same is not kept twice.
        return _Checked(milestone if written == milestone else written, remarks)

    def _value(
        self, target: Target, milestone: IncomingMilestone, currency: str, remarks: list[Changed]
    ) -> Decimal | None:
        """Return the value if the project can have it; None, with a remark, if it cannot."""
        if milestone.value is None:
            return None
        reason = ""
        if currency.upper() not in ("", target.currency):
            reason = f"it is in {currency}, and {target.key} uses {target.currency}"
        else:
            try:
                rules.validate_milestone(rules.NEW_MILESTONE, {"value": milestone.value}, self._today)
                to_minor(milestone.value, target.currency)
            except InvalidInput as error:
                reason = str(error)
        if reason:
            remarks.append(Changed(milestone.where, milestone.title, f"imported without its value: {reason}"))
        return None if reason else milestone.value

    def _add_new(self, target: Target, found: _Checked) -> None:
        """Add the row of a milestone that is new."""
        self._remarks += found.remarks
        reasons = []
        if found.source.owner and self._here.person(found.source.owner) is None:
            reasons.append(f"adds {found.source.owner} to the people")
            self._here.add_person(IncomingPerson(found.source.owner))
        if is_undecided(found.source):
            reasons.append(_UNDECIDED)
        self._rows.append(_row(target, found, Standing.NEW)._replace(reason=" · ".join(reasons)))

    def _add_known(self, target: Target, original: IncomingMilestone, found: _Checked, token: int) -> None:
        """Add the row of a milestone that is here, or that is twice in the file."""
        known = target.milestones.get(token)
        changed = () if known is None else differences(known, found.source)
        reason = "already in the project" if known is not None else "in the file twice"
        reason += " (same phase)" if found.source.phase else ""
        words = difference_words(changed, self._today)
        self._remarks.append(
            Skipped(original.where, found.source.title, f"{reason}, kept: {words}" if words else reason)
        )
        standing = Standing.DIFFERS if changed else Standing.SAME if known is not None else Standing.SKIPPED
        row = _row(target, found, standing)
        if known is None:
            row = row._replace(reason=reason)
        self._rows.append(row._replace(reason=words or row.reason, differences=changed, known_id=known and known.id))


def _row(target: Target, found: _Checked, standing: Standing) -> ImportRow:
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
