"""Read the milestones of GitHub repositories, as GitHub's API returns them."""

from __future__ import annotations

from collections.abc import Iterator

from milestone_tui.errors import ImportRefused
from milestone_tui.exchange.issue_trackers import Record, TrackerNames, incoming, path_of
from milestone_tui.exchange.json.pages import objects_of
from milestone_tui.plan.imported import Changed, ImportedPlan, IncomingMilestone, IncomingProject
from milestone_tui.plan.language.text import tidy

_NAMES = TrackerNames("due_on", ("closed_at", "updated_at"), "html_url", "number")


def read_github(data: bytes, fallback_name: str) -> ImportedPlan:
    """Return the milestones by repository; those without an address go into a project called `fallback_name`.

    A closed milestone is done on the day it was closed. The progress of an open one is the share of its closed issues.
    Its page becomes its deliverable. Several pages may follow each other.

    Raises:
        ImportRefused: the file is damaged or has no milestone of GitHub.
    """
    projects: dict[str, list[IncomingMilestone]] = {}
    remarks: list[Changed] = []
    for place, record in enumerate(_milestones(objects_of(data)), start=1):
        milestone = incoming(record, place, _NAMES, remarks)
        projects.setdefault(_repository(record) or fallback_name, []).append(milestone)
    if not projects:
        raise ImportRefused(
            "This JSON has no milestones of GitHub. Get them with `gh api repos/OWNER/REPOSITORY/milestones?state=all`."
        )
    found = (IncomingProject(name, (), tuple(milestones)) for name, milestones in projects.items())
    return ImportedPlan(tuple(found), tuple(remarks))


def _milestones(records: list[Record]) -> Iterator[Record]:
    """Yield the milestones among the records: each itself, or inside an event or an issue."""
    for record in records:
        inner = record.get("milestone")
        if isinstance(inner, dict):
            yield inner
        elif "title" in record and ("due_on" in record or "open_issues" in record):
            yield record


def _repository(record: Record) -> str:
    """Return the name of the repository in the milestone's address; an empty text if it has none."""
    for name in ("html_url", "url"):
        parts = path_of(record, name).split("/")
        if parts[0] == "repos":
            parts = parts[1:]
        if len(parts) >= 3:
            return tidy(parts[1])
    return ""
