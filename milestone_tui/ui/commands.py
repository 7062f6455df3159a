"""Every action by name, for the command palette: those of the screen as it stands, those of the app, the themes."""

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
    """An action that can be found by its name and carried out."""

    name: str
    keys: str
    tooltip: str
    action: str
    node: DOMNode
    """Who carries it out."""
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """A command that was searched for, with the places of its name that matched."""

    command: Command
    places: tuple[int, ...] = ()


def commands_of(
    screen: Screen[Any], app: DOMNode, unkeyed: Iterable[Unkeyed] = (), *, with_drafts: bool = False
) -> tuple[Command, ...]:
    """Return what can be done on a screen as it is now, in the order of help; the app's own come last.

    `with_drafts`: drafts can be resumed from there.
    """
    own = [
        Command(row.does, " ".join(row.keys), row.tooltip, row.action, row.node, row.enabled)
        for row in help_rows(screen.active_bindings.values())
        if row.action not in ("command_palette", "app.command_palette")
    ]
    own += [Command(one.does, "", one.tooltip, one.action, screen) for one in unkeyed]
    themes = [
        Command(f"theme: {THEME_WORDS[name]}", "", "The colours of the program", f"use_theme('{name}')", app)
        for name in SHORT_NAMES.values()
        if name in app.app.available_themes
    ]
    theme = Command("theme", "", "Choose the colours", "choose_theme", app)
    drafts = Command("drafts", "", "Resume edits that were never saved", "offer_drafts", app)
    who = Command("who I am", "", "Say whose milestones @me finds", "choose_identity", app)
    settings = Command("settings", "", "Date order, you, theme, and what new projects begin with", "open_settings", app)
    return (*own, *([drafts] if with_drafts else ()), settings, who, theme, *themes)


def search(commands: Sequence[Command], text: str) -> tuple[Found, ...]:
    """The commands whose name holds the letters of `text` in this order, or whose explanation holds its words.

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
