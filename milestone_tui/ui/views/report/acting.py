"""Writing a report from its view: the file, the record that the next one begins at, and what is said of both."""

from __future__ import annotations

from pathlib import Path

from milestone_tui.errors import MilestoneError
from milestone_tui.plan.audience import Audience
from milestone_tui.plan.language.wording import date_words
from milestone_tui.plan.model import Change
from milestone_tui.ui.base.store_screen import StoreScreen
from milestone_tui.ui.renderer import ELLIPSIS
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.report.formats import FORMATS
from milestone_tui.ui.views.report.opening import open_file
from milestone_tui.ui.views.report.reading import Shown
from milestone_tui.ui.views.report.words import FOR
from milestone_tui.ui.views.report.write import WritePanel, Written

_PATH = 38
"""Characters of a path that a sentence names."""


def write_report(screen: StoreScreen, shown: Shown) -> None:
    """Ask where to write a report, write it, and record that."""
    report, subject = shown.report, shown.states.subject
    if report is None:
        return
    title = f"Write the report on {subject}, {FOR[shown.wanted.audience]}"

    def done(written: Written | None) -> None:
        if written is not None:
            _record(screen, shown, written)

    screen.ask(lambda: WritePanel(screen.context, report, title, f"~/{_name(shown)}", FORMATS[0]), done)


def _name(shown: Shown) -> str:
    """Return a name for the file, without its suffix."""
    who = "" if shown.wanted.audience is Audience.CLIENT else "-internal"
    return f"{shown.project.key}-report{who}-{shown.states.day.isoformat()}"


def _record(screen: StoreScreen, shown: Shown, written: Written) -> None:
    """Record a report that was written; not of an earlier day, where the next one would begin too early."""
    where = f"Wrote the report to {short_path(written.path)}"
    failed = open_file(written.opener, written.path) if written.opener else ""
    note = f"; cannot open it: {failed}" if failed else ""
    states = shown.states
    if screen.context.moment is not None:
        screen.show_status(f"{where}; as of {date_words(states.day, states.day)}, nothing is recorded{note}")
        return

    def tell(_: Change | None) -> None:
        screen.show_status(f"{where}{note or '; the next begins here'}")

    def complain(error: MilestoneError) -> None:
        screen.show_status(f"{where}, but not recorded: {error}", Ink.BAD)

    key, client = states.subject
    audience, since_on, until_on = shown.wanted.audience, states.since.day, states.day
    screen.run_command(lambda do: do.reports.record(key, client, audience, since_on, until_on), tell, complain)


def short_path(path: Path) -> str:
    """Return a path with `~` for the home folder, its beginning cut where it is long."""
    try:
        name = str(Path("~") / path.relative_to(Path.home()))
    except (ValueError, RuntimeError):
        name = str(path)
    return name if len(name) <= _PATH else ELLIPSIS + name[1 - _PATH :]
