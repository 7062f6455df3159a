from __future__ import annotations

import pytest

from milestone_tui.plan.language import date_names
from milestone_tui.plan.language.date_names import month_of, span_of, weekday_of
from milestone_tui.plan.language.text import fold

LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "pl")


@pytest.mark.parametrize(
    ("word", "month"),
    [
        ("Dezember", 12),
        ("déc.", 12),
        ("DECEMBRE", 12),
        ("März", 3),
        ("Maerz", 3),
        ("mrt", 3),
        ("sierpnia", 8),
        ("paź", 10),
        ("févr.", 2),
        ("gennaio", 1),
        ("ago", 8),
        ("Sept", 9),
        ("outubro", 10),
        ("fri", None),
        ("", None),
    ],
)
def test_the_month_of_a_word(word: str, month: int | None) -> None:
    assert month_of(word) == month


@pytest.mark.parametrize(
    ("word", "weekday"),
    [("Fr", 4), ("Sonnabend", 5), ("środa", 2), ("terça-feira", 1), ("vr.", 4), ("mié", 2), ("dec", None)],
)
def test_the_weekday_of_a_word(word: str, weekday: int | None) -> None:
    assert weekday_of(word) == weekday


def test_the_words_of_a_week_a_quarter_and_a_half() -> None:
    assert [span_of(word) for word in ("KW", "tydz.", "Quartal", "kwartał", "Halbjahr", "x")] == [
        "week",
        "week",
        "quarter",
        "quarter",
        "half",
        None,
    ]


@pytest.mark.parametrize("names", [date_names._MONTHS, date_names._WEEKDAYS])
def test_no_word_means_two_things_and_each_language_has_all(names: dict[str, str]) -> None:
    assert tuple(names) == LANGUAGES
    meant: dict[str, set[int]] = {}
    for words in names.values():
        places = words.split("|")
        assert len(places) == (12 if names is date_names._MONTHS else 7)
        for place, side_by_side in enumerate(places):
            for word in side_by_side.split():
                meant.setdefault(fold(word), set()).add(place)
    assert {word: places for word, places in meant.items() if len(places) > 1} == {}
