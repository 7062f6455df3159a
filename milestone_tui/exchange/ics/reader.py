"""Read days off from calendar files (.ics, RFC 5545): the days of all-day events.

No library parses the lines: the best one takes 0.1 s to import, refuses a file for one bad line between two events,
finds nothing in a file that is cut off, and does not expand recurring events. Here dateutil expands them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from milestone_tui.exchange.days_off.formats import Holidays, merge_by_day
from milestone_tui.exchange.ics.day_kinds import is_half, is_observance, is_worked
from milestone_tui.exchange.ics.events import Event, events_of, refuse_more
from milestone_tui.exchange.ics.recurrences import Recurrences
from milestone_tui.exchange.ics.whole_days import NotDayOff, WholeDays, whole_days_of
from milestone_tui.plan.date_limits import LIMITS, within_limits
from milestone_tui.plan.imported import Changed, Skipped
from milestone_tui.plan.language.wording import count_words


def read_ics(data: bytes, years: range) -> Holidays:
    """Return the days of the all-day events of a file; recurring ones for each of `years`.

    A day that one event calls worked is no day off.

    Raises:
        ImportRefused: the file is not a calendar file, is damaged, or has no events.
    """
    remarks: list[Changed | Skipped] = []
    named: dict[bool, list[tuple[date, str]]] = {False: [], True: []}
    """Days off, and worked days (True)."""
    events = events_of(data)
    moved = _moved(events)
    recurrences = Recurrences(years)
    for event in events:
        days: Iterable[date] = ()
        where, title = f"line {event.line}", event.name or "an event"
        try:
            every = _days(event, recurrences, moved.get(event.values.get("UID", ""), frozenset()))
            days = [day for day in every if within_limits(day)]
            if len(days) < len(every):
                missing = count_words(len(every) - len(days), "day")
                remarks.append(Changed(where, title, f"imported without {missing}: {LIMITS}"))
            if is_half(event):
                remarks.append(Changed(where, title, "half a day: imported as a whole day off", check=True))
        except NotDayOff as reason:
            remarks.append(Skipped(where, title, str(reason)))
        named[is_worked(event)] += ((day, event.name) for day in days)
        refuse_more(sum(map(len, named.values())))
    worked = merge_by_day(named[True])
    never_off = {entry.day for entry in worked}
    off = (entry for entry in merge_by_day(named[False]) if entry.day not in never_off)
    return Holidays(tuple(off), tuple(remarks), worked)


def _moved(events: Iterable[Event]) -> dict[str, frozenset[date]]:
    """Return for each recurring event, by its UID, the days that other events replace."""
    moved: dict[str, frozenset[date]] = {}
    for event in events:
        day = WholeDays.marked(event).day_of(event.values.get("RECURRENCE-ID", ""))
        if day is not None:
            uid = event.values.get("UID", "")
            moved[uid] = moved.get(uid, frozenset()) | {day}
    return moved


def _days(event: Event, recurrences: Recurrences, moved: frozenset[date]) -> list[date]:
    """Return all days of an event. Raises NotDayOff."""
    if event.values.get("STATUS", "").upper() == "CANCELLED":
        raise NotDayOff("it is cancelled")
    whole = whole_days_of(event)
    if is_observance(event):
        raise NotDayOff("it is an observance, not a day off")
    starts = {whole.first}
    if rule := event.values.get("RRULE", ""):
        starts = set(recurrences.of(rule, whole))
    added = [period for text in event.lists.get("RDATE", ()) if (period := whole.period_of(text)) is not None]
    lengths = dict.fromkeys(starts, whole.length) | dict(added)
    without = {day for text in event.lists.get("EXDATE", ()) if (day := whole.day_of(text)) is not None}
    if "RECURRENCE-ID" not in event.values:
        without |= moved
    try:
        days = [start + timedelta(days=n) for start in sorted(lengths.keys() - without) for n in range(lengths[start])]
    except OverflowError:
        raise NotDayOff("it ends after the last possible date") from None
    return [day for day in days if day.year >= recurrences.since] if rule else days
