"""Why the money of a project is what it is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from milestone_tui.plan.analysis.money_reasons import money_reasons
from milestone_tui.plan.model import Link, Milestone, MilestoneKind, MilestoneState, Plan, Project
from milestone_tui.plan.monitoring import Cost

_TODAY = date(2026, 11, 22)
_PROJECT = Project(1, "ACME", budget=Decimal(1_000), currency="CHF")


def _payment(number: int, value: int, due: date, invoiced: date | None = None, paid: date | None = None) -> Milestone:
    return Milestone(
        number, 1, title=f"Rate {number}", kind=MilestoneKind.PAYMENT, due_on=due, value=Decimal(value)
    )._replace(invoiced_on=invoiced, paid_on=paid)


_DELIVERY = Milestone(9, 1, title="Beta", state=MilestoneState.DONE, done_on=_TODAY, approver="Ines")
_MILESTONES = (
    _DELIVERY,
    _payment(1, 100, date(2026, 11, 20)),
    _payment(2, 200, date(2026, 12, 9)),
    _payment(3, 400, date(2026, 12, 20), date(2026, 11, 3)),
    _payment(4, 800, date(2027, 1, 20)),
    _payment(5, 50, date(2026, 10, 1), date(2026, 10, 1), date(2026, 10, 30)),
)
_PLAN = Plan(_PROJECT, (), _MILESTONES, (Link(1, 9, 2, 0),), None)
_COSTS = (
    Cost(1, 1, None, date(2026, 11, 1), Decimal(300)),
    Cost(2, 1, 9, date(2026, 11, 2), Decimal(450)),
    Cost(3, 1, 9, date(2026, 12, 2), Decimal(99)),
)


def test_each_sum_has_its_payments_and_money_comes_in_by_month() -> None:
    found = {why.figure: why for why in money_reasons(_PLAN, _COSTS, _TODAY)}
    assert {name: why.value for name, why in found.items()} == {
        "Spent": "CHF 750",
        "To invoice": "CHF 100",
        "Not accepted": "CHF 200",
        "Not paid": "CHF 400",
        "Paid": "CHF 50",
        "Not due": "CHF 800",
        "Money in": "CHF 1,500",
    }
    assert found["Spent"].numbers == "CHF 750 / CHF 1,000 = 75%"
    assert [(behind.title, behind.note) for behind in found["Spent"].behind] == [("Beta", "CHF 450")]
    assert found["Not paid"].behind[0].note == "CHF 400, 20 Dec, invoiced 3 Nov"
    assert found["Money in"].numbers == "Nov CHF 100 · Dec CHF 600 · Jan CHF 800"


def test_a_project_without_money_has_nothing_to_explain() -> None:
    assert money_reasons(Plan(_PROJECT, (), (_DELIVERY,), (), None), (), _TODAY) == ()


def test_without_a_budget_it_says_so() -> None:
    (why,) = money_reasons(Plan(_PROJECT._replace(budget=None), (), (), (), None), _COSTS[:1], _TODAY)
    assert (why.numbers, why.notes) == ("", ("The project has no budget",))
