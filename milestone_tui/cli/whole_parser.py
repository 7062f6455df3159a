"""A parser of the whole command line, from the table of commands: for completion scripts and the manual only.

The program itself makes only the parser of the command that it runs.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from milestone_tui.cli.commands import Command, commands_by_topic
from milestone_tui.cli.help_texts import THINGS
from milestone_tui.cli.parser import CommandParser, fill_parser, main_parser

Completer = Callable[[argparse.Action], Any]
"""Returns what completes the value of an argument, in the form that shtab takes; None for nothing."""


def whole_parser(completer: Completer = lambda argument: None) -> CommandParser:
    """Return a parser with a subparser for each command; one of two words is below the parser of its first."""
    root = main_parser()
    _add_completers(root, completer)
    commands = root.add_subparsers(metavar="COMMAND", title="commands")
    things: dict[str, Any] = {}
    for command in (one for found in commands_by_topic().values() for one in found):
        thing, _, action = command.name.partition(" ")
        if not action:
            _add(commands, thing, command, completer)
            continue
        if thing not in things:
            words = THINGS[thing]
            above = commands.add_parser(
                thing, prog=f"milestone-tui {thing}", help=f"{words[:1].lower()}{words[1:]}", description=f"{words}."
            )
            things[thing] = above.add_subparsers(metavar="COMMAND", title="commands")
        _add(things[thing], action, command, completer)
    return root


def _add(commands: Any, name: str, command: Command, completer: Completer) -> None:
    parser = commands.add_parser(name, help=command.help, prog=f"milestone-tui {command.name}")
    fill_parser(parser, command)
    _add_completers(parser, completer)


def _add_completers(parser: CommandParser, completer: Completer) -> None:
    for argument in parser.arguments:
        if not argument.choices and (found := completer(argument)) is not None:
            vars(argument)["complete"] = found  # where shtab looks for it
