"""Giving work to somebody else: the panel that asks to whom and how much, and the one that chooses a milestone."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult

from milestone_tui.plan.analysis.overload import Room, work_days_words, work_words
from milestone_tui.plan.analysis.workload import DAY, Part
from milestone_tui.plan.language.wording import day_words, days_of_work_words
from milestone_tui.plan.model import Milestone
from milestone_tui.plan.people import WorkPlan
from milestone_tui.ui.base.choice_panel import ChoicePanel
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys, bind, hidden
from milestone_tui.ui.renderer import Line, fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.text_block import TextBlock

_MOST = 6
"""Lines of choices; more of them scroll."""
_STEP = Decimal("0.5")


def _choice_keys(what: str) -> Keys:
    return [
        bind("choice.down", "down,j", what, "Go to the next line", "step(1)", display="↑ ↓"),
        hidden("choice.up", "up,k", what, "Go to the previous line", "step(-1)"),
    ]


class PickMilestone(ChoicePanel[int]):
    """List of the milestones of a week; answers with the id of one."""

    BINDINGS: ClassVar[Keys] = [
        bind("pick.choose", "enter", "choose", "Choose this milestone"),
        *_choice_keys("milestone"),
    ]

    DEFAULT_CSS = "PickMilestone Choices { margin-top: 1; }"

    def __init__(self, context: Context, title: str, work: WorkPlan, found: Sequence[tuple[Part, Milestone]]) -> None:
        """`title` says what is done with the chosen one."""
        super().__init__(context)
        self._title = title
        self._work = work
        self._found = found

    def compose_panel(self) -> ComposeResult:
        """Compose the question and the milestones."""
        yield TextBlock(self.context.renderer, (((f" {self._title}", Ink.BRIGHT),),))
        self._choices.styles.height = min(_MOST, len(self._found))
        yield self._choices

    def update_content(self) -> None:
        """Write the milestones."""
        cursor = self._choices.cursor
        self._choices.items = tuple(self._line(part, milestone) for part, milestone in self._found)
        self._choices.cursor = cursor

    def _line(self, part: Part, milestone: Milestone) -> Line:
        due = "overdue" if milestone.overdue(self.context.today) else ""
        if not due and milestone.due_on is not None:
            due = day_words(milestone.due_on)
        return (
            ("   " + fit(self._work.workload.projects[milestone.project_id].key, 10), Ink.BRIGHT),
            (fit(milestone.title, max(12, self.app.size.width - 38)) + "  ", Ink.TEXT),
            (fit(due, 10), Ink.BAD if due == "overdue" else Ink.DIM),
            (f"{work_words(part.days)} d".rjust(7), Ink.TEXT),
        )

    def action_choose(self) -> None:
        """Close with the milestone under the cursor."""
        self.dismiss(self._found[self._choices.cursor][1].id)


class Given(NamedTuple):
    """What is given to whom."""

    person_id: int
    effort_days: Decimal
    owner: bool
    """Whether the milestone changes its owner too."""


class GiveScreen(ChoicePanel[Given]):
    """Panel with the people who may take some work, and how much of it; answers what is given to whom."""

    BINDINGS: ClassVar[Keys] = [
        bind("give.choose", "enter", "give", "Give the work to this person"),
        *_choice_keys("person"),
        bind("give.less", "left,h", "days", "Give half a day less", "days(-1)", display="← →"),
        hidden("give.more", "right,l", "days", "Give half a day more", "days(1)"),
        bind("give.owner", "o", "owner", "Give the milestone too, or keep it"),
    ]

    DEFAULT_CSS = "GiveScreen Choices { margin-top: 1; }"

    def __init__(
        self, context: Context, work: WorkPlan, milestone: Milestone, part: Part, rooms: Sequence[Room], week: str
    ) -> None:
        """Ask about the effort of `part`; `rooms` are the people to choose from, with their free days in the week.

        The owner gives all of it with the milestone, unless they keep it.
        """
        super().__init__(context)
        self._work = work
        self._milestone = milestone
        self._effort = self._days = Decimal(part.effort.total) / DAY
        self._rooms = rooms
        self._week = week
        self._is_owner = milestone.owner == work.workload.people[part.effort.person_id].name
        self._gives_owner = self._is_owner
        self._words = TextBlock(context.renderer)

    def compose_panel(self) -> ComposeResult:
        """Compose the question, what is given, and the people."""
        yield self._words
        self._choices.styles.height = min(_MOST, max(1, len(self._rooms)))
        yield self._choices

    def update_content(self) -> None:
        """Write what is given, and the people with their free days."""
        self._tell()
        cursor = self._choices.cursor
        self._choices.items = tuple(self._line(room) for room in self._rooms)
        self._choices.cursor = cursor

    def _tell(self) -> None:
        title = fit(self._milestone.title, max(12, self.app.size.width - 44)).rstrip()
        whole = days_of_work_words(self._effort)
        given: Line = (
            (f" {days_of_work_words(self._days)} d", Ink.BRIGHT),
            (f" of {whole} d of effort", Ink.TEXT),
        )
        if self._is_owner:
            given = (*given, (" · with the milestone" if self._gives_owner else " · not the milestone", Ink.TEXT))
        self._words.lines = (((f' Give work on "{title}" to somebody else?', Ink.BRIGHT),), given)

    def _line(self, room: Room) -> Line:
        person = self._work.workload.people[room.person_id]
        free = f"{work_days_words(room.free)} free {self._week}" if room.free else f"no room {self._week}"
        return (
            ("   " + fit(person.name, 24) + "  ", Ink.BRIGHT),
            (free, Ink.TEXT if room.free else Ink.DIM),
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether a key works: the owner is asked about only where the person owns the milestone."""
        return False if action == "owner" and not self._is_owner else super().check_action(action, parameters)

    def action_days(self, step: int) -> None:
        """Give half a day more or less: from all of it down to half a day."""
        if step < 0:
            fewer = self._effort - _STEP if self._days == self._effort else self._days - _STEP
            self._days = max(min(_STEP, self._effort), fewer)
        else:
            self._days = min(self._effort, self._days + _STEP)
        if self._is_owner:
            self._gives_owner = self._days == self._effort
        self._tell()

    def action_owner(self) -> None:
        """Give the milestone too, or keep it."""
        self._gives_owner = not self._gives_owner
        self._tell()

    def action_choose(self) -> None:
        """Close with what is given to the person under the cursor."""
        room = self._rooms[self._choices.cursor]
        self.dismiss(Given(room.person_id, self._days, self._gives_owner))
