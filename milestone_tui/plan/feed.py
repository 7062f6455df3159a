"""The calendar feed: milestones with the revisions that tell a calendar which of two copies is newer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from milestone_tui.plan.language.text import fold
from milestone_tui.plan.model import MilestoneState, Project

KEPT_DAYS = 90
"""Days for which a deleted milestone is still sent, as cancelled."""


class FeedMilestone(NamedTuple):
    """What an event shows of a milestone: a few fields of `Milestone`, which are read in half of the time."""

    id: int
    project_id: int
    phase_id: int | None = None
    owner_id: int | None = None
    title: str = ""
    state: MilestoneState = MilestoneState.PLANNED
    percent: int = 0
    phase: str = ""
    owner: str = ""
    due_on: date | None = None
    done_on: date | None = None
    baseline_on: date | None = None
    deadline_on: date | None = None
    tags: tuple[str, ...] = ()
    notes: str = ""

    @property
    def on(self) -> date | None:
        """The done date, else the due date."""
        return self.done_on or self.due_on


class DeletedMilestone(NamedTuple):
    """A milestone that was deleted, as it was last."""

    id: int
    project_key: str
    title: str
    owner: str
    on: date
    """The done date, else the due date."""


class Submission(NamedTuple):
    """A submission that awaits acceptance."""

    approver: str
    submitted_on: date | None


class Revision(NamedTuple):
    """How often a milestone changed, from the journal."""

    sequence: int
    """The number of edits of the milestone and of its project; it only grows."""
    created_at: datetime
    changed_at: datetime
    """When anything changed that its event shows, also the name of its phase or owner."""


class Feed(NamedTuple):
    """The contents of a calendar file."""

    identity: str
    """A text that this database and its copies have in common."""
    projects: Mapping[int, Project]
    """The projects of the milestones, by id."""
    milestones: tuple[FeedMilestone, ...]
    deleted: tuple[DeletedMilestone, ...]
    """Those deleted in the last `KEPT_DAYS`, by id; only those that had a date."""
    submissions: Mapping[int, Submission]
    """By the id of the milestone: those that were submitted and that nobody has answered."""
    revisions: Mapping[int, Revision]
    """By the id of the milestone; it lacks those that the journal does not know."""


def feed_of_person(feed: Feed, name: str) -> Feed:
    """Return the feed with only what is somebody's: they own it, or are to accept it."""
    wanted = fold(name)
    approves = {id_ for id_, submission in feed.submissions.items() if fold(submission.approver) == wanted}
    return feed._replace(
        milestones=tuple(
            milestone for milestone in feed.milestones if milestone.id in approves or fold(milestone.owner) == wanted
        ),
        deleted=tuple(milestone for milestone in feed.deleted if fold(milestone.owner) == wanted),
    )
