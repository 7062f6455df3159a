from __future__ import annotations

from itertools import pairwise

from factories import link
from hypothesis import given, settings
from hypothesis import strategies as st

from milestone_tui.plan.model import Link
from milestone_tui.plan.network.loops import find_cycle


def test_a_loop_is_written_out_from_the_predecessor_round_to_itself() -> None:
    links = [link(1, 2), link(2, 3), link(2, 4), link(4, 5), link(3, 5)]
    assert find_cycle(links, 3, 1) == (3, 1, 2, 3)
    assert find_cycle(links, 5, 1) in {(5, 1, 2, 3, 5), (5, 1, 2, 4, 5)}
    assert find_cycle(links, 2, 1) == (2, 1, 2)
    assert find_cycle(links, 7, 7) == (7, 7)
    assert find_cycle(links, 1, 5) is None
    assert find_cycle(links, 3, 4) is None


ENDS = st.tuples(st.integers(0, 11), st.integers(0, 11))
LINKS = st.lists(ENDS, max_size=25).map(lambda ends: [link(p, s) for p, s in ends])
FREE_OF_LOOPS = LINKS.map(lambda links: [x for x in links if x.predecessor_id < x.successor_id])


@settings(deadline=None)
@given(LINKS, st.integers(0, 11), st.integers(0, 11))
def test_a_found_loop_walks_along_links(links: list[Link], p: int, s: int) -> None:
    loop = find_cycle(links, p, s)
    if loop is not None:
        assert loop[0] == loop[-1] == p
        assert loop[1] == s
        steps = {(x.predecessor_id, x.successor_id) for x in links} | {(p, s)}
        assert all(step in steps for step in pairwise(loop))
        assert len(set(loop)) == len(loop) - 1


@settings(deadline=None)
@given(FREE_OF_LOOPS, st.integers(0, 11), st.integers(0, 11))
def test_what_closes_no_loop_keeps_the_links_free_of_loops(links: list[Link], p: int, s: int) -> None:
    if find_cycle(links, p, s) is None:
        grown = [*links, link(p, s)]
        assert all(find_cycle(links, x.predecessor_id, x.successor_id) is None for x in grown)
