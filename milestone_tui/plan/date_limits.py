"""The range of dates that a plan may have, for typed dates and for imported ones."""

from __future__ import annotations

from datetime import date

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Years of the first and last date; other programs write dates beyond for "never" or "unknown" (9999-12-31)."""
FIRST_DAY, LAST_DAY = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
EARLY = date(1950, 1, 1)
"""An imported date before this is kept but reported: it is probably a mistake."""
NO_DAYS = frozenset(
    (
        *(date(1899, 12, 30), date(1899, 12, 31), date(1900, 1, 1), date(1904, 1, 1)),  # spreadsheets, Access, Delphi
        *(date(1, 1, 1), date(1601, 1, 1), date(1753, 1, 1)),  # .NET, Windows, SQL Server
        *(date(9999, 12, 30), date(9999, 12, 31)),
    )
)
"""The days that programs write for "no date", and nobody else does."""
LIMITS = f"dates go from {FIRST_YEAR} to {LAST_YEAR}"


def within_limits(day: date) -> bool:
    """Return whether a plan may have the date `day`."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def is_plausible(day: date) -> bool:
    """Return whether an imported date is one: within the limits, and no program's day for "no date"."""
    return within_limits(day) and day not in NO_DAYS


def no_date(text: object) -> str:
    """Return the reason, for a report, why `text` is refused although it looks like a date."""
    if isinstance(text, date) and within_limits(text):
        return f"programs write {text} for no date"
    return f"{text} is out of range, {LIMITS}"
