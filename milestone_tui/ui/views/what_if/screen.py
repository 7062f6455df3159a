"""Moving as a what-if: what follows a move is drawn and told before anything is written; enter commits, escape forgets.

Nothing but the outcome of the move is worked out at a key: the network is built once, and again when somebody else has
changed something.
"""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import events, on
from textual.app import ComposeResult

from milestone_tui.errors import EditConflict, InvalidInput, MilestoneError
from milestone_tui.plan.analysis.outline import Row, Sorting, bars, outline
from milestone_tui.plan.drafts import Unfinished
from milestone_tui.plan.language.reasons import Why
from milestone_tui.plan.language.wording import count_words
from milestone_tui.plan.model import Change, Plan
from milestone_tui.plan.network.move_request import MoveRequest
from milestone_tui.plan.network.move_result import Outcome, RippleMode
from milestone_tui.plan.network.what_if import WhatIf, prepared
from milestone_tui.ui.autosave import DraftAutosave
from milestone_tui.ui.base.linked_plans import LinkedPlans
from milestone_tui.ui.base.plan_analysis import PlanAnalysis
from milestone_tui.ui.base.store_screen import AT_ONCE
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys
from milestone_tui.ui.messages import StatusMessage
from milestone_tui.ui.renderer import Line, fit, line_width
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.timeline.chart import ChartView
from milestone_tui.ui.views.timeline.charted import ChartedScreen
from milestone_tui.ui.views.timeline.columns import Floats
from milestone_tui.ui.views.timeline.words import unmovable
from milestone_tui.ui.views.what_if.chart import WhatIfChart
from milestone_tui.ui.views.what_if.draft import drafted_move, drafted_reason, move_draft
from milestone_tui.ui.views.what_if.keys import WHAT_IF_KEYS
from milestone_tui.ui.views.what_if.pane import WhatIfPane
from milestone_tui.ui.views.what_if.reason import ReasonScreen
from milestone_tui.ui.views.what_if.words import brief_headline, collision_words, headline, moved_words, told
from milestone_tui.ui.widgets.date_bar import DateBar, DateTerms
from milestone_tui.ui.workers import begin

if TYPE_CHECKING:
    from milestone_tui.store import Commands, StoreChanged

_NAME_LEAST, _NAME_MOST = 8, 40
_KEYS = ("a day", "a week", "push/drag/only", "date", "reason", "commit", "forget")
_KEYS_BY_NEED = ("a day", "a week", "commit", "forget", "push/drag/only")
_ALL_KEYS = 100
"""Cells from which the key bar has room for all of its own keys."""


class Shown(NamedTuple):
    """What a timeline shows, to go on from there."""

    plan: Plan
    others: tuple[Plan, ...] | None
    """Those that its links lead to; None while they are being read."""
    sorting: Sorting
    visible: frozenset[int] | None
    """The milestones that its filter leaves; None for all."""
    rows: Sequence[Row]
    """The plan so sorted and filtered."""
    analysis: PlanAnalysis | None
    view: ChartView


class Beginning(NamedTuple):
    """How a what-if begins: already moved, or with the field for a date."""

    days: int = 0
    weeks: int = 0
    typing: bool = False


