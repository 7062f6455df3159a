from __future__ import annotations

from datetime import date

import pytest
from editing import BETA, editing, go_to, text_of, write
from screens import assert_snapshot, on_top, press, screen_lines, screen_text, settled

from milestone_tui.plan.inputs import CriterionInput
from milestone_tui.store import Store
from milestone_tui.ui.editors.conflict import ConflictScreen, cut_where_they_differ
from milestone_tui.ui.editors.milestone import MilestoneEditor
from milestone_tui.ui.renderer import fit


async def test_somebody_elses_change_of_other_fields_goes_together(acme: Store, ben: Store) -> None:
    async with editing(acme) as (pilot, app):
        await go_to(pilot, "due_on")
        await write(pilot, "14 dec")
        ben.change_blocking(lambda do: do.milestones.edit(BETA, {"owner": "Ben"}, {}))
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
        ben.change_blocking(lambda do: do.milestones.edit(BETA, {"title": "Beta", "due_on": date(2026, 12, 2)}, {}))
        acme.poll()
        await settled(pilot)
        await press(pilot, "ctrl+s")
        assert on_top(app) is ConflictScreen
        text = screen_text(app)
        assert "14 Dec 2026" in text
        assert "2 Dec 2026" in text
        assert "Ben, now" in text
        assert_snapshot(app, "editor-conflict")
        assert text.count("•mine") == 2 and "•theirs" not in text, "the choice is marked, not only bright"
        await press(pilot, "m", "t")
        assert "•mine   14 Dec" not in screen_text(app) and "•theirs  2 Dec 2026" in screen_text(app)
        await press(pilot, "enter")
        milestone = acme.read.detail(BETA).milestone
        assert (milestone.title, milestone.due_on) == ("Beta release!", date(2026, 12, 2))
        assert text_of(app, "due_on") == "2 Dec 2026"
        assert "unsaved" not in screen_lines(app)[0]


async def test_the_arrows_go_from_field_to_field(acme: Store, ben: Store) -> None:
    async with editing(acme) as (pilot, _):
        await write(pilot, "!")
        await go_to(pilot, "owner")
        await write(pilot, "Zoe")
        ben.change_blocking(lambda do: do.milestones.edit(BETA, {"title": "Beta", "owner": "Ben"}, {}))
        await press(pilot, "ctrl+s", "down", "t", "up", "up", "t", "enter")
        milestone = acme.read.detail(BETA).milestone
        assert (milestone.title, milestone.owner) == ("Beta release!", "Ben"), "twice the same field"


async def test_deciding_later_writes_nothing(acme: Store, ben: Store) -> None:
    async with editing(acme) as (pilot, app):
        await write(pilot, "!")
        ben.change_blocking(lambda do: do.milestones.edit(BETA, {"title": "Beta"}, {}))
        await press(pilot, "ctrl+s", "escape")
        assert on_top(app) is MilestoneEditor
        assert text_of(app, "title") == "Beta release!"
        assert acme.read.detail(BETA).milestone.title == "Beta"
        assert "unsaved" in screen_lines(app)[0]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize(("key", "texts"), [("m", ["Theirs", "Mine"]), ("t", ["Theirs"])])
async def test_only_the_criterion_that_both_changed_is_asked_about(
    acme: Store, ben: Store, key: str, texts: list[str], size: tuple[int, int]
) -> None:
    async with editing(acme, size=size) as (pilot, app):
        await press(pilot, "f2", "d", "d", "enter", "ctrl+u")
        await write(pilot, "Mine")
        await press(pilot, "enter")
        seen = acme.read.detail(BETA).criteria
        ben.change_blocking(lambda do: do.criteria.set(BETA, [CriterionInput(None, "Theirs")], seen))
        acme.poll()
        await settled(pilot)
        await press(pilot, "ctrl+s")
        assert on_top(app) is ConflictScreen
        assert_snapshot(app, "editor-conflict-criterion")
        await press(pilot, key, "enter")
        assert [entry.text for entry in acme.read.detail(BETA).criteria] == texts
        assert "unsaved" not in screen_lines(app)[0]


