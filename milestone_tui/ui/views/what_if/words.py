"""Texts of a what-if: the title, the lines below the chart, and the sentence after it was applied."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from rich.cells import cell_len

from milestone_tui.plan.language.move_wording import breaks, following_words, outcome_words
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.language.wording import count_words, date_words, day_words, due_words, long_day, signed
from milestone_tui.plan.model import Finding, Health, Milestone, Project
from milestone_tui.plan.network.move_request import MoveRequest
from milestone_tui.plan.network.move_result import Outcome
from milestone_tui.plan.network.what_if import WhatIf
from milestone_tui.ui.renderer import AT_RISK, OFF_TRACK, ON_TRACK, Line, Span, ended, fit, line_width
from milestone_tui.ui.theme import Ink

_WHAT_IF = "What if "
_NAME_LEAST, _NAME_MOST = 12, 40
_PROJECT_LEAST = 8
"""The least cells of the project's name in the title."""
_NAMED = 2
"""Milestones named when somebody else has moved them."""

_SHORTER = (
    (" working days of", " wd of"),
    (" working day of", " wd of"),
    (" working days too soon", " wd too soon"),
    (" working day too soon", " wd too soon"),
    (" milestones move", " move"),
    (" milestone moves", " moves"),
    (" of float used", " of float"),
    (" more move", " move"),
    ("    ", "  "),
    (" wd of float", " wd float"),
)
"""Shorter forms of the words below the chart, tried in this order."""

_MARKS = {Health.OFF_TRACK: (OFF_TRACK, Ink.BAD), Health.AT_RISK: (AT_RISK, Ink.WARN)}


def title_lines(
    project: Project, view: str, room: int, headline: Callable[[int], Line], brief: Callable[[int], Line]
) -> tuple[Line, Line]:
    """Return the left and the right part of the title of a `view`, which together have `room` cells.

    `headline` and `brief` return the move in the cells that are left: in little room its effect on the finish comes
    before the name of the project.
    """
    key: Line = ((fit(project.key, 12).rstrip(), Ink.BRIGHT),)
    name = f" {fit(project.called, _NAME_MOST).rstrip()}"
    left: Line = (*key, (name, Ink.TEXT), (f"  › {view}", Ink.DIM))
    right = headline(room - line_width(left))
    if not right[-1][0]:
        right = headline(room - line_width(key))
        if not right[-1][0]:
            right = brief(room - line_width(key)) or right
        over = room - line_width((*key, *right))
        left = (*key, (fit(name, over).rstrip(), Ink.TEXT)) if over > _PROJECT_LEAST else key
    return left, right


def headline(now: WhatIf, what: str, today: date, room: int) -> Line:
    """Return `What if Beta release → Mon 14 Dec   finish 18 → 29 Jan · 4 milestones move`, as much as fits.

    `what` is the common name of several milestones, if they have one.
    """
    outcome = now.outcome
    named = bool(what) or now.request.is_single
    verb = "moves" if named and not _is_of_several_projects(now) else "move"
    whither = f" {_destination_words(outcome, now.request, today) or verb}"
    name = _name(now, what)
    room -= len(_WHAT_IF) + cell_len(whither)
    least = min(_NAME_LEAST, cell_len(name))
    tail = tail_words(_parts(now, today), room - least)
    name = fit(name, max(least, min(cell_len(name), room - cell_len(tail)))).rstrip()
    return ((_WHAT_IF, Ink.WARN), (name, Ink.BRIGHT), (whither, Ink.BRIGHT), (tail, finish_ink(outcome)))


def brief_headline(now: WhatIf, what: str, today: date, room: int) -> Line:
    """Return `What if → Mon 14 Dec   finish 18 → 29 Jan`, for little room: the finish matters most.

    One milestone is under the cursor and needs no name; several keep their name but not their date. Return an empty
    line when even that does not fit, and while the finish is not known.
    """
    head = _destination_words(now.outcome, now.request, today) if now.request.is_single else _name(now, what)
    parts = _parts(now, today)
    for kept in (head, ""):
        if tail := tail_words(parts, room - len(_WHAT_IF) - cell_len(kept)):
            start = _WHAT_IF if kept else _WHAT_IF.rstrip()
            return ((start, Ink.WARN), (kept, Ink.BRIGHT), (tail, finish_ink(now.outcome)))
    return ()


def _name(now: WhatIf, what: str) -> str:
    several = f"{len(now.request.ids)} milestones"
    return fit(what or (now.lead.title if now.request.is_single else several), _NAME_MOST).rstrip()


def _is_of_several_projects(now: WhatIf) -> bool:
    milestones, places = now.network.milestones, now.network.places
    return any(milestones[places[id_]].project_id != now.lead.project_id for id_ in now.request.ids)


def _parts(now: WhatIf, today: date) -> tuple[str, ...]:
    """Return the effects for the title, the finish first; targets are below the chart. Empty until they are known."""
    outcome = now.outcome
    parts = outcome_words(outcome, today) if now.is_whole and outcome.moves else ()
    return parts[: len(parts) - len(outcome.targets)]


