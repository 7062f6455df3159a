"""The lists at the left of a review: the steps of the walk, and the past reviews."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import date
from typing import ClassVar

from milestone_tui.plan.analysis.review import Step, StepKind
from milestone_tui.plan.language.wording import date_words
from milestone_tui.plan.review_state import PastReview
from milestone_tui.ui.keys import Keys, bind
from milestone_tui.ui.renderer import DONE, DUE_SIGN, HEALTH_MARKS, MARKED, OPEN, Line, Renderer, fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.keyed_table import KeyedTable

_ANSWER = 10
"""Cells of an answer, such as `off track`."""
_GAP = Step(StepKind.END, -1)
"""A blank row between two steps, where there is room."""


class WalkList(KeyedTable[Step]):
    """List of the steps with their answers; the cursor is the present question."""

    BINDINGS: ClassVar[Keys] = [
        bind("review.back", "k", "back", "Go to the question before", "step(-1)"),
    ]

    HEAD_LINES = 2

    def __init__(self, renderer: Renderer) -> None:
        super().__init__(renderer)
        self.steps: tuple[Step, ...] = ()

    def show_steps(self, steps: Sequence[Step], keep: tuple[str, int] | None = None) -> None:
        """Show these steps, with blank rows between them if all fit."""
        self.steps = tuple(steps)
        rows = list(self.steps)
        if 0 < 2 * len(rows) - 1 <= self.size.height - self.HEAD_LINES:
            rows = [row for step in rows for row in (step, _GAP)][:-1]
        self.show_entries(rows, keep, repaint_all=True)

    def on_resize(self) -> None:
        """Put blank rows between the steps if all fit now."""
        self.show_steps(self.steps)
        super().on_resize()

    def key_of(self, entry: Step) -> Hashable | None:
        """Return the key of the step; None for a blank row."""
        return None if entry is _GAP else entry.key

    def head(self, line: int, width: int) -> Line:
        """Return the head of the list."""
        return () if line else (("   THIS REVIEW", Ink.DIM),)

    @property
    def number(self) -> int:
        """Return the place of the present step, from 1."""
        return self.steps.index(self.selected) + 1 if self.selected in self.steps else 0

    def row(self, index: int, width: int, current: bool) -> Line:
        """Return the line of a step: its mark, its title and its answer."""
        if (step := self.entries[index]) is _GAP:
            return ()
        here = self.number - 1
        following = next((one for one in self.steps[here + 1 :] if not one.answer), None)
        answer = "now" if current else step.answer or ("next" if step == following else "")
        mark = (DONE, Ink.GOOD) if step.answer else (DUE_SIGN, Ink.WARN) if current else (OPEN, Ink.DIM)
        ink = Ink.BRIGHT if current else Ink.TEXT if step.answer or step == following else Ink.DIM
        room = max(4, width - 5 - len(answer) - 2)
        return (
            (" ", Ink.TEXT),
            mark,
            (" " + fit(step.title, room), ink),
            ("  " + answer + "  ", Ink.DIM),
        )


class PastList(KeyedTable[PastReview]):
    """List of the finished reviews, the latest first, with their judgement."""

    HEAD_LINES = 2
    CURSOR_STAYS = False  # one highlight at a time: the cursor may be in a comparison

    def __init__(self, renderer: Renderer, today: date) -> None:
        super().__init__(renderer, "No past reviews yet.")
        self.today = today
        self.other: int | None = None
        """The id of the review chosen for comparison."""

    def key_of(self, entry: PastReview) -> Hashable:
        """Return the id of the review."""
        return entry.review.id

    def head(self, line: int, width: int) -> Line:
        """Return the head of the list."""
        return () if line else (("   PAST REVIEWS", Ink.DIM),)

    def row(self, index: int, width: int, current: bool) -> Line:
        """Return the line of a review: its day and its judgement."""
        if not self.entries:
            return super().row(index, width, current)
        review = self.entries[index].review
        health = review.judged or review.computed
        glyph, ink = HEALTH_MARKS[health] if health is not None else (OPEN, Ink.DIM)
        day = fit(date_words(review.held_on, self.today), max(4, width - 7 - _ANSWER))
        return (
            (" ", Ink.TEXT),
            (MARKED if review.id == self.other else " ", Ink.BRIGHT),
            (f" {day}", Ink.BRIGHT if current else Ink.TEXT),
            (f" {glyph} ", ink),
            (fit(health.value if health is not None else "", _ANSWER), ink),
        )
