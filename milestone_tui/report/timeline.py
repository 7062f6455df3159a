"""The section with the timeline: every milestone in its phase, with its baseline date and how it stands to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from milestone_tui.plan.analysis.outline import Heading, Item, Row, outline
from milestone_tui.plan.model import Milestone, MilestoneKind, MilestoneState
from milestone_tui.report.blocks import Bar, Cell, Column, Mark, Section, Table, Timeline
from milestone_tui.report.material import Material
from milestone_tui.report.ticks import date_axis


def timeline_section(of: Material) -> Section:
    """Return the milestones that are not cancelled, by phase; as a table only if none has a date."""
    rows = _rows(of)
    milestones = [row.milestone for row in rows if isinstance(row, Item)]
    blocks: tuple[Timeline | Table, ...] = ()
    if milestones:
        table = _table(rows, of)
        blocks = (_timeline(rows, milestones, table, of) or table,)
    return Section("timeline", of.words.say("timeline.title"), blocks)


def _rows(of: Material) -> Sequence[Row]:
    plan = of.state.plan
    counted = tuple(m for m in plan.milestones if m.state is not MilestoneState.CANCELLED)
    rows = outline(plan._replace(milestones=counted), of.today, gaps=False)
    return [row for row in rows if not isinstance(row, Heading) or row.total]


def _timeline(rows: Sequence[Row], milestones: Sequence[Milestone], table: Table, of: Material) -> Timeline | None:
    days = [day for m in milestones for day in (m.on, m.baseline_on) if day is not None]
    if not days:
        return None
    first, last = min(days), max(days)
    if any(m.is_open for m in milestones):
        first, last = min(first, of.today), max(last, of.today)
    axis = date_axis(first, last, of.today, of.words)
    return Timeline(
        axis.first,
        axis.last,
        of.today,
        of.words.say("timeline.today"),
        axis.ticks,
        tuple(_bar(row, of) for row in rows),
        _description(milestones, of),
        table,
    )


def _bar(row: Row, of: Material) -> Bar:
    if not isinstance(row, Item):
        return Bar(_phase(row, of), is_phase=True)
    m = row.milestone
    return Bar(
        m.title,
        mark=_mark(m),
        baseline_on=m.baseline_on,
        on=m.on,
        day=_day(m, of).text,
        slip=of.slip(m),
        slip_days=m.slip(of.today),
        tone=of.state_tone(m),
        slip_tone=of.slip_tone(m),
    )


def _phase(row: Row, of: Material) -> str:
    if not isinstance(row, Heading):
        return ""
    return row.name if row.phase_id is not None else of.words.say("timeline.no_phase")


def _mark(m: Milestone) -> Mark:
    if m.done_on is not None:
        return Mark.DONE
    return Mark.GATE if m.kind is MilestoneKind.GATE else Mark.OPEN


def _day(m: Milestone, of: Material) -> Cell:
    return of.day_cell(m.on) if m.on is not None else Cell(of.words.say("moved.no_date"), None)


def _description(milestones: Sequence[Milestone], of: Material) -> str:
    """Return how many milestones there are, from when to when, and how they stand."""
    days = [m.on for m in milestones if m.on is not None]
    late = [m for m in milestones if m.overdue(of.today)]
    behind = [m for m in milestones if m.is_open and (m.slip(of.today) or 0) > 0 and not m.overdue(of.today)]
    counts = {"done": sum(m.done_on is not None for m in milestones), "overdue": len(late), "behind": len(behind)}
    facts = [of.words.say(f"timeline.{key}", number=number) for key, number in counts.items() if number]
    values = {"milestones": of.words.counted("milestones_shown", len(milestones))}
    key = "timeline.undated"
    if days:
        key = "timeline.description"
        values |= {"first": of.day(min(days)), "last": of.day(max(days))}
    return of.words.say(key, **values, facts=", ".join(facts or [of.words.say("timeline.done", number=0)]))


# As a table --------------------------------------------------------------------------------------------------


def _table(rows: Sequence[Row], of: Material) -> Table:
    say = of.words.say
    columns = (
        Column("phase", say("timeline.phase")),
        Column("milestone", say("table.milestone")),
        Column("baseline_on", say("table.baseline")),
        Column("on", say("timeline.on")),
        Column("slip_days", say("table.slip")),
        Column("state", ""),
        Column("kind", ""),
    )
    return Table(columns, tuple(_cells(rows, of)))


def _cells(rows: Sequence[Row], of: Material) -> Iterator[tuple[Cell, ...]]:
    """Yield the cells of each milestone; state and kind are for JSON only."""
    phase = ""
    for row in rows:
        if not isinstance(row, Item):
            phase = _phase(row, of)
            continue
        m, day = row.milestone, _day(row.milestone, of)
        if m.done_on is not None:
            day = day._replace(text=of.words.say("timeline.done_on", day=day.text))
        yield (
            Cell(phase, phase),
            Cell(m.title, m.title),
            of.day_cell(m.baseline_on),
            day,
            Cell(of.slip(m), m.slip(of.today), of.slip_tone(m)),
            Cell("", m.state.value),
            Cell("", m.kind.value),
        )
