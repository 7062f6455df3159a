"""Projects in a table: how each stands, when it ends, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from milestone_tui.plan.model import Health
from milestone_tui.report.blocks import Cell, Column, Section, Table, Tone
from milestone_tui.report.health import health_tone, health_words, shown_health
from milestone_tui.report.material import Material
from milestone_tui.report.present import Figures, against_plan, figures_of


def overview_section(key: str, materials: Iterable[Material], *, has_reasons: bool = False) -> Section:
    """Return the table of these projects; with the worst reason of each if it should."""
    found = tuple(materials)
    rows = tuple(_row(of, has_reasons) for of in found)
    blocks = (Table(_columns(found[0], has_reasons), rows),) if found else ()
    title = found[0].words.say(f"overview.{key}_title") if found else ""
    return Section(key, title, blocks)


def worst_first(materials: Iterable[Material]) -> Sequence[Material]:
    """Return the projects by health, the worst first, then by slip of the finish, the latest first, and by key."""

    def place(of: Material) -> tuple[int, int, str]:
        figures, health = figures_of(of), shown_health(of).health
        late = 0
        if figures.finish is not None and figures.baseline_finish is not None:
            late = (figures.finish - figures.baseline_finish).days
        return (0 if health is None else -health.severity, -late, of.project.key)

    return sorted(materials, key=place)


def _columns(of: Material, has_reasons: bool) -> tuple[Column, ...]:
    say = of.words.say
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


def _row(of: Material, has_reasons: bool) -> tuple[Cell, ...]:
    shown, figures = shown_health(of), figures_of(of)
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


def is_in_danger(of: Material) -> bool:
    """Return whether a project is at risk or off track."""
    return shown_health(of).health in (Health.AT_RISK, Health.OFF_TRACK)
