"""The panel to choose a template for a new project, built-in or saved."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from textual.app import ComposeResult

from milestone_tui.errors import InvalidInput, NotFound
from milestone_tui.plan.language.wording import date_words
from milestone_tui.plan.model import SavedTemplate
from milestone_tui.plan.templates.library import built_in_templates
from milestone_tui.plan.templates.serialization import read_template
from milestone_tui.plan.templates.template import Template
from milestone_tui.ui.base.choice_panel import ChoicePanel
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys, bind, hidden
from milestone_tui.ui.renderer import Line, fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.templates.words import preview, size_words
from milestone_tui.ui.widgets.text_block import TextBlock

_ROWS = 6
"""The most templates in view."""
_PREVIEW = 7
_AROUND = 7
"""Lines of the panel besides the choices and the preview."""
_NAME = 28


class _Entry(NamedTuple):
    name: str
    template: Template | None
    """None when the saved text cannot be read."""
    trouble: str = ""
    """Why it cannot be read."""
    saved: SavedTemplate | None = None
    """None for a built-in template."""


class TemplatesScreen(ChoicePanel[Template]):
    """Panel of the templates with a preview of the one under the cursor; answers with the chosen one."""

    BINDINGS: ClassVar[Keys] = [
        bind("templates.choose", "enter", "use", "Create a project from this template"),
        bind("templates.down", "down,j", "choose", "Go to the next template", "step(1)", display="↑ ↓"),
        hidden("templates.up", "up,k", "choose", "Go to the previous template", "step(-1)"),
        bind("templates.delete", "d", "delete", "Delete a saved template"),
    ]

    DEFAULT_CSS = """
    TemplatesScreen Choices { margin: 1 0; }
    """

    def __init__(self, context: Context, at: Template | None = None, question: str = "Choose a template") -> None:
        """Open the panel with the cursor on the template `at`."""
        super().__init__(context)
        self._question = question
        self._entries = _read(context)
        self._at = next((place for place, entry in enumerate(self._entries) if at and entry.template == at), 0)
        self._preview = TextBlock(context.renderer)

    def compose_panel(self) -> ComposeResult:
        """Yield the title, the templates and the preview."""
        yield TextBlock(self.context.renderer, (((f" {self._question}", Ink.BRIGHT),),))
        yield self._choices
        yield self._preview

    def on_mount(self) -> None:
        """Watch the cursor."""
        super().on_mount()
        self.watch(self._choices, "cursor", self._show_preview, init=False)
        self._choices.cursor = self._at

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether a key works: only saved templates can be deleted."""
        return self._entry.saved is not None if action == "delete" else True

    @property
    def _entry(self) -> _Entry:
        return self._entries[min(self._choices.cursor, len(self._entries) - 1)]

    def update_content(self) -> None:
        """Show the templates and the preview of the one under the cursor."""
        cursor = self._choices.cursor
        rows = min(_ROWS, len(self._entries))
        phases = max(len(entry.template.phases) + 1 for entry in self._entries if entry.template)
        self._choices.styles.height = rows
        self._preview.styles.height = max(0, min(1 + _PREVIEW, 1 + phases, self.app.size.height - _AROUND - rows))
        self._choices.items = tuple(map(self._line, self._entries))
        self._choices.cursor = min(cursor, len(self._entries) - 1)
        self._show_preview()

    def _line(self, entry: _Entry) -> Line:
        size = (size_words(entry.template, phases=False), Ink.DIM) if entry.template else ("cannot be read", Ink.BAD)
        when = f"  saved {date_words(entry.saved.saved_at.date(), self.context.today)}" if entry.saved else ""
        return (("   " + fit(entry.name, _NAME) + "  ", Ink.TEXT), size, (when, Ink.DIM))

    def _show_preview(self) -> None:
        entry, width = self._entry, self.app.size.width - 1
        if entry.template is None:
            self._preview.lines = (((f" {entry.trouble}", Ink.BAD),),)
        else:
            about = fit(entry.template.description, width - 1).rstrip() or "Saved from a project."
            self._preview.lines = (((f" {about}", Ink.DIM),), *preview(entry.template, width, _PREVIEW))
        self.refresh_bindings()

    def action_choose(self) -> None:
        """Answer with the template under the cursor."""
        if self._entry.template is None:
            self.refuse_prompt(self._entry.trouble)
        else:
            self.dismiss(self._entry.template)

    def action_delete(self) -> None:
        """Delete the template under the cursor."""
        if (saved := self._entry.saved) is None:
            return
        id_, name = saved.id, fit(saved.name, 40).rstrip()

        def done(_: object) -> None:
            self._entries = _read(self.context)
            self.update_content()
            self.show_status(f'Deleted "{name}" · esc, then u to undo')

        self.run_command(lambda do: do.templates.delete(id_), done, lambda error: self.show_error(str(error)))


def template_named(context: Context, name: str) -> Template:
    """Return the template of a name, or raise NotFound."""
    for entry in _read(context):
        if entry.name == name and entry.template is not None:
            return entry.template
    raise NotFound(f'The template "{name}" was deleted. Press N to choose another one.')


def _read(context: Context) -> list[_Entry]:
    """Return all templates, the built-in ones first."""
    return [
        *(_Entry(template.name, template) for template in built_in_templates()),
        *map(_entry, context.store.read.templates()),
    ]


def _entry(saved: SavedTemplate) -> _Entry:
    try:
        return _Entry(saved.name, read_template(saved.body)._replace(name=saved.name), saved=saved)
    except InvalidInput as error:
        return _Entry(saved.name, None, str(error), saved)
