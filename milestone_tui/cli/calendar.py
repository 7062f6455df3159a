"""`milestone-tui calendar`: write the milestones as a calendar file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestone_tui.cli.options import DEMO
from milestone_tui.cli.output import echo, print_error, writable_file, write_bytes
from milestone_tui.cli.parser import add_option
from milestone_tui.cli.values import my_name, number_of_days
from milestone_tui.errors import NotFound
from milestone_tui.files import replace_file

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from milestone_tui.cli.context import Context
    from milestone_tui.store.reader import Reader

DESCRIPTION = """\
Write the milestones of all active (not archived) projects as a calendar file
(iCalendar, .ics) with one all-day event for each, on its done date or due
date. Write it again after changes: a calendar that subscribes to the file, or
imports it again, updates the events that it has.

Cancelled milestones are sent as cancelled, deleted ones for 90 days. Notes are
part of the file, internal milestones too. The same plan gives the same file.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add `--project`, `--me`, `--alarm`, `-o` and `--demo`."""
    parser.add_argument("--project", metavar="KEY", help="only this project, even if it is archived")
    parser.add_argument("--me", action="store_true", help="only what is yours: owned, or yours to accept")
    parser.add_argument("--alarm", metavar="DAYS", help="remind so many days before an open milestone")
    parser.add_argument("-o", dest="file", metavar="FILE", help="write to this file, replacing it (- is the output)")
    add_option(parser, DEMO)


def run(arguments: Namespace, context: Context) -> None:
    """Write the calendar to the output or a file.

    Raises InvalidInput for a wrong option or a file that cannot be written, and for `--me` while nobody has set who
    that is; NotFound for an unknown project or person.
    """
    from milestone_tui.exchange.ics.writer import write_calendar

    alarm_days = None if arguments.alarm is None else number_of_days("--alarm", arguments.alarm)
    me = my_name() if arguments.me else None
    path = None if arguments.file in (None, "-") else writable_file(arguments.file, context.config.db)
    context.require_database(where_named=True)
    with context.open_store() as store:
        feed = store.read.feed(arguments.project, context.today)
        if me is not None:
            _require_person(me, store.read)
    if me is not None:
        from milestone_tui.plan.feed import feed_of_person

        feed = feed_of_person(feed, me)
    dated = sum(milestone.on is not None for milestone in feed.milestones)
    data = write_calendar(feed, _name(arguments.project, me), alarm_days)
    if path is None:
        write_bytes(data)
    else:
        replace_file(path, data)
        if path.is_file():  # the output itself can be named, such as /dev/stdout
            echo(f"Exported {_milestones(dated)} to {path}.")
    if undated := len(feed.milestones) - dated:
        print_error(f"Skipped {_milestones(undated)} without a date.")


def _require_person(name: str, read: Reader) -> None:
    """Raise NotFound if nobody in the database has this name."""
    from milestone_tui.config import settings_file
    from milestone_tui.plan.language.text import fold

    if all(fold(person.name) != fold(name) for person in read.people()):
        raise NotFound(f'There is nobody called "{name}", which is the name in {settings_file()}. Correct it there.')


def _name(project_key: str | None, me: str | None) -> str:
    """Return the name of the calendar."""
    of_project = "Milestones" if project_key is None else f"{project_key.upper()} milestones"
    return of_project if me is None else f"{of_project} of {me}"


def _milestones(count: int) -> str:
    from milestone_tui.plan.language.wording import count_words

    return count_words(count, "milestone")
