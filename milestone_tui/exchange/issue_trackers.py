"""Milestones of issue trackers as imported ones: what GitHub's and GitLab's have in common."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from milestone_tui.plan.date_limits import no_date, within_limits
from milestone_tui.plan.imported import Changed, IncomingMilestone
from milestone_tui.plan.language.text import storable, tidy, visible

Record = Mapping[str, Any]


class TrackerNames(NamedTuple):
    """The names of the fields of a milestone, which differ between trackers."""

    due: str
    closed: tuple[str, ...]
    """When it was closed; the first that it has counts."""
    link: str
    number: str


def incoming(record: Record, place: int, names: TrackerNames, remarks: list[Changed]) -> IncomingMilestone:
    """Return the milestone in a record; add a remark for each part that cannot be imported.

    Dates are the first ten characters of their texts: trackers keep a date as midnight somewhere, and the date part is
    the one that was chosen.
    """
    title = tidy(text(record, "title"))
    where = f"milestone {record.get(names.number, place)}"
    due_on = _day(record, names.due, "due date", (where, title), remarks)
    done_on = None
    if text(record, "state") == "closed":
        done = next((name for name in names.closed if record.get(name)), names.closed[0])
        done_on = _day(record, done, "done date", (where, title), remarks) or due_on
        if done_on is None:
            remarks.append(Changed(where, title, "imported as open: closed, but without a date", check=True))
    link = tidy(text(record, names.link))
    return IncomingMilestone(
        ref=str(place),
        where=where,
        title=title,
        due_on=due_on,
        done_on=done_on,
        notes=storable(text(record, "description")).strip(),
        progress=0 if done_on else _progress(record),
        more={"deliverable": link} if link else {},
        source_id=_id(record, names),
    )


def _id(record: Record, names: TrackerNames) -> str:
    """Return the id of a milestone, or its number in its project; an empty text if it has neither."""
    found = (record.get(name) for name in ("id", names.number))
    return next((str(value) for value in found if type(value) is int or (type(value) is str and value)), "")


def text(record: Record, name: str) -> str:
    """Return a text of a record; an empty text for anything else."""
    value = record.get(name)
    return value if isinstance(value, str) else ""


def path_of(record: Record, name: str) -> str:
    """Return the path of an address in a record, without slashes at its ends; an empty text if it is no address."""
    try:
        return urlsplit(text(record, name)).path.strip("/")
    except ValueError:  # such as an unfinished IPv6 address
        return ""


def _day(record: Record, name: str, word: str, part: tuple[str, str], remarks: list[Changed]) -> date | None:
    value = text(record, name)
    if not value:
        return None
    try:
        day = date.fromisoformat(value[:10])
    except ValueError:
        remarks.append(Changed(*part, f'imported without its {word}: "{visible(value[:40])}" is not a date'))
        return None
    if within_limits(day):
        return day
    remarks.append(Changed(*part, f"imported without its {word}: {no_date(day)}", check=True))
    return None


def _progress(record: Record) -> int:
    """Return the share of closed issues in percent, rounded down and below 100 as it is open; 0 without issues."""
    opened, closed = (_count(record.get(name)) for name in ("open_issues", "closed_issues"))
    return min(99, 100 * closed // (opened + closed)) if opened + closed else 0


def _count(value: object) -> int:
    return value if type(value) is int and value > 0 else 0
