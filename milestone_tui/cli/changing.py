"""The one way in which a command changes data: a change in the journal, and a line that says what was done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from milestone_tui.cli.output import echo

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator
    from datetime import date

    from milestone_tui.cli.context import Context
    from milestone_tui.plan.model import Change
    from milestone_tui.store import Commands, Store


def add_json(parser: ArgumentParser) -> None:
    """Add `--json` to a command that says what it did."""
    parser.add_argument("--json", action="store_true", help="say what was done as JSON")


@contextmanager
def store_to_change(context: Context) -> Iterator[Store]:
    """Open the database to change it, while the ORM is being loaded; with `--demo`, sample projects."""
    context.require_database()
    with context.open_store(warns=True) as store:
        store.warm_up()
        yield store


def change(store: Store, command: Callable[[Commands], object], *, reported_on: date | None = None) -> Change | None:
    """Make one change and return it, None if nothing differs; raises as the command does, and nothing is written."""
    return store.change_blocking(command, reported_on=reported_on)


def tell(change: Change | None, sentence: str, facts: Mapping[str, object], *, as_json: bool) -> None:
    """Print what a command did: a sentence, or an object with the change and `facts`.

    `undo` takes back the change that is named; it is null where nothing differed.
    """
    if not as_json:
        echo(sentence)
        return
    import json

    record: dict[str, Any] = {"change": change and change.id, "label": change and change.label, **facts}
    echo(json.dumps(record, indent=1))
