"""The panel that asks for the file to import, with completion of its path, and reads it."""

from __future__ import annotations

from asyncio import Future, wait
from collections.abc import Sequence
from threading import Event
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.widgets import Input

from milestone_tui.errors import ImportQuestion, ImportRefused, InvalidInput, MilestoneError
from milestone_tui.exchange.path_completion import FoundPath, completed, found_paths
from milestone_tui.exchange.tables.options import TableOptions
from milestone_tui.exchange.tables.typed_options import read_options, write_options
from milestone_tui.plan.imported import ImportedPlan, ReadColumn
from milestone_tui.plan.language.text import visible
from milestone_tui.ui.aside import aside
from milestone_tui.ui.base.panel import Panel
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys, bind, hidden
from milestone_tui.ui.renderer import Line, cells
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.importing.compared_file import ComparedFile, read_and_compare
from milestone_tui.ui.views.importing.words import size_words
from milestone_tui.ui.widgets.choices import Choices
from milestone_tui.ui.widgets.panel_field import PanelField
from milestone_tui.ui.widgets.rows import RowView
from milestone_tui.ui.widgets.text_block import TextBlock, flow, indented, paragraph
from milestone_tui.ui.workers import WRITES, start_worker

_AT_ONCE = 0.3
"""Seconds that keys wait for a file or a folder to be read; after that, `escape` stops the reading."""
_ROWS = 6
"""The most files in view."""
_LABEL, _LEAST = 15, 12
"""Cells of the label, and the least cells of the path beside a mistake."""
_BESIDE = 0.6
"""The share of the width that a mistake beside the field may take."""
_FORMS = "what columns are, such as due=Ende,owner=Wer; also --dates dmy, --sheet NAME, --header-row 3, --encoding NAME"
_OPTIONS = "such as due=Ende,owner=Wer or --dates dmy"
_HINT = "GanttProject, Microsoft Project XML, CSV, Excel, GitHub or GitLab milestones, or an export as JSON"


