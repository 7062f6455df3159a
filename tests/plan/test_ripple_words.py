from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from factories import TODAY, link, milestone, project

from milestone_tui.plan.language.move_wording import breaks, following_words, outcome_words
from milestone_tui.plan.model import Health, Link, Milestone, MilestoneKind, Project
from milestone_tui.plan.network.move_result import Outcome
from milestone_tui.plan.network.network import Network
from milestone_tui.plan.network.ripple import drag, only, push

BETA = milestone(id=1, title="Beta release", due_on=date(2026, 11, 27))
LOAD = milestone(id=2, title="Load test", due_on=date(2026, 12, 4), deadline_on=date(2026, 12, 7))
PAID = milestone(
    id=3, title="Second payment", due_on=date(2027, 1, 18), kind=MilestoneKind.PAYMENT, value=Decimal(40_000)
)
LINKS = (link(1, 2, 5), link(2, 3, 31))
ACME = project(id=1, target_on=date(2027, 1, 13))


def network(
    plan: Sequence[Milestone] = (BETA, LOAD, PAID),
    links: Sequence[Link] = LINKS,
    projects: Sequence[Project] = (ACME,),
) -> Network:
    return Network(projects, plan, links)


def moved(to: date) -> Outcome:
    return push(network(), {1: to})


def test_the_head_says_finish_followers_and_target() -> None:
    assert outcome_words(moved(date(2026, 12, 8)), TODAY) == (
        "finish 18 → 27 Jan",
        "2 more milestones move",
        "ACME misses its target by 14 days (was 5)",
    )
    assert outcome_words(moved(date(2026, 12, 14)), TODAY)[0] == "finish 18 Jan → 2 Feb"
    assert outcome_words(moved(date(2026, 11, 26)), TODAY) == ("finish stays 18 Jan", "no other milestone moves")
    assert outcome_words(moved(date(2026, 11, 27)), TODAY) == ("nothing moves",)


def test_a_target_that_was_kept_is_left() -> None:
    relaxed = ACME._replace(target_on=date(2027, 1, 20))
    outcome = push(network(projects=(relaxed,)), {1: date(2026, 12, 8)})
    assert outcome_words(outcome, TODAY)[2] == "ACME misses its target by 7 days"


def test_a_first_day_has_no_finish_before() -> None:
    outcome = only(network([milestone(id=1, due_on=None)], ()), {1: date(2026, 12, 1)})
    assert outcome_words(outcome, TODAY) == ("finish 1 Dec", "no other milestone moves")


def test_other_projects_are_named() -> None:
    projects = [ACME, *(project(id=n, key=f"NORD{n}") for n in range(2, 6))]
    plan = [BETA, *(milestone(id=n, project_id=n, due_on=BETA.due_on) for n in range(2, 6))]
    links = [link(n, n + 1) for n in range(1, 5)]
    two = push(network(plan[:2], links, projects), {1: date(2026, 11, 30)})
    assert following_words(two) == "1 more milestone moves (1 in NORD2)"
    assert outcome_words(two, TODAY) == (
        "finish 27 → 30 Nov",
        "NORD2 finish 27 → 30 Nov",
        "1 more milestone moves (1 in NORD2)",
    )
    but_one = outcome_words(push(network(plan[:4], links[:3], projects[:4]), {1: date(2026, 11, 30)}), TODAY)
    assert but_one[1:] == (
        "NORD2 finish 27 → 30 Nov",
        "NORD3 finish 27 → 30 Nov",
        "1 more finish",
        "3 more milestones move (1 in NORD2, 1 in NORD3, others in 1 more project)",
    )
    late_end = milestone(id=9, project_id=2, due_on=date(2027, 3, 1))
    loose = push(network([*plan[:2], late_end], links[:1], projects[:2]), {1: date(2026, 11, 30)})
    assert outcome_words(loose, TODAY) == ("finish 27 → 30 Nov", "1 more milestone moves (1 in NORD2)")
    all_of_them = outcome_words(push(network(plan, links, projects), {1: date(2026, 11, 30)}), TODAY)
    assert all_of_them[3:] == (
        "2 more finishes",
        "4 more milestones move (1 in NORD2, 1 in NORD3, others in 2 more projects)",
    )


