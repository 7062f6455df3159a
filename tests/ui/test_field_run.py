"""Fields are painted by one widget until somebody types into them; nobody can tell the difference."""

from __future__ import annotations

import pytest
from editing import editing, editing_project, go_to
from hypothesis import given, settings
from hypothesis import strategies as st
from screens import press, screen_lines, screen_text
from textual.document._document import Document
from textual.document._wrapped_document import WrappedDocument
from textual.widgets import Input, TextArea

from milestone_tui.store import Store
from milestone_tui.ui.editors.editor import Editor
from milestone_tui.ui.widgets.long_field import wrapped

MOST_WIDGETS = 16
"""So many are mounted when an editor opens: each costs its share of the time to the last byte."""


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("ab 漢é-\n"), max_size=60), st.integers(2, 12))
def test_a_long_text_wraps_as_in_its_input(text: str, width: int) -> None:
    there = WrappedDocument(Document(text), width)
    assert wrapped(text, width) == [part for line in there.lines for part in line]


async def test_an_editor_opens_with_one_input(acme: Store) -> None:
    async with editing(acme) as (_, app):
        assert len(app.screen.query(Input)) == 1
        assert not app.screen.query(TextArea)
        assert len(list(app.screen.walk_children())) <= MOST_WIDGETS
    async with editing_project(acme) as (_, app):
        assert len(list(app.screen.walk_children())) <= MOST_WIDGETS


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_field_looks_the_same_once_it_was_focused(acme: Store, size: tuple[int, int]) -> None:
    async with editing(acme, size=size) as (pilot, app):
        before = screen_text(app)
        assert isinstance(app.screen, Editor)
        for _ in app.screen.form.stops:
            await press(pilot, "tab")
        await press(pilot, *["shift+tab"] * len(app.screen.form.stops))
        assert screen_text(app) == before


async def test_a_click_goes_to_the_place_in_the_text_of_a_field(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        row = next(y for y, line in enumerate(screen_lines(app)) if "  Tags" in line)
        column = screen_lines(app)[row].index("release")
        await pilot.click(offset=(column + 3, row))
        await press(pilot, "X")
        assert isinstance(app.screen, Editor)
        assert app.screen.form.fields["tags"].text == "relXease, pilot"


async def test_a_click_in_the_notes_goes_to_the_notes(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        row = next(y for y, line in enumerate(screen_lines(app)) if "  Notes" in line)
        await pilot.click(offset=(30, row + 1))
        await press(pilot)
        assert isinstance(app.screen, Editor)
        assert app.screen.form.fields["notes"].active


async def test_a_mistake_is_pointed_at_in_a_field_that_was_never_focused(acme: Store) -> None:
    async with editing(acme) as (pilot, app):
        assert isinstance(app.screen, Editor)
        app.screen.form.fields["weight"].put("two")
        await press(pilot, "ctrl+s")
        assert app.screen.form.fields["weight"].active
        assert "fix Weight first" in screen_lines(app)[-1]


async def test_the_last_field_is_reached_backwards(acme: Store) -> None:
    async with editing(acme, size=(80, 24)) as (pilot, app):
        await go_to(pilot, "due_on")
        await press(pilot, "shift+tab", "shift+tab")
        assert isinstance(app.screen, Editor)
        assert app.screen.form.fields["owner"].active


async def test_a_field_that_was_out_of_sight_scrolls_into_view(acme: Store) -> None:
    async with editing(acme, size=(80, 15)) as (pilot, app):
        assert "Internal" not in screen_text(app)
        await go_to(pilot, "internal")
        assert "Internal     ▌no" in screen_text(app)
        await press(pilot, "shift+tab", "shift+tab")
        assert "Deliverable  ▌" in screen_text(app)
        await go_to(pilot, "notes")
        assert "Notes        ▌Pilot group" in screen_text(app)
        await go_to(pilot, "title")
        assert "Title        ▌Beta release" in screen_text(app)
