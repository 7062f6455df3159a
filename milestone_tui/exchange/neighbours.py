"""From a network of tasks to the links between its milestones: the longest way from each to the next ones."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

WORK_LIMIT = 4_000_000
"""Steps after which a network counts as too entangled: thousands of milestones that all hang on each other."""


@dataclass(frozen=True, slots=True)
class Edge:
    """`target` may be no earlier than `weight` working days after `source`; nodes are counted from 0."""

    source: int
    target: int
    weight: int


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What `neighbours` found."""

    links: Mapping[tuple[int, int], int]
    """(predecessor, successor) to the lag in working days, only between milestones."""
    loops: tuple[Edge, ...]
    """Edges that were ignored because each closes a loop."""
    complete: bool
    """False when the network was too entangled; then there are no links."""


def neighbours(count: int, edges: Sequence[Edge], milestones: Collection[int]) -> Neighbours:
    """The links between neighbouring milestones of a network with `count` nodes.

    A lag is the longest way that meets no other milestone. A link that other links imply (their lags add up to at
    least as much) is left away, so that what remains is what a person would have drawn.
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
    into = _direct(order, inwards, _leading_to_milestones(order, inwards, milestones), milestones)
    if into is None:
        return Neighbours({}, dropped, False)
    return Neighbours(_without_implied(order, into), dropped, True)


def _order(outwards: Sequence[Sequence[int]]) -> tuple[list[int], list[tuple[int, int]]]:
    """A topological order, and the edges (source, target) that had to be ignored to have one."""
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


def _leading_to_milestones(
    order: Sequence[int], inwards: Sequence[Mapping[int, int]], milestones: Collection[int]
) -> list[bool]:
    """For each node: is it a milestone or on a way to one? Nothing else needs to be followed."""
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
    """For each milestone its nearest milestones upstream with the longest way from each; None beyond `WORK_LIMIT`."""
    stops = set(milestones)
    upstream: list[tuple[dict[int, int], int]] = [({}, 0)] * len(order)
    """Per node what leads to it: lags by milestone, and what is to be added to each (so that chains share a dict)."""
    into: dict[int, dict[int, int]] = {}
    work = 0
    for node in order:
        if not useful[node]:
            continue
        ways = [
            ({source: 0}, weight) if source in stops else (upstream[source][0], upstream[source][1] + weight)
            for source, weight in inwards[node].items()
            if source in stops or upstream[source][0]
        ]
        if len(ways) == 1 and node not in stops:
            upstream[node] = ways[0]
            continue
        merged: dict[int, int] = {}
        for lags, offset in ways:
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


def _without_implied(order: Sequence[int], into: Mapping[int, Mapping[int, int]]) -> dict[tuple[int, int], int]:
    """The links, less those that a way through other milestones implies."""
    rank = {node: place for place, node in enumerate(order)}
    work = 0
    links: dict[tuple[int, int], int] = {}
    for node, lags in into.items():
        implied: dict[int, int] = {}
        if len(lags) > 1 and work <= WORK_LIMIT:
            implied, steps = _ways_round(node, into, rank)
            work += steps
        for source, lag in lags.items():
            if source not in implied or implied[source] < lag:
                links[source, node] = lag
    return links


def _ways_round(
    node: int, into: Mapping[int, Mapping[int, int]], rank: Mapping[int, int]
) -> tuple[dict[int, int], int]:
    """The longest ways to `node` that pass at least one other milestone, by where they start; and the steps taken."""
    earliest = min(rank[source] for source in into[node])
    best = dict(into[node])
    round_: dict[int, int] = {}
    queue: list[tuple[int, int]] = []
    for source in best:
        heappush(queue, (-rank[source], source))
    steps = 0
    while queue:
        _, between = heappop(queue)
        for source, lag in into[between].items():
            steps += 1
            if rank[source] < earliest:
                continue
            way = best[between] + lag
            if source not in best:
                heappush(queue, (-rank[source], source))
            if source not in best or way > best[source]:
                best[source] = way
            if source not in round_ or way > round_[source]:
                round_[source] = way
    return round_, steps
