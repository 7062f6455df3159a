from __future__ import annotations

from datetime import date
from decimal import Decimal

from milestone_tui.plan.drafts import CriterionDraft, LinkDraft, PhaseDraft
from milestone_tui.plan.incoming import Incoming, IncomingLink, IncomingMilestone, IncomingProject
from milestone_tui.plan.model import ChangeKind, MilestoneKind, MilestoneState
from milestone_tui.store import Announcement, Store


async def test_a_project_with_a_milestone_is_found_again(store: Store, today: date) -> None:
    heard: list[Announcement] = []
    store.subscribe(heard.append)
    ids: list[int] = []
    change = await store.change(
        lambda do: ids.append(do.projects.create({"key": "acme", "name": "Acme", "budget": Decimal("1000.50")}))
    )
    assert change is not None and change.label == "New project ACME" and change.kind is ChangeKind.DO
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
                criteria=[CriterionDraft(None, "It runs"), CriterionDraft(None, "It is fast", today)],
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


def test_everything_at_once(store: Store, today: date) -> None:
    incoming = Incoming(
        (
            IncomingProject(
                "House",
                ("A", "B"),
                (
                    IncomingMilestone("1", "line 1", "One", "A", "Ana", today, today, today),
                    IncomingMilestone("2", "line 2", "Two", "B", "Ben", today, date(2027, 1, 1)),
                    IncomingMilestone("3", "line 3", "Two", "B", "Ben", today, date(2027, 1, 1)),
                ),
                (IncomingLink("1", "2", 65), IncomingLink("2", "1", 0)),
            ),
        )
    )
    store.change_now(lambda do: print(do.imports.add(incoming, None)))
    project = store.read.project_by_key("house")
    assert project is not None
    seen = store.read.phases(project.id)
    store.change_now(lambda do: do.phases.set(project.id, [PhaseDraft(2, "A"), PhaseDraft(1, "B")], seen))
    print(store.read.plan(project.id))
    print(store.read.detail(2))
    store.change_now(lambda do: do.links.set(3, [LinkDraft(2)], []))
    store.change_now(lambda do: do.projects.delete(project.id))
    for _ in range(4):
        print(store.undo_now())
    assert store.read.projects(today) == ()