def test_beside_the_way_stands_what_follows_and_the_float_it_takes() -> None:
    assert following_words(moved(date(2026, 12, 8))) == "2 more milestones move"
    loose = network(projects=(ACME._replace(target_on=date(2027, 2, 1)),))
    assert following_words(push(loose, {1: date(2026, 11, 30)})) == (
        "2 more milestones move, 1 working day of float used"
    )
    assert (
        following_words(push(loose, {3: date(2027, 1, 21)})) == "no other milestone moves, 3 working days of float used"
    )
    assert following_words(drag(loose, {1: date(2026, 11, 26), 2: date(2026, 12, 3)})) == "1 more milestone moves"


def test_what_breaks_is_told_worst_first() -> None:
    found = breaks(moved(date(2026, 12, 8)), TODAY)
    assert [(finding.health, finding.milestone_id, finding.text) for finding in found] == [
        (Health.OFF_TRACK, 2, "Load test 8 days past its deadline 7 Dec"),
        (Health.AT_RISK, None, "target 13 Jan missed by 14 days (was 5)"),
        (Health.AT_RISK, 3, "payment €40,000 moves to 27 Jan"),
    ]
    assert [finding.text for finding in breaks(moved(date(2026, 11, 26)), TODAY)] == ["no deadline missed"]


def test_what_comes_too_soon_is_told() -> None:
    found = breaks(only(network(), {1: date(2026, 12, 1)}), TODAY)
    assert [finding.text for finding in found] == [
        "Load test 2 working days too soon after Beta release",
        "no deadline missed",
    ]


def test_two_that_come_too_soon_are_both_told() -> None:
    plan = [milestone(id=n, title=f"Test {n}", due_on=date(2026, 11, 27)) for n in range(1, 4)]
    found = breaks(only(network(plan, [link(1, 2), link(1, 3)]), {1: date(2026, 11, 30)}), TODAY)
    assert [finding.text for finding in found] == [
        "Test 2 1 working day too soon after Test 1",
        "Test 3 1 working day too soon after Test 1",
        "no deadline missed",
    ]


def test_a_contract_date_that_is_kept_again_or_missed_by_less_is_told() -> None:
    late = [
        milestone(id=n, title=f"Rate {n}", due_on=date(2026, 12, 11), deadline_on=date(2026, 12, 1 + n))
        for n in range(1, 5)
    ]

    def told(days: dict[int, date], plan: Sequence[Milestone] = late[:2]) -> list[tuple[Health, str]]:
        return [(finding.health, finding.text) for finding in breaks(only(network(plan, ()), days), TODAY)]

    assert told({1: date(2026, 12, 2)}) == [
        (Health.ON_TRACK, "Rate 1 meets its deadline 2 Dec again (was 9 days late)"),
        (Health.ON_TRACK, "no other deadline missed"),  # than that of the second
    ]
    assert told({1: date(2026, 12, 2), 2: date(2026, 12, 4)}) == [
        (Health.AT_RISK, "Rate 2 1 day (was 8) past its deadline 3 Dec"),
        (Health.ON_TRACK, "Rate 1 meets its deadline 2 Dec again (was 9 days late)"),
        (Health.ON_TRACK, "no other deadline missed"),
    ]
    assert told({1: date(2026, 12, 1), 2: date(2026, 12, 1)})[2:] == [(Health.ON_TRACK, "no deadline missed")]
    four = {m.id: date(2026, 12, 3) for m in late}
    assert told(four, late) == [
        (Health.AT_RISK, "4 deadlines improved, 1 still missed"),
        (Health.ON_TRACK, "no other deadline missed"),
    ]
    assert told(four | {1: date(2026, 12, 2)}, late)[0] == (Health.ON_TRACK, "4 deadlines improved")


def test_what_is_done_or_in_a_project_that_is_not_touched_breaks_no_contract_date() -> None:
    missed = {"due_on": date(2026, 11, 11), "deadline_on": date(2026, 11, 10)}
    plan = [BETA, milestone(id=4, done_on=date(2026, 11, 11), **missed), milestone(id=5, project_id=2, **missed)]
    outcome = only(network(plan, (), (ACME, project(id=2, key="NORD"))), {1: date(2026, 11, 26)})
    assert [finding.text for finding in breaks(outcome, TODAY)] == ["no deadline missed"]


def test_a_payment_without_an_amount_has_its_title_and_projects_their_keys() -> None:
    other = project(id=2, key="NORD", target_on=date(2026, 12, 1))
    plan = [BETA, PAID._replace(project_id=2, value=None, due_on=date(2026, 12, 1))]
    outcome = push(network(plan, [link(1, 3, 2)], (ACME, other)), {1: date(2026, 12, 2)})
    assert [finding.text for finding in breaks(outcome, TODAY)] == [
        "NORD target 1 Dec missed by 3 days",
        "payment Second payment moves to 4 Dec",
        "NORD moves too: Second payment",
        "no deadline missed",
    ]


