"""Any plan that comes again in any shape, over any edits here: properties of an update."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st
from replay import contents, history
from taking_back import redo, undo

from milestone_tui.errors import MilestoneError
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.imported import (
    ALL_FIELDS,
    ImportedPlan,
    ImportReport,
    IncomingLink,
    IncomingMilestone,
    IncomingProject,
)
from milestone_tui.plan.importing.compare import compare
from milestone_tui.plan.importing.comparison import Part, Standing, Taking
from milestone_tui.plan.model import Change, MilestoneKind
from milestone_tui.store import Store
from milestone_tui.store.checking import check_database, check_journal
from milestone_tui.store.commands import Commands

TODAY = date(2026, 11, 22)
DAYS = st.dates(TODAY - timedelta(60), TODAY + timedelta(90))
TITLES = st.sampled_from(("Gate", "Roof on", "roof on", "Keys", "Permit"))
PHASES = st.sampled_from(("", "Walls", "Roof"))
PEOPLE = st.sampled_from(("", "Ana", "Ben"))


@contextmanager
def opened() -> Iterator[Store]:
    """Open a new database."""
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(Store.open(Path(folder) / "m.db", Clock.fixed(TODAY), "ana")) as store,
    ):
        yield store


@st.composite
def milestones(draw: st.DrawFn, place: int) -> IncomingMilestone:
    return IncomingMilestone(
        *(str(place), f"line {place}", draw(TITLES), draw(PHASES), draw(PEOPLE)),
        due_on=draw(st.none() | DAYS),
        baseline_on=draw(st.none() | st.just(TODAY)),
        done_on=draw(st.none() | st.none() | DAYS.filter(lambda day: day <= TODAY)),
        cancelled=draw(st.sampled_from((False, False, False, True))),
        progress=draw(st.sampled_from((0, 0, 40))),
        kind=draw(st.sampled_from((*MilestoneKind,))),
        notes=draw(st.sampled_from(("", "a\nb"))),
        source_id=draw(st.sampled_from(("", str(place), str(place), str(place + 1)))),
    )


@st.composite
def plans(draw: st.DrawFn) -> ImportedPlan:
    """A file of one project, with titles and ids that come twice."""
    count = draw(st.integers(1, 6))
    refs = st.integers(0, count - 1).map(str)
    links = draw(st.lists(st.tuples(refs, refs, st.integers(-3, 3)), max_size=4))
    fields = draw(st.sampled_from((ALL_FIELDS, None, frozenset(("title", "phase", "due_on")))))
    project = IncomingProject(
        *("House", (), tuple(draw(milestones(place)) for place in range(count))),
        links=tuple(IncomingLink(*link) for link in links),
        fields=fields,
    )
    return ImportedPlan((project,), source="CSV", file_name="plan.csv")


class Edit(NamedTuple):
    """An edit by hand; one that is refused is none."""

    place: int
    fields: dict[str, object]


EDITS = st.lists(
    st.builds(
        Edit,
        st.integers(1, 6),
        st.fixed_dictionaries({}, optional={"title": TITLES, "phase": PHASES, "owner": PEOPLE, "due_on": DAYS}).filter(
            bool
        ),
    ),
    max_size=3,
)


def edit(store: Store, edits: list[Edit]) -> None:
    for place, fields in edits:
        with suppress(MilestoneError):
            store.change_blocking(partial(_edit, place, fields))


def _edit(place: int, fields: dict[str, object], do: Commands) -> None:
    do.milestones.edit(place, fields, {})


def update(store: Store, plan: ImportedPlan, *, cancel_gone: bool = False) -> tuple[ImportReport, Change | None]:
    reports: list[ImportReport] = []
    change = store.change_blocking(lambda do: reports.append(do.imports.update(plan, cancel_gone=cancel_gone)))
    return reports[0], change


@settings(max_examples=25, deadline=None)
@given(plans(), EDITS, plans(), st.booleans())
def test_an_update_does_what_its_preview_says_once_and_undo_takes_all_of_it_back(
    first: ImportedPlan, edits: list[Edit], second: ImportedPlan, cancel_gone: bool
) -> None:
    with opened() as store:
        store.change_blocking(lambda do: do.imports.add(first))
        edit(store, edits)
        before = contents(store.path)
        compared = compare(second, store.read.known(second), TODAY, taking=Taking(True, cancel_gone))
        assert contents(store.path) == before
        report, change = update(store, second, cancel_gone=cancel_gone)
        assert report == compared.report
        assert (change is None) == (compared.written == 0)
        after = contents(store.path)
        assert update(store, second, cancel_gone=cancel_gone)[1] is None
        assert contents(store.path) == after == history(store.path)
        assert check_database(store.path) == () == check_journal(store.path, 9)
        if change is not None:
            undo(store)
            assert contents(store.path) == before
            again = compare(second, store.read.known(second), TODAY, taking=Taking(True, cancel_gone))
            assert again == compared, "the same is offered again"
            redo(store)
            assert contents(store.path) == after


@settings(max_examples=25, deadline=None)
@given(plans(), EDITS, plans())
def test_no_update_overwrites_what_was_changed_here(
    first: ImportedPlan, edits: list[Edit], second: ImportedPlan
) -> None:
    with opened() as store:
        store.change_blocking(lambda do: do.imports.add(first))
        imported = {m.id: m for m in store.read.plan(1).milestones}
        edit(store, edits)
        edited = {m.id: m for m in store.read.plan(1).milestones}
        update(store, second)
        for milestone in store.read.plan(1).milestones:
            if milestone.id not in edited:
                continue
            for field in ("title", "phase", "owner", "due_on"):
                here = getattr(edited[milestone.id], field)
                if str(here).casefold() != str(getattr(imported[milestone.id], field)).casefold():
                    assert getattr(milestone, field) == here, field


@settings(max_examples=25, deadline=None)
@given(plans(), plans())
def test_without_edits_here_an_update_makes_of_it_what_the_file_says(first: ImportedPlan, second: ImportedPlan) -> None:
    with opened() as store:
        store.change_blocking(lambda do: do.imports.add(first))
        update(store, second)
        compared = compare(second, store.read.known(second), TODAY, taking=Taking(update=True))
        found = {m.id: m for m in store.read.plan(1).milestones}
        for row in compared.rows:
            if row.part is Part.MILESTONE and row.standing is Standing.SAME and row.known_id is not None:
                source = next(m for m in second.projects[0].milestones if m.where == row.where)
                known = found[row.known_id]
                if source.due_on is not None:
                    assert known.due_on == source.due_on
                assert known.title.casefold() == source.title.casefold()
        kept = [one.kept for row in compared.rows for one in row.differences]
        assert set(kept) <= {"an import keeps the baseline"}, "nobody has changed anything here"
