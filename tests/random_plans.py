"""Plans at random, as the writers of files get them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from factories import TODAY, plan_of, project
from hypothesis import strategies as st

from milestone_tui.exchange.export import PlanExport, ProjectExport
from milestone_tui.plan.agreements import BaselineEntry
from milestone_tui.plan.language.text import is_blank, tidy
from milestone_tui.plan.model import Baseline, Holiday, Link, Milestone, MilestoneKind, MilestoneState, Person, Phase

HOSTILE = (
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2",
    "@SUM(A1)",
    "'=quoted",
    "''+x",
    "<script>alert(1)</script>",
    "]]>&amp;<!--",
    "x\x1b]0;owned\x07y",
    "\x9b31m",
    "\u202egnp.exe",
    "a;b,c|d",
    'say "hi" \\ {bye} %% # : `x`',
    "ID",
    "section end",
    "שלום",
    "日本 👨‍👩‍👧",
)
"""One-line texts that mean something to some program."""

LINES = (
    st.one_of(st.sampled_from(HOSTILE), st.text(min_size=1, max_size=20)).map(tidy).filter(lambda t: not is_blank(t))
)
NAMES = st.sampled_from(("", "", "Ana", "Raj Patel", "=Eve", "Zoë <z@x.example>"))
DAYS = st.dates(TODAY - timedelta(days=200), TODAY + timedelta(days=400))
_STATES = st.sampled_from((*(MilestoneState.PLANNED,) * 3, MilestoneState.DONE, MilestoneState.CANCELLED))


@st.composite
def exports(draw: st.DrawFn) -> PlanExport:
    """One project with everything that a format may hold."""
    week = draw(st.sampled_from((31, 31, 31, 127, 15, 0b1011111, 1)))
    holidays = tuple(
        Holiday(number, 1, day, draw(st.sampled_from(("", "Feast", "<Day>"))), draw(st.booleans()))
        for number, day in enumerate(sorted(draw(st.sets(DAYS, max_size=4))), start=1)
    )
    names = draw(st.lists(LINES, max_size=3, unique_by=str.casefold))
    phases = [Phase(number, 1, name, number) for number, name in enumerate(names, start=1)]
    count = draw(st.integers(1, 7))
    baselines = draw(st.integers(0, 3))
    made = [draw(_milestones(id_, phases)) for id_ in range(1, count + 1)]
    pairs = draw(st.sets(st.tuples(st.integers(1, count), st.integers(1, count)), max_size=8))
    links = [Link(n, a, b, draw(st.integers(-6, 12))) for n, (a, b) in enumerate(sorted(pairs), start=1) if a < b]
    entries = [_entries(draw, number, made) for number in range(1, baselines + 1)]
    current = draw(st.integers(1, baselines)) if baselines else None
    if current is not None:
        dates = {entry.milestone_id: entry.due_on for entry in entries[current - 1][1]}
        made = [m._replace(baseline_on=dates.get(m.id)) for m in made]
    off, worked = (tuple(h.day for h in holidays if h.is_worked is kind) for kind in (False, True))
    of = project(working_days=week, holidays=off, worked=worked, baseline_id=current)
    one = ProjectExport(plan_of(made, phases=phases, links=links, project=of), holidays, tuple(entries))
    people = (Person(1, "Ana", "ana@x.example"), Person(2, "Raj Patel"))
    return PlanExport([one], people, TODAY)


@st.composite
def _milestones(draw: st.DrawFn, id_: int, phases: list[Phase]) -> Milestone:
    phase = draw(st.sampled_from((None, *phases)))
    state = draw(_STATES)
    done_on = draw(DAYS.filter(lambda day: day <= TODAY)) if state is MilestoneState.DONE else None
    progress = draw(st.integers(0, 99))
    if state is MilestoneState.PLANNED and progress:
        state = MilestoneState.IN_PROGRESS
    return Milestone(
        id_,
        1,
        phase and phase.id,
        phase.name if phase else "",
        title=draw(LINES),
        kind=draw(st.sampled_from(MilestoneKind)),
        state=state,
        owner=draw(NAMES),
        due_on=draw(st.none() | DAYS),
        deadline_on=draw(st.none() | DAYS),
        done_on=done_on,
        progress=progress,
        percent=100 if done_on else progress,
        value=draw(st.none() | st.decimals(Decimal("0.01"), 10**6, places=2)),
        notes="\n".join(draw(st.lists(LINES, max_size=2))),
    )


def _entries(draw: st.DrawFn, number: int, made: list[Milestone]) -> tuple[Baseline, tuple[BaselineEntry, ...]]:
    dated = {m.id: draw(DAYS if m is made[0] else st.none() | DAYS) for m in made}  # one without dates is no baseline
    baseline = Baseline(number, 1, f"Plan {number}", datetime(2026, 10, number, tzinfo=UTC))
    return baseline, tuple(BaselineEntry(number, id_, "", day, None) for id_, day in dated.items() if day is not None)


def with_texts(text: str) -> PlanExport:
    """One project in which this is every text."""
    made = [
        Milestone(
            *(number, 1, 1, text),
            title=text,
            owner=text,
            due_on=TODAY + timedelta(days=number),
            approver=text,
            deliverable=text,
            tags=(text,),
            notes=f"{text}\n{text}",
        )
        for number in (1, 2)
    ]
    of = project(name=text, client=text, description=text)
    plan = plan_of(made, phases=[Phase(1, 1, text, 0)], links=[Link(1, 1, 2, 1)], project=of)
    baseline = Baseline(1, 1, text, datetime(2026, 10, 1, tzinfo=UTC))
    entries = tuple(BaselineEntry(1, m.id, text, date(2026, 12, 1), None) for m in made)
    one = ProjectExport(plan, (Holiday(1, 1, TODAY, text),), ((baseline, entries),), text)
    return PlanExport([one], (Person(1, text, text),), TODAY)
