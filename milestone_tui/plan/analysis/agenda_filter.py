"""The filter language on the agenda: it shows all projects, so bare words also match key, name and client."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from milestone_tui.plan.analysis.agenda import AgendaFigures, AgendaItem, Section
from milestone_tui.plan.language.filter import Facts, Filter, milestone_facts
from milestone_tui.plan.language.project_filter import own_facts
from milestone_tui.plan.model import Milestone


def matching(
    items: Iterable[AgendaItem], wanted: Filter, figures: AgendaFigures, today: date
) -> tuple[AgendaItem, ...]:
    """Return the items that match; what awaits acceptance belongs to its approver too."""
    if not wanted:
        return tuple(items)
    projects: dict[int, Facts] = {}
    found: list[AgendaItem] = []
    for item in items:
        project_id = item.project.id
        if (of_project := projects.get(project_id)) is None:
            of_project = projects[project_id] = own_facts(item.project)
        facts = _facts(item, figures, today, of_project)
        if wanted.matches(facts) or (
            item.section is Section.AWAITING
            and isinstance(item.subject, Milestone)
            and wanted.matches(facts._replace(owner=item.subject.approver))
        ):
            found.append(item)
    return tuple(found)


def _facts(item: AgendaItem, figures: AgendaFigures, today: date, of_project: Facts) -> Facts:
    subject = item.subject
    if isinstance(subject, Milestone):
        id_, words = subject.id, of_project.words
        return milestone_facts(subject, item.project, today, id_ in figures.critical, id_ in figures.too_soon, words)
    return of_project._replace(
        title=f"{subject.called} {subject.title}", owner=subject.owner, kind=subject.kind, due_on=subject.review_on
    )
