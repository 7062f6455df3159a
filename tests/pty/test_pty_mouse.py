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
        terminal.see("Save changes")
        terminal.press("ctrl+q")
        assert terminal.end() == 0


def press(terminal: Terminal, button: int, on: str) -> None:
    """Press and release a button of the mouse on a text that is on the screen: 0 is the left one, 2 the right."""
    line, column = next((y, text.index(on)) for y, text in enumerate(terminal.screen.display) if on in text)
    where = f"{button};{column + 1};{line + 1}"
    terminal.send(f"\x1b[<{where}M\x1b[<{where}m".encode())


def test_keys_views_and_the_way_up_are_clicked_and_the_right_button_does_nothing(tmp_path: Path) -> None:
    with Terminal("--demo", home=tmp_path) as terminal:
        terminal.see("▌■ HELIO[\\s\\S]*help")
        press(terminal, 2, "ACME")
        press(terminal, 2, "6 People")
        press(terminal, 2, "? help")
        terminal.press("Z")
        terminal.see("▌■ HELIO[\\s\\S]*Z does nothing on this screen")
        press(terminal, 0, "6 People")
        terminal.see("PERSON")
        press(terminal, 0, "1 Projects")
        terminal.see("▌■ HELIO[\\s\\S]*↵ open")
        press(terminal, 0, "↵ open")
        terminal.see("HELIO Billing .*› Timeline")
        press(terminal, 0, "HELIO")
        terminal.see("▌■ HELIO[\\s\\S]*↵ open")
        terminal.press("q")
        assert terminal.end() == 0
