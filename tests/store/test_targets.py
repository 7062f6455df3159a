"""What the palette can go to, as the store reads it."""

from __future__ import annotations

from pathlib import Path

from planted import Plant, plant
from small_project import TODAY, fill

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands


def opened(path: Path) -> Store:
    store = Store.open(path / "m.db", Clock.fixed(TODAY), "ana")
    fill(store)

    def command(do: Commands) -> None:
        nord = do.projects.create({"key": "NORD", "name": "Data lake", "client": "Nordbank"})
        do.milestones.create(nord, {"title": "Beta of the lake, für alle", "owner": "Ana Kovač"})
        do.milestones.create(nord, {"title": "Go-live", "due_on": TODAY})

    store.change_blocking(command)
    return store


def test_the_project_that_one_is_in_comes_first(tmp_path: Path) -> None:
    store = opened(tmp_path)
    for here, keys in ((1, ["ACME", "NORD"]), (2, ["NORD", "ACME"]), (None, ["ACME", "NORD"])):
        ids = store.read.name_index(here).milestone_ids("go live", 5)
        known = store.read.milestone_targets(ids)
        assert [known[id_].project_key for id_ in ids] == keys
    store.close()


def test_names_come_with_what_tells_them_from_their_like(tmp_path: Path) -> None:
    store = opened(tmp_path)
    index = store.read.name_index(1)
    (nord,) = index.named("nord", 5)
    assert (nord.project_id, nord.project_key, nord.name, nord.note) == (2, "NORD", "Data lake", "Nordbank")
    (ana,) = index.named("kovac", 5)
    assert (ana.name, ana.project_id) == ("Ana Kovač", None)
    (beta,) = store.read.milestone_targets(index.milestone_ids("fur alle", 5)).values()
    assert (beta.name, beta.project_id, beta.due_on, beta.is_milestone) == ("Beta of the lake, für alle", 2, None, True)
    store.close()


def test_a_milestone_that_was_deleted_since_is_left_out(tmp_path: Path) -> None:
    store = opened(tmp_path)
    ids = store.read.name_index(1).milestone_ids("beta", 5)
    store.change_blocking(lambda do: do.milestones.delete([ids[0]]))
    assert [*store.read.milestone_targets(ids)] == ids[1:]
    store.close()


def test_a_title_of_two_lines_does_not_shift_the_others(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.close()
    plant(tmp_path / "m.db", Plant("milestone", "title", "'Two' || char(10) || 'lines'"), "id = 1")
    store = Store.open(tmp_path / "m.db", Clock.fixed(TODAY), "ana")
    index = store.read.name_index(None)
    assert index.milestone_ids("lines", 5) == [1]
    assert index.milestone_ids("beta release", 5) == [2]
    store.close()


def test_an_empty_database_has_no_names(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "m.db", Clock.fixed(TODAY), "ana")
    index = store.read.name_index(None)
    assert (index.milestone_ids("a", 5), index.named("a", 5)) == ([], [])
    store.close()
