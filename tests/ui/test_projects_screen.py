from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from portfolio import HOSTILE, Step, add_project, fill
from rich.cells import cell_len
from screens import SIZES, assert_snapshot, on_top, press, screen_lines, screen_strips, screen_text, settled
from stage import StageApp
from textual.pilot import Pilot

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.inputs import CriterionInput
from milestone_tui.plan.language.text import is_blank
from milestone_tui.plan.model import MilestoneState
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.panels.acceptance import AcceptanceScreen
from milestone_tui.ui.views.projects.screen import ProjectsScreen

Home = Callable[..., AbstractAsyncContextManager[Pilot[None]]]


@pytest.fixture
def home(store: Store, today: date) -> Home:
    """Opens the program on the store of the test."""

    @asynccontextmanager
    async def open_home(size: tuple[int, int] = (120, 40), ascii_only: bool = False) -> AsyncIterator[Pilot[None]]:
        app = MilestoneApp(store, Clock.fixed(today), ascii_only=ascii_only)
        async with app.run_test(size=size) as pilot:
            await settled(pilot)
            yield pilot

    return open_home


@pytest.fixture
def ids(store: Store) -> dict[str, int]:
    return fill(store)


def shown_keys(pilot: Pilot[None], known: dict[str, int]) -> list[str]:
    """The projects on the screen from top to bottom."""
    words = [line[1:].split()[1:2] for line in screen_lines(pilot.app)[:-12]]
    return [word[0] for word in words if word and word[0] in known]


def selected_key(pilot: Pilot[None]) -> str:
    return next(line.split()[1] for line in screen_lines(pilot.app) if line.startswith("▌"))


def key_bar(pilot: Pilot[None]) -> str:
    return screen_lines(pilot.app)[-1]


def strip(pilot: Pilot[None]) -> str:
    lines = screen_lines(pilot.app)
    rule = next(y for y, line in enumerate(lines) if line.startswith("────"))
    return "\n".join(lines[rule + 1 : -1])


# What is seen ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_the_portfolio_is_seen_at_a_glance(home: Home, ids: dict[str, int], size: tuple[int, int]) -> None:
    async with home(size) as pilot:
        assert_snapshot(pilot.app, "home-portfolio")


@pytest.mark.parametrize("size", SIZES)
async def test_the_roadmap_has_all_projects_on_one_axis(home: Home, ids: dict[str, int], size: tuple[int, int]) -> None:
    async with home(size) as pilot:
        await press(pilot, "j", "tab")
        assert_snapshot(pilot.app, "roadmap-portfolio")


@pytest.mark.parametrize("size", SIZES)
async def test_an_empty_home_says_how_to_begin(home: Home, size: tuple[int, int]) -> None:
    async with home(size) as pilot:
        assert_snapshot(pilot.app, "home-empty")


async def test_ascii_has_a_letter_for_everything(home: Home, ids: dict[str, int]) -> None:
    async with home((120, 40), ascii_only=True) as pilot:
        assert_snapshot(pilot.app, "home-ascii")
        assert screen_text(pilot.app).isascii()
        await press(pilot, "tab")
        assert screen_text(pilot.app).isascii()


async def test_the_title_counts_what_is_late_and_due(home: Home, ids: dict[str, int], store: Store) -> None:
    async with home() as pilot:
        assert "1 overdue · 2 due next week · Sun 22 Nov" in screen_lines(pilot.app)[0]
        add_project(store, "WEEK", "Next week", steps=(Step("", "Its Sunday", date(2026, 11, 29)),))
        store.poll()
        await settled(pilot)
        assert "1 overdue · 3 due next week · Sun 22 Nov" in screen_lines(pilot.app)[0]


async def test_the_strip_follows_the_cursor(home: Home, ids: dict[str, int]) -> None:
    async with home() as pilot:
        assert "HELIO off track  Client sign-off 3 days overdue" in strip(pilot)
        await press(pilot, "j")
        assert "ACME off track" in strip(pilot)
        assert "Prototype accepted" in strip(pilot)
        await press(pilot, "G")
        assert "ORBIT completed  3 days early · 10 Nov" in strip(pilot)


@pytest.mark.parametrize(("height", "lines"), [(40, 8), (24, 3), (18, 1)])
async def test_the_strip_takes_what_the_height_allows(home: Home, ids: dict[str, int], height: int, lines: int) -> None:
    async with home((100, height)) as pilot:
        assert len(strip(pilot).split("\n")) == lines
        assert "HELIO off track" in strip(pilot)


