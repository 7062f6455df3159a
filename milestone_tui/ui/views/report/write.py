"""The panel that writes a report: in which format, where, and whether to open it."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult

from milestone_tui.errors import InvalidInput, cause
from milestone_tui.files import refuse_database, replace_file
from milestone_tui.report.blocks import Report
from milestone_tui.ui.base.panel import Panel
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys, bind, hidden
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.report.formats import CHOICES, Choice, renamed
from milestone_tui.ui.views.report.opening import opener
from milestone_tui.ui.widgets.choices import Choices
from milestone_tui.ui.widgets.panel_field import PanelField
from milestone_tui.ui.widgets.rows import RowView
from milestone_tui.ui.widgets.text_block import TextBlock
from milestone_tui.ui.workers import WRITES, start_worker

_LABEL = 15
"""Cells of the labels of fields."""


class Written(NamedTuple):
    """A report that was written."""

    path: Path
    opener: Sequence[str]
    """The command that opens it; empty if it stays closed."""


class WritePanel(Panel[Written]):
    """Panel that writes a report to a file, and answers with where."""

    SHOWS_PAST = True

    BINDINGS: ClassVar[Keys] = [
        # Priority, since the field would handle these keys itself.
        bind("write.submit", "enter,ctrl+s", "write", "Write the report to this file", "submit", priority=True),
        bind("write.down", "down", "format", "Go to the next format", "step(1)", priority=True, display="↑ ↓"),
        hidden("write.up", "up", "format", "Go to the previous format", "step(-1)", priority=True),
        bind("write.open", "tab", "open it or not", "Open it afterwards, or not", "open_or_not", priority=True),
    ]

    DEFAULT_CSS = """
    WritePanel Choices { height: 4; margin-bottom: 1; }
    WritePanel #about { margin-top: 1; }
    """

    def __init__(self, context: Context, report: Report, title: str, name: str, format_: Choice) -> None:
        """`title`: what is written; `name`: the proposed file, without its suffix."""
        super().__init__(context)
        self._report, self._title = report, title
        self._opener, self._opens = opener(), False
        self._choices = Choices(context.renderer, beside_fields=True)
        self._chosen = CHOICES.index(format_)
        self._field = PanelField(context.renderer, "file", "File", f"{name}{format_.suffix}")
        self._open_line = TextBlock(context.renderer)
        self._agreed: Path | None = None
        """An existing file that may be replaced."""
        self._busy = False

    def compose_panel(self) -> ComposeResult:
        """Compose formats, file, and whether to open it."""
        yield TextBlock(self.context.renderer, (((f" {self._title}", Ink.BRIGHT),), ()))
        wide = max(len(format_.label) for format_ in CHOICES)
        self._choices.items = tuple(
            ((f"   {format_.label:<{wide}}", Ink.BRIGHT), (f"   {format_.about}", Ink.DIM)) for format_ in CHOICES
        )
        yield self._choices
        yield self._field
        yield self._open_line

    def on_mount(self) -> None:
        """Put the cursor into the field."""
        super().on_mount()
        self._choices.cursor = self._chosen
        self._field.input.focus()
        self._show_open()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to open the file only where there is a display."""
        if action == "open_or_not" and not self._opener:
            return False
        return super().check_action(action, parameters)

    def _show_open(self) -> None:
        if self._opener:
            words = "yes" if self._opens else "no"
            self._open_line.lines = (((" Open it".ljust(_LABEL), Ink.DIM), (words, Ink.TEXT)),)

    # Keys --------------------------------------------------------------------------------------------------

    @property
    def _format(self) -> Choice:
        return CHOICES[self._choices.cursor]

    def action_step(self, step: int) -> None:
        """Choose another format, and name the file after it."""
        self._choices.action_step(step)

    @on(RowView.Highlighted)
    def _rename(self) -> None:
        field = self._field.input
        if (name := renamed(field.value, self._format.suffix)) != field.value:
            field.value = name
            field.cursor_position = len(name)

    @on(RowView.Opened)
    def _clicked(self) -> None:
        self.action_submit()

    def action_open_or_not(self) -> None:
        """Open the file afterwards, or do not."""
        self._opens = not self._opens
        self._show_open()

    def action_submit(self) -> None:
        """Write the file, or show what is wrong with its name."""
        if self._busy:
            return
        try:
            path, is_there = self._path()
        except InvalidInput as error:
            self._complain(error)
            return
        if is_there and path != self._agreed:
            self._agreed = path
            self.show_error(f"{self._field.value.strip()} exists. Press ↵ again to replace it.")
            return
        self._busy = True
        start_worker(self, WRITES, self._write, path, self._format)

    def _path(self) -> tuple[Path, bool]:
        """Return the file that is named, and whether it exists; raise InvalidInput where none can be written."""
        name = self._field.value.strip()
        if not name:
            raise InvalidInput("file", "Enter a file name.")
        try:
            path = Path(name).expanduser().absolute()
            is_folder, is_in_folder = path.is_dir(), path.parent.is_dir()
            is_there, is_file = path.exists(), path.is_file()
        except RuntimeError as error:
            raise InvalidInput("file", "Unknown home folder. Enter a whole path.") from error
        except OSError as error:
            raise InvalidInput("file", f"cannot be written: {cause(error)}.") from error
        if is_folder:
            raise InvalidInput("file", "is a folder. Add a file name.")
        if not is_in_folder:
            raise InvalidInput("file", "is in no folder that exists.")
        if is_there and not is_file:
            raise InvalidInput("file", "is no regular file. Enter another.")
        refuse_database(path, self.context.store.path)
        return path, is_there

    async def _write(self, path: Path, format_: Choice) -> None:
        try:
            await to_thread(lambda: replace_file(path, format_.format.draw(self._report).encode()))
        except InvalidInput as error:
            self._complain(error)
        else:
            self.dismiss(Written(path, self._opener if self._opens else ()))
        finally:
            self._busy = False

    def _complain(self, error: InvalidInput) -> None:
        self._field.complain(error.brief)
        self._field.input.focus()
