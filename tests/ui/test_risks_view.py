"""The Risks view: the register and the matrix, rating, closing, raising from any view, and the filter."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import pytest
from risk_register import BETA, LIVE, TODAY, registered
from screens import assert_snapshot, first_line, last_line, line_of, on_top, press, screen_lines, screen_text, settled
from textual.pilot import Pilot

from milestone_tui.config import Settings
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.monitoring import RiskKind
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.panels.identity import IdentityScreen
from milestone_tui.ui.panels.raise_risk import RaiseRiskScreen
from milestone_tui.ui.preferences import Preferences
from milestone_tui.ui.views.drafts.screen import DraftsScreen
from milestone_tui.ui.views.projects.screen import ProjectsScreen
from milestone_tui.ui.views.risks.rate import RateScreen
from milestone_tui.ui.views.risks.screen import RisksScreen
from milestone_tui.ui.views.timeline.screen import TimelineScreen


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Store]:
    with closing(registered(tmp_path / "register.db")) as store:
        yield store


@asynccontextmanager
async def opened(
    store: Store, *keys: str, size: tuple[int, int] = (120, 40), settings: Settings | None = None
) -> AsyncIterator[Pilot[Any]]:
    """The program with the register of the small project on the screen, after these keys."""
    app = MilestoneApp(store, Clock.fixed(TODAY), preferences=Preferences(settings or Settings()))
    async with app.run_test(size=size) as pilot:
        await press(pilot, "enter", "5", *keys)
        yield pilot


def screen_of(pilot: Pilot[Any]) -> RisksScreen:
    screen = pilot.app.screen_stack[0]
    assert isinstance(screen, RisksScreen)
    return screen


def called(pilot: Pilot[Any]) -> str:
    """The short name of the entry under the cursor."""
    risk = screen_of(pilot).table.current
    return risk.called if risk else ""


def order(pilot: Pilot[Any]) -> list[str]:
    return [row.risk.called if row.risk else "" for row in screen_of(pilot).table.entries]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_register_looks_like_this(filled: Store, size: tuple[int, int]) -> None:
    async with opened(filled, size=size) as pilot:
        assert_snapshot(pilot.app, "risks")


async def test_the_matrix_takes_the_place_of_the_register_in_a_narrow_terminal(filled: Store) -> None:
    async with opened(filled, "tab", size=(80, 24)) as pilot:
        assert_snapshot(pilot.app, "risks-matrix")
        await press(pilot, "j")
        assert called(pilot) == "R2"
        assert "[▲ 1]" in line_of(pilot, " 3   "), "the cell of the entry under the cursor"
        await press(pilot, "m", "5", "5")
        assert "[■ 1]" in line_of(pilot, " 5   ")
        await pilot.resize_terminal(120, 40)
        await settled(pilot)
        assert "R1  Acme's test data" in screen_text(pilot.app)
        await press(pilot, "tab")
        assert last_line(pilot) == "The matrix is shown beside the register."
        await press(pilot, "j")
        assert called(pilot) == "R1", "the register has the keys again"


async def test_the_pane_tells_what_it_was_and_what_it_threatens(filled: Store) -> None:
    async with opened(filled) as pilot:
        line = line_of(pilot, "threatens")
        assert line == (
            " R1 Acme's test data comes late · probability 4 · impact 5 · was 12 on 8 Nov · threatens Beta release, "
            "Go-live"
        )
        told = line_of(pilot, "mitigate: ")
        assert told == " mitigate: synthetic data by 27 Nov   feeds health: an open risk of 15 or more"
        assert first_line(pilot).endswith("1 severe · 2 to review next week · 5 open")


async def test_two_digits_rate_in_one_change(filled: Store) -> None:
    async with opened(filled, "j", "j") as pilot:
        assert called(pilot) == "R3"
        await press(pilot, "m")
        assert on_top(pilot.app) is RateScreen
        await press(pilot, "4", "backspace", "5", "3")
        assert last_line(pilot) == "Rated R3 15, severe · u to undo"
        assert (filled.read.risk(3).probability, filled.read.risk(3).impact) == (5, 3)
        assert called(pilot) == "R3", "it goes up, and the cursor with it"
        assert order(pilot)[:3] == ["R1", "R3", "R2"]
        await press(pilot, "u")
        assert filled.read.risk(3).score == 6
        await press(pilot, "m", "escape")
        assert filled.read.risk(3).score == 6


async def test_an_issue_is_rated_by_its_impact(filled: Store) -> None:
    async with opened(filled, "j", "j", "j", "m", "1", "5") as pilot:
        assert called(pilot) == "I1"
        assert last_line(pilot) == "Rated I1 impact 5, severe · u to undo"
        assert first_line(pilot).endswith("2 severe · 2 to review next week · 5 open")


async def test_space_closes_and_reopens(filled: Store) -> None:
    async with opened(filled, "space") as pilot:
        assert last_line(pilot) == 'Closed R1 "Acme\'s test data comes late" · u to undo'
        assert filled.read.risk(1).closed_on == TODAY
        assert order(pilot)[-2:] == ["R1", "D1"], "closed ones come last"
        assert called(pilot) == "R1"
        assert first_line(pilot).endswith("1 to review next week · 4 open")
        await press(pilot, "space")
        assert filled.read.risk(1).is_open


async def test_what_happens_becomes_an_issue(filled: Store) -> None:
    async with opened(filled, "H") as pilot:
        assert last_line(pilot) == 'R1 "Acme\'s test data comes late" is an issue now · u to undo'
        assert called(pilot) == "I2"
        assert filled.read.risk(1).milestone_ids == (BETA, LIVE)
        assert "feeds health: an open issue of impact 5" in screen_text(pilot.app)
        await press(pilot, "H")
        assert last_line(pilot) == "An issue has happened already. Press space to close it."
        await press(pilot, "u")
        assert called(pilot) == "R1"


async def test_a_deleted_one_is_brought_back(filled: Store) -> None:
    async with opened(filled, "d") as pilot:
        assert last_line(pilot) == 'Deleted R1 "Acme\'s test data comes late" · u to undo'
        assert len(filled.read.risks(1)) == 5
        await press(pilot, "u")
        assert filled.read.risk(1).milestone_ids == (BETA, LIVE)


async def test_one_line_adds_one_and_the_cursor_goes_to_it(filled: Store) -> None:
    async with opened(filled, "n", *"issue:Server down i5 @raj threatens:go", "enter") as pilot:
        assert last_line(pilot) == 'Added "Server down" to the risks · u to undo'
        added = filled.read.risks(1)[-1]
        assert (added.called, added.impact, added.owner, added.milestone_ids) == ("I2", 5, "Raj Patel", (LIVE,))
        assert called(pilot) == "I2"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_line_of_a_new_risk_looks_like_this(filled: Store, size: tuple[int, int]) -> None:
    async with opened(filled, "n", *"Late @zoe p4 i5 review:1 dec mitigate:more data", size=size) as pilot:
        assert_snapshot(pilot.app, "raise-risk")


async def test_r_raises_one_from_a_milestone_of_the_timeline(filled: Store) -> None:
    async with opened(filled, "2") as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, TimelineScreen)
        screen.chart.select(BETA)
        await press(pilot, "r")
        assert line_of(pilot, "New risk in") == " New risk in ACME Customer portal, threatens Beta release"
        await press(pilot, *"Late", "enter")
        assert (filled.read.risks(1)[-1].title, filled.read.risks(1)[-1].milestone_ids) == ("Late", (BETA,))
        assert on_top(pilot.app) is TimelineScreen
        await press(pilot, "u")
        assert len(filled.read.risks(1)) == 6


async def test_r_takes_the_next_milestone_of_the_project_under_the_cursor(small: Store) -> None:
    app = MilestoneApp(small, Clock.fixed(TODAY))
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "r", *"Late", "enter")
        assert small.read.risks(1)[0].milestone_ids == (1,)
        assert on_top(app) is ProjectsScreen


async def test_without_a_project_r_says_what_to_do(store: Store) -> None:
    app = MilestoneApp(store, Clock.fixed(TODAY))
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "r")
        assert last_line(pilot) == "No project selected. Choose one on Projects (1), then press r."
        await press(pilot, "5")
        assert "No risks yet. Press r on a milestone in any view to raise one." in screen_text(app)
        for key in ("enter", "m", "space", "H", "d", "y"):
            await press(pilot, key)
            assert last_line(pilot) == "No risks yet. Press r on a milestone in any view to raise one.", key
        await press(pilot, "n")
        assert last_line(pilot) == "No project selected. Choose one on Projects (1)."


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("store", ["R2"]),
        ("@raj", ["R3", "", "I1"]),
        ("issue", ["I1"]),
        ("is:overdue", ["I1"]),
        ("due<1 dec", ["R1", "", "I1"]),
        ("-is:open", ["D1"]),
        ("r3", ["R3"]),
        ("synthetic", ["R1"]),
    ],
)
async def test_the_filter_finds_by_words_owner_kind_and_review(filled: Store, text: str, shown: list[str]) -> None:
    async with opened(filled, "slash", *text, "enter") as pilot:
        assert order(pilot) == shown
        assert f"{len(shown) - shown.count('')} of 6" in screen_text(pilot.app)
        await press(pilot, "escape")
        assert len(order(pilot)) == 8


async def test_at_shows_mine_and_all_again(filled: Store) -> None:
    async with opened(filled, "at", settings=Settings(me="Raj Patel")) as pilot:
        assert order(pilot) == ["R3", "", "I1"]
        await press(pilot, "at")
        assert len(order(pilot)) == 8


async def test_at_asks_who_is_at_the_keyboard(filled: Store) -> None:
    async with opened(filled, "at") as pilot:
        assert on_top(pilot.app) is IdentityScreen


async def test_s_goes_through_the_orders_and_y_copies(filled: Store) -> None:
    async with opened(filled, "s") as pilot:
        assert last_line(pilot) == "Sorted by review date"
        assert order(pilot) == ["I1", "R1", "R2", "R3", "A1", "D1"]
        await press(pilot, "s", "s", "s")
        assert last_line(pilot) == "Sorted by worst first"
        screen_of(pilot).table.select(1)
        await press(pilot, "y")
        assert pilot.app.clipboard == (
            "ACME R1 Acme's test data comes late · 4 × 5 = 20 severe · @tom · mitigate: synthetic data by 27 Nov"
            " · review 23 Nov"
        )


async def test_p_shows_all_projects_and_one_again(filled: Store) -> None:
    def elsewhere(do: Any) -> None:
        do.risks.create(do.projects.create({"key": "NORD", "name": "Data lake"}), {"title": "Moves", "impact": 1})

    filled.change_blocking(elsewhere)
    async with opened(filled, "p") as pilot:
        assert "Risks  all projects" in first_line(pilot)
        assert "NORD       R1  Moves" in screen_text(pilot.app)
        await press(pilot, "p")
        assert "NORD" not in screen_text(pilot.app)
        await press(pilot, "1", "5")
        assert "Risks  all projects" in first_line(pilot), "wide from Projects"


async def test_the_bands_of_the_settings_count(filled: Store) -> None:
    async with opened(filled, settings=Settings(thresholds="risk 12/6")) as pilot:
        assert first_line(pilot).endswith("2 severe · 2 to review next week · 5 open")
        assert "■ 12 and more  ▲ 6 to 11  ● less" in screen_text(pilot.app)


async def test_a_project_has_its_own_bands(filled: Store) -> None:
    filled.change_blocking(lambda do: do.projects.edit(1, {"thresholds": "risk 25/20"}, {"thresholds": ""}))
    async with opened(filled) as pilot:
        assert "severe" not in first_line(pilot)
        assert "■ 25 and more  ▲ 20 to 24  ● less" in screen_text(pilot.app)
        assert "feeds health" not in screen_text(pilot.app)
        (found,) = screen_of(pilot).explanations()
        assert found.notes == ("Severe from 25, elevated from 20, else low.",)
        await press(pilot, "p")
        assert "severe" not in first_line(pilot), "among those of all projects too"
        assert "■ 15 and more  ▲ 8 to 14  ● less" in screen_text(pilot.app), "one matrix for all projects"


async def test_the_score_under_the_cursor_is_explained(filled: Store) -> None:
    async with opened(filled) as pilot:
        (found,) = screen_of(pilot).explanations()
        assert (found.value, found.numbers) == ("20", "4 × 5 = 20")
        assert [behind.title for behind in found.behind] == ["Beta release", "Go-live"]


async def test_what_somebody_else_raises_is_seen(filled: Store) -> None:
    async with opened(filled) as pilot:
        with closing(Store.open(filled.path, Clock.fixed(TODAY), "raj")) as other:
            other.change_blocking(lambda do: do.risks.create(1, {"title": "From raj", "probability": 5, "impact": 5}))
        filled.poll()
        await settled(pilot)
        assert order(pilot)[:2] == ["R4", "R1"]
        assert called(pilot) == "R1"


async def test_a_line_being_typed_is_kept_and_resumed_with_its_milestone(filled: Store, tmp_path: Path) -> None:
    async with opened(filled, "2") as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, TimelineScreen)
        screen.chart.select(BETA)
        await press(pilot, "r", *"Half a ri")
        pilot.app.keep_drafts()  # type: ignore[attr-defined]
        await settled(pilot)
    filled.drain()
    with closing(sqlite3.connect(filled.path)) as db, db:
        assert db.execute("SELECT kind, target_id FROM draft").fetchall() == [("risk", None)]
        db.execute("UPDATE draft SET process = 'a host/1/1', kept_at = '2026-11-20T09:00:00.000+00:00'")
    app = MilestoneApp(filled, Clock.fixed(TODAY))
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        assert on_top(app) is DraftsScreen
        assert "new in ACME" in screen_text(app)
        await press(pilot, "enter")
        assert on_top(app) is RaiseRiskScreen
        assert "threatens Beta release" in screen_text(app)
        await press(pilot, *"sk", "enter")
        added = filled.read.risks(1)[-1]
        assert (added.title, added.milestone_ids, added.kind) == ("Half a risk", (BETA,), RiskKind.RISK)
        assert called(pilot) == added.called
    filled.drain()
    with closing(sqlite3.connect(filled.path)) as db:
        assert db.execute("SELECT count(*) FROM draft").fetchone() == (0,)


async def test_five_thousand_entries_are_shown_and_stepped_through(small: Store) -> None:
    small.drain()
    with closing(sqlite3.connect(small.path)) as db, db:
        db.execute("INSERT INTO open_change VALUES (99)")
        rows = ((n + 1, f"Risk {n}", n % 5 + 1, n // 5 % 5 + 1) for n in range(5_000))
        insert = "INSERT INTO risk (project_id, number, title, probability, impact, raised_on) "
        db.executemany(f"{insert} VALUES (1, ?, ?, ?, ?, '2026-11-01')", rows)
        db.execute("DELETE FROM open_change")
        change = "INSERT INTO change (id, at, name, label, kind, reported_on) "
        db.execute(f"{change} VALUES (99, '2026-11-01T12:00:00.000+00:00', 'ana', 'Many', 'do', '2026-11-01')")
    async with opened(small) as pilot:
        assert "5,000 open" in first_line(pilot)
        await press(pilot, "G", "k", "m", "5", "5")
        assert "Rated" in last_line(pilot)
        assert [line for line in screen_lines(pilot.app) if "▌" in line]
