"""Several lines that are pasted at once: as many criteria, one line in a field, the same lines in the notes."""

from __future__ import annotations

import pytest
from editing import BETA, LOAD_TEST, editing, editing_project, go_to, text_of, write
from screens import assert_snapshot, press, screen_text, settled
from textual import events

from milestone_tui.store import Store
from milestone_tui.ui.editors.milestone import MilestoneEditor


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_pasted_lines_become_that_many_criteria_in_one_change(acme: Store, size: tuple[int, int]) -> None:
    before = [criterion.text for criterion in acme.read.detail(BETA).criteria]
    async with editing(acme, size=size) as (pilot, app):
        await press(pilot, "ctrl+n")
        await write(pilot, "Signed: ")
        app.post_message(events.Paste("- rota\r\n- phone list\r\n\r\n- keys to  the room\r\n"))
        await settled(pilot)
        await write(pilot, "And one more")
        assert_snapshot(app, "criteria-pasted")
        await press(pilot, "enter", "ctrl+s")
    new = ["Signed: rota", "phone list", "keys to  the room", "And one more"]
    assert [criterion.text for criterion in acme.read.detail(BETA).criteria] == [*before, *new]
    await acme.undo()
    assert [criterion.text for criterion in acme.read.detail(BETA).criteria] == before


async def test_what_is_pasted_is_one_step_in_the_list_and_kept_as_a_draft(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        await press(pilot, "ctrl+n")
        app.post_message(events.Paste("one\ntwo"))
        await settled(pilot)
        editor = app.screen
        assert isinstance(editor, MilestoneEditor)
        kept = editor.unfinished()
        assert kept is not None and kept.criteria is not None
        assert [draft.text for draft in kept.criteria.mine][-2:] == ["one", "two"]
        await press(pilot, "escape", "u")
        assert not editor.unsaved(), screen_text(app)


async def test_lines_over_a_criterion_that_exists_stay_one_line(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        await press(pilot, "ctrl+t", "enter", "ctrl+u")
        app.post_message(events.Paste("one\ntwo"))
        await settled(pilot)
        await press(pilot, "enter", "ctrl+s")
    texts = [criterion.text for criterion in acme.read.detail(BETA).criteria]
    assert len(texts) == 3 and any("one two" in text for text in texts)


async def test_pasted_phases(acme: Store) -> None:
    async with editing_project(acme) as (pilot, app):
        await press(pilot, "ctrl+n")
        app.post_message(events.Paste("1. Rollout\n2. Warranty"))
        await settled(pilot)
        await press(pilot, "ctrl+s")
    assert [phase.name for phase in acme.read.phases(1)][-2:] == ["Rollout", "Warranty"]


async def test_a_long_list_is_cut_and_that_is_said(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        await press(pilot, "ctrl+n")
        app.post_message(events.Paste("\n".join(map(str, range(100_000)))))
        await settled(pilot)
        assert "only the first 200 lines" in screen_text(app)


async def test_a_pasted_text_keeps_its_blanks(acme: Store) -> None:
    notes = "  Agenda\n\n    room:   12\n\tlunch"
    async with editing(acme, LOAD_TEST) as (pilot, app):
        app.post_message(events.Paste("  and\n more "))
        await settled(pilot)
        assert text_of(app, "title") == "Load test  and  more "
        await go_to(pilot, "notes")
        app.post_message(events.Paste(notes))
        await settled(pilot)
        await press(pilot, "ctrl+s")
    milestone = acme.read.milestone(LOAD_TEST)
    assert (milestone.title, milestone.notes) == ("Load test  and  more", notes)
