"""The panel that asks who is at the keyboard: one of the people, or another name."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input

from milestone_tui.plan.identity import nearest_person
from milestone_tui.plan.language.text import fold, is_blank, tidy, visible
from milestone_tui.ui.base.choice_panel import ChoicePanel
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys, bind, hidden
from milestone_tui.ui.renderer import Line, fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.line_input import LineInput
from milestone_tui.ui.widgets.picker import Choice, matching
from milestone_tui.ui.widgets.text_block import TextBlock

_ROWS = 8
_ABOVE = 10
"""Lines that stay for the screen below and the panel's own."""


class IdentityScreen(ChoicePanel[str]):
    """Panel with a field and the people that match it; answers with a name."""

    BINDINGS: ClassVar[Keys] = [
        # Priority, since the field would handle enter itself.
        bind("identity.choose", "enter", "set", "Be this person from now on", priority=True),
        bind("identity.down", "down,ctrl+n", "choose", "Go to the next person", "step(1)", display="↑ ↓"),
        hidden("identity.up", "up,ctrl+p", "choose", "Go to the previous person", "step(-1)"),
        bind("panel.leave", "escape", "cancel", "Stay unknown for now"),
    ]

    DEFAULT_CSS = """
    IdentityScreen Horizontal { height: 1; margin-bottom: 1; }
    IdentityScreen Horizontal TextBlock { width: 7; }
    """

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        people = context.store.read.people()
        self._people = tuple(Choice(person.name, person.organisation) for person in people)
        self._nearest = context.names.me or nearest_person(context.store.actor, [person.name for person in people])
        self._found: tuple[Choice, ...] = ()
        self._text: str | None = None
        """The text that the list matches."""
        self._input = LineInput(context.renderer, self._nearest)

    def compose_panel(self) -> ComposeResult:
        """Compose the question, the field and the list."""
        question = ((" Who are you?", Ink.BRIGHT), ("  @me finds what this person owns", Ink.DIM))
        yield TextBlock(self.context.renderer, (question, ()))
        with Horizontal():
            yield TextBlock(self.context.renderer, (((" Name  ", Ink.DIM),),))
            yield self._input
        yield self._choices

    def on_mount(self) -> None:
        """Show everybody, with the cursor on the name most like the login, which typing replaces."""
        super().on_mount()
        self._input.select_all()
        self._list(self._people, self._input.value)
        names = [choice.text for choice in self._people]
        if self._nearest in names:
            self._choices.cursor = names.index(self._nearest)

    def update_content(self) -> None:
        """Fit the height of the list to the screen."""
        self._choices.styles.height = max(1, min(_ROWS, len(self._people) + 1, self.app.size.height - _ABOVE))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._narrow(event.value)

    def _narrow(self, text: str) -> None:
        """List the people that match, and the text itself as a new name."""
        if text == self._text:
            return
        found, name = matching(self._people, text), tidy(text)
        if not is_blank(text) and all(fold(choice.text) != fold(name) for choice in found):
            found.append(Choice(name, creates=True))
        self._list(tuple(found), text)

    def _list(self, found: tuple[Choice, ...], text: str) -> None:
        self._found, self._text = found, text
        self._choices.items = tuple(map(self._line, found)) or (((" Type your name.", Ink.DIM),),)

    def _line(self, choice: Choice) -> Line:
        width = self.app.size.width - 4
        if choice.creates:
            return (("   use ", Ink.ACT), (fit(f'"{visible(choice.text)}"', width - 4).rstrip(), Ink.TEXT))
        note = f"  {visible(choice.note)}" if choice.note else ""
        return (("   ", Ink.TEXT), (fit(visible(choice.text), width).rstrip(), Ink.TEXT), (note, Ink.DIM))

    def action_choose(self) -> None:
        """Close with the name under the cursor."""
        self._narrow(self._input.value)  # enter may arrive before the change of the text
        if self._found:
            self.dismiss(self._found[self._choices.cursor].text)
        else:
            self.show_error("Type your name, or cancel (esc).")
