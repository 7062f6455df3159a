import sqlite3
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from screens import SIZES, assert_snapshot, on_top, press, screen_lines, screen_strips, screen_text, settled
from small_project import TODAY
from stage import StageApp, StageScreen
from textual.widgets import Input

from milestone_tui.config import load_settings
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.inputs import PhaseInput
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.base.too_small import TooSmallScreen
from milestone_tui.ui.panels.identity import IdentityScreen
from milestone_tui.ui.panels.quick_add import QuickAddScreen
from milestone_tui.ui.views.timeline.screen import TimelineScreen

LINE = 'Beta two 28 nov @ana #Ship after:"Prototype accepted" value:12000'


def type_in(app: StageApp, text: str) -> None:
    app.screen.query_one(Input).value = text


@pytest.mark.parametrize("size", [(80, 24), (120, 30)])
async def test_what_was_understood_is_said_in_words(small: Store, size: tuple[int, int]) -> None:
    app = StageApp(small)
    async with app.run_test(size=size) as pilot:
        await press(pilot, "n")
        assert_snapshot(app, "quickadd-empty")
        type_in(app, LINE)
        await press(pilot, "end")
        assert_snapshot(app, "quickadd-preview")


async def test_enter_creates_it_in_one_change_and_answers_with_it(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "n")
        type_in(app, LINE)
        await press(pilot, "enter")
        (new_id,) = app.stage.returned
        assert new_id is not None
        detail = small.read.detail(new_id)
        new = detail.milestone
        assert (new.title, new.phase, new.owner) == ("Beta two", "Ship", "Ana Kovač")
        assert (new.due_on, new.value) == (date(2026, 11, 28), Decimal(12000))
        assert [p.title for p in detail.predecessors] == ["Prototype accepted"]
        assert screen_lines(app)[-1] == ' Added "Beta two" · u to undo'
        await press(pilot, "u")
        assert "Beta two" not in [m.title for m in small.read.plan(1).milestones]
        assert [phase.name for phase in small.read.phases(1)] == ["Build", "Launch"]


async def test_at_me_is_the_person_at_the_keyboard_and_nobody_new(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "n")
        assert isinstance(app.screen, QuickAddScreen)
        app.screen.context.preferences.change({"me": "Ana Kovač"})
        type_in(app, "Beta two @me")
        await press(pilot, "enter")
        (new_id,) = app.stage.returned
        assert new_id is not None
        assert small.read.detail(new_id).milestone.owner == "Ana Kovač"


async def test_a_mistake_is_marked_where_it_stands(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "n")
        type_in(app, "Beta due:32x @ana")
        await press(pilot, "end")
        assert_snapshot(app, "quickadd-mistake")
        marked = "".join(s.text for strip in screen_strips(app) for s in strip if s.style and s.style.underline)
        assert marked == "due:32x"
        await press(pilot, "enter")
        assert isinstance(app.screen, QuickAddScreen)
        assert app.screen.query_one(Input).value == "Beta due:32x @ana"


async def test_without_a_title_enter_says_why_not(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "n", "enter")
        assert "Enter a title." in screen_text(app)
        await press(pilot, "at", "r", "a", "j")
        assert "Enter a title." not in screen_text(app)
        await press(pilot, "enter")
        assert "Enter a title." in screen_text(app)
        assert len(small.read.plan(1).milestones) == 3


async def test_what_the_store_refuses_keeps_the_text(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "n", *"Late")
        small.change_blocking(lambda do: do.projects.delete(1))
        await press(pilot, "enter")
        assert isinstance(app.screen, QuickAddScreen)
        assert app.screen.query_one(Input).value == "Late"
        assert "no longer exists" in screen_text(app)


async def test_esc_leaves_without_a_milestone(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "n", *"Late", "escape", "d")
        assert app.stage.returned == [None]
        assert len(small.read.plan(1).milestones) == 3


async def test_what_is_written_while_the_terminal_is_too_small_closes_the_panel_later(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "n", *"Late")
        with closing(sqlite3.connect(small.path)) as other:
            other.execute("BEGIN IMMEDIATE")  # another program is writing: this one waits
            await pilot.press("enter")
            await pilot.resize_terminal(20, 5)
        await settled(pilot)
        assert on_top(app) is TooSmallScreen
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert on_top(app) is StageScreen
        assert len(app.stage.returned) == 1


async def test_what_is_pasted_is_one_line_without_control_characters(small: Store) -> None:
    from textual.events import Paste

    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "n")
        app.screen.query_one(Input).post_message(Paste("Beta\x1b[2J\rtwo\n"))
        await press(pilot, "end")
        assert app.screen.query_one(Input).value == "Beta␛[2J two"
        assert "\x1b" not in screen_text(app)


@pytest.mark.parametrize("size", SIZES)
async def test_names_are_offered_and_tab_puts_one_into_the_line(small: Store, size: tuple[int, int]) -> None:
    app = StageApp(small)
    async with app.run_test(size=size) as pilot:
        await press(pilot, "n", *"Demo @")
        place = screen_lines(app).index(" + Demo @")
        assert_snapshot(app, "quickadd-offers")
        await press(pilot, "a")
        assert "tab   Ana Kovač" in screen_text(app)
        await press(pilot, "tab")
        assert app.screen.query_one(Input).value == 'Demo @"Ana Kovač" '
        await press(pilot, *"#l", "tab", *"after:pro", "tab")
        assert app.screen.query_one(Input).value == 'Demo @"Ana Kovač" #Launch after:"Prototype accepted" '
        assert screen_lines(app)[place].startswith(" + Demo @"), "nothing jumps"
        await press(pilot, "enter")
        (new_id,) = app.stage.returned
        assert new_id is not None
        detail = small.read.detail(new_id)
        assert (detail.milestone.owner, detail.milestone.phase) == ("Ana Kovač", "Launch")
        assert [p.title for p in detail.predecessors] == ["Prototype accepted"]


