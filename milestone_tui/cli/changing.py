"""The one way in which a command changes data: a change in the journal, and a line that says what was done."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from milestone_tui.cli.output import echo, terminal_width
from milestone_tui.errors import DecisionNeeded, InvalidInput

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterable, Iterator
    from datetime import date

    from milestone_tui.cli.context import Context
    from milestone_tui.plan.model import Change
    from milestone_tui.store import Commands, Store


def add_json(parser: ArgumentParser) -> None:
    """Add `--json` to a command that says what it did."""
    parser.add_argument("--json", action="store_true", help="say what was done as JSON")


@contextmanager
def store_to_change(context: Context, *nouns: str, creates: bool = False) -> Iterator[Store]:
    """Open the database to change it, while the ORM is being loaded; with `--demo`, sample projects.

    `nouns` are those of `store.commands` that the command will need. `creates`: make a new database if there is none.
    """
    if creates:
        context.has_database()  # refuses one that was moved away
    else:
        context.require_database()
    with _without_gc(), context.open_store(warns=True) as store:
        store.load_commands(*nouns)
        yield store


@contextmanager
def _without_gc() -> Iterator[None]:
    """Search for no garbage: the ORM makes much that lasts, and the search through it a seventh of a short process."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def change(store: Store, command: Callable[[Commands], object], *, reported_on: date | None = None) -> Change | None:
    """Make one change and return it, None if nothing differs; raises as the command does, and nothing is written."""
    try:
        return store.change_blocking(command, reported_on=reported_on)
    except DecisionNeeded as needed:
        raise InvalidInput(needed.field, f"{needed} Press a on it in the dashboard.") from needed


def past_sentence(label: str) -> str:
    """Return `Moved "Beta release" by +11 d.` for the label of a change."""
    from milestone_tui.plan.language.labels import past_label

    said = past_label(label)
    return f"{said[:1].upper()}{said[1:]}."


def tell(store: Store, made: Change | None, sentence: str, facts: Mapping[str, object], *, as_json: bool) -> None:
    """Print what a command did: a sentence, or an object with the change, the records that it touched, and `facts`.

    The change is null where nothing differed.
    """
    if not as_json:
        say(sentence.split("\n"))
        return
    import json

    touched = () if made is None else store.read.touched_by(made.id)
    record: dict[str, Any] = {
        "change": made and made.id,
        "label": made and made.label,
        "records": [{"record": record, "id": id_} for record, id_ in touched],
        **facts,
    }
    echo(json.dumps(record, indent=1))


def say(lines: Iterable[str]) -> None:
    """Print lines with control characters made visible; a terminal gets them in its width."""
    import sys

    from milestone_tui.plan.language.text import visible

    cells = None if sys.stdout is None else terminal_width(sys.stdout)
    for line in map(visible, lines):
        if cells is not None and len(line) > cells:
            from textwrap import fill  # late: for long lines only

            echo(fill(line, cells, subsequent_indent="  "))
        else:
            echo(line)
