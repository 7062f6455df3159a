"""`milestone-tui redo`: redo the change that you undid last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestone_tui.cli.changing import add_json, store_to_change, tell

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from milestone_tui.cli.context import Context

DESCRIPTION = """\
Redo the change that you undid last, here or in the dashboard. It is refused if
you have made another change since, or if somebody has changed the same values.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add `--json`."""
    add_json(parser)


def run(arguments: Namespace, context: Context) -> None:
    """Redo the last undo, and say which change is back. Raises UndoRefused."""
    context.refuse_demo("redo")
    with store_to_change(context) as store:
        redone = store.redo_blocking()
        tell(store, redone, f"Redone: {redone.label}.", {}, as_json=arguments.json)