class ImportPanel(Panel[ComparedFile]):
    """Panel that reads a file, and answers with what an import of it would do; nothing is written."""

    BINDINGS: ClassVar[Keys] = [
        # Priority, since the field would handle these keys itself.
        bind("import.submit", "enter,ctrl+s", "preview", "Read the file; nothing is imported yet", priority=True),
        bind("import.complete", "tab", "complete", "Complete the name of the file", priority=True),
        bind("import.down", "down", "files", "Show the matching files", "step(1)", priority=True, display="↓"),
        hidden(
            "import.up",
            "up",
            "previous file",
            "Go to the previous file, or back to the file",
            "step(-1)",
            priority=True,
        ),
    ]

    DEFAULT_CSS = """
    ImportPanel Choices { display: none; margin: 1 0 0 15; }
    ImportPanel #meaning { margin-top: 1; }
    ImportPanel PanelField > LineInput { max-width: 100; }
    """

    def __init__(self, context: Context, before: ComparedFile | None = None) -> None:
        """`before`: a table that was read, about which the person says more."""
        super().__init__(context)
        path, said = (before.path, write_options(before.said)) if before else ("", "")
        self._field = PanelField(context.renderer, "file", "File", path, placeholder="such as ~/plans/house.gan")
        self._options = PanelField(context.renderer, "options", "Read as", said, placeholder=_OPTIONS)
        self._options.display = before is not None
        self._columns = before.source.columns if before and isinstance(before.source, ImportedPlan) else ()
        """What the columns are read as; of a file that was not read yet, nothing."""
        self._question = ""
        """What only the person knows about the file."""
        self._begun = ""
        """What the panel has put into the options for the person to go on typing."""
        self._asked = path
        """The path of the file that the options are about."""
        self._choices = Choices(context.renderer)
        self._meaning = TextBlock(context.renderer, id="meaning")
        self._files: tuple[FoundPath, ...] = ()
        """The files that are listed; empty while the list is closed."""
        self._completed = ""
        """The path that was completed last, for which the list is right."""
        self._reading: Future[ComparedFile] | None = None
        """The reading under way; None when it is done or was stopped."""
        self._stopped = Event()

    def compose_panel(self) -> ComposeResult:
        """Compose the title, the field, the files and a hint."""
        yield TextBlock(self.context.renderer, (((" Import a plan", Ink.BRIGHT),), ()))
        yield from (self._field, self._choices, self._options, self._meaning)

    def on_mount(self) -> None:
        """Put the cursor into the field."""
        super().on_mount()
        (self._options if self._options.display else self._field).input.focus()

    def update_content(self) -> None:
        """Fit the hint to the width."""
        if self._reading is not None:
            return
        if self._question:
            self._show_meaning(self._question, Ink.WARN)
        elif self._columns:
            self._show_columns()
        else:
            self._show_meaning(_HINT, Ink.DIM)

    def _show_columns(self) -> None:
        """Show what the columns are read as, as far as there is room."""
        width, room = self.app.size.width - 2, max(1, self.app.size.height // 3)
        self._meaning.lines = indented(flow(map(_column_piece, self._columns), width, (" · ", Ink.FAINT)))[:room]

    def _show_meaning(self, sentence: str, ink: Ink) -> None:
        width = max(20, self.app.size.width - 2)
        self._meaning.lines = indented(paragraph(visible(sentence), width, ink))

    def field_meanings(self) -> Sequence[tuple[str, str]]:
        """Return what can be typed into each field in view."""
        return [("File", _HINT), ("Read as", _FORMS)] if self._options.display else [("File", _HINT)]

    def focused_label(self) -> str:
        """Return the label of the field that has the focus."""
        return self._options.label if self._options.input.has_focus else self._field.label

    # Files -------------------------------------------------------------------------------------------------

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        if event.input is not self._field.input:
            return
        if event.value != self._asked:
            self._take_back_question()
        self.update_content()
        if self._files and event.value != self._completed:
            start_worker(self, WRITES, self._list)

    @on(events.DescendantFocus)
    def _other_field(self) -> None:
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the keys for files to the file, so that `tab` goes to the next field elsewhere."""
        is_about_files = action == "complete" or (action == "step" and parameters == (1,))
        if is_about_files and self._options.input.has_focus:
            return False
        return super().check_action(action, parameters)

    def action_complete(self) -> None:
        """Complete the path as far as it is clear; list the files if there are several."""
        start_worker(self, WRITES, self._complete)

    def action_step(self, step: int) -> None:
        """List the matching files, or go to another one of the list, or to the other field."""
        if self._files:
            self._choices.action_step(step)
        elif self._options.display:
            (self._options if step > 0 else self._field).input.focus()
        elif step > 0:
            start_worker(self, WRITES, self._list)

    async def _complete(self) -> None:
        typed = self._field.input.value
        found = await self._found(typed)
        if not found:
            return
        self._put(completed(typed, found))
        if len(found) > 1:
            self._show_files(found)
        else:
            self._show_files(())

    async def _list(self) -> None:
        self._completed = self._field.input.value
        self._show_files(await self._found(self._completed))

    async def _found(self, typed: str) -> tuple[FoundPath, ...]:
        """Return the files that a path may mean; without any, say so. A folder that does not answer has none."""
        looking = aside(lambda: found_paths(typed))
        await wait([looking], timeout=_AT_ONCE)
        if not looking.done():
            self._show_meaning("This folder does not answer yet. Try again.", Ink.WARN)
            return ()
        try:
            found = looking.result()
        except ImportRefused as error:
            self._show_meaning(str(error), Ink.BAD)
            return ()
        if not found:
            self._show_meaning("No file or folder here begins like this.", Ink.WARN)
        return found

    def _put(self, text: str) -> None:
        field = self._field.input
        self._completed = field.value = text
        field.cursor_position = len(text)

    def _show_files(self, files: tuple[FoundPath, ...]) -> None:
        """Open the list with these files, or close it without any."""
        self._files = files
        self._choices.styles.height = min(_ROWS, len(files), max(1, self.app.size.height - 9))
        wide = max((len(one.name) for one in files), default=0)
        self._choices.items = tuple(_file_line(one, wide) for one in files)
        self._choices.display = bool(files)
        self.refresh_bindings()

    @on(RowView.Opened)
    def _clicked(self) -> None:
        self.action_submit()

    # Reading -----------------------------------------------------------------------------------------------

    def action_submit(self) -> None:
        """Take the file from the list, then read it; a folder is listed."""
        if self._reading is not None:
            return
        if self._files:
            chosen = self._files[self._choices.cursor]
            self._put(chosen.text)
            self._show_files(())
            if chosen.is_folder:
                start_worker(self, WRITES, self._list)
                return
        text = self._field.input.value.strip()
        if not text:
            self._complain("Enter a file name.", self._field)
            return
        try:
            said = read_options(self._options.input.value) if self._options.display else TableOptions()
        except InvalidInput as error:
            self._complain(str(error), self._options)
            return
        start_worker(self, WRITES, self._start_reading, text, said)

    async def _start_reading(self, text: str, said: TableOptions) -> None:
        """Read the file in a thread; after a moment, keys no longer wait for it."""
        stopped = self._stopped = Event()
        store, today, order = self.context.store, self.context.today, self.context.settings.date_order
        settings = self.context.preferences.path

        def progress(done: int, total: int) -> None:
            if stopped.is_set():
                raise ImportRefused("stopped")

        reading = self._reading = aside(lambda: read_and_compare(text, store, today, progress, order, settings, said))
        await wait([reading], timeout=_AT_ONCE)
        if reading.done():
            await self._finish_reading(reading)
            return
        self._show_meaning("Reading the file and comparing it with your projects. Press esc to stop.", Ink.WARN)
        start_worker(self, "reading", self._finish_reading, reading)  # no key waits for this

    async def _finish_reading(self, reading: Future[ComparedFile]) -> None:
        try:
            found = await reading
        except ImportQuestion as error:
            if reading is self._reading:
                self._ask(error)
        except MilestoneError as error:
            if reading is self._reading:
                self._complain(str(error))
        else:
            if reading is self._reading:
                self._reading = None
                self.dismiss(found)

    def _ask(self, question: ImportQuestion) -> None:
        """Show what only the person knows, with an answer begun."""
        self._reading = None
        field = self._options.input
        self._asked = self._field.input.value
        field.value = self._begun = _joined(question.begun, field.value if self._options.display else "")
        field.cursor_position = len(field.value)
        self._options.display = True
        field.focus()
        self._question = _in_the_field(str(question))
        self.update_content()

    def _take_back_question(self) -> None:
        """Forget the question about another file, unless the person has begun to answer it."""
        if self._question and self._options.input.value == self._begun:
            self._options.display = False
        self._question = self._begun = ""
        self._columns = ()

    def action_leave(self) -> None:
        """Stop the reading, close the list, or close without an answer."""
        if self._reading is not None:
            self._stopped.set()
            self._complain("Not read: you stopped it. Choose another file, or press ↵ to try again.")
        elif self._files:
            self._show_files(())
        else:
            super().action_leave()

    def _complain(self, sentence: str, field: PanelField | None = None) -> None:
        """Show what is wrong: beside the field, by default the one in question, if it fits there, else below it."""
        self._reading = None
        self.update_content()
        sentence = _in_the_field(sentence)
        if field is None:
            is_about_options = self._options.display and self._field.input.value == self._asked
            field = self._options if is_about_options else self._field
        width, wide = self.app.size.width, cells(sentence) + 2
        room = width - _LABEL - max(_LEAST, cells(field.input.value) + 1)
        if wide <= min(room, _BESIDE * width):
            field.complain(visible(sentence))
        else:
            self._show_meaning(sentence, Ink.BAD)
        field.input.focus()


def _in_the_field(sentence: str) -> str:
    """Return a sentence on options without `--map`, which nobody needs to type here."""
    return sentence.replace('--map "', '"')


def _joined(begun: str, typed: str) -> str:
    """Return the options that were typed with those that are begun, the columns first."""
    if not typed.strip():
        return begun
    if begun.startswith("-"):
        return f"{typed.strip()} {begun}"
    return f"{begun} {typed}" if typed.startswith("-") else f"{begun},{typed}"


def _file_line(one: FoundPath, wide: int) -> Line:
    size = "" if one.is_folder else size_words(one.size)
    return ((f" {one.name:{wide}}", Ink.BRIGHT if one.is_folder else Ink.TEXT), (f"   {size}", Ink.DIM))


def _column_piece(column: ReadColumn) -> Line:
    """Return a column with what it is read as."""
    meaning = visible(column.read_as) if column.read_as else "skipped"
    return ((visible(column.name), Ink.BRIGHT), (f"  {meaning}", Ink.DIM))
