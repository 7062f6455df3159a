"""The panel for the reason of a move: letters find a reason in the list, other text becomes a reason of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input

from milestone_tui.errors import MilestoneError
from milestone_tui.plan.drafts import Unfinished
from milestone_tui.plan.language.reasons import Why, reason_choices
from milestone_tui.plan.language.text import is_blank
from milestone_tui.ui.autosave import DraftAutosave
from milestone_tui.ui.base.kept_panel import KeptPanel
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys, bind, hidden
from milestone_tui.ui.renderer import fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.choices import Choices
from milestone_tui.ui.widgets.line_input import LineInput
from milestone_tui.ui.widgets.rows import RowView
from milestone_tui.ui.widgets.text_block import TextBlock

_ABOVE = 6
"""Lines of the panel besides its list."""


class ReasonScreen(KeptPanel[Why]):
    """Panel that answers with the chosen reason, possibly "none"; None when it was cancelled."""

    BINDINGS: ClassVar[Keys] = [
        # Priority: the field would take these keys for itself.
        bind("reason.record", "enter", "record", "Record the highlighted reason", "submit", priority=True),
        bind("reason.down", "down", "choose", "Go to the next reason", "step(1)", priority=True, display="↑ ↓"),
        hidden("reason.up", "up", "choose", "Go to the previous reason", "step(-1)", priority=True),
        bind("reason.leave", "escape", "cancel", "Record nothing"),
    ]

    DEFAULT_CSS = """
    ReasonScreen Horizontal { height: 1; }
    ReasonScreen Horizontal TextBlock { width: 3; }
    """

    def __init__(
        self, context: Context, now: Why, about: Callable[[str], Unfinished], keeper: DraftAutosave, text: str = ""
    ) -> None:
        """Start on the reason `now`, with `text` typed; `about` returns the draft of a text, which `keeper` saves."""
        super().__init__(context)
        self.keeper = keeper  # shared with the what-if: only one of the two has a draft at a time
        self._now = now
        self._about = about
        self._input = LineInput(context.renderer, text, placeholder="a reason, or your own words")
        self._choices = Choices(context.renderer)
        self._text = text
        self._found: tuple[Why, ...] = ()

    def compose_panel(self) -> ComposeResult:
        """Yield title, field and list; the list keeps its height while it gets shorter."""
        yield TextBlock(self.context.renderer, (((" Reason for the move", Ink.BRIGHT),),))
        with Horizontal():
            yield TextBlock(self.context.renderer, (((" : ", Ink.KEY),),))
            yield self._input
        yield self._choices

    def on_mount(self) -> None:
        """Put the cursor on the reason chosen before."""
        super().on_mount()
        if is_blank(self._text):
            self._choices.cursor = self._found.index(self._now)

    def update_content(self) -> None:
        """Show as many reasons as fit."""
        cursor = self._choices.cursor
        self._choices.styles.height = max(1, min(len(reason_choices("", self._now)), self.app.size.height - _ABOVE))
        self._find(self._text)
        self._choices.cursor = cursor

    @property
    def text(self) -> str:
        """Return the typed text."""
        return self._input.value.strip()

    def unfinished(self) -> Unfinished | None:
        """Return the typed text as a draft; None without text."""
        return self._about(self.text) if self.text else None

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        if event.value != self._text:
            self._find(event.value)

    def _find(self, text: str) -> None:
        self._text = text
        self._found = reason_choices(text, self._now)
        width = max(1, self.app.size.width - 4)
        self._choices.items = tuple(((fit(f"   {why.choice}", width).rstrip(), Ink.TEXT),) for why in self._found)

    def action_step(self, step: int) -> None:
        """Go to another reason."""
        self._choices.action_step(step)

    @on(RowView.Opened)
    def action_submit(self) -> None:
        """Answer with the highlighted reason."""
        if self._input.value != self._text:  # enter may arrive before the message about the last letter
            self._find(self._input.value)
        self.dismiss(self._found[self._choices.cursor])

    def discard(self) -> None:
        """Close without an answer; the what-if, which goes on, keeps or deletes the draft."""
        self.dismiss(None)

    def complain(self, error: MilestoneError) -> None:
        """Show why the draft cannot be saved."""
        self.show_error(str(error))
