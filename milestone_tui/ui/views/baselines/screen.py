"""The baselines of a project, and the differences between two of them or to the current plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult

from milestone_tui.plan.agreements import BaselineEntry
from milestone_tui.plan.analysis.baselines import (
    Comparison,
    compare,
    comparison_words,
    difference_words,
    finish_words,
)
from milestone_tui.plan.analysis.compared_plans import (
    ComparedBaseline,
    ComparedPlan,
    compared_baseline,
    plan_of_baseline,
    present_plan,
)
from milestone_tui.plan.language.wording import count_words
from milestone_tui.plan.model import Plan
from milestone_tui.store.reader import Reader
from milestone_tui.ui.base.project_screen import ProjectScreen
from milestone_tui.ui.base.project_title import project_title
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys, bind, hidden, needs
from milestone_tui.ui.messages import ViewRequested
from milestone_tui.ui.navigation import Place
from milestone_tui.ui.renderer import Line, fit
from milestone_tui.ui.theme import Ground, Ink
from milestone_tui.ui.views.baselines.differences import DifferenceTable
from milestone_tui.ui.views.baselines.set_baseline import BaselineScreen
from milestone_tui.ui.views.baselines.table import BaselineTable
from milestone_tui.ui.widgets.rows import RowView
from milestone_tui.ui.widgets.text_block import ACROSS, TextBlock

_MOST_SHOWN = 6
"""The most baselines in view; more scroll."""


class _Found(NamedTuple):
    plan: Plan
    entries: dict[int, tuple[BaselineEntry, ...]]
    """The entries of each baseline."""
    compared: tuple[ComparedBaseline, ...]
    """The baselines, latest first."""


class BaselinesScreen(ProjectScreen[_Found]):
    """Screen with the table of baselines, and the differences below it."""

    SHOWS_PAST = True

    DEFAULT_CSS = """
    BaselinesScreen BaselineTable { margin-top: 1; }
    BaselinesScreen #compared { height: 5; margin-top: 1; }
    """

    BINDINGS: ClassVar[Keys] = [
        bind("baselines.choose", "enter", "make current", "Measure slip against this baseline"),
        bind("baselines.compare", "C", "compare", "Compare others with this one, or stop"),
        bind("baselines.set", "n,B", "new", "Record today's plan as a baseline"),
        bind("baselines.switch", "tab,shift+tab", "switch table", "Go to the other of the two tables"),
        hidden("baselines.copy", "y", "copy", "Copy the differences as text"),
        bind("app.undo", "u", "undo", "Undo your last change"),
        bind("baselines.leave", "escape,q", "back", "Go to the previous screen"),
    ]

    NEEDS = needs({"a baseline": "choose compare switch copy"})

    def __init__(self, context: Context, project_id: int) -> None:
        super().__init__(context, project_id)
        self._plan: Plan | None = None
        self._entries: dict[int, tuple[BaselineEntry, ...]] = {}
        self._compared: Callable[[], str] = str
        """Returns the differences as text."""
        self.table = BaselineTable(context.renderer, context.today)
        self.differences = DifferenceTable(context.renderer, context.today)
        self._words = TextBlock(context.renderer, ground=Ground.INK, id="compared")

    def compose(self) -> ComposeResult:
        """Yield title, baselines, comparison, differences and key bar."""
        yield from (self.title_bar, self.table, self._words, self.differences, self.key_bar)

    def legend(self) -> Sequence[tuple[str, str]]:
        """Return the glyphs of the table."""
        from milestone_tui.ui.legend import BASELINES  # late: only help needs it

        return BASELINES

    def on_mount(self) -> None:
        """Watch the cursor."""
        self.watch(self.table, "cursor", self._show_differences, init=False)

    def read(self, reader: Reader) -> _Found:
        """Read the baselines and the current plan."""
        known, today = self._entries, self.context.today
        baselines = reader.baselines(self.project_id)[::-1]
        # A baseline never changes, so its entries are read once.
        entries = {b.id: known.get(b.id) or reader.baseline_entries(b.id) for b in baselines}
        plan = reader.plan(self.project_id)
        return _Found(plan, entries, tuple(compared_baseline(b, entries[b.id], plan, today) for b in baselines))

    def show(self, found: _Found) -> None:
        """Show the baselines and the differences."""
        plan, self._entries, compared = found
        self._plan = plan
        self.set_project(plan.project)
        if self.table.other not in self._entries:
            self.table.other = None
        self.table.today = self.differences.today = self.context.today
        self.table.styles.height = 1 + max(1, min(_MOST_SHOWN, len(compared)))
        self.table.hint = self.context.empty_words(self.table.NONE)
        self.table.show_entries(compared, repaint_all=True)  # also on another day
        self.title_bar.left = project_title(plan.project, "Baselines")
        self.title_bar.right = ((count_words(len(compared), "baseline"), Ink.DIM),)
        self._show_differences()
        self.needs_changed()

    # Comparing ---------------------------------------------------------------------------------------------

    def _sides(self) -> tuple[ComparedPlan, ComparedPlan] | None:
        """Return the earlier and the later plan to compare."""
        selected, plan = self.table.selected, self._plan
        if selected is None or plan is None:
            return None
        here, other = selected.baseline.id, self.table.other
        if other is None or other == here:
            return self._side(here), present_plan(plan, self.context.today)
        first, second = sorted((here, other))
        return self._side(first), self._side(second)

    def _side(self, baseline_id: int) -> ComparedPlan:
        name = next(found.baseline.name for found in self.table.entries if found.baseline.id == baseline_id)
        return plan_of_baseline(name, self._entries[baseline_id])

    def _show_differences(self) -> None:
        sides, plan = self._sides(), self._plan
        if plan is None:
            return
        if sides is None:
            self._words.lines = ((), ACROSS)
            self.differences.show(plan.project, (), "")
            return
        before, after = sides
        comparison = compare(before.entries, after.entries)
        names = f"{fit(before.name, 30).rstrip()} → {fit(after.name, 30).rstrip()}"
        finish = finish_words(before.finish_on, after.finish_on, plan.project.calendar, self.context.today)
        self._words.lines = (
            self._agreed(),
            ACROSS,
            ((f" {names}", Ink.BRIGHT), (f"   {finish}", Ink.TEXT)),
            ((f" {comparison_words(comparison)}", Ink.TEXT),),
        )
        self.differences.show(plan.project, comparison.differences, "No differences.")
        self._compared = lambda: self._text(names, finish, comparison, plan)

    def _agreed(self) -> Line:
        """Return the reason of the baseline under the cursor, who set it and who approved it."""
        if (selected := self.table.selected) is None:
            return ()
        baseline = selected.baseline
        words = [
            fit(baseline.name, 30).rstrip(),
            baseline.reason,
            f"set by {baseline.taken_by}" if baseline.taken_by else "",
            f"approved by {baseline.approved_by}" if baseline.approved_by else "",
        ]
        return ((f" {' · '.join(filter(None, words))}", Ink.DIM),)

    def _text(self, names: str, finish: str, comparison: Comparison, plan: Plan) -> str:
        """Return the differences as text, one line each."""
        currency, today = plan.project.currency, self.context.today
        lines = [f"{plan.project.key} {names}: {comparison_words(comparison)}", finish]
        lines += [f"{one.entry.title}: {difference_words(one, currency, today)}" for one in comparison.differences]
        return "\n".join(filter(None, lines))

    # Keys --------------------------------------------------------------------------------------------------

    def has(self, need: str) -> bool:
        """Return whether there is a baseline."""
        return bool(self._entries)

    def refusal(self, need: str) -> str:
        """Return that there is no baseline."""
        return self.table.hint

    def action_choose(self) -> None:
        """Make the baseline under the cursor current."""
        if selected := self.table.selected:
            id_, name = selected.baseline.id, fit(selected.baseline.name, 40).rstrip()
            if selected.current:
                self.show_status(f'"{name}" is already the current baseline')
            else:
                done = f'Made "{name}" the current baseline · u to undo'
                self.run_command(lambda do: do.baselines.select(id_), lambda _: self.show_status(done))

    @on(RowView.Opened)
    def _act_on_row(self, event: RowView.Opened) -> None:
        if event.view is self.table:
            self.action_choose()
        else:
            self._go_to_milestone()

    def _go_to_milestone(self) -> None:
        if (selected := self.differences.selected) is None:
            return
        there = self._plan.milestones if self._plan else ()
        if any(m.id == selected.entry.milestone_id for m in there):
            self.post_message(ViewRequested("timeline", Place(self.project_id, selected.entry.milestone_id)))
        else:
            self.refuse_prompt("That milestone was deleted. Choose another one.")

    def action_compare(self) -> None:
        """Compare the others with the baseline under the cursor, or all with the current plan again."""
        if selected := self.table.selected:
            id_ = selected.baseline.id
            self.table.other = None if self.table.other == id_ else id_
            self.table.focus()
            self._show_differences()
            name = fit(selected.baseline.name, 30).rstrip()
            if self.table.other is None:
                self.show_status("Comparing with the current plan")
            elif len(self._entries) == 1:
                self.show_status("This is the only baseline. Press n to set another.")
            else:
                self.show_status(f'Comparing the others with "{name}" · C to stop')

    def action_set(self) -> None:
        """Open the panel that sets a baseline, and go to the new one."""
        self.ask(lambda: BaselineScreen(self.context, self.project_id), self.table.select)

    def action_switch(self) -> None:
        """Go to the other table."""
        if self.focused is self.table and self.differences.entries:
            self.differences.focus()
        else:
            self.table.focus()

    def action_copy(self) -> None:
        """Copy the differences as text."""
        self.app.copy_to_clipboard(self._compared())
        self.show_status("Copied the differences to the clipboard")
