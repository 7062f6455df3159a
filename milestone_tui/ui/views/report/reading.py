"""What the view Report shows, read and made in a thread."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.audience import Audience
from milestone_tui.plan.model import Project
from milestone_tui.plan.report_state import ReportStates
from milestone_tui.plan.reporting import ReportSubject
from milestone_tui.report.blocks import Report
from milestone_tui.report.status import status_report
from milestone_tui.report.words import read_words
from milestone_tui.store import Store
from milestone_tui.store.reader import Reader


class Wanted(NamedTuple):
    """Which report to show."""

    project_id: int
    audience: Audience
    today: date
    since_on: date | None
    """The day after which its period begins; None for the usual one."""
    words: str
    """The setting that names its words."""
    folder: Path | None
    """The folder of the settings, where the file of words is looked for."""


class Shown(NamedTuple):
    """A report, and what it was made of."""

    wanted: Wanted
    project: Project
    states: ReportStates
    report: Report | None
    """None if it cannot be made."""
    problem: str = ""
    """Why it cannot be made."""


def read_report(store: Store, reader: Reader, wanted: Wanted) -> Shown:
    """Return the report, or why there is none; raise NotFound for a project that was deleted."""
    project = reader.project(wanted.project_id)
    subject = ReportSubject(project.key)
    states = store.report_states(reader, subject, wanted.audience, wanted.today, wanted.since_on)
    try:
        words = read_words(wanted.words, wanted.folder)
    except InvalidInput as error:
        return Shown(wanted, project, states, None, str(error))
    return Shown(wanted, project, states, status_report(states, wanted.audience, words))
