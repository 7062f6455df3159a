"""What is used of Textual below its public face: it is there, and without it the program still works."""

from __future__ import annotations

from importlib import import_module
from inspect import getsource

import pytest
from editing import TODAY
from screens import screen_text, settled
from textual._parser import Parser
from textual.drivers.linux_driver import LinuxDriver
from textual.screen import Screen

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.terminal import patches
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.base import framed


@pytest.mark.parametrize("private", patches.PRIVATE_NAMES, ids=lambda private: f"{private.owner}.{private.name}")
def test_what_the_driver_uses_is_there(private: patches.PrivateName) -> None:
    module, _, last = private.owner.rpartition(".")
    owner = getattr(import_module(module), last) if last[0].isupper() else import_module(private.owner)
    assert hasattr(owner, private.name), private.purpose


@pytest.mark.parametrize("name", ["_file", "_writer_thread"])
def test_what_the_driver_sets_is_there(name: str) -> None:
    assert f"self.{name}" in getsource(LinuxDriver)


def test_what_tells_the_parser_to_wait_is_there() -> None:
    assert "self._timeout_time" in getsource(Parser)


@pytest.mark.parametrize("name", framed.PRIVATE_NAMES)
async def test_what_screens_use_is_there(name: str, acme: Store) -> None:
    app = MilestoneApp(acme, Clock.fixed(TODAY))
    async with app.run_test():
        assert hasattr(Screen(), name), framed.PRIVATE_NAMES[name]


async def test_screens_are_painted_all_the_same_where_one_is_gone(acme: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(framed.PRIVATE_NAMES, "_renamed_by_a_later_version", "")
    async with MilestoneApp(acme, Clock.fixed(TODAY)).run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        assert "ACME" in screen_text(pilot.app)
        await pilot.press("enter")
        await settled(pilot)
        assert "Beta release" in screen_text(pilot.app)
        await pilot.press("n")
        await settled(pilot)
        assert "New milestone in ACME" in screen_text(pilot.app)
