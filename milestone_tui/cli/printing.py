"""Printing of a page: in the width and the colours of the terminal."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from milestone_tui.cli.output import results, terminal_width
from milestone_tui.exchange.table.page import Page, TextLine, Tone

if TYPE_CHECKING:
    from milestone_tui.cli.context import Context

_STYLES = {Tone.HEAD: "\x1b[1m", Tone.GOOD: "\x1b[32m", Tone.WARN: "\x1b[33m", Tone.BAD: "\x1b[31m"}
_END = "\x1b[0m"


def new_page(context: Context) -> Page:
    """Return an empty page as wide as the terminal."""
    cells = None if sys.stdout is None else terminal_width(sys.stdout)
    return Page(cells, ascii_only=context.config.ascii_only)


def print_page(page: Page, context: Context) -> None:
    """Print a page, in colours if the output is a terminal that has them; nothing for an empty one."""
    from milestone_tui.terminal.colours import Colours

    if not page.lines:
        return
    with results() as out:
        is_coloured = out.isatty() and context.config.colours is not Colours.NONE
        print("\n".join(_coloured(line) if is_coloured else line.text for line in page.lines), file=out)


def print_json(record: object) -> None:
    """Print a record as JSON in ASCII, so that no title sends a command to a terminal."""
    with results() as out:
        print(json.dumps(record, indent=1), file=out)


def _coloured(line: TextLine) -> str:
    return line.text if line.tone is None or not line.text else f"{_STYLES[line.tone]}{line.text}{_END}"
