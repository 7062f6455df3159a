"""People and their work as JSON records."""

from __future__ import annotations

from datetime import date

from milestone_tui.exchange.iso import iso
from milestone_tui.exchange.json.records import Record
from milestone_tui.plan.analysis.person_work import PersonWork, ShownPerson
from milestone_tui.plan.analysis.workload import DAY


def person_record(one: PersonWork) -> Record:
    """Return a person with the work of the next weeks; work and capacity are days of work."""
    person = one.person
    return {
        "id": person.id,
        "name": person.name,
        "email": person.email or None,
        "organisation": person.organisation or None,
        "days_a_week": str(person.capacity),
        "open": one.open,
        "approves": one.approves,
        "submitted": one.waiting,
        "roles": [{"project": role.project_key, "role": role.role.value} for role in one.roles],
        "weeks": [
            {
                "monday": iso(week.monday),
                "work_days": week.load / DAY,
                "capacity_days": week.capacity / DAY,
                "over_days": week.over / DAY,
                "away_days": week.away_days,
            }
            for week in one.weeks
        ],
        "later_days": one.later / DAY,
    }


def full_person_record(shown: ShownPerson, today: date) -> Record:
    """Return a person with their open milestones and absences."""
    return {
        **person_record(shown.work),
        "milestones": [
            {
                "id": one.milestone.id,
                "project": one.project_key,
                "title": one.milestone.title,
                "due_on": iso(one.milestone.due_on),
                "overdue": one.milestone.overdue(today),
                "parts": [*one.parts],
                "effort_days_left": None if one.effort is None else one.effort / DAY,
                "total_float_days": one.float_days,
            }
            for one in shown.milestones
        ],
        "absences": [
            {"first_on": iso(one.first_on), "last_on": iso(one.last_on), "note": one.note or None}
            for one in shown.absences
        ],
    }
