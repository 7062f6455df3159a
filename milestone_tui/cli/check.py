"""`milestone-tui check`: find faults of the database, and repair them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestone_tui.cli.output import echo
from milestone_tui.errors import DatabaseUnusable

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from milestone_tui.cli.context import Context

DESCRIPTION = """\
Report faults of the database: damage, a table, view or trigger changed by
another program, a row that breaks the rules; then, by replaying the journal
from its beginning, each row that is not as the journal says. With --repair,
back up the database, then restore its schema and correct rows that break the
rules, and report each of them. Tables that belong to other programs are left
alone.
"""

_MOST_NAMED = 100
"""Rows named one by one that the journal does not explain."""


def add_arguments(parser: ArgumentParser) -> None:
    """Add `--repair`."""
    parser.add_argument("--repair", action="store_true", help="back up the database, then repair it")


def run(arguments: Namespace, context: Context) -> None:
    """Print the faults of the database, or the repairs.

    Raises DatabaseUnusable if there are faults, or the file cannot be used at all.
    """
    context.refuse_demo("check")
    from milestone_tui.plan.language.text import visible
    from milestone_tui.plan.language.wording import count_words
    from milestone_tui.store.checking import check_database, check_journal, repair_database
    from milestone_tui.store.schema_check import repair_hint

    database = context.config.db
    if arguments.repair:
        repairs, backup = repair_database(database)
        if backup is None:
            echo(f"{database} needs no repair.")
            return
        echo("\n".join(map(visible, repairs)))
        echo(f"Repaired {count_words(len(repairs), 'fault')} in {database}. The previous database is kept as {backup}.")
        return
    faults = check_database(database)
    if faults:
        echo("\n".join(map(visible, faults)))
        raise DatabaseUnusable(f"The database has {count_words(len(faults), 'fault')}. {repair_hint(database)}")
    differing = check_journal(database, _MOST_NAMED + 1)
    if differing:
        echo("\n".join(map(visible, differing[:_MOST_NAMED])))
        many = f"more than {_MOST_NAMED} rows" if len(differing) > _MOST_NAMED else count_words(len(differing), "row")
        raise DatabaseUnusable(
            f"The journal does not explain {many}: another program changed the tables without it. "
            "Their history and what undo would do are wrong. Correct them, or restore a backup."
        )
    echo(f"{database} has no faults.")
