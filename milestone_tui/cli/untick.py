"""`milestone-tui untick`: untick a milestone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestone_tui.cli.changing import add_json, change, store_to_change, tell
from milestone_tui.cli.naming import MILESTONE, NAMING, called, milestone_facts, named_milestones
from milestone_tui.cli.options import DEMO
from milestone_tui.cli.parser import add_option

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from milestone_tui.cli.context import Context
    from milestone_tui.store import Commands

DESCRIPTION = f"""\
Untick milestones that are done: they are open again, with their due dates. All
of them are one change, which one undo reverses.

{NAMING}"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the milestones, `--json` and `--demo`."""
    parser.add_argument("milestones", metavar=MILESTONE, nargs="+", help="the milestones that are not done")
    add_json(parser)
    add_option(parser, DEMO)


def run(arguments: Namespace, context: Context) -> None:
    """Untick the milestones as one change, and say so. Raises InvalidInput and NotFound for a wrong name."""
    with store_to_change(context, "milestones") as store:
        found = named_milestones(store.read, arguments.milestones)

        def untick(do: Commands) -> None:
            for id_ in found:
                do.milestones.untick(id_)

        made = change(store, untick)
        unticked = [milestone for milestone in found.values() if milestone.done_on is not None]
        everything = called([*found.values()])
        sentence = (
            f"Unticked {called(unticked)}."
            if made
            else f"Nothing changed: {everything} {'is' if len(found) == 1 else 'are'} not done."
        )
        tell(store, made, sentence, {"milestones": milestone_facts(found.values())}, as_json=arguments.json)