async def test_the_screen_follows_a_resize(home: Home, ids: dict[str, int]) -> None:
    async with home((120, 40)) as pilot:
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert_snapshot(pilot.app, "home-portfolio")


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 15)])
@pytest.mark.parametrize("view", ["table", "roadmap"])
async def test_no_title_moves_a_column(home: Home, store: Store, size: tuple[int, int], view: str) -> None:
    add_project(store, "PLAIN", "Plain", "Client", None, (Step("Build", "Plain title", date(2026, 12, 1), 2),))
    titles = [title for title in HOSTILE if not is_blank(title)]
    for number, title in enumerate(titles):
        steps = (Step(title[:60], title, date(2026, 12, 1), 2), Step(title[:60], title, date(2026, 12, 9), 2))
        add_project(store, f"X{number}", title, title, date(2026, 12, 24), steps)
    async with home(size) as pilot:
        if view == "roadmap":
            await press(pilot, "tab")
        for _ in range(len(titles) + 1):
            for line in screen_strips(pilot.app):
                assert line.cell_length == size[0]
                assert cell_len(line.text) == size[0]
                assert "\x1b" not in line.text and "\x9b" not in line.text and "\u202e" not in line.text
            await press(pilot, "j")
        rows = [line.text for line in screen_strips(pilot.app) if "▲" in line.text[:2] or "●" in line.text[:2]]
        if view == "table":
            assert {cell_len(row.rstrip()) for row in rows if "+2 d" in row} == {size[0] - 2}
            assert len({cell_len(row[: row.index("+2 d")]) for row in rows if "+2 d" in row}) == 1


# Moving, sorting, filtering -------------------------------------------------------------------------------


async def test_s_goes_through_the_orders_and_says_which(home: Home, ids: dict[str, int]) -> None:
    async with home() as pilot:
        assert shown_keys(pilot, ids) == ["HELIO", "ACME", "NORD", "VEGA", "LUMEN", "ORBIT"]
        await press(pilot, "j", "s")
        assert shown_keys(pilot, ids) == ["HELIO", "NORD", "ACME", "VEGA", "LUMEN", "ORBIT"]
        assert key_bar(pilot) == " Sorted by due date, soonest first"
        assert "DUE ↓" in screen_text(pilot.app)
        assert selected_key(pilot) == "ACME"
        await press(pilot, "s")
        assert shown_keys(pilot, ids) == ["HELIO", "NORD", "VEGA", "LUMEN", "ACME", "ORBIT"]
        assert key_bar(pilot) == " Sorted by finish, earliest first"
        assert "DUE FINISH ↓" in screen_text(pilot.app)
        await press(pilot, "s")
        assert shown_keys(pilot, ids) == ["HELIO", "ACME", "NORD", "VEGA", "LUMEN", "ORBIT"]
        assert "SLIP ↓" in screen_text(pilot.app)
        await press(pilot, "s")
        assert "PROJECT ↓" in screen_text(pilot.app)
        await press(pilot, "s", "s")
        assert key_bar(pilot) == " Sorted by health, worst first"


async def test_the_filter_narrows_the_table_and_esc_clears_it(home: Home, ids: dict[str, int]) -> None:
    async with home() as pilot:
        await press(pilot, "slash", *"acme")
        assert shown_keys(pilot, ids) == ["ACME"]
        await press(pilot, "enter")
        assert selected_key(pilot) == "ACME"
        await press(pilot, "escape")
        assert len(shown_keys(pilot, ids)) == 6
        assert selected_key(pilot) == "ACME"


async def test_while_a_filter_is_typed_the_cursor_is_on_its_project_whenever_that_matches(
    home: Home, ids: dict[str, int]
) -> None:
    async with home() as pilot:
        await press(pilot, "j", "j")
        there = selected_key(pilot)
        await press(pilot, "slash", *"zz")
        assert shown_keys(pilot, ids) == []
        await press(pilot, "backspace", "backspace")
        assert selected_key(pilot) == there
        await press(pilot, *"acme", "escape")
        assert selected_key(pilot) == there


async def test_nothing_matching_says_how_to_clear(home: Home, ids: dict[str, int]) -> None:
    async with home() as pilot:
        await press(pilot, "slash", *"zzz", "enter")
        assert "No project matches the filter" in screen_text(pilot.app)
        await press(pilot, "space")
        assert key_bar(pilot) == " No project matches. Press esc to clear the filter."
        await press(pilot, "escape")
        assert len(shown_keys(pilot, ids)) == 6


