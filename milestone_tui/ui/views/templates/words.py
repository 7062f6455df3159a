"""Texts about a template: its size, and its milestones by phase."""

from __future__ import annotations

from collections.abc import Sequence

from milestone_tui.plan.language.wording import count_words
from milestone_tui.plan.model import MilestoneKind
from milestone_tui.plan.templates.template import Template
from milestone_tui.ui.renderer import GATE, OPEN, Line, Span, fit
from milestone_tui.ui.theme import Ink

_PHASE = 16
_SEPARATOR: Span = (f" {OPEN} ", Ink.FAINT)


def size_words(template: Template, *, phases: bool = True) -> str:
    """Return `20 milestones in 5 phases, 180 working days`, or the same without the `phases`."""
    words = count_words(len(template.milestones), "milestone")
    if phases and template.phases:
        words = f"{words} in {count_words(len(template.phases), 'phase')}"
    return f"{words}, {count_words(template.length, 'working day')}"


def preview(template: Template, width: int, most: int) -> tuple[Line, ...]:
    """Return a line for each phase with its milestones, gates bright; at most `most` lines of `width` cells."""
    names: Sequence[str] = [*template.phases, *([""] if any(not m.phase for m in template.milestones) else [])]
    lines = [_phase_line(template, name, width) for name in names]
    if len(lines) <= most:
        return tuple(lines)
    left = count_words(len(lines) - most + 1, "more phase")
    return (*lines[: most - 1], ((f" and {left}", Ink.DIM),))


def _phase_line(template: Template, phase: str, width: int) -> Line:
    """Return `DISCOVERY   Contract signed · Kick-off held · ◈ Requirements signed`, cut to the width."""
    line: list[Span] = [(" " + fit(phase.upper() or "NO PHASE", _PHASE - 1) + " ", Ink.DIM)]
    room = width - 1 - _PHASE
    for m in template.milestones:
        if m.phase != phase or room <= len(_SEPARATOR[0]):
            continue
        if len(line) > 1:
            line.append(_SEPARATOR)
            room -= len(_SEPARATOR[0])
        gate = m.fields["kind"] is MilestoneKind.GATE
        title = fit(f"{GATE} {m.title}" if gate else m.title, room).rstrip()
        line.append((title, Ink.BRIGHT if gate else Ink.TEXT))
        room -= len(title)
    return tuple(line)
