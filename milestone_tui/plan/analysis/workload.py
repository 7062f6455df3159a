"""Workload: the effort that is left, by person and week, against the days that the person can work.

`effort_days` is spread evenly over the working days between a milestone's lead-in and its due date (DESIGN.md, section
5; TaskJuggler spreads so as well). What the sources leave open is decided as follows:

- What is left of an effort is `effort_days` less the milestone's percent complete. Done and cancelled milestones leave
  nothing. It falls on today and later: the days of the span that have passed are not worked any more.
- The days are those of the milestone's project, without the person's absences. Where none of them is left, the work
  falls on the first such day from the due date on.
- An overdue milestone is spread from today to the Sunday of this week; on Saturday and Sunday, of the week that comes.
- A person's capacity in a week is their days a week, in proportion to the weekdays they can work on. A day off counts
  as such only if it is one in every project they work for; absences always do.

Effort and capacity are counted in hundredths of a day, so that the weeks of an effort add up to it exactly.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property, reduce
from operator import or_
from typing import NamedTuple

from milestone_tui.plan.calendar.any_day import day_after, day_before
from milestone_tui.plan.calendar.workdays import OFFICE_DAYS, WorkCalendar
from milestone_tui.plan.model import Person, Project
from milestone_tui.plan.monitoring import Absence

DAY = 100
"""Hundredths of a day of work in a day."""
NOTICED = 10
"""Hundredths of a day from which a difference counts as too much, or as room."""
_TO_SUNDAY, _WEEK = 6, 7
_LONGEST_WORK = 36_525
"""Days over which work is spread at most: another program may have written a due date in the year 9999."""
_LONGEST_ABSENCE = 3_660
"""Days of an absence that count; longer ones were written by another program."""


class Effort(NamedTuple):
    """The effort of one person on one open milestone."""

    person_id: int
    milestone_id: int
    project_id: int
    total: int
    """Hundredths of a day, as entered."""
    percent: int = 0
    """Percent complete of the milestone."""
    due_on: date | None = None
    starts_on: date | None = None
    """The first day of the work, after the lead-in; None if nothing comes before it."""

    @property
    def left(self) -> int:
        """The hundredths of a day that are left, rounded up."""
        return self.total - self.total * self.percent // 100


class Part(NamedTuple):
    """What falls on one week of an effort."""

    effort: Effort
    days: int
    """Hundredths of a day."""


class Overload(NamedTuple):
    """A week in which a person has more work than they can do."""

    person_id: int
    monday: date
    load: int
    capacity: int

    @property
    def over(self) -> int:
        """The hundredths of a day that cannot be done."""
        return self.load - self.capacity


def monday_of(day: date) -> date:
    """Return the Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


def counted_monday(today: date) -> date:
    """Return the Monday of this week; on Saturday and Sunday, of the week that comes."""
    return monday_of(today + timedelta(days=2))


Span = Sequence[tuple[date, int]]
"""The Mondays of the weeks of some work, each with its working days from the start up to that Sunday."""


