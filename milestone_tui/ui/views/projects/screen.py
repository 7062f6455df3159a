"""The first screen: all projects with health and next milestone, as a table or as a roadmap on one time axis."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.app import ComposeResult

import milestone_tui.ui.views.projects.acting as acting
from milestone_tui.plan.model import ProjectSummary
from milestone_tui.ui.base.cursor_rest import CursorRest
from milestone_tui.ui.base.store_screen import StoreScreen
from milestone_tui.ui.context import Context
from milestone_tui.ui.gc_policy import GcPolicy
from milestone_tui.ui.idle import wait_until_idle
from milestone_tui.ui.keys import Keys
from milestone_tui.ui.messages import ProjectEditRequested, ViewRequested
from milestone_tui.ui.navigation import HOME, Place, Scope, view_of
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.projects.hints import NO_MATCH, NO_PROJECTS, NONE_THEN, REFUSALS
from milestone_tui.ui.views.projects.home_lines import TITLE, portfolio_status
from milestone_tui.ui.views.projects.keys import A_PROJECT, NEEDS, PROJECT_KEYS, PROJECTS, ROADMAP, arranged_hints
from milestone_tui.ui.views.projects.known import KnownProjects
from milestone_tui.ui.views.projects.list_memory import ListMemory
from milestone_tui.ui.views.projects.marking import ProjectMarking
from milestone_tui.ui.views.projects.project_list import ProjectList
from milestone_tui.ui.views.projects.rows import ProjectRows
from milestone_tui.ui.widgets.rows import RowView
from milestone_tui.ui.workers import WRITES, start_worker

if TYPE_CHECKING:
    from milestone_tui.plan.drafts import Unfinished
    from milestone_tui.plan.explanation import Explanation
    from milestone_tui.store import StoreChanged
    from milestone_tui.ui.views.projects.filter_line import FilterLine
    from milestone_tui.ui.widgets.filter_bar import FilterBar


class ProjectsScreen(StoreScreen):
    """View of all projects: table, roadmap, and a pane about the selected project."""

    BINDINGS: ClassVar[Keys] = PROJECT_KEYS

    NEEDS = NEEDS

    AUTO_FOCUS = "ProjectTable"

    VIEW = HOME

    def __init__(
        self,
        context: Context,
        place: Place | None = None,
        projects: tuple[ProjectSummary, ...] | None = None,
        cursor_on: int | None = None,
    ) -> None:
        """Open the view; `projects` are all of them if they were just read.

        `cursor_on` is the id of the project under the cursor in the first frame.
        """
        super().__init__(context)
        self.title_bar.right_view = "agenda"  # for the counts of what is due
        self._just_read = projects
        self._list_memory = None if projects is not None or cursor_on is None else ListMemory(context, cursor_on)
        self._known = KnownProjects(self, self._follow)
        self.listed = ProjectList(self, self._known, self._list_memory)
        self._filter: FilterLine | None = None
        """The filter line, once it was opened."""
        self._return_to = place.project_id if place else None
        """The project that the cursor returns to when a filter being typed shows it again."""
        self._awaited = ""
        """The key of a project that was imported, and that the cursor goes to when it is shown."""
        self._marking = ProjectMarking(self.listed.both, self.show_status, self._show_title)
        self._cursor_rest = CursorRest(self, lambda: self._read(self.listed.show_preview), at_once=False)

    def compose(self) -> ComposeResult:
        """Yield title, table, roadmap, pane and key bar."""
        yield from (self.title_bar, *self.listed.both, self.listed.preview, self.key_bar)

    def on_mount(self) -> None:
        """Divide the height before the first paint, and watch the cursors."""
        for view in self.listed.both:
            self.watch(view, "cursor", self._follow_cursor, init=False)
        self.listed.divide(self.app.size.height)

    def on_resize(self, event: events.Resize) -> None:
        """Divide the new height between rows and pane."""
        self.listed.divide(event.size.height)
        self._read(lambda: self.listed.show_preview(event.size.width))

    # Reading -----------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read all projects and the marks of those in view, in a thread if they are big."""
        just_read, self._just_read = self._just_read, None
        if just_read is not None:
            self._known.take_all(just_read)
            return
        if self._list_memory is not None and self.is_opening:
            start_worker(self, WRITES, self._read_rest, self._list_memory.cursor_on)  # keys wait for it
            return
        if self._filter is not None:
            self._filter.rows.forget()
        self._known.read()

    async def _read_rest(self, cursor_on: int) -> None:
        """Read all projects while the first frame shows some; a key pressed by now is meant for the one that it shows.

        On this thread: another would take longer, since Python runs one at a time, and need more memory.
        """
        with self.app.batch_update():
            with GcPolicy.paused():
                self._read(self._known.read)
            await wait_until_idle(lambda: (self.app,), lambda: (self.app,))
            if self.context.has_typed:
                self.view.select(cursor_on)

    def apply_changes(self, news: StoreChanged) -> None:
        """Read again what has changed."""
        if self._filter is not None:
            self._filter.rows.forget()
        self._known.apply_changes(news)

    def _follow(self, is_changed: bool) -> None:
        """Show what was read; with a filter, the rows may differ even if no project has changed."""
        self._marking.keep(self._known.all)
        if is_changed or (self._filter is not None and self._filter.rows.filter is not None):
            self._show_projects()
        else:
            self.listed.show_marks()

    def _show_title(self) -> None:
        self.title_bar.right = portfolio_status(self._known.all, self.context.today)
        self.title_bar.left = (TITLE, (self.listed.title, Ink.DIM), *self._marking.title())

    def _show_projects(self, keep: int | None = None) -> None:
        projects = self._known.all
        shown = projects if self._filter is None else self._filter.rows.shown(projects)
        if self._awaited and (found := [s.project.id for s in shown if s.project.key == self._awaited]):
            self._awaited, keep = "", found[0]
        self.listed.show(shown, keep)
        self.needs_changed()
        self._show_title()
        if self._filter is not None:
            self._filter.bar.count = (len(shown), len(projects))
        self.listed.show_marks()

    def _show_filtered(self) -> None:
        self._read(lambda: self._show_projects(self._return_to))

    # Moving ------------------------------------------------------------------------------------------------

    @property
    def view(self) -> ProjectRows:
        """Return the table or the roadmap, whichever is shown."""
        return self.listed.view

    def _follow_cursor(self) -> None:
        """Update the pane when the cursor rests, as rows matter more on a slow line."""
        self._remember_place()
        self._read(self.listed.show_marks_of_rows)
        self._cursor_rest.moved()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether a key works on the face that is shown, with the projects that are shown."""
        if action in ("roadmap", "table") and self.listed.on_roadmap == (action == "roadmap"):
            return False
        return super().check_action(action, parameters)

    def need_of(self, action: str, parameters: tuple[Any, ...]) -> str:
        """Return what an action needs: a view of one project needs a project."""
        if action == "switch_view" and view_of(parameters[0]).scope is Scope.PROJECT:
            return A_PROJECT
        return super().need_of(action, parameters)

    def has(self, need: str) -> bool:
        """Return whether there are projects, some are shown, or they are shown on the roadmap."""
        if need == ROADMAP:
            return self.listed.on_roadmap
        return self.view.notice not in (NO_PROJECTS, NONE_THEN) if need == PROJECTS else not self.view.notice

    def refusal(self, need: str) -> str:
        """Return why there is no project to act on."""
        return REFUSALS.get(self.view.notice, "")

    @property
    def also_shown(self) -> Collection[str]:
        """Return the keys that create a first project, or that show the hidden ones again."""
        if self.view.notice is NO_MATCH:
            return ("projects.show_all",)
        return ("projects.start", "projects.import_plan", "projects.quit") if self.view.notice else ()

    def show_keys(self) -> None:
        """Show the keys, with `tab` after those for the project; Textual lists it first."""
        super().show_keys()
        self.key_bar.hints = arranged_hints(self.key_bar.hints)

    def action_roadmap(self) -> None:
        """Show the roadmap."""
        self._switch(to_roadmap=True)

    def action_table(self) -> None:
        """Show the table."""
        self._switch(to_roadmap=False)

    def _switch(self, *, to_roadmap: bool) -> None:
        self.listed.switch(to_roadmap=to_roadmap)
        self._show_title()
        self.call_after_refresh(lambda: self._read(self.listed.show_marks))
        self.refresh_bindings()

    def action_zoom(self, steps: int) -> None:
        """Zoom the time axis in or out."""
        if not self.listed.roadmap.zoom(steps):
            self.refuse_zoom(steps)

    def action_pan(self, steps: int) -> None:
        """Pan to later or earlier dates."""
        self.listed.roadmap.pan(steps)

    def action_today(self) -> None:
        """Scroll to today."""
        self.listed.roadmap.show_today()

    def action_fit(self) -> None:
        """Fit all projects into the width."""
        self.listed.roadmap.show_all()

    def action_sort(self) -> None:
        """Sort by the next order; the order is remembered."""
        order = self.listed.sort_by_next()
        self._show_projects()
        self.show_status(f"Sorted by {order.value}, {order.first}")

    def action_group(self) -> None:
        """Group the projects by client, or end that; the choice is remembered."""
        is_grouped = self.listed.toggle_groups()
        self._show_projects()
        self.show_status("Grouped by client" if is_grouped else "Not grouped")

    # Filtering ---------------------------------------------------------------------------------------------

    def new_day(self) -> None:
        """Apply the filter for the new day."""
        super().new_day()
        if self._filter is not None:
            self._filter.bar.parse_again()

    def keep_draft(self) -> None:
        """Save the filter being typed as a draft."""
        if self._filter is not None:
            self._filter.draft.keeper.keep()

    def on_filter_bar_typing(self) -> None:
        """Schedule the draft of the filter."""
        if self._filter is not None:
            self._filter.draft.keeper.schedule()

    def on_filter_bar_closed(self) -> None:
        """Drop the draft of the cleared filter."""
        self.keep_draft()

    async def action_filter(self) -> None:
        """Open the filter line."""
        await self.filter()

    async def filter(self, kept: Unfinished | None = None) -> None:
        """Open the filter line, with the text of the draft `kept`."""
        (await self._filter_line()).open(kept)

    async def action_mine(self) -> None:
        """Show only projects with something of mine, or all again."""
        (await self._filter_line()).bar.toggle_mine()

    async def _filter_line(self) -> FilterLine:
        """Return the filter line, created when it is first needed."""
        self._remember_place()
        if self._filter is None:
            from milestone_tui.ui.views.projects.filter_line import FilterLine  # late: a stock input costs start-up

            self._filter = FilterLine(self, self._show_filtered)
            await self.mount(self._filter.bar, before=self.key_bar)
        self._filter.bar.count = (len(self.view.projects), len(self._known.all))
        return self._filter

    def _remember_place(self) -> None:
        selected = self.view.current
        self._return_to = selected.project.id if selected else None

    def action_show_all(self) -> None:
        """Clear the marks, then the filter, then leave the roadmap; from the table only q goes further."""
        if self._marking:
            self._marking.clear()
        elif self._filter is not None and self._filter.bar.active:
            self._filter.bar.clear()
        elif self.listed.on_roadmap:
            self.action_table()
        elif self.context.moment is not None:
            self.dismiss()
        else:
            self.show_status("Press q to quit")

    def on_filter_bar_changed(self, event: FilterBar.Changed) -> None:
        """Show the projects that match, with archived ones if the filter asks for them."""
        assert self._filter is not None
        self._filter.rows.filter = event.filter or None
        self._show_filtered()
        if self._known.archived != event.filter.asks_archived:
            self._known.archived = event.filter.asks_archived
            self._read(self.reload)

    def on_filter_bar_kept(self) -> None:
        """Keep the cursor on the project found."""
        self._remember_place()
        self.keep_draft()

    # Acting ------------------------------------------------------------------------------------------------

    def _selected(self) -> ProjectSummary | None:
        """Return the project under the cursor; without one, show why."""
        return None if self.refused(A_PROJECT) else self.view.current

    @on(RowView.Opened)
    def action_open(self) -> None:
        """Open the timeline of the project at its next milestone, with the same filter."""
        if self._selected():
            self.post_message(ViewRequested("timeline", self.place))

    def action_switch_view(self, view_id: str) -> None:
        """Switch to a view; one about a project needs one under the cursor."""
        if view_of(view_id).scope is not Scope.PROJECT or self._selected():
            super().action_switch_view(view_id)

    def legend(self) -> Sequence[tuple[str, str]]:
        """Return the glyphs of the table, or of the roadmap."""
        from milestone_tui.ui.legend import PROJECTS, ROADMAP  # late: only help needs it

        return ROADMAP if self.listed.on_roadmap else PROJECTS

    @property
    def place(self) -> Place:
        """Return the project under the cursor, its next milestone, and the filter for its timeline."""
        whole = self._filter.bar.text if self._filter is not None else ""
        if (selected := self.view.current) is None:
            return Place(wide=True, wide_filter=whole)
        carried = self._filter.rows.carried_into(selected.project) if self._filter is not None else ""
        return Place(selected.project.id, selected.next_id, carried, wide=True, wide_filter=whole)

    def explanations(self) -> Sequence[Explanation]:
        """Return why the figures of the project under the cursor are what they are."""
        from milestone_tui.ui.base.reasons import reasons_of, reasons_of_money  # late: not for the first frame

        if (selected := self.view.current) is None:
            return ()
        reasons = reasons_of(self.context, selected.project.id)
        return (*reasons.of_project(), *reasons_of_money(self.context, reasons.plan))

    @property
    def explained(self) -> str:
        """Return the name of the project under the cursor."""
        return self.view.current.project.name if self.view.current is not None else ""

    def go_to(self, place: Place) -> bool:
        """Put the cursor on a project, if it is shown."""
        if place.project_id is not None:
            self.view.select(place.project_id)
        return True

    def action_new(self) -> None:
        """Create a project."""
        self.post_message(ProjectEditRequested(None))

    def action_start(self) -> None:
        """Create a project from a template."""
        from milestone_tui.ui.views.templates.start_project import start_from_template  # late: seldom needed

        start_from_template(self)

    def action_import_plan(self) -> None:
        """Import a plan from a file, then go to its project."""
        from milestone_tui.ui.views.importing.screen import start_import  # late: seldom needed

        start_import(self, self._go_to_key)

    def _go_to_key(self, key: str) -> None:
        """Put the cursor on the project with a key when it is shown."""
        self._awaited = key
        self._read(self._show_projects)

    def action_edit(self) -> None:
        """Open the editor of the project."""
        if self._marking:
            self.refuse_prompt("Projects are edited one at a time. Press esc to clear the marks, then e.")
        elif selected := self._selected():
            self.post_message(ProjectEditRequested(selected.project.id))

    # Acting on the project under the cursor, or on all marked ones -------------------------------------------

    def action_mark(self) -> None:
        """Mark or unmark the project under the cursor, then go to the next."""
        self._marking.toggle(self.view)

    def action_mark_range(self) -> None:
        """Mark all from the last mark to the cursor."""
        self._marking.extend(self.view)

    def action_mark_all(self) -> None:
        """Mark every project shown; unmark all if they are marked."""
        self._marking.mark_all(self.view)

    def action_tick(self) -> None:
        """Tick the next milestone, or decide it if it is a gate."""
        if self._marking:
            acting.tick_all(self, self._chosen(), self._marking.only)
        elif selected := self._selected():
            acting.tick(self, selected)

    def action_sign(self) -> None:
        """Open the sign-off of the next milestone: its acceptance, or the decision of a gate."""
        if self._marking:
            self.refuse_prompt("Milestones are signed off one at a time. Press esc to clear the marks, then a.")
        elif selected := self._selected():
            acting.sign(self, selected)

    def action_move(self) -> None:
        """Open a what-if for the whole project."""
        self._act(acting.move)

    def action_archive(self) -> None:
        """Archive the project, or unarchive it."""
        self._act(acting.archive)

    def action_delete(self) -> None:
        """Delete the project; ask first if it has milestones."""
        self._act(acting.delete)

    def action_days_off(self) -> None:
        """Show the days off of the project, or add some to all marked ones."""
        self._act(acting.days_off)

    def _act(self, act: Callable[[StoreScreen, Sequence[ProjectSummary]], None]) -> None:
        if chosen := self._chosen():
            self._read(lambda: act(self, chosen))

    def _chosen(self) -> tuple[ProjectSummary, ...]:
        """Return the projects that a key acts on; without any, show why."""
        if self._marking:
            return self._marking.chosen(self._known.all)
        selected = self._selected()
        return (selected,) if selected else ()
