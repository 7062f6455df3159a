"""`milestone-tui restore`: restore the database from a backup."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from milestone_tui.cli.output import echo, print_error

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from milestone_tui.cli.context import Context

DESCRIPTION = """\
Replace the database with a backup, even while it is open. The replaced
database is kept in the backups folder.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the name of the backup."""
    parser.add_argument("file", metavar="FILE", help="the backup to restore")


def run(arguments: Namespace, context: Context) -> None:
    """Replace the database with a backup, and print its counts and the path of the replaced database.

    Raises InvalidInput if the backup does not exist, DatabaseUnusable if it is damaged or not a database of ours, or if
    the replaced database cannot be kept.
    """
    context.refuse_demo("restore")
    from milestone_tui.plan.language.wording import count_words
    from milestone_tui.store.restoring import restore_database

    backup = Path(arguments.file)
    kept = restore_database(backup, context.config.db, print_error)
    with context.open_store() as store:
        plans = store.read.everything()
    milestones = sum(len(plan.milestones) for plan in plans)
    echo(f"Restored {backup}: {count_words(len(plans), 'project')}, {count_words(milestones, 'milestone')}.")
    if kept is not None:
        echo(f"The previous database is kept as {kept}.")
