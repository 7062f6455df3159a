"""`milestone-tui backup`: back up the database to a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from milestone_tui.cli.output import echo

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from milestone_tui.cli.context import Context

DESCRIPTION = """\
Write a backup to a new file, even while the database is open.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the name of the new file."""
    parser.add_argument("file", metavar="FILE", help="the new file")


def run(arguments: Namespace, context: Context) -> None:
    """Copy the database to a new file.

    Raises InvalidInput if the file exists, DatabaseUnusable if it cannot be written.
    """
    path = Path(arguments.file)
    context.require_database()
    with context.open_store() as store:
        store.copy_to(path)
    echo(f"Backed up to {path}. Open it with `milestone-tui --db {path}`.")
