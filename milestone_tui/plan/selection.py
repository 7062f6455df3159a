"""The marked milestones or projects, on which a command acts together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Selection(NamedTuple):
    """Ids of marked rows, and the row where a range starts."""

    ids: frozenset[int] = frozenset()
    anchor: int | None = None
    """The row that was last marked on its own."""

    def toggled(self, id_: int) -> Selection:
        """Return the selection with `id_` marked or unmarked."""
        return Selection(self.ids ^ {id_}, id_)

    def ranged(self, shown: Sequence[int], to: int) -> Selection:
        """Return the selection plus the rows from the anchor to `to`; only `to` if the anchor is not shown."""
        start = shown.index(self.anchor) if self.anchor in shown else shown.index(to)
        end = shown.index(to)
        low, high = min(start, end), max(start, end)
        return Selection(self.ids | set(shown[low : high + 1]), to)

    def all_of(self, shown: Iterable[int]) -> Selection:
        """Return the selection plus all shown rows; without them if all are already marked."""
        shown = frozenset(shown)
        return Selection(self.ids - shown if shown <= self.ids else self.ids | shown, self.anchor)

    def among(self, existing: Iterable[int]) -> Selection:
        """Return the selection without rows that no longer exist."""
        ids = frozenset(existing)
        return self if self.ids <= ids else Selection(self.ids & ids, self.anchor if self.anchor in ids else None)
