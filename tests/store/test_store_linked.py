"""The plans that a ripple may reach: those of the projects that links lead to."""

from datetime import date

from milestone_tui.plan.inputs import LinkInput
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands


def made(store: Store, *links: tuple[str, str]) -> dict[str, int]:
    """Projects A to D, each with one milestone; `links` by project key, from predecessor to successor."""
    ids: dict[str, int] = {}

    def command(do: Commands) -> None:
        for key in ("AA", "BB", "CC", "DD"):
            project_id = do.projects.create({"key": key, "name": key})
            ids[key] = do.milestones.create(project_id, {"title": key, "due_on": date(2026, 12, 1)})
        for predecessor, successor in links:
            do.links.set(ids[successor], [LinkInput(ids[predecessor])], [])

    store.change_blocking(command)
    return ids


def reached(store: Store, key: str) -> list[str]:
    project = store.read.project_by_key(key)
    assert project is not None
    return [plan.project.key for plan in store.read.linked_plans(store.read.plan(project.id))]


def test_a_project_alone_reaches_nobody(store: Store) -> None:
    made(store)
    assert reached(store, "AA") == []


def test_links_are_followed_both_ways_and_on(store: Store) -> None:
    made(store, ("CC", "BB"), ("BB", "AA"))
    assert reached(store, "AA") == ["BB", "CC"]
    assert reached(store, "BB") == ["AA", "CC"]
    assert reached(store, "CC") == ["AA", "BB"]
    assert reached(store, "DD") == []


def test_whole_plans_come_with_all_their_links(store: Store) -> None:
    ids = made(store, ("CC", "BB"), ("BB", "AA"))
    project = store.read.project_by_key("AA")
    assert project is not None
    (second, third) = store.read.linked_plans(store.read.plan(project.id))
    assert [m.id for m in second.milestones] == [ids["BB"]]
    assert len(second.links) == 2 and len(third.links) == 1
