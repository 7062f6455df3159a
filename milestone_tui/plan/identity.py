"""Find the person at the keyboard among the people in the database, by login and name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.actor import Actor
from milestone_tui.plan.language.matching import match_person
from milestone_tui.plan.language.text import fold


def nearest_person(actor: Actor, people: Sequence[str]) -> str:
    """Return the best match for `actor` among `people`; empty if there is none.

    A login may be a first name, the beginning of a name, a surname, or initials and a surname ("akovac").
    """
    for called in dict.fromkeys((actor.name, actor.login)):
        with suppress(InvalidInput):  # several people match: none is the best
            if found := match_person(called, people):
                return found
        alike = [name for name in people if _plain(called) in _logins(name)]
        if len(alike) == 1:
            return alike[0]
    from difflib import get_close_matches  # late: rarely needed

    near = get_close_matches(fold(actor.name), list(map(fold, people)), n=1, cutoff=0.75)
    return next((name for name in people if fold(name) == near[0]), "") if near else ""


def _logins(name: str) -> set[str]:
    """Return the usual logins for a name."""
    words = [_plain(word) for word in fold(name).split() if _plain(word)]
    if len(words) < 2:
        return set(words)
    first, last = words[0], words[-1]
    return {last, first[0] + last, last + first[0], first + last[0], last + first, "".join(word[0] for word in words)}


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", fold(text))
