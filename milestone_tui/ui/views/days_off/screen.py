"""The days off of a project, besides its week's: added by hand, taken from a country or a file, deleted."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import ClassVar

from textual.app import ComposeResult

from milestone_tui.plan.calendar.week import week_words
from milestone_tui.plan.drafts import Unfinished
from milestone_tui.plan.inputs import HolidayInput
from milestone_tui.plan.language.wording import count_words, long_day
from milestone_tui.plan.model import Holiday, Milestone, Plan
from milestone_tui.plan.network.network import Network
from milestone_tui.plan.network.too_soon import newly_too_soon, replan_offer, too_soon, with_days_off
from milestone_tui.store import Reader
from milestone_tui.ui.base.project_screen import ProjectScreen
from milestone_tui.ui.base.project_title import project_title
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys, Unkeyed, bind
from milestone_tui.ui.renderer import Line, fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.days_off.add import AddDaysOffScreen, Source
from milestone_tui.ui.views.days_off.table import DaysOffTable

_WIDE = 100
"""Cells from which the title has room for every figure."""

_Read = tuple[Plan, tuple[Holiday, ...], Network, int]
"""A plan, its days off, the network of all that it is linked with, and how many links are too soon."""


class DaysOffScreen(ProjectScreen[_Read]):
    """All days off of a project; each key writes at once."""

    DEFAULT_CSS = """
    DaysOffScreen DaysOffTable { margin-top: 1; }
    """

    BINDINGS: ClassVar[Keys] = [
        bind("days_off.replan", "R", "re-plan", "Push what is too soon to the first day that fits"),
        bind("days_off.add", "n", "new", "Add a day, or a span: 25 dec Christmas", "add('day')"),
        bind(
            "days_off.import",
            "I",
            "import",
            "Add the days off of a country, or of an .ics or .calendar file",
            "add('import')",
        ),
        bind("days_off.week", "E", "edit week", "Set the project's working days: Sun-Thu", "add('week')"),
        bind("days_off.delete", "d,delete", "delete", "People work on that day after all"),
        bind("app.undo", "u", "undo", "Take the last change back"),
        bind("days_off.leave", "escape,q", "back", "Back to where one came from"),
    ]

    UNKEYED: ClassVar[tuple[Unkeyed, ...]] = (
        Unkeyed("delete all days off", "clear", "Keep only those of the working week"),
    )

    def __init__(self, context: Context, project_id: int) -> None:
        super().__init__(context, project_id)
        self._plan: Plan | None = None
        self._network = Network((), (), ())
        """Of the project and those it is linked with."""
        self._too_soon = 0
        """How many links of the project are violated."""
        self._holidays: tuple[Holiday, ...] = ()
        self.table = DaysOffTable(context.renderer)

    def compose(self) -> ComposeResult:
        """Title, days, keys."""
        yield from (self.title_bar, self.table, self.key_bar)

    def read(self, reader: Reader) -> _Read:
        """Read the days, and what stands on them."""
        plan = reader.plan(self.project_id)
        network = Network.of([plan, *reader.linked_plans(plan)])
        return plan, reader.holidays(self.project_id), network, len(too_soon(network, self.project_id))

    def show(self, found: _Read) -> None:
        """Show the days, with what stands on them."""
        first = self._plan is None
        plan, self._holidays, self._network, self._too_soon = found
        self._plan = plan
        self.take_project(plan.project)
        on: defaultdict[date, list[Milestone]] = defaultdict(list)
        for m in plan.milestones:
            if m.is_open and m.due_on is not None:
                on[m.due_on].append(m)
        project = plan.project
        self.table.show(project, self._holidays, on)
        if first:
            self.table.select_from(self.context.today)
        self.title_bar.left = project_title(project, "Days off")
        said = f"works {week_words(project.working_days)}"
        count = count_words(len(self._holidays), "day off", "days off")
        counted: Line = ((f"{count} · ", Ink.DIM),)
        if self._too_soon:
            soon = f"{count_words(self._too_soon, 'link')} too soon"
            counted = ((soon, Ink.WARN), (" · ", Ink.DIM), *(counted if self.size.width >= _WIDE else ()))
        self.title_bar.right = (*counted, (said, Ink.TEXT))
        self.offer_replan(self._too_soon > 0)

    # Keys --------------------------------------------------------------------------------------------------

    def action_add(self, way: str) -> None:
        """Ask for a day, a country or a file, or the working days of the week."""
        self.add(Source(way))

    def add(self, way: Source, kept: Unfinished | None = None) -> None:
        """Ask for one line of days off; `kept`: what was typed there earlier."""
        if (plan := self._plan) is None:
            return

        def go_to(day: date | None) -> None:
            if day is not None:
                self.table.select_from(day)

        self.ask(lambda: AddDaysOffScreen(self.context, [plan], self._network, [way], kept), go_to)

    def _selected(self) -> Holiday | None:
        if (selected := self.table.selected) is None:
            self.show_error("There is no day off here: n adds one.")
        return selected.holiday if selected else None

    def action_delete(self) -> None:
        """Let people work on the day under the cursor."""
        if selected := self._selected():
            words = f"{long_day(selected.day)} {fit(selected.name, 40).rstrip()}".rstrip()
            self._set([h for h in self._holidays if h.id != selected.id], f"Deleted {words}", "u brings it back")

    def action_clear(self) -> None:
        """Leave only the week's own days off."""
        if self._selected():
            count = count_words(len(self._holidays), "day off", "days off")
            self._set([], f"Deleted {count}", "u brings them back")

    def _set(self, holidays: list[Holiday], said: str, hint: str) -> None:
        """Keep these days off, and say so; a lead may be too short when people work on a day more."""
        drafts, seen = [HolidayInput(h.day, h.name) for h in holidays], self._holidays
        plan = self._plan
        changed = with_days_off(plan.project, (h.day for h in holidays)) if plan else None
        count = newly_too_soon(self._network, changed) if changed else 0
        sentence = f"{said} · {replan_offer(count)}" if count else f"{said} · {hint}"
        self.run_command(
            lambda do: do.holidays.set(self.project_id, drafts, seen), lambda _: self.show_status(sentence)
        )

    def action_replan(self) -> None:
        """Ask what follows when all that is too soon goes to the first day that fits."""
        from milestone_tui.ui.views.days_off.replan import DaysOffReplanScreen  # late: seldom needed
        from milestone_tui.ui.views.what_if.replan import nothing_to_replan

        plan = self._plan
        if plan is not None and not self._too_soon:
            self.refuse_prompt(nothing_to_replan(plan.project.key))
        elif plan is not None:
            context, project_id = self.context, self.project_id
            replan = DaysOffReplanScreen(context, plan.project, lambda: DaysOffScreen(context, project_id))
            self.app.switch_screen(replan)
