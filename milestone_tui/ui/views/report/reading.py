"""What the view Report shows, read and made in a thread."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import NamedTuple

from milestone_tui.errors import InvalidInput, NotFound
from milestone_tui.plan.audience import Audience
from milestone_tui.plan.date_order import DateOrder
from milestone_tui.plan.language.periods import read_period
from milestone_tui.plan.model import Project
from milestone_tui.plan.moment import Moment
from milestone_tui.plan.report_state import ReportStates
from milestone_tui.plan.reporting import Beginning, Period, ReportSubject
from milestone_tui.report.blocks import Report
from milestone_tui.store import Store
from milestone_tui.store.reader import Reader
from milestone_tui.ui.views.report.reach import Reach


class Wanted(NamedTuple):
    """Which report to show."""

    project_id: int
    reach: Reach
    audience: Audience
    period: str
    """Its period as somebody typed it; empty for the usual one."""
    today: date
    order: DateOrder
    moment: Moment | None
    """The earlier day that is shown."""
    words: str
    """The setting that names its words."""
    folder: Path | None
    """The folder of the settings, where the file of words is looked for."""


class Made(NamedTuple):
    """A report, and what it was made of."""

    states: ReportStates
    period: Period
    report: Report
    left_out: str
    """What its reader does not get, in words."""


class Shown(NamedTuple):
    """A report, or why there is none."""

    wanted: Wanted
    project: Project
    made: Made | None
    problem: str = ""
    """Why it cannot be made."""


def read_report(store: Store, reader: Reader, wanted: Wanted) -> Shown:
    """Return the report, or why there is none; raise NotFound for a project that was deleted."""
    project = reader.project(wanted.project_id)
    try:
        return Shown(wanted, project, _made(store, reader, wanted, wanted.reach.subject(project)))
    except (InvalidInput, NotFound) as error:
        return Shown(wanted, project, None, str(error))


def _made(store: Store, reader: Reader, wanted: Wanted, subject: ReportSubject) -> Made:
    # late: loaded in the thread that makes the report
    from milestone_tui.report.left_out import left_out, left_out_words
    from milestone_tui.report.status import status_report
    from milestone_tui.report.words import read_words

    period = Period(None, wanted.today, Beginning.DAYS)
    if wanted.period:
        period = read_period(wanted.period, wanted.today, wanted.order)
    since = period.since_on
    named = period.beginning if wanted.period and since is None else None
    words = read_words(wanted.words, wanted.folder)
    with _reader_of(store, reader, wanted, period.until_on) as read:
        states = store.report_states(read, subject, wanted.audience, period.until_on, since or named)
        hidden = left_out_words(left_out(states, wanted.audience))
        return Made(states, period, status_report(states, wanted.audience, words), hidden)


@contextmanager
def _reader_of(store: Store, reader: Reader, wanted: Wanted, until: date) -> Iterator[Reader]:
    """Yield the reader, or one of the data as they stood when the period ended."""
    if until >= wanted.today:
        yield reader
        return
    known = None if wanted.moment is None else wanted.moment.change_id
    with closing(store.open_past(Moment(until, known))) as past:
        yield past.read
