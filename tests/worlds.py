"""Random portfolios with a move in them, for what must hold of every ripple."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from factories import link, milestone, project
from hypothesis import strategies as st

from milestone_tui.plan.calendar.workdays import WorkCalendar
from milestone_tui.plan.model import Link, Milestone, MilestoneState, Project
from milestone_tui.plan.network.network import Network

MON = date(2026, 11, 2)


class World(NamedTuple):
    """A random portfolio with a move in it."""

    projects: Sequence[Project]
    plan: Sequence[Milestone]
    links: Sequence[Link]
    moves: Mapping[int, date]
    seed: int

    def __repr__(self) -> str:
        return f"World({len(self.plan)} milestones, seed {self.seed})"

    @property
    def network(self) -> Network:
        return Network(self.projects, self.plan, self.links)

    def calendar(self, m: Milestone) -> WorkCalendar:
        return self.projects[m.project_id - 1].calendar


_STATES = [*[MilestoneState.PLANNED] * 6, MilestoneState.IN_PROGRESS, MilestoneState.CANCELLED]


def random_project(rng: random.Random, id_: int) -> Project:
    return project(
        id=id_,
        key=f"P{id_}",
        working_days=rng.choice([31, 31, 127, 0b1001111, rng.randint(1, 127)]),
        holidays=tuple(sorted({MON + timedelta(rng.randrange(400)) for _ in range(rng.randrange(40))})),
        worked=tuple(sorted({MON + timedelta(rng.randrange(400)) for _ in range(rng.choice([0, 0, 5, 30]))})),
        target_on=rng.choice([None, MON + timedelta(rng.randrange(400))]),
    )


def random_milestone(rng: random.Random, id_: int, projects: int) -> Milestone:
    on = MON + timedelta(id_ * 2 + rng.randrange(40))
    m = milestone(
        id=id_,
        project_id=rng.randint(1, projects),
        due_on=None if rng.random() < 0.05 else on,
        state=rng.choice(_STATES),
        deadline_on=rng.choice([None, None, on + timedelta(rng.randint(-3, 30))]),
    )
    done_on = on + timedelta(rng.randint(-9, 9))
    return m._replace(state=MilestoneState.DONE, done_on=done_on) if rng.random() < 0.15 else m


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Up to 200 milestones in up to three projects, links anywhere without loops, one or several moves."""
    most = draw(st.sampled_from((3, 10, 30, 60, 120, 200, 200, 200)))
    seed = draw(st.integers(0, 2**32))
    rng = random.Random(f"{most} {seed}")  # a number that is drawn again means another world then
    size = rng.randint((most + 1) // 2, most)
    projects = [random_project(rng, n + 1) for n in range(rng.choice([1, 1, 2, 3]))]
    plan = [random_milestone(rng, n, len(projects)) for n in range(size)]
    links = []
    for _ in range(rng.randrange(3 * size)):
        p = rng.randrange(size)
        s = min(size - 1, p + 1 + rng.randrange(8))
        if p < s:
            links.append(link(p, s, rng.randint(-4, 8)))
    rng.shuffle(links)
    chosen = rng.sample(range(size), min(size, rng.choice([1, 1, 2, 5, 20])))
    later = rng.random() < 0.5
    moves = {n: (plan[n].on or MON) + timedelta(rng.randint(0 if later else -20, 20)) for n in chosen}
    return World(projects, plan, list(dict.fromkeys(links)), moves, seed)
