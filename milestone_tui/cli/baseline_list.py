"""`milestone-tui baseline list`: list the baselines of a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestone_tui.cli.naming import named_project
from milestone_tui.cli.options import DEMO
from milestone_tui.cli.output import print_error
from milestone_tui.cli.parser import add_option

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from milestone_tui.cli.context import Context

DESCRIPTION = """\
List the baselines of a project, oldest first, each with its number: when and by
whom it was set, its finish, and how the present plan differs from it. Slip is
measured from the current one.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the project, `--json` and `--demo`."""
    parser.add_argument("project", metavar="KEY", help="the key of the project")
    parser.add_argument("--json", action="store_true", help="as JSON")
    add_option(parser, DEMO)


def run(arguments: Namespace, context: Context) -> None:
    """Print the baselines. Raises NotFound for an unknown project."""
    from milestone_tui.plan.analysis.compared_plans import compared_baseline

    context.require_database()
    with context.open_reader() as read:
        plan = read.plan(named_project(read, arguments.project).id)
        found = [(one, read.baseline_entries(one.id)) for one in read.baselines(plan.project.id)]
    rows = [compared_baseline(one, entries, plan, context.today) for one, entries in found]
    if arguments.json:
        from milestone_tui.cli.printing import print_json
        from milestone_tui.exchange.json.baselines import baseline_record

        print_json([baseline_record(row, number) for number, row in enumerate(rows, 1)])
    elif rows:
        from milestone_tui.cli.printing import new_page, print_page
        from milestone_tui.exchange.table.baselines import write_baselines

        page = new_page(context)
        write_baselines(rows, context.today, page)
        print_page(page, context)
    else:
        print_error(
            f"{plan.project.key} has no baseline. Set one with `milestone-tui baseline set {plan.project.key}`."
        )
