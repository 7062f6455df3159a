"""The first screen: all projects, how they stand and what comes next; as a table, or as a roadmap on one time axis."""

from __future__ import annotations

from asyncio import sleep, to_thread
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from milestone_tui.errors import MilestoneError
from milestone_tui.plan.analysis.portfolio import JudgedMark, ProjectOrder, arranged, judged
from milestone_tui.plan.model import ProjectSummary
from milestone_tui.ui.base.aside import Aside
from milestone_tui.ui.base.store_screen import AT_ONCE, CURSOR_RESTS, REST_SECONDS, StoreScreen
from milestone_tui.ui.context import Context
from milestone_tui.ui.messages import DraftsRequested, ProjectEditRequested, ViewRequested
from milestone_tui.ui.navigation import HOME, Place, Scope, view_of
from milestone_tui.ui.renderer import Line
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.projects.hints import ALL_ARCHIVED, NO_MATCH, NO_PROJECTS
from milestone_tui.ui.views.projects.home_lines import ROOMY_HEIGHT, TITLE, standing, strip_height
from milestone_tui.ui.views.projects.pane import ProjectPreview
from milestone_tui.ui.views.projects.roadmap import Roadmap
from milestone_tui.ui.views.projects.rows import ProjectRows
from milestone_tui.ui.views.projects.table import ProjectTable
from milestone_tui.ui.widgets.rows import RowView
from milestone_tui.ui.workers import begin

if TYPE_CHECKING:
    from textual.timer import Timer

    from milestone_tui.plan.drafts import Unfinished
    from milestone_tui.store import StoreChanged
    from milestone_tui.ui.base.kept_filter import KeptFilter
    from milestone_tui.ui.views.projects.row_filter import ProjectRowFilter
    from milestone_tui.ui.widgets.filter_bar import FilterBar

_ZOOM = Binding.Group("zoom")
_PAN = Binding.Group("pan")
_ON_THE_AXIS = frozenset({"zoom", "pan", "today", "fit", "table"})
"""Actions that mean something in the roadmap only."""
_NONE_SELECTED = {
    NO_MATCH: "No project is shown: esc clears the filter.",
    ALL_ARCHIVED: "All projects are archived: / with is:archived shows them.",
    NO_PROJECTS: "There is no project: n starts one.",
}
"""What a key says that needs a project, by what stands in place of the projects."""


