"""Two small projects with something in every group of the agenda, for its tests."""

from __future__ import annotations

import sqlite3
from contextlib import closing
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
    store.drain()
    add_risk(path, 2, "Vendor late", day(2))
    store.poll()
    return store


def add_risk(path: Path, project_id: int, title: str, review_on: date) -> None:
    """Raise a risk past the store."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("BEGIN")
        db.execute("INSERT INTO open_change VALUES ((SELECT max(id) + 1 FROM change))")
        db.execute(
            "INSERT INTO risk (project_id, kind, number, title, probability, impact, raised_on, review_on)"
            " VALUES (?, 'risk', 1, ?, 4, 5, '2026-10-01', ?)",
            (project_id, title, review_on.isoformat()),
        )
        db.execute(
            "INSERT INTO change (id, at, name, label, kind, reported_on)"
            " SELECT change_id, '2026-11-02T12:00:00.000+00:00', 'ana', 'Raise R1', 'do', '2026-11-02' FROM open_change"
        )
        db.execute("DELETE FROM open_change")
        db.execute("COMMIT")


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
