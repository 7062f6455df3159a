"""The first frame of the home screen, painted before Textual is loaded, since loading it takes most of a start.

It equals the first paint of the screen itself except the key bar: the driver knows what was sent and adds only what is
missing. Keys typed in the meantime wait in the terminal's queue.
"""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack, suppress
from datetime import date
from types import TracebackType
from typing import TYPE_CHECKING, Any

from milestone_tui.errors import DatabaseUnusable, MilestoneError
from milestone_tui.plan.analysis.portfolio import ProjectOrder, arranged, grouped, judged, projects_of
from milestone_tui.terminal.abilities import abilities
from milestone_tui.terminal.colours import Colours
from milestone_tui.ui.first_frame.ansi_paint import painted
from milestone_tui.ui.theme import Ground, Palette
from milestone_tui.ui.views.projects.home_lines import LEAST, home_lines
from milestone_tui.ui.views.projects.lines import SORTED_BY

if TYPE_CHECKING:
    from milestone_tui.config import Views
    from milestone_tui.plan.model import ProjectSummary
    from milestone_tui.store import Store

_ENTER = "\x1b[?1049h\x1b[?25l"
_LEAVE = "\x1b[m\x1b[?1049l\x1b[?25h"


class FirstFrame:
    """Context manager that paints the frame and restores the terminal on exit, unless it was handed over."""

    def __init__(self, text: str, size: tuple[int, int], projects: tuple[ProjectSummary, ...]) -> None:
        self.text = text
        """The text that is sent."""
        self.size = size
        """Width and height of the terminal that it is for."""
        self.projects = projects
        """The projects shown, which need not be read again."""
        self._modes: list[Any] | None = None

    def __enter__(self) -> FirstFrame:
        self._modes = _take_keys()
        with ExitStack() as on_failure:  # such as a signal while writing
            on_failure.push(self)
            with suppress(OSError):  # the terminal is lost, which the app reports
                _write(self.text)
            on_failure.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if (modes := self.hand_over()) is not None:
            with suppress(OSError):
                _write(_LEAVE)
            _set(modes)

    def hand_over(self) -> list[Any] | None:
        """Leave the terminal to the caller and return its original modes; None if they were returned already."""
        modes, self._modes = self._modes, None
        return modes


def first_frame(
    store: Store, today: date, palette: Palette, colours: Colours, views: Views, *, ascii_only: bool = False
) -> FirstFrame | None:
    """Return the first frame, sorted and grouped by `views`; None without projects or for an unknown terminal."""
    size, known = _size(), abilities(os.environ)
    if size is None or known is None:
        return None
    try:
        if not (projects := store.read.projects(today)):
            return None
        order = ProjectOrder.named(views.projects_order)
        shown = arranged(projects, order)
        rows = grouped(shown) if views.projects_groups else shown
        first = projects_of(rows[:2])[0]
        found = store.read.roadmap([first.project.id]).get(first.project.id, ())
    except DatabaseUnusable:
        raise  # nothing can be shown
    except MilestoneError:
        return None  # the screen shows the error
    marks = judged(
        found,
        today,
        first.project.calendar,
        first.next_id,
        live=first.project.is_live,
        amber_slip=first.verdict.limits.amber_slip,
    )
    lines = home_lines(rows, marks, today, size, sorted_by=SORTED_BY.get(order, ""), ascii_only=ascii_only)
    text = painted([*lines, ((), Ground.PANEL)], size[0], palette, colours, fills=known.fills, ascii_only=ascii_only)
    return FirstFrame(_ENTER + text, size, projects)


def _size() -> tuple[int, int] | None:
    """Return width and height of the terminal; None if nothing should be painted on it."""
    if sys.platform == "win32" or sys.__stdin__ is None or sys.__stderr__ is None:
        return None
    try:
        keys, screen = sys.__stdin__.fileno(), sys.__stderr__.fileno()
        if not os.isatty(screen) or os.tcgetpgrp(keys) != os.getpgrp():
            return None
        size = os.get_terminal_size(screen)
    except (OSError, ValueError):
        return None
    # Textual, like most programs, believes these two variables more than the terminal.
    overridden = "COLUMNS" in os.environ or "LINES" in os.environ
    return None if overridden or size.columns < LEAST[0] or size.lines < LEAST[1] else (size.columns, size.lines)


def _write(text: str) -> None:
    assert sys.__stderr__ is not None
    sys.__stderr__.write(text)  # where Textual writes
    sys.__stderr__.flush()


def _take_keys() -> list[Any]:
    """Switch echo, line editing and signal keys off and return the modes before; keys already typed stay queued."""
    import termios

    assert sys.__stdin__ is not None
    terminal = sys.__stdin__.fileno()
    before = termios.tcgetattr(terminal)
    modes = termios.tcgetattr(terminal)
    modes[0] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR)
    modes[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)
    modes[6][termios.VMIN] = 1
    termios.tcsetattr(terminal, termios.TCSANOW, modes)
    return before


def _set(modes: list[Any]) -> None:
    import termios

    assert sys.__stdin__ is not None
    with suppress(termios.error):
        termios.tcsetattr(sys.__stdin__.fileno(), termios.TCSANOW, modes)
