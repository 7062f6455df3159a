"""The read side: the views, read with the standard library's driver into frozen values of the plan; no ORM here."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, NamedTuple, ParamSpec, TypeVar

import milestone_tui.store.journal as journal
import milestone_tui.store.mappers as rows
import milestone_tui.store.queries as queries
from milestone_tui.errors import NotFound
from milestone_tui.plan.actor import Actor
from milestone_tui.plan.model import (
    Baseline,
    Change,
    Criterion,
    Holiday,
    LinkedMilestone,
    Milestone,
    Person,
    Phase,
    Plan,
    Project,
    ProjectSummary,
    SavedTemplate,
    Verdict,
)
from milestone_tui.store.errors import translate_errors
from milestone_tui.store.unreadable import unreadable_named

if TYPE_CHECKING:
    from datetime import datetime

    from milestone_tui.plan.agreements import BaselineEntry
    from milestone_tui.plan.analysis.history import HistoryEntry
    from milestone_tui.plan.analysis.portfolio import RoadmapMark
    from milestone_tui.plan.detail import MilestoneDetail
    from milestone_tui.plan.drafts import KeptDraft
    from milestone_tui.plan.language.name_search import NameIndex, Target
    from milestone_tui.plan.language.project_filter import ProjectSearch
    from milestone_tui.plan.people import Assignment, PersonSummary, ProjectRole

_Asked = ParamSpec("_Asked")
_Answer = TypeVar("_Answer")
_Value = TypeVar("_Value", bound=NamedTuple)


class Reader:
    """Answers questions about the database on the thread that made it; every answer is one consistent snapshot.

    Each method raises StoreUnavailable or DatabaseUnusable when the file cannot be read.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path, actor: Actor) -> None:
        """`actor` is whose changes are there to undo."""
        self._connection = connection
        self._path = path
        self._actor = actor

    def projects(
        self, today: date, archived: bool = False, project_ids: Collection[int] | None = None
    ) -> tuple[ProjectSummary, ...]:
        """Return every project, or those of these ids and all that links lead to, with its figures at `today`, by key.

        Those put into the archive are left out unless they are asked for.
        """
        return self._ask(queries.portfolio.summaries, today, archived, project_ids)

    def unjudged(self, today: date, archived: bool, verdicts: Mapping[int, Verdict]) -> tuple[ProjectSummary, ...]:
        """Return just the projects of these ids, as `projects` does but with the health that is known of them."""
        return self._ask(queries.portfolio.unjudged, today, archived, verdicts)

    def reach(self, project_ids: Collection[int]) -> int:
        """Return how many milestones these projects have, and all that links lead to from them."""
        return self._ask(queries.portfolio.reach, project_ids)

    def project_search(self, today: date, *, archived: bool, links: bool) -> ProjectSearch:
        """Return what a filter of projects looks at; the archive, and the links, only where they are asked for."""
        return self._ask(queries.project_search.project_search, today, archived=archived, links=links)

    def names(self) -> Mapping[str, tuple[str, ...]]:
        """Return the names of people, phases, clients and projects, by the key of a filter that asks for them."""
        return self._ask(queries.project_search.names)

    def name_index(self, here: int | None) -> NameIndex:
        """Return the names of all projects, people and milestones, those of the project `here` before their like."""
        return self._ask(queries.targets.name_index, here)

    def milestone_targets(self, ids: Sequence[int]) -> Mapping[int, Target]:
        """Return the milestones of these ids that still exist, as the palette names them, by id."""
        return self._ask(queries.targets.milestone_targets, ids)

    def roadmap(self, project_ids: Sequence[int]) -> Mapping[int, tuple[RoadmapMark, ...]]:
        """Return what a time axis shows of each of these projects, by date; a project without dates is left out."""
        return self._ask(queries.roadmap.marks, project_ids)

    def project(self, project_id: int) -> Project:
        """Return one project; raises NotFound."""
        return self._ask(queries.plan.project, project_id)

    def project_by_key(self, key: str) -> Project | None:
        """Return the project of that key, in whatever case it was typed."""
        return self._ask(queries.plan.project_by_key, key)

    def milestone_count(self, project_ids: Collection[int]) -> int:
        """Return how many milestones these projects have, the cancelled ones too."""
        with self._snapshot() as db:
            marks = ",".join("?" * len(project_ids))
            query = f"SELECT count(*) FROM milestone WHERE project_id IN ({marks})"
            return int(db.execute(query, tuple(project_ids)).fetchone()[0])

    def project_keys(self, project_ids: Collection[int]) -> Mapping[int, str]:
        """Return the keys of projects by their ids."""
        with self._snapshot() as db:
            marks = ",".join("?" * len(project_ids))
            found = db.execute(f"SELECT id, key FROM project WHERE id IN ({marks})", tuple(project_ids))
            return {id_: rows.text(key) for id_, key in found}

    def plan(self, project_id: int) -> Plan:
        """Return all that a timeline shows of a project; raises NotFound."""
        with self._snapshot() as db:
            return queries.plan.plan(db, queries.plan.project(db, project_id))

    def linked_plans(self, *shown: Plan) -> tuple[Plan, ...]:
        """Return the plans of the other projects that links lead to, from these and on from those, by key."""
        return self._ask(queries.plan.linked_plans, *shown)

    def linked_size(self, plan: Plan) -> int:
        """Return how many milestones `linked_plans` would bring, without reading them."""
        inside = {m.id for m in plan.milestones}
        if inside.issuperset(end for link in plan.links for end in link[1:3]):
            return 0
        return self._ask(queries.portfolio.reach, {plan.project.id}) - len(plan.milestones)

    def everything(self, project_key: str | None = None, *, archived: bool = False) -> tuple[Plan, ...]:
        """Return the plans of all projects, by key; of one project when its key is given.

        Those in the archive are left out unless they are asked for, or their key is given. Raises NotFound when there
        is no project of that key.
        """
        return self._ask(queries.plan.everything, project_key, archived=archived)

    def milestones(self, ids: Sequence[int]) -> tuple[Milestone, ...]:
        """Return the milestones of these ids that still exist, by id."""
        with self._snapshot() as db:
            return tuple(queries.plan.milestones(db, ids))

    def milestone(self, milestone_id: int) -> Milestone:
        """Return one milestone; raises NotFound."""
        found = self.milestones((milestone_id,))
        if not found:
            raise NotFound("That milestone no longer exists.")
        return found[0]

    def detail(self, milestone_id: int) -> MilestoneDetail:
        """Return one milestone with all that hangs on it; raises NotFound."""
        return self._ask(queries.detail.detail, milestone_id)

    def completes(self, milestone_id: int) -> bool:
        """Return whether nothing is open any more in the phase of a milestone, or in its whole project."""
        open_ = "SELECT 1 FROM milestone AS other WHERE other.state NOT IN ('done', 'cancelled') AND other."
        query = f"""
            SELECT NOT EXISTS ({open_}phase_id = this.phase_id) AND this.phase_id IS NOT NULL
                OR NOT EXISTS ({open_}project_id = this.project_id)
            FROM milestone AS this WHERE this.id = ?
        """
        with self._snapshot() as db:
            row = db.execute(query, (milestone_id,)).fetchone()
        return bool(row and row[0])

    def open_predecessors(self, ids: Collection[int]) -> tuple[LinkedMilestone, ...]:
        """Return what is still open before those of these milestones that are done, by date.

        What is cancelled, or in a project that is cancelled or archived, holds nobody.
        """
        return self._ask(queries.plan.open_predecessors, ids)

    def people(self) -> tuple[Person, ...]:
        """Return everybody, by name."""
        return self._all(rows.PERSON, "person ORDER BY name COLLATE NOCASE")

    def people_summaries(self, project_id: int | None = None) -> tuple[PersonSummary, ...]:
        """Return everybody with their roles and what they have to do, by name; of a project, who has any there."""
        return self._ask(queries.agreed.people, project_id)

    def roles(self, project_id: int | None = None) -> tuple[ProjectRole, ...]:
        """Return who is what: in a project, or in all that are not in the archive; by project, role and name."""
        return self._ask(queries.agreed.roles, project_id)

    def assignments(self, person_id: int | None = None) -> tuple[Assignment, ...]:
        """Return the work on milestones, of a person or of everybody, by name."""
        return self._ask(queries.agreed.assignments, person_id)

    def responsible(self, person_id: int) -> tuple[Milestone, ...]:
        """Return the milestones that a person owns, accepts or works on, by date."""
        found = """milestone_view WHERE id IN (
            SELECT id FROM milestone WHERE owner_id = ?1 UNION SELECT id FROM milestone WHERE approver_id = ?1
            UNION SELECT milestone_id FROM assignment WHERE person_id = ?1
            ) ORDER BY coalesce(done_on, due_on) IS NULL, coalesce(done_on, due_on), id"""
        return self._all(rows.MILESTONE, found, person_id)

    def holidays(self, project_id: int) -> tuple[Holiday, ...]:
        """Return the days off of a project with their names, by day."""
        return self._all(rows.HOLIDAY, "holiday WHERE project_id = ? ORDER BY day", project_id)

    def phases(self, project_id: int) -> tuple[Phase, ...]:
        """Return the phases of a project, in their order."""
        return self._ask(queries.plan.phases, project_id)

    def baselines(self, project_id: int) -> tuple[Baseline, ...]:
        """Return the baselines of a project, oldest first."""
        return self._all(rows.BASELINE, "baseline WHERE project_id = ? ORDER BY id", project_id)

    def baseline_entries(self, baseline_id: int) -> tuple[BaselineEntry, ...]:
        """Return what a baseline holds, by date; also of milestones that were deleted since."""
        return self._ask(queries.agreed.baseline_entries, baseline_id)

    def templates(self) -> tuple[SavedTemplate, ...]:
        """Return the templates that were saved, by name."""
        return self._all(rows.TEMPLATE, "template ORDER BY name COLLATE NOCASE")

    def criteria(self, project_id: int) -> tuple[Criterion, ...]:
        """Return the criteria of all milestones of a project, each milestone's in their order."""
        of = "milestone_id IN (SELECT id FROM milestone WHERE project_id = ?)"
        return self._all(rows.CRITERION, f"criterion WHERE {of} ORDER BY milestone_id, position, id", project_id)

    def link_candidates(self, project_id: int) -> tuple[LinkedMilestone, ...]:
        """Return every milestone that could be a predecessor, those of this project first, with no lag."""
        return self._ask(queries.plan.link_candidates, project_id)

    def history(
        self, milestone_id: int | None = None, project_id: int | None = None, limit: int = 100
    ) -> tuple[Change, ...]:
        """Return the last changes, newest first: of a milestone, of a project, or of everything."""
        return self._ask(journal.history, milestone_id, project_id, limit)

    def milestone_history(self, milestone_id: int, limit: int = 500) -> tuple[HistoryEntry, ...]:
        """Return what happened to a milestone, field by field and in words, newest first; out of its last edits."""
        return self._ask(queries.milestone_history.milestone_history, milestone_id, limit)

    def project_history(self, project_id: int, limit: int = 500) -> tuple[HistoryEntry, ...]:
        """Return what was changed in the fields of a project, in words, newest first; out of their last edits."""
        return self._ask(queries.project_history.project_history, project_id, limit)

    def drafts(self, now: datetime) -> tuple[KeptDraft, ...]:
        """Return what the actor typed in programs that have ended since and did not save, the latest first.

        What a living program keeps is left out, and what one on another host has kept within the last day.
        """
        return self._ask(queries.drafts.kept, self._actor, now)

    def undoable(self) -> Change | None:
        """Return the change that `undo` would take back."""
        return self._ask(journal.undoable, self._actor)

    def redoable(self) -> Change | None:
        """Return the undo that `redo` would take back; its label is that of what was undone."""
        return self._ask(journal.redoable, self._actor)

    def edits_of(self, change_id: int, most: int) -> int:
        """Return how many edits a change has, counted no further than `most`."""
        return self._ask(journal.edits_of, change_id, most)

    def _ask(
        self,
        question: Callable[Concatenate[sqlite3.Connection, _Asked], _Answer],
        *args: _Asked.args,
        **kwargs: _Asked.kwargs,
    ) -> _Answer:
        with self._snapshot() as db:
            return question(db, *args, **kwargs)

    def _all(self, mapper: rows.Mapper[_Value], found: str, *values: object) -> tuple[_Value, ...]:
        """Return everything that is `found`, which says where: all that stands behind FROM."""
        with self._snapshot() as db:
            return tuple(mapper.read(db.execute(f"SELECT {mapper} FROM {found}", values)))

    @contextmanager
    def _snapshot(self) -> Iterator[sqlite3.Connection]:
        with translate_errors(self._path, reading=True):
            self._connection.execute("BEGIN")
            try:
                with unreadable_named(self._connection, self._path):
                    yield self._connection
            finally:
                self._connection.execute("ROLLBACK")
