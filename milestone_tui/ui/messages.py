"""The ways between screens: a screen posts where the person wants to go, the app goes there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual.message import Message

from milestone_tui.ui.navigation import Place


@dataclass
class ViewRequested(Message):
    """Switch to a view."""

    view_id: str
    place: Place | None = None
    """What it shows first; None for what the view on the screen shows."""


@dataclass
class ScreenRequested(Message):
    """Open a screen above the view; a subclass says which."""

    target_id: int | None
    """The id of what the screen is about; None for something new."""

    SCREEN: ClassVar[str]
    """Module and class, loaded when the screen is first opened."""
    READS: ClassVar[str] = "project"
    """The question to the store that fails where what the screen is about was deleted."""


class MilestoneEditRequested(ScreenRequested):
    """Edit a milestone."""

    SCREEN = "milestone_tui.ui.editors.milestone:MilestoneEditor"
    READS = "milestone"


class ProjectEditRequested(ScreenRequested):
    """Edit a project, or make a new one."""

    SCREEN = "milestone_tui.ui.editors.project:ProjectEditor"


class BaselinesRequested(ScreenRequested):
    """Show the baselines of a project."""

    SCREEN = "milestone_tui.ui.views.baselines.screen:BaselinesScreen"


class DaysOffRequested(ScreenRequested):
    """Show the days off of a project."""

    SCREEN = "milestone_tui.ui.views.days_off.screen:DaysOffScreen"


class HelpRequested(Message):
    """Show the keys of the screen that asks."""


@dataclass
class IdentityRequested(Message):
    """Ask who is at the keyboard."""

    go_on: Callable[[], None]
    """What is done when that is known."""


@dataclass
class TextEditRequested(Message):
    """Open a long text in the person's own editor."""

    label: str
    """The field, as it is called on the screen."""
    text: str
    put: Callable[[str], None]
    """Puts another text into the field."""


@dataclass
class PromptRefused(Message):
    """A key that would have opened a prompt was refused with a sentence: what follows in one breath is ignored."""

    sentence: str


@dataclass
class GaveWay(Message):
    """A screen has closed by itself: the one below says why; what follows in one breath is ignored."""

    sentence: str


@dataclass
class StatusMessage(Message):
    """There is something to tell on the screen on top, which is another one when it comes from a panel that closes."""

    sentence: str
