"""The argument parser, built from the tables of options and commands."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import NoReturn

from milestone_tui import __version__
from milestone_tui.cli.commands import COMMANDS
from milestone_tui.cli.options import DATABASE, OPTIONS, TODAY, Option
from milestone_tui.errors import InvalidInput

# These are printed as they stand: in the width of an old terminal.
_DESCRIPTION = """\
A dashboard for the milestones of your projects. Without a command it opens.
"""
_OPENING = (("", "open the dashboard"), ("--demo", "made-up projects; nothing is kept"))
"""Examples of no command."""

_ENVIRONMENT = """\
environment:
  MILESTONE_TUI_DB     the database, as --db
  MILESTONE_TUI_TODAY  the day that stands for today, as --today
  MILESTONE_TUI_USER   the name that your changes carry; else your login
  VISUAL, EDITOR       the editor that ctrl+o opens long texts in

exit code:
  0 done, 2 bad input or usage, 3 the database cannot be used or has faults,
  70 an error of the program (its report is in a file), 130 interrupted
"""
_EXAMPLE_WIDTH = 41


class _Parser(argparse.ArgumentParser):
    """A parser whose complaints are sentences like all others."""

    def error(self, message: str) -> NoReturn:
        """Raise InvalidInput instead of printing the usage."""
        raise InvalidInput("", f"{message[:1].upper()}{message[1:]} (see {self.prog} --help).")


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Return the arguments; `command` is None for the dashboard.

    Raises InvalidInput where they make no sense. (`--help` and `--version` print and raise SystemExit.)
    """
    raw = argparse.RawDescriptionHelpFormatter
    epilog = f"{_examples()}\n\n{_ENVIRONMENT}"
    parser = _Parser(prog="milestone-tui", description=_DESCRIPTION, epilog=epilog, formatter_class=raw)
    parser.add_argument("--version", action="version", version=f"milestone-tui {__version__}")
    for option in OPTIONS:
        add_option(parser, option)
    commands = parser.add_subparsers(dest="command", title="commands", metavar="COMMAND", parser_class=_Parser)
    for command in COMMANDS:
        its = commands.add_parser(command.name, help=command.help, formatter_class=raw)
        if command.name in arguments:  # the others only have their names read
            module = command.load()
            its.description = module.DESCRIPTION
            module.add_arguments(its)
            for option in (DATABASE, TODAY) if command.depends_on_today else (DATABASE,):
                add_option(its, option, after_the_command=True)
    return parser.parse_args(_with_filters_joined(arguments))


def _with_filters_joined(arguments: Sequence[str]) -> list[str]:
    """Join `--filter` and a filter that begins with "-", which argparse would take for an option."""
    joined: list[str] = []
    for argument in arguments:
        if joined[-1:] == ["--filter"] and argument.startswith("-") and not argument.startswith("--"):
            joined[-1] = f"--filter={argument}"
        else:
            joined.append(argument)
    return joined


def add_option(parser: argparse.ArgumentParser, option: Option, *, after_the_command: bool = False) -> None:
    """Add an option of the dashboard; of one that stands before and after a command, what stands after counts."""
    default: object = None if option.metavar else False
    if after_the_command:
        default = argparse.SUPPRESS
    if option.metavar:
        parser.add_argument(option.flag, metavar=option.metavar, default=default, help=option.help)
    else:
        parser.add_argument(option.flag, action="store_true", default=default, help=option.help)


def _examples() -> str:
    examples = [*_OPENING, *(example for command in COMMANDS for example in command.examples)]
    lines = (f"{f'milestone-tui {typed}':{_EXAMPLE_WIDTH}}  {words}" for typed, words in examples)
    return "\n".join(["examples:", *(f"  {line}".rstrip() for line in lines)])
