"""The order of day and month in a date of numbers alone, such as 5/12."""

from __future__ import annotations

from enum import StrEnum


class DateOrder(StrEnum):
    """The order in which a person writes dates in digits; it decides only if several orders give a date."""

    ASK = "ask"
    """Nobody has said: what can be two days is asked about."""
    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"
