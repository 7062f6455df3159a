"""The what-if: shows the effect of a move before it is saved; enter applies it, escape cancels.

A key only recalculates the move: the network is built once, and again when somebody else changes a plan.
"""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult

from milestone_tui.errors import EditConflict, InvalidInput, MilestoneError
from milestone_tui.plan.analysis.outline import Sorting
from milestone_tui.plan.drafts import Unfinished
from milestone_tui.plan.language.reasons import Why
from milestone_tui.plan.language.wording import count_words
from milestone_tui.plan.model import Change, Plan
from milestone_tui.plan.network.move_request import MoveRequest
from milestone_tui.plan.network.move_result import Outcome, RippleMode
from milestone_tui.plan.network.what_if import WhatIf, prepared
from milestone_tui.ui.base.linked_plans import LinkedPlans
from milestone_tui.ui.base.plan_analysis import PlanAnalysis
from milestone_tui.ui.base.store_screen import AT_ONCE
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys
from milestone_tui.ui.messages import StatusMessage
from milestone_tui.ui.navigation import ROOMY_HEIGHT, view_of
from milestone_tui.ui.renderer import Line
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.timeline.chart import ChartView
from milestone_tui.ui.views.timeline.charted import ChartedScreen
from milestone_tui.ui.views.timeline.words import unmovable
from milestone_tui.ui.views.what_if.chart import WhatIfChart
from milestone_tui.ui.views.what_if.draft import drafted_move, move_draft
from milestone_tui.ui.views.what_if.keys import WHAT_IF_KEYS, arranged_hints
from milestone_tui.ui.views.what_if.pane import WhatIfPane
from milestone_tui.ui.views.what_if.start import FirstStep, TimelineState, rows_of
from milestone_tui.ui.views.what_if.typed_move import TypedMove
from milestone_tui.ui.views.what_if.words import (
    brief_headline,
    collision_words,
    headline,
    moved_words,
    pane_lines,
    title_lines,
)
from milestone_tui.ui.widgets.date_bar import DateBar
from milestone_tui.ui.workers import start_worker

if TYPE_CHECKING:
    from milestone_tui.store import Commands, StoreChanged

_HEIGHTS = [(0, "-low"), (28, "-high")]


