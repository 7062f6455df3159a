from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from editing import BETA, LOAD_TEST, SIGN_OFF, TODAY, editing, go_to, note_of, text_of, write
from screens import assert_snapshot, on_top, press, screen_lines, screen_text, settled
from textual import events

from milestone_tui.plan.model import ChangeReason, Milestone, MilestoneState
from milestone_tui.store import Store
from milestone_tui.ui.base.unsaved import LeaveScreen
from milestone_tui.ui.editors.milestone import MilestoneEditor


def beta(store: Store) -> Milestone:
    return store.read.detail(BETA).milestone


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_it_looks_as_drawn(acme: Store, size: tuple[int, int]) -> None:
    async with editing(acme, size=size) as (pilot, app):
        await go_to(pilot, "due_on")
        await write(pilot, "14 dec")
        assert_snapshot(app, "editor")


async def test_a_date_is_understood_while_it_is_typed_and_saved(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        await go_to(pilot, "due_on")
        await write(pilot, "14 dec")
        assert note_of(app, "due_on") == "Mon 14 Dec 2026 · in 22 days · working day"
        assert "unsaved changes" in screen_lines(app)[0]
        await press(pilot, "ctrl+s")
        assert "Saved" in screen_lines(app)[-1]
        assert "unsaved" not in screen_lines(app)[0]
        assert beta(acme).due_on == date(2026, 12, 14)
        assert text_of(app, "due_on") == "14 Dec 2026"


@pytest.mark.parametrize(
    ("text", "day"), [("=baseline", date(2026, 11, 19)), ("+2w", date(2026, 12, 12)), ("eom", date(2026, 11, 30))]
)
async def test_dates_count_from_what_is_there(acme: Store, text: str, day: date) -> None:
    async with editing(acme) as (pilot, _):
        await go_to(pilot, "due_on")
        await write(pilot, text)
        await press(pilot, "ctrl+s")
        assert beta(acme).due_on == day


async def test_what_cannot_be_understood_is_said_beside_the_field_and_not_saved(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        await go_to(pilot, "due_on")
        await write(pilot, "31 feb")
        assert "feb" in note_of(app, "due_on").lower()
        await press(pilot, "tab", "tab", "ctrl+s")
        assert "Not saved: fix Due first" in screen_lines(app)[-1]
        assert note_of(app, "due_on")
        assert app.screen.focused is app.screen.query_one("#field-due-on FieldInput")
        assert beta(acme).due_on == date(2026, 11, 28)


async def test_all_that_was_changed_is_one_change(acme: Store) -> None:
    before = len(acme.read.history())
    async with editing(acme) as (pilot, _):
        await write(pilot, "!")
        await go_to(pilot, "value")
        await write(pilot, "50k")
        await go_to(pilot, "tags")
        await write(pilot, ", beta")
        await press(pilot, "f2", "n")
        await write(pilot, "Support rota agreed")
        await press(pilot, "enter", "escape", "ctrl+s")
        saved = acme.read.detail(BETA)
        assert saved.milestone.title == "Beta release!"
        assert saved.milestone.value == Decimal(50000)
        assert saved.milestone.tags == ("release", "pilot", "beta")
        assert [entry.text for entry in saved.criteria][-1] == "Support rota agreed"
        assert len(acme.read.history()) == before + 1


async def test_saving_nothing_says_so_and_writes_nothing(acme: Store) -> None:
    before = len(acme.read.history())
    async with editing(acme) as (pilot, app):
        await go_to(pilot, "due_on")
        await write(pilot, "2026-11-28")
        await press(pilot, "ctrl+s")
        assert "No changes to save" in screen_lines(app)[-1]
        assert text_of(app, "due_on") == "28 Nov 2026"
        assert len(acme.read.history()) == before


async def test_leaving_asks_only_when_something_is_not_saved(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        await press(pilot, "escape")
        assert on_top(app) is not MilestoneEditor
    async with editing(acme) as (pilot, app):
        await write(pilot, "!")
        await press(pilot, "escape")
        assert on_top(app) is LeaveScreen
        assert 'Save changes to "Beta release!"?' in screen_text(app)
        await press(pilot, "escape")
        assert on_top(app) is MilestoneEditor
        assert text_of(app, "title") == "Beta release!"
        await press(pilot, "escape", "d")
        assert on_top(app) not in (MilestoneEditor, LeaveScreen)
    assert beta(acme).title == "Beta release"
    async with editing(acme) as (pilot, app):
        await write(pilot, "!")
        await press(pilot, "escape", "s")
        assert on_top(app) not in (MilestoneEditor, LeaveScreen)
    assert beta(acme).title == "Beta release!"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_question_at_leaving(acme: Store, size: tuple[int, int]) -> None:
    async with editing(acme, size=size) as (pilot, app):
        await write(pilot, "!")
        await press(pilot, "escape")
        assert_snapshot(app, "editor-leave")


async def test_an_owner_is_picked_or_created(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        await go_to(pilot, "owner")
        await write(pilot, "raj")
        assert "Raj Patel" in screen_text(app)
        await press(pilot, "enter")
        assert text_of(app, "owner") == "Raj Patel"
        await go_to(pilot, "approver")
        await press(pilot, "shift+tab")
        await write(pilot, "Zoe")
        assert 'create person "Zoe"' in screen_text(app)
        await press(pilot, "tab", "ctrl+s")
        assert beta(acme).owner == "Zoe"
        assert "Zoe" in [person.name for person in acme.read.people()]


async def test_half_a_name_is_not_left_behind_and_escape_takes_it_back(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        await go_to(pilot, "phase")
        await write(pilot, "acc")
        await press(pilot, "tab")
        assert text_of(app, "phase") == "Acceptance"
        await press(pilot, "shift+tab")
        await write(pilot, "disc")
        await press(pilot, "escape")
        assert text_of(app, "phase") == "Acceptance"
        assert on_top(app) is MilestoneEditor
        await press(pilot, "down", "up", "up", "enter", "ctrl+s")
        assert beta(acme).phase == "Discovery"


async def test_done_fills_in_the_day(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        await go_to(pilot, "state")
        await write(pilot, "do")
        await press(pilot, "enter", "ctrl+s")
        assert beta(acme).state is MilestoneState.DONE
        assert beta(acme).done_on == TODAY
        assert text_of(app, "done_on") == "22 Nov 2026"


async def test_the_calendar_takes_a_day_or_leaves_the_field_as_it_was(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        await go_to(pilot, "due_on")
        await press(pilot, "down", "right", "right", "pagedown", "escape")
        assert text_of(app, "due_on") == "28 Nov 2026"
        await press(pilot, "down", "pagedown", "up", "enter")
        assert text_of(app, "due_on") == "21 Dec 2026"
        assert "due until now" in screen_text(app)
        assert "slip +32 d" in screen_text(app)
        await press(pilot, "ctrl+s")
        assert beta(acme).due_on == date(2026, 12, 21)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_calendar_has_a_place(acme: Store, size: tuple[int, int]) -> None:
    async with editing(acme, size=size) as (pilot, app):
        await go_to(pilot, "due_on")
        await press(pilot, "down", "pagedown")
        assert_snapshot(app, "editor-calendar")


async def test_arrows_go_between_fields_and_through_the_notes(acme: Store) -> None:
    async with editing(acme, size=(80, 24)) as (pilot, app):
        await press(pilot, "up", "up")
        editor = app.screen
        assert isinstance(editor, MilestoneEditor)
        assert editor.form.fields["internal"].active or editor.form.fields["notes"].active
        await go_to(pilot, "weight")
        await press(pilot, "down")
        assert editor.form.fields["value"].active
        await press(pilot, "up", "up")
        assert editor.form.fields["state"].active


async def test_progress_is_asked_only_where_there_are_no_criteria(acme: Store) -> None:
    async with editing(acme) as (_, app):
        assert "Progress" not in screen_text(app)
    async with editing(acme, LOAD_TEST) as (pilot, app):
        assert "Progress" in screen_text(app)
        await go_to(pilot, "progress")
        await write(pilot, "60%")
        await press(pilot, "ctrl+s")
        assert acme.read.detail(LOAD_TEST).milestone.percent == 60


@pytest.mark.parametrize(
    "title",
    ["[/]", "[bold red]x[/]", "x\x1b[2Jy", "\x9b31m", "\u202eevil", "👨‍👩‍👧‍👦 日本語", "مرحبا", "\u3164", "t" * 300],
)
async def test_a_hostile_title_stays_what_it_is(acme: Store, title: str) -> None:
    notes = f"{title}\n\n\tsecond [/] line"
    acme.change_blocking(lambda do: do.milestones.edit(BETA, {"title": "x" + title, "notes": notes}, {}))
    async with editing(acme) as (pilot, app):
        assert "\x1b" not in screen_text(app)
        await go_to(pilot, "weight")
        await write(pilot, "5")
        await press(pilot, "ctrl+s")
        assert (beta(acme).title, beta(acme).notes, beta(acme).weight) == ("x" + title, notes, 5)


async def test_what_was_said_goes_when_somebody_types_on(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        keys = screen_lines(app)[-1]
        await write(pilot, "!")
        await press(pilot, "ctrl+s")
        assert screen_lines(app)[-1] == " Saved"
        await write(pilot, "?")
        assert screen_lines(app)[-1] == keys
        assert "unsaved changes" in screen_lines(app)[0]
        await press(pilot, "ctrl+s")
        app.post_message(events.Paste(" of May"))
        await settled(pilot)
        assert screen_lines(app)[-1] == keys


async def test_enter_goes_to_the_next_field(acme: Store) -> None:
    async with editing(acme) as (pilot, _):
        await write(pilot, "!")
        await press(pilot, "enter")
        await write(pilot, "Acc")
        await press(pilot, "enter", "ctrl+s")
        milestone = acme.read.detail(BETA).milestone
        assert (milestone.title, milestone.phase) == ("Beta release!", "Acceptance")


async def test_a_milestone_that_was_deleted_meanwhile_keeps_what_was_typed(acme: Store, tmp_path: Path) -> None:
    async with editing(acme) as (pilot, app):
        await write(pilot, "!")
        acme.change_blocking(lambda do: do.milestones.delete([BETA]))
        acme.poll()
        await settled(pilot)
        assert "no longer exists" in screen_lines(app)[0]
        await press(pilot, "ctrl+s")
        assert "ctrl+y" in screen_lines(app)[-1]
        await press(pilot, "ctrl+y")
        assert app.clipboard.startswith("Title: Beta release!")
        await press(pilot, "escape", "d")
        assert on_top(app) not in (MilestoneEditor, LeaveScreen)


async def test_a_question_mark_is_a_letter_and_f1_is_help(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        await write(pilot, "??")
        assert text_of(app, "title") == "Beta release??"
        await press(pilot, "f1")
        assert "Save everything" in screen_text(app)


async def test_history_is_shown_newest_first(acme: Store) -> None:
    async with editing(acme, SIGN_OFF) as (pilot, app):
        acme.change_blocking(lambda do: do.milestones.move_all({SIGN_OFF: date(2027, 1, 12)}, {}))
        acme.poll()
        await press(pilot, *["f2"] * 5)
        text = screen_text(app)
        assert text.index("→ 12 Jan") < text.index("created")
        assert text.index("now, ana") < text.index("→ 12 Jan")


async def test_a_value_of_the_history_is_put_into_its_field_and_saved_with_the_rest(acme: Store) -> None:
    before = beta(acme).due_on
    assert before is not None
    acme.change_blocking(
        lambda do: do.milestones.move_all({BETA: date(2026, 12, 24)}, {}, reason=ChangeReason.SUPPLIER)
    )
    async with editing(acme) as (pilot, app):
        await press(pilot, *["f2"] * 5)
        assert "due date: 28 Nov" in screen_text(app)
        assert "supplier" in screen_text(app)
        await press(pilot, "enter")
        assert text_of(app, "due_on") == "28 Nov 2026"
        assert beta(acme).due_on == date(2026, 12, 24)
        await press(pilot, "ctrl+s")
        assert beta(acme).due_on == before


async def test_who_accepts_it_and_what_a_client_does_not_see(acme: Store) -> None:
    async with editing(acme) as (pilot, _):
        await go_to(pilot, "approver")
        await write(pilot, "Tom Reed")
        await go_to(pilot, "internal")
        await write(pilot, "yes")
        await press(pilot, "ctrl+s")
        assert (beta(acme).approver, beta(acme).internal) == ("Tom Reed", True)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_history_tells_change_by_change_who_when_what_and_why(acme: Store, size: tuple[int, int]) -> None:
    acme.change_blocking(
        lambda do: do.milestones.move_all({BETA: date(2026, 12, 24)}, {}, reason=ChangeReason.SUPPLIER)
    )
    seen = acme.read.detail(BETA).criteria
    acme.change_blocking(lambda do: do.criteria.set(BETA, [], seen))
    async with editing(acme, size=size) as (pilot, app):
        await press(pilot, *["f2"] * 5)
        assert "restore" in screen_lines(app)[-1]
        assert "removed: criterion 40 pilot users invited" in screen_text(app)
        assert_snapshot(app, "editor-history")


async def test_the_name_of_a_baseline_that_is_too_long_ends_with_an_ellipsis(acme: Store) -> None:
    acme.change_blocking(lambda do: do.baselines.take(1, "The plan as agreed with everybody " * 3, "", ""))
    async with editing(acme, size=(80, 24)) as (_, app):
        (line,) = (line for line in screen_lines(app) if line.startswith("  Baseline "))
        assert "The plan as agreed" in line and line.endswith("…")


async def test_a_deliverable_that_is_an_address_looks_like_one(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        editor = app.screen
        assert isinstance(editor, MilestoneEditor)
        assert editor.form.fields["deliverable"].has_class("-link")
        await go_to(pilot, "deliverable")
        await press(pilot, "ctrl+u")
        await write(pilot, "the report")
        assert not editor.form.fields["deliverable"].has_class("-link")


@pytest.mark.parametrize("tabs", [13, 14, 15])
async def test_the_field_that_is_typed_into_stays_in_sight_in_a_smaller_window(acme: Store, tabs: int) -> None:
    async with editing(acme, size=(80, 24)) as (pilot, app):
        await press(pilot, *["tab"] * tabs)
        await pilot.resize_terminal(60, 15)
        await settled(pilot)
        assert "▌" in screen_text(app), f"{app.focused} is out of sight:\n{screen_text(app)}"


async def test_a_click_in_the_notes_goes_to_that_letter(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        rows = screen_text(app).splitlines()
        row = next(place for place, line in enumerate(rows) if line.startswith("  Notes")) + 1
        await pilot.click(offset=(rows[row].index("agreed"), row))
        await settled(pilot)
        await write(pilot, "X")
        assert text_of(app, "notes") == (
            "Pilot group of 40 in Lyon. Support rota must be Xagreed before the build is handed over."
        )


async def test_the_wheel_leads_to_the_last_field_in_a_low_window(acme: Store) -> None:
    async with editing(acme, size=(60, 15)) as (pilot, app):
        for _ in range(12):
            await pilot._post_mouse_events([events.MouseScrollDown], offset=(20, 6))
        await settled(pilot)
        row = next(place for place, line in enumerate(screen_lines(app)) if line.startswith("  Notes"))
        await pilot.click(offset=(17, row))
        await settled(pilot)
        await write(pilot, "X")
        assert text_of(app, "notes").startswith("PXilot")


async def test_blank_lines_of_the_notes_are_blank(acme: Store) -> None:
    seen = {"notes": beta(acme).notes}
    await acme.change(lambda do: do.milestones.edit(BETA, {"notes": "one\n   \ntwo"}, seen))
    async with editing(acme) as (_, app):
        notes = [line[:60].rstrip() for line in screen_lines(app)]
        place = notes.index("  Notes         one")
        assert notes[place + 1 : place + 3] == ["", " " * 16 + "two"]
