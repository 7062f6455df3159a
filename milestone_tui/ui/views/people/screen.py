"""People: their roles, and what each owns, approves and works on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult

from milestone_tui.errors import NotFound
from milestone_tui.plan.drafts import Unfinished
from milestone_tui.plan.language.wording import count_words, date_words, days_of_work_words
from milestone_tui.plan.model import Milestone
from milestone_tui.plan.people import PersonSummary
from milestone_tui.plan.sign import Sign
from milestone_tui.ui.base.project_title import project_title
from milestone_tui.ui.base.store_screen import StoreScreen
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys, bind, needs
from milestone_tui.ui.navigation import Place
from milestone_tui.ui.renderer import OFF_TRACK, SIGNS, Line, fit
from milestone_tui.ui.theme import Ground, Ink
from milestone_tui.ui.views.people.person import PersonScreen
from milestone_tui.ui.views.people.table import PeopleTable
from milestone_tui.ui.widgets.rows import RowView
from milestone_tui.ui.widgets.text_block import ACROSS, TextBlock

_A_PERSON = "a selected person"

_MOST_TASKS = 6
_FEW_TASKS = 2
"""Lines for the tasks of a person; fewer on a low screen."""
_HIGH = 21
"""Lines from which a blank line above the people and all tasks fit."""


class PeopleScreen(StoreScreen):
    """View of the people, with the next tasks of the one under the cursor."""

    DEFAULT_CSS = """
    PeopleScreen PeopleTable { margin-top: 1; }
    PeopleScreen #tasks { height: 8; }
    PeopleScreen.-low PeopleTable { margin-top: 0; }
    PeopleScreen.-low #tasks { height: 4; }
    """

    VERTICAL_BREAKPOINTS = [(0, "-low"), (_HIGH, "-high")]  # noqa: RUF012 - declared so by Screen

    BINDINGS: ClassVar[Keys] = [
        bind("people.edit", "enter,e", "edit", "Edit name, organisation, days a week, roles"),
        bind("people.add", "n", "new", "Add a person"),
        bind("people.narrow", "p", "project/all", "Narrow to the project, or show all"),
        bind("people.delete", "d", "delete", "Delete this person; u to undo"),
        bind("app.undo", "u", "undo", "Undo your last change"),
        bind("people.leave", "escape,q", "back", "Go to the previous screen"),
    ]

    NEEDS = needs({_A_PERSON: "edit delete", "a project": "narrow"})

    VIEW = "people"

    def __init__(self, context: Context, place: Place) -> None:
        """Show the people of the project of `place`, or all."""
        super().__init__(context)
        self._project_id = place.project_id
        """The project to narrow to."""
        self._wanted = place.person_id
        """The person that the cursor goes to when they are shown."""
        self._wide = place.wide or place.project_id is None
        self.table = PeopleTable(context.renderer)
        self._tasks = TextBlock(context.renderer, ground=Ground.INK, id="tasks")
        self._next: Milestone | None = None
        """The next milestone of the person under the cursor, if it could be read."""

    def compose(self) -> ComposeResult:
        """Yield title, table, tasks and key bar."""
        yield from (self.title_bar, self.table, self._tasks, self.key_bar)

    def on_mount(self) -> None:
        """Watch the cursor."""
        self.watch(self.table, "cursor", self._show_tasks, init=False)

    def on_resize(self, event: events.Resize) -> None:
        """Show as many tasks as fit."""
        self._show_tasks()

    def legend(self) -> Sequence[tuple[str, str]]:
        """Return the signs of milestones."""
        from milestone_tui.ui.legend import PEOPLE  # late: only help needs it

        return PEOPLE

    @property
    def place(self) -> Place:
        """Return the project, or the next milestone of the person under the cursor when all are shown."""
        if self._wide and self._next is not None:
            return Place(self._next.project_id, self._next.id, wide=True)
        return Place(self._project_id, wide=self._wide)

    def go_to(self, place: Place) -> bool:
        """Show the people of another project, or all; the cursor stays on its person unless another is wanted."""
        self._project_id, self._wide = place.project_id, place.wide or place.project_id is None
        self._wanted = place.person_id
        self._read(self.reload)
        return True

    @property
    def _narrowed_to(self) -> int | None:
        return None if self._wide else self._project_id

    def reload(self) -> None:
        """Read all people, or those of the project."""
        read, project_id = self.context.store.read, self._narrowed_to
        try:
            project = read.project(project_id) if project_id is not None else None
        except NotFound:
            self.call_later(self.close_because, "That project was deleted.")
            return
        people = read.people_summaries(project_id)
        self.table.show_entries(people, self._wanted)
        self._wanted = None
        self.show_keys()
        waiting = sum(summary.waiting for summary in people)
        self.title_bar.left = (
            project_title(project, "People") if project else (("People", Ink.BRIGHT), ("  all projects", Ink.DIM))
        )
        counted: Line = ((count_words(len(people), "person", "people"), Ink.DIM),)
        if waiting:
            counted = ((f"{waiting} awaiting acceptance", Ink.WARN), (" · ", Ink.DIM), *counted)
        self.title_bar.right = counted
        self._show_tasks()
        self.needs_changed()

    def _show_tasks(self) -> None:
        """Show the tasks of the person under the cursor, as soon as they can be read."""
        self._next = None
        self._read(self._read_tasks)

    def _read_tasks(self) -> None:
        """Read the tasks of the person under the cursor, soonest first."""
        if (selected := self.table.selected) is None:
            whose = "No people yet." if self._narrowed_to is None else "No people on this project yet."
            self._tasks.lines = ((), ((f" {whose} Press n to add one, or give a milestone an owner.", Ink.DIM),))
            return
        open_ones = self._open_milestones(selected)
        self._next = next(iter(open_ones), None)
        head: Line = (
            (" " + fit(selected.person.name, 40).rstrip(), Ink.BRIGHT),
            ("  " + " · ".join(filter(None, (selected.person.organisation, selected.person.email))), Ink.DIM),
        )
        most = _MOST_TASKS if self.app.size.height >= _HIGH else _FEW_TASKS
        shown = open_ones if len(open_ones) <= most else open_ones[: most - 1]
        lines = self._task_lines(selected, shown)
        more = len(open_ones) - len(shown)
        if more > 0:
            lines.append(((f"   and {more:,} more", Ink.DIM),))
        self._tasks.lines = (ACROSS, head, *(lines or [(("   no open milestones", Ink.DIM),)]))

    def _open_milestones(self, selected: PersonSummary) -> list[Milestone]:
        return [
            m
            for m in self.context.store.read.responsible(selected.person.id)
            if m.is_open and m.project_is_live and self._narrowed_to in (None, m.project_id)
        ]

    def _due(self, milestone: Milestone) -> str:
        return date_words(milestone.due_on, self.context.today)

    def _task_lines(self, selected: PersonSummary, shown: Sequence[Milestone]) -> list[Line]:
        """Return a line for each milestone, with the person's part in it."""
        read, person = self.context.store.read, selected.person
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
        late, sign = milestone.overdue(self.context.today), milestone.sign
        return (
            (f"   {OFF_TRACK if late and sign is Sign.OPEN else SIGNS[sign]} ", Ink.BAD if late else Ink.ACT),
            (fit(self._due(milestone), wide, right=True), Ink.BAD if late else Ink.TEXT),
            ("  " + fit(key, 8), Ink.BRIGHT),
            (fit(milestone.title, max(10, self.size.width - 41 - wide)), Ink.TEXT),
            ("  " + part, Ink.DIM),
        )

    # Keys --------------------------------------------------------------------------------------------------

    def has(self, need: str) -> bool:
        """Return whether there is a person under the cursor, or a project to narrow to."""
        return (self.table.selected if need == _A_PERSON else self._project_id) is not None

    def refusal(self, need: str) -> str:
        """Return that there is no person, or no project."""
        if need == _A_PERSON:
            return "No person selected. Press n to add one."
        return "No project to narrow to. Choose one on Projects (1)."

    @on(RowView.Opened)
    def action_edit(self) -> None:
        """Edit the person."""
        if selected := self.table.selected:
            self.ask_for(selected)

    def action_add(self) -> None:
        """Add a person and go to them."""
        self.ask_for(None)

    def ask_for(self, summary: PersonSummary | None, kept: Unfinished | None = None) -> None:
        """Open the panel of a person, None for a new one, with the text of the draft `kept`."""
        self.ask(lambda: PersonScreen(self.context, summary, kept), self.table.select)

    def action_narrow(self) -> None:
        """Show only the people of the project, or all again."""
        self.go_to(Place(self._project_id, wide=not self._wide))

    def action_delete(self) -> None:
        """Delete the person; their milestones lose their owner."""
        if selected := self.table.selected:
            id_, name = selected.person.id, fit(selected.person.name, 40).rstrip()
            verb = "has" if selected.owned == 1 else "have"
            owned = f"; {count_words(selected.owned, 'milestone')} {verb} no owner now" if selected.owned else ""
            self.run_command(
                lambda do: do.people.delete(id_),
                lambda _: self.show_status(f"Deleted {name}{owned} · u to undo"),
            )
