"""The figures of earned value in words, each with its reason: formula, numbers, and the milestones behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from milestone_tui.plan.analysis.earned_schedule import (
    EarnedSchedule,
    earned_schedule,
    estimated_finish,
    first_day,
)
from milestone_tui.plan.analysis.earned_value import EarnedValue, earned, earned_value, value_of, valued
from milestone_tui.plan.analysis.thresholds import DEFAULTS, Thresholds
from milestone_tui.plan.earned_by import EarnedBy
from milestone_tui.plan.explanation import Behind, Explanation
from milestone_tui.plan.language.wording import DASH, count_words, date_words, exact_day
from milestone_tui.plan.model import Health, Milestone
from milestone_tui.plan.monitoring import Cost


class Figure(NamedTuple):
    """One figure of earned value."""

    key: str
    """Its short name, such as `SPI(t)`."""
    word: str
    """Its name in words; empty if the short name is enough."""
    value: str
    note: str = ""
    """What it means, such as `behind plan`."""
    health: Health | None = None
    """How good it is; None for an amount that is neither good nor bad."""
    why: Explanation = Explanation("", "", "")


class ValueFigures(NamedTuple):
    """Earned value and earned schedule of one project on a day, with what they were computed from."""

    milestones: Sequence[Milestone]
    costs: Sequence[Cost]
    by: EarnedBy
    today: date
    value: EarnedValue
    schedule: EarnedSchedule | None
    start: date | None
    """The day from which earned schedule counts."""
    limits: Thresholds
    """By which an index is red or amber."""

    @classmethod
    def of(
        cls,
        milestones: Sequence[Milestone],
        costs: Sequence[Cost],
        start_on: date | None,
        today: date,
        by: EarnedBy,
        limits: Thresholds = DEFAULTS,
    ) -> ValueFigures:
        """Return the figures of a project with this start."""
        value = earned_value(milestones, costs, today, by)
        schedule = earned_schedule(milestones, start_on, today, by)
        return cls(milestones, costs, by, today, value, schedule, first_day(milestones, start_on), limits)


def figures(of: ValueFigures) -> tuple[Figure | None, ...]:
    """Return all figures in groups; None between two groups."""
    groups = (_amounts, _schedule, _cost, _at_completion)
    found: list[Figure | None] = []
    for group in groups:
        found += [*([None] if found else []), *group(of)]
    return tuple(found)


def amount_words(amount: Decimal | None, *, sign: bool = False) -> str:
    """Return `86,000`, or with its sign `−40,000`; rounded to whole units, a dash if it is not defined."""
    if amount is None:
        return DASH
    whole = int(amount.quantize(Decimal(1), ROUND_HALF_UP))
    plus = "+" if sign and whole > 0 else "−" if whole < 0 else ""
    return f"{plus}{abs(whole):,}"


def index_words(index: Decimal | None) -> str:
    """Return an index with two decimals; a dash if it is not defined."""
    return DASH if index is None else f"{index.quantize(Decimal('0.01'), ROUND_HALF_UP)}"


def earned_words(by: EarnedBy) -> str:
    """Return how milestones earn, as a sentence below the figures."""
    if by is EarnedBy.PERCENT:
        return "Counted by percent: an open milestone earns as much of its value as is complete (%: 0/100)"
    return "Counted 0/100: a milestone earns its value when it is done (%: by percent)"


# Groups -----------------------------------------------------------------------------------------------------


def _amounts(of: ValueFigures) -> Iterable[Figure]:
    value, rule = of.value, "all of it when it is done" if of.by is EarnedBy.DONE else "by percent complete"
    counted = valued(of.milestones)
    missing = len([m for m in of.milestones if not m.value and m.is_open])
    bac_notes = (f"{count_words(missing, 'open milestone')} without a value",) if missing else ()
    all_of_them = [_behind(m, value_of(m)) for m in sorted(counted, key=lambda m: -value_of(m))]
    bac = amount_words(value.bac)
    yield Figure("BAC", "Budget", bac, why=Explanation("BAC", bac, "sum of all values", "", bac_notes, (*all_of_them,)))
    pv, planned = amount_words(value.pv), [m for m in counted if m.baseline_on and m.baseline_on <= of.today]
    yield Figure(
        "PV",
        "Planned",
        pv,
        why=Explanation(
            "PV",
            pv,
            "values whose baseline date has come",
            notes=_no_baseline(of),
            behind=tuple(_behind(m, value_of(m), m.baseline_on) for m in planned),
        ),
    )
    ev, earners = amount_words(value.ev), [(m, earned(m, of.today, of.by)) for m in counted]
    yield Figure(
        "EV",
        "Earned",
        ev,
        why=Explanation(
            "EV", ev, f"values earned, {rule}", behind=tuple(_behind(m, part, m.done_on) for m, part in earners if part)
        ),
    )
    ac = amount_words(value.ac)
    notes = _nothing_spent(of)
    yield Figure(
        "AC", "Spent", ac, why=Explanation("AC", ac, "everything spent until today", _count_of(of), notes, _spent(of))
    )


def _schedule(of: ValueFigures) -> Iterable[Figure]:
    value, schedule = of.value, of.schedule
    ev, pv = amount_words(value.ev), amount_words(value.pv)
    behind, notes = _differences(of), _no_baseline(of)
    sv = amount_words(value.sv, sign=True)
    yield _figure("SV", "Schedule", sv, "earned value − planned value", f"{ev} − {pv} = {sv}", notes, behind)._replace(
        note=_sided(value.sv, "behind plan", "ahead of plan", "on plan"), health=_good(of, value.spi)
    )
    spi = index_words(value.spi)
    yield _figure("SPI", "", spi, "earned value / planned value", f"{ev} / {pv} = {spi}", notes, behind)._replace(
        health=_good(of, value.spi)
    )
    spi_t = index_words(schedule.spi if schedule else None)
    numbers = f"{_days(schedule.es)} / {_days(schedule.at)} = {spi_t}" if schedule else ""
    formula = "earned schedule / actual time, in days since the start"
    days = None if schedule is None else schedule.sv
    yield _figure("SPI(t)", "", spi_t, formula, numbers, (*notes, *_start(of)), behind)._replace(
        note="" if days is None else _days_off(days), health=_good(of, schedule.spi if schedule else None)
    )
    finish = None if schedule is None or of.start is None else estimated_finish(schedule, of.start)
    ends = date_words(finish, of.today)
    planned_end = f"planned duration {_days(schedule.pd)} / SPI(t)" if schedule else ""
    yield _figure(
        "IEAC(t)", "Finish", ends, "start + planned duration / SPI(t)", planned_end, (*notes, *_start(of)), ()
    )


def _cost(of: ValueFigures) -> Iterable[Figure]:
    value, notes = of.value, _nothing_spent(of)
    ev, ac = amount_words(value.ev), amount_words(value.ac)
    cv = amount_words(value.cv, sign=True)
    yield _figure("CV", "Cost", cv, "earned value − spent", f"{ev} − {ac} = {cv}", notes, _spent(of))._replace(
        note=_sided(value.cv, "over cost", "under cost", "as planned"), health=_good(of, value.cpi)
    )
    cpi = index_words(value.cpi)
    yield _figure("CPI", "", cpi, "earned value / spent", f"{ev} / {ac} = {cpi}", notes, _spent(of))._replace(
        health=_good(of, value.cpi)
    )


def _at_completion(of: ValueFigures) -> Iterable[Figure]:
    value, notes = of.value, _nothing_spent(of)
    bac, ac, ev, eac = (amount_words(amount) for amount in (value.bac, value.ac, value.ev, value.eac))
    planned = amount_words(value.eac_as_planned)
    also = notes if value.ac is None else (*notes, f"If the rest costs what was planned: {planned}")
    left = value.vac
    yield _figure("EAC", "At this rate", eac, "budget / CPI", f"{bac} / ({ev} / {ac}) = {eac}", also, ())._replace(
        note="" if left is None else f"{amount_words(abs(left))} {'over' if left < 0 else 'left'}",
        health=_good(of, value.cpi),
    )
    etc, vac = amount_words(value.etc), amount_words(value.vac, sign=True)
    yield _figure("ETC", "To spend", etc, "estimate at completion − spent", f"{eac} − {ac} = {etc}", notes, ())
    yield _figure(
        "VAC", "At the end", vac, "budget − estimate at completion", f"{bac} − {eac} = {vac}", notes, ()
    )._replace(health=_good(of, value.cpi))
    tcpi = index_words(value.tcpi)
    used_up = ("All of the budget is spent",) if value.ac is not None and value.ac >= value.bac else ()
    yield _figure(
        "TCPI",
        "To complete",
        tcpi,
        "work left / money left",
        f"({bac} − {ev}) / ({bac} − {ac}) = {tcpi}",
        (*notes, *used_up),
        (),
    )


# Parts ------------------------------------------------------------------------------------------------------


def _figure(
    key: str, word: str, value: str, formula: str, numbers: str, notes: tuple[str, ...], behind: tuple[Behind, ...]
) -> Figure:
    """Return a figure with its reason; without numbers where it is not defined."""
    return Figure(
        key, word, value, why=Explanation(key, value, formula, "" if value == DASH else numbers, notes, behind)
    )


def _behind(milestone: Milestone, amount: Decimal, day: date | None = None) -> Behind:
    note = amount_words(amount) if day is None else f"{amount_words(amount)}, {exact_day(day)}"
    return Behind(milestone.id, milestone.project_id, milestone.title, note)


def planned_not_done(of: ValueFigures) -> list[Milestone]:
    """Return the milestones that were planned to be done by today and are not."""
    return [m for m in valued(of.milestones) if m.baseline_on and m.baseline_on <= of.today and m.done_on is None]


def done_early(of: ValueFigures) -> list[Milestone]:
    """Return the milestones that are done before their baseline date has come."""
    return [m for m in valued(of.milestones) if m.done_on and m.baseline_on and m.baseline_on > of.today]


def done_unplanned(of: ValueFigures) -> list[Milestone]:
    """Return the milestones that are done and in no baseline."""
    return [m for m in valued(of.milestones) if m.done_on and m.baseline_on is None]


def _differences(of: ValueFigures) -> tuple[Behind, ...]:
    """Return the milestones that make earned and planned value differ."""
    groups: tuple[tuple[Callable[[ValueFigures], list[Milestone]], str], ...] = (
        (planned_not_done, "planned by today and not done"),
        (done_early, "done before its date"),
        (done_unplanned, "done, not in the baseline"),
    )
    return tuple(
        Behind(m.id, m.project_id, m.title, f"{amount_words(value_of(m))}, {words}")
        for find, words in groups
        for m in find(of)
    )


def _spent(of: ValueFigures) -> tuple[Behind, ...]:
    """Return the milestones on which something was spent, the most first."""
    sums: dict[int, Decimal] = {}
    for cost in of.costs:
        if cost.milestone_id is not None and cost.spent_on <= of.today:
            sums[cost.milestone_id] = sums.get(cost.milestone_id, Decimal(0)) + cost.amount
    known = {m.id: m for m in of.milestones}
    return tuple(_behind(known[id_], sums[id_]) for id_ in sorted(sums, key=lambda id_: -sums[id_]) if id_ in known)


def _count_of(of: ValueFigures) -> str:
    count = sum(cost.spent_on <= of.today for cost in of.costs)
    return count_words(count, "entry", "entries") if count else ""


def _no_baseline(of: ValueFigures) -> tuple[str, ...]:
    return ("No milestone with a value is in a baseline",) if of.value.pv is None else ()


def _nothing_spent(of: ValueFigures) -> tuple[str, ...]:
    return ("Nothing is recorded as spent",) if of.value.ac is None else ()


def _start(of: ValueFigures) -> tuple[str, ...]:
    return () if of.start is None else (f"Counted from {exact_day(of.start)}",)


def _sided(difference: Decimal | None, below: str, above: str, zero: str) -> str:
    if difference is None:
        return ""
    return below if difference < 0 else above if difference > 0 else zero


def _good(of: ValueFigures, index: Decimal | None) -> Health | None:
    """Return how good an index is, by the thresholds of health."""
    if index is None:
        return None
    if index * 100 < of.limits.red_index:
        return Health.OFF_TRACK
    return Health.AT_RISK if index * 100 < of.limits.amber_index else Health.ON_TRACK


def _days(days: Decimal) -> str:
    return f"{days.quantize(Decimal(1), ROUND_HALF_UP)} d"


def _days_off(days: Decimal) -> str:
    whole = int(days.quantize(Decimal(1), ROUND_HALF_UP))
    if whole == 0:
        return "on schedule"
    return f"{abs(whole)} d {'behind' if whole < 0 else 'ahead'}"


def pane_words(of: ValueFigures, figure: Figure) -> tuple[str, ...]:
    """Return what stands behind a figure in a line: the milestones that make the difference, or why there is none."""
    if figure.why.notes and figure.value == DASH:
        return figure.why.notes
    if figure.key in ("SV", "SPI", "SPI(t)"):
        late, early = (_named(find(of)) for find in (planned_not_done, done_early))
        return (f"planned by today and not done: {late}", f"done before its date: {early}")
    if figure.why.behind:
        return (", ".join(f"{behind.title} {behind.note}" for behind in figure.why.behind),)
    return figure.why.notes


def _named(milestones: Sequence[Milestone]) -> str:
    return ", ".join(f"{m.title} {amount_words(value_of(m))}" for m in milestones) or DASH
