"""The merge of a database and a folder: what each side gets, and what is left because a rule would be broken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from milestone_tui.plan.twin.checks import Outside, Problem, problems
from milestone_tui.plan.twin.merge import agreed, applied, differences
from milestone_tui.plan.twin.records import PROJECT, Base, BaseRecord, Change, Key, Place, Record, Records, Told


class Settled(NamedTuple):
    """The result of a merge."""

    here: Mapping[Key, Record]
    """What the database is to hold."""
    there: Mapping[Key, Record]
    """What the files are to hold."""
    base: Mapping[Key, BaseRecord]
    """What both agree on then."""
    taken: Mapping[Place, Change]
    """The changes of the files that the database gets."""
    written: Mapping[Place, Change]
    """The changes of the database that the files get."""
    told: tuple[Told, ...]
    """What is left as it is on both sides."""

    def joined(self, other: Settled) -> Settled:
        """Return this and the merge of other records as one."""
        return Settled(
            {**self.here, **other.here},
            {**self.there, **other.there},
            {**self.base, **other.base},
            {**self.taken, **other.taken},
            {**self.written, **other.written},
            (*self.told, *other.told),
        )


def settle(
    base: Base,
    here: Records,
    there: Records,
    faults: Mapping[Place, str],
    outside_here: Outside,
    outside_there: Outside,
) -> Settled:
    """Merge the records of the database and of the files, by what both agreed on last.

    `faults` are the facts of the files that cannot be read, with the reason; `outside_here` and `outside_there` are
    what the database and the files hold beside the records.
    """
    found = differences(base, here, there)
    taken, new_here, refused = _side(here, there, found.there, faults, outside_here)
    written, new_there, kept = _side(there, here, found.here, {}, outside_there)
    told = [*found.both, *(_told(place, reason, here, there) for place, reason in _roots(refused, there))]
    told += [_told(place, reason, here, there)._replace(from_here=True) for place, reason in _roots(kept, here)]
    strangers = {key for key in here if key in there and key not in base}
    return Settled(
        new_here,
        new_there,
        agreed(base, new_here, new_there, strangers),
        taken,
        written,
        tuple(sorted(told, key=lambda one: (one.place.key, one.place.fact or ""))),
    )


def _side(
    mine: Records, yours: Records, changes: Mapping[Place, Change], faults: Mapping[Place, str], outside: Outside
) -> tuple[dict[Place, Change], dict[Key, Record], dict[Place, str]]:
    """Return the changes that one side can take from the other, itself with them, and those refused with reasons."""
    refused: dict[Place, str] = {}
    usable = _without_faults(yours, faults)
    refused |= {place: reason for place, reason in faults.items() if place in changes or Place(place.key) in changes}
    left = {place: change for place, change in changes.items() if place not in refused}
    while True:
        result = applied(mine, usable, left)
        found = {
            place: problem.reason
            for problem in problems(result, usable, left, outside)
            for place in _culprits(problem, left)
        }
        if not found:
            return left, result, refused
        refused |= found
        left = {place: change for place, change in left.items() if place not in refused}


def _roots(refused: Mapping[Place, str], records: Records) -> Iterator[tuple[Place, str]]:
    """Yield what was refused, without what is inside of another thing that was refused."""
    for place, reason in refused.items():
        record = records.get(place.key)
        if record is not None:
            around = (Place(Key(PROJECT, record.home)), Place(Key("milestone", record.parent)))
            if any(outer in refused and outer.key != place.key for outer in around):
                continue
        yield place, reason


def _culprits(problem: Problem, left: Mapping[Place, Change]) -> set[Place]:
    """Return the changes to leave out because of a problem: of a new record, the record as a whole."""
    places = (place if place in left else Place(place.key) for place in problem.places)
    return {place for place in places if place in left}


def _without_faults(records: Records, faults: Mapping[Place, str]) -> Records:
    if not faults:
        return records
    result = dict(records)
    for key, fact in faults:
        if fact is not None and key in result:
            facts = {name: value for name, value in result[key].facts.items() if name != fact}
            result[key] = result[key]._replace(facts=facts)
    return result


def _told(place: Place, reason: str, here: Records, there: Records) -> Told:
    return Told(place, _value(here, place), _value(there, place), reason)


def _value(records: Records, place: Place) -> str | None:
    record = records.get(place.key)
    if record is None:
        return None
    return "" if place.fact is None else record.facts.get(place.fact)
