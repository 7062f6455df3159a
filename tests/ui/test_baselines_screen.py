from datetime import date, timedelta

import pytest
from screens import assert_snapshot, on_top, press, screen_lines, screen_text
from small_project import TODAY
from stage import StageApp

from milestone_tui.store import Store
from milestone_tui.ui.context import Context
from milestone_tui.ui.messages import BaselinesRequested
from milestone_tui.ui.navigation import Place
from milestone_tui.ui.views.baselines.screen import BaselinesScreen
from milestone_tui.ui.views.timeline.screen import TimelineScreen

DAY = timedelta(days=1)


@pytest.fixture
def acme(small: Store) -> Store:
    """Two baselines; since the first one milestone came, since the second one went and one has moved."""
    beta = next(m for m in small.read.plan(1).milestones if m.title == "Beta release")
    launch = next(m for m in small.read.plan(1).milestones if m.title == "Go-live")
    small.change_blocking(lambda do: do.baselines.take(1, "Kick-off plan", "agreed with the client", "Tom Reed"))
    new = {"title": "Load test", "due_on": TODAY + 9 * DAY, "value": 12_000}
    small.change_blocking(lambda do: do.milestones.create(1, new))
    small.change_blocking(lambda do: do.milestones.edit(beta.id, {"due_on": TODAY + 9 * DAY, "value": 40_000}, {}))
    small.change_blocking(lambda do: do.baselines.take(1, "Change request 7"))
    small.change_blocking(lambda do: do.milestones.delete([beta.id]))
    small.change_blocking(lambda do: do.milestones.edit(launch.id, {"due_on": date(2027, 1, 25)}, {}))
    return small


def app_of(store: Store) -> StageApp:
    return StageApp(store, screen=lambda context: BaselinesScreen(context, 1))


def rows(app: StageApp) -> list[list[str]]:
    """The differences, word by word."""
    lines = screen_lines(app)
    head = next(index for index, line in enumerate(lines) if "MILESTONE" in line)
    return [line.split() for line in lines[head + 1 : -1] if line]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_look(acme: Store, size: tuple[int, int]) -> None:
    app = app_of(acme)
    async with app.run_test(size=size) as pilot:
        await press(pilot, "j")
        assert_snapshot(app, "baselines")


async def test_names_have_room_where_it_is_narrow(acme: Store) -> None:
    app = app_of(acme)
    async with app.run_test(size=(60, 15)) as pilot:
        await press(pilot)
        assert "Change request" in screen_text(app) and "Kick-off plan" in screen_text(app)
        assert "MOVED" in screen_text(app) and "NEW" not in screen_text(app)


async def test_each_is_compared_with_the_plan_as_it_stands(acme: Store) -> None:
    app = app_of(acme)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot)
        assert " Change request 7 → now   finish 18 Jan → 25 Jan, +7 d, 5 working days" in screen_lines(app)
        assert rows(app) == [
            ["−", "Beta", "release", "1", "Dec", "removed", "−€40,000"],
            ["→", "Go-live", "18", "Jan", "25", "Jan", "+7", "d", "+5", "wd"],
        ]
        await press(pilot, "j")
        assert "agreed with the client · set by ana · approved by Tom Reed" in screen_text(app)
        assert [row[0] for row in rows(app)] == ["−", "+", "→"]


async def test_two_baselines_are_compared_the_earlier_first(acme: Store) -> None:
    app = app_of(acme)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "C", "j")
        expected = [
            ["→", "Beta", "release", "28", "Nov", "1", "Dec", "+3", "d", "+2", "wd", "+€40,000"],
            ["+", "Load", "test", "1", "Dec", "added", "+€12,000"],
        ]
        assert rows(app) == expected
        assert " Kick-off plan → Change request 7   finish 18 Jan, unchanged" in screen_lines(app)
        await press(pilot, "C", "k")
        assert rows(app) == expected, "whichever of the two is marked"
        await press(pilot, "j", "C")
        assert "Kick-off plan → now" in screen_text(app)


