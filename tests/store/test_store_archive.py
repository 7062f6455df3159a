"""Whole projects with their history go from one database to another, and nothing of them changes on the way."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from journal_storm import STORM, TODAY, incoming, sample
from replay import contents, history
from taking_back import redo, undo

from milestone_tui.errors import ImportRefused, MilestoneError, UndoRefused
from milestone_tui.exchange.json.archive import read_archive, write_archive
from milestone_tui.plan.actor import Actor
from milestone_tui.plan.archive import ArchiveReport
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.inputs import CostInput, LinkInput
from milestone_tui.plan.model import ChangeReason
from milestone_tui.plan.moment import Moment
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands

CLOCK = Clock.fixed(TODAY)

Open = Callable[..., Store]


def archived(path: Path) -> dict[str, Any]:
    """Every row but what files said, which a database keeps for itself."""
    return {table: rows for table, rows in contents(path).items() if table != "milestone_source"}


@pytest.fixture
def opened(empty_file: Path, tmp_path: Path) -> Iterable[Open]:
    """A function that opens a new database, by name and for somebody."""
    stores: list[Store] = []

    def open_it(name: str, who: str = "ana") -> Store:
        path = tmp_path / f"{name}.db"
        if not path.exists():
            shutil.copy(empty_file, path)
        stores.append(Store.open(path, CLOCK, who))
        return stores[-1]

    yield open_it
    for store in stores:
        store.close()


def file_of(store: Store, *keys: str) -> bytes:
    """The file with these projects; with everything, without any."""
    ids = [project.id for key in keys if (project := store.read.project_by_key(key)) is not None]
    return write_archive(store.read.archive(ids if keys else None))


def bring(store: Store, data: bytes) -> ArchiveReport:
    """Import a file."""
    reports: list[ArchiveReport] = []
    store.change_blocking(lambda do: reports.append(do.archives.add(read_archive(data))))
    return reports[0]


def fill(store: Store) -> None:
    """Two projects with something in every table, a past, an undone change, and one reported late."""
    store.change_blocking(sample)
    store.change_blocking(lambda do: do.imports.add(incoming("Sea", 6)))
    read = store.read.everything()
    acme, sea = (next(p for p in read if p.project.key == key) for key in ("ACME", "SEA"))
    alpha = next(m for m in acme.milestones if m.title == "Alpha")

    def more(do: Commands) -> None:
        do.because(ChangeReason.SUPPLIER)
        beta = next(m for m in acme.milestones if m.title == "Beta")
        do.milestones.move_all({beta.id: TODAY + timedelta(days=44)}, {})

    store.change_blocking(more)
    store.change_blocking(lambda do: do.milestones.edit(sea.milestones[0].id, {"notes": "later"}, {}))
    undo(store)
    store.change_blocking(lambda do: do.milestones.delete([sea.milestones[-1].id]))
    store.change_blocking(
        lambda do: do.milestones.edit(sea.milestones[1].id, {"notes": "of then"}, {}),
        reported_on=TODAY - timedelta(days=9),
    )
    store.change_blocking(lambda do: do.milestones.edit(alpha.id, {"title": "=Alpha\x1b[2J"}, {}))


def test_an_empty_database_that_imports_everything_gives_the_same_file(opened: Open, tmp_path: Path) -> None:
    fill(there := opened("there"))
    data = file_of(there)
    report = bring(here := opened("here", "raj"), data)
    assert set(report.projects) == {"ACME", "SEA"} and report.people >= 3 and report.templates == 1
    assert file_of(here) == data
    there.close()
    here.close()
    assert archived(tmp_path / "here.db") == archived(tmp_path / "there.db")
    assert history(tmp_path / "here.db") == contents(tmp_path / "here.db"), "the journal leads to the tables"


def test_the_past_is_the_same_on_every_day(opened: Open) -> None:
    fill(there := opened("there"))
    bring(here := opened("here", "raj"), file_of(there))
    for project in there.read.everything():
        id_ = project.project.id
        assert there.read.trend(id_, TODAY) == here.read.trend(id_, TODAY)
        for days in (0, 5, 12):
            moment = Moment(TODAY - timedelta(days=days))
            with closing(there.open_past(moment)) as then, closing(here.open_past(moment)) as now:
                assert then.read.everything(archived=True) == now.read.everything(archived=True)


def test_projects_go_alone_with_the_people_whom_they_name(opened: Open) -> None:
    fill(there := opened("there"))
    there.change_blocking(lambda do: do.people.create({"name": "Nobody"}))
    data = file_of(there, "ACME")
    bring(here := opened("here", "raj"), data)
    assert [plan.project.key for plan in here.read.everything()] == ["ACME"]
    assert "Nobody" not in {person.name for person in here.read.people()}
    assert file_of(here) == data == file_of(here, "ACME")


def test_what_is_here_already_stays(opened: Open, tmp_path: Path) -> None:
    fill(there := opened("there"))
    here = opened("here", "raj")
    here.change_blocking(lambda do: do.people.create({"name": "ANA", "email": "ana@here.example"}))
    here.change_blocking(lambda do: do.projects.create({"key": "HERE", "name": "Here"}))
    bring(here, file_of(there))
    (ana,) = (person for person in here.read.people() if person.name.casefold() == "ana")
    assert (ana.name, ana.email) == ("ANA", "ana@here.example")
    assert {m.owner for plan in here.read.everything("ACME") for m in plan.milestones} >= {"ANA"}
    here.close()
    assert history(tmp_path / "here.db") == contents(tmp_path / "here.db")


def test_a_project_that_is_here_is_refused_and_nothing_changes(opened: Open) -> None:
    fill(there := opened("there"))
    data, before = file_of(there), file_of(there)
    with pytest.raises(ImportRefused, match=r"^Nothing was imported: ACME, SEA are projects here already\."):
        bring(there, data)
    assert file_of(there) == before


def test_a_link_to_a_project_that_stays_behind_is_left_out(opened: Open) -> None:
    fill(there := opened("there"))
    acme, sea = (there.read.everything(key)[0] for key in ("ACME", "SEA"))
    ends = (sea.milestones[0].id, acme.milestones[0].id)
    there.change_blocking(lambda do: do.links.set(ends[1], [LinkInput(ends[0], 3)], []))
    bring(here := opened("here"), file_of(there, "ACME"))
    assert all(link.predecessor_id != ends[0] for link in here.read.everything("ACME")[0].links)
    bring(both := opened("both"), file_of(there))
    assert len(both.read.everything("ACME")[0].links) == len(there.read.everything("ACME")[0].links)


def test_one_undo_takes_the_import_back_and_redo_brings_it_again(opened: Open, tmp_path: Path) -> None:
    fill(there := opened("there"))
    here = opened("here", "raj")
    here.change_blocking(lambda do: do.projects.create({"key": "HERE", "name": "Here"}))
    before = contents(tmp_path / "here.db")
    bring(here, file_of(there))
    after = contents(tmp_path / "here.db")
    assert undo(here).label.startswith("Import 2 projects with history")
    assert contents(tmp_path / "here.db") == before
    redo(here)
    assert contents(tmp_path / "here.db") == after
    bring(third := opened("third", "eva"), data := file_of(here))
    assert file_of(third) == data, "a history with imports in it goes on as well"
    undo(here)
    assert contents(tmp_path / "here.db") == before
    assert history(tmp_path / "here.db") == before
    undo(here)
    assert here.read.everything() == (), "then what was done before the import"


def test_who_takes_back_an_import_of_their_own_history_goes_on_with_what_was_before(opened: Open) -> None:
    fill(there := opened("there"))
    there.change_blocking(lambda do: do.people.create({"name": "Nobody"}))
    here = opened("here")
    here.change_blocking(lambda do: do.projects.create({"key": "HERE", "name": "Here"}))
    bring(here, file_of(there))
    undo(here)
    assert undo(here).label == "Create project HERE"
    assert here.read.undoable() is None
    redo(here)
    redo(here)
    assert len(here.read.everything()) == 3
    undo(here)
    assert (left := here.read.undoable()) is not None and left.label == "Create project HERE"


def test_an_import_is_not_taken_back_over_the_head_of_others(opened: Open) -> None:
    fill(there := opened("there"))
    bring(opened("here", "raj"), file_of(there))
    eva = opened("here", "eva")
    milestone = eva.read.everything("ACME")[0].milestones[0]
    eva.change_blocking(lambda do: do.milestones.edit(milestone.id, {"notes": "mine"}, {}))
    with pytest.raises(UndoRefused, match="eva edited"):
        undo(opened("here", "raj"))


@pytest.mark.parametrize("comes_first", [True, False])
def test_an_import_is_not_taken_back_with_the_links_of_others(opened: Open, comes_first: bool) -> None:
    fill(there := opened("there"))
    eva = opened("here", "eva")
    eva.change_blocking(lambda do: do.projects.create({"key": "HERE", "name": "Here"}))
    eva.change_blocking(lambda do: do.milestones.create(1, {"title": "Mine"}))
    bring(opened("here", "raj"), file_of(there))
    ends = [eva.read.everything(key)[0].milestones[0].id for key in ("ACME", "HERE")]
    first, then = ends if comes_first else ends[::-1]
    eva.change_blocking(lambda do: do.links.set(then, [LinkInput(first, 3)], []))
    with pytest.raises(UndoRefused, match="eva "):
        undo(opened("here", "raj"))
    if comes_first:
        undo(eva)
        assert undo(opened("here", "raj")).label == "Import 2 projects with history"


def test_old_changes_can_be_undone_by_whoever_made_them(opened: Open, tmp_path: Path) -> None:
    fill(there := opened("there"))
    bring(opened("here", "raj"), file_of(there))
    here = opened("here", "ana")
    assert (taken := here.read.undoable()) is not None
    assert undo(here).label == taken.label == undo(there).label
    assert contents(tmp_path / "here.db")["milestone"] == contents(tmp_path / "there.db")["milestone"]


def test_a_file_of_an_earlier_version_has_the_defaults_of_what_came_later(opened: Open) -> None:
    fill(there := opened("there"))
    archive = read_archive(file_of(there))
    rows = {
        table: [
            {name: value for name, value in row.items() if name not in ("outcome", "internal", "kept")} for row in found
        ]
        for table, found in archive.rows.items()
    }
    here = opened("here")
    here.change_blocking(lambda do: do.archives.add(archive._replace(rows=rows, schema=archive.schema - 1)))
    assert here.read.everything() == there.read.everything()


def test_ids_that_the_history_has_are_given_to_nobody_else(opened: Open) -> None:
    fill(there := opened("there"))
    sea = there.read.everything("SEA")[0]
    last = there.change_blocking(lambda do: do.milestones.create(sea.project.id, {"title": "Last"}))
    assert last is not None
    undo(there)
    bring(here := opened("here"), file_of(there))
    for store in (there, here):
        store.change_blocking(lambda do: do.milestones.create(sea.project.id, {"title": "Next"}))
    there_id, here_id = (
        next(m.id for m in store.read.everything("SEA")[0].milestones if m.title == "Next") for store in (there, here)
    )
    assert there_id == here_id


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"entity": "milestone"', '"entity": "milestone; DROP TABLE edit"'),
        ('"milestone": [', '"sqlite_master": ['),
        ('"due_on": "2026', '"due_on": "not 2026'),
        ('"due_on":', '"due_on = 1 --":'),
        ('"state": "planned"', '"state": "lost"'),
        ('"project_id": 1', '"project_id": 99'),
        ('"successor_id": 2', '"successor_id": 1'),
        ('"row_id": 1', '"row_id": -1'),
        ('"working_days": 31', '"working_days": true'),
        ('"schema": ', '"schema": 9'),
        ('{"milestone-tui": 1', '{"milestone-tui": 2'),
        ('{"milestone-tui": 1', '{"milestone-tui": null'),
        ('"changes": [', '"other": ['),
        ('"kind": "do"', '"kind": "undo"'),
        ('"backdated": 0', '"backdated": 1180591620717411303424'),
        ('"predecessor_id": 1', '"predecessor_id": "x"'),
        ('"row_id": 1', '"row_id": 9223372036854775807'),
        ('"milestone_id": 1', '"milestone_id": 1180591620717411303424'),
        ('"milestone": [\n{"id": 1,', '"milestone": [\n{"id": 9223372036854775807,'),
        ('"criterion": [\n{"id": 1,', '"criterion": [\n{"id": 4611686018427387904,'),
        ('"key": "ACME", "name"', '"key": "ACME", "client": "", "nome"'),
    ],
)
def test_a_file_that_was_changed_by_hand_is_refused(opened: Open, old: str, new: str) -> None:
    fill(there := opened("there"))
    text = file_of(there).decode()
    assert old in text
    here = opened("here")
    with pytest.raises(ImportRefused):
        bring(here, text.replace(old, new, 1).encode())
    assert here.read.everything() == () and here.read.history() == ()


def test_an_id_that_a_baseline_names_without_a_history_is_given_to_nobody_else(opened: Open) -> None:
    fill(there := opened("there"))
    whole = json.loads(file_of(there))
    whole["rows"]["baseline_entry"][0]["milestone_id"] = 40
    bring(here := opened("here"), json.dumps(whole).encode())
    acme = here.read.everything("ACME")[0]
    here.change_blocking(lambda do: do.milestones.create(acme.project.id, {"title": "Next"}))
    assert max(m.id for m in here.read.everything("ACME")[0].milestones) == 41


@pytest.mark.parametrize("number", ["0", "-1", '"1"', "-9223372036854775808"])
@pytest.mark.parametrize(("table", "column"), [("phase", "project_id"), ("milestone", "project_id"), ("edit", "")])
def test_no_row_of_a_file_reaches_into_a_project_that_is_here(
    opened: Open, tmp_path: Path, table: str, column: str, number: str
) -> None:
    fill(there := opened("there"))
    whole = json.loads(file_of(there))
    if table == "edit":
        whole["changes"][0]["edits"][0]["project_id"] = json.loads(number)
    else:
        whole["rows"][table][0][column] = json.loads(number)
    here = opened("here", "raj")
    here.change_blocking(lambda do: do.projects.create({"key": "HERE", "name": "Here"}))
    before = contents(tmp_path / "here.db")
    with pytest.raises(ImportRefused, match="changed by hand"):
        bring(here, json.dumps(whole).encode())
    assert contents(tmp_path / "here.db") == before


@pytest.mark.parametrize("part", [0.2, 0.5, 0.99])
def test_a_file_that_is_cut_off_is_refused(opened: Open, part: float) -> None:
    fill(there := opened("there"))
    data = file_of(there)
    with pytest.raises(ImportRefused, match="damaged"):
        bring(opened("here"), data[: int(len(data) * part)])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(st.lists(st.tuples(STORM, st.sampled_from((0, 0, 3, 8))), max_size=14), st.booleans())
def test_whatever_was_done_comes_along(
    empty_file: Path, tmp_path_factory: pytest.TempPathFactory, storm: list[tuple[Any, int]], only_one: bool
) -> None:
    folder = tmp_path_factory.mktemp("archive")
    with (
        closing(Store.open(Path(shutil.copy(empty_file, folder / "a.db")), CLOCK, Actor("a", "ana"))) as there,
        closing(Store.open(Path(shutil.copy(empty_file, folder / "b.db")), CLOCK, Actor("b", "raj"))) as here,
    ):
        there.change_blocking(sample)
        for command, days_ago in storm:
            with suppress(MilestoneError):
                if command in (undo, redo):
                    command(there)
                else:
                    there.change_blocking(command, reported_on=TODAY - timedelta(days=days_ago) if days_ago else None)
        keys = [plan.project.key for plan in there.read.everything(archived=True)]
        if not keys:
            return
        data = file_of(there, *(keys[:1] if only_one else ()))
        bring(here, data)
        assert file_of(here) == data
        undo(here)
        assert here.read.everything(archived=True) == () and here.read.people() == ()
        redo(here)
        assert here.read.everything(archived=True)[0].project.key == keys[0]
    assert history(folder / "b.db") == contents(folder / "b.db")


def test_costs_and_absences_come_along(opened: Open) -> None:
    there = opened("there")
    there.change_blocking(sample)
    acme = there.read.everything()[0]
    ana = next(person for person in there.read.people() if person.name == "Ana")
    there.change_blocking(lambda do: do.absences.add(ana.id, date(2026, 12, 1), date(2026, 12, 4)))
    there.change_blocking(
        lambda do: do.costs.set(acme.milestones[0].id, [CostInput(None, date(2026, 11, 2), Decimal(5))], [])
    )
    bring(here := opened("here"), file_of(there, "ACME"))
    assert here.read.costs(acme.project.id) == there.read.costs(acme.project.id) != ()
    assert len(here.read.absences()) == 1
