"""What is said in the demo, whose people are made up, is not kept."""

from pathlib import Path

from terminal import Terminal


def test_who_one_is_in_the_demo_is_not_written_into_the_settings(tmp_path: Path) -> None:
    with Terminal("--demo", home=tmp_path, size=(80, 24)) as terminal:
        terminal.see("/ filter")
        terminal.press("/")
        terminal.see("esc clear")
        terminal.press(*"@me", "enter")
        terminal.see("Who are you")
        terminal.press(*"ana")
        terminal.see("Name  ana")
        terminal.press("enter")
        terminal.see("4 of 6")
        terminal.press("ctrl+q")
        assert terminal.end() == 0
    assert not (tmp_path / ".config" / "milestone_tui" / "settings.toml").exists()
