"""Read the milestones of GitLab projects and groups, as GitLab's API returns them."""

from __future__ import annotations

from milestone_tui.errors import ImportRefused
from milestone_tui.exchange.issue_trackers import Record, TrackerNames, incoming, path_of
from milestone_tui.exchange.json.pages import objects_of
from milestone_tui.plan.imported import Changed, ImportedPlan, IncomingMilestone, IncomingProject
from milestone_tui.plan.language.text import tidy

_NAMES = TrackerNames("due_date", ("closed_at", "updated_at"), "web_url", "iid")


def read_gitlab(data: bytes, fallback_name: str) -> ImportedPlan:
    """Return the milestones by project or group; those without an address go into a project called `fallback_name`.

    A closed milestone is done on the day of its last change, as GitLab keeps no other. Its page becomes its
    deliverable. Several pages may follow each other.

    Raises:
        ImportRefused: the file is damaged or has no milestone of GitLab.
    """
    projects: dict[str, list[IncomingMilestone]] = {}
    remarks: list[Changed] = []
    records = objects_of(data)
    for place, record in enumerate(filter(_is_milestone, records), start=1):
        milestone = incoming(record, place, _NAMES, remarks)
        projects.setdefault(_project(record) or fallback_name, []).append(milestone)
    if not projects:
        if any("total_float_days" in record for record in records):
            raise ImportRefused(
                "This is the output of `list --json`. Write the file with `milestone-tui export` instead."
            )
        raise ImportRefused(
            "This JSON has no milestones of GitHub or GitLab, and no projects that `export` wrote."
            " Put the plan into a table, save it as CSV, then import that."
        )
    found = (IncomingProject(name, (), tuple(milestones)) for name, milestones in projects.items())
    return ImportedPlan(tuple(found), tuple(remarks))


def _is_milestone(record: Record) -> bool:
    return "title" in record and "due_date" in record and "labels" not in record  # an issue has labels


def _project(record: Record) -> str:
    """Return the last name before the number in the milestone's address; an empty text if it has none."""
    owner, separator, _ = path_of(record, "web_url").partition("/-/milestones/")
    return tidy(owner.rsplit("/", 1)[-1]) if separator else ""
