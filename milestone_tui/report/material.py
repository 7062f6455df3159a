"""What the sections of a report are made from, and what several of them say."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from milestone_tui.plan.analysis.comparison import PeriodComparison
from milestone_tui.plan.audience import Audience
from milestone_tui.plan.model import Milestone, Project
from milestone_tui.plan.report_state import ReportState
from milestone_tui.report.blocks import Cell
from milestone_tui.report.words import Words


class Material(NamedTuple):
    """Everything that the audience may know, with the words to say it."""

    state: ReportState
    period: PeriodComparison
    audience: Audience
    words: Words

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
