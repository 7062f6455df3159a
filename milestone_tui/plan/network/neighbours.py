"""Predecessors and successors of a milestone."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from operator import attrgetter

from milestone_tui.plan.model import Link

_PREDECESSOR: Callable[[Link], int] = attrgetter("predecessor_id")
_SUCCESSOR: Callable[[Link], int] = attrgetter("successor_id")


class Neighbours:
    """Index of links by both ends, as sorted lists: a list for each of 10,000 milestones would take a megabyte."""

    def __init__(self, links: Sequence[Link] = ()) -> None:
        self._out = sorted(links, key=_PREDECESSOR)
        self._in = sorted(links, key=_SUCCESSOR)

    def before(self, milestone_id: int) -> list[int]:
        """Return the ids of its predecessors, in the order of the links."""
        return [link.predecessor_id for link in _among(self._in, milestone_id, _SUCCESSOR)]

    def after(self, milestone_id: int) -> list[int]:
        """Return the ids of its successors, in the order of the links."""
        return [link.successor_id for link in _among(self._out, milestone_id, _PREDECESSOR)]


def _among(links: Sequence[Link], milestone_id: int, end: Callable[[Link], int]) -> Sequence[Link]:
    start = bisect_left(links, milestone_id, key=end)
    return links[start : bisect_right(links, milestone_id, start, key=end)]
