"""The preview of an import: each part of the file with what would become of it, and why."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult

from milestone_tui.errors import ImportChanged, ImportRefused, InvalidInput, MilestoneError
from milestone_tui.plan.importing.comparison import in_order
from milestone_tui.plan.language.text import visible
from milestone_tui.ui.aside import aside
from milestone_tui.ui.base.cursor_rest import CursorRest
from milestone_tui.ui.base.store_screen import StoreScreen
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys, bind, needs
from milestone_tui.ui.messages import StatusMessage
from milestone_tui.ui.theme import Ground, Ink
from milestone_tui.ui.views.importing.compared_file import ComparedFile, compare_again
from milestone_tui.ui.views.importing.panel import ImportPanel
from milestone_tui.ui.views.importing.table import ImportTable
from milestone_tui.ui.views.importing.words import about, counts, done_words, outcome
from milestone_tui.ui.widgets.text_block import ACROSS, TextBlock, indented, paragraph
from milestone_tui.ui.workers import start_worker

_SOMETHING = "something new in the file"
_CHANGES, _UPDATED = "changes in the file", "changes in the file that an update takes"
_GONE, _CANCELLED = "an open milestone that is not in the file", "a milestone that the import cancels"
_LIKELY, _INSIDE = "a project that the file looks like", "a file that goes into a project that it looks like"
_TABLE = "a table"
_LOW = 20
"""Lines of the screen below which the pane is one line shorter."""


class ImportScreen(StoreScreen):
    """Screen above Projects that shows what an import would do, and does it."""

    BINDINGS: ClassVar[Keys] = [
        bind("import.take", "enter", "import", "Import what the preview shows, as one change"),
        bind("import.update", "space", "update", "Update what the file has changed"),
        bind("import.keep", "space", "keep", "Keep what the file has changed as it is here"),
        bind("import.cancel_gone", "d", "cancel gone", "Cancel open milestones that are not in the file"),
        bind("import.keep_gone", "d", "keep gone", "Keep milestones that are not in the file"),
        bind("import.into", "p", "into it", "Import into the project that the file looks like"),
        bind("import.apart", "p", "new project", "Import as a new project"),
        bind("import.columns", "e", "columns", "Say what the columns of the table are, and read it again"),
        bind("import.leave", "escape,q", "cancel", "Go back; nothing is changed", "leave"),
    ]

    NEEDS = needs(
        {
            _SOMETHING: "take",
            _CHANGES: "update",
            _UPDATED: "keep",
            _GONE: "cancel_gone",
            _CANCELLED: "keep_gone",
            _LIKELY: "into",
            _INSIDE: "apart",
            _TABLE: "columns",
        }
    )

    ALWAYS_LISTED = (_SOMETHING,)

    NAMED_VIEW = "projects"

    DEFAULT_CSS = """
    ImportScreen #outcome { height: auto; margin-top: 1; }
    ImportScreen #reason { height: 4; }
    """

    def __init__(self, context: Context, file: ComparedFile, imported: Callable[[str], None]) -> None:
        """Show what an import of `file` would do; `imported` is called with the key of its first project."""
        super().__init__(context)
        self._file = file
        self._imported = imported
        self._is_compared = True
        """Whether the file was compared just now."""
        self._asked = 0
        self._wanted = file
        """What the person wants; the file is compared for it in a thread."""
        self._is_taken = False
        """Whether the import is being written, or was."""
        self.table = ImportTable(context.renderer, context.today)
        self._outcome = TextBlock(context.renderer, ground=Ground.INK, id="outcome")
        self._reason = TextBlock(context.renderer, ground=Ground.INK, id="reason")
        self.title_bar.cut_name = True
        self._cursor_rest = CursorRest(self, self._show_row)

    def compose(self) -> ComposeResult:
        """Yield title, outcome, table, pane and key bar."""
        yield from (self.title_bar, self._outcome, self.table, self._reason, self.key_bar)

    def on_mount(self) -> None:
        """Watch the cursor."""
        self.watch(self.table, "cursor", self._cursor_rest.moved, init=False)

    def on_resize(self, event: events.Resize) -> None:
        """Fit the sentences into the new width."""
        self._show_counts()
        self._show_outcome()
        self._show_row()

    # Reading -----------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Show the comparison; compare again, in a thread, if it is not new. The import itself changes nothing here."""
        if self._is_taken:
            return
        if self._is_compared:
            self._is_compared = False
            self._show()
            return
        self._asked += 1
        start_worker(self, "comparing", self._compare, self._asked)

    async def _compare(self, asked: int) -> None:
        store, today = self.context.store, self.context.today
        file = self._wanted
        try:
            found = await aside(lambda: compare_again(file, store, today))
        except MilestoneError as error:
            self.show_error(str(error))
            return
        if asked != self._asked or self._is_taken or found.compared == self._file.compared:
            return
        is_other = found[3:] != self._file[3:]
        self._file = found
        self._show()
        if not is_other and not self.key_bar.said:  # such as what was undone here
            self.show_status("Somebody changed your projects. The preview is up to date again.", Ink.WARN)

    def _show(self) -> None:
        compared = self._file.compared
        self.title_bar.left = (("Import", Ink.BRIGHT), (f"  › {visible(self._file.name)}", Ink.DIM))
        self._show_counts()
        self.table.today, self.table.several = self.context.today, len(compared.keys) > 1
        self.table.show_entries(in_order(compared.rows), repaint_all=True)
        self._show_outcome()
        self._show_row()
        self.needs_changed()

    def _show_counts(self) -> None:
        room = self.title_bar.room(self.app.size.width)
        self.title_bar.right = ((counts(self._file.compared, room), Ink.TEXT),)

    def _show_outcome(self) -> None:
        width = max(20, self.app.size.width - 3)
        lines = paragraph(visible(outcome(self._file)), width, Ink.TEXT)
        self._outcome.lines = (*indented(lines), ()) if self.app.size.height >= _LOW else indented(lines)

    def _show_row(self) -> None:
        """Show all of the row under the cursor."""
        if (row := self.table.selected) is None:
            self._reason.lines = (ACROSS,)
            return
        width = max(20, self.app.size.width - 3)
        reason = paragraph(visible(row.reason), width, Ink.TEXT)
        self._reason.lines = (ACROSS, *indented((about(row), *reason)))

    # Keys --------------------------------------------------------------------------------------------------

    def has(self, need: str) -> bool:
        """Return whether anything is to be written, could be updated or is gone, as the need says."""
        compared = self._file.compared
        if need == _SOMETHING:
            return compared.written > 0
        if need == _TABLE:
            return self._file.is_table
        if need in (_LIKELY, _INSIDE):
            return bool(self._file.likely) and self._file.goes_into_likely is (need == _INSIDE)
        count = compared.takeable if need in (_CHANGES, _UPDATED) else compared.cancellable
        is_taken = compared.taking.update if need in (_CHANGES, _UPDATED) else compared.taking.cancel_gone
        return count > 0 and is_taken is (need in (_UPDATED, _CANCELLED))

    def refusal(self, need: str) -> str:
        """Return why a key does nothing."""
        name = visible(self._file.name)
        if need == _CHANGES:
            return f"{name} changes nothing here that an update could take."
        if need == _GONE:
            return f"No open milestone is missing in {name}."
        if need == _LIKELY:
            return f"{name} looks like none of your projects under another name."
        if need == _TABLE:
            return f"{name} is not a table with columns."
        if need != _SOMETHING:
            return ""
        if self._file.compared.takeable:
            return f"Nothing in {name} is new. Press space to update what it changed."
        return f"Nothing in {name} is new. Press esc to go back."

    def action_update(self) -> None:
        """Show what an update would do."""
        self._take_also(update=True)

    def action_keep(self) -> None:
        """Show an import that keeps what is here."""
        self._take_also(update=False)

    def action_cancel_gone(self) -> None:
        """Show what cancelling all that is gone would do."""
        self._take_also(cancel_gone=True)

    def action_keep_gone(self) -> None:
        """Show an import that keeps what is gone."""
        self._take_also(cancel_gone=False)

    def action_into(self) -> None:
        """Show an import into the project that the file looks like."""
        self._want(self._wanted._replace(goes_into_likely=True))

    def action_apart(self) -> None:
        """Show an import as a new project."""
        self._want(self._wanted._replace(goes_into_likely=False))

    def action_columns(self) -> None:
        """Ask what the columns are, and show what an import would do then."""
        if not self.refused(_TABLE):
            self.ask(lambda: ImportPanel(self.context, self._file), self._read_again)

    def _read_again(self, file: ComparedFile | None) -> None:
        """Show the file as it was read again; if it is the same one, with what the person wants of it."""
        if file is None:
            return
        before, self._file = self._wanted, file
        self._asked += 1  # a comparison under way is one of the file as it was read before
        self._is_compared = True
        self._want(file)
        if before.path == file.path and (wanted := file.taken_as(before)) != file:
            self._want(wanted)

    def _take_also(self, **what: bool) -> None:
        self._want(self._wanted._replace(taking=self._wanted.taking._replace(**what)))

    def _want(self, file: ComparedFile) -> None:
        self._wanted = file
        self.reload()

    def action_take(self) -> None:
        """Import what the preview shows, as one change."""
        if self._is_taken or self.refused(_SOMETHING):
            return
        file = self._file
        self._is_taken = True
        self.show_status("Importing…")

        def done(_: object) -> None:
            self._imported(file.compared.keys[0])
            self.app.post_message(StatusMessage(done_words(file) + self._remembered(file)))
            self.dismiss()

        self.run_command(file.write, done, self._complain)

    def _remembered(self, file: ComparedFile) -> str:
        """Keep what was said about the table; return what is wrong, if that fails."""
        settings = self.context.preferences.path
        try:
            if settings is not None:
                file.remember(settings)
        except InvalidInput as error:
            return f" · The columns are not remembered: {error}"
        return ""

    def _complain(self, error: MilestoneError) -> None:
        """Show why nothing was imported; compare again if somebody changed a project."""
        self._is_taken = False
        if isinstance(error, ImportChanged | ImportRefused):
            self.reload()
        self.show_error(str(error))


def start_import(screen: StoreScreen, imported: Callable[[str], None]) -> None:
    """Ask for a file, and show what an import of it would do; `imported` gets the key of its first project."""

    def compared(file: ComparedFile | None) -> None:
        if file is not None:
            screen.app.push_screen(ImportScreen(screen.context, file, imported))

    screen.ask(lambda: ImportPanel(screen.context), compared)
