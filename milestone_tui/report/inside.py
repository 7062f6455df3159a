"""The sections that only an internal report has: severe risks and money."""

from __future__ import annotations

from decimal import Decimal

from milestone_tui.plan.analysis.payments import is_payment, payment_states, payment_sums
from milestone_tui.plan.analysis.review import severe_risks
from milestone_tui.plan.analysis.thresholds import known_thresholds
from milestone_tui.plan.monitoring import Risk, RiskKind
from milestone_tui.report.blocks import Cell, Column, Facts, Item, Items, Section, Table
from milestone_tui.report.material import Material


def risks_section(of: Material) -> Section:
    """Return the open risks and issues that bear on the health, worst first."""
    limits = known_thresholds(of.project.thresholds, of.state.thresholds)
    items = tuple(_risk(risk, of) for risk in severe_risks(of.state.risks, limits))
    return Section("risks", of.words.say("risks.title"), (Items(items),) if items else ())


def _risk(risk: Risk, of: Material) -> Item:
    is_issue = risk.kind is RiskKind.ISSUE
    figure = risk.impact if is_issue else risk.score
    parts = [of.words.say("risks.issue" if is_issue else "risks.risk", figure=figure)]
    if risk.owner:
        parts.append(of.words.say("risks.owner", name=risk.owner))
    facts: Facts = {
        "kind": risk.kind.value,
        "title": risk.title,
        "figure": figure,
        "owner": risk.owner,
        "response": risk.response_text,
    }
    return Item(risk.title, tuple(parts), risk.response_text, facts)


def money_section(of: Material) -> Section:
    """Return the sums of money that are known; nothing if none is."""
    amounts, plan = of.period.money[1], of.state.plan
    sums: dict[str, Decimal | None] = {
        "value": amounts.value,
        "done": amounts.done,
        "budget": amounts.budget,
        "spent": amounts.spent,
    }
    if any(map(is_payment, plan.milestones)):
        others = [m for other in of.state.neighbours for m in other.milestones]
        payments = payment_sums(plan.milestones, payment_states(plan.milestones, plan.links, of.today, others))
        sums |= {"to_invoice": payments.to_invoice, "invoiced": payments.invoiced, "paid": payments.paid}
    rows = tuple(
        (Cell(of.words.say(f"money.{key}"), key), Cell(of.words.money(amount, of.project.currency), amount))
        for key, amount in sums.items()
        if amount is not None
    )
    columns = (Column("figure", of.words.say("money.figure")), Column("amount", of.words.say("money.amount"), True))
    return Section("money", of.words.say("money.title"), (Table(columns, rows),) if rows else ())
