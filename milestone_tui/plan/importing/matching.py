"""Which milestone of a project a milestone of a file is: by its id in the file, else by its title within its phase."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from milestone_tui.plan.importing.sources import Source

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
    name: Name
    due_on: date | None
    source_id: str = ""
    says_due: bool = True
    """Whether the file says a due date of it, or that there is none."""


class Matches(NamedTuple):
    """The milestones that were found."""

    tokens: Mapping[int, int]
    """By place in the file; a place without one is missing."""
    renumbered: frozenset[int]
    """The places whose id was that of another milestone in the last file."""


def name_of(title: str, phase: str) -> Name:
    """Return what a milestone without an id is recognised by."""
    return title.casefold(), phase.casefold()


def find_matches(
    wanted: Sequence[Wanted], candidates: Mapping[Name, Sequence[Candidate]], sources: Mapping[int, Source]
) -> Matches:
    """Return which milestone each of the file is; each is found once. `sources` are those recorded, by milestone.

    The id decides, unless the file was numbered anew: a milestone with the id of one, and the title and phase of
    another, is that other one. Milestones without a known id are found by title and phase, as the last file or the
    project has them; those that are left, by a title, and then a date, that only one of them and one of the last file's
    has: they are in another phase now.
    """
    return _Matching(wanted, candidates, sources).run()


class _Matching:
    """State of one search."""

    def __init__(
        self, wanted: Sequence[Wanted], candidates: Mapping[Name, Sequence[Candidate]], sources: Mapping[int, Source]
    ) -> None:
        self._wanted, self._here = wanted, candidates
        self._sources = sources
        self._there = _named(sources)
        self._claims = _claims(wanted, sources)
        self._found: dict[int, int] = {}
        self._taken: set[int] = set()

    def run(self) -> Matches:
        claims = self._claims
        if claims:
            names = self._names()
            self._find(
                (one.place, claims[one.place]) for one in self._claiming() if one.name in names[claims[one.place]]
            )
        doubtful = [one for one in self._claiming() if self._is_anothers(one)]
        self._find_by_name(doubtful)
        renumbered = frozenset(one.place for one in doubtful if one.place in self._found)
        for one in list(self._claiming()):
            self._find([(one.place, claims[one.place])] if claims[one.place] not in self._taken else ())
        self._find_by_name([one for one in self._wanted if one.place not in self._found])
        self._find_moved()
        return Matches(self._found, renumbered)

    def _claiming(self) -> Iterator[Wanted]:
        """Yield those that are not found yet and have a known id."""
        return (one for one in self._wanted if one.place in self._claims and one.place not in self._found)

    def _names(self) -> Mapping[int, set[Name]]:
        """Return the names of each milestone here and in the last file."""
        names: dict[int, set[Name]] = {}
        for named in (self._here, self._there):
            for name, found in named.items():
                for candidate in found:
                    names.setdefault(candidate.token, set()).add(name)
        return names

    def _is_anothers(self, one: Wanted) -> bool:
        known = (*self._there.get(one.name, ()), *self._here.get(one.name, ()))
        return any(candidate.token not in self._taken for candidate in known)

    def _find(self, pairs: Iterable[tuple[int, int]]) -> None:
        for place, token in pairs:
            self._found[place] = token
            self._taken.add(token)

    def _find_by_name(self, ones: Sequence[Wanted]) -> None:
        """Find these by the names of the last file, then by those of the project."""
        for named in (self._there, self._here):
            places: dict[Name, list[Wanted]] = {}
            for one in ones:
                if one.place not in self._found and one.name in named:
                    places.setdefault(one.name, []).append(one)
            for name, found in places.items():
                left = [candidate for candidate in named[name] if candidate.token not in self._taken]
                self._find(list(_pairs(found, left)))

    def _find_moved(self) -> None:
        """Find those that are in another phase, unless the file is hardly the last one again."""
        series = {self._sources[token].series for token in self._taken if token in self._sources}
        left = {
            token: source
            for token, source in self._sources.items()
            if token not in self._taken and (not series or source.series in series)
        }
        here = {one.place: one for one in self._wanted if one.place not in self._found}
        pairs: dict[int, int] = {}
        for with_day in (True, False):  # of several with one title, those that kept their dates
            there = _once((_title(of.name[0], of.said.get("due_on"), with_day), token) for token, of in left.items())
            places = _once((_title(one.name[0], one.due_on, with_day), place) for place, one in here.items())
            for title, place in places.items():
                token = there.get(title)
                if token is not None and not (here[place].source_id and left[token].source_id):
                    pairs[place] = token
            for place in pairs.keys() & here.keys():
                del here[place], left[pairs[place]]
        if 2 * (len(self._found) + len(pairs)) >= len(self._wanted):
            self._find(pairs.items())


def _title(title: str, due_on: object, with_day: bool) -> str:
    return f"{title.casefold()}\n{due_on if with_day else ''}"


def _named(sources: Mapping[int, Source]) -> dict[Name, list[Candidate]]:
    """Return the milestones by their names in the last file."""
    found: dict[Name, list[Candidate]] = {}
    for token, source in sources.items():
        due_on = source.said.get("due_on")
        found.setdefault(name_of(*source.name), []).append(
            Candidate(token, due_on if isinstance(due_on, date) else None)
        )
    return found


def _claims(wanted: Sequence[Wanted], sources: Mapping[int, Source]) -> dict[int, int]:
    """Return the milestone whose id each place has; an id that comes twice says nothing."""
    ids = _once((source.source_id, token) for token, source in sources.items())
    places = _once((one.source_id, one.place) for one in wanted) if ids else {}
    return {place: ids[id_] for id_, place in places.items() if id_ in ids}


def _once(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    listed = [pair for pair in pairs if pair[0]]
    count = Counter(id_ for id_, _ in listed)
    return {id_: value for id_, value in listed if count[id_] == 1}


def _pairs(places: Sequence[Wanted], candidates: Sequence[Candidate]) -> Iterator[tuple[int, int]]:
    """Yield pairs of place and token, of one name.

    Several are matched by the due dates that the file says first, then in their order, so that the one that has moved
    is the one whose date is left over.
    """
    if len(places) == 1 == len(candidates):
        yield places[0].place, candidates[0].token
        return
    by_date: dict[date | None, list[Candidate]] = {}
    for candidate in candidates:
        by_date.setdefault(candidate.due_on, []).append(candidate)
    taken: set[int] = set()
    left = []
    for one in places:
        if one.says_due and (same := by_date.get(one.due_on)):
            token = same.pop(0).token
            taken.add(token)
            yield one.place, token
        else:
            left.append(one)
    rest = (candidate.token for candidate in candidates if candidate.token not in taken)
    yield from zip((one.place for one in left), rest, strict=False)
