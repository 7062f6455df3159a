"""The line by worked examples: what is sent for what is written."""

from __future__ import annotations

import pytest

from milestone_tui.terminal.line import TerminalLine
from milestone_tui.terminal.stream import Stream
from milestone_tui.terminal.style import DEFAULT, resets


def painted(*rows: str, width: int = 40) -> TerminalLine:
    """A line whose terminal shows these rows."""
    line = TerminalLine(width, max(2, len(rows)))
    line.feed("".join(f"\x1b[{y};1H{row:<{width}}" for y, row in enumerate(rows, 1)) + "\x1b[2;2H")
    return line


# What is sent ----------------------------------------------------------------------------------------------


def test_what_is_there_already_is_not_sent_again() -> None:
    line = painted("Beta release", "Load test")

    assert line.feed("\x1b[1;1HBeta release\x1b[2;1HLoad test") == "\x1b[8C"


def test_only_the_cells_that_differ_are_sent() -> None:
    line = painted("Beta release   28 Nov", "Load test       4 Dec")

    assert line.feed("\x1b[1;1HBeta release   29 Nov\x1b[2;22H") == "\x1b[1;17H9\x1b[2;22H"


def test_a_blank_has_no_ink() -> None:
    line = painted("a b")

    assert line.feed("\x1b[1;2H\x1b[31m \x1b[m\x1b[2;2H") == ""


def test_a_look_is_set_by_what_changes_of_it() -> None:
    line = TerminalLine(20, 2)

    sent = line.feed("\x1b[1;1H\x1b[1;38;2;1;2;3;48;2;9;9;9mab\x1b[0m\x1b[38;2;1;2;3;48;2;9;9;9mcd\x1b[0m")

    assert "ab\x1b[22mcd" in sent


def test_long_blanks_at_the_end_are_erased() -> None:
    line = painted("a long sentence that goes away", "stays")

    assert line.feed("\x1b[1;1Ha" + " " * 39 + "\x1b[2;1H") == "\x1b[1;3H\x1b[K\r\n"


def test_rows_that_moved_are_moved_by_the_terminal() -> None:
    rows = [f"Milestone {number:05}" for number in range(12)]
    line = painted(*rows[:10])

    sent = line.feed("".join(f"\x1b[{y};1H{row:<40}" for y, row in enumerate(rows[2:], 1)))

    assert "\x1b[2M" in sent
    assert len(sent) < 60


def test_nothing_is_moved_where_that_is_not_known_to_work() -> None:
    rows = [f"Milestone {number:05}" for number in range(12)]
    line = TerminalLine(40, 10, scrolls=False)
    line.feed("".join(f"\x1b[{y};1H{row:<40}" for y, row in enumerate(rows[:10], 1)))

    sent = line.feed("".join(f"\x1b[{y};1H{row:<40}" for y, row in enumerate(rows[2:], 1)))

    assert "M" not in sent.replace("Milestone", "")


def test_a_coloured_ground_is_written_where_erasing_leaves_the_terminals_own() -> None:
    line = TerminalLine(12, 2, fills=False)

    assert line.feed("\x1b[1;1H\x1b[44m" + " " * 12 + "\x1b[m").count(" ") == 12


def test_the_cursor_goes_where_the_application_left_it() -> None:
    line = painted("one", "two")

    assert line.feed("\x1b[1;3H") == "\x1b[1;3H"
    assert line.feed("\x1b[1;3H") == ""


@pytest.mark.parametrize("cluster", ["👩\u200d🚀", "🇩🇪", "❤\ufe0f", "e\u0301"])
def test_the_cursor_is_set_outright_after_what_terminals_measure_differently(cluster: str) -> None:
    line = TerminalLine(20, 2)

    sent = line.feed(f"\x1b[1;1H{cluster}end")

    assert f"{cluster}\x1b[1;" in sent


# Frames ----------------------------------------------------------------------------------------------------


def test_a_marked_frame_is_sent_when_it_is_complete() -> None:
    line = painted("one")

    assert line.feed("\x1b[?2026h") == ""
    assert line.feed("\x1b[1;1HTWO") == ""
    assert line.feed("\x1b[1;1Htwo") == ""
    assert line.feed("\x1b[?2026l") == "\x1b[Htwo"


