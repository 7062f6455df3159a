"""What a filter of projects looks at, as it is read."""

from __future__ import annotations

from one_filter import HOMES, TODAY, fill

from milestone_tui.plan.language.filter import parse_filter
from milestone_tui.store import Store


def test_it_is_read_in_three_statements_whatever_there_is(store: Store) -> None:
    fill(store)
    asked: list[str] = []
    store._connection.set_trace_callback(asked.append)
    search = store.read.project_search(TODAY, archived=True, links=True)
    store._connection.set_trace_callback(None)
    assert len([sql for sql in asked if sql.startswith("SELECT")]) == 3
    assert search.answers(parse_filter("is:critical is:archived", TODAY))


def test_the_archive_and_the_links_are_read_where_they_are_asked_for(store: Store) -> None:
    fill(store)
    without = store.read.project_search(TODAY, archived=False, links=False)
    assert not without.answers(parse_filter("is:archived", TODAY))
    assert not without.answers(parse_filter("is:violated", TODAY))
    assert len(without.matching(parse_filter("", TODAY))) == len(HOMES) - 1


def test_the_names_are_those_of_people_phases_clients_and_projects(store: Store) -> None:
    fill(store)
    known = store.read.names()
    assert set(known["owner"]) == {"Ana Kovač", "Ana Lopez", "Raj Patel"}
    assert set(known["phase"]) == {"Discovery", "Build and test", "Build", "Launch"}
    assert set(known["client"]) == {home.client for home in HOMES if home.client}
    assert set(known["project"]) == {home.name for home in HOMES}


def test_everything_has_the_archive_where_that_is_asked_for_or_named(store: Store) -> None:
    fill(store)
    assert "OLD" not in [plan.project.key for plan in store.read.everything()]
    assert "OLD" in [plan.project.key for plan in store.read.everything(archived=True)]
    assert [plan.project.key for plan in store.read.everything("old")] == ["OLD"]
