"""Ticking a milestone off, the same from every screen: at once, or asked about when its criteria are not all met."""

from __future__ import annotations

from milestone_tui.errors import MilestoneError
from milestone_tui.plan.model import MilestoneState
from milestone_tui.ui.screens.base import StoreScreen


def tick_or_ask(screen: StoreScreen, milestone_id: int) -> None:
    """Tick a milestone, or untick a done one; unmet criteria are listed and asked about once."""
    try:
        detail = screen.desk.store.read.detail(milestone_id)
    except MilestoneError as error:
        screen.refuse(str(error))
        return
    title = detail.milestone.title
    if detail.milestone.state is MilestoneState.DONE:
        screen.attempt(
            lambda do: do.milestones.untick(milestone_id), lambda _: screen.say(f'Unticked "{title}" · u undoes')
        )
        return
    today = screen.desk.today
    screen.attempt(
        lambda do: do.milestones.tick(milestone_id, today), lambda _: screen.say(f'Ticked "{title}" · u undoes')
    )
