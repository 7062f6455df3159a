import re
from pathlib import Path

from portfolio import fill
from screens import assert_snapshot, press, screen_lines, screen_meanings, screen_text, settled
from small_project import TODAY
from stage import StageApp

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.model import Milestone
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp


def titled(store: Store, title: str) -> Milestone:
    return next(m for m in store.read.plan(1).milestones if m.title == title)


async def test_space_ticks_at_once_and_says_how_to_undo(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "space")
        assert titled(small, "Prototype accepted").done_on == TODAY
        assert screen_lines(app)[-1] == ' Ticked "Prototype accepted" · u to undo'
        await press(pilot, "space")
        assert titled(small, "Prototype accepted").done_on is None
        assert screen_lines(app)[-1] == ' Unticked "Prototype accepted" · u to undo'
        await press(pilot, "j")
        assert screen_lines(app)[-1].startswith(" space tick")


async def test_unmet_criteria_are_listed_and_asked_about_once(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "j", "space")
        assert_snapshot(app, "confirm-tick")
        assert titled(small, "Beta release").done_on is None
        await press(pilot, "y")
        beta = titled(small, "Beta release")
        assert (beta.done_on, beta.criteria_met) == (TODAY, 1)
        assert screen_lines(app)[-1] == ' Ticked "Beta release" · u to undo'


async def test_c_marks_all_criteria_met_in_the_same_change(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "j", "space", "c")
        beta = titled(small, "Beta release")
        assert (beta.done_on, beta.criteria_met) == (TODAY, 3)
        kept = [c.met_on for c in small.read.detail(beta.id).criteria]
        assert kept[0] != TODAY, "what was met before keeps its day"
        await press(pilot, "u")
        beta = titled(small, "Beta release")
        assert (beta.done_on, beta.criteria_met) == (None, 1)


async def test_esc_leaves_it_open(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "j", "space", "escape")
        assert titled(small, "Beta release").done_on is None
        assert app.screen is app.stage


async def test_what_shows_above_the_panel_is_the_plan_as_it_was(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "j")
        before, meant = screen_lines(app)[:5], screen_meanings(app).splitlines()[:5]
        await press(pilot, "space")
        assert screen_lines(app)[:5] == before
        assert screen_meanings(app).splitlines()[:5] == meant, "nothing is dimmed"


async def test_the_end_of_a_phase_is_an_occasion_until_the_next_key(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "space", "j", "space", "y")
        assert screen_lines(app)[-1] == " ✔ Build complete: 2 of 2. Well done, Raj and Ana."
        assert set(screen_meanings(app).splitlines()[-1].split("|")[1]) <= {" ", "g"}
        await press(pilot, "k")
        assert "complete" not in screen_text(app)


async def test_the_end_of_the_project_is_its_occasion(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "B", "enter")
        await press(pilot, "space", "j", "space", "y", "j", "space")
        assert screen_lines(app)[-1] == (
            " ✔ ACME Customer portal complete: 3 of 3, 57 days early. Well done, everybody."
        )


async def test_a_milestone_that_somebody_deleted_says_so(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        stale = app.stage.list.milestones
        small.change_blocking(lambda do: do.milestones.delete([stale[0].id]))
        app.stage.list.milestones = stale
        await press(pilot, "space")
        assert screen_lines(app)[-1] == " This milestone no longer exists: somebody deleted it."


async def test_long_and_hostile_titles_keep_the_way_to_undo_in_view(small: Store) -> None:
    title = "[bold]x[/] " + "漢字" * 60 + "\x1b[2J"
    small.change_blocking(lambda do: do.milestones.create(1, {"title": title, "due_on": TODAY}))
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "G", "space")
        await settled(pilot)
        assert screen_lines(app)[-1].startswith(' Ticked "[bold]x[/] 漢字')
        assert screen_lines(app)[-1].endswith('…" · u to undo')


async def test_undo_and_redo_name_what_they_did(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "space", "u")
        assert screen_lines(app)[-1] == ' Undone: Tick "Prototype accepted" · U to redo'
        assert titled(small, "Prototype accepted").done_on is None
        await press(pilot, "U")
        assert screen_lines(app)[-1] == ' Redone: Tick "Prototype accepted" · u to undo'
        assert titled(small, "Prototype accepted").done_on == TODAY
        await press(pilot, "U")
        assert screen_lines(app)[-1].endswith("othing to redo.")


async def test_undo_and_redo_work_from_the_projects_and_from_a_timeline(tmp_path: Path) -> None:
    clock = Clock.fixed(TODAY)
    store = Store.open(tmp_path / "m.db", clock, "ana")
    fill(store)
    app = MilestoneApp(store, clock)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "space")
        assert re.match(r" Ticked | ✔ .+ complete", screen_lines(app)[-1])
        await press(pilot, "u")
        undone = screen_lines(app)[-1]
        assert re.fullmatch(r' Undone: Tick ".+" · U to redo', undone)
        await press(pilot, "enter", "U")
        assert screen_lines(app)[-1] == undone.replace("Undone", "Redone").replace("U to redo", "u to undo")
        await press(pilot, "u")
        assert screen_lines(app)[-1] == undone
    store.close()
