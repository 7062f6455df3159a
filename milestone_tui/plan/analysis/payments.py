"""Payments: milestones whose value is invoiced and paid.

A payment is due to invoice when its date has come, when it is done, or when all that it waits for is accepted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

from milestone_tui.plan.model import Link, Milestone, MilestoneKind, MilestoneState

_ZERO = Decimal(0)


class PaymentState(Enum):
    """How far a payment is; the value is shown to people."""

    OPEN = "open"
    DELIVERED = "delivered"
    """What it waits for is delivered, and not all of it accepted."""
    TO_INVOICE = "to invoice"
    INVOICED = "invoiced"
    PAID = "paid"


class PaymentSums(NamedTuple):
    """The amounts of the payments of one project, in its currency; each payment is in exactly one of them."""

    open: Decimal = _ZERO
    delivered: Decimal = _ZERO
    """Delivered and not accepted."""
    to_invoice: Decimal = _ZERO
    """Accepted, or due by date, and not invoiced."""
    invoiced: Decimal = _ZERO
    """Invoiced and not paid."""
    paid: Decimal = _ZERO


def is_payment(milestone: Milestone) -> bool:
    """Return whether a milestone is a payment that counts."""
    return milestone.kind is MilestoneKind.PAYMENT and milestone.state is not MilestoneState.CANCELLED


def is_accepted(milestone: Milestone) -> bool:
    """Return whether a milestone is accepted, or done if nobody is to accept it."""
    if milestone.accepted_on is not None:
        return True
    return milestone.state is MilestoneState.DONE and not milestone.approver


def payment_state(payment: Milestone, waits_for: Sequence[Milestone], today: date) -> PaymentState:
    """Return how far a payment is; `waits_for` holds its predecessors."""
    if payment.paid_on is not None:
        return PaymentState.PAID
    if payment.invoiced_on is not None:
        return PaymentState.INVOICED
    if payment.state is MilestoneState.DONE or (payment.due_on is not None and payment.due_on <= today):
        return PaymentState.TO_INVOICE
    binding = [milestone for milestone in waits_for if milestone.binds]
    if not binding:
        return PaymentState.OPEN
    if all(map(is_accepted, binding)):
        return PaymentState.TO_INVOICE
    delivered = (MilestoneState.DONE, MilestoneState.SUBMITTED)
    return PaymentState.DELIVERED if all(m.state in delivered for m in binding) else PaymentState.OPEN


def payment_states(
    milestones: Sequence[Milestone], links: Iterable[Link], today: date, others: Iterable[Milestone] = ()
) -> Mapping[int, PaymentState]:
    """Return the state of each payment among these milestones; `others` are predecessors in other projects."""
    known = {m.id: m for m in (*others, *milestones)}
    before: dict[int, list[Milestone]] = {m.id: [] for m in milestones if is_payment(m)}
    for link in links:
        if link.successor_id in before and link.predecessor_id in known:
            before[link.successor_id].append(known[link.predecessor_id])
    return {id_: payment_state(known[id_], waits_for, today) for id_, waits_for in before.items()}


def payment_sums(milestones: Iterable[Milestone], states: Mapping[int, PaymentState]) -> PaymentSums:
    """Return the sums of the payments of one project by state."""
    sums = dict.fromkeys(PaymentState, _ZERO)
    for milestone in milestones:
        if milestone.id in states:
            sums[states[milestone.id]] += milestone.value or _ZERO
    return PaymentSums(*sums.values())


def money_in(milestones: Iterable[Milestone], today: date) -> tuple[tuple[date, Decimal], ...]:
    """Return the unpaid amounts of one project by the month of their due dates, named by its first day.

    What was due earlier counts in this month: it cannot come in before.
    """
    by_month: dict[date, Decimal] = {}
    for milestone in milestones:
        if is_payment(milestone) and milestone.paid_on is None and milestone.value and milestone.due_on is not None:
            month = max(milestone.due_on, today).replace(day=1)
            by_month[month] = by_month.get(month, _ZERO) + milestone.value
    return tuple(sorted(by_month.items()))
