"""Opening the sign-off panel of a milestone."""

from __future__ import annotations

from milestone_tui.plan.drafts import Unfinished
from milestone_tui.plan.model import MilestoneKind
from milestone_tui.ui.base.store_screen import StoreScreen


def sign_off(screen: StoreScreen, milestone_id: int, kept: Unfinished | None = None) -> None:
    """Open the decision panel of a gate, or the acceptance panel of another milestone; `kept`: a draft to resume."""
    from milestone_tui.ui.panels.acceptance import AcceptanceScreen  # late: seldom needed
    from milestone_tui.ui.panels.decision import DecisionScreen
    from milestone_tui.ui.panels.signing import SigningPanel

    def panel() -> SigningPanel:
        detail = screen.context.store.read.detail(milestone_id)
        kind = DecisionScreen if detail.milestone.kind is MilestoneKind.GATE else AcceptanceScreen
        return kind(screen.context, detail, undoes=screen.check_action("undo", ()) is True, kept=kept)

    screen.ask(panel)
