"""Which milestone here each of a file is, where several have one name."""

from __future__ import annotations

from datetime import date

from milestone_tui.plan.importing.matching import Candidate, Wanted, find_matches

GATE = ("gate", "build")
DECEMBER = date(2026, 12, 4)


def test_of_two_with_one_name_the_due_date_decides() -> None:
    here = {GATE: [Candidate(1, None), Candidate(2, DECEMBER)]}
    wanted = [Wanted(0, GATE, DECEMBER), Wanted(1, GATE, None)]
    assert find_matches(wanted, here, {}).tokens == {0: 2, 1: 1}


def test_where_a_file_says_no_due_dates_the_order_decides() -> None:
    here = {GATE: [Candidate(1, DECEMBER), Candidate(2, None)]}
    wanted = [Wanted(place, GATE, None, says_due=False) for place in range(2)]
    assert find_matches(wanted, here, {}).tokens == {0: 1, 1: 2}
