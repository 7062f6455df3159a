"""Questions to the store: those that take long to answer are asked in a thread, while keys are taken."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Callable
from contextlib import ExitStack
from typing import Generic, TypeVar

from milestone_tui.errors import MilestoneError, NotFound
from milestone_tui.store.reader import Reader
from milestone_tui.ui.base.store_screen import AT_ONCE, StoreScreen
from milestone_tui.ui.workers import WRITES, begin

_HELD_SECONDS = 1.0
"""How long a screen that comes to the top waits for what it shows; then it is painted without."""

_Answer = TypeVar("_Answer")


class Aside(Generic[_Answer]):
    """Asks for one screen; of several questions under way only the last is answered, the others are out of date."""

    def __init__(self, screen: StoreScreen, answered: Callable[[_Answer | None], None]) -> None:
        """`answered` is called with the answer; with None where what was asked about is gone."""
        self._screen = screen
        self._answered = answered
        self._asked = 0
        self.waits = False
        """Whether an answer is still to come."""

    def ask(self, question: Callable[[Reader], _Answer], milestones: int) -> None:
        """Ask, in place of what was asked before: at once where it is about few milestones, else in a thread.

        A screen that comes to the top is painted with the answer.
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
        # A key that follows upon what this screen writes, or upon what opened it, finds what came of that.
        group = WRITES if self._screen.is_writing or self._screen.is_coming else "aside"
        begin(self._screen, group, self._find, question, self._asked, self._screen.is_coming)

    async def _find(self, question: Callable[[Reader], _Answer], asked: int, holds_paint: bool) -> None:
        with ExitStack() as hold:
            if holds_paint:
                hold.enter_context(self._screen.app.batch_update())
                hold.callback(self._screen.set_timer(_HELD_SECONDS, hold.close).stop)
            if asked != self._asked:
                return  # asked anew before this began
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