async def test_the_roadmap_keeps_the_project_and_leads_back(home: Home, ids: dict[str, int]) -> None:
    async with home() as pilot:
        await press(pilot, "j", "j", "tab")
        assert "› Roadmap" in screen_lines(pilot.app)[0]
        assert selected_key(pilot) == "NORD"
        await press(pilot, "k", "tab")
        assert "› Roadmap" not in screen_lines(pilot.app)[0]
        assert selected_key(pilot) == "ACME"
        assert "NEXT MILESTONE" in screen_text(pilot.app)


# Changing -------------------------------------------------------------------------------------------------


async def test_space_ticks_the_next_milestone_and_u_takes_it_back(
    home: Home, ids: dict[str, int], store: Store, today: date
) -> None:
    async with home() as pilot:
        await press(pilot, "j", "space")
        beta = next(m for m in store.read.plan(ids["ACME"]).milestones if m.title == "Beta release")
        assert beta.done_on == today
        assert selected_key(pilot) == "ACME"
        assert "Load test passed" in next(line for line in screen_lines(pilot.app) if line.startswith("▌"))
        await press(pilot, "u")
        beta = next(m for m in store.read.plan(ids["ACME"]).milestones if m.title == "Beta release")
        assert beta.done_on is None
        assert "Beta release" in next(line for line in screen_lines(pilot.app) if line.startswith("▌"))


async def test_unmet_criteria_are_asked_about_before_a_tick(home: Home, ids: dict[str, int], store: Store) -> None:
    beta = next(m for m in store.read.plan(ids["ACME"]).milestones if m.title == "Beta release")
    store.change_blocking(lambda do: do.criteria.set(beta.id, [CriterionInput(None, "Release notes approved")], ()))
    async with home() as pilot:
        await press(pilot, "j", "space")
        assert "Release notes approved" in screen_text(pilot.app)
        await press(pilot, "escape")
        assert store.read.milestones([beta.id])[0].done_on is None


async def test_a_completed_project_has_nothing_to_tick(home: Home, ids: dict[str, int]) -> None:
    async with home() as pilot:
        await press(pilot, "G", "space")
        assert key_bar(pilot) == " ORBIT has no open milestones. Press ↵ to open it."


async def test_a_project_without_milestones_says_what_to_do(home: Home, store: Store) -> None:
    add_project(store, "BARE", "Nothing yet")
    async with home() as pilot:
        assert "BARE no milestones  press ↵, then n, to add one" in strip(pilot)
        await press(pilot, "space")
        assert "BARE has no milestones." in key_bar(pilot)


async def test_keys_without_a_project_say_why(home: Home) -> None:
    async with home() as pilot:
        for key in ("enter", "e", "space", "a", "A", "d"):
            await press(pilot, key)
            assert key_bar(pilot) == " No projects yet. Press n to create one."
        await press(pilot, "n", *"Nordbank", "ctrl+s", "escape")
        assert selected_key(pilot) == "NORDBA", "its key is made of its name"


async def test_archiving_is_undone(home: Home, ids: dict[str, int], store: Store) -> None:
    async with home() as pilot:
        await press(pilot, "j", "A")
        assert "ACME" not in shown_keys(pilot, ids)
        assert store.read.project(ids["ACME"]).archived_at is not None
        assert key_bar(pilot) == " Archived ACME · u to undo · is:archived shows it"
        await press(pilot, "u")
        assert "ACME" in shown_keys(pilot, ids)


async def test_an_archived_project_is_unarchived_by_the_same_key(
    ids: dict[str, int], store: Store, today: date
) -> None:
    store.change_blocking(lambda do: do.projects.archive(ids["ACME"], True))
    app = StageApp(store, screen=lambda context: ProjectsScreen(context, projects=store.read.projects(today, True)))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "G")
        assert selected_key(pilot) == "ACME"
        await press(pilot, "a")
        assert key_bar(pilot) == " ACME is archived, so no milestone is next. Press ↵ to open it."
        await press(pilot, "A")
        assert store.read.project(ids["ACME"]).archived_at is None
        assert key_bar(pilot) == " Unarchived ACME · u to undo"


async def test_when_all_are_archived_the_hint_says_how_to_find_them(home: Home, store: Store) -> None:
    add_project(store, "ONE", "Only one")
    async with home() as pilot:
        await press(pilot, "A")
        assert "All projects are archived" in screen_text(pilot.app)
        assert "is:archived" in screen_text(pilot.app)
        await press(pilot, "A")
        assert key_bar(pilot) == " All projects are archived. Press / and type is:archived."


