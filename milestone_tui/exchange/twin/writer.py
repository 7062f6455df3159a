"""Write the records of a project as a file: one fact a line, sorted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from milestone_tui.exchange.twin.escapes import escaped, quoted
from milestone_tui.plan.twin.kinds import KINDS, Keyed
from milestone_tui.plan.twin.outcome import called
from milestone_tui.plan.twin.records import PERSON, Key, Record, Records

VERSION = 1
"""The version of the form of the files."""
FIRST_LINE = "milestone-tui plan"
HINT = "# One fact a line. Change the text after a colon, then run `milestone-tui sync` on this folder."
LAST_LINE = "# End of the plan"
"""Shows that a file was not cut off: what it lacks would be deleted."""

_ORDER = {word: number for number, word in enumerate(KINDS)}
_QUOTED = frozenset(("phase", "person", "work"))
"""The words after which a name follows, in quotes."""


def write_file(records: Records, everything: Records | None = None) -> str:
    """Return the text of a file with these records, which are of one project or are people.

    `everything` are the records of the whole folder: what a fact refers to is named after it, for the reader.
    """
    known = records if everything is None else everything
    inside: dict[str, list[tuple[Key, Record]]] = defaultdict(list)
    top: list[tuple[Key, Record]] = []
    for key, record in records.items():
        (inside[record.parent] if record.parent else top).append((key, record))
    lines = [f"{FIRST_LINE} {VERSION}", HINT]
    for key, record in sorted(top, key=_place):
        lines.append("")
        lines.extend(_lines(key, record, "", known))
        if key.kind == "milestone":
            for child in sorted(inside.pop(key.uid, ()), key=_place):
                lines.extend(_lines(*child, "  ", known))
    return "\n".join((*lines, "", LAST_LINE, ""))


def _place(item: tuple[Key, Record]) -> tuple[int, str, str]:
    key = item[0]
    return _ORDER[key.kind], key.uid.casefold() if key.kind == PERSON else key.uid, key.uid


def _lines(key: Key, record: Record, indent: str, known: Records) -> Iterator[str]:
    name = quoted(key.uid) if key.kind == PERSON else key.uid
    yield f"{indent}{key.kind} {name}"
    referring = REFERRING[key.kind]
    for fact in _in_order(key, record.facts):
        text = record.facts[fact]
        line = f"{indent}  {fact_name(key, fact)}: {escaped(text)}".rstrip(" ")
        word, _, uid = fact.partition(" ")
        if (kind := referring.get(word)) is not None and (title := called(Key(kind, uid or text), known)):
            line += f"{REMARK}{escaped(title)}"
        yield line


def _in_order(key: Key, facts: Mapping[str, str]) -> Iterable[str]:
    order = _FACTS[key.kind]
    return sorted(facts, key=lambda fact: (order.get(fact) or order[fact.partition(" ")[0]], fact))


REFERRING: Mapping[str, Mapping[str, str]] = {kind.word: kind.referring for kind in KINDS.values()}
"""The facts that refer to a record by its uid, and the kind of that record."""
REMARK = "  # "
"""Between such a fact and the name of what it refers to, which is not read back."""

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
