"""Rules about several facts of one record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import NamedTuple

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.model import MilestoneKind
from milestone_tui.plan.twin.values import read_money

Facts = Mapping[str, str]


class Broken(NamedTuple):
    """A rule that a record breaks."""

    reason: str
    facts: tuple[str, ...]


def _span(facts: Facts) -> Broken | None:
    start, target = facts.get("start"), facts.get("target")
    if start is not None and target is not None and target < start:
        return Broken("the target is before the start", ("start", "target"))
    return None


_INVOICE = ("invoiced", "invoice number", "paid")


def _payment(facts: Facts) -> Broken | None:
    given = [fact for fact in _INVOICE if fact in facts]
    if given and facts.get("kind") != MilestoneKind.PAYMENT:
        return Broken("only a payment has an invoice", ("kind", *given))
    paid, invoiced = facts.get("paid"), facts.get("invoiced")
    if paid is not None and invoiced is None:
        return Broken("it is paid without an invoice date", ("invoiced", "paid"))
    if paid is not None and invoiced is not None and paid < invoiced:
        return Broken("it is paid before its invoice", ("invoiced", "paid"))
    return None


def _answered(facts: Facts) -> Broken | None:
    day = facts.get("answer", "").rpartition(" ")[2]
    if day and day < facts.get("submitted", ""):
        return Broken("it is answered before it was submitted", ("answer", "submitted"))
    return None


def _budget(facts: Facts) -> Broken | None:
    """Refuse a budget that the currency cannot express."""
    if "budget" in facts:
        with suppress(InvalidInput):
            read_money(facts["budget"], facts.get("currency", "EUR"))
            return None
        return Broken("the currency has other decimals", ("budget", "currency"))
    return None


RECORD_RULES: Mapping[str, tuple[Callable[[Facts], Broken | None], ...]] = {
    "project": (_span, _budget),
    "milestone": (_payment,),
    "acceptance": (_answered,),
}
"""The rules of each kind of record."""
