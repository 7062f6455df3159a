"""The panel that explains figures: formula, numbers, and the milestones behind, each of which opens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from milestone_tui.plan.explanation import Behind, Explanation
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.language.wording import count_words
from milestone_tui.ui.base.panel import Panel
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys, bind, hidden
from milestone_tui.ui.renderer import Line, cells, fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.choices import Choices
from milestone_tui.ui.widgets.rows import RowView
from milestone_tui.ui.widgets.text_block import TextBlock, indented, paragraph

_MOST = 6
"""Lines of each list; the rest scrolls."""
_VALUE = 14
_AROUND = 7
"""Lines of the panel beside its lists and the reason: blank ones, its title and its keys."""
_LEAST = 2
"""Lines of each list where the reason needs the room."""
_TITLE, _LEAST_TITLE = 40, 12


class ExplainPanel(Panel[Behind]):
    """Panel that explains figures; answers with the milestone to open."""

    SHOWS_PAST = True

    BINDINGS: ClassVar[Keys] = [
        bind("explain.figure", "down,j", "figure", "Go to the next figure", "step(1)", display="↑ ↓"),
        hidden("explain.up", "up,k", "figure", "Go to the previous figure", "step(-1)"),
        bind("explain.behind", "tab", "milestones", "Go to the milestones behind the figure, and back", "other_list"),
        bind("explain.open", "enter", "open", "Open the milestone under the cursor"),
        hidden("explain.close", "x", "close", "Close the explanation", "leave"),
        bind("explain.leave", "escape", "back", "Close the explanation", "leave"),
    ]

    DEFAULT_CSS = """
    ExplainPanel Choices { margin: 0; }
    ExplainPanel #reason { margin: 1 0; }
    """

    def __init__(self, context: Context, about: str, figures: Sequence[Explanation], *, opens: bool) -> None:
        """`about` names what the figures belong to; `opens`: their milestones can be opened."""
        super().__init__(context)
        self._opens = opens
        self._about = about
        self._figures = tuple(figures)
        self._list = Choices(context.renderer)
        self._behind = Choices(context.renderer, beside_fields=True)
        self._reason = TextBlock(context.renderer, id="reason")
        self._in_behind = False
        self._heights = 1, 0
        """Lines of the figures and of the milestones."""

    @property
    def _shown(self) -> Explanation:
        return self._figures[self._list.cursor]

    def compose_panel(self) -> ComposeResult:
        """Compose the figures, the reason for the one under the cursor, and its milestones."""
        title = fit(visible(self._about), self.app.size.width - 12).rstrip()
        yield TextBlock(self.context.renderer, (((" Explain  ", Ink.DIM), (title, Ink.BRIGHT)), ()))
        yield self._list
        yield self._reason
        yield self._behind

    def on_mount(self) -> None:
        """Fill the list of figures."""
        super().on_mount()
        self._list.items = tuple(_figure(figure) for figure in self._figures)
        self._show_figure()

    def update_content(self) -> None:
        """Wrap the reason to the width."""
        self._show_figure()

    @on(RowView.Highlighted)
    def _moved(self) -> None:
        if not self._in_behind:
            self._show_figure()

    def _show_figure(self) -> None:
        shown, width = self._shown, self.app.size.width - 3
        lines: list[Line] = [*paragraph(shown.formula, width, Ink.DIM)]
        if shown.numbers:
            lines += paragraph(visible(shown.numbers), width, Ink.TEXT)
        for note in shown.notes:
            lines += paragraph(visible(note), width, Ink.TEXT)
        self._share(len(lines), len(shown.behind))
        room = max(1, self.app.size.height - _AROUND - self._heights[0] - self._heights[1])
        if len(lines) > room:
            lines = [*lines[: room - 1], ((f"… and {count_words(len(lines) - room + 1, 'more line')}", Ink.DIM),)]
        self._reason.lines = tuple(indented(lines))
        self._list.styles.height, self._behind.styles.height = self._heights
        self._behind.items = _milestones(shown.behind, self.app.size.width - 6)
        if self._in_behind and not shown.behind:
            self._in_behind = False
        self.refresh_bindings()

    def _share(self, reason: int, behind: int) -> None:
        """Give each list its lines: fewer where the reason needs them."""
        figures, behind = min(_MOST, len(self._figures)), min(_MOST, behind)
        lacking = figures + behind + reason - (self.app.size.height - _AROUND)
        less = min(max(0, lacking), max(0, behind - _LEAST))
        self._heights = figures - min(max(0, lacking - less), max(0, figures - _LEAST)), behind - less

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the milestones only where there are some."""
        if action in ("other_list", "open") and not self._shown.behind:
            return None
        if action == "open" and not self._opens:
            return None
        return super().check_action(action, parameters)

    def action_step(self, step: int) -> None:
        """Move the cursor of the list that has it."""
        (self._behind if self._in_behind else self._list).action_step(step)

    def action_other_list(self) -> None:
        """Go to the milestones, or back to the figures."""
        self._in_behind = not self._in_behind
        self._list.beside_fields, self._behind.beside_fields = self._in_behind, not self._in_behind

    def action_open(self) -> None:
        """Close and open the milestone under the cursor."""
        self.dismiss(self._shown.behind[self._behind.cursor])


def _figure(figure: Explanation) -> Line:
    return ((f" {fit(figure.figure, _VALUE)}", Ink.TEXT), (fit(figure.value, _VALUE), Ink.BRIGHT))


def _milestones(behind: Sequence[Behind], width: int) -> tuple[Line, ...]:
    """Return a line for each milestone, with as much of its title as leaves room for what it has to do with it."""
    longest = max((cells(visible(one.title)) for one in behind), default=0)
    notes = max((cells(visible(one.note)) for one in behind), default=0)
    room = min(_TITLE, longest, max(_LEAST_TITLE, width - notes))
    return tuple(
        ((f"   {fit(visible(one.title), room)}", Ink.TEXT), (f"  {visible(one.note)}", Ink.DIM)) for one in behind
    )
