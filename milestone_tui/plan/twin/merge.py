"""Three-way merge of records: what one side changed since both agreed is taken, what both changed is reported."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from milestone_tui.plan.twin.records import Base, BaseRecord, Change, Key, Place, Record, Records, Told


class Differences(NamedTuple):
    """How the two sides differ from what they agreed on."""

    here: dict[Place, Change]
    """Changed in the database alone."""
    there: dict[Place, Change]
    """Changed in the files alone."""
    both: tuple[Told, ...]
    """Changed on both sides, in different ways."""


def differences(base: Base, here: Records, there: Records) -> Differences:
    """Return what each side changed alone, and what both changed."""
    found = Differences({}, {}, ())
    both: list[Told] = []
    for key in dict.fromkeys((*base, *here, *there)):
        was, mine, yours = base.get(key), here.get(key), there.get(key)
        if mine is not None and yours is not None and mine[:2] != yours[:2]:
            both.append(Told(Place(key), "", "", "it is in another project or milestone there"))
        elif mine is not None and yours is not None:
            _compare_facts(found, both, key, was, mine, yours)
        elif mine is None and yours is None:
            continue
        elif was is None:
            side = found.here if yours is None else found.there
            side[Place(key)] = Change(None, "")
        elif yours is None:
            _compare_missing(found.there, both, key, was, mine, missing_here=False)
        else:
            _compare_missing(found.here, both, key, was, yours, missing_here=True)
    return found._replace(both=tuple(both))


def _compare_facts(
    found: Differences, both: list[Told], key: Key, was: BaseRecord | None, mine: Record, yours: Record
) -> None:
    if mine.facts == yours.facts:
        return
    agreed: Mapping[str, str | None] = {} if was is None else was.facts
    for fact in sorted({*mine.facts, *yours.facts}):
        one, other = mine.facts.get(fact), yours.facts.get(fact)
        if one == other:
            continue
        before = agreed.get(fact)
        unknown = was is None or (fact in agreed and before is None)
        place = Place(key, fact)
        if not unknown and before == one:
            found.there[place] = Change(one, other)
        elif not unknown and before == other:
            found.here[place] = Change(other, one)
        elif (later := _later(fact, one, other)) is not None:
            side = found.there if later == other else found.here
            side[place] = Change(one if later == other else other, later)
        else:
            both.append(Told(place, one, other))


def _later(fact: str, one: str | None, other: str | None) -> str | None:
    """Return the later confirmation where both only confirmed the same due date; None for any other difference."""
    if fact != "due" or one is None or other is None or one.partition(" ")[0] != other.partition(" ")[0]:
        return None
    return max(one, other)


def _compare_missing(
    changes: dict[Place, Change],
    both: list[Told],
    key: Key,
    was: BaseRecord,
    left: Record | None,
    *,
    missing_here: bool,
) -> None:
    """Note the removal of a record by one side, unless the other side changed it."""
    assert left is not None
    place = Place(key)
    if left.facts == was.facts:
        changes[place] = Change("", None)
    else:
        both.append(Told(place, None if missing_here else "", "" if missing_here else None))


def applied(onto: Records, source: Records, places: Collection[Place]) -> dict[Key, Record]:
    """Return `onto` with what `source` has in these places."""
    result = dict(onto)
    for key, fact in places:
        theirs = source.get(key)
        if fact is None:
            if theirs is None:
                result.pop(key, None)
            else:
                result[key] = theirs
    facts: dict[Key, dict[str, str]] = {}
    for key, fact in places:
        if fact is None or key not in result:
            continue
        if key not in facts:
            facts[key] = dict(result[key].facts)
        theirs = source.get(key)
        value = None if theirs is None else theirs.facts.get(fact)
        if value is None:
            facts[key].pop(fact, None)
        else:
            facts[key][fact] = value
    for key, changed in facts.items():
        result[key] = result[key]._replace(facts=changed)
    return result


def agreed(base: Base, here: Records, there: Records, strangers: Collection[Key]) -> dict[Key, BaseRecord]:
    """Return what both sides agree on after a merge; where they differ, what they agreed on before.

    `strangers` are records that both sides had, without ever having agreed on them.
    """
    result: dict[Key, BaseRecord] = {}
    for key in dict.fromkeys((*base, *here, *there)):
        was, mine, yours = base.get(key), here.get(key), there.get(key)
        if mine is None or yours is None:
            if was is not None and mine is not yours:
                result[key] = was
            continue
        facts: dict[str, str | None] = dict(mine.facts)
        if mine.facts != yours.facts:
            for fact in {*mine.facts, *yours.facts}:
                if mine.facts.get(fact) == yours.facts.get(fact):
                    continue
                facts.pop(fact, None)
                if key in strangers:
                    facts[fact] = None
                elif was is not None and fact in was.facts:
                    facts[fact] = was.facts[fact]
        result[key] = BaseRecord(mine.home, mine.parent, facts)
    return result
