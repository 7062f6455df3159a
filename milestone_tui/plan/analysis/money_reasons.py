"""The reasons for the money of a project: spent of its budget, payments by state, and money in by month."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from milestone_tui.plan.analysis.earned_value import spent_by
from milestone_tui.plan.analysis.payments import PaymentState, is_payment, money_in, payment_states
from milestone_tui.plan.explanation import Behind, Explanation
from milestone_tui.plan.language.money import money_words
from milestone_tui.plan.language.wording import DASH, MONTHS, date_words
from milestone_tui.plan.model import Milestone, Plan
from milestone_tui.plan.monitoring import Cost

_ZERO = Decimal(0)

_STATES = {
    PaymentState.TO_INVOICE: ("To invoice", "payments whose date has come, or all before them is accepted"),
    PaymentState.DELIVERED: ("Not accepted", "payments whose predecessors are delivered, and not all accepted"),
    PaymentState.INVOICED: ("Not paid", "payments invoiced and not paid"),
    PaymentState.PAID: ("Paid", "payments paid"),
    PaymentState.OPEN: ("Not due", "payments that wait for their date or predecessors"),
}
"""Name and formula of each sum, the most urgent first."""


def money_reasons(
    plan: Plan, costs: Sequence[Cost], today: date, others: Iterable[Milestone] = ()
) -> tuple[Explanation, ...]:
    """Return the reasons; empty for a project without money. `others` are predecessors in other projects."""
    spent = (_spent(plan, costs, today),) if costs else ()
    payments = [m for m in plan.milestones if is_payment(m)]
    if not payments:
        return spent
    states = payment_states(plan.milestones, plan.links, today, others)
    sums = tuple(
        _sum(plan, [m for m in payments if states[m.id] is state], state, today)
        for state in _STATES
        if state in states.values()
    )
    return (*spent, *sums, _money_in(plan, today))


def _spent(plan: Plan, costs: Sequence[Cost], today: date) -> Explanation:
    project = plan.project
    spent, budget = spent_by(costs, today), project.budget
    value = money_words(spent, project.currency)
    sums: dict[int, Decimal] = {}
    for cost in costs:
        if cost.milestone_id is not None and cost.spent_on <= today:
            sums[cost.milestone_id] = sums.get(cost.milestone_id, _ZERO) + cost.amount
    titles = {m.id: m.title for m in plan.milestones}
    behind = tuple(
        Behind(id_, project.id, titles[id_], money_words(sums[id_], project.currency))
        for id_ in sorted(sums, key=lambda id_: -sums[id_])
        if id_ in titles
    )
    numbers = f"{value} / {money_words(budget, project.currency)} = {int(100 * spent / budget)}%" if budget else ""
    notes = () if budget else ("The project has no budget",)
    return Explanation("Spent", value, "spent until today / budget", numbers, notes, behind)


def _sum(plan: Plan, payments: Sequence[Milestone], state: PaymentState, today: date) -> Explanation:
    name, formula = _STATES[state]
    currency = plan.project.currency
    value = money_words(sum((m.value or _ZERO for m in payments), _ZERO), currency)
    return Explanation(name, value, formula, behind=tuple(_behind(m, currency, today) for m in payments))


def _behind(payment: Milestone, currency: str, today: date) -> Behind:
    amount = DASH if payment.value is None else money_words(payment.value, currency)
    facts = [amount, date_words(payment.due_on, today)]
    if payment.paid_on is not None:
        facts.append(f"paid {date_words(payment.paid_on, today)}")
    elif payment.invoiced_on is not None:
        facts.append(f"invoiced {date_words(payment.invoiced_on, today)}")
    return Behind(payment.id, payment.project_id, payment.title, ", ".join(facts))


def _money_in(plan: Plan, today: date) -> Explanation:
    months, currency = money_in(plan.milestones, today), plan.project.currency
    value = money_words(sum((amount for _, amount in months), _ZERO), currency) if months else DASH
    listed = " · ".join(f"{_month(month, today)} {money_words(amount, currency)}" for month, amount in months)
    open_ = [m for m in plan.milestones if is_payment(m) and m.paid_on is None and m.due_on is not None]
    behind = tuple(_behind(m, currency, today) for m in sorted(open_, key=lambda m: m.due_on or today))
    return Explanation("Money in", value, "unpaid payments by the month of their due dates", listed, (), behind)


def _month(month: date, today: date) -> str:
    name = MONTHS[month.month - 1]
    return name if abs((month - today).days) < 300 else f"{name} {month.year}"
