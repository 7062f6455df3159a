"""The timeline: one project with its phases and milestones on a time axis."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult

from milestone_tui.errors import NotFound
from milestone_tui.plan.analysis.outline import Sorting, outline
from milestone_tui.plan.drafts import Unfinished
from milestone_tui.plan.language.wording import count_words
from milestone_tui.plan.model import Milestone, MilestoneState, Plan
from milestone_tui.plan.selection import Selection
from milestone_tui.store import StoreChanged
from milestone_tui.ui.base.cursor_rest import CursorRest
from milestone_tui.ui.base.kept_filter import KeptFilter
from milestone_tui.ui.base.plan_analysis import PlanAnalysis, analysis_line
from milestone_tui.ui.base.store_screen import AT_ONCE
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys
from milestone_tui.ui.messages import BaselinesRequested, DaysOffRequested, MilestoneEditRequested, ProjectEditRequested
from milestone_tui.ui.navigation import Place
from milestone_tui.ui.panels.change_all import ChangeAllScreen
from milestone_tui.ui.panels.quick_add import QuickAddScreen
from milestone_tui.ui.panels.sign_off import sign_off
from milestone_tui.ui.panels.ticking import tick_all_or_ask, tick_or_ask
from milestone_tui.ui.renderer import line_width
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.baselines.set_baseline import BaselineScreen
from milestone_tui.ui.views.timeline.analysed_plan import AnalysedPlan
from milestone_tui.ui.views.timeline.chart import TimelineChart
from milestone_tui.ui.views.timeline.columns import Floats
from milestone_tui.ui.views.timeline.keys import TIMELINE_KEYS
from milestone_tui.ui.views.timeline.marking import MarkingScreen
from milestone_tui.ui.views.timeline.pane import MilestonePane, milestone_summary
from milestone_tui.ui.views.timeline.row_filter import RowFilter
from milestone_tui.ui.views.timeline.what_ifs import WhatIfs
from milestone_tui.ui.views.timeline.words import NO_BASELINE, critical_words, one_line, title_line, wants_baseline
from milestone_tui.ui.views.what_if.screen import Shown
from milestone_tui.ui.widgets.filter_bar import FilterBar
from milestone_tui.ui.widgets.rows import RowView


class TimelineScreen(MarkingScreen):
    """Reads one plan, shows it as a chart with what there is to know about the milestone under the cursor."""

    DEFAULT_CSS = """
    TimelineScreen TimelineChart { margin-top: 1; }
    TimelineScreen.-low TimelineChart { margin-top: 0; }
    TimelineScreen.-low MilestonePane { height: 2; }
    """

    VERTICAL_BREAKPOINTS = [(0, "-low"), (28, "-high")]  # noqa: RUF012 - declared so by Screen

    BINDINGS: ClassVar[Keys] = TIMELINE_KEYS

    VIEW = "timeline"

    def __init__(self, context: Context, place: Place) -> None:
        """Show the project of this place, at first with the cursor and the filter there."""
        assert place.project_id is not None
        super().__init__(context, place.project_id, TimelineChart(context.renderer))
        self._wanted = place.milestone_id
        self._analysed = AnalysedPlan(self, self._tell, self._analysis_arrived)
        self.filter_bar = FilterBar(context.renderer, lambda: context.today, context.names, place.filter_text)
        self._narrowing = RowFilter(self.filter_bar.in_force)
        self._stood: int | None = None
        """The milestone that the cursor was put on: it is there again as soon as a filter that is typed shows it."""
        remembered = context.preferences.views.timeline_order
        self._sorting = next((order for order in Sorting if order.value == remembered), Sorting.PHASE)
        self._what_ifs = WhatIfs(self, self._shown)
        self._cursor_rest = CursorRest(self, self._tell_story)
        self.strip = MilestonePane(context.renderer)
        self.kept_filter = KeptFilter(self, lambda: self.filter_bar, self.project_id)

    def compose(self) -> ComposeResult:
        """Title, chart, strip, filter, keys."""
        yield from (self.title_bar, self.chart, self.strip, self.filter_bar, self.key_bar)

    def new_day(self) -> None:
        """Show what the filter means today."""
        super().new_day()
        self.filter_bar.parse_again()

    def on_mount(self) -> None:
        """Follow the cursor."""
        self.watch(self.chart, "cursor", self._follow_cursor, init=False)

    @property
    def place(self) -> Place:
        """The project, with the milestone under the cursor and the filter in force."""
        current = self.chart.current
        return Place(self.project_id, current.id if current else None, self.filter_bar.text)

    def go_to(self, place: Place) -> bool:
        """Put the cursor on another milestone of this project."""
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
        """Return how many milestones are shown, which takes no question."""
        return len(self._plan.milestones) if self._plan is not None else super().extent()

    def show(self, found: Plan) -> None:
        """Show the plan, and read those that its links lead to."""
        self._analysed.read_linked(found)
        self._take(found)

    def plan_of(self, project_id: int) -> Plan:
        """The plan that is shown, where it is that one."""
        shown = self._plan
        return shown if shown is not None and shown.project.id == project_id else super().plan_of(project_id)

    def apply_changes(self, news: StoreChanged) -> None:
        """Read only the milestones that changed, where nothing else did."""
        plan = self._plan
        if plan is None or (news.needs_full_reload and self.project_id in news.project_ids):
            self.reload()
            return
        if self.reading.waits:
            self.reload()  # what is being read may be of before this change
        changed = self._analysed.changed(plan, news)
        milestones = tuple([changed.get(m.id, m) for m in plan.milestones]) if changed else plan.milestones
        self._take(plan._replace(milestones=milestones), changed.values())

    def _take(self, plan: Plan, changed: Collection[Milestone] = ()) -> None:
        first = self._plan is None
        if not self._analysed.take(plan):
            self._tell_story()  # a criterion that was worded anew is not of the plan
            return
        self.take_project(plan.project)
        self.mark(self.marks.among(m.id for m in plan.milestones))
        if not changed or self._narrowing or not self.chart.amend(changed, self._sorting):
            self._lay_out(self._landing(plan) if first else None)
        self._tell()
        # It is offered once, and not by a change: that says what was done, and would hide the offer.
        if first and wants_baseline(plan) and plan.project.id not in self.context.offered:
            self.context.offered.add(plan.project.id)
            self.show_status(NO_BASELINE)

    def _analysis_arrived(self) -> None:
        """Show an analysis that was not made at once."""
        if self._narrowing.needs_network:
            self._lay_out()
        self._tell()

    def _landing(self, plan: Plan) -> int | None:
        """Where the cursor stands at first: on the milestone that was asked for, else on the next open one shown."""
        visible = self._narrowing.shown(plan, self._analysis, self.context.today)
        if self._wanted in (visible if visible is not None else {m.id for m in plan.milestones}):
            return self._wanted
        open_ones = [m for m in plan.milestones if m.is_open and (visible is None or m.id in visible)]
        return min(open_ones, key=lambda m: (m.due_on or date.max, m.id)).id if open_ones else None

    def _lay_out(self, keep: int | None = None) -> None:
        """Put the plan as sorted and filtered into the chart, the cursor on the same milestone or on `keep`."""
        if (plan := self._plan) is None:
            return
        wanted = self._narrowing.shown(plan, self._analysis, self.context.today)
        rows = outline(plan, self.context.today, self._sorting, wanted)
        self.chart.show(plan, rows, self.context.today, keep)
        if not plan.milestones:
            self.chart.hint = "No milestones yet: n adds the first one"
        elif not rows:
            self.chart.hint = "No milestone matches the filter: esc shows all again"
        else:
            self.chart.hint = ""
        total = len(plan.milestones)
        self.filter_bar.count = (total if wanted is None else len(wanted), total)
        self._tell_title()  # how many of the marks are not shown

    # Telling -----------------------------------------------------------------------------------------------

    def _tell(self) -> None:
        """Bring title, colours and strip up to date."""
        judged = self._analysis
        self.chart.at_risk = judged.at_risk if judged else frozenset()
        self.chart.violated = judged.violated if judged else frozenset()
        self.chart.drivers = judged.drivers if judged else {}
        self.chart.abroad = judged.abroad if judged else {}
        own = {m.id for m in self._plan.milestones} if self._plan else set[int]()
        self.offer_replan(any(not own.isdisjoint(pair) for pair in self.chart.violated))
        self.show_floats()
        self._tell_title()
        self._tell_story()

    def show_floats(self) -> None:
        """Give the chart the float of its milestones, where it is known."""
        judged = self._analysis
        self.chart.floats = Floats(judged.floats, judged.frees) if judged else None

    def marks_changed(self) -> None:
        """The title says how many are marked."""
        self._tell_title()

    def _follow_cursor(self) -> None:
        """Paint chart and pane in one frame; while a key is held, the pane waits until the cursor rests."""
        self._remember_place()
        self._cursor_rest.moved()

    def _tell_story(self) -> None:
        """Tell of the milestone under the cursor, as soon as that can be read."""
        self._read(self._read_story)

    def _read_story(self) -> None:
        """What there is to know about the milestone under the cursor."""
        if (milestone := self.chart.current) is None:
            self.strip.story = None
            return
        try:
            self.strip.story = milestone_summary(
                self.context.store.read.detail(milestone.id), self.context.today, self._analysis
            )
        except NotFound:
            self.strip.story = None  # deleted elsewhere a moment ago: the news of it are on their way

    def on_resize(self, event: events.Resize) -> None:
        """The title says as much as there is room for."""
        self._tell_title(event.size.width)

    def _tell_title(self, width: int = 0) -> None:
        plan, judged = self._plan, self._analysis
        if plan is None:
            return
        width = width or self.size.width
        hidden = len(self.marks.ids.difference(self.chart.milestone_ids))
        self.title_bar.left = title_line(
            plan.project, width, self._narrowing.critical_only, len(self.marks.ids), hidden
        )
        room = width - line_width(self.title_bar.left) - 7
        self.title_bar.right = analysis_line(judged, room) if judged else ()

    # Keys that change something ----------------------------------------------------------------------------

    @on(RowView.Opened)
    def action_edit(self) -> None:
        """Edit the milestone under the cursor, or together all that is marked."""
        if self.marks.ids:
            self.change_all()
        elif milestone := self.here():
            self.post_message(MilestoneEditRequested(milestone.id))

    def change_all(self, kept: Unfinished | None = None) -> None:
        """Ask what is to be changed of all that is marked; `kept`: what was typed there earlier."""
        self.ask(lambda: ChangeAllScreen(self.context, self.project_id, self.chosen, kept))

    def action_edit_project(self) -> None:
        """Edit the project."""
        self.post_message(ProjectEditRequested(self.project_id))

    def action_tick(self) -> None:
        """Tick the milestone off or decide the gate, or take that back; tick off all that is marked but the gates."""
        if self.marks.ids:
            tick_all_or_ask(self, self.chosen, lambda gates: self.mark(self.marks.among(gates)))
        elif milestone := self.here():
            if milestone.state is MilestoneState.CANCELLED:
                self.refuse_prompt("It is cancelled: give it another state (e) before ticking it.")
            else:
                tick_or_ask(self, milestone.id)

    def action_move(self, days: int = 0, weeks: int = 0) -> None:
        """Ask what follows when the milestone moves, or all that is marked; without a step, to a date that is typed."""
        self._what_ifs.move(days, weeks)

    def action_move_phase(self) -> None:
        """Ask what follows when the phase of the milestone moves."""
        self._what_ifs.move_phase()

    def action_move_project(self) -> None:
        """Ask what follows when the whole project moves."""
        self._what_ifs.move_project()

    def action_replan(self) -> None:
        """Ask what follows when all that is too soon goes to the first day that fits."""
        self._what_ifs.replan(self.offers_replan)

    def go_on_changing(self, kept: Unfinished) -> None:
        """Go on with what was typed of several milestones earlier: a date to move to, or what is changed of them."""
        ids = kept.choices.get("ids")
        wanted = frozenset(ids if isinstance(ids, tuple) else ())
        there = [m for m in self._plan.milestones if m.id in wanted] if self._plan else []
        if there:
            self.chart.select(there[0].id)  # what is written then is under the cursor, for the next key
        if not self._what_ifs.resume(kept, there):
            self.mark(Selection(frozenset(m.id for m in there)))
            self.change_all(kept)

    def _shown(self) -> Shown | None:
        """What is shown, for a what-if to go on from there."""
        if (plan := self._plan) is None:
            return None
        visible = self._narrowing.shown(plan, self._analysis, self.context.today)
        others = self._analysed.known_others
        return Shown(plan, others, self._sorting, visible, self.chart.entries, self._analysis, self.chart.view)

    def action_sign(self) -> None:
        """Sign the milestone off: the acceptance of a delivery, the decision of a gate."""
        if self.marks.ids:
            self.refuse_prompt("Milestones are signed off one by one. Press esc to clear the marks, then a.")
        elif milestone := self.here():
            if milestone.state is MilestoneState.CANCELLED:
                self.refuse_prompt("It is cancelled: there is nothing to sign.")
            else:
                sign_off(self, milestone.id)

    def action_delete(self) -> None:
        """Delete the milestone, or all that is marked; nothing is asked, `u` brings it back."""
        ids, milestone = self.chosen, None if self.marks.ids else self.here()
        if not ids:
            return
        what = f'"{milestone.title}"' if milestone else count_words(len(ids), "milestone")
        said = f"Deleted {what} · u brings {'it' if milestone else 'them'} back"
        if len(ids) > AT_ONCE:
            self.show_status(f"Deleting {what}")  # which takes a moment
        self.run_command(lambda do: do.milestones.delete(ids), lambda _: self.show_status(said))

    def action_quick_add(self) -> None:
        """Add a milestone in one line, and go to it."""
        self.add()

    def add(self, kept: Unfinished | None = None) -> None:
        """Ask for the line of a new milestone; `kept`: what was typed of it earlier."""

        def go_to(milestone_id: int | None) -> None:
            if milestone_id is not None:
                self.chart.select(milestone_id)
                self.call_after_refresh(self._tell_if_hidden, milestone_id)

        here = self.chart.current
        phase = here.phase if here is not None else ""
        self.ask(lambda: QuickAddScreen(self.context, self.project_id, kept, phase=phase), go_to)

    def _tell_if_hidden(self, milestone_id: int) -> None:
        """Say where a new milestone is, when the filter does not show it."""
        visible = self._narrowing.shown(self._plan, self._analysis, self.context.today) if self._plan else None
        if visible is not None and milestone_id not in visible:
            self.show_status("Added, but the filter hides it · esc shows all · u undoes", Ink.WARN)

    def action_baseline(self) -> None:
        """Keep the plan as it is agreed now."""
        self.ask(lambda: BaselineScreen(self.context, self.project_id))

    def action_compare(self) -> None:
        """Show all baselines and what differs."""
        self.post_message(BaselinesRequested(self.project_id))

    def action_days_off(self) -> None:
        """Show the holidays of the project."""
        self.post_message(DaysOffRequested(self.project_id))

    def action_save_template(self) -> None:
        """Keep the plan to start other projects from."""
        from milestone_tui.ui.views.templates.save import SaveTemplateScreen  # late: seldom needed

        if self._plan is None or not self._plan.milestones:
            self.refuse_prompt("There are no milestones yet to make a template of.")
        else:
            self.ask(lambda: SaveTemplateScreen(self.context, self.project_id))

    def action_copy(self) -> None:
        """Copy the milestone as one line."""
        if milestone := self.here():
            key = self._plan.project.key if self._plan else ""
            self.app.copy_to_clipboard(one_line(milestone, key, self.context.today))
            self.show_status(f'Copied "{milestone.title}" as one line')

    # Keys that look ----------------------------------------------------------------------------------------

    def action_sort(self) -> None:
        """The next order."""
        orders = list(Sorting)
        self._sorting = orders[(orders.index(self._sorting) + 1) % len(orders)]
        self.context.preferences.remember(timeline_order=self._sorting.value)
        self._lay_out()
        self.show_status(f"Sorted by {self._sorting.value}")

    def action_critical(self) -> None:
        """Show only the critical path, or everything again."""
        only = not self._narrowing.critical_only
        self._narrowing = replace(self._narrowing, critical_only=only)
        self._lay_out()
        self._tell()
        if only:
            words = critical_words(self.chart.milestone_ids, self._analysis)
            self.show_status(f"The critical path: {words} · c shows all")
        else:
            self.show_status("All are shown")

    def action_phase(self, step: int) -> None:
        """The first milestone of the phase before or after."""
        if self._sorting is not Sorting.PHASE:
            self.show_error(f"Sorted by {self._sorting.value} there are no phases: s sorts by phase.")
        elif not self.chart.to_phase(step):
            self.show_error("There is no phase after this one." if step > 0 else "There is no phase before this one.")

    def action_filter(self) -> None:
        """Type what the milestones shown must match."""
        self._remember_place()
        self.filter_bar.open()

    def keep_draft(self) -> None:
        """Have a filter in the making kept."""
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
        self._stood = milestone.id if milestone else None

    @on(FilterBar.Changed)
    def _filtered(self, message: FilterBar.Changed) -> None:
        self._narrowing = replace(self._narrowing, filter=message.filter)
        self._lay_out(self._stood)
        self._tell_story()

    @on(FilterBar.Closed)
    def _filter_closed(self) -> None:
        self.chart.focus()
        self.keep_draft()

    def action_back(self) -> None:
        """Forget the marks; show everything again where a filter or the critical path hides some; else back."""
        if self.marks.ids:
            self.mark(Selection())
        elif self.filter_bar.active:
            self.filter_bar.clear()
        elif self._narrowing.critical_only:
            self.action_critical()
        else:
            self.action_leave()
