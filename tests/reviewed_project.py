"""A project with a finished review, and three weeks of changes since: what the tests of reviews walk through."""

from __future__ import annotations

from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from milestone_tui.plan.analysis.review_figures import Figures, to_json
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.inputs import CriterionInput, LinkInput
from milestone_tui.plan.model import ChangeReason, Health
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands

TODAY = date(2026, 11, 22)
LAST = date(2026, 11, 13)
"""The day of the finished review."""
PROTOTYPE, INTERVIEWS, BETA, LOAD_TEST, GO_LIVE = 1, 2, 3, 4, 5


def _plan(do: Commands) -> None:
    acme = do.projects.create(
        {"key": "ACME", "name": "Customer portal", "client": "Acme Corp", "target_on": date(2027, 1, 18)}
    )
    do.milestones.create(
        acme, {"title": "Prototype accepted", "phase": "Build", "owner": "Raj Patel", "due_on": date(2026, 11, 20)}
    )
    do.milestones.create(
        acme, {"title": "Interviews done", "phase": "Build", "owner": "Ana Kovač", "due_on": date(2026, 11, 24)}
    )
    beta = do.milestones.create(
        acme,
        {"title": "Beta release", "phase": "Build", "owner": "Ana Kovač", "due_on": date(2026, 11, 19)},
        criteria=[
            CriterionInput(None, "Installable build", date(2026, 11, 10)),
            CriterionInput(None, "Release notes approved by Acme"),
            CriterionInput(None, "Support rota agreed"),
        ],
    )
    load_test = do.milestones.create(
        acme,
        {"title": "Load test passed", "phase": "Build", "owner": "Raj Patel", "due_on": date(2026, 12, 4)},
        predecessors=[LinkInput(beta, 5)],
    )
    do.milestones.create(
        acme,
        {"title": "Go-live", "phase": "Launch", "owner": "Mia Berg", "due_on": date(2027, 1, 18)},
        predecessors=[LinkInput(load_test, 31)],
    )
    do.baselines.take(acme, "Kick-off plan")


def _review(do: Commands) -> None:
    do.milestones.move_all({BETA: date(2026, 11, 21)}, {BETA: date(2026, 11, 19)})
    do.reviews.keep(1, GO_LIVE, date(2027, 1, 18))
    do.reviews.set_words(1, {"summary": "The prototype stands.", "next": "Beta, then the load test."}, {})
    do.reviews.add_need(1, "Test data for the load test")
    do.reviews.judge(1, Health.ON_TRACK, "the client has the build")
    figures = to_json(Figures(percent=13, finish=date(2027, 1, 18), milestones=5, currency="EUR"))
    do.reviews.finish(1, Health.AT_RISK, figures)


def _since(do: Commands) -> None:
    do.milestones.move_all({BETA: date(2026, 11, 28)}, {BETA: date(2026, 11, 21)}, ChangeReason.CLIENT)
    do.milestones.tick(PROTOTYPE, date(2026, 11, 19))
    do.milestones.create(1, {"title": "Acceptance test", "phase": "Launch", "due_on": date(2026, 12, 18)})


def fill(path: Path) -> None:
    """Write the project into a new database, day by day."""
    for day, actor, command in (
        (date(2026, 10, 1), "ana", _plan),
        (LAST, "ana", _review),
        (TODAY - timedelta(days=2), "raj", _since),
    ):
        with closing(Store.open(path, Clock.fixed(day), actor)) as store:
            store.change_blocking(command)
