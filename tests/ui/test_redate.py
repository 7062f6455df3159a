"""Moving the day on which something was done: a what-if in the timeline, one change."""

from __future__ import annotations

from datetime import date

import pytest
from screens import SIZES, assert_snapshot, first_line, last_line, line_of, on_top, press, screen_text
from supposing import DAY, DUE, TODAY, named, timeline

from milestone_tui.plan.inputs import LinkInput
from milestone_tui.plan.model import MilestoneKind
from milestone_tui.store import Store
from milestone_tui.ui.views.timeline.screen import TimelineScreen
from milestone_tui.ui.views.what_if.done_dates import RedateScreen
from milestone_tui.ui.views.what_if.screen import WhatIfScreen

KICK_OFF = date(2026, 10, 1)
STEPS = {"comma": -DAY, "full_stop": DAY, "less_than_sign": -7 * DAY, "greater_than_sign": 7 * DAY}
GATE = "A gate is done on the day of its decision. Press a to decide it again."


def done_on(store: Store, title: str) -> date | None:
    return named(store, title).done_on


@pytest.mark.parametrize("size", SIZES)
async def test_the_look(demo: Store, size: tuple[int, int]) -> None:
    async with timeline(demo, size, at="Requirements signed") as pilot:
        await press(pilot, "greater_than_sign")
        assert_snapshot(pilot.app, "redate")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("key", STEPS)
async def test_the_keys_of_a_move_move_the_done_date(demo: Store, key: str, size: tuple[int, int]) -> None:
    async with timeline(demo, size, at="Kick-off") as pilot:
        await press(pilot, key)
        assert on_top(pilot.app) is RedateScreen
        step = STEPS[key].days
        assert f"slip 0 d → {'+' if step > 0 else '−'}{abs(step)} d" in first_line(pilot)
        assert done_on(demo, "Kick-off") == KICK_OFF, "nothing is written yet"
        await press(pilot, key, "enter")
        assert on_top(pilot.app) is TimelineScreen
        assert done_on(demo, "Kick-off") == KICK_OFF + 2 * STEPS[key]
        assert last_line(pilot).startswith('Moved "Kick-off": done 1 Oct → ')
        assert f"{2 * abs(step)} d" in line_of(pilot, "▌"), "the slip follows"
        change = demo.read.undoable()
        assert change is not None and change.label.startswith('Move done date of "Kick-off" by ')
        await press(pilot, "u")
        assert done_on(demo, "Kick-off") == KICK_OFF


async def test_esc_cancels(demo: Store) -> None:
    before = demo.read.undoable()
    async with timeline(demo, at="Kick-off") as pilot:
        await press(pilot, "full_stop", "escape")
        assert (on_top(pilot.app), demo.read.undoable()) == (TimelineScreen, before)


async def test_m_looks_back_and_takes_no_day_to_come(demo: Store) -> None:
    async with timeline(demo, (80, 24), at="Kick-off") as pilot:
        await press(pilot, "m", *"fri")
        assert "Fri 20 Nov 2026 · 2 days ago" in screen_text(pilot.app)
        await press(pilot, "ctrl+u", *"tomorrow", "enter")
        assert "in the future: enter today or an earlier date" in screen_text(pilot.app)
        await press(pilot, "ctrl+u", *"1 dec".replace(" ", ""), "enter")
        assert "Mon 1 Dec 2025" in screen_text(pilot.app) or "1 Dec" in first_line(pilot)
        await press(pilot, "m", *"today", "enter", "enter")
        assert done_on(demo, "Kick-off") == TODAY


async def test_never_past_today(demo: Store) -> None:
    id_ = named(demo, "Kick-off").id
    demo.change_blocking(lambda do: do.milestones.redate({id_: TODAY - DAY}, {}))
    sentence = "23 Nov 2026 is in the future. Enter today or an earlier date."
    async with timeline(demo, at="Kick-off") as pilot:
        await press(pilot, "full_stop", "full_stop")
        assert (on_top(pilot.app), last_line(pilot)) == (RedateScreen, sentence)
        await press(pilot, "enter", "full_stop")
        assert done_on(demo, "Kick-off") == TODAY
        assert (on_top(pilot.app), last_line(pilot)) == (TimelineScreen, sentence)


async def test_what_comes_too_soon_then_is_told_and_stays(demo: Store) -> None:
    beta, kick_off = named(demo, "Beta release"), named(demo, "Kick-off").id
    seen = demo.read.detail(beta.id).predecessors
    demo.change_blocking(lambda do: do.links.set(beta.id, [LinkInput(kick_off, 41)], seen))
    async with timeline(demo, at="Kick-off") as pilot:
        await press(pilot, "full_stop")
        assert "Beta release 1 working day too soon after Kick-off" in screen_text(pilot.app)
        assert "no other milestone moves" in screen_text(pilot.app)
        await press(pilot, "enter")
        assert named(demo, "Beta release").due_on == beta.due_on
        await press(pilot, "R")
        assert "Re-plan ACME" in first_line(pilot)


