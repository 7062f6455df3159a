"""The history of a milestone or project as rows: what was changed, by whom, and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from milestone_tui.plan.actor import Actor
from milestone_tui.plan.analysis.history import HistoryEntry
from milestone_tui.plan.language.reasons import reason_words
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.language.wording import DASH, ago_words
from milestone_tui.plan.model import Change, ChangeKind, ChangeReason
from milestone_tui.ui.editors.side_rows import HistoryRows, SideRow
from milestone_tui.ui.renderer import OPEN, Line, Renderer
from milestone_tui.ui.theme import Ink

_PREFIX = {ChangeKind.DO: "", ChangeKind.UNDO: "Undo: ", ChangeKind.REDO: "Redo: "}


class FieldHistory(NamedTuple):
    """The history of a milestone, change by change."""

    rows: tuple[SideRow, ...]
    entries: Mapping[int, HistoryEntry]
    """The history entries by row number; the other rows are headings."""

    def place(self, key: object) -> int | None:
        """Return the row of the entry with this key, None without one."""
        return next((place for place, entry in self.entries.items() if entry.key == key), None)


class ChangeHistory(NamedTuple):
    """The changes in a project, each with the project's own fields that it set."""

    rows: tuple[SideRow, ...]
    keys: tuple[object, ...]
    """The key of each row, which stays the same when rows are added above it."""
    entries: Mapping[int, HistoryEntry]
    """The history entries of fields by row number."""

    def place(self, key: object) -> int | None:
        """Return the row with this key, None without one."""
        return self.keys.index(key) if key in self.keys else None


def change_history(changes: Iterable[Change], entries: Iterable[HistoryEntry], now: datetime) -> ChangeHistory:
    """Return a heading for when and who, a row for each change, and below it one for each field of the project."""
    fields: dict[int, list[HistoryEntry]] = {}
    for entry in entries:
        fields.setdefault(entry.change_id, []).append(entry)
    rows: list[SideRow] = []
    keys: list[object] = []
    placed: dict[int, HistoryEntry] = {}
    for heading, found in groupby(changes, lambda change: _when_and_who(change.at, change.actor, now)):
        rows.append(SideRow(heading, Ink.DIM, mark=(), selectable=False))
        keys.append(heading)
        for change in found:
            own = fields.get(change.id, [])
            label = visible(_PREFIX[change.kind] + change.label)
            why, note = _why(change.reason, change.reason_note)
            rows.append(SideRow(label, mark=((OPEN, Ink.DIM),), right=why, selectable=not own))
            keys.append(change.id)
            if note:
                rows.append(note)
                keys.append((change.id, "why"))
            for entry in own:
                placed[len(rows)] = entry
                rows.append(SideRow(f"  {_entry_words(entry)}"))
                keys.append(entry.key)
    return ChangeHistory(tuple(rows), tuple(keys), placed)


def _when_and_who(at: datetime, actor: Actor, now: datetime) -> str:
    return f"{ago_words(at, now)}, {visible(str(actor))}"


def field_history(entries: Iterable[HistoryEntry], now: datetime) -> FieldHistory:
    """Return a heading for each change (when, who, why), and below it a row for each field with both values."""
    rows: list[SideRow] = []
    placed: dict[int, HistoryEntry] = {}
    for _, found in groupby(entries, lambda entry: entry.change_id):
        fields = list(found)
        first = fields[0]
        words = _PREFIX[first.kind] + _when_and_who(first.at, first.actor, now)
        why, note = _why(first.reason, first.reason_note)
        rows += [SideRow(words, Ink.DIM, mark=(), right=why, selectable=False), *([note] if note else [])]
        for entry in fields:
            placed[len(rows)] = entry
            rows.append(SideRow(_entry_words(entry), mark=((OPEN, Ink.DIM),)))
    return FieldHistory(tuple(rows), placed)


def _why(reason: ChangeReason | None, note: str) -> tuple[Line, SideRow | None]:
    """Return the reason of a change: a listed one for the right edge, one in own words as a row below."""
    words = visible(reason_words(reason, note))
    if note:
        return (), SideRow(words, mark=((" ", Ink.TEXT),), selectable=False)
    return ((words, Ink.TEXT),) if words else (), None


def _entry_words(entry: HistoryEntry) -> str:
    before, after = visible(entry.before), visible(entry.after)
    if entry.field:
        return f"{entry.what}: {before or DASH} → {after or DASH}"
    if not before:
        return f"{entry.what}: {after}"
    if not after:
        return f"removed: {entry.what} {before}"
    return f"{before} → {after}: {entry.what}"  # values first, since a criterion's text may be long


class FieldHistoryRows(HistoryRows):
    """The rows of the history of a milestone or of a risk."""

    def __init__(self, renderer: Renderer) -> None:
        super().__init__(renderer)
        self._history = FieldHistory((), {})

    def show(self, entries: Iterable[HistoryEntry], now: datetime) -> None:
        """Show these entries; the cursor stays on its entry."""
        stood = self.at(self.cursor)
        self._history = field_history(entries, now)
        self.replace_rows(self._history.rows, self._history.place(stood.key) if stood else None)

    @property
    def entry_count(self) -> int:
        """Return how many entries there are."""
        return len(self._history.entries)

    def at(self, index: int) -> HistoryEntry | None:
        """Return the entry of a row; None for a heading."""
        return self._history.entries.get(index)
