"""The entry point: opens the dashboard, or runs one command; the only exit codes.

Imports are late: a script that lists milestones pays neither for Textual nor for the ORM.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

from milestone_tui.cli.options import Options, dashboard_options
from milestone_tui.cli.output import discard_unwritten_output, end_process, print_error
from milestone_tui.errors import MilestoneError

if TYPE_CHECKING:
    from argparse import Namespace

_INTERRUPTED = 130
"""128 + SIGINT."""
_BROKEN_PIPE = 141
"""128 + SIGPIPE: the reader of our output went away."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program with these arguments, by default those of the process, and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # What an 8-bit stream cannot write is a question mark there, not a failure. (Without a stdout it is None.)
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        return _run(sys.argv[1:] if arguments is None else arguments)
    except MilestoneError as error:
        print_error(str(error))
        discard_unwritten_output()
        return error.exit_code
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        discard_unwritten_output()
        return _BROKEN_PIPE
    except Exception as error:
        _end_unexpectedly(error)


def _run(arguments: Sequence[str]) -> int:
    options = dashboard_options(arguments)
    if options is not None:
        _open(options)
    from milestone_tui.cli.parser import parse

    parsed = parse(arguments)
    if parsed.command is None:
        _open(Options(*(getattr(parsed, name) for name in Options._fields)))
    _run_command(parsed)
    return 0


def _open(options: Options) -> NoReturn:
    """Show the dashboard, and end as it ended."""
    from milestone_tui.cli.dashboard import run_dashboard

    end_process(run_dashboard(options))


def _end_unexpectedly(error: Exception) -> NoReturn:
    """Print where the report of a fault of the program is, and end the process."""
    from milestone_tui.config import state_folder
    from milestone_tui.last_resort import EXIT_CODE, told

    print_error(told(error, state_folder()))
    discard_unwritten_output()
    end_process(EXIT_CODE)


def _run_command(arguments: Namespace) -> None:
    """Carry out a command for scripts. Raises MilestoneError."""
    from milestone_tui.cli.commands import command_named
    from milestone_tui.cli.context import Context, clock_of
    from milestone_tui.config import configure

    command = command_named(arguments.command)
    config = configure(db=arguments.db, today=arguments.today, ascii_only=arguments.ascii)
    command.load().run(arguments, Context(command.reads_only, config, clock_of(config), arguments.demo))
