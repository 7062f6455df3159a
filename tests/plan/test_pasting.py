from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestone_tui.plan.checks import LONGEST_LINE, LONGEST_TEXT
from milestone_tui.plan.language.pasting import pasted_entries, pasted_line, pasted_lines


@pytest.mark.parametrize(
    ("pasted", "line"),
    [
        ("Beta release", "Beta release"),
        ("  Beta\r\nrelease\t2 \n", "  Beta release 2 "),
        (" and  more ", " and  more "),
        ("  ", "  "),
        ("\x1b[2Jx", "␛[2Jx"),
        ("\r\n \t", " "),
        ("", ""),
    ],
)
def test_what_has_room_is_taken_as_one_line_and_nothing_is_said(pasted: str, line: str) -> None:
    assert pasted_line(pasted, 0) == (line, "")


def test_blanks_stay_in_a_text_of_many_lines() -> None:
    text = "  Agenda\n\n    1  room\n\tlunch  "
    assert pasted_lines(text, 0) == (text, "")


@pytest.mark.parametrize(
    ("pasted", "entries"),
    [
        ("one\ntwo", ("one", "two")),
        ("- one\r\n\r\n  * two\r\u2022 three", ("one", "two", "three")),
        ("- [ ] one\n- [x] two", ("one", "two")),
        ("1. one\n 2) two\n(3) three", ("one", "two", "three")),
        ("a) one\nb) two", ("one", "two")),
        ("3. Oct: signed\nRota agreed", ("3. Oct: signed", "Rota agreed")),
        ("-5 degrees\n-", ("-5 degrees", "-")),
        ("two  blanks\n\x1b[2J", ("two  blanks", "\u241b[2J")),
        ("\n \n", ()),
    ],
)
def test_a_pasted_list_is_taken_line_by_line(pasted: str, entries: tuple[str, ...]) -> None:
    assert pasted_entries(pasted) == (entries, "")


def test_of_a_long_list_the_beginning_is_taken_and_that_is_told() -> None:
    entries, said = pasted_entries("\n".join(f"- {n}" for n in range(1_200)))
    assert entries == tuple(str(n) for n in range(200))
    assert said == "Pasted only the first 200 lines."


def test_lines_stay_lines_in_a_text_of_many() -> None:
    assert pasted_lines("one\r\ntwo\rthree\x07", 0) == ("one\ntwo\nthree␇", "")


def test_what_has_no_room_is_left_out_and_told() -> None:
    line, said = pasted_line("ab " * 1_000, LONGEST_LINE - 10)

    assert line == ("ab " * 4)[:10]
    assert said == "Pasted only the first 10 of 3,000 characters: a line holds at most 1,000."


def test_a_full_field_takes_nothing_more() -> None:
    assert pasted_line("more", LONGEST_LINE) == ("", "Nothing pasted: a line holds at most 1,000 characters.")
    assert pasted_lines("more", LONGEST_TEXT) == ("", "Nothing pasted: a text holds at most 100,000 characters.")


@given(st.text(), st.integers(1, 2_000), st.integers(0, LONGEST_LINE))
def test_a_line_never_grows_too_long_and_a_loss_is_always_told(text: str, times: int, held: int) -> None:
    pasted = text * times
    line, said = pasted_line(pasted, held)

    assert held + len(line) <= LONGEST_LINE
    assert bool(said) == (pasted_line(pasted, 0)[0] != line or bool(pasted_line(pasted, 0)[1]))