async def test_enter_makes_it_the_current_one(acme: Store) -> None:
    app = app_of(acme)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "j", "enter")
        first, second = acme.read.baselines(1)
        assert acme.read.project(1).baseline_id == first.id
        assert screen_lines(app)[-1] == ' Made "Kick-off plan" the current baseline · u to undo'
        await press(pilot, "enter")
        assert screen_lines(app)[-1].endswith('"Kick-off plan" is already the current baseline')
        await press(pilot, "u")
        assert acme.read.project(1).baseline_id == second.id


async def test_a_new_one_is_taken_and_stands_under_the_cursor(acme: Store) -> None:
    app = app_of(acme)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "j", "n", "enter")
        screen = app.screen
        assert isinstance(screen, BaselinesScreen)
        assert screen.table.selected is not None
        assert screen.table.selected.baseline.name == "Baseline 3"
        assert rows(app) == [["No", "differences."]]


async def test_the_keys_go_to_the_differences_and_from_there_to_the_milestone(acme: Store) -> None:
    app = app_of(acme)
    async with app.run_test(size=(80, 24)) as pilot:
        assert screen_text(app).count("▌") == 1
        await press(pilot, "tab", "enter")
        assert screen_lines(app)[-1] == " That milestone was deleted. Choose another one."
        assert screen_text(app).count("▌") == 1, "one highlight at a time"
        await press(pilot, "j", "enter")
        screen = app.screen
        assert isinstance(screen, TimelineScreen)
        assert screen.chart.current is not None
        assert screen.chart.current.title == "Go-live"


async def test_what_differs_is_copied(acme: Store) -> None:
    app = app_of(acme)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "y")
        assert app.clipboard.splitlines() == [
            "ACME Change request 7 → now: 1 removed, 1 moved (+7 d), 2 unchanged",
            "finish 18 Jan → 25 Jan, +7 d, 5 working days",
            "Beta release: removed, was 1 Dec, €40,000",
            "Go-live: 18 Jan → 25 Jan, +7 d",
        ]


async def test_without_a_baseline_it_says_how_to_take_one(small: Store) -> None:
    app = app_of(small)
    async with app.run_test(size=(80, 24)) as pilot:
        assert screen_lines(app)[-1] == " n new   esc back   u undo   ? help"
        await press(pilot, "j", "y", "enter")
        assert screen_lines(app)[-1] == " No baseline yet. Press n to set one."
        assert "No baseline yet. Press n to set one." in screen_text(app)
        await press(pilot, "tab", "n", "enter")
        assert "Kick-off plan → now" in screen_text(app)
        await press(pilot, "C")
        assert screen_lines(app)[-1] == " This is the only baseline. Press n to set another."


async def test_the_timeline_leads_there_and_back(acme: Store) -> None:
    def timeline(context: Context) -> TimelineScreen:
        return TimelineScreen(context, Place(1))

    app = StageApp(acme, screen=timeline)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "C")
        assert on_top(app) is BaselinesScreen
        await press(pilot, "j", "enter", "escape")
        assert on_top(app) is TimelineScreen
        assert next(line for line in screen_lines(app) if "Load test" in line).split()[5] == "new"


async def test_a_project_that_is_deleted_meanwhile_is_left(acme: Store) -> None:
    app = StageApp(acme)
    async with app.run_test(size=(80, 24)) as pilot:
        app.post_message(BaselinesRequested(1))
        await press(pilot)
        assert on_top(app) is BaselinesScreen
        acme.change_blocking(lambda do: do.projects.delete(1))
        await press(pilot)
        assert app.screen is app.stage


async def test_what_is_worth_something_else_is_told_with_both_values_where_there_is_room(acme: Store) -> None:
    load_test = next(m for m in acme.read.plan(1).milestones if m.title == "Load test")
    acme.change_blocking(lambda do: do.milestones.edit(load_test.id, {"value": 15_000}, {}))
    app = app_of(acme)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot)
        assert ["=", "Load", "test", "1", "Dec", "1", "Dec", "+€3,000"] in rows(app)
    app = app_of(acme)
    async with app.run_test(size=(140, 40)) as pilot:
        await press(pilot)
        assert "€12,000 → €15,000" in screen_text(app)
