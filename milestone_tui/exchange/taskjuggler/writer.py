"""Write a project as a TaskJuggler 3 project, with its links and days off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from milestone_tui.exchange.export import PlanExport, ProjectExport, Written
from milestone_tui.plan.imported import Skipped
from milestone_tui.plan.language.text import storable, visible
from milestone_tui.plan.language.wording import count_words
from milestone_tui.plan.model import Link, Milestone, MilestoneState

_MARKS = {'"': '\\"', "${": "＄{", "$(": "＄("}
"""What means something within quotes: the end, and the value of a macro or of the environment."""
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def write_taskjuggler(export: PlanExport) -> Written:
    """Return one project: phases as tasks, milestones with fixed dates, and links with their lags.

    A link that the dates violate would be an error to TaskJuggler, and is a comment. A milestone without a date, and a
    cancelled one, cannot be written.
    """
    one = export.only
    held = {m.id: m for m in one.plan.milestones if m.on is not None and m.state is not MilestoneState.CANCELLED}
    lines = [*_head(one, [m.on for m in held.values() if m.on], export.today), ""]
    owners = dict.fromkeys(m.owner for m in held.values() if m.owner)
    ids = {name: f"person{number}" for number, name in enumerate(owners, start=1)}
    lines += [f"resource {id_} {_quoted(name)}" for name, id_ in ids.items()]
    paths = {}
    for number, (phase, milestones) in enumerate(one.by_phase, start=1):
        paths.update({m.id: f"{f'phase{number}.' if phase else ''}m{m.id}" for m in milestones})
    for number, (phase, milestones) in enumerate(one.by_phase, start=1):
        shown = [m for m in milestones if m.id in held]
        body = [line for m in shown for line in _task(m, one, held, paths, ids)]
        if phase and shown:
            body = [f"task phase{number} {_quoted(phase)} {{", *(f"  {line}" for line in body), "}"]
        lines += body

    lines += ["", 'taskreport "milestones" { formats csv columns name, start, complete }', ""]
    return Written("\n".join(lines).encode(), tuple(_skipped(one, held)))


def _head(one: ProjectExport, days: list[date], today: date) -> Iterator[str]:
    project = one.project
    first = min([*days, project.start_on or today]) - timedelta(days=1)
    last = max([*days, project.target_on or today]) + timedelta(days=30)
    yield f"project {_quoted(project.name)} {first} - {last} {{"
    yield f'  currency "{project.currency}"'
    yield f"  now {min(max(today, first), last)}"
    worked = {day for day in one.days_worked if first <= day <= last and not project.working_days >> day.weekday() & 1}
    # TaskJuggler knows no worked days: their weekdays become working days, and every other such day a day off.
    weekdays = {day.weekday() for day in worked}
    working = [day for bit, day in enumerate(_WEEK) if project.working_days >> bit & 1 or bit in weekdays]
    off = [day for day in _WEEK if day not in working]
    yield f"  workinghours {', '.join(working)} 9:00 - 17:00"
    if off:
        yield f"  workinghours {', '.join(off)} off"
    yield "}"
    leaves = {
        day: "Day off"
        for day in (first + timedelta(days=step) for step in range((last - first).days + 1))
        if day.weekday() in weekdays and day not in worked
    }
    leaves |= {holiday.day: holiday.name or "Day off" for holiday in one.holidays if not holiday.is_worked}
    for day, name in sorted(leaves.items()):
        if first <= day <= last:
            yield f"leaves holiday {_quoted(name)} {day}"


def _task(
    m: Milestone, one: ProjectExport, held: dict[int, Milestone], paths: dict[int, str], people: dict[str, str]
) -> Iterator[str]:
    """Yield the lines of a milestone."""
    yield f"task m{m.id} {_quoted(m.title)} {{"
    yield "  milestone"
    yield f"  start {m.on}"
    for link in one.links:
        if link.successor_id == m.id and link.predecessor_id in held:
            yield f"  {_link(link, one, held, paths)}"
    yield f"  complete {100 if m.state is MilestoneState.DONE else min(99, m.percent)}"
    if m.owner:
        yield f"  responsible {people[m.owner]}"
    if m.notes:
        yield f"  note {_quoted(_plain(m.notes))}"
    yield "}"


def _link(link: Link, one: ProjectExport, held: dict[int, Milestone], paths: dict[int, str]) -> str:
    """Return the line of a link; a comment for one that the dates violate, or with a negative lag."""
    before, after = held[link.predecessor_id].on, held[link.successor_id].on
    assert before is not None and after is not None
    path = paths[link.predecessor_id]
    if link.lag < 0 or one.project.calendar.between(before, after) < link.lag or after < before:
        return f"# depends {path} {{ gaplength {link.lag}d }}"
    # Milestones are at the beginning of their days: from a day off, the first working day back is no gap yet.
    days = link.lag if one.project.calendar.is_working(before) else max(0, link.lag - 1)
    return f"depends {path} {{ gaplength {days}d }}" if days else f"depends {path}"


def _plain(notes: str) -> str:
    """Return notes in which TaskJuggler sees no mark-up."""
    return f"<nowiki>{notes.replace('</', '< /')}</nowiki>"


def _quoted(text: str) -> str:
    """Return a text in quotes, as TaskJuggler reads it."""
    shown = "\n".join(visible(line) for line in storable(text).split("\n"))
    for meant, plain in _MARKS.items():
        shown = shown.replace(meant, plain)
    return f'"{shown} "' if shown.endswith("\\") else f'"{shown}"'  # a backslash only means something before the end


def _skipped(one: ProjectExport, held: dict[int, Milestone]) -> Iterator[Skipped]:
    """Yield what the file cannot hold."""
    for milestone in one.plan.milestones:
        if milestone.id not in held:
            is_cancelled = milestone.state is MilestoneState.CANCELLED
            yield Skipped("", milestone.title, "cancelled" if is_cancelled else "without a date")
    if outside := len(one.plan.links) - len(one.links):
        yield Skipped("", count_words(outside, "link"), "to or from another project")
