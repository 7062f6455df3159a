"""Writing a report from its view: the file, the record that the next one begins at, and what is said of both."""

from __future__ import annotations

from pathlib import Path

from milestone_tui.errors import MilestoneError
from milestone_tui.plan.audience import Audience
from milestone_tui.ui.base.store_screen import StoreScreen
from milestone_tui.ui.renderer import ELLIPSIS
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.report.formats import CHOICES
from milestone_tui.ui.views.report.opening import open_file
from milestone_tui.ui.views.report.reach import file_name
from milestone_tui.ui.views.report.reading import Made, Shown
from milestone_tui.ui.views.report.words import FOR, named
from milestone_tui.ui.views.report.write import WritePanel, Written

_PATH = 34
"""Characters of a path that a sentence names."""


def write_report(screen: StoreScreen, shown: Shown) -> None:
    """Ask where to write a report, write it, and record that."""
    if (made := shown.made) is None:
        return
    title = f"Write the report on {named(made.states.subject)}, {FOR[shown.wanted.audience]}"
    name = f"~/{_name(shown, made)}"

    def done(written: Written | None) -> None:
        if written is not None:
            _record(screen, shown.wanted.audience, made, written)

    screen.ask(lambda: WritePanel(screen.context, made.report, title, name, CHOICES[0]), done)


def _name(shown: Shown, made: Made) -> str:
    """Return a name for the file, without its suffix."""
    who = "" if shown.wanted.audience is Audience.CLIENT else "-internal"
    return f"{file_name(made.states.subject)}-report{who}-{made.states.day.isoformat()}"


def _record(screen: StoreScreen, audience: Audience, made: Made, written: Written) -> None:
    """Record a report that was written, and open it; nothing is recorded while an earlier day is shown."""
    where = f"Wrote the report to {short_path(written.path)}"
    failed = open_file(written.opener, written.path) if written.opener else ""
    note = f"; cannot open it: {failed}" if failed else ""
    if screen.context.moment is not None:
        screen.show_status(f"{where}{note or ', recorded nowhere'}")
        return
    if made.states.day == screen.context.today:
        note = note or "; the next begins here"

    def complain(error: MilestoneError) -> None:
        screen.show_status(f"{where}, but did not record it: {error}", Ink.BAD)

    key, client = made.states.subject
    since_on, until_on = made.states.since.day, made.states.day
    screen.run_command(
        lambda do: do.reports.record(key, client, audience, since_on, until_on),
        lambda _: screen.show_status(f"{where}{note}"),
        complain,
    )


def short_path(path: Path) -> str:
    """Return a path with `~` for the home folder, its beginning cut where it is long."""
    try:
        name = str(Path("~") / path.relative_to(Path.home()))
    except (ValueError, RuntimeError):
        name = str(path)
    return name if len(name) <= _PATH else ELLIPSIS + name[1 - _PATH :]
