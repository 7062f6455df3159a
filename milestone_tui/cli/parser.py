"""What can be said on the command line, and its help."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import NoReturn

from milestone_tui import __version__
from milestone_tui.errors import InvalidInput

# These are printed as they stand: in the width of an old terminal.
_DESCRIPTION = """\
A dashboard for the milestones of your projects. Without a command it opens.
"""
_EXAMPLES = """\
examples:
  milestone-tui                              open the dashboard
  milestone-tui --demo                       made-up projects; nothing is kept
  milestone-tui import house.gan             the milestones of GanttProject
  milestone-tui import plan.xml              of Microsoft Project, saved as XML
  milestone-tui import plan.csv --dates dmy  a table; 03/04/2026 is 3 April
  milestone-tui holidays ACME --country DE-BY
  milestone-tui list --filter 'is:overdue @ana'
  milestone-tui list --project ACME --json
  milestone-tui list --projects              what is next, finish and slip
  milestone-tui backup copy.db               a copy; --db copy.db opens it
  milestone-tui restore copy.db              that copy again
  milestone-tui share --group team           others use it too; --off: no longer
  milestone-tui check --repair               put the database right

environment:
  MILESTONE_TUI_DB     the database, as --db
  MILESTONE_TUI_TODAY  the day that stands for today, as --today
  MILESTONE_TUI_USER   the name that your changes carry; else your login

exit code:
  0 done, 2 bad input or usage, 3 the database cannot be used or has faults,
  70 an error of the program (its report is in a file), 130 interrupted
"""
_LIST_HELP = """\
Print the milestones of all projects that are not archived: a table, or with
--json an array of records, one a line. With --projects print the projects:
what is next, the finish, and the slip of the finish.

figures:
  slip    calendar days from the baseline date to the done date, else to the
          due date or today, whichever is later; of a project: of its finish
  finish  the last due date of a project; overdue milestones count from today
  float   working days that a milestone can move without moving a deadline,
          the target or the finish (total_float_days, free_float_days)

filter:
  bare words are found in the title
  owner:ana or @ana, phase:build or #build, client:acme, project:acme, tag:x,
  state:done, kind:gate, due<fri, due:+2w, done>=1oct, slip>5, percent<50,
  is:overdue|slipping|late|critical|violated|open|done|unowned|undated|archived
  @me is you: the dashboard asks once who that is, and keeps it (me = "Ana" in
  the settings); with is:archived the projects in the archive are looked at too
  "-" before a word turns it round, "or" and brackets combine
"""
_IMPORT_HELP = """\
Take the milestones of a GanttProject file (.gan), of Microsoft Project's XML
or of a table (CSV; separated by comma, semicolon, tab or |), and say what was
left out and why. A broken file changes nothing, nor does an import that is
interrupted by ctrl+c; one undo in the dashboard takes the whole import back.
A table has at most 250,000 rows, dates go from 1900 to 2199.

