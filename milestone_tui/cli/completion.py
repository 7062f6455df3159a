"""`milestone-tui completion`: print the completion script of a shell."""

from __future__ import annotations

import argparse
from contextlib import suppress
from typing import TYPE_CHECKING

from milestone_tui.cli.completing import Kind, Shell, candidates, named_database, typed_text, written
from milestone_tui.cli.output import echo
from milestone_tui.errors import InvalidInput, MilestoneError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from milestone_tui.cli.context import Context

DESCRIPTION = """\
Print the script that completes commands, options, the keys of projects and the
titles of milestones in bash, zsh or fish. Installing the wheel puts it where
the shell finds it, if the shell looks there; otherwise, once:

  bash  milestone-tui completion bash >
          ~/.local/share/bash-completion/completions/milestone-tui
  zsh   milestone-tui completion zsh > a file _milestone-tui in your $fpath
  fish  milestone-tui completion fish >
          ~/.config/fish/completions/milestone-tui.fish
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the shell; and, for the script itself, `--names` with the words of the line."""
    parser.add_argument("shell", metavar="SHELL", choices=[*Shell], help="bash, zsh or fish")
    parser.add_argument("--names", metavar="KIND", choices=[*Kind], help=argparse.SUPPRESS)
    parser.add_argument("words", nargs="*", help=argparse.SUPPRESS)


def run(arguments: Namespace, context: Context) -> None:
    """Print the script, or the names that complete the last of the words.

    Raises InvalidInput if there is no script: in a checkout without shtab.
    """
    shell = Shell(arguments.shell)
    if arguments.names is not None:
        with suppress(MilestoneError):
            _print_names(Kind(arguments.names), arguments.words, shell, context)
        return
    if arguments.words:
        raise InvalidInput(
            "", f'`completion` does not take "{arguments.words[0]}". Run `milestone-tui completion --help`.'
        )
    echo(_script(shell).rstrip())


def _print_names(kind: Kind, words: Sequence[str], shell: Shell, context: Context) -> None:
    *before, raw = words or [""]
    if (named := named_database([*map(typed_text, before)])) is not None:
        from milestone_tui.config import configure

        context = context._replace(config=configure(db=named))
    if not context.has_database():
        return
    with context.open_reader(waits=False) as read:
        found = [written(*one, shell, raw) for one in candidates(kind, read, typed_text(raw))]
    if found:
        echo("\n".join(found))


def _script(shell: Shell) -> str:
    """Return the script that the wheel brought; in a checkout, one made now."""
    from importlib.resources import files

    from milestone_tui.cli.completion_scripts import SCRIPTS, completion_script

    made = files("milestone_tui").joinpath("completions", SCRIPTS[shell])
    if made.is_file():
        return made.read_text(encoding="utf-8")
    try:
        return completion_script(shell)
    except ImportError as error:
        raise InvalidInput(
            "",
            "This copy of milestone-tui has no completion scripts: they are made when its wheel is built. "
            "Install shtab, which makes them, with `pip install shtab`.",
        ) from error
