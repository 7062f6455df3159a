"""Adding a milestone in one line, with a preview of what was understood."""

from __future__ import annotations

from textual.app import ComposeResult

from milestone_tui.ui.desk import Desk
from milestone_tui.ui.screens.panel import Panel
from milestone_tui.ui.widgets.line_input import LineInput


class QuickAddScreen(Panel[int]):
    """Asks for one line and creates the milestone it describes; answers with its id."""

    def __init__(self, desk: Desk, project_id: int | None) -> None:
        super().__init__(desk)
        self._project_id = project_id

    def compose_panel(self) -> ComposeResult:
        """The line."""
        yield LineInput(self.desk.look)