class WhatIfScreen(ChartedScreen):
    """Screen that shows the effect of moving milestones of one project, and moves them."""

    DEFAULT_CSS = """
    WhatIfScreen TimelineChart { margin-top: 1; }
    WhatIfScreen.-low TimelineChart { margin-top: 0; }
    WhatIfScreen.-low WhatIfPane { height: 4; }
    """

    VERTICAL_BREAKPOINTS = _HEIGHTS

    BINDINGS: ClassVar[Keys] = WHAT_IF_KEYS

    NAMED_VIEW = "timeline"

    OPENS_VIEWS = False

    HIDDEN: ClassVar[frozenset[str]] = frozenset()
    """Names of the keys that a subclass does not have."""

    DATE_FIELD: ClassVar[str] = "due_on"
    """The name of the date in drafts."""

    chart: WhatIfChart

    def __init__(
        self,
        context: Context,
        project_id: int,
        ids: Iterable[int],
        *,
        what: str = "",
        first_step: FirstStep | None = None,
        shown: TimelineState | None = None,
        others: Sequence[Plan] = (),
        kept: Unfinished | None = None,
        view: str = "",
    ) -> None:
        """Show the effect of moving the milestones of these ids, ordered by date.

        `what` is their common name (a phase, a project). `shown` is the state of the timeline below, `others` are the
        plans of other projects with milestones that move, and `kept` is a draft to resume. `view` is the id of the view
        below if that is not the timeline.
        """
        super().__init__(context, project_id, WhatIfChart(context.renderer, shown.view if shown else None))
        self._what = what
        self._view = view
        self._begin: FirstStep | None = first_step or FirstStep()
        self._shown = shown
        self._is_by_phase = shown is None or shown.sorting is Sorting.PHASE
        self.what_if = WhatIf(MoveRequest(tuple(ids)), context.today)
        self._linked = LinkedPlans(self, lambda: self._take(self.what_if.plan), others)
        self._kept_for = None if others else project_id
        """The project of the draft; None for several projects."""
        self._confirmed = False
        """Whether enter was pressed."""
        self.typed = TypedMove(self, self.DATE_FIELD, self._draft, kept)
        self._typing = bool(first_step and first_step.typing)
        self.strip = WhatIfPane(context.renderer)

    @property
    def named_view(self) -> str:
        """Return the view that the what-if was opened from."""
        return self._view or super().named_view

    def compose(self) -> ComposeResult:
        """Yield title, chart, pane, field for a date and key bar."""
        yield from (self.title_bar, self.chart, self.strip, self.typed.date_bar, self.key_bar)

    def on_mount(self) -> None:
        """Take over the colours of the timeline; open the field for a date if wanted."""
        if (judged := self._judged) is not None:
            self.chart.at_risk, self.chart.drivers, self.chart.abroad = judged.at_risk, judged.drivers, judged.abroad
        self.show_floats()
        if self.typed.resumed is not None:
            self.call_later(self._resume, self.typed.resumed)
        elif self._typing:
            self.call_later(self.action_type_date)

    # Keeping -----------------------------------------------------------------------------------------------

    def _draft(self, texts: Mapping[str, str]) -> Unfinished:
        return move_draft(self._kept_for, self._what, self.what_if, self.typed.why, texts)

    def _resume(self, kept: Unfinished) -> None:
        """Open the field for a date with the draft, or restore its move and reopen the panel for its reason."""
        if self.DATE_FIELD in kept.texts:
            self.action_type_date(kept.texts[self.DATE_FIELD])
            return
        self.typed.resumed = None
        self._preview(*drafted_move(kept, self.what_if.request))
        self.action_reason(kept.texts["reason"])

    def keep_draft(self) -> None:
        """Save the date being typed as a draft."""
        self.typed.keeper.keep()

    @on(DateBar.Typing)
    def _keep_typing(self) -> None:
        self.typed.keeper.schedule()

    @property
    def _judged(self) -> PlanAnalysis | None:
        """Return the analysis of the project without the move, if it is known."""
        return self._shown.analysis if self._shown is not None else None

    @property
    def view(self) -> ChartView:
        """Return zoom and scroll position for the timeline; without an axis if the chart fits the plan."""
        view = self.chart.view
        return view._replace(axis=None) if view.chosen is None else view

    # Reading -----------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Take the plans from the timeline; read them if there is none or they have changed."""
        shown = self._shown
        if self.what_if.plans or shown is None:
            super().reload()
        elif shown.others is None:
            self.show(shown.plan)
        else:
            self._linked.remember(shown.others)
            self._take(shown.plan)

    def extent(self) -> int:
        """Return the number of milestones; 0 at first, so that the plan is read before the first paint."""
        return len(self.what_if.plan.milestones) if self.what_if.plans else 0

    def show(self, found: Plan) -> None:
        """Recalculate with this plan, and read its linked plans."""
        self._linked.read(found)
        self._take(found)

    def new_day(self) -> None:
        """Read the typed date again and recalculate for the new day."""
        self.what_if.today = self.context.today
        super().new_day()
        self.typed.date_bar.turn_to(self.context.today)

    def apply_changes(self, news: StoreChanged) -> None:
        """Reload when a plan of this what-if has changed, unless the change is its own."""
        if self.is_writing:
            return
        if news.needs_full_reload or self.project_id in news.project_ids or self._linked.reached_by(news):
            self.reload()

    def _take(self, plan: Plan) -> None:
        """Show a plan and the effect of the move in it and its linked plans; build a big network in a thread."""
        plans = (plan, *self._linked.plans)
        at_once = not self._linked.waits and sum(len(plan.milestones) for plan in plans) <= AT_ONCE
        seen = self.what_if.seen()
        self.set_project(plan.project)
        if not self.what_if.replace_plans(plans, at_once):
            self.call_later(self.close_because, self.why_nothing_moves(plans[0]))
            return
        self.typed.before = self.typed.before.among(self.what_if.request.ids)
        if not self._confirmed and (words := self._collision("Somebody else", seen)):
            self.show_status(words, Ink.WARN)
        today, gaps = self.context.today, self.app.size.height >= ROOMY_HEIGHT
        rows = rows_of(plan, self._shown, today, gaps=gaps)
        self.chart.show(plan, rows, today, self.what_if.request.ids[0] if self._begin else None)
        if not at_once and not self._linked.waits:
            # The move is painted first: the thread would compete with that for the processor.
            self.call_after_refresh(lambda: start_worker(self, "building", self._build, plans))
        step, self._begin = self._begin, None
        if step is None:
            self._preview()
        else:
            self.action_later(step.days, step.weeks)

    def why_nothing_moves(self, plan: Plan) -> str:
        """Return why none of the milestones can move any longer."""
        milestone = next((m for m in plan.milestones if m.id in self.what_if.request.ids), None)
        return unmovable(milestone) if milestone else "That milestone was deleted while you were moving it."

    async def _build(self, plans: tuple[Plan, ...]) -> None:
        network = await to_thread(prepared, plans)
        if self.what_if.complete(plans, network):
            self._preview()
            if self._confirmed:
                self._apply()

    # Showing -----------------------------------------------------------------------------------------------

    def _preview(self, request: MoveRequest | None = None, mode: RippleMode | None = None) -> bool:
        """Calculate and show the effect; if the move is impossible, say why, change nothing and return False."""
        now = self.what_if
        try:
            now.ask(request, mode)
        except InvalidInput as error:
            self.show_error(str(error))
            return False
        self.show_floats()
        self.chart.show_outcome(now, with_bars=self._is_by_phase)
        self._show_title()
        self._show_pane()
        return True

    def show_floats(self) -> None:
        """Show the float after the move; until that is calculated, the float before it."""
        self.chart.show_floats(self.what_if, self._judged)

    def _show_pane(self) -> None:
        room = self.app.size.width - 2
        self.strip.head, self.strip.facts = pane_lines(self.what_if, str(self.typed.why), self.context.today, room)

    def on_resize(self, event: events.Resize) -> None:
        """Fit title and pane into the new width."""
        if self.what_if.plans:
            self._show_title(event.size.width)
            self._show_pane()
        self.show_keys()

    def _show_title(self, width: int = 0) -> None:
        width = (width or self.size.width) - 6
        project, view = self.what_if.plan.project, view_of(self.named_view).title
        self.title_bar.left, self.title_bar.right = title_lines(project, view, width, self.headline, self.brief)

    def headline(self, room: int) -> Line:
        """Return the move and its effect; the last span, the effect, is empty when it does not fit."""
        return headline(self.what_if, self._what, self.context.today, room)

    def brief(self, room: int) -> Line:
        """Return a shorter headline; empty when even its effect does not fit."""
        return brief_headline(self.what_if, self._what, self.context.today, room)

    # Keys --------------------------------------------------------------------------------------------------

    def show_keys(self) -> None:
        """Show the keys in their order, unless a date is typed."""
        super().show_keys()
        if not self.typed.date_bar.is_open:
            self.key_bar.hints = arranged_hints(self.key_bar.hints, self.app.size.width, self.HIDDEN)

    def refuses_change(self) -> bool:
        """Return True after saying why while the move waits to be saved: another program has the database."""
        waits = self._confirmed and self.context.store.is_locked
        if waits:
            self.show_error("This move is not saved yet. Press esc to stop waiting before you change it.")
        return waits

    def action_later(self, days: int, weeks: int) -> None:
        """Move by more days and weeks; to earlier dates by negative ones."""
        if self.refuses_change():
            return
        now = self.what_if
        if (days or weeks) and now.request.is_single and not (now.request.to or now.lead.on):
            self.show_error(unmovable(now.lead))
            return
        try:
            request = now.request.by(now.network, days, weeks)
        except InvalidInput as error:
            self.show_error(str(error))
        else:
            self._preview(request)

    def action_mode(self) -> None:
        """Switch to the next ripple mode."""
        if not self.refuses_change():
            self._preview(mode=self.what_if.mode.following)

    def action_type_date(self, text: str = "") -> None:
        """Open the field for a date."""
        if not self.refuses_change():
            self.typed.open_date(self.what_if, text)

    def legend(self) -> Sequence[tuple[str, str]]:
        """Return the glyphs of the chart."""
        from milestone_tui.ui.legend import WHAT_IF  # late: only help needs it

        return WHAT_IF

    def action_switch_view(self, view_id: str) -> None:
        """Refuse to leave the what-if for a view; ignore what follows without a pause."""
        self.refuse_prompt("Apply (↵) or cancel (esc) first.")

    def action_raise_risk(self) -> None:
        """Refuse to raise a risk before the what-if is over."""
        self.action_switch_view(self.VIEW)

    def action_as_of(self) -> None:
        """Refuse to leave the what-if for another day."""
        self.action_switch_view("")

    @on(DateBar.Typed)
    def _date_typed(self, message: DateBar.Typed) -> None:
        request = self.typed.before
        if message.day is None or not self._preview(request.at(self.what_if.network, message.day)):
            self._preview(request)

    @on(DateBar.Closed)
    def _typing_ended(self, message: DateBar.Closed) -> None:
        self.typed.keeper.keep()
        if not message.kept:
            self._preview(self.typed.before)
            if not self.what_if.outcome.moves:
                self._leave("")

    def action_reason(self, text: str = "") -> None:
        """Open the panel for the reason, with `text` typed."""
        self.typed.ask_reason(text, self._show_pane)

    def action_undo(self) -> None:
        """Refuse the key: nothing is saved yet."""
        self.show_error("Nothing is saved yet. Press ↵ to apply or esc to cancel.")

    action_redo = action_undo

    # The end -----------------------------------------------------------------------------------------------

    def action_apply(self) -> None:
        """Save all the moves as one change, as soon as they are calculated."""
        if not self._confirmed:
            self._confirmed = True
            if self.what_if.is_whole:
                self._apply()

    def _apply(self) -> None:
        outcome, seen, why = self.what_if.outcome, self.what_if.seen(), self.typed.why
        if not outcome.moves:
            self._leave("Nothing changed: all dates are as before.")
            return
        days = {move.id: move.to for move in outcome.moves}
        if len(days) > AT_ONCE:
            self.show_status(f"Moving {count_words(len(days), 'milestone')}")  # since it takes a moment

        def done(_: Change | None) -> None:
            self.typed.why = Why()  # it is saved with the moves
            self.typed.keeper.saved()
            self._leave(self.moved(outcome))

        def failed(error: MilestoneError) -> None:
            self._confirmed = False
            self.typed.keeper.not_saved()
            self.reading.ask(self.read, 0)  # without delay: show the other change together with the sentence
            words = self._collision(error.fields[0].by, seen) if isinstance(error, EditConflict) else None
            self.show_error(words or str(error))

        move = self.typed.keeper.save_and_discard(lambda do: self.write_moves(do, days, seen, why))
        self.run_command(move, done, failed)

    def write_moves(self, do: Commands, days: Mapping[int, date], seen: Mapping[int, date | None], why: Why) -> None:
        """Write the moves; `seen` are the dates that they were calculated from."""
        do.milestones.move_all(days, seen, *why)

    def moved(self, outcome: Outcome) -> str:
        """Return the sentence about the finished move."""
        return moved_words(outcome, self._what, self.context.today, self.app.size.width - 1)

    def _collision(self, by: str, seen: Mapping[int, date | None]) -> str | None:
        return collision_words(by, seen, self.what_if.milestones, self.context.today)

    def action_cancel(self) -> None:
        """Cancel: change nothing and go back."""
        if not self._confirmed:
            self._leave("")

    def _leave(self, sentence: str) -> None:
        """Close, and show a sentence on the screen below."""
        self.typed.keeper.discard()

        def close() -> None:
            if sentence:
                self.app.post_message(StatusMessage(sentence))
            self.dismiss()

        self.call_later(close)
