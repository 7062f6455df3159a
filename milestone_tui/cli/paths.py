"""`milestone-tui paths`: print the paths of the database and the settings file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestone_tui.cli.output import echo
from milestone_tui.config import settings_file

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from milestone_tui.cli.context import Context

DESCRIPTION = """\
Print where the database and the settings file are.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add nothing: the command has no arguments of its own."""


def run(arguments: Namespace, context: Context) -> None:
    """Print the path of the database and that of the settings file."""
    echo(f"database  {context.config.db}\nsettings  {settings_file()}")
