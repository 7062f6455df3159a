from __future__ import annotations

from datetime import date

import pytest
from editing import BETA, editing, go_to, text_of, write
from screens import assert_snapshot, on_top, press, screen_lines, screen_text, settled

from milestone_tui.plan.drafts import CriterionDraft
from milestone_tui.store import Store
from milestone_tui.ui.screens.conflict import ConflictScreen
from milestone_tui.ui.screens.milestone_editor import MilestoneEditor


async def test_somebody_elses_change_of_other_fields_goes_together(acme: Store, ben: Store) -> None:
    async with editing(acme) as (pilot, app):
        await go_to(pilot, "due_on")
        await write(pilot, "14 dec")
        ben.change_now(lambda do: do.milestones.edit(BETA, {"owner": "Ben"}, {}))
        acme.poll()
        await settled(pilot)
        assert text_of(app, "owner") == "Ben"
        assert text_of(app, "due_on") == "14 dec"
        await press(pilot, "ctrl+s")
        assert on_top(app) is MilestoneEditor
        milestone = acme.read.detail(BETA).milestone
        assert (milestone.owner, milestone.due_on) == ("Ben", date(2026, 12, 14))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_both_values_are_shown_field_by_field(acme: Store, ben: Store, size: tuple[int, int]) -> None:
    async with editing(acme, size=size) as (pilot, app):
        await write(pilot, "!")
        await go_to(pilot, "due_on")
        await write(pilot, "14 dec")
        ben.change_now(lambda do: do.milestones.edit(BETA, {"title": "Beta", "due_on": date(2026, 12, 2)}, {}))
        acme.poll()
        await settled(pilot)
        await press(pilot, "ctrl+s")
        assert on_top(app) is ConflictScreen
        text = screen_text(app)
        assert "14 Dec 2026" in text
        assert "2 Dec 2026" in text
        assert "Ben, now" in text
        assert_snapshot(app, "editor-conflict")
        await press(pilot, "m", "t", "enter")
        milestone = acme.read.detail(BETA).milestone
        assert (milestone.title, milestone.due_on) == ("Beta release!", date(2026, 12, 2))
        assert text_of(app, "due_on") == "2 Dec 2026"
        assert "edited" not in screen_lines(app)[0]


async def test_the_arrows_go_from_field_to_field(acme: Store, ben: Store) -> None:
    async with editing(acme) as (pilot, _):
        await write(pilot, "!")
        await go_to(pilot, "owner")
        await write(pilot, "Zoe")
        ben.change_now(lambda do: do.milestones.edit(BETA, {"title": "Beta", "owner": "Ben"}, {}))
        await press(pilot, "ctrl+s", "down", "t", "up", "up", "t", "enter")
        milestone = acme.read.detail(BETA).milestone
        assert (milestone.title, milestone.owner) == ("Beta release!", "Ben"), "twice the same field"


async def test_deciding_later_writes_nothing(acme: Store, ben: Store) -> None:
    async with editing(acme) as (pilot, app):
        await write(pilot, "!")
        ben.change_now(lambda do: do.milestones.edit(BETA, {"title": "Beta"}, {}))
        await press(pilot, "ctrl+s", "escape")
        assert on_top(app) is MilestoneEditor
        assert text_of(app, "title") == "Beta release!"
        assert acme.read.detail(BETA).milestone.title == "Beta"
        assert "edited" in screen_lines(app)[0]


@pytest.mark.parametrize(("key", "texts"), [("m", ["Mine"]), ("t", ["Theirs"])])
async def test_criteria_collide_as_a_whole(acme: Store, ben: Store, key: str, texts: list[str]) -> None:
    async with editing(acme) as (pilot, app):
        await press(pilot, "f2", "d", "d", "enter", "ctrl+u")
        await write(pilot, "Mine")
        await press(pilot, "enter")
        seen = acme.read.detail(BETA).criteria
        ben.change_now(lambda do: do.criteria.set(BETA, [CriterionDraft(None, "Theirs")], seen))
        await press(pilot, "ctrl+s")
        assert on_top(app) is ConflictScreen
        await press(pilot, key, "enter")
        assert [entry.text for entry in acme.read.detail(BETA).criteria] == texts
        assert "edited" not in screen_lines(app)[0]
