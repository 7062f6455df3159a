"""`milestone-tui move`: move a milestone and what follows it, or show what that would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestone_tui.cli.changing import add_json, change, store_to_change, tell
from milestone_tui.cli.naming import MILESTONE, NAMING, named_milestone
from milestone_tui.cli.options import DEMO, join_words
from milestone_tui.cli.parser import add_option
from milestone_tui.cli.values import settings
from milestone_tui.errors import InvalidInput
from milestone_tui.plan.model import MilestoneState

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from datetime import date

    from milestone_tui.cli.context import Context
    from milestone_tui.plan.language.reasons import Why
    from milestone_tui.plan.model import Milestone, Plan
    from milestone_tui.plan.network.move_request import MoveRequest
    from milestone_tui.plan.network.what_if import WhatIf
    from milestone_tui.store import Commands
    from milestone_tui.store.reader import Reader

DESCRIPTION = f"""\
Move a milestone to a day, and everything that follows it, as one change. It
prints the ripple and what it breaks: deadlines, links, targets and payments.
Of a milestone that is done, the done date moves.

  +5wd, -1w, +1m   from its present date
  fri, 1 dec, 2026-12-01, =baseline
  w50, dec 2026, q1 2027, mid jan, eom: the last working day of it

{NAMING}"""

_WAYS = (
    ("--push", "move its successors just far enough (the default)"),
    ("--drag", "move everything that follows by as many working days"),
    ("--only", "move no other milestone"),
)


def add_arguments(parser: ArgumentParser) -> None:
    """Add the milestone, the day, the modes, `--reason`, `--dry-run`, `--json` and `--demo`."""
    parser.add_argument("milestone", metavar=MILESTONE, help="the milestone to move")
    parser.add_argument("day", metavar="DAY", nargs="+", help="its new date; the words are joined")
    for flag, words in _WAYS:
        parser.add_argument(flag, action="append_const", dest="ways", const=flag, help=words)
    parser.add_argument("--reason", metavar="WORDS", default="", help="why it moves, such as scope, or your own words")
    parser.add_argument("--dry-run", action="store_true", help="print what would happen; write nothing")
    add_json(parser)
    add_option(parser, DEMO)


def run(arguments: Namespace, context: Context) -> None:
    """Move the milestone, and print the ripple; with `--dry-run`, only print it.

    Raises InvalidInput for a wrong day, two modes, and what cannot move; NotFound for an unknown milestone;
    EditConflict if somebody else moves one of these milestones just now.
    """
    from milestone_tui.cli.ripple import ripple_facts, ripple_lines

    ways = arguments.ways or []
    if len(set(ways)) > 1:
        raise InvalidInput("", f"Choose {join_words([*dict.fromkeys(ways)])}.")
    why = _why(arguments.reason)
    with store_to_change(context, "milestones") as store:
        milestone = named_milestone(store.read, arguments.milestone)
        plan = store.read.plan(milestone.project_id)
        day = _day(" ".join(arguments.day), milestone, plan, context.today)
        now = _what_if(store.read, milestone, plan, day, ways, context.today)
        is_real = bool(now.outcome.moves) and not arguments.dry_run
        made = change(store, lambda do: _write(do, now, why)) if is_real else None
        facts = {"dry_run": arguments.dry_run, "reason": str(why), **ripple_facts(now, context.today)}
        lines = ripple_lines(now, milestone, context.today, is_real=is_real)
        tell(store, made, "\n".join(lines), facts, as_json=arguments.json)


def _why(text: str) -> Why:
    """Return the reason of the list that a text means, else the text as a reason in own words."""
    from milestone_tui.plan.language.reasons import Why, reason_choices

    return reason_choices(text, Why())[0] if text.strip() else Why()


def _day(text: str, milestone: Milestone, plan: Plan, today: date) -> date:
    from milestone_tui.plan.language.date_reader import parse_date

    return parse_date(
        text,
        today,
        base=milestone.on,
        baseline=milestone.baseline_on,
        calendar=plan.project.calendar,
        past=not milestone.is_open,
        order=settings().date_order,
    )


def _what_if(read: Reader, milestone: Milestone, plan: Plan, day: date, ways: list[str], today: date) -> WhatIf:
    """Return the what-if of a move, computed. Raises InvalidInput for what cannot move."""
    from milestone_tui.plan.network.move_request import MoveRequest
    from milestone_tui.plan.network.move_result import RippleMode
    from milestone_tui.plan.network.what_if import WhatIf

    title = milestone.title
    if milestone.state is MilestoneState.CANCELLED:
        raise InvalidInput("", f'"{title}" is cancelled, so it cannot move. Change its state first.')
    request = MoveRequest((milestone.id,), day)
    if milestone.is_open:
        now = WhatIf(request, today)
        modes = {"--push": RippleMode.PUSH, "--drag": RippleMode.DRAG, "--only": RippleMode.ONLY}
        now.mode = modes[ways[0]] if ways else RippleMode.PUSH
        now.replace_plans((plan, *read.linked_plans(plan)), at_once=True)
    else:
        now = _done_what_if(request, plan, milestone, ways, today)
    now.ask()
    return now


def _done_what_if(request: MoveRequest, plan: Plan, milestone: Milestone, ways: list[str], today: date) -> WhatIf:
    from milestone_tui.plan.network.done_dates import DoneDateWhatIf, signed_words

    if ways and ways[0] != "--only":
        raise InvalidInput("", f'"{milestone.title}" is done, so nothing follows it. Leave out {ways[0]}.')
    now = DoneDateWhatIf(request, today)
    if not now.replace_plans((plan,), at_once=True):
        raise InvalidInput("", f'"{milestone.title}" cannot move. {signed_words(milestone)}')
    return now


def _write(do: Commands, now: WhatIf, why: Why) -> None:
    """Write the moves, unless somebody else has moved one of the milestones since they were read."""
    days = {move.id: move.to for move in now.outcome.moves}
    if now.lead.is_open:
        do.milestones.move_all(days, now.seen(), *why)
    else:
        do.milestones.redate(days, now.seen())
        if why.reason is not None:
            do.because(why.reason, why.note)
