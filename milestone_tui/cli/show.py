"""`milestone-tui show`: print all about a project or a milestone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestone_tui.cli.as_of import add_as_of, reader_as_of
from milestone_tui.cli.naming import MILESTONE_OR_PROJECT, NAMING, named_thing
from milestone_tui.cli.options import DEMO
from milestone_tui.cli.parser import add_option

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from datetime import date

    from milestone_tui.cli.context import Context
    from milestone_tui.plan.model import Milestone, Plan, Project
    from milestone_tui.plan.network.network import Network
    from milestone_tui.plan.shown import ShownMilestone, ShownProject
    from milestone_tui.store.reader import Reader

DESCRIPTION = f"""\
Print a project: its health with the reasons, its figures, its phases and
milestones. Or a milestone: its fields, criteria, links with lag and float in
working days, people, what was spent, risks, and every due date it has had.

{NAMING}"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the milestone or project, `--json`, `--as-of` and `--demo`."""
    parser.add_argument("thing", metavar=MILESTONE_OR_PROJECT, help="the milestone, or the key of a project")
    parser.add_argument("--json", action="store_true", help="as JSON")
    add_as_of(parser)
    add_option(parser, DEMO)


def run(arguments: Namespace, context: Context) -> None:
    """Print the project or the milestone; raises as `named_thing` and `reader_as_of` do."""
    from milestone_tui.plan.model import Project

    context.require_database()
    key = arguments.thing.partition("/")[0].strip()
    with reader_as_of(arguments, context, None if key.isdecimal() else key) as (read, today):
        found = named_thing(read, arguments.thing)
        shown = _project(read, found, today) if isinstance(found, Project) else _milestone(read, found, today)
    if arguments.json:
        _print_json(shown)
    else:
        _print_page(shown, context)


def _print_json(shown: ShownProject | ShownMilestone) -> None:
    from milestone_tui.cli.printing import print_json
    from milestone_tui.exchange.json.show import milestone_record, project_record
    from milestone_tui.plan.shown import ShownProject

    print_json(project_record(shown) if isinstance(shown, ShownProject) else milestone_record(shown))


def _print_page(shown: ShownProject | ShownMilestone, context: Context) -> None:
    from milestone_tui.cli.printing import new_page, print_page
    from milestone_tui.plan.shown import ShownProject

    page = new_page(context)
    if isinstance(shown, ShownProject):
        from milestone_tui.exchange.table.project_page import write_project

        write_project(shown, page)
    else:
        from milestone_tui.exchange.table.milestone_page import write_milestone

        write_milestone(shown, page)
    print_page(page, context)


def _project(read: Reader, project: Project, today: date) -> ShownProject:
    from milestone_tui.cli.values import settings
    from milestone_tui.plan.analysis.thresholds import known_thresholds
    from milestone_tui.plan.shown import ShownProject

    read.thresholds = known_thresholds(settings().thresholds)
    (summary,) = (one for one in read.projects(today, True, (project.id,)) if one.project.id == project.id)
    plan = read.plan(project.id)
    return ShownProject(
        today,
        summary,
        plan,
        _network(read, plan),
        read.roles(project.id),
        read.risks(project.id),
        read.spent_of_milestones(),
    )


def _milestone(read: Reader, milestone: Milestone, today: date) -> ShownMilestone:
    from milestone_tui.plan.shown import ShownMilestone

    plan = read.plan(milestone.project_id)
    return ShownMilestone(
        today,
        read.detail(milestone.id),
        plan,
        _network(read, plan),
        read.costs_of(milestone.id),
        read.risks_of(milestone.id),
    )


def _network(read: Reader, plan: Plan) -> Network:
    from milestone_tui.plan.network.network import Network

    return Network.of((plan, *read.linked_plans(plan)))
