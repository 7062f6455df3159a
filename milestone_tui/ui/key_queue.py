"""Keys that come faster than they are acted upon, as a slow line delivers them: each finds what the one before it made.

Textual hands every key on to what has the focus when it arrives; of `enter` and `j` in one packet, `j` would reach the
screen that `enter` is about to leave.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from typing import Any

from textual import events
from textual.app import App, ScreenStackError
from textual.message import Message
from textual.message_pump import MessagePump
from textual.worker import Worker, WorkerError

from milestone_tui.ui.base.framed import FramedScreen
from milestone_tui.ui.breath import Breath
from milestone_tui.ui.idle import wait_until_idle
from milestone_tui.ui.workers import WRITES

_PATIENCE = 10.0
"""Seconds that a key waits at most: a file system that hangs does not make the screen hang."""

_LOOK_SECONDS = 0.05
"""How often it is looked whether what is written has met a lock."""


class KeyQueue:
    """Keeps what is typed until everything before it has been acted upon, then has it come again.

    A key that finds nothing under way is not kept. Neither is one that follows upon its like, where that is sure to
    leave it the same screen: text behind text in a field, and a key that has done no more than move behind itself.
    """

    def __init__(self, app: App[Any], seconds: Callable[[], float], is_locked: Callable[[], bool]) -> None:
        """`seconds` is a clock that goes on evenly; `is_locked`: what is written waits for another program.

        That may take any time, and no key waits for it.
        """
        self._app = app
        self._seconds = seconds
        self._is_locked = is_locked
        self._breath: Breath | None = None
        """What was typed in it is ignored."""
        self._ignoring: Callable[[Breath], None] = lambda _: None
        self._kept: deque[Message] = deque()
        self._coming: deque[Message] = deque()
        """What has been posted again, in its order."""
        self._task: asyncio.Task[None] | None = None
        self._last: Message | None = None
        """What was handed on last; whether it was text, and the screen and the focus that it found:"""
        self._text = False
        self._place: tuple[object, object] = (None, None)
        self._moves = ""
        """The last key, if it changed nothing but what its screen shows."""
        self._elsewhere = asyncio.Event()
        """Another screen has come on top."""

    def begin(self) -> None:
        """Keep all that is typed until the first screen is there; called when the app is mounted."""
        self._app.screen_change_signal.subscribe(self._app, lambda _: self._elsewhere.set(), immediate=True)
        self._start()

    def accept(self, event: Message) -> bool:
        """Whether the app may act upon what was typed or clicked now; otherwise it comes again."""
        if self._coming and event is self._coming[0]:
            self._coming.popleft()
        elif self._ignores(event):
            return False
        elif self._task is None:
            self._note(event)
            self._start()
        elif self._kept or not self._goes_along(event):
            self._kept.append(event)
            return False
        return True

    def ignore_breath(self, refusal: str, ignoring: Callable[[Breath], None]) -> None:
        """Ignore what is typed until there is a pause: it was meant for a prompt that did not open, or has closed.

        `refusal` says why that is so; `ignoring` is called whenever something was ignored.
        """
        now = self._seconds()
        self._breath, self._ignoring = Breath(refusal, now), ignoring
        kept, self._kept = self._kept, deque()
        # Whatever came before that was said did not know of it, however slowly it was typed.
        self._kept.extend(event for event in kept if not self._ignores(event, now))

    def _ignores(self, event: Message, now: float | None = None) -> bool:
        if (breath := self._breath) is None:
            return False
        ignored = breath.ignores(event, self._seconds() if now is None else now)
        if breath.is_over:
            self._breath = None
        if ignored:
            self._ignoring(breath)
        return ignored

    def _start(self) -> None:
        self._task = asyncio.create_task(self._hand_on())

    async def _hand_on(self) -> None:
        with suppress(ScreenStackError):  # the program is ending
            await self._acted_upon()
            while self._kept:
                self._note(self._kept[0])
                self._have_come()
                while self._kept and self._goes_along(self._kept[0]):
                    self._have_come()
                await self._acted_upon()
        self._place = (None, None)  # nothing holds a screen that has been closed, and all that it showed
        self._task = None

    def _have_come(self) -> None:
        event = self._kept.popleft()
        self._coming.append(event)
        self._app.post_message(event)

    def _note(self, event: Message) -> None:
        if not self._repeats(event):
            self._moves = ""
        self._last = event
        self._text = self.is_text(event)
        self._place = (self._app.screen, self._app.focused)

    def _goes_along(self, event: Message) -> bool:
        """Whether something may follow upon the last without waiting for what comes of that."""
        return self.is_text(event) if self._text else self._moves != "" and self._repeats(event)

    def _repeats(self, event: Message) -> bool:
        last = self._last
        return isinstance(event, events.Key) and isinstance(last, events.Key) and event.key == last.key

    def is_text(self, event: Message) -> bool:
        """Whether a key is typed into the field that has the focus, and so neither opens nor closes anything."""
        focused = self._app.focused
        return (
            isinstance(event, events.Key)
            and focused is not None
            and focused.check_consume_key(event.key, event.character)
        )

    # Waiting -----------------------------------------------------------------------------------------------

    async def _acted_upon(self) -> None:
        """Wait until what was handed on has had all its effect.

        The queues are empty, what it changes has been written, what was put off until after a frame has been done.
        """
        moved = True
        with suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE):
                while await self._something_to_wait_for():
                    moved = False
        if moved and isinstance(self._last, events.Key) and self._place == (self._app.screen, self._app.focused):
            self._moves = self._last.key

    async def _something_to_wait_for(self) -> bool:
        """Wait for what is under way on the screen on top; whether there was anything but the messages."""
        self._elsewhere.clear()
        await self._while_here(wait_until_idle(self._concerned, lambda: (self._app.screen, self._app)))
        if self._elsewhere.is_set():
            return True
        writes = [worker for worker in self._app.workers if worker.group == WRITES and not worker.is_finished]
        screen = self._app.screen
        if writes and not self._is_locked():
            await self._while_here(self._written(writes))
        elif isinstance(screen, FramedScreen) and screen.is_waiting:
            await self._while_here(_after_a_frame(screen))
        else:
            return False
        return True

    async def _written(self, workers: Sequence[Worker[object]]) -> None:
        """Wait until all of these have ended, or have met a lock; they go on when the waiting is given up."""
        tasks = [asyncio.create_task(_end_of(worker)) for worker in workers]
        while (await asyncio.wait(tasks, timeout=_LOOK_SECONDS))[1] and not self._is_locked():
            pass

    async def _while_here(self, waiting: Coroutine[Any, Any, object]) -> None:
        """Wait for something, but no longer than the same screen is on top: what waits below may wait for the keys."""
        task = asyncio.create_task(waiting)
        elsewhere = asyncio.create_task(self._elsewhere.wait())
        try:
            await asyncio.wait((task, elsewhere), return_when=asyncio.FIRST_COMPLETED)
        finally:
            task.cancel()
            elsewhere.cancel()

    def _concerned(self) -> Sequence[MessagePump]:
        """Whom a key comes to: what has the focus, what that stands in, the screen, the app."""
        return (self._app.focused or self._app.screen).ancestors_with_self


def meant(event: events.Event) -> events.Event:
    """What was meant by a key: while the shell still had the terminal, it made line feeds of what `enter` sends."""
    if isinstance(event, events.Key) and event.key == "ctrl+j":
        return events.Key("enter", "\r")
    return event


async def _after_a_frame(screen: FramedScreen[Any]) -> None:
    done = asyncio.Event()
    screen.call_after_refresh(done.set)
    await done.wait()


async def _end_of(worker: Worker[object]) -> None:
    with suppress(WorkerError):
        await worker.wait()
