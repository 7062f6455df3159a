"""The past reviews of a project: a list, what each said, and comparisons."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.widget import Widget

from milestone_tui.errors import MilestoneError
from milestone_tui.plan.analysis.comparison import PeriodComparison
from milestone_tui.plan.language.wording import date_words
from milestone_tui.plan.moment import Moment
from milestone_tui.plan.review_state import PastReview
from milestone_tui.ui.renderer import Line
from milestone_tui.ui.views.review.pane import TextRows
from milestone_tui.ui.views.review.past_words import comparison_lines, past_lines
from milestone_tui.ui.views.review.walk_list import PastList
from milestone_tui.ui.workers import start_worker

if TYPE_CHECKING:
    from milestone_tui.ui.views.review.walk_screen import WalkScreen


class PastReviews:
    """The second face of the view: its list, its text, and which of them has the keys."""

    def __init__(self, screen: WalkScreen) -> None:
        self._screen = screen
        self._list = PastList(screen.context.renderer, screen.context.today)
        self._text = TextRows(screen.context.renderer, self._rewrite)
        self._compared: tuple[PeriodComparison, tuple[str, str]] | None = None
        self.is_shown = False
        self.is_read = False
        """Whether a comparison is shown and has the keys."""

    @property
    def widgets(self) -> Iterable[Widget]:
        """Return list and text."""
        return (self._list, self._text)

    @property
    def selected(self) -> PastReview | None:
        """Return the review under the cursor."""
        return self._list.selected

    def watch_cursor(self) -> None:
        """Show what the review under the cursor said."""
        self._screen.watch(self._list, "cursor", self._show_text, init=False)

    def show(self, shown: bool) -> None:
        """Show the past reviews in place of the walk, or the walk again."""
        self.is_shown, self.is_read = shown, False
        for widget in self._screen.face_widgets:
            widget.display = not shown
        for widget in self.widgets:
            widget.display = shown
        if shown:
            self.reload()
        (self._list if shown else self._screen.walk).focus()

    def first(self) -> None:
        """Put the cursor on the latest review."""
        self._list.action_first()

    def reload(self) -> None:
        """Read the past reviews while they are shown."""
        if self.is_shown:
            self._list.today = self._screen.context.today
            self._list.show_entries(self._screen.context.store.read.past_reviews(self._screen.project_id))
            self._show_text()

    def _rewrite(self) -> None:
        """Write the text for another width."""
        if self.is_read:
            self._write_comparison()
        else:
            self._show_text()

    def _show_text(self) -> None:
        """Show what the review under the cursor said."""
        screen, past = self._screen, self._list.selected
        if past is None or not self.is_shown:
            self._text.lines = ()
            return
        self.is_read = False
        scene = screen.scene
        titles = {m.id: m.title for m in scene.plan.milestones} if scene is not None else {}
        self._text.lines = past_lines(past, titles, screen.context.today, self._text.room)
        screen.show_title()

    # Comparing ---------------------------------------------------------------------------------------------

    def choose(self) -> None:
        """Choose the review under the cursor to compare the others with, or stop."""
        if (past := self._list.selected) is None:
            return
        id_ = past.review.id
        self._list.other = None if self._list.other == id_ else id_
        self._list.refresh()
        if self._list.other is None:
            self._screen.show_status("Comparing with now")
        else:
            self._screen.show_status(f"Press ↵ on another review to compare it with {self._day(past)} · C to stop")

    def compare(self) -> None:
        """Show what changed from the review under the cursor to now, or to the chosen review."""
        if (past := self._list.selected) is None:
            return
        screen = self._screen
        other = next((one for one in self._list.entries if one.review.id == self._list.other), None)
        today = screen.context.today
        if other is None or other is past:
            ends, names = (past.moment, Moment(today)), (self._day(past), "now")
        else:
            first, last = sorted((past, other), key=lambda one: (one.review.finished_at, one.review.id))
            ends, names = (first.moment, last.moment), (self._day(first), self._day(last))
        start_worker(screen, "comparing", self._read_comparison, ends, names)

    async def _read_comparison(self, ends: tuple[Moment, Moment], names: tuple[str, str]) -> None:
        """Read what changed, in a thread since both moments are rebuilt for it, and show it."""
        screen = self._screen
        try:
            (period,) = await to_thread(screen.context.store.compare, *ends, (screen.project_id,))
        except MilestoneError as error:
            screen.show_error(str(error))
            return
        if self.is_shown and screen.is_attached:
            self._compared = (period, names)
            self.is_read = True
            self._write_comparison()
            self._text.focus()

    def _write_comparison(self) -> None:
        period, names = self._compared or (None, ("", ""))
        if period is not None:
            self._text.lines = comparison_lines(period, names, self._screen.context.today, self._text.room)

    def close(self) -> None:
        """Go back from a comparison to what the review said."""
        self._show_text()
        self._list.focus()

    def copy(self) -> None:
        """Copy the shown text to the clipboard."""
        text = "\n".join(_plain(line) for line in self._text.lines)
        self._screen.app.copy_to_clipboard(text)
        self._screen.show_status("Copied the review to the clipboard")

    def _day(self, past: PastReview) -> str:
        return date_words(past.review.held_on, self._screen.context.today)


def _plain(line: Line) -> str:
    return "".join(text for text, _ in line).rstrip()
