"""The days off of a new project: the public holidays of the country in the settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.inputs import HolidayInput


def years_of_fields(fields: Mapping[str, object], today: date) -> range:
    """Return the years of a project with these fields, and the one after."""
    days = [day for name in ("start_on", "target_on") if isinstance(day := fields[name], date)] or [today]
    return range(min(days).year, max(days).year + 2)


def usual_days_off(country: str, years: range) -> Sequence[HolidayInput]:
    """Return the public holidays of a country; none for an unknown country."""
    if not country:
        return ()
    from milestone_tui.exchange.days_off.country import country_holidays  # late: it is big

    with suppress(InvalidInput):  # the settings file may say anything
        return [HolidayInput(holiday.day, holiday.name) for holiday in country_holidays(country, years)]
    return ()
