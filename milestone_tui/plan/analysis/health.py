"""How a project stands, with the rules that fired in words: the part of a health report that the schedule tells.

Red: an open milestone overdue; slip over 10 working days; late past a deadline or the project's target; negative float;
too soon after a predecessor in another project.
Amber: slip over 3 working days; due within 10 working days with under 80 % of its criteria met; due within 14 days with
a forecast that nobody set or confirmed in the last 14 days; acceptance that waits beyond its window.

A finding weighs in full on a critical milestone and one step less on one with float left; the project is as bad as its
worst finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import IntEnum
from typing import NamedTuple

from milestone_tui.plan.analysis.finish import project_finish
from milestone_tui.plan.calendar.workdays import WorkCalendar
from milestone_tui.plan.language.wording import count_words, date_words, days_words, due_words
from milestone_tui.plan.model import Finding, Health, Link, Milestone, MilestoneState, Project, ProjectState, Verdict
from milestone_tui.plan.network.network import Network, last_forecast, link_slack

RED_SLIP = 10
AMBER_SLIP = 3
"""Working days of slip above which a milestone is red or amber."""
SOON = 10
"""Working days before its date within which a milestone's criteria must be met in good part."""
SOON_CRITERIA_PERCENT = 80
STALE_DAYS = 14
"""Calendar days: how near a milestone must be, and how old its forecast, to ask for a new one."""

_NOT_JUDGED = {
    ProjectState.COMPLETED: Verdict(Health.COMPLETED),
    ProjectState.CANCELLED: Verdict(Health.CANCELLED, (Finding(Health.CANCELLED, None, "nothing is due"),)),
    ProjectState.ON_HOLD: Verdict(Health.ON_TRACK, (Finding(Health.ON_TRACK, None, "on hold: dates are not judged"),)),
}
_ARCHIVED = Verdict(Health.ARCHIVED, (Finding(Health.ARCHIVED, None, "nothing is due"),))
_TOLD = 3
"""Findings that the strip has room for."""


class _Rule(IntEnum):
    """The rules; of equally bad findings the first of these is told first."""

    OVERDUE = 0
    DEADLINE = 1
    SLIP = 2
    IMPOSSIBLE = 3
    TOO_SOON = 4
    TOO_LATE = 5
    TARGET = 6
    CRITERIA = 7
    STALE = 8
    WAITING = 9


_NOT_EASED = (_Rule.DEADLINE, _Rule.IMPOSSIBLE)
"""What float does not ease: a date that is wrong as it stands."""


class _Fired(NamedTuple):
    """A rule that fired on a milestone, or on the project as a whole."""

    rule: _Rule
    health: Health
    days: int
    """How far beyond the rule: the more the worse."""
    text: str
    milestone: Milestone | None = None


class _Bench(NamedTuple):
    """What a judge has before him: one project on one day."""

    project: Project
    milestones: Sequence[Milestone]
    links: Sequence[Link]
    today: date
    finish: date | None
    floats: Mapping[int, int]
    network: Network
    """That of the project and of those that its links lead to."""


def soon_until(calendar: WorkCalendar, today: date) -> date:
    """The day before which a milestone is due within `SOON` working days."""
    return calendar.add(today, SOON + 1)


def judge(
    project: Project,
    milestones: Sequence[Milestone],
    links: Sequence[Link],
    today: date,
    *,
    finish_on: date | None = None,
    network: Network | None = None,
) -> Verdict:
    """The health of a project, with every rule that fired, worst first.

    `network` is that of the project and of those that its links lead to, and so on from there: who waits elsewhere
    leaves no more float than who waits here. It may be left out where they lead nowhere else.

    `milestones` are all of the project; or, when it has no links, just the open ones that a rule could fire on
    (more open ones do no harm), and then `finish_on` is given: the latest forecast or actual of all that is not
    cancelled. The verdict is the same, as long as no actual lies in the future.

    Completed: declared so, or all that is not cancelled is done. A cancelled or archived project is not judged. A held
    one is on track whatever its dates say, and says why; a planned one is judged as an active one. Without milestones
    there are no findings.
    """
    if project.state in (ProjectState.COMPLETED, ProjectState.CANCELLED):
        return _NOT_JUDGED[project.state]
    finish = finish_on or last_forecast(milestones)
    if _nothing_left(milestones, finish, today):
        return _NOT_JUDGED[ProjectState.COMPLETED]
    if project.archived_at is not None:
        return _ARCHIVED
    if project.state is ProjectState.ON_HOLD:
        return _NOT_JUDGED[project.state]
    if not milestones:
        weighed = [(_weigh(fired, {}, 0), fired) for fired in _past_target(project, (), finish, today)]
        return _verdict(weighed)
    if network is None:
        network = Network((project,), milestones, links, finishes={project.id: finish} if finish else {})
    floats = {m.id: left for m in milestones if (left := network.total_floats.get(m.id)) is not None}
    bench = _Bench(project, milestones, links, today, finish, floats, network)
    bound = _critical_bound(bench)
    return _verdict([(_weigh(fired, floats, bound), fired) for fired in _fired(bench)])


