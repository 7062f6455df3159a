"""Write projects as a Gantt diagram for Mermaid, which Markdown viewers draw."""

from __future__ import annotations

import re
from collections.abc import Iterator

from milestone_tui.exchange.export import PlanExport, ProjectExport, Written
from milestone_tui.plan.imported import Skipped
from milestone_tui.plan.language.text import storable, visible
from milestone_tui.plan.language.wording import count_words
from milestone_tui.plan.model import Milestone, MilestoneState

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MARKS = {
    ":": "：",
    ";": "；",
    "#": "＃",
    "%": "％",
    ",": "，",
    "<": "＜",
    ">": "＞",
    '"': "＂",
    "`": "｀",
    "{": "｛",
    "}": "｝",
}
"""Characters that mean something to Mermaid, and those of the same look that do not."""
_WORDS = re.compile(
    r"(?:gantt|dateformat|axisformat|tickinterval|includes|excludes|inclusiveenddates|topaxis|todaymarker|weekday|weekend"
    r"|title|section|click|call|href|acctitle|accdescr)\b|\d{4}-",
    re.IGNORECASE,
)
"""What begins a statement: a name that begins so is put in quotes."""
_ADDRESS = re.compile(r"https?://[^\s\"<>`]+", re.ASCII)


def write_mermaid(export: PlanExport) -> Written:
    """Return a diagram with a section for each phase, and the links as comments, since a diagram has none.

    A milestone whose deliverable is an address can be clicked. One without a date cannot be drawn.
    """
    title = ", ".join(one.project.name for one in export.projects)
    lines = ["gantt", f"    title {_text(title)}", "    dateFormat YYYY-MM-DD", *_days_off(export)]
    skipped = []
    for one in export.projects:
        lines += _sections(one, several=len(export.projects) > 1)
        undated = sum(m.on is None for m in one.plan.milestones)
        if undated:
            skipped.append(Skipped("", f"{count_words(undated, 'milestone')} of {one.project.key}", "without a date"))
    return Written("\n".join([*lines, ""]).encode(), tuple(skipped))


def _days_off(export: PlanExport) -> Iterator[str]:
    """Yield the lines of the days off and worked days, which concern the width only, for projects that share them."""
    found = {(one.project.working_days, one.days_off, one.days_worked) for one in export.projects}
    if len(found) == 1:
        week, holidays, worked = found.pop()
        off = [name for bit, name in enumerate(_WEEKDAYS) if not week >> bit & 1]
        if off or holidays:
            yield f"    excludes {', '.join([*off, *map(str, holidays)])}"
        if worked:
            yield f"    includes {', '.join(map(str, worked))}"


def _sections(one: ProjectExport, *, several: bool) -> Iterator[str]:
    held = {m.id: m for m in one.plan.milestones if m.on is not None}
    for phase, milestones in one.by_phase:
        shown = [m for m in milestones if m.id in held]
        if shown:
            names = (one.project.name, phase) if several else (phase or one.project.name,)
            yield f"    section {_text(' / '.join(name for name in names if name))}"
            yield from map(_milestone, shown)
    for m in held.values():
        if _ADDRESS.fullmatch(m.deliverable):
            yield f'    click m{m.id} href "{m.deliverable}"'
    for link in one.links:
        if {link.predecessor_id, link.successor_id} <= held.keys():
            yield f"    %% m{link.predecessor_id} --> m{link.successor_id}, lag {link.lag} wd"


def _milestone(m: Milestone) -> str:
    tags = ["milestone", *(["done"] if m.state is MilestoneState.DONE else [])]
    title = f"{m.title} (cancelled)" if m.state is MilestoneState.CANCELLED else m.title
    return f"    {_text(title)} :{', '.join(tags)}, m{m.id}, {m.on}, 0d"


def _text(text: str) -> str:
    """Return a name that Mermaid takes for nothing else."""
    shown = "".join(_MARKS.get(character, character) for character in visible(storable(text))).strip()
    return f"“{shown}”" if _WORDS.match(shown) else shown or "–"
