"""The options of the dashboard, in one table: argparse reads them, and a reader by hand where nothing else is typed.

Loading argparse would take a tenth of the time to the first frame.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple


class Option(NamedTuple):
    """An option before any command."""

    flag: str
    help: str
    metavar: str = ""
    """What its value is called; an option without one is a switch."""

    @property
    def name(self) -> str:
        """Return the name of its field in `Options`."""
        return self.flag.removeprefix("--")


DATABASE = Option("--db", "the database (default: see `milestone-tui paths`)", "FILE")
TODAY = Option("--today", "the day that stands for today, as 2026-11-22", "DAY")
DEMO = Option("--demo", "show made-up projects in a throw-away database")

OPTIONS = (
    DATABASE,
    TODAY,
    Option("--ascii", "draw with ASCII only (so it is where the locale is not UTF-8)"),
    DEMO,
    Option("--theme", "dark, light, contrast or terminal (the terminal's own colours)", "NAME"),
    Option(
        "--plain",
        "send the terminal all that is painted, and nothing before the whole screen (for a terminal that shows the"
        " dashboard wrongly; also: plain = true in the settings)",
    ),
)


class Options(NamedTuple):
    """The options of the dashboard: None and False where nothing was typed."""

    db: str | None = None
    today: str | None = None
    ascii: bool = False
    demo: bool = False
    theme: str | None = None
    plain: bool = False


def dashboard_options(arguments: Sequence[str]) -> Options | None:
    """Return the options where nothing but options in full is typed; None leaves it to argparse, mistakes too."""
    known = {option.flag: option for option in OPTIONS}
    values: dict[str, Any] = {}
    rest = iter(arguments)
    for argument in rest:
        flag, has_value, value = argument.partition("=")
        option = known.get(flag)
        if option is None or (has_value and not option.metavar):
            return None
        if not option.metavar:
            values[option.name] = True
        elif has_value:
            values[option.name] = value
        else:
            following = next(rest, "-")
            if following.startswith("-"):
                return None
            values[option.name] = following
    return Options(**values)
