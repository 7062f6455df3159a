"""The sync of a database with a folder: what is taken and written, undone, restored, deleted and refused."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from planted import fill_all
from twin import TODAY, Office, flat, in_files, snapshot

from milestone_tui.errors import ImportRefused, NotFound
from milestone_tui.plan.inputs import LinkInput
from milestone_tui.plan.twin.kinds import KINDS
from milestone_tui.store.commands import Commands
from milestone_tui.store.migrations.triggers import JOURNALLED


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "plans"


@pytest.fixture
def office(tmp_path: Path, folder: Path, empty_file: Path) -> Iterator[Office]:
    """An office with something in every table, synced once."""
    one = Office(Path(shutil.copy(empty_file, tmp_path / "a.db")), folder, "ana")
    fill_all(one.store)
    one.sync()
    yield one
    one.close()


@pytest.fixture
def other(tmp_path: Path, folder: Path, office: Office, empty_file: Path) -> Iterator[Office]:
    """An office that took everything from the folder."""
    one = Office(Path(shutil.copy(empty_file, tmp_path / "b.db")), folder, "bob")
    one.sync()
    yield one
    one.close()


def acme(folder: Path) -> Path:
    return folder / "ACME.milestones.txt"


def edit_file(folder: Path, old: str, new: str) -> None:
    text = acme(folder).read_text()
    assert old in text
    acme(folder).write_text(text.replace(old, new, 1))


def id_of(office: Office, title: str) -> int:
    with closing(sqlite3.connect(office.path)) as db:
        return int(db.execute("SELECT id FROM milestone WHERE title = ?", (title,)).fetchone()[0])


def titles(office: Office) -> set[str]:
    return {record.facts["title"] for key, record in office.records().items() if key.kind == "milestone"}


# There and back -------------------------------------------------------------------------------------------------


def test_another_database_takes_everything_and_writes_the_same_bytes(office: Office, other: Office) -> None:
    assert flat(other.records()) == flat(office.records())
    before = snapshot(office.folder)
    assert office.sync().is_quiet and other.sync().is_quiet
    assert snapshot(office.folder) == before


LOCAL = {
    "template": "not of a project",
    "report": "which reports were written is this database's own business",
    "milestone_source": "which files were imported is this database's own business",
}
OWN = {
    "id",
    *("project_id", "milestone_id", "person_id", "baseline_id", "risk_id", "review_id"),
    *("successor_id", "predecessor_id"),
}


def test_every_column_of_a_plan_is_in_the_files() -> None:
    held: dict[str, set[str]] = {"person": {"name"}}
    for kind in KINDS.values():
        held.setdefault(kind.table, set()).update(column for fact in kind.plain for column in fact.columns)
        for keyed in kind.keyed:
            held.setdefault(keyed.table, set()).update((*keyed.key, *keyed.values))
    from milestone_tui.store.migrations import LATEST
    from milestone_tui.store.schema_check import schema_at

    with closing(sqlite3.connect(":memory:")) as db:
        for table, sql in schema_at(LATEST).tables.items():
            if table in JOURNALLED and table not in LOCAL:
                db.execute(sql)
                columns = {row[1] for row in db.execute(f"PRAGMA table_info({table})")}
                assert columns - held[table] <= OWN, f"{table}: add the column to plan/twin/kinds.py"


def test_what_two_offices_changed_comes_together_as_one_change(office: Office, other: Office) -> None:
    office(lambda do: do.milestones.edit(id_of(office, "Beta"), {"owner": "Raj"}, {}))
    office.sync()
    other(lambda do: do.milestones.edit(id_of(other, "Beta"), {"due_on": date(2027, 3, 1)}, {}))
    other(lambda do: do.milestones.create(1, {"title": "Launch"}))
    done = other.sync()
    assert done.change is not None and done.change.label == "Sync 1 change from plans"
    office.sync()
    assert flat(office.records()) == flat(other.records())
    assert "Launch" in titles(office)


def test_a_conflict_is_told_with_both_values_until_one_side_gives_way(office: Office, other: Office) -> None:
    for one, day in ((office, 2), (other, 3)):
        beta, title = id_of(one, "Beta"), f"Beta {day}"

        def rename(do: Commands, beta: int = beta, title: str = title) -> None:
            do.milestones.edit(beta, {"title": title}, {})

        one(rename)
    office.sync()
    for _ in range(2):
        (told,) = other.sync().outcome.told
        assert (told.here, told.there) == ("Beta 3", "Beta 2")
    other(lambda do: do.milestones.edit(id_of(other, "Beta 3"), {"title": "Beta 2"}, {}))
    assert not other.sync().outcome.told
    assert office.sync().is_quiet


def test_a_conflict_resolved_in_the_file_is_written_on(office: Office, other: Office) -> None:
    office(lambda do: do.milestones.edit(id_of(office, "Beta"), {"title": "Beta 2"}, {}))
    office.sync()
    other(lambda do: do.milestones.edit(id_of(other, "Beta"), {"title": "Beta 3"}, {}))
    assert other.sync().outcome.told
    edit_file(office.folder, "title: Beta 2", "title: Beta 3")
    assert not other.sync().outcome.told
    office.sync()
    assert "Beta 3" in titles(office)


def test_a_dry_run_changes_nothing(office: Office) -> None:
    edit_file(office.folder, "title: Beta", "title: Beta 2")
    before, records = snapshot(office.folder), flat(office.records())
    assert office.sync(dry_run=True).outcome.taken
    assert (snapshot(office.folder), flat(office.records())) == (before, records)
    assert office.sync().outcome.taken


# Undo -----------------------------------------------------------------------------------------------------------


def test_after_an_undo_the_files_offer_the_same_again_and_keep_what_they_have(office: Office, other: Office) -> None:
    office(lambda do: do.milestones.edit(id_of(office, "Beta"), {"title": "Beta 2"}, {}))
    office(lambda do: do.milestones.create(1, {"title": "Launch"}))
    office(lambda do: do.milestones.delete([id_of(office, "Delta")]))
    office.sync()
    files = snapshot(office.folder)
    other.sync()
    assert titles(other) == titles(office)
    other.undo()
    assert "Delta" in titles(other) and "Launch" not in titles(other)
    again = other.sync()
    assert snapshot(office.folder) == files, "an undo here is no change of the plan there"
    assert titles(other) == titles(office) and not again.outcome.told


def test_an_undo_and_a_change_of_ones_own_is_a_conflict(office: Office, other: Office) -> None:
    office(lambda do: do.milestones.edit(id_of(office, "Beta"), {"title": "Beta 2"}, {}))
    office.sync()
    other.sync()
    other.undo()
    other(lambda do: do.milestones.edit(id_of(other, "Beta"), {"title": "Beta 3"}, {}))
    (told,) = other.sync().outcome.told
    assert (told.here, told.there) == ("Beta 3", "Beta 2")


def test_a_redo_is_no_change_either(office: Office, other: Office) -> None:
    office(lambda do: do.milestones.edit(id_of(office, "Beta"), {"title": "Beta 2"}, {}))
    office.sync()
    other.sync()
    other.undo()
    other.redo()
    assert not other.sync().outcome.written and "Beta 2" in titles(other)
    other.undo()
    assert other.sync().outcome.taken


def test_an_undo_of_a_change_that_was_written_goes_to_the_files(office: Office, other: Office) -> None:
    office(lambda do: do.milestones.edit(id_of(office, "Beta"), {"title": "Beta 2"}, {}))
    office.sync()
    office.undo()
    assert office.sync().outcome.written
    assert other.sync().is_quiet


# Projects that come and go --------------------------------------------------------------------------------------


def test_a_deleted_file_is_told_and_deletes_nothing(office: Office) -> None:
    acme(office.folder).unlink()
    (told,) = office.sync().outcome.told
    assert "its file was deleted" in told.reason and not acme(office.folder).exists()
    assert "Beta" in titles(office)
    assert not office.sync("ACME").outcome.told and acme(office.folder).exists(), "asked for by name"
    assert office.sync().is_quiet


def test_the_file_of_a_deleted_project_goes(office: Office, other: Office) -> None:
    office(lambda do: do.projects.delete(1))
    done = office.sync()
    assert done.outcome.removed and not acme(office.folder).exists()
    assert office.sync().is_quiet
    assert "its file was deleted" in other.sync().outcome.told[0].reason
    office.undo()
    office.sync()
    assert acme(office.folder).exists() and not other.sync().told
    assert flat(other.records()) == flat(office.records())


def test_the_file_of_a_deleted_project_stays_if_it_changed(office: Office) -> None:
    office(lambda do: do.projects.delete(1))
    edit_file(office.folder, "title: Beta", "title: Beta 2")
    for _ in range(2):
        (told,) = office.sync().outcome.told
        assert "deleted here" in told.reason and acme(office.folder).exists()


def test_two_projects_of_one_key_stay_apart(office: Office, tmp_path: Path, empty_file: Path) -> None:
    apart = Office(Path(shutil.copy(empty_file, tmp_path / "c.db")), office.folder, "cem")
    apart(lambda do: do.projects.create({"key": "ACME", "name": "Another"}))
    before = acme(office.folder).read_bytes()
    reasons = {told.reason for told in apart.sync().outcome.told}
    assert "the key ACME is used by another project" in reasons
    assert acme(office.folder).read_bytes() == before
    apart(lambda do: do.projects.edit(1, {"key": "ANOTHER"}, {}))
    assert not apart.sync().outcome.told
    assert {path.name for path in office.folder.iterdir()} >= {"ACME.milestones.txt", "ANOTHER.milestones.txt"}
    apart.close()


def test_a_file_keeps_its_name_when_the_key_changes(office: Office, other: Office) -> None:
    office(lambda do: do.projects.edit(1, {"key": "NEW"}, {}))
    office.sync()
    other.sync()
    assert "key: NEW" in acme(office.folder).read_text()
    assert {r.facts["key"] for k, r in other.records().items() if k.kind == "project"} == {"NEW", "OTHER"}


def test_two_projects_swap_their_keys(office: Office, other: Office) -> None:
    for project, key in ((1, "SWAP"), (2, "ACME"), (1, "OTHER")):

        def rename(do: Commands, project: int = project, key: str = key) -> None:
            do.projects.edit(project, {"key": key}, {})

        office(rename)
    office.sync()
    assert not other.sync().told
    assert flat(other.records()) == flat(office.records())
    other.undo()
    assert other.sync().outcome.taken


def test_a_baseline_keeps_what_was_deleted_before_the_other_office_came(
    office: Office, tmp_path: Path, empty_file: Path
) -> None:
    office(lambda do: do.milestones.delete([id_of(office, "Beta")]))
    office.sync()
    late = Office(Path(shutil.copy(empty_file, tmp_path / "c.db")), office.folder, "cem")
    assert not late.sync().told
    assert flat(late.records(), people=False) == flat(office.records(), people=False)
    late(lambda do: do.milestones.create(1, {"title": "New"}))
    assert not [entry for entry in late.store.read.baseline_entries(1) if entry.title == "New"]
    assert {entry.title for entry in late.store.read.baseline_entries(1)} == {"Alpha", "Beta", "Gate"}
    late.close()


def test_an_archived_project_goes_on_syncing_but_gets_no_new_file(office: Office, other: Office) -> None:
    office(lambda do: do.projects.archive(1, True))
    office(lambda do: do.projects.archive(do.projects.create({"key": "OLD", "name": "Old"}), True))
    office.sync()
    assert not (office.folder / "OLD.milestones.txt").exists()
    other.sync()
    archived = {r.facts["key"] for k, r in other.records().items() if k.kind == "project" and "archived" in r.facts}
    assert archived == {"ACME"}


def test_one_project_alone(office: Office, other: Office) -> None:
    office(lambda do: do.milestones.edit(id_of(office, "Beta"), {"title": "Beta 2"}, {}))
    office(lambda do: do.milestones.edit(id_of(office, "Gamma"), {"title": "Gamma 2"}, {}))
    office.sync("other")
    assert "Beta 2" not in acme(office.folder).read_text()
    other.sync("OTHER")
    assert {"Gamma 2", "Beta"} <= titles(other)
    office.sync()
    other.sync()
    assert flat(other.records()) == flat(office.records())
    with pytest.raises(NotFound, match="NOPE"):
        office.sync("NOPE")


def test_a_link_to_a_project_that_is_not_in_the_folder_stays_at_home(tmp_path: Path, empty_file: Path) -> None:
    one = Office(Path(shutil.copy(empty_file, tmp_path / "a.db")), tmp_path / "plans")

    def make(do: Commands) -> None:
        mine, theirs = (do.projects.create({"key": key, "name": key}) for key in ("MINE", "THEIRS"))
        ends = [do.milestones.create(project, {"title": "T"}) for project in (mine, theirs)]
        do.links.set(ends[0], [LinkInput(ends[1])], [])

    one(make)
    one.sync("MINE")
    assert "  after " not in (tmp_path / "plans" / "MINE.milestones.txt").read_text()
    assert one.sync("MINE").is_quiet
    one.sync()
    assert "  after " in (tmp_path / "plans" / "MINE.milestones.txt").read_text()
    one.close()


# Databases that are restored or copied --------------------------------------------------------------------------


def test_a_restored_database_gets_back_what_was_synced_since(office: Office, other: Office, tmp_path: Path) -> None:
    backup = tmp_path / "backup.db"
    office.store.copy_to(backup)
    office(lambda do: do.milestones.create(1, {"title": "Launch"}))
    office(lambda do: do.milestones.edit(id_of(office, "Beta"), {"title": "Beta 2"}, {}))
    office.sync()
    wanted = flat(office.records())
    restored = Office(backup, office.folder, "ana")
    done = restored.sync()
    assert not done.told and not done.outcome.written and flat(restored.records()) == wanted
    restored(lambda do: do.milestones.create(1, {"title": "After the restore"}))  # with the id of a later row
    restored.sync()
    other.sync()
    assert {"Launch", "After the restore"} <= titles(other)
    restored.close()


def test_a_moved_folder_has_no_base_and_finds_nothing_where_all_is_alike(office: Office, tmp_path: Path) -> None:
    moved = tmp_path / "moved"
    office.folder.rename(moved)
    office.folder = moved
    done = office.sync()
    assert not done.outcome.taken and not done.outcome.written and not done.told
    edit_file(moved, "title: Beta", "title: Beta 2")
    assert office.sync().outcome.taken


# What is refused ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("due: 2026-12-01", "due: 1850-01-01", "1850-01-01 is out of range: dates go from 1900 to 2199."),
        ("due: 2026-12-01", "due: soon", '"soon" is not a date. Write it as 2026-12-01.'),
        ("state: submitted\n", "state: done\n", "Write the day too, such as done 2026-11-20."),
        ("state: submitted", "state: finished", '"finished" is none of: planned, in progress, submitted, done'),
        ('work "Ana": 3 d', 'work "Ana": lots', '"lots" is not a number of days such as 2.5 d.'),
        ("owner: Ana", "owner: ana", 'the person is called "Ana"'),
        ('work "Ana": 3 d', 'work "Ana": 3 d\n  work "Ana\\x20": 4 d', '"work Ana" is there twice'),
        ("amount: 2\n", "amount: 10000000000000\n", "Enter an amount up to 1,000,000,000,000."),
        ("for: 5efn077gt2", "for: ydpbbe0zng", "milestone ydpbbe0zng is in another project"),
        ('phase "Build": 0', 'phase "": 1\n  phase "Build": 0', "phase needs something after it"),
        ("window: 10", "window: 1000", "Enter a whole number from 1 to 366."),
        ("value: 5", "value: 5.001", "Enter at most 2 decimals for EUR."),
        ("decided: go ", "decided: maybe ", '"maybe" is none of: go, conditional go'),
        ("key: ACME", "key: OTHER", "the key OTHER is used by another project"),
        ("key: ACME", "key: a b", "Use 1 to 12 letters, digits, - or _"),
        ("start: 2026-11-22", "start: 2026-11-22\n  target: 2020-01-01", "the target is before the start"),
        ("  title: Gate\n", "", "a milestone needs its title"),
    ],
)
def test_what_breaks_a_rule_is_told_and_left_and_the_rest_is_taken(
    office: Office, old: str, new: str, reason: str
) -> None:
    edit_file(office.folder, old, new)
    edit_file(office.folder, "name: Portals", "name: Gates")
    for count in (1, 0):
        done = office.sync()
        assert len(done.outcome.taken) == count
        assert any(told.reason.startswith(reason) for told in done.outcome.told), done.outcome.told
    assert new in acme(office.folder).read_text(), "the file stays as it was typed"
    after = "\n  phase: Build\n  kind"
    edit_file(office.folder, new or after, old if new else f"\n{old}{after[1:]}")
    assert office.sync().is_quiet


def test_two_spellings_of_one_fact_are_told(office: Office) -> None:
    edit_file(office.folder, "key: ACME\n", "key: ACME\n  off 20261125: Feast\n  off 2026-W48-3: Fair\n")
    (told,) = office.sync().outcome.told
    assert told.reason == '"off 2026-11-25" is there twice'
    text = acme(office.folder).read_text()
    assert "off 2026-11-25: Feast" in text and "off 2026-W48-3: Fair" in text


def test_a_file_under_another_id_of_its_project_is_told(office: Office) -> None:
    before = flat(office.records())
    (uid,) = (key.uid for key, of in in_files(office.folder).items() if of.facts.get("key") == "ACME")
    edit_file(office.folder, f"project {uid}", "project zzzzzzzzzz")
    edit_file(office.folder, "key: ACME", "key: ACME2")
    edit_file(office.folder, "  baseline: ", "  description: ")
    reasons = {one.reason for one in office.sync().outcome.told}
    assert "it is here already, in another project or unfinished" in reasons
    after = flat(office.records())
    assert {spot: text for spot, text in after.items() if spot in before} == before
    office.undo()
    assert flat(office.records()) == before


def test_a_damaged_file_changes_nothing_anywhere(office: Office) -> None:
    edit_file(office.folder, "name: Portals", "name: Gates")
    (office.folder / "OTHER.milestones.txt").write_text("<<<<<<< HEAD\n")
    before, records = snapshot(office.folder), flat(office.records())
    with pytest.raises(ImportRefused, match=r"OTHER\.milestones\.txt, line 1: a merge left its markers"):
        office.sync()
    assert (snapshot(office.folder), flat(office.records())) == (before, records)


def test_what_a_person_types_is_tidied(office: Office) -> None:
    edit_file(office.folder, "title: Beta\n", "title: Beta\n  tags: b,  c ,b\n  weight: 007\n  progress: 0\n")
    office.sync()
    assert "tags: b, c\n" in acme(office.folder).read_text() and "weight: 7\n" in acme(office.folder).read_text()
    assert "progress" not in acme(office.folder).read_text() and office.sync().is_quiet


def test_a_journal_of_syncs_replays_to_the_tables(office: Office, other: Office) -> None:
    from replay import contents, replayed

    office(lambda do: do.milestones.delete([id_of(office, "Beta")]))
    office(lambda do: do.milestones.tick_all([id_of(office, "Gamma")], TODAY))
    office.sync()
    other.sync()
    other.undo()
    other.sync()
    assert replayed(other.path) == contents(other.path)
    assert all(key.kind in KINDS for key in in_files(office.folder))
