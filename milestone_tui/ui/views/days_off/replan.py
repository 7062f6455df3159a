"""A re-plan opened from the days off, which it replaces so that screens do not pile up."""

from __future__ import annotations

from collections.abc import Callable

from textual.await_complete import AwaitComplete
from textual.screen import Screen

from milestone_tui.plan.model import Project
from milestone_tui.ui.context import Context
from milestone_tui.ui.views.what_if.replan import ReplanScreen


class DaysOffReplanScreen(ReplanScreen):
    """Re-plan that returns to the days off, created again by `back`."""

    def __init__(self, context: Context, project: Project, back: Callable[[], Screen[None]]) -> None:
        super().__init__(context, project)
        self._back = back

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Show the days off again."""
        return self.app.switch_screen(self._back()) if self.app.screen is self else super().dismiss(result)
