"""What changed between two days, in one project or in all."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from milestone_tui.errors import MilestoneError
from milestone_tui.plan.analysis.comparison import PeriodComparison
from milestone_tui.plan.language.wording import date_words
from milestone_tui.plan.model import Project
from milestone_tui.plan.moment import Moment
from milestone_tui.ui.base.project_title import project_title
from milestone_tui.ui.base.store_screen import StoreScreen
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys, bind, hidden, needs
from milestone_tui.ui.messages import ViewRequested
from milestone_tui.ui.navigation import Place
from milestone_tui.ui.theme import Ground, Ink
from milestone_tui.ui.views.changes.lines import change_lines, summary, written
from milestone_tui.ui.views.changes.table import ChangesTable
from milestone_tui.ui.widgets.rows import RowView
from milestone_tui.ui.widgets.text_block import ACROSS, TextBlock
from milestone_tui.ui.workers import WRITES, start_worker

_NOTHING = "Nothing changed between these two days."
_READING = "calculating…"


class ChangesScreen(StoreScreen):
    """Screen that compares the plan at the ends of two days; it opens above a view."""

    SHOWS_PAST = True

    DEFAULT_CSS = """
    ChangesScreen #summary { height: 4; margin-top: 1; }
    """

    BINDINGS: ClassVar[Keys] = [
        hidden("changes.copy", "y", "copy", "Copy what changed as text"),
        bind("changes.leave", "escape,q", "back", "Go to the previous screen", "leave"),
    ]

    NEEDS = needs({"a change": "copy"})

    def __init__(self, context: Context, project: Project | None, before: Moment, after: Moment) -> None:
        """Compare one project, or all."""
        super().__init__(context)
        self._project = project
        self._moments = (before, after)
        self._periods: Sequence[PeriodComparison] = ()
        self.table = ChangesTable(context.renderer, _READING)
        self._words = TextBlock(context.renderer, ground=Ground.INK, id="summary")

    def compose(self) -> ComposeResult:
        """Yield title, summary, table and key bar."""
        yield from (self.title_bar, self._words, self.table, self.key_bar)

    @property
    def named_view(self) -> str:
        """Return the view that it is open above."""
        below = self.app.screen_stack[0]
        return below.VIEW if isinstance(below, StoreScreen) else ""

    @property
    def place(self) -> Place:
        """Return its project."""
        return Place(self._project.id if self._project else None, wide=self._project is None)

    def reload(self) -> None:
        """Compare again, in a thread."""
        days = " → ".join(date_words(moment.day, self.context.today) for moment in self._moments)
        if self._project is None:
            self.title_bar.left = (("All projects", Ink.BRIGHT), (f"  › Changes {days}", Ink.DIM))
        else:
            self.title_bar.left = project_title(self._project, f"Changes {days}")
        start_worker(self, WRITES, self._compare)

    async def _compare(self) -> None:
        ids = None if self._project is None else [self._project.id]
        try:
            self._periods = await to_thread(self.context.store.compare, *self._moments, ids)
        except MilestoneError as error:
            self.show_error(str(error))
            return
        today = self.context.today
        counts, figures = summary(self._periods, today) if self._periods else ("nothing changed", "")
        self._words.lines = (((f" {counts}", Ink.BRIGHT),), ((f" {figures}", Ink.DIM),), (), ACROSS)
        self.table.several, self.table.hint = self._project is None, _NOTHING
        self.table.show_entries(change_lines(self._periods, today), repaint_all=True)
        self.needs_changed()

    # Keys --------------------------------------------------------------------------------------------------

    def has(self, need: str) -> bool:
        """Return whether anything changed."""
        return bool(self.table.entries)

    def refusal(self, need: str) -> str:
        """Return that there is nothing to copy."""
        return _NOTHING

    @on(RowView.Opened)
    def show_milestone(self) -> None:
        """Show the milestone under the cursor on the timeline."""
        if (line := self.table.selected) is None:
            return
        try:
            milestone = self.context.store.read.milestone(line.milestone_id or 0)
        except MilestoneError:
            self.refuse_prompt("This is not on the timeline any more. Choose another row.")
            return
        self.post_message(ViewRequested("timeline", Place(milestone.project_id, milestone.id)))

    def action_copy(self) -> None:
        """Copy what changed as text."""
        self.app.copy_to_clipboard(written(self._periods, self.table.entries, self.context.today))
        self.show_status("Copied what changed")
