"""Turns a typed date of another language into English: "Fr 11.12.26", "le 18 décembre", "Ende Januar"."""

from __future__ import annotations

import re

from milestone_tui.plan.language.date_names import edge_of, month_of, present_of, relative_of, weekday_of
from milestone_tui.plan.language.text import fold
from milestone_tui.plan.language.wording import MONTHS, WEEKDAYS

_JOINERS = frozenset(("de", "del", "di", "do", "da", "el", "le", "il", "la", "den", "der", "am", "op", "r", "van"))
"""Words around the day and the month: "18 de diciembre", "18 grudnia 2026 r."."""
_ORDINALS = frozenset(("o", "a", "e", "er", "ste"))
"""What stands right after the number of a day: "1er janvier", "1º de janeiro"."""
_ALONE = 5
"""Letters of a weekday without a date: shorter words are too many other things."""
_WORD = re.compile(r"[a-z]+(?:-feira)?\.?")
ORDINARY = frozenset(
    (
        *("ago", "gen", "gru", "lip", "lis", "list", "mag", "maa", "out", "set", "sty"),
        *("di", "die", "dim", "din", "do", "dom", "don", "fre", "jeu", "lun", "ma", "mar", "mer", "mi", "mit", "mo"),
        *("pon", "sa", "sab", "sam", "seg", "sex", "so", "sob", "son", "ter", "ven", "vie", "vri", "wo", "woe", "zo"),
    )
)
"""Names of months and weekdays that are also words or names of people and things."""
ORDINARY_AFTER_A_NUMBER = ORDINARY - {month.lower() for month in MONTHS}
"""Those that make no date of a number: "3 out" may be a score, but "12 mar" is a day."""


_EDGE = re.compile(r"(?:(?:a|am|na|pod|w|zum) )?([a-z]+)[ -]((?:de |del |della |des |di |do |du |d'|l'|van )*)(.+)")
_ALSO_ENGLISH = ("final", "finals")
"""Words that mean the end only before "de": "final de março"."""
_BEFORE_DIGITS = re.compile(r"(?:am|bis|den|der|el|il|le|op|zum) (?=\d)")


def in_english(text: str) -> str | None:
    """Return a date with the names of another language in English; None if it has none, or another word."""
    words = fold(text).replace("°", "o")
    return relative_of(words) or _edge_in_english(words) or _day_in_english(words)


def _edge_in_english(words: str) -> str | None:
    """Return the begin, middle or end of a month, a quarter or the like in English."""
    found = _EDGE.fullmatch(words)
    if found is None:
        return None
    word, joiners, rest = found.groups()
    edge = "end" if word in _ALSO_ENGLISH and joiners else edge_of(word)
    if edge is None:
        return None
    if (present := present_of(rest)) is not None:
        return f"end of {present}" if edge == "end" else None
    return f"{edge} {_day_in_english(rest) or rest}"


def _day_in_english(words: str) -> str | None:
    """Return a day or a span with its names in English."""
    bare = _BEFORE_DIGITS.sub("", words, count=1) if _BEFORE_DIGITS.match(words) else words
    is_translated, words = bare != words, bare

    def english(found: re.Match[str]) -> str:
        nonlocal is_translated
        word = found[0].rstrip(".")
        before = words[: found.start()].strip()
        if before[-1:].isdigit() and words[found.start() - 1] != " " and word in _ORDINALS:
            return ""
        weekday = None if before else weekday_of(word)
        rest = words[found.end() :].strip()
        if weekday is not None and (rest or len(word) >= _ALONE):
            is_translated = True
            return WEEKDAYS[weekday].lower()
        if word in _JOINERS:
            return ""
        month = month_of(word)
        is_translated = is_translated or month is not None
        if month is None:
            return found[0]
        return MONTHS[month - 1].lower() + (" " if words[found.end() : found.end() + 1].isdigit() else "")

    translated = " ".join(_WORD.sub(english, words).split())
    return translated if is_translated else None
