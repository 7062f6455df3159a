"""The form of dates in files."""

from __future__ import annotations

from datetime import date
from functools import lru_cache


@lru_cache(maxsize=4_096)  # many milestones share a date, and formatting one takes longer than finding it
def iso(day: date | None) -> str | None:
    """Return a date as 2026-11-22."""
    return None if day is None else day.isoformat()
