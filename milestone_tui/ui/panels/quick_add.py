"""The panel that adds a milestone from one line, with a preview of what was understood."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input

from milestone_tui.errors import MilestoneError, NotFound
from milestone_tui.plan.drafts import Unfinished, UnfinishedKind
from milestone_tui.plan.form_state import visible_lines
from milestone_tui.plan.inputs import LinkInput
from milestone_tui.plan.language.quick_add import Part, Problem, QuickAdd, parse_quick_add
from milestone_tui.plan.language.quick_add_offers import Offer, offers
from milestone_tui.plan.language.text import is_blank, tidy, visible
from milestone_tui.plan.model import LinkedMilestone
from milestone_tui.ui.base.kept_panel import KeptPanel
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys, bind, hidden
from milestone_tui.ui.messages import IdentityRequested
from milestone_tui.ui.renderer import Line, ended, fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.line_input import LineInput
from milestone_tui.ui.widgets.text_block import TextBlock, flow, indented, paragraph

_EXAMPLE = 'Beta release 28 nov @ana #Build after:"Prototype accepted" value:12000'
_INDENT = 3


class QuickAddScreen(KeptPanel[int]):
    """Panel with one line that describes a milestone; creates it and answers with its id."""

    BINDINGS: ClassVar[Keys] = [
        # Priority, since the field would handle enter itself.
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

    DEFAULT_CSS = """
    QuickAddScreen Horizontal { height: 1; margin: 1 0 0 0; }
    QuickAddScreen #offers { height: 1; }
    QuickAddScreen Horizontal TextBlock { width: 3; }
    QuickAddScreen #preview { min-height: 2; }
    """

    def __init__(self, context: Context, project_id: int, kept: Unfinished | None = None, *, phase: str = "") -> None:
        """`kept`: a draft to resume; `phase`: the phase of a line that names none."""
        super().__init__(context, kept)
        self._phase = str(kept.choices.get("phase", "")) if kept else phase
        self._project = context.store.read.project(project_id)
        self._read_names()
        self._line = QuickAdd()
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
        title = fit(f"{project.key} {project.called}", 50).rstrip()
        yield TextBlock(renderer, (((" New milestone in ", Ink.TEXT), (title, Ink.BRIGHT)),))
        with Horizontal():
            yield TextBlock(renderer, (((" + ", Ink.KEY),),))
            yield self._input
        yield self._offered
        yield self._preview

    def _read_names(self) -> None:
        """Read the people, phases and milestones that the line can name."""
        read = self.context.store.read
        self._people = [person.name for person in read.people()]
        self._phases = [phase.name for phase in read.phases(self._project.id)]
        self._predecessors: dict[str, LinkedMilestone] = {}
        for candidate in read.link_candidates(self._project.id):
            # The project's own milestones come first, so of equal titles its own is meant.
            self._predecessors.setdefault(candidate.title, candidate)

    @on(Input.Changed)
    def _read(self, event: Input.Changed) -> None:
        self._parse(event.value)
        if self._taken is None or event.value != self._offers[self._taken].applied(self._typed)[0]:
            self._taken, self._offers = None, self._found_offers(event.value)
            self.refresh_bindings()
        self.update_content()

    def _found_offers(self, text: str) -> tuple[Offer, ...]:
        people = [*self._people, "me"] if self.context.names.me else self._people
        return offers(text, self._input.cursor_position, self._line, people, self._phases, tuple(self._predecessors))

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
        choices = {"phase": self._phase} if self._phase else {}
        return Unfinished(UnfinishedKind.QUICK_ADD, self._project.id, tidy(text), texts={"line": text}, choices=choices)

    def _parse(self, text: str) -> None:
        self._refusal = ""
        self._line = parse_quick_add(
            text,
            self.context.today,
            self._people,
            self._phases,
            tuple(self._predecessors),
            calendar=self._project.calendar,
            currency=self._project.currency,
            days={title: end.done_on or end.due_on for title, end in self._predecessors.items()},
            me=self.context.names.me,
            phase=self._phase,
            order=self.context.settings.date_order,
        )

    def update_content(self) -> None:
        """Write how the line is understood, or what is wrong with it."""
        problem = self._problem()
        self._input.mark(None if problem is None else (problem.start, problem.end))
        width = self.app.size.width - _INDENT - 1
        self._offered.lines = (ended(self._offer_line(), self.app.size.width - 1),)
        lines = flow(self._pieces(), width, (" · ", Ink.FAINT))
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
            is_offered = any(offer.start == problem.start for offer in self._offers)
            help_ = "Press tab to choose." if is_offered else "Type one of them."
            return f"This can be {' or '.join(problem.choices)}. {help_}"
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

    def _pieces(self) -> list[Line]:
        pieces = [_piece(part) for part in self._line.understood]
        if self._line.title and self._line.due_on is None:
            pieces.append((("no date yet", Ink.DIM),))
        return pieces

    def action_submit(self) -> None:
        """Add the milestone, or show why that is not possible."""
        if self.busy:
            return
        if self._phase:  # somebody may have renamed it
            self._phases = [phase.name for phase in self.context.store.read.phases(self._project.id)]
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
        links = [LinkInput(self._predecessors[end.title].id, end.lag, end.kept) for end in line.after]
        self.write_and_answer(
            lambda do: do.milestones.create(self._project.id, line.changes(), predecessors=links),
            f'Added "{fit(line.title, 48).rstrip()}" · u to undo',
        )

    def complain(self, error: MilestoneError) -> None:
        """Show below the line why nothing was added."""
        problem = None
        if isinstance(error, NotFound):  # what the line names may have been deleted
            self._read_names()
            self._parse(self._input.value)
            problem = next(iter(self._line.problems), None)
        self._refusal = self._sentence(problem) if problem else str(error)
        self.update_content()


def _piece(part: Part) -> Line:
    text = visible(part.text)
    if part.label == "due":
        text = text.replace(" · ", ", ")
    if part.label == "title":
        return ((text, Ink.BRIGHT),)
    if part.is_implied:
        return ((f"{part.label} ", Ink.DIM), (text, Ink.TEXT), (" from the cursor", Ink.DIM))
    new: Line = ((" new", Ink.ACT),) if part.is_new else ()
    return ((f"{part.label} ", Ink.DIM), (text, Ink.TEXT), *new)
