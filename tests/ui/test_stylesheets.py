"""What style sheets take for granted."""

from __future__ import annotations

import importlib
import pkgutil
from collections import defaultdict
from collections.abc import Iterator

from textual.widget import Widget

import milestone_tui.ui


def kinds_of(kind: type[Widget]) -> Iterator[type[Widget]]:
    for below in kind.__subclasses__():
        yield below
        yield from kinds_of(below)


def test_no_two_widgets_share_a_name_and_so_the_rules_that_are_meant_for_one() -> None:
    for found in pkgutil.walk_packages(milestone_tui.ui.__path__, "milestone_tui.ui."):
        importlib.import_module(found.name)
    modules: defaultdict[str, set[str]] = defaultdict(set)
    for kind in kinds_of(Widget):
        if not kind.__module__.startswith("test"):
            modules[kind.__name__].add(kind.__module__)
    assert {name: where for name, where in modules.items() if len(where) > 1} == {}
