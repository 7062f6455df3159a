from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from editing import editing_project, go_to, note_of, text_of, to_tab, write
from screens import assert_snapshot, on_top, press, screen_lines, screen_text, settled

from milestone_tui.plan.client_view import ClientMoney, ClientRisks
from milestone_tui.plan.inputs import PhaseInput
from milestone_tui.plan.model import ProjectState
from milestone_tui.store import Store
from milestone_tui.ui.editors.conflict import ConflictScreen
from milestone_tui.ui.editors.project import ProjectEditor
from milestone_tui.ui.views.baselines.set_baseline import BaselineScreen
from milestone_tui.ui.views.timeline.screen import TimelineScreen


def phases(store: Store, project_id: int = 1) -> list[str]:
    return [phase.name for phase in store.read.phases(project_id)]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_it_looks_as_the_other_editor(acme: Store, size: tuple[int, int]) -> None:
    async with editing_project(acme, size=size) as (_, app):
        assert_snapshot(app, "project-editor")


async def test_fields_and_phases_are_one_change(acme: Store) -> None:
    before = len(acme.read.history())
    async with editing_project(acme) as (pilot, app):
        await go_to(pilot, "target_on")
        await write(pilot, "+1m")
        await go_to(pilot, "budget")
        await write(pilot, "200k")
        await go_to(pilot, "state")
        await write(pilot, "hold")
        await press(pilot, "enter")
        await go_to(pilot, "working_days")
        await write(pilot, "Sun-Thu")
        await press(pilot, "ctrl+n")
        await write(pilot, "Closing")
        await press(pilot, "enter", "escape", "g", "J", "ctrl+s")
        project = acme.read.project(1)
        assert project.target_on == date(2027, 2, 18)
        assert project.budget == Decimal(200000)
        assert project.state is ProjectState.ON_HOLD
        assert project.working_days == 0b1001111
        assert phases(acme) == ["Build", "Discovery", "Acceptance", "Closing"]
        assert len(acme.read.history()) == before + 1
        assert "Saved" in screen_lines(app)[-1]


async def test_mistakes_stand_beside_their_fields(acme: Store) -> None:
    async with editing_project(acme) as (pilot, app):
        await go_to(pilot, "currency")
        await write(pilot, "euro")
        assert "three-letter" in note_of(app, "currency")
        await press(pilot, "escape", "d")
    async with editing_project(acme) as (pilot, app):
        await go_to(pilot, "target_on")
        await write(pilot, "2026-01-01")
        await press(pilot, "ctrl+s")
        assert "is before the start" in note_of(app, "target_on")


async def test_a_new_project_has_its_key_suggested_and_opens(acme: Store) -> None:
    async with editing_project(acme, None) as (pilot, app):
        await write(pilot, "Acme relaunch")
        assert text_of(app, "key") == "ACME2"
        await press(pilot, "ctrl+n")
        await write(pilot, "Concept")
        await press(pilot, "ctrl+s")
        project = acme.read.project_by_key("ACME2")
        assert project is not None
        assert project.name == "Acme relaunch"
        assert phases(acme, project.id) == ["Concept"]
        assert on_top(app) is TimelineScreen
        assert not any(isinstance(screen, ProjectEditor) for screen in app.screen_stack)


async def test_a_new_project_saved_while_leaving_opens_as_well(acme: Store) -> None:
    async with editing_project(acme, None) as (pilot, app):
        await write(pilot, "Acme relaunch")
        await press(pilot, "escape", "s")
        assert acme.read.project_by_key("ACME2") is not None
        assert on_top(app) is TimelineScreen


async def test_a_key_edited_by_hand_stays(acme: Store) -> None:
    async with editing_project(acme, None) as (pilot, app):
        await write(pilot, "Relaunch")
        await press(pilot, "tab")
        await write(pilot, "ORBIT")
        await press(pilot, "shift+tab")
        await write(pilot, " now")
        assert text_of(app, "key") == "ORBIT"


async def test_a_taken_key_is_refused_beside_the_field(acme: Store) -> None:
    async with editing_project(acme, None) as (pilot, app):
        await write(pilot, "Another")
        await press(pilot, "tab")
        await write(pilot, "acme")
        await press(pilot, "ctrl+s")
        assert "already used" in note_of(app, "key")


async def test_a_phase_that_somebody_else_added_is_kept(acme: Store) -> None:
    async with editing_project(acme) as (pilot, _):
        await press(pilot, "f2", "d")
        stored = acme.read.phases(1)
        entries = [*(PhaseInput(phase.id, phase.name) for phase in stored), PhaseInput(None, "Theirs")]
        acme.change_blocking(lambda do: do.phases.set(1, entries, stored))
        await press(pilot, "ctrl+s")
        assert phases(acme) == ["Build", "Acceptance", "Theirs"]


async def test_phases_that_two_people_renamed_are_told_with_both_names(acme: Store, ben: Store) -> None:
    async with editing_project(acme) as (pilot, app):
        await press(pilot, "f2", "enter", "ctrl+u")
        await write(pilot, "Concept")
        await press(pilot, "enter")
        stored = ben.read.phases(1)
        theirs = [PhaseInput(phase.id, "Idea" if phase.name == "Discovery" else phase.name) for phase in stored]
        ben.change_blocking(lambda do: do.phases.set(1, theirs, stored))
        await press(pilot, "ctrl+s")
        assert on_top(app) is ConflictScreen
        text = screen_text(app)
        assert "Phase " in text and "Ben, now" in text
        assert "Concept" in text and "Idea" in text
        assert phases(acme)[0] == "Idea"
        await press(pilot, "m", "enter")
        assert phases(acme) == ["Concept", "Build", "Acceptance"]
        assert "unsaved" not in screen_lines(app)[0]


