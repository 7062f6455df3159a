"""The days off and worked days of a project: added by hand, imported from a country or a file, deleted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import ClassVar

from textual.app import ComposeResult

from milestone_tui.plan.calendar.day_list import count_entries
from milestone_tui.plan.calendar.week import week_words
from milestone_tui.plan.drafts import Unfinished
from milestone_tui.plan.inputs import HolidayInput
from milestone_tui.plan.language.wording import count_words, long_day
from milestone_tui.plan.model import Holiday, Milestone, Plan
from milestone_tui.plan.network.network import Network
from milestone_tui.plan.network.too_soon import newly_too_soon, replan_offer, too_soon, with_days
from milestone_tui.store import Reader
from milestone_tui.ui.base.project_screen import TOO_SOON, ProjectScreen
from milestone_tui.ui.base.project_title import project_title
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import KeylessAction, Keys, bind, hidden, needs
from milestone_tui.ui.renderer import Line, fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.days_off.add import AddDaysOffScreen, Source
from milestone_tui.ui.views.days_off.table import DaysOffTable

_WIDE = 100
"""Cells from which every figure fits into the title."""

_A_DAY_OFF = "a selected day off"

_Read = tuple[Plan, tuple[Holiday, ...], Network, int]
"""A plan, its days off, its network with the linked plans, and the number of violated links."""


class DaysOffScreen(ProjectScreen[_Read]):
    """Screen of all days off of a project; each key saves immediately."""

    SHOWS_PAST = True

    DEFAULT_CSS = """
    DaysOffScreen DaysOffTable { margin-top: 1; }
    """

    BINDINGS: ClassVar[Keys] = [
        hidden("days_off.replan", "R", "re-plan", "Push every milestone that is too soon"),
        bind("days_off.add", "n", "new", "Add a day off, or a worked day", "add('day')"),
        bind(
            "days_off.import",
            "I",
            "import",
            "Add days off of a country or file",
            "add('import')",
        ),
        bind("days_off.week", "E", "edit week", "Set the working week, such as Sun-Thu", "add('week')"),
        bind("days_off.delete", "d,delete", "delete", "Delete the day off or worked day"),
        bind("app.undo", "u", "undo", "Undo your last change"),
        bind("days_off.leave", "escape,q", "back", "Go to the previous screen"),
    ]

    KEYLESS: ClassVar[tuple[KeylessAction, ...]] = (
        KeylessAction("delete all days off", "clear", "Delete every day off and worked day"),
    )

    NEEDS = needs({_A_DAY_OFF: "delete clear", TOO_SOON: "replan"})

    def __init__(self, context: Context, project_id: int) -> None:
        super().__init__(context, project_id)
        self._plan: Plan | None = None
        self._network = Network((), (), ())
        """The network of the project and its linked plans."""
        self._too_soon = 0
        """The number of violated links of the project."""
        self._holidays: tuple[Holiday, ...] = ()
        self.table = DaysOffTable(context.renderer)

    def compose(self) -> ComposeResult:
        """Yield title, days off and key bar."""
        yield from (self.title_bar, self.table, self.key_bar)

    def read(self, reader: Reader) -> _Read:
        """Read the days off and the plan."""
        plan = reader.plan(self.project_id)
        network = Network.of([plan, *reader.linked_plans(plan)])
        return plan, reader.holidays(self.project_id), network, len(too_soon(network, self.project_id))

    def show(self, found: _Read) -> None:
        """Show the days off, with the milestones due on them."""
        first = self._plan is None
        plan, self._holidays, self._network, self._too_soon = found
        self._plan = plan
        self.set_project(plan.project)
        on: defaultdict[date, list[Milestone]] = defaultdict(list)
        for m in plan.milestones:
            if m.is_open and m.due_on is not None:
                on[m.due_on].append(m)
        project = plan.project
        self.table.hint = self.context.empty_words(self.table.NONE)
        self.table.show(project, self._holidays, on)
        if first:
            self.table.select_from(self.context.today)
        self.title_bar.left = project_title(project, "Days off")
        week = f"working week {week_words(project.working_days)}"
        worked = len(project.worked)
        count = (
            f"{count_words(len(self._holidays) - worked, 'day off', 'days off')}{f', {worked} worked' * bool(worked)}"
        )
        counted: Line = ((f"{count} · ", Ink.DIM),)
        if self._too_soon:
            soon = f"{count_words(self._too_soon, 'link')} too soon"
            counted = ((soon, Ink.WARN), (" · ", Ink.DIM), *(counted if self.size.width >= _WIDE else ()))
        self.title_bar.right = (*counted, (week, Ink.TEXT))
        self.needs_changed()

    # Keys --------------------------------------------------------------------------------------------------

    def action_add(self, way: str) -> None:
        """Open the panel for a day, for an import or for the working week."""
        self.add(Source(way))

    def add(self, way: Source, kept: Unfinished | None = None) -> None:
        """Open the panel for days off, with the text of the draft `kept`."""
        if (plan := self._plan) is None:
            return

        def go_to(day: date | None) -> None:
            if day is not None:
                self.table.select_from(day)

        self.ask(lambda: AddDaysOffScreen(self.context, [plan], self._network, [way], kept), go_to)

    @property
    def also_shown(self) -> Collection[str]:
        """Return the key that re-plans when it is needed."""
        return ("days_off.replan",) if self._too_soon else ()

    def has(self, need: str) -> bool:
        """Return whether there is a day off, or a milestone that is too soon."""
        return self._too_soon > 0 if need == TOO_SOON else bool(self._holidays)

    def refusal(self, need: str) -> str:
        """Return that there is no day off, or that no milestone is too soon."""
        if need == TOO_SOON:
            from milestone_tui.ui.views.what_if.replan import nothing_to_replan  # late: seldom needed

            return nothing_to_replan(self.project.key) if self.project else ""
        return "No day off selected. Press n to add one."

    def action_delete(self) -> None:
        """Delete the day off or worked day under the cursor."""
        if (row := self.table.selected) is not None and (selected := row.holiday) is not None:
            words = f"{long_day(selected.day)} {fit(selected.name, 40).rstrip()}".rstrip()
            self._set([h for h in self._holidays if h.id != selected.id], f"Deleted {words}")

    def action_clear(self) -> None:
        """Delete all days off and worked days; the working week stays."""
        self._set([], f"Deleted {count_entries(self._holidays)}")

    def _set(self, holidays: list[Holiday], done: str) -> None:
        """Keep only these entries and show `done`; another working day can make a negative lag too soon."""
        entries, seen = [HolidayInput(h.day, h.name, h.is_worked) for h in holidays], self._holidays
        plan = self._plan
        changed = with_days(plan.project, entries) if plan else None
        count = newly_too_soon(self._network, changed) if changed else 0
        sentence = f"{done} · {replan_offer(count) if count else 'u to undo'}"
        self.run_command(
            lambda do: do.holidays.set(self.project_id, entries, seen), lambda _: self.show_status(sentence)
        )

    def action_replan(self) -> None:
        """Open a re-plan of the milestones that are too soon."""
        from milestone_tui.ui.views.days_off.replan import DaysOffReplanScreen  # late: seldom needed

        if self.project is not None and not self.refused(TOO_SOON):
            context, project_id = self.context, self.project_id
            replan = DaysOffReplanScreen(context, self.project, lambda: DaysOffScreen(context, project_id))
            self.app.switch_screen(replan)
