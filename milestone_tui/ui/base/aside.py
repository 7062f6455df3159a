"""Reads for a screen: long ones run in a thread, while keys are handled."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Callable
from contextlib import ExitStack
from typing import Generic, TypeVar

from milestone_tui.errors import MilestoneError, NotFound
from milestone_tui.store.reader import Reader
from milestone_tui.ui.base.store_screen import AT_ONCE, StoreScreen
from milestone_tui.ui.workers import WRITES, start_worker

_HELD_SECONDS = 1.0
"""Seconds that a screen which comes to the top waits for its data before it is painted without."""

_Answer = TypeVar("_Answer")


class BackgroundRead(Generic[_Answer]):
    """Reader for one screen; of several running reads only the last delivers its result."""

    def __init__(self, screen: StoreScreen, answered: Callable[[_Answer | None], None]) -> None:
        """`answered` is called with the result, or with None if the project or milestone was deleted."""
        self._screen = screen
        self._answered = answered
        self._asked = 0
        self.waits = False
        """Whether a read is running."""

    def ask(self, question: Callable[[Reader], _Answer], milestones: int) -> None:
        """Start a read and drop the one before; it runs in a thread, or for few milestones before this call returns.

        A screen that is opening is painted with the result, if that comes soon.
        """
        self._asked += 1
        self.waits = milestones > AT_ONCE
        if not self.waits:
            try:
                answer = question(self._screen.context.store.read)
            except NotFound:
                self._answered(None)
            else:
                self._answered(answer)
            return
        # Keys wait for this read if it follows a write, or the key that opened the screen.
        group = WRITES if self._screen.is_writing or self._screen.is_opening else "aside"
        start_worker(self._screen, group, self._find, question, self._asked, self._screen.is_opening)

    async def _find(self, question: Callable[[Reader], _Answer], asked: int, holds_paint: bool) -> None:
        with ExitStack() as hold:
            if holds_paint:
                hold.enter_context(self._screen.app.batch_update())
                hold.callback(self._screen.set_timer(_HELD_SECONDS, hold.close).stop)
            if asked != self._asked:
                return  # a newer read was requested
            answer: _Answer | None = None
            try:
                answer = await to_thread(self._screen.context.store.read_in_thread, question)
            except NotFound:
                pass
            except MilestoneError as error:
                if asked == self._asked:
                    self.waits = False
                    self._screen.show_error(str(error))
                return
            if asked == self._asked and self._screen.is_attached:
                self.waits = False
                self._answered(answer)