async def test_a_rename_by_somebody_else_stays_while_another_phase_is_edited(acme: Store, ben: Store) -> None:
    async with editing_project(acme) as (pilot, app):
        await press(pilot, "f2", "enter", "ctrl+u")
        await write(pilot, "Concept")
        await press(pilot, "enter")
        stored = ben.read.phases(1)
        theirs = [PhaseInput(phase.id, "Make" if phase.name == "Build" else phase.name) for phase in stored]
        ben.change_blocking(lambda do: do.phases.set(1, theirs, stored))
        acme.poll()
        await settled(pilot)
        assert "Make" in screen_text(app)
        await press(pilot, "ctrl+s")
        assert phases(acme) == ["Concept", "Make", "Acceptance"]


async def test_the_name_that_is_being_typed_stays_with_its_phase(acme: Store, ben: Store) -> None:
    async with editing_project(acme) as (pilot, _):
        await press(pilot, "f2", "enter", "ctrl+u")
        await write(pilot, "Concept")
        stored = ben.read.phases(1)
        theirs = [PhaseInput(None, "Idea"), *(PhaseInput(phase.id, phase.name) for phase in stored)]
        ben.change_blocking(lambda do: do.phases.set(1, theirs, stored))
        acme.poll()
        await settled(pilot)
        await press(pilot, "enter", "ctrl+s")
        assert phases(acme) == ["Idea", "Concept", "Build", "Acceptance"]


async def test_somebody_elses_change_does_not_cost_the_steps_back_in_the_list(acme: Store, ben: Store) -> None:
    async with editing_project(acme) as (pilot, app):
        await press(pilot, "f2", "d")
        ben.change_blocking(lambda do: do.projects.edit(1, {"client": "Acme Inc"}, {}))
        acme.poll()
        await settled(pilot)
        await press(pilot, "u")
        assert isinstance(app.screen, ProjectEditor)
        assert [phase.name for phase in app.screen.phases.entries] == ["Discovery", "Build", "Acceptance"]


async def test_baselines_are_taken_and_selected(acme: Store) -> None:
    acme.change_blocking(lambda do: do.baselines.take(1, "Second plan", "", ""))
    async with editing_project(acme) as (pilot, app):
        await to_tab(pilot, "baselines")
        assert "Second plan" in screen_text(app)
        await press(pilot, "j", "enter")
        first, _ = acme.read.baselines(1)
        assert acme.read.project(1).baseline_id == first.id
        await press(pilot, "B")
        assert on_top(app) is BaselineScreen
        await press(pilot, "escape")
        await settled(pilot)
        assert on_top(app) is ProjectEditor


async def test_b_in_upper_case_is_a_letter_in_the_fields(acme: Store) -> None:
    async with editing_project(acme) as (pilot, app):
        await go_to(pilot, "name")
        await write(pilot, "B")
        assert text_of(app, "name") == "Customer portalB"


async def test_what_reports_show_to_the_client_is_chosen_in_the_project(acme: Store) -> None:
    async with editing_project(acme) as (pilot, app):
        await go_to(pilot, "client_money")
        assert "Money in reports to the client" in screen_text(app)
        await write(pilot, "pay")
        await press(pilot, "enter")
        await go_to(pilot, "client_risks")
        await write(pilot, "sev")
        await press(pilot, "enter", "ctrl+s")
    project = acme.read.project(1)
    assert (project.client_money, project.client_risks) == (ClientMoney.PAYMENTS, ClientRisks.SEVERE)
    assert "Edit ACME: money in reports to the client, risks in reports to the client" in {
        change.label for change in acme.read.history(project_id=1)
    }


async def test_the_days_to_accept_within_are_a_field_of_the_project(acme: Store) -> None:
    async with editing_project(acme) as (pilot, app):
        await go_to(pilot, "acceptance_days")
        await write(pilot, "0")
        await press(pilot, "ctrl+s")
        assert "from 1 to 366" in note_of(app, "acceptance_days")
        for typed, days in (("15", 15), ("1 working day", 1), ("7 wd", 7)):
            await press(pilot, "ctrl+u")
            await write(pilot, typed)
            await press(pilot, "ctrl+s")
            assert acme.read.project(1).acceptance_days == days
        assert text_of(app, "acceptance_days") == "7 working days"


@pytest.mark.parametrize(
    ("key", "left"), [("m", ["Discovery", "Acceptance"]), ("t", ["Discovery", "Make", "Acceptance"])]
)
async def test_phases_collide_as_a_whole(acme: Store, ben: Store, key: str, left: list[str]) -> None:
    async with editing_project(acme) as (pilot, app):
        await press(pilot, "f2", "j", "d")
        seen = acme.read.phases(1)
        renamed = [PhaseInput(phase.id, "Make" if phase.name == "Build" else phase.name) for phase in seen]
        ben.change_blocking(lambda do: do.phases.set(1, renamed, seen))
        await press(pilot, "ctrl+s")
        assert on_top(app) is ConflictScreen
        assert "Phases" in screen_text(app)
        await press(pilot, key, "enter")
        assert "unsaved" not in screen_lines(app)[0]
    assert phases(acme) == left
