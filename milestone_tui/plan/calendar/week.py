"""A working week in words, to and from a mask with bit 0 for Monday."""

from __future__ import annotations

import re

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.language.wording import WEEKDAYS

_DASHES = re.compile(r"\s*(?:[-–—]|\bto\b)\s*")
_BETWEEN = re.compile(r"[\s,;+&/]+|\band\b")


def week_words(mask: int) -> str:
    """Return a week mask as `Mon-Fri` or `Mon, Wed-Fri`: three or more days in a row as a span, also across Sunday."""
    days = [weekday for weekday in range(7) if mask >> weekday & 1]
    if len(days) == 7:
        return "Mon-Sun"
    starts = [day for day in days if (day - 1) % 7 not in days]
    parts: list[str] = []
    for start in starts:
        run = [start]
        while (run[-1] + 1) % 7 in days:
            run.append((run[-1] + 1) % 7)
        names = [WEEKDAYS[day] for day in run]
        parts += [f"{names[0]}-{names[-1]}"] if len(run) > 2 else names
    return ", ".join(parts)


def parse_week(text: str) -> int:
    """Return the mask of `mon-fri`, `sun to thu`, `mon, wed and fri`; raise InvalidInput for `working_days`."""
    mask = 0
    for part in filter(None, _BETWEEN.split(_DASHES.sub("-", text.casefold().strip()))):
        first, _, last = part.partition("-")
        start = _weekday(first)
        end = _weekday(last) if last else start
        for step in range((end - start) % 7 + 1):
            mask |= 1 << (start + step) % 7
    if not mask:
        raise InvalidInput("working_days", "Enter at least one working day, such as Mon-Fri or Sun, Tue and Thu.")
    return mask


def _weekday(word: str) -> int:
    for number, name in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")):
        if len(word) >= 2 and name.startswith(word.rstrip(".")):
            return number
    raise InvalidInput("working_days", f'"{visible(word[:20])}" is not a weekday. Try Mon-Fri.')
