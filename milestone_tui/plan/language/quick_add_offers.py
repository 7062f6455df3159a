"""What is offered while a line of quick add is typed: people, phases, predecessors, and the days that 5/12 can be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol

from milestone_tui.plan.language.marked_line import Part, Problem
from milestone_tui.plan.language.text import fold

_MOST = 6
_MARKER = r'(?<!\S)(?:({titles}|owner|phase):|([@#]))("[^"]*"?|\S*)'
_NEEDS_NO_QUOTES = re.compile(r"\w+(?:[.-][^\W\d]\w*)*")
"""A name that ends as it is typed: neither in a lag nor in punctuation."""


class ReadLine(Protocol):
    """A parsed line: what was understood, and its mistakes."""

    @property
    def problems(self) -> Sequence[Problem]:
        """The mistakes."""

    @property
    def understood(self) -> Sequence[Part]:
        """The parts that were understood."""


class Offer(NamedTuple):
    """A completion: a text that replaces a part of the line."""

    start: int
    end: int
    text: str
    name: str
    """Its text in the list of offers."""

    def applied(self, line: str) -> tuple[str, int]:
        """Return the line with the offer in it, and the place of the cursor: after the offer and one blank."""
        rest = line[self.end :]
        text = self.text if rest[:1].isspace() else f"{self.text} "
        return f"{line[: self.start]}{text}{rest}", self.start + len(text.rstrip()) + 1


def offers(
    line: str,
    cursor: int,
    read: ReadLine,
    people: Sequence[str],
    phases: Sequence[str],
    titles: Sequence[str],
    *,
    titles_after: str = "after",
) -> tuple[Offer, ...]:
    """Return completions of the marker at the cursor, best match first; else the dates that `5/12` can mean.

    `read` is the parsed line; `titles_after` is the marker that takes a title.
    """
    for marker in re.finditer(_MARKER.format(titles=titles_after), line, re.IGNORECASE):
        if marker.start(3) <= cursor <= marker.end():
            key = {"@": "owner", "#": "phase"}.get(marker[2]) or marker[1].lower()
            names = {"owner": people, "phase": phases, titles_after: titles}[key]
            found = _ranked(names, marker[3].strip('"'))
            return tuple(Offer(marker.start(3), marker.end(), _quoted(name), name) for name in found)
    return _readings(line, read)


def _readings(line: str, read: ReadLine) -> tuple[Offer, ...]:
    problem = next((problem for problem in read.problems if problem.choices), None)
    if problem is None:
        return ()
    days = [Offer(problem.start, problem.end, choice, choice) for choice in problem.choices]
    title = next((part for part in read.understood if part.label == "title"), None)
    if title is None or title.end != problem.end or title.text != line[title.start : title.end] or '"' in title.text:
        return tuple(days)
    return (*days, Offer(title.start, title.end, f'"{title.text}"', f'title "{title.text}"'))


def _ranked(names: Sequence[str], typed: str) -> list[str]:
    """Return the names that contain `typed`, those that begin with it first; not a name that is typed in full."""
    wanted = re.sub("[._]+", " ", fold(typed)).strip()
    ranks: tuple[list[str], list[str], list[str]] = ([], [], [])
    for folded, name in _folded(tuple(names)):
        if (at := folded.find(wanted)) < 0 or folded == wanted:
            continue
        if at == 0:
            ranks[0].append(name)
            if len(ranks[0]) == _MOST:
                break
        elif f" {wanted}" in folded:
            ranks[1].append(name)
        elif len(wanted) > 1:
            ranks[2].append(name)
    return [name for rank in ranks for name in rank][:_MOST]


@lru_cache(maxsize=4)
def _folded(names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return each name with the text to search in; cached, since there may be thousands."""
    return tuple((fold(name), name) for name in dict.fromkeys(names) if '"' not in name)


def _quoted(name: str) -> str:
    return name if _NEEDS_NO_QUOTES.fullmatch(name) else f'"{name}"'
