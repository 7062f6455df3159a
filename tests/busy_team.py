"""A team with too much to do: the people and the work that the tests of the workload grid look at."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from milestone_tui.plan.inputs import AssignmentInput, HolidayInput, LinkInput, RoleInput
from milestone_tui.plan.people import Role
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands

TODAY = date(2026, 11, 22)
"""A Sunday: the weeks begin with 23 November."""
ANA, RAJ, MIA, LEO, TOM = range(1, 6)
"""The ids of the people."""

_WORK: tuple[tuple[int, str, date, str, dict[str, float], tuple[int, ...]], ...] = (
    (1, "Beta release", date(2026, 12, 4), "Ana Kovač", {"Ana Kovač": 8}, ()),
    (1, "Load test passed", date(2026, 11, 27), "Raj Patel", {"Raj Patel": 3}, ()),
    (1, "Client sign-off", date(2026, 12, 18), "Tom Reed", {"Ana Kovač": 4, "Mia Lind": 3}, (1, 2)),
    (1, "Go-live", date(2027, 1, 15), "Ana Kovač", {"Ana Kovač": 6, "Leo Brandt": 9}, (3,)),
    (2, "Architecture agreed", date(2026, 11, 24), "Raj Patel", {"Raj Patel": 3}, ()),
    (2, "Interviews finished", date(2026, 11, 18), "Raj Patel", {"Raj Patel": 1}, ()),
    (2, "Data migrated", date(2026, 12, 11), "Mia Lind", {"Raj Patel": 9, "Mia Lind": 6}, (5,)),
    (2, "Reports ready", date(2027, 3, 26), "Mia Lind", {"Mia Lind": 12}, (7,)),
)
"""Project, title, due date, owner, effort, predecessors."""


def fill(store: Store) -> None:
    """Two projects with days off at Christmas, four people who work and a client, an absence."""

    def write(do: Commands) -> None:
        for name, capacity in (("Ana Kovač", 5), ("Raj Patel", 4), ("Mia Lind", 5), ("Leo Brandt", 3), ("Tom Reed", 0)):
            do.people.create({"name": name, "capacity": Decimal(capacity)})
        start = date(2026, 11, 2)
        acme = do.projects.create({"key": "ACME", "name": "Portal", "client": "Acme Corp", "start_on": start})
        nord = do.projects.create({"key": "NORD", "name": "Data lake", "client": "Nordbank", "start_on": start})
        do.people.set_roles(acme, [RoleInput("Tom Reed", Role.CLIENT), RoleInput("Leo Brandt", Role.TEAM)], ())
        days = [HolidayInput(date(2026, 12, day), "Christmas") for day in (24, 25)]
        do.holidays.set(acme, days, [])
        do.holidays.set(nord, days, [])
        for project, title, due_on, owner, effort, after in _WORK:
            id_ = do.milestones.create(
                (acme, nord)[project - 1],
                {"title": title, "owner": owner, "due_on": due_on},
                predecessors=[LinkInput(before) for before in after],
            )
            do.assignments.set(id_, [AssignmentInput(name, Decimal(days)) for name, days in effort.items()], [])
        do.baselines.take(nord, "Plan", "", "")
        do.absences.add(MIA, date(2026, 12, 21), date(2026, 12, 31), "holiday")

    store.change_blocking(write)