def _verdict(weighed: list[tuple[Finding, _Fired]]) -> Verdict:
    weighed.sort(key=_worst_first)
    findings = tuple(finding for finding, _ in weighed)
    return Verdict(findings[0].health if findings else Health.ON_TRACK, findings)


def verdict_words(verdict: Verdict) -> str:
    """The worst findings on one line, three at most and one for each milestone; empty when nothing is to be told."""
    told: list[str] = []
    named: set[int] = set()
    for finding in verdict.findings:
        if finding.milestone_id is not None:
            if finding.milestone_id in named:
                continue
            named.add(finding.milestone_id)
        told.append(finding.text)
        if len(told) == _TOLD:
            break
    return " · ".join(told)


def _nothing_left(milestones: Sequence[Milestone], finish: date | None, today: date) -> bool:
    """Whether something was to be reached and all of it is done.

    Of a project known by its candidates only the finish tells: whatever is open and expected by today is among them.
    """
    if finish is None or any(m.is_open for m in milestones):
        return False
    return finish <= today or any(m.state is MilestoneState.DONE for m in milestones)


def _critical_bound(bench: _Bench) -> int:
    """The float up to which a milestone is critical: 0, or the least of the project when all of it is positive.

    Candidates may lack the milestone with the least float; with neither links nor a deadline that is the last one, so
    the float of the finish stands for it. A finish up to today needs no stand-in: all open ones are then candidates.
    """
    least = min(bench.floats.values(), default=0)
    if not bench.links and bench.finish is not None and bench.finish > bench.today:
        limit = bench.project.target_on or bench.finish
        least = min(least, bench.project.calendar.between(bench.finish, limit))
    return max(0, least)


def _weigh(fired: _Fired, floats: Mapping[int, int], bound: int) -> Finding:
    """What a rule that fired makes of the project: one step better where its milestone has float left.

    Past its own deadline a milestone has none, whatever follows it; nor has one that another project's link forbids.
    """
    m = fired.milestone
    if m is None:
        return Finding(fired.health, None, fired.text)
    left = floats.get(m.id, 0)
    if left > bound and fired.rule not in _NOT_EASED:
        better = Health.AT_RISK if fired.health is Health.OFF_TRACK else Health.ON_TRACK
        return Finding(better, m.id, f"{fired.text}, with {count_words(left, 'working day')} of float")
    return Finding(fired.health, m.id, f"{fired.text} and is critical" if fired.rule is _Rule.SLIP else fired.text)


def _worst_first(weighed: tuple[Finding, _Fired]) -> tuple[int, int, int, date, int]:
    finding, fired = weighed
    m = fired.milestone
    due_on = (m.due_on if m else None) or date.max
    return (-finding.health.severity, fired.rule, -fired.days, due_on, m.id if m else 0)


def _fired(bench: _Bench) -> Iterator[_Fired]:
    """Every rule that fires, in no order."""
    calendar = bench.project.calendar
    for m in bench.milestones:
        if m.is_open:
            yield from _late(m, bench.today)
            yield from _slipping(m, bench.today, calendar)
            yield from _unready(m, bench.today, calendar)
            if m.submitted_on is not None:
                yield from _waiting(m, bench.today, calendar)
    yield from _squeezed(bench)
    yield from _impossible(bench)
    yield from _past_target(bench.project, bench.milestones, bench.finish, bench.today)


def _past_target(
    project: Project, milestones: Sequence[Milestone], last_on: date | None, today: date
) -> Iterator[_Fired]:
    """The project finishes after its target; whatever is overdue, and so among the milestones, counts from today."""
    target_on = project.target_on
    if target_on is None:
        return
    finish = max(filter(None, (last_on, project_finish(milestones, today))), default=None)
    if finish is not None and finish > target_on:
        days = (finish - target_on).days
        text = f"finish {date_words(finish, today)}, {days_words(days)} past target"
        yield _Fired(_Rule.TARGET, Health.OFF_TRACK, days, text)


def _late(m: Milestone, today: date) -> Iterator[_Fired]:
    """Overdue; past a deadline by its forecast, or by today: nothing open is reached before today."""
    if m.overdue(today) and m.due_on is not None:
        days = (today - m.due_on).days
        yield _Fired(_Rule.OVERDUE, Health.OFF_TRACK, days, f"{m.title} {days_words(days)} overdue", m)
    if m.deadline_on is not None and (days := (max(m.due_on or today, today) - m.deadline_on).days) > 0:
        yield _Fired(_Rule.DEADLINE, Health.OFF_TRACK, days, f"{m.title} {days_words(days)} past its deadline", m)


