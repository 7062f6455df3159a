"""`milestone-tui report`: print or write the status report of a project, of a client's projects or of all projects."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

from milestone_tui.cli.as_of import add_as_of, store_as_of
from milestone_tui.cli.options import DEMO
from milestone_tui.cli.output import echo, print_error, writable_file, write_bytes
from milestone_tui.cli.parser import add_option
from milestone_tui.config import load_settings, settings_file
from milestone_tui.errors import InvalidInput, MilestoneError, StoreUnavailable
from milestone_tui.files import replace_file
from milestone_tui.plan.analysis.thresholds import known_thresholds
from milestone_tui.plan.audience import Audience
from milestone_tui.plan.reporting import ReportSubject
from milestone_tui.report.formats import FORMATS, format_for

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator
    from datetime import date

    from milestone_tui.cli.context import Context
    from milestone_tui.config import Settings
    from milestone_tui.plan.report_state import ReportStates
    from milestone_tui.plan.reporting import Period

LOCK_SECONDS = 10.0
"""How long the record of a report waits for a lock."""

DESCRIPTION = """\
Print the status report of a project, of a client's projects, or of all
projects: health, figures, what was done and what moved, what comes next, and
what is needed from the client.

The period begins where the last report for this audience ended, else with the
last review of the project, else seven days ago. A report written with -o
counts as the last one from the next day on; with --sent, a printed one does
too.

--period chooses another: a month, a quarter or a year ("oct", "2026-10",
"last month", "q3 2026"); two dates, both included ("1 oct - 15 oct",
"2026-10-01..2026-10-15"); "since 6 nov", what came after that day; "6 nov..",
which begins with the day itself; "7 days"; "last report" or "last review". A
month without a year is the last that has begun. A period that ended in the
past is shown as it stood on its last day.

A report for the client leaves out internal milestones, notes, and the names of
other projects; the project says whether it shows money and risks. It has the
health that the last review judged, else the computed one; an internal report
has both. A report on all projects is internal.

The words are English, or those of the settings file: report_words = "de", or
the path of a file of your own, beginning as a copy of report/languages/en.toml
of this program.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add what the report is about, `--format`, `--audience`, `--period`, `--as-of`, `-o`, `--sent` and `--demo`."""
    parser.add_argument("key", metavar="KEY", nargs="?", help="the key of a project")
    parser.add_argument("--client", metavar="NAME", help="report on the projects of this client")
    parser.add_argument("--all", action="store_true", help="report on all projects that are not archived")
    parser.add_argument(
        "--format", choices=[one.name for one in FORMATS], help="default: as the file is called, else md (Markdown)"
    )
    parser.add_argument(
        "--audience", choices=[*map(str, Audience)], help="the reader (default: client; internal with --all)"
    )
    parser.add_argument("--period", metavar="PERIOD", help="such as oct, q3, 1 oct - 15 oct or since 6 nov")
    add_as_of(parser)
    parser.add_argument("-o", "--output", metavar="FILE", help="write to this file, and replace it")
    parser.add_argument("--sent", action="store_true", help="the next report begins where this one ends, as with -o")
    add_option(parser, DEMO)


def run(arguments: Namespace, context: Context) -> int | None:
    """Print the report, or write it to a file, and record that it was written; return 3 if that could not be recorded.

    Raises InvalidInput for a mistake in the options, for words that cannot be read and for a file that cannot be
    written; NotFound for an unknown project or client.
    """
    from milestone_tui.report.status import status_report
    from milestone_tui.report.words import read_words

    subject = _subject(arguments)
    audience = _audience(arguments)
    settings = load_settings(settings_file())
    words = read_words(settings.report_words, settings_file().parent)
    path = None if arguments.output in (None, "-") else writable_file(arguments.output, context.config.db)
    context.require_database(where_named=True)
    format_ = format_for(arguments.format, arguments.output)
    with _no_collections():
        states = _states(arguments, context, settings, subject, audience)
        data = format_.draw(status_report(states, audience, words)).encode()
    if path is None:
        write_bytes(data)
    else:
        replace_file(path, data)
    is_file = path is not None and path.is_file()  # the output itself can be named, such as /dev/stdout
    is_recorded = not context.demo and (arguments.sent or (is_file and format_.name != "json"))
    code = _record(states, audience, context) if is_recorded else None
    if is_file:
        echo(f"Wrote the report to {path}{' and recorded it' if is_recorded and code is None else ''}.")
    return code


@contextmanager
def _no_collections() -> Iterator[None]:
    """Look for no garbage while everything that is made is kept: that is a fifth of the time of a big report."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _subject(arguments: Namespace) -> ReportSubject:
    """Return what the report is about; raise InvalidInput unless exactly one subject is named."""
    named = (arguments.key is not None, arguments.client is not None, arguments.all)
    if sum(named) != 1:
        how = "only one of" if any(named) else "the key of a project,"
        rest = "a project, --client and --all" if any(named) else "--client NAME or --all"
        raise InvalidInput("", f"`report` needs {how} {rest}. Run `milestone-tui report --help`.")
    if arguments.client is not None and not arguments.client.strip():
        raise InvalidInput("", "--client needs the name of a client.")
    return ReportSubject((arguments.key or "").upper(), arguments.client or "")


def _audience(arguments: Namespace) -> Audience:
    """Return the reader; raise InvalidInput for a client's report on the projects of more than one."""
    if arguments.all and arguments.audience == Audience.CLIENT:
        raise InvalidInput(
            "", "A report for a client is about one client. Name a project or --client, or use --audience internal."
        )
    return Audience(arguments.audience or (Audience.INTERNAL if arguments.all else Audience.CLIENT))


def _states(
    arguments: Namespace, context: Context, settings: Settings, subject: ReportSubject, audience: Audience
) -> ReportStates:
    """Read the projects at the end of the period."""

    chosen: Period | None = None

    def until(today: date) -> date:
        nonlocal chosen
        chosen = _period(arguments.period, today, settings)
        return today if chosen is None else chosen.until_on

    with store_as_of(arguments, context, subject.project_key or None, until) as (store, read, day):
        read.thresholds = known_thresholds(settings.thresholds)
        since = None if chosen is None else chosen.since_on or chosen.beginning
        return store.report_states(read, subject, audience, day, since)


def _period(text: str | None, today: date, settings: Settings) -> Period | None:
    if text is None:
        return None
    from milestone_tui.plan.language.periods import read_period

    try:
        return read_period(text, today, settings.date_order)
    except InvalidInput as error:
        raise InvalidInput("", f"--period: {error}") from error


def _record(states: ReportStates, audience: Audience, context: Context) -> int | None:
    """Record that the report was written, which is the only part that needs the write side; return 3 if that failed.

    A lock is not waited for without end: the report is there, and what sends it by mail should end.
    """
    from contextlib import closing

    from milestone_tui.store import Store

    subject, since_on, until_on = states.subject, states.since.day, states.day
    try:
        with closing(Store.open(context.config.db, context.clock, context.config.actor)) as store:
            written = store.submit(
                lambda do: do.reports.record(subject.project_key, subject.client, audience, since_on, until_on)
            )
            try:
                written.result(LOCK_SECONDS)
            except TimeoutError:
                store.give_up()
                raise StoreUnavailable("Another program has locked the database.") from None
    except MilestoneError as error:
        print_error(f"The report is complete, but was not recorded: {error}")
        return StoreUnavailable.exit_code
    return None
