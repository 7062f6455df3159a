from __future__ import annotations

import random
import time
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from factories import TODAY, milestone, phases, plan_of
from hypothesis import given, settings
from hypothesis import strategies as st

from milestone_tui.plan.analysis.outline import NO_PHASE, Gap, Heading, Item, Row, Sorting, amended, outline
from milestone_tui.plan.model import Milestone, MilestoneState, Plan

DISCOVERY = [
    milestone(id=1, title="Kick-off", phase_id=1, due_on=date(2026, 10, 1), done_on=date(2026, 10, 1)),
    milestone(id=2, title="Architecture agreed", phase_id=1, due_on=date(2026, 10, 26), done_on=date(2026, 10, 26)),
]
BUILD = [
    milestone(
        id=3, title="Prototype accepted", phase_id=2, due_on=date(2026, 11, 9), done_on=date(2026, 11, 9), owner="Ana"
    ),
    milestone(id=4, title="Beta release", phase_id=2, due_on=date(2026, 11, 28), baseline_on=date(2026, 11, 19)),
    milestone(id=5, title="Load test passed", phase_id=2, due_on=date(2026, 12, 4), owner="raj"),
]
LAUNCH = [milestone(id=6, title="go-live", phase_id=3, due_on=date(2027, 1, 18), baseline_on=date(2027, 1, 20))]
PLAN = plan_of([*DISCOVERY, *BUILD, *LAUNCH], phases=phases("Discovery", "Build", "Launch"))


def told(rows: Sequence[Row]) -> list[str | int]:
    """Names of headings, ids of milestones, an empty text for a gap."""
    return [row.name if isinstance(row, Heading) else row.milestone.id if isinstance(row, Item) else "" for row in rows]


def headings(rows: Sequence[Row]) -> list[Heading]:
    return [row for row in rows if isinstance(row, Heading)]


def test_ticking_leaves_the_row_where_it_stands() -> None:
    ticked = BUILD[1]._replace(state=MilestoneState.DONE, done_on=date(2026, 11, 1))
    plan = plan_of([BUILD[0], ticked, BUILD[2]])
    assert told(outline(plan, TODAY)) == told(outline(plan_of(BUILD), TODAY))


def test_phases_head_their_milestones_with_a_blank_line_between() -> None:
    assert told(outline(PLAN, TODAY)) == ["Discovery", 1, 2, "", "Build", 3, 4, 5, "", "Launch", 6]


def test_a_bar_begins_where_the_phase_before_ends() -> None:
    assert headings(outline(PLAN, TODAY)) == [
        Heading(1, "Discovery", 2, 2, date(2026, 10, 1), date(2026, 10, 26), 100),
        Heading(2, "Build", 1, 3, date(2026, 10, 26), date(2026, 12, 4), 33),
        Heading(3, "Launch", 0, 1, date(2026, 12, 4), date(2027, 1, 18), 0),
    ]


def test_a_bar_begins_at_its_own_first_milestone_where_phases_overlap() -> None:
    early = milestone(id=7, phase_id=2, due_on=date(2026, 10, 12), done_on=date(2026, 10, 12))
    build = headings(outline(plan_of([*DISCOVERY, early], phases=phases("Discovery", "Build")), TODAY))[1]
    assert (build.start, build.end) == (date(2026, 10, 12), date(2026, 10, 12))


def test_a_phase_without_dates_has_no_bar_and_does_not_hold_up_the_next() -> None:
    plan = plan_of(
        [*DISCOVERY, milestone(id=8, phase_id=2, due_on=None), *LAUNCH], phases=phases("Discovery", "Build", "Launch")
    )
    _, build, launch = headings(outline(plan, TODAY))
    assert (build.start, build.end, build.done, build.total) == (None, None, 0, 1)
    assert launch.start == date(2026, 10, 26)


def test_what_is_cancelled_is_a_row_but_neither_counted_nor_measured() -> None:
    gone = milestone(id=9, phase_id=1, due_on=date(2027, 5, 1), state=MilestoneState.CANCELLED)
    rows = outline(plan_of([*DISCOVERY, gone], phases=phases("Discovery")), TODAY)
    assert told(rows) == ["Discovery", 1, 2, 9]
    assert headings(rows) == [Heading(1, "Discovery", 2, 2, date(2026, 10, 1), date(2026, 10, 26), 100)]


def test_an_empty_phase_stands_there_with_nothing() -> None:
    plan = plan_of(DISCOVERY, phases=phases("Discovery", "Warranty"))
    assert told(outline(plan, TODAY)) == ["Discovery", 1, 2, "", "Warranty"]
    assert headings(outline(plan, TODAY))[1] == Heading(2, "Warranty", 0, 0, None, None, None)


def test_a_filter_leaves_out_phases_with_nothing_left_and_changes_no_figures() -> None:
    plan = plan_of(PLAN.milestones, phases=[*PLAN.phases, *phases("", "", "", "Warranty")[3:]])
    rows = outline(plan, TODAY, visible={4, 6})
    assert told(rows) == ["Build", 4, "", "Launch", 6]
    assert headings(rows) == headings(outline(PLAN, TODAY))[1:]
    assert outline(plan, TODAY, visible=frozenset()) == ()


