"""Files of earlier days, imported in any order: what stands, what the trend says, and what each undo gives back."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from monthly_files import MonthlyFile, month_end, year_of_files
from replay import Tables, contents, dangling, history
from taking_back import redo, undo

from milestone_tui.plan.analysis.trend import held_on
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.imported import ImportedPlan, IncomingMilestone, IncomingProject
from milestone_tui.store import Store
from milestone_tui.store.checking import check_journal

TODAY = date(2026, 1, 15)
_FIELDS = frozenset(("title", "phase", "owner", "due_on", "done_on"))


@contextmanager
def opened(path: Path, actor: str = "ana", today: date = TODAY) -> Iterator[Store]:
    with closing(Store.open(path, Clock.fixed(today), actor)) as store:
        yield store


class Said(NamedTuple):
    """What a file says of a milestone."""

    title: str
    due: date | None = None
    done: date | None = None
    owner: str = ""


def plan(lines: Sequence[Said]) -> ImportedPlan:
    rows = tuple(
        IncomingMilestone(one.title, "", one.title, "Build", one.owner, due_on=one.due, done_on=one.done)
        for one in lines
    )
    return ImportedPlan((IncomingProject("House", ("Build",), rows, fields=_FIELDS),), source="CSV")


def bring(store: Store, day: date, lines: Sequence[Said]) -> bool:
    """Import a file for a day; return whether anything changed."""
    command = lambda do: do.imports.update(plan(lines), for_day=True)  # noqa: E731
    projects = store.read.known(plan(lines)).projects.keys()
    return store.submit(command, reported_on=day, projects=projects).result() is not None


def check(path: Path) -> None:
    assert history(path) == contents(path)
    assert dangling(contents(path)) == []
    assert check_journal(path, 5) == ()


def final(path: Path) -> Mapping[str, Any]:
    """What stands, by title; when a date was last confirmed is the day on which it moved, or came."""
    tables = contents(path)
    people = {id_: row["name"] for id_, row in tables["person"].items()}
    return {
        row["title"]: (row["due_on"], row["done_on"], row["state"], people.get(row["owner_id"]), row["progress"])
        for row in tables["milestone"].values()
    }


def trend(store: Store, days: Sequence[date]) -> Mapping[str, Sequence[object]]:
    """What the trend has of each milestone at the end of these days."""
    titles = {m.id: m.title for m in store.read.plan(1).milestones}
    found = store.read.trend(1, TODAY).milestones
    return {
        titles[id_]: [(held := held_on(states, day)) and (held.exists, held.due_on, held.done_on) for day in days]
        for id_, states in found.items()
        if id_ in titles
    }


DAYS = tuple(month_end(month) for month in (1, 2, 3, 4))
A, B, C = date(2025, 6, 2), date(2025, 7, 7), date(2025, 8, 4)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_date_that_went_and_came_back_is_the_same_in_any_order(tmp_path: Path, order: tuple[int, ...]) -> None:
    files = ([Said("Beta", A)], [Said("Beta", B)], [Said("Beta", A)])
    path = tmp_path / "m.db"
    with opened(path) as store:
        for number in order:
            assert bring(store, DAYS[number], files[number])
            check(path)
        assert trend(store, DAYS[:3]) == {"Beta": [(True, A, None), (True, B, None), (True, A, None)]}
        assert final(path)["Beta"][0] == A.isoformat()


def test_a_file_that_says_nothing_new_is_one_change_of_its_day_once(tmp_path: Path) -> None:
    path = tmp_path / "m.db"
    with opened(path) as store:
        for day in DAYS:
            assert bring(store, day, [Said("Beta", A)])
        before = contents(path)
        assert not any(bring(store, day, [Said("Beta", A)]) for day in DAYS)
        assert contents(path) == before
        days = [change.reported_on for change in store.read.history()]
        assert days == list(reversed(DAYS))


def test_what_was_changed_here_is_never_overruled(tmp_path: Path) -> None:
    path = tmp_path / "m.db"
    with opened(path) as store:
        bring(store, DAYS[0], [Said("Beta", A), Said("Gamma", A)])
        beta, gamma = sorted(contents(path)["milestone"])
        store.change_blocking(lambda do: do.milestones.edit(beta, {"due_on": C}, {}))
        store.change_blocking(lambda do: do.milestones.delete([gamma]))
        for day in DAYS[1:]:
            bring(store, day, [Said("Beta", B), Said("Gamma", B)])
            check(path)
        assert set(final(path)) == {"Beta"} and final(path)["Beta"][0] == C.isoformat()
        assert trend(store, DAYS)["Beta"][1] == (True, B, None)


def test_what_was_changed_here_before_a_file_is_kept_from_it(tmp_path: Path) -> None:
    path = tmp_path / "m.db"
    with opened(path, today=DAYS[1]) as store:
        bring(store, DAYS[0], [Said("Beta", A)])
        store.change_blocking(lambda do: do.milestones.edit(1, {"due_on": C}, {}))
    with opened(path) as store:
        bring(store, DAYS[2], [Said("Beta", B)])
        assert final(path)["Beta"][0] == C.isoformat()
        check(path)


def test_an_older_file_takes_a_milestone_that_was_made_here_as_it_was_then(tmp_path: Path) -> None:
    path = tmp_path / "m.db"
    with opened(path) as store:
        bring(store, DAYS[3], [Said("Alpha", A)])
        store.change_blocking(lambda do: do.milestones.create(1, {"title": "Beta", "phase": "Build", "due_on": C}))
        bring(store, DAYS[0], [Said("Beta", B, owner="Raj")])
        assert final(path)["Beta"][:1] == (C.isoformat(),)
        assert trend(store, DAYS)["Beta"] == [(True, B, None)] * 4
        check(path)


def test_a_done_milestone_was_open_in_an_older_file(tmp_path: Path) -> None:
    path = tmp_path / "m.db"
    with opened(path) as store:
        bring(store, DAYS[3], [Said("Beta", A, done=date(2025, 4, 15))])
        bring(store, DAYS[0], [Said("Beta", B)])
        bring(store, DAYS[1], [Said("Beta")])
        done = (True, A, date(2025, 4, 15))
        assert trend(store, DAYS)["Beta"] == [(True, B, None), (True, None, None), (True, None, None), done]
        check(path)


def test_the_undo_of_a_file_in_the_middle_lets_the_others_stand(tmp_path: Path) -> None:
    path = tmp_path / "m.db"
    with opened(path) as store, opened(path, "Ben") as ben:
        bring(store, DAYS[0], [Said("Beta", A)])
        bring(ben, DAYS[1], [Said("Beta", B)])
        bring(store, DAYS[2], [Said("Beta", C)])
        undo(ben)
        check(path)
        assert trend(store, DAYS)["Beta"] == [(True, A, None), (True, A, None), (True, C, None), (True, C, None)]
        redo(ben)
        check(path)
        assert trend(store, DAYS)["Beta"][1] == (True, B, None)
        undo(store)
        check(path)
        assert trend(store, DAYS)["Beta"][2] == (True, B, None)


def test_the_undo_of_the_file_of_today_after_an_older_one_gives_back_what_stood(tmp_path: Path) -> None:
    """The older file gave today's file an edit that says what it found."""
    path = tmp_path / "m.db"
    with opened(path) as store:
        bring(store, DAYS[0], [Said("Beta", A)])
        before = contents(path)
        bring(store, TODAY, [Said("Beta", A)])
        between = contents(path)
        bring(store, DAYS[1], [Said("Beta", B)])
        assert final(path)["Beta"][0] == A.isoformat()
        check(path)
        undo(store)
        assert contents(path) == between
        undo(store)
        assert contents(path) == before
        check(path)
        redo(store)
        redo(store)
        assert final(path)["Beta"][0] == A.isoformat()
        check(path)


