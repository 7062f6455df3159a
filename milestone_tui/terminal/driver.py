"""The line under Textual: its driver for Linux and macOS, sending only what changes."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from contextlib import suppress
from select import select
from threading import Condition, Timer
from time import monotonic
from types import FrameType
from typing import Any, ClassVar, Final, Protocol

from textual.driver import Driver
from textual.drivers import linux_driver
from textual.message import Message

from milestone_tui.terminal.abilities import Abilities, abilities
from milestone_tui.terminal.intake import Intake, TerminalAnswered
from milestone_tui.terminal.line import Line
from milestone_tui.terminal.outlet import Outlet, TerminalLost
from milestone_tui.terminal.pace import PATIENCE, Pace
from milestone_tui.terminal.patches import TerminalDriver

_QUIET: Final = (
    "\x1b[?1004l"  # no word when the terminal gets or loses the focus: each would repaint the screen
    "\x1b[?1003l\x1b[?1000h"  # the mouse reports clicks and the wheel, not every move
)

_ALTERNATE: Final = "\x1b[?1049h"

_AT_A_TIME: Final = 4096
"""Bytes of what is typed that are read at a time."""

_LAST_WORD: Final = 0.7
"""Seconds that the terminal has for its last answer, which would otherwise be typed into the shell."""


class Shown(Protocol):
    """What a terminal shows already, because it was painted before the driver was there."""

    text: str
    """All that was sent, beginning with the switch to the alternate screen; every cell is written or erased in it."""
    size: tuple[int, int]
    """Width and height of the terminal it was sent to."""

    def handed_over(self) -> list[Any] | None:
        """Leave the terminal to the driver, which is told how it was set before; None when it is another's by now."""


class TolerantDriver(TerminalDriver):
    """Textual's driver, taking any bytes as input and asking the terminal for no more reports than are used.

    When the terminal is gone the application is told by a `TerminalLost`, once, and what it writes is dropped.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.output is not None:
            self.replace_output(Outlet(self.output, self._lose))  # it is all that the output thread asks of a file
        self._lost = self._on = False

    def start_application_mode(self) -> None:
        """Take the terminal over, at the start and after `fg`."""
        self._on = True
        start: Callable[[], None] = super().start_application_mode  # Textual leaves it untyped
        start()
        if not self.is_writing:
            self._on = False
            self._lose()  # it is another's by now, and nobody will give it back
            return
        self.write(_QUIET)
        self.flush()

    def stop_application_mode(self) -> None:
        """Give the terminal back; once, for while the process is stopped it belongs to the shell."""
        if self._on:
            super().stop_application_mode()
            self._on = False

    def disable_input(self) -> None:
        """Take no more keys."""
        if self._on:
            super().disable_input()

    def write(self, data: str) -> None:
        """Write to the terminal, unless it is given back."""
        if self._on:
            super().write(data)

    def run_input_thread(self) -> None:
        """Take keys until the end, or until there is no terminal any more.

        In place of Textual's loop, which ends at a byte that is not UTF-8, reads on for ever from a terminal that is
        gone, and waits 100 ms to tell the escape key from the beginning of a sequence.
        """
        intake = Intake(
            lambda seconds: bool(select([self.fileno], [], [], seconds)[0]), lambda: os.read(self.fileno, _AT_A_TIME)
        )
        try:
            while not self.exit_event.is_set():
                for message in intake.turn():
                    self.process_message(message)
        except (EOFError, OSError):
            self._lose()

    def _lose(self) -> None:
        if not self._lost:
            self._lost = True
            with suppress(RuntimeError):  # the application has just ended
                self.send_message(TerminalLost())


class LineDriver(TolerantDriver):
    """The same, sending only what changes on the screen."""

    line: ClassVar[Line]
    shown: ClassVar[Shown | None] = None

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._lock = Condition()  # the input thread writes too, and so does a signal handler
        self._pace = Pace()
        self._overdue: Timer | None = None
        self._disturbed = False
        self._waiting = self.shown
        self._entered = False
        """Whether the terminal shows the alternate screen before it is asked to."""

    def start_application_mode(self) -> None:
        """Take the terminal over, and watch its size closer than Textual does."""
        waiting, self._waiting = self._waiting, None
        self._entered, self._disturbed = waiting is not None, waiting is None
        if waiting is not None:
            self.line.resize(*waiting.size)
            self.line.sent(waiting.text)
        super().start_application_mode()
        if waiting is not None:
            self.attrs_before = waiting.handed_over() or self.attrs_before
        handler = signal.getsignal(signal.SIGWINCH)

        def resized(number: int, frame: FrameType | None) -> None:
            # a size that changed and changed back may have cost the terminal some cells
            self._disturbed = True
            if callable(handler):
                handler(number, frame)

        signal.signal(signal.SIGWINCH, resized)
        with self._lock:
            super().write(self._pace.greet(monotonic()))

    def disable_input(self) -> None:
        """Take no more keys, when the terminal has had its last word."""
        with self._lock:
            if self._on and not self._lost:
                self._lock.wait_for(lambda: self._lost or not self._pace.is_asking, _LAST_WORD)
            self._pace.forget()
            self._hold_or_release()
        super().disable_input()

    def process_message(self, message: Message) -> None:
        """Take what the terminal says; its answers are for nobody else."""
        if not isinstance(message, TerminalAnswered):
            super().process_message(message)
            return
        with self._lock:
            self._pace.answered(monotonic())
            if self.line.holds:
                self._hold_or_release()
            self._lock.notify_all()

    def write(self, data: str) -> None:
        """Send what `data` changes on the screen."""
        if self._entered and data == _ALTERNATE:
            self._entered = False  # many terminals would wipe it
            return
        if not self._on:
            return  # it is another program's
        with self._lock:
            size = shutil.get_terminal_size()  # as Textual asks for it
            if size != self.line.size:
                self.line.resize(*size)
            if self._disturbed:
                self._disturbed = False
                self.line.forget()
            held, self.line.holds = self.line.holds, self._pace.is_full
            self._send(self.line.feed(data))
            if self.line.holds and not held:
                self._hold_or_release()

    def _send(self, changes: str) -> None:
        if changes:
            super().write(changes + self._pace.sent(len(changes.encode()), monotonic()))

    def _hold_or_release(self) -> None:
        """Let frames wait for the next answer, but not for ever; or send what waited."""
        if self._overdue is not None:
            self._overdue.cancel()
            self._overdue = None
        if self._pace.is_full:
            self._overdue = Timer(PATIENCE, self._ask_again)
            self._overdue.daemon = True
            self._overdue.start()
        else:
            self._send(self.line.release())

    def _ask_again(self) -> None:
        """The terminal owes an answer: send what waits, and ask no more until it answers again."""
        with self._lock:
            super().write(self._pace.greet(monotonic()))
            self._hold_or_release()


def driver_for(
    driver: type[Driver], line: Callable[[Abilities], Line] | None, shown: Shown | None = None
) -> type[Driver]:
    """Ours in place of Textual's own driver; any other (Windows, inline, a test's) is left as it is.

    `line` makes the line to the terminal; without one, and for terminals that are not known, the stream stays as it is.
    `shown` is what the terminal shows before the application starts.
    """
    if driver is not linux_driver.LinuxDriver:
        return driver
    known = abilities(os.environ)
    if line is None or known is None:
        return TolerantDriver
    return type("BoundLineDriver", (LineDriver,), {"line": line(known), "shown": shown})
