"""Files that somebody edited by hand, at random: what breaks a rule is told, the rest is taken, nothing breaks."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from planted import fill_all
from replay import contents, replayed
from twin import Office, flat, in_files, snapshot

from milestone_tui.exchange.twin.folder import plan_writes, read_folder
from milestone_tui.plan.twin.kinds import KINDS, Keyed
from milestone_tui.plan.twin.outcome import Incoming, Outgoing
from milestone_tui.plan.twin.records import PERSON, PROJECT, Key, Record, Records
from milestone_tui.store.checking import check_database
from milestone_tui.store.commands import Commands

VALUES = (
    *("", "x", "Beta", "yes", "no", "0", "1", "-1", "99999999999999999999", "5 wd", "5 wd kept", "2.5 d", "1e400"),
    *("2026-11-20", "2026-12-31", "1850-01-01", "done 2026-11-20", "planned", "submitted", "payment", "gate", "0.001"),
    *("2026-12-01 confirmed 2026-11-20T10:00:00.000+00:00", "- - Beta", "2026-12-01 12 Beta", "go 2026-11-20"),
    *("accepted 2026-11-21", "rejected 2020-01-01", "manager, team", "boss", "Ana", "ana", "Zoe", "Build", "build"),
    *("JPY", "ACME", "OTHER", "NEW", "Mon-Fri", "a\nb\x1b[31m", "kept x", "2026-11-20T10:00:00.000+00:00", "on track"),
)
NAMES = ("Ana", "ana", "Zoe", "Build", "build", "Test", "2026-12-24", "2026-12-24 2026-12-26 x", "zzzz")


class Edit:
    """One change to the records of a folder, chosen by numbers."""

    def __init__(self, what: int, which: int, fact: int, value: str, name: str) -> None:
        self.what, self.which, self.fact, self.value, self.name = what, which, fact, value, name

    def __repr__(self) -> str:
        return f"Edit({self.what}, {self.which}, {self.fact}, {self.value!r}, {self.name!r})"

    def __call__(self, records: dict[Key, Record]) -> None:
        keys = [key for key in records if key.kind not in (PERSON, PROJECT) or self.what < 6]
        if not keys:
            return
        key = keys[self.which % len(keys)]
        record, kind = records[key], KINDS[key.kind]
        if self.what < 6:
            fact = kind.words[self.fact % len(kind.words)]
            if isinstance(of := kind.fact(f"{fact} x"), Keyed):
                uids = [other.uid for other in records if other.kind == (of.refers or "milestone")]
                fact = (
                    f"{of.word} {self.name if self.what % 2 else uids[self.which % len(uids)]}"
                    if uids
                    else f"{of.word} {self.name}"
                )
            facts = {name: text for name, text in record.facts.items() if name != fact}
            if self.what:
                facts[fact] = self.value
            records[key] = record._replace(facts=facts)
        elif self.what == 6:
            del records[key]
            for child in [child for child, of_child in records.items() if of_child.parent == key.uid]:
                del records[child]
        else:
            records[Key(key.kind, f"{key.uid[:4]}{self.which}")] = record


EDITS = st.lists(
    st.builds(
        Edit,
        *(st.integers(0, 7), st.integers(0, 40), st.integers(0, 20), st.sampled_from(VALUES), st.sampled_from(NAMES)),
    ),
    max_size=8,
)


@pytest.fixture(scope="module")
def filled(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database that has something in every table, and its files."""
    path = tmp_path_factory.mktemp("typed")
    office = Office(Path(shutil.copy(empty_file, path / "a.db")), path / "plans")
    fill_all(office.store)
    office.close()
    return path / "a.db"


@contextmanager
def edited(filled: Path) -> Iterator[Office]:
    with tempfile.TemporaryDirectory() as place:
        office = Office(Path(shutil.copy(filled, Path(place) / "a.db")), Path(place) / "plans")
        office.sync()
        try:
            yield office
        finally:
            office.close()


def write(folder: Path, records: Records) -> None:
    before = read_folder(folder)
    for name, data in plan_writes(before, Outgoing(records, ())).data.items():
        (folder / name).write_bytes(data)


def check_all(office: Office) -> None:
    """The database is sound, and the next sync is quiet."""
    before, records = snapshot(office.folder), flat(office.records())
    again = office.sync()
    assert not again.change and not again.outcome.taken and not again.outcome.written
    assert (snapshot(office.folder), flat(office.records())) == (before, records)
    here, there = flat(office.records(), people=False), flat(in_files(office.folder), people=False)
    told = again.told
    homes: Mapping[tuple[str, str], str] = {
        spot[:2]: text for side in (here, there) for spot, text in side.items() if not spot[2]
    }
    for spot in {*here, *there}:
        home, _, parent = homes[spot[:2]].partition(" ")
        around = {spot, (*spot[:2], ""), ("project", home, ""), ("milestone", parent, "")}
        assert here.get(spot) == there.get(spot) or around & told, ("not told", spot, told)
    assert replayed(office.path) == contents(office.path)
    assert not check_database(office.path)


@settings(max_examples=60)
@given(EDITS)
def test_whatever_is_typed_is_taken_or_told(filled: Path, edits: list[Callable[[dict[Key, Record]], None]]) -> None:
    with edited(filled) as office:
        records = dict(in_files(office.folder))
        for edit in edits:
            edit(records)
        write(office.folder, records)
        done = office.sync()
        check_all(office)
        if done.change is not None:
            before = snapshot(office.folder)
            office.undo()
            assert office.sync().change is not None and snapshot(office.folder) == before
            check_all(office)


def test_files_that_were_written_before_the_transaction_failed_do_no_harm(filled: Path) -> None:
    with edited(filled) as office:
        text = (office.folder / "ACME.milestones.txt").read_text()
        (office.folder / "ACME.milestones.txt").write_text(text.replace("title: Beta", "title: Beta 2"))
        office(lambda do: do.projects.edit(1, {"name": "Gates"}, {}))
        folder = read_folder(office.folder)

        def write_and_fail(outgoing: Outgoing) -> dict[str, str]:
            for name, data in plan_writes(folder, outgoing).data.items():
                (office.folder / name).write_bytes(data)
            raise OSError("the disk is full")

        incoming: Incoming = folder.incoming()

        def sync(do: Commands) -> None:
            do.sync.with_folder(incoming, "plans", write_and_fail)

        with pytest.raises(OSError, match="full"):
            office(sync)
        assert "Gates" in (office.folder / "ACME.milestones.txt").read_text()
        done = office.sync()
        assert not done.told and len(done.outcome.taken) == 1
        check_all(office)
        assert flat(office.records(), people=False) == flat(in_files(office.folder), people=False)
