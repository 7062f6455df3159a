"""The first frame of a big database: the rows in view in the order of last time, with the figures of now."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from line.vt import Vt
from terminal import Terminal

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.imported import ImportedPlan, IncomingLink, IncomingMilestone, IncomingProject
from milestone_tui.store import Store

TODAY = date(2026, 11, 22)
PROJECTS, EACH = 101, 200
SIZE = (120, 40)


def _project(number: int) -> IncomingProject:
    """Of every seven projects two have slipped far, another has many overdue milestones, a third has links."""
    first = number * EACH
    slip = 30 if number % 7 > 4 else 0
    start = TODAY - timedelta(days=number % 5 if number % 7 == 3 else -1)
    milestones = tuple(
        IncomingMilestone(
            ref=str(first + place),
            where=f"line {first + place}",
            title=f"Milestone {first + place:05d}",
            baseline_on=(day := start + timedelta(days=place // 2)),
            due_on=day + timedelta(days=slip),
            done_on=TODAY if place % 4 == 1 else None,
        )
        for place in range(EACH)
    )
    links = [IncomingLink(a.ref, b.ref, 0) for a, b in zip(milestones[::40], milestones[1::40], strict=True)]
    client = ("Acme", "", "Bolt & Co")[number % 3]
    return IncomingProject(f"P{number:03d}", (), milestones, tuple(links) if number % 7 == 1 else (), client=client)


def opened(path: Path) -> Store:
    return Store.open(path, Clock.fixed(TODAY), "raj")


def imported(path: Path, projects: Sequence[IncomingProject]) -> None:
    store = opened(path)
    store.change_blocking(lambda do: do.imports.add(ImportedPlan(tuple(projects)), None))
    store.close()


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("big") / "m.db"
    imported(path, [_project(number) for number in range(PROJECTS)])
    return path


@pytest.fixture
def big(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(filled, tmp_path))


class Seen(NamedTuple):
    """The lines of the screen before Textual is there, and when all is shown."""

    first: list[str]
    settled: list[str]
    differing: int
    """Cells that differ, without the key bar."""


def started(path: Path, *keys: str) -> Seen:
    """Start, press keys when all is shown, and quit."""
    with Terminal("--db", str(path), home=path.parent, size=SIZE) as terminal:
        terminal.see("help")
        terminal.quiet(0.3)
        before, _, after = bytes(terminal.output).partition(b"\x1b[?1000h")
        for key in keys:
            terminal.press(key)
            terminal.quiet(0.3)
        terminal.press("ctrl+q")
        assert terminal.end() == 0
    seen = Vt(*SIZE)
    seen.feed(before.decode())
    first, cells = seen.text.split("\n"), [list(row) for row in seen.cells.rows]
    seen.feed(after.decode())
    pairs = [
        pair for was, now in zip(cells[:-1], seen.cells.rows[:-1], strict=True) for pair in zip(was, now, strict=True)
    ]
    return Seen(first, seen.text.split("\n"), sum(a != b for a, b in pairs))


def rows(lines: Sequence[str]) -> dict[str, str]:
    """The rows of projects, by key, in their order, without the cursor's bar."""
    return {found[1]: line[1:] for line in lines[4:-13] if (found := re.match(r".{3}(P\d+|NEW)\b", line))}


def kept(path: Path) -> dict[str, str]:
    file = path.parent / ".local" / "state" / "milestone_tui" / "views"
    return dict(line.split(" = ", 1) for line in file.read_text().splitlines())


def ids(path: Path) -> dict[str, int]:
    store = opened(path)
    found = {s.project.key: s.project.id for s in store.read.projects(TODAY, True)}
    store.close()
    return found


def test_the_first_start_shows_true_figures_and_the_next_one_the_true_order(big: Path) -> None:
    seen = started(big)
    first, settled = rows(seen.first), rows(seen.settled)
    assert len(first) == len(settled) > 20
    assert list(first) != list(settled), "without an order of last time, the most overdue come first"
    both = first.keys() & settled.keys()
    assert both
    assert {key: first[key] for key in both} == {key: settled[key] for key in both}
    assert seen.first[0] == seen.settled[0]
    assert re.search(r"\d+ overdue · \d+ due next week", seen.first[0])
    assert kept(big)["listed_by"] == "health"
    assert len(kept(big)["listed"].split()) == PROJECTS
    assert started(big).differing == 0


@pytest.mark.parametrize("keys", [("s",), ("s", "s", "o"), ("s", "s", "s", "s"), ("s", "s", "s", "s", "s", "o")])
def test_it_is_sorted_and_grouped_as_the_person_left_it(big: Path, keys: Sequence[str]) -> None:
    started(big, *keys)
    assert started(big).differing == 0


def test_what_others_did_meanwhile_is_in_the_first_frame(big: Path) -> None:
    before = list(rows(started(big).settled))
    project = ids(big)
    store = opened(big)
    store.change_blocking(lambda do: do.projects.archive(project[before[0]], True))
    store.change_blocking(lambda do: do.projects.delete(project[before[2]]))
    first = next(m for m in store.read.plan(project[before[1]]).milestones if m.done_on is None)
    store.change_blocking(lambda do: do.milestones.tick(first.id, TODAY))
    store.close()
    imported(big, [_project(5)._replace(name="NEW")])
    seen = started(big)
    shown = list(rows(seen.first))
    assert shown[: len(before) - 2] == [before[1], *before[3:]]
    settled = rows(seen.settled)
    assert "NEW" in settled
    assert "NEW" not in shown
    both = rows(seen.first).keys() & settled.keys()
    assert {key: rows(seen.first)[key] for key in both} == {key: settled[key] for key in both}
    assert seen.first[0] == seen.settled[0]
    assert started(big).differing == 0


def test_the_order_of_another_database_is_not_taken(big: Path) -> None:
    unknown = rows(started(big).first)
    other = Path(shutil.copy(big, big.with_name("other.db")))
    assert list(rows(started(other).first)) == list(unknown)


def test_a_key_pressed_at_the_first_frame_is_for_the_project_that_it_shows(big: Path) -> None:
    seen = started(big)
    state = big.parent / ".local" / "state" / "milestone_tui" / "views"
    state.unlink()
    shown = next(iter(rows(seen.first)))
    assert shown not in list(rows(seen.settled)), "not on the first page in the end"
    with Terminal("--db", str(big), home=big.parent, size=SIZE) as terminal:
        terminal.see("NEXT MILESTONE")
        terminal.press("enter")
        terminal.see(f"Milestone {int(shown[1:]) * EACH:05d}  delivery")
        terminal.press("ctrl+q")
        assert terminal.end() == 0


def test_below_the_threshold_nothing_is_remembered(tmp_path: Path) -> None:
    path = tmp_path / "m.db"
    imported(path, [_project(number) for number in range(12)])
    assert started(path).differing == 0
    assert started(path, "s").differing == 0
    assert kept(path) == {"projects_order": "due date"}
