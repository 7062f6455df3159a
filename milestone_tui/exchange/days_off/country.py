"""The public holidays of a country, or of a part of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

from milestone_tui.errors import InvalidInput
from milestone_tui.exchange.days_off.formats import each_once
from milestone_tui.plan.imported import IncomingHoliday
from milestone_tui.plan.language.text import fold

if TYPE_CHECKING:
    from holidays import HolidayBase

_ENGLISH = "en_US"
_NEAR = 4
"""Other codes that are named to somebody who asks for one that there is not."""
_MOST_LISTED = 60


def country_holidays(code: str, years: range) -> tuple[IncomingHoliday, ...]:
    """The public holidays in `years`; `code` is a country's of ISO 3166, and a part's behind it: DE, DE-BY, US-CA.

    The names are English where that is to be had, else in the language of the country.

    Raises:
        InvalidInput: there is no such country or part, with the nearest that there are; or nothing is known of `years`.
    """
    from holidays import country_holidays as library

    country, _, part = code.strip().partition("-")
    country = _country(country.strip())
    spoken = library(country)
    subdivision = _subdivision(spoken, country, part.strip()) if part.strip() else None
    # Said outright, for else the names would follow the locale of the machine.
    language = spoken.default_language
    if not (language or "").startswith("en") and _ENGLISH in (spoken.supported_languages or ()):
        language = _ENGLISH
    found = library(country, subdiv=subdivision, years=years, language=language)
    if not found:
        raise InvalidInput("", f"No holidays of {code} are known for {years[0]} to {years[-1]}.")
    return each_once(sorted(found.items()))


def _country(text: str) -> str:
    """The code of a country, from its code or its name; raises InvalidInput with the nearest ones."""
    from holidays.registry import COUNTRIES

    # codes of two letters, of three, and a few old ones; then the class, which is no code
    names = {key.replace("_", " "): codes[1] for key, codes in COUNTRIES.items()}
    codes = {code: names[key.replace("_", " ")] for key, codes in COUNTRIES.items() for code in codes[1:]}
    wanted = fold(text)
    if text.upper() in codes:
        return codes[text.upper()]
    if wanted in names:
        return names[wanted]
    near = [name for name in names if wanted and (name.startswith(wanted) or fold(names[name]).startswith(wanted))]
    near += get_close_matches(wanted, names, n=_NEAR, cutoff=0.6)
    listed = _listed(f"{names[name]} ({name.title()})" for name in near[:_NEAR])
    hint = f"near it are {listed}" if listed else "a code has two letters, as DE or US"
    raise InvalidInput("", f"There is no country “{text}”; {hint}.")


def _subdivision(spoken: HolidayBase, country: str, text: str) -> str:
    """The part of a country, from its code or its name; raises InvalidInput with the nearest ones."""
    known = {fold(part): part for part in spoken.subdivisions}
    known |= {fold(name): part for name, part in spoken.subdivisions_aliases.items()}
    wanted = fold(text)
    if wanted in known:
        return known[wanted]
    if not spoken.subdivisions:
        raise InvalidInput("", f"{country} has no parts with holidays of their own: say {country} alone.")
    near: Sequence[str] = get_close_matches(wanted, known, n=_NEAR, cutoff=0.6)
    parts = [known[found] for found in near] or spoken.subdivisions[:_MOST_LISTED]
    hint = "near it are" if near else "there are"
    raise InvalidInput("", f"{country} has no part “{text}”; {hint} {_listed(parts)}.")


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(texts))
