from datetime import date

from milestone_tui.store import Store
from milestone_tui.store.commands import Commands

TODAY = date(2026, 11, 22)


def test_a_tick_completes_its_phase_or_its_project_or_nothing(store: Store) -> None:
    made: dict[str, int] = {}

    def plan(do: Commands) -> None:
        project = do.projects.create({"key": "ACME", "name": "Portal"})
        for title, phase in (("a", "Build"), ("b", "Build"), ("c", "Launch"), ("loose", ""), ("dropped", "Build")):
            made[title] = do.milestones.create(project, {"title": title, "phase": phase})
        do.milestones.edit(made["dropped"], {"state": "cancelled"}, {})

    store.change_blocking(plan)

    def tick(title: str) -> bool:
        store.change_blocking(lambda do: do.milestones.tick(made[title], TODAY))
        return store.read.completes(made[title])

    assert not tick("a")
    assert tick("b"), "of Build nothing is open: what is cancelled does not count"
    assert not tick("loose"), "it belongs to no phase"
    assert tick("c")
    assert store.read.completes(made["loose"]), "now all of the project is done"
    assert not store.read.completes(404)
