"""The timeline: one project with its phases and milestones on a time axis."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult

import milestone_tui.ui.views.timeline.acting as acting
from milestone_tui.errors import NotFound
from milestone_tui.plan.analysis.outline import Sorting, outline
from milestone_tui.plan.drafts import Unfinished
from milestone_tui.plan.model import Milestone, Plan
from milestone_tui.plan.selection import Selection
from milestone_tui.store import StoreChanged
from milestone_tui.ui.base.cursor_rest import CursorRest
from milestone_tui.ui.base.kept_filter import KeptFilter
from milestone_tui.ui.base.plan_analysis import PlanAnalysis
from milestone_tui.ui.base.project_screen import TOO_SOON
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys
from milestone_tui.ui.messages import BaselinesRequested, DaysOffRequested, MilestoneEditRequested, ProjectEditRequested
from milestone_tui.ui.navigation import HEIGHTS, ROOMY_HEIGHT, VIEWS_HEIGHT, Place
from milestone_tui.ui.panels.change_all import ChangeAllScreen
from milestone_tui.ui.views.baselines.set_baseline import BaselineScreen
from milestone_tui.ui.views.timeline.analysed_plan import AnalysedPlan
from milestone_tui.ui.views.timeline.chart import TimelineChart
from milestone_tui.ui.views.timeline.columns import SLIP_WIDTH, Floats
from milestone_tui.ui.views.timeline.keys import A_MILESTONE, NEEDS, NO_MILESTONES_YET, TIMELINE_KEYS
from milestone_tui.ui.views.timeline.marking import MarkingScreen
from milestone_tui.ui.views.timeline.pane import MilestonePane, milestone_pane_data
from milestone_tui.ui.views.timeline.row_filter import RowFilter, landing
from milestone_tui.ui.views.timeline.what_ifs import WhatIfs
from milestone_tui.ui.views.timeline.words import (
    NO_BASELINE,
    NO_MATCH,
    NO_MILESTONES,
    critical_words,
    health_words,
    reason_line,
    title_line,
    wants_baseline,
)
from milestone_tui.ui.views.what_if.replan import nothing_to_replan
from milestone_tui.ui.views.what_if.start import TimelineState
from milestone_tui.ui.widgets.filter_bar import FilterBar
from milestone_tui.ui.widgets.rows import RowView


class TimelineScreen(MarkingScreen):
    """View of one project: its plan as a chart, and a pane about the milestone under the cursor."""

    DEFAULT_CSS = """
    TimelineScreen TimelineChart { margin-top: 1; }
    TimelineScreen.-low TimelineChart, TimelineScreen.-middle TimelineChart { margin-top: 0; }
    TimelineScreen.-middle MilestonePane { height: 3; }
    TimelineScreen.-low MilestonePane { height: 2; }
    """

    VERTICAL_BREAKPOINTS = HEIGHTS

    BINDINGS: ClassVar[Keys] = TIMELINE_KEYS

    NEEDS = NEEDS

    VIEW = "timeline"

    def __init__(self, context: Context, place: Place) -> None:
        """Show the project of `place`, starting with its milestone under the cursor and its filter."""
        assert place.project_id is not None
        super().__init__(context, place.project_id, TimelineChart(context.renderer))
        self._wanted = place.milestone_id
        self._analysed = AnalysedPlan(self, self._tell, self._analysis_arrived)
        self.filter_bar = FilterBar(context.renderer, lambda: context.today, context.names, place.filter_text)
        self._row_filter = RowFilter(self.filter_bar.current_filter)
        self._return_to: int | None = None
        """The milestone that the cursor returns to when a filter being typed shows it again."""
        self._sorting = Sorting.named(context.preferences.views.timeline_order)
        self._is_roomy = True
        self._is_too_soon = False
        """Whether a milestone of the project is too soon after a predecessor."""
        self._what_ifs = WhatIfs(self, self._shown)
        self._cursor_rest = CursorRest(self, self._show_milestone)
        self.strip = MilestonePane(context.renderer)
        self.kept_filter = KeptFilter(self, lambda: self.filter_bar, self.project_id)

    def compose(self) -> ComposeResult:
        """Yield title, chart, pane, filter and key bar."""
        yield from (self.title_bar, self.chart, self.strip, self.filter_bar, self.key_bar)

    def legend(self) -> Sequence[tuple[str, str]]:
        """Return the glyphs of the chart."""
        from milestone_tui.ui.legend import TIMELINE  # late: only help needs it

        return TIMELINE

    def new_day(self) -> None:
        """Apply the filter for the new day."""
        super().new_day()
        self.filter_bar.parse_again()

    def on_mount(self) -> None:
        """Watch the cursor."""
        self._is_roomy = self.app.size.height >= ROOMY_HEIGHT
        self.watch(self.chart, "cursor", self._follow_cursor, init=False)

    @property
    def place(self) -> Place:
        """Return the project with the milestone under the cursor and the filter."""
        current = self.chart.current
        return Place(self.project_id, current.id if current else None, self.filter_bar.text)

    def go_to(self, place: Place) -> bool:
        """Put the cursor on another milestone; return False if it is in another project or not shown."""
        if place.project_id != self.project_id or place.milestone_id not in (None, *self.chart.milestone_ids):
            return False
        if place.milestone_id is not None:
            self.chart.select(place.milestone_id)
        return True

    # Reading -----------------------------------------------------------------------------------------------

    @property
    def _plan(self) -> Plan | None:
        return self._analysed.plan

    @property
    def _analysis(self) -> PlanAnalysis | None:
        return self._analysed.analysis

    def extent(self) -> int:
        """Return the number of milestones, without a query while the plan is shown."""
        return len(self._plan.milestones) if self._plan is not None else super().extent()

    def show(self, found: Plan) -> None:
        """Show the plan and read its linked plans."""
        self._analysed.read_linked(found)
        self._take(found)

    def plan_of(self, project_id: int) -> Plan:
        """Return the plan of a project, without a query if it is the one shown."""
        shown = self._plan
        return shown if shown is not None and shown.project.id == project_id else super().plan_of(project_id)

    def apply_changes(self, news: StoreChanged) -> None:
        """Read only the milestones that changed, or the whole plan if more did."""
        plan = self._plan
        if plan is None or (news.needs_full_reload and self.project_id in news.project_ids):
            self.reload()
            return
        if self.reading.waits:
            self.reload()  # the plan being read may be older than this change
        changed = self._analysed.changed(plan, news)
        milestones = tuple([changed.get(m.id, m) for m in plan.milestones]) if changed else plan.milestones
        self._take(plan._replace(milestones=milestones), changed.values())

    def _take(self, plan: Plan, changed: Collection[Milestone] = ()) -> None:
        first = self._plan is None
        if not self._analysed.set_plan(plan):
            self._show_milestone()  # criteria are not in the plan, but may have changed
            return
        self.set_project(plan.project)
        self.mark(self.marks.among(m.id for m in plan.milestones))
        if not changed or self._row_filter or not self.chart.amend(changed, self._sorting):
            self._lay_out(is_first=first)
        self._tell()
        self.read_sparks()
        # Offered once, when the view opens, and only without the slip column, whose head names the key.
        is_narrow = self.app.size.width < SLIP_WIDTH
        if first and is_narrow and wants_baseline(plan) and plan.project.id not in self.context.offered:
            self.context.offered.add(plan.project.id)
            self.show_status(NO_BASELINE)

    def _analysis_arrived(self) -> None:
        """Show an analysis that was made in a thread."""
        if self._row_filter.needs_network:
            self._lay_out()
        self._tell()

    def _lay_out(self, keep: int | None = None, *, is_first: bool = False) -> None:
        """Sort and filter the plan into the chart, with the cursor on the same milestone or on `keep`."""
        if (plan := self._plan) is None:
            return
        wanted = self._row_filter.shown(plan, self._analysis, self.context.today)
        keep = landing(plan, wanted, self._wanted) if is_first else keep
        rows = outline(plan, self.context.today, self._sorting, wanted, gaps=self._is_roomy)
        self.chart.show(plan, rows, self.context.today, keep)
        self.chart.hint = NO_MATCH if plan.milestones else self.context.empty_words(NO_MILESTONES)
        self.strip.hint = "" if plan.milestones or not rows else self.context.empty_words(NO_MILESTONES)
        self.needs_changed()
        total = len(plan.milestones)
        self.filter_bar.count = (total if wanted is None else len(wanted), total)
        self._show_title()  # with the number of marked rows not shown

    # Which keys work ---------------------------------------------------------------------------------------

    def has(self, need: str) -> bool:
        """Return whether there are milestones, one is selected, or one is too soon; True while that is not known."""
        if (plan := self._plan) is None:
            return need != NO_MILESTONES_YET
        if need == A_MILESTONE:
            return self.chart.current is not None or bool(self.marks.ids)
        if need == TOO_SOON:
            return self._is_too_soon or self._analysis is None
        return bool(plan.milestones) == (need != NO_MILESTONES_YET)

    def refusal(self, need: str) -> str:
        """Return that there are no milestones, that none is shown, or that none is too soon."""
        if need == TOO_SOON and self._plan and self._plan.milestones:
            return nothing_to_replan(self._plan.project.key)
        return "" if self.chart.milestone_ids or need == NO_MILESTONES_YET else self.chart.hint

    @property
    def also_shown(self) -> Collection[str]:
        """Return the keys that help where milestones, dates or a baseline are missing, and the way back."""
        replan = ("timeline.replan",) if self._is_too_soon else ()
        back = () if self.has(A_MILESTONE) and self.title_bar.view else ("timeline.back",)
        if self.has(NO_MILESTONES_YET):
            return ("timeline.fill", "timeline.edit_project", *back)
        return (*(("timeline.baseline",) if self._plan and wants_baseline(self._plan) else ()), *replan, *back)

    # Telling -----------------------------------------------------------------------------------------------

    def _tell(self) -> None:
        """Update title, colours and pane."""
        judged = self._analysis
        self.chart.at_risk = judged.at_risk if judged else frozenset()
        self.chart.violated = judged.violated if judged else frozenset()
        self.chart.drivers = judged.drivers if judged else {}
        self.chart.abroad = judged.abroad if judged else {}
        own = {m.id for m in self._plan.milestones} if self._plan else set[int]()
        self._is_too_soon = any(not own.isdisjoint(pair) for pair in self.chart.violated)
        self.needs_changed()
        self.show_floats()
        self._show_title()
        self._show_milestone()

    def show_floats(self) -> None:
        """Give the chart the float of its milestones, if it is known."""
        judged = self._analysis
        self.chart.floats = Floats(judged.floats, judged.frees) if judged else None

    def marks_changed(self) -> None:
        """Show the number of marked milestones in the title."""
        self._show_title()
        self.needs_changed()

    def _follow_cursor(self) -> None:
        """Paint chart and pane in one frame; while a key is held, the pane waits until the cursor rests."""
        self._remember_place()
        self._cursor_rest.moved()

    def _show_milestone(self) -> None:
        """Show the milestone under the cursor in the pane, as soon as it can be read."""
        self._read(self._read_milestone)

    def _read_milestone(self) -> None:
        """Read the milestone under the cursor into the pane."""
        if (milestone := self.chart.current) is None:
            self.strip.story = None
            return
        try:
            self.strip.story = milestone_pane_data(
                self.context.store.read.detail(milestone.id), self.context.today, self._analysis
            )
        except NotFound:
            self.strip.story = None  # somebody has just deleted it; the change event follows

    def on_resize(self, event: events.Resize) -> None:
        """Fit the title and the blank lines into the new size."""
        is_roomy = event.size.height >= ROOMY_HEIGHT
        if is_roomy != self._is_roomy:
            self._is_roomy = is_roomy
            self._lay_out()
        self._show_title(event.size.width)
        self.refresh_bindings()  # the way back is named where the views are not

    def _show_title(self, width: int = 0) -> None:
        plan, judged = self._plan, self._analysis
        if plan is None:
            return
        width = width or self.size.width
        hidden = len(self.marks.ids.difference(self.chart.milestone_ids))
        self.title_bar.left = title_line(
            plan.project, width, self._row_filter.critical_only, len(self.marks.ids), hidden
        )
        room = self.title_bar.room(width)
        cuts = self.app.size.height < VIEWS_HEIGHT  # above that the pane has room for the reason
        self.title_bar.right = health_words(plan, judged, room, cuts=cuts)
        self.strip.reason = reason_line(judged, self.title_bar.right)

    # Keys that change something ----------------------------------------------------------------------------

    @on(RowView.Opened)
    def action_edit(self) -> None:
        """Edit the milestone under the cursor, or all marked ones together."""
        if self.marks.ids:
            self.change_all()
        elif milestone := self.here():
            self.post_message(MilestoneEditRequested(milestone.id))

    def change_all(self, kept: Unfinished | None = None) -> None:
        """Open the panel that changes all marked milestones, with the text of the draft `kept`."""
        self.ask(lambda: ChangeAllScreen(self.context, self.project_id, self.chosen, kept))

    def action_edit_project(self) -> None:
        """Open the editor of the project."""
        self.post_message(ProjectEditRequested(self.project_id))

    def action_tick(self) -> None:
        """Tick or untick the milestone, or decide the gate; with marks, tick all but the gates."""
        acting.tick(self)

    def action_move(self, days: int = 0, weeks: int = 0) -> None:
        """Open a what-if for the milestone or all marked ones; without a step, ask for a date."""
        self._what_ifs.move(days, weeks)

    def action_move_phase(self) -> None:
        """Open a what-if for the phase of the milestone."""
        self._what_ifs.move_phase()

    def action_move_project(self) -> None:
        """Open a what-if for the whole project."""
        self._what_ifs.move_project()

    def action_replan(self) -> None:
        """Open a re-plan of the milestones that are too soon."""
        if not self.refused(TOO_SOON):
            self._what_ifs.replan()

    def resume_change(self, kept: Unfinished) -> None:
        """Resume a draft about several milestones: a what-if, or a change of all of them."""
        ids = kept.choices.get("ids")
        wanted = frozenset(ids if isinstance(ids, tuple) else ())
        there = [m for m in self._plan.milestones if m.id in wanted] if self._plan else []
        if there:
            self.chart.select(there[0].id)  # so that the next key acts on the milestone that was changed
        if not self._what_ifs.resume(kept, there):
            self.mark(Selection(frozenset(m.id for m in there)))
            self.change_all(kept)

    def _shown(self) -> TimelineState | None:
        """Return the state of this view for a what-if to start from."""
        if (plan := self._plan) is None:
            return None
        visible = self._row_filter.shown(plan, self._analysis, self.context.today)
        others = self._analysed.known_others
        return TimelineState(plan, others, self._sorting, visible, self.chart.entries, self._analysis, self.chart.view)

    def action_sign(self) -> None:
        """Open the sign-off of the milestone: its acceptance, or the decision of a gate."""
        acting.sign(self)

    def action_delete(self) -> None:
        """Delete the milestone or all marked ones, without a question."""
        acting.delete(self)

    def action_quick_add(self) -> None:
        """Open quick add."""
        self.add()

    def add(self, kept: Unfinished | None = None) -> None:
        """Open quick add with the text of the draft `kept`, and go to the new milestone."""
        acting.add(self, kept, self._hides)

    def _hides(self, milestone_id: int) -> bool:
        """Return whether the filter hides a milestone."""
        visible = self._row_filter.shown(self._plan, self._analysis, self.context.today) if self._plan else None
        return visible is not None and milestone_id not in visible

    def action_fill(self) -> None:
        """Add the milestones of a template."""
        from milestone_tui.ui.views.templates.fill import fill_from_template  # late: seldom needed

        if self._plan is not None:
            fill_from_template(self, self._plan.project)

    def action_baseline(self) -> None:
        """Open the panel that sets a baseline."""
        self.ask(lambda: BaselineScreen(self.context, self.project_id))

    def action_compare(self) -> None:
        """Open the baselines of the project."""
        self.post_message(BaselinesRequested(self.project_id))

    def action_days_off(self) -> None:
        """Open the days off of the project."""
        self.post_message(DaysOffRequested(self.project_id))

    def action_save_template(self) -> None:
        """Open the panel that saves the plan as a template."""
        from milestone_tui.ui.views.templates.save import SaveTemplateScreen  # late: seldom needed

        self.ask(lambda: SaveTemplateScreen(self.context, self.project_id))

    def action_copy(self) -> None:
        """Copy the milestone as one line of text."""
        acting.copy(self)

    # Keys that look ----------------------------------------------------------------------------------------

    def action_sort(self) -> None:
        """Sort by the next order."""
        self._sorting = self._sorting.following
        self.context.preferences.remember(timeline_order=self._sorting.value)
        self._lay_out()
        self.show_status(f"Sorted by {self._sorting.value}")

    def action_critical(self) -> None:
        """Show only the critical path, or everything again."""
        only = not self._row_filter.critical_only
        self._row_filter = replace(self._row_filter, critical_only=only)
        self._lay_out()
        self._tell()
        if only:
            words = critical_words(self.chart.milestone_ids, self._analysis)
            self.show_status(f"Critical path: {words} · c to show all")
        else:
            self.show_status("All milestones shown")

    def action_phase(self, step: int) -> None:
        """Go to the first milestone of the next or previous phase."""
        if self._sorting is not Sorting.PHASE:
            self.show_error(f'Phases show only when sorted by phase. Press s until "{Sorting.PHASE.value}".')
        elif not self.chart.to_phase(step):
            self.show_error("This is the last phase." if step > 0 else "This is the first phase.")

    def action_filter(self) -> None:
        """Open the filter line."""
        self._remember_place()
        self.filter_bar.open()

    def action_mine(self) -> None:
        """Show only what is mine, or everything again."""
        self._remember_place()
        self.filter_bar.toggle_mine()

    def keep_draft(self) -> None:
        """Save the filter that is being typed as a draft."""
        self.kept_filter.keeper.keep()

    @on(FilterBar.Typing)
    def _keep_filter(self) -> None:
        self.kept_filter.keeper.schedule()

    @on(FilterBar.Kept)
    def _filter_kept(self) -> None:
        self._remember_place()
        self.keep_draft()

    def _remember_place(self) -> None:
        milestone = self.chart.current
        self._return_to = milestone.id if milestone else None

    @on(FilterBar.Changed)
    def _filtered(self, message: FilterBar.Changed) -> None:
        self._row_filter = replace(self._row_filter, filter=message.filter)
        self._lay_out(self._return_to)
        self._show_milestone()

    @on(FilterBar.Closed)
    def _filter_closed(self) -> None:
        self.chart.focus()
        self.keep_draft()

    def action_back(self) -> None:
        """Clear the marks, then the filter, then the critical path; without any, go back."""
        if self.marks.ids:
            self.mark(Selection())
        elif self.filter_bar.active:
            self.filter_bar.clear()
        elif self._row_filter.critical_only:
            self.action_critical()
        else:
            self.action_leave()
