"""People and their work as plain text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from milestone_tui.exchange.table.page import Page, Row, Tone
from milestone_tui.exchange.table.writer import Column
from milestone_tui.plan.analysis.overload import span_words, work_days_words, work_words
from milestone_tui.plan.analysis.person_work import OpenWork, PersonWork, ShownPerson, WorkWeek
from milestone_tui.plan.language.wording import date_words, days_of_work_words, due_words, list_words, working_days

_MOST_ROLES = 12
_MILESTONES = (
    Column("project"),
    Column("milestone", least=16),
    Column("due", right_aligned=True),
    Column("in", head="", expendable=2),
    Column("part", least=5, expendable=3),
    Column("effort", right_aligned=True),
    Column("float", expendable=1, right_aligned=True),
)


def write_people(everybody: Sequence[PersonWork], today: date, page: Page) -> None:
    """Add a line for each person, with the work of the next weeks."""
    weeks = [week.monday for week in everybody[0].weeks]
    columns = (
        Column("name", least=8),
        Column("open", right_aligned=True),
        Column("approves", expendable=2, right_aligned=True),
        Column("days a week", expendable=1, head="DAYS/WK", right_aligned=True),
        *(
            Column("week", expendable=6 - place if place else 0, head=date_words(monday, today), right_aligned=True)
            for place, monday in enumerate(weeks)
        ),
        Column("later", right_aligned=True),
    )
    page.table(columns, ("", [_person(one) for one in everybody]))


def _person(one: PersonWork) -> Row:
    texts = (
        one.person.name,
        str(one.open or ""),
        str(one.approves or ""),
        days_of_work_words(one.person.capacity) if one.person.capacity else "",
        *map(_week, one.weeks),
        f"{work_words(one.later)} d" if one.later else "",
    )
    return Row(texts, Tone.BAD if any(week.over for week in one.weeks) else None)


def _week(week: WorkWeek) -> str:
    away = " away" if week.away_days else ""
    return f"{work_words(week.load)} d{' !' if week.over else away}" if week.load else away.strip()


def write_person(shown: ShownPerson, today: date, page: Page) -> None:
    """Add everything about one person."""
    work, person = shown.work, shown.work.person
    page.head(person.name, person.organisation, person.email)
    roles = list_words([f"{role.project_key} {role.role}" for role in work.roles], _MOST_ROLES)
    waiting = f", {work.waiting} submitted" if work.waiting else ""
    page.facts(
        (
            ("roles", roles),
            ("days a week", days_of_work_words(person.capacity)),
            ("open", f"{work.open} owned or worked on" if work.open else "nothing"),
            ("approves", f"{work.approves} open{waiting}" if work.approves else ""),
            *((f"week of {date_words(week.monday, today)}", _week_words(week)) for week in work.weeks),
            ("later", f"{work_days_words(work.later)} of work" if work.later else ""),
            *(
                ("absent", span_words(one.first_on, one.last_on) + (f", {one.note}" if one.note else ""))
                for one in shown.absences
            ),
        )
    )
    if shown.milestones:
        page.blank()
        page.table(_MILESTONES, ("", [_milestone(one, today) for one in shown.milestones]))


def _week_words(week: WorkWeek) -> str:
    """Return `7 days of work, 4 can be done, too much`."""
    away = f", absent {week.away_days} d" if week.away_days else ""
    able = f"{work_words(week.capacity) if week.capacity else 'none'} can be done"
    load = f"{work_days_words(week.load)} of work" if week.load else "no work"
    over = f", {work_words(week.over)} too much" if week.over else ""
    return f"{load}, {able}{over}{away}"


def _milestone(one: OpenWork, today: date) -> Row:
    m = one.milestone
    return Row(
        (
            one.project_key,
            m.title,
            "" if m.due_on is None else date_words(m.due_on, today),
            "" if m.due_on is None else due_words(m.due_on, today),
            ", ".join(one.parts),
            f"{work_words(one.effort)} d" if one.effort else "",
            "" if one.float_days is None else working_days(one.float_days),
        ),
        Tone.BAD if m.overdue(today) else None,
    )
