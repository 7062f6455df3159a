import os
import re
import signal
from pathlib import Path

from terminal import Terminal


def test_bytes_that_are_not_utf8_do_no_harm(tmp_path: Path) -> None:
    with Terminal("--demo", home=tmp_path, size=(80, 24)) as terminal:
        terminal.see("help")
        terminal.send(b"\xff\xc3\x28\x80")
        terminal.quiet(0.7)
        terminal.press("?")
        terminal.see("THIS SCREEN")
        terminal.press("q")
        terminal.miss("THIS SCREEN")
        terminal.press("ctrl+q")
        assert terminal.end() == 0


def test_after_fg_the_screen_is_drawn_again(tmp_path: Path) -> None:
    with Terminal("--demo", home=tmp_path, size=(80, 24)) as terminal:
        before = terminal.settings
        terminal.see("help")
        terminal.press("ctrl+z")
        _, status = os.waitpid(terminal.pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status)
        assert terminal.settings == before
        terminal.quiet(0.1)
        terminal.screen.reset()
        os.kill(terminal.pid, signal.SIGCONT)
        terminal.see("help")
        terminal.see("PROJECT")


def test_ctrl_l_draws_a_disturbed_screen_again(tmp_path: Path) -> None:
    with Terminal("--demo", home=tmp_path, size=(80, 24)) as terminal:
        terminal.see("help")
        terminal.quiet(0.3)
        terminal.screen.reset()
        terminal.press("ctrl+l")
        terminal.see("help")
        terminal.see("PROJECT")


def test_the_terminal_is_asked_for_no_more_than_is_used(tmp_path: Path) -> None:
    with Terminal("--demo", home=tmp_path, size=(80, 24)) as terminal:
        terminal.see("help")
        terminal.quiet(0.3)
        reports = {mode >> 5 for mode in terminal.screen.mode}
        assert {1000, 1004, 1003} & reports == {1000}, "clicks, but neither the focus nor every move"


def test_with_stderr_in_a_file_it_is_painted_on_the_terminal(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with Terminal("--demo", home=tmp_path, size=(80, 24), log=log) as terminal:
        terminal.see("PROJECT[\\s\\S]*help")
        terminal.press("ctrl+q")
        assert terminal.end() == 0
    assert log.read_bytes() == b""


def test_the_terminal_is_asked_for_unambiguous_keys(tmp_path: Path) -> None:
    with Terminal("--demo", home=tmp_path, size=(80, 24)) as terminal:
        terminal.see("help")
        terminal.press("?")
        terminal.see("THIS SCREEN")
        assert re.search(rb"\x1b\[>\d+u", terminal.output)
        terminal.send(b"\x1b[27u")  # the escape key where it is granted
        terminal.miss("THIS SCREEN")
