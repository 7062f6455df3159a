"""The money of a project in words: what was spent of its budget, and its payments. Imports no Textual."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from milestone_tui.plan.language.money import money_words
from milestone_tui.plan.language.wording import DASH
from milestone_tui.plan.model import ProjectSummary
from milestone_tui.ui.renderer import Line, line_width
from milestone_tui.ui.theme import Ink

if TYPE_CHECKING:
    from milestone_tui.plan.analysis.payments import PaymentSums

_AND = " · "


def budget_words(summary: ProjectSummary) -> str:
    """Return what was spent as percent of the budget; a dash without a budget or anything spent."""
    return DASH if summary.spent_percent is None else f"{summary.spent_percent}%"


def budget_ink(summary: ProjectSummary) -> Ink:
    """Return red for more than the budget."""
    return Ink.BAD if is_over(summary) else Ink.TEXT if summary.spent_percent is not None else Ink.DIM


def is_over(summary: ProjectSummary) -> bool:
    """Return whether more was spent than the budget."""
    return summary.spent_percent is not None and summary.spent_percent > 100


def over_words(summary: ProjectSummary) -> str:
    """Return `104% of budget` if more was spent than the budget, else nothing."""
    return f"{budget_words(summary)} of budget" if is_over(summary) else ""


def money_line(summary: ProjectSummary, payments: PaymentSums | None, width: int) -> Line:
    """Return what was spent and the payments that are not settled, as many facts as fit; empty without any."""
    line: list[tuple[str, Ink]] = [("   ", Ink.TEXT)]
    for words, ink in (*_spent(summary), *_payments(summary, payments)):
        gap = _AND if len(line) > 1 else ""
        if line_width(line) + len(gap) + len(words) <= width:
            line += [(gap, Ink.DIM), (words, ink)]
    return tuple(line) if len(line) > 1 else ()


def _spent(summary: ProjectSummary) -> Iterator[tuple[str, Ink]]:
    project, spent = summary.project, summary.spent
    if spent is None:
        return
    words = f"spent {money_words(spent, project.currency)}"
    if project.budget:
        words += f" of {money_words(project.budget, project.currency)}, {budget_words(summary)}"
    yield words + (", over budget" if is_over(summary) else ""), budget_ink(summary)


def _payments(summary: ProjectSummary, payments: PaymentSums | None) -> Iterator[tuple[str, Ink]]:
    if payments is None:
        return
    amounts = (
        ("to invoice", payments.to_invoice, Ink.WARN),
        ("invoiced, not paid", payments.invoiced, Ink.TEXT),
        ("delivered, not accepted", payments.delivered, Ink.TEXT),
        ("paid", payments.paid, Ink.DIM),
    )
    for words, amount, ink in amounts:
        if amount:
            yield f"{words} {money_words(amount, summary.project.currency)}", ink