def tail_words(parts: Iterable[str], room: int) -> str:
    """Return as many of the parts as fit; empty when the first does not."""
    tail = ""
    for part in parts:
        longer = f"{tail} · {part}" if tail else f"   {part}"
        if cell_len(longer) <= room:
            tail = longer
        elif not tail:
            break
    return tail


def _destination_words(outcome: Outcome, request: MoveRequest, today: date) -> str:
    """Return `→ Mon 14 Dec`, or `+1 w +2 wd → from Mon 14 Dec` for several; empty while nothing moves."""
    lead = next((move for move in outcome.moves if move.id == request.ids[0]), None)
    if lead is None:
        return ""
    to = day_words(lead.to) if date_words(lead.to, today) == date_words(lead.to, lead.to) else long_day(lead.to)
    if request.is_single:
        return f"→ {to}"
    parts = [f"{signed(n)} {unit}" for n, unit in ((request.weeks, "w"), (request.working_days, "wd")) if n]
    return f"{' '.join(parts)} → from {to}"


def finish_ink(outcome: Outcome) -> Ink:
    """Return amber for a later finish, green for an earlier one."""
    finish = outcome.finishes[0] if outcome.finishes else None
    if finish is None or finish.before is None or finish.after is None or finish.before == finish.after:
        return Ink.DIM
    return Ink.WARN if finish.after > finish.before else Ink.GOOD


# Below the chart --------------------------------------------------------------------------------------------


def pane_lines(now: WhatIf, reason: str, today: date, room: int) -> tuple[Line, tuple[Line, ...]]:
    """Return the line with the ripple modes, and the facts below it; the reason is where there is room."""
    head = _ways_line(now, room)
    facts = tuple(_fact(finding, room) for finding in breaks(now.outcome, today)) if now.is_whole else ()
    if not reason:
        return head, facts
    why: Line = (("reason: ", Ink.DIM), (visible(reason), Ink.TEXT))
    if line_width((*head, *why)) + 3 <= room:
        return (*head, (" · ", Ink.DIM), *why), facts
    return head, (*facts, ended(why, room))


def _ways_line(now: WhatIf, room: int) -> Line:
    """Return the three ripple modes, then how much moves, in `room` cells."""
    line: list[Span] = []
    for offered in now.ways:
        line += [(offered.value, Ink.BRIGHT if offered is now.mode else Ink.DIM), ("  ", Ink.TEXT)]
    gap = "    " if line else ""
    if not now.is_whole:
        return (*line, (f"{gap}calculating…", Ink.DIM))
    words = gap + (following_words(now.outcome) if now.outcome.moves else "not moved yet")
    for long, short in _SHORTER:
        if line_width(line) + len(words) > room:
            words = words.replace(long, short)
    return (*line, (words, Ink.TEXT))


def _fact(finding: Finding, room: int) -> Line:
    mark, ink = _MARKS.get(finding.health, (ON_TRACK, Ink.GOOD))
    text = visible(finding.text)
    for long, short in _SHORTER:
        if cell_len(text) + 2 > room:
            text = text.replace(long, short)
    return ((f"{mark} ", ink), (text, Ink.TEXT if ink is Ink.GOOD else ink))


# Afterwards -------------------------------------------------------------------------------------------------


def moved_words(outcome: Outcome, what: str, today: date, room: int) -> str:
    """Return `Moved "Beta release": 28 Nov → 14 Dec, in 3 weeks, and 4 more · u to undo`.

    `what` is the common name of several milestones. In a short `room` "in 3 weeks" is left out, then the title cut.
    """
    chosen = [move for move in outcome.moves if move.chosen]
    followers = len(outcome.moves) - len(chosen)
    more = f" and {followers} more" if followers else ""
    if len(chosen) > 1:
        name = f"{fit(what, _NAME_MOST).rstrip()}: " if what else ""
        return f"Moved {name}{count_words(len(chosen), 'milestone')}{more} · u to undo"
    (move,) = chosen
    days = f"{date_words(move.was, today)} → {date_words(move.to, today)}"
    end = f",{more} · u to undo" if more else " · u to undo"
    said = f'Moved "{_title(move.milestone)}": {days}, {due_words(move.to, today)}{end}'
    if cell_len(said) <= room:
        return said
    left = room - cell_len(f'Moved "": {days}{end}')
    return f'Moved "{_title(move.milestone, max(8, left))}": {days}{end}'


def collision_words(
    by: str, seen: Mapping[int, date | None], milestones: Iterable[Milestone], today: date
) -> str | None:
    """Return `raj has just moved "Load test passed" to 7 Dec. The result is updated.`

    Return None when the `milestones` still have the dates that were `seen`.
    """
    others = [m for m in milestones if m.id in seen and m.due_on != seen[m.id]]
    if not others:
        return None
    whom = ", ".join(f'"{_title(m)}" to {date_words(m.due_on, today)}' for m in others[:_NAMED])
    more = f" and {len(others) - _NAMED} more" if len(others) > _NAMED else ""
    return f"{by} has just moved {whom}{more}. The result is updated."


def _title(milestone: Milestone, most: int = 30) -> str:
    return fit(milestone.title, min(30, most)).rstrip()
