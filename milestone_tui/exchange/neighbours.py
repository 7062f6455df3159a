"""Reduce a network of tasks to links between milestones: the longest path from each to its neighbours."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

WORK_LIMIT = 4_000_000
"""Steps after which to give up: thousands of milestones that all depend on each other."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A link: `target` comes at least `weight` working days after `source`; nodes are counted from 0."""

    source: int
    target: int
    weight: int


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The result of `neighbours`."""

    links: Mapping[tuple[int, int], int]
    """(predecessor, successor) to the lag in working days, between milestones."""
    loops: tuple[Edge, ...]
    """Edges that were ignored, as each closes a loop."""
    complete: bool
    """False if the work limit was reached; then there are no links."""


def neighbours(
    count: int,
    edges: Sequence[Edge],
    milestones: Collection[int],
    times: Sequence[int | None] = (),
    loose: Collection[int] = (),
) -> Neighbours:
    """Return the links between neighbouring milestones of a network with `count` nodes.

    A lag is the longest path without another milestone. A link is omitted if other links imply it (their lags add up to
    at least as much), so that the result is what a person would draw.

    `times` are those of the nodes, as far as they are known. Tasks without one are as early as they can be, and leave
    the nodes after them the times that these have. `loose` are milestones that bind nothing, as they are done or have
    no date: links through them imply no other link.
    """
    inwards: list[dict[int, int]] = [{} for _ in range(count)]
    outwards: list[list[int]] = [[] for _ in range(count)]
    for edge in edges:
        known = inwards[edge.target].get(edge.source)
        if known is None:
            outwards[edge.source].append(edge.target)
        if known is None or edge.weight > known:
            inwards[edge.target][edge.source] = edge.weight
    order, loops = _order(outwards)
    dropped = tuple(Edge(source, target, inwards[target].pop(source)) for source, target in loops)
    if times:
        _leave_times(order, inwards, milestones, list(times))
    into = _direct(order, inwards, _before_milestones(order, inwards, milestones), milestones)
    if into is None:
        return Neighbours({}, dropped, False)
    return Neighbours(_without_implied(order, into, frozenset(loose)), dropped, True)


def _order(outwards: Sequence[Sequence[int]]) -> tuple[list[int], list[tuple[int, int]]]:
    """Return a topological order, and the edges (source, target) ignored to get one."""
    unseen, open_, closed = 0, 1, 2
    mark = [unseen] * len(outwards)
    finished: list[int] = []
    loops: list[tuple[int, int]] = []
    for root in range(len(outwards)):
        if mark[root] != unseen:
            continue
        mark[root] = open_
        stack = [(root, iter(outwards[root]))]
        while stack:
            node, targets = stack[-1]
            for target in targets:
                if mark[target] == unseen:
                    mark[target] = open_
                    stack.append((target, iter(outwards[target])))
                    break
                if mark[target] == open_:
                    loops.append((node, target))
            else:
                mark[node] = closed
                finished.append(node)
                stack.pop()
    finished.reverse()
    return finished, loops


def _leave_times(
    order: Sequence[int], inwards: Sequence[dict[int, int]], milestones: Collection[int], times: list[int | None]
) -> None:
    """Shorten the edges from nodes without a time to nodes with one, so that the latter need not come later."""
    stops = set(milestones)
    is_known = [time is not None for time in times]
    for node in order:
        time = times[node]
        if time is None and node not in stops:
            ways = (begin + weight for source, weight in inwards[node].items() if (begin := times[source]) is not None)
            times[node] = max(ways, default=None)
        elif time is not None:
            for source, weight in inwards[node].items():
                begin = times[source]
                if begin is not None and not is_known[source]:
                    inwards[node][source] = min(weight, time - begin)


def _before_milestones(
    order: Sequence[int], inwards: Sequence[Mapping[int, int]], milestones: Collection[int]
) -> list[bool]:
    """Return for each node whether it is a milestone or before one; the others need no work."""
    useful = [False] * len(order)
    for node in milestones:
        useful[node] = True
    for node in reversed(order):
        if useful[node]:
            for source in inwards[node]:
                useful[source] = True
    return useful


def _direct(
    order: Sequence[int], inwards: Sequence[Mapping[int, int]], useful: Sequence[bool], milestones: Collection[int]
) -> dict[int, dict[int, int]] | None:
    """Return for each milestone the longest path from each nearest milestone before it; None beyond `WORK_LIMIT`."""
    stops = set(milestones)
    upstream: list[tuple[dict[int, int], int]] = [({}, 0)] * len(order)
    """For each node the lags from milestones before it, and a number to add to each (so that chains share a dict)."""
    into: dict[int, dict[int, int]] = {}
    work = 0
    for node in order:
        if not useful[node]:
            continue
        paths = [
            ({source: 0}, weight) if source in stops else (upstream[source][0], upstream[source][1] + weight)
            for source, weight in inwards[node].items()
            if source in stops or upstream[source][0]
        ]
        if len(paths) == 1 and node not in stops:
            upstream[node] = paths[0]
            continue
        merged: dict[int, int] = {}
        for lags, offset in paths:
            work += len(lags)
            if work > WORK_LIMIT:
                return None
            for source, lag in lags.items():
                if source not in merged or lag + offset > merged[source]:
                    merged[source] = lag + offset
        if node in stops:
            into[node] = merged
        else:
            upstream[node] = (merged, 0)
    return into


def _without_implied(
    order: Sequence[int], into: Mapping[int, Mapping[int, int]], loose: Collection[int]
) -> dict[tuple[int, int], int]:
    """Return the links, without those that a path through other milestones, none of them `loose`, implies."""
    rank = {node: place for place, node in enumerate(order)}
    work = 0
    links: dict[tuple[int, int], int] = {}
    for node, lags in into.items():
        implied: dict[int, int] = {}
        if len(lags) > 1 and work <= WORK_LIMIT:
            implied, steps = _detours(node, into, rank, loose)
            work += steps
        for source, lag in lags.items():
            if source not in implied or implied[source] < lag:
                links[source, node] = lag
    return links


def _detours(
    node: int, into: Mapping[int, Mapping[int, int]], rank: Mapping[int, int], loose: Collection[int]
) -> tuple[dict[int, int], int]:
    """Return the longest paths to `node` through at least one other milestone, by start; and the steps of work."""
    earliest = min(rank[source] for source in into[node])
    best = dict(into[node])
    detours: dict[int, int] = {}
    queue: list[tuple[int, int]] = []
    for source in best:
        heappush(queue, (-rank[source], source))
    steps = 0
    while queue:
        _, between = heappop(queue)
        if between in loose:
            continue
        for source, lag in into[between].items():
            steps += 1
            if rank[source] < earliest:
                continue
            length = best[between] + lag
            if source not in best:
                heappush(queue, (-rank[source], source))
            if source not in best or length > best[source]:
                best[source] = length
            if source not in detours or length > detours[source]:
                detours[source] = length
    return detours, steps
