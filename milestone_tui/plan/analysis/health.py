"""Health of a project's schedule, with the findings behind it in words.

Red: an open milestone overdue; slip over 10 working days; finish after a deadline or the project's target; negative
float; too soon after a predecessor in another project; CPI or SPI under 0.85; an open issue of impact 5.
Amber: slip over 3 working days; due within 10 working days with under 80% of its criteria met; due within 14 days with
a due date that nobody set or confirmed in the last 14 days; acceptance overdue; CPI or SPI under 0.95; an open risk
that scores 15 or more. `thresholds` has the numbers, which the settings and each project may change.

A finding counts in full on a critical milestone, and one step less on a milestone with float left. The health is that
of the worst finding.
"""

# Annotations are no texts here: Python would compile that of each field of a named tuple at start-up.

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import IntEnum
from typing import NamedTuple

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.analysis.finish import project_finish
from milestone_tui.plan.analysis.signals import NONE, MoneySignal, Signals
from milestone_tui.plan.analysis.thresholds import DEFAULTS, Thresholds, known_thresholds
from milestone_tui.plan.calendar.workdays import WorkCalendar
from milestone_tui.plan.language.wording import count_words, date_words, days_words, due_words
from milestone_tui.plan.model import Finding, Health, Link, Milestone, MilestoneState, Project, ProjectState, Verdict
from milestone_tui.plan.network.network import Network, last_forecast, link_slack

_NOT_JUDGED = {
    ProjectState.COMPLETED: Verdict(Health.COMPLETED),
    ProjectState.CANCELLED: Verdict(Health.CANCELLED, (Finding(Health.CANCELLED, None, "nothing is due"),)),
    ProjectState.ON_HOLD: Verdict(Health.ON_TRACK, (Finding(Health.ON_TRACK, None, "on hold: health not assessed"),)),
}
_ARCHIVED = Verdict(Health.ARCHIVED, (Finding(Health.ARCHIVED, None, "nothing is due"),))
_ALL_CANCELLED = Verdict(Health.ON_TRACK, (Finding(Health.ON_TRACK, None, "all milestones are cancelled"),))
_MOST_FINDINGS = 3
"""Findings that fit on one line."""


class Rule(IntEnum):
    """The rules of health, by precedence among equally bad findings."""

    OVERDUE = 0
    DEADLINE = 1
    SLIP = 2
    IMPOSSIBLE = 3
    TOO_SOON = 4
    TOO_LATE = 5
    TARGET = 6
    ISSUE = 7
    COST = 8
    SCHEDULE = 9
    CRITERIA = 10
    RISK = 11
    STALE = 12
    ACCEPTANCE = 13


_NOT_EASED = (Rule.DEADLINE, Rule.IMPOSSIBLE)
"""Rules whose findings float does not ease, since the date itself is wrong."""


class Fired(NamedTuple):
    """A rule that fired on a milestone, or on the project as a whole."""

    rule: Rule
    health: Health
    days: int
    """How far the limit is exceeded: more is worse."""
    text: str
    milestone: Milestone | None = None
    link: tuple[Milestone, Milestone] | None = None
    """Predecessor and successor, if the rule is about a link."""
    entry: str = ""
    """The title of the risk or issue, if the rule is about one."""


class Judgement(NamedTuple):
    """A verdict with the rules behind it."""

    verdict: Verdict
    fired: tuple[Fired, ...] = ()
    """The rule behind each finding, in the same order; empty for a project that is not assessed."""


class _Case(NamedTuple):
    """One project on one day, as the rules need it."""

    project: Project
    milestones: Sequence[Milestone]
    links: Sequence[Link]
    today: date
    finish: date | None
    floats: Mapping[int, int]
    network: Network
    """The network of the project and of the projects that its links lead to."""
    signals: Signals
    limits: Thresholds


def soon_until(calendar: WorkCalendar, today: date, soon: int) -> date:
    """Return the day before which a milestone is due within so many working days."""
    try:
        return calendar.add(today, soon + 1)
    except InvalidInput:
        return date.max


