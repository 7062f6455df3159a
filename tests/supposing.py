"""What the tests of the what-if share: the customer portal of the demo, and opening its timeline."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta

from screens import screen_lines, screen_meanings, settled
from textual.pilot import Pilot

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.model import Milestone
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.messages import ViewRequested
from milestone_tui.ui.navigation import Place
from milestone_tui.ui.views.what_if.screen import WhatIfScreen

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)
DUE = {
    "Beta release": date(2026, 11, 28),
    "Load test passed": date(2026, 12, 4),
    "Acceptance test": date(2027, 1, 8),
    "Client sign-off": date(2027, 1, 13),
    "Go-live": date(2027, 1, 18),
}
"""The open milestones of the customer portal."""
PUSHED = {
    "Beta release": date(2026, 12, 14),
    "Load test passed": date(2026, 12, 18),
    "Acceptance test": date(2027, 1, 25),
    "Client sign-off": date(2027, 1, 28),
    "Go-live": date(2027, 2, 2),
}
"""Where they stand when the first has moved by two weeks and two days."""
CHARACTERS = {" ": "space", ".": "full_stop", "/": "slash", "=": "equals_sign"}
"""The keys that are not called what they type."""
TWO_WEEKS_AND_TWO_DAYS = ("greater_than_sign", "greater_than_sign", "full_stop", "full_stop")


def project_id(store: Store, key: str = "ACME") -> int:
    project = store.read.project_by_key(key)
    assert project is not None
    return project.id


def named(store: Store, title: str, key: str = "ACME") -> Milestone:
    return next(m for m in store.read.plan(project_id(store, key)).milestones if m.title == title)


def days(store: Store) -> dict[str, date | None]:
    return {m.title: m.due_on for m in store.read.plan(project_id(store)).milestones if m.title in DUE}


@asynccontextmanager
async def timeline(
    store: Store, size: tuple[int, int] = (120, 40), at: str = "", key: str = "ACME", ascii_only: bool = False
) -> AsyncIterator[Pilot[None]]:
    app = MilestoneApp(store, Clock.fixed(TODAY), ascii_only=ascii_only)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        app.post_message(
            ViewRequested("timeline", Place(project_id(store, key), named(store, at, key).id if at else None))
        )
        await settled(pilot)
        yield pilot


def supposing(pilot: Pilot[None]) -> WhatIfScreen:
    screen = pilot.app.screen
    assert isinstance(screen, WhatIfScreen)
    return screen


def chart_inks(pilot: Pilot[None], words: str) -> list[tuple[str, str]]:
    """The marks of a row in the chart, each with the letter of its ink; lines and the day of today left out."""
    number = next(n for n, line in enumerate(screen_lines(pilot.app)) if n and words in line)
    line = screen_lines(pilot.app)[number]
    inks = screen_meanings(pilot.app).splitlines()[number][4:]
    start = line.index(words) + 40
    return [(glyph, inks[at]) for at, glyph in enumerate(line) if at > start and glyph in "◆◇◈◐✗"]
