"""`milestone-tui done`: tick a milestone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestone_tui.cli.changing import add_json, change, store_to_change, tell
from milestone_tui.cli.naming import MILESTONE, NAMING, named_milestone
from milestone_tui.cli.options import DEMO
from milestone_tui.cli.parser import add_option
from milestone_tui.cli.values import typed_day

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence
    from datetime import date

    from milestone_tui.cli.context import Context
    from milestone_tui.store import Commands

DESCRIPTION = f"""\
Tick milestones: they are done today, or on the day given with --on. All of
them are one change, which one undo takes back.

{NAMING}"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the milestones, `--on`, `--json` and `--demo`."""
    parser.add_argument("milestones", metavar=MILESTONE, nargs="+", help="the milestones that are done")
    parser.add_argument("--on", metavar="DAY", help="the day on which they were done, such as fri (default: today)")
    add_json(parser)
    add_option(parser, DEMO)


def run(arguments: Namespace, context: Context) -> None:
    """Tick the milestones as one change, and say so.

    Raises InvalidInput for a day in the future, and for what cannot be ticked; NotFound for an unknown milestone.
    """
    on = context.today if arguments.on is None else typed_day("--on", arguments.on, context.today, past=True)
    with store_to_change(context) as store:
        found = {m.id: m for m in (named_milestone(store.read, name) for name in arguments.milestones)}
        ids = [*found]
        made = change(store, lambda do: _tick(do, ids, on))
        facts = {"done_on": on.isoformat(), "milestones": [{"id": m.id, "title": m.title} for m in found.values()]}
        sentence = f"{made.label}: done on {on.isoformat()}." if made else "Nothing changed: they are done already."
        tell(made, sentence, facts, as_json=arguments.json)


def _tick(do: Commands, ids: Sequence[int], on: date) -> None:
    """Tick milestones; one alone may be a gate, which then says what it needs."""
    if len(ids) == 1:
        do.milestones.tick(ids[0], on)
    else:
        do.milestones.tick_all(ids, on)
