"""Turns a typed date of another language into English: "Fr 11.12.26", "18. Dezember 2026", "le 18 décembre"."""

from __future__ import annotations

import re

from milestone_tui.plan.language.date_names import month_of, weekday_of
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


def in_english(text: str) -> str | None:
    """Return a date with the names of another language in English; None if it has none, or another word."""
    words = fold(text)
    is_translated = False

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
    return translated if is_translated and translated != words else None
