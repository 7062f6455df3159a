"""The table of projects: health, next milestone, slip."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import cast

from milestone_tui.plan.analysis.portfolio import ProjectRow
from milestone_tui.ui.views.projects.lines import columns
from milestone_tui.ui.views.projects.rows import ProjectRows
from milestone_tui.ui.widgets.columns import Column


class ProjectTable(ProjectRows):
    """Table with a line for each project, in columns that adapt to the width."""

    def columns(self, width: int) -> Sequence[Column[ProjectRow]]:
        """Return the columns."""
        shown = columns(width, self.widths, self.today, ascii_only=self.renderer.ascii_only)
        return cast("Sequence[Column[ProjectRow]]", shown)  # heads of groups are not written in columns

    def row_value(self, index: int) -> Hashable:
        """Return all that a row is written from: the project, the date, the columns, the mark."""
        shown = self.entries[index]
        return shown, self.today, self.widths, self.size.width, self.key_of(shown) in self.marked
