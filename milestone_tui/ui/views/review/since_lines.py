"""The lines below a walk and below past reviews: what changed since the last review."""

from __future__ import annotations

from datetime import date

from milestone_tui.plan.analysis.finish import project_finish
from milestone_tui.plan.analysis.review import moved_words, since_counts, since_words
from milestone_tui.plan.analysis.review_figures import from_json
from milestone_tui.plan.language.wording import date_words
from milestone_tui.plan.model import Plan
from milestone_tui.plan.review_state import ReviewState
from milestone_tui.ui.renderer import Line, fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.text_block import ACROSS, flow, indented

_LEAVING = " esc keeps what you have answered; the review goes on where you left it"
_PAST = " What a review said never changes afterwards"
_MOVED = " Moved  "
_LEAST = 20
"""Cells of a line on the narrowest screen."""


def since_lines(
    plan: Plan, state: ReviewState, today: date, width: int, *, past: bool, read_only: bool
) -> tuple[Line, ...]:
    """Return what changed in words; `past` adds which dates moved, without it that the answers stay."""
    first, *more = _counts(plan, state, today, max(_LEAST, width - 1))
    if past and state.since is not None and (moved := moved_words(plan, state.since)):
        fitting = fit(moved, max(_LEAST, width - len(_MOVED) - 1)).rstrip()
        named: Line = ((_MOVED, Ink.BRIGHT), (fitting, Ink.DIM))
        return (ACROSS, first, named, *indented(more))  # low screens cut what comes last
    said = _PAST if past else "" if read_only else _LEAVING
    return (ACROSS, first, *indented(more), ((said, Ink.DIM),))


def _counts(plan: Plan, state: ReviewState, today: date, width: int) -> tuple[Line, ...]:
    """Return `Since 13 Nov  1 done · 3 moved later …`, wrapped to the width."""
    if state.since is None or state.last is None:
        first: tuple[Line, ...] = (
            ((" First review", Ink.BRIGHT),),
            (("nothing to compare with yet", Ink.DIM),),
        )
        return flow(first, width, ("  ", Ink.DIM))
    was = from_json(state.last_words.figures).finish if state.last_words is not None else None
    finish = project_finish(plan.milestones, today)
    words = since_words(since_counts(plan, state.since), was, finish, today).split(" · ")
    head: Line = ((f" Since {date_words(state.last.held_on, today)}  ", Ink.BRIGHT), (words[0], Ink.DIM))
    return flow([head, *(((word, Ink.DIM),) for word in words[1:])], width, (" · ", Ink.DIM))
