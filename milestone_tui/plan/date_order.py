"""The order of day and month in a date of numbers alone, such as 5/12."""

from __future__ import annotations

from enum import StrEnum


class DateOrder(StrEnum):
    """How a person writes dates in numbers; it decides only where several orders give a day."""

    ASK = "ask"
    """Nobody has said: what can be two days is asked about."""
    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"
