"""Two databases and one folder under random changes: nothing lost, nothing invented, and a conflict is always told."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from journal_storm import FIELDS, IDS, STORM, TEXTS, sample
from taking_back import redo, undo
from twin import TODAY, Office, Spot, Synced, flat, in_files, journal_size, snapshot

from milestone_tui.errors import MilestoneError
from milestone_tui.plan.inputs import CostInput
from milestone_tui.store.commands import Commands

Step = Callable[[Any], object]

MORE: st.SearchStrategy[Step] = st.one_of(
    st.builds(lambda p, t: lambda do: do.risks.create(p, {"title": t or "Late"}, [1]), IDS, TEXTS),
    st.builds(lambda r, t: lambda do: do.risks.edit(r, {"title": t or "Later"}, {}), IDS, TEXTS),
    st.builds(
        lambda m, a: lambda do: do.costs.set(m, [CostInput(None, TODAY, Decimal(a), "x")], []), IDS, st.integers(1, 9)
    ),
    st.builds(lambda p, t: lambda do: do.reviews.add_need(p, t or "Data"), IDS, TEXTS),
    st.builds(lambda p, t: lambda do: do.projects.edit(p, {"name": t or "N", "client": t}, {}), IDS, TEXTS),
    st.builds(lambda p, k: lambda do: do.projects.edit(p, {"key": k}, {}), IDS, st.sampled_from(["X", "Y", "ACME"])),
    st.builds(lambda m, f: lambda do: do.milestones.edit(m, f, {}), st.integers(1, 3), FIELDS),
    st.builds(
        lambda p, d: lambda do: do.absences.add(p, TODAY, TODAY + timedelta(days=d), "off"), IDS, st.integers(0, 2)
    ),
)
STEPS = st.lists(st.one_of(STORM, MORE, MORE), max_size=6)
ROUNDS = st.lists(st.tuples(st.sampled_from("AB"), STEPS), min_size=1, max_size=5)


def run(office: Office, steps: list[Step]) -> None:
    for step in steps:
        with suppress(MilestoneError):
            if step in (undo, redo):
                step(office.store)
            else:
                office(step)


@pytest.fixture(scope="module")
def files(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A database with a project, and an empty one."""
    path = tmp_path_factory.mktemp("twin")
    office = Office(Path(shutil.copy(empty_file, path / "a.db")), path, "ana")
    office(sample)
    office.close()
    return path / "a.db", empty_file


@contextmanager
def two_offices(files: tuple[Path, Path]) -> Iterator[dict[str, Office]]:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "plans"
        first = Office(Path(shutil.copy(files[0], Path(place) / "a.db")), folder, "ana")
        second = Office(Path(shutil.copy(files[1], Path(place) / "b.db")), folder, "bob")
        try:
            yield {"A": first, "B": second}
        finally:
            first.close()
            second.close()


def is_covered(spot: Spot, told: set[Spot], homes: Mapping[tuple[str, str], str]) -> bool:
    """Whether a difference was told: by itself, or by what it is inside of."""
    kind, uid, _ = spot
    if spot in told or (kind, uid, "") in told:
        return True
    home, _, parent = homes.get((kind, uid), " ").partition(" ")
    return ("project", home, "") in told or ("milestone", parent, "") in told


def check_sync(
    before: dict[Spot, str], files: dict[Spot, str], base: dict[Spot, str], after: Office, done: Synced
) -> dict[Spot, str]:
    """Hold one sync to the naive reading of what it may do, spot by spot; return what is agreed on after it."""
    here, there = flat(after.records()), flat(in_files(after.folder))
    homes = {spot[:2]: text for side in (before, files, here, there) for spot, text in side.items() if not spot[2]}
    agreed = {}
    for spot in {*before, *files, *here, *there}:
        h0, f0, h1, f1 = (side.get(spot) for side in (before, files, here, there))
        person = spot[0] == "person"
        assert h1 in (h0, f0), ("invented here", spot, h0, f0, h1)
        assert f1 in (h0, f0) or person, ("invented in the files", spot, h0, f0, f1)
        if h1 == f1:
            if h1 is not None:
                agreed[spot] = h1
        elif spot in base:
            agreed[spot] = base[spot]
        if person:
            continue
        if h1 != f1:
            assert is_covered(spot, done.told, homes), ("not told", spot, h1, f1, done.told)
            assert (h1, f1) == (h0, f0), ("left, but changed", spot, h0, f0, h1, f1)
        if h1 != h0:
            assert h0 == base.get(spot) or spot[2] == "due", ("lost here", spot, base.get(spot), h0, h1)
        if f1 != f0:
            assert f0 == base.get(spot) or spot[2] == "due", ("lost in the files", spot, base.get(spot), f0, f1)
    return agreed


