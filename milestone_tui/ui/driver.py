"""Between Textual and the terminal: what is typed can be any bytes, and the terminal reports no more than is used."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from functools import partial

from textual.driver import Driver
from textual.drivers import linux_driver

# Textual decodes what is typed strictly: a single byte that is not UTF-8 would end the program. The name is looked up
# when the input thread starts, so that the decoder can be exchanged without a copy of that loop.
vars(linux_driver)["getincrementaldecoder"] = lambda encoding: partial(
    codecs.getincrementaldecoder(encoding), errors="replace"
)

_QUIET = (
    "\x1b[?1004l"  # no word when the terminal gets or loses the focus: each would repaint the screen
    "\x1b[?1003l\x1b[?1000h"  # the mouse reports clicks and the wheel, not every move
)


class TerminalDriver(linux_driver.LinuxDriver):
    """Textual's driver for Linux and macOS, more tolerant and quieter."""

    def start_application_mode(self) -> None:
        """Take the terminal over, at the start and after `fg`."""
        start: Callable[[], None] = super().start_application_mode  # Textual leaves it untyped
        start()
        self.write(_QUIET)
        self.flush()


def quieter(driver: type[Driver]) -> type[Driver]:
    """Our driver in place of Textual's own; any other (Windows, a test's) is left as it is."""
    return TerminalDriver if driver is linux_driver.LinuxDriver else driver
