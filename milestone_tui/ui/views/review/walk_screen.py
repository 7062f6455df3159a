"""The walk as its parts see it: what was read, the present question, and how an answer is written."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from textual.widget import Widget

from milestone_tui.plan.analysis.review import Step, StepKind, following
from milestone_tui.plan.analysis.trend import History
from milestone_tui.plan.model import Criterion, Plan
from milestone_tui.plan.review_state import ReviewState
from milestone_tui.store.reader import Reader
from milestone_tui.ui.base.project_screen import ProjectScreen
from milestone_tui.ui.context import Context
from milestone_tui.ui.views.review.scene import Scene
from milestone_tui.ui.views.review.walk_list import WalkList
from milestone_tui.ui.views.timeline.analysed_plan import AnalysedPlan

if TYPE_CHECKING:
    from milestone_tui.plan.model import Milestone
    from milestone_tui.store import Commands


class Found(NamedTuple):
    """All that a walk reads."""

    plan: Plan
    state: ReviewState
    criteria: Mapping[int, Sequence[Criterion]]
    histories: Mapping[int, History]


class WalkScreen(ProjectScreen[Found]):
    """Base of the review: its steps and answers, without what is shown beside them."""

    def __init__(self, context: Context, project_id: int) -> None:
        super().__init__(context, project_id)
        self.found: Found | None = None
        self.analysed = AnalysedPlan(self, self.show_all, self.show_all)
        self.walk = WalkList(context.renderer)

    @property
    @abstractmethod
    def face_widgets(self) -> Sequence[Widget]:
        """Return what is shown of the walk and not of the past reviews."""

    @property
    @abstractmethod
    def step(self) -> Step | None:
        """Return the present step; None while past reviews are shown."""

    @abstractmethod
    def show_all(self) -> None:
        """Update everything beside the list."""

    @abstractmethod
    def show_title(self) -> None:
        """Update the title."""

    @abstractmethod
    def show_finished(self) -> None:
        """Show the latest of the past reviews."""

    # Reading -----------------------------------------------------------------------------------------------

    def read(self, reader: Reader) -> Found:
        """Read the plan, the state of its review, and the criteria."""
        plan = reader.plan(self.project_id)
        criteria = groupby(reader.criteria(self.project_id), key=lambda c: c.milestone_id)
        histories = reader.held_dates(self.project_id, self.context.today)
        return Found(plan, reader.review_state(self.project_id), {id_: tuple(of) for id_, of in criteria}, histories)

    def plan_of(self, project_id: int) -> Plan:
        """Return the plan of a project, without a query if it is the one shown."""
        if self.found is not None and self.found.plan.project.id == project_id and not self.is_writing:
            return self.found.plan
        return super().plan_of(project_id)

    @property
    def scene(self) -> Scene | None:
        """Return all that the pages are written from; None while it is being read."""
        if self.found is None:
            return None
        plan, state, criteria, histories = self.found
        unmet = {id_: [c for c in of if c.met_on is None] for id_, of in criteria.items()}
        analysis, context = self.analysed.analysis, self.context
        ascii_only, is_past = context.renderer.ascii_only, context.moment is not None
        return Scene(plan, state, unmet, analysis, context.today, histories, ascii_only, is_past)

    @property
    def milestone(self) -> Milestone | None:
        """Return the milestone of the present question."""
        scene, step = self.scene, self.step
        return scene.milestone(step.id) if scene and step and step.kind is StepKind.MILESTONE else None

    def criteria_of(self, milestone_id: int) -> Sequence[Criterion]:
        """Return all criteria of a milestone."""
        return self.found.criteria.get(milestone_id, ()) if self.found is not None else ()

    # Answering ---------------------------------------------------------------------------------------------

    def answer(self, command: Callable[[Commands], object], said: str) -> None:
        """Write an answer, show it and go to the next question."""

        def done(_: object) -> None:
            self.go_on()
            self.show_status(said)

        self.run_command(command, done)

    def go_on(self) -> None:
        """Go to the next question without an answer."""
        if (step := self.walk.selected) is not None:
            self.walk.select(following(self.walk.steps, step.key).key)

    def answered(self, answer: bool | None) -> None:
        """Go on after a panel has saved an answer."""
        if answer:
            self.go_on()
