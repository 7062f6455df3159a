"""`milestone-tui done`: tick a milestone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestone_tui.cli.changing import add_json, change, store_to_change, tell
from milestone_tui.cli.naming import MILESTONE, NAMING, called, milestone_facts, named_milestones
from milestone_tui.cli.options import DEMO
from milestone_tui.cli.parser import add_option
from milestone_tui.cli.values import typed_day
from milestone_tui.plan.language.wording import count_words, long_day

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date

    from milestone_tui.cli.context import Context
    from milestone_tui.plan.model import Milestone
    from milestone_tui.store import Commands
    from milestone_tui.store.reader import Reader

DESCRIPTION = f"""\
Tick milestones: they are done today, or on the day given with --on. All of
them are one change, which one undo reverses. Unmet criteria stay unmet, and
are counted. A gate is done by its decision, which the dashboard records.

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
    with store_to_change(context, "milestones") as store:
        found = named_milestones(store.read, arguments.milestones)
        on = context.today if arguments.on is None else _day(arguments.on, store.read, found.values(), context.today)
        ids = [*found]
        made = change(store, lambda do: _tick(do, ids, on))
        ticked = [milestone for milestone in found.values() if milestone.done_on is None]
        facts = {
            "done_on": on.isoformat(),
            "milestones": milestone_facts(found.values()),
            "unmet_criteria": sum(map(_unmet, ticked)),
        }
        tell(store, made, _sentence(ticked, on) if made else _nothing(found.values()), facts, as_json=arguments.json)


def _day(text: str, read: Reader, found: Iterable[Milestone], today: date) -> date:
    """Return the day typed for these milestones, by the calendar of their project if they have one in common."""
    from milestone_tui.plan.calendar.workdays import OFFICE_DAYS

    calendars = {read.project(project_id).calendar for project_id in {milestone.project_id for milestone in found}}
    return typed_day("--on", text, today, calendars.pop() if len(calendars) == 1 else OFFICE_DAYS, past=True)


def _tick(do: Commands, ids: Sequence[int], on: date) -> None:
    """Tick milestones; one alone may be a gate, which then says what it needs."""
    if len(ids) == 1:
        do.milestones.tick(ids[0], on)
    else:
        do.milestones.tick_all(ids, on)


def _unmet(milestone: Milestone) -> int:
    return milestone.criteria_total - milestone.criteria_met


def _sentence(ticked: Sequence[Milestone], on: date) -> str:
    """Return `Ticked "Beta release", done on Fri 20 Nov 2026; 2 criteria are unmet.`"""
    unmet = sum(map(_unmet, ticked))
    left = f"; {count_words(unmet, 'criterion', 'criteria')} {'is' if unmet == 1 else 'are'} unmet" if unmet else ""
    return f"Ticked {called(ticked)}, done on {long_day(on)}{left}."


def _nothing(found: Collection[Milestone]) -> str:
    verb = "is" if len(found) == 1 else "are"
    return f"Nothing changed: {called([*found])} {verb} done already. Use `edit` for another done date."
