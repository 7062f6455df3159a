"""`milestone-tui paths`: print where the data lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestone_tui.cli.output import echo
from milestone_tui.config import settings_file

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from milestone_tui.cli.context import Context

DESCRIPTION = """\
Print where the data lives.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add nothing: it has no arguments of its own."""


def run(arguments: Namespace, context: Context) -> None:
    """Print where the data lives, one path a line."""
    echo(f"database  {context.config.db}\nsettings  {settings_file()}")
