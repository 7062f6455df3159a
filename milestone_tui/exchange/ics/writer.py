"""Write milestones as a calendar file (.ics, RFC 5545): one all-day event each.

The text depends on the plan only, not on the time of writing, so that an unchanged plan gives the same bytes.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import NamedTuple

from milestone_tui.plan.feed import DeletedMilestone, Feed, FeedMilestone, Revision
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.language.wording import exact_day, slip_words
from milestone_tui.plan.model import MilestoneState, Project, ProjectState

_LONGEST = 75
"""Octets of a line, without its end."""
_END = "\r\n"
_NEWLINE = "\\n"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_UNKNOWN = Revision(0, _EPOCH, _EPOCH)
"""Of a milestone that the journal does not know: another program wrote it."""


class _Project(NamedTuple):
    """What the events of a project have in common."""

    key: str
    line: str
    """Its line in the description, with the line break before it."""
    is_cancelled: bool


def write_calendar(feed: Feed, name: str, alarm_days: int | None = None) -> bytes:
    """Return a calendar file with this name; milestones without a date are left out.

    Open milestones have an alarm so many days before their day, if any are given.
    """
    projects = {id_: _project(project) for id_, project in feed.projects.items()}
    events = [
        _event(feed, projects[milestone.project_id], milestone, on, alarm_days)
        for milestone in feed.milestones
        if (on := milestone.on) is not None
    ]
    lines = (
        *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//milestone-tui//milestone-tui//EN", "CALSCALE:GREGORIAN"),
        _folded(f"X-WR-CALNAME:{_escaped(name)}"),
        *events,
        *(_cancelled_event(feed, gone) for gone in feed.deleted),
        "END:VCALENDAR",
        "",
    )
    return _END.join(lines).encode()


def _project(project: Project) -> _Project:
    line = f"{_NEWLINE}Project: {_escaped(project.called)}" if project.called else ""
    return _Project(project.key, line, project.state is ProjectState.CANCELLED)


def _event(feed: Feed, project: _Project, milestone: FeedMilestone, on: date, alarm_days: int | None) -> str:
    """Return the lines of a milestone's event."""
    state = milestone.state
    is_cancelled = project.is_cancelled or state is MilestoneState.CANCELLED
    summary = f"{project.key} {_escaped(milestone.title)}"
    if is_cancelled or state is MilestoneState.DONE:
        summary += " · cancelled" if is_cancelled else " · done"
    head = _head(feed, milestone.id, on, summary, is_cancelled)
    event = f"{head}{_END}{_folded(_description(feed, project, milestone, on))}{_END}"
    if milestone.tags:
        event += f"{_folded('CATEGORIES:' + ','.join(map(_name, milestone.tags)))}{_END}"
    if alarm_days is not None and state is not MilestoneState.DONE and not is_cancelled:
        trigger = f"-P{alarm_days}D" if alarm_days else "PT0S"
        event += _END.join(("BEGIN:VALARM", "ACTION:DISPLAY", _folded(f"DESCRIPTION:{summary}"), f"TRIGGER:{trigger}"))
        event += f"{_END}END:VALARM{_END}"
    return event + "END:VEVENT"


def _cancelled_event(feed: Feed, gone: DeletedMilestone) -> str:
    """Return the lines of the event that withdraws a deleted milestone."""
    summary = f"{gone.project_key} {_escaped(gone.title)} · deleted"
    return f"{_head(feed, gone.id, gone.on, summary, True)}{_END}END:VEVENT"


def _head(feed: Feed, milestone_id: int, on: date, summary: str, is_cancelled: bool) -> str:
    """Return the first lines of an event.

    Its UID also has the instant when the milestone was created: a database that was restored from a backup gives the
    ids of later milestones once more.
    """
    sequence, created_at, changed_at = feed.revisions.get(milestone_id, _UNKNOWN)
    changed = _stamp(changed_at)
    return (
        f"BEGIN:VEVENT{_END}UID:{milestone_id}-{_milliseconds(created_at)}@{feed.identity}.milestone-tui{_END}"
        f"DTSTAMP:{changed}{_END}LAST-MODIFIED:{changed}{_END}SEQUENCE:{sequence}{_END}"
        f"STATUS:{'CANCELLED' if is_cancelled else 'CONFIRMED'}{_END}DTSTART;VALUE=DATE:{_basic(on)}{_END}"
        f"TRANSP:TRANSPARENT{_END}{_folded(f'SUMMARY:{summary}')}"
    )


def _description(feed: Feed, project: _Project, milestone: FeedMilestone, on: date) -> str:
    """Return the line with state, names, dates and notes.

    The slip is that of the event's day: for an overdue milestone the slip of today would differ every day.
    """
    line = f"DESCRIPTION:State: {_state(feed, milestone)}{project.line}"
    if milestone.phase:
        line += f"{_NEWLINE}Phase: {_name(milestone.phase)}"
    if milestone.owner:
        line += f"{_NEWLINE}Owner: {_name(milestone.owner)}"
    if (baseline_on := milestone.baseline_on) is not None:
        slip = slip_words((on - baseline_on).days)
        line += f"{_NEWLINE}Slip: {slip} · baseline date {_day(baseline_on)}"
    if milestone.deadline_on is not None:
        line += f"{_NEWLINE}Deadline: {_day(milestone.deadline_on)}"
    if milestone.notes:
        line += f"{_NEWLINE}{_NEWLINE}{_lines(milestone.notes)}"
    return line


def _state(feed: Feed, milestone: FeedMilestone) -> str:
    state = milestone.state
    if milestone.done_on is not None:
        return f"done on {_day(milestone.done_on)}"
    submission = feed.submissions.get(milestone.id)
    if submission is not None and submission.submitted_on is not None:
        return f"submitted on {_day(submission.submitted_on)}"
    if milestone.percent and state is not MilestoneState.CANCELLED:
        return f"{state.value} · {milestone.percent}%"
    return state.value


def _escaped(text: str) -> str:
    """Return a text of one line, escaped, with control characters made visible."""
    shown = visible(text)
    return shown.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")  # quicker than `translate`


def _lines(text: str) -> str:
    """Return a text of several lines, escaped."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return _NEWLINE.join(["" if line.isspace() else _escaped(line) for line in lines])


# Thousands of milestones share names, days and instants.
_name = lru_cache(maxsize=1_024)(_escaped)
_day = lru_cache(maxsize=4_096)(exact_day)


@lru_cache(maxsize=4_096)
def _basic(day: date) -> str:
    return day.isoformat().replace("-", "")


@lru_cache(maxsize=4_096)
def _stamp(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y%m%dT%H%M%SZ}"


@lru_cache(maxsize=4_096)
def _milliseconds(instant: datetime) -> int:
    return round(instant.timestamp() * 1000)


def _folded(line: str) -> str:
    """Return a line folded to lines of at most 75 octets, never inside a character."""
    data = line.encode()
    if len(data) <= _LONGEST:
        return line
    parts: list[str] = []
    begin, end = 0, _LONGEST
    while end < len(data):
        while data[end] & 0xC0 == 0x80:  # in the middle of a character
            end -= 1
        parts.append(data[begin:end].decode())
        begin, end = end, end + _LONGEST - 1  # less the blank that begins a continued line
    parts.append(data[begin:].decode())
    return f"{_END} ".join(parts)
