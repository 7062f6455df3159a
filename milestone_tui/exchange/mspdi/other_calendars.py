"""The calendars of single tasks and people in a Microsoft Project plan, which are not read but reported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from milestone_tui.exchange.mspdi.calendar import PlanCalendar, calendar_chain, plan_calendar
from milestone_tui.exchange.mspdi.tasks import NO_CALENDAR, TaskRow
from milestone_tui.exchange.xml_tree import Element
from milestone_tui.plan.imported import Skipped
from milestone_tui.plan.language.wording import count_words

_MOST_COMPARED = 100
"""Calendars whose days are compared with the plan's; beyond that, a calendar with days of its own counts as another."""


def unread_calendars(project: Element, rows: Sequence[TaskRow], plans: PlanCalendar) -> Iterator[Skipped]:
    """Yield a remark on tasks, and on people with tasks, whose calendars have other working days than the plan's."""
    others = _Others(project, plans)
    tasks = sum(1 for row in rows if not row.summary and others.has(row.element.text("CalendarUID")))
    if tasks:
        what = count_words(tasks, "task with a calendar of its own", "tasks with a calendar of their own")
        yield Skipped("", what, "imported with the dates, but lags count the plan's working days")
    assigned = {assignment.text("ResourceUID") for assignment in project.each("Assignments", "Assignment")}
    people = sum(
        1
        for resource in project.each("Resources", "Resource")
        if resource.text("UID") in assigned and others.has(resource.text("CalendarUID"))
    )
    if people:
        what = count_words(people, "person with a calendar of their own", "people with a calendar of their own")
        yield Skipped("", what, "their days off are not those of the plan")


class _Others:
    """The calendars that differ from the plan's."""

    def __init__(self, project: Element, plans: PlanCalendar) -> None:
        self._project = project
        self._plans = plans
        self._calendars = {calendar.text("UID"): calendar for calendar in project.each("Calendars", "Calendar")}
        self._plan_uid = project.text("CalendarUID") or next(iter(self._calendars), "")
        self._known: dict[str, bool] = dict.fromkeys((*NO_CALENDAR, self._plan_uid), False)
        self._compared = 0

    def has(self, uid: str) -> bool:
        """Return whether the calendar with this UID has other working days than the plan's."""
        if uid not in self._known:
            self._known[uid] = uid in self._calendars and self._differs(uid)
        return self._known[uid]

    def _differs(self, uid: str) -> bool:
        calendar = self._calendars[uid]
        has_own_days = any(part.parts for part in calendar.parts)
        if not has_own_days:
            return self.has(calendar.text("BaseCalendarUID")) if self._is_sound(uid) else False
        if self._compared >= _MOST_COMPARED:
            return True
        self._compared += 1
        return plan_calendar(self._project, uid).days != self._plans.days

    def _is_sound(self, uid: str) -> bool:
        """Return whether the base calendars of a calendar come to an end."""
        return calendar_chain(self._project, uid)[0].text("BaseCalendarUID") not in self._calendars
