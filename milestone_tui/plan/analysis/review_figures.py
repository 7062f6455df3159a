"""The figures that a finished review freezes, as JSON: the project as it was on that day, whatever changes later."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from milestone_tui.plan.analysis.finish import project_finish
from milestone_tui.plan.analysis.progress import planned_percent, weighted_percent
from milestone_tui.plan.analysis.review import SinceCounts, limits_of, since_counts
from milestone_tui.plan.analysis.severe_risks import severe_risks
from milestone_tui.plan.checks import LONGEST_TEXT
from milestone_tui.plan.model import MilestoneState, Plan, Verdict
from milestone_tui.plan.review_state import ReviewState

_MOST_NEEDED = 50
_LONGEST = LONGEST_TEXT
"""Characters of all figures; the last answers are left out where there are more."""
_MOST_TEXT = 200
"""Characters of a frozen title or finding."""


class FrozenAnswer(NamedTuple):
    """What a review said about a milestone, with the title and the dates of that day."""

    id: int
    title: str
    answer: str
    due_on: date | None = None
    done_on: date | None = None
    note: str = ""
    outcome: str = ""


class Figures(NamedTuple):
    """The figures of a review; None where nothing was known."""

    percent: int | None = None
    planned: int | None = None
    finish: date | None = None
    slip: int | None = None
    """Calendar days of the finish against the current baseline."""
    milestones: int = 0
    done: int = 0
    overdue: int = 0
    open_risks: int = 0
    severe: int = 0
    value: Decimal | None = None
    """Planned value of all milestones."""
    earned: Decimal | None = None
    """Value of those that are done."""
    spent: Decimal | None = None
    currency: str = ""
    findings: tuple[str, ...] = ()
    """The health rules that fired, worst first."""
    since: SinceCounts | None = None
    answers: tuple[FrozenAnswer, ...] = ()
    needed: tuple[tuple[str, date], ...] = ()
    """What was needed from the client, each with the day since when."""


def figures_of(plan: Plan, state: ReviewState, verdict: Verdict, today: date, spent: Decimal | None = None) -> Figures:
    """Return the figures of a plan on a day."""
    counted = [m for m in plan.milestones if m.state is not MilestoneState.CANCELLED]
    finish = project_finish(counted, today)
    agreed = max((m.baseline_on for m in counted if m.baseline_on is not None), default=None)
    values = [(m, m.value) for m in counted if m.value is not None]
    open_ones = [need for need in state.needs if need.met_on is None]
    return Figures(
        percent=weighted_percent(plan.milestones),
        planned=planned_percent(plan.milestones, today),
        finish=finish,
        slip=(finish - agreed).days if finish is not None and agreed is not None else None,
        milestones=len(counted),
        done=sum(m.done_on is not None for m in counted),
        overdue=sum(m.overdue(today) for m in counted),
        open_risks=sum(risk.is_open for risk in state.risks),
        severe=len(severe_risks(state.risks, limits_of(plan, state))),
        value=sum((value for _, value in values), Decimal(0)) if values else None,
        earned=sum((value for m, value in values if m.done_on is not None), Decimal(0)) if values else None,
        spent=spent,
        currency=plan.project.currency,
        findings=tuple(finding.text[:_MOST_TEXT] for finding in verdict.findings[:5]),
        since=since_counts(plan, state.since) if state.since is not None else None,
        answers=_frozen(plan, state),
        needed=tuple((need.text[:_MOST_TEXT], need.since_on) for need in open_ones[:_MOST_NEEDED]),
    )


def _frozen(plan: Plan, state: ReviewState) -> tuple[FrozenAnswer, ...]:
    found = {m.id: m for m in plan.milestones}
    return tuple(
        FrozenAnswer(
            m.id,
            m.title[:_MOST_TEXT],
            given.answer,
            m.due_on,
            m.done_on,
            given.note[:_MOST_TEXT],
            m.outcome[:_MOST_TEXT],
        )
        for given in state.answers
        if (m := found.get(given.milestone_id)) is not None
    )


def to_json(figures: Figures) -> str:
    """Return the figures as JSON that fits into its column; what is not known is left out."""
    while len(text := _json(figures)) > _LONGEST and figures.answers:
        figures = figures._replace(answers=figures.answers[: len(figures.answers) // 2])
    return text


def _json(figures: Figures) -> str:
    plain = {name: _plain(value) for name, value in figures._asdict().items() if value not in (None, (), "")}
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Figures:
    """Return the figures that `to_json` wrote; what is missing, or of another form, is as if it was not known."""
    try:
        record = json.loads(text) if text else {}
    except ValueError:
        record = {}
    if not isinstance(record, dict):
        record = {}
    read: dict[str, Any] = {}
    for name, value in record.items():
        if name in _READERS:
            try:
                read[name] = _READERS[name](value)
            except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
                continue
    return Figures(**read)


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, tuple):
        fields = getattr(value, "_fields", None)
        if fields is not None:
            return {name: _plain(part) for name, part in zip(fields, value, strict=True) if part not in (None, "")}
        return [_plain(part) for part in value]
    return value


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _amount(text: object) -> Decimal:
    amount = Decimal(str(text))
    if not amount.is_finite():
        raise ValueError
    return amount


def _answer(record: Mapping[str, Any]) -> FrozenAnswer:
    title, answer, note, outcome = (str(record.get(name, "")) for name in ("title", "answer", "note", "outcome"))
    days = _day(record.get("due_on")), _day(record.get("done_on"))
    return FrozenAnswer(int(record["id"]), title, answer, *days, note, outcome)


def _needed(records: Sequence[Sequence[str]]) -> tuple[tuple[str, date], ...]:
    return tuple((str(text), date.fromisoformat(day)) for text, day in records)


_READERS: Mapping[str, Callable[[Any], object]] = {
    **dict.fromkeys(("percent", "planned", "slip", "milestones", "done", "overdue", "open_risks", "severe"), int),
    **dict.fromkeys(("value", "earned", "spent"), _amount),
    "currency": str,
    "finish": _day,
    "findings": lambda texts: tuple(map(str, texts)),
    "since": lambda counts: SinceCounts(**{name: int(counts.get(name, 0)) for name in SinceCounts._fields}),
    "answers": lambda records: tuple(map(_answer, records)),
    "needed": _needed,
}
