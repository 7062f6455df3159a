"""Tells the observances of a calendar from its days off: Mother's Day, the end of summer time, a regional feast.

Google writes beside an observance, in the language of the calendar, where in its settings observances are hidden, and
beside a day off only "Public holiday". Other calendars have a word in the description or the categories. That an event
is transparent or free says nothing: public holidays are, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from milestone_tui.exchange.ics.events import Event, unescaped
from milestone_tui.plan.language.text import fold

_LONGEST = 80
"""Characters of a line that says what kind of day it is; a longer one is prose."""
_HOW_TO_HIDE = re.compile(r"\bgoogle\b.*>", re.DOTALL)


def is_observance(event: Event) -> bool:
    """Return whether an event is an observance, by its description or its categories."""
    # some programs escape twice
    description = fold(unescaped(unescaped(event.values.get("DESCRIPTION", ""))))
    first, _, rest = description.strip().partition("\n")
    if rest and _HOW_TO_HIDE.search(rest):
        return True
    categories = [fold(unescaped(category)) for category in event.lists.get("CATEGORIES", ())]
    return any(_says_so(text) for text in (first, *categories) if len(text) <= _LONGEST)


def _says_so(text: str) -> bool:
    """Return whether a text begins or ends with a word for an observance, and names no public holiday beside it."""
    observances, holidays = _words()
    without = re.sub(rf"^{observances}\b|\b{observances}$", "", text)
    return without != text and re.search(rf"\b{holidays}\b", without) is None


@cache
def _words() -> tuple[str, str]:
    """Return the patterns of the words for an observance, and for a public holiday."""
    import tomllib  # late: 13 ms

    words = tomllib.loads((files(__package__) / "observances.toml").read_text(encoding="utf-8"))
    return _any_of(words["observances"].values()), _any_of(words["public_holidays"].values())


def _any_of(languages: Iterable[Iterable[str]]) -> str:
    words = sorted({fold(word) for language in languages for word in language}, key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, words))})"
