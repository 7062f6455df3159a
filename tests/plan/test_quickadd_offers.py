"""What is offered while a line of quick add is typed."""

from __future__ import annotations

import pytest
from factories import TODAY
from hypothesis import given
from hypothesis import strategies as st

from milestone_tui.plan.language.quick_add import parse_quick_add
from milestone_tui.plan.language.quick_add_offers import Offer, offers

PEOPLE = ("Ana Kovač", "Raj Patel", "Rachel Adams", "Jo", "Joanna Smith")
PHASES = ("Build", "User acceptance", "Build-out")
TITLES = ("Kick-off", "Prototype accepted", 'The "big" one', "Load test")


def offered(line: str, cursor: int | None = None) -> tuple[Offer, ...]:
    read = parse_quick_add(line, TODAY, PEOPLE, PHASES, TITLES)
    return offers(line, len(line) if cursor is None else cursor, read, PEOPLE, PHASES, TITLES)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Beta @a", ["Ana Kovač", "Rachel Adams"]),
        ("Beta @ANA.K", ["Ana Kovač"]),
        ("Beta @kovac", ["Ana Kovač"]),
        ("Beta owner:r", ["Raj Patel", "Rachel Adams"]),
        ("Beta @jo", ["Joanna Smith"]),
        ("Beta @", list(PEOPLE)),
        ("Beta @zzz", []),
        ("Beta #b", ["Build", "Build-out"]),
        ("Beta phase:acc", ["User acceptance"]),
        ("Beta after:", ["Kick-off", "Prototype accepted", "Load test"]),
        ('Beta after:"proto', ["Prototype accepted"]),
        ("Beta after:test", ["Load test"]),
        ("Beta", []),
        ("Beta e@a", []),
        ("Beta @ana fri", []),
        ("Beta 5/12", ["5 dec", "12 may", 'title "Beta 5/12"']),
        ("Beta due:5/12", ["5 dec", "12 may"]),
        ("Beta 5/12 @a", ["Ana Kovač", "Rachel Adams"]),
    ],
)
def test_what_is_offered(line: str, names: list[str]) -> None:
    assert [offer.name for offer in offered(line)] == names


def test_an_offer_takes_the_place_of_what_is_typed_and_the_cursor_goes_behind_it() -> None:
    assert offered("Beta @kov fri", 8)[0].applied("Beta @kov fri") == ('Beta @"Ana Kovač" fri', 18)
    assert offered("Beta #b")[0].applied("Beta #b") == ("Beta #Build ", 12)
    assert offered("Beta after:load")[0].applied("Beta after:load") == ('Beta after:"Load test" ', 23)
    assert offered("Beta 5/12")[1].applied("Beta 5/12") == ("Beta 12 may ", 12)
    assert offered("Beta 5/12")[2].applied("Beta 5/12") == ('"Beta 5/12" ', 12)


@given(st.sampled_from(["@", "#", "after:"]), st.sampled_from([*PEOPLE, *PHASES, *TITLES]), st.integers(0, 4))
def test_what_an_offer_makes_of_the_line_is_understood_as_that_name(marker: str, name: str, letters: int) -> None:
    line = f"Beta {marker}{name[:letters].split(' ')[0]}"
    for offer in offered(line):
        text, cursor = offer.applied(line)
        read = parse_quick_add(text, TODAY, PEOPLE, PHASES, TITLES)
        assert read.problems == () and read.title == "Beta" and cursor == len(text)
        assert offer.name in (read.owner, read.phase, *(after.title for after in read.after))
