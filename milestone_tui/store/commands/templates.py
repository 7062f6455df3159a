"""Templates: plans to create projects from."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import select

from milestone_tui.errors import InvalidInput
from milestone_tui.plan import rules
from milestone_tui.plan.inputs import CriterionInput, LinkInput, PhaseInput
from milestone_tui.plan.templates.template import NewPlan
from milestone_tui.store.commands.lookups import existing_row, project_row, require_id
from milestone_tui.store.commands.milestones import Milestones
from milestone_tui.store.commands.phases import Phases
from milestone_tui.store.commands.projects import Projects
from milestone_tui.store.tables.others import TemplateRow
from milestone_tui.store.tables.plan import MilestoneRow
from milestone_tui.store.transaction import CommandGroup


class Templates(CommandGroup):
    """Commands on templates."""

    def save(self, name: str, body: str) -> int:
        """Save a template and return its id; one with the same name, ignoring case, is replaced.

        `body` is the text that `plan.templates` writes. Raises InvalidInput.
        """
        tidied = rules.validate_name("name", "name", name)
        rows = self._transaction.session.exec(select(TemplateRow)).all()
        row = next((row for row in rows if row.name.casefold() == tidied.casefold()), None)
        now = self._transaction.clock.now()
        if row is None:
            row = TemplateRow(name=tidied, body=body, saved_at=now)
        elif (row.name, row.body) != (tidied, body):
            row.name, row.body, row.saved_at = tidied, body, now
        self._transaction.session.add(row)
        self._transaction.session.flush()
        self._transaction.add_label(f'Save template "{tidied}"')
        return require_id(row.id)

    def start(self, changes: Mapping[str, object], name: str, plan: NewPlan) -> int:
        """Create a project from `plan`, which is the template `name` with dates, and return its id.

        `changes` are the project's own fields, keyed as in `plan.fields.PROJECT_FIELDS`. Raises InvalidInput.
        """
        key = rules.validate_project(rules.NEW_PROJECT, {**rules.NEW_PROJECT, **changes})["key"]
        self._transaction.add_label(f'Start {key} from "{rules.validate_line("name", name)}"', whole=True)
        project_id = Projects(self._transaction).create(changes)
        Phases(self._transaction).set(project_id, [PhaseInput(None, phase) for phase in plan.phases], [])
        self._add_milestones(project_id, plan)
        return project_id

    def fill(self, project_id: int, name: str, plan: NewPlan) -> None:
        """Add the milestones of `plan` to a project without any; phases of the same name are one.

        `plan` is the template of that name with its days. Raises InvalidInput and NotFound.
        """
        key = project_row(self._transaction, project_id).key
        if self._transaction.session.exec(select(MilestoneRow.id).where(MilestoneRow.project_id == project_id)).first():
            raise InvalidInput("", f"Nothing added: somebody added milestones to {key} before you.")
        self._transaction.add_label(f'Fill {key} from "{rules.validate_line("name", name)}"', whole=True)
        self._add_milestones(project_id, plan)

    def _add_milestones(self, project_id: int, plan: NewPlan) -> None:
        milestones, ids = Milestones(self._transaction), list[int]()
        for m in plan.milestones:
            criteria = [CriterionInput(None, text) for text in m.criteria]
            predecessors = [LinkInput(ids[place], lag) for place, lag in m.predecessors]
            ids.append(milestones.create(project_id, m.fields, criteria=criteria, predecessors=predecessors))

    def delete(self, template_id: int) -> None:
        """Delete a template; projects created from it stay. Raises NotFound."""
        row = existing_row(self._transaction, TemplateRow, template_id, "template")
        self._transaction.add_label(f'Delete template "{row.name}"')
        self._transaction.session.delete(row)
