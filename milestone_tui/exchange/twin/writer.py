"""Write the records of a project as a file: one fact a line, sorted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from milestone_tui.exchange.twin.escapes import escaped, quoted
from milestone_tui.plan.twin.kinds import KINDS, Keyed
from milestone_tui.plan.twin.records import PERSON, Key, Record, Records

VERSION = 1
"""The version of the form of the files."""
FIRST_LINE = "milestone-tui plan"
HINT = "# One fact a line. Change the text after a colon, then run `milestone-tui sync` on this folder."

_ORDER = {word: number for number, word in enumerate(KINDS)}
_QUOTED = frozenset(("phase", "person", "work"))
"""The words after which a name follows, in quotes."""


def write_file(records: Records) -> str:
    """Return the text of a file with these records, which are of one project or are people."""
    inside: dict[str, list[tuple[Key, Record]]] = defaultdict(list)
    top: list[tuple[Key, Record]] = []
    for key, record in records.items():
        (inside[record.parent] if record.parent else top).append((key, record))
    lines = [f"{FIRST_LINE} {VERSION}", HINT]
    for key, record in sorted(top, key=_place):
        lines.append("")
        lines.extend(_lines(key, record, ""))
        if key.kind == "milestone":
            for child in sorted(inside.pop(key.uid, ()), key=_place):
                lines.extend(_lines(*child, "  "))
    return "\n".join(lines) + "\n"


def _place(item: tuple[Key, Record]) -> tuple[int, str, str]:
    key = item[0]
    return _ORDER[key.kind], key.uid.casefold() if key.kind == PERSON else key.uid, key.uid


def _lines(key: Key, record: Record, indent: str) -> Iterator[str]:
    name = quoted(key.uid) if key.kind == PERSON else key.uid
    yield f"{indent}{key.kind} {name}"
    for fact in _in_order(key, record.facts):
        yield f"{indent}  {fact_name(key, fact)}: {escaped(record.facts[fact])}".rstrip(" ")


def _in_order(key: Key, facts: Mapping[str, str]) -> Iterable[str]:
    order = _FACTS[key.kind]
    return sorted(facts, key=lambda fact: (order.get(fact) or order[fact.partition(" ")[0]], fact))


_FACTS = {kind.word: {word: number for number, word in enumerate(kind.words, 1)} for kind in KINDS.values()}


def fact_name(key: Key, fact: str) -> str:
    """Return the name of a fact as the files have it, names of people and phases in quotes."""
    of = KINDS[key.kind].fact(fact)
    if isinstance(of, Keyed):
        word, _, rest = fact.partition(" ")
        if word in _QUOTED:
            return f"{word} {quoted(rest)}"
        if word == "away":
            days, note = " ".join(rest.split(" ", 2)[:2]), rest.split(" ", 2)[2:]
            return f"{word} {days} {quoted(note[0])}" if note else f"{word} {days}"
    return fact
