"""`milestone-tui review list`: list the finished reviews of a project."""

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
List the finished reviews of a project, the latest first, each with its number:
1 is the first that was held, as `--as-of review:1` counts.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the project, `--json` and `--demo`."""
    parser.add_argument("project", metavar="KEY", help="the key of the project")
    parser.add_argument("--json", action="store_true", help="as JSON")
    add_option(parser, DEMO)


def run(arguments: Namespace, context: Context) -> None:
    """Print the reviews. Raises NotFound for an unknown project."""
    context.require_database()
    with context.open_reader() as read:
        project = named_project(read, arguments.project)
        reviews = read.past_reviews(project.id)
    if arguments.json:
        from milestone_tui.cli.printing import print_json
        from milestone_tui.exchange.json.reviews import review_record

        print_json([review_record(past, len(reviews) - place) for place, past in enumerate(reviews)])
    elif reviews:
        from milestone_tui.cli.printing import new_page, print_page
        from milestone_tui.exchange.table.reviews import write_reviews

        page = new_page(context)
        write_reviews(reviews, context.today, page)
        print_page(page, context)
    else:
        print_error(f"{project.key} has no finished review.")