def judge(
    project: Project,
    milestones: Sequence[Milestone],
    links: Sequence[Link],
    today: date,
    *,
    finish_on: date | None = None,
    all_cancelled: bool = False,
    network: Network | None = None,
    signals: Signals = NONE,
    thresholds: Thresholds = DEFAULTS,
) -> Judgement:
    """Return the health of a project with a finding for every rule that fired, worst first, and the rules behind it.

    `network` covers the project and every project that links lead to from it, since successors elsewhere take float
    too; it may be omitted if the links lead to no other project.

    `milestones` are all milestones of the project. For a project without links they may be only the open milestones
    that a rule could fire on (more do no harm); then `finish_on` must be the latest due or done date of all milestones
    that are not cancelled, and `all_cancelled` must be set if there are only cancelled ones. The verdict is the same
    unless a done date is in the future.

    A project is completed if its state says so, or if all milestones that are not cancelled are done. A cancelled or
    archived project is not assessed. A project on hold is on track, with a finding that says why; a planned project is
    assessed like an active one. A project without milestones has no findings.

    `signals` are its money and severe risks. `thresholds` are those of the settings; the project's own go before.
    """
    limits = known_thresholds(project.thresholds, thresholds)
    finish = finish_on or last_forecast(milestones)
    all_cancelled = all_cancelled or (bool(milestones) and all(m.state is MilestoneState.CANCELLED for m in milestones))
    if (known := _unassessed(project, _nothing_left(milestones, finish, today), all_cancelled)) is not None:
        return Judgement(known)
    if not milestones:
        without = (*_past_target(project, (), finish, today), *_besides(signals, limits))
        return _judgement([(_weigh(fired, {}, 0), fired) for fired in without], limits)
    if network is None:
        network = Network((project,), milestones, links, finishes={project.id: finish} if finish else {})
    floats = {m.id: left for m in milestones if (left := network.total_floats.get(m.id)) is not None}
    return _assessed(_Case(project, milestones, links, today, finish, floats, network, signals, limits))


def _assessed(case: _Case) -> Judgement:
    """Return the judgement of all rules on a plan."""
    bound = _critical_bound(case)
    return _judgement([(_weigh(fired, case.floats, bound), fired) for fired in _fired(case)], case.limits)


def _unassessed(project: Project, is_complete: bool, all_cancelled: bool) -> Verdict | None:
    """Return the verdict on a project whose plan is not looked at; None for any other."""
    if project.state in (ProjectState.COMPLETED, ProjectState.CANCELLED):
        return _NOT_JUDGED[project.state]
    if is_complete:
        return _NOT_JUDGED[ProjectState.COMPLETED]
    if project.archived_at is not None:
        return _ARCHIVED
    if project.state is ProjectState.ON_HOLD:
        return _NOT_JUDGED[project.state]
    return _ALL_CANCELLED if all_cancelled else None


def _judgement(weighed: list[tuple[Finding, Fired]], limits: Thresholds) -> Judgement:
    weighed.sort(key=_worst_first)
    findings = tuple(finding for finding, _ in weighed)
    health = findings[0].health if findings else Health.ON_TRACK
    return Judgement(Verdict(health, findings, limits), tuple(fired for _, fired in weighed))


def verdict_words(verdict: Verdict) -> str:
    """Return the worst findings on one line: at most three, at most one for each milestone."""
    texts: list[str] = []
    named: set[int] = set()
    for finding in verdict.findings:
        if finding.milestone_id is not None:
            if finding.milestone_id in named:
                continue
            named.add(finding.milestone_id)
        texts.append(finding.text)
        if len(texts) == _MOST_FINDINGS:
            break
    return " · ".join(texts)


def _nothing_left(milestones: Sequence[Milestone], finish: date | None, today: date) -> bool:
    """Return whether there are milestones and all of them are done.

    If only candidates are given, the finish decides: every open milestone due by today is among them.
    """
    if finish is None or any(m.is_open for m in milestones):
        return False
    return finish <= today or any(m.state is MilestoneState.DONE for m in milestones)


def _critical_bound(case: _Case) -> int:
    """Return the most float that a critical milestone has: 0, or the least float of the project if that is positive.

    The milestone with the least float may not be among the candidates. Without links and deadlines it is the last one,
    so the float of the finish replaces it. If the finish is not after today, all open milestones are candidates.
    """
    least = min(case.floats.values(), default=0)
    if not case.links and case.finish is not None and case.finish > case.today:
        limit = case.project.target_on or case.finish
        least = min(least, case.project.calendar.between(case.finish, limit))
    return max(0, least)


