"""The application whose looks, at the store and at the clock, a test takes itself."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from editing import TODAY
from screens import settled
from textual.pilot import Pilot
from textual.timer import Timer

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp


class Watched(MilestoneApp):
    """The application, whose looks at the store the test takes itself instead of waiting for them."""

    def __init__(self, store: Store, clock: Clock) -> None:
        super().__init__(store, clock)
        self.looks: list[tuple[float, Callable[[], object]]] = []

    def set_interval(self, interval: float, callback: Any = None, **options: Any) -> Timer:
        self.looks.append((interval, callback))
        return super().set_interval(interval, None, **options)

    def take_a_look(self) -> None:
        ((_, poll),) = self.looks
        poll()

    async def look(self, pilot: Pilot[Any]) -> None:
        self.take_a_look()
        await settled(pilot)


@asynccontextmanager
async def watched(
    store: Store, clock: Clock | None = None, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[tuple[Pilot[Any], Watched]]:
    app = Watched(store, clock or Clock.fixed(TODAY))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        yield pilot, app
