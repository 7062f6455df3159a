"""The history of a thing as lines: what was done, by whom, how long ago."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from milestone_tui.plan.history import HistoryEntry
from milestone_tui.plan.model import Change, ChangeKind
from milestone_tui.plan.text import visible
from milestone_tui.plan.wording import DASH, ago_words
from milestone_tui.ui.look import OPEN, Line
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.inline_list import SideRow

_PREFIX = {ChangeKind.DO: "", ChangeKind.UNDO: "Undo: ", ChangeKind.REDO: "Redo: "}


def history_rows(changes: Iterable[Change], now: datetime, title: str = "") -> tuple[SideRow, ...]:
    """A line for each change; the `title` of what it is the history of goes without saying."""
    rows = []
    for change in changes:
        label = change.label.replace(f' "{title}"', "", 1) if title else change.label
        said: Line = ((f"{change.actor}  ", Ink.TEXT), (f"{ago_words(change.at, now):>14}", Ink.DIM))
        rows.append(SideRow(_PREFIX[change.kind] + label, mark=((OPEN, Ink.DIM),), right=said))
    return tuple(rows)


def field_rows(entries: Iterable[HistoryEntry], now: datetime) -> tuple[SideRow, ...]:
    """A line for each field that was changed: from what to what, why, by whom, how long ago."""
    rows = []
    for entry in entries:
        way = f"{visible(entry.before) or DASH} → {visible(entry.after) or DASH}"
        why = f" ({entry.reason})" if entry.reason else ""
        said: Line = ((f"{entry.actor}  ", Ink.TEXT), (f"{ago_words(entry.at, now):>14}", Ink.DIM))
        rows.append(SideRow(f"{_PREFIX[entry.kind]}{entry.what} {way}{why}", mark=((OPEN, Ink.DIM),), right=said))
    return tuple(rows)
