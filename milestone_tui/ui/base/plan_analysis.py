"""The analysis of a plan: health, percents, float and links, computed once for title and chart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from milestone_tui.plan.analysis.health import judge
from milestone_tui.plan.analysis.progress import planned_percent, weighted_percent
from milestone_tui.plan.analysis.signals import NONE, Signals
from milestone_tui.plan.analysis.thresholds import DEFAULTS, Thresholds
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.language.wording import percent_words
from milestone_tui.plan.model import Health, Plan, Verdict
from milestone_tui.plan.network.network import Network
from milestone_tui.ui.renderer import HEALTH_MARKS, Line, cells, fit, line_width
from milestone_tui.ui.theme import Ink

_FINDING_LEAST = 20
"""Cells below which a finding is dropped instead of cut."""


@dataclass(frozen=True, slots=True)
class PlanAnalysis:
    """The figures that depend on a whole plan."""

    verdict: Verdict
    percent: int | None
    planned: int | None
    floats: Mapping[int, int]
    """Total float in working days by milestone."""
    frees: Mapping[int, int]
    """Free float in working days, of milestones with an open successor."""
    critical: frozenset[int]
    drivers: Mapping[int, int]
    """The driving predecessor of each milestone."""
    violated: frozenset[tuple[int, int]]
    """Predecessor and successor of each link whose successor is too soon."""
    early: Mapping[int, Mapping[int, int]]
    """The violated links of each milestone: the other end, with the missing working days."""
    abroad: Mapping[int, str]
    """The project key of each linked milestone of another project."""
    at_risk: frozenset[int]
    """The milestones that have a finding."""


def analyse_plan(
    plan: Plan, others: Sequence[Plan], today: date, signals: Signals = NONE, thresholds: Thresholds = DEFAULTS
) -> PlanAnalysis:
    """Analyse a plan with its linked plans `others`; takes a tenth of a second for 10,000 milestones.

    `signals` and `thresholds` are what `judge` takes.
    """
    network = Network.of([plan, *others])
    verdict = judge(
        plan.project,
        plan.milestones,
        plan.links,
        today,
        network=network,
        signals=signals,
        thresholds=thresholds,
    ).verdict
    return PlanAnalysis(
        verdict=verdict,
        percent=weighted_percent(plan.milestones),
        planned=planned_percent(plan.milestones, today),
        floats=network.total_floats,
        frees={id_: left for id_, left in network.free_floats.items() if left is not None},
        critical=network.critical,
        drivers={id_: link.predecessor_id for id_, link in network.driving_predecessors.items()},
        violated=frozenset((link.predecessor_id, link.successor_id) for link in network.violated),
        early=_early(network),
        abroad=_abroad(plan, others),
        at_risk=frozenset(
            finding.milestone_id
            for finding in verdict.findings
            if finding.milestone_id is not None and finding.health.severity >= Health.AT_RISK.severity
        ),
    )


def _abroad(plan: Plan, others: Sequence[Plan]) -> Mapping[int, str]:
    ends = {id_ for link in plan.links for id_ in (link.predecessor_id, link.successor_id)} if others else set()
    return {m.id: other.project.key for other in others for m in other.milestones if m.id in ends}


def _early(network: Network) -> Mapping[int, Mapping[int, int]]:
    early: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for link, slack, end in zip(network.links, network.slacks, network.ends, strict=True):
        if slack is not None and slack < 0 and network.movable[end]:
            early[link.predecessor_id][link.successor_id] = early[link.successor_id][link.predecessor_id] = -slack
    return early


def analysis_line(judged: PlanAnalysis, room: int, *, cuts: bool = True) -> Line:
    """Return health, worst finding and percents in `room` cells.

    `cuts`: a finding that does not fit is cut; otherwise it is left out.
    """
    glyph, ink = HEALTH_MARKS[judged.verdict.health]
    health = (f"{glyph} {judged.verdict.health.value}", ink)
    percents: Line = ()
    room -= line_width((health,))
    if judged.percent is not None:
        percents = (("   " + percent_words(judged.percent), Ink.BRIGHT),)
        planned = f" (plan {percent_words(judged.planned)})" if judged.planned is not None else ""
        if line_width(percents) + len(planned) <= room:
            percents = (*percents, (planned, Ink.DIM))
    room -= line_width(percents) + 2
    text = judged.verdict.findings[0].text if judged.verdict.findings else ""
    if not text or room < _FINDING_LEAST or not (cuts or cells(visible(text)) <= room):
        return (health, *percents)
    return (health, ("  " + fit(text, room).rstrip(), Ink.TEXT), *percents)
