"""What the tests of the editors share: a project as in a picture book, and opening an editor on it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from decimal import Decimal
from typing import Any

from screens import press, screen_text, settled
from textual.pilot import Pilot

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.inputs import CriterionInput, LinkInput, PhaseInput
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.editors.editor import Editor
from milestone_tui.ui.messages import MilestoneEditRequested, ProjectEditRequested

TODAY = date(2026, 11, 22)
PROTOTYPE, BETA, LOAD_TEST, SIGN_OFF = 1, 2, 3, 4


def fill(store: Store) -> None:
    """One project with a baseline that its beta release has left since."""

    def plan(do: Commands) -> None:
        acme = do.projects.create(
            {
                "key": "ACME",
                "name": "Customer portal",
                "client": "Acme Corp",
                "start_on": date(2026, 10, 1),
                "target_on": date(2027, 1, 18),
                "budget": Decimal(180000),
            }
        )
        do.phases.set(acme, [PhaseInput(None, name) for name in ("Discovery", "Build", "Acceptance")], [])
        do.milestones.create(
            acme, {"title": "Prototype accepted", "phase": "Build", "owner": "Raj Patel", "done_on": date(2026, 11, 9)}
        )
        do.milestones.create(
            acme,
            {
                "title": "Beta release",
                "phase": "Build",
                "owner": "Ana Kovač",
                "due_on": date(2026, 11, 19),
                "deadline_on": date(2026, 12, 31),
                "state": "in progress",
                "weight": 2,
                "value": Decimal(40000),
                "deliverable": "https://acme.example/beta",
                "tags": ("release", "pilot"),
                "notes": "Pilot group of 40 in Lyon. Support rota must be agreed before the build is handed over.",
            },
            criteria=[
                CriterionInput(None, "Installable build for both platforms", date(2026, 11, 9)),
                CriterionInput(None, "40 pilot users invited", date(2026, 11, 12)),
                CriterionInput(None, "Release notes approved by Acme"),
            ],
            predecessors=[LinkInput(PROTOTYPE, 3)],
        )
        do.milestones.create(
            acme,
            {"title": "Load test", "phase": "Build", "owner": "Raj Patel", "due_on": date(2026, 12, 4), "progress": 20},
            predecessors=[LinkInput(BETA)],
        )
        do.milestones.create(acme, {"title": "Sign-off", "phase": "Acceptance", "due_on": date(2027, 1, 11)})
        do.baselines.take(acme, "Kick-off plan", "Agreed with the sponsor", "Tom Reed")

    store.change_blocking(plan)
    store.change_blocking(lambda do: do.milestones.move_all({BETA: date(2026, 11, 28)}, {}))


@asynccontextmanager
async def editing(
    store: Store, milestone_id: int = BETA, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[tuple[Pilot[Any], MilestoneApp]]:
    """The editor of a milestone, open."""
    app = MilestoneApp(store, Clock.fixed(TODAY))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        app.post_message(MilestoneEditRequested(milestone_id))
        await settled(pilot)
        yield pilot, app


@asynccontextmanager
async def editing_project(
    store: Store, project_id: int | None = 1, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[tuple[Pilot[Any], MilestoneApp]]:
    """The editor of a project, open."""
    app = MilestoneApp(store, Clock.fixed(TODAY))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        app.post_message(ProjectEditRequested(project_id))
        await settled(pilot)
        yield pilot, app


async def write(pilot: Pilot[Any], text: str) -> None:
    """Type a text, key by key."""
    await pilot.press(*("space" if character == " " else character for character in text))
    await settled(pilot)


async def to_tab(pilot: Pilot[Any], tab: str) -> None:
    """Go through the tabs until the focus is in this one."""
    editor = pilot.app.screen
    assert isinstance(editor, Editor)
    for _ in range(12):
        if editor.side.tab == tab and editor.in_lists:
            return
        await press(pilot, "f2")
    raise AssertionError(f"no tab {tab}:\n{screen_text(pilot.app)}")


async def go_to(pilot: Pilot[Any], field: str) -> None:
    """Tab until the focus is in a field."""
    editor = pilot.app.screen
    assert isinstance(editor, Editor)
    for _ in range(30):
        if editor.form.fields[field].active:
            return
        await press(pilot, "tab")
    raise AssertionError(f"no way to {field}:\n{screen_text(pilot.app)}")


def note_of(app: MilestoneApp, field: str) -> str:
    """What stands beside a field."""
    editor = app.screen
    assert isinstance(editor, Editor)
    note = editor.form.fields[field].note
    return note[0] if note else ""


def text_of(app: MilestoneApp, field: str) -> str:
    """What stands in a field."""
    editor = app.screen
    assert isinstance(editor, Editor)
    return editor.form.fields[field].text