def test_odd_days_are_told_and_what_is_mended() -> None:
    told = [finding.text for finding in breaks(only(network(), {1: date(2026, 11, 21)}), TODAY)]
    assert told == ["Sat 21 Nov is in the past", "Sat 21 Nov is a non-working day", "no deadline missed"]
    at_once = [finding.text for finding in breaks(only(network(), {1: TODAY}), TODAY)]
    assert at_once == ["Sun 22 Nov is a non-working day", "no deadline missed"]
    many = only(network(), {1: date(2026, 12, 5), 2: date(2026, 12, 6)})
    assert breaks(many, TODAY)[1].text == "2 dates are non-working days"
    back = breaks(only(network(), {3: date(2027, 1, 13)}), TODAY)
    assert [(finding.health, finding.text) for finding in back] == [
        (Health.OFF_TRACK, "Second payment 3 working days too soon after Load test"),
        (Health.ON_TRACK, "target 13 Jan met (was 5 days late)"),
        (Health.ON_TRACK, "payment €40,000 moves to 13 Jan"),
        (Health.ON_TRACK, "no deadline missed"),
    ]
    assert breaks(only(network(), {}), TODAY) == ()


def test_of_many_the_worst_is_told_and_payments_are_summed() -> None:
    plan = [
        milestone(id=n, title=f"Rate {n}", due_on=BETA.due_on, deadline_on=BETA.due_on, value=Decimal(10 * n))
        for n in range(1, 6)
    ]
    plan = [m._replace(kind=MilestoneKind.PAYMENT) for m in plan]
    outcome = only(network(plan, [link(1, n) for n in range(2, 6)]), {1: date(2026, 12, 4), 2: date(2026, 12, 1)})
    told = [finding.text for finding in breaks(outcome, TODAY)]
    assert told == [
        "Rate 1 7 days past its deadline 27 Nov",
        "Rate 2 4 days past its deadline 27 Nov",
        "4 links too soon, worst: Rate 3 5 working days too soon after Rate 1",
        "2 payments move, €30 in total, the last to 4 Dec"
        " · to another month: Rate 2 from Nov to Dec, Rate 1 from Nov to Dec",
    ]
    all_of_them = breaks(push(network(plan, [link(1, n) for n in range(2, 6)]), {1: date(2026, 12, 4)}), TODAY)
    assert all_of_them[0].text.startswith("5 deadlines missed, worst: Rate 1 7 days past")
    assert all_of_them[1].text == (
        "5 payments move, €150 in total, the last to 4 Dec"
        " · to another month: Rate 1 from Nov to Dec, Rate 5 from Nov to Dec and 3 more"
    )


@pytest.mark.parametrize(
    ("was", "to", "said"),
    [
        (date(2026, 12, 14), date(2027, 1, 4), "payment Beta invoice moves from Dec to Jan, €20,000"),
        (date(2026, 12, 14), date(2027, 12, 1), "payment Beta invoice moves from Dec 2026 to Dec 2027, €20,000"),
        (date(2026, 12, 14), date(2026, 12, 28), "payment €20,000 moves to 28 Dec"),
        (None, date(2026, 12, 28), "payment €20,000 moves to 28 Dec"),
    ],
)
def test_a_payment_that_moves_to_another_month_says_which(was: date | None, to: date, said: str) -> None:
    payment = milestone(id=1, title="Beta invoice", due_on=was, kind=MilestoneKind.PAYMENT, value=Decimal(20_000))
    told = [finding.text for finding in breaks(only(network([payment], []), {1: to}), TODAY)]
    assert said in told


def test_many_projects_that_are_touched_are_counted() -> None:
    projects = [ACME, *(project(id=n, key=f"NORD{n}") for n in range(2, 6))]
    plan = [BETA, *(milestone(id=n, project_id=n, due_on=BETA.due_on) for n in range(2, 6))]
    outcome = push(network(plan, [link(1, n) for n in range(2, 6)], projects), {1: date(2026, 11, 30)})
    assert breaks(outcome, TODAY)[0].text == "4 other projects move too: NORD2, NORD3 and 2 more"
    two = push(network(plan[:3], [link(1, 2), link(1, 3)], projects[:3]), {1: date(2026, 11, 30)})
    assert [finding.text for finding in breaks(two, TODAY)][:2] == [
        "NORD2 moves too: Beta release",
        "NORD3 moves too: Beta release",
    ]
