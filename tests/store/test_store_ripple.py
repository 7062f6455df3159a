"""A ripple as it is written and taken back, on random portfolios."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from replay import contents
from taking_back import undo
from worlds import World, worlds

from milestone_tui.plan.clock import Clock
from milestone_tui.plan.drafts import LinkDraft
from milestone_tui.plan.incoming import Incoming, IncomingHoliday, IncomingLink, IncomingMilestone, IncomingProject
from milestone_tui.plan.model import LinkedMilestone
from milestone_tui.plan.network import Network
from milestone_tui.plan.outcome import Way
from milestone_tui.plan.ripple import ripple
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands

TODAY = date(2026, 11, 22)


def written(store: Store, world: World) -> dict[int, int]:
    """Bring the world in, as a file would: what is cancelled there is open; the ids by those of the world."""
    own: list[list[IncomingLink]] = [[] for _ in world.projects]
    across: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for tie in world.links:
        homes = {world.plan[end].project_id for end in (tie.predecessor_id, tie.successor_id)}
        if len(homes) == 1:
            own[homes.pop() - 1].append(IncomingLink(str(tie.predecessor_id), str(tie.successor_id), tie.lag))
        else:
            across[tie.successor_id][tie.predecessor_id] = tie.lag

    projects = tuple(
        IncomingProject(
            project.key,
            (),
            tuple(
                IncomingMilestone(str(m.id), "", str(m.id), due_on=m.due_on, done_on=m.done_on)
                for m in world.plan
                if m.project_id == project.id
            ),
            tuple(own[project.id - 1]),
            working_days=project.calendar.week,
            holidays=tuple(map(IncomingHoliday, project.calendar.holidays)),
        )
        for project in world.projects
    )
    store.change_now(lambda do: do.imports.add(Incoming(projects)))
    plans = store.read.everything()
    ids = {int(m.title): m.id for plan in plans for m in plan.milestones}
    for successor, lags in across.items():
        seen = store.read.detail(ids[successor]).predecessors
        links = [
            *(LinkDraft(there.id, there.lag) for there in seen),
            *(LinkDraft(ids[n], lag) for n, lag in lags.items()),
        ]
        store.change_now(partial(set_links, ids[successor], links, seen))
    return ids


def set_links(id_: int, links: Sequence[LinkDraft], seen: Sequence[LinkedMilestone], do: Commands) -> None:
    do.links.set(id_, links, seen)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(worlds(), st.sampled_from(Way))
def test_a_ripple_is_one_change_and_its_undo_restores_every_row_exactly(world: World, way: Way) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "milestones.db"
        with closing(Store.open(path, Clock.fixed(TODAY), "ana")) as store:
            ids = written(store, world)
            before = contents(path)
            network = Network.of(store.read.everything())
            assert len(network.links) == len({link[1:3] for link in world.links})
            moves = {ids[n]: day for n, day in world.moves.items()}
            days = {move.id: move.to for move in ripple(network, moves, way).moves}
            seen = {m.id: m.due_on for m in network.milestones}
            change = store.change_now(lambda do: do.milestones.move_all(days, seen))
            assert (change is not None) is bool(days)
            if change is not None:
                after = {id_: row["due_on"] for id_, row in contents(path)["milestone"].items()}
                assert after == {id_: str(on) if on else None for id_, on in (seen | days).items()}
                assert undo(store) == change
            assert contents(path) == before
