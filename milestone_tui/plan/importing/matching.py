"""Which milestone of a project a milestone of a file is: the one of the same title in the same phase."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

Name = tuple[str, str]
"""Title and phase, in lower case."""


class Candidate(NamedTuple):
    """A milestone of the project: one that is here, or one that an earlier part of the file adds."""

    token: int
    """Its id, or its negative token."""
    due_on: date | None


class Wanted(NamedTuple):
    """A milestone of the file that is looked for."""

    place: int
    """Its place in the file."""
    due_on: date | None


def name_of(title: str, phase: str) -> Name:
    """Return what a milestone is recognised by."""
    return title.casefold(), phase.casefold()


def matches(wanted: Mapping[Name, Sequence[Wanted]], candidates: Mapping[Name, Sequence[Candidate]]) -> dict[int, int]:
    """Return the token of the milestone that each place of the file is; a place without one is missing.

    Each milestone is matched once. Several of one name are matched by their due dates first, then in their order, so
    that the one that has moved is the one whose date is left over.
    """
    found: dict[int, int] = {}
    for name, places in wanted.items():
        found.update(_pairs(places, candidates.get(name, ())))
    return found


def _pairs(places: Sequence[Wanted], candidates: Sequence[Candidate]) -> Iterable[tuple[int, int]]:
    """Yield pairs of place and token, of one name."""
    if len(places) == 1 == len(candidates):
        yield places[0].place, candidates[0].token
        return
    by_date: dict[date | None, list[Candidate]] = {}
    for candidate in candidates:
        by_date.setdefault(candidate.due_on, []).append(candidate)
    taken: set[int] = set()
    left = []
    for one in places:
        if same := by_date.get(one.due_on):
            token = same.pop(0).token
            taken.add(token)
            yield one.place, token
        else:
            left.append(one)
    rest = (candidate.token for candidate in candidates if candidate.token not in taken)
    yield from zip((one.place for one in left), rest, strict=False)
