"""Base of the panels that add something from one line, with a preview of what was understood."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input

from milestone_tui.errors import MilestoneError, NotFound
from milestone_tui.plan.drafts import Unfinished
from milestone_tui.plan.field_texts import visible_lines
from milestone_tui.plan.language.marked_line import Part, Problem
from milestone_tui.plan.language.quick_add_offers import Offer
from milestone_tui.plan.language.text import visible
from milestone_tui.ui.base.kept_panel import KeptPanel
from milestone_tui.ui.context import Context
from milestone_tui.ui.messages import IdentityRequested
from milestone_tui.ui.renderer import Line, ended
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.line_input import LineInput
from milestone_tui.ui.widgets.text_block import TextBlock, flow, indented, paragraph

_INDENT = 3


class ReadLine(Protocol):
    """A parsed line: its title, what was understood, and its mistakes."""

    @property
    def title(self) -> str:
        """The title, empty without one."""

    @property
    def problems(self) -> Sequence[Problem]:
        """The mistakes."""

    @property
    def understood(self) -> Sequence[Part]:
        """The parts that were understood."""


Read = TypeVar("Read", bound=ReadLine)


class OneLinePanel(KeptPanel[int], Generic[Read]):
    """Panel with one line; creates what it describes and answers with its id.

    A subclass binds `submit` and `complete`, both with priority, since the field would handle enter itself.
    """

    DEFAULT_CSS = """
    OneLinePanel Horizontal { height: 1; margin: 1 0 0 0; }
    OneLinePanel #offers { height: 1; }
    OneLinePanel Horizontal TextBlock { width: 3; }
    OneLinePanel #preview { min-height: 2; }
    """

    def __init__(self, context: Context, project_id: int, kept: Unfinished | None, example: str, blank: Read) -> None:
        """`kept`: a draft to resume; `example`: a line as a person would type it; `blank`: an empty line, parsed."""
        super().__init__(context, kept)
        self.project = context.store.read.project(project_id)
        self.read_names()
        self.line = blank
        self._offers: tuple[Offer, ...] = ()
        self._taken: int | None = None
        """Which offer stands in the line now."""
        self._typed = ""
        """The line before an offer was taken."""
        self._refusal = ""
        text = kept.texts.get("line", "") if kept else ""
        self.input = LineInput(context.renderer, visible_lines(text), placeholder=example)
        self._offered = TextBlock(context.renderer, id="offers")
        self._preview = TextBlock(context.renderer, id="preview")

    # For subclasses ----------------------------------------------------------------------------------------

    @abstractmethod
    def heading(self) -> Line:
        """Return the title of the panel."""

    @abstractmethod
    def read_names(self) -> None:
        """Read the people and whatever else the line can name."""

    @abstractmethod
    def parsed(self, text: str) -> Read:
        """Return the line as it is understood."""

    @abstractmethod
    def found_offers(self, text: str) -> tuple[Offer, ...]:
        """Return the completions at the cursor."""

    @abstractmethod
    def create(self, line: Read) -> None:
        """Create what a line without mistakes describes."""

    def implied(self) -> tuple[Line, ...]:
        """Return what the preview says besides what was understood."""
        return ()

    # The panel -----------------------------------------------------------------------------------------------

    def compose_panel(self) -> ComposeResult:
        """Compose the title, the line and the preview."""
        renderer = self.context.renderer
        yield TextBlock(renderer, (self.heading(),))
        with Horizontal():
            yield TextBlock(renderer, (((" + ", Ink.KEY),),))
            yield self.input
        yield self._offered
        yield self._preview

    @on(Input.Changed)
    def _read(self, event: Input.Changed) -> None:
        self._parse(event.value)
        if self._taken is None or event.value != self._offers[self._taken].applied(self._typed)[0]:
            self._taken, self._offers = None, self.found_offers(event.value)
            self.refresh_bindings()
        self.update_content()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable completion only if something is offered."""
        if action == "complete" and not self._offers:
            return None
        return super().check_action(action, parameters)

    def action_complete(self, step: int) -> None:
        """Put the next offer into the line, in place of the previous one."""
        if self._taken is None:
            self._typed = self.input.value
            self._taken = 0 if step > 0 else len(self._offers) - 1
        else:
            self._taken = (self._taken + step) % len(self._offers)
        text, cursor = self._offers[self._taken].applied(self._typed)
        self.input.value = text
        self.input.cursor_position = cursor
        self._parse(text)
        self.update_content()

    def new_day(self) -> None:
        """Read the line again, since its words may mean other dates."""
        self._parse(self.input.value)
        self.update_content()

    def _parse(self, text: str) -> None:
        self._refusal = ""
        self.line = self.parsed(text)

    def update_content(self) -> None:
        """Write how the line is understood, or what is wrong with it."""
        problem = self._problem()
        self.input.mark(None if problem is None else (problem.start, problem.end))
        width = self.app.size.width - _INDENT - 1
        self._offered.lines = (ended(self._offer_line(), self.app.size.width - 1),)
        pieces = [*map(_piece, self.line.understood), *self.implied()]
        sentence = self._refusal or (self._sentence(problem) if problem else "")
        self._preview.lines = indented(
            (
                *flow(pieces, width, (" · ", Ink.FAINT)),
                *paragraph(visible(sentence) if sentence else "", width, Ink.BAD),
            ),
            _INDENT,
        )

    def _problem(self) -> Problem | None:
        """Return the problem to show; a missing title is shown only on enter."""
        if self.line.title:
            return next(iter(self.line.problems), None)
        everything = len(self.input.value)
        return next((p for p in self.line.problems if (p.start, p.end) != (0, everything)), None)

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

    def action_submit(self) -> None:
        """Create what the line describes, or show why that is not possible."""
        if self.busy:
            return
        self._parse(self.input.value)  # enter may arrive before the change of the text
        problem = next(iter(self.line.problems), None)
        if problem is None and self.line.title:
            self.create(self.line)
        elif problem is not None and problem.asks_me:
            self.post_message(IdentityRequested(self.action_submit))
        else:
            self._refusal = self._sentence(problem) if problem else "Enter a title."
            self.update_content()

    def complain(self, error: MilestoneError) -> None:
        """Show below the line why nothing was added."""
        problem = None
        if isinstance(error, NotFound):  # what the line names may have been deleted
            self.read_names()
            self._parse(self.input.value)
            problem = next(iter(self.line.problems), None)
        self._refusal = self._sentence(problem) if problem else str(error)
        self.update_content()


def _piece(part: Part) -> Line:
    text = visible(part.text)
    if part.label == "title":
        return ((text, Ink.BRIGHT),)
    if part.label in ("due", "review"):
        text = text.replace(" · ", ", ")
    if part.is_implied:
        return ((f"{part.label} ", Ink.DIM), (text, Ink.TEXT), (" from the cursor", Ink.DIM))
    new: Line = ((" new", Ink.ACT),) if part.is_new else ()
    return ((f"{part.label} ", Ink.DIM), (text, Ink.TEXT), *new)
