"""The section about health: as people judge it, or as it is computed, with its reasons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeAlias

from milestone_tui.plan.analysis.health import Fired, Judgement, Rule
from milestone_tui.plan.analysis.thresholds import Thresholds
from milestone_tui.plan.audience import Audience
from milestone_tui.plan.model import Health, Milestone, ProjectState
from milestone_tui.plan.monitoring import Review
from milestone_tui.plan.reviewed import judged_better
from milestone_tui.report.blocks import Block, Facts, Item, Items, Section, Sentence, Tone
from milestone_tui.report.material import TONES, Material

_MOST_REASONS = 5
_MARKS = {Health.ON_TRACK: "●", Health.AT_RISK: "▲", Health.OFF_TRACK: "■", Health.COMPLETED: "✔"}


class Reason(NamedTuple):
    """Why the health of a project is not better."""

    text: str
    fired: Fired
    tone: Tone


Reasons: TypeAlias = Sequence[Reason]


class Shown(NamedTuple):
    """The health that a report shows."""

    health: Health | None
    """None if there is nothing to judge."""
    reasons: Reasons
    """Those of a judged health that is computed otherwise are left out, for they speak of another one."""
    review: Review | None = None
    """The review that judged it; None if it is computed."""


def shown_health(of: Material) -> Shown:
    """Return for a client the health that the last review judged, if it did; else the computed one."""
    judgement, review = of.judgement, _judging_review(of)
    computed, reasons = judgement.verdict.health, _reasons(of.judgement, of)
    if not of.state.plan.milestones and not judgement.fired:
        return Shown(None, ())
    if of.audience is not Audience.CLIENT or review is None or review.judged is None:
        return Shown(computed, reasons)
    return Shown(review.judged, reasons if review.judged is computed else (), review)


def health_section(of: Material) -> Section:
    """Return the section: for a client the judged health if the last review gave one, else the computed; else both."""
    title, shown, review = of.words.say("health.title"), shown_health(of), _judging_review(of)
    if shown.health is None:
        return Section("health", title, (Sentence(of.words.say("health.no_milestones")),), _record(shown, None))
    if shown.review is not None:
        blocks: tuple[Block, ...] = (_judged(shown.health, shown.review, of), *_listed(shown.reasons))
        return Section("health", title, blocks, _record(shown, shown.review))
    also = () if review is None or review.judged is None else (_also_judged(review.judged, shown.health, review, of),)
    return Section("health", title, (*_computed(shown.reasons, of), *also), _record(shown, review))


def health_kind(of: Material, health: Health | None) -> str:
    """Return the key of a health among the words: a project on hold, or without milestones, has one of its own."""
    if health is None:
        return "no_milestones"
    return "on_hold" if _is_on_hold(health, of) else health.name.lower()


def health_words(of: Material, health: Health | None) -> str:
    """Return a health as a table names it, with its sign."""
    kind = health_kind(of, health)
    mark = "" if health is None or kind == "on_hold" else _MARKS.get(health, "")
    return f"{mark} {of.words.say(f'overview.{kind}')}".strip()


def health_tone(of: Material, health: Health | None) -> Tone:
    """Return whether a health is good or bad news."""
    return Tone.PLAIN if health is None or _is_on_hold(health, of) else TONES.get(health, Tone.PLAIN)


def _judging_review(of: Material) -> Review | None:
    """Return the last review if it judged the health of a project that is under way."""
    review = of.state.reviews[0] if of.state.reviews else None
    if review is None or review.judged is None or of.project.state is ProjectState.ON_HOLD:
        return None
    return None if of.judgement.verdict.health.severity < Health.ON_TRACK.severity else review


def _record(shown: Shown, review: Review | None) -> Facts:
    return {
        "health": shown.health and shown.health.value,
        "judged": review and review.judged and review.judged.value,
        "judged_on": review and review.held_on,
        "judged_reason": "" if review is None else review.judged_reason,
        "reasons": tuple({"rule": one.fired.rule.name.lower(), "text": one.text} for one in shown.reasons),
    }


def _computed(reasons: Reasons, of: Material) -> Iterator[Sentence | Items]:
    """Yield the computed health, and its reasons; that all is well is said only where no rule fired."""
    verdict = of.judgement.verdict
    text = of.words.say("health.nothing") if verdict.health is Health.ON_TRACK and not verdict.findings else ""
    yield Sentence(text, _strong(verdict.health, of), health_tone(of, verdict.health))
    yield from _listed(reasons)


def _listed(reasons: Reasons) -> Iterator[Items]:
    if reasons:
        yield Items(tuple(Item("", (one.text,), tone=one.tone) for one in reasons))


def _judged(judged: Health, review: Review, of: Material) -> Sentence:
    key = "health.judged_why" if review.judged_reason else "health.judged"
    text = of.words.say(key, day=of.day(review.held_on), reason=review.judged_reason)
    return Sentence(text, _strong(judged, of), health_tone(of, judged))


def _also_judged(judged: Health, computed: Health, review: Review, of: Material) -> Sentence:
    key = "health.also_judged_better" if judged_better(judged, computed) else "health.also_judged"
    day, health = of.day(review.held_on), _word(judged, of)
    return Sentence(of.words.say(key, day=day, health=health, reason=review.judged_reason).rstrip())


def _strong(health: Health, of: Material) -> str:
    if _is_on_hold(health, of):
        return of.words.say("health.on_hold")
    return f"{_MARKS.get(health, '')} {_word(health, of)}".strip()


def _is_on_hold(health: Health, of: Material) -> bool:
    return of.project.state is ProjectState.ON_HOLD and health is Health.ON_TRACK


def _word(health: Health, of: Material) -> str:
    return of.words.say(f"health.{health.name.lower()}")


# Reasons ----------------------------------------------------------------------------------------------------


def _reasons(judgement: Judgement, of: Material) -> Reasons:
    """Return the worst reasons in words, at most one for each milestone."""
    limits = judgement.verdict.limits
    found: list[Reason] = []
    named: set[int] = set()
    for finding, fired in zip(judgement.verdict.findings, judgement.fired, strict=False):
        if finding.health is Health.ON_TRACK or finding.milestone_id in named:
            continue
        if finding.milestone_id is not None:
            named.add(finding.milestone_id)
        found.append(Reason(_reason(fired, limits, of), fired, TONES[finding.health]))
        if len(found) == _MOST_REASONS:
            break
    return found


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
    key = _KEYS.get(rule, rule.name.lower())
    if rule in (Rule.RISK, Rule.ISSUE) and of.audience is Audience.CLIENT:
        key = f"client_{key}"  # who rates them keeps the scores
    return of.words.say(f"reasons.{key}", **values)


_IN_WORKING_DAYS = (Rule.IMPOSSIBLE, Rule.TOO_SOON, Rule.TOO_LATE, Rule.ACCEPTANCE)
_KEYS: Mapping[Rule, str] = {Rule.IMPOSSIBLE: "too_soon"}


def _name(milestone: Milestone, of: Material) -> str:
    """Return the title of a milestone, with the key of another project.

    For a client with its name, or only that it is another if the report is not about it.
    """
    if milestone.project_id == of.project.id:
        return milestone.title
    if of.audience is Audience.CLIENT:
        if (name := of.named.get(milestone.project_id)) is None:
            return of.words.say("reasons.other_project")
        return of.words.say("reasons.in_project", milestone=milestone.title, project=name)
    keys = {plan.project.id: plan.project.key for plan in of.state.neighbours}
    return f"{keys.get(milestone.project_id, '')} {milestone.title}".strip()
