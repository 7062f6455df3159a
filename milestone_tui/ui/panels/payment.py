"""The panel that records the invoice of a payment, then that it was paid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.drafts import UnfinishedKind
from milestone_tui.plan.language.money import money_words
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.language.wording import date_words
from milestone_tui.plan.model import Milestone
from milestone_tui.ui.panels.signing import TODAY_HINT, SigningPanel


def refuse_paid(milestone: Milestone, today: date) -> None:
    """Raise InvalidInput for a payment that was paid: nothing is left to record."""
    if milestone.paid_on is not None:
        day = date_words(milestone.paid_on, today)
        raise InvalidInput("", f"This payment was paid on {day}. Edit it (↵) to correct that.")


class PaymentScreen(SigningPanel):
    """Panel that records an invoice, or the money for an invoice."""

    KIND = UnfinishedKind.INVOICE

    @property
    def _is_invoiced(self) -> bool:
        return self._detail.milestone.invoiced_on is not None

    def heading(self) -> str:
        """Return what is recorded."""
        return f"Paid {self.named}?" if self._is_invoiced else f"Invoice {self.named}"

    def choices(self) -> Sequence[tuple[str, str]]:
        """Return the next step of the payment."""
        return (("paid", "ticks it as done"),) if self._is_invoiced else (("invoice", "record its day and number"),)

    def past(self) -> Sequence[str]:
        """Return the invoice."""
        milestone = self._detail.milestone
        if milestone.invoiced_on is None:
            return ()
        number = f", number {visible(milestone.invoice_number)}" if milestone.invoice_number else ""
        return (f"invoiced on {self.on_day(milestone.invoiced_on)}{number}",)

    def labels(self) -> Mapping[str, tuple[str, str, str]]:
        """Return the day, and the number of the invoice."""
        if self._is_invoiced:
            return {"paid_on": ("Paid on", "", TODAY_HINT)}
        return {"invoiced_on": ("Invoice date", "", TODAY_HINT), "invoice_number": ("Number", "", "such as 2026-17")}

    def echo(self) -> str:
        """Return the amount."""
        value = self._detail.milestone.value
        return "no amount: give it a value" if value is None else money_words(value, self._detail.project.currency)

    def sign(self, choice: int, day: date) -> None:
        """Record the invoice, or the money."""
        id_ = self._detail.milestone.id
        if self._is_invoiced:
            self.write(lambda do: do.payments.pay(id_, day), f"Recorded payment of {self.named}")
        else:
            number = self.value("invoice_number")
            self.write(lambda do: do.payments.invoice(id_, day, number), f"Invoiced {self.named}")
