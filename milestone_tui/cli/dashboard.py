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
from milestone_tui.terminal.colours import tell_textual

if TYPE_CHECKING:
    from milestone_tui.store import Store
    from milestone_tui.ui.first_frame.frame import FirstFrame


def run_dashboard(options: Options) -> int:
    """Show the dashboard until it ends; return the exit code. Raises MilestoneError where it cannot be shown."""
    config = configure(db=options.db, today=options.today, ascii_only=options.ascii)
    clock = clock_of(config)
    _require_terminal(config)
    tell_textual(config.colours, os.environ)
    from milestone_tui.terminal.shutdown import SignalHandler  # late: scripts end as any other does

    with SignalHandler() as ending, store_of(config, clock, options.demo, state=state_folder()) as store:
        path = settings_file()
        settings, views = load_settings(path), load_views(views_file())
        theme = _theme(options.theme, settings.theme)
        plain = options.plain or settings.plain
        first = None if plain else _first_frame(store, clock.today(), theme, config, views)
        store.serve_screen()
        with first or nullcontext():
            from milestone_tui.ui.app import MilestoneApp  # Textual: most of what a start takes
            from milestone_tui.ui.preferences import Preferences

            # The people of the demo are made up: none of them is who the person is.
            preferences = Preferences(settings, path, keeps_me=not options.demo, views=views)
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
            if preferences.views != views:
                with suppress(OSError):  # a sort order is not worth an error
                    save_views(views_file(), preferences.views)
            if app.crash is not None:
                raise app.crash
        if app.lost_file.last_words is not None:
            print_error(app.lost_file.last_words)
    lost = store.left_behind is not None and bool(store.left_behind.lost)
    return ending.code or app.return_code or (StoreUnavailable.exit_code if lost else 0)


def _require_terminal(config: Config) -> None:
    """Raise InvalidInput where there is no terminal for a dashboard."""
    if not (_is_terminal(sys.stdin) and _is_terminal(sys.stdout)):
        raise InvalidInput("", "The dashboard needs a terminal; scripts use `milestone-tui list --json`.")
    if config.terminal == "dumb":
        raise InvalidInput(
            "", "This terminal (TERM=dumb) cannot show a dashboard; `milestone-tui list` prints a table."
        )
    if not _is_terminal(sys.stderr):
        # Textual paints on stderr; where somebody keeps that in a file, the dashboard is for the terminal all the same.
        vars(sys).update(__stderr__=sys.__stdout__)


def _first_frame(store: Store, today: date, theme: str | None, config: Config, views: Views) -> FirstFrame | None:
    """What is shown until Textual is there."""
    from milestone_tui.ui.first_frame.frame import first_frame
    from milestone_tui.ui.theme_fallbacks import palettes

    shown = palettes(config.colours)
    palette = shown.get(theme or "") or next(iter(shown.values()))
    return first_frame(store, today, palette, config.colours, views, ascii_only=config.ascii_only)


def _theme(asked: str | None, remembered: str | None) -> str | None:
    """The name of the chosen theme (`dark` is short for `milestone-dark`). A remembered one that is gone is none."""
    from milestone_tui.ui.theme import PALETTES

    wanted = asked or remembered or ""
    for name in (wanted, f"milestone-{wanted}"):
        if name in PALETTES:
            return name
    if asked:
        names = ", ".join(name.removeprefix("milestone-") for name in PALETTES)
        raise InvalidInput("", f"There is no theme “{asked}”; there are {names}.")
    return None


def _is_terminal(stream: TextIO | None) -> bool:
    """Is this stream there, and a terminal? (A process can be started without any.)"""
    return stream is not None and stream.isatty()
