"""What is said when the dashboard is opened, read by hand where it is said in full: argparse takes 25 ms to load."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

_VALUES = frozenset({"--db", "--today", "--theme"})
_SWITCHES = ("--ascii", "--demo", "--plain")


class Options(NamedTuple):
    """The options of the dashboard, as argparse reads them."""

    db: str | None = None
    today: str | None = None
    theme: str | None = None
    ascii: bool = False
    demo: bool = False
    plain: bool = False


def dashboard_options(arguments: Sequence[str]) -> Options | None:
    """The options where nothing but options of the dashboard is said; None leaves it to argparse, mistakes too."""
    texts: dict[str, str] = {}
    switches: set[str] = set()
    rest = iter(arguments)
    for argument in rest:
        name, given, value = argument.partition("=")
        if argument in _SWITCHES:
            switches.add(argument)
        elif name in _VALUES:
            texts[name] = value if given else next(rest, "-")
            if texts[name].startswith("-") and not given:
                return None
        else:
            return None
    return Options(
        texts.get("--db"), texts.get("--today"), texts.get("--theme"), *(name in switches for name in _SWITCHES)
    )
