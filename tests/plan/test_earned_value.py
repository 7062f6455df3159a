"""Earned value and earned schedule, against published examples and by properties."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from samples import oracle

from milestone_tui.plan.analysis.earned_schedule import (
    EarnedSchedule,
    earned_schedule,
    estimated_finish,
    planned_curve,
    time_earned,
)
from milestone_tui.plan.analysis.earned_value import EarnedValue, earned_value
from milestone_tui.plan.model import Milestone, MilestoneState
from milestone_tui.plan.monitoring import Cost, EarnedBy

_START = date(2026, 9, 1)


def _exact(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _near(found: Decimal | None, wanted: float | None, tolerance: float = 1e-9) -> bool:
    if found is None or wanted is None:
        return found is wanted
    return abs(float(found) - wanted) <= tolerance * max(1.0, abs(wanted))


def _milestone(
    number: int,
    value: str | None,
    baseline: date | None = None,
    done: date | None = None,
    **more: Any,
) -> Milestone:
    state = MilestoneState.DONE if done else MilestoneState.PLANNED
    kept = None if value is None else Decimal(value)
    return Milestone(
        number, 1, title=f"M{number}", value=kept, baseline_on=baseline, done_on=done, state=state
    )._replace(**more)


def _cost(number: int, amount: str, day: date) -> Cost:
    return Cost(number, 1, None, day, Decimal(amount))


_NAMES = {
    "cv": "cv",
    "sv": "sv",
    "cpi": "cpi",
    "spi": "spi",
    "eac_cpi": "eac",
    "eac_atypical": "eac_as_planned",
    "etc": "etc",
    "vac": "vac",
    "tcpi_bac": "tcpi",
}
"""The figures of the examples; those of an estimate to complete that somebody made by hand are not computed."""


def test_every_published_example_of_earned_value() -> None:
    for case in oracle("earned_value.json")["cases"]:
        given_ = {name: _exact(value) for name, value in case["inputs"].items() if name in EarnedValue._fields}
        figures = EarnedValue(**given_)  # type: ignore[arg-type]
        for name, wanted in case["expected"].items():
            if name in _NAMES:
                found = getattr(figures, _NAMES[name])
                assert _near(found, wanted, case["tolerance"]), (case["id"], name, found, wanted)


def test_every_published_example_of_earned_schedule() -> None:
    for case in oracle("earned_schedule.json")["cases"]:
        curve = [(Decimal(at), Decimal(value)) for at, value in zip(case["periods"], case["pv"], strict=True)]
        wanted = case["expected"]
        es = time_earned(curve, Decimal(case["ev"]))
        assert _near(es, wanted.get("es", wanted.get("es_latest"))), (case["id"], es)
        if "at" in case:
            figures = EarnedSchedule(es, Decimal(case["at"]), curve[-1][0])
            found = {"sv_t": figures.sv, "spi_t": figures.spi, "ieac_t": figures.ieac}
            for name in found.keys() & wanted.keys():
                assert _near(found[name], wanted[name]), (case["id"], name, found[name])


def test_every_published_example_of_weighted_milestones() -> None:
    cases = {case["id"]: case for case in oracle("weighted_milestones.json")["cases"]}
    for case in cases.values():
        rows = case.get("milestones", ())
        wanted = case.get("expected_ev_after") or case.get("expected_percent_after")
        for done in range(1, len(rows) + 1):
            made = [
                _milestone(n, str(row[1]), done=_START + timedelta(days=n) if n < done else None)
                for n, row in enumerate(rows)
            ]
            figures = earned_value(made, (), _START + timedelta(days=99), EarnedBy.DONE)
            found = figures.ev if "expected_ev_after" in case else 100 * figures.ev / figures.bac
            assert found == wanted[done - 1], case["id"]
    delivery = cases["feature-delivery"]
    planned = [_milestone(n, str(row[1]), date.fromisoformat(row[2])) for n, row in enumerate(delivery["milestones"])]
    for day, value in delivery["pv_by_date"].items():
        assert earned_value(planned, (), date.fromisoformat(day), EarnedBy.DONE).pv == value
    for credit in cases["rules-of-credit-conduit"]["cases"]:
        shares = {"layout": "0.05", "supports": "0.15", "conduit_installed": "0.65", "rest": "0.15"}
        partial = {name: round(100 * share) for name, share in credit["partial"].items()}
        made = [
            _milestone(n, share, done=_START if name in credit["done"] else None, percent=partial.get(name, 0))
            for n, (name, share) in enumerate(shares.items())
        ]
        found = earned_value(made, (), _START, EarnedBy.PERCENT).ev
        assert _near(found, credit["earned_fraction"]), credit


def _portal() -> list[Milestone]:
    """Five milestones of a project that is six weeks in: one late, one early, one added after the baseline."""
    return [
        _milestone(1, "10000", date(2026, 9, 14), date(2026, 9, 14)),
        _milestone(2, "30000", date(2026, 10, 5), date(2026, 9, 28)),
        _milestone(3, "40000", date(2026, 10, 12), percent=50),
        _milestone(4, "20000", date(2026, 11, 9)),
        _milestone(5, "5000", None, date(2026, 10, 14)),
    ]


_COSTS = (
    _cost(1, "20000", date(2026, 9, 20)),
    _cost(2, "30000.50", date(2026, 10, 15)),
    _cost(3, "9", date(2026, 11, 1)),
)


def test_the_figures_of_a_small_project() -> None:
    figures = earned_value(_portal(), _COSTS, date(2026, 10, 15), EarnedBy.DONE)
    assert figures == (Decimal(105000), Decimal(80000), Decimal(45000), Decimal("50000.50"))
    assert figures.sv == -35000
    assert figures.spi == Decimal("0.5625")
    assert figures.cv == Decimal("-5000.50")
    assert figures.eac == Decimal(105000) * Decimal("50000.50") / 45000
    assert figures.vac is not None
    assert figures.vac < 0


def test_by_percent_an_open_milestone_earns_its_part() -> None:
    figures = earned_value(_portal(), _COSTS, date(2026, 10, 15), EarnedBy.PERCENT)
    assert figures.ev == 65000


def test_what_is_done_early_earns_on_the_day_it_is_done() -> None:
    before, on = (earned_value(_portal(), (), day, EarnedBy.DONE) for day in (date(2026, 9, 27), date(2026, 9, 28)))
    assert (before.ev, before.pv) == (10000, 10000)
    assert (on.ev, on.pv) == (40000, 10000)


def test_what_is_not_defined_has_no_figure() -> None:
    bare = earned_value([_milestone(1, "100"), _milestone(2, None)], (), _START, EarnedBy.DONE)
    assert (bare.pv, bare.sv, bare.spi) == (None, None, None)
    assert (bare.ac, bare.cv, bare.cpi, bare.eac, bare.etc, bare.vac, bare.tcpi) == (None,) * 7
    empty = earned_value([], (), _START, EarnedBy.DONE)
    assert (empty.bac, empty.ev, empty.pv, empty.spi) == (0, 0, None, None)


def test_there_is_nothing_to_complete_with_once_the_budget_is_spent() -> None:
    figures = EarnedValue(Decimal(100), Decimal(50), Decimal(50), Decimal(100))
    assert figures.tcpi is None
    assert figures._replace(ac=Decimal("99.99")).tcpi == Decimal(50) / Decimal("0.01")


def test_what_is_cancelled_has_no_value() -> None:
    made = [_milestone(1, "100", _START), _milestone(2, "900", _START)._replace(state=MilestoneState.CANCELLED)]
    assert earned_value(made, (), _START, EarnedBy.DONE)[:3] == (100, 100, 0)


def test_earned_schedule_of_a_small_project() -> None:
    day = date(2026, 10, 15)
    figures = earned_schedule(_portal()[:4], _START, day, EarnedBy.DONE)
    assert figures is not None
    # 40,000 are earned, and planned until the day before 40,000 more are due
    assert figures.es == (date(2026, 10, 11) - _START).days
    assert figures.at == (day - _START).days
    assert figures.pd == (date(2026, 11, 9) - _START).days
    assert figures.sv == -4
    finish = estimated_finish(figures, _START)
    assert finish is not None
    assert finish > date(2026, 11, 9)


def test_a_project_that_has_earned_what_was_planned_is_on_schedule_between_two_dates() -> None:
    plan = [_milestone(1, "10", date(2026, 9, 11), date(2026, 9, 11)), _milestone(2, "10", date(2026, 11, 1))]
    for day in (date(2026, 9, 11), date(2026, 9, 30), date(2026, 10, 31)):
        figures = earned_schedule(plan, _START, day, EarnedBy.DONE)
        assert figures is not None
        assert (figures.sv, figures.spi) == (0, 1)
    late = earned_schedule(plan, _START, date(2026, 11, 3), EarnedBy.DONE)
    assert late is not None
    assert late.sv == -3  # counted from 31 Oct, the last day on which so much was planned


def test_time_stops_when_all_value_is_earned() -> None:
    done = [_milestone(1, "10", _START + timedelta(days=10), _START + timedelta(days=14))]
    for later in (14, 20, 400):
        figures = earned_schedule(done, _START, _START + timedelta(days=later), EarnedBy.DONE)
        assert figures == (10, 14, 10)


def test_there_is_no_earned_schedule_without_a_baseline_or_before_the_start() -> None:
    assert earned_schedule([_milestone(1, "10")], _START, _START, EarnedBy.DONE) is None
    planned = [_milestone(1, "10", _START + timedelta(days=5))]
    assert earned_schedule(planned, _START, _START - timedelta(days=1), EarnedBy.DONE) is None
    first = earned_schedule(planned, _START, _START, EarnedBy.DONE)
    assert first is not None
    assert (first.spi, first.ieac) == (None, None)


_DAYS = st.integers(0, 200).map(lambda days: _START + timedelta(days=days))
_PLANS = st.lists(st.tuples(st.integers(0, 90_000), st.none() | _DAYS, st.none() | _DAYS), min_size=1, max_size=12).map(
    lambda rows: [_milestone(n, str(value), base, done) for n, (value, base, done) in enumerate(rows)]
)


@given(_PLANS, _DAYS, _DAYS)
def test_planned_and_earned_value_never_fall_and_end_at_the_budget(
    plan: list[Milestone], one: date, other: date
) -> None:
    first, last = sorted((one, other))
    before, after = (earned_value(plan, (), day, EarnedBy.DONE) for day in (first, last))
    assert 0 <= before.ev <= after.ev <= after.bac
    if before.pv is not None and after.pv is not None:
        assert 0 <= before.pv <= after.pv <= after.bac
    end = earned_value([m._replace(baseline_on=m.baseline_on or last) for m in plan], (), date.max, EarnedBy.DONE)
    assert end.pv in (end.bac, None)


@given(_PLANS, _DAYS)
def test_earned_schedule_is_the_last_time_at_which_so_much_was_planned(plan: list[Milestone], day: date) -> None:
    figures = earned_schedule(plan, _START, day, EarnedBy.DONE)
    if figures is None:
        return
    now = earned_value(plan, (), day, EarnedBy.DONE)
    curve = planned_curve(plan, _START)
    assert 0 <= figures.es <= figures.pd
    later = [planned for period, planned in curve if period > figures.es]
    assert all(planned >= now.ev if now.ev == now.pv else planned > now.ev for planned in later)


@given(_PLANS)
def test_what_is_done_as_planned_is_on_schedule(plan: list[Milestone]) -> None:
    kept = [m._replace(done_on=m.baseline_on) for m in plan if m.baseline_on is not None]
    for milestone in kept:
        assert milestone.baseline_on is not None
        figures = earned_schedule(kept, _START, milestone.baseline_on, EarnedBy.DONE)
        assert figures is None or figures.sv >= 0
