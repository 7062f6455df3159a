"""The section about health: as people judge it, or as it is computed, with its reasons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from milestone_tui.plan.analysis.health import Fired, Judgement, Rule, judge_in_full
from milestone_tui.plan.analysis.thresholds import Thresholds
from milestone_tui.plan.model import Health, Milestone, ProjectState
from milestone_tui.plan.monitoring import Review
from milestone_tui.plan.network.network import Network
from milestone_tui.plan.reviewed import judged_better
from milestone_tui.report.audience import Audience
from milestone_tui.report.blocks import Facts, Item, Items, Section, Sentence, Value
from milestone_tui.report.material import Material

_MOST_REASONS = 5
_MARKS = {Health.ON_TRACK: "●", Health.AT_RISK: "▲", Health.OFF_TRACK: "■", Health.COMPLETED: "✔"}


def health_section(of: Material) -> Section:
    """Return the section: for a client the judged health if the last review gave one, else the computed; else both."""
    title, project = of.words.say("health.title"), of.project
    judgement = _judgement(of)
    computed = judgement.verdict.health
    review = of.state.reviews[0] if of.state.reviews else None
    if not of.state.plan.milestones and not judgement.fired:
        sentence = Sentence(of.words.say("health.no_milestones"), facts={"health": None, "reasons": ()})
        return Section("health", title, (sentence,), is_list=False)
    is_assessed = computed.severity >= Health.ON_TRACK.severity and project.state is not ProjectState.ON_HOLD
    judged = review.judged if review is not None and is_assessed else None
    if review is None or judged is None:
        blocks: Iterator[Sentence | Items] = _computed(computed, judgement, of, {})
    elif of.audience is Audience.CLIENT:
        blocks = _judged(judged, computed, review, judgement, of)
    else:
        blocks = _both(judged, computed, review, judgement, of)
    return Section("health", title, tuple(blocks), is_list=False)


def _judgement(of: Material) -> Judgement:
    state, plan = of.state, of.state.plan
    return judge_in_full(
        plan.project,
        plan.milestones,
        plan.links,
        of.today,
        network=Network.of((plan, *state.neighbours)),
        signals=state.signals,
        thresholds=state.thresholds,
    )


def _computed(health: Health, judgement: Judgement, of: Material, facts: Facts) -> Iterator[Sentence | Items]:
    """Yield the computed health, and its reasons."""
    reasons = _reasons(judgement, of)
    text = ""
    if not reasons and health is Health.ON_TRACK and of.project.state is not ProjectState.ON_HOLD:
        text = of.words.say("health.nothing")
    yield Sentence(text, _strong(health, of), {"health": health.value, **facts, "reasons": _facts(reasons)})
    if reasons:
        yield Items(tuple(Item("", (text,)) for text, _ in reasons))


def _judged(
    judged: Health, computed: Health, review: Review, judgement: Judgement, of: Material
) -> Iterator[Sentence | Items]:
    """Yield the judged health; the computed reasons follow only where they lead to the same health."""
    key = "health.judged_why" if review.judged_reason else "health.judged"
    text = of.words.say(key, day=of.day(review.held_on), reason=review.judged_reason)
    reasons = _reasons(judgement, of) if judged is computed else []
    facts: Facts = {"health": judged.value, "reviewed_on": review.held_on, "reasons": _facts(reasons)}
    yield Sentence(text, _strong(judged, of), {**facts, "judged_reason": review.judged_reason})
    if reasons:
        yield Items(tuple(Item("", (text,)) for text, _ in reasons))


def _both(
    judged: Health, computed: Health, review: Review, judgement: Judgement, of: Material
) -> Iterator[Sentence | Items]:
    facts: Facts = {
        "judged": judged.value,
        "reviewed_on": review.held_on,
        "judged_reason": review.judged_reason,
    }
    yield from _computed(computed, judgement, of, facts)
    key = "health.also_judged_better" if judged_better(judged, computed) else "health.also_judged"
    text = of.words.say(key, day=of.day(review.held_on), health=_word(judged, of), reason=review.judged_reason)
    yield Sentence(text.rstrip())


def _strong(health: Health, of: Material) -> str:
    on_hold = of.project.state is ProjectState.ON_HOLD and health is Health.ON_TRACK
    word = of.words.say("health.on_hold") if on_hold else _word(health, of)
    return f"{'' if on_hold else _MARKS.get(health, '')} {word}".strip()


def _word(health: Health, of: Material) -> str:
    return of.words.say(f"health.{health.name.lower()}")


def _facts(reasons: list[tuple[str, Fired]]) -> Value:
    return tuple({"rule": fired.rule.name.lower(), "text": text} for text, fired in reasons)


# Reasons ----------------------------------------------------------------------------------------------------


def _reasons(judgement: Judgement, of: Material) -> list[tuple[str, Fired]]:
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
