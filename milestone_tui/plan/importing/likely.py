"""Which project a file with another name is surely about: the one whose last file had the same milestones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from milestone_tui.plan.imported import IncomingProject
from milestone_tui.plan.importing.day_of_name import is_next
from milestone_tui.plan.importing.matching import Name, name_of
from milestone_tui.plan.importing.sources import Source

_LEAST = 2
"""Milestones below which a file says too little."""
_SHARE = 0.8
"""The share of the milestones, of both files, that must be the same."""
_SHARE_OF_NEXT = 0.5
"""The share of those of the smaller file where the names differ only in a day: a plan grows from month to month."""


class Likely(NamedTuple):
    """A project that a file with another name is surely about."""

    key: str
    is_next: bool
    """Whether the names differ only in a day: next month's file of a plan that is named after its file."""


class Recorded(NamedTuple):
    """The milestones of the last file of a project."""

    name: str
    """Of the project."""
    ids: set[str]
    names: set[Name]

    def add(self, source: Source) -> None:
        """Add a milestone of which a file said this."""
        if source.source_id:
            self.ids.add(source.source_id)
        self.names.add(name_of(*source.name))


def likely_project(source: IncomingProject, recorded: Mapping[str, Recorded]) -> Likely | None:
    """Return the only project that has most of the milestones of a file; None if there is none.

    Of several, as from one template, it is the only one whose name differs just in a day.
    """
    ids = {milestone.source_id for milestone in source.milestones if milestone.source_id}
    names = {name_of(milestone.title, milestone.phase) for milestone in source.milestones}
    found = []
    for key, known in recorded.items():
        likely = Likely(key, is_next(source.name, known.name))
        if _is_same((names, known.names), (ids, known.ids), is_next=likely.is_next):
            found.append(likely)
    found = [likely for likely in found if likely.is_next] or found
    return found[0] if len(found) == 1 else None


def _is_same(names: tuple[set[Name], set[Name]], ids: tuple[set[str], set[str]], *, is_next: bool) -> bool:
    """Return whether two files are of one plan; numbers from 1 on are in any file, so ids need some of the titles."""
    share, of = (_SHARE_OF_NEXT, min) if is_next else (_SHARE, max)
    shared, same_ids = (len(one & other) for one, other in (names, ids))
    if shared >= max(_LEAST, share * of(map(len, names))):
        return True
    return same_ids >= max(_LEAST, share * of(map(len, ids))) and 2 * shared >= of(map(len, names))
