"""The range of dates that a plan may have, for typed dates and for imported ones."""

from __future__ import annotations

from datetime import date

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Years of the first and last date; other programs write dates beyond for "never" or "unknown" (9999-12-31)."""
FIRST_DAY, LAST_DAY = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
EARLY = date(1950, 1, 1)
"""An imported date before this is kept but reported: it is probably a mistake."""
LIMITS = f"dates go from {FIRST_YEAR} to {LAST_YEAR}"


def within_limits(day: date) -> bool:
    """Return whether a plan may have the date `day`."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def no_date(text: object) -> str:
    """Return the reason, for a report, why `text` is refused although it looks like a date."""
    return f"{text} is out of range, {LIMITS}"
