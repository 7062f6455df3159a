"""The keys of a review, in the order of its key bar; the actions are in `screen.py`."""

from __future__ import annotations

from datetime import date

from textual.binding import Binding

from milestone_tui.plan.analysis.review import WORDS, Step, StepKind
from milestone_tui.plan.model import Milestone
from milestone_tui.ui.keys import Keys, bind, hidden, needs

_MOVE = Binding.Group("move")

A_DATE = "a question about an open milestone"
TO_KEEP = "a question about an open milestone whose date has not passed"
A_MILESTONE = "a question about a milestone"
AN_OUTCOME = "a milestone that is done"
A_TEXT = "a question about words"
HEALTH = "the question about the health"
A_NEED = "something that is needed"
NEEDS_STEP = "the question about what is needed"
PASSED = "a risk or something needed"
THE_END = "the last page"
WALK = "a review under way"
PAST = "a past review"
TEXT = "a milestone, words or something needed"

NEEDS = needs(
    {
        TO_KEEP: "keep",
        A_DATE: "move done sign",
        AN_OUTCOME: "outcome",
        A_MILESTONE: "note",
        TEXT: "edit",
        A_TEXT: "write",
        HEALTH: "judge",
        A_NEED: "met delete",
        NEEDS_STEP: "add",
        PASSED: "pass_on",
        THE_END: "end",
        WALK: "finish",
        PAST: "read compare copy",
    }
)
"""What the actions of a review need."""

REFUSALS = {
    A_DATE: "This question is not about an open milestone. Press k to go back to one.",
    A_MILESTONE: "This question is not about a milestone. Press k to go back to one.",
    A_NEED: "Nothing needed here. Press n to add something needed from the client.",
    NEEDS_STEP: "Go to the last questions (G) to add what is needed from the client.",
    PAST: "Press tab for past reviews.",
    TEXT: "Nothing to edit at this step.",
}
"""Why a key does nothing at a step."""


def has_need(need: str, step: Step, milestone: Milestone | None, today: date) -> bool:
    """Return whether a step, about this milestone if about any, has what a key needs."""
    is_open = milestone is not None and milestone.is_open
    return {
        TO_KEEP: milestone is not None and is_open and not milestone.overdue(today),
        A_DATE: is_open,
        AN_OUTCOME: milestone is not None and not is_open,
        A_MILESTONE: milestone is not None,
        A_TEXT: step.kind in WORDS,
        HEALTH: step.kind is StepKind.HEALTH,
        A_NEED: step.kind is StepKind.NEED,
        NEEDS_STEP: step.kind in (StepKind.NEED, StepKind.MORE),
        PASSED: step.kind in (StepKind.RISK, StepKind.NEED, StepKind.MORE),
        THE_END: step.kind is StepKind.END,
        TEXT: step.kind not in (StepKind.RISK, StepKind.MORE, StepKind.END),
    }[need]


REVIEW_KEYS: Keys = [
    bind("review.keep", "enter", "keep", "Keep the due date, and confirm it for today"),
    bind("review.outcome", "enter", "outcome", "Write what a done milestone achieved"),
    bind("review.write", "enter", "write", "Write summary, next steps or decisions"),
    bind("review.judge", "enter", "judge", "Judge the health of the project"),
    bind("review.next", "enter", "next", "Go to the next question", "pass_on"),
    hidden("review.end", "enter", "finish", "Finish the review"),
    bind("review.compare_with_now", "enter", "compare", "Compare with now, or with the chosen one", "read"),
    bind("review.earlier", "comma", "a day earlier", "Try a day earlier", "move(-1)", group=_MOVE),
    bind("review.later", "full_stop", "a day later", "Try a day later", "move(1)", group=_MOVE),
    hidden("review.week_earlier", "less_than_sign", "a week earlier", "Try a week earlier", "move(0, -1)"),
    hidden("review.week_later", "greater_than_sign", "a week later", "Try a week later", "move(0, 1)"),
    bind("review.move", "m", "move to date", "Try another date; nothing is saved yet", group=_MOVE),
    bind("review.done", "space", "done", "Tick as done, with the day"),
    bind("review.met", "space", "met", "Tick what is needed as met, or untick it"),
    bind("review.note", "i", "note", "Write a note on this milestone"),
    hidden("review.sign", "a", "sign off", "Submit, accept or reject; decide a gate"),
    bind("review.add", "n", "new", "Add something needed from the client"),
    hidden("review.edit", "e", "edit", "Edit this milestone, text or need"),
    hidden("review.delete", "d", "delete", "Delete what is needed; u to undo"),
    bind("review.compare", "C", "choose for comparing", "Compare the others with this review, or stop"),
    hidden("review.copy", "y", "copy", "Copy this review as text"),
    bind("review.finish", "ctrl+s", "finish", "Finish the review and freeze it"),
    bind("review.face", "tab,shift+tab", "past reviews", "Go to past reviews, or back"),
    hidden("app.undo", "u", "undo", "Undo your last change"),
    hidden("review.leave", "escape,q", "back", "Go back; the answers stay"),
]
