"""What a timeline shows of the network: links drawn, violated ones told, and all of it across projects."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date

import pytest
from screens import SIZES, press, screen_lines, screen_meanings, screen_text, settled
from textual.pilot import Pilot

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.inputs import HolidayInput, LinkInput
from milestone_tui.plan.network.network import Network
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.messages import ViewRequested
from milestone_tui.ui.navigation import Place
from milestone_tui.ui.views.timeline.screen import TimelineScreen

TODAY = date(2026, 11, 22)
SPEC, BETA, LOAD, LIVE, SHIPPED, FITTED = range(1, 7)
ACME, GULF = 1, 2


@pytest.fixture
def linked(store: Store) -> Store:
    """A portal whose beta release a plant in the Gulf waits for, and whose go-live waits for the plant."""

    def command(do: Commands) -> None:
        do.projects.create({"key": "ACME", "name": "Customer portal"})
        do.projects.create({"key": "GULF", "name": "Plant", "working_days": 0b1001111})
        for project, title, due_on in (
            (ACME, "Spec agreed", date(2026, 11, 26)),
            (ACME, "Beta release", date(2026, 12, 1)),
            (ACME, "Load test", date(2026, 12, 8)),
            (ACME, "Go-live", date(2026, 12, 18)),
            (GULF, "Pumps shipped", date(2026, 12, 6)),
            (GULF, "Pumps fitted", date(2026, 12, 10)),
        ):
            do.milestones.create(project, {"title": title, "due_on": due_on})
        do.links.set(BETA, [LinkInput(SPEC, 3)], ())
        do.links.set(LOAD, [LinkInput(BETA, 2)], ())
        do.links.set(SHIPPED, [LinkInput(BETA, 3)], ())
        do.links.set(FITTED, [LinkInput(SHIPPED, 4)], ())
        do.links.set(LIVE, [LinkInput(LOAD, 0), LinkInput(FITTED, 6)], ())

    store.change_blocking(command)
    return store


@asynccontextmanager
async def timeline(store: Store, at: int, size: tuple[int, int] = (120, 30)) -> AsyncIterator[Pilot[None]]:
    app = MilestoneApp(store, Clock.fixed(TODAY))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        app.post_message(ViewRequested("timeline", Place(ACME, at)))
        await settled(pilot)
        yield pilot


def chart(pilot: Pilot[None]) -> list[str]:
    """The rows of the chart, right of the columns of words."""
    return [line[49:] for line in screen_lines(pilot.app)[5:9]]


def inks(pilot: Pilot[None]) -> list[str]:
    return [line[53:] for line in screen_meanings(pilot.app).splitlines()[5:9]]


def figures(pilot: Pilot[None]) -> dict[int, tuple[int | None, int | None]]:
    screen = pilot.app.screen
    assert isinstance(screen, TimelineScreen)
    figures = screen.chart.floats
    assert figures is not None
    return {id_: (total, figures.free.get(id_)) for id_, total in figures.total.items()}


def test_the_figures_of_both_projects(linked: Store) -> None:
    """What the screen is held against: the plant, not the end of the portal, limits the first milestones."""
    network = Network.of(linked.read.everything())
    assert network.total_floats == {SPEC: 0, BETA: 0, LOAD: 8, LIVE: 0, SHIPPED: 0, FITTED: 0}
    assert network.free_floats[BETA] == 0


async def test_float_driver_and_critical_path_count_what_other_projects_wait_for(linked: Store) -> None:
    network = Network.of(linked.read.everything())
    async with timeline(linked, LIVE) as pilot:
        await press(pilot, "f")
        assert figures(pilot) == {id_: (left, network.free_floats[id_]) for id_, left in network.total_floats.items()}
        assert "›Load test" in screen_text(pilot.app), "it does not drive the go-live"
        assert "after »GULF Pumps fitted +6 wd, Load test" in screen_text(pilot.app)
        await press(pilot, "c")
        assert "Critical path: 3 milestones" in screen_lines(pilot.app)[-1]
        assert "Load test" not in "".join(screen_lines(pilot.app)[:10])


async def test_links_with_other_projects_are_named_beside_the_mark(linked: Store) -> None:
    async with timeline(linked, BETA) as pilot:
        assert "→ GULF" in chart(pilot)[1]
        assert "GULF" not in "".join(chart(pilot)[:1] + chart(pilot)[2:])
        await press(pilot, "G")
        assert "GULF → ◆" in chart(pilot)[3]


async def test_a_move_in_another_project_is_seen_at_once(linked: Store) -> None:
    async with timeline(linked, BETA) as pilot:
        await press(pilot, "f")
        assert figures(pilot)[BETA] == (0, 0)
        await linked.change(lambda do: do.milestones.move_all({SHIPPED: date(2026, 12, 8)}, {}))
        await settled(pilot)
        assert figures(pilot)[BETA] == (0, 2), "what follows in the plant stays where it is"
        other = Store.open(linked.path, Clock.fixed(TODAY), "raj")
        other.change_blocking(lambda do: do.milestones.move_all({SHIPPED: date(2026, 12, 7)}, {}))
        other.close()
        linked.poll()
        await settled(pilot)
        assert figures(pilot)[BETA] == (0, 1)


async def test_a_day_on_which_nobody_works_is_marked_and_not_moved(linked: Store) -> None:
    saturday = date(2026, 12, 5)
    linked.change_blocking(lambda do: do.milestones.move_all({BETA: saturday}, {}))
    linked.change_blocking(lambda do: do.holidays.add(ACME, [HolidayInput(date(2026, 12, 8), "Immaculate Conception")]))
    async with timeline(linked, BETA) as pilot:
        lines = screen_lines(pilot.app)
        assert "5 Dec°" in lines[6]
        assert "8 Dec°" in lines[7]
        assert "°" not in lines[5] + lines[8]
        assert "Sat, non-working" in screen_text(pilot.app)
        await press(pilot, "full_stop", "full_stop")
        assert "7 Dec" in screen_lines(pilot.app)[6]
        assert "°" not in screen_lines(pilot.app)[6]
        await press(pilot, "comma")
        assert "6 Dec°" in screen_lines(pilot.app)[6]
        await press(pilot, "escape", "space")
        assert "°" not in screen_lines(pilot.app)[6], "a day that was reached is a fact"
        assert linked.read.milestones((BETA,))[0].due_on == saturday


async def test_violated_links_are_drawn_red_and_told(linked: Store) -> None:
    linked.change_blocking(lambda do: do.milestones.move_all({BETA: date(2026, 12, 9)}, {}))
    async with timeline(linked, BETA) as pilot:
        rows, red = chart(pilot), inks(pilot)
        load, beta = 1, 2  # the rows go by date
        assert rows[beta].rstrip().endswith("◆╯ → GULF")
        assert rows[load].rstrip().endswith("◆──╮")
        assert red[load].rstrip().endswith("abbb")
        assert red[beta].rstrip().endswith("wb b bbbb")
        assert "!Load test" in screen_text(pilot.app)
        assert "Load test 3 wd, GULF Pumps shipped " in screen_text(pilot.app)
        await press(pilot, "k")
        assert "3 wd too soon after Beta release" in screen_text(pilot.app)
        assert "»Beta release" in screen_text(pilot.app)


async def test_what_waits_too_early_elsewhere_is_bad_health_here_and_at_home(linked: Store) -> None:
    linked.change_blocking(lambda do: do.milestones.move_all({BETA: date(2026, 12, 3), LOAD: date(2026, 12, 10)}, {}))
    async with timeline(linked, BETA) as pilot:
        assert "■ off track  GULF Pumps shipped 2 working days too soon after Beta" in screen_lines(pilot.app)[0]
        await press(pilot, "q")
        assert "ACME off track  GULF Pumps shipped 2 working days too soon after Beta" in screen_text(pilot.app)
        await linked.change(lambda do: do.milestones.move_all({SHIPPED: date(2026, 12, 9)}, {}))
        await settled(pilot)
        assert "too soon after Beta" not in screen_text(pilot.app), "a change in the plant is news of the portal"


async def test_a_what_if_keeps_what_is_violated_in_sight_until_it_is_mended(linked: Store) -> None:
    linked.change_blocking(lambda do: do.milestones.move_all({BETA: date(2026, 12, 9)}, {}))
    async with timeline(linked, SPEC) as pilot:
        await press(pilot, "full_stop")
        assert "!Load test" in screen_text(pilot.app)
        await press(pilot, "escape", "j", "m", *"11 dec", "enter")
        assert "What if Load test" in screen_lines(pilot.app)[0]
        assert "»Beta release" in screen_text(pilot.app)
        await press(pilot, "j", "j")
        assert "!Load test" not in screen_text(pilot.app)


async def test_the_columns_of_float_stay_in_a_what_if_and_follow_it(linked: Store) -> None:
    async with timeline(linked, LOAD, (80, 24)) as pilot:
        await press(pilot, "f")
        before = next(line for line in screen_lines(pilot.app) if "Load test" in line)
        assert "+8 wd    +8 wd" in before
        await press(pilot, "greater_than_sign")
        assert "FLOAT     FREE" in screen_text(pilot.app)
        supposed = next(line for line in screen_lines(pilot.app)[1:] if "Load test" in line)
        assert "15 Dec" in supposed
        assert "+3 wd    +3 wd" in supposed
        await press(pilot, "enter")
        assert any(line[:52] == supposed[:52] for line in screen_lines(pilot.app))


async def test_float_is_shown_and_hidden_in_a_what_if_too(linked: Store) -> None:
    async with timeline(linked, LOAD, (80, 24)) as pilot:
        await press(pilot, "greater_than_sign", "f")
        assert "FLOAT     FREE" in screen_text(pilot.app)
        supposed = next(line for line in screen_lines(pilot.app)[1:] if "Load test" in line)
        assert "+3 wd    +3 wd" in supposed, "what would be left"
        assert "Float and free float" in screen_lines(pilot.app)[-1]
        await press(pilot, "greater_than_sign")
        assert "float" not in screen_lines(pilot.app)[-1], "the key bar stays calm"
        await press(pilot, "escape")
        before = next(line for line in screen_lines(pilot.app) if "Load test" in line)
        assert "+8 wd    +8 wd" in before, "as one looks at it there, so below"
        await press(pilot, "full_stop", "f", "escape")
        assert "FLOAT" not in screen_text(pilot.app)


@pytest.mark.parametrize("size", SIZES)
async def test_a_what_if_names_the_other_project_at_every_size(linked: Store, size: tuple[int, int]) -> None:
    async with timeline(linked, BETA, size) as pilot:
        await press(pilot, "greater_than_sign", "greater_than_sign")
        assert "4 more milestones move (2 in GULF)" in screen_text(pilot.app)
        assert "→ GULF" in screen_lines(pilot.app)[6 if size[1] > 28 else 5]


async def test_a_link_beyond_the_window_is_drawn_to_its_edge(linked: Store) -> None:
    async with timeline(linked, BETA) as pilot:
        await press(pilot, "plus", "left", "left", "left")
        beta, load = chart(pilot)[1:3]
        trunk = beta.index("◆") + 1
        assert beta[trunk] == "╮"
        edge = "╰" + "─" * (len(load.rstrip()) - trunk - 2) + "›"
        assert load.replace("┊", " ").rstrip() == " " * trunk + edge


async def test_links_go_up_and_to_the_left_too(linked: Store) -> None:
    """Sorted by title the go-live stands above what it waits for; the least lag may leave it on the same day."""

    seen = linked.read.detail(LIVE).predecessors

    def nearer(do: Commands) -> None:
        do.links.set(LIVE, [LinkInput(LOAD, -20)], seen)
        do.milestones.move_all({LIVE: date(2026, 12, 1)}, {})

    linked.change_blocking(nearer)
    async with timeline(linked, LOAD) as pilot:
        await press(pilot, "s", "s", "s", "s")
        assert [line[3:12] for line in screen_lines(pilot.app)[5:9]] == [
            "Beta rele",
            "Go-live  ",
            "Load test",
            "Spec agre",
        ]
        rows = chart(pilot)
        mark = rows[2].index("◆")
        assert rows[2][mark + 1] == "╯"
        assert rows[1].rstrip() == rows[1][: rows[1].index("◆")] + "◆" + "─" * (mark - rows[1].index("◆")) + "╮"
        assert "╮" not in rows[0] and "│" not in rows[0]
