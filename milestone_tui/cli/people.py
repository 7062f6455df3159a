"""`milestone-tui people`: print who has how much work, and what one person has to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestone_tui.cli.as_of import add_as_of, reader_as_of
from milestone_tui.cli.naming import one_named
from milestone_tui.cli.options import DEMO
from milestone_tui.cli.output import print_error
from milestone_tui.cli.parser import add_option

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence
    from datetime import date

    from milestone_tui.cli.context import Context
    from milestone_tui.plan.analysis.person_work import PersonWork, ShownPerson
    from milestone_tui.store.reader import Reader

DESCRIPTION = """\
Print the people with their open milestones and their work in the next weeks,
in days; an exclamation mark is more than can be done. With a name, or enough of
it: the roles, the weeks, the open milestones and the absences of that person.

Work is the effort that is left, spread evenly over the working days from the
lead-in to the due date, as the People view counts it.
"""

_WEEKS = 4


def add_arguments(parser: ArgumentParser) -> None:
    """Add the name, `--json`, `--as-of` and `--demo`."""
    parser.add_argument("person", metavar="NAME", nargs="?", help="enough of the name of one person")
    parser.add_argument("--json", action="store_true", help="as JSON")
    add_as_of(parser)
    add_option(parser, DEMO)


def run(arguments: Namespace, context: Context) -> None:
    """Print the people, or one; raises as `one_named` and `reader_as_of` do."""
    context.require_database(where_named=True)
    with reader_as_of(arguments, context, None) as (read, today):
        if arguments.person is None:
            everybody = _everybody(read, today)
            shown = None
        else:
            shown = _person(read, arguments.person, today)
    if shown is not None:
        _print_person(shown, today, context, as_json=arguments.json)
    else:
        _print_everybody(everybody, today, context, as_json=arguments.json)


def _everybody(read: Reader, today: date) -> Sequence[PersonWork]:
    from milestone_tui.plan.analysis.person_work import person_work, weeks_from

    work = read.work_plan(today)
    weeks = weeks_from(work, _WEEKS)
    return [person_work(summary, work, weeks) for summary in read.people_summaries()]


def _person(read: Reader, name: str, today: date) -> ShownPerson:
    from milestone_tui.plan.analysis.person_work import ShownPerson, open_work, person_work, weeks_from

    summary = one_named(name, "person", read.people_summaries(), lambda one: one.person.name, listing="people")
    work = read.work_plan(today)
    milestones = read.responsible(summary.person.id)
    keys = read.project_keys({milestone.project_id for milestone in milestones})
    return ShownPerson(
        person_work(summary, work, weeks_from(work, _WEEKS)),
        open_work(summary.person, milestones, work, read.work_floats(), keys),
        tuple(one for one in read.absences(summary.person.id) if one.last_on >= today),
    )


def _print_everybody(everybody: Sequence[PersonWork], today: date, context: Context, *, as_json: bool) -> None:
    if as_json:
        from milestone_tui.cli.printing import print_json
        from milestone_tui.exchange.json.people import person_record

        print_json([person_record(one) for one in everybody])
    elif everybody:
        from milestone_tui.cli.printing import new_page, print_page
        from milestone_tui.exchange.table.people import write_people

        page = new_page(context)
        write_people(everybody, today, page)
        print_page(page, context)
    else:
        print_error("No people to list.")


def _print_person(shown: ShownPerson, today: date, context: Context, *, as_json: bool) -> None:
    if as_json:
        from milestone_tui.cli.printing import print_json
        from milestone_tui.exchange.json.people import full_person_record

        print_json(full_person_record(shown, today))
        return
    from milestone_tui.cli.printing import new_page, print_page
    from milestone_tui.exchange.table.people import write_person

    page = new_page(context)
    write_person(shown, today, page)
    print_page(page, context)
