"""`milestone-tui backup`: copy the database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from milestone_tui.cli.output import echo

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from milestone_tui.cli.context import Context

DESCRIPTION = """\
Copy the database to a new file, also while it is in use.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the file."""
    parser.add_argument("file", metavar="FILE")


def run(arguments: Namespace, context: Context) -> None:
    """Copy the database to a new file and say so.

    Raises InvalidInput where there is a file of that name, DatabaseUnusable where it cannot be written.
    """
    path = Path(arguments.file)
    context.require_database()
    with context.open_store() as store:
        store.copy_to(path)
    echo(f"Copied to {path}; `milestone-tui --db {path}` opens it.")
