"""How well letters beyond ASCII fit into the words of a text: wrong letters betray a wrong code page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from milestone_tui.exchange.tables.word_file import read_words

_WORD = re.compile(r"[^\W\d_²³¹¼½¾]+|[^\x00-\x7f]")
_EAST_ASIAN = {
    "gb18030": ("gb2312", range(0xB0, 0xD8)),
    "cp932": ("shift_jis", range(0x88, 0x98)),
    "cp950": ("big5", range(0xA4, 0xC7)),
    "cp949": ("euc_kr", range(0xB0, 0xC9)),
}
"""The code pages with two bytes a character: each with the narrower one of its usual characters, and the first bytes
of the common ones."""
_OF_ANOTHER_LANGUAGE, _OUT_OF_PLACE = -2.0, -4.0
_CASE = -5.0
"""A capital within a word in small letters, or the other way round."""
_SHORT_WORD = 2.0
_QUOTES = "‘’“”„‚«»‹›"
_BETWEEN_WORDS = "–—…•·\xa0"
_AFTER_FIGURES = "°²³¹½¼¾ºª%‰€£¥±×µ§®©™"


class _Language(NamedTuple):
    """The letters beyond ASCII of a language, with their neighbours in its words; a blank is the edge of a word."""

    letters: frozenset[str]
    neighbours: frozenset[str]
    """Pairs and threes of letters."""

    def fit(self, word: str, place: int) -> float:
        """Return how well one of its letters fits at a place of a word in small letters, with blanks around it."""
        around = (word[place - 1 : place + 1], word[place : place + 2], word[place - 1 : place + 2])
        return 1.0 + sum(letters in self.neighbours for letters in around)


class _Model(NamedTuple):
    """All that is known of letters."""

    languages: tuple[_Language, ...]
    letters: dict[str, tuple[int, ...]]
    """Those of all languages, each with the numbers of the languages that have it."""
    characters: dict[str, frozenset[str]]
    """The frequent characters of the code pages with two bytes a character."""


def fit_of(text: str, page: str) -> float:
    """Return how well the characters beyond ASCII of a text fit, if its code page is `page`: the sum of all of them.

    Letters are judged by the one language that they fit best.
    """
    model = _model()
    by_language = [0.0] * len(model.languages)
    fit = 0.0
    for word, before, after in _words_beyond_ascii(text):
        if not word[0].isalpha():
            fit += _sign(word, before, after)
        elif max(word) >= "\u2e80" or page in _EAST_ASIAN:
            fit += sum(_east_asian(letter, page, model) for letter in word if letter > "\x7f") + _mixture(word)
            fit += _OUT_OF_PLACE / 2 * (len(word) == 1 and f"{before}{after}".strip().isalnum())
        else:
            fit += _shape(word, model)
            lower = f" {word.lower()} "
            if len(word) == 1:  # any sign may be taken for a lonely letter, if not for a word such as "à"
                fit += _SHORT_WORD * any(lower in language.neighbours for language in model.languages)
                continue
            for place, letter in enumerate(lower):
                speaking = model.letters.get(letter, ())
                fit += _OF_ANOTHER_LANGUAGE if speaking else 0
                for number in speaking:
                    by_language[number] += model.languages[number].fit(lower, place) - _OF_ANOTHER_LANGUAGE
    return fit + max(by_language)


@lru_cache(maxsize=1)
def _model() -> _Model:
    content = read_words("code_page_words.toml")
    languages = tuple(_language(f" {words.lower()} ") for (words,) in content["words"].values())
    characters = {page: frozenset(text) for page, (text,) in content["characters"].items()}
    letters: defaultdict[str, list[int]] = defaultdict(list)
    for number, language in enumerate(languages):
        for letter in language.letters:
            letters[letter].append(number)
    return _Model(languages, {letter: tuple(numbers) for letter, numbers in letters.items()}, characters)


def _language(text: str) -> _Language:
    pairs = map("".join, pairwise(text))
    threes = map("".join, zip(text, text[1:], text[2:], strict=False))
    return _Language(
        frozenset(letter for letter in text if letter > "\x7f"),
        frozenset(letters for letters in (*pairs, *threes) if not letters.isascii()),
    )


def _words_beyond_ascii(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield each word or sign that is not ASCII, with the characters before and after it."""
    padded = f" {text} "
    for match in _WORD.finditer(padded):
        if not match[0].isascii():
            yield match[0], padded[match.start() - 1], padded[match.end()]


def _shape(word: str, model: _Model) -> float:
    """Return how odd a word of letters is: foreign ones, capitals within, several alphabets."""
    strange = sum(letter > "\x7f" and letter.lower() not in model.letters for letter in word)
    shapes = (word[0].upper() + word[1:].lower(), word.lower(), word.upper())
    wrong = min(([a for a, b in zip(word, shape, strict=False) if a != b] for shape in shapes), key=len)
    wrong_case = sum(not letter.isascii() for letter in wrong)
    return _OUT_OF_PLACE * strange + _CASE * wrong_case + _mixture(word)


def _mixture(word: str) -> float:
    """Return how odd it is that a word has letters of several alphabets."""
    scripts = [_script(letter) for letter in word]
    return _OUT_OF_PLACE * min(len(scripts) - scripts.count(script) for script in scripts[:1] + scripts[-1:])


def _script(letter: str) -> str:
    code = ord(letter)
    return "latin" if code < 0x370 else "greek" if code < 0x400 else "cyrillic" if code < 0x530 else "other"


def _sign(sign: str, before: str, after: str) -> float:
    """Return how well a sign fits between its neighbours."""
    within = before.isalpha() and after.isalpha()
    if sign == "’" and within:
        return 2.5
    if sign in _QUOTES:
        return _OUT_OF_PLACE if within else 0.5 if sign in "‚«»‹›" else 1.5
    if sign in _BETWEEN_WORDS:
        return -1.0 if within else 1.5 if sign in "–—" else 0.5
    if sign in _AFTER_FIGURES:
        if sign in "°²" and not before.isalnum():
            return _OUT_OF_PLACE
        touches = (after.isalpha() and sign + after not in ("°C", "°F")) or (before.isalpha() and sign not in "²³®©™")
        if touches:
            return _OUT_OF_PLACE
        return 3.0 if sign in "°²" else 1.5 if sign in "€£" and f"{before}{after}".strip().isdigit() else 1.0
    if sign in "¿¡":
        return 3.0 if after.isalpha() and not before.isalnum() else _OUT_OF_PLACE
    return _OUT_OF_PLACE


def _east_asian(letter: str, page: str, model: _Model) -> float:
    """Return how common a character is in a code page with two bytes a character."""
    if letter in model.characters.get(page, ()):
        return 6.0
    if "\u3040" <= letter <= "\u30ff":  # kana
        return 5.0 if page == "cp932" else _OUT_OF_PLACE
    if "\uac00" <= letter <= "\ud7a3":  # Hangul
        narrow, _ = _EAST_ASIAN["cp949"]
        return 4.0 if _first_byte(letter, narrow) else _OUT_OF_PLACE
    narrow, common = _EAST_ASIAN.get(page, ("ascii", range(0)))
    if "\u4e00" <= letter <= "\u9fff" and page != "cp949" and _first_byte(letter, narrow) in common:
        return 2.0
    return _OUT_OF_PLACE


def _first_byte(letter: str, page: str) -> int:
    """Return the first byte of a character, or 0 if the code page lacks it."""
    try:
        encoded = letter.encode(page)
    except UnicodeEncodeError:
        return 0
    return encoded[0] if len(encoded) == 2 else 0  # Korean syllables may be taken apart into eight bytes
