"""Opening the sign-off panel of a milestone."""

from __future__ import annotations

from milestone_tui.plan.drafts import Unfinished
from milestone_tui.plan.model import MilestoneKind, MilestoneState
from milestone_tui.ui.base.store_screen import StoreScreen


def sign_off(screen: StoreScreen, milestone_id: int, kept: Unfinished | None = None) -> None:
    """Open the panel that decides a gate, invoices a payment, or accepts a milestone; `kept`: a draft to resume."""
    from milestone_tui.ui.panels.acceptance import AcceptanceScreen  # late: seldom needed
    from milestone_tui.ui.panels.decision import DecisionScreen
    from milestone_tui.ui.panels.payment import PaymentScreen, refuse_paid
    from milestone_tui.ui.panels.signing import SigningPanel

    def panel() -> SigningPanel:
        detail = screen.context.store.read.detail(milestone_id)
        milestone = detail.milestone
        kind: type[SigningPanel] = AcceptanceScreen
        if milestone.kind is MilestoneKind.GATE:
            kind = DecisionScreen
        elif milestone.kind is MilestoneKind.PAYMENT and milestone.state is not MilestoneState.SUBMITTED:
            refuse_paid(milestone, screen.context.today)
            kind = PaymentScreen
        return kind(screen.context, detail, undoes=screen.check_action("undo", ()) is True, kept=kept)

    screen.ask(panel)
