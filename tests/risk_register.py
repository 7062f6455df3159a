"""A risk register for tests of screens: risks, issues, an assumption and a decision of the small project."""

from __future__ import annotations

from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from small_project import fill

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.monitoring import RiskKind, RiskResponse
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands

TODAY = date(2026, 11, 22)
BETA, LIVE = 2, 3
"""Milestones of the small project."""


def registered(path: Path) -> Store:
    """Open a new database with the register of a project that was planned three weeks ago."""
    with closing(Store.open(path, Clock.fixed(TODAY - timedelta(days=21)), "ana")) as planned:
        fill(planned)
    store = Store.open(path, Clock.fixed(TODAY), "ana")
    fill_register(store)
    return store


def fill_register(store: Store) -> None:
    """Fill the register of the small project; the first risk was rated 12 two weeks ago."""

    def days(number: int) -> date:
        return TODAY + timedelta(days=number)

    def before(do: Commands) -> None:
        late = {"title": "Acme's test data comes late", "probability": 4, "impact": 3, "owner": "Tom Reed"}
        answer = {"response": RiskResponse.MITIGATE, "response_text": "synthetic data by 27 Nov", "review_on": days(1)}
        do.risks.create(1, {**late, **answer}, (BETA, LIVE))

    def now(do: Commands) -> None:
        create = do.risks.create
        do.risks.rate(1, 4, 5)
        review = {"probability": 3, "impact": 4, "owner": "Mia Berg", "response": RiskResponse.ACCEPT}
        create(1, {"title": "Store review takes over a week", **review, "review_on": days(9)})
        create(1, {"title": "Load test hardware is shared", "probability": 2, "impact": 3, "owner": "Raj Patel"})
        fails = {"title": "Single sign-on fails in Safari", "kind": RiskKind.ISSUE, "impact": 4, "owner": "Raj Patel"}
        create(1, {**fails, "review_on": days(-2)}, (BETA,))
        create(1, {"title": "Acme names testers by 1 Dec", "kind": RiskKind.ASSUMPTION, "owner": "Tom Reed"})
        beta = create(1, {"title": "Beta goes to 40 users, not 100", "kind": RiskKind.DECISION})
        do.risks.close(beta, days(-10))

    earlier = Store.open(store.path, Clock.fixed(days(-14)), "ana")
    earlier.change_blocking(before)
    earlier.close()
    store.poll()
    store.change_blocking(now)
