"""What is recorded of milestones from the files that were imported before: their ids there, and what a file said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from milestone_tui.plan.fields import NEW_MILESTONE
from milestone_tui.plan.imported import IncomingMilestone

Said = Mapping[str, object]
"""What a file said of a milestone, by the names of `plan.fields` with `cancelled`, `baseline_on` and `WRITTEN`; what it
left empty is not there."""


class Source(NamedTuple):
    """What is recorded of a milestone from the last file of a kind that was imported."""

    source_id: str
    """Its id in the program that wrote the file; empty for none."""
    said: Said
    predecessors: Mapping[int, int] = {}
    """The lags of the links to it, by the ids of their predecessors."""
    series: int = 0
    """Which of several files that go into one project it was in, month after month."""
    name: tuple[str, str] = ("", "")
    """Title and phase in the file, also where `said` keeps others, as somebody has changed them here."""
    is_gone: bool = False
    """Whether it was cancelled since the last file did not have it: it is open again in a file that has it."""
    is_later: bool = False
    """Whether the file spoke for a later day than this import: it shows which milestone is which, and nothing else."""


class NewSource(NamedTuple):
    """What is to be recorded of a milestone."""

    token: int
    """Its id, or its negative token."""
    source_id: str
    said: Said
    predecessors: Mapping[int, int]
    """By ids or tokens."""
    series: int = 0
    name: tuple[str, str] = ("", "")
    is_gone: bool = False


def series_of(sources: Mapping[int, Source], found: Iterable[int]) -> int:
    """Return the series of a file that has these milestones: that of most of them, or a new one."""
    counted = Counter(sources[token].series for token in found if token in sources)
    if counted:
        return counted.most_common(1)[0][0]
    return max((source.series for source in sources.values()), default=-1) + 1


WRITTEN = "done_as"
"""The name, beside those of the fields, of the done date that was written for one in the future."""
EMPTY: Mapping[str, object] = {**NEW_MILESTONE, "baseline_on": None, "cancelled": False, WRITTEN: None}
"""The values of fields that a file leaves empty."""

_PLAIN = ("title", "phase", "owner", "due_on", "deadline_on", "notes", "progress", "value", "cancelled", "kind")


def said_of(source: IncomingMilestone, done_on: date | None) -> dict[str, object]:
    """Return what a file says of a milestone, as it was checked; `done_on` as the file says it."""
    stated = {field: getattr(source, field) for field in _PLAIN}
    written = None if source.done_on == done_on else source.done_on
    stated |= {"baseline_on": source.baseline_on, "done_on": done_on, WRITTEN: written, **source.more}
    return {field: value for field, value in stated.items() if value != EMPTY[field]}
