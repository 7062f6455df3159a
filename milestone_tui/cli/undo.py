"""`milestone-tui undo`: undo your last change, also one made in the dashboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestone_tui.cli.changing import add_json, store_to_change, tell
from milestone_tui.errors import InvalidInput, UndoRefused

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from milestone_tui.cli.context import Context

DESCRIPTION = """\
Undo your last change, whether it was made by a command or in the dashboard.
Run it again to undo the one before. It is refused if somebody has changed the
same values since. `redo` brings the change back.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add `--change` and `--json`."""
    parser.add_argument(
        "--change", metavar="CHANGE", help="only if your last change has this id, as a command printed it with --json"
    )
    add_json(parser)


def run(arguments: Namespace, context: Context) -> None:
    """Undo the last change, and say which.

    Raises UndoRefused if there is none or it has been built upon, and if it is not the one named by `--change`.
    """
    context.refuse_demo("undo")
    wanted = None if arguments.change is None else _change_id(arguments.change)
    with store_to_change(context) as store:
        last = store.read.undoable()
        if wanted is not None and (last is None or last.id != wanted):
            which = f"your last change is {last.id}, {last.label}" if last else "you have no change to undo"
            raise UndoRefused(f"Cannot undo change {wanted}: {which}.")
        undone = store.undo_blocking(wanted)
        tell(store, undone, f"Undone: {undone.label}.", {}, as_json=arguments.json)


def _change_id(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise InvalidInput("", f'--change needs the id of a change such as 12, not "{text}".')
    return int(text)
