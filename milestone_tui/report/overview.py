"""Projects in a table: how each stands, when it ends, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from milestone_tui.plan.model import Health
from milestone_tui.report.blocks import Cell, Column, Section, Table, Tone
from milestone_tui.report.health import Shown, health_tone, health_words, shown_health
from milestone_tui.report.material import Material
from milestone_tui.report.present import Figures, against_plan, figures_of
from milestone_tui.report.words import Words


class Standing(NamedTuple):
    """How a project stands."""

    of: Material
    shown: Shown
    figures: Figures

    @property
    def is_in_danger(self) -> bool:
        """Whether it is at risk or off track."""
        return self.shown.health in (Health.AT_RISK, Health.OFF_TRACK)


def standing(of: Material) -> Standing:
    """Return how a project stands."""
    return Standing(of, shown_health(of), figures_of(of))


def worst_first(found: Iterable[Standing]) -> Sequence[Standing]:
    """Return projects by health, the worst first, then by slip of the finish, the latest first, and by key."""

    def place(one: Standing) -> tuple[int, int, str]:
        finish, planned, health = one.figures.finish, one.figures.baseline_finish, one.shown.health
        slip = (finish - planned).days if finish is not None and planned is not None else 0
        return (0 if health is None else -health.severity, -slip, one.of.project.key)

    return sorted(found, key=place)


def overview_section(key: str, found: Sequence[Standing], words: Words, *, has_reasons: bool = False) -> Section:
    """Return the table of these projects; with the worst reason of each if it should."""
    rows = tuple(_row(one, has_reasons) for one in found)
    blocks = (Table(_columns(words, has_reasons), rows),) if rows else ()
    return Section(key, words.say(f"overview.{key}_title"), blocks)


def _columns(words: Words, has_reasons: bool) -> tuple[Column, ...]:
    say = words.say
    return (
        Column("project", say("overview.project")),
        Column("health", say("overview.health")),
        *((Column("reason", say("overview.reason")),) if has_reasons else ()),
        Column("percent", say("overview.done"), True),
        Column("planned_percent", say("overview.planned"), True),
        Column("finish", say("overview.finish")),
        Column("against", say("overview.against")),
        Column("next", say("overview.next")),
        Column("next_due_on", ""),
    )


def _row(one: Standing, has_reasons: bool) -> tuple[Cell, ...]:
    of, shown, figures = one
    reason = shown.reasons[0].text if shown.reasons else ""
    against, tone = against_plan(figures, of)
    return (
        Cell(of.name, of.project.key),
        Cell(health_words(of, shown.health), shown.health and shown.health.value, health_tone(of, shown.health)),
        *((Cell(reason, reason),) if has_reasons else ()),
        _percent(figures.percent, of),
        _percent(figures.planned_percent, of),
        of.day_cell(figures.finish),
        Cell(against, against, tone),
        *_next(figures, of),
    )


def _percent(number: int | None, of: Material) -> Cell:
    return Cell("" if number is None else of.words.say("overview.percent", percent=number), number)


def _next(figures: Figures, of: Material) -> tuple[Cell, Cell]:
    if figures.next is None or figures.next_due_on is None:
        return Cell("", None), Cell("", None)
    day = of.words.short_day(figures.next_due_on, of.today)
    late = figures.next_due_on < of.today
    text = of.words.say("overview.next_due", milestone=figures.next, day=day)
    return Cell(text, figures.next, Tone.BAD if late else Tone.PLAIN), Cell("", figures.next_due_on)
