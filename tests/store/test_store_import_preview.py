"""A file compared with what is here: what the preview says is what the import writes, and nothing else."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from taking_back import undo

from milestone_tui.errors import ImportChanged
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.imported import (
    ImportedPlan,
    ImportReport,
    IncomingHoliday,
    IncomingLink,
    IncomingMilestone,
    IncomingPerson,
    IncomingProject,
)
from milestone_tui.plan.importing.compare import compare
from milestone_tui.plan.importing.comparison import ImportComparison, ImportRow, Part, Standing, in_order
from milestone_tui.plan.model import Change, MilestoneKind, MilestoneState
from milestone_tui.store import Store

TODAY = date(2026, 11, 22)
DUE = date(2026, 12, 4)
COUNTED = {
    Part.PROJECT: "project",
    Part.PHASE: "phase",
    Part.MILESTONE: "milestone",
    Part.LINK: "dependency",
    Part.BASELINE: "baseline",
    Part.DAY_OFF: "holiday",
}
"""The table that each part of a file goes into; people are also added by name, as owners."""


@contextmanager
def opened() -> Iterator[Store]:
    """Open a new database."""
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(Store.open(Path(folder) / "m.db", Clock.fixed(TODAY), "ana")) as store,
    ):
        yield store


def preview(store: Store, plan: ImportedPlan) -> ImportComparison:
    return compare(plan, store.read.known(plan), TODAY)


def add(store: Store, plan: ImportedPlan) -> tuple[ImportReport, Change | None]:
    reports: list[ImportReport] = []
    change = store.change_blocking(lambda do: reports.append(do.imports.add(plan)))
    return reports[0], change


def dump(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of the plan, and how many changes the journal has."""
    with closing(sqlite3.connect(store.path)) as db:
        tables = (*COUNTED.values(), "person", "project_person", "baseline_entry")
        found = {table: db.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in tables}
        return {**found, "change": db.execute("SELECT count(*) FROM change").fetchall()}


def one(*milestones: IncomingMilestone, name: str = "House", **more: object) -> ImportedPlan:
    return ImportedPlan((IncomingProject(name, (), milestones)._replace(**more),))  # type: ignore[arg-type]


def row_of(compared: ImportComparison, what: str) -> ImportRow:
    (found,) = (row for row in compared.rows if row.what == what)
    return found


# Any file ------------------------------------------------------------------------------------------------------

TITLES = st.sampled_from(("Roof on", "roof on", "Keys", "=cmd()", "[red]x", "‮evil", ""))
PHASES = st.sampled_from(("", "Walls", "WALLS", "Roof"))
DAYS = st.dates(TODAY - timedelta(30), TODAY + timedelta(90))


@st.composite
def files(draw: st.DrawFn) -> ImportedPlan:
    """A file with one to three projects, some of one name, with titles that come twice."""
    return ImportedPlan(tuple(draw(st.lists(projects(), min_size=1, max_size=3))))


@st.composite
def projects(draw: st.DrawFn) -> IncomingProject:
    count = draw(st.integers(1, 6))
    refs = st.integers(0, count).map(str)  # one of them is in no file
    milestones = tuple(
        IncomingMilestone(
            *(str(place), f"line {place}", draw(TITLES), draw(PHASES)),
            owner=draw(st.sampled_from(("", "Ana", "ana", "Ben"))),
            baseline_on=draw(st.none() | DAYS),
            due_on=draw(st.none() | DAYS),
            done_on=draw(st.none() | st.none() | DAYS),
            progress=draw(st.sampled_from((0, 40))),
            value=draw(st.none() | st.sampled_from((Decimal(5), Decimal("0.001")))),
            cancelled=draw(st.sampled_from((False, False, True))),
            kind=draw(st.sampled_from(MilestoneKind)),
            notes=draw(st.sampled_from(("", "a\nb"))),
        )
        for place in range(count)
    )
    return IncomingProject(
        draw(st.sampled_from(("House", "house", "Barn"))),
        tuple(draw(st.lists(PHASES, max_size=2))),
        milestones,
        links=tuple(
            IncomingLink(a, b, lag)
            for a, b, lag in draw(st.lists(st.tuples(refs, refs, st.integers(-3, 3)), max_size=5))
        ),
        holidays=tuple(IncomingHoliday(day, "Feast") for day in draw(st.lists(DAYS, max_size=2))),
        people=tuple(map(IncomingPerson, draw(st.lists(st.sampled_from(("Ana", "Cleo")), max_size=2)))),
        manager=draw(st.sampled_from(("", "Ben"))),
        currency=draw(st.sampled_from(("", "USD"))),
    )


@settings(max_examples=40, deadline=None)
@given(files(), files())
def test_the_preview_says_what_is_written_and_writes_nothing(first: ImportedPlan, second: ImportedPlan) -> None:
    with opened() as store:
        for plan in (first, second):
            before = dump(store)
            compared = preview(store, plan)
            assert dump(store) == before
            report, change = add(store, plan)
            after = dump(store)
            assert {part: compared.count(Standing.NEW, part) for part in COUNTED} == {
                part: len(after[table]) - len(before[table]) for part, table in COUNTED.items()
            }
            assert report == compared.report
            assert (change is None) == (compared.new == 0)


@settings(max_examples=40, deadline=None)
@given(files())
def test_the_same_file_again_adds_nothing_and_one_undo_takes_all_of_it_back(plan: ImportedPlan) -> None:
    with opened() as store:
        empty = dump(store)
        add(store, plan)
        again = preview(store, plan)
        assert again.new == 0
        milestones = {row.standing for row in again.rows if row.part is Part.MILESTONE}
        assert len(plan.projects) > 1 or milestones <= {Standing.SAME, Standing.SKIPPED}
        written = dump(store)
        assert add(store, plan)[1] is None
        assert dump(store) == written
        undo(store)
        left = dump(store)
        assert {table: left[table] for table in COUNTED.values()} == {table: empty[table] for table in COUNTED.values()}


