"""Find the person, phase or milestone that a few typed letters mean, regardless of case and accents."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.language.text import fold, visible
from milestone_tui.plan.language.wording import list_words

_Match = Callable[[str, str], bool]
"""Return whether a folded text (first) means a folded name (second)."""


def match_person(typed: str, people: Sequence[str]) -> str | None:
    """Return the matching person: by full name, first name, or the start of either ("ana.k" is "Ana Kovač").

    None if nobody matches; raise InvalidInput with the choices if several match.
    """
    spaced = re.sub("[._-]+", " ", fold(typed)).strip()
    stages: tuple[_Match, ...] = (
        lambda wanted, name: name in (wanted, spaced),
        lambda wanted, name: name.split(" ")[0] == wanted,
        lambda wanted, name: name.startswith((wanted, spaced)),
        lambda wanted, name: name.replace(" ", "").startswith(wanted),
    )
    return _match(typed, tuple(dict.fromkeys(people)), stages)


def match_phase(typed: str, phases: Sequence[str]) -> str | None:
    """Return the matching phase: by name, or the start of the name or of a word in it; otherwise as match_person."""
    stages: tuple[_Match, ...] = (
        str.__eq__,
        lambda wanted, name: name.startswith(wanted),
        lambda wanted, name: f" {wanted}" in name,
    )
    return _match(typed, tuple(dict.fromkeys(phases)), stages)


def match_title(typed: str, titles: Sequence[str]) -> str | None:
    """Return the matching title: whole, by its start, or by a part of it; otherwise as match_person.

    A title that occurs twice in `titles` counts as several matches.
    """
    stages: tuple[_Match, ...] = (
        str.__eq__,
        lambda wanted, name: name.startswith(wanted),
        lambda wanted, name: wanted in name,
    )
    return _match(typed, titles, stages)


def _match(typed: str, names: Sequence[str], stages: Sequence[_Match]) -> str | None:
    wanted = fold(typed)
    for matches in stages:
        found = [name for name in names if matches(wanted, fold(name))]
        if len(found) == 1:
            return found[0]
        if found:
            raise InvalidInput("", _ambiguous(typed, found))
    return None


def _ambiguous(typed: str, found: Sequence[str]) -> str:
    different = tuple(dict.fromkeys(visible(name) for name in found))
    if len(different) == 1:
        return f'{len(found)} milestones are called "{different[0]}". Pick one in the Links tab instead.'
    many = len(different) > 4
    listed = list_words(list(different)) if many else f"{', '.join(different[:-1])} and {different[-1]}"
    return f'"{visible(typed[:30])}" matches {listed}. Type more letters.'
