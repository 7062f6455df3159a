"""The option `--me`: only what is yours."""

from __future__ import annotations

from milestone_tui.errors import InvalidInput


def my_name() -> str:
    """Return the name of the person at the keyboard; raise InvalidInput while nobody has set it."""
    from milestone_tui.config import load_settings, settings_file

    if not (me := load_settings(settings_file()).me):
        raise InvalidInput(
            "",
            "--me has no name yet. "
            f'Press @ on the agenda of the dashboard once, or write me = "your name" into {settings_file()}.',
        )
    return me
