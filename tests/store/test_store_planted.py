"""What another program may have written into a database, past all rules: told in a sentence, never a traceback."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from planted import Plant, filled, lax, plant, plants, raw

from milestone_tui.cli.main import main
from milestone_tui.errors import MilestoneError
from milestone_tui.plan import checks
from milestone_tui.plan.actor import Actor
from milestone_tui.plan.language.filter import parse_filter
from milestone_tui.store import mappers as rows
from milestone_tui.store.migrations import LATEST
from milestone_tui.store.reader import Reader
from milestone_tui.store.rebuild import find_faults, rebuild
from milestone_tui.store.schema_check import schema_at

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
CRITICAL = parse_filter("is:critical -is:archived", TODAY)

QUESTIONS: Mapping[str, Callable[[Reader], object]] = {
    "projects": lambda read: read.projects(TODAY, archived=True),
    "project search": lambda read: read.project_search(TODAY, archived=True, links=True).matching(CRITICAL),
    "names": lambda read: read.names(),
    "roadmap": lambda read: read.roadmap([1, 2]),
    "everything": lambda read: [*map(read.linked_plans, read.everything())],
    "details": lambda read: [read.detail(m.id) for plan in read.everything() for m in plan.milestones],
    "people": lambda read: [(read.responsible(person.id), read.assignments(person.id)) for person in read.people()],
    "summaries": lambda read: (read.people_summaries(), read.roles(), read.holidays(1), read.phases(1)),
    "baselines": lambda read: [read.baseline_entries(baseline.id) for baseline in read.baselines(1)],
    "templates": lambda read: (read.templates(), read.criteria(1), read.link_candidates(1)),
    "history": lambda read: (read.history(), *map(read.milestone_history, range(1, 6)), read.project_history(1)),
    "drafts": lambda read: (read.drafts(NOW), read.undoable(), read.redoable()),
}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("planted") / "milestones.db")


@pytest.fixture(scope="module")
def tables(sound: Path) -> Iterator[sqlite3.Connection]:
    db = lax(sound)
    yield db
    db.close()


def by_column() -> dict[str, list[Plant]]:
    found: dict[str, list[Plant]] = defaultdict(list)
    for one in plants():
        found[f"{one.table}.{one.column}"].append(one)
    return found


PLANTS = by_column()


@pytest.fixture(scope="module")
def reads(tables: sqlite3.Connection) -> dict[str, set[str]]:
    """The tables that each question reads."""
    found: dict[str, set[str]] = {}
    for name, ask in QUESTIONS.items():
        read: set[str] = set()

        def heed(action: int, table: str | None, *_: str | None, read: set[str] = read) -> int:
            if action == sqlite3.SQLITE_READ and table:
                read.add(table)
            return sqlite3.SQLITE_OK

        tables.set_authorizer(heed)
        ask(Reader(tables, Path("planted.db"), Actor.called("ana")))
        found[name] = read
    tables.set_authorizer(None)
    return found


def answers(db: sqlite3.Connection, names: Iterable[str] = QUESTIONS) -> dict[str, object]:
    """What each question is answered with; a refusal by its sentence."""
    read = Reader(db, Path("planted.db"), Actor.called("ana"))
    found: dict[str, object] = {}
    for name in names:
        ask = QUESTIONS[name]
        try:
            found[name] = ask(read)
        except MilestoneError as refusal:
            found[name] = str(refusal)
    return found


def test_what_can_be_read_is_what_can_be_typed() -> None:
    assert (rows.LARGEST_WEIGHT, rows.LONGEST_LAG) == (checks.LARGEST_WEIGHT, checks.LONGEST_LAG)


def test_what_is_sound_is_answered(tables: sqlite3.Connection) -> None:
    assert not [words for words in answers(tables).values() if isinstance(words, str)]
    assert not find_faults(tables, schema_at(LATEST))


@pytest.mark.parametrize("column", PLANTS)
def test_a_planted_value_is_shown_or_its_row_is_named_and_can_be_mended(
    column: str, tables: sqlite3.Connection, reads: dict[str, set[str]]
) -> None:
    asked = [name for name, read in reads.items() if column.partition(".")[0] in read]
    schema = schema_at(LATEST)
    mended_here = {one.value for one in random.Random(column).sample(PLANTS[column], 1)}  # to mend all takes too long
    for one in PLANTS[column]:
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
            tables.backup(db)
            db.execute(f"UPDATE OR IGNORE {one.table} SET {one.column} = {one.value}")
            told = [words for words in answers(db, asked).values() if isinstance(words, str)]
            for words in told:
                assert "check --repair" in words, (one, words)
                assert not raw(words), one
            found = find_faults(db, schema)
            assert found or not told, one
            if found and one.value in mended_here:
                rebuild(db, schema)
                assert [str(fault) for fault in find_faults(db, schema)] == [], one


# Real files, through the command line ------------------------------------------------------------------------


@pytest.mark.parametrize("table", sorted({one.table for one in plants()}))
def test_list_and_check_say_what_is_planted_in_words(
    table: str, sound: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    columns = [found for name, found in PLANTS.items() if name.partition(".")[0] == table]
    for number, found in enumerate(columns):
        one = random.Random(f"{table} {number}").choice(found)
        path = tmp_path / f"{number}.db"
        path.write_bytes(sound.read_bytes())
        plant(path, one)
        for command in (["list"], ["list", "--json"], ["check"]):
            code = main([*command, "--db", str(path)])
            said = capsys.readouterr()
            assert code in (0, 3), (one, said.err)
            assert not raw(said.out + said.err), (one, command)
            told = said.err.count("check --repair") == 1 or "The journal does not explain" in said.err
            assert code == 0 or told, (one, said.err)


@pytest.mark.parametrize(
    "one",
    [
        Plant("project", "key", "'A' || char(27) || ']52;c;QUFB' || char(7)"),
        Plant("milestone", "title", "CAST(X'41FF1B5D42' AS TEXT)"),
        Plant("milestone", "due_on", "X'00FF1B'"),
    ],
    ids=str,
)
def test_a_program_of_its_own_prints_no_traceback_and_nothing_raw(one: Plant, sound: Path, tmp_path: Path) -> None:
    path = tmp_path / "planted.db"
    path.write_bytes(sound.read_bytes())
    plant(path, one)
    done = subprocess.run(
        [sys.executable, "-m", "milestone_tui", "list", "--db", path], capture_output=True, text=True, check=False
    )
    assert done.returncode == 3
    assert "Traceback" not in done.stderr and not raw(done.stdout + done.stderr)
    assert f"{one.column} is " in done.stderr


def test_a_circle_of_links_and_a_change_that_undoes_itself_hold_nothing_up(
    sound: Path, tables: sqlite3.Connection, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        tables.backup(db)
        db.execute("UPDATE dependency SET predecessor_id = 4, successor_id = 3 WHERE predecessor_id = 1")
        assert not [words for words in answers(db).values() if isinstance(words, str)]
        db.execute("UPDATE change SET reverts = id, kind = 'undo' WHERE id = 1")
        answers(db)
        assert [fault.id for fault in find_faults(db, schema_at(LATEST)) if fault.table == "change"] == [1, 1]
    path = tmp_path / "circle.db"
    path.write_bytes(sound.read_bytes())
    plant(path, Plant("dependency", "predecessor_id", "4, successor_id = 3"), "predecessor_id = 1")
    assert main(["list", "--json", "--db", str(path)]) == 0
    capsys.readouterr()
    assert main(["check", "--db", str(path)]) == 3  # no rule is broken, but the journal knows nothing of it
    assert "link 1: " in capsys.readouterr().out
