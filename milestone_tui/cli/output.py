"""Printing: results to stdout, complaints to stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from milestone_tui.errors import MilestoneError

if TYPE_CHECKING:
    from milestone_tui.plan.imported import Skipped

_LONGEST_NAMED = 100
"""Characters of a title in a report."""


def echo(text: str) -> None:
    """Print a result and flush it.

    Raises MilestoneError when the output is full or gone, BrokenPipeError when its reader went away.
    """
    try:
        print(text, flush=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise MilestoneError(f"The output cannot be written: {error.strerror}.") from error


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
