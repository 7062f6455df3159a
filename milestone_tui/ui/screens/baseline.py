"""Taking a baseline: the plan as it is agreed now, with a name, a reason and who approved it."""

from __future__ import annotations

from textual.app import ComposeResult

from milestone_tui.ui.desk import Desk
from milestone_tui.ui.screens.panel import Panel
from milestone_tui.ui.widgets.line_input import LineInput


class BaselineScreen(Panel[int]):
    """Asks for the words of a new baseline and takes it; answers with its id."""

    def __init__(self, desk: Desk, project_id: int) -> None:
        super().__init__(desk)
        self._project_id = project_id

    def compose_panel(self) -> ComposeResult:
        """The three fields."""
        yield LineInput(self.desk.look)
