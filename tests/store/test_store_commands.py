from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from taking_back import undo

from milestone_tui.plan.imported import ImportedPlan, IncomingLink, IncomingMilestone, IncomingProject
from milestone_tui.plan.inputs import CriterionInput, PhaseInput
from milestone_tui.plan.model import ChangeKind, MilestoneKind, MilestoneState
from milestone_tui.store import Store, StoreChanged
from milestone_tui.store.commands import Commands


async def test_a_project_with_a_milestone_is_found_again(store: Store, today: date) -> None:
    heard: list[StoreChanged] = []
    store.subscribe(heard.append)
    ids: list[int] = []
    change = await store.change(
        lambda do: ids.append(do.projects.create({"key": "acme", "name": "Acme", "budget": Decimal("1000.50")}))
    )
    assert change is not None and change.label == "Create project ACME" and change.kind is ChangeKind.DO
    await store.change(
        lambda do: ids.append(
            do.milestones.create(
                ids[0],
                {
                    "title": "Beta release",
                    "owner": "Ana",
                    "phase": "Build",
                    "due_on": date(2026, 12, 1),
                    "tags": "a, b",
                    "value": Decimal(5),
                },
                criteria=[CriterionInput(None, "It runs"), CriterionInput(None, "It is fast", today)],
            )
        )
    )
    plan = store.read.plan(ids[0])
    (milestone,) = plan.milestones
    assert (milestone.title, milestone.owner, milestone.phase, milestone.percent) == (
        "Beta release",
        "Ana",
        "Build",
        50,
    )
    assert milestone.tags == ("a", "b") and milestone.value == Decimal(5) and milestone.kind is MilestoneKind.DELIVERY
    assert [a.project_ids for a in heard] == [frozenset({ids[0]})] * 2
    await store.change(lambda do: do.milestones.tick(ids[1], today))
    assert store.read.milestones([ids[1]])[0].state is MilestoneState.DONE
    assert (await store.undo()).label == 'Tick "Beta release"'
    assert store.read.plan(ids[0]) == plan
    assert (await store.redo()).label == 'Tick "Beta release"'
    assert (await store.change(lambda do: do.milestones.tick(ids[1], today))) is None
    assert store.read.projects(today)[0].done == 1


@pytest.mark.parametrize(
    ("said", "met", "unmet", "percent"),
    [
        ({"done_on": date(2026, 11, 22), "progress": 10}, 1, 1, 100),
        ({"progress": 40}, 0, 0, 40),
        ({"progress": 90}, 1, 2, 33),
        ({"progress": 90}, 0, 2, 0),
        ({}, 5, 0, 99),
    ],
    ids=["done", "as judged", "criteria before judgement", "none met", "all met is not done"],
)
def test_how_much_of_a_milestone_is_reached(
    store: Store, today: date, said: dict[str, object], met: int, unmet: int, percent: int
) -> None:
    criteria = [CriterionInput(None, f"met {n}", today) for n in range(met)]
    criteria += [CriterionInput(None, f"unmet {n}") for n in range(unmet)]

    def make(do: Commands) -> None:
        project = do.projects.create({"key": "ACME", "name": "Acme"})
        do.milestones.create(project, {"title": "Beta", **said}, criteria=criteria)

    store.change_blocking(make)
    assert [milestone.percent for milestone in store.read.plan(1).milestones] == [percent]


def test_everything_that_was_done_is_undone_step_by_step(store: Store, today: date) -> None:
    incoming = ImportedPlan(
        (
            IncomingProject(
                "House",
                ("A", "B"),
                (
                    IncomingMilestone("1", "line 1", "One", "A", "Ana", today, today, today),
                    IncomingMilestone("2", "line 2", "Two", "B", "Ben", today, date(2027, 1, 1)),
                ),
                (IncomingLink("1", "2", 65), IncomingLink("2", "1", 0)),
            ),
        )
    )
    store.change_blocking(lambda do: do.imports.add(incoming, None))
    steps = [store.read.everything()]
    (imported,) = steps[0]
    assert [(m.title, m.phase) for m in imported.milestones] == [("One", "A"), ("Two", "B")]
    assert [(link.predecessor_id, link.successor_id, link.lag) for link in imported.links] == [(1, 2, 65)], "no loop"
    project = imported.project.id
    phases, swapped = store.read.phases(project), [PhaseInput(2, "A"), PhaseInput(1, "B")]
    linked = store.read.detail(2).predecessors
    for command in (
        lambda do: do.phases.set(project, swapped, phases),
        lambda do: do.links.set(2, [], linked),
        lambda do: do.projects.delete(project),
    ):
        store.change_blocking(command)
        steps.append(store.read.everything())
    assert len(set(steps)) == 4
    for before in (*steps[-2::-1], ()):
        undo(store)
        assert store.read.everything() == before
