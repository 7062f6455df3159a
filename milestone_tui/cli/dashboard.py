"""Opening the dashboard: the first frame before Textual is loaded, then the app, then the end of the process."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext, suppress
from datetime import date
from typing import TYPE_CHECKING, TextIO

from milestone_tui.cli.context import clock_of, store_of
from milestone_tui.cli.options import Options
from milestone_tui.cli.output import print_error
from milestone_tui.config import (
    Config,
    Views,
    configure,
    load_settings,
    load_views,
    save_views,
    settings_file,
    state_folder,
    views_file,
)
from milestone_tui.errors import InvalidInput, StoreUnavailable
from milestone_tui.plan.analysis.thresholds import known_thresholds
from milestone_tui.terminal.colours import configure_textual

if TYPE_CHECKING:
    from milestone_tui.store import Store
    from milestone_tui.ui.first_frame.frame import FirstFrame


def run_dashboard(options: Options) -> int:
    """Run the dashboard and return the exit code. Raises MilestoneError if it cannot start."""
    config = configure(db=options.db, today=options.today, ascii_only=options.ascii)
    clock = clock_of(config)
    _require_terminal(config)
    configure_textual(config.colours, os.environ)
    from milestone_tui.terminal.shutdown import SignalHandler  # late: scripts end without it

    with SignalHandler() as ending, store_of(config, clock, options.demo, state=state_folder()) as store:
        settings, views = load_settings(settings_file()), load_views(views_file())
        store.thresholds = known_thresholds(settings.thresholds)
        theme, plain = _theme(options.theme, settings.theme), options.plain or settings.plain
        first = None if plain else _first_frame(store, clock.today(), theme, config, views)
        store.serve_screen()
        with first or nullcontext():
            from milestone_tui.ui.app import MilestoneApp  # loads Textual: most of the time to start
            from milestone_tui.ui.preferences import Preferences

            # The people of the demo are made up: none of them is who the person is.
            preferences = Preferences(settings, settings_file(), keeps_me=not options.demo, views=views)
            app = MilestoneApp(
                store,
                clock,
                theme=theme,
                colours=config.colours,
                ascii_only=config.ascii_only,
                preferences=preferences,
                editor=config.editor,
                plain=plain,
                ending=ending,
                first=first,
            )
            with ending.running(store.drain):
                app.run()
            _save_views(views, preferences.views)
            if app.crash is not None:
                raise app.crash
        if app.lost_file.last_words is not None:
            print_error(app.lost_file.last_words)
    return ending.code or app.return_code or _store_code(store)


def _store_code(store: Store) -> int:
    """Return the exit code of a closed store: an error if changes were lost."""
    return StoreUnavailable.exit_code if store.unwritten is not None and store.unwritten.lost else 0


def _save_views(before: Views, now: Views) -> None:
    """Save how the views are sorted and grouped, if that has changed."""
    if now != before:
        with suppress(OSError):  # a sort order is not worth an error
            save_views(views_file(), now)


def _require_terminal(config: Config) -> None:
    """Raise InvalidInput if there is no terminal that can show the dashboard."""
    if not (_is_terminal(sys.stdin) and _is_terminal(sys.stdout)):
        raise InvalidInput("", "The dashboard needs a terminal. In scripts, use `milestone-tui list --json`.")
    if config.terminal == "dumb":
        raise InvalidInput(
            "", "This terminal (TERM=dumb) cannot show the dashboard. Use `milestone-tui list` for a table."
        )
    if not _is_terminal(sys.stderr):
        # Textual paints on stderr; if that is redirected to a file, paint on stdout, which is the terminal.
        vars(sys).update(__stderr__=sys.__stdout__)


def _first_frame(store: Store, today: date, theme: str | None, config: Config, views: Views) -> FirstFrame | None:
    """Return the frame to show until Textual is loaded; None if there is none."""
    from milestone_tui.ui.first_frame.frame import first_frame
    from milestone_tui.ui.theme_fallbacks import palettes

    shown = palettes(config.colours)
    palette = shown.get(theme or "") or next(iter(shown.values()))
    return first_frame(store, today, palette, config.colours, views, ascii_only=config.ascii_only)


def _theme(typed: str | None, saved: str | None) -> str | None:
    """Return the full name of the typed or else the saved theme (`dark` is short for `milestone-dark`).

    Return None for a saved theme that no longer exists.
    """
    from milestone_tui.ui.theme import PALETTES

    wanted = typed or saved or ""
    return next((name for name in (wanted, f"milestone-{wanted}") if name in PALETTES), None)


def _is_terminal(stream: TextIO | None) -> bool:
    """Return whether a stream exists and is a terminal. (A process can start without one.)"""
    return stream is not None and stream.isatty()
