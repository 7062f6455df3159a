"""Re-planning from the days off: the what-if takes their place, so that no way leads deeper than a few screens."""

from __future__ import annotations

from textual.await_complete import AwaitComplete

from milestone_tui.ui.views.days_off.screen import DaysOffScreen
from milestone_tui.ui.views.what_if.replan import ReplanScreen


class DaysOffReplanScreen(ReplanScreen):
    """Leads back to the days off."""

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Show the days off again."""
        if self.app.screen is self:
            return self.app.switch_screen(DaysOffScreen(self.context, self.project_id))
        return super().dismiss(result)
