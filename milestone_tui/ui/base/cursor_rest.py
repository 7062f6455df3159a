"""Updates that follow a cursor: with its first step, and then only when it rests."""

from __future__ import annotations

from asyncio import sleep
from collections.abc import Callable

from textual.screen import Screen

from milestone_tui.ui.workers import start_worker

REST_SECONDS = 0.1
"""Seconds without a step after which a cursor rests; until then a slow line is left to the rows."""


class CursorRest:
    """A callback for one screen, called at most once while a key is held and once afterwards."""

    def __init__(self, screen: Screen[None], show: Callable[[], None], *, at_once: bool = True) -> None:
        """`show` shows what is under the cursor; `at_once`: call it with the first step too."""
        self._screen = screen
        self._show = show
        self._at_once = at_once
        self._is_moving = False

    def moved(self) -> None:
        """Note that the cursor has moved."""
        was_moving, self._is_moving = self._is_moving, True
        shows = self._at_once and not was_moving
        if shows:
            self._show()

        async def rest() -> None:
            await sleep(REST_SECONDS)
            self._is_moving = False
            if not shows:
                self._show()

        self._screen.workers.cancel_group(self._screen, "cursor")
        start_worker(self._screen, "cursor", rest)
