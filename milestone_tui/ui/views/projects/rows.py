"""What the table of projects and the roadmap share: one row a project, a cursor that stays on its project."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from textual.reactive import reactive
from textual.strip import Strip

from milestone_tui.plan.model import ProjectSummary
from milestone_tui.ui.renderer import Line, Renderer, line_width
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.projects.lines import widths_of
from milestone_tui.ui.widgets.rows import RowView


class ProjectRows(RowView):
    """One row a project. Subclasses write the rows."""

    DEFAULT_CSS = "ProjectRows { height: 1fr; }"

    projects: reactive[tuple[ProjectSummary, ...]] = reactive((), repaint=False)
    marked: reactive[frozenset[int]] = reactive(frozenset(), repaint=False)
    """The projects that are marked, to be acted on together."""
    roomy: reactive[bool] = reactive(False)
    """Whether there is height enough for blank lines around the heads."""
    hint: reactive[tuple[Line, ...]] = reactive(())
    """What stands in the middle when there are no rows."""

    def __init__(self, renderer: Renderer, today: date) -> None:
        super().__init__(renderer)
        self.today = today
        self.widths = widths_of((), today)

    def show(self, projects: tuple[ProjectSummary, ...], today: date, keep: int | None = None) -> None:
        """Show these projects; the cursor goes to project `keep` where that is shown.

        Else it stays on its project, or near its place when that is gone.
        """
        before = self.projects
        if projects == before and today == self.today:
            return
        widths = widths_of(projects, today)
        if today == self.today and widths == self.widths and _same_rows(projects, before):
            self.projects = projects
            for index, (new, old) in enumerate(zip(projects, before, strict=True)):
                if new is not old and new != old:
                    self.refresh_row(index)
            return
        known = self.selected
        self.today = today
        self.widths = widths
        self.projects = projects
        place = self.place_of(keep) if keep is not None else None
        if place is None and known:
            place = self.place_of(known.project.id)
        self.rows_changed(place)

    @property
    def selected(self) -> ProjectSummary | None:
        """The project under the cursor."""
        return self.projects[self.cursor] if self.cursor < len(self.projects) else None

    def place_of(self, project_id: int) -> int | None:
        """The row of a project."""
        return next((row for row, s in enumerate(self.projects) if s.project.id == project_id), None)

    def select(self, project_id: int) -> None:
        """Put the cursor on a project, if it is there."""
        place = self.place_of(project_id)
        if place is not None:
            self.cursor = place

    def visible_projects(self) -> tuple[ProjectSummary, ...]:
        """The projects whose rows are in view."""
        top = self.scroll_offset.y
        return self.projects[top : top + self.page_rows]

    def row_count(self) -> int:
        """One row a project."""
        return len(self.projects)

    def head_count(self) -> int:
        """The heads, with a blank line above and below where there is room."""
        return 3 if self.roomy else 1

    def head(self, line: int, width: int) -> Line:
        """The heads in the middle of their blank lines."""
        return self.heads(width) if line == self.head_count() // 2 else ()

    def heads(self, width: int) -> Line:
        """The line of column heads."""
        raise NotImplementedError

    def watch_marked(self, before: frozenset[int], now: frozenset[int]) -> None:
        """Repaint the rows whose mark came or went."""
        for index, s in enumerate(self.projects):
            if s.project.id in before ^ now:
                self.refresh_row(index)

    def watch_roomy(self) -> None:
        """Other heads, other rows in view."""
        self.rows_changed()

    def render_line(self, y: int) -> Strip:
        """A row; without any, the hint in the middle."""
        if self.projects or not self.hint:
            return super().render_line(y)
        width, height = self.size
        index = y - max(0, (height - len(self.hint)) // 2)
        if not 0 <= index < len(self.hint):
            return self.renderer.strip((), width)
        left = max(0, (width - max(map(line_width, self.hint))) // 2)
        return self.renderer.strip(((" " * left, Ink.TEXT), *self.hint[index]), width)


def _same_rows(projects: Sequence[ProjectSummary], before: Sequence[ProjectSummary]) -> bool:
    """Whether the same projects stand in the same order, so that only their cells may be others."""
    return len(projects) == len(before) and all(
        new.project.id == old.project.id for new, old in zip(projects, before, strict=True)
    )
