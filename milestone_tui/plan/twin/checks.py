"""The rules that a merge must not break, checked for what one side would take from the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from milestone_tui.plan.language.money import from_minor
from milestone_tui.plan.twin.canonical import DEFAULT_CURRENCY, currency_of
from milestone_tui.plan.twin.kinds import KINDS, Keyed
from milestone_tui.plan.twin.loops import find_loops
from milestone_tui.plan.twin.record_rules import RECORD_RULES
from milestone_tui.plan.twin.records import PERSON, PROJECT, Change, Key, Place, Record, Records

_AFTER = "after "
_AT_HOME = frozenset(("baseline", "for", "review"))
"""Facts that refer to a record of the same project."""
_PHASE = "phase "


class Outside(NamedTuple):
    """What a database holds beside the records that are merged."""

    keys: Mapping[str, str] = {}
    """The keys of its other projects, each with the project's name."""
    people: Collection[str] = ()
    """The names of all its people."""
    links: Collection[tuple[str, str]] = ()
    """Its links from and to milestones of other projects: the uids of predecessor and successor."""
    milestones: Collection[str] = ()
    """The uids of the milestones of its other projects."""


class Problem(NamedTuple):
    """A rule that would be broken."""

    reason: str
    places: Collection[Place]
    """The changes that break it, or facts of new records; others are ignored."""


Changes = Mapping[Place, Change]


def problems(records: Records, source: Records, changes: Changes, outside: Outside) -> Iterator[Problem]:
    """Yield the rules that `records` break because of some changes from `source`, which they hold already."""
    touched: dict[Key, set[str | None]] = defaultdict(set)
    for key, fact in changes:
        touched[key].add(fact)
    yield from _of_records(records, touched)
    yield from _references(records, changes, touched, outside)
    yield from _currencies(records, source, changes, touched)
    yield from _keys(records, touched, outside)
    yield from _names(records, touched, outside)
    yield from _phases(records, touched)
    yield from _open_rounds(records, touched)
    yield from _loops(records, changes, outside)


def _of_records(records: Records, touched: Mapping[Key, Collection[str | None]]) -> Iterator[Problem]:
    """Yield required facts that are missing, and facts of one record that contradict each other."""
    for key, facts in touched.items():
        if (record := records.get(key)) is None:
            continue
        kind = KINDS[key.kind]
        for fact in kind.plain:
            if fact.required and fact.word not in record.facts:
                yield Problem(f"a {kind.word} needs its {fact.word}", [Place(key, fact.word)])
        if kind.immutable and None not in facts:
            yield Problem(f"a {kind.word} cannot be changed", [Place(key, fact) for fact in facts])
        for rule in RECORD_RULES.get(key.kind, ()):
            if (broken := rule(record.facts)) is not None:
                yield Problem(broken.reason, [Place(key, fact) for fact in broken.facts])


def _references(
    records: Records, changes: Changes, touched: Mapping[Key, Collection[str | None]], outside: Outside
) -> Iterator[Problem]:
    """Yield what refers to a record that is not there."""
    deleted = {place.key for place, change in changes.items() if place.fact is None and change.after is None}
    phases = {
        Key("phase", f"{key.uid} {fact.removeprefix(_PHASE)}")
        for (key, fact), change in changes.items()
        if fact is not None and fact.startswith(_PHASE) and change.after is None
    }
    checked: Iterable[Key] = records if deleted or phases else [key for key in touched if key in records]
    for key in checked:
        record = records[key]
        if key.kind not in (PERSON, PROJECT) and Key(PROJECT, record.home) not in records:
            yield Problem("its project is missing", [Place(key)])
        parent = Key("milestone", record.parent)
        if record.parent and parent not in records:
            yield Problem(_missing(parent, key, deleted), [Place(key), Place(parent)])
        for fact, target in _targets(key, record):
            if target.kind == "phase":
                phase = f"{_PHASE}{record.facts[fact]}"
                home = records.get(Key(PROJECT, record.home))
                if home is not None and phase not in home.facts:
                    places = [Place(key, fact), Place(Key(PROJECT, record.home), phase)]
                    yield Problem(f'there is no phase "{record.facts[fact]}"', places)
            elif target not in records and not (target.kind == "milestone" and target.uid in outside.milestones):
                yield Problem(_missing(target, key, deleted), [Place(key, fact), Place(target)])
            elif fact in _AT_HOME and records[target].home != record.home:
                yield Problem(f"{target.kind} {target.uid} is in another project", [Place(key, fact)])


def _missing(target: Key, key: Key, deleted: Collection[Key]) -> str:
    if target in deleted:
        return f"{key.kind} {key.uid} needs {target.kind} {target.uid}, which is deleted on the other side"
    return f"there is no {target.kind} {target.uid}"


def _targets(key: Key, record: Record) -> Iterator[tuple[str, Key]]:
    """Yield the facts of a record that name another record, or a phase, and which."""
    plain, keyed = _REFERRING[key.kind]
    for word, kind in plain:
        if (uid := record.facts.get(word)) is not None:
            yield word, Key(kind, uid)
    if keyed:
        for fact in record.facts:
            word, _, uid = fact.partition(" ")
            if uid and word in keyed:
                yield fact, Key(keyed[word], uid)


_REFERRING = {
    kind.word: (
        [(fact.word, fact.refers) for fact in kind.plain if fact.refers not in ("", PERSON)],
        {fact.word: fact.refers for fact in kind.keyed if fact.refers},
    )
    for kind in KINDS.values()
}


