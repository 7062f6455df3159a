"""`milestone-tui status`: print how projects are, as a short table or as one line for a status bar or a prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestone_tui.cli.as_of import add_as_of, reader_as_of
from milestone_tui.cli.naming import named_project
from milestone_tui.cli.options import DEMO
from milestone_tui.cli.output import echo, print_error, results, terminal_width
from milestone_tui.cli.parser import add_option
from milestone_tui.errors import InvalidInput
from milestone_tui.plan.analysis.status import Status
from milestone_tui.plan.model import Health

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Collection, Sequence
    from datetime import date

    from milestone_tui.cli.context import Context
    from milestone_tui.exchange.table.status import StatusLine
    from milestone_tui.plan.analysis.status import ProjectStatus
    from milestone_tui.store.reader import Reader

DESCRIPTION = """\
Print the projects that are not completed, cancelled or archived, the worst
first: health with its first reason, percent complete, next milestone, finish,
slip, and how many milestones await acceptance. Named projects are always
printed. In a narrow terminal reasons are on lines of their own.

--line prints one line, such as
  2 red 1 amber · next Beta 28 Nov · 1 to accept
It has no colours, and is empty while you have no projects. In ~/.tmux.conf:
  set -g status-right '#(milestone-tui status --line)'
  set -g status-right-length 70

exit code with --check: 1 if a project that would be printed is at risk or off
track
"""

_NOTHING = "No projects to show. Run `milestone-tui` to add one, or `milestone-tui list --projects` to see them all."
_NOTHING_OF_MINE = "Nothing of yours: you own no open milestone, and none awaits your acceptance."
_HEAD, _END = "\x1b[1m", "\x1b[0m"
_COLOURS = {Health.OFF_TRACK: "\x1b[31m", Health.AT_RISK: "\x1b[33m", Health.ON_TRACK: "\x1b[32m"}


def add_arguments(parser: ArgumentParser) -> None:
    """Add `--line`, `--project`, `--me`, `--json`, `--check`, `--as-of` and `--demo`."""
    parser.add_argument("--line", action="store_true", help="one line, such as for tmux or a prompt")
    parser.add_argument(
        "--project", metavar="KEY", action="append", default=[], help="only this project; may be repeated"
    )
    parser.add_argument("--me", action="store_true", help="only where you own an open milestone, or accept one")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.add_argument("--check", action="store_true", help="end with exit code 1 if a project is not on track")
    add_as_of(parser)
    add_option(parser, DEMO)


def run(arguments: Namespace, context: Context) -> int:
    """Print the status; return the exit code, 1 with `--check` if a project is at risk or off track.

    Raises InvalidInput for `--line` with `--json`, and for `--me` while nobody has set who that is; NotFound for an
    unknown project.
    """
    if arguments.line and arguments.json:
        raise InvalidInput("", "--line and --json do not go together. Choose one of them.")
    keys = tuple(dict.fromkeys(key.upper() for key in arguments.project))
    me = _me() if arguments.me else None
    context.require_database(where_named=True)
    if keys or context.has_database():
        with reader_as_of(arguments, context, keys[0] if len(keys) == 1 else None) as (read, today):
            status = _status(read, today, keys, me)
    else:
        status, today = Status(()), context.today  # a prompt makes no database
    if arguments.line:
        _print_line(status, today, context.config.ascii_only)
    elif status.projects or arguments.json:
        _print_projects(status, today, context, as_json=arguments.json)
    else:
        print_error(_NOTHING if me is None else _NOTHING_OF_MINE)
    return int(arguments.check and status.worst in (Health.AT_RISK, Health.OFF_TRACK))


def _me() -> str:
    from milestone_tui.cli.values import my_name

    return my_name()


def _status(read: Reader, today: date, keys: Collection[str], me: str | None) -> Status:
    """Return the status of the projects with these keys, by default of all current ones; raise NotFound."""
    from milestone_tui.config import load_settings, settings_file
    from milestone_tui.plan.analysis.status import narrowed_to, status_of
    from milestone_tui.plan.analysis.thresholds import known_thresholds

    ids = None if not keys else [named_project(read, key).id for key in keys]
    read.thresholds = known_thresholds(load_settings(settings_file()).thresholds)
    status = status_of(read.projects(today, bool(keys), ids), read.to_accept(), keys)
    return status if me is None else narrowed_to(status, me, read.open_milestones_of_people())


def _print_line(status: Status, today: date, ascii_only: bool) -> None:
    from milestone_tui.exchange.table.status_line import status_line

    if line := status_line(status, today, ascii_only=ascii_only):
        echo(line)


def _print_projects(status: Status, today: date, context: Context, *, as_json: bool) -> None:
    """Print the projects, the worst first."""
    projects = _worst_first(status)
    with results() as out:
        if as_json:
            from milestone_tui.exchange.json.status import write_status

            write_status(status, projects, today, out)
            return
        from milestone_tui.exchange.table.status import status_lines
        from milestone_tui.terminal.colours import Colours

        lines = status_lines(projects, today, terminal_width(out), ascii_only=context.config.ascii_only)
        is_coloured = out.isatty() and context.config.colours is not Colours.NONE
        print("\n".join(_coloured(line) if is_coloured else line.text for line in lines), file=out)


def _worst_first(status: Status) -> Sequence[ProjectStatus]:
    from milestone_tui.plan.analysis.portfolio import ProjectOrder, arranged

    known = {one.summary.project.id: one for one in status.projects}
    return [known[s.project.id] for s in arranged((one.summary for one in known.values()), ProjectOrder.HEALTH)]


def _coloured(line: StatusLine) -> str:
    """Return a line for a terminal: heads bold, the health in its colour."""
    if line.is_head:
        return f"{_HEAD}{line.text}{_END}"
    if line.health is None:
        return line.text
    return f"{line.before}{_COLOURS.get(line.health, '')}{line.cell}{_END}{line.after}".rstrip()