DATES = st.sampled_from([A, B, C, None])
DONE = st.sampled_from([None, None, date(2025, 1, 10)])
LINES = st.lists(
    st.builds(Said, st.sampled_from("ABC"), DATES, DONE, st.sampled_from(["", "Raj"])),
    unique_by=lambda one: one.title,
    max_size=3,
)


@settings(
    max_examples=25,
    phases=(Phase.explicit, Phase.generate),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(st.lists(LINES.filter(bool), min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_files_in_any_order_give_the_same_and_each_undo_gives_back_the_tables(
    files: list[list[Said]], random: Any
) -> None:
    dated = list(zip(DAYS, files, strict=False))
    shuffled = random.sample(dated, len(dated))
    with tempfile.TemporaryDirectory() as folder:
        results = []
        for number, order in enumerate((dated, shuffled)):
            path = Path(folder) / f"{number}.db"
            with opened(path) as store:
                states: list[Tables] = []
                for day, lines in order:
                    states.append(contents(path))
                    assert bring(store, day, lines)
                    check(path)
                results.append((final(path), trend(store, DAYS[: len(files)])))
                assert not any(bring(store, day, lines) for day, lines in order)
                after = contents(path)
                for state in reversed(states):
                    undo(store)
                    assert contents(path) == state
                    assert check_journal(path, 5) == ()
                for _ in states:
                    redo(store)
                assert contents(path) == after
                check(path)
        assert results[0] == results[1]


def test_a_year_of_files_newest_first_is_the_year_oldest_first(tmp_path: Path) -> None:
    files = list(year_of_files(40, 12, comes_and_goes=True))
    days = [file.day for file in files]
    results = []
    for name, order in (("old", files), ("new", files[::-1])):
        with opened(tmp_path / name) as store:
            for file in order:
                bring(store, file.day, _lines(file))
            results.append((final(tmp_path / name), trend(store, days)))
        check(tmp_path / name)
    assert results[0] == results[1]


def _lines(file: MonthlyFile) -> list[Said]:
    return [Said(line.title, line.due, line.done, line.owner) for line in file.lines]
