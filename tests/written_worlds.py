"""Random portfolios in a database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import partial

from worlds import World

from milestone_tui.plan.imported import ImportedPlan, IncomingHoliday, IncomingLink, IncomingMilestone, IncomingProject
from milestone_tui.plan.inputs import LinkInput
from milestone_tui.plan.model import LinkedMilestone
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands


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
            worked=tuple(map(IncomingHoliday, project.calendar.worked)),
        )
        for project in world.projects
    )
    store.change_blocking(lambda do: do.imports.add(ImportedPlan(projects)))
    plans = store.read.everything()
    ids = {int(m.title): m.id for plan in plans for m in plan.milestones}
    for successor, lags in across.items():
        seen = store.read.detail(ids[successor]).predecessors
        links = [
            *(LinkInput(there.id, there.lag) for there in seen),
            *(LinkInput(ids[n], lag) for n, lag in lags.items()),
        ]
        store.change_blocking(partial(set_links, ids[successor], links, seen))
    return ids


def set_links(id_: int, links: Sequence[LinkInput], seen: Sequence[LinkedMilestone], do: Commands) -> None:
    do.links.set(id_, links, seen)