def _weigh(fired: Fired, floats: Mapping[int, int], bound: int) -> Finding:
    """Return the finding for a rule that fired: one step better if its milestone has float left.

    Float does not help a milestone after its own deadline, or one that is too soon after another project's milestone.
    """
    m = fired.milestone
    if m is None:
        return Finding(fired.health, None, fired.text)
    left = floats.get(m.id, 0)
    if left > bound and fired.rule not in _NOT_EASED:
        better = Health.AT_RISK if fired.health is Health.OFF_TRACK else Health.ON_TRACK
        return Finding(better, m.id, f"{fired.text}, {count_words(left, 'working day')} of float left")
    return Finding(fired.health, m.id, f"{fired.text} (critical)" if fired.rule is Rule.SLIP else fired.text)


def _worst_first(weighed: tuple[Finding, Fired]) -> tuple[int, int, int, date, int]:
    finding, fired = weighed
    m = fired.milestone
    due_on = (m.due_on if m else None) or date.max
    return (-finding.health.severity, fired.rule, -fired.days, due_on, m.id if m else 0)


def _fired(case: _Case) -> Iterator[Fired]:
    """Yield every rule that fires, in no particular order."""
    calendar = case.project.calendar
    for m in case.milestones:
        if m.is_open:
            yield from _late(m, case.today)
            yield from _slipping(m, case.today, calendar, case.limits)
            yield from _unready(m, case.today, calendar, case.limits)
            if m.submitted_on is not None:
                yield from _acceptance_overdue(m, case.today, calendar)
    yield from _negative_float(case)
    yield from _impossible(case)
    yield from _past_target(case.project, case.milestones, case.finish, case.today)
    yield from _besides(case.signals, case.limits)


def _past_target(
    project: Project, milestones: Sequence[Milestone], last_on: date | None, today: date
) -> Iterator[Fired]:
    """Fire if the project finishes after its target; an overdue milestone, always among the given, counts as today."""
    target_on = project.target_on
    if target_on is None:
        return
    finish = max(filter(None, (last_on, project_finish(milestones, today))), default=None)
    if finish is not None and finish > target_on:
        days = (finish - target_on).days
        text = f"finish {date_words(finish, today)}, {days_words(days)} after target"
        yield Fired(Rule.TARGET, Health.OFF_TRACK, days, text)


def _late(m: Milestone, today: date) -> Iterator[Fired]:
    """Fire if a milestone is overdue, or if its due date (today at the earliest) is after its deadline."""
    if m.overdue(today) and m.due_on is not None:
        days = (today - m.due_on).days
        yield Fired(Rule.OVERDUE, Health.OFF_TRACK, days, f"{m.title} {days_words(days)} overdue", m)
    if m.deadline_on is not None and (days := (max(m.due_on or today, today) - m.deadline_on).days) > 0:
        yield Fired(Rule.DEADLINE, Health.OFF_TRACK, days, f"{m.title} {days_words(days)} past its deadline", m)


def _slipping(m: Milestone, today: date, calendar: WorkCalendar, limits: Thresholds) -> Iterator[Fired]:
    """Fire if a milestone has slipped by too many working days; the text has calendar days."""
    if m.baseline_on is None or (finish := m.finish(today)) is None or finish <= m.baseline_on:
        return
    days = (finish - m.baseline_on).days
    slip = calendar.between(m.baseline_on, finish)
    if slip > limits.amber_slip:
        health = Health.OFF_TRACK if slip > limits.red_slip else Health.AT_RISK
        yield Fired(Rule.SLIP, health, days, f"{m.title} has slipped {days_words(days)}", m)


def _unready(m: Milestone, today: date, calendar: WorkCalendar, limits: Thresholds) -> Iterator[Fired]:
    """Fire if a milestone is due soon with unmet criteria, or with a due date that was not confirmed lately."""
    if m.due_on is None or m.due_on < today:
        return
    ahead = (m.due_on - today).days
    short = m.criteria_met * 100 < m.criteria_total * limits.criteria
    if short and calendar.between(today, m.due_on) <= limits.soon:
        met = f"{m.criteria_met} of {m.criteria_total} criteria met"
        text = f"{m.title} due {due_words(m.due_on, today)} with {met}"
        yield Fired(Rule.CRITERIA, Health.AT_RISK, -ahead, text, m)
    age = (today - m.forecast_at.date()).days if m.forecast_at else 0  # 0 where it is not known
    if ahead <= limits.unconfirmed < age:
        text = f"{m.title} due {due_words(m.due_on, today)}, date not confirmed for {days_words(age)}"
        yield Fired(Rule.STALE, Health.AT_RISK, age, text, m)


