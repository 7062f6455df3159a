"""Which person, phase or milestone is meant by the few letters that somebody typed; case and accents do not matter."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.language.text import fold, visible

_Meant = Callable[[str, str], bool]
"""Whether a folded name (second) is what a folded text (first) means."""


def match_person(typed: str, people: Sequence[str]) -> str | None:
    """Return who is meant: by the full name, the first name, or the start of either ("ana.k" is "Ana Kovač").

    None when nobody is; raises InvalidInput naming the choices when several are.
    """
    spaced = re.sub("[._-]+", " ", fold(typed)).strip()
    stages: tuple[_Meant, ...] = (
        lambda wanted, name: name in (wanted, spaced),
        lambda wanted, name: name.split(" ")[0] == wanted,
        lambda wanted, name: name.startswith((wanted, spaced)),
        lambda wanted, name: name.replace(" ", "").startswith(wanted),
    )
    return _choose(typed, tuple(dict.fromkeys(people)), stages)


def choose_phase(typed: str, phases: Sequence[str]) -> str | None:
    """Return the phase that is meant: by its name or the start of it or of one of its words; else as choose_person."""
    stages: tuple[_Meant, ...] = (
        str.__eq__,
        lambda wanted, name: name.startswith(wanted),
        lambda wanted, name: f" {wanted}" in name,
    )
    return _choose(typed, tuple(dict.fromkeys(phases)), stages)


def choose_title(typed: str, titles: Sequence[str]) -> str | None:
    """Return the title that is meant: whole, by its start, or by a part of it; else as choose_person.

    A title that stands twice in `titles` cannot be meant by its name: that is several.
    """
    stages: tuple[_Meant, ...] = (
        str.__eq__,
        lambda wanted, name: name.startswith(wanted),
        lambda wanted, name: wanted in name,
    )
    return _choose(typed, titles, stages)


def _choose(typed: str, names: Sequence[str], stages: Sequence[_Meant]) -> str | None:
    wanted = fold(typed)
    for meant in stages:
        found = [name for name in names if meant(wanted, fold(name))]
        if len(found) == 1:
            return found[0]
        if found:
            raise InvalidInput("", _ambiguous(typed, found))
    return None


def _ambiguous(typed: str, found: Sequence[str]) -> str:
    different = tuple(dict.fromkeys(visible(name) for name in found))
    if len(different) == 1:
        return f"“{different[0]}” is the name of {len(found)}."
    listed = f"{', '.join(different[:3])} or {len(different) - 3} more" if len(different) > 4 else _either(different)
    return f"“{visible(typed[:30])}” could be {listed}."


def _either(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}"
