"""A project small enough to be known by heart: what most tests of the store and of the panels work on."""

from __future__ import annotations

from datetime import date, timedelta

from milestone_tui.plan.inputs import CriterionInput
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands

TODAY = date(2026, 11, 22)


def fill(store: Store) -> None:
    """One project: Build with two milestones, one of them with criteria; Launch with one."""

    def command(do: Commands) -> None:
        acme = do.projects.create({"key": "ACME", "name": "Customer portal", "client": "Acme Corp"})
        do.milestones.create(
            acme,
            {"title": "Prototype accepted", "phase": "Build", "owner": "Raj Patel", "due_on": TODAY},
        )
        do.milestones.create(
            acme,
            {"title": "Beta release", "phase": "Build", "owner": "Ana Kovač", "due_on": TODAY + timedelta(days=6)},
            criteria=[
                CriterionInput(None, "Installable build", TODAY - timedelta(days=3)),
                CriterionInput(None, "Release notes approved by Acme"),
                CriterionInput(None, "Support rota agreed"),
            ],
        )
        do.milestones.create(
            acme, {"title": "Go-live", "phase": "Launch", "owner": "Mia Berg", "due_on": date(2027, 1, 18)}
        )

    store.change_blocking(command)
