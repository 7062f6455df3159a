"""The history of a thing as lines: what was done, by whom, how long ago."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

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


class FieldHistory(NamedTuple):
    """The history of one thing, change by change."""

    rows: tuple[SideRow, ...]
    entries: Mapping[int, HistoryEntry]
    """What was changed, by the row that says so; the rows between head a change."""


def field_history(entries: Iterable[HistoryEntry], now: datetime) -> FieldHistory:
    """A heading for each change (when, who, why), and below it a line for each field: from what to what."""
    rows: list[SideRow] = []
    placed: dict[int, HistoryEntry] = {}
    for _, found in groupby(entries, lambda entry: entry.change_id):
        fields = list(found)
        first = fields[0]
        words = f"{_PREFIX[first.kind]}{ago_words(first.at, now)}, {visible(first.actor)}"
        why: Line = ((first.reason.value, Ink.TEXT),) if first.reason else ()
        rows.append(SideRow(words, Ink.DIM, mark=(), right=why, selectable=False))
        for entry in fields:
            placed[len(rows)] = entry
            rows.append(SideRow(_told(entry), mark=((OPEN, Ink.DIM),)))
    return FieldHistory(tuple(rows), placed)


def _told(entry: HistoryEntry) -> str:
    before, after = visible(entry.before), visible(entry.after)
    if entry.field:
        return f"{entry.what}: {before or DASH} → {after or DASH}"
    if not before:
        return f"{entry.what}: {after}"
    if not after:
        return f"removed: {entry.what} {before}"
    return f"{before} → {after}: {entry.what}"  # what it is may be long, as a criterion's text
