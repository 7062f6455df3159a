"""What completes a word on the command line: keys of projects, titles of milestones, names of people, fields.

A shell calls this at every press of tab, so a question is a query or two, and nothing is ever said on an error.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from milestone_tui.store.reader import Reader

_SAFE = re.compile(r"[A-Za-z0-9_./+,%-]|[^\x00-\x7f]")
"""A character that means nothing to bash, nor begins a word for it."""
_IN_DOUBLE_QUOTES = re.compile(r'["\\$`]')


class Kind(StrEnum):
    """What an argument names."""

    KEYS = "keys"
    MILESTONES = "milestones"
    THINGS = "things"
    """Projects and milestones."""
    PEOPLE = "people"
    FIELDS = "fields"


class Shell(StrEnum):
    """A shell that completes."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"


def typed_text(raw: str) -> str:
    """Return a word as typed in a shell without its quotes and backslashes; its last quote may still be open."""
    text, quote, characters = "", "", iter(raw)
    for character in characters:
        if character == "\\" and quote != "'":
            text += next(characters, "")
        elif character == quote:
            quote = ""
        elif character in "\"'" and not quote:
            quote = character
        else:
            text += character
    return text


def named_database(words: Sequence[str]) -> str | None:
    """Return the value of the last `--db` among the words of a command line; None without one."""
    found = None
    for place, word in enumerate(words):
        if word.startswith("--db="):
            found = word.removeprefix("--db=")
        elif word == "--db" and place + 1 < len(words):
            found = words[place + 1].removeprefix("=") or (words[place + 2] if place + 2 < len(words) else "")
    return str(Path(found).expanduser()) if found else None


def candidates(kind: Kind, read: Reader, typed: str) -> Iterator[tuple[str, str]]:
    """Yield the words of a kind that begin as typed, each with a short explanation, which may be empty."""
    wanted = typed.casefold()
    for word, words in _KINDS[kind](read, typed):
        if word.isprintable() and word.casefold().startswith(wanted):
            yield word, words if words.isprintable() else ""


def written(word: str, words: str, shell: Shell, raw: str) -> str:
    """Return a candidate as a shell takes it: bash inserts it as it is, the others quote it and tell `words`."""
    if shell is Shell.BASH:
        return _quoted(word, raw[:1] if raw[:1] in ("'", '"') else "")
    return f"{word}\t{words}"


def _quoted(word: str, quote: str) -> str:
    """Return a word for bash, within a quote that is open already or without one."""
    if quote == "'":
        return word.replace("'", "'\\''")
    if quote == '"':
        return _IN_DOUBLE_QUOTES.sub(r"\\\g<0>", word)
    return "".join(each if _SAFE.match(each) else f"\\{each}" for each in word)


def _keys(read: Reader, typed: str) -> Iterator[tuple[str, str]]:
    yield from read.project_names()


def _milestones(read: Reader, typed: str) -> Iterator[tuple[str, str]]:
    """Yield the titles of a project once its key is typed; before that the keys, each with a slash."""
    key, slash, _ = typed.partition("/")
    if slash:
        yield from ((f"{key.upper()}/{title}", "") for title in read.titles(key))
    else:
        yield from ((f"{key}/", name) for key, name in read.project_names())


def _things(read: Reader, typed: str) -> Iterator[tuple[str, str]]:
    if "/" not in typed:
        yield from read.project_names()
    yield from _milestones(read, typed)


def _people(read: Reader, typed: str) -> Iterator[tuple[str, str]]:
    return ((person.name, person.organisation) for person in read.people())


def _fields(read: Reader, typed: str) -> Iterator[tuple[str, str]]:
    from milestone_tui.plan.fields import MILESTONE_FIELDS, PROJECT_FIELDS

    for name, spec in {**PROJECT_FIELDS, **MILESTONE_FIELDS}.items():
        yield f"{name}=", spec.hint or spec.label


_KINDS: Mapping[Kind, Callable[[Reader, str], Iterator[tuple[str, str]]]] = {
    Kind.KEYS: _keys,
    Kind.MILESTONES: _milestones,
    Kind.THINGS: _things,
    Kind.PEOPLE: _people,
    Kind.FIELDS: _fields,
}
