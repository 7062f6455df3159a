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

_COMPOUNDED = ("meilenstein", "meilensteine", "mijlpaal", "mijlpalen")
"""Words for milestones that other words are put before, as in "Zahlungsmeilenstein"."""
_MOST_WORDS = 3
"""Words of a head or a cell that is known only by the one for milestones in it."""
_OF_MILESTONES = frozenset(
    (
        "due",
        "baseline",
        "done",
        "deadline",
        "start",
        "other_start",
        "state",
        "progress",
        "owner",
        "value",
        "notes",
        "phase",
    )
)
"""What a head may say of milestones beside the word for them, as in "milestone status"."""
_NOT = frozenset(("no", "not", "non", "kein", "keine", "nicht", "pas", "sin", "nao", "sem", "geen", "niet", "nie"))

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
        """Return whether a cell has a word of this meaning; one for milestones may stand beside others."""
        word = word_of(text)
        if word in self.cells[meaning] or meaning != "milestone":
            return word in self.cells[meaning]
        parts = re.findall(r"\w+", word)[: _MOST_WORDS + 1]
        has_word = any(part.endswith(_COMPOUNDED) or part in self.cells["milestone"] for part in parts)
        return has_word and len(parts) <= _MOST_WORDS and not _NOT.intersection(parts)


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
_PERCENT_WORDS = frozenset(
    ("%", "percent", "percentage", "prozent", "pourcentage", "porcentaje", "percentuale", "procent")
)
_SHORT = 4
"""Letters of a word, such as "days", that says little of a head it is only a part of."""
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
    if found := _percent_roles(text) or _number_roles(text) or _grouped_roles(text):
        return found
    if brackets := _IN_BRACKETS.search(head):
        outside = _IN_BRACKETS.sub("", head).strip()
        found = roles_of(brackets[1] if plain(outside) == "custom field" else outside) if outside != head else ()
    return found or _milestone_roles(text) or _duration_roles(text) or _amount_roles(text)


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


def _percent_roles(text: str) -> RankedRoles:
    """Return the role of "% achieved": what is done, in percent."""
    rest = " ".join(part for part in text.split() if part not in _PERCENT_WORDS)
    if rest == text:
        return ()
    roles = {role for role, _ in words().heads.get(rest, ())}
    is_done = roles & {"done", "progress"} or rest in words().cells["done"]
    return (("progress", LATER),) if is_done else ()


def _milestone_roles(text: str) -> RankedRoles:
    """Return the roles of a head with a word for milestones in it, such as "key milestones" or "milestone status"."""
    parts = text.split()
    known = words().cells["milestone"]
    if len(parts) > _MOST_WORDS or not (set(parts) & known or any(part.endswith(_COMPOUNDED) for part in parts)):
        return ()
    rest = " ".join(part for part in parts if part not in known)
    of_milestones = words().heads.get(rest) or _grouped_roles(rest) if rest != text else ()
    if of_milestones and of_milestones[0][0] in _OF_MILESTONES:
        return tuple((role, LATER) for role, _ in of_milestones)
    return (("title", LATER), ("milestone", LATER))


def _amount_roles(text: str) -> RankedRoles:
    """Return the role of "amount in TEUR"."""
    before, unit, _ = text.rpartition(" in ")
    return tuple((role, rank) for role, rank in roles_of(before) if role == "value") if unit else ()


def _duration_roles(text: str) -> RankedRoles:
    """Return the role of "expected duration"."""
    known = words().heads
    is_one = any(role == "duration" for part in text.split() for role, _ in known.get(part, ()) if len(part) > _SHORT)
    return (("duration", LATER),) if is_one else ()


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