class WorkDays(dict[date, int]):
    """The numbers of the working days up to and including a day, counted once: many milestones share their dates."""

    def __init__(self, calendar: WorkCalendar) -> None:
        super().__init__()
        self.calendar = calendar
        self._spans: dict[tuple[date | None, date, date], Span] = {}

    def __missing__(self, day: date) -> int:
        number = self[day] = self.calendar.count(day)
        return number

    def span(self, starts_on: date | None, due: date, today: date) -> Span:
        """Return the weeks of the work on a milestone, at least one."""
        found = self._spans.get((starts_on, due, today))
        if found is None:
            if due < today:
                start, end = today, day_after(counted_monday(today), _TO_SUNDAY)
            else:
                start = today if starts_on is None else max(today, starts_on)
                end = min(due, day_after(start, _LONGEST_WORK))
            found = tuple(self._weeks(start, end)) or ((monday_of(_first_day(self.calendar, max(today, due))), 0),)
            self._spans[starts_on, due, today] = found
        return found

    def _weeks(self, start: date, end: date) -> Iterable[tuple[date, int]]:
        before, monday, given = self[day_before(start)], monday_of(start), 0
        for _ in range((end - monday).days // _WEEK):
            next_monday = day_after(monday, _WEEK)
            upto = self[day_before(next_monday)] - before
            if upto > given:
                yield monday, upto
            given, monday = upto, next_monday
        if (upto := self[end] - before) > given:
            yield monday, upto


def spread(effort: Effort, days: WorkDays, today: date) -> dict[date, int]:
    """Return the hundredths of a day that fall on each week, by its Monday; empty without a due date.

    `days` are those on which the person works on the milestone. The sums up to each Sunday are rounded down, so that
    the weeks add up to what is left.
    """
    left = effort.left
    if effort.due_on is None or not left:
        return {}
    return dict(_parts(left, days.span(effort.starts_on, effort.due_on, today)))


def _parts(left: int, span: Span) -> Iterable[tuple[date, int]]:
    """Yield what falls on each week of a span, without the weeks on which nothing does."""
    count, given = span[-1][1], 0
    if len(span) == 1:
        yield span[0][0], left
        return
    for monday, worked in span:
        upto = left * worked // count
        if upto > given:
            yield monday, upto - given
        given = upto


def _first_day(calendar: WorkCalendar, day: date) -> date:
    """Return the first working day from a day on; the day itself at the end of the calendar."""
    try:
        return calendar.day(calendar.count(day_before(day)) + 1)
    except (ValueError, OverflowError):
        return day


class _AbleDays(dict[date, int]):
    """How many days of a week, by its Monday, are working days from `today` on in one of several calendars."""

    def __init__(self, own: Sequence[WorkDays], today: date) -> None:
        super().__init__()
        self._own, self._today = own, today
        self.weekdays = reduce(or_, (days.calendar.week for days in own)).bit_count()
        """How many weekdays are in the working week of at least one calendar."""

    def __missing__(self, monday: date) -> int:
        number = self[monday] = self._count(max(monday, self._today), day_after(monday, _TO_SUNDAY))
        return number

    def _count(self, start: date, end: date) -> int:
        if len(self._own) == 1:
            return max(0, self._own[0][end] - self._own[0][day_before(start)])
        week = [day_after(start, day) for day in range((end - start).days + 1)]
        return sum(any(days.calendar.is_working(day) for days in self._own) for day in week)


class _Capacities(dict[date, int]):
    """What can be done in a week, by its Monday, by those with the same days and the same days a week."""

    def __init__(self, able: _AbleDays, a_week: int) -> None:
        super().__init__()
        self._able, self._a_week = able, a_week

    def __missing__(self, monday: date) -> int:
        weekdays = self._able.weekdays
        number = self[monday] = (2 * self._a_week * self._able[monday] + weekdays) // (2 * weekdays)
        return number


class Workload:
    """The work of all people from `today` on, in hundredths of a day."""

    def __init__(
        self,
        today: date,
        projects: Iterable[Project],
        people: Iterable[Person],
        efforts: Iterable[Effort],
        absences: Iterable[Absence] = (),
        involved: Mapping[int, Collection[int]] | None = None,
    ) -> None:
        """`involved`: the projects of the people without effort, by person id; without any, all projects count."""
        self.today = today
        self.projects = {project.id: project for project in projects}
        self.people = {person.id: person for person in people}
        self.efforts: defaultdict[int, list[Effort]] = defaultdict(list)
        for effort in efforts:
            self.efforts[effort.person_id].append(effort)
        self.absences: defaultdict[int, list[Absence]] = defaultdict(list)
        for absence in absences:
            if absence.last_on >= today:
                self.absences[absence.person_id].append(absence)
        self._involved = involved or {}
        self._days: dict[tuple[int, WorkCalendar], WorkDays] = {}
        self._of_projects: dict[tuple[int, int], WorkDays] = {}
        self._capacities: dict[int, _Capacities] = {}
        self._capacities_by: dict[tuple[int, int], _Capacities] = {}
        self._able: dict[tuple[int, bool], _AbleDays] = {}
        self._able_by: dict[tuple[int, tuple[WorkCalendar, ...]], _AbleDays] = {}
        self.weeks = {id_: self._weeks(id_, efforts) for id_, efforts in self.efforts.items()}
        """What falls on each week, by person and Monday."""

    def _weeks(self, person_id: int, efforts: Sequence[Effort]) -> dict[date, int]:
        weeks: dict[date, int] = defaultdict(int)
        own = {id_: self.work_days(person_id, id_) for id_ in {effort.project_id for effort in efforts}}
        for _, _, project_id, total, percent, due, starts_on in efforts:
            left = total - total * percent // 100 if percent else total
            if due is None or not left:
                continue
            span = own[project_id].span(starts_on, due, self.today)
            if len(span) == 1:
                weeks[span[0][0]] += left
            else:
                for monday, days in _parts(left, span):
                    weeks[monday] += days
        return dict(weeks)

    def _spread(self, effort: Effort) -> dict[date, int]:
        return spread(effort, self.work_days(effort.person_id, effort.project_id), self.today)

    @cached_property
    def first_monday(self) -> date:
        """The first week with work: this one; on Saturday and Sunday the next, unless something falls on them."""
        this = monday_of(self.today)
        return this if any(this in weeks for weeks in self.weeks.values()) else counted_monday(self.today)

    # Days --------------------------------------------------------------------------------------------------

    def work_days(self, person_id: int, project_id: int) -> WorkDays:
        """Return the days on which a person works for a project: its working days without their absences."""
        key = (person_id if person_id in self.absences else 0, project_id)
        days = self._of_projects.get(key)
        if days is None:
            days = self._of_projects[key] = self._days_in(self.projects[project_id].calendar, person_id)
        return days

    def _days_in(self, calendar: WorkCalendar, person_id: int, *, absences: bool = True) -> WorkDays:
        is_away = absences and person_id in self.absences
        key = (person_id if is_away else 0, calendar)
        if key not in self._days:
            self._days[key] = WorkDays(self._without_absences(calendar, person_id) if is_away else calendar)
        return self._days[key]

    def _without_absences(self, calendar: WorkCalendar, person_id: int) -> WorkCalendar:
        away: set[date] = set()
        for absence in self.absences.get(person_id, ()):
            first = max(absence.first_on, self.today)
            days = min((absence.last_on - first).days + 1, _LONGEST_ABSENCE)
            away.update(day_after(first, day) for day in range(days))
        return WorkCalendar(calendar.week, {*calendar.holidays} | away, {*calendar.worked} - away)

    def _able_days(self, person_id: int, *, absences: bool) -> _AbleDays:
        """Return the days on which a person can work for any of their projects."""
        found = self._able.get((person_id, absences))
        if found is None:
            works_for = {effort.project_id for effort in self.efforts.get(person_id, ())}
            ids = works_for or self._involved.get(person_id) or self.projects.keys()
            calendars = tuple(dict.fromkeys(self.projects[id_].calendar for id_ in sorted(ids))) or (OFFICE_DAYS,)
            key = (person_id if absences and person_id in self.absences else 0, calendars)
            if key not in self._able_by:
                own = [self._days_in(calendar, person_id, absences=absences) for calendar in calendars]
                self._able_by[key] = _AbleDays(own, self.today)
            found = self._able[person_id, absences] = self._able_by[key]
        return found

    def days(self, person_id: int, monday: date, *, absences: bool = True) -> tuple[int, int]:
        """Return how many days of a week from today on a person can work, and how many weekdays they ever work."""
        able = self._able_days(person_id, absences=absences)
        return able[monday], able.weekdays

    # Figures -----------------------------------------------------------------------------------------------

    def load(self, person_id: int, monday: date) -> int:
        """Return what falls on a week of a person."""
        return self.weeks.get(person_id, {}).get(monday, 0)

    def after(self, person_id: int, monday: date) -> int:
        """Return what falls on a week and all later ones, with everything that has no due date."""
        undated = sum(effort.left for effort in self.efforts.get(person_id, ()) if effort.due_on is None)
        return undated + sum(days for week, days in self.weeks.get(person_id, {}).items() if week >= monday)

    def capacity(self, person_id: int, monday: date) -> int:
        """Return what a person can do in a week, from today on."""
        weeks = self._capacities.get(person_id)
        if weeks is None:
            able, a_week = self._able_days(person_id, absences=True), int(self.people[person_id].capacity * DAY)
            weeks = self._capacities_by.setdefault((id(able), a_week), _Capacities(able, a_week))
            self._capacities[person_id] = weeks
        return weeks[monday]

    def free(self, person_id: int, monday: date) -> int:
        """Return what a person could do besides their work in a week; 0 if that is hardly anything."""
        left = self.capacity(person_id, monday) - self.load(person_id, monday)
        return left if left >= NOTICED else 0

    def overload(self, person_id: int, monday: date) -> Overload | None:
        """Return by how much a person has too much work in a week; None if they have not."""
        load = self.load(person_id, monday)
        if not load or load - (capacity := self.capacity(person_id, monday)) < NOTICED:
            return None
        return Overload(person_id, monday, load, capacity)

    def is_full(self, person_id: int, monday: date) -> bool:
        """Return whether a week of a person has no room left, and no overload."""
        load = self.load(person_id, monday)
        return bool(load) and not self.free(person_id, monday) and self.overload(person_id, monday) is None

    def overloads(self, people: Iterable[int]) -> list[Overload]:
        """Return the weeks in which these people have too much work, the worst first, then the earliest."""
        weeks = ((id_, monday) for id_ in people for monday in self.weeks.get(id_, {}))
        found = [overload for week in weeks if (overload := self.overload(*week)) is not None]
        return sorted(found, key=lambda overload: (-overload.over, overload.monday, overload.person_id))

    def parts(self, person_id: int, monday: date) -> list[Part]:
        """Return what falls on a week of a person by milestone, the biggest part first."""
        found = [Part(effort, self._spread(effort).get(monday, 0)) for effort in self.efforts.get(person_id, ())]
        due = date.max
        return sorted(
            (part for part in found if part.days),
            key=lambda part: (-part.days, part.effort.due_on or due, part.effort.milestone_id),
        )

    def away(self, person_id: int, monday: date) -> list[Absence]:
        """Return the absences of a person in a week."""
        end = day_after(monday, _TO_SUNDAY)
        found = (a for a in self.absences.get(person_id, ()) if a.first_on <= end and a.last_on >= monday)
        return sorted(found, key=lambda absence: absence.first_on)

    def away_days(self, person_id: int, monday: date) -> int:
        """Return how many days of a week a person could work but for absences."""
        if not self.away(person_id, monday):
            return 0
        return self.days(person_id, monday, absences=False)[0] - self.days(person_id, monday)[0]
