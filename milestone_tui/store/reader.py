"""The read side: queries over the views with the standard library's driver, without the ORM."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, NamedTuple, ParamSpec, TypeVar

import milestone_tui.store.journal as journal
import milestone_tui.store.mappers as rows
import milestone_tui.store.queries as queries
from milestone_tui.errors import NotFound
from milestone_tui.plan.actor import Actor
from milestone_tui.plan.analysis.signals import NONE, Signals
from milestone_tui.plan.analysis.thresholds import DEFAULTS, Thresholds, known_thresholds
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
from milestone_tui.store.unreadable import name_unreadable_row

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from milestone_tui.plan.agreements import BaselineEntry
    from milestone_tui.plan.analysis.agenda import AgendaData, AgendaHead
    from milestone_tui.plan.analysis.burn_up import ScopeChange
    from milestone_tui.plan.analysis.comparison import Move, Snapshot
    from milestone_tui.plan.analysis.history import HistoryEntry
    from milestone_tui.plan.analysis.payments import PaymentSums
    from milestone_tui.plan.analysis.portfolio import ClientGroup, ProjectBrief, ProjectRow, RoadmapMark
    from milestone_tui.plan.analysis.risks import Rating
    from milestone_tui.plan.analysis.status import OpenMilestone
    from milestone_tui.plan.analysis.trend import History, TrendHistory
    from milestone_tui.plan.archive import Archive
    from milestone_tui.plan.audience import Audience
    from milestone_tui.plan.detail import MilestoneDetail
    from milestone_tui.plan.drafts import KeptDraft
    from milestone_tui.plan.feed import Feed
    from milestone_tui.plan.imported import ImportedPlan
    from milestone_tui.plan.importing.archives import KnownNames
    from milestone_tui.plan.importing.known import Known
    from milestone_tui.plan.language.name_search import NameIndex, Target
    from milestone_tui.plan.language.project_filter import ProjectSearch
    from milestone_tui.plan.moment import Moment
    from milestone_tui.plan.monitoring import Absence, Cost, Risk
    from milestone_tui.plan.people import Assignment, PersonSummary, ProjectRole, WorkPlan
    from milestone_tui.plan.report_state import ReportStates
    from milestone_tui.plan.reporting import Beginning, ReportSubject, WrittenReport
    from milestone_tui.plan.review_state import PastReview, ReviewState
    from milestone_tui.plan.reviewed import LastReview
    from milestone_tui.store.queries.touched import Touched

_Asked = ParamSpec("_Asked")
_Answer = TypeVar("_Answer")
_Value = TypeVar("_Value", bound=NamedTuple)


class Reader:
    """Queries of the database, on the thread that made the reader; every answer is one consistent snapshot.

    Each method raises StoreUnavailable or DatabaseUnusable when the file cannot be read.
    """

    def __init__(
        self, connection: sqlite3.Connection, path: Path, actor: Actor, thresholds: Thresholds = DEFAULTS
    ) -> None:
        """`actor` is whose changes `undoable` and `redoable` return."""
        self._connection = connection
        self._path = path
        self._actor = actor
        self.thresholds = thresholds
        """The thresholds of health in the settings."""

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

    def open_milestones_of_people(self) -> tuple[OpenMilestone, ...]:
        """Return the open milestones that somebody owns, and those that await the acceptance of somebody named."""
        return self._ask(queries.awaiting.of_people)

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

    def scope_changes(self, project_id: int) -> tuple[ScopeChange, ...]:
        """Return what each milestone of a project counted from which day on, by day."""
        return self._ask(queries.scope.scope_changes, project_id)

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

    def history(
        self, milestone_id: int | None = None, project_id: int | None = None, limit: int = 100
    ) -> tuple[Change, ...]:
        """Return the last changes, newest first: of a milestone, of a project, or all."""
        return self._ask(journal.history, milestone_id, project_id, limit)

    def review_moments(self, project_id: int) -> tuple[Moment, ...]:
        """Return the moment of each finished review of a project, oldest first."""
        return self._ask(queries.moments.review_moments, project_id)

    def snapshot(self, project_id: int, day: date) -> Snapshot:
        """Return what a comparison needs of a project at the end of `day`."""
        return self._ask(queries.snapshots.snapshot, project_id, day)

    def snapshots(self, project_ids: Collection[int], day: date, known: Sequence[Plan] = ()) -> Mapping[int, Snapshot]:
        """Return what `snapshot` does of those of these projects that exist, by id; the plans `known` are not read."""
        return self._ask(queries.snapshots.snapshots, project_ids, day, known)

    def touched_since(self, moment: Moment) -> Touched:
        """Return what changes later than a moment may have made different in plans."""
        return self._ask(queries.touched.touched_since, moment)

    def projects_of_links(self, link_ids: Collection[int]) -> frozenset[int]:
        """Return the ids of the projects at both ends of those of these links that exist."""
        return self._ask(queries.touched.projects_of_links, link_ids)

    def moves(self, project_id: int, since: Moment) -> Mapping[int, tuple[Move, ...]]:
        """Return the changes of due dates since a moment that were not undone, by milestone."""
        return self._ask(queries.snapshots.moves, project_id, since)

    def existing_projects(self) -> Iterable[int]:
        """Return the ids of all projects that are not archived, by key."""
        return self._ask(queries.snapshots.existing)

    def milestone_history(self, milestone_id: int, limit: int = 500) -> tuple[HistoryEntry, ...]:
        """Return the history of a milestone, field by field in words, newest first, from its last `limit` edits."""
        return self._ask(queries.milestone_history.milestone_history, milestone_id, limit)

    def project_history(self, project_id: int, limit: int = 500) -> tuple[HistoryEntry, ...]:
        """Return the history of a project's fields in words, newest first, from their last `limit` edits."""
        return self._ask(queries.project_history.project_history, project_id, limit)

    def trend(self, project_id: int, today: date) -> TrendHistory:
        """Return the dates of a project's milestones as they were held on each day up to `today`."""
        return self._ask(queries.trend.trend, project_id, today)

    def held_dates(self, project_id: int, today: date) -> Mapping[int, History]:
        """Return only the dates of `trend`, in one query."""
        return self._ask(queries.trend.held_dates, project_id, today)

    def done_histories(self, today: date) -> tuple[History, ...]:
        """Return the dates that the last done milestones had, in all projects, for calibration."""
        return self._ask(queries.trend.done_histories, today)

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

    def ratings(self, risk_id: int) -> tuple[Rating, ...]:
        """Return how an entry of the risk register was rated, oldest first; undone ratings do not count."""
        return self._ask(queries.risks.ratings, risk_id)

    def risk_history(self, risk_id: int, limit: int = 500) -> tuple[HistoryEntry, ...]:
        """Return the history of an entry in words, newest first, from its last `limit` edits."""
        return self._ask(queries.risk_history.risk_history, risk_id, limit)

    def drafts(self, now: datetime) -> tuple[KeptDraft, ...]:
        """Return the actor's unsaved drafts from sessions that have ended, latest first.

        Drafts of running sessions are excluded, and those that another host saved within the last day.
        """
        return self._ask(queries.drafts.kept, self._actor, now)

    def last_reviews(self, project_ids: Collection[int] | None = None) -> Mapping[int, LastReview]:
        """Return the last finished review of each project that has one, or of these projects, by project."""
        return self._ask(queries.last_reviews.last_reviews, project_ids)

    def review_state(self, project_id: int) -> ReviewState:
        """Return what a walk through a project needs besides its plan."""
        return self._ask(queries.reviews.review_state, project_id)._replace(thresholds=self.thresholds)

    def past_reviews(self, project_id: int) -> tuple[PastReview, ...]:
        """Return the finished reviews of a project, the latest first."""
        return self._ask(queries.reviews.past_reviews, project_id)

    def report_states(
        self, subject: ReportSubject, audience: Audience, today: date, since: date | Beginning | None = None
    ) -> ReportStates:
        """Return what a report is made of, but for `before`, as `Store.report_states` does."""
        return self._ask(queries.report.report_states, subject, audience, today, since, self.thresholds)

    def written_reports(self, subject: ReportSubject, audience: Audience) -> tuple[WrittenReport, ...]:
        """Return the reports that were written on a subject for an audience, the one with the last end first."""
        return self._ask(queries.written_reports.written_reports, subject, audience)

    def clients(self) -> tuple[str, ...]:
        """Return the clients of the projects that are not archived, by name."""
        return self._ask(queries.report.clients)

    def undoable(self) -> Change | None:
        """Return the change that `undo` would reverse."""
        return self._ask(journal.undoable, self._actor)

    def redoable(self) -> Change | None:
        """Return the undo that `redo` would reverse; its label is that of the undone change."""
        return self._ask(journal.redoable, self._actor)

    def edits_of(self, change_id: int, most: int) -> int:
        """Return how many edits a change has, counting up to `most`."""
        return self._ask(journal.edits_of, change_id, most)

    def touched_by(self, change_id: int) -> tuple[tuple[str, int], ...]:
        """Return the table and id of every row that a change edited, each once, in the order of the first edits."""
        return self._ask(journal.touched_by, change_id)

    def _ask(
        self,
        question: Callable[Concatenate[sqlite3.Connection, _Asked], _Answer],
        *args: _Asked.args,
        **kwargs: _Asked.kwargs,
    ) -> _Answer:
        with self._snapshot() as db:
            return question(db, *args, **kwargs)

    def _all(self, mapper: rows.Mapper[_Value], found: str, *values: object) -> tuple[_Value, ...]:
        """Return all rows of `found`, which is the text after FROM."""
        with self._snapshot() as db:
            return tuple(mapper.read(db.execute(f"SELECT {mapper} FROM {found}", values)))

    @contextmanager
    def _snapshot(self) -> Iterator[sqlite3.Connection]:
        with translate_errors(self._path, reading=True):
            self._connection.execute("BEGIN")
            try:
                with name_unreadable_row(self._connection, self._path):
                    yield self._connection
            finally:
                self._connection.execute("ROLLBACK")
