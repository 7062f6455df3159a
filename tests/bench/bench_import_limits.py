"""What big and hostile files cost: time, time per row and peak memory of the whole command, each in a process (Linux).

    PYTHONPATH=tests python tests/bench/bench_import_limits.py [word of a case ...]

Where a file is beyond a limit, the sentence that says so stands behind.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import milestone_tui

_MUCH = ("x" * 1_000_000,) * 200
"""200 MB in pieces: what this process has held once counts as memory of those that it starts."""
_PACKAGE = str(Path(milestone_tui.__file__).parents[1])


class Case(NamedTuple):
    """A file and what is asked of it."""

    name: str
    rows: int
    """What the time is divided by; 0 for nothing."""
    file: str
    write: Callable[[Path], object]
    holidays: bool = False


def _lines(lines: Iterator[str]) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with path.open("w", encoding="utf-8") as file:
            file.writelines(lines)

    return write


def _csv(rows: int) -> Callable[[Path], None]:
    def lines() -> Iterator[str]:
        yield "project,phase,title,owner,baseline,due,done\n"
        for n in range(rows):
            day = f"2026-{n % 12 + 1:02}-{n % 28 + 1:02}"
            yield f"P{n % 20},Phase {n % 7},Milestone number {n},Person {n % 50},{day},{day},\n"

    return _lines(lines())


def _gan(inner: Iterator[str]) -> Callable[[Path], None]:
    def lines() -> Iterator[str]:
        yield '<project name="G"><tasks>'
        yield from inner
        yield "</tasks></project>"

    return _lines(lines())


def _deep(depth: int) -> Callable[[Path], None]:
    def lines() -> Iterator[str]:
        yield from (f'<task id="{n}" name="T">\n' for n in range(depth - 1))
        yield '<task id="m" name="M" meeting="true" start="2026-03-02"/>'
        yield "</task>" * (depth - 1)

    return _gan(lines())


def _mspdi(inner: Iterator[str]) -> Callable[[Path], None]:
    def lines() -> Iterator[str]:
        yield "<Project><Title>M</Title><Tasks><Task><UID>1</UID><Name>A</Name><Milestone>1</Milestone></Task>"
        yield from inner
        yield "</Tasks></Project>"

    return _lines(lines())


def _ics(inner: Iterator[str]) -> Callable[[Path], None]:
    def lines() -> Iterator[str]:
        yield "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:A\nDTSTART:20260501\n"
        yield from inner
        yield "END:VEVENT\nEND:VCALENDAR\n"

    return _lines(lines())


def _event(rule: str) -> str:
    return f"END:VEVENT\nBEGIN:VEVENT\nDTSTART:19000101\nRRULE:{rule}\n"


def _cases() -> Iterator[Case]:
    for rows in (100_000, 200_000, 250_000, 1_000_000):
        yield Case(f"csv {rows:,} rows", rows, "plan.csv", _csv(rows))
    for depth in (1_000, 1_000_000):
        yield Case(f"gan {depth:,} deep", depth, "plan.gan", _deep(depth))
        nested = (part for part in ("<x>" * depth, "</x>" * depth))
        yield Case(f"mspdi {depth:,} deep", depth, "plan.xml", _mspdi(nested))
    for rows in (50_000, 150_000, 1_000_000):
        tasks = (f'<task id="{n}" name="T{n}" meeting="true" start="2026-03-02"/>\n' for n in range(rows))
        yield Case(f"gan {rows:,} wide", rows, "plan.gan", _gan(tasks))
        rows_ = (f"<Task><UID>{n}</UID><Name>T{n}</Name></Task>\n" for n in range(2, rows))
        yield Case(f"mspdi {rows:,} wide", rows, "plan.xml", _mspdi(rows_))
    yield Case("gan attribute of 200 MB", 0, "plan.gan", _gan(chain(['<task name="'], _MUCH, ['"/>'])))
    notes = chain(["<Task><Name>N</Name><Notes>"], _MUCH, ["</Notes></Task>"])
    yield Case("mspdi text of 200 MB", 0, "plan.xml", _mspdi(notes))
    yield Case("ics 1,000,000 lines", 0, "a.ics", _ics(f"X-{n}:1\n" for n in range(1_000_000)), holidays=True)
    yield Case("ics 1,000,000 folds", 0, "a.ics", _ics(" folded\n" for _ in range(1_000_000)), holidays=True)
    for rule in ("FREQ=YEARLY", "FREQ=YEARLY;COUNT=9999", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31"):
        events = (_event(rule) for _ in range(19_000))
        yield Case(f"ics 19,000 × {rule}", 19_000, "a.ics", _ics(events), holidays=True)


def main() -> None:
    """Run the cases, or those with one of the words in their names."""
    print(f"{'case':<58}{'s':>7}{'µs/row':>9}{'MiB':>7}")
    for case in _cases():
        if sys.argv[1:] and not any(word in case.name for word in sys.argv[1:]):
            continue
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            if case.holidays:
                (folder / "plan.csv").write_text("project,title,due\nACME,Beta,2026-12-01\n")
                _run(folder, "import", "plan.csv")
            case.write(folder / case.file)
            command = ("holidays", "ACME", "--from", case.file) if case.holidays else ("import", case.file)
            seconds, peak, said = _run(folder, *command)
        each = f"{seconds / case.rows * 1e6:9.1f}" if case.rows else " " * 9
        print(f"{case.name:<58}{seconds:7.1f}{each}{peak:7.0f}  {said}", flush=True)


def _run(folder: Path, *arguments: str) -> tuple[float, float, str]:
    """Run the command; return its seconds, its peak memory in MiB and what it complained of."""
    begun = time.monotonic()
    process = os.fork()
    if process == 0:
        os.chdir(folder)
        for number, path in ((1, "out"), (2, "err")):
            os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
        environment = {**os.environ, "PYTHONPATH": _PACKAGE, "MILESTONE_TUI_TODAY": "2026-11-22"}
        command = [sys.executable, "-m", "milestone_tui", *arguments, "--db", "x.db"]
        os.execve(sys.executable, command, environment)
    _, _, usage = os.wait4(process, 0)
    said = (folder / "err").read_text(errors="replace").strip().splitlines()
    return time.monotonic() - begun, usage.ru_maxrss / 1024, said[-1] if said else ""


if __name__ == "__main__":
    main()
