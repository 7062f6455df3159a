"""Finished reviews as JSON records."""

from __future__ import annotations

from collections.abc import Mapping

from milestone_tui.exchange.iso import iso
from milestone_tui.exchange.json.records import Record
from milestone_tui.plan.analysis.review_figures import from_json
from milestone_tui.plan.review_state import PastReview


def review_record(past: PastReview, number: int) -> Record:
    """Return a review with its number, from 1 for the first, and the figures of its day."""
    review, figures = past.review, from_json(past.review.figures)
    return {
        "number": number,
        "id": review.id,
        "held_on": iso(review.held_on),
        "finished_by": past.finished_by or None,
        "judged": review.judged,
        "judged_reason": review.judged_reason or None,
        "computed": review.computed,
        "percent": figures.percent,
        "planned_percent": figures.planned,
        "finish_on": iso(figures.finish),
        "slip_days": figures.slip,
        "milestones": figures.milestones,
        "milestones_done": figures.done,
        "milestones_overdue": figures.overdue,
        "open_risks": figures.open_risks,
        "severe_risks": figures.severe,
        "value": None if figures.value is None else str(figures.value),
        "value_done": None if figures.earned is None else str(figures.earned),
        "spent": None if figures.spent is None else str(figures.spent),
        "currency": figures.currency or None,
        "health_reasons": [*figures.findings],
        "summary": review.summary or None,
        "next": review.next or None,
        "decisions": review.decisions or None,
    }


def full_review_record(past: PastReview, number: int, titles: Mapping[int, str]) -> Record:
    """Return a review with its answers and what was needed; `titles` are those of milestones without a frozen one."""
    figures = from_json(past.review.figures)
    frozen = {answer.id: answer for answer in figures.answers}
    answers = []
    for given in past.answers:
        known = frozen.get(given.milestone_id)
        answers.append(
            {
                "id": given.milestone_id,
                "title": titles.get(given.milestone_id) if known is None else known.title,
                "answer": given.answer or None,
                "note": given.note or None,
                "due_on": None if known is None else iso(known.due_on),
                "done_on": None if known is None else iso(known.done_on),
                "outcome": None if known is None else known.outcome or None,
            }
        )
    needed = [{"text": text, "since_on": iso(since)} for text, since in figures.needed]
    return {**review_record(past, number), "needed": needed, "answers": answers}
