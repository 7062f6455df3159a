"""The panel about a database file that was moved, deleted or replaced: write a copy, open a file, or quit."""

from __future__ import annotations

from typing import ClassVar, Literal

from textual.app import ComposeResult

from milestone_tui.errors import FileLost, FileTrouble, MilestoneError
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.language.wording import count_words, list_words
from milestone_tui.ui.base.panel import Panel
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys, bind
from milestone_tui.ui.renderer import Line
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.text_block import TextBlock, indented, paragraph

Way = Literal["copy", "open"]
"""What was done: a copy was written, or a file opened."""


class FileLostScreen(Panel[Way]):
    """Panel that shows what happened to the file and the choices; answers with what was done, None for later."""

    SHOWS_PAST = True

    BINDINGS: ClassVar[Keys] = [
        bind("file.copy", "w", "write a copy", "Write the data on screen to a new file", "write_copy"),
        bind("file.open", "o", "open the file", "Continue with the file named here", "open_file"),
        bind("file.quit", "q", "quit", "Quit milestone-tui"),
        bind("file.later", "escape", "later", "Keep viewing the data; nothing can be saved", "leave"),
    ]

    shows_waiting = True
    """The panel itself tells that nothing is saved."""

    def __init__(self, context: Context, lost: FileLost) -> None:
        super().__init__(context)
        self._lost = lost
        self._words = TextBlock(context.renderer)
        self._refusal = ""
        self.asleep = True

    def compose_panel(self) -> ComposeResult:
        """Compose the words."""
        yield self._words

    def show(self, lost: FileLost) -> None:
        """Show a new state of the file."""
        self._lost = lost
        self.update_content()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable a key after a pause, and only if its choice is possible."""
        if action == "write_copy" and self.context.store.file.lost_for_good() is not None:
            return False
        if action == "open_file" and self.context.store.file.openable() is None:
            return False
        return super().check_action(action, parameters)

    # Words -------------------------------------------------------------------------------------------------

    def update_content(self) -> None:
        """Write what happened, and the choices."""
        width = max(20, self.app.size.width - 2)
        lines: list[Line] = []
        for sentence, ink in self._sentences():
            lines += paragraph(visible(sentence), width, ink)
        lines.append(())
        for key, way in self._ways():
            first, *more = paragraph(visible(way), width - 3)
            lines += [((f"{key}  ", Ink.KEY), *first), *indented(more, 3)]
        if self._refusal:
            lines += paragraph(visible(self._refusal), width, Ink.BAD)
        self._words.lines = indented(lines)

    def _sentences(self) -> list[tuple[str, Ink]]:
        lost, store = self._lost, self.context.store
        happened = f"{lost.path.name} {lost.trouble.value}."
        if lost.moved_to is not None:
            happened += f" The file is now {lost.moved_to}."
        if lost.trouble in (FileTrouble.READ_ONLY, FileTrouble.FOLDER_READ_ONLY):
            happened += " Make it writable to continue."
        found = [(happened, Ink.BRIGHT), (f"It was opened as {lost.path}.", Ink.DIM)]
        hopeless = store.file.lost_for_good()
        found.append((hopeless or "You still see your data. Nothing more is saved until you choose.", Ink.TEXT))
        if store.nameless:
            found.append((f"Saved only in the data on screen: {list_words(list(store.nameless))}.", Ink.WARN))
        if refused := store.refused - len(store.nameless):
            was = "was" if refused == 1 else "were"
            found.append((f"{count_words(refused, 'change')} {was} not saved.", Ink.WARN))
        return found

    def _ways(self) -> list[tuple[str, str]]:
        store = self.context.store
        found = []
        place = None if store.file.lost_for_good() else store.file.copy_place()
        if place is not None:
            where = place.name if place.parent == store.path.parent else str(place)
            found.append(("w", f"Write the data on screen to {where} and continue there"))
        if (there := store.file.openable()) is not None:
            where = f"the new {there.name}" if there == store.path else str(there)
            found.append(("o", f"Open {where} and continue there"))
        return [*found, ("q", "Quit")]

    # Actions -----------------------------------------------------------------------------------------------

    def action_write_copy(self) -> None:
        """Write a new file and continue in it."""
        store = self.context.store
        try:
            store.reopen(store.file.write_copy())
        except MilestoneError as error:
            self._say_no(error)
        else:
            self.dismiss("copy")

    def action_open_file(self) -> None:
        """Open the file that takes its place and continue there."""
        if (there := self.context.store.file.openable()) is None:
            return
        try:
            self.context.store.reopen(there)
        except MilestoneError as error:
            self._say_no(error)
        else:
            self.dismiss("open")

    async def action_quit(self) -> None:
        """Quit the program."""
        await self.app.action_quit()

    def _say_no(self, error: MilestoneError) -> None:
        self._refusal = str(error)
        self.update_content()
