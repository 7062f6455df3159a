from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from milestone_tui.ui.widgets.picker import NOBODY, Choice, matching, offered

PEOPLE = tuple(Choice(name) for name in ("Ana Kovač", "Joana Silva", "Raj Patel", "Zoë Ann"))


def names(choices: list[Choice]) -> list[str]:
    return [choice.text for choice in choices]


def test_what_begins_with_the_text_stands_first_accents_aside() -> None:
    assert names(matching(PEOPLE, "an")) == ["Ana Kovač", "Zoë Ann", "Joana Silva"]
    assert names(matching(PEOPLE, "kovac")) == ["Ana Kovač"]
    assert names(matching(PEOPLE, "ZOE")) == ["Zoë Ann"]


def test_a_note_is_searched_too() -> None:
    choices = (Choice("Kick-off", "NORD  1 Oct"), Choice("Go-live", "3 Dec"))
    assert names(matching(choices, "nord")) == ["Kick-off"]


def test_nothing_typed_offers_everything_and_nobody() -> None:
    assert offered(PEOPLE, "", "person", True) == [NOBODY, *PEOPLE]
    assert offered(PEOPLE, " ", "", False) == list(PEOPLE)


def test_a_name_that_is_not_there_can_be_created() -> None:
    assert offered(PEOPLE, " Zo ", "person", True)[-1] == Choice("Zo", creates=True)
    assert offered(PEOPLE, "ana kovac", "person", True) == [PEOPLE[0]]
    assert offered(PEOPLE, "Nobody", "", True) == []


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=20), st.lists(st.text(max_size=10), max_size=6))
def test_what_is_listed_was_there_or_is_what_was_typed(typed: str, there: list[str]) -> None:
    choices = [Choice(text) for text in there]
    for choice in offered(choices, typed, "person", False):
        assert choice.creates or choice in choices