# Rows ----------------------------------------------------------------------------------------------------------


def test_a_difference_is_named_field_by_field_and_kept(store: Store) -> None:
    beta = IncomingMilestone("1", "line 2", "Beta", "Build", "Raj", due_on=DUE, notes="old", progress=10)
    add(store, one(beta))
    changed = beta._replace(due_on=date(2026, 12, 11), owner="Mia", notes="new", done_on=date(2026, 11, 20))
    compared = preview(store, one(changed))
    row = row_of(compared, "Beta")
    assert (row.standing, row.known_id, row.reason) == (
        Standing.DIFFERS,
        1,
        "due 4 Dec here, 11 Dec in the file · owner Raj here, Mia in the file · another text of notes in the file"
        " · open here, done 20 Nov in the file",
    )
    before = dump(store)
    report, change = add(store, one(changed))
    assert change is None and dump(store) == before
    assert report.remarks[-1].reason == f"already in the project (same phase), kept: {row.reason}"


def test_what_a_file_leaves_empty_does_not_differ(store: Store) -> None:
    full = IncomingMilestone("1", "line 2", "Beta", "Build", "Raj", due_on=DUE, notes="n", kind=MilestoneKind.EVENT)
    add(store, one(full))
    compared = preview(store, one(IncomingMilestone("1", "line 2", "BETA", "build")))
    assert row_of(compared, "BETA").standing is Standing.SAME


def test_of_several_of_one_name_the_one_that_moved_differs(store: Store) -> None:
    days = [date(2026, 12, 1), date(2026, 12, 8), date(2026, 12, 15)]
    committee = [IncomingMilestone(str(n), f"line {n}", "Committee", due_on=day) for n, day in enumerate(days)]
    add(store, one(*committee))
    moved = [committee[2], committee[0]._replace(due_on=date(2026, 12, 2)), committee[1]]
    compared = preview(store, one(*moved, IncomingMilestone("9", "line 9", "Committee", due_on=DUE)))
    assert [(row.where, row.standing.value, row.known_id) for row in compared.rows if row.part is Part.MILESTONE] == [
        ("line 2", "same", 3),
        ("line 0", "differs, kept", 1),
        ("line 1", "same", 2),
        ("line 9", "new", None),
    ]


def test_links_between_milestones_that_are_here_are_new_too_but_close_no_loop(store: Store) -> None:
    steps = [IncomingMilestone(str(n), f"line {n}", f"M{n}", due_on=DUE) for n in range(3)]
    add(store, one(*steps, links=(IncomingLink("0", "1", 2),)))
    links = (IncomingLink("0", "1", 5), IncomingLink("1", "2", 1), IncomingLink("2", "0", 0))
    compared = preview(store, one(*steps, links=links))
    assert [(row.what, row.standing.value, row.reason) for row in compared.rows if row.part is Part.LINK] == [
        ("M0 → M1", "differs, kept", "lag +2 wd here, +5 wd in the file"),
        ("M1 → M2", "new", ""),
        ("M2 → M0", "skipped", "it would close a loop"),
    ]
    add(store, one(*steps, links=links))
    assert [(link.predecessor_id, link.successor_id, link.lag) for link in store.read.plan(1).links] == [
        (1, 2, 2),
        (2, 3, 1),
    ]


def test_the_rows_of_a_new_project_say_what_changes_on_the_way(store: Store) -> None:
    gate = IncomingMilestone("1", "line 2", "Board", kind=MilestoneKind.GATE, done_on=DUE, owner="Raj")
    bad = IncomingMilestone("2", "line 3", "x" * 600)
    compared = preview(store, one(gate, bad))
    assert row_of(compared, "Board").reason == (
        "imported as done today: its done date 4 Dec 2026 is in the future · adds Raj to the people"
        " · a gate without a decision: record it with ctrl+g"
    )
    assert [row.standing for row in in_order(compared.rows)] == [Standing.NEW, Standing.NEW, Standing.SKIPPED]
    assert compared.report.undecided == 1


# Others --------------------------------------------------------------------------------------------------------

OTHERS: tuple[Callable[[Store], object], ...] = (
    lambda store: store.change_blocking(lambda do: do.milestones.create(1, {"title": "Keys"})),
    lambda store: store.change_blocking(lambda do: do.projects.delete(1)),
    lambda store: store.change_blocking(lambda do: do.milestones.edit(1, {"due_on": DUE + timedelta(1)}, {})),
)


@pytest.mark.parametrize("meanwhile", OTHERS)
def test_an_import_that_would_do_something_else_than_its_preview_is_refused(
    store: Store, meanwhile: Callable[[Store], object]
) -> None:
    roof = IncomingMilestone("1", "line 1", "Roof on", due_on=DUE)
    add(store, one(roof))
    plan = one(roof, IncomingMilestone("2", "line 2", "Keys"))
    seen = preview(store, plan)
    meanwhile(store)
    before = dump(store)
    with pytest.raises(ImportChanged, match="Somebody changed these projects"):
        store.change_blocking(lambda do: do.imports.add(plan, None, seen))
    assert dump(store) == before
    now = preview(store, plan)
    store.change_blocking(lambda do: do.imports.add(plan, None, now))
    (house,) = (found for found in store.read.everything() if found.project.name == "House")
    assert {m.title for m in house.milestones} == {"Roof on", "Keys"}
    assert all(m.state is MilestoneState.PLANNED for m in house.milestones)
