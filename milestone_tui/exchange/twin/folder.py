"""A folder of files: read as a whole, and what of it must be written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from milestone_tui.errors import ImportRefused, InvalidInput, cause
from milestone_tui.exchange.input_files import read_bytes_of
from milestone_tui.exchange.twin.reader import read_file
from milestone_tui.exchange.twin.writer import write_file
from milestone_tui.plan.language.text import storable
from milestone_tui.plan.twin.outcome import Incoming, Outgoing
from milestone_tui.plan.twin.records import PROJECT, Key, Place, Record, Records

SUFFIX = ".milestones.txt"
"""How the names of the files end; all other files of the folder are left alone."""
PEOPLE = f"_people{SUFFIX}"
"""The file of the people that the projects name."""


class Folder(NamedTuple):
    """The files of a folder, as they were read."""

    path: Path
    files: Mapping[str, str]
    """The name of each project's file, by the uid of the project; of the people's, by an empty text."""
    data: Mapping[str, bytes]
    """The contents of each file."""
    records: Records
    lines: Mapping[Place, tuple[str, int]]
    """The file and the line of each fact and record."""

    def incoming(self, keys: tuple[str, ...] = ()) -> Incoming:
        """Return what a sync starts from; `keys` are those of the projects to sync."""
        files = {uid: name for uid, name in self.files.items() if uid}
        return Incoming(str(self.path), files, self.records, keys)


def read_folder(path: Path) -> Folder:
    """Return the files of a folder, which need not exist.

    Raises ImportRefused for a damaged or special file, and InvalidInput for a name or folder that cannot be read.
    """
    path = path.resolve()
    _refuse_unreadable_name(path)
    files: dict[str, str] = {}
    data: dict[str, bytes] = {}
    records: dict[Key, Record] = {}
    lines: dict[Place, tuple[str, int]] = {}
    for name in _names(path):
        _refuse_unreadable_name(path / name)
        data[name] = read_bytes_of(path / name)
        found = read_file(data[name], name, people=name == PEOPLE)
        if found.project in files:
            raise ImportRefused(f"{name} and {files[found.project]} hold the same project. Delete one of them.")
        files[found.project] = name
        for key in found.records:
            if key in records:
                first, line = lines[Place(key)]
                at = f"{name}, line {found.lines[Place(key)]}"
                raise ImportRefused(f"{at}: {key.kind} {key.uid} is in {first}, line {line}, too. Nothing was changed.")
        records.update(found.records)
        lines.update((place, (name, number)) for place, number in found.lines.items())
    return Folder(path, files, data, records, lines)


def _names(path: Path) -> list[str]:
    try:
        return sorted(entry.name for entry in path.iterdir() if entry.name.endswith(SUFFIX))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise InvalidInput("", f"Cannot read the folder {path}: {cause(error)}.") from error


def _refuse_unreadable_name(path: Path) -> None:
    """Raise InvalidInput for a name that a database cannot store."""
    if storable(str(path)) != str(path):
        raise InvalidInput("", f"The name of {storable(str(path))} is not UTF-8. Rename it.")


class Writes(NamedTuple):
    """What is to be done with the files of a folder."""

    files: Mapping[str, str]
    """The name of each project's file, by the uid of the project."""
    data: Mapping[str, bytes]
    """The new contents of the files that differ."""
    removed: tuple[str, ...]
    """The files that go."""


def plan_writes(folder: Folder, outgoing: Outgoing) -> Writes:
    """Return the files that must be written for the folder to hold these records."""
    by_home: dict[str, dict[Key, Record]] = defaultdict(dict)
    for key, record in outgoing.records.items():
        by_home[record.home][key] = record
    files = {uid: name for uid, name in folder.files.items() if uid not in outgoing.removed}
    if "" in files:
        by_home.setdefault("", {})
    taken = {name.casefold() for name in folder.data}
    for uid in sorted(by_home):
        if uid not in files:
            files[uid] = _new_name(uid, by_home[uid], taken)
            taken.add(files[uid].casefold())
    everything = {**folder.records, **outgoing.records}
    data = {files[uid]: write_file(of, everything).encode() for uid, of in by_home.items()}
    return Writes(
        files,
        {name: text for name, text in sorted(data.items()) if folder.data.get(name) != text},
        tuple(folder.files[uid] for uid in outgoing.removed),
    )


def _new_name(uid: str, records: Records, taken: set[str]) -> str:
    """Return the name of a new file: the key of the project, with its uid where that is in use. It never changes."""
    if not uid:
        return PEOPLE
    name = f"{records[Key(PROJECT, uid)].facts['key']}{SUFFIX}"
    return name if name.casefold() not in taken else f"{name.removesuffix(SUFFIX)}-{uid}{SUFFIX}"