def test_a_long_frame_is_shown_at_once() -> None:
    line = TerminalLine(120, 40)
    rows = "".join(f"\x1b[{y};1H" + "".join(chr(33 + (x * y) % 90) for x in range(120)) for y in range(1, 41))

    sent = line.feed("\x1b[?2026h") + line.feed(rows) + line.feed("\x1b[?2026l")

    assert sent.startswith("\x1b[?2026h")
    assert sent.endswith("\x1b[?2026l")


# What is not played ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("sequence", ["\x1b[?25h", "\x1b]0;title\x07", "\x1b[2 q", "\x1b[>1u", "\x1b[?2004h", "\x07"])
def test_what_does_nothing_to_the_screen_is_handed_over(sequence: str) -> None:
    line = painted("one")

    assert line.feed(sequence) == sequence
    assert line.feed("\x1b[1;1Hone\x1b[2;2H") == ""


def test_what_is_handed_over_keeps_its_place_in_the_order() -> None:
    line = painted("one")

    sent = line.feed("\x1b[1;1Htwo\x1b[?25h\x1b[1;1Hsix")

    assert sent.index("two") < sent.index("\x1b[?25h") < sent.index("s")


def test_after_what_is_not_understood_all_is_sent_until_the_cursor_is_set() -> None:
    line = painted("one", "two")

    assert line.feed("\x1b[3@x").endswith("\x1b[3@x")
    assert "one" in line.feed("\x1b[1;1Hone")
    assert line.feed("\x1b[1;1Hone") == ""


def test_in_a_strange_mode_the_stream_stays_as_it_is() -> None:
    line = painted("one")

    assert line.feed("\x1b[?6h\x1b[1;1Hone").endswith("\x1b[?6h\x1b[1;1Hone")


def test_a_sequence_cut_in_two_is_read_as_one() -> None:
    stream = Stream()

    assert [token[0] for token in stream.tokens("ab\x1b[3")] == ["ab"]
    assert [token[0] for token in stream.tokens("1mcd")] == ["\x1b[31m", "cd"]


# Forgetting ------------------------------------------------------------------------------------------------


def test_a_forgotten_terminal_gets_its_modes_and_every_cell() -> None:
    line = painted("one", "two")
    line.feed("\x1b[?1049h\x1b[?25l\x1b[1;1Hone\x1b[2;1Htwo")

    line.forget()
    sent = line.feed("\x1b[1;1H")

    assert "\x1b[?25l" in sent
    assert "one" in sent
    assert "two" in sent


def test_another_size_waits_for_the_application() -> None:
    line = painted("one", "two")

    line.resize(20, 3)

    assert line.feed("\x1b[?25l") == "\x1b[?25l"
    assert "one" in line.feed("\x1b[1;1Hone")


# Looks -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "way"),
    [
        ("", "1", "\x1b[1m"),
        ("1", "", "\x1b[m"),
        ("1;31", "31", "\x1b[22m"),
        ("1;2;31;42", "2;31;42", "\x1b[22;2m"),
        ("4:3", "", "\x1b[m"),
        ("4:3;31", "31", "\x1b[24m"),
        ("38;2;1;2;3;48;5;9", "38;2;1;2;3;48;5;7", "\x1b[48;5;7m"),
        ("38;5;9;7", "7", "\x1b[39m"),
        ("53;58;5;3;4", "4", "\x1b[0;4m"),
    ],
)
def test_the_way_from_look_to_look(old: str, new: str, way: str) -> None:
    assert DEFAULT.after(old).sequence_to(DEFAULT.after(new)) == way


def test_one_look_is_one_object_whatever_way_led_there() -> None:
    assert DEFAULT.after("1;31").after("22") is DEFAULT.after("31") is DEFAULT.after("0;031")
    assert DEFAULT.after("31").after("") is DEFAULT


@pytest.mark.parametrize(("codes", "known"), [("", True), ("0;31", True), ("00", True), ("31", False), ("0:1", False)])
def test_what_leads_to_a_known_look_from_any_other(codes: str, known: bool) -> None:
    assert resets(codes) is known


def test_a_link_is_part_of_the_look() -> None:
    line = TerminalLine(20, 2)

    sent = line.feed("\x1b[1;1H\x1b]8;;https://example.org\x1b\\there\x1b]8;;\x1b\\.")

    assert sent.endswith("there\x1b]8;;\x1b\\.")
    assert "\x1b]8;;https://example.org\x1b\\" in sent
