"""One letter means one thing in all views: the bindings of the package against the key table."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from typing import ClassVar, NamedTuple

from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen, Screen
from textual.widget import Widget

import milestone_tui.ui
from milestone_tui.ui.base.store_screen import StoreScreen
from milestone_tui.ui.keys import key_name
from milestone_tui.ui.panels.help import HelpScreen

MEANINGS: dict[str, tuple[str, ...]] = {
    "/": ("filter",),
    "@": ("mine",),
    "p": ("project/all", "into it", "new project"),
    "s": ("sort",),
    "o": ("by what", "group", "period"),
    "v": ("mark",),
    "V": ("mark a range",),
    "*": ("mark all",),
    "n": ("new", "add"),
    "i": ("note",),
    "e": ("edit", "lag", "next role", "columns"),
    "d": ("delete", "cancel gone", "keep gone"),
    "space": ("tick", "tick next", "met", "done", "close", "update", "keep"),
    "a": ("sign off",),
    "A": ("archive",),
    ",": ("a day earlier",),
    ".": ("a day later",),
    "<": ("a week earlier",),
    ">": ("a week later",),
    "m": ("move to date", "date", "rate", "give"),
    "M": ("move phase",),
    "W": ("move project",),
    "R": ("re-plan",),
    "w": ("reason", "write"),
    "r": ("raise a risk",),
    "b": ("baselines",),
    "B": ("set baseline", "baseline", "new"),
    "C": ("compare baselines", "compare", "choose for comparing"),
    "c": ("critical path",),
    "f": ("float",),
    "O": ("days off", "absences"),
    "E": ("edit project", "edit week"),
    "N": ("new from template",),
    "S": ("save as template",),
    "I": ("import",),
    "H": ("happened",),
    "+": ("zoom in",),
    "=": ("zoom in",),
    "-": ("zoom out",),
    "h": ("pan left", "day", "previous week"),
    "l": ("pan right", "next day", "next week"),
    "t": ("today",),
    "z": ("fit",),
    "[": ("previous phase", "previous group"),
    "]": ("next phase", "next group"),
    "tab": (
        *("next field", "switch table", "push/drag/only", "roadmap", "table", "next chart", "matrix"),
        *("past reviews", "roles", "workload", "client, internal"),
    ),
    "%": ("by percent",),
    "x": ("explain",),
    "y": ("copy",),
    "T": ("as-of",),
    "u": ("undo",),
    "U": ("redo",),
    "?": ("help",),
    ":": ("commands",),
    "j": ("next row", "next week", "scroll"),
    "k": ("previous row", "week", "back", "scroll"),
    "g": ("first row", "top"),
    "G": ("last row", "bottom"),
    "J": ("down",),
    "K": ("move",),
    "q": ("back", "cancel", "leave", "table", "quit"),
}
"""What each letter means, in the words of the bindings; those of one letter say the same of different things.

`=` is `+` without shift, `J` and `K` move an entry of an editor's list down and up.
"""

_DIGITS = frozenset("123456789")
"""They switch views; a test of their own says so."""


class Bound(NamedTuple):
    """One letter of one class."""

    letter: str
    does: str
    where: str


def bound() -> list[Bound]:
    """Every letter that a view, a sub-screen or a list binds; panels have keys of their own."""
    for module in pkgutil.walk_packages(milestone_tui.ui.__path__, "milestone_tui.ui."):
        import_module(module.name)
    return [letter for kind in sorted(_kinds(), key=lambda kind: kind.__name__) for letter in _letters(kind)]


def _kinds() -> set[type]:
    own = {kind for base in (App, Screen, Widget) for kind in _below(base)}
    return {
        kind
        for kind in own
        if kind.__module__.startswith("milestone_tui.") and not issubclass(kind, ModalScreen | HelpScreen)
    }


def _below(kind: type) -> Iterator[type]:
    below: list[type] = kind.__subclasses__()
    for each in below:
        yield each
        yield from _below(each)


def _letters(kind: type) -> Iterator[Bound]:
    own: list[BindingType] = vars(kind).get("BINDINGS", [])
    for binding in Binding.make_bindings(own):
        name = key_name(binding.key)
        if (len(name) == 1 and name not in "↵←→↑↓") or name in ("space", "tab"):
            yield Bound(name, binding.description, kind.__name__)


def second_meanings(found: list[Bound]) -> list[str]:
    """What is bound against the table, in words."""
    return [
        f"{one.letter} in {one.where}: {one.does!r}, but it means {' / '.join(MEANINGS.get(one.letter, ('nothing',)))}"
        for one in found
        if one.letter not in _DIGITS and one.does not in MEANINGS.get(one.letter, ())
    ]


def test_one_letter_means_one_thing_in_all_views() -> None:
    assert second_meanings(bound()) == []


def test_every_view_is_looked_at() -> None:
    where = {one.where for one in bound()}
    views = {kind.__name__ for kind in _kinds() if issubclass(kind, StoreScreen) and vars(kind).get("BINDINGS")}
    assert {"ProjectsScreen", "TimelineScreen", "WhatIfScreen", "DaysOffScreen", "BaselinesScreen"} <= views
    assert views - where == {"MilestoneEditor", "RiskEditor"}, "only keys with ctrl, since its fields are text"
    assert {"CollectionEditor", "MonthView", "RowView", "MilestoneApp"} <= where


def test_a_second_meaning_and_a_letter_of_nobody_are_found() -> None:
    class _Second(Widget):
        BINDINGS: ClassVar[list[BindingType]] = [
            Binding("d", "x", "drafts"),
            Binding("Q", "x", "quit"),
            Binding("asterisk", "x", "mark all"),
        ]

    found = second_meanings(list(_letters(_Second)))
    assert found == [
        "d in _Second: 'drafts', but it means delete / cancel gone / keep gone",
        "Q in _Second: 'quit', but it means nothing",
    ]


def test_no_letter_has_gone_back_to_what_it_meant_before() -> None:
    found = {(one.letter, one.where) for one in bound()}
    gone = {letter for letter, _ in found} & {"0", "D"}
    assert not gone
    assert not found & {("a", "EntryList"), ("w", "DaysOffScreen"), ("c", "DaysOffScreen"), ("m", "ProjectsScreen")}
