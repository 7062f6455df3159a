"""The agenda: what is due in all projects or in one, and for whom."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult

from milestone_tui.errors import NotFound
from milestone_tui.plan.analysis.agenda import (
    BY_DATE,
    AgendaCounts,
    AgendaHead,
    AgendaItem,
    Grouping,
    counted,
    counted_head,
    grouped,
    head_groups,
)
from milestone_tui.plan.analysis.agenda_filter import matching
from milestone_tui.plan.language.project_filter import carried_text
from milestone_tui.plan.language.wording import count_words
from milestone_tui.plan.model import Milestone, Project
from milestone_tui.store import StoreChanged
from milestone_tui.ui.base.cursor_rest import CursorRest
from milestone_tui.ui.base.kept_filter import KeptFilter
from milestone_tui.ui.base.project_title import project_title
from milestone_tui.ui.base.store_screen import StoreScreen
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys
from milestone_tui.ui.messages import MilestoneEditRequested, RiskEditRequested
from milestone_tui.ui.navigation import HEIGHTS, ROOMY_HEIGHT, Place
from milestone_tui.ui.panels.sign_off import sign_off
from milestone_tui.ui.panels.ticking import tick_or_ask
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.agenda.keys import A_MILESTONE, AGENDA_KEYS, AN_ENTRY, ENTRIES, NEEDS
from milestone_tui.ui.views.agenda.known import KnownAgenda
from milestone_tui.ui.views.agenda.moving import move
from milestone_tui.ui.views.agenda.table import AgendaTable
from milestone_tui.ui.views.agenda.words import (
    NO_MATCH,
    NOT_A_MILESTONE,
    NOTHING,
    NOTHING_HERE,
    count_line,
    risk_words,
)
from milestone_tui.ui.views.timeline.pane import MilestonePane, MilestonePaneData
from milestone_tui.ui.widgets.filter_bar import FilterBar
from milestone_tui.ui.widgets.rows import RowView

_LEAST_COPIED, _MOST_COPIED = 80, 120
"""Cells of a line of the copied list."""


class AgendaScreen(StoreScreen):
    """View of what is due, in groups, and a pane about the milestone under the cursor."""

    DEFAULT_CSS = """
    AgendaScreen AgendaTable { margin-top: 1; }
    AgendaScreen.-low AgendaTable, AgendaScreen.-middle AgendaTable { margin-top: 0; }
    AgendaScreen.-middle MilestonePane { height: 3; }
    AgendaScreen.-low MilestonePane { height: 2; }
    """

    VERTICAL_BREAKPOINTS = HEIGHTS

    BINDINGS: ClassVar[Keys] = AGENDA_KEYS

    NEEDS = NEEDS

    VIEW = "agenda"

    def __init__(self, context: Context, place: Place) -> None:
        """Show the project of `place` or all, with its filter; of one project, start with its milestone."""
        super().__init__(context)
        self._project_id = place.project_id
        """The project to narrow to."""
        self._wide = place.wide or place.project_id is None
        self._carried = _filter_of(place)
        """The filter that another view gave this one last."""
        self._wanted = None if self._wide else place.milestone_id
        """The milestone that the cursor goes to when it is shown."""
        self._grouping = Grouping.named(context.preferences.views.agenda_groups)
        self._project: Project | None = None
        """The project it is narrowed to."""
        self._counts: AgendaCounts | None = None
        """The counts of what is shown; None until it is read."""
        self._known = KnownAgenda(self, self._arrange)
        self._return_to: Hashable | None = None
        """The row that the cursor returns to when a filter being typed shows it again."""
        self.table = AgendaTable(context.renderer, context.today)
        self.strip = MilestonePane(context.renderer)
        self.filter_bar = FilterBar(context.renderer, lambda: context.today, context.names, self._carried)
        self._filter = self.filter_bar.current_filter
        self._kept_filter = KeptFilter(self, lambda: self.filter_bar)
        self._cursor_rest = CursorRest(self, self._show_current)

    def compose(self) -> ComposeResult:
        """Yield title, table, pane, filter and key bar."""
        yield from (self.title_bar, self.table, self.strip, self.filter_bar, self.key_bar)

    def on_mount(self) -> None:
        """Divide the height, and watch the cursor."""
        self.table.roomy = self.app.size.height >= ROOMY_HEIGHT
        self.watch(self.table, "cursor", self._follow_cursor, init=False)

    def on_resize(self, event: events.Resize) -> None:
        """Fit the blank lines and the counts into the new size."""
        if (is_roomy := event.size.height >= ROOMY_HEIGHT) != self.table.roomy:
            self.table.roomy = is_roomy
            self._read(self._arrange)
        self._show_title(event.size.width)

    def legend(self) -> Sequence[tuple[str, str]]:
        """Return the signs of milestones."""
        from milestone_tui.ui.legend import AGENDA  # late: only help needs it

        return AGENDA

    @property
    def place(self) -> Place:
        """Return the project and milestone under the cursor, and the filter."""
        item, text = self.table.current, self.filter_bar.text
        project = item.project if item is not None else self._project
        milestone = item.milestone if item is not None else None
        return Place(
            project.id if project is not None else self._project_id,
            milestone.id if milestone is not None else None,
            carried_text(self._filter, project) if self._wide and project is not None else text,
            wide=self._wide,
            wide_filter=text,
        )

    def go_to(self, place: Place) -> bool:
        """Show another project or all; a filter that another view brings replaces the one here."""
        before = self._narrowed_to, self._filter
        self._project_id, self._wide = place.project_id, place.wide or place.project_id is None
        self._wanted = None if self._wide else place.milestone_id
        if (carried := _filter_of(place)) != self._carried:
            self._carried = carried
            self.filter_bar.use(carried)
            self._filter = self.filter_bar.current_filter
        if self._wanted is not None or before != (self._narrowed_to, self._filter):
            self._read(self._arrange)
        return True

    @property
    def _narrowed_to(self) -> int | None:
        return None if self._wide else self._project_id

    # Reading -----------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read everything."""
        is_plain = not self._filter and self._grouping is Grouping.WHEN
        self._known.read(is_plain, self._narrowed_to)

    def apply_changes(self, news: StoreChanged) -> None:
        """Read the milestones that changed."""
        self._known.apply_changes(news)

    def new_day(self) -> None:
        """Apply the filter for the new day."""
        super().new_day()
        self.filter_bar.parse_again()

    def _arrange(self, keep: Hashable | None = None) -> None:
        """Show what matches, in groups, with the cursor on the same row or on `keep`."""
        if self._known.head is not None and self._find_project():
            self._show_head(self._known.head)
        if self._known.data is None or not self._find_project():
            return
        here = [item for item in self._known.items if self._project is None or item.project.id == self._project.id]
        shown = matching(here, self._filter, self._known.figures, self.context.today)
        self.table.hint = "" if shown else self._hint(bool(here))
        self.table.names_project = self._project is None
        self.table.show(
            grouped(shown, self._grouping), self.context.today, self._known.figures, self._key_to_keep(shown, keep)
        )
        self.filter_bar.count = (len(shown), len(here))
        self._counts = counted(shown, self.context.today)
        self._show_title()
        self.needs_changed()
        self._show_current()

    def _show_head(self, head: AgendaHead) -> None:
        """Show the beginning of the agenda while the rest is being read."""
        self.table.names_project = self._project is None
        groups = head_groups(head, self.context.today)
        items = [item for group in groups for item in group.items]
        self.table.show(groups, self.context.today, self._known.figures, self._key_to_keep(items, None))
        self._counts = counted_head(head, self.context.today)
        self._show_title()
        self._show_current()

    def _find_project(self) -> bool:
        """Find the project to narrow to; if it was deleted, close and return False."""
        id_, data = self._narrowed_to, self._known.data
        if id_ is None:
            self._project = None
            return True
        plans = data.plans if data is not None else ()
        self._project = next((plan.project for plan in plans if plan.project.id == id_), None)
        try:
            self._project = self._project or self.context.store.read.project(id_)  # of an archived one nothing is due
        except NotFound:
            self.call_later(self.close_because, "That project was deleted.")
        return self._project is not None

    def _hint(self, is_filtered: bool) -> str:
        if is_filtered:
            return NO_MATCH
        return self.context.empty_words(NOTHING) if self._project is None else NOTHING_HERE

    def _key_to_keep(self, shown: Sequence[AgendaItem], keep: Hashable | None) -> Hashable | None:
        """Return the row for the cursor: an open milestone is followed into another group by date."""
        wanted, self._wanted = self._wanted, None
        current = self.table.current
        if wanted is None and keep is None and current is not None and current.section in BY_DATE:
            wanted = current.subject.id
        follows = (item.key for item in shown if item.section in BY_DATE and item.subject.id == wanted)
        return keep if wanted is None else next(follows, keep)

    def _show_title(self, width: int = 0) -> None:
        project = self._project
        self.title_bar.left = (
            project_title(project, "Agenda")
            if project is not None
            else (("Agenda", Ink.BRIGHT), ("  all projects", Ink.DIM))
        )
        if self._counts is not None:
            room = self.title_bar.room(width or self.app.size.width)
            self.title_bar.right = count_line(self._counts, self.context.today, room)

    def _follow_cursor(self) -> None:
        """Paint table and pane in one frame; while a key is held, the pane waits until the cursor rests."""
        self._remember_row()
        self._cursor_rest.moved()
        self.needs_changed()

    def _show_current(self) -> None:
        """Show the milestone under the cursor in the pane, as soon as it can be read."""
        self._read(self._read_current)

    def _read_current(self) -> None:
        item = self.table.current
        self.strip.story, self.strip.hint = None, ""
        if item is None:
            return
        if not isinstance(item.subject, Milestone):
            self.strip.hint = risk_words(item, item.subject, self.context.today)
            return
        id_, figures = item.subject.id, self._known.figures
        try:
            detail = self.context.store.read.detail(id_)
        except NotFound:
            return  # somebody has just deleted it; the change event follows
        self.strip.story = MilestonePaneData(
            detail, self.context.today, figures.floats.get(id_), figures.drivers.get(id_), figures.early.get(id_, {})
        )

    # Which keys work ---------------------------------------------------------------------------------------

    def has(self, need: str) -> bool:
        """Return whether there are entries, or one is selected; True while that is not known."""
        if self._known.data is None:
            return True
        if need == ENTRIES:
            return bool(self._known.items)
        item = self.table.current
        return item is not None and (need == AN_ENTRY or item.milestone is not None)

    @property
    def also_shown(self) -> Collection[str]:
        """Return that the key bar shows `x` where there is something to explain."""
        return ("app.explain",) if self.table.current is not None else ()

    def refusal(self, need: str) -> str:
        """Return that nothing is shown, or that a risk is no milestone."""
        return NOT_A_MILESTONE if need == A_MILESTONE and self.table.current is not None else self.table.hint

    def _milestone(self) -> Milestone | None:
        """Return the milestone under the cursor; without one, show why."""
        if self.refused(A_MILESTONE) or (item := self.table.current) is None:
            return None
        return item.milestone

    # Keys that change something ----------------------------------------------------------------------------

    @on(RowView.Opened)
    def action_edit(self) -> None:
        """Edit the milestone, or the entry of the risk register."""
        if self.refused(AN_ENTRY) or (item := self.table.current) is None:
            return
        if (milestone := item.milestone) is not None:
            self.post_message(MilestoneEditRequested(milestone.id))
        else:
            self.post_message(RiskEditRequested(item.subject.id))

    def action_tick(self) -> None:
        """Tick or untick the milestone, or decide the gate."""
        if milestone := self._milestone():
            tick_or_ask(self, milestone.id)

    def action_sign(self) -> None:
        """Open the sign-off of the milestone: its acceptance, or the decision of a gate."""
        if milestone := self._milestone():
            sign_off(self, milestone.id)

    def action_move(self, days: int = 0, weeks: int = 0) -> None:
        """Open a what-if for the milestone; without a step, ask for a date."""
        if milestone := self._milestone():
            move(self, milestone, days, weeks)

    # Keys that look ----------------------------------------------------------------------------------------

    def action_narrow(self) -> None:
        """Show only the project under the cursor, or all projects again."""
        if self._wide and (item := self.table.current) is not None:
            self._project_id = item.project.id
        self._wide = not self._wide
        self._read(self._arrange)

    def action_group(self) -> None:
        """Group by the next choice, which is remembered."""
        self._grouping = self._grouping.following
        self.context.preferences.remember(agenda_groups=self._grouping.value)
        self._read(self._arrange)
        self.show_status(f"Grouped by {self._grouping.value}")

    def action_group_step(self, step: int) -> None:
        """Go to the first entry of the next or previous group."""
        if not self.table.to_group(step):
            self.show_error("This is the last group." if step > 0 else "This is the first group.")

    def action_copy(self) -> None:
        """Copy the list as text."""
        from milestone_tui.exchange.table.agenda import agenda_text  # late: seldom needed

        items = self.table.items
        width = max(_LEAST_COPIED, min(_MOST_COPIED, self.size.width))
        groups = grouped(items, self._grouping)
        self.app.copy_to_clipboard("\n".join(agenda_text(groups, self._known.figures, self.context.today, width)))
        self.show_status(f"Copied {count_words(len(items), 'line')} to the clipboard")

    # Filtering ---------------------------------------------------------------------------------------------

    def action_filter(self) -> None:
        """Open the filter line."""
        self._remember_row()
        self.filter_bar.open()

    def action_mine(self) -> None:
        """Show only what is mine, or everything again."""
        self._remember_row()
        self.filter_bar.toggle_mine()

    def keep_draft(self) -> None:
        """Save the filter that is being typed as a draft."""
        self._kept_filter.keeper.keep()

    @on(FilterBar.Typing)
    def _keep_filter(self) -> None:
        self._kept_filter.keeper.schedule()

    @on(FilterBar.Kept)
    def _filter_kept(self) -> None:
        self._remember_row()
        self.keep_draft()

    @on(FilterBar.Changed)
    def _filtered(self, message: FilterBar.Changed) -> None:
        self._filter = message.filter
        self._read(lambda: self._arrange(self._return_to))

    @on(FilterBar.Closed)
    def _filter_closed(self) -> None:
        self.table.focus()
        self.keep_draft()

    def _remember_row(self) -> None:
        item = self.table.current
        self._return_to = item.key if item is not None else None

    def action_back(self) -> None:
        """Clear the filter; without one, go back."""
        if self.filter_bar.active:
            self.filter_bar.clear()
        else:
            self.action_leave()


def _filter_of(place: Place) -> str:
    """Return the filter that a place brings along."""
    return place.wide_filter if place.wide else place.filter_text
