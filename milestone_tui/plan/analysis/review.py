"""What a progress review asks, in order, and what it says in the end.

A walk asks about each milestone once, with every reason: overdue, due within 10 working days, moved since the last
review, its date not confirmed for 14 days, awaiting acceptance, done since the last review without an outcome (the
days are thresholds of health). Severe risks follow, then health, summary, next steps, decisions, and what is needed
from the client.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import IntEnum, StrEnum
from typing import NamedTuple

from milestone_tui.plan.analysis.severe_risks import severe_risks
from milestone_tui.plan.analysis.thresholds import Thresholds, known_thresholds
from milestone_tui.plan.calendar.any_day import day_before
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.language.wording import count_words, date_words, days_words, due_words, slip_words
from milestone_tui.plan.model import Milestone, MilestoneState, Plan
from milestone_tui.plan.monitoring import Need, Review
from milestone_tui.plan.review_state import ReviewState, Since

LATELY = 14
"""Without an earlier review, what was done in this time is asked for its outcome."""


class Reason(IntEnum):
    """Why a review asks about a milestone, in the order of the walk."""

    OVERDUE = 0
    SOON = 1
    MOVED = 2
    STALE = 3
    WAITING = 4
    OUTCOME = 5


class StepKind(StrEnum):
    """What a step of the walk is about."""

    MILESTONE = "milestone"
    RISK = "risk"
    HEALTH = "health"
    SUMMARY = "summary"
    NEXT = "next"
    DECISIONS = "decisions"
    NEED = "need"
    MORE = "more"
    """Anything else that is needed."""
    END = "end"


WORDS: Mapping[StepKind, str] = {
    StepKind.SUMMARY: "Summary",
    StepKind.NEXT: "Next steps",
    StepKind.DECISIONS: "Decisions",
}
"""The steps with a long text, each as it is called; the value of the kind is the field of the review."""


class Step(NamedTuple):
    """One question of the walk."""

    kind: StepKind
    id: int = 0
    """Of the milestone, the risk or the need."""
    title: str = ""
    answer: str = ""
    """How it was answered, in a word; empty if it was not."""
    reasons: tuple[Reason, ...] = ()

    @property
    def key(self) -> tuple[str, int]:
        """What identifies the step while answers change."""
        return (self.kind.value, self.id)


def reasons_to_ask(milestone: Milestone, plan: Plan, state: ReviewState, today: date) -> tuple[Reason, ...]:
    """Return why a review asks about a milestone, in order; empty if it does not."""
    if milestone.is_open:
        return tuple(_open_reasons(milestone, plan, state, today))
    if milestone.state is MilestoneState.DONE and not milestone.outcome and _done_lately(milestone, state.since, today):
        return (Reason.OUTCOME,)
    return ()


def _open_reasons(milestone: Milestone, plan: Plan, state: ReviewState, today: date) -> Iterator[Reason]:
    due, held, limits = milestone.due_on, milestone.forecast_at, limits_of(plan, state)
    if milestone.overdue(today):
        yield Reason.OVERDUE
    elif due is not None and plan.project.calendar.between(today, due) <= limits.soon:
        yield Reason.SOON
    began = state.started_at
    set_in_walk = held is not None and began is not None and held >= began
    if state.since is not None and state.since.days_moved(milestone) and not set_in_walk:
        yield Reason.MOVED
    if due is not None and held is not None and (today - held.date()).days > limits.unconfirmed:
        yield Reason.STALE
    if milestone.submitted_on is not None and milestone.accepted_on is None:
        yield Reason.WAITING


def limits_of(plan: Plan, state: ReviewState) -> Thresholds:
    """Return the thresholds of health of the project."""
    return known_thresholds(plan.project.thresholds, state.thresholds)


def _done_lately(milestone: Milestone, since: Since | None, today: date) -> bool:
    """Return whether a milestone was done since the last review; without one, in the last 14 days."""
    if since is not None:
        return milestone.id in since.added or since.done_on(milestone) is None
    return milestone.done_on is not None and milestone.done_on > day_before(today, LATELY)


def walk(plan: Plan, state: ReviewState, today: date, known: Sequence[int] = ()) -> tuple[Step, ...]:
    """Return every step of a review, in order.

    Milestones that were answered stay. `known` are the milestones in the order in which this walk has shown them; new
    ones come after them. Without it the answered ones come first, so that a review goes on where it was left.
    """
    return (
        *_milestone_steps(plan, state, today, known),
        *(
            Step(StepKind.RISK, risk.id, f"{risk.called} {risk.title}")
            for risk in severe_risks(state.risks, limits_of(plan, state))
        ),
        *_word_steps(state.review),
        *(
            Step(StepKind.NEED, need.id, need.text, "met" if need.met_on else "")
            for need in state.needs
            if need.met_on is None or _met_in(need, state.review)
        ),
        Step(StepKind.MORE, title="Anything else needed"),
        Step(StepKind.END, title="Finish"),
    )


def _milestone_steps(plan: Plan, state: ReviewState, today: date, known: Sequence[int]) -> Iterator[Step]:
    answers = {answer.milestone_id: answer.answer for answer in state.answers}
    found = {m.id: m for m in plan.milestones}
    asked = {id_: why for id_, m in found.items() if (why := reasons_to_ask(m, plan, state, today))}
    places = {id_: place for place, id_ in enumerate(known or answers)}

    def place(id_: int) -> tuple[int, int, date, int]:
        why = asked.get(id_, (Reason.OUTCOME,))
        return (places.get(id_, len(places)), why[0], found[id_].on or date.max, id_)

    for id_ in sorted(asked.keys() | (answers.keys() & found.keys()), key=place):
        milestone = found[id_]
        answer = answers.get(id_, "") or ("done" if milestone.outcome else "")
        yield Step(StepKind.MILESTONE, id_, milestone.title, answer, asked.get(id_, ()))


def _word_steps(review: Review | None) -> Iterator[Step]:
    yield Step(StepKind.HEALTH, title="Health", answer=review.judged.value if review and review.judged else "")
    for kind, title in WORDS.items():
        yield Step(kind, title=title, answer="written" if review and getattr(review, kind.value) else "")


def _met_in(need: Need, review: Review | None) -> bool:
    return review is not None and need.met_on is not None and need.met_on >= review.held_on


def where_to_go_on(steps: Sequence[Step]) -> Step:
    """Return the first step that was not answered; the last one if all were."""
    return next((step for step in steps if not step.answer), steps[-1])


def following(steps: Sequence[Step], key: tuple[str, int]) -> Step:
    """Return the step to go to after this one was answered: the next one without an answer."""
    keys = [step.key for step in steps]
    after = steps[keys.index(key) + 1 :] if key in keys else steps
    return next((step for step in after if not step.answer), steps[-1])


# In words ---------------------------------------------------------------------------------------------------


def reason_words(reasons: Iterable[Reason], milestone: Milestone, today: date) -> str:
    """Return `2 days overdue · moved`, in the order of the reasons."""
    return " · ".join(_reason(reason, milestone, today) for reason in reasons)


def _reason(reason: Reason, milestone: Milestone, today: date) -> str:
    if reason is Reason.OVERDUE and milestone.due_on is not None:
        return f"{days_words((today - milestone.due_on).days)} overdue"
    if reason is Reason.SOON:
        return f"due {due_words(milestone.due_on, today)}"
    if reason is Reason.STALE and milestone.forecast_at is not None:
        return f"not confirmed for {days_words((today - milestone.forecast_at.date()).days)}"
    if reason is Reason.WAITING and milestone.submitted_on is not None:
        return f"awaiting acceptance since {date_words(milestone.submitted_on, today)}"
    return "moved" if reason is Reason.MOVED else "done, without an outcome"


class SinceCounts(NamedTuple):
    """How much changed since the last review."""

    done: int
    later: int
    earlier: int
    added: int
    removed: int
    new_risks: int


def since_counts(plan: Plan, since: Since) -> SinceCounts:
    """Count what changed in a plan since the last review; cancelled milestones do not count."""
    counted = [m for m in plan.milestones if m.state is not MilestoneState.CANCELLED]
    moved = [days for m in counted if (days := since.days_moved(m))]
    return SinceCounts(
        done=sum(m.done_on is not None and (m.id in since.added or since.done_on(m) is None) for m in counted),
        later=sum(days > 0 for days in moved),
        earlier=sum(days < 0 for days in moved),
        added=sum(m.id in since.added for m in counted),
        removed=len(since.removed),
        new_risks=since.new_risks,
    )


def since_words(counts: SinceCounts, was: date | None, now: date | None, today: date) -> str:
    """Return `1 done · 3 moved later · 0 earlier · 1 added · 1 new risk · finish 18 Jan, unchanged`.

    `was` is the finish that the last review saw, None if it is not known.
    """
    parts = [
        f"{counts.done} done",
        f"{counts.later} moved later",
        f"{counts.earlier} earlier",
        f"{counts.added} added",
        *([f"{counts.removed} removed"] if counts.removed else []),
        *([count_words(counts.new_risks, "new risk")] if counts.new_risks else []),
    ]
    if was is not None and now is not None:
        days = (now - was).days
        change = f"→ {date_words(now, today)}, {slip_words(days)}" if days else ", unchanged"
        parts.append(f"finish {date_words(was, today)}{' ' if days else ''}{change}")
    return " · ".join(parts)


def moved_words(plan: Plan, since: Since) -> str:
    """Return `Beta release +7 d · Go-live −3 d`, the largest move first; empty if no date moved."""
    counted = (m for m in plan.milestones if m.state is not MilestoneState.CANCELLED)
    moved = [(days, m.title) for m in counted if (days := since.days_moved(m))]
    moved.sort(key=lambda move: -abs(move[0]))
    return " · ".join(f"{visible(title)} {slip_words(days)}" for days, title in moved)


def need_words(need: Need, today: date) -> str:
    """Return `since 13 Nov (2 weeks)`, or the day on which it was met."""
    if need.met_on is not None:
        return f"met on {date_words(need.met_on, today)}"
    days = (today - need.since_on).days
    if days < 1:
        return "since today"
    long = days_words(days) if days < 14 else count_words(days // 7, "week")
    return f"since {date_words(need.since_on, today)} ({long})"
