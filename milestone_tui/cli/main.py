"""The entry point: opens the dashboard or runs one command, and returns the exit code.

Imports are late: a script that lists milestones loads neither Textual nor the ORM.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

from milestone_tui.cli.options import read_options
from milestone_tui.cli.output import discard_unwritten_output, end_process, print_error
from milestone_tui.errors import MilestoneError

if TYPE_CHECKING:
    from argparse import Namespace

_INTERRUPTED = 130
"""128 + SIGINT."""
_BROKEN_PIPE = 141
"""128 + SIGPIPE: the reader of our output has ended."""
_OBJECTS_BETWEEN_COLLECTIONS = 100_000
"""More than most commands make: with Python's 700, looking for garbage takes a sixteenth of a short process."""


def run_program() -> NoReturn:
    """Run the program as a process of its own, and end the process: an eighth quicker than by shutting down Python."""
    end_process(main())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program with the given arguments, or those of the process, and return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        # An 8-bit stream shows a question mark for a character it cannot encode. (A missing stream is None.)
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
    options, rest = read_options(arguments)
    if not rest:
        from milestone_tui.cli.dashboard import run_dashboard

        end_process(run_dashboard(options))
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    from milestone_tui.cli.parser import parse_command

    return _run_command(parse_command(rest, options))


def _end_unexpectedly(error: Exception) -> NoReturn:
    """Print the path of the report of an internal error, and end the process."""
    from milestone_tui.config import state_folder
    from milestone_tui.last_resort import EXIT_CODE, write_report

    print_error(write_report(error, state_folder()))
    discard_unwritten_output()
    end_process(EXIT_CODE)


def _run_command(arguments: Namespace) -> int:
    """Run a command for scripts and return the exit code. Raises MilestoneError."""
    from milestone_tui.cli.commands import command_named
    from milestone_tui.cli.context import Context, clock_of
    from milestone_tui.config import configure

    command = command_named(arguments.command)
    config = configure(db=arguments.db, today=arguments.today, ascii_only=arguments.ascii)
    context = Context(command.reads_only, config, clock_of(config), arguments.demo)
    return command.load().run(arguments, context) or 0
