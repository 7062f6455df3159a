"""Two small projects with something in every group of the agenda, for its tests."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.inputs import CriterionInput, LinkInput
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands

TODAY = date(2026, 11, 18)
"""A Wednesday."""


def day(days: int) -> date:
    return TODAY + timedelta(days=days)


def agenda_store(path: Path) -> Store:
    """Return an open store on a new database with the projects and a risk."""
    store = Store.open(path, Clock.fixed(TODAY), "ana")
    store.change_blocking(fill)
    return store


def fill(do: Commands) -> None:
    acme = do.projects.create({"key": "ACME", "name": "Customer portal", "client": "Acme Corp"})
    nord = do.projects.create({"key": "NORD", "name": "Data lake", "client": "Nordbank"})

    def add(project_id: int, title: str, days: int | None, owner: str = "Ana Kovač", **fields: Any) -> int:
        due_on = None if days is None else day(days)
        return do.milestones.create(project_id, {"title": title, "due_on": due_on, "owner": owner, **fields})

    add(acme, "Interviews finished", -2, "Raj Patel")
    prototype = add(acme, "Prototype accepted", 0)
    beta = do.milestones.create(
        acme,
        {"title": "Beta release", "due_on": day(3), "owner": "Ana Kovač"},
        criteria=[CriterionInput(None, "Installable build", day(-3)), CriterionInput(None, "Notes approved")],
    )
    load = add(acme, "Load test passed", 7, "Raj Patel")
    do.links.set(beta, [LinkInput(prototype)], ())
    do.links.set(load, [LinkInput(beta)], ())
    add(nord, "Architecture agreed", 20, "Raj Patel")
    add(nord, "Go-live", 100)
    add(nord, "Someday", None, "")
    add(nord, "First instalment", 40, "Mia Berg", kind="payment", value=Decimal(40_000))
    handover = add(nord, "Handover", 9, "Raj Patel", approver="Ana Kovač")
    do.acceptance.submit(handover, day(-3), window_days=10)
    done = add(nord, "Kick-off", -6)
    do.milestones.tick(done, day(-6))
    do.baselines.take(acme, "Contract", "", "")
    do.milestones.move_all({beta: day(4)}, {})
    do.risks.create(nord, {"title": "Vendor late", "probability": 4, "impact": 5, "review_on": day(2)})