def _currencies(
    records: Records, source: Records, changes: Changes, touched: Mapping[Key, Collection[str | None]]
) -> Iterator[Problem]:
    """Yield amounts in another currency than the project's, and a currency with other decimals than the amounts."""
    for key, change in [(place.key, change) for place, change in changes.items() if place.fact == "currency"]:
        decimals = {from_minor(1, currency or DEFAULT_CURRENCY) for currency in change}
        homes = ((other, record) for other, record in records.items() if record.home == key.uid)
        if len(decimals) > 1 and any(_amounts(*home) for home in homes):
            yield Problem("there are amounts, and it has other decimals", [Place(key, "currency")])
    for key, facts in touched.items():
        record = records.get(key)
        home = Key(PROJECT, key.uid if record is None else record.home)
        if record is None or home not in records or home not in source:
            continue
        own, other = currency_of(records[home]), currency_of(source[home])
        if own != other and (amounts := [fact for fact in _amounts(key, record) if None in facts or fact in facts]):
            yield Problem(f"it is in {other}, and the project uses {own}", [Place(key, fact) for fact in amounts])


def _amounts(key: Key, record: Record) -> list[str]:
    """Return the facts of a record that hold money."""
    if key.kind == "baseline":
        return [fact for fact, text in record.facts.items() if fact.startswith("date ") and text.split()[1:2] != ["-"]]
    return [fact for fact in _MONEY.get(key.kind, ()) if fact in record.facts]


_MONEY = {PROJECT: ("budget",), "milestone": ("value",), "spent": ("amount",)}


def _keys(records: Records, touched: Mapping[Key, Collection[str | None]], outside: Outside) -> Iterator[Problem]:
    """Yield the keys of projects that are taken."""
    wanted = [key for key in touched if key.kind == PROJECT and key in records]
    if not any({None, "key"} & set(touched[key]) for key in wanted):
        return
    holders: dict[str, list[Key]] = defaultdict(list)
    for key, record in records.items():
        if key.kind == PROJECT:
            holders[record.facts.get("key", "")].append(key)
    for word, keys in holders.items():
        if word in outside.keys:
            yield Problem(f'the key {word} is used by "{outside.keys[word]}"', [Place(key, "key") for key in keys])
        elif len(keys) > 1:
            yield Problem(f"the key {word} is used by another project", [Place(key, "key") for key in keys])


def _names(records: Records, touched: Mapping[Key, Collection[str | None]], outside: Outside) -> Iterator[Problem]:
    """Yield the names of people that differ from a known one only in case."""
    known = {name.casefold(): name for name in outside.people}
    for key, facts in touched.items():
        record = records.get(key)
        if record is None:
            continue
        for fact, name in _people(key, record):
            if (None in facts or fact in facts) and known.setdefault(name.casefold(), name) != name:
                yield Problem(f'the person is called "{known[name.casefold()]}"', [Place(key, fact)])


def _people(key: Key, record: Record) -> Iterator[tuple[str | None, str]]:
    """Yield the people that a record names, each with the fact."""
    if key.kind == PERSON:
        yield None, key.uid
    plain, keyed = _NAMING[key.kind]
    for word in plain:
        if (name := record.facts.get(word)) is not None:
            yield word, name
    for fact in record.facts if keyed else ():
        word, _, name = fact.partition(" ")
        if name and word in keyed:
            yield fact, name


def _naming(facts: Iterable[Keyed]) -> list[str]:
    return [fact.word for fact in facts if "person_id" in fact.key]


_NAMING = {
    kind.word: ([fact.word for fact in kind.plain if fact.refers == PERSON], _naming(kind.keyed))
    for kind in KINDS.values()
}


def people_in(records: Records) -> set[str]:
    """Return the names of the people that plans name."""
    found: set[str] = set()
    for key, record in records.items():
        if key.kind != PERSON:
            found.update(name for _, name in _people(key, record))
    return found


def _phases(records: Records, touched: Mapping[Key, Collection[str | None]]) -> Iterator[Problem]:
    """Yield phases of one project whose names differ only in case."""
    for key in touched:
        if key.kind != PROJECT or key not in records:
            continue
        there: dict[str, list[str]] = defaultdict(list)
        for fact in records[key].facts:
            if fact.startswith(_PHASE):
                there[fact.casefold()].append(fact)
        for facts in there.values():
            if len(facts) > 1:
                yield Problem("two phases have the same name", [Place(key, fact) for fact in facts])


def _open_rounds(records: Records, touched: Mapping[Key, Collection[str | None]]) -> Iterator[Problem]:
    """Yield milestones that would wait for acceptance twice."""
    if not any(key.kind == "acceptance" for key in touched):
        return
    waiting: dict[str, list[Key]] = defaultdict(list)
    for key, record in records.items():
        if key.kind == "acceptance" and "answer" not in record.facts:
            waiting[record.parent].append(key)
    for keys in waiting.values():
        if len(keys) > 1:
            yield Problem("the milestone awaits acceptance already", [Place(key, "answer") for key in keys])


def _loops(records: Records, changes: Changes, outside: Outside) -> Iterator[Problem]:
    """Yield the changed links that close a loop."""
    if not any(key.kind == "milestone" and (fact is None or fact.startswith(_AFTER)) for key, fact in changes):
        return
    before: dict[str, set[str]] = defaultdict(set)
    for key, record in records.items():
        if key.kind == "milestone":
            for fact in record.facts:
                if fact.startswith(_AFTER):
                    before[key.uid].add(fact.removeprefix(_AFTER))
    for predecessor, successor in outside.links:
        before[successor].add(predecessor)
    for loop in find_loops(before):
        places = [Place(Key("milestone", uid), f"{_AFTER}{earlier}") for earlier, uid in loop]
        yield Problem("the links would close a loop", places)
