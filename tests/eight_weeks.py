"""A project that is imported and then run for eight weeks: every change on the day on which somebody makes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path

from milestone_tui.cli.main import main
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.inputs import CostInput
from milestone_tui.plan.model import ChangeReason
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands

START = date(2026, 9, 28)
"""The Monday on which the plan is imported."""
FIRST_REVIEW, SECOND_REVIEW = date(2026, 10, 16), date(2026, 11, 13)
WEEKS = tuple(START + timedelta(6 + 7 * week) for week in range(8))
"""The Sundays of the eight weeks; the last is today."""
TODAY = WEEKS[-1]

PLAN = """\
title,phase,due,owner
Kick-off,Design,2026-10-02,Ana
Interviews done,Design,2026-10-09,Raj
Concept,Design,2026-10-23,Ana
Prototype,Build,2026-10-30,Raj
Test data,Build,2026-11-03,Mia
Beta release,Build,2026-11-13,Raj
Load test,Build,2026-12-04,Raj
Go-live,Launch,2027-01-18,Mia
Design review,Design,2026-10-16,Ana
"""
KICK_OFF, INTERVIEWS, CONCEPT, PROTOTYPE, TEST_DATA, BETA, LOAD_TEST, GO_LIVE, DESIGN = range(1, 10)
BETA_DUE = tuple(date(2026, 11, 13) + timedelta(days) for days in (0, 0, 5, 5, 5, 14, 14, 14))
"""When Beta release was due at the end of each week."""
GO_LIVE_DUE = tuple(date(2027, 1, 18) + timedelta(days) for days in (0, 0, 4, 4, 11, 18, 25, 32))
"""When Go-live was due at the end of each week."""
_CLIENT, _SCOPE, _ESTIMATE = ChangeReason.CLIENT, ChangeReason.SCOPE, ChangeReason.ESTIMATE

Command = Callable[[Commands], object]


def _baseline(do: Commands) -> None:
    do.baselines.take(1, "Signed plan")


def _move(milestone_id: int, dates: Sequence[date], week: int, why: ChangeReason, do: Commands) -> None:
    do.milestones.move_all({milestone_id: dates[week]}, {milestone_id: dates[week - 1]}, why)


def _tick(milestone_id: int, on: date, do: Commands) -> None:
    do.milestones.tick(milestone_id, on)


def _raise(title: str, milestone_id: int, do: Commands) -> None:
    do.risks.create(1, {"title": title, "owner": "Raj"}, [milestone_id])


def _rate(risk_id: int, probability: int, impact: int, do: Commands) -> None:
    do.risks.rate(risk_id, probability, impact)


def _occur(risk_id: int, on: date, do: Commands) -> None:
    do.risks.occur(risk_id, on)


def _spend(milestone_id: int, on: date, amount: int, do: Commands) -> None:
    do.costs.set(milestone_id, [CostInput(None, on, Decimal(amount), "invoice")], ())


def _done(milestone_id: int, on: date) -> tuple[date, Command]:
    return on, partial(_tick, milestone_id, on)


_CHANGES: Sequence[tuple[date, Command]] = (
    (START, _baseline),
    _done(KICK_OFF, date(2026, 10, 2)),
    (date(2026, 10, 6), partial(_raise, "Test data comes late", LOAD_TEST)),
    (date(2026, 10, 7), partial(_rate, 1, 2, 3)),
    _done(INTERVIEWS, date(2026, 10, 12)),
    (date(2026, 10, 13), partial(_spend, INTERVIEWS, date(2026, 10, 12), 12_000)),
    (date(2026, 10, 14), partial(_move, BETA, BETA_DUE, 2, _SCOPE)),
    (date(2026, 10, 14), partial(_move, GO_LIVE, GO_LIVE_DUE, 2, _SCOPE)),
    _done(DESIGN, date(2026, 10, 19)),
    (date(2026, 10, 20), partial(_rate, 1, 4, 4)),
    (date(2026, 10, 21), partial(_raise, "Vendor changes hands", GO_LIVE)),
    _done(CONCEPT, date(2026, 10, 28)),
    (date(2026, 10, 29), partial(_move, GO_LIVE, GO_LIVE_DUE, 4, _ESTIMATE)),
    (date(2026, 11, 3), partial(_occur, 1, date(2026, 11, 3))),
    (date(2026, 11, 4), partial(_move, BETA, BETA_DUE, 5, _CLIENT)),
    (date(2026, 11, 5), partial(_move, GO_LIVE, GO_LIVE_DUE, 5, _CLIENT)),
    _done(PROTOTYPE, date(2026, 11, 6)),
    (date(2026, 11, 9), partial(_spend, PROTOTYPE, date(2026, 11, 6), 20_000)),
    _done(TEST_DATA, date(2026, 11, 10)),
    (date(2026, 11, 12), partial(_move, GO_LIVE, GO_LIVE_DUE, 6, _CLIENT)),
    (date(2026, 11, 19), partial(_move, GO_LIVE, GO_LIVE_DUE, 7, _ESTIMATE)),
)
"""The changes in the order of their days, without the reviews."""


def imported(folder: Path) -> Path:
    """Import the plan from its file as a person does; return the database."""
    file, database = folder / "portal.csv", folder / "m.db"
    file.write_text(PLAN, encoding="utf-8")
    assert main(["import", str(file), "--db", str(database), "--today", START.isoformat()]) == 0
    return database


def store_on(database: Path, day: date) -> Store:
    """Open the database on a day."""
    return Store.open(database, Clock.fixed(day), "ana")


def live(database: Path, after: date, until: date) -> None:
    """Make the changes of the days after one day, up to another."""
    for day, command in _CHANGES:
        if after < day <= until:
            with closing(store_on(database, day)) as store:
                store.change_blocking(command)
