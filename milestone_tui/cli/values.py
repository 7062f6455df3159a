"""Values that several commands read: days, a number of days, and the name of the person at the keyboard."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from milestone_tui.errors import InvalidInput

if TYPE_CHECKING:
    from milestone_tui.config import Settings
    from milestone_tui.plan.calendar.workdays import WorkCalendar

_MOST_DAYS = 36_500


def number_of_days(flag: str, text: str) -> int:
    """Return the number of days typed after an option. Raises InvalidInput."""
    if not text.isascii() or not text.isdecimal() or int(text) > _MOST_DAYS:
        raise InvalidInput("", f'{flag} needs a number of days such as 7, not "{text}".')
    return int(text)


def typed_day(flag: str, text: str, today: date, calendar: WorkCalendar, *, past: bool = False) -> date:
    """Return the day typed after an option, such as `fri` or 2026-11-27; raise InvalidInput.

    `calendar` is of the project that the day belongs to; `past`: a weekday, or a date without a year, is the last such
    day.
    """
    from milestone_tui.plan.language.date_reader import parse_date

    try:
        return parse_date(" ".join(text.split()), today, calendar=calendar, past=past, order=settings().date_order)
    except InvalidInput as error:
        raise InvalidInput("", f"{flag}: {error}") from error


def settings() -> Settings:
    """Return the settings of the person at the keyboard. Raises InvalidInput for a file that cannot be read."""
    from milestone_tui.config import load_settings, settings_file

    return load_settings(settings_file())


def my_name(typed: str = "--me") -> str:
    """Return the name of the person at the keyboard, typed as `typed`. Raises InvalidInput if nobody has set it."""
    from milestone_tui.config import settings_file

    if not (me := settings().me):
        raise InvalidInput(
            "",
            f"{typed} has no name yet. "
            f'Press @ on the agenda of the dashboard once, or write me = "your name" into {settings_file()}.',
        )
    return me
