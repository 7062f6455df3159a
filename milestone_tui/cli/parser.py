"""The arguments of a command and the texts of `--help`, from the tables of options and commands."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from milestone_tui import __version__
from milestone_tui.cli.commands import COMMANDS, Command, commands_by_topic
from milestone_tui.cli.help_texts import (
    DESCRIPTION,
    ENVIRONMENT,
    EXIT_CODES,
    MORE,
    OPENING,
    THINGS,
    example_lines,
    listed_lines,
    table_lines,
)
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
    join_words,
    needed_for,
    take_value,
    unknown_option,
)
from milestone_tui.cli.output import terminal_width
from milestone_tui.errors import InvalidInput


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


class CommandParser(argparse.ArgumentParser):
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
    if words[0] in HELP_FLAGS:
        main_parser().parse_args([words[0]])
    command, rest = _command(words)
    given = argparse.Namespace(command=command.name, **options._asdict())
    parser = parser_of(command)
    return parser.parse_args(_checked(parser, command.name, rest), given)


def parser_of(command: Command) -> CommandParser:
    """Return the parser of a command, with the options that it shares with the dashboard."""
    parser = CommandParser(prog=f"milestone-tui {command.name}")
    fill_parser(parser, command)
    return parser


def fill_parser(parser: CommandParser, command: Command) -> None:
    """Give a parser the description, the arguments and the examples of a command."""
    module = command.load()
    parser.description, parser.epilog = module.DESCRIPTION, example_lines(command.examples) or None
    module.add_arguments(parser)
    _add_common_options(parser, command)


def _command(words: Sequence[str]) -> tuple[Command, Sequence[str]]:
    """Return the command that one or two of the words name, and the other words.

    Print and raise SystemExit for a request for help on several commands about a thing. Raises InvalidInput for none.
    """
    names = {command.name: command for command in COMMANDS}
    if (name := " ".join(words[:2])) in names:
        return names[name], words[2:]
    if words[0] in names:
        return names[words[0]], words[1:]
    actions = [name.removeprefix(f"{words[0]} ") for name in names if name.startswith(f"{words[0]} ")]
    if not actions:
        hint = did_you_mean(words[0], names)
        told = hint or "Run `milestone-tui --help` to see them all."
        raise InvalidInput("", f'There is no command "{words[0]}". {told}')
    if words[1:2] and words[1] in HELP_FLAGS:
        _thing_parser(words[0]).parse_args([words[1]])
    raise InvalidInput("", f"`{words[0]}` needs {join_words(actions)}. Run `milestone-tui {words[0]} --help`.")


def _add_common_options(parser: CommandParser, command: Command) -> None:
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


def _checked(parser: CommandParser, command: str, words: Sequence[str]) -> list[str]:
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
    takes_more = bool(missing) and missing[-1].nargs in ("+", "*")
    if len(values) > len(missing) and not takes_more:
        raise InvalidInput(
            "", f'`{command}` does not take "{values[len(missing)]}". Run `milestone-tui {command} --help`.'
        )
    for argument in missing[len(values) :]:
        if argument.nargs in ("?", "*"):
            continue
        needed = needed_for(str(argument.metavar))
        raise InvalidInput("", f"`{command}` needs {needed}. Run `milestone-tui {command} --help`.")
    for argument, value in zip(missing, values, strict=False):
        if argument.choices and value not in argument.choices:
            raise InvalidInput("", f'`{command}` needs {join_words([*map(str, argument.choices)])}, not "{value}".')
    return [*options, "--", *values] if values else options


def _metavar(argument: argparse.Action) -> str:
    """Return the name of an option's value; an empty text for a switch."""
    return "" if argument.nargs == 0 else str(argument.metavar or argument.dest.upper())


def main_parser() -> CommandParser:
    """Return the parser whose help is that of the program: it lists options and commands."""
    listed = (listed_lines(topic.value, commands) for topic, commands in commands_by_topic().items() if commands)
    tables = table_lines("environment", ENVIRONMENT), table_lines("exit code", EXIT_CODES)
    parser = CommandParser(
        prog="milestone-tui",
        usage="%(prog)s [OPTION ...] [COMMAND ...]",
        description=DESCRIPTION,
        epilog="\n\n".join((*listed, MORE, example_lines(OPENING), *tables)),
    )
    parser.add_argument(
        "--version", action="version", version=f"milestone-tui {__version__}", help="show the version and exit"
    )
    for option in OPTIONS:
        add_option(parser, option)
    return parser


def _thing_parser(thing: str) -> CommandParser:
    """Return the parser whose help lists the commands about a thing, such as `risk`."""
    listed = listed_lines("commands", [command for command in COMMANDS if command.name.startswith(f"{thing} ")])
    usage = f"%(prog)s {thing} COMMAND ..."
    return CommandParser(
        prog="milestone-tui", usage=usage, description=f"{THINGS[thing]}.", epilog=f"{listed}\n\n{MORE}"
    )
