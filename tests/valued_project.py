"""A project with values, a baseline that it has left since, and money spent: what the tests of earned value work on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from milestone_tui.plan.inputs import CostInput, LinkInput
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands

TODAY = date(2026, 11, 22)
KICK_OFF, DESIGN, PROTOTYPE, BETA, LOAD_TEST, SIGN_OFF, INVOICE = range(1, 8)

_PLAN = (
    ("Kick-off", "2026-10-01", 6_000, "Discovery"),
    ("Design agreed", "2026-10-16", 30_000, "Discovery"),
    ("Prototype accepted", "2026-11-06", 50_000, "Build"),
    ("Beta release", "2026-11-19", 40_000, "Build"),
    ("Load test", "2026-11-27", 14_000, "Build"),
    ("Client sign-off", "2027-01-11", 20_000, "Acceptance"),
)
_SPENT = (("2026-10-02", "5200", "workshop"), ("2026-10-20", "31500.50", "design"), ("2026-11-12", "45800", "build"))


def fill_valued(store: Store) -> None:
    """One project of 180,000: three milestones done, the beta release late, a payment that waits for the sign-off."""

    def plan(do: Commands) -> None:
        acme = do.projects.create(
            {
                "key": "ACME",
                "name": "Customer portal",
                "client": "Acme Corp",
                "start_on": date(2026, 10, 1),
                "budget": Decimal(110_000),
            }
        )
        for title, day, value, phase in _PLAN:
            fields = {"title": title, "due_on": date.fromisoformat(day), "value": Decimal(value), "phase": phase}
            do.milestones.create(acme, fields)
        do.milestones.create(
            acme,
            {
                "title": "Beta invoice",
                "kind": "payment",
                "due_on": date(2026, 12, 14),
                "value": Decimal(20_000),
                "phase": "Acceptance",
            },
            predecessors=[LinkInput(SIGN_OFF, -20)],
        )
        do.baselines.take(acme, "Signed plan", "Agreed", "Tom Reed")

    store.change_blocking(plan)

    def happen(do: Commands) -> None:
        for milestone_id, day in ((KICK_OFF, "2026-10-01"), (DESIGN, "2026-10-19"), (PROTOTYPE, "2026-11-09")):
            do.milestones.tick(milestone_id, date.fromisoformat(day))
        do.milestones.move_all({BETA: date(2026, 11, 28), LOAD_TEST: date(2026, 12, 4)}, {})
        *of_project, of_prototype = [
            CostInput(None, date.fromisoformat(day), Decimal(amount), note) for day, amount, note in _SPENT
        ]
        do.costs.set_of_project(1, of_project, ())
        do.costs.set(PROTOTYPE, [of_prototype], ())

    store.change_blocking(happen)
