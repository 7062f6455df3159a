"""`milestone-tui agenda`: print what is due, such as after login."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from milestone_tui.cli.as_of import add_as_of, reader_as_of
from milestone_tui.cli.me import my_name
from milestone_tui.cli.options import DEMO
from milestone_tui.cli.output import results, terminal_width
from milestone_tui.cli.parser import add_option
from milestone_tui.errors import InvalidInput
from milestone_tui.plan.calendar.any_day import day_after

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from datetime import date

    from milestone_tui.cli.context import Context
    from milestone_tui.exchange.table.agenda import AgendaLine
    from milestone_tui.plan.analysis.agenda import AgendaData, AgendaItem

DESCRIPTION = """\
Print the open milestones of all active projects by when they are due, then
those that await acceptance, payments to invoice, risks to review, and what was
done in the last two weeks. Nothing is printed if there is nothing.

Fit for a login message: `milestone-tui agenda --me --days 7` in your profile.
In a terminal the lines are cut to fit the width.

exit code with --check: 1 if a milestone that would be printed is overdue
"""

_MOST_DAYS = 36_500
_HEAD, _LATE, _END = "\x1b[1m", "\x1b[31m", "\x1b[0m"


def add_arguments(parser: ArgumentParser) -> None:
    """Add `--me`, `--days`, `--project`, `--json`, `--check` and `--demo`."""
    parser.add_argument("--me", action="store_true", help="only what is yours: owned, or yours to accept")
    parser.add_argument("--days", metavar="N", help="only what is overdue or due within so many days")
    parser.add_argument("--project", metavar="KEY", help="only this project")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.add_argument("--check", action="store_true", help="end with exit code 1 if something is overdue")
    add_as_of(parser)
    add_option(parser, DEMO)


def run(arguments: Namespace, context: Context) -> int:
    """Print the agenda; return the exit code, 1 with `--check` if something is overdue.

    Raises InvalidInput for `--days` without a number, and for `--me` while nobody has set who that is; NotFound for an
    unknown project.
    """
    from milestone_tui.plan.analysis.agenda import Grouping, Section, grouped

    days = None if arguments.days is None else _days(arguments.days)
    me = my_name() if arguments.me else None
    context.require_database(where_named=True)
    with reader_as_of(arguments, context, arguments.project) as (read, today):
        data = read.agenda(arguments.project)
        spent = read.spent_of_milestones() if arguments.json else {}
    items = _chosen(data, today, arguments.project, days, me)
    groups = grouped(items, Grouping.WHEN)
    with results() as out:
        if arguments.json:
            from milestone_tui.exchange.json.agenda import write_agenda

            write_agenda(groups, data.plans, spent, today, out)
        elif groups:
            from milestone_tui.exchange.table.agenda import agenda_lines
            from milestone_tui.plan.analysis.agenda import figures_of
            from milestone_tui.terminal.colours import Colours

            lines = agenda_lines(groups, figures_of(data.plans), today, terminal_width(out))
            is_coloured = out.isatty() and context.config.colours is not Colours.NONE
            print("\n".join(_coloured(line) if is_coloured else line.text for line in lines), file=out)
    return int(arguments.check and any(item.section is Section.OVERDUE for item in items))


def _chosen(data: AgendaData, today: date, key: str | None, days: int | None, me: str | None) -> Sequence[AgendaItem]:
    """Return the items to print; with `days` neither what has no date nor what was done."""
    from milestone_tui.plan.analysis.agenda import Section, agenda_items, concerns

    last = None if days is None else day_after(today, days)
    return [
        item
        for item in agenda_items(data, today)
        if (key is None or item.project.key == key.upper())
        and (me is None or concerns(item, me))
        and (last is None or (item.section is not Section.DONE and item.on is not None and item.on <= last))
    ]


def _coloured(line: AgendaLine) -> str:
    """Return a line for a terminal: heads bold, what is overdue red."""
    from milestone_tui.plan.analysis.agenda import Section

    style = (_HEAD if line.is_head else "") + (_LATE if line.section is Section.OVERDUE else "")
    return f"{style}{line.text}{_END}" if style else line.text


def _days(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or int(text) > _MOST_DAYS:
        raise InvalidInput("", f'--days needs a number of days such as 7, not "{text}".')
    return int(text)
