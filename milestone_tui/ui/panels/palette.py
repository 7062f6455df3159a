"""The command palette: any action by its name, with its key, and any project, milestone or person to go to."""

from __future__ import annotations

from asyncio import Event, Future
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby
from operator import methodcaller
from typing import Any, ClassVar

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input

from milestone_tui.errors import MilestoneError
from milestone_tui.plan.language.name_search import NameIndex
from milestone_tui.plan.language.text import is_blank, visible
from milestone_tui.ui.aside import aside
from milestone_tui.ui.base.choice_panel import ChoicePanel
from milestone_tui.ui.commands import Command, FoundCommand, jumps, search
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys, bind, hidden, plain_keys
from milestone_tui.ui.navigation import Place
from milestone_tui.ui.renderer import Line, fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.line_input import LineInput
from milestone_tui.ui.widgets.text_block import TextBlock
from milestone_tui.ui.workers import WRITES, start_worker

_ROWS = 12
_ABOVE = 8
"""Lines that stay for the screen below and the panel's own."""
_MOST_OF_EACH, _MOST_MILESTONES = 20, 60
"""How many projects and people are listed, and milestones."""
_NAME_LEAST = 24
_NAME_SHARE = 0.4
"""The part of the width that names take at most."""


class LazyLines(Sequence[Line]):
    """Lazy sequence with the line of each command found: a line is made when it is painted."""

    def __init__(self, found: Sequence[FoundCommand], write: Callable[[FoundCommand], Line]) -> None:
        self._found = found
        self._write = write

    def __len__(self) -> int:
        return len(self._found)

    def __getitem__(self, place: Any) -> Any:
        return self._write(self._found[place])


