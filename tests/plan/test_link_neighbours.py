"""Who comes before a milestone, and who after it."""

from milestone_tui.plan.model import Link
from milestone_tui.plan.network.neighbours import Neighbours


def test_both_ends_are_found_in_the_order_of_the_links() -> None:
    ends = [(5, 2), (1, 2), (5, 9), (3, 2), (2, 5)]
    neighbours = Neighbours([Link(number, before, after, 0) for number, (before, after) in enumerate(ends)])
    for id_ in range(11):
        assert neighbours.before(id_) == [before for before, after in ends if after == id_]
        assert neighbours.after(id_) == [after for before, after in ends if before == id_]
    assert Neighbours().before(1) == Neighbours().after(1) == []
