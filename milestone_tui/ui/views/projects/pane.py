"""The pane under the projects: the health of the selected one in words, and its milestones on a line."""

from __future__ import annotations

from datetime import date

from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from milestone_tui.plan.analysis.payments import PaymentSums
from milestone_tui.plan.analysis.portfolio import JudgedMark
from milestone_tui.plan.model import ProjectSummary
from milestone_tui.ui.renderer import Line, Renderer
from milestone_tui.ui.views.projects.pane_lines import TALL, PreviewData, preview_lines


class ProjectPreview(Widget):
    """Pane with a rule, the health in words, and as much of the line of milestones as fits."""

    DEFAULT_CSS = f"ProjectPreview {{ height: {TALL}; }}"

    story: reactive[PreviewData | None] = reactive(None)

    def __init__(self, renderer: Renderer) -> None:
        super().__init__()
        self.renderer = renderer
        self._written: tuple[object, tuple[Line, ...]] = (None, ())

    def show(
        self,
        summary: ProjectSummary | None,
        marks: tuple[JudgedMark, ...],
        today: date,
        *,
        names_client: bool = False,
        payments: PaymentSums | None = None,
    ) -> None:
        """Show a project; None for no project."""
        self.story = PreviewData(summary, marks, today, names_client, payments) if summary else None

    def render_line(self, y: int) -> Strip:
        """Return one line of the pane."""
        width, height = self.size
        key = (self.story, width, height)
        if self._written[0] != key:
            self._written = (key, preview_lines(self.story, width, height) if self.story else ())
        lines = self._written[1]
        return self.renderer.strip(lines[y] if y < len(lines) else (), width)
