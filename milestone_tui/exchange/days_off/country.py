"""The public holidays of a country or region."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

from milestone_tui.errors import InvalidInput
from milestone_tui.exchange.days_off.formats import merge_by_day
from milestone_tui.plan.imported import IncomingHoliday
from milestone_tui.plan.language.text import fold

if TYPE_CHECKING:
    from holidays import HolidayBase

_ENGLISH = "en_US"
_NEAR = 4
"""Codes that the refusal of an unknown code suggests."""
_MOST_LISTED = 60


def country_holidays(code: str, years: range) -> tuple[IncomingHoliday, ...]:
    """Return the public holidays in `years`; `code` is ISO 3166, with a region after a dash: DE, DE-BY, US-CA.

    The names are English if available, else in the language of the country.

    Raises:
        InvalidInput: the country or region is unknown (with suggestions), or there is no data for `years`.
    """
    from holidays import country_holidays as library

    country, _, region = code.strip().partition("-")
    country = _country(country.strip())
    calendar = library(country)
    subdivision = _region(calendar, country, region.strip()) if region.strip() else None
    # Explicit, as otherwise the names follow the locale of the machine.
    language = calendar.default_language
    if not (language or "").startswith("en") and _ENGLISH in (calendar.supported_languages or ()):
        language = _ENGLISH
    found = library(country, subdiv=subdivision, years=years, language=language)
    if not found:
        span = f"{years[0]}" if len(years) == 1 else f"{years[0]} to {years[-1]}"
        raise InvalidInput("", f"No public holidays are known for {code} in {span}. Choose other years.")
    return merge_by_day(sorted(found.items()))


def _country(text: str) -> str:
    """Return the code of a country from its code or name. Raises InvalidInput with suggestions."""
    from holidays.registry import COUNTRIES

    # Each entry: the class, then the codes: two letters, three letters, and a few old ones.
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
    hint = f"Similar: {listed}" if listed else "Use a two-letter code such as DE or US"
    raise InvalidInput("", f'There is no country "{text}". {hint}.')


def _region(calendar: HolidayBase, country: str, text: str) -> str:
    """Return the code of a region from its code or name. Raises InvalidInput with suggestions."""
    known = {fold(region): region for region in calendar.subdivisions}
    known |= {fold(name): region for name, region in calendar.subdivisions_aliases.items()}
    wanted = fold(text)
    if wanted in known:
        return known[wanted]
    if not calendar.subdivisions:
        raise InvalidInput("", f"{country} has no regional holidays. Use {country}.")
    near: Sequence[str] = get_close_matches(wanted, known, n=_NEAR, cutoff=0.6)
    regions = [known[found] for found in near] or calendar.subdivisions[:_MOST_LISTED]
    hint = "Similar:" if near else "Choose from"
    raise InvalidInput("", f'{country} has no region "{text}". {hint} {_listed(regions)}.')


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(texts))
