"""One slip and one finish, wherever they are told: on the screens, on the command line, in a what-if, over midnight."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from portfolio import TODAY, Step, add_project
from screens import last_line, line_of, press, screen_lines, screen_text, settled
from textual.pilot import Pilot
from watching import watched

from milestone_tui.cli.main import main
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands
from milestone_tui.ui.app import MilestoneApp

SIZES = ((120, 40), (80, 24), (60, 15))


@pytest.fixture
def helio(store: Store) -> Store:
    """A project whose last open milestone is overdue: agreed for 5 November, due on the 19th, today is the 22nd."""
    steps = (
        Step("Build", "Ledger migrated", date(2026, 9, 14), 0, True),
        Step("Acceptance", "Client sign-off", date(2026, 11, 19), 14),
    )
    add_project(store, "HELIO", "Billing platform", "Helios AG", date(2026, 12, 20), steps)
    return store


def bare_project(store: Store, *days: date | None) -> None:
    """A project that no baseline was set for."""

    def make(do: Commands) -> None:
        project_id = do.projects.create({"key": "BARE", "name": "Intranet"})
        for number, day in enumerate(days):
            do.milestones.create(project_id, {"title": f"Step {number}", "due_on": day})

    store.change_blocking(make)


def row_of(pilot: Pilot[None], words: str) -> str:
    """The row of a milestone, below the title."""
    return next(line for line in screen_lines(pilot.app)[1:] if words in line)


def listed(store: Store, capsys: pytest.CaptureFixture[str], *options: str) -> str:
    """What `milestone-tui list` prints."""
    assert main(["list", "--db", str(store.path), "--today", TODAY.isoformat(), *options]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("size", SIZES)
async def test_every_view_tells_the_same_slip(
    helio: Store, size: tuple[int, int], capsys: pytest.CaptureFixture[str]
) -> None:
    app = MilestoneApp(helio, Clock.fixed(TODAY))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        assert line_of(pilot, "HELIO").rstrip().endswith("22 Nov  +17 d")
        await press(pilot, "enter")
        row = row_of(pilot, "Client sign-of")
        assert "+17 d" in row or size[0] < 76
        if size[0] >= 80:
            assert re.search("◇─+◆─+┊", row), "drawn on to today"
        await press(pilot, "y")
        assert "slip +17 d" in app.clipboard
        await press(pilot, "slash", *"slip=17", "enter")
        assert "Client sign-of" in screen_text(app) and "Ledger" not in screen_text(app)
        await press(pilot, "escape", "C")
        assert "+17 d" in screen_text(app)
    record = json.loads(listed(helio, capsys, "--filter", "slip=17", "--json"))
    assert [(m["title"], m["slip_days"]) for m in record] == [("Client sign-off", 17)]
    assert "+17 d" in listed(helio, capsys)
    (project,) = json.loads(listed(helio, capsys, "--projects", "--json"))
    assert (project["finish_on"], project["baseline_finish_on"], project["slip_days"]) == (
        "2026-11-22",
        "2026-11-05",
        17,
    )
    table = listed(helio, capsys, "--projects")
    assert table.splitlines()[1].endswith("2026-11-19  2026-11-22  +17 d")


async def test_over_midnight_it_goes_on(helio: Store) -> None:
    day = [TODAY]
    clock = Clock(lambda: day[0], Clock.fixed(TODAY).now)
    async with watched(helio, clock) as (pilot, app):
        assert "+17 d" in line_of(pilot, "HELIO")
        day[0] += timedelta(1)
        await app.look(pilot)
        assert line_of(pilot, "HELIO").rstrip().endswith("23 Nov  +18 d")
        await press(pilot, "enter")
        assert "+18 d" in row_of(pilot, "Client sign-off")
        before = row_of(pilot, "Client sign-off")
        day[0] += timedelta(9)
        await app.look(pilot)
        assert "+27 d" in row_of(pilot, "Client sign-off")
        assert row_of(pilot, "Client sign-off") != before


async def test_a_what_if_begins_at_the_finish_of_today(helio: Store) -> None:
    day = [TODAY]
    clock = Clock(lambda: day[0], Clock.fixed(TODAY).now)
    async with watched(helio, clock) as (pilot, app):
        await press(pilot, "enter", "m", *"27 nov")
        assert "finish 22 → 27 Nov" in screen_lines(app)[0]
        day[0] += timedelta(1)
        await app.look(pilot)
        assert "finish 23 → 27 Nov" in screen_lines(app)[0]
        await press(pilot, "escape", "m", *"2026-11-20")
        assert "finish stays 23 Nov" in screen_lines(app)[0], "a day that has passed changes nothing"


@pytest.mark.parametrize("size", SIZES)
async def test_a_project_without_a_baseline_says_so_and_is_offered_one(store: Store, size: tuple[int, int]) -> None:
    bare_project(store, date(2026, 12, 1))
    app = MilestoneApp(store, Clock.fixed(TODAY))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        assert line_of(pilot, "BARE").rstrip().endswith("no baseline")
        await press(pilot, "enter")
        has_slip = size[0] > 60
        assert ("no baseline · B to set one" if has_slip else "No baseline yet. Press B to set one") in screen_text(app)
        await press(pilot, "B", "enter")
        assert "no baseline" not in screen_text(app)
        await press(pilot, "escape")
        assert line_of(pilot, "BARE").rstrip().endswith("0 d")


async def test_a_plan_typed_by_hand_is_offered_a_baseline(store: Store) -> None:
    bare_project(store)
    app = MilestoneApp(store, Clock.fixed(TODAY))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "enter", "n", *"Pilot 1 dec", "enter")
        assert last_line(pilot).startswith("Added"), "what was done is not hidden"
        assert "no baseline · B to set one" in screen_text(app)


@pytest.mark.parametrize("days", [(), (None, None)], ids=["empty", "undated"])
async def test_without_dates_no_baseline_is_offered(store: Store, days: Sequence[date | None]) -> None:
    bare_project(store, *days)
    app = MilestoneApp(store, Clock.fixed(TODAY))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert line_of(pilot, "BARE").rstrip().endswith("no baseline" if days else "–")
        await press(pilot, "enter")
        assert "B to set one" not in screen_text(app)
        assert ("no baseline" in screen_text(app)) == bool(days)


async def test_the_help_says_what_the_figures_count(helio: Store) -> None:
    app = MilestoneApp(helio, Clock.fixed(TODAY))
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "question_mark")
        assert all(word in screen_text(app) for word in ("FIGURES", "slip", "finish", "working days to spare"))


def test_the_list_of_projects_can_be_filtered_and_narrowed(helio: Store, capsys: pytest.CaptureFixture[str]) -> None:
    bare_project(helio, date(2026, 12, 1))
    assert "no baseline" in listed(helio, capsys, "--projects")
    overdue = listed(helio, capsys, "--projects", "--filter", "is:overdue")
    assert [line.split()[0] for line in overdue.splitlines()[1:]] == ["HELIO"]
    one = json.loads(listed(helio, capsys, "--projects", "--project", "bare", "--json"))
    assert [(found["project"], found["baseline"], found["slip_days"]) for found in one] == [("BARE", False, None)]
    nobody = listed(helio, capsys, "--projects", "--filter", "nowhere", "--json")
    assert nobody == "[]\n"
