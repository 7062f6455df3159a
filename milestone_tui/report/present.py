"""The sections about the present: figures, what is overdue and what comes next, and what is wanted of the reader."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from milestone_tui.plan.analysis.finish import project_finish
from milestone_tui.plan.analysis.progress import planned_percent, tally
from milestone_tui.plan.audience import Audience
from milestone_tui.plan.calendar.any_day import day_after
from milestone_tui.plan.language.text import fold
from milestone_tui.plan.model import Milestone, MilestoneState
from milestone_tui.plan.monitoring import RiskKind
from milestone_tui.report.blocks import Cell, Column, Facts, Item, Items, Section, Sentence, Table, Tone
from milestone_tui.report.material import Material

_AHEAD = 28
"""Days of the outlook."""
_BULLET = re.compile(r"\A\s*[-*•]\s+")
"""What people put before each line of a list."""


def figures_section(of: Material) -> Section:
    """Return the figures: done against planned, finish against target and baseline, and the next milestone."""
    figures = figures_of(of)
    items = (_percent(figures, of), _finish(figures, of), _count(figures, of), _next(figures, of))
    blocks = (Items(tuple(filter(None, items))),) if figures.milestones else ()
    return Section("figures", of.words.say("figures.title"), blocks, figures._asdict())


def outlook_sections(of: Material) -> Iterator[Section]:
    """Yield what is overdue, and what is due in the next four weeks."""
    alive = _ahead(of)
    last = day_after(of.today, _AHEAD)
    late = [m for m in alive if m.overdue(of.today)]
    soon = [m for m in alive[len(late) :] if m.due_on is not None and m.due_on <= last]
    yield Section("overdue", of.words.say("overdue.title"), _plans(late, of))
    nothing = (Sentence(of.words.say("next.nothing", day=of.day(last))),) if alive else ()
    yield Section("next", of.words.say("next.title"), _plans(soon, of) or nothing)


def needs_section(of: Material) -> Section:
    """Return what is needed from the client, the longest wanted first."""
    is_client = of.audience is Audience.CLIENT
    items = tuple(
        Item(
            need.text,
            (of.words.say("needs.since", day=of.day(need.since_on)),),
            facts={"need": need.text, "since": need.since_on},
        )
        for need in of.state.needs
    )
    title = of.words.say("needs.title" if is_client else "needs.internal_title")
    return Section("needs", title, (Items(items),) if items else ())


def acceptance_section(of: Material) -> Section:
    """Return the milestones that were submitted and not answered, the first due first."""
    waiting = [m for m in of.state.plan.milestones if m.submitted_on is not None and m.accepted_on is None and m.binds]
    items = tuple(_waiting(waiting, of)) if waiting else ()
    title = "acceptance.title" if of.audience is Audience.CLIENT else "acceptance.internal_title"
    return Section("acceptance", of.words.say(title), (Items(items),) if items else ())


def decisions_section(of: Material) -> Section:
    """Return what was decided in the period: in reviews, and as the register has it, by day."""
    found = [
        (review.held_on, words)
        for review in of.state.reviews
        for line in review.decisions.splitlines()
        if (words := _BULLET.sub("", line, count=1).strip().rstrip("."))
    ]
    found += [(risk.raised_on, risk.title) for risk in of.state.risks if risk.kind is RiskKind.DECISION]
    in_period = sorted((one for one in found if of.state.since.day < one[0] <= of.today), key=lambda one: one[0])
    once: dict[str, tuple[date, str]] = {}
    for on, text in in_period:  # many a decision is in the register and in the next review
        once.setdefault(fold(text), (on, text))
    items = tuple(Item(text, (of.day(on),), facts={"decision": text, "decided_on": on}) for on, text in once.values())
    return Section("decisions", of.words.say("decisions.title"), (Items(items),) if items else ())


class Figures(NamedTuple):
    """The figures of the project, by their names in JSON; None where nothing is known."""

    percent: int | None
    planned_percent: int | None
    finish: date | None
    target: date | None
    baseline_finish: date | None
    milestones: int
    done: int
    done_in_period: int
    next: str | None
    next_due_on: date | None


def figures_of(of: Material) -> Figures:
    """Return the figures of a project."""
    plan, scope = of.state.plan, of.period.scope[1]
    counted = [m for m in plan.milestones if m.state is not MilestoneState.CANCELLED]
    first = next(iter(_ahead(of)), None)
    return Figures(
        percent=tally(plan.milestones).percent,
        planned_percent=planned_percent(plan.milestones, of.today),
        finish=project_finish(counted, of.today),
        target=plan.project.target_on,
        baseline_finish=max((m.baseline_on for m in counted if m.baseline_on is not None), default=None),
        milestones=scope.milestones,
        done=scope.done,
        done_in_period=len(of.period.done),
        next=None if first is None else first.title,
        next_due_on=None if first is None else first.due_on,
    )


def _ahead(of: Material) -> Sequence[Milestone]:
    """Return the open milestones by due date; those of a project that is not live, or without a date, are left out."""
    dated = ((m.due_on, m.id, m) for m in of.state.plan.milestones if m.is_open and m.project_is_live and m.due_on)
    return [m for _, _, m in sorted(dated)]


def _percent(figures: Figures, of: Material) -> Item | None:
    percent, planned = figures.percent, figures.planned_percent
    if percent is None:
        return None
    parts = () if planned is None else (of.words.say("figures.planned", percent=planned),)
    return Item(of.words.say("figures.percent", percent=percent), parts)


def _finish(figures: Figures, of: Material) -> Item | None:
    if (finish := figures.finish) is None:
        return None
    target, tone = _against("target", finish, figures.target, of)
    baseline, slip_tone = _against("baseline", finish, figures.baseline_finish, of)
    parts = tuple(filter(None, (target, baseline)))
    return Item(of.words.say("figures.finish", day=of.day(finish)), parts, tone=tone if target else slip_tone)


def against_plan(figures: Figures, of: Material) -> tuple[str, Tone]:
    """Return how the finish stands to the target, else to the baseline, and whether that is good; empty without."""
    if figures.finish is None:
        return "", Tone.PLAIN
    if figures.target is not None:
        return _against("target", figures.finish, figures.target, of)
    return _against("baseline", figures.finish, figures.baseline_finish, of)


def _against(what: str, finish: date, other: date | None, of: Material) -> tuple[str, Tone]:
    """Return how the finish stands to the target or to the baseline, and whether that is good; empty without one."""
    if other is None:
        return "", Tone.PLAIN
    days = (finish - other).days
    key = f"figures.{'on' if not days else 'after' if days > 0 else 'before'}_{what}"
    tone = Tone.BAD if days > 0 and what == "target" else of.shift_tone(days, finish)
    return of.words.say(key, days=of.days(abs(days))), tone


def _count(figures: Figures, of: Material) -> Item:
    milestones = of.words.counted("milestone", figures.milestones)
    name = of.words.say("figures.done", done=figures.done, milestones=milestones)
    key = "figures.done_since" if figures.done_in_period else "figures.none_since"
    return Item(name, (of.words.say(key, done=figures.done_in_period, day=of.day(of.state.since.day)),))


def _next(figures: Figures, of: Material) -> Item | None:
    due_on = figures.next_due_on
    if due_on is None:
        return None
    parts = [of.words.say("figures.next_due", day=of.day(due_on))]
    if due_on < of.today:
        parts.append(of.words.say("figures.next_overdue", days=of.days((of.today - due_on).days)))
    tone = Tone.BAD if due_on < of.today else Tone.PLAIN
    return Item(of.words.say("figures.next", milestone=figures.next), tuple(parts), tone=tone)


def _plans(milestones: Iterable[Milestone], of: Material) -> tuple[Table, ...]:
    """Return open milestones as a table; nothing without any."""
    say = of.words.say
    columns = (
        Column("milestone", say("table.milestone")),
        Column("due_on", say("table.due")),
        Column("baseline_on", say("table.baseline")),
        Column("slip_days", say("table.slip")),
        Column("owner", say("table.owner")),
        Column("criteria_met", say("table.criteria")),
    )
    rows = tuple(_plan(m, of) for m in milestones)
    return (Table(columns, rows),) if rows else ()


def _plan(m: Milestone, of: Material) -> tuple[Cell, ...]:
    met = of.words.say("table.met", met=m.criteria_met, total=m.criteria_total) if m.criteria_total else ""
    return (
        Cell(m.title, m.title),
        of.day_cell(m.due_on)._replace(tone=Tone.BAD if m.overdue(of.today) else Tone.PLAIN),
        of.day_cell(m.baseline_on),
        Cell(of.slip(m), m.slip(of.today), of.slip_tone(m)),
        Cell(m.owner, m.owner),
        Cell(met, m.criteria_met if m.criteria_total else None),
    )


def _waiting(milestones: Iterable[Milestone], of: Material) -> Iterator[Item]:
    from milestone_tui.plan.acceptance import acceptance_due_on  # late: few milestones are submitted

    dated = [(acceptance_due_on(m, of.project.calendar), m) for m in milestones]
    for due_on, m in sorted(dated, key=lambda one: (one[0] or date.max, one[1].id)):
        yield _submitted(m, due_on, of)


def _submitted(m: Milestone, due_on: date | None, of: Material) -> Item:
    say = of.words.say
    late, parts = 0, [] if m.submitted_on is None else [say("acceptance.submitted", day=of.day(m.submitted_on))]
    if due_on is not None:
        parts.append(say("acceptance.due", day=of.day(due_on)))
        late = of.project.calendar.between(due_on, of.today) if due_on < of.today else 0
        if late > 0:
            parts.append(say("acceptance.overdue", days=of.words.counted("working_day", late)))
    if m.approver:
        parts.append(say("acceptance.approver", name=m.approver))
    facts: Facts = {
        "milestone": m.title,
        "submitted_on": m.submitted_on,
        "answer_due_on": due_on,
        "approver": m.approver,
    }
    return Item(m.title, tuple(parts), facts=facts, tone=Tone.WARN if late > 0 else Tone.PLAIN)
