"""The section with the burn-up: how many milestones were planned, are done, are expected, and there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from milestone_tui.plan.analysis.burn_up import BurnUp, Measure, Steps, burn_up
from milestone_tui.plan.model import MilestoneState
from milestone_tui.report.blocks import Cell, Chart, Column, Line, Section, Table, Tone
from milestone_tui.report.material import Material
from milestone_tui.report.reporting_dates import dates_of
from milestone_tui.report.ticks import Dates, amount_ticks, date_axis


def burn_up_section(of: Material) -> Section:
    """Return the chart by number of milestones; nothing without two reporting dates.

    It never counts money, so that every reader may see it.
    """
    blocks: tuple[Chart, ...] = ()
    if of.state.scope and len(dates_of(of)) >= 2:
        lines = burn_up(of.state.plan.milestones, of.state.scope, of.today, Measure.COUNT)
        blocks = tuple(_chart(lines, of))
    return Section("burn_up", of.words.say("burn_up.title"), blocks)


def _chart(lines: BurnUp, of: Material) -> Iterator[Chart]:
    every = (lines.scope, lines.planned, lines.done, lines.due)
    high = max((int(total) for steps in every for _, total in steps), default=0)
    if not high:
        return
    days = [day for steps in every for day, _ in steps]
    axis = date_axis(min(days), max(days), of.today, of.words)
    yield Chart(
        axis.first,
        axis.last,
        of.today,
        of.words.say("timeline.today"),
        axis.ticks,
        amount_ticks(high),
        tuple(_lines(lines, of)),
        has_diagonal=False,
        description=_description(lines, of),
        table=_table(lines, axis, of),
    )


def _lines(lines: BurnUp, of: Material) -> Iterator[Line]:
    """Yield scope and plan, what is expected, and above them what is done."""
    say, today = of.words.say, of.today
    yield _line(say("burn_up.scope"), lines.scope, until=today)
    yield _line(say("burn_up.planned"), lines.planned, from_zero=True)
    if len(lines.due) > 1:
        yield _line(say("burn_up.expected"), lines.due)
    is_behind = lines.at(lines.done, today) < lines.at(lines.planned, today)
    done = _line(say("burn_up.done"), lines.done, from_zero=True, until=today)
    yield done._replace(tone=Tone.WARN if is_behind else Tone.GOOD, is_main=True)


def _line(name: str, steps: Steps, *, from_zero: bool = False, until: date | None = None) -> Line:
    """Return a line of totals, which begins at 0 on the first day if it should, and goes on level until a day."""
    places = [(day.toordinal(), int(total)) for day, total in steps]
    if from_zero and places:
        places.insert(0, (places[0][0], 0))
    if until is not None and places and places[-1][0] < until.toordinal():
        places.append((until.toordinal(), places[-1][1]))
    return Line(name, tuple(places), is_stepped=True, ends_in=name)


def _description(lines: BurnUp, of: Material) -> str:
    done, planned = int(lines.at(lines.done, of.today)), int(lines.at(lines.planned, of.today))
    counted = [m for m in of.state.plan.milestones if m.state is not MilestoneState.CANCELLED]
    values = {
        "done": done,
        "planned": planned,
        "day": of.day(of.today),
        "finish": of.day(lines.due[-1][0]),
        "total": of.words.counted("milestone", len(counted)),
    }
    key = "burn_up.description" if lines.planned else "burn_up.description_unplanned"
    return of.words.say(key, **values)


def _table(lines: BurnUp, axis: Dates, of: Material) -> Table:
    say = of.words.say
    columns = (
        Column("by", say("burn_up.by")),
        Column("planned", say("burn_up.planned"), True),
        Column("done", say("burn_up.done"), True),
        Column("expected", say("burn_up.expected"), True),
        Column("scope", say("burn_up.scope"), True),
    )
    return Table(columns, tuple(_row(day, lines, of) for day in _days(axis, of.today)))


def _days(axis: Dates, today: date) -> Sequence[date]:
    """Return the last days of the months, or of what the ticks part, and today."""
    ends = {date.fromordinal(tick.at) - timedelta(1) for tick in axis.ticks if axis.first.toordinal() < tick.at}
    return sorted(ends | {today})


def _row(day: date, lines: BurnUp, of: Material) -> tuple[Cell, ...]:
    is_past = day <= of.today
    return (
        of.day_cell(day),
        _number(lines, lines.planned, day) if lines.planned else Cell("", None),
        _number(lines, lines.done, day) if is_past else Cell("", None),
        _number(lines, lines.due, day) if not is_past else Cell("", None),
        _number(lines, lines.scope, day) if is_past else Cell("", None),
    )


def _number(lines: BurnUp, steps: Steps, day: date) -> Cell:
    total = int(lines.at(steps, day))
    return Cell(str(total), total)
