"""The section about health: as people judge it, or as it is computed, with its reasons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TypeAlias

from milestone_tui.plan.analysis.health import Fired, Judgement, Rule, judge
from milestone_tui.plan.analysis.thresholds import Thresholds
from milestone_tui.plan.audience import Audience
from milestone_tui.plan.model import Health, Milestone, ProjectState
from milestone_tui.plan.monitoring import Review
from milestone_tui.plan.network.network import Network
from milestone_tui.plan.reviewed import judged_better
from milestone_tui.report.blocks import Block, Facts, Item, Items, Section, Sentence
from milestone_tui.report.material import Material

Reasons: TypeAlias = Sequence[tuple[str, Fired]]
"""Reasons in words, each with the rule that fired."""

_MOST_REASONS = 5
_MARKS = {Health.ON_TRACK: "●", Health.AT_RISK: "▲", Health.OFF_TRACK: "■", Health.COMPLETED: "✔"}


def health_section(of: Material) -> Section:
    """Return the section: for a client the judged health if the last review gave one, else the computed; else both."""
    title, judgement, review = of.words.say("health.title"), _judgement(of), _judging_review(of)
    computed = judgement.verdict.health
    judged = None if review is None or computed.severity < Health.ON_TRACK.severity else review.judged
    if not of.state.plan.milestones and not judgement.fired:
        return Section("health", title, (Sentence(of.words.say("health.no_milestones")),), _record(None, None, ()))
    reasons = _reasons(judgement, of)
    if review is None or judged is None:
        return Section("health", title, tuple(_computed(judgement, reasons, of)), _record(computed, None, reasons))
    if of.audience is Audience.CLIENT:
        reasons = reasons if judged is computed else []  # else they speak for another health
        blocks: tuple[Block, ...] = (_judged(judged, review, of), *_listed(reasons))
        return Section("health", title, blocks, _record(judged, review, reasons))
    also = _also_judged(judged, computed, review, of)
    return Section("health", title, (*_computed(judgement, reasons, of), also), _record(computed, review, reasons))


def _judging_review(of: Material) -> Review | None:
    """Return the last review if it judged the health, unless the project is on hold."""
    review = of.state.reviews[0] if of.state.reviews else None
    has_judged = review is not None and review.judged is not None
    return review if has_judged and of.project.state is not ProjectState.ON_HOLD else None


def _record(health: Health | None, review: Review | None, reasons: Reasons) -> Facts:
    return {
        "health": health and health.value,
        "judged": review and review.judged and review.judged.value,
        "judged_on": review and review.held_on,
        "judged_reason": "" if review is None else review.judged_reason,
        "reasons": tuple({"rule": fired.rule.name.lower(), "text": text} for text, fired in reasons),
    }


def _judgement(of: Material) -> Judgement:
    state, plan = of.state, of.state.plan
    return judge(
        plan.project,
        plan.milestones,
        plan.links,
        of.today,
        network=Network.of((plan, *state.neighbours)),
        signals=state.signals,
        thresholds=state.thresholds,
    )


def _computed(judgement: Judgement, reasons: Reasons, of: Material) -> Iterator[Sentence | Items]:
    """Yield the computed health, and its reasons; that all is well is said only where no rule fired."""
    verdict = judgement.verdict
    text = of.words.say("health.nothing") if verdict.health is Health.ON_TRACK and not verdict.findings else ""
    yield Sentence(text, _strong(verdict.health, of))
    yield from _listed(reasons)


def _listed(reasons: Reasons) -> Iterator[Items]:
    if reasons:
        yield Items(tuple(Item("", (text,)) for text, _ in reasons))


def _judged(judged: Health, review: Review, of: Material) -> Sentence:
    key = "health.judged_why" if review.judged_reason else "health.judged"
    return Sentence(of.words.say(key, day=of.day(review.held_on), reason=review.judged_reason), _strong(judged, of))


def _also_judged(judged: Health, computed: Health, review: Review, of: Material) -> Sentence:
    key = "health.also_judged_better" if judged_better(judged, computed) else "health.also_judged"
    day, health = of.day(review.held_on), _word(judged, of)
    return Sentence(of.words.say(key, day=day, health=health, reason=review.judged_reason).rstrip())


def _strong(health: Health, of: Material) -> str:
    on_hold = of.project.state is ProjectState.ON_HOLD and health is Health.ON_TRACK
    word = of.words.say("health.on_hold") if on_hold else _word(health, of)
    return f"{'' if on_hold else _MARKS.get(health, '')} {word}".strip()


def _word(health: Health, of: Material) -> str:
    return of.words.say(f"health.{health.name.lower()}")


# Reasons ----------------------------------------------------------------------------------------------------


def _reasons(judgement: Judgement, of: Material) -> Reasons:
    """Return the worst reasons in words, at most one for each milestone."""
    limits = judgement.verdict.limits
    found: list[tuple[str, Fired]] = []
    named: set[int] = set()
    for finding, fired in zip(judgement.verdict.findings, judgement.fired, strict=False):
        if finding.health is Health.ON_TRACK or finding.milestone_id in named:
            continue
        if finding.milestone_id is not None:
            named.add(finding.milestone_id)
        found.append((_reason(fired, limits, of), fired))
    return found[:_MOST_REASONS]


def _reason(fired: Fired, limits: Thresholds, of: Material) -> str:
    m, rule = fired.milestone, fired.rule
    values: dict[str, object] = {"days": of.days(fired.days), "entry": fired.entry, "figure": fired.days}
    if rule in _IN_WORKING_DAYS:
        values["days"] = of.words.counted("working_day", fired.days)
    if rule in (Rule.COST, Rule.SCHEDULE):
        hundredths = limits.amber_index - fired.days
        values["index"] = f"{hundredths // 100}{of.words.say('dates_and_numbers.decimal_point')}{hundredths % 100:02}"
    if fired.link is not None:
        predecessor, successor = fired.link
        values |= {"predecessor": _name(predecessor, of), "successor": _name(successor, of)}
    if m is not None:
        values |= {"milestone": m.title, "met": m.criteria_met, "total": m.criteria_total}
        values["day"] = of.day(m.due_on or date.max)
    return of.words.say(f"reasons.{_KEYS.get(rule, rule.name.lower())}", **values)


_IN_WORKING_DAYS = (Rule.IMPOSSIBLE, Rule.TOO_SOON, Rule.TOO_LATE, Rule.ACCEPTANCE)
_KEYS: Mapping[Rule, str] = {Rule.IMPOSSIBLE: "too_soon"}


def _name(milestone: Milestone, of: Material) -> str:
    """Return the title of a milestone, with the key of another project; for a client only that it is another."""
    if milestone.project_id == of.project.id:
        return milestone.title
    if of.audience is Audience.CLIENT:
        return of.words.say("reasons.other_project")
    keys = {plan.project.id: plan.project.key for plan in of.state.neighbours}
    return f"{keys.get(milestone.project_id, '')} {milestone.title}".strip()
