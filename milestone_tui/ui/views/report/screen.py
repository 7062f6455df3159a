"""Report: exactly what its reader gets, to read, to copy and to write."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult

from milestone_tui.plan.audience import Audience
from milestone_tui.plan.explanation import Explanation
from milestone_tui.store import StoreChanged
from milestone_tui.store.reader import Reader
from milestone_tui.ui.base.project_screen import ProjectScreen
from milestone_tui.ui.base.project_title import project_title
from milestone_tui.ui.base.store_screen import AT_ONCE
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys
from milestone_tui.ui.messages import RiskRequested
from milestone_tui.ui.navigation import ROOMY_HEIGHT, VIEWS_HEIGHT, Place
from milestone_tui.ui.renderer import Line, fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.report.keys import NEEDS, REPORT_KEYS
from milestone_tui.ui.views.report.lines import report_lines
from milestone_tui.ui.views.report.pane import ReportPane
from milestone_tui.ui.views.report.reach import Reach, next_reach
from milestone_tui.ui.views.report.reading import Shown, Wanted, read_report
from milestone_tui.ui.views.report.words import FOR, title_words
from milestone_tui.ui.widgets.page import Page
from milestone_tui.ui.widgets.text_block import paragraph


class ReportScreen(ProjectScreen[Shown]):
    """View of the report on one project."""

    BINDINGS: ClassVar[Keys] = REPORT_KEYS

    NEEDS = NEEDS

    VIEW = "report"

    def __init__(self, context: Context, place: Place) -> None:
        """Show the report on the project of `place`."""
        assert place.project_id is not None
        super().__init__(context, place.project_id)
        self._from = place
        self.audience = Audience.CLIENT
        self._reach = Reach.PROJECT
        self._period = ""
        """The period as it was typed; empty for the usual one."""
        self.shown: Shown | None = None
        """The report as it was read last."""
        self.page = Page(context.renderer)
        self.pane = ReportPane(context.renderer)

    def compose(self) -> ComposeResult:
        """Yield title, report, pane and key bar."""
        yield from (self.title_bar, self.page, self.pane, self.key_bar)

    def on_mount(self) -> None:
        """Let the keys scroll, and show how much is below."""
        self.watch(self.page, "below", self.pane.show_below)
        self._fit(self.app.size.height)
        self.page.focus()

    @property
    def place(self) -> Place:
        """Return the project, with the milestone and the filter of the view before."""
        return Place(self.project_id, self._from.milestone_id, self._from.filter_text)

    def go_to(self, place: Place) -> bool:
        """Stay in the same project; return False in another one."""
        if place.project_id != self.project_id:
            return False
        self._from = place
        return True

    def explanations(self) -> Sequence[Explanation]:
        """Return why the figures of the project are what they are: no milestone is under a cursor."""
        from milestone_tui.ui.base.reasons import reasons_of  # late: seldom needed

        return reasons_of(self.context, self.project_id).of_project()

    @property
    def explained(self) -> str:
        """Return the name of the project."""
        return "" if self.project is None else self.project.called

    # Reading -----------------------------------------------------------------------------------------------

    @property
    def _wanted(self) -> Wanted:
        context = self.context
        path, settings = context.preferences.path, context.settings
        return Wanted(
            self.project_id,
            self._reach,
            self.audience,
            self._period,
            context.today,
            settings.date_order,
            context.moment,
            settings.report_words,
            path.parent if path is not None else None,
        )

    def reload(self) -> None:
        """Read the report again, in a thread."""
        wanted, store = self._wanted, self.context.store
        self.reading.ask(lambda reader: read_report(store, reader, wanted), self.extent())

    def read(self, reader: Reader) -> Shown:
        """Read what the report is made of, and make it."""
        return read_report(self.context.store, reader, self._wanted)

    def extent(self) -> int:
        """Return more than is read before the paint: the beginning of the period is looked up in the history."""
        return AT_ONCE + 1

    def show(self, found: Shown) -> None:
        """Show the report, or why there is none."""
        self.set_project(found.project)
        self.shown = found
        self.page.write = self._lines
        self.pane.show(found)
        self._show_title()
        self.needs_changed()

    def _lines(self, width: int) -> tuple[Line, ...]:
        if (shown := self.shown) is None:
            return ()
        if shown.made is None:
            return paragraph(shown.problem, width, Ink.BAD)
        return report_lines(shown.made.report, width, ascii_only=self.context.renderer.ascii_only)

    def apply_changes(self, news: StoreChanged) -> None:
        """Read again if one of the projects, or one that is linked to it, changed."""
        made = None if self.shown is None else self.shown.made
        states = () if made is None else made.states.projects
        known = {plan.project.id for state in states for plan in (state.plan, *state.neighbours)}
        is_meant = self._reach is not Reach.PROJECT or known & set(news.project_ids)
        if made is None or is_meant or news.needs_full_reload:
            self.reload()

    # Showing -----------------------------------------------------------------------------------------------

    def on_resize(self, event: events.Resize) -> None:
        """Fit title and blank lines into the new size."""
        self._fit(event.size.height)
        self._show_title()

    def _fit(self, height: int) -> None:
        self.page.styles.margin = (1 if height >= VIEWS_HEIGHT else 0, 0, 0, 0)
        self.pane.styles.height = 4 if height >= ROOMY_HEIGHT else 3

    def _show_title(self) -> None:
        if (shown := self.shown) is None:
            return
        width = self.size.width or self.app.size.width
        most = min(40, max(12, width - 62))
        if self._reach is Reach.PROJECT:
            self.title_bar.left = project_title(shown.project, "Report", most)
        else:
            words = shown.project.client if self._reach is Reach.CLIENT else "All projects"
            self.title_bar.left = ((fit(words, most).rstrip(), Ink.BRIGHT), ("  › Report", Ink.DIM))
        self.title_bar.right = title_words(self.audience, shown.made and shown.made.states, self.title_bar.room(width))

    # Keys --------------------------------------------------------------------------------------------------

    @property
    def also_shown(self) -> Collection[str]:
        """Return that the key bar shows `T`, unless it shows the way back from an earlier day."""
        return () if self.context.moment is not None else ("app.as_of",)

    def has(self, need: str) -> bool:
        """Return whether there is a report."""
        return self.shown is not None and self.shown.made is not None

    def refusal(self, need: str) -> str:
        """Return that there is no report yet."""
        return "There is no report to write or copy." if self.shown is not None else ""

    def action_raise_risk(self) -> None:
        """Raise a risk in the project."""
        self.post_message(RiskRequested(self.project_id))

    def action_audience(self) -> None:
        """Show the report for the other audience; a client reads of no other client."""
        if self._reach is Reach.ALL:
            self.refuse_prompt("A report on all projects is internal. Press p for this project.")
            return
        self.audience = self.audience.following
        self.reload()

    def action_write(self) -> None:
        """Write the report to a file."""
        if self.shown is not None:
            from milestone_tui.ui.views.report.acting import write_report  # late: seldom needed

            write_report(self, self.shown)

    def action_reach(self) -> None:
        """Report on this project, on all of its client, or, inside, on all projects."""
        if self.project is None:
            return
        reach = next_reach(self._reach, self.project, self.audience)
        if reach is self._reach:
            self.refuse_prompt("This project has no client. Press tab, then p, for all projects.")
            return
        self._reach = reach
        self.page.action_top()
        self.reload()

    def action_period(self) -> None:
        """Choose the days that the report is about."""
        if self.project is not None:
            from milestone_tui.ui.views.report.period import PeriodPanel  # late: seldom needed

            asked = (self.project_id, self._reach.subject(self.project), self.audience, self._period)
            self.ask(lambda: PeriodPanel(self.context, *asked), self._show_period)

    def _show_period(self, text: str | None) -> None:
        if text is not None:
            self._period = text
            self.reload()

    def action_copy(self) -> None:
        """Copy the report as Markdown."""
        if self.shown is not None and self.shown.made is not None:
            from milestone_tui.report.markdown import to_markdown  # late: seldom needed

            self.app.copy_to_clipboard(to_markdown(self.shown.made.report))
            self.show_status(f"Copied the report {FOR[self.audience]} as Markdown")
