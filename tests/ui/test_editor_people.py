from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from editing import BETA, editing, write
from screens import assert_snapshot, on_top, press, screen_lines, screen_text, settled

from milestone_tui.plan.inputs import AssignmentInput
from milestone_tui.store import Store
from milestone_tui.ui.editors.conflict import ConflictScreen
from milestone_tui.ui.editors.milestone import MilestoneEditor

TO_PEOPLE = ("f2", "f2", "f2")


@pytest.fixture
def acme(acme: Store) -> Store:
    entries = [AssignmentInput("Ana Kovač", Decimal(12)), AssignmentInput("Raj Patel", Decimal("7.5"))]
    acme.change_blocking(lambda do: do.assignments.set(BETA, entries, ()))
    return acme


def work(store: Store) -> dict[str, Decimal]:
    return {entry.person: entry.effort_days for entry in store.read.detail(BETA).assignments}


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_people_have_their_days_and_all_together(acme: Store, size: tuple[int, int]) -> None:
    async with editing(acme, size=size) as (pilot, app):
        await press(pilot, *TO_PEOPLE)
        assert_snapshot(app, "editor-people")


async def test_somebody_known_and_somebody_new_are_added_with_their_days(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        await press(pilot, *TO_PEOPLE, "d", "n")
        await write(pilot, "ana")
        await press(pilot, "enter")
        await write(pilot, "2,5 d")
        await press(pilot, "enter", "ctrl+n")
        await write(pilot, "Zoe Lind")
        await press(pilot, "enter", "enter")
        assert "People 3" in screen_text(app)
        assert "11 d" in screen_text(app)
        await press(pilot, "ctrl+s")
        assert work(acme) == {"Ana Kovač": Decimal("2.5"), "Raj Patel": Decimal("7.5"), "Zoe Lind": Decimal(1)}
        assert "unsaved" not in screen_lines(app)[0]


async def test_bad_days_are_told_and_never_saved(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        for typed, said in (("x", "as 5 or 2.5"), ("0", "more than 0"), ("99999", "from 0 to 10,000"), ("-1", "as 5")):
            await press(pilot, *(TO_PEOPLE if typed == "x" else ()), "enter", "ctrl+u")
            await write(pilot, typed)
            await press(pilot, "enter")
            assert said in screen_lines(app)[-1]
            await press(pilot, "ctrl+s")
            assert said in screen_lines(app)[-1]
            await press(pilot, "escape")
        assert work(acme) == {"Ana Kovač": Decimal(12), "Raj Patel": Decimal("7.5")}


async def test_who_works_on_it_already_is_refused(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        await press(pilot, *TO_PEOPLE, "n")
        await write(pilot, "raj patel")
        await press(pilot, "enter")
        assert "is already in the list" in screen_text(app)
        await press(pilot, "escape")
        assert "unsaved" not in screen_lines(app)[0]


async def test_steps_are_taken_back(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        await press(pilot, *TO_PEOPLE, "d", "d")
        assert "unsaved" in screen_lines(app)[0]
        await press(pilot, "u", "u")
        assert "unsaved" not in screen_lines(app)[0]
        await press(pilot, "u")
        assert "to undo" in screen_lines(app)[-1]


async def test_people_fields_and_undo_are_one_change(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        await write(pilot, "!")
        await press(pilot, *TO_PEOPLE, "d", "ctrl+s", "escape", "escape")
        assert set(work(acme)) == {"Raj Patel"}
        assert on_top(app) is not MilestoneEditor
        await press(pilot, "u")
        assert work(acme) == {"Ana Kovač": Decimal(12), "Raj Patel": Decimal("7.5")}
        assert acme.read.detail(BETA).milestone.title == "Beta release"


async def test_work_that_both_added_or_removed_goes_together(acme: Store, ben: Store) -> None:
    async with editing(acme) as (pilot, app):
        await press(pilot, *TO_PEOPLE, "d")
        (_, raj) = seen = acme.read.detail(BETA).assignments
        theirs = [AssignmentInput(raj.person, Decimal(9)), AssignmentInput("Ben Ox", Decimal(3))]
        ben.change_blocking(lambda do: do.assignments.set(BETA, theirs, seen))
        await press(pilot, "ctrl+s")
        assert on_top(app) is MilestoneEditor
        assert work(acme) == {"Raj Patel": Decimal(9), "Ben Ox": Decimal(3)}
        assert "unsaved" not in screen_lines(app)[0]


@pytest.mark.parametrize(("key", "days"), [("m", {"Ben Ox": "3"}), ("t", {"Ana Kovač": "7", "Ben Ox": "3"})])
async def test_whoever_was_removed_and_given_other_work_is_asked_about(
    acme: Store, ben: Store, key: str, days: dict[str, str]
) -> None:
    async with editing(acme) as (pilot, app):
        await press(pilot, *TO_PEOPLE, "d")
        (ana, _) = seen = acme.read.detail(BETA).assignments
        theirs = [AssignmentInput(ana.person, Decimal(7)), AssignmentInput("Ben Ox", Decimal(3))]
        ben.change_blocking(lambda do: do.assignments.set(BETA, theirs, seen))
        await press(pilot, "ctrl+s")
        assert on_top(app) is ConflictScreen
        text = screen_text(app)
        assert "Person" in text and "removed" in text and "Ana Kovač 7 d" in text and "Ben, now" in text
        await press(pilot, key, "enter")
        assert work(acme) == {name: Decimal(figure) for name, figure in days.items()}
        assert "unsaved" not in screen_lines(app)[0]


async def test_untouched_work_follows_somebody_else(acme: Store, ben: Store) -> None:
    async with editing(acme) as (pilot, app):
        await write(pilot, "!")
        seen = acme.read.detail(BETA).assignments
        ben.change_blocking(lambda do: do.assignments.set(BETA, [AssignmentInput("Ben Ox", Decimal(3))], seen))
        acme.poll()
        await settled(pilot)
        assert "People 1" in screen_text(app)
        await press(pilot, "ctrl+s")
        assert work(acme) == {"Ben Ox": Decimal(3)}


async def test_what_was_made_of_the_work_is_kept_and_gone_on_with(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        await press(pilot, *TO_PEOPLE, "d", "n")
        await write(pilot, "Zoe")
        await press(pilot, "enter")
        await write(pilot, "2.5")
        editor = app.screen
        assert isinstance(editor, MilestoneEditor)
        kept = editor.unfinished()
        assert kept is not None
        assert kept.work is not None
        mine = (AssignmentInput("Raj Patel", Decimal("7.5")), AssignmentInput("Zoe", Decimal("2.5")))
        assert kept.work.mine == mine
        await press(pilot, "escape", "u", "u")
        app.push_screen(MilestoneEditor(editor.context, BETA, kept))
        await settled(pilot)
        assert "People 2" in screen_text(app)
        await press(pilot, "ctrl+s")
        assert work(acme) == {"Raj Patel": Decimal("7.5"), "Zoe": Decimal("2.5")}


async def test_a_deleted_milestone_is_saved_anew_with_its_work(acme: Store, ben: Store) -> None:
    async with editing(acme) as (pilot, _):
        await write(pilot, "!")
        ben.change_blocking(lambda do: do.milestones.delete([BETA]))
        acme.poll()
        await settled(pilot)
        await press(pilot, "ctrl+s", "ctrl+s")
        (again,) = (m for m in acme.read.plan(1).milestones if m.title == "Beta release!")
        assert [entry.effort_days for entry in acme.read.detail(again.id).assignments] == [Decimal(12), Decimal("7.5")]
        assert again.due_on == date(2026, 11, 28)
