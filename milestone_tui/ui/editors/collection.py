"""The entries of a list that is edited: as stored, as edited, and the steps to undo."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Generic, NamedTuple, TypeVar

from milestone_tui.plan.list_merge import ListKind, merge

_Entry = TypeVar("_Entry", bound=Hashable)


class Answers(NamedTuple):
    """The keys of the conflicting entries that the person was asked about, and of those kept as edited here."""

    asked: frozenset[Hashable] = frozenset()
    kept: frozenset[Hashable] = frozenset()


class Collection(Generic[_Entry]):
    """A list with its entries as first seen, as edited since, and as before each step."""

    def __init__(self, *, ordered: bool) -> None:
        """`ordered`: the order of the entries is part of what is saved."""
        self.seen: tuple[_Entry, ...] = ()
        self.entries: tuple[_Entry, ...] = ()
        self._ordered = ordered
        self._past: list[tuple[_Entry, ...]] = []

    def alike(self, one: Sequence[_Entry], other: Sequence[_Entry]) -> bool:
        """Return True if two lists would be saved the same."""
        return tuple(one) == tuple(other) if self._ordered else frozenset(one) == frozenset(other)

    def start(self, seen: Sequence[_Entry], entries: Sequence[_Entry]) -> None:
        """Start with the entries of a draft: as seen and as edited."""
        self.seen = tuple(seen)
        self.replace(entries)

    def replace(self, entries: Sequence[_Entry]) -> None:
        """Replace the entries; earlier steps can no longer be undone."""
        self.entries = tuple(entries)
        self._past.clear()

    def change(self, entries: tuple[_Entry, ...]) -> None:
        """Replace the entries by a step that can be undone."""
        self._past.append(self.entries)
        self.entries = entries

    def undo(self) -> bool:
        """Undo the last step; False without one."""
        if self._past:
            self.entries = self._past.pop()
            return True
        return False

    def put(self, index: int, entry: _Entry) -> tuple[_Entry, ...]:
        """Return the entries with the one at `index` replaced."""
        return (*self.entries[:index], entry, *self.entries[index + 1 :])

    def merge_stored(self, kind: ListKind[_Entry], stored: Sequence[_Entry], answers: Answers) -> None:
        """Merge the stored entries into the edited ones, unless a conflict in them is not answered yet."""
        merged = merge(kind, self.seen, self.entries, stored, answers.kept)
        if {dispute.key for dispute in merged.disputes} - answers.asked:
            return
        self.seen = tuple(stored)
        if merged.entries != self.entries or self.alike(
            merged.entries, stored
        ):  # otherwise the steps can still be undone
            self.replace(merged.entries)
