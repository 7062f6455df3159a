"""Base of the table of projects and the roadmap."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date

from textual.reactive import reactive
from textual.strip import Strip

from milestone_tui.plan.analysis.portfolio import ClientGroup, ProjectRow, projects_of
from milestone_tui.plan.model import ProjectSummary
from milestone_tui.ui.renderer import Line, Renderer, line_width
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.projects.lines import KEY_AT, RIGHT, group_line, health_cells, widths_of
from milestone_tui.ui.widgets.keyed_table import KeyedTable


class ProjectRows(KeyedTable[ProjectRow]):
    """Table with a row for each project, and heads where they are grouped; subclasses write the rows."""

    DEFAULT_CSS = "ProjectRows { height: 1fr; }"

    MARGIN = KEY_AT
    RIGHT_MARGIN = RIGHT

    marked: reactive[frozenset[int]] = reactive(frozenset(), repaint=False)
    """The marked projects, which keys act on together."""
    roomy: reactive[bool] = reactive(False)
    """Whether there are blank lines around the heads."""
    notice: reactive[tuple[Line, ...]] = reactive(())
    """The text in the middle when there are no rows."""

    def __init__(self, renderer: Renderer, today: date) -> None:
        super().__init__(renderer)
        self.today = today
        self.widths = widths_of((), today)
        self.projects: tuple[ProjectSummary, ...] = ()
        """Those that are shown, in their order."""

    def show(self, rows: tuple[ProjectRow, ...], today: date, keep: int | None = None) -> None:
        """Show these rows as `show_entries` does."""
        before = self.today, self.widths
        self.projects = projects_of(rows)
        self.today, self.widths = today, widths_of(self.projects, today)
        self.show_entries(rows, keep, repaint_all=before != (self.today, self.widths))

    def key_of(self, entry: ProjectRow) -> Hashable | None:
        """Return the project's id; heads have none."""
        return None if isinstance(entry, ClientGroup) else entry.project.id

    @property
    def current(self) -> ProjectSummary | None:
        """The project under the cursor."""
        return None if isinstance(entry := self.selected, ClientGroup) else entry

    def margin(self, entry: ProjectRow) -> Line:
        """Return the health glyph and the mark of a project."""
        return () if isinstance(entry, ClientGroup) else health_cells(entry, entry.project.id in self.marked)

    def heading(self, entry: ProjectRow) -> Line:
        """Return the head of a group."""
        return group_line(entry, self.size.width, self.today) if isinstance(entry, ClientGroup) else ()

    def visible_projects(self) -> tuple[ProjectSummary, ...]:
        """Return the projects whose rows are in view."""
        top = self.scroll_offset.y
        return projects_of(self.entries[top : top + self.page_rows])

    def head_count(self) -> int:
        """Return the number of head lines, with blank lines above and below if there is room."""
        return 3 if self.roomy else 1

    def head(self, line: int, width: int) -> Line:
        """Return the heads, or a blank line around them."""
        return super().head(0, width) if line == self.head_count() // 2 else ()

    def watch_marked(self, before: frozenset[int], now: frozenset[int]) -> None:
        """Repaint the rows that were marked or unmarked."""
        for index, entry in enumerate(self.entries):
            if self.key_of(entry) in before ^ now:
                self.refresh_row(index)

    def watch_roomy(self) -> None:
        """Measure again, since the height of the head has changed."""
        self.rows_changed()

    def render_line(self, y: int) -> Strip:
        """Return a line of the table, or of the notice when there are no rows."""
        if self.entries or not self.notice:
            return super().render_line(y)
        width, height = self.size
        index = y - max(0, (height - len(self.notice)) // 2)
        if not 0 <= index < len(self.notice):
            return self.renderer.strip((), width)
        left = max(0, (width - max(map(line_width, self.notice))) // 2)
        return self.renderer.strip(((" " * left, Ink.TEXT), *self.notice[index]), width)
