"""The figures that the reviews of the sample projects froze: a project as its files say it was on that day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from milestone_tui.demo.events import CURRENCY
from milestone_tui.demo.portfolio import DemoMilestone, DemoProject, DemoRisk
from milestone_tui.plan.analysis.review_figures import Figures, FrozenAnswer
from milestone_tui.plan.analysis.thresholds import DEFAULTS
from milestone_tui.plan.monitoring import RiskKind


def figures_on(project: DemoProject, on: date, shift: timedelta, answers: Mapping[int, tuple[str, str]]) -> Figures:
    """Return the figures at the end of a day of the files, with all dates `shift` later.

    `answers` are the title and the answer of each milestone that came up in the review, by its id.
    """
    found = project.milestones
    done = [m for m in found if _is_done(m, on)]
    weight = sum(m.weight for m in found)
    finish, agreed = max(_finish(m, on) for m in found), max(m.agreed for m in found)
    values = [m.value for m in found if m.value is not None]
    risks = [risk for risk in project.risks if risk.raised <= on and not (risk.closed and risk.closed <= on)]
    costs = [*project.spent, *(cost for m in found for cost in m.spent)]
    spent = [cost.amount for cost in costs if cost.on <= on]
    return Figures(
        percent=sum(m.weight * _percent(m, on) for m in found) // weight,
        planned=100 * sum(m.weight for m in found if m.agreed <= on) // weight,
        finish=finish + shift,
        slip=(finish - agreed).days,
        milestones=len(found),
        done=len(done),
        overdue=sum(_due(m, on) < on for m in found if m not in done),
        open_risks=len(risks),
        severe=sum(_is_severe(risk, on) for risk in risks),
        value=sum(values, Decimal(0)) if values else None,
        earned=sum((m.value for m in done if m.value is not None), Decimal(0)) if values else None,
        spent=sum(spent, Decimal(0)) if spent else None,
        currency=CURRENCY,
        answers=tuple(
            FrozenAnswer(id_, title, answer, _due(m, on) + shift, m.done + shift if m.done and m in done else None)
            for id_, (title, answer) in answers.items()
            for m in found
            if m.title == title
        ),
        needed=tuple(
            (need.text, review.on + shift)
            for review in project.reviews
            if review.on <= on
            for need in review.needed
            if not (need.met and need.met <= on)
        ),
    )


def _is_done(milestone: DemoMilestone, on: date) -> bool:
    return milestone.done is not None and milestone.done <= on


def _due(milestone: DemoMilestone, on: date) -> date:
    """Return the due date that was held on a day."""
    return next((move.to for move in reversed(milestone.moves) if move.on <= on), milestone.agreed)


def _finish(milestone: DemoMilestone, on: date) -> date:
    return milestone.done if milestone.done and milestone.done <= on else max(_due(milestone, on), on)


def _percent(milestone: DemoMilestone, on: date) -> int:
    """Return the percent complete that the criteria, else the last estimate, gave on a day."""
    if _is_done(milestone, on):
        return 100
    if criteria := milestone.criteria:
        return min(99, 100 * sum(one.met_on is not None and one.met_on <= on for one in criteria) // len(criteria))
    return next((one.percent for one in reversed(milestone.estimates) if one.on <= on), 0)


def _is_severe(risk: DemoRisk, on: date) -> bool:
    """Return whether an open entry was severe; one without ratings is not."""
    rating = next((rating for rating in reversed(risk.ratings) if rating.on <= on), None)
    if rating is None:
        return False
    if risk.kind is RiskKind.ISSUE or (risk.occurred is not None and risk.occurred <= on):
        return rating.impact >= DEFAULTS.issue
    return risk.kind is RiskKind.RISK and rating.probability * rating.impact >= DEFAULTS.risk
