"""How the program ends when it is told to from outside: by a signal, at whatever moment of its life.

SIGTERM and SIGHUP end it with the terminal restored and everything written that was asked for, or kept for the next
start where another program has the database; the exit code says which it was. A signal that the parent wants ignored
(`nohup`) is ignored; a terminal that is gone shows by itself.
No Textual here: a signal may come before it is loaded.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType, TracebackType
from typing import Any

PATIENCE = 0.7
"""Seconds that leaving may take. Longer than that it hangs: on a terminal that takes nothing any more, for one."""

_LAST_WORDS = 0.2
"""Seconds that giving the terminal back may take then."""

LOST = 129
"""The exit code when the terminal is gone, whether a signal said so or not: 128 + SIGHUP."""

_RESTORED = (
    "\x18"  # ends what was cut off in the middle
    "\x1b[?2026l\x1b[?2004l\x1b[?2048l\x1b[?7h"  # no half frame, no pastes in brackets, lines wrap
    "\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1004l"  # no mouse, no focus
    "\x1b[<u\x1b[?1049l\x1b[?25h\x1b[m"  # keys, screen, cursor and colours as they were
)


class SignalHandler:
    """Listens for the signals while it is entered, which takes the main thread; elsewhere nothing is listened for."""

    def __init__(self) -> None:
        self.code: int | None = None
        """The exit code, when a signal has said that this is the end."""
        self._handlers: dict[int, Any] = {}
        self._modes: list[Any] | None = None
        self._running = self._over = self._hurried = False
        self._leave: Callable[[], object] | None = None
        self._hurry: tuple[Callable[[], None], ...] = ()

    def __enter__(self) -> SignalHandler:
        if threading.current_thread() is threading.main_thread():
            self._modes = _modes()
            for number in _signals():
                if signal.getsignal(number) is not signal.SIG_IGN:
                    self._handlers[number] = signal.signal(number, self._on_signal)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._cancel_timer()
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        if self.code is not None and isinstance(error, Exception):
            raise SystemExit(self.code) from None  # what began as one, and came out of some import as another

    @contextmanager
    def running(self, drain: Callable[[], None]) -> Iterator[None]:
        """In the block an application runs, which is asked to leave; before it a signal raises SystemExit.

        `drain` waits until everything is written that was asked for. After the block the rest is done in peace.
        """
        if self.code is not None:
            raise SystemExit(self.code)  # the first one went nowhere: a signal may come where exceptions are dropped
        self._running, self._hurry = True, (drain,)
        try:
            yield
        finally:
            self._running, self._over = False, True
            self._cancel_timer()

    def join(self, leave: Callable[[int], None], keep: Callable[[], None]) -> None:
        """Have `leave` called with the exit code in the event loop that runs now, at once where a signal came already.

        `keep` puts what is not saved aside; it is called when leaving hangs. A process that was stopped and goes on
        to its end does not take the terminal over again.
        """
        if not (self._running and self._handlers):
            return
        from asyncio import get_running_loop  # late: 30 ms that the first frame does not wait for

        loop = get_running_loop()
        self._leave = lambda: loop.call_soon_threadsafe(lambda: leave(self.code or 0))
        self._hurry = (keep, *self._hurry)
        if self.code is not None:
            self._leave()
        resume = signal.getsignal(signal.SIGCONT)

        def go_on(number: int, frame: FrameType | None) -> None:
            if self.code is None and not self._over and callable(resume):
                with suppress(RuntimeError):  # the loop has just ended by itself
                    resume(number, frame)

        signal.signal(signal.SIGCONT, go_on)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        """A signal came; a second one adds nothing to the first."""
        if self.code is not None:
            return
        self.code = 128 + number
        if self._over:
            return
        self._handlers[signal.SIGALRM] = signal.signal(signal.SIGALRM, self._force_exit)
        signal.setitimer(signal.ITIMER_REAL, PATIENCE)
        self._hurried = True
        if not self._running:
            raise SystemExit(self.code)
        if self._leave is not None:
            with suppress(RuntimeError):  # the loop has just ended by itself
                self._leave()

    def _cancel_timer(self) -> None:
        """There is no hurry any more."""
        if self._hurried:
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _force_exit(self, number: int, frame: FrameType | None) -> None:
        """End now, whatever is waited for."""
        if self._over:
            return
        for step in self._hurry:
            step()
        signal.signal(signal.SIGALRM, lambda *_: os._exit(self.code or 0))
        signal.setitimer(signal.ITIMER_REAL, _LAST_WORDS)
        _restore(self._modes)
        os._exit(self.code or 0)


def _signals() -> tuple[int, ...]:
    return () if sys.platform == "win32" else (signal.SIGTERM, signal.SIGHUP)


def _modes() -> list[Any] | None:
    """How the terminal is set; None without one."""
    if sys.platform == "win32" or sys.__stdin__ is None:
        return None
    import termios

    try:
        return termios.tcgetattr(sys.__stdin__)
    except (termios.error, ValueError):
        return None


def _restore(modes: list[Any] | None) -> None:
    """Give the terminal back as it was; nothing is done where it is another's by now."""
    if sys.platform == "win32" or sys.__stdin__ is None or modes is None:
        return
    import termios

    with suppress(termios.error, OSError, ValueError):
        terminal = sys.__stdin__.fileno()
        if os.tcgetpgrp(terminal) != os.getpgrp():
            return
        termios.tcsetattr(terminal, termios.TCSANOW, modes)
        for output in (1, 2):
            os.dup2(os.open(os.devnull, os.O_WRONLY), output)  # where all goes now that is still to be painted
        while True:
            termios.tcflush(terminal, termios.TCOFLUSH)  # what waits to be sent stands in the way
            for thread in threading.enumerate():
                if thread is not threading.main_thread() and thread.ident is not None:
                    signal.pthread_kill(thread.ident, signal.SIGCONT)  # means nothing by now, but ends its waiting
            if select.select([], [terminal], [], 0.01)[1]:
                os.write(terminal, _RESTORED.encode())
                return
