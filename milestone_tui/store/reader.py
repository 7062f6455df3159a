"""The read side: queries over the views with the standard library's driver, without the ORM."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

import milestone_tui.store.mappers as rows
import milestone_tui.store.queries as queries
from milestone_tui.errors import NotFound
from milestone_tui.plan.analysis.signals import NONE, Signals
from milestone_tui.plan.analysis.thresholds import Thresholds, known_thresholds
from milestone_tui.plan.model import (
    Baseline,
    Criterion,
    Holiday,
    LinkedMilestone,
    Milestone,
    Phase,
    Plan,
    Project,
    ProjectSummary,
    SavedTemplate,
    Verdict,
)
from milestone_tui.store.past_reader import PastReader
from milestone_tui.store.people_reader import PeopleReader

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from milestone_tui.plan.agreements import BaselineEntry
    from milestone_tui.plan.analysis.agenda import AgendaData, AgendaHead
    from milestone_tui.plan.analysis.payments import PaymentSums
    from milestone_tui.plan.analysis.portfolio import ClientGroup, ProjectBrief, ProjectRow, RoadmapMark
    from milestone_tui.plan.archive import Archive
    from milestone_tui.plan.detail import MilestoneDetail
    from milestone_tui.plan.drafts import KeptDraft
    from milestone_tui.plan.feed import Feed
    from milestone_tui.plan.imported import ImportedPlan
    from milestone_tui.plan.importing.archives import KnownNames
    from milestone_tui.plan.importing.known import Known
    from milestone_tui.plan.language.name_search import NameIndex, Target
    from milestone_tui.plan.language.project_filter import ProjectSearch
    from milestone_tui.plan.monitoring import Cost, Risk


class Reader(PeopleReader, PastReader):
    """Queries of the database, on the thread that made the reader; every answer is one consistent snapshot.

    Each method raises StoreUnavailable or DatabaseUnusable when the file cannot be read.
    """

    def projects(
        self, today: date, archived: bool = False, project_ids: Collection[int] | None = None
    ) -> tuple[ProjectSummary, ...]:
        """Return every project, or those with these ids and all they are linked to, with figures at `today`, by key.

        Archived projects are included only on request.
        """
        return self._ask(queries.portfolio.summaries, today, archived, project_ids, self.thresholds)

    def is_big(self) -> bool:
        """Return whether there are so many milestones that `projects` takes long."""
        return self._ask(queries.portfolio.is_big)

    def first_rows(
        self, today: date, rows_in_view: Callable[[Sequence[ProjectBrief]], Sequence[ProjectBrief | ClientGroup]]
    ) -> tuple[tuple[ProjectBrief, ...], tuple[ProjectRow, ...]] | None:
        """Return every project that is not archived in brief, and the rows that `rows_in_view` chooses like `projects`.

        None if reading these few would take about as long as reading all.
        """
        return self._ask(queries.first_rows.first_rows, today, self.thresholds, rows_in_view)

    def unjudged(self, today: date, archived: bool, verdicts: Mapping[int, Verdict]) -> tuple[ProjectSummary, ...]:
        """Return only the projects with these ids, like `projects`, but with the health given in `verdicts`."""
        return self._ask(queries.portfolio.unjudged, today, archived, verdicts)

    def reach(self, project_ids: Collection[int]) -> int:
        """Return the number of milestones in these projects and in all projects linked to them."""
        return self._ask(queries.portfolio.reach, project_ids)

    def project_search(self, today: date, *, archived: bool, links: bool) -> ProjectSearch:
        """Return the data for a filter of projects; archived projects and links only on request."""
        return self._ask(queries.project_search.project_search, today, archived=archived, links=links)

    def names(self) -> Mapping[str, tuple[str, ...]]:
        """Return the names of people, phases, clients and projects, by filter key."""
        return self._ask(queries.project_search.names)

    def project_names(self) -> tuple[tuple[str, str], ...]:
        """Return key and name of all projects that are not archived, by key."""
        return self._ask(queries.completion.project_names)

    def titles(self, project_key: str) -> tuple[str, ...]:
        """Return the titles of a project's milestones, the open ones first; none for an unknown project."""
        return self._ask(queries.completion.titles, project_key)

    def name_index(self, here: int | None) -> NameIndex:
        """Return the names of all projects, people and milestones; of equal matches those in `here` come first."""
        return self._ask(queries.targets.name_index, here)

    def milestone_targets(self, ids: Sequence[int]) -> Mapping[int, Target]:
        """Return the milestones of these ids that still exist, as the palette names them, by id."""
        return self._ask(queries.targets.milestone_targets, ids)

    def roadmap(self, project_ids: Sequence[int]) -> Mapping[int, tuple[RoadmapMark, ...]]:
        """Return the marks of these projects on a time axis, by date; projects without dates are omitted."""
        return self._ask(queries.roadmap.marks, project_ids)

    def project(self, project_id: int) -> Project:
        """Return one project; raise NotFound."""
        return self._ask(queries.plan.project, project_id)

    def project_by_key(self, key: str) -> Project | None:
        """Return the project with this key, in either case; None if there is none."""
        return self._ask(queries.plan.project_by_key, key)

    def all_projects(self) -> Sequence[Project]:
        """Return all projects by key, archived ones too."""
        return self._ask(queries.plan.projects, None, archived=True)

    def milestone_count(self, project_ids: Collection[int]) -> int:
        """Return how many milestones these projects have, including cancelled ones."""
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

    def thresholds_of(self, project_ids: Collection[int]) -> Mapping[int, Thresholds]:
        """Return the thresholds of health of projects, by their ids."""
        with self._snapshot() as db:
            marks = ",".join("?" * len(project_ids))
            found = db.execute(f"SELECT id, thresholds FROM project WHERE id IN ({marks})", tuple(project_ids))
            return {id_: known_thresholds(rows.text(text), self.thresholds) for id_, text in found}

    def plan(self, project_id: int) -> Plan:
        """Return everything that the timeline of a project shows; raise NotFound."""
        with self._snapshot() as db:
            return queries.plan.plan(db, queries.plan.project(db, project_id))

    def signals(self, project_id: int, today: date) -> Signals:
        """Return what health knows of a project besides its milestones."""
        narrow = {"these": f"project.id = {int(project_id)}", "of": f"project_id = {int(project_id)}"}
        return self._ask(queries.signals.signals, today, narrow, 1, 1).get(project_id, NONE)

    def linked_plans(self, *shown: Plan) -> tuple[Plan, ...]:
        """Return the plans of the other projects linked to these, directly or through others, by key."""
        return self._ask(queries.plan.linked_plans, *shown)

    def linked_size(self, plan: Plan) -> int:
        """Return how many milestones `linked_plans` would return, without reading them."""
        inside = {m.id for m in plan.milestones}
        if inside.issuperset(end for link in plan.links for end in link[1:3]):
            return 0
        return self._ask(queries.portfolio.reach, {plan.project.id}) - len(plan.milestones)

    def everything(self, project_key: str | None = None, *, archived: bool = False) -> tuple[Plan, ...]:
        """Return the plans of all projects by key, or of the one with this key.

        Archived projects are included on request, or if named by key. Raises NotFound if there is no such project.
        """
        return self._ask(queries.plan.everything, project_key, archived=archived)

    def each_plan(
        self, project_key: str | None, *, archived: bool, linked: bool
    ) -> Generator[tuple[Plan, Sequence[Plan]], None, None]:
        """Yield the plans that `everything` returns one by one, each with all plans of its network.

        Plans of one network get the same sequence; without `linked` each is its own network. No other question may be
        asked until the last is yielded, or the iterator is closed. Raises as `everything`.
        """
        with self._snapshot() as db:
            yield from queries.plan_stream.each_plan(db, project_key, archived=archived, linked=linked)

    def archive(self, project_ids: Collection[int] | None) -> Archive:
        """Return projects with all that belongs to them and their history; for None everything but drafts."""
        return self._ask(queries.archive.archive, project_ids)

    def known(self, incoming: ImportedPlan) -> Known:
        """Return what an import of a file would find here; raise InvalidInput for an impossible name of a project."""
        return self._ask(queries.known.known, incoming)

    def known_names(self) -> KnownNames:
        """Return the names in use, which an archive does not bring again."""
        return self._ask(queries.known.names)

    def agenda(self, project_key: str | None = None) -> AgendaData:
        """Return what the agenda of all live projects is made of, or of one project; raise NotFound."""
        return self._ask(queries.agenda.agenda, project_key)

    def agenda_head(self, project_id: int | None, most: int) -> AgendaHead:
        """Return the beginning of the agenda of all live projects, or of one: at most so many milestones."""
        return self._ask(queries.agenda.head, project_id, most)

    def agenda_size(self) -> int:
        """Return about how many milestones `agenda` reads."""
        return self._ask(queries.agenda.size)

    def feed(self, project_key: str | None, today: date) -> Feed:
        """Return what a calendar file is made of: all projects that are not archived, or one; raise NotFound."""
        return self._ask(queries.feed.feed, project_key, today)

    def to_accept(self) -> Mapping[int, int]:
        """Return how many milestones await acceptance, by project; projects without any are missing."""
        return self._ask(queries.awaiting.to_accept)

    def milestones(self, ids: Sequence[int]) -> tuple[Milestone, ...]:
        """Return the milestones with these ids that still exist, by id."""
        with self._snapshot() as db:
            return tuple(queries.plan.milestones(db, ids))

    def milestone(self, milestone_id: int) -> Milestone:
        """Return one milestone; raise NotFound."""
        found = self.milestones((milestone_id,))
        if not found:
            raise NotFound("This milestone no longer exists: somebody deleted it.")
        return found[0]

    def detail(self, milestone_id: int) -> MilestoneDetail:
        """Return one milestone with its criteria, links, effort, sign-off and forecasts; raise NotFound."""
        return self._ask(queries.detail.detail, milestone_id)

    def completes(self, milestone_id: int) -> bool:
        """Return whether no milestone is open in the phase of a milestone, or in its whole project."""
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
        """Return the open predecessors of those of these milestones that are done, by date.

        Cancelled milestones, and those in cancelled or archived projects, do not count.
        """
        return self._ask(queries.plan.open_predecessors, ids)

    def costs(self, project_id: int) -> tuple[Cost, ...]:
        """Return what was spent on a project and on its milestones, by day."""
        return self._ask(queries.costs.costs, project_id)

    def costs_of(self, milestone_id: int) -> tuple[Cost, ...]:
        """Return what was spent on a milestone, by day."""
        return self._ask(queries.costs.costs_of, milestone_id)

    def spent_of_milestones(self) -> Mapping[int, Decimal]:
        """Return the sum of what was spent on each milestone of all projects, by its id."""
        return self._ask(queries.costs.spent_of_milestones)

    def payment_sums(self, project_ids: Collection[int], today: date) -> Mapping[int, PaymentSums]:
        """Return the sums of the payments of these projects; a project without payments is missing."""
        return self._ask(queries.payments.sums, project_ids, today)

    def holidays(self, project_id: int) -> tuple[Holiday, ...]:
        """Return the days off of a project with their names, by date."""
        return self._all(rows.HOLIDAY, "holiday WHERE project_id = ? ORDER BY day", project_id)

    def phases(self, project_id: int) -> tuple[Phase, ...]:
        """Return the phases of a project, in order."""
        return self._ask(queries.plan.phases, project_id)

    def baselines(self, project_id: int) -> tuple[Baseline, ...]:
        """Return the baselines of a project, oldest first."""
        return self._all(rows.BASELINE, "baseline WHERE project_id = ? ORDER BY id", project_id)

    def baseline_entries(self, baseline_id: int) -> tuple[BaselineEntry, ...]:
        """Return the entries of a baseline by date, including milestones deleted since."""
        return self._ask(queries.baselines.baseline_entries, baseline_id)

    def templates(self) -> tuple[SavedTemplate, ...]:
        """Return the saved templates, by name."""
        return self._all(rows.TEMPLATE, "template ORDER BY name COLLATE NOCASE")

    def criteria(self, project_id: int) -> tuple[Criterion, ...]:
        """Return the criteria of all milestones of a project, in order within each milestone."""
        of = "milestone_id IN (SELECT id FROM milestone WHERE project_id = ?)"
        return self._all(rows.CRITERION, f"criterion WHERE {of} ORDER BY milestone_id, position, id", project_id)

    def link_candidates(self, project_id: int) -> tuple[LinkedMilestone, ...]:
        """Return every milestone that could be a predecessor, this project's first, with lag 0."""
        return self._ask(queries.plan.link_candidates, project_id)

    def risks(self, project_id: int | None = None) -> tuple[Risk, ...]:
        """Return the risk register of a project, or of all projects that are neither archived nor cancelled, by id."""
        return self._ask(queries.risks.risks, project_id)

    def risks_of(self, milestone_id: int) -> tuple[Risk, ...]:
        """Return the entries of the risk register that threaten a milestone, by id."""
        return self._ask(queries.risks.risks_of, milestone_id)

    def risks_that_matter(self, score: int, impact: int) -> Mapping[int, tuple[Risk, ...]]:
        """Return the open risks from this score and the open issues from this impact, by project.

        Only of projects that are neither archived nor cancelled; in one query.
        """
        return self._ask(queries.risks.risks_that_matter, score, impact)

    def risk(self, risk_id: int) -> Risk:
        """Return one entry of the risk register; raise NotFound."""
        return self._ask(queries.risks.risk, risk_id)

    def drafts(self, now: datetime) -> tuple[KeptDraft, ...]:
        """Return the actor's unsaved drafts from sessions that have ended, latest first.

        Drafts of running sessions are excluded, and those that another host saved within the last day.
        """
        return self._ask(queries.drafts.kept, self._actor, now)
