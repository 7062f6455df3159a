"""The last sign-off of a milestone in words."""

from __future__ import annotations

from datetime import date

from milestone_tui.plan.acceptance import acceptance_due_on
from milestone_tui.plan.agreements import Acceptance, Answer, Decision, GateDecision
from milestone_tui.plan.detail import MilestoneDetail
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.language.wording import date_words
from milestone_tui.plan.model import MilestoneKind
from milestone_tui.plan.sign_off import UNDECIDED, acceptance_words, is_undecided, signed_words
from milestone_tui.ui.renderer import Line, Span
from milestone_tui.ui.theme import Ink


def last_signed(detail: MilestoneDetail, today: date) -> tuple[Line, Span | None]:
    """Return the last sign-off of a milestone for the editor, and for below it the note or the time left."""
    milestone, calendar = detail.milestone, detail.project.calendar
    if milestone.kind is MilestoneKind.GATE and detail.decisions:
        last = detail.decisions[0]
        return _signed(last.decision, last.decision.passes, date_words(last.decided_on, today), last.decided_by, last)
    if is_undecided(detail):
        return ((UNDECIDED, Ink.DIM),), ("press ctrl+g to record it", Ink.DIM)
    if not detail.acceptances:
        return (), None
    round_ = detail.acceptances[0]
    if round_.answer is not None and round_.answered_on is not None:
        day = date_words(round_.answered_on, today)
        return _signed(round_.answer, round_.answer is Answer.ACCEPTED, day, round_.answered_by, round_)
    late = (acceptance_due_on(milestone, calendar) or today) < today
    line: Line = (
        (signed_words("submitted", date_words(round_.submitted_on, today), round_.submitted_by, ""), Ink.TEXT),
    )
    return line, (acceptance_words(milestone, calendar, today), Ink.WARN if late else Ink.DIM)


def _signed(
    word: Answer | Decision, good: bool, day: str, by: str, signed: Acceptance | GateDecision
) -> tuple[Line, Span | None]:
    line: Line = ((word.value, Ink.GOOD if good else Ink.WARN), (signed_words("", day, visible(by), ""), Ink.DIM))
    return line, (signed.note, Ink.DIM) if signed.note else None
