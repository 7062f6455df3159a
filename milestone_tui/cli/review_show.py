"""`milestone-tui review show`: print what a finished review said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestone_tui.cli.naming import named_project
from milestone_tui.cli.options import DEMO
from milestone_tui.cli.output import echo, print_error
from milestone_tui.cli.parser import add_option
from milestone_tui.errors import InvalidInput, NotFound
from milestone_tui.plan.language.wording import count_words

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from milestone_tui.cli.context import Context

DESCRIPTION = """\
Print a finished review: the health as it was computed and as people judged it,
the figures of that day, what was said of each milestone, and what is needed
from the client. Without a number, the latest; `review list` shows the numbers.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the project, the number, `--json` and `--demo`."""
    parser.add_argument("project", metavar="KEY", help="the key of the project")
    parser.add_argument("number", metavar="N", nargs="?", help="the number of the review (default: the latest)")
    parser.add_argument("--json", action="store_true", help="as JSON")
    add_option(parser, DEMO)


def run(arguments: Namespace, context: Context) -> None:
    """Print the review. Raises NotFound for an unknown project or review, InvalidInput for what is no number."""
    typed: str | None = arguments.number
    if typed is not None and not (typed.isascii() and typed.isdecimal()):
        raise InvalidInput("", f'"{typed}" is not the number of a review. Write one such as 1.')
    context.require_database()
    with context.open_reader() as read:
        plan = read.plan(named_project(read, arguments.project).id)
        reviews = read.past_reviews(plan.project.id)
    key = plan.project.key
    if not reviews and typed is None:
        if arguments.json:
            echo("null")
        else:
            print_error(f"{key} has no finished review.")
        return
    number = len(reviews) if typed is None else int(typed[:9])
    if not 0 < number <= len(reviews):
        raise NotFound(f"{key} has {count_words(len(reviews), 'finished review')}; there is no review {typed}.")
    past, titles = reviews[-number], {milestone.id: milestone.title for milestone in plan.milestones}
    if arguments.json:
        from milestone_tui.cli.printing import print_json
        from milestone_tui.exchange.json.reviews import full_review_record

        print_json(full_review_record(past, number, titles))
        return
    from milestone_tui.cli.printing import new_page, print_page
    from milestone_tui.exchange.table.reviews import write_review

    page = new_page(context)
    write_review(past, titles, context.today, page)
    print_page(page, context)
