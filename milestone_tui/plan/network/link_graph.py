"""Loop check for links that are added one by one."""

from __future__ import annotations

from collections import defaultdict


class LinkGraph:
    """Graph of links without loops; checking a link at the start or end of a chain needs no search."""

    def __init__(self) -> None:
        self._after: defaultdict[int, list[int]] = defaultdict(list)
        self._waiting: set[int] = set()
        self._links: set[tuple[int, int]] = set()

    def __contains__(self, link: tuple[int, int]) -> bool:
        return link in self._links

    def add(self, predecessor: int, successor: int) -> None:
        """Add a link that closes no loop."""
        self._links.add((predecessor, successor))
        self._after[predecessor].append(successor)
        self._waiting.add(successor)

    def closes_loop(self, predecessor: int, successor: int) -> bool:
        """Return whether `predecessor` can be reached from `successor`."""
        if predecessor != successor and predecessor not in self._waiting:
            return False
        stack, seen = [successor], {successor}
        while stack:
            here = stack.pop()
            if here == predecessor:
                return True
            for onward in self._after.get(here, ()):
                if onward not in seen:
                    seen.add(onward)
                    stack.append(onward)
        return False