class ProjectsScreen(StoreScreen):
    """The portfolio."""

    SHOWS_SIGNS: ClassVar[bool] = True

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "open", id="projects.open", tooltip="The timeline of the project"),
        Binding("n", "new", "new", id="projects.new", tooltip="A new project"),
        Binding(
            "N",
            "start",
            "new from a template",
            show=False,
            id="projects.start",
            tooltip="A new project with phases, milestones and links, from a template",
        ),
        Binding("e", "edit", "edit", id="projects.edit", tooltip="Name, client, dates and phases of the project"),
        Binding(
            "space",
            "tick",
            "tick next",
            id="projects.tick",
            tooltip="The next milestone is done today; a gate is decided",
        ),
        Binding("tab", "roadmap", "roadmap", id="projects.roadmap", tooltip="All projects on one time axis"),
        Binding("tab", "table", "table", id="projects.table", tooltip="Back to the table of projects"),
        Binding("plus", "zoom(1)", "zoom in", group=_ZOOM, id="projects.zoom_in", tooltip="Fewer days in more detail"),
        Binding("minus", "zoom(-1)", "zoom out", group=_ZOOM, id="projects.zoom_out", tooltip="More days at once"),
        Binding(
            "equals_sign",
            "zoom(1)",
            "zoom in",
            show=False,
            id="projects.zoom_in_too",
            tooltip="Fewer days in more detail",
        ),
        Binding("left", "pan(-1)", "pan back", group=_PAN, id="projects.back_in_time", tooltip="Show earlier days"),
        Binding("right", "pan(1)", "pan on", group=_PAN, id="projects.on_in_time", tooltip="Show later days"),
        Binding("h", "pan(-1)", "pan back", show=False, id="projects.back_in_time_too", tooltip="Show earlier days"),
        Binding("l", "pan(1)", "pan on", show=False, id="projects.on_in_time_too", tooltip="Show later days"),
        Binding("t", "today", "today", id="projects.today", tooltip="Bring today into view"),
        Binding("z,0", "fit", "fit", show=False, id="projects.fit", tooltip="All projects in the width"),
        Binding("slash", "filter", "filter", id="projects.filter", tooltip="Show only what matches"),
        Binding("s", "sort", "sort", id="projects.sort", tooltip="By health, due date, finish, slip, name or progress"),
        Binding(
            "a",
            "sign",
            "sign off",
            id="projects.sign",
            tooltip="Submit, accept or reject the next milestone; decide a gate",
        ),
        Binding(
            "A",
            "archive",
            "archive",
            show=False,
            id="projects.archive",
            tooltip="Archive the project, or unarchive it (is:archived finds it)",
        ),
        Binding(
            "d",
            "delete",
            "delete",
            show=False,
            id="projects.delete",
            tooltip="Delete the project; asks first when it has milestones",
        ),
        Binding(
            "D",
            "drafts",
            "drafts",
            show=False,
            id="projects.drafts",
            tooltip="Go on with what was typed and not saved when the program ended",
        ),
        Binding(
            "m,W",
            "move",
            "move the whole project",
            show=False,
            id="projects.move",
            tooltip="What if all that is open of it came earlier or later",
        ),
        Binding(
            "escape",
            "show_all",
            "show all",
            show=False,
            id="projects.show_all",
            tooltip="Clear the filter; back from the roadmap",
        ),
        Binding("q", "table", "table", show=False, id="projects.leave", tooltip="Back to the table of projects"),
        Binding("q", "app.quit", "quit", show=False, id="projects.quit", tooltip="Leave the program"),
    ]

    AUTO_FOCUS = "ProjectTable"

    VIEW = HOME

    def __init__(
        self, context: Context, place: Place | None = None, projects: tuple[ProjectSummary, ...] | None = None
    ) -> None:
        """`projects`: all of them, where they have been read a moment ago."""
        super().__init__(context)
        self._just_read = projects
        self.table = ProjectTable(context.renderer, context.today)
        self.roadmap = Roadmap(context.renderer, context.today)
        self.preview = ProjectPreview(context.renderer)
        self.filter_bar: FilterBar | None = None
        self._kept_filter: KeptFilter | None = None
        self._narrowing: ProjectRowFilter | None = None
        self._stood = place.project_id if place else None
        """The project that the cursor was put on: it is there again as soon as a filter that is typed shows it."""
        self._order = ProjectOrder.HEALTH
        self._archived = False
        self._projects: tuple[ProjectSummary, ...] = ()
        self._marks: dict[int, tuple[JudgedMark, ...]] = {}
        self._unjudged: frozenset[int] = frozenset()
        """The projects whose health is that of before something changed in them."""
        self._reading: Aside[tuple[ProjectSummary, ...]] = Aside(self, self._arrived)
        self._asked = 0
        self._pause: Timer | None = None

    def compose(self) -> ComposeResult:
        """Title, table or roadmap, the strip of the selected project, keys."""
        self.roadmap.display = False
        yield self.title_bar
        yield self.table
        yield self.roadmap
        yield self.preview
        yield self.key_bar

    def on_mount(self) -> None:
        """Divide the height before the first paint; follow the cursors so that rows and strip are one frame."""
        for view in (self.table, self.roadmap):
            self.watch(view, "cursor", self._follow_cursor, init=False)
        self._divide(self.app.size.height)

    def on_resize(self, event: events.Resize) -> None:
        """Blank lines and the strip's detail go where there is no room for them."""
        self._divide(event.size.height)

    def _divide(self, height: int) -> None:
        self.table.roomy = self.roadmap.roomy = height >= ROOMY_HEIGHT
        self.preview.styles.height = strip_height(height)

    # Reading -----------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read all projects, and the marks of those in view; big ones anew while keys are taken."""
        just_read, self._just_read = self._just_read, None
        if just_read is not None:
            self._arrived(just_read)
            return
        if self._narrowing is not None:
            self._narrowing.forget()
        today, archived = self.context.today, self._archived
        self._reading.ask(lambda read: read.projects(today, archived), sum(known.total for known in self._projects))

    def _arrived(self, projects: tuple[ProjectSummary, ...] | None) -> None:
        self._marks.clear()
        self._asked += 1
        self._unjudged = frozenset()
        self._projects = projects or ()
        self._show_projects()

    def apply_changes(self, news: StoreChanged) -> None:
        """Read the projects again, and only those marks that may be others now; big ones are judged when keys rest."""
        if self._reading.waits:
            self.reload()  # what is being read may be of before this change
            return
        if self._narrowing is not None:
            self._narrowing.forget()
        for project_id in news.project_ids:
            self._marks.pop(project_id, None)
        ids, read = news.project_ids, self.context.store.read
        known = {s.project.id: s.verdict for s in self._projects if s.project.id in ids}
        if read.reach(ids) > AT_ONCE:
            if known:
                self._take(ids, read.unjudged(self.context.today, self._archived, known))
            self._judge_soon(ids, is_shown=len(known) == len(ids))
        else:
            self._take(ids, read.projects(self.context.today, self._archived, ids))

    def _judge_soon(self, ids: frozenset[int], is_shown: bool) -> None:
        """Judge these projects, and all that links lead to, in a thread: here there would be no keys meanwhile.

        Where they are shown already that waits until the keys rest; one that is new, or came back, is not to wait.
        """
        self._asked += 1
        self._unjudged |= ids
        if self._pause is not None:
            self._pause.stop()
        if is_shown:
            self._pause = self.set_timer(REST_SECONDS, lambda: begin(self, "judging", self._judge))
        else:
            begin(self, "judging", self._judge)

    async def _judge(self) -> None:
        asked, ids, today, archived = self._asked, self._unjudged, self.context.today, self._archived
        try:
            found = await to_thread(self.context.store.read_in_thread, lambda read: read.projects(today, archived, ids))
        except MilestoneError as error:
            self.show_error(str(error))
        else:
            self._judged(asked, ids, found)

    def _judged(self, asked: int, ids: frozenset[int], found: tuple[ProjectSummary, ...]) -> None:
        """What was judged counts unless something has changed since."""
        if asked == self._asked:
            self._unjudged = frozenset()
            self._take(ids, found)

    def _take(self, ids: frozenset[int], read: tuple[ProjectSummary, ...]) -> None:
        """Show what was read of these projects, in place of what is known of them."""
        others = ids.union(found.project.id for found in read)  # those that links lead to come along
        kept = [known for known in self._projects if known.project.id not in others]
        projects = tuple(sorted((*kept, *read), key=lambda known: known.project.key))
        if projects != self._projects:
            self._projects = projects
            self._show_projects()
        elif self._narrowing is not None and self._narrowing.filter is not None:
            self._show_projects()  # another milestone than the next one may match now
        else:
            self._show_marks()

    def _show_title(self) -> None:
        self.title_bar.right = standing(self._projects, self.context.today)
        left = "  › Roadmap" if self.roadmap.display else ""
        shows_archived = any(s.project.archived_at is not None for s in self.table.projects)
        left += "  with the archived" if shows_archived else ""
        self.title_bar.left = (TITLE, (left, Ink.DIM))

    def _show_projects(self, keep: int | None = None) -> None:
        shown = arranged(self._matching(), self._order)
        hint = () if shown else self._hint()
        self.table.order = self._order
        for view in (self.table, self.roadmap):
            view.hint = hint
            view.show(shown, self.context.today, keep)
        self._show_title()
        if self.filter_bar is not None:
            self.filter_bar.count = (len(shown), len(self._projects))
        self._show_marks()

    def _matching(self) -> Iterable[ProjectSummary]:
        return self._projects if self._narrowing is None else self._narrowing.shown(self._projects)

    def _hint(self) -> tuple[Line, ...]:
        if self._projects:
            return NO_MATCH
        if not self._archived and self.context.store.read.projects(self.context.today, True):
            return ALL_ARCHIVED
        return NO_PROJECTS

    def _show_marks(self) -> None:
        """Give the roadmap and the strip what they show of the projects in view."""
        self._show_marks_of_rows()
        self._show_preview()

    def _show_marks_of_rows(self) -> None:
        if self.roadmap.display:
            shown = self.view.visible_projects()
            self._find_marks(shown)
            self.roadmap.marks = {s.project.id: self._marks[s.project.id] for s in shown}

    def _show_preview(self) -> None:
        """Tell of the selected project."""
        selected = self.view.selected
        if selected:
            self._find_marks((selected,))
        self.preview.show(selected, self._marks[selected.project.id] if selected else (), self.context.today)

    def _find_marks(self, projects: Sequence[ProjectSummary]) -> None:
        """Have the marks of these projects; what is known is not read again."""
        missing = {s.project.id: s for s in projects if s.project.id not in self._marks}
        if missing:
            found = self.context.store.read.roadmap(sorted(missing))
            for project_id, summary in missing.items():
                marks = found.get(project_id, ())
                project = summary.project
                self._marks[project_id] = judged(
                    marks, self.context.today, project.calendar, summary.next_id, live=project.is_live
                )

    # Moving ------------------------------------------------------------------------------------------------

    @property
    def view(self) -> ProjectRows:
        """The table or the roadmap, whichever is shown."""
        return self.roadmap if self.roadmap.display else self.table

    def _follow_cursor(self) -> None:
        """The strip is of the project under the cursor, once it rests there: on a slow line rows are worth more."""
        self._remember_place()
        self._read(self._show_marks_of_rows)
        self._preview_at_rest()

    @work(exclusive=True, group="preview")
    async def _preview_at_rest(self) -> None:
        await sleep(CURSOR_RESTS)
        self._read(self._show_preview)

    @on(RowView.Opened)
    def open_clicked(self) -> None:
        """A second click opens."""
        self.action_open()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """`tab` leads to the face that is not shown; the axis has its keys only where it is shown."""
        if action in ("roadmap", "app.quit"):
            return not self.roadmap.display
        if action in _ON_THE_AXIS:
            return self.roadmap.display
        return True

    def show_keys(self) -> None:
        """Show the way to the other face behind what is done to a project; Textual lists `tab` first."""
        super().show_keys()
        hints = list(self.key_bar.hints)
        place = next((at for at, hint in enumerate(hints) if hint.does == "tick next"), 0)
        self.key_bar.hints = tuple(
            sorted(hints, key=lambda hint: place + 0.5 if hint.keys == "tab" else hints.index(hint))
        )

    def action_roadmap(self) -> None:
        """All projects on one time axis."""
        self._switch(self.table, self.roadmap)

    def action_table(self) -> None:
        """The table again."""
        self._switch(self.roadmap, self.table)

    def _switch(self, old: ProjectRows, new: ProjectRows) -> None:
        selected = old.selected
        old.display, new.display = False, True
        if selected:
            new.select(selected.project.id)
        new.focus()
        self._show_title()
        self.call_after_refresh(lambda: self._read(self._show_marks))
        self.refresh_bindings()

    def action_zoom(self, steps: int) -> None:
        """In or out on the time axis."""
        before = self.roadmap.window
        self.roadmap.zoom(steps)
        if self.roadmap.window == before:
            self.refuse_zoom(steps)

    def action_pan(self, steps: int) -> None:
        """Later or earlier on the time axis."""
        self.roadmap.pan(steps)

    def action_today(self) -> None:
        """Today comes into view."""
        self.roadmap.show_today()

    def action_fit(self) -> None:
        """All projects in the width."""
        self.roadmap.show_all()

    def action_sort(self) -> None:
        """The next order."""
        self._order = self._order.following
        self._show_projects()
        self.show_status(f"Sorted by {self._order.value}, {self._order.first}")

    # Filtering ---------------------------------------------------------------------------------------------

    def new_day(self) -> None:
        """Show what the filter means today."""
        super().new_day()
        if self.filter_bar is not None:
            self.filter_bar.parse_again()

    def keep_draft(self) -> None:
        """Have a filter in the making kept."""
        if self._kept_filter is not None:
            self._kept_filter.keeper.keep()

    def on_filter_bar_typing(self) -> None:
        """Keep it in a moment."""
        if self._kept_filter is not None:
            self._kept_filter.keeper.typed()

    def on_filter_bar_closed(self) -> None:
        """What was cleared is not kept."""
        self.keep_draft()

    async def action_filter(self) -> None:
        """Type a filter."""
        await self.filter()

    async def filter(self, kept: Unfinished | None = None) -> None:
        """Open the line for a filter; `kept`: what was typed there earlier."""
        self._remember_place()
        if self.filter_bar is None:
            from milestone_tui.ui.base.kept_filter import KeptFilter
            from milestone_tui.ui.views.projects.row_filter import ProjectRowFilter
            from milestone_tui.ui.widgets.filter_bar import FilterBar  # late: a stock input costs start-up

            self._narrowing = ProjectRowFilter(self, lambda: self._read(lambda: self._show_projects(self._stood)))
            self.filter_bar = FilterBar(self.context.renderer, lambda: self.context.today, self.context.names)
            await self.mount(self.filter_bar, before=self.key_bar)
            self._kept_filter = KeptFilter(self, lambda: self.filter_bar)
        self.filter_bar.count = (self.view.row_count(), len(self._projects))
        if kept is not None and self._kept_filter is not None:
            self._kept_filter.go_on(kept)
        else:
            self.filter_bar.open()

    def _remember_place(self) -> None:
        selected = self.view.selected
        self._stood = selected.project.id if selected else None

    def action_show_all(self) -> None:
        """Clear the filter, else go back to the table; from there no screen leads further back."""
        if self.filter_bar is not None and self.filter_bar.active:
            self.filter_bar.clear()
        elif self.roadmap.display:
            self.action_table()
        else:
            self.show_status("q leaves the program")

    def on_filter_bar_changed(self, event: FilterBar.Changed) -> None:
        """Show what matches; the archive too where that is asked for."""
        assert self._narrowing is not None
        self._narrowing.filter = event.filter or None
        self._read(lambda: self._show_projects(self._stood))
        if self._archived != event.filter.asks_archived:
            self._archived = event.filter.asks_archived
            self._read(self.reload)

    def on_filter_bar_kept(self) -> None:
        """What was found is where one is now."""
        self._remember_place()
        self.keep_draft()

    # Acting ------------------------------------------------------------------------------------------------

    def _selected(self) -> ProjectSummary | None:
        """The project to act on; without one, why there is none."""
        selected = self.view.selected
        if selected is None:
            self.refuse_prompt(_NONE_SELECTED[self._hint()])
        return selected

    def action_open(self) -> None:
        """Open the timeline of the project at its next milestone, with the filter."""
        if self._selected():
            self.post_message(ViewRequested("timeline", self.place))

    def action_switch_view(self, view_id: str) -> None:
        """Switch to a view; one that shows one project needs one under the cursor."""
        if view_of(view_id).scope is not Scope.PROJECT or self._selected():
            super().action_switch_view(view_id)

    @property
    def place(self) -> Place:
        """The project under the cursor, its next milestone, and the filter as it is for that project."""
        selected = self.view.selected
        if selected is None:
            return Place(wide=True)
        carried = self._narrowing.carried_into(selected.project) if self._narrowing is not None else ""
        return Place(selected.project.id, selected.next_id, carried, wide=True)

    def go_to(self, place: Place) -> bool:
        """Put the cursor on a project, where it is shown."""
        if place.project_id is not None:
            self.view.select(place.project_id)
        return True

    def action_new(self) -> None:
        """A new project."""
        self.post_message(ProjectEditRequested(None))

    def action_start(self) -> None:
        """A new project from a template."""
        from milestone_tui.ui.views.templates.start_project import start_from_template  # late: seldom needed

        start_from_template(self)

    def action_edit(self) -> None:
        """The fields of the project."""
        selected = self._selected()
        if selected:
            self.post_message(ProjectEditRequested(selected.project.id))

    def action_tick(self) -> None:
        """The next milestone is done; a gate is decided."""
        next_id = self._next_id()
        if next_id is not None:
            from milestone_tui.ui.panels.ticking import tick_or_ask  # late: its panels are not on the first frame

            tick_or_ask(self, next_id)

    def action_sign(self) -> None:
        """Sign the next milestone off: the acceptance of a delivery, the decision of a gate."""
        next_id = self._next_id()
        if next_id is not None:
            from milestone_tui.ui.panels.sign_off import sign_off  # late, as ticking

            sign_off(self, next_id)

    def _next_id(self) -> int | None:
        """Return the next milestone of the project to act on; without one, say why there is none."""
        selected = self._selected()
        if selected is None or selected.next_id is not None:
            return selected.next_id if selected else None
        if not selected.project.is_live:
            ended = "cancelled" if selected.project.archived_at is None else "archived"
            self.refuse_prompt(f"{selected.project.key} is {ended}: nothing of it is next. ↵ opens it.")
        elif selected.total:
            self.refuse_prompt(f"All milestones of {selected.project.key} are done.")
        else:
            self.refuse_prompt(f"{selected.project.key} has no milestones yet: ↵ opens it, n there adds one.")
        return None

    def action_move(self) -> None:
        """Ask what follows when the whole project moves."""
        selected = self._selected()
        if selected:
            self._read(lambda: self._what_if(selected))

    def _what_if(self, selected: ProjectSummary) -> None:
        from milestone_tui.plan.network.move_request import movable  # late, as the screen
        from milestone_tui.ui.views.timeline.words import immovable
        from milestone_tui.ui.views.what_if.screen import WhatIfScreen

        project = selected.project
        ids = movable(self.context.store.read.plan(project.id).milestones)
        if ids:
            self.ask(lambda: WhatIfScreen(self.context, project.id, ids, what=project.key))
        else:
            self.refuse_prompt(immovable(project.key))

    def action_drafts(self) -> None:
        """What was typed and not saved."""
        self.post_message(DraftsRequested())

    def action_archive(self) -> None:
        """Into the archive, or out of it."""
        selected = self._selected()
        if selected is None:
            return
        project = selected.project
        into = project.archived_at is None
        said = (
            f"Archived {project.key} · u to undo, is:archived finds it"
            if into
            else f"Unarchived {project.key} · u to undo"
        )
        self.run_command(lambda do: do.projects.archive(project.id, into), lambda _: self.show_status(said))

    def action_delete(self) -> None:
        """Delete the project; one that has milestones is asked about once."""
        from milestone_tui.ui.panels.confirm_delete import delete_or_ask  # late: a panel

        selected = self._selected()
        if selected:
            self._read(lambda: delete_or_ask(self, selected.project))