def test_milestones_without_a_phase_have_a_heading_only_beside_phases() -> None:
    loose = [milestone(id=8, due_on=None), milestone(id=9, due_on=date(2026, 9, 1))]
    assert told(outline(plan_of(loose), TODAY)) == [9, 8]
    rows = outline(plan_of([*LAUNCH, *loose], phases=phases("", "", "Launch")[2:]), TODAY)
    assert told(rows) == ["Launch", 6, "", NO_PHASE, 9, 8]
    assert headings(rows)[1] == Heading(None, NO_PHASE, 0, 2, date(2026, 9, 1), date(2026, 9, 1), 0)
    assert outline(plan_of([]), TODAY) == ()


def test_phases_stand_by_position() -> None:
    plan = plan_of([*DISCOVERY, *BUILD], phases=tuple(reversed(phases("Discovery", "Build"))))
    assert told(outline(plan, TODAY)) == ["Discovery", 1, 2, "", "Build", 3, 4, 5]


@pytest.mark.parametrize(
    ("sort", "ids"),
    [
        (Sorting.DUE, [1, 2, 3, 4, 5, 6]),
        (Sorting.SLIP, [4, 6, 1, 2, 3, 5]),  # worst first; without a baseline last, by date
        (Sorting.OWNER, [3, 5, 1, 2, 4, 6]),  # unowned last
        (Sorting.TITLE, [2, 4, 6, 1, 5, 3]),
    ],
)
def test_the_other_orders_have_no_headings(sort: Sorting, ids: list[int]) -> None:
    assert told(outline(PLAN, TODAY, sort)) == ids
    assert told(outline(PLAN, TODAY, sort, {1, 4})) == [id_ for id_ in ids if id_ in (1, 4)]


def test_undated_milestones_come_last() -> None:
    plan = plan_of([*LAUNCH, milestone(id=1, due_on=None)])
    assert told(outline(plan, TODAY, Sorting.DUE)) == [6, 1]


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    count = draw(st.integers(0, 4))
    days = st.none() | st.integers(-40, 40).map(lambda n: TODAY + timedelta(n))
    rows = draw(
        st.lists(
            st.fixed_dictionaries(
                {
                    "phase_id": st.none() | st.integers(1, 5),
                    "due_on": days,
                    "baseline_on": days,
                    "done_on": st.none() | days,
                    "owner": st.sampled_from(["", "Ana", "Zoë"]),
                    "title": st.text(max_size=5),
                }
            ),
            max_size=12,
        )
    )
    return plan_of([milestone(id=n, **row) for n, row in enumerate(rows)], phases=phases(*"abcd"[:count]))


@settings(deadline=None)
@given(plans(), st.sampled_from(Sorting), st.none() | st.frozensets(st.integers(0, 11)))
def test_each_visible_milestone_is_there_once_and_nothing_dangles(
    plan: Plan, sort: Sorting, visible: frozenset[int] | None
) -> None:
    rows = outline(plan, TODAY, sort, visible)
    ids = [row.milestone.id for row in rows if isinstance(row, Item)]
    assert sorted(ids) == [
        m.id for m in sorted(plan.milestones, key=lambda m: m.id) if visible is None or m.id in visible
    ]
    for index, row in enumerate(rows):
        if isinstance(row, Gap):
            assert isinstance(rows[index + 1], Heading)
            assert not isinstance(rows[index - 1], Gap)
        if isinstance(row, Heading):
            assert index == 0 or isinstance(rows[index - 1], Gap)
            assert visible is None or isinstance(rows[index + 1], Item)
            assert (row.start is None) == (row.end is None)
            assert row.start is None or row.end is None or row.start <= row.end


def test_ten_thousand_milestones_are_laid_out_at_once() -> None:
    rng = random.Random(1)
    plan = plan_of(
        [
            milestone(id=n, phase_id=n % 20 + 1, due_on=TODAY + timedelta(rng.randint(-500, 500)), title=f"M{n}")
            for n in range(10_000)
        ],
        phases=phases(*(f"Phase {n}" for n in range(20))),
    )
    for sort in Sorting:
        spent = []
        for _ in range(5):
            start = time.process_time()
            outline(plan, TODAY, sort)
            spent.append(time.process_time() - start)
        assert min(spent) < 2, f"{sort}: {min(spent) * 1000:.0f} ms"  # of the processor, 20 ms as a rule


@settings(max_examples=100, deadline=None)
@given(
    states=st.lists(st.tuples(st.integers(0, 2), st.integers(-30, 30), st.booleans()), min_size=1, max_size=12),
    which=st.integers(0, 11),
    moved=st.integers(-3, 3),
    done=st.booleans(),
    sort=st.sampled_from(Sorting),
)
def test_an_amended_outline_is_the_new_one(
    states: list[tuple[int, int, bool]], which: int, moved: int, done: bool, sort: Sorting
) -> None:
    def made(number: int, phase: int, days: int, is_done: bool) -> Milestone:
        due_on = TODAY + timedelta(days=days)
        return milestone(id=number, phase_id=phase or None, due_on=due_on, done_on=due_on if is_done else None)

    before = [made(number, *state) for number, state in enumerate(states, 1)]
    phase, days, _ = states[which % len(states)]
    changed = made(which % len(states) + 1, phase, days + moved, done)
    named = phases("One", "Two")
    rows = outline(plan_of(before, phases=named), TODAY, sort)
    places = {row.milestone.id: index for index, row in enumerate(rows) if isinstance(row, Item)}
    new = amended(rows, places, [changed], TODAY, sort)
    after = outline(plan_of([changed if m.id == changed.id else m for m in before], phases=named), TODAY, sort)
    assert new is None or new == after
    if not moved and done == states[which % len(states)][2]:
        assert new == rows
