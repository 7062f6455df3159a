"""Which words at the end of a title are the day it is due, and not a part of the title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.calendar.workdays import WorkCalendar
from milestone_tui.plan.language.dates import parse_date
from milestone_tui.plan.language.wording import MONTHS

LONGEST_DAY = 4
"""Words of the longest day ("fri 4 dec 2026")."""

PREPOSITIONS = ("on", "by", "due", "until", "till")
"""What leads to a day and goes with it."""

_MONTHS = f"(?:{'|'.join(MONTHS).lower()})[a-z]*"
_PART_OF_A_NAME = (
    r"[0-9]+(?:\.[0-9]+)+(?<!\.[0-9]{4})"  # 2.10 and 2.10.15 are versions, 2.10.2026 is a day
    r"|[0-9]{1,2}/[0-9]{1,2}|[0-9]{1,2}-[0-9]{1,2}-[0-9]{2}|[0-9]{8}"  # 24/7 and numbers of other things
    rf"|(?:[0-9]+|an?) ?(?!{_MONTHS})[a-z]+(?: days?)?"  # 2w and 3 days are lengths, +2w and in 3 days are not
    r"|[0-9]{1,2}\S* [a-z]+\.? '?[0-9]{2}"  # of "Phase 2 dec 10" only "dec 10" is the day
)
_MEANT_AS_A_DAY = (
    rf"[0-9]{{1,2}}(?:st|nd|rd|th|\.)? ?{_MONTHS}\.?(?: [0-9]{{4}})?"
    r"|[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{4}|[0-9]{1,2}/[0-9]{1,2}/[0-9]{2}|[0-9]{4}[/.-][0-9]{1,2}[/.-][0-9]{1,2}"
    r"|[+−-][0-9]+(?:wd|[dwmqy])|in [0-9]+ (?:working )?(?:day|week|month|quarter|year)s?"
)
"""What nobody has in a title: when it is no day, it is a mistake."""


def day_at_end(words: Sequence[str], today: date, calendar: WorkCalendar) -> tuple[int, date | str] | None:
    """Return how many of the last words are a day, and which; None when they are not.

    When they are meant as a day, but are none ("31 feb"), the sentence that says so stands for the day.
    """
    longest = min(LONGEST_DAY, len(words))
    phrases = {count: " ".join(words[-count:]).lower() for count in range(longest, 0, -1)}
    for count, phrase in phrases.items():
        if re.fullmatch(_PART_OF_A_NAME, phrase):
            continue
        try:
            return count, parse_date(phrase, today, calendar=calendar)
        except InvalidInput:
            continue
    for count, phrase in phrases.items():
        if is_meant_as_a_day(phrase):
            try:
                parse_date(phrase, today)
            except InvalidInput as refused:
                return count, str(refused)
    return None


def is_meant_as_a_day(phrase: str) -> bool:
    """Tell whether `phrase` has the shape of a day, be there such a day or not."""
    return re.fullmatch(_MEANT_AS_A_DAY, phrase, re.IGNORECASE) is not None
