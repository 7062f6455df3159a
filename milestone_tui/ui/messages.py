"""The messages that screens post to the app: requests to open something, and sentences to show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.message import Message

from milestone_tui.plan.explanation import Explanation
from milestone_tui.ui.navigation import Place


@dataclass
class ViewRequested(Message):
    """Request to switch to a view."""

    view_id: str
    place: Place | None = None
    """The project and milestone to show; None for those of the present view."""


class AsOfRequested(Message):
    """Request to show an earlier day, or now again."""


class ViewLeft(Message):
    """Notice that the person leaves a view, one step up: to Projects, or from an earlier day to now."""


@dataclass
class ScreenRequested(Message):
    """Request to open a screen above the view; a subclass names the screen."""

    target_id: int | None
    """The id of the project or milestone; None for a new one."""

    SCREEN: ClassVar[str]
    """Module and class of the screen, loaded when it is first opened."""
    READS: ClassVar[str] = "project"
    """The method of the reader that raises NotFound if the target was deleted."""


class MilestoneEditRequested(ScreenRequested):
    """Request to edit a milestone."""

    SCREEN = "milestone_tui.ui.editors.milestone:MilestoneEditor"
    READS = "milestone"


class RiskEditRequested(ScreenRequested):
    """Request to edit an entry of the risk register."""

    SCREEN = "milestone_tui.ui.editors.risk:RiskEditor"
    READS = "risk"


class PanelRequested(Message):
    """Request to open a panel above the screen on top; a subclass for each panel."""


@dataclass
class RiskRequested(PanelRequested):
    """Request to raise a risk in one line."""

    project_id: int
    milestone_id: int | None = None
    """The milestone that it threatens; None for none yet."""


class ProjectEditRequested(ScreenRequested):
    """Request to edit or create a project."""

    SCREEN = "milestone_tui.ui.editors.project:ProjectEditor"


class BaselinesRequested(ScreenRequested):
    """Request to show the baselines of a project."""

    SCREEN = "milestone_tui.ui.views.baselines.screen:BaselinesScreen"


class DaysOffRequested(ScreenRequested):
    """Request to show the days off of a project."""

    SCREEN = "milestone_tui.ui.views.days_off.screen:DaysOffScreen"


class AbsencesRequested(ScreenRequested):
    """Request to show the absences of a person."""

    SCREEN = "milestone_tui.ui.views.people.absences:AbsencesScreen"
    READS = "person"


FILTER_TOPIC = "filter"
"""What the filter line asks help for."""


@dataclass
class HelpRequested(PanelRequested):
    """Request to show help for the screen on top."""

    topic: str = ""
    """What alone is explained; empty for the whole screen."""
    field: str = ""
    """The label of the field that comes first."""


@dataclass
class ExplainRequested(PanelRequested):
    """Request to explain figures."""

    about: str
    """What the figures belong to."""
    figures: Sequence[Explanation]


@dataclass
class IdentityRequested(PanelRequested):
    """Request to ask who is at the keyboard."""

    on_answer: Callable[[], None]
    """Called after an answer."""


@dataclass
class TextEditRequested(Message):
    """Request to open a long text in the person's own editor."""

    label: str
    """The field, as it is called on the screen."""
    text: str
    put: Callable[[str], None]
    """Puts another text into the field."""


@dataclass
class PromptRefused(Message):
    """Notice that a key opened no prompt, with the reason; keys that follow without a pause are ignored."""

    sentence: str


@dataclass
class ScreenClosed(Message):
    """Notice that a screen closed by itself, with the reason; keys that follow without a pause are ignored."""

    sentence: str


@dataclass
class StatusMessage(Message):
    """A sentence to show on the screen on top, for panels that close and for the app."""

    sentence: str
