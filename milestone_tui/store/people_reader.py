"""Queries about people: who they are, what they own and how much work they have."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING

import milestone_tui.store.mappers as rows
import milestone_tui.store.queries as queries
from milestone_tui.errors import NotFound
from milestone_tui.plan.model import Milestone, Person
from milestone_tui.store.asking import Asking

if TYPE_CHECKING:
    from milestone_tui.plan.analysis.status import OpenMilestone
    from milestone_tui.plan.monitoring import Absence
    from milestone_tui.plan.people import Assignment, PersonSummary, ProjectRole, WorkPlan


class PeopleReader(Asking):
    """What can be read about people."""

    def open_milestones_of_people(self) -> tuple[OpenMilestone, ...]:
        """Return the open milestones that somebody owns, and those that await the acceptance of somebody named."""
        return self._ask(queries.awaiting.of_people)

    def people(self) -> tuple[Person, ...]:
        """Return all people, by name."""
        return self._all(rows.PERSON, "person ORDER BY name COLLATE NOCASE")

    def person(self, person_id: int) -> Person:
        """Return one person; raise NotFound."""
        found = self._all(rows.PERSON, "person WHERE id = ?", person_id)
        if not found:
            raise NotFound("This person no longer exists: somebody deleted them.")
        return found[0]

    def people_summaries(self, project_id: int | None = None) -> tuple[PersonSummary, ...]:
        """Return all people with their roles and load, by name; for a project, only those involved in it."""
        return self._ask(queries.people.people, project_id)

    def roles(self, project_id: int | None = None) -> tuple[ProjectRole, ...]:
        """Return the roles in a project, or in all projects that are not archived; by project, role and name."""
        return self._ask(queries.people.roles, project_id)

    def assignments(self, person_id: int | None = None) -> tuple[Assignment, ...]:
        """Return the effort on milestones, of one person or of all, by name."""
        return self._ask(queries.people.assignments, person_id)

    def work_plan(self, today: date) -> WorkPlan:
        """Return the work of all people from `today` on, and how many open milestones they have to do with."""
        return self._ask(queries.workload.work_plan, today)

    def involved(self) -> Mapping[int, Collection[int]]:
        """Return the open milestones that each person owns, approves or works on, by person id."""
        return self._ask(queries.workload.involved)

    def work_floats(self) -> Mapping[int, int]:
        """Return the total float of every open milestone with a date in live projects, by id."""
        return self._ask(queries.workload.floats)

    def absences(self, person_id: int | None = None) -> tuple[Absence, ...]:
        """Return the absences of one person, or of all, by first day."""
        return self._ask(queries.workload.absences, person_id)

    def responsible(self, person_id: int) -> tuple[Milestone, ...]:
        """Return the milestones that a person owns, approves or works on, by date."""
        found = """milestone_view WHERE id IN (
            SELECT id FROM milestone WHERE owner_id = ? UNION SELECT id FROM milestone WHERE approver_id = ?
            UNION SELECT milestone_id FROM assignment WHERE person_id = ?
            ) ORDER BY coalesce(done_on, due_on) IS NULL, coalesce(done_on, due_on), id"""
        return self._all(rows.MILESTONE, found, person_id, person_id, person_id)
