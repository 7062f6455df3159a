"""Typing faster than a program acts: many keys in one breath, as a slow line delivers them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from screens import settled
from textual import events
from textual.pilot import Pilot


def key(name: str) -> events.Key:
    return events.Key(name, {"enter": "\r", "space": " ", "full_stop": "."}.get(name, name if len(name) == 1 else None))


def at_once(pilot: Pilot[Any], *typed: str | events.Event) -> None:
    """All of it in one breath: names of keys, or events; a text that is no key is typed letter by letter."""
    for part in typed:
        if isinstance(part, events.Event):
            pilot.app.post_message(part)
        elif part.startswith("text:"):
            for letter in part.removeprefix("text:"):
                pilot.app.post_message(key("space" if letter == " " else letter))
        else:
            pilot.app.post_message(key(part))


async def until(pilot: Pilot[Any], condition: Callable[[], object]) -> None:
    """Wait for something that must come about."""
    for _ in range(100):
        await settled(pilot)
        if condition():
            return
    raise AssertionError(f"it never came about; on top is {pilot.app.screen}")
