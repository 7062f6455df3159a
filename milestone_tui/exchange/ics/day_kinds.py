"""Tells the kind of day that an event means: a day off, an observance, a worked day, or half a day.

Google writes beside an observance, in the language of the calendar, where in its settings observances are hidden, and
beside a day off only "Public holiday". Other calendars have a word in the title, the description or the categories.
That an event is transparent or free says nothing: public holidays are, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from milestone_tui.exchange.ics.events import Event, unescaped
from milestone_tui.plan.language.text import fold

_LONGEST = 80
"""Characters of a line that says what kind of day it is; a longer one is prose."""
_HOW_TO_HIDE = re.compile(r"\bgoogle\b.*>", re.DOTALL)


def is_observance(event: Event) -> bool:
    """Return whether an event is an observance, by its description or its categories."""
    first, _, rest = _description(event).partition("\n")
    if rest and _HOW_TO_HIDE.search(rest):
        return True
    return any(_says_observance(text) for text in _short((first, *_categories(event))))


def is_worked(event: Event) -> bool:
    """Return whether an event is a worked day: a Saturday that makes up for a day off."""
    first = _description(event).partition("\n")[0]
    return any(_says_worked(text) for text in _short((fold(event.name), first, *_categories(event))))


def is_half(event: Event) -> bool:
    """Return whether the title of an event says that it is half a day."""
    return re.search(rf"(?<!\w){_words()['half_days']}(?!\w)", fold(event.name)) is not None


def _description(event: Event) -> str:
    # some programs escape twice
    return fold(unescaped(unescaped(event.values.get("DESCRIPTION", "")))).strip()


def _categories(event: Event) -> list[str]:
    return [fold(unescaped(category)) for category in event.lists.get("CATEGORIES", ())]


def _short(texts: Iterable[str]) -> Iterable[str]:
    return (text for text in texts if len(text) <= _LONGEST)


def _says_observance(text: str) -> bool:
    """Return whether a text begins or ends with a word for an observance, and names no public holiday beside it."""
    words = _words()
    without = re.sub(rf"^{words['observances']}\b|\b{words['observances']}$", "", text)
    return without != text and re.search(rf"\b{words['public_holidays']}\b", without) is None


def _says_worked(text: str) -> bool:
    """Return whether a text begins or ends with a word for a worked day, without a negation or public holiday."""
    words = _words()
    found = re.search(rf"^{words['worked_days']}\b|\b{words['worked_days']}\W*$", text)
    if found is None or re.search(rf"\b{words['public_holidays']}\b", text):
        return False
    return re.search(rf"(?:^|\W){words['no']}\W*$", text[: found.start()]) is None


@cache
def _words() -> Mapping[str, str]:
    """Return a pattern for the words of each kind."""
    import tomllib  # late: 13 ms

    kinds = tomllib.loads((files(__package__) / "day_kinds.toml").read_text(encoding="utf-8"))
    return {kind: _any_of(languages.values()) for kind, languages in kinds.items()}


def _any_of(languages: Iterable[Iterable[str]]) -> str:
    words = sorted({fold(word) for language in languages for word in language}, key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, words))})"
