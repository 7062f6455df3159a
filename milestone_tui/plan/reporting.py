"""What a report is about, and where its period begins."""

# Annotations are no texts here: Python would compile that of each field of a named tuple at start-up.

from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from milestone_tui.plan.audience import Audience
from milestone_tui.plan.language.text import tidy


class ReportSubject(NamedTuple):
    """One project, the projects of a client, or, without both, all projects."""

    project_key: str = ""
    client: str = ""

    def __str__(self) -> str:
        return self.project_key or self.client or "all projects"


class WrittenReport(NamedTuple):
    """A report that was written."""

    id: int
    project_id: int | None
    client: str
    audience: Audience
    since_on: date
    """The report is about what came after this day, up to `until_on`."""
    until_on: date
    written_at: datetime


class Beginning(StrEnum):
    """Why a period begins where it does."""

    CHOSEN = "chosen"
    REPORT = "report"
    """The last report for this audience was written then."""
    REVIEW = "review"
    DAYS = "days"
    """There is neither: seven days ago."""


class Period(NamedTuple):
    """The days that a report is about."""

    since_on: date | None
    """What came after this day; None if the last report or review tells where the period begins."""
    until_on: date
    """Its last day."""
    beginning: Beginning = Beginning.CHOSEN


def same_client(one: str, other: str) -> bool:
    """Return whether two names are those of one client: they differ in case or outer blanks at most."""
    return tidy(one).casefold() == tidy(other).casefold()
