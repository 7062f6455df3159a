"""`milestone-tui log`: print the journal, who changed what and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestone_tui.cli.naming import NAMING, named_thing
from milestone_tui.cli.options import DEMO
from milestone_tui.cli.output import print_error
from milestone_tui.cli.parser import add_option
from milestone_tui.errors import InvalidInput

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from milestone_tui.cli.context import Context
    from milestone_tui.plan.model import Change
    from milestone_tui.store.reader import Reader

DESCRIPTION = f"""\
Print the last changes, newest first: when, who and what. Of everything, of a
project, or of a milestone. The number in front is the id of the change, for
`undo --change`; the reason of a moved date comes last, with the day that a
change is for, if it was reported later.

{NAMING}"""

_MOST = 20
_MOST_DIGITS = 9


def add_arguments(parser: ArgumentParser) -> None:
    """Add the milestone or project, `-n`, `--json` and `--demo`."""
    parser.add_argument(
        "thing", metavar="MILESTONE|KEY", nargs="?", help="the milestone, or the key of a project (default: all)"
    )
    parser.add_argument(
        "-n", metavar="N", dest="most", default=str(_MOST), help=f"at most N changes (default: {_MOST})"
    )
    parser.add_argument("--json", action="store_true", help="as JSON")
    add_option(parser, DEMO)


def run(arguments: Namespace, context: Context) -> None:
    """Print the changes; raises InvalidInput for `-n` without a number, and as `named_thing` does."""
    most: str = arguments.most
    if not (most.isascii() and most.isdecimal() and len(most) <= _MOST_DIGITS):
        raise InvalidInput("", f'-n needs a number such as 20, not "{most}".')
    context.require_database(where_named=True)
    with context.open_reader() as read:
        changes = _changes(read, arguments.thing, int(most))
    if arguments.json:
        from milestone_tui.cli.printing import print_json
        from milestone_tui.exchange.json.log import change_record

        print_json([change_record(change) for change in changes])
    elif changes:
        from milestone_tui.cli.printing import new_page, print_page
        from milestone_tui.exchange.table.log import write_log

        page = new_page(context)
        write_log(changes, context.today, page)
        print_page(page, context)
    else:
        print_error("No changes to list.")


def _changes(read: Reader, name: str | None, most: int) -> Sequence[Change]:
    from milestone_tui.plan.model import Project

    if name is None:
        return read.history(limit=most)
    thing = named_thing(read, name)
    if isinstance(thing, Project):
        return read.history(project_id=thing.id, limit=most)
    return read.history(milestone_id=thing.id, limit=most)
