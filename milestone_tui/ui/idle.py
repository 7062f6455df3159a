"""When nothing is under way any more: every message that was posted has been acted upon, and what came of it too."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

from textual.message_pump import MessagePump

Pumps = Callable[[], Iterable[MessagePump]]
"""The objects that matter, as they are now."""

_LULL = 3
"""Turns of the event loop without a message after which none is on its way from one object to the next."""
_MOST_TURNS = 200
_MOST_LULLS = 10
"""What goes on for longer than that does not end by itself: waiting for it would wait for ever."""


async def wait_until_idle(pumps: Pumps, slow: Pumps) -> None:
    """Wait until no message is on its way, and the `slow` objects are not busy with one that they have taken.

    Those are the ones that wait while they act: the app for the widgets of a screen that it opens.
    """
    await _lull(pumps)
    for _ in range(_MOST_LULLS):
        for pump in slow():
            await _answered(pump)
        if not await _lull(pumps):
            return


async def _lull(pumps: Pumps) -> bool:
    """Wait until no message is in a queue, or on its way to one; whether there was any."""
    turns = quiet = 0
    while quiet < _LULL and turns < _MOST_TURNS:
        quiet = 0 if any(pump.message_queue_size for pump in pumps()) else quiet + 1
        turns += 1
        await asyncio.sleep(0)
    return turns > _LULL


async def _answered(pump: MessagePump) -> None:
    """Wait until an object has acted upon all messages that are in its queue now."""
    done = asyncio.Event()
    if pump.call_later(done.set):
        await done.wait()
