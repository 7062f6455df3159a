"""The section with the trend chart: the due dates of milestones as they were held on each reporting date."""

from __future__ import annotations

import string
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from milestone_tui.plan.analysis.trend import CLASS_REPORTS, Point, TrendClass, classify, points, rate
from milestone_tui.plan.audience import Audience
from milestone_tui.plan.model import Milestone, MilestoneState
from milestone_tui.report.blocks import Block, Cell, Chart, Column, Line, Section, Sentence, Table, Tone
from milestone_tui.report.material import Material
from milestone_tui.report.reporting_dates import dates_of
from milestone_tui.report.ticks import date_axis

_MOST_LINES = 12
"""Lines that can be told apart."""
_TONES: Mapping[TrendClass, Tone] = {
    TrendClass.SLIPPING: Tone.WARN,
    TrendClass.LATE_SHOCK: Tone.WARN,
    TrendClass.ERRATIC: Tone.WARN,
    TrendClass.RECOVERING: Tone.GOOD,
}


class _Trend(NamedTuple):
    """One line of the chart."""

    milestone: Milestone
    points: Sequence[Point]
    found: TrendClass
    letter: str = ""

    @property
    def recent(self) -> Sequence[Point]:
        """The points that its class is about."""
        return self.points[-CLASS_REPORTS:]

    @property
    def range(self) -> int:
        """The days between the earliest and the latest date that it had."""
        days = [point.on for point in self.points]
        return (max(days) - min(days)).days

    @property
    def days(self) -> int:
        """The days by which it moved over its recent points, positive for later."""
        return (self.recent[-1].on - self.recent[0].on).days


def trend_section(of: Material) -> Section:
    """Return the chart of the milestones that moved most; nothing without two reporting dates."""
    return Section("trend", of.words.say("trend.title"), tuple(_blocks(of)))


def _blocks(of: Material) -> Iterator[Block]:
    dates = dates_of(of)
    if len(dates) < 2 or not (found := _found(dates, of)):
        return
    since = of.day(dates[-CLASS_REPORTS:][0])
    if not any(one.range for one in found):
        yield Sentence(of.words.say("trend.nothing", day=of.day(dates[0])))
        return
    yield Sentence(of.words.say("trend.since", day=since))
    yield _chart(found, dates, of)


def _found(dates: Sequence[date], of: Material) -> Sequence[_Trend]:
    """Return the lines by date, of many those that moved most.

    A milestone needs two points; one that was done as planned says nothing.
    """
    histories = {} if of.state.trend is None else of.state.trend.milestones
    lines: list[_Trend] = []
    for m in of.state.plan.milestones:
        line = points(histories.get(m.id, ()), dates) if m.state is not MilestoneState.CANCELLED else ()
        one = _Trend(m, line, found) if (found := classify(line)) is not None else None
        if one is not None and (m.is_open or one.range):
            lines.append(one)
    lines.sort(key=lambda one: (-one.range, one.milestone.on or date.max, one.milestone.id))
    drawn = sorted(lines[:_MOST_LINES], key=lambda one: (one.milestone.on or date.max, one.milestone.id))
    return [one._replace(letter=letter) for letter, one in zip(string.ascii_uppercase, drawn, strict=False)]


def _chart(found: Sequence[_Trend], dates: Sequence[date], of: Material) -> Chart:
    held = [point.on for one in found for point in one.points]
    axis = date_axis(min(dates[0], *held), max(of.today, *held), of.today, of.words)
    return Chart(
        axis.first,
        axis.last,
        of.today,
        of.words.say("timeline.today"),
        axis.ticks,
        axis.ticks,
        tuple(map(_line, found)),
        has_diagonal=True,
        description=_description(found, dates, of),
        table=_table(found, of),
    )


def _line(one: _Trend) -> Line:
    return Line(
        one.milestone.title,
        tuple((point.x.toordinal(), point.on.toordinal()) for point in one.points),
        _TONES.get(one.found, Tone.PLAIN),
        is_main=one.found is not TrendClass.STABLE,
        ends_in=one.letter,
    )


def _description(found: Sequence[_Trend], dates: Sequence[date], of: Material) -> str:
    counts = Counter(one.found for one in found)
    facts = [f"{counts[kind]} {_word(kind, of)}" for kind in TrendClass if counts[kind]]
    milestones = of.words.counted("milestones_shown", len(found))
    values = {"milestones": milestones, "first": of.day(dates[0]), "last": of.day(dates[-1])}
    return of.words.say("trend.description", **values, facts=", ".join(facts))


def _word(found: TrendClass, of: Material) -> str:
    return of.words.say(f"trend.{found.name.lower()}")


def _table(found: Sequence[_Trend], of: Material) -> Table:
    say = of.words.say
    columns = [
        Column("line", say("trend.line"), is_letter=True),
        Column("milestone", say("table.milestone")),
        Column("was", say("moved.was")),
        Column("now", say("moved.now")),
        Column("days", say("moved.change")),
        Column("class", say("trend.title")),
        Column("reports", ""),
    ]
    if of.audience is Audience.INTERNAL:  # a date that nobody has promised is none for the client
        columns.append(Column("at_this_rate", say("trend.at_this_rate")))
    return Table(tuple(columns), tuple(_row(one, of)[: len(columns)] for one in found))


def _row(one: _Trend, of: Material) -> tuple[Cell, ...]:
    now, days, tone = of.day_cell(one.recent[-1].on), one.days, _TONES.get(one.found, Tone.PLAIN)
    if one.recent[-1].is_done:
        now = now._replace(text=of.words.say("timeline.done_on", day=now.text))
    key = "moved.later" if days > 0 else "moved.earlier" if days else "trend.unmoved"
    slope = rate(one.points) if one.found is TrendClass.SLIPPING else None
    return (
        Cell(one.letter, one.letter),
        Cell(one.milestone.title, one.milestone.title),
        of.day_cell(one.recent[0].on),
        now,
        Cell(of.words.say(key, days=of.days(abs(days))), days, tone),
        Cell(_word(one.found, of), one.found.value, tone),
        Cell("", len(one.recent)),
        of.day_cell(None if slope is None else slope.meets_on),
    )
