"""How far a payment is, and the money of a project."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestone_tui.plan.analysis.payments import (
    PaymentState,
    PaymentSums,
    is_accepted,
    money_in,
    payment_state,
    payment_states,
    payment_sums,
)
from milestone_tui.plan.model import Link, Milestone, MilestoneKind, MilestoneState

_TODAY = date(2026, 11, 22)
_SOON = date(2026, 12, 11)


def _payment(number: int = 1, value: int | None = 1_000, due: date | None = _SOON, **more: Any) -> Milestone:
    amount = None if value is None else Decimal(value)
    return Milestone(number, 1, kind=MilestoneKind.PAYMENT, due_on=due, value=amount)._replace(**more)


def _delivery(number: int = 9, state: MilestoneState = MilestoneState.PLANNED, **more: Any) -> Milestone:
    done_on = _TODAY if state is MilestoneState.DONE else None
    return Milestone(number, 1, state=state, done_on=done_on)._replace(**more)


_ACCEPTED = _delivery(state=MilestoneState.DONE, approver="Ines", accepted_on=_TODAY)
_DONE = _delivery(state=MilestoneState.DONE)
_UNANSWERED = _delivery(state=MilestoneState.DONE, approver="Ines")
_SUBMITTED = _delivery(state=MilestoneState.SUBMITTED, approver="Ines")


@pytest.mark.parametrize(
    ("payment", "waits_for", "state"),
    [
        (_payment(), [], PaymentState.OPEN),
        (_payment(due=None), [], PaymentState.OPEN),
        (_payment(due=_TODAY), [], PaymentState.TO_INVOICE),
        (_payment(due=_TODAY - timedelta(days=9)), [_delivery()], PaymentState.TO_INVOICE),
        (_payment(state=MilestoneState.DONE, done_on=_TODAY), [], PaymentState.TO_INVOICE),
        (_payment(), [_ACCEPTED], PaymentState.TO_INVOICE),
        (_payment(), [_DONE], PaymentState.TO_INVOICE),
        (_payment(), [_UNANSWERED], PaymentState.DELIVERED),
        (_payment(), [_SUBMITTED, _ACCEPTED], PaymentState.DELIVERED),
        (_payment(), [_SUBMITTED, _delivery()], PaymentState.OPEN),
        (_payment(), [_ACCEPTED, _delivery(state=MilestoneState.CANCELLED)], PaymentState.TO_INVOICE),
        (_payment(), [_delivery(state=MilestoneState.CANCELLED)], PaymentState.OPEN),
        (_payment(invoiced_on=_TODAY), [_ACCEPTED], PaymentState.INVOICED),
        (_payment(invoiced_on=_TODAY, paid_on=_TODAY), [], PaymentState.PAID),
    ],
)
def test_how_far_a_payment_is(payment: Milestone, waits_for: list[Milestone], state: PaymentState) -> None:
    assert payment_state(payment, waits_for, _TODAY) is state


def test_what_nobody_accepts_counts_as_accepted_once_done() -> None:
    assert [is_accepted(m) for m in (_ACCEPTED, _DONE, _UNANSWERED, _SUBMITTED)] == [True, True, False, False]


def test_the_sums_of_a_project() -> None:
    milestones = [
        _payment(1, 10),
        _payment(2, 200),
        _payment(3, 3_000),
        _payment(4, 40_000, invoiced_on=_TODAY),
        _payment(5, 500_000, invoiced_on=_TODAY, paid_on=_TODAY),
        _payment(6, 7, state=MilestoneState.CANCELLED),
        _payment(7, None),
        _SUBMITTED,
        _delivery(10, MilestoneState.DONE, value=Decimal(99)),
    ]
    links = [Link(1, 9, 2, 0), Link(2, 10, 3, 0), Link(3, 10, 99, 0)]
    states = payment_states(milestones, links, _TODAY)
    assert payment_sums(milestones, states) == PaymentSums(*map(Decimal, (10, 200, 3_000, 40_000, 500_000)))


def test_a_predecessor_in_another_project_counts() -> None:
    links = [Link(1, 9, 1, 0)]
    assert payment_states([_payment()], links, _TODAY)[1] is PaymentState.OPEN
    assert payment_states([_payment()], links, _TODAY, [_ACCEPTED])[1] is PaymentState.TO_INVOICE


def test_money_comes_in_by_the_month_of_the_due_date() -> None:
    milestones = [
        _payment(1, 10, date(2027, 1, 31)),
        _payment(2, 20, date(2027, 1, 1)),
        _payment(3, 5, date(2026, 8, 3), invoiced_on=_TODAY),
        _payment(4, 900, date(2026, 8, 3), invoiced_on=_TODAY, paid_on=_TODAY),
        _payment(5, 900, None),
        _delivery(9, value=Decimal(900), due_on=_SOON),
    ]
    assert money_in(milestones, _TODAY) == ((date(2026, 11, 1), 5), (date(2027, 1, 1), 30))


_DAYS = st.none() | st.integers(-90, 90).map(lambda days: _TODAY + timedelta(days=days))
_PAYMENTS = st.lists(st.tuples(st.integers(0, 10**9), _DAYS, _DAYS, _DAYS), max_size=8).map(
    lambda rows: [
        _payment(n, value, due, invoiced_on=invoiced, paid_on=paid)
        for n, (value, due, invoiced, paid) in enumerate(rows)
    ]
)


@given(_PAYMENTS)
def test_each_payment_is_in_one_sum_and_what_is_not_paid_comes_in(payments: list[Milestone]) -> None:
    sums = payment_sums(payments, payment_states(payments, (), _TODAY))
    assert sum(sums) == sum(m.value or 0 for m in payments)
    undated = sum(m.value or 0 for m in payments if m.due_on is None and m.paid_on is None)
    assert sum(amount for _, amount in money_in(payments, _TODAY)) + undated == sum(sums) - sums.paid