columns of a table, in any order, under these or their usual other names:
  project, phase, title, kind, owner, baseline, due, done, state, notes
  (only the title is needed; without a project the file's name is taken)
"""
_HOLIDAYS_HELP = """\
Add days off to a project, and print them: those of a calendar file (.ics), of
GanttProject's holidays (.calendar) or of a country. Days that it has already
stay as they are; one undo in the dashboard takes all of it back. Without
--from, --country and --clear it prints the days off that the project has.
"""
_SHARE_HELP = """\
Let a group of people on this computer use the database, each with their own
login: the database, its backups and its folder become readable and writable
for the group. Until then a database is private. The group must be able to
enter every folder above it, which home folders seldom allow; --to moves the
database. What people type and have not saved is in the file too.
"""
_CHECK_HELP = """\
Say what is wrong with the database, if anything: damage, a table, view or
trigger that another program has changed, a row that breaks the rules. With
--repair the schema is put right and such rows are mended, each of them told,
after a copy was made. What other programs keep beside it is left alone.
"""

_DEMO_HELP = "show made-up projects in a throw-away database"


class _Parser(argparse.ArgumentParser):
    """A parser whose complaints are sentences like all others."""

    def error(self, message: str) -> NoReturn:
        """Raise InvalidInput instead of printing the usage."""
        raise InvalidInput("", f"{message[:1].upper()}{message[1:]} (see {self.prog} --help).")


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The arguments, or those of the process; `command` is None for the dashboard.

    Raises:
        InvalidInput: they make no sense. (`--help` and `--version` print and raise SystemExit.)
    """
    return _parser().parse_args(_with_filters_joined(sys.argv[1:] if arguments is None else arguments))


def _with_filters_joined(arguments: Sequence[str]) -> list[str]:
    """Join `--filter` and a filter that begins with "-", which argparse would take for an option."""
    joined: list[str] = []
    for argument in arguments:
        if joined[-1:] == ["--filter"] and argument.startswith("-") and not argument.startswith("--"):
            joined[-1] = f"--filter={argument}"
        else:
            joined.append(argument)
    return joined


def _parser() -> argparse.ArgumentParser:
    raw = argparse.RawDescriptionHelpFormatter
    parser = _Parser(prog="milestone-tui", description=_DESCRIPTION, epilog=_EXAMPLES, formatter_class=raw)
    parser.add_argument("--version", action="version", version=f"milestone-tui {__version__}")
    _add_database(parser)
    _add_today(parser)
    parser.add_argument(
        "--ascii", action="store_true", help="draw with ASCII only (so it is where the locale is not UTF-8)"
    )
    parser.add_argument("--demo", action="store_true", help=_DEMO_HELP)
    parser.add_argument(
        "--theme", metavar="NAME", help="dark, light, contrast or terminal (the terminal's own colours)"
    )
    parser.add_argument(
        "--plain",
        action="store_true",
        help="send the terminal all that is painted, and nothing before the whole screen (for a terminal that shows"
        " the dashboard wrongly; also: plain = true in the settings)",
    )

    commands = parser.add_subparsers(dest="command", title="commands", metavar="COMMAND", parser_class=_Parser)
    importing = commands.add_parser("import", help="take a file", description=_IMPORT_HELP, formatter_class=raw)
    importing.add_argument("file", metavar="FILE")
    importing.add_argument("--dates", choices=("dmy", "mdy", "ymd"), help="how dates such as 03/04/2026 are meant")
    importing.add_argument("--into", metavar="KEY", help="add everything to this project")
    listing = commands.add_parser("list", help="print milestones", description=_LIST_HELP, formatter_class=raw)
    listing.add_argument("--projects", action="store_true", help="print projects instead of milestones")
    listing.add_argument("--project", metavar="KEY", help="of this project only")
    listing.add_argument("--filter", metavar="TEXT", default="", help="only those that fit (see above)")
    listing.add_argument("--json", action="store_true", help="as JSON")
    listing.add_argument("--demo", action="store_true", default=argparse.SUPPRESS, help=_DEMO_HELP)
    holidays = commands.add_parser(
        "holidays", help="show or add days off", description=_HOLIDAYS_HELP, formatter_class=raw
    )
    holidays.add_argument("project", metavar="PROJECT", help="its key")
    holidays.add_argument("--from", metavar="FILE", dest="file", help="take those of a file")
    holidays.add_argument("--country", metavar="CODE", help="take the public ones of a country, or a part: DE, DE-BY")
    holidays.add_argument(
        "--years", metavar="YEARS", help="of these only, as 2026 or 2026-2028 (default: those that the project needs)"
    )
    holidays.add_argument("--clear", action="store_true", help="take away those that it has, first")
    paths = commands.add_parser("paths", help="print where the data lives", description="Print where the data lives.")
    backup = commands.add_parser(
        "backup", help="copy the database", description="Copy the database to a new file, also while it is in use."
    )
    backup.add_argument("file", metavar="FILE")
    restore = commands.add_parser(
        "restore",
        help="put a copy in the place of the database",
        description="Put a copy in the place of the database, also while it is in use. What is there now is kept.",
    )
    restore.add_argument("file", metavar="FILE")
    share = commands.add_parser(
        "share", help="let a group of people use the database", description=_SHARE_HELP, formatter_class=raw
    )
    share.add_argument("--group", metavar="NAME", help="the group (default: your own, where others are in it)")
    share.add_argument("--to", metavar="DIR", help="move the database with its backups to this folder first")
    share.add_argument("--off", action="store_true", help="make the database private again")
    check = commands.add_parser("check", help="check the database", description=_CHECK_HELP, formatter_class=raw)
    check.add_argument("--repair", action="store_true", help="put right what can be, after a copy was made")
    for command in (importing, listing, holidays, paths, backup, restore, share, check):
        _add_database(command, after_the_command=True)
    for command in (importing, listing, holidays):
        _add_today(command, after_the_command=True)
    return parser


def _add_database(parser: argparse.ArgumentParser, *, after_the_command: bool = False) -> None:
    """An option that may stand before a command or after it; what stands after counts when both do."""
    nothing = argparse.SUPPRESS if after_the_command else None
    parser.add_argument(
        "--db", metavar="FILE", default=nothing, help="the database (default: see `milestone-tui paths`)"
    )


def _add_today(parser: argparse.ArgumentParser, *, after_the_command: bool = False) -> None:
    """The same, for what depends on the day."""
    nothing = argparse.SUPPRESS if after_the_command else None
    parser.add_argument("--today", metavar="DAY", default=nothing, help="the day that stands for today, as 2026-11-22")
