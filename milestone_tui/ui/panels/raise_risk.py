"""The panel that raises a risk from one line, with a preview of what was understood."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input

from milestone_tui.errors import MilestoneError, NotFound
from milestone_tui.plan.drafts import Unfinished, UnfinishedKind
from milestone_tui.plan.form_state import visible_lines
from milestone_tui.plan.language.quick_add import Part, Problem
from milestone_tui.plan.language.quick_add_offers import Offer, offers
from milestone_tui.plan.language.quick_risk import QuickRisk, parse_quick_risk
from milestone_tui.plan.language.text import is_blank, tidy, visible
from milestone_tui.plan.model import Milestone
from milestone_tui.ui.base.kept_panel import KeptPanel
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys, bind, hidden
from milestone_tui.ui.messages import IdentityRequested
from milestone_tui.ui.renderer import Line, ended, fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.line_input import LineInput
from milestone_tui.ui.widgets.text_block import TextBlock, flow, indented, paragraph

_EXAMPLE = "Test data comes late @ana p4 i5 review:1 dec mitigate:synthetic data"
_INDENT = 3


class RaiseRiskScreen(KeptPanel[int]):
    """Panel with one line that describes a risk; creates it and answers with its id."""

    BINDINGS: ClassVar[Keys] = [
        # Priority, since the field would handle enter itself.
        bind("raise_risk.create", "enter", "add", "Add it to the risk register", "submit", priority=True),
        bind("raise_risk.complete", "tab", "complete", "Insert the next name", "complete(1)", priority=True),
        hidden("raise_risk.back", "shift+tab", "complete", "Insert the previous name", "complete(-1)", priority=True),
    ]

    HELP_TOPICS = ("new_risk", "dates")

    DEFAULT_CSS = """
    RaiseRiskScreen Horizontal { height: 1; margin: 1 0 0 0; }
    RaiseRiskScreen #offers { height: 1; }
    RaiseRiskScreen Horizontal TextBlock { width: 3; }
    RaiseRiskScreen #preview { min-height: 2; }
    """

    def __init__(
        self, context: Context, project_id: int, milestone_id: int | None = None, kept: Unfinished | None = None
    ) -> None:
        """`milestone_id`: a milestone that it threatens; `kept`: a draft to resume."""
        super().__init__(context, kept)
        read = context.store.read
        self._project = read.project(project_id)
        ids = kept.choices.get("milestones", ()) if kept else () if milestone_id is None else (milestone_id,)
        self._linked = read.milestones(ids if isinstance(ids, tuple) else ())
        """The milestones that it threatens, besides those that the line names."""
        self._read_names()
        self._line = QuickRisk()
        self._offers: tuple[Offer, ...] = ()
        self._taken: int | None = None
        """Which offer stands in the line now."""
        self._typed = ""
        """The line before an offer was taken."""
        self._refusal = ""
        text = kept.texts.get("line", "") if kept else ""
        self._input = LineInput(context.renderer, visible_lines(text), placeholder=_EXAMPLE)
        self._offered = TextBlock(context.renderer, id="offers")
        self._preview = TextBlock(context.renderer, id="preview")

    def compose_panel(self) -> ComposeResult:
        """Compose the title, the line and the preview."""
        renderer, project = self.context.renderer, self._project
        title = fit(f"{project.key} {project.called}", 40).rstrip()
        head: Line = ((" New risk in ", Ink.TEXT), (title, Ink.BRIGHT))
        if self._linked:
            room = max(10, self.app.size.width - len(title) - 30)
            named = fit(self._linked[0].title, room).rstrip()
            head = (*head, (", threatens ", Ink.TEXT), (named, Ink.BRIGHT))
        yield TextBlock(renderer, (head,))
        with Horizontal():
            yield TextBlock(renderer, (((" + ", Ink.KEY),),))
            yield self._input
        yield self._offered
        yield self._preview

    def _read_names(self) -> None:
        """Read the people and milestones that the line can name."""
        read = self.context.store.read
        self._people = [person.name for person in read.people()]
        self._titles: dict[str, Milestone] = {}
        for milestone in read.plan(self._project.id).milestones:
            self._titles.setdefault(milestone.title, milestone)

    @on(Input.Changed)
    def _read(self, event: Input.Changed) -> None:
        self._parse(event.value)
        if self._taken is None or event.value != self._offers[self._taken].applied(self._typed)[0]:
            self._taken, self._offers = None, self._found_offers(event.value)
            self.refresh_bindings()
        self.update_content()

    def _found_offers(self, text: str) -> tuple[Offer, ...]:
        people = [*self._people, "me"] if self.context.names.me else self._people
        cursor, titles = self._input.cursor_position, tuple(self._titles)
        return offers(text, cursor, self._line, people, (), titles, titles_after="threatens")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable completion only if something is offered."""
        if action == "complete" and not self._offers:
            return None
        return super().check_action(action, parameters)

    def action_complete(self, step: int) -> None:
        """Put the next offer into the line, in place of the previous one."""
        if self._taken is None:
            self._typed = self._input.value
            self._taken = 0 if step > 0 else len(self._offers) - 1
        else:
            self._taken = (self._taken + step) % len(self._offers)
        text, cursor = self._offers[self._taken].applied(self._typed)
        self._input.value = text
        self._input.cursor_position = cursor
        self._parse(text)
        self.update_content()

    def new_day(self) -> None:
        """Read the line again, since its words may mean other dates."""
        self._parse(self._input.value)
        self.update_content()

    def unfinished(self) -> Unfinished | None:
        """Return the line as a draft, None if it is empty."""
        text = self._input.value
        if is_blank(text):
            return None
        ids = tuple(milestone.id for milestone in self._linked)
        choices = {"milestones": ids} if ids else {}
        return Unfinished(
            UnfinishedKind.RISK, None, tidy(text), self._project.id, texts={"line": text}, choices=choices
        )

    def _parse(self, text: str) -> None:
        self._refusal = ""
        order = self.context.settings.date_order
        self._line = parse_quick_risk(
            text, self.context.today, self._people, tuple(self._titles), me=self.context.names.me, order=order
        )

    def update_content(self) -> None:
        """Write how the line is understood, or what is wrong with it."""
        problem = self._problem()
        self._input.mark(None if problem is None else (problem.start, problem.end))
        width = self.app.size.width - _INDENT - 1
        self._offered.lines = (ended(self._offer_line(), self.app.size.width - 1),)
        lines = flow(map(_piece, self._line.understood), width, (" · ", Ink.FAINT))
        sentence = self._refusal or (self._sentence(problem) if problem else "")
        self._preview.lines = indented(
            (*lines, *paragraph(visible(sentence) if sentence else "", width, Ink.BAD)), _INDENT
        )

    def _problem(self) -> Problem | None:
        """Return the problem to show; a missing title is shown only on enter."""
        if self._line.title:
            return next(iter(self._line.problems), None)
        everything = len(self._input.value)
        return next((p for p in self._line.problems if (p.start, p.end) != (0, everything)), None)

    def _sentence(self, problem: Problem) -> str:
        """Return what is wrong, with the key that helps."""
        if problem.asks_me:
            return f"{problem.message} Press ↵ to enter your name."
        if problem.choices:
            return f"This can be {' or '.join(problem.choices)}. Press tab to choose."
        return problem.message

    def _offer_line(self) -> Line:
        """Return the names on offer in one line; bright is the one in the line, or the one that `tab` would insert."""
        if not self._offers:
            return ()
        bright = self._taken or 0
        names = [
            (visible(offer.name), Ink.BRIGHT if place == bright else Ink.DIM)
            for place, offer in enumerate(self._offers)
        ]
        return (("   tab ", Ink.KEY), *(span for name in names for span in (("  ", Ink.TEXT), name)))

    def action_submit(self) -> None:
        """Add the risk, or show why that is not possible."""
        if self.busy:
            return
        self._parse(self._input.value)  # enter may arrive before the change of the text
        line = self._line
        if not line.is_complete:
            problem = next(iter(line.problems), None)
            if problem is not None and problem.asks_me:
                self.post_message(IdentityRequested(self.action_submit))
                return
            self._refusal = self._sentence(problem) if problem else "Enter a title."
            self.update_content()
            return
        named = [self._titles[title].id for title in line.threatens]
        ids = list(dict.fromkeys([*(milestone.id for milestone in self._linked), *named]))
        self.write_and_answer(
            lambda do: do.risks.create(self._project.id, line.changes(), ids),
            f'Added "{fit(line.title, 48).rstrip()}" to the risks · u to undo',
        )

    def complain(self, error: MilestoneError) -> None:
        """Show below the line why nothing was added."""
        if isinstance(error, NotFound):  # what the line names may have been deleted
            read = self.context.store.read
            self._linked = read.milestones([milestone.id for milestone in self._linked])
            self._read_names()
            self._parse(self._input.value)
        self._refusal = str(error)
        self.update_content()


def _piece(part: Part) -> Line:
    text = visible(part.text)
    if part.label == "title":
        return ((text, Ink.BRIGHT),)
    if part.label == "review":
        text = text.replace(" · ", ", ")
    new: Line = ((" new", Ink.ACT),) if part.is_new else ()
    return ((f"{part.label} ", Ink.DIM), (text, Ink.TEXT), *new)
