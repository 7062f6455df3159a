"""Base of the screens with a timeline chart: actions that change only how it is viewed."""

from __future__ import annotations

from collections.abc import Mapping

from milestone_tui.plan.analysis.trend import sparks
from milestone_tui.plan.model import Plan
from milestone_tui.store.reader import Reader
from milestone_tui.ui.base.aside import BackgroundRead
from milestone_tui.ui.base.project_screen import ProjectScreen
from milestone_tui.ui.context import Context
from milestone_tui.ui.views.timeline.chart import TimelineChart


class ChartedScreen(ProjectScreen[Plan]):
    """Screen with a chart that zooms and pans; subclasses fill the chart."""

    def __init__(self, context: Context, project_id: int, chart: TimelineChart) -> None:
        super().__init__(context, project_id)
        self.chart = chart
        self._sparks: BackgroundRead[Mapping[int, str]] = BackgroundRead(self, self._take_sparks)

    def read(self, reader: Reader) -> Plan:
        """Read the whole plan."""
        return reader.plan(self.project_id)

    def action_zoom(self, steps: int) -> None:
        """Zoom in around the cursor's date, or out by negative steps."""
        if self._can_look() and not self.chart.zoom(steps):
            self.refuse_zoom(steps)

    def action_pan(self, quarters: int) -> None:
        """Show later dates by quarters of the window, or earlier ones by negative quarters."""
        if self._can_look():
            self.chart.pan(quarters)

    def action_today(self) -> None:
        """Scroll to today."""
        if self._can_look():
            self.chart.to_today()

    def action_fit(self) -> None:
        """Fit the whole project into the width."""
        if self._can_look():
            self.chart.fit()

    def _can_look(self) -> bool:
        """Return whether there is a time axis; refuse the key when there is none."""
        if not self.chart.has_axis:
            self.show_error("No dates to show yet. Give a milestone a date first.")
        return self.chart.has_axis

    def action_floats(self) -> None:
        """Show or hide float, free float and the last due dates."""
        self.chart.with_floats = not self.chart.with_floats
        self.read_sparks()
        self.show_floats()
        self.show_status(
            "Float and free float shown, in working days" if self.chart.with_floats else "Float hidden · f to show it"
        )

    def read_sparks(self) -> None:
        """Read the last due dates of all milestones, if they are shown beside the float."""
        if self.chart.with_floats:
            today = self.context.today
            self._sparks.ask(lambda reader: sparks(reader.held_dates(self.project_id, today), today), self.extent())

    def _take_sparks(self, found: Mapping[int, str] | None) -> None:
        self.chart.sparks = found or {}

    def show_floats(self) -> None:
        """Give the chart the float of its milestones, as far as it is known; for subclasses."""
        raise NotImplementedError

    def action_baselines(self) -> None:
        """Show or hide the baseline dates."""
        self.chart.baselines = not self.chart.baselines
        self.show_status("Baselines shown" if self.chart.baselines else "Baselines hidden · b to show them")
