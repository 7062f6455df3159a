"""The mouse, as a terminal tells of it."""

from __future__ import annotations

from pathlib import Path

from terminal import Terminal

UP, DOWN = 64, 65


def wheel(terminal: Terminal, turn: int, over: str) -> None:
    """Turn the wheel by a notch over a text that is on the screen."""
    line, column = next((y, text.index(over)) for y, text in enumerate(terminal.screen.display) if over in text)
    terminal.send(f"\x1b[<{turn};{column + 1};{line + 1}M".encode())


def test_the_wheel_moves_in_a_table_a_list_and_the_calendar(tmp_path: Path) -> None:
    with Terminal("--demo", home=tmp_path) as terminal:
        terminal.see("▌■ HELIO[\\s\\S]*help")
        wheel(terminal, DOWN, "ACME")
        terminal.see("▌● VEGA")
        wheel(terminal, UP, "ACME")
        terminal.see("▌■ HELIO")
        terminal.press("enter")
        terminal.see("▌◈ Client sign-off")
        terminal.press("enter")
        terminal.see("Phase")
        terminal.press("tab", "tab", "down")
        terminal.see("payment")
        wheel(terminal, DOWN, "payment")
        terminal.see("▌ ?event")
        terminal.press("enter")
        terminal.see("Kind +▌event")
        terminal.press("tab", "tab", "tab")
        terminal.see("Due +▌19 Nov 2026")
        terminal.press("down")
        terminal.see("November 2026")
        wheel(terminal, DOWN, "November 2026")
        terminal.see("December 2026")
        terminal.press("escape", "escape")
        terminal.see("not saved")
        terminal.press("ctrl+q")
        assert terminal.end() == 0
