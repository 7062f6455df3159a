"""Where the keys go in editors and panels is plain to see, and a prefilled figure, date, key or name is replaced."""

from __future__ import annotations

from typing import Any

import pytest
from editing import BETA, TODAY, editing, go_to, text_of, write
from rich.style import Style
from screens import on_top, press, screen_lines, screen_strips, screen_text, settled
from textual.pilot import Pilot

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.fields import MILESTONE_FIELDS
from milestone_tui.plan.model import MilestoneKind
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.editors.form import Form
from milestone_tui.ui.theme import DARK
from milestone_tui.ui.views.templates.start_project import StartProjectScreen
from milestone_tui.ui.widgets.fields import Field


def shaded(app: MilestoneApp) -> list[str]:
    """Return what each line of the panel, or of the editor, has in the shade of the cursor row, if anything."""
    panels = app.screen.query("#panel")
    strips = screen_strips(app)[panels.first().region.y if panels else 0 :]
    lines = ["".join(s.text for s in strip if _is_shaded(s.style)).strip() for strip in strips]
    return [line for line in lines if line]


def _is_shaded(style: Style | None) -> bool:
    return bool(style and style.bgcolor and style.bgcolor.get_truecolor().hex == DARK.row)


def field(app: MilestoneApp, name: str) -> Field:
    return app.screen.query_one(f"#field-{name.replace('_', '-')}", Field)


async def click_on(pilot: Pilot[Any], words: str, shift: int = 0) -> None:
    """Click on words that are in one line of the screen only."""
    ((y, line),) = [(y, line) for y, line in enumerate(screen_lines(pilot.app)) if words in line]
    await pilot.click(offset=(line.index(words) + shift, y))
    await settled(pilot)


async def test_the_focused_field_of_an_editor_is_highlighted_with_its_label(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        assert shaded(app) == ["Title        ▌Beta release"]
        await go_to(pilot, "owner")
        (line,) = shaded(app)
        assert line.startswith("Owner        ▌")


async def test_a_focused_field_says_what_it_means_without_moving_the_others(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        seen = [line[:14].rstrip() for line in screen_lines(app)]
        for _ in app.screen.query_one(Form).stops:
            await press(pilot, "tab")
            assert [line[:14].rstrip() for line in screen_lines(app)][:-1] == seen[:-1]
        await go_to(pilot, "kind")
        assert shaded(app)[0].endswith(MILESTONE_FIELDS["kind"].hint)
        await go_to(pilot, "deliverable")
        await write(pilot, "w" * 40)
        assert MILESTONE_FIELDS["deliverable"].hint not in screen_text(app), "a long text has the line"


async def test_the_focused_field_of_a_panel_is_the_only_highlight(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        await press(pilot, "ctrl+g")
        (line,) = shaded(app)
        assert line.startswith("▌Submitted on")
        await press(pilot, "tab")
        (line,) = shaded(app)
        assert line.startswith("▌Submitted by")


async def test_a_choice_beside_fields_is_marked_and_not_highlighted(acme: Store) -> None:
    acme.change_blocking(lambda do: do.milestones.edit(BETA, {"kind": MilestoneKind.GATE}, {}))
    async with editing(acme) as (pilot, app):
        await press(pilot, "ctrl+g")
        assert [line for line in screen_lines(app) if line.startswith("•")] == [
            "•  go               passed; go on to the next stage"
        ]
        (line,) = shaded(app)
        assert line.startswith("▌Decided on")
        await press(pilot, "down", "down")
        (line,) = [line for line in screen_lines(app) if line.startswith("•")]
        assert line.startswith("•  hold")


@pytest.mark.parametrize("state", ["planned", "in progress", "cancelled"])
async def test_the_state_picker_opens_on_the_present_state(acme: Store, state: str) -> None:
    acme.change_blocking(lambda do: do.milestones.edit(BETA, {"state": state}, {}))
    async with editing(acme) as (pilot, app):
        await go_to(pilot, "state")
        await press(pilot, "down")
        assert any(line.lstrip("▌").strip() == state for line in shaded(app)[1:]), shaded(app)
        await press(pilot, "enter")
        assert text_of(app, "state") == state


async def test_a_click_into_a_filled_date_selects_it(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        await click_on(pilot, "Due  ", shift=16)
        await write(pilot, "1 dec")
        assert text_of(app, "due_on") == "1 dec", "typing has replaced the date"


async def test_a_click_into_a_date_that_has_the_focus_puts_the_cursor(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        await go_to(pilot, "due_on")
        await press(pilot, "tab", "shift+tab")
        due_on = field(app, "due_on")
        y = next(y for y, line in enumerate(screen_lines(app)) if "Due" in line and "▌" in line)
        x = screen_lines(app)[y].index("▌") + 1
        await pilot.click(offset=(x, y))
        await settled(pilot)
        before = due_on.text
        await write(pilot, "0")
        assert due_on.text == "0" + before
        await press(pilot, "tab")
        await pilot.click(offset=(x, y))
        await settled(pilot)
        await write(pilot, "5 dec")
        assert due_on.text == "5 dec", "the click that brought the focus has selected the text"


async def test_a_typed_key_replaces_the_suggested_one(acme: Store) -> None:
    app = MilestoneApp(acme, Clock.fixed(TODAY))
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "N", "enter")
        assert on_top(app) is StartProjectScreen
        await write(pilot, "Relaunch")
        await press(pilot, "tab")
        await write(pilot, "NEW")
        await press(pilot, "ctrl+s")
        assert "NEW" in {summary.project.key for summary in acme.read.projects(TODAY)}


async def test_a_typed_name_replaces_the_suggested_name_of_a_template(acme: Store) -> None:
    app = MilestoneApp(acme, Clock.fixed(TODAY))
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "enter", "S")
        await write(pilot, "Portal")
        await press(pilot, "enter")
        assert [template.name for template in acme.read.templates()] == ["Portal"]


async def test_the_legend_of_the_themes_fits_60_columns(acme: Store) -> None:
    app = MilestoneApp(acme, Clock.fixed(TODAY))
    async with app.run_test(size=(60, 15)) as pilot:
        await settled(pilot)
        await press(pilot, "colon", *"theme", "enter")
        assert any(line.rstrip().endswith("late   names") for line in screen_lines(app)), screen_text(app)


async def test_labels_that_are_too_long_end_in_an_ellipsis(acme: Store) -> None:
    async with editing(acme) as (_, app):
        long = Field(app.context.renderer, "x", "A label of many words")
        assert long.line_at(0, 60).text.startswith("  A label of m…")
