"""What goes over the line, byte for byte: all that is painted (`--plain`) beside what the program sends.

    PYTHONPATH=tests python tests/bench/bench_line.py [milestones]

On the demo portfolio, or on one project with so many milestones; at 120x40 in true colour. Prints a table in Markdown.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import zlib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from bench.bench_timeline import fill
from terminal import Terminal

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store

TODAY = date(2026, 11, 22)
_FRAME = 0.06
"""Seconds of silence that end what a key itself paints; what follows when the cursor rests comes later."""
_REST = 0.9


class Step(NamedTuple):
    """Something a person does: some keys, and how often they are pressed."""

    what: str
    keys: tuple[str, ...]
    times: int = 1


STEPS = (
    Step("a step among the projects", ("j", "k"), 3),
    Step("timeline opened", ("enter",)),
    Step("a step in the timeline", ("j", "k"), 4),
    Step("a page of the timeline", ("pagedown", "pageup"), 3),
    Step("panned", ("l", "h"), 3),
    Step("zoomed", ("+", "-"), 3),
    Step("ticked, undone", ("space", "u"), 3),
    Step("to the first, to the last", ("g", "G")),
    Step("moved as a what-if", (".",)),
    Step("what-if cancelled", ("escape",)),
    Step("editor opened", ("e",)),
    Step("from field to field", ("tab",), 6),
    Step("editor closed", ("escape",)),
    Step("palette opened", (":",)),
)


class Cost(NamedTuple):
    """Bytes: what a key paints, and what follows by itself when the cursor rests."""

    at_once: int
    at_rest: int
    squeezed: int
    """Both, compressed as by `ssh -C`."""


def costs(arguments: Iterable[str]) -> dict[str, Cost]:
    """What each step costs, as the median over its presses."""
    with tempfile.TemporaryDirectory() as home, Terminal(*arguments, home=Path(home)) as terminal:
        squeeze = zlib.compressobj(6)

        def squeezed(start: int) -> int:
            data = bytes(terminal.output[start:])
            return len(squeeze.compress(data) + squeeze.flush(zlib.Z_SYNC_FLUSH))

        terminal.see("help")
        terminal.quiet(2.0)
        found = {"started": Cost(terminal.received, 0, squeezed(0))}
        for step in STEPS:
            presses = []
            for key in step.keys * step.times:
                start = terminal.received
                terminal.press(key)
                at_once = terminal.quiet(_FRAME)
                at_rest = terminal.quiet(_REST)
                if at_once or at_rest:
                    presses.append(Cost(at_once or at_rest, at_rest if at_once else 0, squeezed(start)))
            if presses:
                found[step.what] = Cost(*(int(statistics.median(each)) for each in zip(*presses, strict=True)))
        return found


def table(plain: Mapping[str, Cost], lean: Mapping[str, Cost]) -> str:
    """Both side by side."""
    lines = ["| | all that is painted | sent | with `ssh -C` |", "|---|--:|--:|--:|"]
    for what, cost in lean.items():
        rest = f" + {cost.at_rest:,} when the cursor rests" if cost.at_rest else ""
        painted = plain[what].at_once + plain[what].at_rest
        lines.append(f"| {what} | {painted:,} | {cost.at_once:,}{rest} | {cost.squeezed:,} |")
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        arguments = ["--demo"]
        if sys.argv[1:]:
            path = Path(folder) / "big.db"
            store = Store.open(path, Clock.fixed(TODAY), "ana")
            fill(store, int(sys.argv[1]))
            store.close()
            arguments = ["--db", str(path)]
        print(table(costs([*arguments, "--plain"]), costs(arguments)))


if __name__ == "__main__":
    main()
