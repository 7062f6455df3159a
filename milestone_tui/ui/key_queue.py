"""A queue for keys that arrive in bursts, as from a slow line: each acts on the screen that the key before it opened.

Textual sends each key to the widget that has the focus when the key arrives; of `enter` and `j` in one packet, `j`
would reach the screen that `enter` is about to close.
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
from milestone_tui.ui.idle import wait_until_idle
from milestone_tui.ui.ignored_keys import IgnoredKeys
from milestone_tui.ui.workers import WRITES

_PATIENCE = 10.0
"""The most seconds that a key waits, so that a hanging file system does not block the keys."""

_LOOK_SECONDS = 0.05
"""Seconds between two checks whether a write meets a lock."""


class KeyQueue:
    """Queue that holds keys until all earlier keys have taken effect, then posts them again.

    Two kinds of keys pass at once, since they cannot change the screen: text after text in a field, and a repeated key
    that only moved the cursor. So does any key while nothing is running.
    """

    def __init__(self, app: App[Any], seconds: Callable[[], float], is_locked: Callable[[], bool]) -> None:
        """`seconds` is a monotonic clock; `is_locked` returns True while a write waits for another program.

        Keys do not wait for such a write, which may take any time.
        """
        self._app = app
        self._seconds = seconds
        self._is_locked = is_locked
        self._ignored: IgnoredKeys | None = None
        """The keys that are being ignored, None while keys count."""
        self._on_ignored: Callable[[IgnoredKeys], None] = lambda _: None
        self._queued: deque[Message] = deque()
        self._reposted: deque[Message] = deque()
        """Events that were posted again and have not arrived yet, in order."""
        self._task: asyncio.Task[None] | None = None
        self._last: Message | None = None
        """The event that passed last; below, whether it was text, and its screen and focus."""
        self._was_text = False
        self._found_at: tuple[object, object] = (None, None)
        self._moving_key = ""
        """The last key if it only changed what its screen shows, else empty."""
        self._screen_changed = asyncio.Event()
        """Set when another screen comes to the top."""

    def begin(self) -> None:
        """Hold all keys until the first screen is ready; called when the app is mounted."""
        self._app.screen_change_signal.subscribe(self._app, lambda _: self._screen_changed.set(), immediate=True)
        self._start()

    def accept(self, event: Message) -> bool:
        """Return True if the app may handle this event now; otherwise it is queued and posted again."""
        if self._reposted and event is self._reposted[0]:
            self._reposted.popleft()
        elif self._ignores(event):
            return False
        elif self._task is None:
            self._note(event)
            self._start()
        elif self._queued or not self._may_follow(event):
            self._queued.append(event)
            return False
        return True

    def ignore_keys(self, refusal: str, on_ignored: Callable[[IgnoredKeys], None]) -> None:
        """Ignore keys until there is a pause: they were meant for a prompt that did not open or has closed.

        `refusal` is the reason that is shown; `on_ignored` is called after each ignored event.
        """
        now = self._seconds()
        self._ignored, self._on_ignored = IgnoredKeys(refusal, now), on_ignored
        kept, self._queued = self._queued, deque()
        # Keys that are queued already were typed before the refusal was shown, so they are ignored too.
        self._queued.extend(event for event in kept if not self._ignores(event, now))

    def _ignores(self, event: Message, now: float | None = None) -> bool:
        if (keys := self._ignored) is None:
            return False
        is_ignored = keys.ignores(event, self._seconds() if now is None else now)
        if keys.is_over:
            self._ignored = None
        if is_ignored:
            self._on_ignored(keys)
        return is_ignored

    def _start(self) -> None:
        self._task = asyncio.create_task(self._drain())

    async def _drain(self) -> None:
        with suppress(ScreenStackError):  # the program is ending
            await self._wait_for_effects()
            while self._queued:
                self._note(self._queued[0])
                self._repost()
                while self._queued and self._may_follow(self._queued[0]):
                    self._repost()
                await self._wait_for_effects()
        self._found_at = (None, None)  # a reference would keep a closed screen alive
        self._task = None

    def _repost(self) -> None:
        event = self._queued.popleft()
        self._reposted.append(event)
        self._app.post_message(event)

    def _note(self, event: Message) -> None:
        if not self._repeats(event):
            self._moving_key = ""
        self._last = event
        self._was_text = self.is_text(event)
        self._found_at = (self._app.screen, self._app.focused)

    def _may_follow(self, event: Message) -> bool:
        """Return True if an event may follow the last one without waiting."""
        return self.is_text(event) if self._was_text else self._moving_key != "" and self._repeats(event)

    def _repeats(self, event: Message) -> bool:
        last = self._last
        return isinstance(event, events.Key) and isinstance(last, events.Key) and event.key == last.key

    def is_text(self, event: Message) -> bool:
        """Return True for a key that types text into the field with the focus."""
        focused = self._app.focused
        return (
            isinstance(event, events.Key)
            and focused is not None
            and focused.check_consume_key(event.key, event.character)
        )

    # Waiting -----------------------------------------------------------------------------------------------

    async def _wait_for_effects(self) -> None:
        """Wait until the events that passed have taken effect.

        That is when all queues are empty, all writes are done, and callbacks after the next frame have run.
        """
        moved = True
        with suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE):
                while await self._wait_for_work():
                    moved = False
        if moved and isinstance(self._last, events.Key) and self._found_at == (self._app.screen, self._app.focused):
            self._moving_key = self._last.key

    async def _wait_for_work(self) -> bool:
        """Wait for work of the screen on top; return True if there was more than messages to wait for."""
        self._screen_changed.clear()
        await self._while_here(wait_until_idle(self._key_path, lambda: (self._app.screen, self._app)))
        if self._screen_changed.is_set():
            return True
        writes = [worker for worker in self._app.workers if worker.group == WRITES and not worker.is_finished]
        screen = self._app.screen
        if writes and not self._is_locked():
            await self._while_here(self._wait_for_writes(writes))
        elif isinstance(screen, FramedScreen) and screen.is_waiting:
            await self._while_here(_after_a_frame(screen))
        else:
            return False
        return True

    async def _wait_for_writes(self, workers: Sequence[Worker[object]]) -> None:
        """Wait until all workers have ended or meet a lock; cancelling this wait does not cancel them."""
        tasks = [asyncio.create_task(_end_of(worker)) for worker in workers]
        while (await asyncio.wait(tasks, timeout=_LOOK_SECONDS))[1] and not self._is_locked():
            pass

    async def _while_here(self, waiting: Coroutine[Any, Any, object]) -> None:
        """Wait for something as long as the same screen is on top; a screen below may itself wait for keys."""
        task = asyncio.create_task(waiting)
        elsewhere = asyncio.create_task(self._screen_changed.wait())
        try:
            await asyncio.wait((task, elsewhere), return_when=asyncio.FIRST_COMPLETED)
        finally:
            task.cancel()
            elsewhere.cancel()

    def _key_path(self) -> Sequence[MessagePump]:
        """Return the pumps that a key goes through: the focused widget, its parents, the screen and the app."""
        return (self._app.focused or self._app.screen).ancestors_with_self


def with_enter(event: events.Event) -> events.Event:
    """Return the event, with `enter` for a line feed: the shell turned early `enter` keys into line feeds."""
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