def _slipping(m: Milestone, today: date, calendar: WorkCalendar) -> Iterator[_Fired]:
    """Later than the baseline by more than a few working days; told in calendar days, as slip is everywhere."""
    if m.baseline_on is None or (finish := m.finish(today)) is None or finish <= m.baseline_on:
        return
    days = (finish - m.baseline_on).days
    slip = calendar.between(m.baseline_on, finish)
    if slip > AMBER_SLIP:
        health = Health.OFF_TRACK if slip > RED_SLIP else Health.AT_RISK
        yield _Fired(_Rule.SLIP, health, days, f"{m.title} slips {days_words(days)}", m)


def _unready(m: Milestone, today: date, calendar: WorkCalendar) -> Iterator[_Fired]:
    """Near its date with criteria wanting, or with a forecast that nobody has looked at lately."""
    if m.due_on is None or m.due_on < today:
        return
    ahead = (m.due_on - today).days
    short = m.criteria_met * 100 < m.criteria_total * SOON_CRITERIA_PERCENT
    if short and calendar.between(today, m.due_on) <= SOON:
        met = f"{m.criteria_met} of {m.criteria_total} criteria met"
        text = f"{m.title} due {due_words(m.due_on, today)} with {met}"
        yield _Fired(_Rule.CRITERIA, Health.AT_RISK, -ahead, text, m)
    age = (today - m.forecast_at.date()).days if m.forecast_at else 0  # 0 where it is not known
    if ahead <= STALE_DAYS < age:
        text = f"{m.title} due {due_words(m.due_on, today)}, forecast not confirmed for {days_words(age)}"
        yield _Fired(_Rule.STALE, Health.AT_RISK, age, text, m)


def _waiting(m: Milestone, today: date, calendar: WorkCalendar) -> Iterator[_Fired]:
    """Submitted, and nobody has answered within the window."""
    from milestone_tui.plan.sign_off import acceptance_due_on  # late: few milestones wait

    until = acceptance_due_on(m, calendar)
    if until is not None and (days := calendar.between(until, today)) > 0:
        text = f"{m.title} waits for acceptance {count_words(days, 'working day')} beyond its window"
        yield _Fired(_Rule.WAITING, Health.AT_RISK, days, text, m)


def _squeezed(bench: _Bench) -> Iterator[_Fired]:
    """Negative float out of a violated link, or out of another project, which is late.

    What else makes it negative, a deadline or the target of the project itself, tells itself; so does a violated link
    across projects.
    """
    network, own = bench.network, bench.floats
    floats = network.total_floats
    tight = [n for n in bench.links if own.get(n.predecessor_id, 0) < 0 and n.successor_id in floats]
    tight = [n for n in tight if floats[n.successor_id] >= 0 or n.successor_id not in own]
    known = {m.id: m for m in network.milestones} if tight else {}
    for link in tight:
        p, s = known[link.predecessor_id], known[link.successor_id]
        home = network.projects[s.project_id]
        here = home.id == bench.project.id
        slack, left = link_slack(link, p, s, home.calendar) or 0, network.float_before(link) or 0
        if slack < 0 and not here:
            continue
        if floats[s.id] >= 0 and slack < 0:
            yield _Fired(_Rule.TOO_SOON, Health.OFF_TRACK, -slack, _too_soon(s.title, p.title, -slack), p)
        elif left < 0:
            name = s.title if here else f"{home.key} {s.title}"
            text = f"{p.title} {count_words(-left, 'working day')} too late for {name}"
            yield _Fired(_Rule.TOO_LATE, Health.OFF_TRACK, -left, text, p)


def _impossible(bench: _Bench) -> Iterator[_Fired]:
    """Violated links from or to another project: both projects say which milestone cannot be reached on its date."""
    network = bench.network
    for link in network.violated:
        p, s = (network.milestones[network.places[id_]] for id_ in (link.predecessor_id, link.successor_id))
        if p.project_id == s.project_id or bench.project.id not in (p.project_id, s.project_id):
            continue
        home = network.projects[s.project_id]
        days = -(link_slack(link, p, s, home.calendar) or 0)
        if bench.project.id == s.project_id:
            text = _too_soon(s.title, f"{network.projects[p.project_id].key} {p.title}", days)
            yield _Fired(_Rule.IMPOSSIBLE, Health.OFF_TRACK, days, text, s)
        elif p.is_open:  # what is done can do nothing about it
            text = _too_soon(f"{home.key} {s.title}", p.title, days)
            yield _Fired(_Rule.TOO_SOON, Health.OFF_TRACK, days, text, p)


def _too_soon(successor: str, predecessor: str, days: int) -> str:
    return f"{successor} {count_words(days, 'working day')} too soon after {predecessor}"
