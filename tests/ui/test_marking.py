from datetime import date, timedelta

import pytest
from screens import assert_snapshot, press, screen_lines, screen_text
from small_project import TODAY
from stage import StageApp

from milestone_tui.plan.inputs import LinkInput
from milestone_tui.plan.model import Milestone, MilestoneState
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands
from milestone_tui.ui.navigation import Place
from milestone_tui.ui.views.timeline.screen import TimelineScreen

SIZES = [(80, 24), (120, 40)]


def milestones(store: Store) -> dict[str, Milestone]:
    return {m.title: m for m in store.read.plan(1).milestones}


def app_on(store: Store) -> StageApp:
    return StageApp(
        store, screen=lambda context: TimelineScreen(context, Place(1, milestones(store)["Prototype accepted"].id))
    )


@pytest.mark.parametrize("size", SIZES)
async def test_marks_are_seen_beside_the_titles(small: Store, size: tuple[int, int]) -> None:
    app = app_on(small)
    async with app.run_test(size=size) as pilot:
        await press(pilot, "v", "j", "V")
        assert_snapshot(app, "marking")


@pytest.mark.parametrize("size", SIZES)
async def test_all_that_is_marked_is_changed_at_once(small: Store, size: tuple[int, int]) -> None:
    app = app_on(small)
    async with app.run_test(size=size) as pilot:
        await press(pilot, "asterisk", "e", *"mia", "tab", *"Launch", "tab", *"in p", "tab", *"+legal")
        assert_snapshot(app, "change-all")
        await press(pilot, "enter")
        found = milestones(small).values()
        assert {(m.owner, m.phase, m.state, m.tags) for m in found} == {
            ("Mia Berg", "Launch", MilestoneState.IN_PROGRESS, ("legal",))
        }
        await press(pilot, "u")
        assert {m.owner for m in milestones(small).values()} == {"Raj Patel", "Ana Kovač", "Mia Berg"}


async def test_what_cannot_be_is_said_beside_its_field(small: Store) -> None:
    app = app_on(small)
    async with app.run_test(size=(120, 30)) as pilot:
        await press(pilot, "v", "e", "enter")
        assert screen_lines(app)[-1] == " Fill in at least one field, or press esc to cancel."
        await press(pilot, "x")
        assert "esc cancel" in screen_lines(app)[-1] and "Nothing" not in screen_lines(app)[-1]
        await press(pilot, "backspace")
        await press(pilot, "tab", "tab", *"done", "enter")
        assert "press esc, then space" in screen_text(app)
        await press(pilot, "ctrl+u", *"sleeping", "enter")
        assert "sleeping" in screen_text(app)
        assert all(m.state is MilestoneState.PLANNED for m in milestones(small).values())


async def test_what_is_marked_is_ticked_in_one_change_and_its_criteria_asked_about_once(small: Store) -> None:
    app = app_on(small)
    async with app.run_test(size=(120, 30)) as pilot:
        await press(pilot, "v", "v", "space")
        assert "2 milestones have 2 unmet criteria" in screen_text(app)
        await press(pilot, "c")
        assert screen_lines(app)[-1] == " ✔ Build complete: 2 of 2. Well done, Raj and Ana."
        assert "marked" not in screen_lines(app)[0]
        beta = milestones(small)["Beta release"]
        assert (beta.done_on, beta.criteria_met) == (TODAY, 3)
        await press(pilot, "u")
        assert all(m.is_open for m in milestones(small).values())
        assert milestones(small)["Beta release"].criteria_met == 1


async def test_what_completes_the_project_together_is_an_occasion_too(small: Store) -> None:
    app = app_on(small)
    async with app.run_test(size=(120, 30)) as pilot:
        await press(pilot, "asterisk", "space", "y")
        assert "ACME Customer portal complete: 3 of 3." in screen_lines(app)[-1]


async def test_what_is_marked_is_deleted_and_brought_back_together(small: Store) -> None:
    app = app_on(small)
    async with app.run_test(size=(120, 30)) as pilot:
        await press(pilot, "v", "v", "d")
        assert list(milestones(small)) == ["Go-live"]
        assert screen_lines(app)[-1] == " Deleted 2 milestones · u to undo"
        await press(pilot, "u")
        assert len(milestones(small)) == 3


