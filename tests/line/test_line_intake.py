"""The escape key and what else begins with an escape, on lines that deliver late: by a clock of its own."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from textual import events

from milestone_tui.terminal.intake import ESCAPE_WAIT, TerminalInput

JITTER = 0.04
"""Seconds by which a piece of what is typed may be late."""


class SlowLine:
    """Delivers pieces at their times, and lets time pass only while somebody waits."""

    def __init__(self, pieces: Sequence[tuple[float, bytes]], *, busy: float = 0.0) -> None:
        """`busy`: how much later than asked for the program looks again when nothing has come."""
        self.now = 0.0
        self._pieces = list(pieces)
        self._busy = busy

    def ready(self, seconds: float) -> bool:
        if self._pieces and self._pieces[0][0] <= self.now + seconds:
            self.now = max(self.now, self._pieces[0][0])
            return True
        self.now += seconds + self._busy
        return False

    def read(self) -> bytes:
        return self._pieces.pop(0)[1]

    def typed(self) -> list[tuple[str, float]]:
        """The keys that are understood, and when."""
        intake = TerminalInput(self.ready, self.read)
        found = []
        while self._pieces or self.now < 3:
            found += [(key.key, self.now) for key in intake.read_messages() if isinstance(key, events.Key)]
        return found


def test_escape_acts_within_80_milliseconds_even_after_jitter() -> None:
    assert JITTER < ESCAPE_WAIT <= 0.06, "the rest of the 80 ms is for the program"
    [(key, at)] = SlowLine([(0.0, b"\x1b")]).typed()
    assert key == "escape"
    assert at == pytest.approx(ESCAPE_WAIT)


@pytest.mark.parametrize("cut", [1, 2])
@pytest.mark.parametrize(("sequence", "key"), [(b"\x1b[A", "up"), (b"\x1b[B", "down"), (b"\x1bOC", "right")])
def test_a_split_arrow_is_never_an_escape(sequence: bytes, key: str, cut: int) -> None:
    line = SlowLine([(0.0, sequence[:cut]), (JITTER, sequence[cut:])])
    assert [key for key, _ in line.typed()] == [key]


def test_a_busy_program_that_looks_late_takes_no_split_arrow_for_an_escape() -> None:
    line = SlowLine([(0.0, b"\x1b"), (ESCAPE_WAIT + 0.01, b"[A")], busy=0.02)
    assert [key for key, _ in line.typed()] == ["up"]


def test_escape_is_known_at_once_in_the_kitty_protocol() -> None:
    assert SlowLine([(0.0, b"\x1b[27u")]).typed() == [("escape", 0.0)]


def test_a_lone_escape_is_not_the_key_where_the_terminal_has_another_code_for_it() -> None:
    line = SlowLine([(0.0, b"\x1b[106;;106u"), (0.1, b"\x1b"), (0.5, b"[A"), (0.6, b"\x1b"), (0.9, b"[27u")])
    assert [key for key, _ in line.typed()] == ["j", "up", "escape"]


def test_a_key_with_a_modifier_says_nothing_about_the_escape_key() -> None:
    """tmux has codes for such keys, and none for escape."""
    line = SlowLine([(0.0, b"\x1b[13;5u"), (0.1, b"\x1b")])
    assert [key for key, _ in line.typed()] == ["ctrl+enter", "escape"]


def test_who_has_a_worse_line_sets_a_longer_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ESCDELAY", "100")
    [(_, at)] = SlowLine([(0.0, b"\x1b")]).typed()
    assert at == pytest.approx(0.1)


def test_half_a_letter_waits_for_the_other_half() -> None:
    letter = "č".encode()
    assert [key for key, _ in SlowLine([(0.0, letter[:1]), (0.2, letter[1:])]).typed()] == ["č"]


def test_the_end_of_the_terminal_is_told() -> None:
    with pytest.raises(EOFError):
        SlowLine([(0.0, b"")]).typed()
