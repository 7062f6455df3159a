"""The projects as listed: in order and groups, as a table or on the roadmap, with the pane about the selected one."""

from __future__ import annotations

from collections.abc import Sequence

from milestone_tui.plan.analysis.portfolio import ProjectOrder, arranged, grouped
from milestone_tui.plan.model import ProjectSummary
from milestone_tui.ui.base.store_screen import StoreScreen
from milestone_tui.ui.navigation import ROOMY_HEIGHT
from milestone_tui.ui.renderer import Line
from milestone_tui.ui.views.projects.hints import ALL_ARCHIVED, NO_MATCH, NO_PROJECTS, NONE_THEN
from milestone_tui.ui.views.projects.home_lines import preview_height, room_for_rows
from milestone_tui.ui.views.projects.known import KnownProjects
from milestone_tui.ui.views.projects.lines import SORTED_BY, names_the_client
from milestone_tui.ui.views.projects.list_memory import ListMemory
from milestone_tui.ui.views.projects.pane import ProjectPreview
from milestone_tui.ui.views.projects.roadmap import Roadmap
from milestone_tui.ui.views.projects.rows import ProjectRows
from milestone_tui.ui.views.projects.table import ProjectTable


class ProjectList:
    """Table and roadmap of one screen, of which one is shown, and the pane below."""

    def __init__(self, screen: StoreScreen, known: KnownProjects, memory: ListMemory | None) -> None:
        """Take the `memory` of a big database, of which the first frame shows only some projects."""
        context = screen.context
        self._screen = screen
        self._known = known
        self._memory = memory
        self.table = ProjectTable(context.renderer, context.today)
        self.roadmap = Roadmap(context.renderer, context.today)
        self.roadmap.display = False
        self.preview = ProjectPreview(context.renderer)
        self._order = ProjectOrder.named(context.preferences.views.projects_order)
        self._by_client = bool(context.preferences.views.projects_groups)

    @property
    def both(self) -> tuple[ProjectRows, ...]:
        """Return the table and the roadmap."""
        return self.table, self.roadmap

    @property
    def on_roadmap(self) -> bool:
        """Return whether the roadmap is shown."""
        return self.roadmap.display

    @property
    def view(self) -> ProjectRows:
        """Return the table or the roadmap, whichever is shown."""
        return self.roadmap if self.on_roadmap else self.table

    @property
    def title(self) -> str:
        """Return what the title tells about the list."""
        shows_archived = any(s.project.archived_at is not None for s in self.table.projects)
        return ("  › Roadmap" if self.on_roadmap else "") + ("  archived shown" if shows_archived else "")

    def divide(self, height: int) -> None:
        """Divide the height of the screen between rows and pane."""
        self.table.roomy = self.roadmap.roomy = height >= ROOMY_HEIGHT
        self.preview.styles.height = preview_height(height)

    # Arranging ---------------------------------------------------------------------------------------------

    def sort_by_next(self) -> ProjectOrder:
        """Return the next order, by which `show` sorts from now on; it is remembered."""
        self._order = self._order.following
        self._screen.context.preferences.remember(projects_order=self._order.value)
        return self._order

    def toggle_groups(self) -> bool:
        """Return whether `show` groups by client from now on, which it did not before; that is remembered."""
        self._by_client = not self._by_client
        self._screen.context.preferences.remember(projects_groups="client" if self._by_client else "")
        return self._by_client

    def switch(self, *, to_roadmap: bool) -> None:
        """Show the roadmap or the table, with the cursor on the same project."""
        old = self.view
        new = self.roadmap if to_roadmap else self.table
        selected = old.current
        old.display, new.display = False, True
        if selected:
            new.select(selected.project.id)
        new.focus()

    # Showing -----------------------------------------------------------------------------------------------

    def show(self, projects: Sequence[ProjectSummary], keep: int | None = None) -> None:
        """Show these projects, or why there are none; the cursor stays on its project or goes to `keep`."""
        context = self._screen.context
        shown = arranged(projects, self._order)
        rows = grouped(shown) if self._by_client else shown
        notice = () if shown else self._notice()
        self.table.sorted_by = SORTED_BY.get(self._order, "")
        for view in self.both:
            view.notice = notice
            view.show(rows, context.today, keep)
        if self._memory is not None:
            self._memory.remember(self._known.all, self._order)
            first_on = self._memory.take_cursor(rows[: room_for_rows(self._screen.app.size.height)])
            for view in self.both:
                view.start_on(first_on)

    def _notice(self) -> tuple[Line, ...]:
        if self._known.all:
            return NO_MATCH
        context = self._screen.context
        if not self._known.archived and context.store.read.projects(context.today, True):
            return ALL_ARCHIVED
        return NO_PROJECTS if context.moment is None else NONE_THEN

    def show_marks(self) -> None:
        """Show the marks of the projects in view in the roadmap and the pane."""
        self.show_marks_of_rows()
        self.show_preview()

    def show_marks_of_rows(self) -> None:
        """Show the marks of the projects in view in the roadmap, if that is shown."""
        if self.on_roadmap:
            self.roadmap.marks = self._known.marks(self.view.visible_projects())

    def show_preview(self, width: int = 0) -> None:
        """Show the selected project in the pane of a screen of this width, by default its present one."""
        selected = self.view.current
        marks = self._known.marks((selected,))[selected.project.id] if selected else ()
        names_client = self.on_roadmap or not names_the_client(self.table.columns(width or self._screen.size.width))
        payments = self._known.payments(selected.project.id) if selected else None
        self.preview.show(selected, marks, self._screen.context.today, names_client=names_client, payments=payments)
