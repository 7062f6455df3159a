"""The panel that raises a risk from one line, with a preview of what was understood."""

from __future__ import annotations

from typing import ClassVar

from milestone_tui.errors import MilestoneError, NotFound
from milestone_tui.plan.drafts import Unfinished, UnfinishedKind
from milestone_tui.plan.language.quick_add_offers import Offer, offers
from milestone_tui.plan.language.quick_risk import QuickRisk, parse_quick_risk
from milestone_tui.plan.language.text import is_blank, tidy
from milestone_tui.plan.model import Milestone
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys, bind, hidden
from milestone_tui.ui.panels.one_line import OneLinePanel
from milestone_tui.ui.renderer import Line, fit
from milestone_tui.ui.theme import Ink

_EXAMPLE = "Test data comes late @ana p4 i5 review:1 dec mitigate:synthetic data"


class RaiseRiskScreen(OneLinePanel[QuickRisk]):
    """Panel with one line that describes a risk; creates it and answers with its id."""

    BINDINGS: ClassVar[Keys] = [
        bind("raise_risk.create", "enter", "add", "Add it to the risk register", "submit", priority=True),
        bind("raise_risk.complete", "tab", "complete", "Insert the next name", "complete(1)", priority=True),
        hidden("raise_risk.back", "shift+tab", "complete", "Insert the previous name", "complete(-1)", priority=True),
    ]

    HELP_TOPICS = ("new_risk", "dates")

    def __init__(
        self, context: Context, project_id: int, milestone_id: int | None = None, kept: Unfinished | None = None
    ) -> None:
        """`milestone_id`: a milestone that it threatens; `kept`: a draft to resume."""
        ids = kept.choices.get("milestones", ()) if kept else () if milestone_id is None else (milestone_id,)
        self._linked = context.store.read.milestones(ids if isinstance(ids, tuple) else ())
        """The milestones that it threatens, besides those that the line names."""
        super().__init__(context, project_id, kept, _EXAMPLE, QuickRisk())

    def heading(self) -> Line:
        """Return the title, with the project and the milestone that it threatens."""
        title = fit(f"{self.project.key} {self.project.called}", 40).rstrip()
        head: Line = ((" New risk in ", Ink.TEXT), (title, Ink.BRIGHT))
        if not self._linked:
            return head
        named = fit(self._linked[0].title, max(10, self.app.size.width - len(title) - 30)).rstrip()
        return (*head, (", threatens ", Ink.TEXT), (named, Ink.BRIGHT))

    def read_names(self) -> None:
        """Read the people and milestones that the line can name."""
        read = self.context.store.read
        self._people = [person.name for person in read.people()]
        self._titles: dict[str, Milestone] = {}
        for milestone in read.plan(self.project.id).milestones:
            self._titles.setdefault(milestone.title, milestone)

    def found_offers(self, text: str) -> tuple[Offer, ...]:
        """Return the people or milestones at the cursor."""
        people = [*self._people, "me"] if self.context.names.me else self._people
        cursor, titles = self.input.cursor_position, tuple(self._titles)
        return offers(text, cursor, self.line, people, (), titles, titles_after="threatens")

    def unfinished(self) -> Unfinished | None:
        """Return the line as a draft, None if it is empty."""
        text = self.input.value
        if is_blank(text):
            return None
        ids = tuple(milestone.id for milestone in self._linked)
        choices = {"milestones": ids} if ids else {}
        return Unfinished(UnfinishedKind.RISK, None, tidy(text), self.project.id, texts={"line": text}, choices=choices)

    def parsed(self, text: str) -> QuickRisk:
        """Return the risk that the line describes."""
        return parse_quick_risk(
            text,
            self.context.today,
            self._people,
            tuple(self._titles),
            me=self.context.names.me,
            order=self.context.settings.date_order,
            calendar=self.project.calendar,
        )

    def create(self, line: QuickRisk) -> None:
        """Add the risk."""
        named = [self._titles[title].id for title in line.threatens]
        ids = list(dict.fromkeys([*(milestone.id for milestone in self._linked), *named]))
        self.write_and_answer(
            lambda do: do.risks.create(self.project.id, line.changes(), ids),
            f'Added "{fit(line.title, 48).rstrip()}" to the risks · u to undo',
        )

    def complain(self, error: MilestoneError) -> None:
        """Show below the line why nothing was added; a milestone that was deleted is no longer threatened."""
        if isinstance(error, NotFound):
            self._linked = self.context.store.read.milestones([milestone.id for milestone in self._linked])
        super().complain(error)
