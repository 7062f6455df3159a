"""What follows a cursor: painted with its first step, and while a key is held only when the cursor rests."""

from __future__ import annotations

from asyncio import sleep
from collections.abc import Callable

from textual.screen import Screen

from milestone_tui.ui.workers import begin

REST_SECONDS = 0.1
"""Seconds after which a cursor is taken to rest: until then rows are worth more on a slow line than a pane."""


class CursorRest:
    """Calls back for one screen, at most once while a key is held and once afterwards."""

    def __init__(self, screen: Screen[None], show: Callable[[], None], *, at_once: bool = True) -> None:
        """`show` shows what is under the cursor; `at_once`: with the first step too."""
        self._screen = screen
        self._show = show
        self._at_once = at_once
        self._is_moving = False

    def moved(self) -> None:
        """Take notice of a step."""
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
        begin(self._screen, "cursor", rest)