def check_quiet(office: Office) -> None:
    """A second sync in a row changes nothing, not even a time."""
    before, size = snapshot(office.folder), journal_size(office.path)
    again = office.sync()
    assert not again.change and not again.outcome.taken and not again.outcome.written, again
    assert (snapshot(office.folder), journal_size(office.path)) == (before, size)


@settings(max_examples=25)
@given(ROUNDS)
def test_nothing_is_lost_or_invented_and_every_conflict_is_told(
    files: tuple[Path, Path], rounds: list[tuple[str, list[Step]]]
) -> None:
    with two_offices(files) as offices:
        bases: dict[str, dict[Spot, str]] = {"A": {}, "B": {}}
        offices["A"].sync()
        bases["A"] = flat(offices["A"].records())
        for name, steps in (*rounds, ("A", []), ("B", []), ("A", []), ("B", [])):
            office = offices[name]
            run(office, [step for step in steps if step not in (undo, redo)])
            here, there = flat(office.records()), flat(in_files(office.folder))
            done = office.sync()
            bases[name] = check_sync(here, there, bases[name], office, done)
            check_quiet(office)
        if not done.told and not offices["A"].sync().told:
            one, other = (flat(offices[name].records(), people=False) for name in "AB")
            written = flat(in_files(office.folder), people=False)
            assert {spot: one.get(spot) for spot in written} == written
            assert {spot: other.get(spot) for spot in written} == written


@settings(max_examples=15)
@given(ROUNDS)
def test_undo_and_redo_between_syncs_lead_to_the_same_in_both(
    files: tuple[Path, Path], rounds: list[tuple[str, list[Step]]]
) -> None:
    """An undo of a sync moves the base back: whatever happens, in the end both agree, or a person is told."""
    with two_offices(files) as offices:
        offices["A"].sync()
        for name, steps in rounds:
            run(offices[name], steps)
            offices[name].sync()
            check_quiet(offices[name])
            for turn in (undo, redo, undo):
                with suppress(MilestoneError):
                    turn(offices[name].store)
        for name in "ABABAB":
            done = offices[name].sync()
        here, there = (flat(side, people=False) for side in (offices["B"].records(), in_files(offices["B"].folder)))
        homes = {spot[:2]: text for side in (here, there) for spot, text in side.items() if not spot[2]}
        for spot in there:
            assert here.get(spot) == there[spot] or is_covered(spot, done.told, homes), (spot, done.told)


def test_a_copied_database_agrees_with_its_original(tmp_path: Path) -> None:
    first = Office(tmp_path / "a.db", tmp_path / "plans")
    first(sample)
    first.close()
    shutil.copy(tmp_path / "a.db", tmp_path / "b.db")
    offices = [Office(tmp_path / name, tmp_path / "plans") for name in ("a.db", "b.db")]

    def new(do: Commands) -> None:
        do.milestones.create(1, {"title": f"By {len(made)}"})

    made: list[int] = []
    for office in offices:
        office(new)  # the same row id, at the same instant
        made.append(1)
    for office in (*offices, *offices):
        assert not office.sync().told
    titles = [
        {record.facts["title"] for key, record in office.records().items() if key.kind == "milestone"}
        for office in offices
    ]
    assert titles[0] == titles[1] >= {"Alpha", "Beta", "Gamma", "By 0", "By 1"}
    for office in offices:
        office.close()
