"""Dates with words, in eight languages: days, and weeks, months, quarters, halves and years."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from milestone_tui.exchange.tables.date_words import DateWords, date_words
from milestone_tui.plan.calendar import spans

_TOKEN = re.compile(r"\d+|[a-z]+", re.ASCII)
_AFTER_NUMBER = frozenset(("st", "nd", "rd", "th", "er", "ere", "e", "eme", "re", "o", "a", "te", "ten", "ste", "de"))
"""The ends of ordinal numbers: 1st, 1er, 1º, 18e."""
_SHORT_YEAR = re.compile(r"[-'/.]\s?\d\d$", re.ASCII)
"""What is a year after a month, and not a day: "Dec-26"."""
_POLISH_QUARTER = re.compile(r"(?:\d|[iv]+) ?kw")
"""The German "1. KW" is a week."""
_ORDINAL = re.compile(r"\d+(?:[.°]|st|nd|rd|th|er|e|o)|[iv]")


class Named(NamedTuple):
    """What a text with words says."""

    day: date | None = None
    """None for a time without a year."""
    span: str = ""
    """The kind of span, such as "week", if no day was named."""
    weekdays: frozenset[int] = frozenset()
    """What the text says that the day is; Monday is 0, none if it does not say."""


class _Text(NamedTuple):
    """The tokens that count, and the letter of each: d for up to two digits, Y for four, M for a month, and so on."""

    tokens: list[str]
    letters: str
    weekdays: frozenset[int]
    text: str
    """All of it."""

    def number(self, letter: str, place: int = 0) -> int:
        """Return the number of the token with a letter, the first or a later one."""
        found = [token for token, own in zip(self.tokens, self.letters, strict=True) if own == letter]
        words = date_words()
        token = found[place]
        return int(token) if token.isdigit() else words.months.get(token) or words.ordinals[token]


def read_named(text: str) -> Named | None:
    """Return what a text says, which is in small letters and without accents; None if it is no date.

    Raises ValueError for a day, week or month that its year does not have.
    """
    tokens = _TOKEN.findall(text)
    for drops_weekdays in (False, True):
        found = _classified(text, tokens, drops_weekdays)
        read = _READERS.get(found.letters) if found else None
        if found and read:
            named = read(found)
            return named and named._replace(weekdays=found.weekdays)
    return None


def names_month(text: str) -> bool:
    """Return whether a text in small letters and without accents has the name of a month."""
    return any(token in date_words().months for token in _TOKEN.findall(text))


def _classified(text: str, tokens: list[str], drops_weekdays: bool) -> _Text | None:
    """Return the tokens that count; None if there is an unknown one."""
    words = date_words()
    kept: list[str] = []
    letters = ""
    weekdays: frozenset[int] = frozenset()
    for place, token in enumerate(tokens):
        is_edge = place in (0, len(tokens) - 1)
        letter = _letter(token, words)
        if token in words.weekdays and is_edge and (drops_weekdays or not letter):
            weekdays = words.weekdays[token]
        elif place and tokens[place - 1].isdigit() and token in _AFTER_NUMBER and not (letter and is_edge):
            continue
        elif letter:
            kept.append(token)
            letters += letter
        elif token not in words.skipped and token not in words.weekdays:
            return None
    return _Text(kept, letters, weekdays, text)


def _letter(token: str, words: DateWords) -> str:
    """Return the letter of a token; empty if it does not count."""
    if token.isdigit():
        return {1: "d", 2: "d", 4: "Y"}.get(len(token), "X")
    if token in words.months:
        return "M"
    return words.classes.get(token) or ("O" if token in words.ordinals else "")


def whole_year(number: int, digits: int = 2) -> int:
    """Return the year that two digits mean, from 1970 to 2069; a year of four as it is."""
    return number if digits > 2 else number + (1900 if number >= 70 else 2000)


def _day(found: _Text) -> Named:
    year = found.number("Y") if "Y" in found.letters else whole_year(found.number("d", 1))
    return Named(date(year, found.number("M"), found.number("d")))


def _week_day(found: _Text) -> Named:
    return Named(date.fromisocalendar(found.number("Y"), found.number("d"), found.number("d", 1)))


def _rough(_: _Text) -> Named:
    return Named()


def _rough_ordinal(found: _Text) -> Named | None:
    """Return what "50. KW" says; None for "3 w", which is a duration."""
    return Named() if _ORDINAL.match(found.text) else None


def _day_of_roman(found: _Text) -> Named:
    return Named(date(_year_of(found), found.number("O"), found.number("d")))


def _year_of(found: _Text) -> int:
    if "Y" in found.letters:
        return found.number("Y")
    return whole_year(found.number("d", found.letters.count("d") - 1))


def _week(found: _Text) -> Named:
    word, number = found.tokens[found.letters.index("W")], found.number("O" if "O" in found.letters else "d")
    if word == "kw" and number <= 4 and _POLISH_QUARTER.match(found.text):
        return Named(spans.last_of_quarter(_year_of(found), number), "quarter")
    if word == "s" and number <= 2:
        return Named(spans.last_of_half(_year_of(found), number), "half year")
    return Named(spans.last_of_week(_year_of(found), number), "week")


def _month(found: _Text) -> Named:
    if "Y" not in found.letters and not _SHORT_YEAR.search(found.text):
        return Named()  # "Dec 26" may be a day
    return Named(spans.last_of_month(_year_of(found), found.number("M")), "month")


def _quarter(found: _Text) -> Named:
    return Named(spans.last_of_quarter(_year_of(found), found.number("O" if "O" in found.letters else "d")), "quarter")


def _half(found: _Text) -> Named:
    return Named(spans.last_of_half(_year_of(found), found.number("O" if "O" in found.letters else "d")), "half year")


def _year(found: _Text) -> Named:
    return Named(spans.last_of_year(_year_of(found)), "year")


def _middle_of_year(found: _Text) -> Named:
    return Named(spans.last_of_half(_year_of(found), 1), "half year")


def _early_in_month(found: _Text) -> Named:
    return Named(spans.early_in_month(_year_of(found), found.number("M")), "first third of the month")


def _middle_of_month(found: _Text) -> Named:
    return Named(spans.mid_month(_year_of(found), found.number("M")), "first half of the month")


_READERS: dict[str, Callable[[_Text], Named | None]] = {
    **dict.fromkeys(("dMY", "dMd", "MdY", "Mdd", "YMd"), _day),
    **dict.fromkeys(("dOY", "dOd"), _day_of_roman),
    "YWdd": _week_day,
    **dict.fromkeys(("WdY", "YWd", "dWY", "Wdd", "OWY", "LWdY"), _week),
    **dict.fromkeys(("MY", "YM", "Md", "LMY", "MYL", "LYM"), _month),
    **dict.fromkeys(("EMY", "MYE"), _early_in_month),
    **dict.fromkeys(("IMY", "MYI", "HMY"), _middle_of_month),
    **dict.fromkeys(("QdY", "YQd", "dQY", "Qdd", "dQd", "OQY", "OQd", "LQdY", "LdQY", "LOQY", "YdQ"), _quarter),
    **dict.fromkeys(("HdY", "YHd", "dHY", "Hdd", "dHd", "OHY", "OHd", "LHdY", "LdHY", "LOHY", "YdH"), _half),
    **dict.fromkeys(("Y", "LY"), _year),
    "IY": _middle_of_year,
    **dict.fromkeys(("dM", "M", "LMd", "EM", "IM", "LM", "Wd", "Qd", "LQd", "OQ", "Hd", "OH", "EY"), _rough),
    **dict.fromkeys(("R", "RY", "Rd", "RYd", "RQd", "QdR", "RdQd", "QdRd"), _rough),
    **dict.fromkeys(("dW", "dQ", "LdQ", "dH"), _rough_ordinal),
}
"""The reader of each row of letters that is a date."""
