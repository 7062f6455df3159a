"""Printing: results to stdout, errors to stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TextIO

from milestone_tui.errors import InvalidInput, MilestoneError
from milestone_tui.files import refuse_database

if TYPE_CHECKING:
    from milestone_tui.plan.imported import Changed, Skipped

_LONGEST_NAMED = 100
"""Characters of a title that a report shows."""


@contextmanager
def results() -> Iterator[TextIO]:
    """Yield stdout for the results, and flush it.

    Raises MilestoneError if stdout cannot be written, BrokenPipeError if its reader has ended.
    """
    out = sys.stdout or StringIO()  # a process can start without one
    try:
        yield out
        out.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise MilestoneError(f"Cannot write the output: {error.strerror}.") from error


def write_bytes(data: bytes) -> None:
    """Write a result as it is, whatever the encoding of the locale; raises as `results` does."""
    with results() as out:
        buffer = getattr(out, "buffer", None)
        if buffer is not None:
            buffer.write(data)
            buffer.flush()


def writable_file(name: str, database: Path) -> Path:
    """Return the path of the file named after `-o`. Raises InvalidInput for no name, and for the database."""
    if not name.strip() or "\0" in name:
        raise InvalidInput("", "-o needs a file name.")
    path = Path(name)
    refuse_database(path, database)
    return path


def terminal_width(out: TextIO) -> int | None:
    """Return the width of the terminal that `out` is; None for a file or a pipe."""
    try:
        return os.get_terminal_size(out.fileno()).columns or None
    except (OSError, ValueError):
        return None


def echo(text: str) -> None:
    """Print a result; raises as `results` does."""
    with results() as out:
        print(text, file=out)


def print_error(message: str) -> None:
    """Print an error to stderr, with control characters made visible."""
    from milestone_tui.plan.language.text import visible

    if sys.stderr is not None:
        first, *more = message.split("\n")
        print("\n".join((f"milestone-tui: {visible(first)}", *map(visible, more))), file=sys.stderr)


def marked_mistake(message: str, text: str, start: int, end: int) -> str:
    """Return a message with the text below it, and a mark under what is wrong from `start` to `end`."""
    from milestone_tui.plan.language.cell_width import width
    from milestone_tui.plan.language.text import visible

    before, wrong = width(visible(text[:start])), width(visible(text[start:end]))
    return f"{message}\n  {visible(text)}\n  {' ' * before}{'^' * max(1, wrong)}"


def remark_facts(remarks: Iterable[Changed | Skipped]) -> dict[str, object]:
    """Return what `print_remarks` prints, for JSON."""
    from milestone_tui.plan.imported import changed_and_skipped

    changed, skipped = changed_and_skipped(remarks)
    return {"changed": [one._asdict() for one in changed], "skipped": [one._asdict() for one in skipped]}


def print_remarks(remarks: Iterable[Changed | Skipped]) -> None:
    """Print the parts of a file that were changed on the way and those that were skipped, one line each."""
    from milestone_tui.plan.imported import changed_and_skipped

    changed, skipped = changed_and_skipped(remarks)
    print_parts("Changed on the way:", changed)
    print_parts("Skipped:", skipped)


def print_parts(heading: str, parts: Iterable[Changed | Skipped]) -> None:
    """Print parts of a file below a heading, one line each; nothing without any."""
    from milestone_tui.plan.language.text import visible

    lines = []
    for where, what, reason in parts:
        shown = what if len(what) <= _LONGEST_NAMED else what[: _LONGEST_NAMED - 1] + "…"
        lines.append("  " + ": ".join(visible(part) for part in (where, shown, reason) if part))
    if lines:
        echo("\n".join((heading, *lines)))


def discard_unwritten_output() -> None:
    """Redirect stdout to the null device if it cannot be written, so that the interpreter ends without an error."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        null_device = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null_device, sys.stdout.fileno())
        os.close(null_device)


def end_process(code: int) -> NoReturn:
    """End the process without shutting down the interpreter, once all is written and the terminal is restored.

    A thread may still be loading the ORM: an interpreter that shuts down around it crashes now and then.
    """
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            with suppress(OSError):
                stream.flush()
    os._exit(code)
