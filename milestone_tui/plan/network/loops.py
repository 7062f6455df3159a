"""Detection of loops: a link must not make a milestone its own predecessor."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping

from milestone_tui.plan.model import Link


def find_cycle(links: Iterable[Link], predecessor_id: int, successor_id: int) -> tuple[int, ...] | None:
    """Return the shortest loop that a link predecessor → successor would close (p, s, …, p); None if there is none."""
    if predecessor_id == successor_id:
        return (predecessor_id, successor_id)
    links_out: defaultdict[int, list[int]] = defaultdict(list)
    for link in links:
        links_out[link.predecessor_id].append(link.successor_id)
    came_from = {successor_id: predecessor_id}
    queue = deque([successor_id])
    while queue:
        here = queue.popleft()
        for onward in links_out.get(here, ()):
            if onward == predecessor_id:
                return _loop(came_from, here, predecessor_id)
            if onward not in came_from:
                came_from[onward] = here
                queue.append(onward)
    return None


def _loop(came_from: Mapping[int, int], last: int, start: int) -> tuple[int, ...]:
    """Return the loop start, …, last, start from the map of where each milestone was reached from."""
    loop = [start, last]
    while loop[-1] != start:
        loop.append(came_from[loop[-1]])
    return tuple(reversed(loop))