@pytest.mark.parametrize("roadmap", [False, True])
async def test_a_signs_the_next_milestone_off(home: Home, ids: dict[str, int], store: Store, roadmap: bool) -> None:
    async with home() as pilot:
        await press(pilot, *(["tab"] if roadmap else []), "j", "a")
        assert on_top(pilot.app) is AcceptanceScreen
        assert "Beta release" in screen_text(pilot.app)
        await press(pilot, "enter")
        beta = next(m for m in store.read.plan(ids["ACME"]).milestones if m.title == "Beta release")
        assert beta.state is MilestoneState.SUBMITTED
        assert store.read.project(ids["ACME"]).archived_at is None, "it archived once"
        await press(pilot, "u", "G", "a")
        assert key_bar(pilot) == " ORBIT has no open milestones. Press ↵ to open it."


@pytest.mark.parametrize("size", SIZES)
async def test_the_look_of_the_question_before_a_delete(home: Home, ids: dict[str, int], size: tuple[int, int]) -> None:
    async with home(size) as pilot:
        await press(pilot, "j", "d")
        assert_snapshot(pilot.app, "confirm-delete")


@pytest.mark.parametrize("yes", ["enter", "y"])
async def test_deleting_a_project_with_milestones_asks_once_and_is_undone(
    home: Home, ids: dict[str, int], store: Store, yes: str
) -> None:
    gone = store.read.plan(ids["ACME"]).milestones[-1].id
    store.change_blocking(lambda do: do.milestones.edit(gone, {"state": MilestoneState.CANCELLED}, {}))
    async with home() as pilot:
        await press(pilot, "j", "d")
        assert "Delete ACME Customer portal?" in screen_text(pilot.app)
        assert "Its 7 milestones will be deleted too" in screen_text(pilot.app), "the cancelled one is among them"
        await press(pilot, "escape")
        assert selected_key(pilot) == "ACME"
        await press(pilot, "d", "d", yes)
        assert store.read.project_by_key("ACME") is None
        assert key_bar(pilot) == " Deleted ACME and its 7 milestones · u to undo"
        assert selected_key(pilot) == "NORD"
        await press(pilot, "u")
        assert len(store.read.plan(ids["ACME"]).milestones) == 7
        assert selected_key(pilot) == "NORD"


async def test_only_cancelled_milestones_are_asked_about_too(home: Home, store: Store) -> None:
    id_ = add_project(store, "ONE", "Only one", steps=(Step("", "Kick-off", date(2026, 12, 1)),))
    kick_off = store.read.plan(id_).milestones[0].id
    store.change_blocking(lambda do: do.milestones.edit(kick_off, {"state": MilestoneState.CANCELLED}, {}))
    async with home() as pilot:
        await press(pilot, "d")
        assert "Its 1 milestone will be deleted too" in screen_text(pilot.app)
        assert store.read.project_by_key("ONE") is not None


async def test_a_project_without_milestones_is_deleted_at_once(home: Home, store: Store) -> None:
    add_project(store, "BARE", "Nothing yet")
    async with home() as pilot:
        await press(pilot, "d")
        assert store.read.project_by_key("BARE") is None
        await press(pilot, "u")
        assert store.read.project_by_key("BARE") is not None
        await press(pilot, "ctrl+r")
        assert store.read.project_by_key("BARE") is None, "as U does"


async def test_what_another_process_does_is_seen_and_the_cursor_stays(
    home: Home, ids: dict[str, int], store: Store, tmp_path: Path, today: date
) -> None:
    other = Store.open(store.path, Clock.fixed(today), "raj")
    async with home() as pilot:
        await press(pilot, "j")
        due_on = today - timedelta(days=40)
        add_project(other, "LATE", "Much later", steps=(Step("Build", "Overdue thing", due_on, 30),))
        store.poll()
        await settled(pilot)
        assert "Overdue thing" in screen_text(pilot.app)
        assert selected_key(pilot) == "ACME"
    other.close()


async def test_q_quits(home: Home, ids: dict[str, int]) -> None:
    async with home() as pilot:
        await pilot.press("q")
        await pilot.pause()
        assert pilot.app.return_code == 0


async def test_a_project_that_has_no_name_but_its_key_is_called_by_it_once(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "m.db", Clock.fixed(date(2026, 11, 22)), "ana")
    store.change_blocking(lambda do: do.projects.create({"key": "ACME", "name": "Acme"}))
    app = MilestoneApp(store, Clock.fixed(date(2026, 11, 22)))
    async with app.run_test(size=(120, 30)) as pilot:
        await settled(pilot)
        for keys in ((), ("tab",), ("tab", "enter"), ("n",)):
            await press(pilot, *keys)
            assert "acme" not in screen_text(app).replace("ACME", "").casefold()
            assert "ACME" in screen_text(app)
    store.close()
