"""The filter line of Projects, with its draft and the rows that it leaves; loaded when it is first opened."""

from __future__ import annotations

from collections.abc import Callable

from milestone_tui.plan.drafts import Unfinished
from milestone_tui.ui.base.kept_filter import KeptFilter
from milestone_tui.ui.base.store_screen import StoreScreen
from milestone_tui.ui.views.projects.row_filter import ProjectRowFilter
from milestone_tui.ui.widgets.filter_bar import FilterBar


class FilterLine:
    """The filter line of one screen of projects."""

    def __init__(self, screen: StoreScreen, found: Callable[[], None]) -> None:
        """Take `found`, called when a result arrives from the thread."""
        context = screen.context
        self.bar = FilterBar(context.renderer, lambda: context.today, context.names)
        self.rows = ProjectRowFilter(screen, found)
        self.draft = KeptFilter(screen, lambda: self.bar)

    def open(self, kept: Unfinished | None) -> None:
        """Open the line, with the text of the draft `kept`."""
        if kept is None:
            self.bar.open()
        else:
            self.draft.adopt(kept)
