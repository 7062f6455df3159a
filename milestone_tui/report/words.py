"""The words of a report: every phrase, month and date form, from a file that can be translated."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from milestone_tui.errors import InvalidInput, cause
from milestone_tui.plan.language.money import money_words
from milestone_tui.plan.language.text import tidy, visible

ENGLISH = "en"
BUILT_IN = (ENGLISH, "de")
"""The files that come with the program."""

_PLACE = re.compile(r"\{(\w+)\}")
_MONEY = re.compile(r"(−?)(.*?) ?([0-9,]+)(?:\.([0-9]+))?")


class Words(NamedTuple):
    """The phrases of a report by their keys, such as `figures.done`."""

    texts: Mapping[str, str]

    @property
    def language(self) -> str:
        """The language as HTML names it, such as `en`."""
        return self.texts["language"]

    def say(self, key: str, **values: object) -> str:
        """Return a phrase with its values in place, each on one line; a value is never read as a phrase."""
        return _PLACE.sub(lambda found: visible(tidy(str(values[found[1]]))), self.texts[key])

    def counted(self, thing: str, number: int) -> str:
        """Return a number with its noun, such as `1 day` or `3 days`."""
        return self.say(f"counts.{thing}.{'one' if number == 1 else 'other'}", number=number)

    def day(self, day: date, today: date) -> str:
        """Return a date in a sentence: with its year where that is not this one."""
        return self._date("date" if day.year == today.year else "date_with_year", "months", day)

    def full_day(self, day: date) -> str:
        """Return a date in a sentence, with its year."""
        return self._date("date_with_year", "months", day)

    def short_day(self, day: date, today: date) -> str:
        """Return a date in a table: with its year where that is not this one."""
        return self._date("short_date" if day.year == today.year else "short_date_with_year", "short_months", day)

    def money(self, amount: Decimal, currency: str) -> str:
        """Return an amount with its currency."""
        found = _MONEY.fullmatch(money_words(amount, currency))
        if found is None:
            return money_words(amount, currency)
        sign, unit, whole, decimals = found.groups()
        number = whole.replace(",", self.texts["dates_and_numbers.thousands"])
        if decimals:
            number += self.texts["dates_and_numbers.decimal_point"] + decimals
        form = "sign" if len(unit) == 1 else "code"
        return sign + self.say(f"dates_and_numbers.{form}", number=number, currency=unit).strip()

    def _date(self, form: str, months: str, day: date) -> str:
        month = self.texts[f"dates_and_numbers.{months}.{day.month}"]
        return self.say(f"dates_and_numbers.{form}", day=day.day, month=month, year=f"{day.year:04}")


def read_words(name: str = "", folder: Path | None = None) -> Words:
    """Return the words of a language that comes with the program, or of a file; English without a name.

    A relative path begins in `folder`, by default the current one. Raises InvalidInput if the file cannot be read, or
    lacks a phrase, or has one that no report has.
    """
    english = _texts(_built_in(ENGLISH), ENGLISH)
    if not name or name == ENGLISH:
        return Words(english)
    texts = _texts(_built_in(name) if name in BUILT_IN else _read(name, folder or Path()), name)
    _check(texts, english, name)
    return Words(texts)


def _built_in(name: str) -> bytes:
    return (Path(__file__).with_name("languages") / f"{name}.toml").read_bytes()


def _read(name: str, folder: Path) -> bytes:
    try:
        return (folder / Path(name).expanduser()).read_bytes()
    except (OSError, ValueError, RuntimeError) as error:  # the last two: a null byte, an unknown person's folder
        why = cause(error) if isinstance(error, OSError) else "its name is not valid"
        languages = " or ".join(BUILT_IN)
        raise InvalidInput(
            "", f"Cannot read the words of the report from {name}: {why}. Name a readable file, or {languages}."
        ) from error


def _texts(content: bytes, name: str) -> dict[str, str]:
    import tomllib  # late: 13 ms

    try:
        return dict(_flat(tomllib.loads(content.decode()), ""))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidInput("", f"The words in {name} are not valid TOML: {error}. Correct the file.") from error
    except TypeError as error:
        raise InvalidInput("", f'In {name}, "{error}" is not a text. Put it in quotes.') from error


def _flat(table: Mapping[str, object], before: str) -> Iterator[tuple[str, str]]:
    """Yield each phrase with its key; raise TypeError, with the key, for what is no phrase."""
    for name, value in table.items():
        key = f"{before}{name}"
        if isinstance(value, dict):
            yield from _flat(value, f"{key}.")
        elif isinstance(value, list):
            yield from _flat({str(place): entry for place, entry in enumerate(value, start=1)}, f"{key}.")
        elif isinstance(value, str):
            yield key, value
        else:
            raise TypeError(key)


def _check(texts: Mapping[str, str], english: Mapping[str, str], name: str) -> None:
    """Raise InvalidInput for the first phrase that is missing, unknown, or names an unknown value."""
    for key in english:
        if key not in texts:
            raise InvalidInput("", f'{name} has no words for "{key}". Add them, as in "{english[key]}".')
    for key, text in texts.items():
        if key not in english:
            raise InvalidInput("", f'{name} has words for "{key}", which no report says. Remove them.')
        known = set(_PLACE.findall(english[key]))
        for place in _PLACE.findall(text):
            if place not in known:
                values = ", ".join(f"{{{value}}}" for value in sorted(known)) or "none"
                raise InvalidInput("", f'In {name}, "{key}" names {{{place}}}. Its values are: {values}.')
