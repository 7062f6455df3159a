"""How soon the escape key acts, and whether a split arrow key is taken for it, on a line with jitter.

    PYTHONPATH=tests python tests/bench/bench_escape.py [presses] [milliseconds of jitter]

Runs the program in a pseudo-terminal. *esc* is the time from the byte to the first that the program writes for it (the
help closes); *kitty* the same for the code of the kitty keyboard protocol. An arrow whose sequence is cut after the
escape, with the rest late by the jitter, has to move the cursor and never to close the help. Between a terminal and
this program, tmux waits by itself (its `escape-time`) and then sends the key alone, a sequence whole; its wait comes in
addition. ssh sends what the terminal writes at once in one packet, so a line splits a sequence seldom.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from terminal import Terminal


def closed_after(terminal: Terminal, *pieces: bytes, late: float) -> float:
    """Open the help, send what closes it, and return the milliseconds until it is closed."""
    terminal.press("?")
    terminal.see("› Help")
    terminal.quiet(0.3)
    for place, piece in enumerate(pieces):
        time.sleep(late if place else 0)
        begin = time.perf_counter()
        terminal.send(piece)
    before = terminal.received
    terminal.wait(lambda _: terminal.received > before, "an answer")
    passed = (time.perf_counter() - begin) * 1000
    terminal.miss("› Help")
    return passed


def main(presses: int = 20, jitter: float = 40) -> None:
    """Print the medians, and how many split arrows were taken for an escape."""
    with tempfile.TemporaryDirectory() as home, Terminal("--demo", home=Path(home)) as terminal:
        terminal.see("help")
        terminal.quiet(0.5)
        for name, code in (("esc", b"\x1b"), ("kitty", b"\x1b[27u")):
            times = [closed_after(terminal, code, late=0) for _ in range(presses)]
            print(f"{name:>6} {median(times):6.0f} ms, worst {max(times):.0f} ms")
            if name == "esc":
                taken = 0
                for _ in range(presses):
                    terminal.press("?")
                    terminal.see("› Help")
                    terminal.quiet(0.2)
                    terminal.send(b"\x1b")
                    time.sleep(jitter / 1000)
                    terminal.send(b"[B")
                    terminal.quiet(0.3)
                    taken += "› Help" not in terminal.text
                    terminal.press("q")
                    terminal.miss("› Help")
                print(f"{taken} of {presses} arrows split by {jitter:.0f} ms taken for an escape")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