async def test_tab_again_takes_the_next_name_and_shift_tab_the_one_before(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "n", *"Demo @", "tab")
        first = app.screen.query_one(Input).value
        await press(pilot, "tab")
        second = app.screen.query_one(Input).value
        assert first != second
        await press(pilot, "shift+tab")
        assert app.screen.query_one(Input).value == first
        await press(pilot, *"now", "tab")
        assert app.screen.query_one(Input).value == f"{first}now", "where nothing is offered tab does nothing"


async def test_who_i_am_is_asked_once_when_a_line_says_at_me(small: Store, tmp_path: Path) -> None:
    settings = tmp_path / "settings.toml"
    app = StageApp(small, settings=settings)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "n", *"Demo @me")
        assert '"@me" has no name yet. Press ↵ to enter your name.' in screen_text(app)
        await press(pilot, "enter")
        assert on_top(app) is IdentityScreen
        await press(pilot, *"raj", "enter")
        assert on_top(app) is StageScreen
        await press(pilot, "n", *"Demo two @me", "enter")
        assert on_top(app) is StageScreen
    added = [m.owner for m in small.read.plan(1).milestones if m.title.startswith("Demo")]
    assert added == ["Raj Patel", "Raj Patel"]
    assert load_settings(settings).me == "Raj Patel"


async def test_a_day_that_can_be_two_is_asked_about_and_tab_answers(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "n", *"Demo 5/12")
        assert "This can be 5 dec or 12 may. Press tab to choose." in screen_text(app)
        await press(pilot, *" @a")
        assert "This can be 5 dec or 12 may. Type one of them." in screen_text(app), "tab completes the owner"
        await press(pilot, "backspace", "backspace", "backspace", "enter")
        assert on_top(app) is QuickAddScreen
        await press(pilot, "tab", "tab")
        assert app.screen.query_one(Input).value == "Demo 12 may "
        await press(pilot, "enter")
    (added,) = [m for m in small.read.plan(1).milestones if m.title == "Demo"]
    assert added.due_on == date(2027, 5, 12)


async def test_with_an_order_in_the_settings_it_is_not_asked(small: Store) -> None:
    app = StageApp(small)
    app.context.preferences.change({"date_order": "mdy"})
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "n", *"Demo 5/12", "enter")
    (added,) = [m for m in small.read.plan(1).milestones if m.title == "Demo"]
    assert added.due_on == date(2027, 5, 12)


async def test_a_phase_that_somebody_renamed_is_not_made_again(small: Store) -> None:
    app = MilestoneApp(small, Clock.fixed(TODAY))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "enter", "n", *"Demo")
        phases = small.read.phases(1)
        renamed = [PhaseInput(phase.id, f"{phase.name} 2") for phase in phases]
        small.change_blocking(lambda do: do.phases.set(1, renamed, phases))
        await press(pilot, "enter")
        assert 'Phase "Build" no longer exists. Type # to choose one, or #- for none.' in screen_text(app)
        await press(pilot, *" #build", "enter")
        assert on_top(app) is TimelineScreen
    assert [phase.name for phase in small.read.phases(1)] == ["Build 2", "Launch 2"]
    assert {m.title: m.phase for m in small.read.plan(1).milestones}["Demo"] == "Build 2"


async def test_a_predecessor_that_somebody_deleted_is_named(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "n", *"Demo after:beta")
        beta = next(m.id for m in small.read.plan(1).milestones if m.title == "Beta release")
        small.change_blocking(lambda do: do.milestones.delete([beta]))
        await press(pilot, "enter")
        assert on_top(app) is QuickAddScreen
        assert 'There is no milestone "beta".' in screen_text(app)


@pytest.mark.parametrize("size", SIZES)
async def test_in_the_timeline_the_phase_is_that_of_the_cursor(small: Store, size: tuple[int, int]) -> None:
    app = MilestoneApp(small, Clock.fixed(TODAY))
    async with app.run_test(size=size) as pilot:
        await press(pilot, "enter", "n", *"Demo")
        assert isinstance(app.screen, QuickAddScreen)
        here = small.read.plan(1).milestones
        phase = next(m.phase for m in here if m.title == "Beta release")
        assert f"phase {phase} from the cursor" in screen_text(app)
        await press(pilot, "enter", "n", *"Loose #-", "enter")
    added = {m.title: m.phase for m in small.read.plan(1).milestones}
    assert (added["Demo"], added["Loose"]) == (phase, "")


async def test_a_draft_keeps_the_phase_it_was_typed_in(small: Store) -> None:
    app = MilestoneApp(small, Clock.fixed(TODAY))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "enter")
        timeline = app.screen
        await press(pilot, "n", *"Demo")
        panel = app.screen
        assert isinstance(panel, QuickAddScreen) and isinstance(timeline, TimelineScreen)
        kept = panel.unfinished()
        assert kept is not None
        await press(pilot, "escape", "d", "G")
        timeline.add(kept)
        await press(pilot, "enter")
    (added,) = [m for m in small.read.plan(1).milestones if m.title == "Demo"]
    assert added.phase == kept.choices["phase"] == "Build"
