"""Base of the table of projects and the roadmap."""

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
    """Table with a row for each project; subclasses declare the columns or write the rows."""

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

    def show(self, projects: tuple[ProjectSummary, ...], today: date, keep: int | None = None) -> None:
        """Show these projects, with the cursor on project `keep` if it is given."""
        before = self.today, self.widths
        self.today, self.widths = today, widths_of(projects, today)
        self.show_entries(projects, keep, anew=before != (self.today, self.widths))

    def key_of(self, entry: ProjectSummary) -> Hashable:
        """Return the project's id."""
        return entry.project.id

    def margin(self, entry: ProjectSummary) -> Line:
        """Return the health glyph and the mark of a project."""
        return health_cells(entry, entry.project.id in self.marked)

    def visible_projects(self) -> tuple[ProjectSummary, ...]:
        """Return the projects whose rows are in view."""
        top = self.scroll_offset.y
        return self.entries[top : top + self.page_rows]

    def head_count(self) -> int:
        """Return the number of head lines, with blank lines above and below if there is room."""
        return 3 if self.roomy else 1

    def head(self, line: int, width: int) -> Line:
        """Return the heads, or a blank line around them."""
        return super().head(0, width) if line == self.head_count() // 2 else ()

    def watch_marked(self, before: frozenset[int], now: frozenset[int]) -> None:
        """Repaint the rows that were marked or unmarked."""
        for index, s in enumerate(self.entries):
            if s.project.id in before ^ now:
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
