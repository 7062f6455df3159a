"""Typed lags: `+5wd`, `-2 wd`, `+0`."""

from __future__ import annotations

import re

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.rules import validate_lag

_LAG = re.compile(r"([+-]?[0-9]{1,8}) ?(?:wd)?", re.IGNORECASE)
_OTHER_UNIT = re.compile(r"([+-]?)([0-9]{1,4}) ?(?:d|days?|(w|weeks?))", re.IGNORECASE)
_AT_END = re.compile(r"(.*\S)\s*([+−-][0-9]\S*(?: wd)?)", re.IGNORECASE | re.DOTALL)


def read_lag(text: str) -> int:
    """Return the working days of a typed lag; raise InvalidInput, also for another unit."""
    plain = " ".join(text.split()).replace("−", "-")
    if found := _LAG.fullmatch(plain):
        return validate_lag(int(found[1]))
    if found := _OTHER_UNIT.fullmatch(plain):
        days = int(found[2]) * (5 if found[3] else 1)
        raise InvalidInput("predecessors", f"A lag counts working days. Enter {found[1] or '+'}{days}wd.")
    raise InvalidInput("predecessors", "Enter whole working days, such as +5wd or -2wd.")


def split_lag(text: str) -> tuple[str, str]:
    """Return a title and the lag after it, as in `Wireframes +3wd`; without a lag the whole text and an empty text."""
    found = _AT_END.fullmatch(text.strip())
    return (found[1], found[2]) if found else (text, "")
