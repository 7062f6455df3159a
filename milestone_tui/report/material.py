"""What the sections of a report are made from, and what several of them say."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple

from milestone_tui.plan.analysis.comparison import PeriodComparison, compare_period
from milestone_tui.plan.analysis.health import Judgement, Rule, judge
from milestone_tui.plan.audience import Audience
from milestone_tui.plan.calendar.any_day import day_before
from milestone_tui.plan.model import Health, Milestone, Project
from milestone_tui.plan.network.network import Network
from milestone_tui.plan.report_state import ReportState
from milestone_tui.report.blocks import Cell, Tone
from milestone_tui.report.words import Words

TONES: Mapping[Health, Tone] = {
    Health.COMPLETED: Tone.GOOD,
    Health.ON_TRACK: Tone.GOOD,
    Health.AT_RISK: Tone.WARN,
    Health.OFF_TRACK: Tone.BAD,
}
_LATENESS = (Rule.OVERDUE, Rule.SLIP, Rule.DEADLINE)


class Material(NamedTuple):
    """Everything that the audience may know of a project, with the words to say it."""

    state: ReportState
    period: PeriodComparison
    audience: Audience
    words: Words
    judgement: Judgement
    tones: Mapping[int, Tone]
    """How the health of the project looks at each milestone; one that no rule speaks of is missing."""
    late: Mapping[int, Tone]
    """The same by the rules about its dates alone."""
    named: Mapping[int, str]
    """What the reader calls the projects of the report, by id."""

    @property
    def today(self) -> date:
        """The day of the report."""
        return self.state.day

    @property
    def project(self) -> Project:
        """The project of the report."""
        return self.state.plan.project

    @property
    def client(self) -> str:
        """The name of the client, or words for one without a name."""
        return self.project.client or self.words.say("head.unnamed_client")

    @property
    def name(self) -> str:
        """What the reader calls the project."""
        return self.named[self.project.id]

    def day(self, day: date) -> str:
        """Return a date in a sentence."""
        return self.words.day(day, self.today)

    def day_cell(self, day: date | None) -> Cell:
        """Return a date as a cell; empty for None."""
        return Cell("" if day is None else self.words.short_day(day, self.today), day)

    def days(self, number: int) -> str:
        """Return a number of calendar days."""
        return self.words.counted("day", number)

    def slip(self, milestone: Milestone) -> str:
        """Return how a milestone stands to its baseline date; empty if there is none."""
        days = milestone.slip(self.today)
        if days is None:
            return ""
        return self.words.say(
            "slip.none" if not days else f"slip.{'late' if days > 0 else 'early'}", days=self.days(abs(days))
        )

    def slip_tone(self, milestone: Milestone) -> Tone:
        """Return whether the slip of a milestone is good or bad news; float eases that of an open one, as in health."""
        days = milestone.slip(self.today) or 0
        if days > 0 and milestone.is_open:
            return self.late.get(milestone.id, Tone.PLAIN)
        return self.shift_tone(days, milestone.on)

    def shift_tone(self, days: int, to: date | None) -> Tone:
        """Return whether it is good or bad news that a date shifted by so many days, by the thresholds of slip."""
        if days <= 0 or to is None:
            return Tone.GOOD if days < 0 else Tone.PLAIN
        limits = self.judgement.verdict.limits
        shifted = self.project.calendar.between(day_before(to, days), to)
        return Tone.BAD if shifted > limits.red_slip else Tone.WARN if shifted > limits.amber_slip else Tone.PLAIN

    def state_tone(self, milestone: Milestone) -> Tone:
        """Return whether a milestone is good or bad news: done, or how the health of the project looks at it."""
        return Tone.GOOD if milestone.done_on is not None else self.tones.get(milestone.id, Tone.PLAIN)


def material_of(
    state: ReportState, audience: Audience, words: Words, network: Network, named: Mapping[int, str]
) -> Material:
    """Return what a report on a project is made from; `network` also has the projects that links lead to."""
    plan = state.plan
    judgement = judge(
        plan.project,
        plan.milestones,
        plan.links,
        state.day,
        network=network,
        signals=state.signals,
        thresholds=state.thresholds,
    )
    return Material(
        state,
        compare_period(state.before, state.after, state.moves),
        audience,
        words,
        judgement,
        _tones(judgement, tuple(Rule)),
        _tones(judgement, _LATENESS),
        named,
    )


def _tones(judgement: Judgement, rules: Collection[Rule]) -> dict[int, Tone]:
    """Return the tone of the worst finding by these rules, by milestone; findings come worst first."""
    found: dict[int, Tone] = {}
    for finding, fired in zip(judgement.verdict.findings, judgement.fired, strict=False):
        if finding.milestone_id is not None and finding.health is not Health.ON_TRACK and fired.rule in rules:
            found.setdefault(finding.milestone_id, TONES[finding.health])
    return found
