"""The last due dates as bars beside the float of the timeline: from one question, and only while they are shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from moving_dates import TODAY, moving_store
from screens import line_of, press, screen_text

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = moving_store(tmp_path / "m.db")
    yield made
    made.close()


async def test_f_shows_how_each_date_moved(store: Store) -> None:
    app = MilestoneApp(store, Clock.fixed(TODAY))
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "2")
        assert "▁" not in screen_text(app)
        await press(pilot, "f")
        assert "FREE  TREND" in screen_text(app)
        assert "▁▁▁▅▅" in line_of(pilot, "Client sign-off")
        assert "▄▂▂▁▁" in line_of(pilot, "Go-live")
        await press(pilot, "f")
        assert "▁" not in screen_text(app)


async def test_the_bars_follow_a_change_and_are_there_in_a_what_if(store: Store) -> None:
    app = MilestoneApp(store, Clock.fixed(TODAY))
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "2", "f")
        store.change_blocking(lambda do: do.milestones.edit(4, {"due_on": date(2027, 2, 8)}, {}))
        store.poll()
        await press(pilot, "j")
        assert "▁▁▁▁█" in line_of(pilot, "◆ Acceptance test")
        await press(pilot, "j", "full_stop")
        assert "▁▁▁▁█" in line_of(pilot, "◆ Acceptance test")
        await press(pilot, "escape")


async def test_in_ascii_the_bars_are_three_heights(store: Store) -> None:
    app = MilestoneApp(store, Clock.fixed(TODAY), ascii_only=True)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "2", "f")
        assert "___--" in line_of(pilot, "Client sign-off")
        assert screen_text(app).isascii()


async def test_one_question_for_all_rows_and_none_while_hidden(store: Store) -> None:
    app = MilestoneApp(store, Clock.fixed(TODAY))
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "2")
        asked: list[str] = []
        store.read._connection.set_trace_callback(asked.append)
        await press(pilot, "f")
        shown = [sql for sql in asked if "FROM edit" in sql and "reported_on" in sql]
        asked.clear()
        await press(pilot, "j", "k", "f", "j")
        store.read._connection.set_trace_callback(None)
    assert len(shown) == 1
    assert not [sql for sql in asked if "reported_on" in sql and "FROM edit" in sql and "json_group_array" not in sql]
