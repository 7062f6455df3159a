"""The reports on several projects: of one client with a part for each project, or of all as one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from milestone_tui.report.blocks import Facts, Part, Section, Sentence
from milestone_tui.report.health import health_kind
from milestone_tui.report.material import Material
from milestone_tui.report.merged import merged
from milestone_tui.report.money import money_by_currency
from milestone_tui.report.overview import Standing, overview_section, standing, worst_first
from milestone_tui.report.period import done_section, moved_section, pushed_out_section, reopened_section
from milestone_tui.report.present import acceptance_section, decisions_section, needs_section
from milestone_tui.report.risks import risks_section
from milestone_tui.report.words import Words

_KINDS = ("off_track", "at_risk", "on_track", "on_hold", "completed", "cancelled", "archived", "no_milestones")
"""What the health of a project may be, the worst first."""


def client_sections(materials: Sequence[Material]) -> tuple[Section, ...]:
    """Return what a report says of all projects of a client, before the parts: an overview, and what is wanted."""
    return (
        overview_section("overview", [*map(standing, materials)], materials[0].words),
        merged(materials, needs_section),
        merged(materials, acceptance_section),
    )


def part_of(of: Material, sections: Sequence[Section]) -> Part:
    """Return the part about one project; what is wanted of the reader is before all parts."""
    facts: Facts = {"project": of.project.key, "name": of.project.name}
    kept = tuple(section for section in sections if section.key not in ("needs", "acceptance"))
    return Part(of.name, of.words.say("head.part", project=of.project.key), facts, kept)


def portfolio_sections(materials: Sequence[Material]) -> tuple[Section, ...]:
    """Return what a report says of all projects: those in danger with their reasons first, the quiet ones last."""
    words = materials[0].words
    standings = worst_first(map(standing, materials))
    in_danger = [one for one in standings if one.is_in_danger]
    others = [one for one in standings if not one.is_in_danger]
    ordered = [one.of for one in standings]
    in_turn: tuple[Callable[[Material], Section], ...] = (
        *(needs_section, acceptance_section, done_section, reopened_section, pushed_out_section, moved_section),
        *(risks_section, decisions_section),
    )
    return (
        _counts(standings, words),
        overview_section("attention", in_danger, words, has_reasons=True),
        *map(partial(merged, ordered), in_turn),
        money_by_currency(ordered),
        overview_section("others", others, words),
    )


def _counts(standings: Sequence[Standing], words: Words) -> Section:
    """Return how many projects have which health."""
    counts: Mapping[str, int] = Counter(health_kind(one.of, one.shown.health) for one in standings)
    facts = [f"{counts[kind]} {words.say(f'overview.{kind}')}" for kind in _KINDS if counts[kind]]
    text = words.say("overview.counts", projects=words.counted("project", len(standings)), facts=", ".join(facts))
    record: Facts = {"projects": len(standings), **{kind: counts[kind] for kind in _KINDS}}
    return Section("health", words.say("health.title"), (Sentence(text),), record)
