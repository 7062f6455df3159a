"""The one rule for how far dates go, whatever way they come in."""

from __future__ import annotations

from datetime import date

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""What a plan has no dates outside of: programs write such for "never" and "unknown" (0001-01-01, 9999-12-31)."""
FIRST_DAY, LAST_DAY = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
EARLY = date(1950, 1, 1)
"""A date of a file before this is taken, but more often a slip than a plan, so it is told."""
LIMITS = f"dates go from {FIRST_YEAR} to {LAST_YEAR}"


def within_limits(day: date) -> bool:
    """Tell whether a plan may have a date on `day`."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def no_date(text: object) -> str:
    """Return why something that looks like a date is none, for a report."""
    return f"{text} is no date, {LIMITS}"
