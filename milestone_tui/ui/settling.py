"""When nothing is under way any more: every message that was posted has been acted upon, and what came of it too."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

from textual.message_pump import MessagePump

Pumps = Callable[[], Iterable[MessagePump]]
"""The objects that matter, as they are now: those that come first pass their messages on to those that follow."""

_MOST_ROUNDS = 25
"""What goes on for longer than that never ends by itself: waiting for it would wait for ever."""


async def answered(pump: MessagePump) -> None:
    """Wait until an object has acted upon all messages that are in its queue now."""
    done = asyncio.Event()
    if pump.call_later(done.set):
        await done.wait()


async def at_rest(pumps: Pumps, rounds: int = 1) -> None:
    """Wait until the queues are found empty, after everything in them was acted upon, `rounds` times in a row.

    An object that is busy with its last message has an empty queue too; the round after shows what came of that.
    """
    quiet = 0
    for _ in range(_MOST_ROUNDS):
        for pump in pumps():
            await answered(pump)
        quiet = 0 if any(pump.message_queue_size for pump in pumps()) else quiet + 1
        if quiet == rounds:
            return
