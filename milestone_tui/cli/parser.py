"""The arguments of a command and the texts of `--help`, from the tables of options and commands."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from milestone_tui import __version__
from milestone_tui.cli.commands import COMMANDS, Command
from milestone_tui.cli.options import (
    DATABASE,
    DEMO,
    HELP_FLAGS,
    OPTIONS,
    TODAY,
    Option,
    Options,
    did_you_mean,
    is_option,
    needed_for,
    take_value,
    unknown_option,
)
from milestone_tui.cli.output import terminal_width
from milestone_tui.errors import InvalidInput

# `--help` prints these line by line as they are: at most 79 characters a line.
_DESCRIPTION = """\
Plan and track project milestones in the terminal. Run without a command to
open the dashboard.
"""
_OPENING = (("", "open the dashboard"), ("--demo", "sample projects; nothing is saved"))
"""Examples without a command."""

_ENVIRONMENT = """\
environment:
  MILESTONE_TUI_DB     same as --db
  MILESTONE_TUI_TODAY  same as --today
  MILESTONE_TUI_USER   your name in the history (default: your login name)
  VISUAL, EDITOR       the editor that ctrl+o opens long texts in

exit code:
  0 success, 1 something is overdue (`agenda --check`) or not on track
  (`status --check`), 2 invalid input or usage, 3 database unavailable or
  faulty, 70 internal error (a report is saved to a file), 130 interrupted
"""
_EXAMPLE_WIDTH = 41


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Formats help for the width of the terminal; argparse would import shutil to ask for it, at every argument."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_columns() - 2)


def _columns() -> int:
    """Return the columns of the terminal, or those that the environment names: 80 without either."""
    named = os.environ.get("COLUMNS", "")
    if named.isdecimal() and int(named) > 0:
        return int(named)
    return (terminal_width(sys.__stdout__) if sys.__stdout__ is not None else None) or 80


class _Parser(argparse.ArgumentParser):
    """A parser that keeps its arguments in a list, and raises InvalidInput in place of printing the usage."""

    def __init__(self, **options: Any) -> None:
        self.arguments: list[argparse.Action] = []
        super().__init__(formatter_class=_Formatter, allow_abbrev=False, **options)

    def add_argument(self, *args: Any, **options: Any) -> argparse.Action:
        """Add an argument as argparse does, and remember it."""
        self.arguments.append(super().add_argument(*args, **options))
        return self.arguments[-1]

    def error(self, message: str) -> NoReturn:
        """Raise InvalidInput for a mistake that only argparse notices."""
        raise InvalidInput("", f"{message[:1].upper()}{message[1:]}. Run `{self.prog} --help`.")


def parse_command(words: Sequence[str], options: Options) -> argparse.Namespace:
    """Return the arguments of the command that `words` begin with, with the options typed before it.

    Print and raise SystemExit for a request for help or the version. Raises InvalidInput for a mistake.
    """
    name, *rest = words
    if name in HELP_FLAGS:
        _main_parser().parse_args([name])
    command = next((command for command in COMMANDS if command.name == name), None)
    if command is None:
        hint = did_you_mean(name, (known.name for known in COMMANDS))
        raise InvalidInput("", f'There is no command "{name}". {hint or "Run `milestone-tui --help` to see them all."}')
    parser = _Parser(prog=f"milestone-tui {name}")
    module = command.load()
    parser.description = module.DESCRIPTION
    module.add_arguments(parser)
    _add_common_options(parser, command)
    given = argparse.Namespace(command=name, **options._asdict())
    return parser.parse_args(_checked(parser, name, rest), given)


def _add_common_options(parser: _Parser, command: Command) -> None:
    """Add the options that a command shares with the dashboard, if it has not added them itself."""
    add_option(parser, DATABASE)
    if command.depends_on_today:
        add_option(parser, TODAY)
    if all(DEMO.flag not in argument.option_strings for argument in parser.arguments):
        add_option(parser, DEMO, hidden=True)  # commands that cannot work on sample projects say why


def add_option(parser: argparse.ArgumentParser, option: Option, *, hidden: bool = False) -> None:
    """Add an option that may also come before the command; the one after it wins."""
    words = argparse.SUPPRESS if hidden else option.help
    if option.metavar:
        parser.add_argument(option.flag, metavar=option.metavar, default=argparse.SUPPRESS, help=words)
    else:
        parser.add_argument(option.flag, action="store_true", default=argparse.SUPPRESS, help=words)


def _checked(parser: _Parser, command: str, words: Sequence[str]) -> list[str]:
    """Return the words after a command, each option with its value in one word. Raises InvalidInput for a mistake."""
    flags = {flag: argument for argument in parser.arguments for flag in argument.option_strings}
    missing = [argument for argument in parser.arguments if not argument.option_strings]
    options: list[str] = []
    values: list[str] = []
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if word == "--":
            values += rest
            break
        if not is_option(word):
            values.append(word)
            continue
        flag = word.partition("=")[0]
        argument = flags.get(flag)
        if argument is None:
            raise unknown_option(flag, flags, command)
        value = take_value(word, rest, _metavar(argument), argument.choices or ())
        options.append(flag if value is True else f"{flag}={value}")
        if flag in HELP_FLAGS:
            return options
    if len(values) > len(missing):
        raise InvalidInput(
            "", f'`{command}` does not take "{values[len(missing)]}". Run `milestone-tui {command} --help`.'
        )
    for argument in missing[len(values) :]:
        if argument.nargs == "?":
            continue
        needed = needed_for(str(argument.metavar))
        raise InvalidInput("", f"`{command}` needs {needed}. Run `milestone-tui {command} --help`.")
    return [*options, "--", *values] if values else options


def _metavar(argument: argparse.Action) -> str:
    """Return the name of an option's value; an empty text for a switch."""
    return "" if argument.nargs == 0 else str(argument.metavar or argument.dest.upper())


def _main_parser() -> _Parser:
    """Return the parser whose help is that of the program: it lists options, commands and examples."""
    parser = _Parser(prog="milestone-tui", description=_DESCRIPTION, epilog=f"{_examples()}\n\n{_ENVIRONMENT}")
    parser.add_argument(
        "--version", action="version", version=f"milestone-tui {__version__}", help="show the version and exit"
    )
    for option in OPTIONS:
        add_option(parser, option)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", parser_class=_Parser)
    for command in COMMANDS:
        commands.add_parser(command.name, help=command.help)
    return parser


def _examples() -> str:
    examples = [*_OPENING, *(example for command in COMMANDS for example in command.examples)]
    lines = (f"{f'milestone-tui {typed}':{_EXAMPLE_WIDTH}}  {words}" for typed, words in examples)
    return "\n".join(["examples:", *(f"  {line}".rstrip() for line in lines)])
