"""The pane below the workload grid: the work of a week, what to move and whom to ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from textual.reactive import reactive

from milestone_tui.plan.analysis.overload import (
    cell_words,
    could_wait,
    has_room,
    short_names,
    span_words,
    work_days_words,
    work_words,
)
from milestone_tui.plan.analysis.workload import Part
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.language.wording import count_words, date_words, day_words, list_words, slip_words, working_days
from milestone_tui.plan.model import Milestone
from milestone_tui.plan.people import WorkPlan
from milestone_tui.ui.renderer import Line, cells, ended, fit, line_width
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.detail_pane import DetailPane

_BESIDE = 112
"""Cells from which what could give way stands beside the milestones."""
_MOST_WAITING, _MOST_ROOMS = 2, 3
_GAP = 3
_TITLE_MOST, _NAME_MOST = 30, 20
_LEAST_ADVICE = 2
"""Lines that stay for advice where there is little room."""
CALCULATING = "calculating…"


class WeekData(NamedTuple):
    """What the pane shows of one week of a person."""

    head: Line
    tasks: tuple[Line, ...] = ()
    advice: tuple[Line, ...] = ()


class WorkPane(DetailPane):
    """A rule and the lines about a week of a person, cut to its height."""

    DEFAULT_CSS = "WorkPane { height: 10; }"

    story: reactive[WeekData | None] = reactive(None)

    def lines(self, width: int) -> Sequence[Line]:
        """Return the lines about the week; nothing when there is nobody."""
        return pane_lines(self.story, width, self.size.height - 1) if self.story is not None else ()


def week_data(
    work: WorkPlan,
    person_id: int,
    monday: date,
    milestones: Mapping[int, Milestone],
    floats: Mapping[int, int] | None,
    candidates: Sequence[int],
) -> WeekData:
    """Return what there is to say about a week; `milestones` are those with work in it.

    `floats` is None while it is calculated; `candidates` are the people who may take work.
    """
    workload = work.workload
    is_over = workload.overload(person_id, monday) is not None
    week = date_words(monday, workload.today)
    name = fit(workload.people[person_id].name, 30).rstrip()
    head: Line = (
        (name, Ink.BRIGHT),
        (f"  week of {week}: {cell_words(workload, person_id, monday)}", Ink.BAD if is_over else Ink.TEXT),
        (_away_words(work, person_id, monday), Ink.DIM),
    )
    parts = workload.parts(person_id, monday)
    tasks = tuple(
        _task_line(work, part, milestone)
        for part in parts
        if (milestone := milestones.get(part.effort.milestone_id)) is not None
    )
    if not tasks:
        tasks = _without_work(work, person_id)
    advice = _advice(work, person_id, monday, milestones, floats, candidates) if is_over else ()
    return WeekData(head, tasks, advice)


def _away_words(work: WorkPlan, person_id: int, monday: date) -> str:
    """Return the absences of a week, such as ` · absent 21-31 Dec, holiday`."""
    spans = [
        f"{span_words(absence.first_on, absence.last_on)}{', ' if absence.note else ''}{visible(absence.note)}"
        for absence in work.workload.away(person_id, monday)
    ]
    return f" · absent {' and '.join(spans)}" if spans else ""


def _without_work(work: WorkPlan, person_id: int) -> tuple[Line, ...]:
    """Return how many milestones a person owns and approves for whom no effort was entered."""
    owned, approved = work.owned.get(person_id, 0), work.approves.get(person_id, 0)
    if person_id in work.workload.efforts or not (owned or approved):
        return ()
    words = f"owns {count_words(owned, 'open milestone')}" if owned else ""
    if approved:
        words += f", approves {approved:,}" if owned else f"approves {count_words(approved, 'open milestone')}"
    return (((f"{words}, no effort entered. Press tab for the roles.", Ink.DIM),),)


def _task_line(work: WorkPlan, part: Part, milestone: Milestone) -> Line:
    """Return key, title, due date, days of this week and slip."""
    today = work.workload.today
    late = milestone.overdue(today)
    due = "overdue" if late else day_words(milestone.due_on) if milestone.due_on is not None else ""
    slip = milestone.slip(today)
    slip_ink = Ink.DIM if not slip else Ink.WARN if slip > 0 else Ink.GOOD
    return (
        (fit(work.workload.projects[milestone.project_id].key, 10), Ink.BRIGHT),
        (milestone.title, Ink.TEXT),
        (fit(due, 10), Ink.BAD if late else Ink.DIM),
        (f"{work_words(part.days)} d".rjust(7), Ink.TEXT),
        (slip_words(slip).rjust(9), slip_ink),
    )


def _advice(
    work: WorkPlan,
    person_id: int,
    monday: date,
    milestones: Mapping[int, Milestone],
    floats: Mapping[int, int] | None,
    candidates: Sequence[int],
) -> tuple[Line, ...]:
    """Return which work could move, and who could take it."""
    workload = work.workload
    lines: list[Line] = []
    if floats is None:
        lines.append(((CALCULATING, Ink.DIM),))
    else:
        waiting = could_wait(workload.parts(person_id, monday), floats, workload.today)
        for each in [each for each in waiting if each.milestone_id in milestones][:_MOST_WAITING]:
            title = fit(milestones[each.milestone_id].title, _TITLE_MOST).rstrip()
            later = count_words(each.float_days, "working day")
            lines.append(
                ((f"{title} could be {later} later", Ink.TEXT), (f"  float {working_days(each.float_days)}", Ink.DIM))
            )
        if not waiting:
            lines.append((("Nothing in this week has float", Ink.DIM),))
    rooms = has_room(workload, candidates, person_id, monday)
    names = {
        id_: fit(name, min(_NAME_MOST, cells(name))) for id_, name in short_names(workload.people.values()).items()
    }
    words = [f"{names[room.person_id]} {work_words(room.free)}" for room in rooms]
    if not rooms:
        return (*lines, (("Nobody has free days that week", Ink.DIM),))
    first = f"{names[rooms[0].person_id]} has {work_days_words(rooms[0].free).replace(' day', ' free day')} that week"
    return (*lines, ((list_words([first, *words[1:]], _MOST_ROOMS), Ink.TEXT),))


def pane_lines(data: WeekData, width: int, height: int) -> Sequence[Line]:
    """Return the lines of the pane in `width` cells: the milestones, and the advice beside or below them."""
    blank: tuple[Line, ...] = ((),) if height >= 8 else ()
    room = height - 1 - len(blank)
    if width >= _BESIDE and data.advice:
        wide = width * 11 // 20
        left = _limited([_fitted(line, wide) for line in data.tasks], room)
        advice = [_shortened(line, width - wide - _GAP) for line in data.advice]
        rows = [
            (*_padded(left[y] if y < len(left) else (), wide + _GAP), *(advice[y] if y < len(advice) else ()))
            for y in range(min(room, max(len(left), len(advice))))
        ]
    else:
        spare = max(min(_LEAST_ADVICE, room - 1), room - len(data.tasks))
        kept = data.advice if len(data.advice) <= spare else (*data.advice[: spare - 1], data.advice[-1])
        below = [_shortened(line, width) for line in kept]
        rows = [*_limited([_fitted(line, width) for line in data.tasks], room - len(below)), *below]
    return [ended(line, width) for line in (data.head, *blank, *rows)]


def _limited(lines: list[Line], most: int) -> list[Line]:
    """Return at most this many lines, the last of which counts the others."""
    if len(lines) <= most:
        return lines
    if most <= 1:
        return [((f"{len(lines):,} milestones", Ink.DIM),)]
    return [*lines[: most - 1], ((f"and {len(lines) - most + 1:,} more", Ink.DIM),)]


def _fitted(line: Line, width: int) -> Line:
    """Return the line of a milestone with its title cut or padded, so that the figures end at one edge."""
    if len(line) == 1:
        return line
    key, (title, ink), *rest = line
    room = min(_TITLE_MOST + 14, width - line_width((key, *rest)) - 2)
    return (key, (fit(title, max(8, room)) + "  ", ink), *rest)


def _shortened(line: Line, width: int) -> Line:
    """Return a line of advice without its note if both do not fit."""
    return line if line_width(line) <= width else line[:1]


def _padded(line: Line, width: int) -> Line:
    return (*line, (" " * max(0, width - line_width(line)), Ink.TEXT))
