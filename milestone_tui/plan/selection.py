"""Which milestones or projects are marked, to be acted upon together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Selection(NamedTuple):
    """The marked ones, and the one that a range begins with."""

    ids: frozenset[int] = frozenset()
    anchor: int | None = None
    """The one that was marked last, by itself."""

    def toggled(self, id_: int) -> Selection:
        """With one more marked, or one less."""
        return Selection(self.ids ^ {id_}, id_)

    def ranged(self, shown: Sequence[int], to: int) -> Selection:
        """With all that stands from the anchor to `to` marked as well; without an anchor in view, `to` alone."""
        start = shown.index(self.anchor) if self.anchor in shown else shown.index(to)
        end = shown.index(to)
        low, high = min(start, end), max(start, end)
        return Selection(self.ids | set(shown[low : high + 1]), to)

    def all_of(self, shown: Iterable[int]) -> Selection:
        """With all that is shown marked; where all of it is marked already, with none of it."""
        shown = frozenset(shown)
        return Selection(self.ids - shown if shown <= self.ids else self.ids | shown, self.anchor)

    def among(self, there: Iterable[int]) -> Selection:
        """Without what is gone."""
        there = frozenset(there)
        return self if self.ids <= there else Selection(self.ids & there, self.anchor if self.anchor in there else None)