async def test_what_is_new_and_what_is_reopened_is_said_before_it_is_done(small: Store) -> None:
    done = milestones(small)["Prototype accepted"].id
    small.change_blocking(lambda do: do.milestones.tick(done, TODAY))
    app = app_on(small)
    async with app.run_test(size=(120, 30)) as pilot:
        await press(pilot, "asterisk", "e", *"Zoe", "tab", "tab", *"submitted")
        assert "owner: Zoe (new) · state: submitted · reopens 1 done milestone" in screen_text(app)


async def test_marks_that_a_filter_hides_are_told(small: Store) -> None:
    app = app_on(small)
    async with app.run_test(size=(120, 30)) as pilot:
        await press(pilot, "asterisk", "slash", *"beta", "enter")
        assert "marked, 2 not shown" in screen_lines(app)[0]
        await press(pilot, "d")
        assert milestones(small) == {}
        await press(pilot, "u")
        assert len(milestones(small)) == 3


async def test_escape_forgets_the_marks_before_it_leaves(small: Store) -> None:
    app = app_on(small)
    async with app.run_test(size=(120, 30)) as pilot:
        await press(pilot, "asterisk")
        assert "3 marked" in screen_lines(app)[0]
        await press(pilot, "escape")
        assert "marked" not in screen_lines(app)[0]
        assert isinstance(app.screen, TimelineScreen)


async def test_a_filter_bounds_what_is_marked(small: Store) -> None:
    app = app_on(small)
    async with app.run_test(size=(120, 30)) as pilot:
        await press(pilot, "slash", *"@ana", "enter", "asterisk", "escape", "v")
        screen = app.screen
        assert isinstance(screen, TimelineScreen)
        await press(pilot, "escape", "escape", "asterisk")
        assert len(screen.marks.ids) == 3


@pytest.mark.parametrize("size", SIZES)
async def test_float_the_driver_and_what_is_too_early(small: Store, size: tuple[int, int]) -> None:
    found = milestones(small)
    prototype, beta, golive = (found[name].id for name in ("Prototype accepted", "Beta release", "Go-live"))

    def tie(do: Commands) -> None:
        do.links.set(beta, [LinkInput(prototype, 10)], ())
        do.links.set(golive, [LinkInput(prototype, 1), LinkInput(beta, 20)], ())
        do.projects.edit(1, {"target_on": date(2027, 1, 18)}, {})

    small.change_blocking(tie)
    app = app_on(small)
    async with app.run_test(size=size) as pilot:
        await press(pilot, "f", "G")
        assert_snapshot(app, "floats")
        text = screen_text(app)
        assert "»Beta release" in text
        assert "›Prototype" in text
        await press(pilot, "g")
        assert "!Beta release" in screen_text(app)
        await press(pilot, "slash", *"is:violated", "enter")
        assert "1 of 3" in screen_text(app)


async def test_the_critical_path_alone(small: Store) -> None:
    found = milestones(small)
    small.change_blocking(lambda do: do.links.set(found["Go-live"].id, [LinkInput(found["Beta release"].id, 34)], ()))
    app = app_on(small)
    async with app.run_test(size=(120, 30)) as pilot:
        await press(pilot, "c")
        assert "critical path" in screen_lines(app)[0]
        assert "Prototype accepted" not in screen_text(app)
        await press(pilot, "escape")
        assert "Prototype accepted" in screen_text(app)


async def test_a_mark_goes_with_its_milestone(small: Store) -> None:
    app = app_on(small)
    async with app.run_test(size=(120, 30)) as pilot:
        await press(pilot, "asterisk")
        gone = milestones(small)["Go-live"].id
        small.change_blocking(lambda do: do.milestones.delete([gone]))
        await press(pilot, "k")
        assert "2 marked" in screen_lines(app)[0]
        assert TODAY + timedelta(days=6) == milestones(small)["Beta release"].due_on


async def test_what_completes_nothing_is_just_ticked(small: Store) -> None:
    def add(do: Commands) -> None:
        for title in ("Demo", "Dry run", "Left over"):
            do.milestones.create(1, {"title": title})

    small.change_blocking(add)
    app = app_on(small)
    async with app.run_test(size=(120, 30)) as pilot:
        await press(pilot, "G", "k", "k", "v", "v", "space")
        assert screen_lines(app)[-1] == " Ticked 2 milestones · u to undo"
        assert {m.title for m in milestones(small).values() if not m.is_open} == {"Demo", "Dry run"}
        await press(pilot, "k", "k", "v", "v", "space")
        assert screen_lines(app)[-1] == " None of the marked milestones is open."
        await press(pilot, "asterisk", "asterisk")
        assert screen_lines(app)[-1] == " Marks cleared"
