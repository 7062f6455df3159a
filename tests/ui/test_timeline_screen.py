"""The timeline as a person meets it: keys pressed, the screen read, the store asked."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from portfolio import HOSTILE
from screens import (
    SIZES,
    assert_snapshot,
    last_line,
    line_of,
    press,
    screen_lines,
    screen_meanings,
    screen_strips,
    screen_text,
    settled,
)
from textual.pilot import Pilot

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.imported import ImportedPlan, IncomingMilestone, IncomingProject
from milestone_tui.plan.language.text import is_blank
from milestone_tui.plan.model import Milestone, MilestoneState
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.base.store_screen import AT_ONCE
from milestone_tui.ui.editors.milestone import MilestoneEditor
from milestone_tui.ui.editors.project import ProjectEditor
from milestone_tui.ui.messages import ViewRequested
from milestone_tui.ui.navigation import Place
from milestone_tui.ui.views.baselines.set_baseline import BaselineScreen
from milestone_tui.ui.views.projects.screen import ProjectsScreen
from milestone_tui.ui.views.timeline.screen import TimelineScreen

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)


def acme_id(store: Store) -> int:
    project = store.read.project_by_key("ACME")
    assert project is not None
    return project.id


def named(store: Store, title: str) -> Milestone:
    return next(m for m in store.read.plan(acme_id(store)).milestones if m.title == title)


@asynccontextmanager
async def timeline(
    store: Store, size: tuple[int, int] = (120, 40), at: str = "", project_id: int = 0, ascii_only: bool = False
) -> AsyncIterator[Pilot[None]]:
    app = MilestoneApp(store, Clock.fixed(TODAY), ascii_only=ascii_only)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        app.post_message(
            ViewRequested("timeline", Place(project_id or acme_id(store), named(store, at).id if at else None))
        )
        await settled(pilot)
        yield pilot


def shown(pilot: Pilot[None]) -> TimelineScreen:
    screen = pilot.app.screen
    assert isinstance(screen, TimelineScreen)
    return screen


def under_cursor(pilot: Pilot[None]) -> str:
    current = shown(pilot).chart.current
    return current.title if current else ""


@pytest.mark.parametrize("size", SIZES)
async def test_the_look(demo: Store, size: tuple[int, int]) -> None:
    async with timeline(demo, size) as pilot:
        assert_snapshot(pilot.app, "timeline-acme")


@pytest.mark.parametrize("size", [(60, 15), (200, 50)])
async def test_the_essential_columns_at_the_smallest_size_and_wider_titles_on_a_desk(
    demo: Store, size: tuple[int, int]
) -> None:
    async with timeline(demo, size) as pilot:
        assert_snapshot(pilot.app, "timeline-acme")


async def test_the_look_in_ascii(demo: Store) -> None:
    async with timeline(demo, (80, 24), ascii_only=True) as pilot:
        assert screen_text(pilot.app).isascii()
        assert_snapshot(pilot.app, "timeline-ascii")


async def test_it_opens_on_the_next_open_milestone_or_the_one_asked_for(demo: Store) -> None:
    async with timeline(demo) as pilot:
        assert under_cursor(pilot) == "Beta release"
    async with timeline(demo, at="Go-live") as pilot:
        assert under_cursor(pilot) == "Go-live"


async def test_the_cursor_passes_headings_and_gaps(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "j", "j")
        assert under_cursor(pilot) == "Acceptance test"
        await press(pilot, "g")
        assert under_cursor(pilot) == "Kick-off"
        await press(pilot, "right_square_bracket")
        assert under_cursor(pilot) == "Prototype accepted"
        await press(pilot, "j", "left_square_bracket")
        assert under_cursor(pilot) == "Prototype accepted", "first to the beginning of its own phase"
        await press(pilot, "left_square_bracket")
        assert under_cursor(pilot) == "Kick-off"
        await press(pilot, "left_square_bracket")
        assert last_line(pilot) == "This is the first phase."


async def test_space_ticks_and_unticks(demo: Store) -> None:
    async with timeline(demo, at="Client sign-off") as pilot:
        await press(pilot, "space", "enter")  # it is a gate: enter is a go
        assert named(demo, "Client sign-off").done_on == TODAY
        assert under_cursor(pilot) == "Client sign-off", "it is done earlier now, the cursor goes with it"
        assert "✔ Client sign-off" in line_of(pilot, "▌")
        await press(pilot, "space", "t")  # asked about, since it was decided
        assert named(demo, "Client sign-off").state is not MilestoneState.DONE
        await press(pilot, "u", "u")
        assert demo.read.undoable() is None


async def test_a_tick_that_completes_a_phase_is_an_occasion(demo: Store) -> None:
    async with timeline(demo, at="Go-live") as pilot:
        await press(pilot, "space")
        assert last_line(pilot).startswith("✔ Launch complete")


async def test_moving_what_cannot_move_says_why(demo: Store) -> None:
    id_ = named(demo, "Go-live").id
    demo.change_blocking(lambda do: do.milestones.edit(id_, {"due_on": None}, {}))
    async with timeline(demo, at="Go-live") as pilot:
        await press(pilot, "comma")
        assert last_line(pilot) == "This milestone has no date. Press m to set one."
    demo.change_blocking(lambda do: do.milestones.edit(id_, {"state": MilestoneState.CANCELLED}, {}))
    async with timeline(demo, at="Go-live") as pilot:
        await press(pilot, "comma")
        assert last_line(pilot).startswith("This milestone is cancelled")
        await press(pilot, "space")
        assert last_line(pilot).startswith("This milestone is cancelled")
        assert "× Go-live" in line_of(pilot, "▌")


async def test_delete_asks_nothing_and_comes_back_with_undo(demo: Store) -> None:
    async with timeline(demo, at="Load test passed") as pilot:
        await press(pilot, "d")
        assert not [m for m in demo.read.plan(acme_id(demo)).milestones if m.title == "Load test passed"]
        assert last_line(pilot) == 'Deleted "Load test passed" · u to undo'
        assert under_cursor(pilot)
        await press(pilot, "u")
        assert "Load test passed" in screen_text(pilot.app)
        assert named(demo, "Load test passed").owner.startswith("Raj")


async def test_copy_puts_one_line_into_the_clipboard(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "y")
        assert pilot.app.clipboard == "ACME Beta release: due Sat 28 Nov 2026, slip +9 d, @ana, 3/5 criteria met"
        await press(pilot, "g", "y")
        assert pilot.app.clipboard == "ACME Kick-off: done Thu 1 Oct 2026, slip 0 d, @mia"


async def test_filter_narrows_the_chart_and_escape_widens_it_again(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "slash", *"@acme")
        text = screen_text(pilot.app)
        assert "Requirements signed" in text and "Client sign-off" in text
        assert "Kick-off" not in text and "LAUNCH" not in text
        assert "3 of 10" in text
        await press(pilot, "enter", "j")
        assert under_cursor(pilot) in ("Requirements signed", "Acceptance test", "Client sign-off")
        await press(pilot, "escape")
        assert "Kick-off" in screen_text(pilot.app)
        assert isinstance(pilot.app.screen, TimelineScreen)


async def test_while_a_filter_is_typed_the_cursor_is_on_its_milestone_whenever_that_matches(demo: Store) -> None:
    async with timeline(demo) as pilot:
        assert under_cursor(pilot) == "Beta release"
        await press(pilot, "slash", *"-be")
        assert under_cursor(pilot) not in ("", "Beta release")
        await press(pilot, "x")
        assert under_cursor(pilot) == "Beta release"
        await press(pilot, "ctrl+u", *"go-live")
        assert under_cursor(pilot) == "Go-live"
        await press(pilot, "escape")
        assert under_cursor(pilot) == "Beta release"
        await press(pilot, "slash", *"go-live", "enter", "escape")
        assert under_cursor(pilot) == "Go-live", "what was found is where one is"


async def test_a_filter_that_leaves_nothing_says_so(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "slash", *"xyzzy", "enter")
        assert "No milestone matches. Press esc to clear the filter." in screen_text(pilot.app)
        await press(pilot, "space")
        assert last_line(pilot) == "No milestone matches. Press esc to clear the filter."


async def test_a_new_milestone_that_the_filter_hides_is_told(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "slash", *"@acme", "enter", "n", *"Handbook @mia", "enter")
        assert "Handbook" not in screen_text(pilot.app)
        assert last_line(pilot) == "Added, but hidden by the filter · esc to show all · u to undo"
        await press(pilot, "escape")
        assert "Handbook" in screen_text(pilot.app)
        await press(pilot, "slash", *"@acme", "enter", "n", *"Manual @acme", "enter")
        assert last_line(pilot).startswith('Added "Manual"') and "Manual" in screen_text(pilot.app)


async def test_critical_is_a_filter(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "slash", *"is:critical", "enter")
        assert "Beta release" in screen_text(pilot.app)
        assert "Kick-off" not in screen_text(pilot.app)


async def test_the_critical_path_alone_and_all_again(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "c")
        assert last_line(pilot).startswith("Critical path: ")
        assert "Kick-off" not in screen_text(pilot.app)
        await press(pilot, "c")
        assert last_line(pilot) == "All milestones shown"
        assert "Kick-off" in screen_text(pilot.app)


async def test_sort_says_by_what_and_keeps_the_cursor(demo: Store) -> None:
    async with timeline(demo) as pilot:
        for words in ("due date", "slip", "owner", "title", "phase"):
            await press(pilot, "s")
            assert last_line(pilot) == f"Sorted by {words}"
            assert under_cursor(pilot) == "Beta release"
            assert ("DISCOVERY" in screen_text(pilot.app)) == (words == "phase")
        await press(pilot, "s", "right_square_bracket")
        assert last_line(pilot) == 'Phases show only when sorted by phase. Press s until "phase".'


async def test_baselines_go_and_come(demo: Store) -> None:
    async with timeline(demo) as pilot:
        assert "◇" in screen_text(pilot.app)
        await press(pilot, "b")
        assert "◇" not in screen_text(pilot.app)
        await press(pilot, "b")
        assert "◇" in screen_text(pilot.app)


async def test_zoom_pan_today_and_fit(demo: Store) -> None:
    async with timeline(demo) as pilot:
        fitted = screen_text(pilot.app)
        for _ in range(9):
            await press(pilot, "plus")
        assert last_line(pilot) == "Already at the closest zoom."
        assert "Beta release" in line_of(pilot, "▌") and "◆" in line_of(pilot, "▌")[40:]
        await press(pilot, "right", "right", "right", "right", "right")
        assert "‹" in line_of(pilot, "▌"), "the forecast lies before the window"
        assert "‹ today" in screen_text(pilot.app)
        await press(pilot, "t")
        assert "‹ today" not in screen_text(pilot.app)
        for _ in range(9):
            await press(pilot, "minus")
        assert last_line(pilot) == "Already at the widest zoom."
        await press(pilot, "z")
        assert screen_text(pilot.app) == fitted


@pytest.mark.parametrize("why", ["a small terminal", "an empty filter"])
async def test_the_window_that_was_zoomed_to_is_there_again(demo: Store, why: str) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "plus", "plus", "right")
        zoomed = screen_text(pilot.app)
        if why == "a small terminal":
            await pilot.resize_terminal(20, 10)
            await settled(pilot)
            await pilot.resize_terminal(120, 40)
        else:
            await press(pilot, "slash", *"zzz", "escape")
        await settled(pilot)
        assert screen_text(pilot.app) == zoomed


async def test_enter_edits_capital_e_edits_the_project_and_capital_b_agrees_it(demo: Store) -> None:
    async with timeline(demo) as pilot:
        for key, screen in (("enter", MilestoneEditor), ("E", ProjectEditor), ("B", BaselineScreen)):
            await press(pilot, key)
            assert isinstance(pilot.app.screen, screen)
            await press(pilot, "escape")


async def test_quick_add_lands_on_the_new_milestone(demo: Store) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, "n", *"Dress", "space", *"rehearsal", "space", *"2026-12-10", "enter")
        assert named(demo, "Dress rehearsal").due_on == date(2026, 12, 10)
        assert under_cursor(pilot) == "Dress rehearsal"


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_back_to_the_projects(demo: Store, key: str) -> None:
    async with timeline(demo) as pilot:
        await press(pilot, key)
        assert isinstance(pilot.app.screen, ProjectsScreen)


async def test_the_projects_show_on_return_what_was_deleted_here(demo: Store) -> None:
    async with timeline(demo, at="Load test passed") as pilot:
        await press(pilot, "q")
        assert "Beta release" in line_of(pilot, "ACME"), "what is next"
        await press(pilot, "enter")
        assert under_cursor(pilot) == "Beta release"
        await press(pilot, "d", "q")
        assert "Load test passed" in line_of(pilot, "ACME")


async def test_a_change_of_somebody_else_is_shown_and_keeps_the_cursor(demo: Store, tmp_path: Path) -> None:
    other = Store.open(tmp_path / "demo.db", Clock.fixed(TODAY), "raj")
    async with timeline(demo, at="Go-live") as pilot:
        id_ = named(other, "Load test passed").id
        other.change_blocking(lambda do: do.milestones.edit(id_, {"title": "Load test repeated"}, {}))
        demo.poll()
        await settled(pilot)
        assert "Load test repeated" in screen_text(pilot.app)
        other.change_blocking(lambda do: do.milestones.delete([id_]))
        demo.poll()
        await settled(pilot)
        assert "Load test repeated" not in screen_text(pilot.app)
        assert under_cursor(pilot) == "Go-live"
    other.close()


async def test_a_project_that_somebody_deleted_is_left_with_a_word(demo: Store, tmp_path: Path) -> None:
    other = Store.open(tmp_path / "demo.db", Clock.fixed(TODAY), "raj")
    id_ = acme_id(other)
    async with timeline(demo) as pilot:
        other.change_blocking(lambda do: do.projects.delete(id_))
        demo.poll()
        await settled(pilot)
        assert isinstance(pilot.app.screen, ProjectsScreen)
        assert last_line(pilot) == "ACME was deleted."
    other.close()


async def test_a_project_without_milestones_says_how_to_begin(store: Store) -> None:
    made: list[int] = []
    store.change_blocking(lambda do: made.append(do.projects.create({"key": "NEW", "name": "New one"})))
    async with timeline(store, (80, 24), project_id=made[0]) as pilot:
        assert_snapshot(pilot.app, "timeline-empty")
        for key in ("enter", "plus", "right", "t", "z"):
            await press(pilot, key)
            assert last_line(pilot).startswith("No milestones yet. Press n to add one")


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_titles_are_shown_as_text_and_columns_stay_aligned(store: Store, size: tuple[int, int]) -> None:
    made: list[int] = []
    store.change_blocking(lambda do: made.append(do.projects.create({"key": "EVIL", "name": "[bold red]x[/]"})))
    titles = [title for title in HOSTILE if not is_blank(title)]
    common = {"phase": "[/] \x1b[2J", "owner": "[red]Bob", "due_on": TODAY + 30 * DAY}
    store.change_blocking(lambda do: [do.milestones.create(made[0], {"title": title, **common}) for title in titles])
    async with timeline(store, size, project_id=made[0]) as pilot:
        for _ in titles:
            await press(pilot, "j")
            assert all(strip.cell_length == size[0] for strip in screen_strips(pilot.app))
        text = screen_text(pilot.app)
        assert "\x1b" not in text and "\x9b" not in text and "\u202e" not in text
        assert "[bold red]x[/]" in text
        assert text.count("22 Dec") >= len(titles)


async def test_a_big_plan_is_judged_after_its_first_paint(store: Store) -> None:
    rows = tuple(
        IncomingMilestone(str(n), "", f"M {n:04}", phase="All", baseline_on=TODAY, due_on=TODAY - DAY)
        for n in range(AT_ONCE + 1)
    )
    store.change_blocking(lambda do: do.imports.add(ImportedPlan((IncomingProject("BIG", ("All",), rows),))))
    project = store.read.project_by_key("BIG")
    assert project is not None
    async with timeline(store, project_id=project.id) as pilot:
        assert "M 0000" in screen_text(pilot.app)
        async with asyncio.timeout(60):
            while "off track" not in screen_lines(pilot.app)[0]:
                await pilot.pause(0.02)
        assert "0% (plan 100%)" in screen_lines(pilot.app)[0]


async def test_the_slip_of_what_is_at_risk_is_amber(demo: Store) -> None:
    async with timeline(demo) as pilot:
        row = next(n for n, line in enumerate(screen_lines(pilot.app)) if line.startswith("▌"))
        inks = screen_meanings(pilot.app).splitlines()[row]
        assert inks.startswith("r  |aw BBBB BBBBBBB"), inks
