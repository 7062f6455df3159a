"""Queries about the past: the journal, reviews, reports, and dates as they were held."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

import milestone_tui.store.journal as journal
import milestone_tui.store.queries as queries
from milestone_tui.plan.model import Change, Plan
from milestone_tui.store.asking import Asking

if TYPE_CHECKING:
    from milestone_tui.plan.analysis.burn_up import ScopeChange
    from milestone_tui.plan.analysis.comparison import Move, Snapshot
    from milestone_tui.plan.analysis.history import HistoryEntry
    from milestone_tui.plan.analysis.risks import Rating
    from milestone_tui.plan.analysis.trend import History, TrendHistory
    from milestone_tui.plan.audience import Audience
    from milestone_tui.plan.moment import Moment
    from milestone_tui.plan.report_state import ReportStates
    from milestone_tui.plan.reporting import Beginning, ReportSubject, WrittenReport
    from milestone_tui.plan.review_state import PastReview, ReviewState
    from milestone_tui.plan.reviewed import LastReview
    from milestone_tui.store.queries.touched import Touched


class PastReader(Asking):
    """What can be read about the past."""

    def scope_changes(self, project_id: int) -> tuple[ScopeChange, ...]:
        """Return what each milestone of a project counted from which day on, by day."""
        return self._ask(queries.scope.scope_changes, project_id)

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

    def ratings(self, risk_id: int) -> tuple[Rating, ...]:
        """Return how an entry of the risk register was rated, oldest first; undone ratings do not count."""
        return self._ask(queries.risks.ratings, risk_id)

    def risk_history(self, risk_id: int, limit: int = 500) -> tuple[HistoryEntry, ...]:
        """Return the history of an entry in words, newest first, from its last `limit` edits."""
        return self._ask(queries.risk_history.risk_history, risk_id, limit)

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
