"""What reports to clients show of a project, besides its plan."""

from __future__ import annotations

from milestone_tui.plan.cycles import Cycle


class ClientMoney(Cycle):
    """The money that a client sees."""

    NOTHING = "nothing"
    PAYMENTS = "payments"
    """What is to be invoiced, invoiced and paid."""
    ALL = "all"
    """Also planned value, budget and what was spent."""


class ClientRisks(Cycle):
    """The risks and issues that a client sees."""

    NOTHING = "nothing"
    SEVERE = "severe"
    """Those that bear on the health and are not internal."""
