"""Payments: a milestone of that kind is invoiced, then paid, which ticks it."""

from __future__ import annotations

from datetime import date

from milestone_tui.errors import InvalidInput
from milestone_tui.plan import rules
from milestone_tui.plan.language.wording import exact_day
from milestone_tui.plan.model import MilestoneState
from milestone_tui.store.commands.lookups import milestone_row
from milestone_tui.store.tables.plan import MilestoneRow
from milestone_tui.store.transaction import CommandGroup


class Payments(CommandGroup):
    """Commands on payments."""

    def invoice(self, milestone_id: int, on: date, number: str = "") -> None:
        """Record the invoice of a payment; raise NotFound and InvalidInput, also if it is invoiced already."""
        row = milestone_row(self._transaction, milestone_id)
        if (invoiced_on := _day(row, "invoiced_on")) is not None:
            raise InvalidInput("invoiced_on", f'"{row.title}" was invoiced on {exact_day(invoiced_on)} already.')
        self._assign(row, {"invoiced_on": on, "invoice_number": number})
        self._transaction.add_label(f'Invoice "{row.title}"')

    def pay(self, milestone_id: int, on: date) -> None:
        """Record that an invoiced payment was paid, which ticks it; raise NotFound and InvalidInput."""
        row = milestone_row(self._transaction, milestone_id)
        if (paid_on := _day(row, "paid_on")) is not None:
            raise InvalidInput("paid_on", f'"{row.title}" was paid on {exact_day(paid_on)} already.')
        self._assign(row, {"paid_on": on})
        self._transaction.add_label(f'Record payment of "{row.title}"')

    def _assign(self, row: MilestoneRow, changes: dict[str, object]) -> None:
        names = ("title", "kind", "state", "done_on", "progress", *rules.PAYMENT_FIELDS)
        current = {name: getattr(row, name) for name in names}
        settled = rules.validate_milestone(current, changes, self._transaction.clock.today())
        for name, value in settled.items():
            setattr(row, name, value.value if isinstance(value, MilestoneState) else value)


def _day(row: MilestoneRow, name: str) -> date | None:
    day: date | None = getattr(row, name)
    return day
