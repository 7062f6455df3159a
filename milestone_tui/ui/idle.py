"""Waiting until the app is idle: all posted messages are handled, with the messages that they caused."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

from textual.message_pump import MessagePump

Pumps = Callable[[], Iterable[MessagePump]]
"""A function that returns the present message pumps to wait for."""

_LULL = 3
"""Turns of the event loop without a queued message that count as idle."""
_MOST_TURNS = 200
_MOST_LULLS = 10
"""Limits for messages that cause new messages endlessly."""


async def wait_until_idle(pumps: Pumps, slow: Pumps) -> None:
    """Wait until no message is queued and the `slow` pumps have finished the message they are handling.

    Slow pumps await something while they handle a message, such as the app that mounts a screen.
    """
    await _wait_for_quiet(pumps)
    for _ in range(_MOST_LULLS):
        for pump in slow():
            await _wait_until_handled(pump)
        if not await _wait_for_quiet(pumps):
            return


async def _wait_for_quiet(pumps: Pumps) -> bool:
    """Wait until all queues stay empty; return True if a message was queued."""
    turns = quiet = 0
    while quiet < _LULL and turns < _MOST_TURNS:
        quiet = 0 if any(pump.message_queue_size for pump in pumps()) else quiet + 1
        turns += 1
        await asyncio.sleep(0)
    return turns > _LULL


async def _wait_until_handled(pump: MessagePump) -> None:
    """Wait until a pump has handled all messages that are in its queue now."""
    done = asyncio.Event()
    if pump.call_later(done.set):
        await done.wait()
