"""The panel that saves a project as a template."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.drafts import Unfinished, UnfinishedKind
from milestone_tui.plan.language.text import fold, tidy
from milestone_tui.plan.language.wording import count_words
from milestone_tui.plan.templates.serialization import template_text
from milestone_tui.plan.templates.template import template_of
from milestone_tui.ui.base.field_panel import FieldPanel, field_keys
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys
from milestone_tui.ui.renderer import fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.templates.words import preview, size_words
from milestone_tui.ui.widgets.panel_field import PanelField
from milestone_tui.ui.widgets.text_block import TextBlock

_PREVIEW = 7


class SaveTemplateScreen(FieldPanel[int]):
    """Panel that saves a template and answers with its id."""

    BINDINGS: ClassVar[Keys] = field_keys("save.save", "save", "Save this plan as a template")

    def __init__(self, context: Context, project_id: int, kept: Unfinished | None = None) -> None:
        super().__init__(context, kept)
        self._project_id = project_id
        read, renderer = context.store.read, context.renderer
        plan = read.plan(project_id)
        self._key = plan.project.key
        self._template = template_of(plan, read.criteria(project_id), plan.project.name)
        own = {m.id for m in plan.milestones}
        self._outward = sum(not {link.predecessor_id, link.successor_id} <= own for link in plan.links)
        self._taken = {fold(template.name) for template in read.templates()}
        self._replaces = ""
        self._fields = {
            "name": PanelField(renderer, "name", "Name", plan.project.name),
            "description": PanelField(renderer, "description", "Description", placeholder="when to use it"),
        }

    def compose_panel(self) -> ComposeResult:
        """Yield the title, the fields and what will be saved."""
        size = f"  {size_words(self._template)}, {count_words(len(self._template.links), 'link')}"
        title = ((" Save ", Ink.TEXT), (self._key, Ink.BRIGHT), (" as a template", Ink.TEXT), (size, Ink.DIM))
        yield TextBlock(self.context.renderer, (title, ()))
        yield from self._fields.values()
        unsaved = "Not saved: people, values, deadlines and days off"
        if self._outward:
            unsaved += f", {count_words(self._outward, 'link')} to other projects"
        lines = preview(self._template, self.app.size.width - 1, _PREVIEW)
        yield TextBlock(self.context.renderer, ((), *lines, ((f" {unsaved}", Ink.DIM),)))

    def on_mount(self) -> None:
        """Select the suggested name, so that typing replaces it."""
        super().on_mount()
        if self.unfinished() is None:
            self._fields["name"].input.select_all()

    def about(self) -> Unfinished:
        """Return a draft without the texts of the fields."""
        title = f'Template "{tidy(self._fields["name"].value)}"'
        return Unfinished(UnfinishedKind.TEMPLATE, self._project_id, title)

    def submit(self) -> None:
        """Save the template."""
        if not (name := tidy(self._fields["name"].value)):
            raise InvalidInput("name", "Enter a name for the template.")
        if fold(name) in self._taken and fold(name) != self._replaces:
            self._replaces = fold(name)
            raise InvalidInput("name", "Another template has this name. Press ↵ again to replace it.")
        about = tidy(self._fields["description"].value)
        body = template_text(self._template._replace(name=name, description=about))
        done = f'Saved template "{fit(name, 40).rstrip()}" · N on Projects to use it'
        self.write_and_answer(lambda do: do.templates.save(name, body), done)
