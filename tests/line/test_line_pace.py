"""A line that is slower than what is painted: what is shown stays close behind what is done."""

from __future__ import annotations

import heapq
from itertools import cycle, pairwise
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from line.compare import Pair
from line.streams import Resize, streams
from line.test_line_streams import Drawn, drawn
from textual import events
from textual.message import Message

from milestone_tui.terminal.intake import PasteAwareParser, TerminalAnswered
from milestone_tui.terminal.line import TerminalLine
from milestone_tui.terminal.pace import ANSWER, QUESTION, Pace


class Held(NamedTuple):
    """What came of a key held down."""

    sent: int
    """Frames that went over the line."""
    behind: list[float]
    """For each frame sent, how many seconds later it is on the screen."""


def held(pace: Pace, *, rate: float, bytes_a_second: float, round_trip: float, size: int, keys: int = 300) -> Held:
    """A key held down, each press painting `size` bytes, over a line like this."""
    free = 0.0
    answers: list[float] = []
    behind: list[float] = []
    waits = False

    def send(now: float) -> None:
        nonlocal free
        question = pace.on_sent(size, now)
        free = max(free, now) + size / bytes_a_second
        behind.append(free + round_trip / 2 - now)
        if question:
            heapq.heappush(answers, free + round_trip)

    heapq.heappush(answers, round_trip)
    assert pace.probe(0.0) == QUESTION
    presses = [1.0 + number / rate for number in range(keys)]
    for press, following in pairwise([*presses, presses[-1] + 60]):
        waits = pace.is_full
        if not waits:
            send(press)
        while answers and answers[0] < following:
            now = heapq.heappop(answers)
            pace.on_answer(now)
            if waits and not pace.is_full:
                waits = False
                send(now)
    assert not waits and not pace.awaits_answer
    return Held(len(behind), behind)


@pytest.mark.parametrize("round_trip", [0.02, 0.1, 0.3])
@pytest.mark.parametrize("size", [400, 2_000])
def test_on_a_slow_line_a_held_key_is_shown_soon_and_not_all_of_it_is_sent(round_trip: float, size: int) -> None:
    found = held(Pace(), rate=30, bytes_a_second=8_000, round_trip=round_trip, size=size)

    own = size / 8_000 + round_trip / 2
    assert max(found.behind) < own + 0.5
    assert found.sent < 1.05 * 10 * 8_000 / size  # ten seconds of what the line takes


@pytest.mark.parametrize("round_trip", [0.001, 0.1, 0.3])
def test_on_a_fast_line_everything_is_sent_at_once(round_trip: float) -> None:
    found = held(Pace(), rate=30, bytes_a_second=1e6, round_trip=round_trip, size=400)

    assert found.sent > 280
    assert max(found.behind) < 0.01 + round_trip / 2


def test_a_terminal_that_never_answers_is_asked_once_and_never_waited_for() -> None:
    pace = Pace()
    asked = pace.probe(0.0) + "".join(pace.on_sent(5_000, 1 + number / 30) for number in range(100))

    assert asked == QUESTION
    assert not pace.is_full


def test_a_step_now_and_then_is_not_asked_about() -> None:
    pace = Pace()
    pace.probe(0.0)
    pace.on_answer(0.1)

    assert "".join(pace.on_sent(400, float(second)) for second in range(1, 9)) == ""


def test_a_late_answer_to_a_question_given_up_does_no_harm() -> None:
    pace = Pace()
    pace.probe(0.0)
    pace.on_answer(0.1)
    pace.on_sent(5_000, 1.0)
    pace.on_sent(5_000, 1.1)

    pace.forget()
    pace.on_answer(9.0)

    assert not (pace.is_full or pace.awaits_answer)


@given(streams(), st.lists(st.booleans(), min_size=1, max_size=8))
@drawn
def test_what_had_to_wait_is_seen_as_it_was_meant(stream: Drawn, waits: list[bool]) -> None:
    size, happenings = stream
    line = TerminalLine(*size)
    pair = Pair(size, line)
    for event, line.holds in zip(happenings, cycle(waits), strict=False):
        if isinstance(event, Resize):
            pair.lean.feed(line.release())  # what is not painted before a new size has to be painted after it
        pair.happen(event)
        if isinstance(event, str) and not line.holds and pair.stock.modes.get("?2026") != "h":
            pair.check(f"after {event!r}")


def test_frames_that_wait_are_sent_as_their_last() -> None:
    line = TerminalLine(20, 2)
    line.feed("\x1b[m\x1b[H\x1b[2Jx")
    line.holds = True

    assert [line.feed(f"\x1b[?2026h\x1b[H{number}\x1b[?2026l") for number in range(10)] == [""] * 10
    assert line.feed("\x07") == "\r9\x07"  # what is not painted goes at once, after what was painted before it
    assert line.feed("\x1b[Hx") == ""
    assert line.release() == "\rx"


def read(*pieces: str) -> list[Message]:
    """What is understood of what is typed."""
    parser = PasteAwareParser()
    return [message for piece in pieces for message in parser.feed(piece)]


@pytest.mark.parametrize("cut", range(1, len(ANSWER)))
def test_an_answer_is_no_key_however_it_arrives(cut: int) -> None:
    typed = read(f"a{ANSWER[:cut]}", f"{ANSWER[cut:]}b{ANSWER}")

    assert [message.key for message in typed if isinstance(message, events.Key)] == ["a", "b"]
    assert sum(isinstance(message, TerminalAnswered) for message in typed) == 2


def test_an_answer_within_a_paste_is_not_pasted() -> None:
    typed = read("\x1b[200~Beta", f"{ANSWER[:2]}", f"{ANSWER[2:]} release\x1b[201~")

    assert [message.text for message in typed if isinstance(message, events.Paste)] == ["Beta release"]
    assert sum(isinstance(message, TerminalAnswered) for message in typed) == 1
