"""The links between neighbouring milestones of a network of tasks."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from milestone_tui.exchange.neighbours import Edge, neighbours


def test_the_longest_way_through_the_tasks_is_the_lag() -> None:
    edges = [Edge(0, 1, 2), Edge(1, 3, 5), Edge(0, 2, 1), Edge(2, 3, 20)]
    assert neighbours(4, edges, {0, 3}).links == {(0, 3): 21}


def test_a_way_stops_at_the_next_milestone() -> None:
    assert neighbours(3, [Edge(0, 1, 3), Edge(1, 2, 4)], {0, 1, 2}).links == {(0, 1): 3, (1, 2): 4}


def test_a_longer_direct_way_is_kept_beside_the_shorter_one_round() -> None:
    edges = [Edge(0, 1, 3), Edge(1, 2, 4), Edge(0, 2, 8)]
    assert neighbours(3, edges, {0, 1, 2}).links == {(0, 1): 3, (1, 2): 4, (0, 2): 8}


def test_a_direct_way_that_others_imply_is_left_away() -> None:
    edges = [Edge(0, 1, 3), Edge(1, 2, 4), Edge(0, 2, 7)]
    assert neighbours(3, edges, {0, 1, 2}).links == {(0, 1): 3, (1, 2): 4}


def test_a_task_without_a_time_leaves_the_next_milestone_its_time() -> None:
    edges = [Edge(0, 1, 3), Edge(1, 2, 9), Edge(1, 3, 4)]
    assert neighbours(4, edges, {0, 2, 3}, [10, None, 15, 30]).links == {(0, 2): 5, (0, 3): 7}
    assert neighbours(4, edges, {0, 2, 3}, [None, None, 15, 30]).links == {(0, 2): 12, (0, 3): 7}
    assert neighbours(3, [Edge(0, 1, 3), Edge(1, 2, 9)], {0, 1, 2}, [10, None, 15]).links == {(0, 1): 3, (1, 2): 9}
    assert neighbours(3, [Edge(0, 1, 3), Edge(1, 2, 9)], {0, 2}, [10, 14, 15]).links == {(0, 2): 12}


def test_a_milestone_that_binds_nothing_implies_nothing() -> None:
    edges = [Edge(0, 1, 3), Edge(1, 2, 4), Edge(0, 2, 7)]
    links = {(0, 1): 3, (1, 2): 4}
    assert neighbours(3, edges, {0, 1, 2}, loose=[0, 2]).links == links
    assert neighbours(3, edges, {0, 1, 2}, loose=[1]).links == {**links, (0, 2): 7}


def test_a_loop_is_cut_and_told() -> None:
    found = neighbours(3, [Edge(0, 1, 1), Edge(1, 2, 1), Edge(2, 0, 1)], {0, 2})
    assert found.links == {(0, 2): 2}
    assert found.loops == (Edge(2, 0, 1),)


def test_milestones_that_all_hang_on_each_other_through_many_tasks_are_given_up_soon() -> None:
    milestones, rows = 2_000, 1_500
    edges = [Edge(m, milestones + m % 2, 1) for m in range(milestones)]
    for row in range(rows):
        here, below = milestones + 2 * row, milestones + 2 * row + 2
        edges += [
            Edge(here, below, 1),
            Edge(here, below + 1, 1),
            Edge(here + 1, below, 1),
            Edge(here + 1, below + 1, 1),
        ]
    last = milestones + 2 * rows
    edges += [Edge(last, last + 2, 1), Edge(last + 1, last + 2, 1)]
    found = neighbours(last + 3, edges, {*range(milestones), last + 2})
    assert not found.complete
    assert not found.links


def test_ten_thousand_tasks_take_seconds() -> None:
    count = 10_000
    edges = [Edge(n, later, 1 + n % 3) for n in range(count) for later in (n + 1, n + 7) if later < count]
    started = time.process_time()
    found = neighbours(count, edges, set(range(0, count, 3)))
    assert found.complete
    assert time.process_time() - started < 25  # quadratic would be minutes


@st.composite
def networks(draw: st.DrawFn) -> tuple[int, list[Edge], set[int]]:
    count = draw(st.integers(1, 8))
    node = st.integers(0, count - 1)
    pairs = draw(st.lists(st.tuples(node, node, st.integers(-3, 9)), max_size=16))
    edges = [Edge(min(a, b), max(a, b), weight) for a, b, weight in pairs if a != b]
    return count, edges, draw(st.sets(node))


def longest(count: int, weights: dict[tuple[int, int], int]) -> dict[tuple[int, int], int]:
    """All longest ways by relaxation over a network whose edges run from lower to higher nodes."""
    ways = dict(weights)
    for between in range(count):
        for (source, target), lag in list(ways.items()):
            if target == between:
                for after in range(between + 1, count):
                    if (between, after) in ways:
                        way = lag + ways[between, after]
                        ways[source, after] = max(way, ways.get((source, after), way))
    return ways


@settings(max_examples=200, deadline=None)
@given(networks())
def test_the_links_say_of_the_milestones_exactly_what_the_network_says(
    network: tuple[int, list[Edge], set[int]],
) -> None:
    count, edges, milestones = network
    weights: dict[tuple[int, int], int] = {}
    for edge in edges:
        weights[edge.source, edge.target] = max(edge.weight, weights.get((edge.source, edge.target), edge.weight))
    every_way = longest(count, weights)
    wanted = {pair: lag for pair, lag in every_way.items() if milestones.issuperset(pair)}
    links = dict(neighbours(count, edges, milestones).links)
    assert longest(count, links) == wanted
    for pair in links:
        fewer = {other: lag for other, lag in links.items() if other != pair}
        assert longest(count, fewer) != wanted, "no link is superfluous"
