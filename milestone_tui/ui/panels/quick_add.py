"""The panel that adds a milestone from one line, with a preview of what was understood."""

from __future__ import annotations

from typing import ClassVar

from milestone_tui.plan.drafts import Unfinished, UnfinishedKind
from milestone_tui.plan.inputs import LinkInput
from milestone_tui.plan.language.quick_add import QuickAdd, parse_quick_add
from milestone_tui.plan.language.quick_add_offers import Offer, offers
from milestone_tui.plan.language.text import is_blank, tidy
from milestone_tui.plan.model import LinkedMilestone
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys, bind, hidden
from milestone_tui.ui.panels.one_line import OneLinePanel
from milestone_tui.ui.renderer import Line, fit
from milestone_tui.ui.theme import Ink

_EXAMPLE = 'Beta release 28 nov @ana #Build after:"Prototype accepted" value:12000'


class QuickAddScreen(OneLinePanel[QuickAdd]):
    """Panel with one line that describes a milestone; creates it and answers with its id."""

    BINDINGS: ClassVar[Keys] = [
        bind("quick_add.create", "enter", "add", "Add the milestone", "submit", priority=True),
        bind("quick_add.complete", "tab", "complete", "Insert the next name", "complete(1)", priority=True),
        hidden(
            "quick_add.back",
            "shift+tab",
            "complete",
            "Insert the previous name",
            "complete(-1)",
            priority=True,
        ),
    ]

    HELP_TOPICS = ("quick_add", "dates")

    def __init__(self, context: Context, project_id: int, kept: Unfinished | None = None, *, phase: str = "") -> None:
        """`kept`: a draft to resume; `phase`: the phase of a line that names none."""
        self._phase = str(kept.choices.get("phase", "")) if kept else phase
        super().__init__(context, project_id, kept, _EXAMPLE, QuickAdd())

    def heading(self) -> Line:
        """Return the title, with the project."""
        title = fit(f"{self.project.key} {self.project.called}", 50).rstrip()
        return ((" New milestone in ", Ink.TEXT), (title, Ink.BRIGHT))

    def read_names(self) -> None:
        """Read the people, phases and milestones that the line can name."""
        read = self.context.store.read
        self._people = [person.name for person in read.people()]
        self._phases = [phase.name for phase in read.phases(self.project.id)]
        self._predecessors: dict[str, LinkedMilestone] = {}
        for candidate in read.link_candidates(self.project.id):
            # The project's own milestones come first, so of equal titles its own is meant.
            self._predecessors.setdefault(candidate.title, candidate)

    def found_offers(self, text: str) -> tuple[Offer, ...]:
        """Return the people, phases or milestones at the cursor."""
        people = [*self._people, "me"] if self.context.names.me else self._people
        return offers(text, self.input.cursor_position, self.line, people, self._phases, tuple(self._predecessors))

    def unfinished(self) -> Unfinished | None:
        """Return the line as a draft, None if it is empty."""
        text = self.input.value
        if is_blank(text):
            return None
        choices = {"phase": self._phase} if self._phase else {}
        return Unfinished(UnfinishedKind.QUICK_ADD, self.project.id, tidy(text), texts={"line": text}, choices=choices)

    def parsed(self, text: str) -> QuickAdd:
        """Return the milestone that the line describes."""
        return parse_quick_add(
            text,
            self.context.today,
            self._people,
            self._phases,
            tuple(self._predecessors),
            calendar=self.project.calendar,
            currency=self.project.currency,
            days={title: end.done_on or end.due_on for title, end in self._predecessors.items()},
            me=self.context.names.me,
            phase=self._phase,
            order=self.context.settings.date_order,
        )

    def implied(self) -> tuple[Line, ...]:
        """Return that the milestone has no date yet."""
        return ((("no date yet", Ink.DIM),),) if self.line.title and self.line.due_on is None else ()

    def action_submit(self) -> None:
        """Add the milestone, or show why that is not possible."""
        if self._phase and not self.busy:  # somebody may have renamed it
            self._phases = [phase.name for phase in self.context.store.read.phases(self.project.id)]
        super().action_submit()

    def create(self, line: QuickAdd) -> None:
        """Add the milestone."""
        links = [LinkInput(self._predecessors[end.title].id, end.lag, end.kept) for end in line.after]
        self.write_and_answer(
            lambda do: do.milestones.create(self.project.id, line.changes(), predecessors=links),
            f'Added "{fit(line.title, 48).rstrip()}" · u to undo',
        )
