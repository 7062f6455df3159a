"""`milestone-tui check`: say what is wrong with the database, and put it right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestone_tui.cli.output import echo
from milestone_tui.errors import DatabaseUnusable

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from milestone_tui.cli.context import Context

DESCRIPTION = """\
Say what is wrong with the database, if anything: damage, a table, view or
trigger that another program has changed, a row that breaks the rules. With
--repair the schema is put right and such rows are mended, each of them told,
after a copy was made. What other programs keep beside it is left alone.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add `--repair`."""
    parser.add_argument("--repair", action="store_true", help="put right what can be, after a copy was made")


def run(arguments: Namespace, context: Context) -> None:
    """Print what is wrong with the database, or what was repaired.

    Raises DatabaseUnusable where something is wrong, or the file cannot be used at all.
    """
    context.refuse_demo("The demo's projects are made up anew each time: there is nothing to check.")
    from milestone_tui.plan.language.text import visible
    from milestone_tui.plan.language.wording import count_words
    from milestone_tui.store.checking import check_database, repair_database
    from milestone_tui.store.schema_check import way_out

    database = context.config.db
    if arguments.repair:
        done, copy = repair_database(database)
        if copy is None:
            echo(f"{database} needs no repair.")
            return
        echo("\n".join(map(visible, done)))
        echo(f"Repaired {count_words(len(done), 'fault')} of {database}. The copy made before is {copy}.")
        return
    faults = check_database(database)
    if not faults:
        echo(f"{database} has no faults.")
        return
    echo("\n".join(map(visible, faults)))
    raise DatabaseUnusable(f"The database has {count_words(len(faults), 'fault')}. {way_out(database)}")
