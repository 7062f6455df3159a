"""What somebody wants to move: one milestone by calendar days, several by working days."""

from datetime import date, timedelta

import pytest
from factories import TODAY, milestone, project
from hypothesis import given, settings
from hypothesis import strategies as st

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.network.move_request import MoveRequest, movable
from milestone_tui.plan.network.network import Network

FRIDAY = date(2026, 11, 27)
BETA = milestone(id=1, due_on=FRIDAY)
LOAD = milestone(id=2, due_on=date(2026, 12, 4))
DONE = milestone(id=3, due_on=TODAY, done_on=TODAY)
UNDATED = milestone(id=4, due_on=None)
NETWORK = Network((project(),), (BETA, LOAD, DONE, UNDATED), ())
DAY = timedelta(days=1)


def test_what_can_be_shifted_is_open_and_has_a_date_and_the_earliest_leads() -> None:
    assert movable((LOAD, DONE, BETA, UNDATED)) == (1, 2)


def test_a_single_one_goes_by_calendar_days() -> None:
    request = MoveRequest((1,)).by(NETWORK, days=1)
    assert request.moves(NETWORK) == {1: FRIDAY + DAY}, "a Saturday"
    assert request.by(NETWORK, days=-1).moves(NETWORK) == {1: FRIDAY}
    assert request.by(NETWORK, weeks=2).moves(NETWORK) == {1: FRIDAY + 15 * DAY}
    assert request.at(NETWORK, TODAY).moves(NETWORK) == {1: TODAY}
    assert MoveRequest((1,)).moves(NETWORK) == {}


def test_several_go_by_working_days_and_weeks() -> None:
    request = MoveRequest((1, 2)).by(NETWORK, days=1)
    assert request.moves(NETWORK) == {1: date(2026, 11, 30), 2: date(2026, 12, 7)}
    request = request.by(NETWORK, weeks=-1)
    assert request.moves(NETWORK) == {1: date(2026, 11, 23), 2: date(2026, 11, 30)}


def test_a_day_for_the_first_takes_the_others_along() -> None:
    request = MoveRequest((1, 2)).at(NETWORK, date(2026, 12, 5))
    assert request.moves(NETWORK) == {1: date(2026, 12, 5), 2: date(2026, 12, 11)}, (
        "five working days, the first as said"
    )
    assert request.by(NETWORK, days=1).moves(NETWORK) == {1: date(2026, 12, 7), 2: date(2026, 12, 14)}


def test_what_is_left_of_several_goes_as_they_all_did() -> None:
    request = MoveRequest((1, 2)).at(NETWORK, date(2026, 12, 5)).among((2,))
    assert request.moves(NETWORK) == {2: date(2026, 12, 11)}, "the Saturday was said for another"
    assert request.by(NETWORK, days=1).moves(NETWORK) == {2: date(2026, 12, 12)}, "a single one goes by calendar days"
    assert MoveRequest((1, 2)).at(NETWORK, TODAY).among((1,)).moves(NETWORK) == {1: TODAY}


def test_what_has_no_day_takes_one_but_not_a_step() -> None:
    assert MoveRequest((4,)).by(NETWORK, days=1).moves(NETWORK) == {}
    assert MoveRequest((4,)).at(NETWORK, TODAY).by(NETWORK, days=1).moves(NETWORK) == {4: TODAY + DAY}


def test_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(InvalidInput, match="dates go from"):
        MoveRequest((1,)).at(NETWORK, date.max).by(NETWORK, days=1)
    with pytest.raises(InvalidInput, match="dates go from"):
        MoveRequest((1, 2)).by(NETWORK, weeks=10**6).moves(NETWORK)


@given(
    steps=st.lists(st.tuples(st.integers(-30, 30), st.integers(-9, 9)), min_size=1, max_size=8),
    ids=st.sampled_from([(1,), (1, 2)]),
)
@settings(max_examples=100, deadline=None)
def test_steps_add_up(steps: list[tuple[int, int]], ids: tuple[int, ...]) -> None:
    request = MoveRequest(ids)
    for days, weeks in steps:
        request = request.by(NETWORK, days, weeks)
    at_once = MoveRequest(ids).by(NETWORK, sum(days for days, _ in steps), sum(weeks for _, weeks in steps))
    assert request.moves(NETWORK) == at_once.moves(NETWORK)
