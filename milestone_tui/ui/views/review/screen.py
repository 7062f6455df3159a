"""Review: the walk through a project's questions, and its past reviews."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget

import milestone_tui.ui.views.review.answering as answering
from milestone_tui.plan.analysis.review import (
    Step,
    StepKind,
    walk,
    where_to_go_on,
)
from milestone_tui.plan.drafts import Unfinished
from milestone_tui.plan.language.wording import date_words
from milestone_tui.ui.base.cursor_rest import CursorRest
from milestone_tui.ui.base.project_title import project_title
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import RETURN, Keys
from milestone_tui.ui.navigation import VIEWS_HEIGHT, Place
from milestone_tui.ui.theme import Ground, Ink
from milestone_tui.ui.views.review import keys
from milestone_tui.ui.views.review.pane import QuestionPane
from milestone_tui.ui.views.review.past import PastReviews
from milestone_tui.ui.views.review.questions import page
from milestone_tui.ui.views.review.since_lines import since_lines
from milestone_tui.ui.views.review.walk_screen import Found, WalkScreen
from milestone_tui.ui.widgets.text_block import TextBlock

_WIDE = 100
"""Cells from which the lists are wide and the title says how the last review judged."""
_ORDER = (
    *(RETURN, "keep", "outcome", "write", "judge", "finish", "next", "compare", "move", "done", "met", "new", "note"),
    *("choose for comparing", "back", "past reviews", "this review"),
)
"""The order of the key bar; undo and help come last."""


_HEIGHTS = [(0, "-low"), (VIEWS_HEIGHT + 8, "-high")]


_WIDTHS = [(0, "-narrow"), (_WIDE, "-wide")]


class ReviewScreen(WalkScreen):
    """View of a project's review: the steps at the left, the present question at the right."""

    DEFAULT_CSS = """
    ReviewScreen Horizontal { height: 1fr; margin-top: 1; }
    ReviewScreen WalkList, ReviewScreen PastList { width: 36; }
    ReviewScreen.-narrow WalkList, ReviewScreen.-narrow PastList { width: 26; }
    ReviewScreen #since { height: 4; }
    ReviewScreen.-low Horizontal { margin-top: 0; }
    ReviewScreen.-low #since { height: 3; }
    """

    VERTICAL_BREAKPOINTS = _HEIGHTS
    HORIZONTAL_BREAKPOINTS = _WIDTHS

    BINDINGS: ClassVar[Keys] = keys.REVIEW_KEYS

    NEEDS = keys.NEEDS

    VIEW = "review"

    def __init__(self, context: Context, place: Place) -> None:
        """Walk through the project of `place`, from the first question without an answer."""
        assert place.project_id is not None
        super().__init__(context, place.project_id)
        self._pane = QuestionPane(context.renderer, self._show_step)
        self.past = PastReviews(self)
        self._since = TextBlock(context.renderer, ground=Ground.INK, id="since")
        self._cursor_rest = CursorRest(self, self._show_step)

    @property
    def face_widgets(self) -> Sequence[Widget]:
        """Return what is shown of the walk and not of the past reviews."""
        return (self.walk, self._pane)

    def compose(self) -> ComposeResult:
        """Yield title, steps, question, what changed since the last review, and key bar."""
        yield self.title_bar
        with Horizontal():
            yield from (self.walk, self._pane, *self.past.widgets)
        yield from (self._since, self.key_bar)

    def on_mount(self) -> None:
        """Watch the cursor."""
        self.past.show(False)
        self.walk.focus()
        self.watch(self.walk, "cursor", self._follow_cursor, init=False)
        self.past.watch_cursor()

    def legend(self) -> Sequence[tuple[str, str]]:
        """Return the glyphs of the lists."""
        from milestone_tui.ui.legend import REVIEW  # late: only help needs it

        return REVIEW

    @property
    def place(self) -> Place:
        """Return the project with the milestone of the present question."""
        milestone = self.milestone
        return Place(self.project_id, milestone.id if milestone else None)

    def go_to(self, place: Place) -> bool:
        """Go to the question about another milestone; return False for another project."""
        if place.project_id != self.project_id:
            return False
        if place.milestone_id is not None:
            self.past.show(False)
            self.walk.select((StepKind.MILESTONE.value, place.milestone_id))
        return True

    # Reading -----------------------------------------------------------------------------------------------

    def show(self, found: Found) -> None:
        """Show the walk."""
        is_first = self.found is None
        self.found = found
        self.analysed.read_linked(found.plan)
        self.analysed.set_plan(found.plan)
        self.set_project(found.plan.project)
        known = [step.id for step in self.walk.steps if step.kind is StepKind.MILESTONE]
        steps = walk(found.plan, found.state, self.context.today, known)
        keep = where_to_go_on(steps).key if is_first else None
        self.walk.show_steps(steps, keep)
        self.past.reload()
        self.show_all()

    @property
    def step(self) -> Step | None:
        """Return the present step; None while past reviews are shown."""
        return None if self.past.is_shown else self.walk.selected

    # Showing -----------------------------------------------------------------------------------------------

    def show_all(self) -> None:
        """Update everything beside the list."""
        self._show_since()
        self._show_step()

    def _follow_cursor(self) -> None:
        self.walk.refresh()  # the step after it is called the next one
        self._cursor_rest.moved()

    def _show_step(self) -> None:
        scene, step = self.scene, self.walk.selected
        if scene is not None and step is not None:
            self._pane.lines = page(scene, step, self._pane.room)
        self.show_title()
        self.needs_changed()

    def show_title(self, width: int = 0) -> None:
        """Update the title: the day, the place in the walk, and the last review."""
        if (found := self.found) is None:
            return
        review, last, today = found.state.review, found.state.last, self.context.today
        width = width or self.size.width
        day = review.held_on if review is not None else today
        name = "Past reviews" if self.past.is_shown else f"Review of {date_words(day, today)}"
        self.title_bar.left = project_title(found.plan.project, name, 20 if width < _WIDE else 40)
        right: list[tuple[str, Ink]] = []
        if not self.past.is_shown:
            right.append((f"{self.walk.number} of {len(self.walk.steps)}", Ink.BRIGHT))
        if last is not None:
            judged = f", {last.judged.value}" if last.judged is not None else ""
            said = f"last review {date_words(last.held_on, today)}"
            right.append((f"   {said}{judged}" if width >= _WIDE else f"   {said}", Ink.DIM))
        self.title_bar.right = tuple(right)

    def _show_since(self, width: int = 0) -> None:
        """Show what changed since the last review, and that the answers stay."""
        if (found := self.found) is None:
            return
        self._since.lines = since_lines(
            found.plan,
            found.state,
            self.context.today,
            width or self.size.width,
            past=self.past.is_shown,
            read_only=self.context.moment is not None,
        )

    def on_resize(self, event: events.Resize) -> None:
        """Fit title and changes into the new width."""
        self._show_since(event.size.width)
        self.show_title(event.size.width)

    def show_keys(self) -> None:
        """Show the keys in their order."""
        super().show_keys()
        places = {does: place for place, does in enumerate(_ORDER)}
        tab = "this review" if self.past.is_shown else "past reviews"
        hints = [replace(hint, does=tab) if hint.keys == "tab" else hint for hint in self.key_bar.hints]
        self.key_bar.hints = tuple(sorted(hints, key=lambda hint: places.get(hint.does, len(places))))

    # Which keys work ---------------------------------------------------------------------------------------

    def has(self, need: str) -> bool:
        """Return whether the present step has what a key needs; nothing is answered on an earlier day."""
        if self.context.moment is not None and need not in (keys.PAST, keys.PASSED):
            return False
        if need in (keys.WALK, keys.PAST):
            return (need == keys.PAST) == self.past.is_shown and (need == keys.WALK or self.past.selected is not None)
        return self.step is not None and keys.has_need(need, self.step, self.milestone, self.context.today)

    def refusal(self, need: str) -> str:
        """Return why a key does nothing at this step."""
        if (moment := self.context.moment) is not None and need != keys.PAST:
            return moment.refusal
        if self.past.is_shown:
            return "Past reviews never change. Press tab to go back to the walk."
        if need == keys.TO_KEEP and (milestone := self.milestone) is not None and milestone.is_open:
            day = date_words(milestone.due_on, self.context.today)
            return f"{day} has passed. Press m for a new date, or space if it is done."
        return keys.REFUSALS.get(keys.A_DATE if need == keys.TO_KEEP else need, "")

    # Answers -----------------------------------------------------------------------------------------------

    def action_keep(self) -> None:
        """Keep the due date of the milestone, which confirms it."""
        answering.keep(self)

    def action_outcome(self) -> None:
        """Write what the milestone achieved."""
        answering.write_outcome(self)

    def action_write(self) -> None:
        """Write the text of the step."""
        answering.write_words(self)

    def action_judge(self) -> None:
        """Judge the health."""
        answering.judge(self)

    def action_pass_on(self) -> None:
        """Go to the next question."""
        self.walk.action_step(1)

    def action_move(self, days: int = 0, weeks: int = 0) -> None:
        """Open a what-if for the milestone; without a step, ask for a date."""
        answering.move(self, days, weeks)

    def action_done(self) -> None:
        """Ask since which day the milestone is done; decide a gate."""
        answering.tick(self)

    def action_sign(self) -> None:
        """Open the sign-off of the milestone."""
        answering.sign(self)

    def action_note(self) -> None:
        """Write a note on the milestone."""
        answering.write_note(self)

    def action_edit(self) -> None:
        """Edit the milestone, the text or the need."""
        answering.edit(self)

    def action_add(self) -> None:
        """Add something needed from the client."""
        answering.add_need(self)

    def action_met(self) -> None:
        """Tick what is needed as met, or untick it."""
        answering.meet_need(self)

    def action_delete(self) -> None:
        """Delete what is needed."""
        answering.delete_need(self)

    def action_finish(self) -> None:
        """Ask whether to finish the review, and freeze it."""
        answering.finish(self)

    action_end = action_finish

    def resume(self, kept: Unfinished) -> None:
        """Reopen the panel of a draft."""
        answering.resume(self, kept)

    # Past reviews ------------------------------------------------------------------------------------------

    def action_face(self) -> None:
        """Go to the past reviews, or back to the walk."""
        self.show_face(not self.past.is_shown)

    def show_face(self, past: bool) -> None:
        """Show the past reviews or the walk."""
        self.past.show(past)
        self._show_since()
        self.show_title()
        self.needs_changed()

    def show_finished(self) -> None:
        """Show the latest of the past reviews."""
        self.show_face(past=True)
        self.past.first()

    def action_read(self) -> None:
        """Compare the past review with now, or with the chosen one."""
        self.past.compare()

    def action_compare(self) -> None:
        """Choose the past review to compare the others with, or stop."""
        self.past.choose()

    def action_copy(self) -> None:
        """Copy the past review as text."""
        self.past.copy()

    def action_leave(self) -> None:
        """Go back from a comparison to the past reviews, from these to the walk, from the walk to Projects."""
        if self.past.is_read:
            self.past.close()
        elif self.past.is_shown:
            self.action_face()
        else:
            super().action_leave()
