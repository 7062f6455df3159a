"""How much memory a big project takes: what the process holds, and its peak so far, after each thing one does (Linux).

    PYTHONPATH=tests python tests/bench/bench_memory.py [milestones] [rounds]

The program in a pseudo-terminal of 120x40. The first change is of a day after the import, so that the day's copy of the
database is made as well. In the end all is done again: what stays of closed screens would add to the peak.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

from bench.bench_timeline import TODAY, fill
from terminal import Terminal

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store

QUIET = 1.0
"""Seconds without a byte after which all that a key has begun is done: judging big plans waits half a second."""
LOADED = 2.5
"""Seconds in which the write side is loaded, after the first key."""

STEPS = (
    ("open the timeline", ("enter",)),
    ("step, page", ("j", "pagedown")),
    ("pan, zoom", ("l", "+")),
    ("tick, undo", ("space", "u")),
    ("tick, undo, 5 times more", ("space", "u") * 5),
    ("float, critical path", ("f", "c", "c")),
    ("a what-if", (".", ".", "escape")),
    ("the editor", ("e", "escape")),
    ("the palette", ("ctrl+p", "escape")),
    ("a what-if again", (".", ".", "escape")),
    ("the editor 5 times more", ("e", "escape") * 5),
    ("home", ("f", "q")),
)


def tell(terminal: Terminal, name: str) -> None:
    """Print a line of what the process holds."""
    status = Path(f"/proc/{terminal.pid}/status").read_text()
    held, peak = (int(re.findall(rf"{field}:\s+(\d+)", status)[0]) / 1024 for field in ("VmRSS", "VmHWM"))
    print(f"{name:<34}{held:>8.1f} MiB   peak {peak:>6.1f}")


def main() -> None:
    """Fill a database and do all of it."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 2
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        store = Store.open(path, Clock.fixed(TODAY), "bench")
        fill(store, count)
        store.close()
        print(f"{count} milestones, 120x40")
        with Terminal(
            "--db", str(path), home=Path(folder), env={"MILESTONE_TUI_TODAY": TODAY.replace(day=23).isoformat()}
        ) as terminal:
            terminal.see("BIG")
            tell(terminal, "the first frame")
            terminal.press("j")
            terminal.quiet(LOADED)
            tell(terminal, "the write side is loaded")
            for number in range(rounds):
                for name, keys in STEPS:
                    for key in keys:
                        terminal.press(key)
                        terminal.quiet(QUIET)
                    tell(terminal, f"{name}, again" if number else name)


if __name__ == "__main__":
    main()
