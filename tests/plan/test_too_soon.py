"""How many links are too soon in a project, and how many more other days off would make."""

from datetime import date, timedelta

from factories import link, milestone, project
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import World, worlds

from milestone_tui.plan.model import MilestoneState
from milestone_tui.plan.network.network import Network
from milestone_tui.plan.network.too_soon import newly_too_soon, now_too_soon, replan_offer, too_soon, will_be_too_soon

FRIDAY = date(2026, 12, 25)
"""Between the first of the plan and all others."""
ACME, NORD = project(), project(id=2, key="NORD")
FIRST = milestone(id=1, due_on=date(2026, 12, 23))
SECOND = milestone(id=2, due_on=date(2026, 12, 28))
THIRD = milestone(id=3, due_on=date(2026, 12, 28), state=MilestoneState.DONE, done_on=date(2026, 12, 28))
ABROAD = milestone(id=4, project_id=2, due_on=date(2026, 12, 28))
LEAD = milestone(id=5, due_on=date(2026, 12, 22))
PLAN = (FIRST, SECOND, THIRD, ABROAD, LEAD)
LINKS = (link(1, 2, 3), link(1, 3, 3), link(1, 4, 3), link(2, 5, -4))


def network(acme: object = ACME, *more: object) -> Network:
    return Network((acme, NORD), PLAN, (*LINKS, *more))  # type: ignore[arg-type]


def test_a_day_off_makes_links_into_its_own_project_too_soon_and_no_others() -> None:
    assert newly_too_soon(network(), ACME._replace(holidays=(FRIDAY,))) == 1
    assert newly_too_soon(network(), NORD._replace(holidays=(FRIDAY,))) == 1, "the lag counts where the successor is"
    assert newly_too_soon(network(), ACME._replace(holidays=(date(2026, 12, 26),))) == 0, "a Saturday"
    assert newly_too_soon(network(), ACME) == 0


def test_a_day_of_work_more_is_too_soon_for_a_lead() -> None:
    closed = ACME._replace(holidays=(FRIDAY,))
    assert newly_too_soon(network(closed), ACME) == 0, "from 22 to 28 Dec there are 4 working days"
    ahead = Network((closed, NORD), PLAN, (link(2, 5, -3),))
    assert newly_too_soon(ahead, ACME) == 1


def test_what_is_too_soon_already_is_not_counted_again() -> None:
    late = Network((ACME, NORD), (FIRST, SECOND._replace(due_on=date(2026, 12, 22))), (link(1, 2),))
    assert len(too_soon(late, 1)) == 1
    assert newly_too_soon(late, ACME._replace(holidays=(date(2026, 12, 22),))) == 0


def test_links_count_at_both_ends() -> None:
    both = Network((ACME, NORD), PLAN, (link(1, 4, 9), link(4, 2, 1)))
    assert len(too_soon(both, 1)) == len(too_soon(both, 2)) == 2
    assert too_soon(both, 3) == []


def test_the_words() -> None:
    assert (will_be_too_soon(1), will_be_too_soon(3)) == ("1 link will be too soon", "3 links will be too soon")
    assert (now_too_soon(1), now_too_soon(3)) == ("1 link is now too soon", "3 links are now too soon")
    assert replan_offer(3) == "3 links are now too soon · R to re-plan"


@settings(deadline=None, max_examples=60)
@given(worlds(), st.sets(st.integers(0, 120), max_size=15))
def test_the_count_is_what_a_network_with_these_days_off_says(world: World, off: set[int]) -> None:
    first = min(m.due_on for m in world.plan if m.due_on)
    changed = world.projects[0]._replace(holidays=tuple(first + timedelta(days) for days in sorted(off)))
    after = Network((changed, *world.projects[1:]), world.plan, world.links)
    new = set(after.violated) - set(world.network.violated)
    assert newly_too_soon(world.network, changed) == len(new)
