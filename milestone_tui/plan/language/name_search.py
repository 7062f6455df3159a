"""Search by a few letters: how well a name matches what was typed, and an index of many names."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from datetime import date
from enum import IntEnum
from typing import NamedTuple

from milestone_tui.plan.language.text import fold

_BETWEEN = str.maketrans(dict.fromkeys("-/_.,:;()\"'", " "))
"""What may stand between words in place of a blank."""


class Rank(IntEnum):
    """How well a name matches, best first."""

    EXACT = 0
    """The name is what was typed."""
    START = 1
    """The name starts with what was typed."""
    WORDS = 2
    """Every word typed starts a word of the name."""
    PART = 3
    """Every word typed is somewhere in the name."""
    LETTERS = 4
    """The letters typed are in the name in this order."""
    EXPLANATION = 5
    """Every word typed is in the explanation."""


class Match(NamedTuple):
    """How well a name matches, and which of its characters do."""

    rank: Rank
    places: tuple[int, ...] = ()


class Target(NamedTuple):
    """A project, a milestone or a person that the palette can go to; a person has no project."""

    id: int
    name: str
    """The title of a milestone, the name of a project or a person."""
    project_id: int | None = None
    project_key: str = ""
    is_milestone: bool = False
    note: str = ""
    """The client of a project, the organisation of a person."""
    due_on: date | None = None
    done_on: date | None = None

    @property
    def searched(self) -> str:
        """Return the text that is searched: a milestone is found by the key of its project too."""
        return f"{self.name} {self.project_key}" if self.is_milestone else f"{self.project_key} {self.name}".lstrip()


class NameIndex:
    """The names of all projects, people and milestones: those of milestones in one text, quick to search by letters."""

    def __init__(self, named: Sequence[Target], ids: array[int], titles: str) -> None:
        """`titles` has a line for the milestone of each id: its title, and the key of its project."""
        self._named = named
        self._ids = ids
        folded = titles.lower() if titles.isascii() else "\n".join(map(fold, titles.split("\n")))
        self._lines = f"\n{folded.translate(_BETWEEN)}".replace("\n", "\n ")

    def named(self, typed: str, most: int) -> list[Target]:
        """Return the projects and people that match, best first."""
        found = [(match(typed, target.searched), target) for target in self._named]
        ranked = [(matched.rank, target) for matched, target in found if matched is not None]
        ranked.sort(key=lambda entry: entry[0])
        return [target for _, target in ranked[:most]]

    def milestone_ids(self, typed: str, most: int) -> list[int]:
        """Return the milestones that match, best first: from their start, then from a word's, then from anywhere."""
        words = fold(typed).translate(_BETWEEN).split()
        if not words:
            return []
        rarest = min(words, key=self._lines.count)
        starts = [f" {word}" for word in words]
        found: dict[int, None] = {}
        for needle, wanted in (("\n " + " ".join(words), ()), (f" {rarest}", starts), (rarest, words)):
            self._find(needle, wanted, found, most)
        return [*found][:most]

    def _find(self, needle: str, wanted: Sequence[str], found: dict[int, None], most: int) -> None:
        """Add the ids of the lines that contain `needle` and all `wanted` texts, until there are `most`."""
        lines, at, line = self._lines, 0, -1
        while len(found) < most and (hit := lines.find(needle, at)) >= 0:
            line += lines.count("\n", at, hit + 1)
            at = lines.find("\n", hit + 1)
            end = len(lines) if at < 0 else at
            start = lines.rfind("\n", 0, hit + 1)
            if all(lines.find(word, start, end) >= 0 for word in wanted):
                found[self._ids[line]] = None
            if at < 0:
                return


def match(typed: str, name: str, explanation: str = "") -> Match | None:
    """Return how a name, or else its explanation, matches what was typed; None where neither does."""
    wanted, folded = fold(typed).translate(_BETWEEN).split(), fold(name).translate(_BETWEEN)
    if not wanted:
        return Match(Rank.PART)
    found = _match(wanted, folded)
    if found is None:
        told = fold(explanation).translate(_BETWEEN)
        return Match(Rank.EXPLANATION) if all(word in told for word in wanted) else None
    # A letter such as æ is two once it is folded: nothing is highlighted then.
    return found if len(folded) == len(name) else found._replace(places=())


def _match(wanted: Sequence[str], name: str) -> Match | None:
    whole = " ".join(wanted)
    if name.startswith(whole):
        return Match(Rank.EXACT if name == whole else Rank.START, tuple(range(len(whole))))
    starts = [next(_word_starts(word, name), -1) for word in wanted]
    rank, at = (Rank.WORDS, starts) if -1 not in starts else (Rank.PART, [name.find(word) for word in wanted])
    if -1 not in at:
        return Match(rank, tuple({p for word, start in zip(wanted, at, strict=True) for p in _span(word, start)}))
    letters = "".join(wanted)
    for start in _word_starts(letters[0], name):
        places = [start]
        for letter in letters[1:]:
            if (place := name.find(letter, places[-1] + 1)) < 0:
                return None  # a later start leaves even less
            places.append(place)
        return Match(Rank.LETTERS, tuple(places))
    return None


def _word_starts(word: str, name: str) -> Iterator[int]:
    """Yield the places at which a word of `name` starts with `word`."""
    at = name.find(word)
    while at >= 0:
        if at == 0 or not name[at - 1].isalnum():
            yield at
        at = name.find(word, at + 1)


def _span(word: str, start: int) -> range:
    return range(start, start + len(word))
