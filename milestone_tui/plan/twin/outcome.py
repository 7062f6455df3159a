"""What a sync starts from, and what came of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from milestone_tui.plan.language.wording import count_words
from milestone_tui.plan.twin.records import PERSON, PROJECT, Change, Key, Place, Records, Told


class Incoming(NamedTuple):
    """The files of a folder, as they were read."""

    folder: str
    """What tells the folder from others: its path."""
    files: Mapping[str, str]
    """The name of each project's file, by the uid of the project."""
    records: Records
    keys: Collection[str] = ()
    """The keys of the projects to sync; empty for all."""


class Outgoing(NamedTuple):
    """What the files are to hold."""

    records: Records
    """The records of the projects to write, and all people of the folder."""
    removed: Collection[str]
    """The uids of the projects whose files go."""


class Outcome(NamedTuple):
    """What a sync did, or would do."""

    taken: Mapping[Place, Change]
    """Changes of the files that the database has now."""
    written: Mapping[Place, Change]
    """Changes of the database that the files have now."""
    told: tuple[Told, ...]
    """What was left as it is on both sides."""
    removed: tuple[str, ...]
    """The uids of projects that were deleted here, and whose files went."""
    names: Mapping[Key, str]
    """What people call the records in question: titles, keys and texts."""
    homes: Mapping[Key, str]
    """The uid of the project of each of them."""


def called(key: Key, *sides: Records) -> str:
    """Return what people call a record; empty for one without a name of its own."""
    for records in sides:
        if (record := records.get(key)) is not None:
            if key.kind == PERSON:
                return key.uid
            words = ("key",) if key.kind == PROJECT else ("title", "name", "text", "note")
            return next((record.facts[word] for word in words if word in record.facts), "")
    return ""


def counted(places: Mapping[Place, Change]) -> str:
    """Return how many things were added, changed and deleted, such as `2 added, 1 changed`."""
    added = {place.key for place, change in places.items() if place.fact is None and change.before is None}
    deleted = {place.key for place, change in places.items() if place.fact is None and change.after is None}
    changed = {place.key for place in places} - added - deleted
    counts = ((added, "added"), (changed, "changed"), (deleted, "deleted"))
    return ", ".join(f"{len(keys):,} {verb}" for keys, verb in counts if keys) or "nothing"


def label(places: Mapping[Place, Change], folder: str) -> str:
    """Return the label of the change in the history."""
    return f"Sync {count_words(len({place.key for place in places}), 'change')} from {folder}"
