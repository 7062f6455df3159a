"""Keys that come in one packet, and keys that come before the program is there: none is lost, each finds its screen."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from terminal import Terminal

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    path = tmp_path / "acme.db"
    store = Store.open(path, Clock.fixed(date(2026, 11, 22)), "ben")

    def plan(do: Commands) -> None:
        project = do.projects.create({"key": "ACME", "name": "Customer portal"})
        for title in ("Prototype accepted", "Beta release", "Go-live"):
            do.milestones.create(project, {"title": title, "due_on": date(2026, 12, 1)})

    store.change_blocking(plan)
    store.close()
    return path


def titles(path: Path) -> list[str]:
    store = Store.open(path, Clock.fixed(date(2026, 11, 22)), "ben")
    found = [m.title for plan in store.read.everything() for m in plan.milestones]
    store.close()
    return found


@pytest.mark.parametrize("early", [True, False], ids=["before the first paint", "in one packet"])
def test_what_is_typed_at_once_goes_where_it_was_meant_to_go(tmp_path: Path, acme: Path, early: bool) -> None:
    with Terminal("--db", str(acme), home=tmp_path, size=(80, 24)) as terminal:
        if not early:
            terminal.see("help")
            terminal.quiet(0.3)
        terminal.send(b"\rnReady to go\rgje!")
        terminal.see("Beta release![\\s\\S]+unsaved changes")
        terminal.press("ctrl+s")
        terminal.see("Saved")
        terminal.press("ctrl+q")
        assert terminal.end() == 0
    assert sorted(titles(acme)) == ["Beta release!", "Go-live", "Prototype accepted", "Ready to go"]


MEGABYTE = "lorem ipsum dolor sit amet\r" * 40_000
_FLOOD = 12_000
"""Bytes: no more than the whole screen painted anew."""


@pytest.mark.parametrize(
    ("keys", "seen"),
    [
        (("/",), "/ "),
        ((":",), "esc"),
        (("enter", "n"), "New milestone in"),
        (("enter", "e"), "Deliverable"),
        (("enter", "e", *["tab"] * 40), "Deliverable"),
    ],
    ids=["filter", "palette", "quick add", "a line of the editor", "another field of the editor"],
)
def test_a_megabyte_pasted_into_a_field_neither_hangs_nor_floods(
    tmp_path: Path, acme: Path, keys: tuple[str, ...], seen: str
) -> None:
    with Terminal("--db", str(acme), home=tmp_path) as terminal:
        terminal.see("help")
        terminal.press(*keys)
        terminal.see(seen)
        terminal.quiet(0.5)
        before = terminal.received
        terminal.paste(MEGABYTE)
        terminal.see(r"[Pp]asted only the first [\d,]+ of 1,080,000 characters")
        assert terminal.received - before < _FLOOD
        terminal.press("x", "ctrl+q")
        assert terminal.end() == 0


def test_a_date_for_a_move_that_is_refused_does_nothing(tmp_path: Path, acme: Path) -> None:
    """In one packet, and letter by letter faster than a person reads."""
    store = Store.open(acme, Clock.fixed(date(2026, 11, 22)), "ben")
    store.change_blocking(lambda do: do.milestones.tick_all([1, 2, 3], date(2026, 11, 20)))
    store.close()
    with Terminal("--db", str(acme), home=tmp_path, size=(80, 24)) as terminal:
        terminal.see("help")
        terminal.send(b"W12 dec\r")
        terminal.see('Nothing to move: ACME has no open milestones with a date. Ignored "12 dec.+"')
        terminal.quiet(0.7)
        terminal.send(b"m12 dec\r")
        terminal.see('m does nothing on this screen. Press . for its keys. Ignored "12 dec.+"')
        terminal.quiet(0.7)
        terminal.press("W", "d", "e")
        terminal.see('Ignored "de"')
        assert len(titles(acme)) == 3
        terminal.quiet(0.7)
        terminal.press("d")
        terminal.see("Delete ACME")
        terminal.press("enter")
        terminal.see("Deleted ACME")
        terminal.press("ctrl+q")
        assert terminal.end() == 0
