"""Printing: results to stdout, complaints to stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from io import StringIO
from typing import TYPE_CHECKING, NoReturn, TextIO

from milestone_tui.errors import MilestoneError

if TYPE_CHECKING:
    from milestone_tui.plan.imported import Skipped

_LONGEST_NAMED = 100
"""Characters of a title in a report."""


@contextmanager
def results() -> Iterator[TextIO]:
    """Have results written to stdout, and flushed.

    Raises MilestoneError when the output is full or gone, BrokenPipeError when its reader went away.
    """
    out = sys.stdout or StringIO()  # a process can be started without any
    try:
        yield out
        out.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise MilestoneError(f"The output cannot be written: {error.strerror}.") from error


def echo(text: str) -> None:
    """Print a result; raise as `results`."""
    with results() as out:
        print(text, file=out)


def print_error(message: str) -> None:
    """Print a complaint to stderr; nothing in it steers the terminal."""
    from milestone_tui.plan.language.text import visible

    if sys.stderr is not None:
        first, *more = message.split("\n")
        print("\n".join((f"milestone-tui: {visible(first)}", *map(visible, more))), file=sys.stderr)


def print_skipped(skipped: Iterable[Skipped]) -> None:
    """Print what of a file was not taken, and why; nothing when there is none."""
    from milestone_tui.plan.language.text import visible

    def cut(text: str) -> str:
        return text if len(text) <= _LONGEST_NAMED else text[: _LONGEST_NAMED - 1] + "…"

    parts = ((entry.where, cut(entry.what), entry.reason) for entry in skipped)
    lines = [": ".join(visible(part) for part in found if part) for found in parts]
    if lines:
        echo("\n".join(("Left out:", *(f"  {line}" for line in lines))))


def discard_unwritten_output() -> None:
    """Send output that cannot be written nowhere, so that the interpreter does not fail over it when it ends."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def end_process(code: int) -> NoReturn:
    """End the process as it is, when everything is written and the terminal given back.

    A thread may still be loading the ORM for a change that never came: an interpreter that is taken down around it
    crashes now and then.
    """
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            with suppress(OSError):
                stream.flush()
    os._exit(code)