@pytest.mark.parametrize("heard", [False, True], ids=["at the save", "at once"])
async def test_what_both_added_stays_and_undo_takes_back_only_mine(acme: Store, ben: Store, heard: bool) -> None:
    theirs = [
        CriterionInput(1, "Installable build for both platforms", date(2026, 11, 9)),
        CriterionInput(2, "60 pilot users invited", date(2026, 11, 12)),
        CriterionInput(3, "Release notes approved by Acme"),
        CriterionInput(None, "Theirs"),
    ]
    async with editing(acme) as (pilot, app):
        await press(pilot, "ctrl+n")
        await write(pilot, "Mine")
        await press(pilot, "enter", "escape", "g", "d")
        seen = acme.read.detail(BETA).criteria
        ben.change_blocking(lambda do: do.criteria.set(BETA, theirs, seen))
        if heard:
            acme.poll()
            await settled(pilot)
            assert "60 pilot users invited" in screen_text(app)
            assert "unsaved" in screen_lines(app)[0]
        await press(pilot, "ctrl+s")
        assert on_top(app) is MilestoneEditor
        assert [entry.text for entry in acme.read.detail(BETA).criteria] == [
            "60 pilot users invited",
            "Release notes approved by Acme",
            "Theirs",
            "Mine",
        ]
        assert "unsaved" not in screen_lines(app)[0]
        assert "Criteria 1/4" in screen_text(app)
    await acme.undo()
    assert [entry.text for entry in acme.read.detail(BETA).criteria] == [draft.text for draft in theirs]


async def test_tags_of_both_stay(acme: Store, ben: Store) -> None:
    async with editing(acme) as (pilot, app):
        await go_to(pilot, "tags")
        await press(pilot, "ctrl+u")
        await write(pilot, "release, mine")
        ben.change_blocking(lambda do: do.milestones.edit(BETA, {"tags": ("release", "pilot", "theirs")}, {}))
        await press(pilot, "ctrl+s")
        assert on_top(app) is MilestoneEditor
        assert acme.read.detail(BETA).milestone.tags == ("release", "theirs", "mine")
        assert text_of(app, "tags") == "release, theirs, mine"
        assert "unsaved" not in screen_lines(app)[0]


async def test_of_many_that_both_changed_the_one_under_the_cursor_is_in_sight(acme: Store, ben: Store) -> None:
    there = acme.read.detail(BETA).criteria
    many = [CriterionInput(None, f"Criterion {number}") for number in range(12)]
    acme.change_blocking(lambda do: do.criteria.set(BETA, many, there))
    seen = acme.read.detail(BETA).criteria
    async with editing(acme, size=(80, 24)) as (pilot, app):
        await press(pilot, "f2", *("d" * 12))
        theirs = [CriterionInput(entry.id, f"{entry.text} of Ben") for entry in seen]
        ben.change_blocking(lambda do: do.criteria.set(BETA, theirs, seen))
        await press(pilot, "ctrl+s")
        for number in range(12):
            assert "▌ Criterion" in screen_text(app)
            assert f"Criterion {number} of Ben" in screen_text(app)
            assert "keep mine" in screen_lines(app)[-1]
            await press(pilot, "t" if number % 2 else "m")
        await press(pilot, "enter")
        kept = [entry.text for entry in acme.read.detail(BETA).criteria]
        assert kept == [f"Criterion {number} of Ben" for number in range(12) if number % 2]


def test_values_that_are_cut_off_can_be_told_apart() -> None:
    one = "The customer signs the acceptance report in Dutch"
    other = "The customer signs the acceptance report in Polish"
    assert cut_where_they_differ("short", "brief", 20) == (fit("short", 20), fit("brief", 20))
    cut = cut_where_they_differ(one, other, 20)
    assert "Dutch" in cut[0] and "Polish" in cut[1]
    assert cut[0].startswith("…") and len(cut[0]) == 20
    assert cut_where_they_differ("Dutch " * 9, "Polish " * 9, 20)[1].startswith("Polish Polish")
