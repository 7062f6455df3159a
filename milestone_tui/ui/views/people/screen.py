"""People: their work by week against what they can do, and their roles."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult

import milestone_tui.ui.views.people.acting as acting
from milestone_tui.errors import MilestoneError, NotFound
from milestone_tui.plan.analysis.overload import explain_week
from milestone_tui.plan.drafts import Unfinished
from milestone_tui.plan.explanation import Explanation
from milestone_tui.plan.language.wording import day_words
from milestone_tui.plan.model import Milestone, Project
from milestone_tui.plan.people import PersonSummary, Role, WorkPlan
from milestone_tui.ui.base.cursor_rest import CursorRest
from milestone_tui.ui.base.store_screen import StoreScreen
from milestone_tui.ui.context import Context
from milestone_tui.ui.gc_policy import GcPolicy
from milestone_tui.ui.keys import Keys
from milestone_tui.ui.messages import AbsencesRequested, IdentityRequested
from milestone_tui.ui.navigation import ROOMY_HEIGHT, VIEWS_HEIGHT, Place
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.people.acting import Week
from milestone_tui.ui.views.people.floats import WorkFloats
from milestone_tui.ui.views.people.grid import WorkGrid
from milestone_tui.ui.views.people.keys import A_PERSON, NEEDS, PEOPLE_KEYS, ordered
from milestone_tui.ui.views.people.pane import WorkPane, week_data
from milestone_tui.ui.views.people.people_filter import PeopleFilter
from milestone_tui.ui.views.people.person import PersonScreen
from milestone_tui.ui.views.people.roles import RolesFace
from milestone_tui.ui.views.people.rows import ORDERS, arranged, workload_legend
from milestone_tui.ui.views.people.words import (
    fitting,
    hint_words,
    overload_status,
    roles_status,
    title_left,
    week_named,
)
from milestone_tui.ui.widgets.filter_bar import FilterBar
from milestone_tui.ui.widgets.rows import RowView

_OUTSIDERS = frozenset({Role.CLIENT, Role.SPONSOR})
"""Roles of people who are not offered work."""


_HEIGHTS = [(0, "-low"), (VIEWS_HEIGHT + 1, "-middle"), (ROOMY_HEIGHT, "-high")]


class PeopleScreen(StoreScreen):
    """View of the people: a grid of their work by week, or a table of their roles."""

    DEFAULT_CSS = """
    PeopleScreen WorkGrid, PeopleScreen PeopleTable { margin-top: 1; }
    PeopleScreen #tasks { height: 8; }
    PeopleScreen.-middle WorkPane { height: 7; }
    PeopleScreen.-low WorkGrid, PeopleScreen.-low PeopleTable { margin-top: 0; }
    PeopleScreen.-low #tasks, PeopleScreen.-low WorkPane { height: 4; }
    """

    VERTICAL_BREAKPOINTS = _HEIGHTS

    BINDINGS: ClassVar[Keys] = PEOPLE_KEYS

    NEEDS = NEEDS

    AUTO_FOCUS = "WorkGrid"

    VIEW = "people"

    def __init__(self, context: Context, place: Place) -> None:
        """Show the people of the project of `place`, or all."""
        super().__init__(context)
        self._project_id = place.project_id
        """The project to narrow to."""
        self._wanted = place.person_id
        """The person that the cursor goes to when they are shown."""
        self._wide = place.wide or place.project_id is None
        self._mine = False
        """Whether only the work of the person at the keyboard is shown."""
        self._order = context.preferences.views.people_order
        self.work: WorkPlan | None = None
        self._project: Project | None = None
        self._people: Sequence[int] = ()
        """The people shown, in order."""
        self._team: frozenset[int] = frozenset()
        """The people with a role in the project."""
        self._outsiders: frozenset[int] = frozenset()
        self._milestones: Mapping[int, Milestone] = {}
        """The milestones of the week under the cursor."""
        self._floats = WorkFloats(self, lambda: self._read(self._show_pane))
        self.grid = WorkGrid(context.renderer)
        self.pane = WorkPane(context.renderer)
        self.roles = RolesFace(context, lambda: self._narrowed_to)
        self.table = self.roles.table
        self.filter_bar = FilterBar(context.renderer, lambda: context.today, context.names)
        self._filter = PeopleFilter(self, lambda: self._read(self._show))
        self._cursor_rest = CursorRest(self, lambda: self._read(self._show_pane))

    def compose(self) -> ComposeResult:
        """Yield title, both faces, filter and key bar."""
        self.table.display = self.roles.tasks.display = False
        yield from (self.title_bar, self.grid, self.pane, self.table, self.roles.tasks, self.filter_bar, self.key_bar)

    def on_mount(self) -> None:
        """Watch the cursors."""
        self.grid.roomy = self.app.size.height >= ROOMY_HEIGHT
        for view, name in ((self.grid, "cursor"), (self.grid, "week"), (self.table, "cursor")):
            self.watch(view, name, self._cursor_rest.moved, init=False)

    def on_resize(self, event: events.Resize) -> None:
        """Fit the rows and the pane to the new size."""
        self.grid.roomy = event.size.height >= ROOMY_HEIGHT
        self._read(self._show_pane)
        self._show_title(event.size.width)

    def legend(self) -> Sequence[tuple[str, str]]:
        """Return the glyphs of the grid, or the signs of milestones."""
        from milestone_tui.ui.legend import PEOPLE  # late: only help needs it

        return PEOPLE if self.shows_roles else workload_legend(ascii_only=self.context.renderer.ascii_only)

    @property
    def shows_roles(self) -> bool:
        """Return whether the table of roles is shown, not the grid."""
        return self.table.display

    @property
    def person_id(self) -> int | None:
        """Return the person under the cursor."""
        if self.shows_roles:
            return self.table.selected.person.id if self.table.selected is not None else None
        return self.grid.person_id

    # Where it is -------------------------------------------------------------------------------------------

    @property
    def place(self) -> Place:
        """Return the project, or when all are shown the milestone of the week or the person's next one."""
        if self._wide and (milestone := self._next_milestone()) is not None:
            return Place(milestone.project_id, milestone.id, wide=True)
        return Place(self._project_id, wide=self._wide)

    def _next_milestone(self) -> Milestone | None:
        """Return the biggest work of the week, else the next milestone of the person; None if it cannot be read."""
        if not self.shows_roles and self._milestones:
            return next(iter(self._milestones.values()))
        if self.shows_roles or (person_id := self.person_id) is None:
            return self.roles.next if self.shows_roles else None
        with suppress(MilestoneError):
            found = self.context.store.read.responsible(person_id)
            return next((m for m in found if m.is_open and m.project_is_live), None)
        return None

    def go_to(self, place: Place) -> bool:
        """Show the people of another project, or all; the cursor stays on its person unless another is wanted."""
        self._project_id, self._wide = place.project_id, place.wide or place.project_id is None
        self._wanted = place.person_id
        self._read(self.reload)
        return True

    @property
    def _narrowed_to(self) -> int | None:
        return None if self._wide else self._project_id

    # Reading -----------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the work of everybody."""
        read, project_id = self.context.store.read, self._narrowed_to
        try:
            self._project = read.project(project_id) if project_id is not None else None
        except NotFound:
            self.call_later(self.close_because, "That project was deleted.")
            return
        with GcPolicy.paused():
            self.work = read.work_plan(self.context.today)
        roles = read.roles()
        self._team = frozenset(role.person_id for role in roles if role.project_id == project_id)
        inside = {role.person_id for role in roles if role.role not in _OUTSIDERS}
        self._outsiders = frozenset(role.person_id for role in roles) - inside
        self._floats.forget(self.work)
        self._filter.forget()
        self._show()

    def new_day(self) -> None:
        """Apply the filter for the new day."""
        super().new_day()
        self.filter_bar.parse_again()

    # Showing -----------------------------------------------------------------------------------------------

    def _shown(self, work: WorkPlan) -> list[int]:
        """Return the people to show, in order."""
        project_id, me = self._narrowed_to, self.context.names.me.casefold()
        matches = self._filter.matches(work)

        def is_shown(id_: int) -> bool:
            in_project = project_id is None or id_ in self._team or project_id in work.projects.get(id_, ())
            mine = not self._mine or work.workload.people[id_].name.casefold() == me
            return in_project and mine and matches(id_)

        return arranged(work, filter(is_shown, work.workload.people), self._order)

    def _show(self) -> None:
        """Show the people in the grid, or in the table of roles."""
        if (work := self.work) is None:
            return
        people = self._people = self._shown(work)
        wanted, self._wanted = self._wanted, None
        is_filtered = self._filter.filter is not None or self._mine
        hint = hint_words(narrowed=self._narrowed_to is not None, filtered=is_filtered)
        self.grid.hint = self.table.hint = hint if is_filtered else self.context.empty_words(hint)
        self.filter_bar.count = (len(people), len(work.workload.people))
        self.grid.show(work, people, wanted)
        if self.shows_roles:
            summaries = {s.person.id: s for s in self.context.store.read.people_summaries(self._narrowed_to)}
            self.table.show_entries([summaries[id_] for id_ in people if id_ in summaries], wanted)
        self._show_title()
        self._show_pane()
        self.show_keys()

    def _show_title(self, width: int = 0) -> None:
        if (work := self.work) is None:
            return
        width = width or self.app.size.width
        overload = overload_status(work, self._people, self.context.today)
        status = roles_status(self.table.entries) if self.shows_roles else overload
        day = (day_words(self.context.today), Ink.TEXT)
        dated = (*status, (" · ", Ink.DIM), day) if status else (day,)
        for short in (False, True):
            self.title_bar.left = title_left(self._project, roles=self.shows_roles, mine=self._mine, short=short)
            self.title_bar.right = fitting((dated, status, status[:1]), self.title_bar.room(width))
            if self.title_bar.right:
                break

    def _show_pane(self) -> None:
        """Show the week or the tasks of the person under the cursor."""
        if self.shows_roles:
            self.roles.read_tasks()
        else:
            self._show_week()
        self.needs_changed()

    def _show_week(self) -> None:
        work, person_id = self.work, self.grid.person_id
        self._milestones = {}
        if work is None or person_id is None:
            self.pane.story = None
            return
        monday = self.grid.monday
        ids = [part.effort.milestone_id for part in work.workload.parts(person_id, monday)]
        if ids:
            found = {m.id: m for m in self.context.store.read.milestones(ids)}
            self._milestones = {id_: found[id_] for id_ in ids if id_ in found}
        is_over = work.workload.overload(person_id, monday) is not None
        floats = self._floats.of(work) if is_over else None
        self.pane.story = week_data(work, person_id, monday, self._milestones, floats, self.candidates)

    @property
    def candidates(self) -> Sequence[int]:
        """Return the people who may take work: not those who are only a client or sponsor and have no effort."""
        if (work := self.work) is None:
            return ()
        return [id_ for id_ in work.workload.people if id_ in work.workload.efforts or id_ not in self._outsiders]

    @property
    def week(self) -> Week | None:
        """Return the week under the cursor; None on the table of roles."""
        if self.work is None or self.shows_roles or (person_id := self.grid.person_id) is None:
            return None
        return Week(self.work, person_id, self.grid.monday, tuple(self._milestones.values()), self.candidates)

    def explanations(self) -> Sequence[Explanation]:
        """Return why the week under the cursor has its figures."""
        person_id = self.grid.person_id
        if self.shows_roles or self.work is None or person_id is None:
            return ()
        return (explain_week(self.work.workload, person_id, self.grid.monday, self._milestones),)

    @property
    def explained(self) -> str:
        """Return the person and the week under the cursor."""
        return week_named(self.work, self.grid.person_id, self.grid.monday, self.context.today)

    @property
    def also_shown(self) -> Collection[str]:
        """Return that the key bar shows `x` where it explains a week."""
        return () if self.shows_roles or self.grid.person_id is None else ("app.explain",)

    # Keys --------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether a key works on the face that is shown."""
        if action in ("roles", "workload") and self.shows_roles == (action == "roles"):
            return False
        return super().check_action(action, parameters)

    def has(self, need: str) -> bool:
        """Return whether there is a person under the cursor, or a project to narrow to."""
        return (self.person_id if need == A_PERSON else self._project_id) is not None

    def refusal(self, need: str) -> str:
        """Return that there is no person, or no project."""
        if need == A_PERSON:
            return "No person selected. Press n to add one."
        return "No project to narrow to. Choose one on Projects (1)."

    def show_keys(self) -> None:
        """Show the keys of this face, in their order; on an earlier day no milestone opens."""
        super().show_keys()
        is_now = self.context.moment is None
        hints = tuple(hint for hint in self.key_bar.hints if is_now or hint.does != "milestones")
        self.key_bar.hints = ordered(hints, roles=self.shows_roles)

    def action_roles(self) -> None:
        """Show the roles."""
        self._switch(roles=True)

    def action_workload(self) -> None:
        """Show the workload."""
        self._switch(roles=False)

    def _switch(self, *, roles: bool) -> None:
        self._wanted = self.person_id
        self.grid.display = self.pane.display = not roles
        self.table.display = self.roles.tasks.display = roles
        (self.table if roles else self.grid).focus()
        self._read(self._show)
        self.refresh_bindings()

    @on(RowView.Opened)
    def action_open(self) -> None:
        """Open the milestones of the week; on the table of roles, edit the person."""
        if self.shows_roles:
            self.action_edit()
        else:
            acting.open_milestones(self, self.week)

    def action_give(self) -> None:
        """Give work of the week to somebody else."""
        acting.give(self, self.week)

    def action_absences(self) -> None:
        """Open the absences of the person."""
        if (person_id := self.person_id) is not None:
            self.post_message(AbsencesRequested(person_id))

    def action_edit(self) -> None:
        """Edit the person."""
        summaries = self.context.store.read.people_summaries()
        self.ask_for(next((summary for summary in summaries if summary.person.id == self.person_id), None))

    def action_add(self) -> None:
        """Add a person and go to them."""
        self.ask_for(None)

    def ask_for(self, summary: PersonSummary | None, kept: Unfinished | None = None) -> None:
        """Open the panel of a person, None for a new one, with the text of the draft `kept`."""

        def go_to(person_id: int | None) -> None:
            if person_id is not None:
                self.grid.select(person_id)
                self.table.select(person_id)

        self.ask(lambda: PersonScreen(self.context, summary, kept), go_to)

    def action_narrow(self) -> None:
        """Show only the people of the project, or all again."""
        self.go_to(Place(self._project_id, wide=not self._wide))

    def action_delete(self) -> None:
        """Delete the person; their milestones lose their owner."""
        if (id_ := self.person_id) is not None and self.work is not None:
            acting.delete(self, self.work.workload.people[id_])

    def action_copy(self) -> None:
        """Copy the week as text."""
        acting.copy(self, self.week)

    def action_sort(self) -> None:
        """Sort by the next order; the order is remembered."""
        names = list(ORDERS)
        place = names.index(self._order) if self._order in names else 0
        self._order = names[(place + 1) % len(names)]
        self.context.preferences.remember(people_order=self._order)
        self._read(self._show)
        self.show_status(f"Sorted by {self._order}, {ORDERS[self._order]}")

    def action_mine(self) -> None:
        """Show only the person at the keyboard, or all again; ask first who that is."""
        if not self._mine and not self.context.names.me:
            self.post_message(IdentityRequested(self.action_mine))
            return
        self._mine = not self._mine
        self._read(self._show)

    # Filter ------------------------------------------------------------------------------------------------

    def action_filter(self) -> None:
        """Open the filter line."""
        self._wanted = self.person_id
        self.filter_bar.open()

    @on(FilterBar.Changed)
    def _filtered(self, message: FilterBar.Changed) -> None:
        self._filter.filter = message.filter or None
        self._read(self._show)

    def action_back(self) -> None:
        """Clear the filter, then show everybody; without both, go back."""
        if self.filter_bar.active:
            self.filter_bar.clear()
        elif self._mine:
            self.action_mine()
        else:
            self.action_leave()
