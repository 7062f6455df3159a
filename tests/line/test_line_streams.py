"""Whatever a program writes: the terminal behind the line shows what it would show without."""

from __future__ import annotations

from hypothesis import HealthCheck, example, given, settings
from line.compare import Pair, Plain
from line.streams import WIDER, Event, Resize, scrolled, streams

from milestone_tui.terminal.line import TerminalLine

# A stream is long, and most of what is drawn for it is small: that is what these checks would complain about.
drawn = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
Drawn = tuple[tuple[int, int], list[Event]]


@given(streams())
@drawn
def test_the_comparison_finds_a_terminal_equal_to_itself(stream: Drawn) -> None:
    size, events = stream
    Pair(size, Plain()).play(events)


@given(streams(rarely=False))
@example(((24, 5), ["\x1b[1;1H🇩🇪\x1b[1;3HX\x1b[1;1HX"]))  # half of a flag is written over
@drawn
def test_what_programs_write_is_seen_as_it_was_meant(stream: Drawn) -> None:
    size, events = stream
    Pair(size, TerminalLine(*size)).play(events)


@given(streams())
@drawn
def test_what_hardly_any_program_writes_is_seen_as_it_was_meant(stream: Drawn) -> None:
    size, events = stream
    Pair(size, TerminalLine(*size)).play(events)


@given(scrolled())
@drawn
def test_what_moves_is_seen_where_it_moved(stream: Drawn) -> None:
    size, events = stream
    Pair(size, TerminalLine(*size)).play(events)


@given(streams())
@drawn
def test_a_terminal_that_can_do_less_shows_the_same(stream: Drawn) -> None:
    size, events = stream
    Pair(size, TerminalLine(*size, scrolls=False, fills=False), fills=False).play(events)


@given(streams(clusters=WIDER, cut_anywhere=False))
@drawn
def test_a_terminal_that_draws_character_by_character_shows_the_same(stream: Drawn) -> None:
    size, events = stream
    Pair(size, TerminalLine(*size), joins=False).play(events)


def test_what_is_not_known_after_a_size_that_stays_is_not_moved_or_erased() -> None:
    names = [f"Milestone {number:05}" for number in range(12)]
    full = "".join(f"\x1b[{y};1H{name:<20}| {name[::-1]:<18}" for y, name in enumerate(names, 1))
    as_it_was = "".join(f"\x1b[{y};1H{name:<20}" for y, name in enumerate(names, 1))
    moved = "".join(f"\x1b[{y};1H{name:<20}" for y, name in enumerate(["New", *names[:-1]], 1))
    ends = "".join(f"\x1b[{y};1HNew{' ' * 17}\x1b[{y};21H|\x1b[{y};25H{' ' * 16}" for y in range(1, 13))

    for partly in (as_it_was, ends):
        Pair((40, 12), TerminalLine(40, 12)).play([full, Resize(40, 12), partly, moved])
