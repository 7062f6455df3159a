import pytest
from screens import assert_snapshot, press, screen_lines, screen_text
from stage import StageApp

from milestone_tui.plan.baseline_names import suggested_name
from milestone_tui.store import Store
from milestone_tui.ui.views.baselines.set_baseline import BaselineScreen


@pytest.mark.parametrize(
    ("taken", "name"),
    [
        ([], "Kick-off plan"),
        (["Kick-off plan"], "Baseline 2"),
        (["Kick-off plan", "Baseline 3"], "Baseline 4"),
    ],
)
def test_the_next_name_is_suggested(taken: list[str], name: str) -> None:
    assert suggested_name(taken) == name


@pytest.mark.parametrize("size", [(80, 24), (120, 30)])
async def test_the_panel(small: Store, size: tuple[int, int]) -> None:
    app = StageApp(small)
    async with app.run_test(size=size) as pilot:
        await press(pilot, "B")
        assert_snapshot(app, "baseline")


async def test_enter_takes_the_baseline_as_suggested(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "B", "enter")
        (baseline,) = small.read.baselines(1)
        assert baseline.name == "Kick-off plan"
        assert small.read.plan(1).baseline == baseline
        assert app.stage.returned == [baseline.id]
        assert screen_lines(app)[-1] == ' Set baseline "Kick-off plan" · u to undo'
        await press(pilot, "u")
        assert small.read.plan(1).baseline is None


async def test_what_is_typed_takes_the_place_of_the_suggested_name(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "B", *"CR 7", "enter")
        assert [baseline.name for baseline in small.read.baselines(1)] == ["CR 7"]
        await press(pilot, "B", "end", *" or 3", "enter")
        assert {baseline.name for baseline in small.read.baselines(1)} == {"CR 7", "Baseline 2 or 3"}


async def test_reason_and_approval_are_kept(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "B", "tab", *"Scope", "down", *"Tom", "ctrl+s")
        (baseline,) = small.read.baselines(1)
        assert (baseline.reason, baseline.approved_by) == ("Scope", "Tom")


async def test_without_a_name_it_is_refused_beside_the_field(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "B", "ctrl+u", "tab", *"why", "enter")
        name = next(line for line in screen_lines(app) if line[1:].startswith("Name"))
        assert name.endswith("Enter a name for the baseline.")
        assert small.read.baselines(1) == ()
        assert "why" in screen_text(app), "what was typed is kept"
        await press(pilot, "N")
        assert "needs a name" not in screen_text(app)
        await press(pilot, "enter")
        assert [baseline.name for baseline in small.read.baselines(1)] == ["N"]


async def test_esc_takes_nothing(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "B", "escape")
        assert small.read.baselines(1) == ()
        assert app.stage.returned == [None]


async def test_what_the_store_refuses_is_said_and_the_panel_stays(small: Store) -> None:
    ids = [m.id for m in small.read.plan(1).milestones]
    small.change_blocking(lambda do: do.milestones.delete(ids))
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "B", "enter")
        assert isinstance(app.screen, BaselineScreen)
        assert "ACME has no milestones" in screen_text(app)