def _acceptance_overdue(m: Milestone, today: date, calendar: WorkCalendar) -> Iterator[Fired]:
    """Fire if the acceptance of a submitted milestone is overdue."""
    from milestone_tui.plan.acceptance import acceptance_due_on  # late: few milestones are submitted

    until = acceptance_due_on(m, calendar)
    if until is not None and (days := calendar.between(until, today)) > 0:
        text = f"{m.title}: acceptance {count_words(days, 'working day')} overdue"
        yield Fired(Rule.ACCEPTANCE, Health.AT_RISK, days, text, m)


def _besides(signals: Signals, limits: Thresholds) -> Iterator[Fired]:
    """Yield the rules that fire besides those about milestones."""
    yield from _severe(signals, limits)
    if signals.money is not None:
        yield from _money(signals.money, limits)


def _money(money: MoneySignal, limits: Thresholds) -> Iterator[Fired]:
    """Fire if CPI (earned / spent) or SPI (earned / planned) is too low; see `earned_value` for the figures."""
    for rule, name, divisor, what in (
        (Rule.COST, "CPI", money.spent, "over cost"),
        (Rule.SCHEDULE, "SPI", money.planned, "behind plan"),
    ):
        if divisor is None or divisor <= 0:
            continue
        hundredths = (money.earned * 200 + divisor) // (2 * divisor)  # half up, as in `index_words`
        if money.earned * 100 < limits.amber_index * divisor:
            is_red = money.earned * 100 < limits.red_index * divisor
            health = Health.OFF_TRACK if is_red else Health.AT_RISK
            text = f"{name} {hundredths // 100}.{hundredths % 100:02}, {what}"
            yield Fired(rule, health, limits.amber_index - hundredths, text)


def _severe(signals: Signals, limits: Thresholds) -> Iterator[Fired]:
    """Fire for each severe open issue and risk."""
    for one in signals.risks:
        if one.has_happened:
            if one.figure >= limits.issue:
                text = f"{one.title}: open issue of impact {one.figure}"
                yield Fired(Rule.ISSUE, Health.OFF_TRACK, one.figure, text, entry=one.title)
        elif one.figure >= limits.risk:
            text = f"{one.title}: open risk of {one.figure}"
            yield Fired(Rule.RISK, Health.AT_RISK, one.figure, text, entry=one.title)


def _negative_float(case: _Case) -> Iterator[Fired]:
    """Fire if a violated link, or a late date in another project, makes a milestone's float negative.

    Other causes of negative float have rules of their own: a deadline, the project's target, and a violated link
    between two projects.
    """
    network, own = case.network, case.floats
    floats = network.total_floats
    tight = [n for n in case.links if own.get(n.predecessor_id, 0) < 0 and n.successor_id in floats]
    tight = [n for n in tight if floats[n.successor_id] >= 0 or n.successor_id not in own]
    known = {m.id: m for m in network.milestones} if tight else {}
    for link in tight:
        p, s = known[link.predecessor_id], known[link.successor_id]
        home = network.projects[s.project_id]
        here = home.id == case.project.id
        slack, left = link_slack(link, p, s, home.calendar) or 0, network.float_before(link) or 0
        if slack < 0 and not here:
            continue
        if floats[s.id] >= 0 and slack < 0:
            yield Fired(Rule.TOO_SOON, Health.OFF_TRACK, -slack, _too_soon(s.title, p.title, -slack), p, (p, s))
        elif left < 0:
            name = s.title if here else f"{home.key} {s.title}"
            text = f"{p.title} {count_words(-left, 'working day')} too late for {name}"
            yield Fired(Rule.TOO_LATE, Health.OFF_TRACK, -left, text, p, (p, s))


def _impossible(case: _Case) -> Iterator[Fired]:
    """Fire for violated links between two projects, in both of them."""
    network = case.network
    for link in network.violated_between.get(case.project.id, ()):
        p, s = (network.milestones[network.places[id_]] for id_ in (link.predecessor_id, link.successor_id))
        home = network.projects[s.project_id]
        days = -(link_slack(link, p, s, home.calendar) or 0)
        if case.project.id == s.project_id:
            text = _too_soon(s.title, f"{network.projects[p.project_id].key} {p.title}", days)
            yield Fired(Rule.IMPOSSIBLE, Health.OFF_TRACK, days, text, s, (p, s))
        elif p.is_open:  # a done predecessor cannot move
            text = _too_soon(f"{home.key} {s.title}", p.title, days)
            yield Fired(Rule.TOO_SOON, Health.OFF_TRACK, days, text, p, (p, s))


def _too_soon(successor: str, predecessor: str, days: int) -> str:
    return f"{successor} {count_words(days, 'working day')} too soon after {predecessor}"
