"""`milestone-tui restore`: put a copy in the place of the database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from milestone_tui.cli.output import echo, print_error

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from milestone_tui.cli.context import Context

DESCRIPTION = """\
Put a copy in the place of the database, also while it is in use. What is
there now is kept.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the file."""
    parser.add_argument("file", metavar="FILE")


def run(arguments: Namespace, context: Context) -> None:
    """Put a copy in the place of the database and say what is there now, and where what was there is kept.

    Raises InvalidInput where there is no such file, DatabaseUnusable where it is no sound copy, or what is there cannot
    be kept.
    """
    context.refuse_demo("The demo's projects are made up anew each time: there is nothing to restore.")
    from milestone_tui.plan.language.wording import count_words
    from milestone_tui.store.restoring import restore_database

    copy = Path(arguments.file)
    kept = restore_database(copy, context.config.db, print_error)
    with context.open_store() as store:
        plans = store.read.everything()
    milestones = sum(len(plan.milestones) for plan in plans)
    echo(f"Restored {copy}: {count_words(len(plans), 'project')}, {count_words(milestones, 'milestone')}.")
    if kept is not None:
        echo(f"What was there before is kept as {kept}.")
