"""Risks and reviews of the sample projects, as dated changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from milestone_tui.demo.events import Days, Event, Ids
from milestone_tui.demo.figures import figures_on
from milestone_tui.demo.portfolio import DemoMilestone, DemoNeed, DemoProject, DemoRating, DemoReview, DemoRisk
from milestone_tui.plan.analysis.review_figures import to_json
from milestone_tui.plan.monitoring import RiskKind
from milestone_tui.store.past_writer import PastWriter, instant_of

_ASKED = timedelta(days=42)
"""How far ahead a review looks."""


class RiskAuthor:
    """Writes the risk register of one project."""

    def __init__(self, past: PastWriter, days: Days, project: DemoProject, ids: Ids) -> None:
        self._past = past
        self._days = days
        self._project = project
        self._ids = ids
        self._numbers: dict[RiskKind, int] = {}
        self._risks: dict[str, int] = {}

    def events(self) -> Iterator[Event]:
        """Yield the changes of the register."""
        for risk in self._project.risks:
            by = risk.owner
            first, *others = risk.ratings or (None,)
            yield Event(risk.raised, f'Raise {risk.kind} "{risk.title}"', partial(self._raise, risk, first), by)
            for rating in others:
                assert rating is not None
                yield Event(rating.on, f'Rate "{risk.title}"', partial(self._rate, risk.title, rating), by)
            if risk.occurred:
                write = partial(self._occur, risk.title, risk.occurred)
                yield Event(risk.occurred, f'"{risk.title}" has happened', write, by)
            if risk.closed:
                yield Event(risk.closed, f'Close "{risk.title}"', partial(self._close, risk.title, risk.closed), by)

    def _number(self, kind: RiskKind) -> int:
        self._numbers[kind] = self._numbers.get(kind, 0) + 1
        return self._numbers[kind]

    def _raise(self, risk: DemoRisk, rating: DemoRating | None) -> None:
        id_ = self._risks[risk.title] = self._past.add(
            "risk",
            project_id=self._ids.projects[self._project.key],
            kind=risk.kind,
            number=self._number(risk.kind),
            title=risk.title,
            probability=None if rating is None else rating.probability,
            impact=None if rating is None else rating.impact,
            response=risk.response,
            response_text=risk.text,
            owner_id=self._ids.people[risk.owner],
            raised_on=self._days.text(risk.raised),
            review_on=self._days.text(risk.review),
            internal=int(risk.internal),
        )
        for title in risk.threatens:
            self._past.add("risk_milestone", risk_id=id_, milestone_id=self._ids.milestones[self._project.key, title])

    def _rate(self, title: str, rating: DemoRating) -> None:
        self._past.set("risk", self._risks[title], probability=rating.probability, impact=rating.impact)

    def _occur(self, title: str, on: date) -> None:
        number = self._number(RiskKind.ISSUE)
        self._past.set("risk", self._risks[title], kind="issue", number=number, occurred_on=self._days.text(on))

    def _close(self, title: str, on: date) -> None:
        self._past.set("risk", self._risks[title], closed_on=self._days.text(on))


class ReviewAuthor:
    """Writes the reviews of one project."""

    def __init__(self, past: PastWriter, days: Days, project: DemoProject, ids: Ids) -> None:
        self._past = past
        self._days = days
        self._project = project
        self._ids = ids

    def events(self) -> Iterator[Event]:
        """Yield the reviews, and the day on which something needed came."""
        before = self._project.start
        for review in self._project.reviews:
            yield Event(review.on, f"Finish the review of {self._project.key}", partial(self._review, review, before))
            before = review.on
            for need in review.needed:
                if need.met:
                    yield Event(need.met, f'Received "{need.text}"', partial(self._meet, need, need.met))

    def _review(self, review: DemoReview, before: date) -> None:
        id_ = self._past.add(
            "review",
            project_id=self._ids.projects[self._project.key],
            held_on=self._days.text(review.on),
            judged=review.judged or "",
            judged_reason=review.reason,
            computed=review.computed,
            summary=review.summary,
            next=review.next,
            decisions=review.decisions,
        )
        answers: dict[int, tuple[str, str]] = {}
        for milestone in self._project.milestones:
            if answer := _answer(milestone, review.on, before):
                self._answer(id_, milestone, answer, review.on)
                answers[self._ids.milestones[self._project.key, milestone.title]] = (milestone.title, answer)
        for need in review.needed:
            self._past.add(
                "need",
                project_id=self._ids.projects[self._project.key],
                review_id=id_,
                text=need.text,
                since_on=self._days.text(review.on),
            )
        shift = self._days.shift
        figures = to_json(figures_on(self._project, review.on, shift, answers))
        self._past.set("review", id_, finished_at=instant_of(review.on + shift), figures=figures)

    def _answer(self, review_id: int, milestone: DemoMilestone, answer: str, on: date) -> None:
        id_ = self._ids.milestones[self._project.key, milestone.title]
        self._past.add("review_answer", review_id=review_id, milestone_id=id_, answer=answer)
        if answer == "kept":
            self._past.set("milestone", id_, forecast_at=instant_of(on + self._days.shift))
        if answer == "done" and milestone.outcome:
            self._past.set("milestone", id_, outcome=milestone.outcome)

    def _meet(self, need: DemoNeed, on: date) -> None:
        project_id = self._ids.projects[self._project.key]
        id_ = self._past.last("need", project_id=project_id, text=need.text)
        self._past.set("need", id_, met_on=self._days.text(on))


def _answer(milestone: DemoMilestone, on: date, before: date) -> str:
    """Return what a review said about a milestone; empty if it did not come up."""
    if milestone.done and milestone.done <= on:
        return "done" if milestone.done > before else ""
    if any(before < move.on <= on for move in milestone.moves):
        return "moved"
    due = next((move.to for move in reversed(milestone.moves) if move.on <= on), milestone.agreed)
    return "kept" if due <= on + _ASKED else ""
