"""What an action needs: key bar, refusal of a key and palette are of one table."""

from __future__ import annotations

import pytest
from screens import last_line, press
from small_project import TODAY
from textual.actions import parse
from textual.binding import Binding

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.base.project_screen import TOO_SOON
from milestone_tui.ui.base.store_screen import StoreScreen
from milestone_tui.ui.commands import commands_of
from milestone_tui.ui.navigator import loaded
from milestone_tui.ui.views.baselines.screen import BaselinesScreen
from milestone_tui.ui.views.days_off.screen import DaysOffScreen
from milestone_tui.ui.views.people.screen import PeopleScreen
from milestone_tui.ui.views.projects.screen import ProjectsScreen
from milestone_tui.ui.views.report.screen import ReportScreen
from milestone_tui.ui.views.review.screen import ReviewScreen
from milestone_tui.ui.views.timeline.screen import TimelineScreen

SCREENS: tuple[type[StoreScreen], ...] = (
    ProjectsScreen,
    TimelineScreen,
    PeopleScreen,
    DaysOffScreen,
    BaselinesScreen,
    ReviewScreen,
    ReportScreen,
)


def own_bindings(screen: type[StoreScreen]) -> list[Binding]:
    """Return the keys that a class of screens binds itself."""
    return [binding for binding in Binding.make_bindings(vars(screen)["BINDINGS"]) if binding.description]


@pytest.mark.parametrize("screen", SCREENS)
def test_every_action_with_a_need_is_one_of_the_screen(screen: type[StoreScreen]) -> None:
    actions = [binding.action for binding in own_bindings(screen)] + [action for _, action, _ in screen.KEYLESS]
    assert set(screen.NEEDS) <= {parse(action)[1] for action in actions}


@pytest.mark.parametrize(
    ("keys", "least"),
    [((), 12), (("enter",), 24), (("6",), 2), (("O",), 1), (("enter", "C"), 3)],
    ids=["projects", "timeline", "people", "days-off", "baselines"],
)
async def test_what_is_not_there_is_said_in_key_bar_refusal_and_palette_alike(
    store: Store, keys: tuple[str, ...], least: int
) -> None:
    if keys not in ((), ("6",)):
        store.change_blocking(lambda do: do.projects.create({"key": "NORD", "name": "Data lake"}))
    app = MilestoneApp(store, Clock.fixed(TODAY))
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, *keys)
        screen = app.screen
        assert isinstance(screen, StoreScreen)
        bound = {binding.key: binding for binding in own_bindings(type(screen))}
        missing = {key: need for key, binding in bound.items() if (need := screen.missing(binding.action))}
        listed = {command.action: command.missing for command in commands_of(screen, app, loaded) if command.node}
        assert len(missing) >= least
        for key, need in missing.items():
            assert listed[bound[key].action] == need
            active = screen.active_bindings.get(key)
            if active is not None and active.binding.action != bound[key].action:
                continue  # another action has the key now
            assert (active is not None) == (need == TOO_SOON)
            assert bound[key].description not in [hint.does for hint in screen.key_bar.hints]
            await press(pilot, key)
            assert last_line(pilot) == screen.refusal(need)
