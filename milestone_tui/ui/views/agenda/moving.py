"""Opening of what-ifs from the agenda."""

from __future__ import annotations

from milestone_tui.plan.model import Milestone
from milestone_tui.plan.network.done_dates import is_done
from milestone_tui.ui.base.store_screen import StoreScreen
from milestone_tui.ui.views.timeline.words import unmovable
from milestone_tui.ui.views.what_if.done_dates import RedateScreen, refusal
from milestone_tui.ui.views.what_if.screen import WhatIfScreen
from milestone_tui.ui.views.what_if.start import FirstStep


def move(screen: StoreScreen, milestone: Milestone, days: int, weeks: int) -> None:
    """Open the what-if of a milestone with a first step, or with the field for a date; of a done one, its done date."""
    ids, first_step = (milestone.id,), FirstStep(days, weeks, typing=not (days or weeks))
    if is_done(milestone):
        if words := refusal([milestone], screen.context.today, days, weeks):
            screen.refuse_prompt(words)
        else:
            screen.ask(lambda: RedateScreen(screen.context, milestone.project_id, ids, first_step, view=screen.VIEW))
    elif reason := unmovable(milestone, not first_step.typing):
        screen.refuse_prompt(reason)
    else:
        screen.ask(
            lambda: WhatIfScreen(screen.context, milestone.project_id, ids, first_step=first_step, view=screen.VIEW)
        )
