"""The section about money: of one project, or of several by currency."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from milestone_tui.plan.analysis.payments import is_payment, payment_states, payment_sums
from milestone_tui.plan.audience import Audience
from milestone_tui.plan.client_view import ClientMoney
from milestone_tui.report.blocks import Cell, Column, Section, Table, Tone
from milestone_tui.report.material import Material

_KEYS = ("value", "done", "budget", "spent", "to_invoice", "invoiced", "paid")


def has_money(of: Material) -> bool:
    """Return whether the audience sees money."""
    return of.audience is Audience.INTERNAL or of.project.client_money is not ClientMoney.NOTHING


def money_section(of: Material) -> Section:
    """Return the sums of money that are known and the audience sees; nothing if there is none."""
    sums, say = _sums(of), of.words.say
    rows = tuple(
        (Cell(say(f"money.{key}"), key), _amount(amount, of.project.currency, _is_overspent(key, sums), of))
        for key, amount in sums.items()
    )
    columns = (Column("figure", say("money.figure")), Column("amount", say("money.amount"), True))
    return Section("money", say("money.title"), (Table(columns, rows),) if rows else ())


def money_by_currency(materials: Iterable[Material]) -> Section:
    """Return the sums of several projects, a row for each currency; they are never added up."""
    totals: dict[str, dict[str, Decimal]] = {}
    for of in materials:
        if has_money(of):
            total = totals.setdefault(of.project.currency, {})
            for key, amount in _sums(of).items():
                total[key] = total.get(key, Decimal(0)) + amount
    totals = {currency: total for currency, total in sorted(totals.items()) if total}
    say = of.words.say
    columns = (Column("currency", say("money.currency")), *(Column(key, say(f"money.{key}"), True) for key in _KEYS))
    rows = tuple(
        (Cell(currency, currency), *(_amount(total.get(key), currency, False, of) for key in _KEYS))
        for currency, total in totals.items()
    )
    return Section("money", say("money.title"), (Table(columns, rows),) if rows else ())


def _sums(of: Material) -> Mapping[str, Decimal]:
    """Return the sums by the names of their figures."""
    plan, amounts, sums = of.state.plan, of.period.money[1], dict[str, Decimal | None]()
    if of.audience is Audience.INTERNAL or of.project.client_money is ClientMoney.ALL:
        sums |= {"value": amounts.value, "done": amounts.done, "budget": amounts.budget, "spent": amounts.spent}
    if any(map(is_payment, plan.milestones)):
        others = [m for other in of.state.neighbours for m in other.milestones]
        payments = payment_sums(plan.milestones, payment_states(plan.milestones, plan.links, of.today, others))
        sums |= {"to_invoice": payments.to_invoice, "invoiced": payments.invoiced, "paid": payments.paid}
    return {key: amount for key, amount in sums.items() if amount is not None}


def _is_overspent(key: str, sums: Mapping[str, Decimal]) -> bool:
    return key == "spent" and "budget" in sums and sums["spent"] > sums["budget"]


def _amount(amount: Decimal | None, currency: str, is_bad: bool, of: Material) -> Cell:
    text = "" if amount is None else of.words.money(amount, currency)
    return Cell(text, amount, Tone.BAD if is_bad else Tone.PLAIN)
