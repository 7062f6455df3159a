"""Textual's driver for Linux and macOS, which sends only the cells that change."""

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
from milestone_tui.terminal.intake import TerminalAnswered, TerminalInput
from milestone_tui.terminal.line import TerminalLine
from milestone_tui.terminal.outlet import TerminalLost, TerminalOutput
from milestone_tui.terminal.pace import PATIENCE, Pace
from milestone_tui.terminal.patches import TerminalDriver

_QUIET: Final = (
    "\x1b[?1004l"  # no focus reports: each would repaint the screen
    "\x1b[?1003l\x1b[?1000h"  # the mouse reports clicks and the wheel, not moves
)

_ALTERNATE: Final = "\x1b[?1049h"

_READ_SIZE: Final = 4096
"""Bytes of input to read at once."""

_LAST_ANSWER: Final = 0.7
"""Seconds to wait for the terminal's last answer, which would otherwise appear in the shell."""


class PaintedFrame(Protocol):
    """A frame that was painted before the driver started."""

    text: str
    """All that was sent, from the switch to the alternate screen on; it writes or erases every cell."""
    size: tuple[int, int]
    """Width and height of the terminal."""

    def hand_over(self) -> list[Any] | None:
        """Hand the terminal over to the driver; return its original settings, None if another program has it now."""


class TolerantDriver(TerminalDriver):
    """Textual's driver with any bytes as input, and only the terminal's reports that are used.

    If the terminal is gone, it posts one `TerminalLost` message and drops further output.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.output is not None:
            self.replace_output(TerminalOutput(self.output, self._lose))  # has all that the writer thread needs
        self._lost = self._on = False

    def start_application_mode(self) -> None:
        """Take control of the terminal, at the start and after `fg`."""
        self._on = True
        start: Callable[[], None] = super().start_application_mode  # untyped in Textual
        start()
        if not self.is_writing:
            self._on = False
            self._lose()  # another program has it now, for good
            return
        self.write(_QUIET)
        self.flush()

    def stop_application_mode(self) -> None:
        """Give the terminal back, once: while the process is stopped, it belongs to the shell."""
        if self._on:
            super().stop_application_mode()
            self._on = False

    def disable_input(self) -> None:
        """Stop reading keys."""
        if self._on:
            super().disable_input()

    def write(self, data: str) -> None:
        """Write to the terminal, unless it was given back."""
        if self._on:
            super().write(data)

    def run_input_thread(self) -> None:
        """Read keys until the program ends or the terminal is gone.

        Textual's loop ends at a byte that is not UTF-8, never ends if the terminal is gone, and waits 100 ms before it
        recognises the escape key.
        """
        keys = TerminalInput(
            lambda seconds: bool(select([self.fileno], [], [], seconds)[0]), lambda: os.read(self.fileno, _READ_SIZE)
        )
        try:
            while not self.exit_event.is_set():
                for message in keys.read_messages():
                    self.process_message(message)
        except (EOFError, OSError):
            self._lose()

    def _lose(self) -> None:
        if not self._lost:
            self._lost = True
            with suppress(RuntimeError):  # the application has just ended
                self.send_message(TerminalLost())


class LineDriver(TolerantDriver):
    """A `TolerantDriver` that sends only the cells that change."""

    line: ClassVar[TerminalLine]
    shown: ClassVar[PaintedFrame | None] = None

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._lock = Condition()  # the input thread and signal handlers write too
        self._pace = Pace()
        self._overdue: Timer | None = None
        self._disturbed = False
        self._waiting = self.shown
        self._entered = False
        """The terminal shows the alternate screen already."""

    def start_application_mode(self) -> None:
        """Take control of the terminal, and watch its size more closely than Textual does."""
        waiting, self._waiting = self._waiting, None
        self._entered, self._disturbed = waiting is not None, waiting is None
        if waiting is not None:
            self.line.resize(*waiting.size)
            self.line.on_sent(waiting.text)
        super().start_application_mode()
        if waiting is not None:
            self.attrs_before = waiting.hand_over() or self.attrs_before
        handler = signal.getsignal(signal.SIGWINCH)

        def resized(number: int, frame: FrameType | None) -> None:
            # even a size that changed back may have cost the terminal some cells
            self._disturbed = True
            if callable(handler):
                handler(number, frame)

        signal.signal(signal.SIGWINCH, resized)
        with self._lock:
            super().write(self._pace.probe(monotonic()))

    def disable_input(self) -> None:
        """Stop reading keys, after the last answer of the terminal."""
        with self._lock:
            if self._on and not self._lost:
                self._lock.wait_for(lambda: self._lost or not self._pace.awaits_answer, _LAST_ANSWER)
            self._pace.forget()
            self._hold_or_release()
        super().disable_input()

    def process_message(self, message: Message) -> None:
        """Post a message to the application; handle an answer of the terminal here."""
        if not isinstance(message, TerminalAnswered):
            super().process_message(message)
            return
        with self._lock:
            self._pace.on_answer(monotonic())
            if self.line.holds:
                self._hold_or_release()
            self._lock.notify_all()

    def write(self, data: str) -> None:
        """Send the changes that `data` makes on the screen."""
        if self._entered and data == _ALTERNATE:
            self._entered = False  # many terminals would clear it
            return
        if not self._on:
            return  # it is another program's
        with self._lock:
            size = shutil.get_terminal_size()  # the size that Textual uses
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
            super().write(changes + self._pace.on_sent(len(changes.encode()), monotonic()))

    def _hold_or_release(self) -> None:
        """Hold frames until the next answer or a timeout; or send the held ones."""
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
        """Send the held frames although an answer is missing, and send no more queries until it comes."""
        with self._lock:
            super().write(self._pace.probe(monotonic()))
            self._hold_or_release()


def driver_for(
    driver: type[Driver], line: Callable[[Abilities], TerminalLine] | None, shown: PaintedFrame | None = None
) -> type[Driver]:
    """Return the driver to use in place of Textual's; another driver (Windows, inline, a test's) is returned as it is.

    `line` creates the filter of changes; without one, and for an unknown terminal, the output is sent as it is. `shown`
    is the frame that the terminal shows before the application starts.
    """
    if driver is not linux_driver.LinuxDriver:
        return driver
    known = abilities(os.environ)
    if line is None or known is None:
        return TolerantDriver
    return type("BoundLineDriver", (LineDriver,), {"line": line(known), "shown": shown})
