"""Filling a project from a template: its milestones, on days from the start of the project on."""

from __future__ import annotations

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.language.wording import count_words
from milestone_tui.plan.model import Project
from milestone_tui.plan.templates.template import NewPlan, Template, ending_on, started_on
from milestone_tui.ui.base.store_screen import StoreScreen
from milestone_tui.ui.views.templates.screen import TemplatesScreen


def fill_from_template(screen: StoreScreen, project: Project) -> None:
    """Ask for a template, and add its milestones to a project."""

    def fill(template: Template | None) -> None:
        if template is None:
            return
        try:
            plan = _planned(template, project, screen)
        except InvalidInput as error:
            screen.refuse_prompt(str(error))
            return
        said = f"Added {count_words(len(plan.milestones), 'milestone')} · u to undo"
        screen.run_command(
            lambda do: do.templates.fill(project.id, template.name, plan), lambda _: screen.show_status(said)
        )

    screen.ask(
        lambda: TemplatesScreen(screen.context, question=f"Add milestones from a template to {project.key}"), fill
    )


def _planned(template: Template, project: Project, screen: StoreScreen) -> NewPlan:
    """Return the template with its days: from the start of the project, else back from its target, else from today."""
    if project.start_on is None and project.target_on is not None:
        return ending_on(template, project.target_on, project.calendar)
    return started_on(template, project.start_on or screen.context.today, project.calendar)
