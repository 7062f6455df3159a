"""The actions of the command palette: those of the present screen, those of the app, and the themes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from textual.dom import DOMNode
from textual.fuzzy import FuzzySearch
from textual.screen import Screen

from milestone_tui.ui.keys import Unkeyed, help_rows
from milestone_tui.ui.theme import SHORT_NAMES, THEME_WORDS


@dataclass(frozen=True, slots=True)
class Command:
    """An action with the name that the palette finds it by."""

    name: str
    keys: str
    tooltip: str
    action: str
    node: DOMNode
    """The screen or widget that runs it."""
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """A command that matches the search, with the matching places of its name."""

    command: Command
    places: tuple[int, ...] = ()


def commands_of(
    screen: Screen[Any], app: DOMNode, unkeyed: Iterable[Unkeyed] = (), *, with_drafts: bool = False
) -> tuple[Command, ...]:
    """Return the actions of a screen in its present state, in the order of help; those of the app come last.

    `with_drafts`: add the action that offers drafts.
    """
    own = [
        Command(row.does, " ".join(row.keys), row.tooltip, row.action, row.node, row.enabled)
        for row in help_rows(screen.active_bindings.values())
        if row.action not in ("command_palette", "app.command_palette")
    ]
    own += [Command(one.does, "", one.tooltip, one.action, screen) for one in unkeyed]
    themes = [
        Command(f"theme: {THEME_WORDS[name]}", "", "Use this colour theme", f"use_theme('{name}')", app)
        for name in SHORT_NAMES.values()
        if name in app.app.available_themes
    ]
    theme = Command("theme", "", "Choose a colour theme", "choose_theme", app)
    drafts = Command("drafts", "", "Resume edits that were never saved", "offer_drafts", app)
    who = Command("who I am", "", "Choose whose milestones @me finds", "choose_identity", app)
    return (*own, *([drafts] if with_drafts else ()), who, theme, *themes)


def search(commands: Sequence[Command], text: str) -> tuple[Found, ...]:
    """Return the commands whose name has the letters of `text` in this order, or whose explanation contains it.

    The best match comes first.
    """
    if not (text := text.strip()):
        return tuple(map(Found, commands))
    fuzzy = FuzzySearch()
    ranked: list[tuple[float, Found]] = []
    for command in commands:
        score, places = fuzzy.match(text, command.name)
        if score > 0 or text.casefold() in command.tooltip.casefold():
            ranked.append((score, Found(command, tuple(places))))
    return tuple(found for _, found in sorted(ranked, key=lambda entry: -entry[0]))