class WhatIfScreen(ChartedScreen):
    """Shows what would follow if milestones of one project moved, and moves them."""

    DEFAULT_CSS = """
    WhatIfScreen TimelineChart { margin-top: 1; }
    WhatIfScreen.-low TimelineChart { margin-top: 0; }
    WhatIfScreen.-low WhatIfPane { height: 4; }
    """

    VERTICAL_BREAKPOINTS = [(0, "-low"), (28, "-high")]  # noqa: RUF012 - declared so by Screen

    BINDINGS: ClassVar[Keys] = WHAT_IF_KEYS

    NAMED_VIEW = "timeline"

    HIDDEN: ClassVar[frozenset[str]] = frozenset()
    """What a subclass has no keys for, by what they do."""

    def __init__(
        self,
        context: Context,
        project_id: int,
        ids: Iterable[int],
        *,
        what: str = "",
        begin: Beginning | None = None,
        shown: Shown | None = None,
        others: Sequence[Plan] = (),
        kept: Unfinished | None = None,
    ) -> None:
        """Ask what follows when the milestones of these ids move, the first by date first.

        `what` names them together (a phase, a project). `shown` is what the timeline below shows; `others` are those in
        which something is to move besides the project of the chart; `kept` is a date that was typed earlier, to go on
        with.
        """
        self._what_if_chart = WhatIfChart(context.renderer, shown.view if shown else None)
        super().__init__(context, project_id, self._what_if_chart)
        self._what = what
        self._begin: Beginning | None = begin or Beginning()
        self._shown = shown
        self._sorting = shown.sorting if shown else Sorting.PHASE
        self.what_if = WhatIf(MoveRequest(tuple(ids)), context.today)
        self._linked = LinkedPlans(self, lambda: self._take(self.what_if.plan), others)
        self._kept_for = None if others else project_id
        """The project that what is typed is kept for."""
        self._typed_from = self.what_if.wish
        self._why = Why()
        self._asking: ReasonScreen | None = None
        """The panel in which it is said why."""
        self._commits = False
        """Enter was pressed."""
        self.keeper = DraftAutosave(self, context.store, self._unfinished, self.show_error)
        self._typing, self._resumed = bool(begin and begin.typing), kept
        self.strip = WhatIfPane(context.renderer)
        self.date_bar = DateBar(context.renderer)

    def compose(self) -> ComposeResult:
        """Title, chart, what follows, the field for a date, keys."""
        yield from (self.title_bar, self.chart, self.strip, self.date_bar, self.key_bar)

    def on_mount(self) -> None:
        """Take up the look of the timeline; begin to type where that was asked for."""
        if (judged := self._judged) is not None:
            self.chart.at_risk, self.chart.drivers, self.chart.abroad = judged.at_risk, judged.drivers, judged.abroad
        self.show_floats()
        if self._resumed is not None:
            self._go_on(self._resumed)
        elif self._typing:
            self.call_later(self.action_type_date)

    # Keeping -----------------------------------------------------------------------------------------------

    def _unfinished(self) -> Unfinished | None:
        """A date that is being typed, or why in own words, with the move that it is for."""
        if self._resumed is not None:
            return self._resumed  # about to be put into the field
        if text := self.date_bar.text:
            return self._kept({"due_on": text})
        said = self._asking.text if self._asking is not None else ""
        return self._kept({"reason": said or self._why.note}) if said or self._why.note else None

    def _kept(self, texts: Mapping[str, str]) -> Unfinished:
        return move_draft(self._kept_for, self._what, self.what_if, self._why, texts)

    def _go_on(self, kept: Unfinished) -> None:
        self.keeper.go_on(kept)
        self._why = drafted_reason(kept)
        if "due_on" in kept.texts:
            self.call_later(self.action_type_date, kept.texts["due_on"])
        else:
            self.call_later(self._go_on_saying, kept)

    def _go_on_saying(self, kept: Unfinished) -> None:
        """Move as far as it was moved, and ask on why."""
        self._resumed = None
        self._preview(*drafted_move(kept, self.what_if.wish))
        self.action_reason(kept.texts["reason"])

    def keep_draft(self) -> None:
        """Have a date kept that is being typed."""
        self.keeper.keep()

    @on(DateBar.Typing)
    def _keep_typing(self) -> None:
        self.keeper.schedule()

    @property
    def _judged(self) -> PlanAnalysis | None:
        """How the project stands without the move, where that is known."""
        return self._shown.analysis if self._shown is not None else None

    @property
    def view(self) -> ChartView:
        """The window of the chart, for the timeline to take over, which fits it anew where it was fitted here."""
        view = self.chart.view
        return view._replace(axis=None) if view.chosen is None else view

    # Reading -----------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Take the plan that the timeline shows, and those that its links lead to; read them where there is none."""
        shown = self._shown
        if self.what_if.plans or shown is None:
            super().reload()
        elif shown.others is None:
            self.show(shown.plan)
        else:
            self._linked.know(shown.others)
            self._take(shown.plan)

    def extent(self) -> int:
        """Return how many milestones there are; at first the plan is read before the paint, whatever its size."""
        return len(self.what_if.plan.milestones) if self.what_if.plans else 0

    def show(self, found: Plan) -> None:
        """Work out what follows in this plan, and read those that its links lead to."""
        self._linked.read(found)
        self._take(found)

    def new_day(self) -> None:
        """What is typed means another day, and what is overdue counts from it."""
        self.what_if.today = self.context.today
        super().new_day()
        self.date_bar.turn_to(self.context.today)

    def apply_changes(self, news: StoreChanged) -> None:
        """Read again what this is worked out from; while the moves are written, that is what is written."""
        if self.is_writing:
            return
        if news.needs_full_reload or self.project_id in news.project_ids or self._linked.reached_by(news):
            self.reload()

    def _take(self, plan: Plan) -> None:
        """Show a plan, and what follows in it and in those it is linked with; a big network is built in a thread."""
        plans = (plan, *self._linked.plans)
        at_once = not self._linked.waits and sum(len(plan.milestones) for plan in plans) <= AT_ONCE
        seen = self.what_if.seen()
        self.take_project(plan.project)
        if not self.what_if.take(plans, at_once):
            self.call_later(self.give_way, self.nothing_left(plans[0]))
            return
        self._typed_from = self._typed_from.among(self.what_if.wish.ids)
        if not self._commits and (words := self._collision("Somebody else", seen)):
            self.show_status(words, Ink.WARN)
        shown, today = self._shown, self.context.today
        visible = shown.visible if shown else None
        rows = shown.rows if shown and plan is shown.plan else outline(plan, today, self._sorting, visible)
        self.chart.show(plan, rows, today, self.what_if.wish.ids[0] if self._begin else None)
        if not at_once and not self._linked.waits:
            # What is moved is painted first: the thread would only compete with that for the processor.
            self.call_after_refresh(lambda: begin(self, "building", self._build, plans))
        step, self._begin = self._begin, None
        if step is None:
            self._preview()
        else:
            self.action_later(step.days, step.weeks)

    def nothing_left(self, plan: Plan) -> str:
        """Why nothing of what was to move in this plan can move any more."""
        gone = next((m for m in plan.milestones if m.id in self.what_if.wish.ids), None)
        return unmovable(gone) if gone else "What was to move is not there any more."

    async def _build(self, plans: tuple[Plan, ...]) -> None:
        network = await to_thread(prepared, plans)
        if self.what_if.complete(plans, network):
            self._preview()
            if self._commits:
                self._commit()

    # Telling -----------------------------------------------------------------------------------------------

    def _preview(self, wish: MoveRequest | None = None, way: RippleMode | None = None) -> bool:
        """Work out and show what follows; where that cannot be, False: it is said why, and all stays as it is."""
        now = self.what_if
        try:
            now.ask(wish, way)
        except InvalidInput as error:
            self.show_error(str(error))
            return False
        moves = now.moves
        self.chart.violated = now.violated
        self.show_floats()
        ends = bars(now.plan, {id_: move.to for id_, move in moves.items()})
        self._what_if_chart.preview(moves, ends if self._sorting is Sorting.PHASE else {})
        self._tell_title()
        self._tell_strip()
        return True

    def show_floats(self) -> None:
        """The float that there would be; until that is worked out, the one that there is."""
        if not self.chart.with_floats:
            return  # working them out takes a moment
        if self.what_if.is_whole:
            supposed = self.what_if.supposed()
            self.chart.floats = Floats(supposed.total_floats, supposed.free_floats)
        elif self.chart.floats is None and (judged := self._judged) is not None:
            self.chart.floats = Floats(judged.floats, judged.frees)

    def _tell_strip(self) -> None:
        room = self.app.size.width - 2
        self.strip.head, self.strip.facts = told(self.what_if, str(self._why), self.context.today, room)

    def on_resize(self, event: events.Resize) -> None:
        """The title says as much as there is room for."""
        if self.what_if.plans:
            self._tell_title(event.size.width)
            self._tell_strip()
        self.show_keys()

    def _tell_title(self, width: int = 0) -> None:
        """Where there is little room, the name of the project gives way to what the move does to the finish."""
        project, width = self.what_if.plan.project, (width or self.size.width) - 6
        key: Line = ((fit(project.key, 12).rstrip(), Ink.BRIGHT),)
        name = f" {fit(project.called, _NAME_MOST).rstrip()}"
        left: Line = (*key, (name, Ink.TEXT), ("  › Timeline", Ink.DIM))
        right = self.headline(width - line_width(left))
        if not right[-1][0]:
            right = self.headline(width - line_width(key))
            if not right[-1][0]:
                right = self.brief(width - line_width(key)) or right
            room = width - line_width((*key, *right))
            left = (*key, (fit(name, room).rstrip(), Ink.TEXT)) if room > _NAME_LEAST else key
        self.title_bar.left, self.title_bar.right = left, right

    def headline(self, room: int) -> Line:
        """What is asked, last what it does; that is empty where there is no room for it."""
        return headline(self.what_if, self._what, self.context.today, room)

    def brief(self, room: int) -> Line:
        """The same where there is little room; empty where there is none for what it does either."""
        return brief_headline(self.what_if, self._what, self.context.today, room)

    # Keys --------------------------------------------------------------------------------------------------

    def show_keys(self) -> None:
        """What moves, then how it ends; where there is no room for all, that comes before what is asked less often."""
        super().show_keys()
        if not self.date_bar.is_open:
            order = _KEYS if self.app.size.width >= _ALL_KEYS else _KEYS_BY_NEED
            hints = [hint for hint in self.key_bar.hints if hint.does in order or hint.does not in _KEYS]
            places = {does: place for place, does in enumerate(order)}
            self.key_bar.hints = tuple(sorted(hints, key=lambda hint: places.get(hint.does, len(places))))
        self.key_bar.hints = tuple(hint for hint in self.key_bar.hints if hint.does not in self.HIDDEN)

    def refuses_change(self) -> bool:
        """Whether the move stays as it is, which is said: it waits to be saved, another program has the database."""
        waits = self._commits and self.context.store.is_locked
        if waits:
            self.show_error("This move is not saved yet. Press esc to stop waiting before you change it.")
        return waits

    def action_later(self, days: int, weeks: int) -> None:
        """Move further; earlier by negative days and weeks."""
        if self.refuses_change():
            return
        now = self.what_if
        if (days or weeks) and now.wish.is_single and not (now.wish.to or now.lead.on):
            self.show_error(unmovable(now.lead))
            return
        try:
            wish = now.wish.by(now.network, days, weeks)
        except InvalidInput as error:
            self.show_error(str(error))
        else:
            self._preview(wish)

    def action_way(self) -> None:
        """The next way for the others to follow."""
        if not self.refuses_change():
            self._preview(way=self.what_if.way.following)

    def action_type_date(self, text: str = "") -> None:
        """Type where it is to go."""
        if self.refuses_change():
            return
        lead, project = self.what_if.lead, self.what_if.plan.project
        terms = DateTerms(
            self.context.today,
            lead.on,
            lead.baseline_on,
            project.calendar,
            past=not lead.is_open,
            order=self.context.settings.date_order,
        )
        self._typed_from = self.what_if.wish
        self._resumed = None
        self.date_bar.open("Move to" if self._typed_from.is_single else "Begin on", terms, text)

    def action_switch_view(self, view_id: str) -> None:
        """Say that the move comes first."""
        self.show_error("Apply (↵) or cancel (esc) first.")

    @on(DateBar.Typed)
    def _typed(self, message: DateBar.Typed) -> None:
        wish = self._typed_from
        if message.day is None or not self._preview(wish.at(self.what_if.network, message.day)):
            self._preview(wish)

    @on(DateBar.Closed)
    def _typing_ended(self, message: DateBar.Closed) -> None:
        self.keeper.keep()
        if not message.kept:
            self._preview(self._typed_from)
            if not self.what_if.outcome.moves:
                self._leave("")

    def action_reason(self, text: str = "") -> None:
        """Ask why, with what was typed of it earlier."""

        def answered(answer: Why | None) -> None:
            self._asking = None
            if answer is not None:
                self._why = answer
                self._tell_strip()
            else:
                why = str(self._why)
                self.show_status(f"The reason is still: {why}" if why else "No reason recorded")
            self.keeper.keep()

        self._asking = ReasonScreen(
            self.context, self._why, lambda said: self._kept({"reason": said}), self.keeper, text
        )
        self.app.push_screen(self._asking, answered)

    def action_undo(self) -> None:
        """There is nothing to undo here."""
        self.show_error("Nothing is written yet: esc forgets the move.")

    action_redo = action_undo

    # The end -----------------------------------------------------------------------------------------------

    def action_commit(self) -> None:
        """Write all the moves as one change, as soon as it is known what follows."""
        if not self._commits:
            self._commits = True
            if self.what_if.is_whole:
                self._commit()

    def _commit(self) -> None:
        outcome, seen, why = self.what_if.outcome, self.what_if.seen(), self._why
        if not outcome.moves:
            self._leave("There was nothing to move.")
            return
        days = {move.id: move.to for move in outcome.moves}
        if len(days) > AT_ONCE:
            self.show_status(f"Moving {count_words(len(days), 'milestone')}")  # which takes a moment

        def done(_: Change | None) -> None:
            self._why = Why()  # it is recorded
            self.keeper.saved()
            self._leave(self.moved(outcome))

        def failed(error: MilestoneError) -> None:
            self._commits = False
            self.keeper.not_saved()
            self.reading.ask(self.read, 0)  # at once: what it collides with is shown with the sentence
            words = self._collision(error.fields[0].by, seen) if isinstance(error, EditConflict) else None
            self.show_error(words or str(error))

        move = self.keeper.save_and_discard(lambda do: self.write_moves(do, days, seen, why))
        self.run_command(move, done, failed)

    def write_moves(self, do: Commands, days: Mapping[int, date], seen: Mapping[int, date | None], why: Why) -> None:
        """Write the moves; `seen` are the dates that they were worked out from."""
        do.milestones.move_all(days, seen, *why)

    def moved(self, outcome: Outcome) -> str:
        """What was written."""
        return moved_words(outcome, self._what, self.context.today, self.app.size.width - 1)

    def _collision(self, by: str, seen: Mapping[int, date | None]) -> str | None:
        return collision_words(by, seen, self.what_if.milestones, self.context.today)

    def action_forget(self) -> None:
        """Back to the timeline, all stays as it was."""
        if not self._commits:
            self._leave("")

    def _leave(self, sentence: str) -> None:
        """Close, and say something on the screen below."""
        self.keeper.drop()

        def close() -> None:
            if sentence:
                self.app.post_message(StatusMessage(sentence))
            self.dismiss()

        self.call_later(close)
