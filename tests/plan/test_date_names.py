from __future__ import annotations

import pytest

from milestone_tui.plan.language import date_names
from milestone_tui.plan.language.date_names import month_of, span_of, weekday_of
from milestone_tui.plan.language.date_translation import in_english
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


@pytest.mark.parametrize(
    ("text", "english"),
    [
        *(
            (text, "end jan")
            for text in ("Ende Januar", "fin janvier", "fin de enero", "fine gennaio", "fim de janeiro")
        ),
        *((text, "end jan") for text in ("final de janeiro", "eind januari", "pod koniec stycznia", "Ende Jänner")),
        *((text, "mid jan") for text in ("Mitte Januar", "mi-janvier", "a mediados de enero", "metà gennaio")),
        *((text, "mid jan") for text in ("meados de janeiro", "half januari", "w połowie stycznia")),
        *((text, "early jan") for text in ("Anfang Januar", "début janvier", "principios de enero", "inizio gennaio")),
        *((text, "early jan") for text in ("início de janeiro", "begin januari", "początek stycznia")),
        ("Mitte Januar 2027", "mid jan 2027"),
        ("Ende KW 50", "end kw 50"),
        ("Ende 2027", "end 2027"),
        ("Ende des Jahres", "end of year"),
        ("fin de mes", "end of month"),
        ("fin d'année", "end of year"),
        ("Jahresende", "eoy"),
        ("aujourd'hui", "today"),
        ("jutro", "tomorrow"),
        ("am 11.12.", "11.12."),
        ("1° gennaio", "1 jan"),
        ("final mars", "final mar"),
        ("Mitte des Monats", None),
        ("Projekt Januar", "projekt jan"),
        ("am Freitag Abend", None),
    ],
)
def test_a_date_of_another_language_in_english(text: str, english: str | None) -> None:
    assert in_english(text.lower()) == english
