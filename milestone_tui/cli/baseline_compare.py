"""`milestone-tui baseline compare`: print what differs between two baselines, or from one to the present plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestone_tui.cli.naming import named_project, one_named
from milestone_tui.cli.options import DEMO
from milestone_tui.cli.parser import add_option
from milestone_tui.errors import NotFound

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence
    from datetime import date

    from milestone_tui.cli.context import Context
    from milestone_tui.plan.analysis.compared_plans import ComparedPlan
    from milestone_tui.plan.model import Baseline, Plan
    from milestone_tui.store.reader import Reader

DESCRIPTION = """\
Print what differs from baseline A to baseline B: the milestones that were
added, removed or moved, and changed values. Without B, to the present plan;
without A, from the current baseline. A baseline is named by enough of its name
or by its number in `baseline list`.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the project, the two baselines, `--json` and `--demo`."""
    parser.add_argument("project", metavar="KEY", help="the key of the project")
    parser.add_argument("before", metavar="A", nargs="?", help="the earlier baseline (default: the current one)")
    parser.add_argument("after", metavar="B", nargs="?", help="the later baseline (default: the present plan)")
    parser.add_argument("--json", action="store_true", help="as JSON")
    add_option(parser, DEMO)


def run(arguments: Namespace, context: Context) -> None:
    """Print the differences. Raises NotFound for an unknown project or baseline, InvalidInput for an ambiguous name."""
    from milestone_tui.plan.analysis.baselines import compare

    context.require_database()
    with context.open_reader() as read:
        plan = read.plan(named_project(read, arguments.project).id)
        ends = _ends(read, plan, context.today, arguments.before, arguments.after)
    found = compare(ends[0].entries, ends[1].entries)
    if arguments.json:
        from milestone_tui.cli.printing import print_json
        from milestone_tui.exchange.json.baselines import comparison_record

        print_json(comparison_record(plan.project.key, ends, found))
        return
    from milestone_tui.cli.printing import new_page, print_page
    from milestone_tui.exchange.table.baselines import write_comparison

    page = new_page(context)
    write_comparison(plan.project, ends, found, context.today, page)
    print_page(page, context)


def _ends(
    read: Reader, plan: Plan, today: date, before: str | None, after: str | None
) -> tuple[ComparedPlan, ComparedPlan]:
    """Return the two plans to compare."""
    from milestone_tui.plan.analysis.compared_plans import plan_of_baseline, present_plan

    baselines = read.baselines(plan.project.id)
    if not baselines:
        key = plan.project.key
        raise NotFound(f"{key} has no baseline. Set one with `milestone-tui baseline set {key}`.")
    first = _current(baselines, plan) if before is None else _named(before, baselines, plan)
    one = plan_of_baseline(first.name, read.baseline_entries(first.id))
    if after is None:
        return one, present_plan(plan, today)
    second = _named(after, baselines, plan)
    return one, plan_of_baseline(second.name, read.baseline_entries(second.id))


def _current(baselines: Sequence[Baseline], plan: Plan) -> Baseline:
    return next((one for one in baselines if one.id == plan.project.baseline_id), baselines[-1])


def _named(text: str, baselines: Sequence[Baseline], plan: Plan) -> Baseline:
    listing = f"baseline list {plan.project.key}"
    return one_named(text, "baseline", baselines, lambda one: one.name, listing=listing, numbered=True)
