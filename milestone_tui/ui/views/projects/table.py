"""The table of projects: how each stands, what comes next, how far it has slipped."""

from __future__ import annotations

from collections.abc import Hashable

from textual.reactive import reactive

from milestone_tui.plan.analysis.portfolio import ProjectOrder
from milestone_tui.ui.renderer import Line
from milestone_tui.ui.views.projects import lines as project_lines
from milestone_tui.ui.views.projects.rows import ProjectRows


class ProjectTable(ProjectRows):
    """One line a project, in columns that adapt to the width."""

    order: reactive[ProjectOrder] = reactive(ProjectOrder.HEALTH)

    def heads(self, width: int) -> Line:
        """The column heads, the one that is sorted by marked."""
        return project_lines.heads(width, self.widths, self.order)

    def row_value(self, index: int) -> Hashable:
        """What a row is written from: the project, the day, the columns."""
        summary = self.projects[index]
        return summary, self.today, self.widths, self.size.width, summary.project.id in self.marked

    def row(self, index: int, width: int, current: bool) -> Line:
        """One project."""
        # The cursor's row is written for one cell less, yet its columns are those of the other rows.
        summary, width, ascii_only = self.projects[index], self.size.width, self.renderer.ascii_only
        marked = summary.project.id in self.marked
        return project_lines.row(summary, self.today, width, self.widths, marked=marked, ascii_only=ascii_only)
