import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.language.tags import TagChange, parse_tag_change
from milestone_tui.plan.selection import Selection

SHOWN = (10, 20, 30, 40, 50)


def test_a_mark_is_set_and_taken_away() -> None:
    assert Selection().toggled(20) == Selection(frozenset({20}), 20)
    assert Selection().toggled(20).toggled(20).ids == frozenset()


def test_a_range_goes_from_the_last_mark_to_the_cursor() -> None:
    assert Selection().toggled(20).ranged(SHOWN, 40).ids == {20, 30, 40}
    assert Selection().toggled(40).ranged(SHOWN, 20).ids == {20, 30, 40}
    assert Selection().ranged(SHOWN, 30).ids == {30}
    assert Selection(frozenset({99}), 99).ranged(SHOWN, 30).ids == {99, 30}


def test_all_that_is_shown_is_marked_and_unmarked() -> None:
    hidden = Selection(frozenset({99}), 99)

    assert hidden.all_of(SHOWN).ids == {99, *SHOWN}
    assert hidden.all_of(SHOWN).all_of(SHOWN).ids == {99}


def test_what_is_gone_is_not_marked() -> None:
    marks = Selection(frozenset({10, 99}), 99)

    assert marks.among(SHOWN) == Selection(frozenset({10}), None)
    assert Selection(frozenset({10}), 10).among(SHOWN) == Selection(frozenset({10}), 10)


@given(st.lists(st.sampled_from(SHOWN)), st.sampled_from(SHOWN))
@settings(deadline=None)
def test_a_range_only_adds(toggled: list[int], to: int) -> None:
    marks = Selection()
    for id_ in toggled:
        marks = marks.toggled(id_)

    assert marks.ranged(SHOWN, to).ids >= marks.ids | {to}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("", TagChange()),
        ("+legal -draft", TagChange(("legal",), ("draft",))),
        ("legal, risk −draft", TagChange(("legal", "risk"), ("draft",))),
        ("+ -", TagChange()),
    ],
)
def test_tags_are_added_and_taken_away(text: str, meant: TagChange) -> None:
    assert parse_tag_change(text) == meant


def test_what_is_no_tag_is_refused() -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_tag_change("x" * 50_000)
    assert refused.value.field == "tags"
