"""The program run as it is, but on a driver that keeps what would have been written to a real terminal."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from typing import Any, NamedTuple

from line.streams import Event, Resize
from textual import events
from textual.app import App
from textual.driver import Driver
from textual.geometry import Size
from textual.keys import KEY_NAME_REPLACEMENTS
from textual.messages import TerminalSupportsSynchronizedOutput
from textual.pilot import Pilot
from waiting import workers_ended

TRUE_COLOUR: Mapping[str, str] = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
"""The environment of a terminal with all colours."""
COLOURS_256: Mapping[str, str] = {"TERM": "xterm-256color"}
COLOURS_16: Mapping[str, str] = {"TERM": "xterm"}
NO_COLOUR: Mapping[str, str] = {**TRUE_COLOUR, "NO_COLOR": "1"}

_TAKE_OVER = ("\x1b[?1049h", "\x1b[?1000h", "\x1b[?1006h", "\x1b[?25l", "\x1b[>31u", "\x1b[?2026$p", "\x1b[?2004h")
_NO_WRAP = "\x1b[?7l"
_GIVE_BACK = ("\x1b[?2004l", "\x1b[?7h", "\x1b[?1006l", "\x1b[?1000l", "\x1b[<u", "\x1b[?1049l", "\x1b[?25h")
"""What Textual's own driver writes at the start and at the end, in pieces as there."""


class Step(NamedTuple):
    """A key or another event of a script, and what the program answered."""

    name: str
    events: list[Event]


class Recording:
    """What went to the terminal, step by step."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.size = size
        self.steps = [Step("start", [])]

    @property
    def events(self) -> list[Event]:
        """All that went to the terminal."""
        return [event for step in self.steps for event in step.events]

    def keep(self, event: Event) -> None:
        """Add to the step that is going on."""
        self.steps[-1].events.append(event)


def recorder(recording: Recording) -> type[Driver]:
    """A driver that writes into the recording."""

    class Recorder(Driver):
        def write(self, data: str) -> None:
            recording.keep(data)

        def start_application_mode(self) -> None:
            size = Size(*recording.size)
            self.send_message(events.Resize(size, size))
            for sequence in (*_TAKE_OVER, _NO_WRAP):
                self.write(sequence)

        def disable_input(self) -> None:
            pass

        def stop_application_mode(self) -> None:
            for sequence in _GIVE_BACK:
                self.write(sequence)

    return Recorder


@contextmanager
def terminal_environment(variables: Mapping[str, str]) -> Iterator[None]:
    """Only these words about the terminal stand in the environment."""
    names = ("TERM", "COLORTERM", "NO_COLOR", "TEXTUAL_COLOR_SYSTEM")
    before = {name: os.environ.get(name) for name in names}
    try:
        for name in names:
            os.environ.pop(name, None)
        os.environ.update(variables)
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


class Session:
    """A program being recorded."""

    def __init__(self, app: App[Any], pilot: Pilot[Any], recording: Recording) -> None:
        self.app, self.pilot, self.recording = app, pilot, recording

    async def press(self, *keys: str) -> None:
        """Press keys one by one, each a step: names as Textual has them, or single characters."""
        for key in keys:
            self.begin(key)
            self.app.post_message(_key(key))
            await self.settled()

    async def type(self, *keys: str) -> None:
        """Press keys without waiting in between, all in one step."""
        self.begin(" ".join(keys))
        for key in keys:
            self.app.post_message(_key(key))
        await self.settled()

    async def resize(self, width: int, height: int) -> None:
        """Change the size of the terminal."""
        self.begin(f"{width}x{height}")
        self.recording.keep(Resize(width, height))
        size = Size(width, height)
        self.app.post_message(events.Resize(size, size))
        while self.app.is_running and self.app.screen.size != size:
            await self.pilot.pause()
        await self.settled()

    def begin(self, name: str) -> None:
        """What comes now belongs to another step."""
        self.recording.steps.append(Step(name, []))

    async def settled(self) -> None:
        """Wait until all that was asked for has been done and painted."""
        working = True
        while working and self.app.is_running:
            await self.pilot.pause()
            working = await workers_ended(self.app)


def _key(key: str) -> events.Key:
    if len(key) > 1:
        return events.Key(key, " " if key == "space" else None)
    if key.isalnum():
        return events.Key(key, key)
    name = unicodedata.name(key).lower().replace("-", "_").replace(" ", "_")
    return events.Key(KEY_NAME_REPLACEMENTS.get(name, name), key)


@asynccontextmanager
async def recorded(
    app: App[Any], size: tuple[int, int] = (120, 40), *, marks_frames: bool = False
) -> AsyncIterator[Session]:
    """Run a program on a recording driver; `marks_frames` as in a terminal that knows synchronized output."""
    recording = Recording(size)
    app.driver_class = recorder(recording)
    async with app.run_test(headless=False, size=size) as pilot:
        session = Session(app, pilot, recording)
        if marks_frames:
            app.post_message(TerminalSupportsSynchronizedOutput())
        await session.settled()
        yield session
