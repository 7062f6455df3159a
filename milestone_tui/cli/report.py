"""`milestone-tui report`: print or write the status report of a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestone_tui.cli.as_of import add_as_of, store_as_of
from milestone_tui.cli.options import DEMO
from milestone_tui.cli.output import echo, writable_file, write_bytes
from milestone_tui.cli.parser import add_option
from milestone_tui.config import load_settings, settings_file
from milestone_tui.errors import InvalidInput
from milestone_tui.files import replace_file
from milestone_tui.plan.analysis.thresholds import known_thresholds

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from datetime import date

    from milestone_tui.cli.context import Context
    from milestone_tui.config import Settings
    from milestone_tui.report.blocks import Report

DESCRIPTION = """\
Print the status report of a project: health, figures, what was done and what
moved, what comes next, and what is needed from the client. The period begins
with the last review, else seven days ago.

A report for the client leaves out internal milestones, notes, risks, money,
and the names of other projects. It shows the health that the last review
judged, else the computed one. An internal report shows both.

The words are English, or those of the settings file: report_words = "de", or
the path of a file of your own, beginning as a copy of report/languages/en.toml
of this program.
"""

_FORMATS = ("md", "txt", "json")
_AUDIENCES = ("client", "internal")


def add_arguments(parser: ArgumentParser) -> None:
    """Add the project, `--format`, `--audience`, `--since`, `--as-of`, `-o` and `--demo`."""
    parser.add_argument("key", metavar="KEY", help="the key of the project")
    parser.add_argument("--format", choices=_FORMATS, default="md", help="Markdown (the default), plain text or JSON")
    parser.add_argument("--audience", choices=_AUDIENCES, default="client", help="the reader (default: client)")
    parser.add_argument("--since", metavar="DAY", help="what changed after this day")
    add_as_of(parser)
    parser.add_argument("-o", "--output", metavar="FILE", help="write to this file, and replace it")
    add_option(parser, DEMO)


def run(arguments: Namespace, context: Context) -> None:
    """Print the report, or write it to a file.

    Raises InvalidInput for a day that is none, for words that cannot be read and for a file that cannot be written;
    NotFound for an unknown project.
    """
    settings = load_settings(settings_file())
    report = _report(arguments, context, settings)
    text = _dressed(report, arguments.format)
    if arguments.output in (None, "-"):
        write_bytes(text.encode())
        return
    path = writable_file(arguments.output, context.config.db)
    replace_file(path, text.encode())
    if path.is_file():  # the output itself can be named, such as /dev/stdout
        echo(f"Wrote the report to {path}.")


def _report(arguments: Namespace, context: Context, settings: Settings) -> Report:
    from milestone_tui.plan.audience import Audience
    from milestone_tui.plan.reporting import ReportSubject
    from milestone_tui.report.status import status_report
    from milestone_tui.report.words import read_words

    words = read_words(settings.report_words, settings_file().parent)
    key, since = arguments.key.upper(), _since(arguments.since, context.today, settings)
    context.require_database(where_named=True)
    with store_as_of(arguments, context, key) as (store, read, today):
        if since is not None and since >= today:
            raise InvalidInput(
                "", f"--since {since} is not before the day of the report, {today}. Enter an earlier day."
            )
        read.thresholds = known_thresholds(settings.thresholds)
        states = store.report_states(read, ReportSubject(key), Audience(arguments.audience), today, since)
    return status_report(states, Audience(arguments.audience), words)


def _since(text: str | None, today: date, settings: Settings) -> date | None:
    if text is None:
        return None
    from milestone_tui.plan.language.date_reader import parse_date

    try:
        return parse_date(" ".join(text.split()), today, past=True, order=settings.date_order)
    except InvalidInput as error:
        raise InvalidInput("", f"--since: {error}") from error


def _dressed(report: Report, format_: str) -> str:
    if format_ == "json":
        from milestone_tui.report.json import to_json

        return to_json(report)
    if format_ == "txt":
        from milestone_tui.report.text import to_text

        return to_text(report)
    from milestone_tui.report.markdown import to_markdown

    return to_markdown(report)