class PaletteScreen(ChoicePanel[Command]):
    """Panel with a search field and the commands found; answers with the one to run."""

    SHOWS_PAST = True

    BINDINGS: ClassVar[Keys] = [
        # Priority, since the field would handle enter itself.
        bind("palette.choose", "enter", "run", "Run this action, or go there", priority=True),
        bind("palette.down", "down,ctrl+n", "choose", "Go to the next action", "step(1)", display="↑ ↓"),
        hidden("palette.up", "up,ctrl+p", "choose", "Go to the previous action", "step(-1)"),
        hidden("palette.page_down", "pagedown", "page down", "Go a page down", "page(1.0)"),
        hidden("palette.page_up", "pageup", "page up", "Go a page up", "page(-1.0)"),
    ]

    DEFAULT_CSS = """
    PaletteScreen Horizontal { height: 1; margin-bottom: 1; }
    PaletteScreen Horizontal TextBlock { width: 3; }
    """

    def __init__(self, context: Context, commands: Sequence[Command], here: Place | None) -> None:
        """`here`: the place of the present view, to search near it; None if other places cannot be opened now."""
        super().__init__(context)
        if context.renderer.ascii_only:
            commands = [replace(command, keys=plain_keys(command.keys)) for command in commands]
        self._commands = commands
        self._here = here
        self._found: tuple[FoundCommand, ...] = ()
        self._text = ""
        self._index: NameIndex | None = None
        """The names of the places to go to; None until they are read."""
        self._reading: Future[NameIndex] | None = None
        if here is not None:  # begun before the first paint, which takes as long
            question = methodcaller("name_index", here.project_id)
            self._reading = aside(partial(context.store.read_in_thread, question))
        self._arrived = Event()
        """Set when the names are read, or cannot be."""
        whatever = "an action, or a project, milestone or person" if here is not None else "an action"
        self._input = LineInput(context.renderer, placeholder=whatever)
        self._keys_width = max((cell_len(context.renderer.written(command.keys)) for command in commands), default=0)
        self._longest = max((cell_len(command.name) for command in commands), default=0)

    @property
    def text(self) -> str:
        """The text that was searched for."""
        return self._text

    @property
    def knows_names(self) -> bool:
        """Whether the search includes projects, milestones and people."""
        return self._index is not None

    def compose_panel(self) -> ComposeResult:
        """Compose the field and the list."""
        with Horizontal():
            yield TextBlock(self.context.renderer, (((" : ", Ink.KEY),),))
            yield self._input
        yield self._choices

    def on_mount(self) -> None:
        """Wait for the names of the places to go to."""
        if self._reading is not None:
            start_worker(self, "aside", self._take_names, self._reading)
        else:
            self._arrived.set()

    def update_content(self) -> None:
        """Fit the list to the screen."""
        self._choices.styles.height = max(1, min(_ROWS, len(self._commands), self.app.size.height - _ABOVE))
        cursor = self._choices.cursor
        self._show(self._text)
        self._choices.cursor = cursor

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        if event.value != self._text:  # enter may have read it already
            self._show(event.value)

    # Searching ---------------------------------------------------------------------------------------------

    async def _take_names(self, reading: Future[NameIndex]) -> None:
        try:
            self._index = await reading
        except MilestoneError as error:
            self.show_error(str(error))
        chosen = self._found[self._choices.cursor].command if self._found and self._choices.cursor else None
        if not is_blank(self._text):
            self._show(self._text)
            self._choices.cursor = next((at for at, found in enumerate(self._found) if found.command is chosen), 0)
        self._arrived.set()

    def _show(self, text: str) -> None:
        self._text = text
        self._found = search((*self._commands, *self._jumps(text)), text)
        self._choices.items = LazyLines(self._found, self._line) if self._found else (((" No match", Ink.DIM),),)

    def _jumps(self, text: str) -> Sequence[Command]:
        """Return the commands that go to matching projects, people and milestones; none if they cannot be read."""
        if self._index is None or self._here is None or is_blank(text):
            return ()
        here, ids = self._here.project_id, self._index.milestone_ids(text, _MOST_MILESTONES)
        try:
            known = self.context.store.read.milestone_targets(ids)
        except MilestoneError as error:
            self.show_error(str(error))
            return ()
        there = (known[id_] for id_ in ids if id_ in known)
        milestones = sorted(there, key=lambda target: (target.project_id != here, target.done_on is not None))
        return jumps((*self._index.named(text, _MOST_OF_EACH), *milestones), self._here, self.context.today)

    def _line(self, found: FoundCommand) -> Line:
        command = found.command
        is_possible = not command.refusal
        name_width = max(_NAME_LEAST, min(self._longest, int(self.app.size.width * _NAME_SHARE)))
        room = self.app.size.width - name_width - self._keys_width - 10  # what stands between them
        plain = Ink.TEXT if is_possible else Ink.FAINT
        name = fit(visible(command.name), name_width)
        places = found.places if is_possible and name.startswith(command.name[: name_width - 1]) else ()
        marked = groupby(enumerate(name), lambda letter: letter[0] in places)
        letters = [("".join(c for _, c in run), Ink.ACT if is_found else plain) for is_found, run in marked]
        keys = fit(command.kind or self.context.renderer.written(command.keys), self._keys_width + 3)
        told = f"needs {command.missing}" if command.missing else command.tooltip
        return (
            ("   ", Ink.TEXT),
            *letters,
            ("   ", Ink.TEXT),
            (keys, Ink.DIM if command.kind else Ink.KEY if is_possible else Ink.FAINT),
            (fit(told, room).rstrip(), Ink.DIM if is_possible else Ink.FAINT),
        )

    # Keys --------------------------------------------------------------------------------------------------

    def action_page(self, pages: float) -> None:
        """Go to an action a page away."""
        self._choices.action_page(pages)

    def action_choose(self) -> None:
        """Answer with the command under the cursor once all names are searched; later keys wait for that."""
        if self._arrived.is_set() or is_blank(self._input.value):
            self._choose()
        else:
            start_worker(self, WRITES, self._choose_late)

    async def _choose_late(self) -> None:
        await self._arrived.wait()
        self._choose()

    def _choose(self) -> None:
        if self._input.value != self._text:  # enter may arrive before the change of the text
            self._show(self._input.value)
        if not self._found:
            self.show_error("No match. Type fewer letters.")
            return
        command = self._found[self._choices.cursor].command
        if command.refusal:
            self.show_error(command.refusal)
        else:
            self.dismiss(command)
