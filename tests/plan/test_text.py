from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milestone_tui.plan.language.text import fold, is_blank, storable, tidy, visible

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=20)
TRICKY = st.lists(
    st.sampled_from(
        ["\x00", "\x1b", "\x9b", "\u202e", "\u2066", "\ufeff", "\ud83d", "\u3164", "\u200d", " ", "\n", "é"]
    )
).map("".join)

STAYS = [
    "",
    "Beta release",
    "[bold red]x[/]",
    "a  b",
    "👨‍👩‍👧‍👦 family",
    "❤️",
    "🇩🇪",
    "要件定義",
    "שלום עולם",
    "می‌خواهم",
    "e\u0301te\u0301",
    "क्‍ष",
    "x" * 300,
    "Zoë – 12 000 €",
]


@pytest.mark.parametrize("text", STAYS)
def test_ordinary_text_is_shown_as_it_is(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("x\x1b[2Jy", "x␛[2Jy"),
        ("a\tb\nc\r", "a␉b␊c␍"),
        ("\x00\x7f", "␀␡"),
        ("\x9b31m", "\\x9b31m"),
        ("a\x85b", "a\\x85b"),
        ("abc\u202edef", "abc\\u202edef"),
        ("a\u2066b\u2069", "a\\u2066b\\u2069"),
        ("a\u200eb\u200fc\u061c", "a\\u200eb\\u200fc\\u061c"),
        ("a\u2028b\u2029", "a\\u2028b\\u2029"),
        ("\ufeffa", "\\ufeffa"),
        ("a\ud83db", "a\\ud83db"),
        ("a\U000e0041\U000e007f", "a\\U000e0041\\U000e007f"),
        ("co\xadop", "co\\xadop"),
        ("   ", "␠␠␠"),
        ("\u3164", "\\u3164"),
        ("\u2800\u200b", "\\u2800\\u200b"),
        ("\u200d", "\\u200d"),
        ("\xa0\n", "\\xa0␊"),
    ],
)
def test_what_steers_or_hides_is_shown_by_its_picture(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize("code", [*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
def test_no_control_survives(code: int) -> None:
    assert chr(code) not in visible(f"a{chr(code)}b")


@given(ANY_TEXT | TRICKY)
@settings(deadline=None)
def test_visible_is_idempotent_encodable_and_never_blank(text: str) -> None:
    shown = visible(text)
    assert visible(shown) == shown
    assert shown.encode().decode() == shown
    assert is_blank(shown) == (text == "")


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("  Beta release ", "Beta release"),
        ("Beta\nrelease", "Beta release"),
        ("Beta\r\nrelease\t2\n", "Beta release 2"),
        ("a\u2028b", "a b"),
        ("\u3000要件\xa0", "要件"),
        ("a\ud83db", "a\ufffdb"),
        ("a\x00b", "a␀b"),
        ("x\x1b[2J", "x\x1b[2J"),
        ("a  b", "a  b"),
    ],
)
def test_tidy(text: str, stored: str) -> None:
    assert tidy(text) == stored


@given(ANY_TEXT | TRICKY)
@settings(deadline=None)
def test_tidy_is_idempotent_one_line_and_storable(text: str) -> None:
    stored = tidy(text)
    assert tidy(stored) == stored
    assert len(stored.splitlines()) <= 1
    assert storable(stored) == stored
    stored.encode()


@pytest.mark.parametrize(
    "text", ["", " ", "\t\n", "\u200b\u200d", "\u3164", "\u2800", "\ufe0f", "\u202e", "\x1b", "\xad"]
)
def test_blank(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", [".", " x", "\u3164a", "要", "\u0301", "👨‍👩‍👧", "[/]"])
def test_not_blank(text: str) -> None:
    assert not is_blank(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ANA", "ana"),
        ("Kovač", "kovac"),
        ("Łukasz Żółć", "lukasz zolc"),
        ("SØREN", "soren"),
        ("Straße", "strasse"),
        ("Ana", "ana"),
        ("İstanbul", "istanbul"),
    ],
)
def test_fold_forgets_case_accents_and_width(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(ANY_TEXT)
@settings(deadline=None)
def test_fold_ignores_case(text: str) -> None:
    assert fold(fold(text)) == fold(text)
