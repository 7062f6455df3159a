"""The ways between screens: a screen posts where the person wants to go, the app goes there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual.message import Message


@dataclass
class TimelineRequested(Message):
    """Show the timeline of a project, the cursor on a milestone where one is named."""

    project_id: int
    milestone_id: int | None = None
    filter_text: str = ""
    """What it is filtered by at first."""


@dataclass
class MilestoneEditRequested(Message):
    """Edit a milestone."""

    milestone_id: int


@dataclass
class ProjectEditRequested(Message):
    """Edit a project; None makes a new one."""

    project_id: int | None


class DraftsRequested(Message):
    """Offer what was typed and not saved in an earlier program."""


@dataclass
class BaselinesRequested(Message):
    """Show the baselines of a project."""

    project_id: int


@dataclass
class DaysOffRequested(Message):
    """Show the days off of a project."""

    project_id: int


class PeopleRequested(Message):
    """Show the people."""


@dataclass
class HelpRequested(Message):
    """Show the keys of the screen that asks."""


@dataclass
class IdentityRequested(Message):
    """Ask who is at the keyboard."""

    go_on: Callable[[], None]
    """What is done when that is known."""


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
