"""The commands of the palette: the actions of the screen, the other views and the app, and places to go to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from textual.binding import ActiveBinding, Binding
from textual.dom import DOMNode
from textual.screen import Screen

from milestone_tui.plan.language.name_search import Rank, Target, match
from milestone_tui.plan.language.wording import date_words
from milestone_tui.ui.base.store_screen import StoreScreen
from milestone_tui.ui.keys import Group, HelpRow, KeylessAction, help_rows
from milestone_tui.ui.navigation import VIEWS, Place, Scope, View
from milestone_tui.ui.theme import SHORT_NAMES, THEME_WORDS

_PALETTE = "command_palette"
_LEAVE = frozenset({"esc", "q"})
"""Keys that only lead away from a view: the palette does not offer them for another one."""


@dataclass(frozen=True, slots=True)
class Command:
    """An action that can be found by its name, or a place to go to."""

    name: str
    keys: str
    tooltip: str
    action: str = ""
    node: DOMNode | None = None
    """The node that runs the action; None for the view that is opened first."""
    missing: str = ""
    """What the action lacks now, such as "a selected milestone"."""
    enabled: bool = True
    view: str = ""
    """The id of the view that is opened first."""
    place: Place | None = None
    """What that view shows; None for what it would show after its number key."""
    searched: str = ""
    """The text to search in, instead of the name."""
    kind: str = ""
    """The kind of place: project, milestone or person; empty for an action."""

    @property
    def refusal(self) -> str:
        """Return why the command cannot run now; empty if it can."""
        if self.missing:
            return f'"{self.name}" needs {self.missing}.'
        return "" if self.enabled else f'"{self.name}" is not available now.'


@dataclass(frozen=True, slots=True)
class FoundCommand:
    """A matching command, and the places of the matching characters in its name."""

    command: Command
    places: tuple[int, ...] = ()


def commands_of(
    screen: Screen[Any], app: DOMNode, load: Callable[[str], Any], here: Place | None = None
) -> tuple[Command, ...]:
    """Return all commands on a screen as it is now: its own, the app's, those of the other views, the themes.

    `load` returns the class of a view; `here` is the place that a view of one project would show.
    """
    own = [_own(screen, row) for row in help_rows(screen.active_bindings.values()) if not _opens_palette(row)]
    others: list[Command] = []
    if isinstance(screen, StoreScreen):
        own += [_own_unkeyed(screen, *keyless) for keyless in screen.KEYLESS]
        if screen.OPENS_VIEWS:
            own += _not_now(screen, {command.action for command in own})
            for view in VIEWS:
                if view.id != screen.VIEW:
                    others += _of_view(view, _rows(shown := load(view.screen), app), shown.KEYLESS, here)
    return (*own, *_of_app(app, isinstance(screen, StoreScreen) and bool(screen.VIEW)), *others, *_themes(app))


def _opens_palette(row: HelpRow) -> bool:
    return row.action.removeprefix("app.") == _PALETTE


def _own(screen: Screen[Any], row: HelpRow) -> Command:
    missing = screen.missing(row.action) if isinstance(screen, StoreScreen) and row.node is screen else ""
    return Command(row.does, " ".join(row.keys), row.tooltip, row.action, row.node, missing, row.enabled)


def _own_unkeyed(screen: StoreScreen, does: str, action: str, tooltip: str) -> Command:
    return Command(does, "", tooltip, action, screen, screen.missing(action))


def _not_now(screen: StoreScreen, known: set[str]) -> Iterator[Command]:
    """Yield the actions of a screen that its keys do not offer now, each with what it lacks."""
    for row in _rows(type(screen), screen.app):
        if row.action not in known and (missing := screen.missing(row.action)):
            yield Command(row.does, " ".join(row.keys), row.tooltip, row.action, screen, missing)


def _of_view(
    view: View, rows: Iterable[HelpRow], keyless: Iterable[KeylessAction], here: Place | None
) -> Iterator[Command]:
    """Yield the actions of a view that is not shown: they are run after switching to it."""
    is_there = view.scope is not Scope.PROJECT or (here is not None and here.project_id is not None)
    missing = "" if is_there else "a project"
    keyed = [row for row in rows if row.group is Group.SCREEN and not _LEAVE.issuperset(row.keys)]
    actions = [(row.does, f"{view.key} {row.keys[0]}", row.tooltip, row.action) for row in keyed]
    actions += [(does, "", tooltip, action) for does, action, tooltip in keyless]
    for does, keys, tooltip, action in actions:
        name, searched = f"{view.title}: {does}", f"{does} {view.title}"
        yield Command(name, keys, tooltip, action, missing=missing, view=view.id, searched=searched)


def _rows(screen: type[StoreScreen], app: DOMNode) -> tuple[HelpRow, ...]:
    """Return the actions that a class of screens binds itself, whether they are possible now or not."""
    kinds = screen.__mro__[: screen.__mro__.index(StoreScreen)]
    own = [binding for kind in kinds for binding in Binding.make_bindings(vars(kind).get("BINDINGS", ()))]
    return help_rows(ActiveBinding(app, binding, True, binding.tooltip) for binding in own)


def _of_app(app: DOMNode, with_drafts: bool) -> Iterator[Command]:
    if with_drafts:
        yield Command("drafts", "", "Resume edits that were never saved", "offer_drafts", app)
        yield Command("what changed", "", "Compare the plan at the ends of two days", "compare_days", app)
    yield Command("settings", "", "Change date order, theme and project defaults", "open_settings", app)
    yield Command("who I am", "", "Choose whose milestones @me finds", "choose_identity", app)
    yield Command("theme", "", "Choose a colour theme", "choose_theme", app)


def _themes(app: DOMNode) -> Iterator[Command]:
    for name in SHORT_NAMES.values():
        if name in app.app.available_themes:
            yield Command(f"theme: {THEME_WORDS[name]}", "", "Use this colour theme", f"use_theme('{name}')", app)


def jumps(targets: Iterable[Target], here: Place, today: date) -> tuple[Command, ...]:
    """Return the commands that go to these targets; going to a person keeps the project `here`."""
    return tuple(_jump(target, here, today) for target in targets)


def _jump(target: Target, here: Place, today: date) -> Command:
    key = target.project_key
    if target.is_milestone:
        day = target.done_on or target.due_on
        when = f"{'done' if target.done_on else 'due'} {date_words(day, today)}" if day else "no date"
        place, told = Place(target.project_id, target.id), f"{key} · {when}"
        return Command(target.name, "", told, view="timeline", place=place, searched=target.searched, kind="milestone")
    if target.project_id is not None:
        name, place = f"{key} {target.name}".rstrip(), Place(target.project_id)
        return Command(name, "", target.note, view="timeline", place=place, kind="project")
    place = Place(here.project_id, wide=True, person_id=target.id)
    return Command(target.name, "", target.note, view="people", place=place, kind="person")


def search(commands: Sequence[Command], text: str) -> tuple[FoundCommand, ...]:
    """Return the commands whose name, or else explanation, matches the text, best first; all without a text."""
    if not (text := text.strip()):
        return tuple(map(FoundCommand, commands))
    ranked: list[tuple[Rank, int, FoundCommand]] = []
    for order, command in enumerate(commands):
        if (found := match(text, command.searched or command.name, command.tooltip)) is not None:
            shown = match(text, command.name) if command.searched else found
            ranked.append((found.rank, order, FoundCommand(command, shown.places if shown else ())))
    return tuple(found for _, _, found in sorted(ranked, key=lambda entry: entry[:2]))
