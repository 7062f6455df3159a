"""Shut down on a signal, at any time.

SIGTERM and SIGHUP end the program with the terminal restored and all changes written, or kept for the next start if
another program has locked the database; the exit code shows which signal it was. A signal that the parent process
ignores (`nohup`) stays ignored. A terminal that is gone is noticed elsewhere.
This module does not use Textual, as a signal may come before Textual is loaded.
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
"""Seconds to leave; after that it hangs, perhaps on a terminal that accepts no output."""

_RESTORE_SECONDS = 0.2
"""Seconds to restore the terminal after that."""

LOST = 129
"""The exit code if the terminal is gone, with or without a signal: 128 + SIGHUP."""

_RESTORED = (
    "\x18"  # ends an incomplete sequence
    "\x1b[?2026l\x1b[?2004l\x1b[?2048l\x1b[?7h"  # end the frame, no bracketed paste, lines wrap
    "\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1004l"  # no mouse, no focus
    "\x1b[<u\x1b[?1049l\x1b[?25h\x1b[m"  # restore keys, screen, cursor and colours
)


class SignalHandler:
    """Context manager that handles SIGTERM and SIGHUP; it does nothing outside the main thread."""

    def __init__(self) -> None:
        self.code: int | None = None
        """The exit code, once a signal has come."""
        self._handlers: dict[int, Any] = {}
        self._modes: list[Any] | None = None
        self._is_running = self._is_over = self._has_timer = False
        self._leave: Callable[[], object] | None = None
        self._last_steps: tuple[Callable[[], None], ...] = ()
        """Called before a forced exit."""

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
            raise SystemExit(self.code) from None  # an import has turned our SystemExit into another exception

    @contextmanager
    def running(self, drain: Callable[[], None]) -> Iterator[None]:
        """Run an application in a `with` block: a signal asks it to leave. Before the block, it raises SystemExit.

        `drain` waits until all changes are written. After the block, shutting down has no time limit.
        """
        if self.code is not None:
            raise SystemExit(self.code)  # again, as the first may have been raised where exceptions are dropped
        self._is_running, self._last_steps = True, (drain,)
        try:
            yield
        finally:
            self._is_running, self._is_over = False, True
            self._cancel_timer()

    def join(self, leave: Callable[[int], None], keep: Callable[[], None]) -> None:
        """Call `leave` with the exit code in the running event loop when a signal comes, or now if one has come.

        `keep` saves unsaved work for the next start; it is called if leaving hangs. A stopped process that continues
        only to end does not take control of the terminal again.
        """
        if not (self._is_running and self._handlers):
            return
        from asyncio import get_running_loop  # late: 30 ms, after the first frame

        loop = get_running_loop()
        self._leave = lambda: loop.call_soon_threadsafe(lambda: leave(self.code or 0))
        self._last_steps = (keep, *self._last_steps)
        if self.code is not None:
            self._leave()
        resume = signal.getsignal(signal.SIGCONT)

        def on_continue(number: int, frame: FrameType | None) -> None:
            if self.code is None and not self._is_over and callable(resume):
                with suppress(RuntimeError):  # the loop has just ended
                    resume(number, frame)

        signal.signal(signal.SIGCONT, on_continue)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        """Handle the first signal; ignore further ones."""
        if self.code is not None:
            return
        self.code = 128 + number
        if self._is_over:
            return
        self._handlers[signal.SIGALRM] = signal.signal(signal.SIGALRM, self._force_exit)
        signal.setitimer(signal.ITIMER_REAL, PATIENCE)
        self._has_timer = True
        if not self._is_running:
            raise SystemExit(self.code)
        if self._leave is not None:
            with suppress(RuntimeError):  # the loop has just ended
                self._leave()

    def _cancel_timer(self) -> None:
        """Stop the timer of the forced exit."""
        if self._has_timer:
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _force_exit(self, number: int, frame: FrameType | None) -> None:
        """End the process now, as leaving has taken too long."""
        if self._is_over:
            return
        for step in self._last_steps:
            step()
        signal.signal(signal.SIGALRM, lambda *_: os._exit(self.code or 0))
        signal.setitimer(signal.ITIMER_REAL, _RESTORE_SECONDS)
        _restore(self._modes)
        os._exit(self.code or 0)


def _signals() -> tuple[int, ...]:
    return () if sys.platform == "win32" else (signal.SIGTERM, signal.SIGHUP)


def _modes() -> list[Any] | None:
    """Return the settings of the terminal; None without one."""
    if sys.platform == "win32" or sys.__stdin__ is None:
        return None
    import termios

    try:
        return termios.tcgetattr(sys.__stdin__)
    except (termios.error, ValueError):
        return None


def _restore(modes: list[Any] | None) -> None:
    """Restore the terminal; do nothing if another program has it now."""
    if sys.platform == "win32" or sys.__stdin__ is None or modes is None:
        return
    import termios

    with suppress(termios.error, OSError, ValueError):
        terminal = sys.__stdin__.fileno()
        if os.tcgetpgrp(terminal) != os.getpgrp():
            return
        termios.tcsetattr(terminal, termios.TCSANOW, modes)
        for output in (1, 2):
            os.dup2(os.open(os.devnull, os.O_WRONLY), output)  # discards further frames
        while True:
            termios.tcflush(terminal, termios.TCOFLUSH)  # drops pending output
            for thread in threading.enumerate():
                if thread is not threading.main_thread() and thread.ident is not None:
                    signal.pthread_kill(thread.ident, signal.SIGCONT)  # wakes a thread that waits for the terminal
            if select.select([], [terminal], [], 0.01)[1]:
                os.write(terminal, _RESTORED.encode())
                return
