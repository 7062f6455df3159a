"""The fields in which a milestone of a file differs from the one that is here, and what becomes of each.

Three values count: what the last file said, what is here, what the file says now. What only the file has changed can be
taken; what somebody has changed here is kept. Of a milestone that no file has spoken of, the journal tells whether
somebody has changed a field here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from enum import Enum, auto
from typing import NamedTuple

from milestone_tui.plan.fields import MILESTONE_FIELDS
from milestone_tui.plan.imported import IncomingMilestone
from milestone_tui.plan.importing.comparison import Difference
from milestone_tui.plan.importing.sources import EMPTY, WRITTEN, Said, Source, said_of
from milestone_tui.plan.model import Milestone, MilestoneState

CHANGED_HERE = "changed here"
_NAMES = frozenset({"title", "phase"})
_STATUS = ("cancelled", "done_on")
_BEFORE = ("title", "phase", "due_on", "deadline_on", "owner", "notes", "progress", "value")
_AFTER = tuple(field for field in (*MILESTONE_FIELDS, "baseline_on") if field not in (*_BEFORE, *_STATUS))
"""The fields before and after the state, in the order in which differences are told."""


class Read(NamedTuple):
    """A milestone of a file, as it was read and checked."""

    source: IncomingMilestone
    """As it would be written."""
    done_on: date | None
    """As the file says it, perhaps in the future."""
    silent: Collection[str] = ()
    """Fields of which the file says nothing that can be imported."""


class Here(NamedTuple):
    """A milestone that is here."""

    milestone: Milestone
    source: Source | None
    """What the last file said of it; None if no file did."""
    touched: Collection[str]
    """Without a source: the fields that somebody has set here."""
    is_decided: bool
    """Whether it is a gate with a decision."""
    came_later: bool = False
    """Whether it did not exist on the day of the file: then the file says all that was."""


class FieldComparison(NamedTuple):
    """A milestone of a file compared with the one that is here."""

    differences: tuple[Difference, ...]
    changes: Mapping[str, object]
    """What an update sets, by the names of `plan.fields`."""
    said: Said
    """What is to be recorded after an update."""
    said_without: Said
    """What is to be recorded after an import that changes nothing."""
    agreed: frozenset[str]
    """The fields that are here as the file says them."""


class _Verdict(Enum):
    SAME = auto()
    """Nothing differs, or nothing that the file says again."""
    SILENT = auto()
    """The file does not speak of it."""
    OLD = auto()
    """The file says what the last one said, and somebody has changed it here."""
    TAKEN = auto()
    KEPT = auto()


def compare_fields(here: Here, read: Read) -> FieldComparison:
    """Return how a milestone of a file differs from the one that is here."""
    return _Comparing(here, read).run()


def empty_fields(here: Here, read: Read) -> Iterator[str]:
    """Yield the fields that are empty here, and that the file leaves empty."""
    now, known = said_of(read.source, read.done_on), here.milestone
    for field in (*_BEFORE, *_AFTER):
        is_left_empty = field in MILESTONE_FIELDS and field not in now and field not in read.silent
        if is_left_empty and getattr(known, field) == EMPTY[field]:
            yield field
    is_spoken_of = any(name not in read.silent for name in _STATUS)
    if is_spoken_of and now.keys().isdisjoint(_STATUS) and known.done_on is None and known.is_open:
        yield from ("state", "done_on")


class _Comparing:
    """State of the comparison of one milestone."""

    def __init__(self, here: Here, read: Read) -> None:
        self._here, self._read = here, read
        self._known = here.milestone
        self._now = said_of(read.source, read.done_on)
        self._was: Said | None = None if here.source is None else here.source.said
        self._differences: list[Difference] = []
        self._changes: dict[str, object] = {}
        self._said: dict[str, object] = {}
        self._said_without: dict[str, object] = {}
        self._agreed: set[str] = set()

    def run(self) -> FieldComparison:
        for field in self._fields():
            if field == "done_on":
                self._status()
            elif field == "baseline_on":
                self._baseline()
            else:
                self._plain(field)
        if self._changes.get("progress") and self._known.state is MilestoneState.PLANNED:
            self._changes.setdefault("state", MilestoneState.IN_PROGRESS)
        agreed = frozenset(self._agreed)
        return FieldComparison(tuple(self._differences), self._changes, self._said, self._said_without, agreed)

    def _fields(self) -> Iterator[str]:
        """Yield the fields of which one of the files says something; all for a milestone that came later."""
        if self._here.came_later:
            yield from (*_BEFORE, "done_on", *_AFTER)
            return
        spoken = self._now.keys() | self._was.keys() if self._was else self._now.keys()
        yield from (field for field in _BEFORE if field in spoken)
        if not spoken.isdisjoint(_STATUS):
            yield "done_on"
        yield from (field for field in _AFTER if field in spoken)

    # One field ---------------------------------------------------------------------------------------------

    def _plain(self, field: str) -> None:
        here, there = self._present(field), self._now.get(field, EMPTY[field])
        verdict, reason = self._verdict(field, here, there), ""
        if verdict is _Verdict.TAKEN:
            reason = self._refusal(field)
            verdict = _Verdict.KEPT if reason else verdict
        if verdict is _Verdict.TAKEN:
            self._changes[field] = there
        if verdict is _Verdict.SAME and _equal(field, here, there):
            self._agreed.add(field)
        self._tell(field, verdict, here, there, reason)
        self._record((field,), verdict, {field: here})

    def _verdict(self, field: str, here: object, there: object) -> _Verdict:
        if field in self._read.silent or (field == "progress" and self._read.source.done_on is not None):
            return _Verdict.SILENT
        is_stated = field in self._now
        if self._here.came_later:
            return _Verdict.SAME if _equal(field, here, there) else _Verdict.TAKEN
        if self._was is None:
            if not is_stated or field in _NAMES:
                return _Verdict.SILENT if not is_stated else _Verdict.SAME
            if _equal(field, here, there):
                return _Verdict.SAME
            return _Verdict.KEPT if field in self._here.touched else _Verdict.TAKEN
        was = self._was.get(field, EMPTY[field])
        same = _equal(field, here, there)
        if same or (there == was and not is_stated):
            return _Verdict.SAME
        return _settled(there == was, _equal(field, here, was))

    def _present(self, field: str) -> object:
        """Return the value of a field here; the progress is the percent that other programs were given."""
        if field == "progress" and self._known.state is not MilestoneState.DONE:
            return self._known.percent
        return getattr(self._known, field)

    def _refusal(self, field: str) -> str:
        """Return why a field cannot be taken."""
        if field == "progress" and self._known.criteria_total:
            return "counted from its criteria here"
        if field == "kind" and self._known.invoiced_on is not None:
            return "it has an invoice here"
        return "it has a decision here" if field == "kind" and self._here.is_decided else ""

    # The state and the done date, the baseline -------------------------------------------------------------

    def _status(self) -> None:
        source, known = self._read.source, self._known
        here: tuple[object, object] = (known.state is MilestoneState.CANCELLED, known.done_on)
        there = (source.cancelled, source.done_on)
        now, was = (tuple(side.get(name, EMPTY[name]) for name in _STATUS) for side in (self._now, self._was or {}))
        written = (was[0], (self._was or {}).get(WRITTEN) or was[1])
        if all(name in self._read.silent for name in _STATUS) and not self._is_back():
            verdict = _Verdict.SILENT
        elif here == there:
            verdict = _Verdict.SAME
        elif self._here.came_later:
            verdict = _Verdict.TAKEN
        elif self._was is None:
            verdict = self._first_status(*there)
        elif now == was and not any(now):
            verdict = _Verdict.SAME
        elif now == was and here == written:  # done in the future, as the last file said
            verdict = _Verdict.SILENT if WRITTEN in self._now else _Verdict.TAKEN
        else:
            verdict = _settled(now == was, here == written)
        reason = self._signed(source.done_on) if verdict is _Verdict.TAKEN else ""
        if reason:
            verdict = _Verdict.KEPT
        if verdict is _Verdict.SAME and here == there:
            self._agreed |= {"state", "done_on"}
        state = _state_of(source)
        if verdict is _Verdict.TAKEN:
            self._changes.update(state=state, done_on=source.done_on)
        if known.state is not MilestoneState.CANCELLED and not source.cancelled:
            told = source.done_on if verdict is _Verdict.TAKEN else self._read.done_on
            self._tell("done_on", verdict, known.done_on, told, reason)
        else:
            self._tell("state", verdict, known.state, state, reason)
        self._record((*_STATUS, WRITTEN), verdict, dict(zip(_STATUS, here, strict=True)))

    def _is_back(self) -> bool:
        """Return whether the last import cancelled the milestone because its file did not have it."""
        source = self._here.source
        return source is not None and source.is_gone and self._known.state is MilestoneState.CANCELLED

    def _first_status(self, is_cancelled: bool, done_on: date | None) -> _Verdict:
        """Return what becomes of the state of a milestone that no file has spoken of."""
        if not is_cancelled and done_on is None:
            return _Verdict.SILENT
        is_set = "done_on" in self._here.touched or self._known.state is MilestoneState.CANCELLED
        return _Verdict.KEPT if is_set else _Verdict.TAKEN

    def _signed(self, done_on: date | None) -> str:
        """Return which sign-off a change of the state or done date would contradict."""
        if self._known.accepted_on is not None:
            return "it was accepted here"
        if self._known.paid_on is not None and done_on is None:
            return "it is paid here"
        return "it has a decision here" if self._here.is_decided else ""

    def _baseline(self) -> None:
        """Tell that the file has another baseline date than the last one: no import changes what was agreed."""
        here, there = self._known.baseline_on, self._now.get("baseline_on")
        was = there if self._was is None else self._was.get("baseline_on")
        verdict = _Verdict.KEPT if there not in (None, was, here) else _Verdict.SAME
        self._tell("baseline_on", verdict, here, there, "an import keeps the baseline")
        self._record(("baseline_on",), verdict, {})

    # The result --------------------------------------------------------------------------------------------

    def _tell(self, field: str, verdict: _Verdict, here: object, there: object, reason: str) -> None:
        if verdict in (_Verdict.OLD, _Verdict.TAKEN, _Verdict.KEPT):
            kept = "" if verdict is _Verdict.TAKEN else reason or CHANGED_HERE
            self._differences.append(Difference(field, here, there, kept))

    def _record(self, fields: Collection[str], verdict: _Verdict, here: Mapping[str, object]) -> None:
        """Record the value of this file if the milestone has it, else that of the last file."""
        was = self._was or {}
        before = was if self._was is not None or verdict is _Verdict.KEPT else here
        for said, takes in ((self._said, True), (self._said_without, False)):
            side = was if verdict is _Verdict.SILENT else before
            if verdict is _Verdict.SAME or (verdict is _Verdict.TAKEN and takes):
                side = self._now
            for field in fields:
                if (value := side.get(field, EMPTY[field])) != EMPTY[field]:
                    said[field] = value


def _settled(is_old: bool, is_untouched: bool) -> _Verdict:
    """Return what becomes of a field that is not as the file says it."""
    if is_old:
        return _Verdict.OLD
    return _Verdict.TAKEN if is_untouched else _Verdict.KEPT


def _state_of(source: IncomingMilestone) -> MilestoneState:
    if source.cancelled:
        return MilestoneState.CANCELLED
    if source.done_on is not None:
        return MilestoneState.DONE
    return MilestoneState.IN_PROGRESS if source.progress else MilestoneState.PLANNED


def _equal(field: str, one: object, other: object) -> bool:
    if field in ("title", "phase", "owner", "approver") and isinstance(one, str) and isinstance(other, str):
        return one.casefold() == other.casefold()
    return one == other
