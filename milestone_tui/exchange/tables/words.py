"""The words in heads and cells of tables, from the data files in `languages`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from milestone_tui.exchange.tables.word_file import read_words
from milestone_tui.plan.fields import MILESTONE_FIELDS
from milestone_tui.plan.language.text import fold

LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "pl")

RankedRoles = tuple[tuple[str, int], ...]
"""Roles, each with the place of a head in the list of its heads: the first is the best one."""


class Words(NamedTuple):
    """The words of all languages."""

    heads: Mapping[str, RankedRoles]
    """The roles of each head, as `plain` gives it."""
    groups: Mapping[str, str]
    """What a word before or after a date says of it: "planned", "actual" or "current"."""
    days: frozenset[str]
    """Words for "date"."""
    cells: Mapping[str, frozenset[str]]
    """The words in cells by what they mean, as `word_of` gives them."""

    def means(self, meaning: str, text: str) -> bool:
        """Return whether a cell has a word of this meaning."""
        return word_of(text) in self.cells[meaning]


_NUMBER_SIGN = re.compile(r"[#№]|\b[nN][º°]")
_PUNCTUATION = re.compile(r"[^\w%]+|_+")


@lru_cache(maxsize=4096)
def plain(head: str) -> str:
    """Return a head without case, accents and punctuation: "due date" for "Due_Date:", "milestone number" for "… #"."""
    return _PUNCTUATION.sub(" ", fold(_NUMBER_SIGN.sub(" number ", head))).strip()


@lru_cache(maxsize=8192)
def word_of(text: str) -> str:
    """Return a cell for comparisons: without case, accents, and spaces before a percent sign and at its ends."""
    return re.sub(r"\s+", " ", fold(text.strip())).replace(" %", "%")


@cache
def words() -> Words:
    """Return the words of all languages."""
    heads: dict[str, dict[str, int]] = {}
    groups: dict[str, str] = {}
    days: set[str] = set()
    cells: dict[str, set[str]] = {}
    for name, spec in MILESTONE_FIELDS.items():
        for place, head in enumerate(spec.csv):
            heads.setdefault(plain(head), {}).setdefault(name, place)
    for language in LANGUAGES:
        found = read_words(f"languages/{language}.toml")
        for role, texts in found["columns"].items():
            for place, head in enumerate(texts):
                roles = heads.setdefault(plain(head), {})
                roles[role] = min(place, roles.get(role, place))
        days.update(map(plain, found["groups"].pop("day")))
        for group, texts in found["groups"].items():
            groups |= {plain(text): group for text in texts}
        for meaning, texts in found["cells"].items():
            cells.setdefault(meaning, set()).update(map(word_of, texts))
    return Words(
        {head: tuple(roles.items()) for head, roles in heads.items()},
        groups,
        frozenset(days),
        {meaning: frozenset(texts) for meaning, texts in cells.items()},
    )


_NUMBER_WORDS = frozenset(("number", "no", "nr", "num", "id", "nummer", "numero", "numer", "n", "code", "key"))
_NAMING = frozenset(("code", "key"))
"""Words for a number only behind another word."""
_IN_BRACKETS = re.compile(r"\s*[(\[]([^)\]]*)[)\]]")
_OF_GROUP = {
    "planned": {"due": "baseline", "start": "other_start"},
    "actual": {"due": "done", "start": "other_start"},
    "current": {"due": "due", "start": "start"},
}
_LONGEST_HEAD = 100
"""Characters; a longer text is no head."""
_MOST_WORDS = 3
"""Words of a head that is known only by the one for milestones in it."""
LATER = 100
"""The rank that a role has beyond those of the lists, if its head is only put together."""


def roles_of(head: str) -> RankedRoles:
    """Return the roles that a head allows, the best known ones by the lists, others by the words that it has."""
    return _roles_of(head) if len(head) <= _LONGEST_HEAD else ()


@lru_cache(maxsize=4096)
def _roles_of(head: str) -> RankedRoles:
    known, text = words().heads, plain(head)
    if text in known:
        return known[text]
    found = _number_roles(text) or _grouped_roles(text) or _milestone_roles(text)
    if found or not (brackets := _IN_BRACKETS.search(head)):
        return found
    outside = _IN_BRACKETS.sub("", head).strip()
    if plain(outside) == "custom field":
        return roles_of(brackets[1])
    return roles_of(outside) if outside != head else ()


def _number_roles(text: str) -> RankedRoles:
    """Return the role of "milestone no" or "no of milestone": an id if it numbers milestones, else just a number."""
    parts = text.split()
    if len(parts) < 2 or not (parts[-1] in _NUMBER_WORDS or parts[0] in _NUMBER_WORDS - _NAMING):
        return ()
    rest = parts[:-1] if parts[-1] in _NUMBER_WORDS else parts[1:]
    known = words().heads
    for start in range(len(rest)):
        if any(role in ("title", "milestone") for role, _ in known.get(" ".join(rest[start:]), ())):
            return (("id", LATER),)
    return (("number", LATER),)


def _milestone_roles(text: str) -> RankedRoles:
    """Return the roles of a head with a word for milestones in it, such as "key milestones"."""
    parts = text.split()
    if len(parts) <= _MOST_WORDS and set(parts) & words().cells["milestone"]:
        return (("title", LATER), ("milestone", LATER))
    return ()


def _grouped_roles(text: str) -> RankedRoles:
    """Return the role of "planned finish", "end forecast" or "actual date"."""
    parts = text.split()
    for size in range(1, len(parts)):
        for group, rest in ((parts[:size], parts[size:]), (parts[size:], parts[:size])):
            kind = words().groups.get(" ".join(group))
            day = kind and _day_role(" ".join(rest))
            if kind and day:
                return ((_OF_GROUP[kind][day], LATER),)
    return ()


def _day_role(text: str) -> str:
    """Return "due" or "start" for the head of such a date; empty for any other."""
    roles = [role for role, _ in words().heads.get(text, ())]
    if text in words().days or "due" in roles:
        return "due"
    return "start" if "start" in roles else ""
