"""The other face of People: the roles of each person, and what they own, approve and work on."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from milestone_tui.plan.language.wording import date_words, days_of_work_words
from milestone_tui.plan.model import Milestone
from milestone_tui.plan.people import PersonSummary
from milestone_tui.plan.sign import Sign
from milestone_tui.ui.context import Context
from milestone_tui.ui.renderer import OFF_TRACK, SIGNS, Line, fit
from milestone_tui.ui.theme import Ground, Ink
from milestone_tui.ui.views.people.table import PeopleTable
from milestone_tui.ui.widgets.text_block import ACROSS, TextBlock

_MOST_TASKS = 6
_FEW_TASKS = 2
"""Lines for the tasks of a person; fewer on a low screen."""
HIGH = 21
"""Lines from which a blank line above the people and all tasks fit."""


class RolesFace:
    """The table of roles, and the next tasks of the person under its cursor."""

    def __init__(self, context: Context, narrowed_to: Callable[[], int | None]) -> None:
        """`narrowed_to` returns the project whose milestones are shown; None for all."""
        self._context = context
        self._narrowed_to = narrowed_to
        self.table = PeopleTable(context.renderer)
        self.tasks = TextBlock(context.renderer, ground=Ground.INK, id="tasks")
        self.next: Milestone | None = None
        """The next milestone of the person under the cursor, if it could be read."""

    def read_tasks(self) -> None:
        """Read the tasks of the person under the cursor, soonest first."""
        self.next = None
        if (selected := self.table.selected) is None:
            self.tasks.lines = ()
            return
        open_ones = self._open_milestones(selected)
        self.next = next(iter(open_ones), None)
        head: Line = (
            (" " + fit(selected.person.name, 40).rstrip(), Ink.BRIGHT),
            ("  " + " · ".join(filter(None, (selected.person.organisation, selected.person.email))), Ink.DIM),
        )
        most = _MOST_TASKS if self.tasks.app.size.height >= HIGH else _FEW_TASKS
        shown = open_ones if len(open_ones) <= most else open_ones[: most - 1]
        lines = self._task_lines(selected, shown)
        more = len(open_ones) - len(shown)
        if more > 0:
            lines.append(((f"   and {more:,} more", Ink.DIM),))
        self.tasks.lines = (ACROSS, head, *(lines or [(("   no open milestones", Ink.DIM),)]))

    def _open_milestones(self, selected: PersonSummary) -> list[Milestone]:
        narrowed_to = self._narrowed_to()
        return [
            m
            for m in self._context.store.read.responsible(selected.person.id)
            if m.is_open and m.project_is_live and narrowed_to in (None, m.project_id)
        ]

    def _due(self, milestone: Milestone) -> str:
        return date_words(milestone.due_on, self._context.today)

    def _task_lines(self, selected: PersonSummary, shown: Sequence[Milestone]) -> list[Line]:
        """Return a line for each milestone, with the person's part in it."""
        read, person = self._context.store.read, selected.person
        wide = max((len(self._due(m)) for m in shown), default=0)
        keys = read.project_keys({m.project_id for m in shown})
        work = {a.milestone_id: f"{days_of_work_words(a.effort_days)} d effort" for a in read.assignments(person.id)}
        parts = {
            m.id: [
                *(word for word, who in (("owns", m.owner), ("approves", m.approver)) if who == person.name),
                *([work[m.id]] if m.id in work else []),
            ]
            for m in shown
        }
        return [self._task_line(m, keys[m.project_id], ", ".join(parts[m.id]), wide) for m in shown]

    def _task_line(self, milestone: Milestone, key: str, part: str, wide: int) -> Line:
        late, sign = milestone.overdue(self._context.today), milestone.sign
        return (
            (f"   {OFF_TRACK if late and sign is Sign.OPEN else SIGNS[sign]} ", Ink.BAD if late else Ink.ACT),
            (fit(self._due(milestone), wide, right=True), Ink.BAD if late else Ink.TEXT),
            ("  " + fit(key, 8), Ink.BRIGHT),
            (fit(milestone.title, max(10, self.tasks.app.size.width - 41 - wide)), Ink.TEXT),
            ("  " + part, Ink.DIM),
        )