@pytest.mark.parametrize(("key", "said"), [("tab", "moves alone"), ("w", "Only a move of a due date has a reason.")])
async def test_what_a_done_date_has_not_is_refused(demo: Store, key: str, said: str) -> None:
    async with timeline(demo, at="Kick-off") as pilot:
        await press(pilot, "full_stop", key)
        assert on_top(pilot.app) is RedateScreen and said in last_line(pilot)


async def test_several_done_ones_go_together_by_calendar_days(demo: Store) -> None:
    async with timeline(demo, at="Kick-off") as pilot:
        await press(pilot, "v", "v", "full_stop")
        assert "Done 2 milestones +1 d → from Fri 2 Oct" in first_line(pilot)
        await press(pilot, "m", *"5oct", "enter", "enter")
        assert last_line(pilot) == "Moved 2 done dates · u to undo"
        assert (done_on(demo, "Kick-off"), done_on(demo, "Interviews done")) == (date(2026, 10, 5), date(2026, 10, 13))
        change = demo.read.undoable()
        assert change is not None and change.label == "Move 2 done dates by +4 d"
        await press(pilot, "u")
        assert done_on(demo, "Interviews done") == date(2026, 10, 9)


async def test_of_done_and_open_ones_the_open_move_and_the_done_stay_by_name(demo: Store) -> None:
    async with timeline(demo, at="Kick-off") as pilot:
        await press(pilot, "v", "G", "v", "full_stop")
        assert on_top(pilot.app) is WhatIfScreen
        assert last_line(pilot) == ('"Kick-off" stays. Mark only done milestones to move their done dates.')
        await press(pilot, "enter")
        assert done_on(demo, "Kick-off") == KICK_OFF
        assert named(demo, "Go-live").due_on == DUE["Go-live"] + DAY


async def test_what_somebody_signed_keeps_its_day(demo: Store) -> None:
    interviews = named(demo, "Interviews done").id
    demo.change_blocking(lambda do: do.milestones.edit(interviews, {"kind": MilestoneKind.GATE}, {}))
    async with timeline(demo, at="Interviews done") as pilot:
        await press(pilot, "comma")
        assert (on_top(pilot.app), last_line(pilot)) == (TimelineScreen, GATE)
        await press(pilot, "k", "v", "v", "comma")
        assert last_line(pilot) == f'"Interviews done" stays. {GATE}'
        await press(pilot, "enter")
        assert done_on(demo, "Kick-off") == KICK_OFF - DAY
        assert done_on(demo, "Interviews done") == date(2026, 10, 9)
    async with timeline(demo, at="Prototype accepted") as pilot:
        await press(pilot, "m")
        assert last_line(pilot) == "This milestone was accepted. Press e to edit its done date."


async def test_a_typed_done_date_is_kept_and_gone_on_with(demo: Store) -> None:
    named_id = named(demo, "Kick-off").id
    async with timeline(demo, at="Kick-off") as pilot:
        await press(pilot, "m", *"5oct")
        screen = pilot.app.screen
        assert isinstance(screen, RedateScreen)
        kept = screen.typed.unfinished()
        await press(pilot, "escape")
        assert kept is not None and dict(kept.texts) == {"done_on": "5oct"}
        below = pilot.app.screen
        assert isinstance(below, TimelineScreen)
        below.resume_change(kept)
        await press(pilot)
        assert on_top(pilot.app) is RedateScreen and "Mon 5 Oct" in first_line(pilot)
        await press(pilot, "enter", "enter")
        assert done_on(demo, "Kick-off") == date(2026, 10, 5)
        demo.change_blocking(lambda do: do.milestones.untick(named_id))
        below.resume_change(kept)
        await press(pilot)
        assert on_top(pilot.app) is TimelineScreen
        assert last_line(pilot) == "Nothing to move: these milestones are no longer done."


async def test_what_somebody_else_unticks_meanwhile_is_left_with_a_word(demo: Store) -> None:
    kick_off, interviews = named(demo, "Kick-off").id, named(demo, "Interviews done").id
    async with timeline(demo, at="Kick-off") as pilot:
        await press(pilot, "v", "v", "comma")
        assert "Done 2 milestones −1 d" in first_line(pilot)
        demo.change_blocking(lambda do: do.milestones.untick(interviews))
        await press(pilot)
        assert "Done Kick-off → Wed 30 Sep" in first_line(pilot)
        demo.change_blocking(lambda do: do.milestones.untick(kick_off))
        await press(pilot)
        assert on_top(pilot.app) is TimelineScreen
        assert last_line(pilot) == "Nothing to move: these milestones are no longer done."
