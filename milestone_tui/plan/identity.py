"""Which of the people there are somebody at the keyboard is, by the login and the name they go by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.actor import Actor
from milestone_tui.plan.language.matching import match_person
from milestone_tui.plan.language.text import fold


def nearest_person(actor: Actor, people: Sequence[str]) -> str:
    """Return the one of the people whose name is nearest; empty where none is near.

    A login may be a first name, the beginning of a name, a surname, or initials and a surname ("akovac").
    """
    for called in dict.fromkeys((actor.name, actor.login)):
        with suppress(InvalidInput):  # several are meant: none of them is nearest
            if found := match_person(called, people):
                return found
        alike = [name for name in people if _plain(called) in _logins(name)]
        if len(alike) == 1:
            return alike[0]
    from difflib import get_close_matches  # only who goes by another name pays for it

    near = get_close_matches(fold(actor.name), list(map(fold, people)), n=1, cutoff=0.75)
    return next((name for name in people if fold(name) == near[0]), "") if near else ""


def _logins(name: str) -> set[str]:
    """What a login made of a name is as a rule."""
    words = [_plain(word) for word in fold(name).split() if _plain(word)]
    if len(words) < 2:
        return set(words)
    first, last = words[0], words[-1]
    return {last, first[0] + last, last + first[0], first + last[0], last + first, "".join(word[0] for word in words)}


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", fold(text))
