"""Writing calendar files, read back by the icalendar library."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from factories import project
from hypothesis import given
from hypothesis import strategies as st

from milestone_tui.exchange.ics.reader import read_ics
from milestone_tui.exchange.ics.writer import write_calendar
from milestone_tui.plan.feed import DeletedMilestone, Feed, FeedMilestone, Revision, Submission
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.model import MilestoneState, Project, ProjectState

icalendar = pytest.importorskip("icalendar")

DUE = date(2026, 11, 20)
REVISION = Revision(
    7, datetime(2026, 10, 1, 9, 0, 0, 250_000, tzinfo=UTC), datetime(2026, 11, 12, 8, 30, 5, 999_000, tzinfo=UTC)
)
BETA = FeedMilestone(
    12,
    1,
    title="Beta release",
    state=MilestoneState.IN_PROGRESS,
    percent=40,
    phase="Build",
    owner="Ana Kovač",
    due_on=DUE,
    baseline_on=date(2026, 11, 11),
    deadline_on=date(2026, 12, 1),
    tags=("beta", "client"),
)


def feed(*milestones: FeedMilestone, of: Project | None = None, deleted: Iterable[DeletedMilestone] = ()) -> Feed:
    of = of or project()
    revisions = {12: REVISION, 13: REVISION}
    return Feed("0123abcd", {of.id: of}, milestones, tuple(deleted), {}, revisions)


def events(data: bytes) -> list[Any]:
    """The events of a file, as the library reads them."""
    calendar = icalendar.Calendar.from_ical(data)
    assert not calendar.errors
    found = list(calendar.walk("VEVENT"))
    assert all(not event.errors for event in found)
    return found


def only_event(milestone: FeedMilestone, of: Project | None = None) -> Any:
    (found,) = events(write_calendar(feed(milestone, of=of), "Milestones"))
    return found


def test_an_event_in_full() -> None:
    assert write_calendar(feed(BETA), "ACME milestones", alarm_days=3).decode().split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//milestone-tui//milestone-tui//EN",
        "CALSCALE:GREGORIAN",
        "X-WR-CALNAME:ACME milestones",
        "BEGIN:VEVENT",
        "UID:12-1790845200250@0123abcd.milestone-tui",
        "DTSTAMP:20261112T083005Z",
        "LAST-MODIFIED:20261112T083005Z",
        "SEQUENCE:7",
        "STATUS:CONFIRMED",
        "DTSTART;VALUE=DATE:20261120",
        "TRANSP:TRANSPARENT",
        "SUMMARY:ACME Beta release",
        "DESCRIPTION:State: in progress · 40%\\nProject: Customer portal\\nPhase: Bui",
        " ld\\nOwner: Ana Kovač\\nSlip: +9 d · baseline date 11 Nov 2026\\nDeadline: ",
        " 1 Dec 2026",
        "CATEGORIES:beta,client",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "DESCRIPTION:ACME Beta release",
        "TRIGGER:-P3D",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_the_library_reads_it() -> None:
    event = only_event(BETA)
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (
        "12-1790845200250@0123abcd.milestone-tui",
        7,
        "CONFIRMED",
    )
    assert event["DTSTART"].dt == DUE and type(event["DTSTART"].dt) is date
    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == REVISION.changed_at.replace(microsecond=0)
    assert event["DESCRIPTION"].split("\n")[0] == "State: in progress · 40%"
    assert event.categories == ["beta", "client"]


def test_a_done_milestone_is_on_its_done_date_and_says_so() -> None:
    event = only_event(BETA._replace(state=MilestoneState.DONE, done_on=date(2026, 11, 9)))
    assert (event["DTSTART"].dt, event["STATUS"]) == (date(2026, 11, 9), "CONFIRMED")
    assert event["SUMMARY"] == "ACME Beta release · done"
    assert event["DESCRIPTION"].startswith("State: done on 9 Nov 2026\n") and "Slip: −2 d ·" in event["DESCRIPTION"]


def test_a_submitted_milestone_says_since_when() -> None:
    submitted = feed(BETA._replace(state=MilestoneState.SUBMITTED))
    submitted = submitted._replace(submissions={12: Submission("Acme Corp", date(2026, 11, 9))})
    (event,) = events(write_calendar(submitted, "Milestones"))
    assert event["DESCRIPTION"].startswith("State: submitted on 9 Nov 2026\n")


@pytest.mark.parametrize(
    ("milestone", "of"),
    [
        (BETA._replace(state=MilestoneState.CANCELLED), project()),
        (BETA, project(state=ProjectState.CANCELLED)),
    ],
)
def test_what_is_cancelled_is_sent_as_cancelled_without_an_alarm(milestone: FeedMilestone, of: Project) -> None:
    data = write_calendar(feed(milestone, of=of), "Milestones", alarm_days=3)
    (event,) = events(data)
    assert (event["STATUS"], event["SUMMARY"]) == ("CANCELLED", "ACME Beta release · cancelled")
    assert b"VALARM" not in data


def test_what_was_deleted_is_sent_as_cancelled() -> None:
    gone = DeletedMilestone(13, "ACME", "Old, gone", "Ana Kovač", DUE)
    (event,) = events(write_calendar(feed(deleted=[gone]), "Milestones"))
    assert (event["STATUS"], event["SUMMARY"]) == ("CANCELLED", "ACME Old, gone · deleted")
    assert event["UID"].startswith("13-") and event["DTSTART"].dt == DUE


def test_an_alarm_is_for_open_milestones_only() -> None:
    done = BETA._replace(id=13, state=MilestoneState.DONE, done_on=DUE)
    data = write_calendar(feed(BETA, done), "Milestones", alarm_days=0)
    assert data.count(b"BEGIN:VALARM") == 1 and b"\r\nTRIGGER:PT0S\r\n" in data


def test_a_milestone_without_a_date_is_left_out() -> None:
    assert events(write_calendar(feed(BETA._replace(due_on=None)), "Milestones")) == []


def test_a_milestone_that_the_journal_does_not_know_is_written_too() -> None:
    event = only_event(BETA._replace(id=99))
    assert (event["UID"], event["SEQUENCE"]) == ("99-0@0123abcd.milestone-tui", 0)


def test_hostile_texts_stay_texts() -> None:
    title = "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\n\x1b[31m;,\\n\u202e\u2028\x85"
    event = only_event(BETA._replace(title=title, tags=("a,b;c\\", "\nX:1"), notes="one\r\ntwo\n\n \nATTACH:x\x07"))
    assert event["SUMMARY"] == f"ACME {visible(title)}"
    assert "\r" not in event["SUMMARY"] and "\x1b" not in event["SUMMARY"]
    assert event["DESCRIPTION"].endswith("\n\none\ntwo\n\n\nATTACH:x␇")
    assert event.categories == ["a,b;c\\", "␊X:1"]


def test_the_reader_of_days_off_reads_what_is_written() -> None:
    (found,) = read_ics(write_calendar(feed(BETA._replace(title="Été, 中文; " * 20)), "Milestones"), range(2026, 2027))[
        0
    ]
    assert (found.day, found.name) == (DUE, "ACME " + ("Été, 中文; " * 20).strip())


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=200) | st.text(
    "\\;,n\n\r\t :é中🎉\u202e", max_size=200
)


@given(title=TEXTS, tags=st.lists(TEXTS.filter(bool), max_size=4), notes=TEXTS, name=TEXTS)
def test_any_text_survives(title: str, tags: list[str], notes: str, name: str) -> None:
    milestone = BETA._replace(title=title, tags=tuple(tags), notes=notes, phase=title, owner=title)
    data = write_calendar(feed(milestone), name, alarm_days=1)
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", b"".join(lines)) and all(line.decode() for line in lines[:-1])
    (event,) = events(data)
    assert event["SUMMARY"] == f"ACME {visible(title)}"
    assert [str(tag) for tag in event.categories] == [visible(tag) for tag in tags]
    if notes:
        shown = ["" if line.isspace() else visible(line) for line in re.split("\r\n|[\r\n]", notes)]
        assert event["DESCRIPTION"].endswith("\n\n" + "\n".join(shown))
    raw = str(icalendar.Calendar.from_ical(data)["X-WR-CALNAME"])  # the library leaves the escapes of X- properties
    assert re.sub(r"\\(.)", r"\1", raw) == visible(name)
