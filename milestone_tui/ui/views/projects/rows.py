"""What the table of projects and the roadmap share: one row a project, a cursor that stays on its project."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date

from textual.reactive import reactive
from textual.strip import Strip

from milestone_tui.plan.model import ProjectSummary
from milestone_tui.ui.renderer import Line, Renderer, line_width
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.projects.lines import KEY_AT, RIGHT, health_cells, widths_of
from milestone_tui.ui.widgets.keyed_table import KeyedTable


class ProjectRows(KeyedTable[ProjectSummary]):
    """One row a project. Subclasses declare the columns, or write the rows."""

    DEFAULT_CSS = "ProjectRows { height: 1fr; }"

    MARGIN = KEY_AT
    RIGHT_MARGIN = RIGHT

    marked: reactive[frozenset[int]] = reactive(frozenset(), repaint=False)
    """The projects that are marked, to be acted on together."""
    roomy: reactive[bool] = reactive(False)
    """Whether there is height enough for blank lines around the heads."""
    notice: reactive[tuple[Line, ...]] = reactive(())
    """What stands in the middle when there are no rows."""

    def __init__(self, renderer: Renderer, today: date) -> None:
        super().__init__(renderer)
        self.today = today
        self.widths = widths_of((), today)

    def show(self, projects: tuple[ProjectSummary, ...], today: date, keep: int | None = None) -> None:
        """Show these projects as `show_entries` does."""
        before = self.today, self.widths
        self.today, self.widths = today, widths_of(projects, today)
        self.show_entries(projects, keep, anew=before != (self.today, self.widths))

    def key_of(self, entry: ProjectSummary) -> Hashable:
        """Return the project's id."""
        return entry.project.id

    def margin(self, entry: ProjectSummary) -> Line:
        """Return the glyph of its health, and its mark."""
        return health_cells(entry, entry.project.id in self.marked)

    def visible_projects(self) -> tuple[ProjectSummary, ...]:
        """The projects whose rows are in view."""
        top = self.scroll_offset.y
        return self.entries[top : top + self.page_rows]

    def head_count(self) -> int:
        """The heads, with a blank line above and below where there is room."""
        return 3 if self.roomy else 1

    def head(self, line: int, width: int) -> Line:
        """The heads in the middle of their blank lines."""
        return super().head(0, width) if line == self.head_count() // 2 else ()

    def watch_marked(self, before: frozenset[int], now: frozenset[int]) -> None:
        """Repaint the rows whose mark came or went."""
        for index, s in enumerate(self.entries):
            if s.project.id in before ^ now:
                self.refresh_row(index)

    def watch_roomy(self) -> None:
        """Other heads, other rows in view."""
        self.rows_changed()

    def render_line(self, y: int) -> Strip:
        """A row; without any, the notice in the middle."""
        if self.entries or not self.notice:
            return super().render_line(y)
        width, height = self.size
        index = y - max(0, (height - len(self.notice)) // 2)
        if not 0 <= index < len(self.notice):
            return self.renderer.strip((), width)
        left = max(0, (width - max(map(line_width, self.notice))) // 2)
        return self.renderer.strip(((" " * left, Ink.TEXT), *self.notice[index]), width)
