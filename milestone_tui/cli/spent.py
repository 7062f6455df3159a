"""`milestone-tui spent`: record what was spent on a milestone or a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestone_tui.cli.changing import add_json, change, store_to_change, tell
from milestone_tui.cli.naming import MILESTONE_OR_PROJECT, NAMING, named_thing
from milestone_tui.cli.options import DEMO
from milestone_tui.cli.parser import add_option
from milestone_tui.cli.values import settings, typed_day
from milestone_tui.errors import InvalidInput
from milestone_tui.plan.model import Milestone

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from datetime import date

    from milestone_tui.cli.context import Context
    from milestone_tui.plan.language.spent import Spent
    from milestone_tui.plan.model import Project
    from milestone_tui.store import Commands

DESCRIPTION = f"""\
Record what was spent on a milestone, or on a project as a whole: an amount, and
if you like a day and a note after it. A minus gives money back.

{NAMING}"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the milestone or project, the amount, `--on`, `--note`, `--json` and `--demo`."""
    parser.add_argument("name", metavar=MILESTONE_OR_PROJECT, help="what the money was spent on")
    parser.add_argument("amount", metavar="AMOUNT", nargs="+", help="such as 1200, or: 1200 2 nov licences")
    parser.add_argument("--on", metavar="DAY", help="the day on which it was spent, such as fri (default: today)")
    parser.add_argument("--note", metavar="WORDS", help="what it was spent for")
    add_json(parser)
    add_option(parser, DEMO)


def run(arguments: Namespace, context: Context) -> None:
    """Record the amount, and say so.

    Raises InvalidInput for a wrong amount or a day in the future, NotFound for what does not exist.
    """
    from milestone_tui.plan.language.money import money_words
    from milestone_tui.plan.language.wording import long_day

    with store_to_change(context, "costs") as store:
        found = named_thing(store.read, arguments.name)
        is_milestone = isinstance(found, Milestone)
        project = store.read.project(found.project_id) if isinstance(found, Milestone) else found
        on = None
        if arguments.on is not None:
            on = typed_day("--on", arguments.on, context.today, project.calendar, past=True)
        spent = _read(" ".join(arguments.amount), arguments.note, on, project, context.today)
        costs = store.read.costs_of(found.id) if is_milestone else store.read.costs(project.id)
        seen = [cost for cost in costs if is_milestone or cost.milestone_id is None]

        def record(do: Commands) -> None:
            from milestone_tui.plan.inputs import CostInput

            kept = [CostInput(cost.id, cost.spent_on, cost.amount, cost.note) for cost in seen]
            entries = [*kept, CostInput(None, spent.day, spent.amount, spent.note)]
            if is_milestone:
                do.costs.set(found.id, entries, seen)
            else:
                do.costs.set_of_project(found.id, entries, seen)

        made = change(store, record)
        amount = money_words(spent.amount, project.currency)
        what = f'"{found.title}"' if isinstance(found, Milestone) else project.key
        note = f": {spent.note}" if spent.note else ""
        facts = {
            "spent": {"amount": str(spent.amount), "currency": project.currency, "note": spent.note},
            "spent_on": spent.day.isoformat(),
            "project": project.key,
            "milestone": {"id": found.id, "title": found.title} if isinstance(found, Milestone) else None,
        }
        tell(store, made, f"Spent {amount} on {what} on {long_day(spent.day)}{note}.", facts, as_json=arguments.json)


def _read(line: str, note: str | None, on: date | None, project: Project, today: date) -> Spent:
    """Return what a line means; `note` and `on` replace its note and its day. Raises InvalidInput."""
    from milestone_tui.plan.language.spent import read_spent
    from milestone_tui.plan.rules import validate_line, validate_past_day

    found = read_spent(line, today, project.currency, settings().date_order, project.calendar)
    if note is not None:
        if found.note:
            raise InvalidInput("", f'The note is "{found.note}" already. Leave out --note.')
        found = found._replace(note=validate_line("note", note))
    return found if on is None else found._replace(day=validate_past_day("spent_on", on, today))
