"""The reasons for the figures of a milestone and of a project, as `x` explains them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.analysis.finish import project_finish
from milestone_tui.plan.analysis.progress import planned_percent, weighted_percent
from milestone_tui.plan.explanation import Behind, Explanation
from milestone_tui.plan.language.wording import DASH, count_words, date_words, percent_words, slip_words, working_days
from milestone_tui.plan.model import Health, Milestone, MilestoneState, Plan, Verdict
from milestone_tui.plan.network.network import Network


class Reasons(NamedTuple):
    """A plan with what its figures were computed from."""

    plan: Plan
    network: Network
    """The network of the plan and of all plans linked with it."""
    verdict: Verdict
    today: date

    def of_milestone(self, milestone: Milestone) -> tuple[Explanation, ...]:
        """Return the reasons for slip, float, whether it is critical, and percent."""
        return (self._slip(milestone), self._float(milestone), self._critical(milestone), self._percent(milestone))

    def of_project(self) -> tuple[Explanation, ...]:
        """Return the reasons for health, finish, slip, percent and planned percent."""
        return (self._health(), self._finish(), self._project_slip(), self._weighted(), self._planned())

    # Of a milestone --------------------------------------------------------------------------------------------

    def _slip(self, m: Milestone) -> Explanation:
        days, finish = m.slip(self.today), m.finish(self.today)
        rule = "done date − baseline date" if m.done_on else "due date − baseline date, in calendar days"
        notes: tuple[str, ...] = ()
        if m.baseline_on is None:
            notes = ("Added after the baseline was set." if m.added else "Not in a baseline.",)
        elif m.done_on is None and finish != m.due_on:
            notes = ("It is overdue, so today counts in place of its due date.",)
        numbers = ""
        if days is not None:
            ends = (date_words(day, self.today) for day in (finish, m.baseline_on))
            numbers = f"{' − '.join(ends)} = {slip_words(days)}"
        return Explanation("Slip", slip_words(days), rule, numbers, notes)

    def _float(self, m: Milestone) -> Explanation:
        left = self.network.total_floats.get(m.id)
        rule = "working days from its due date to the latest day on which nothing after it is late"
        if left is None:
            why = "Only an open milestone with a due date has float."
            return Explanation("Float", DASH, rule, notes=(why,))
        late = self._late_day(m)
        ends = (date_words(day, self.today) for day in (m.due_on, late))
        numbers = "" if late is None else f"{' to '.join(ends)} = {working_days(left)}"
        return Explanation("Float", working_days(left), rule, numbers, self._limits(m, late), tuple(self._after(m)))

    def _late_day(self, m: Milestone) -> date | None:
        """Return the latest day on which nothing after it is late; None if that is beyond the calendar."""
        if m.due_on is None:
            return None
        try:
            return self.network.projects[m.project_id].calendar.add(m.due_on, self.network.total_floats[m.id])
        except InvalidInput:
            return None

    def _limits(self, m: Milestone, late: date | None) -> tuple[str, ...]:
        """Return what fixes the latest day of a milestone, besides its successors."""
        project = self.plan.project
        found = []
        if m.deadline_on is not None:
            found.append(f"Deadline {date_words(m.deadline_on, self.today)}.")
        if project.target_on is not None:
            found.append(f"Target of {project.key} {date_words(project.target_on, self.today)}.")
        elif (finish := project_finish(self.plan.milestones, self.today)) is not None:
            found.append(f"Last date of {project.key} {date_words(finish, self.today)}, since it has no target.")
        return tuple(found)

    def _after(self, m: Milestone) -> Iterator[Behind]:
        known = {one.id: one for one in self.network.milestones}
        for link in self.network.links:
            if link.predecessor_id == m.id and (after := known.get(link.successor_id)) is not None:
                left = self.network.total_floats.get(after.id)
                note = "" if left is None else f"float {working_days(left)}"
                yield Behind(after.id, after.project_id, after.title, note)

    def _critical(self, m: Milestone) -> Explanation:
        is_critical = m.id in self.network.critical
        left = self.network.total_floats.get(m.id)
        rule = "open, and no float or the least float of its project"
        numbers = "" if left is None else f"float {working_days(left)}"
        return Explanation("Critical", "yes" if is_critical else "no", rule, numbers)

    def _percent(self, m: Milestone) -> Explanation:
        value = percent_words(m.percent)
        if m.state is MilestoneState.DONE:
            return Explanation("Percent", value, "100 once it is done")
        if m.criteria_total:
            met = f"{m.criteria_met} of {m.criteria_total} met = {value}"
            notes = ("All criteria are met, but it is not ticked: 99%.",) if m.percent == 99 else ()
            return Explanation("Percent", value, "criteria met / criteria", met, notes)
        return Explanation("Percent", value, "progress as it was estimated, since it has no criteria")

    # Of a project ----------------------------------------------------------------------------------------------

    def _health(self) -> Explanation:
        findings = self.verdict.findings
        known = {m.id: m for m in self.plan.milestones}
        behind = dict.fromkeys(f.milestone_id for f in findings if f.milestone_id in known)
        notes = tuple(f"{_WORDS.get(f.health, '')}{f.text}" for f in findings)
        return Explanation(
            "Health",
            self.verdict.health.value,
            "the worst rule that fired; a milestone with float left counts one step less",
            "" if findings else "No rule fired.",
            notes,
            tuple(Behind(id_, self.plan.project.id, known[id_].title) for id_ in behind if id_ is not None),
        )

    def _finish(self) -> Explanation:
        finish = project_finish(self.plan.milestones, self.today)
        last = [m for m in self._counted() if m.finish(self.today) == finish] if finish else []
        notes = ("What is overdue counts as today.",) if any(m.overdue(self.today) for m in last) else ()
        rule = "latest due or done date of its milestones"
        return Explanation("Finish", date_words(finish, self.today), rule, notes=notes, behind=self._dated(last))

    def _project_slip(self) -> Explanation:
        finish = project_finish(self.plan.milestones, self.today)
        planned = max(filter(None, (m.baseline_on for m in self._counted())), default=None)
        rule = "finish − last date of the baseline, in calendar days"
        if finish is None or planned is None:
            why = "It has no baseline." if self.plan.baseline is None else "It has no dates."
            return Explanation("Slip", DASH, rule, notes=(why,))
        days = slip_words((finish - planned).days)
        numbers = f"{date_words(finish, self.today)} − {date_words(planned, self.today)} = {days}"
        return Explanation("Slip", days, rule, numbers)

    def _weighted(self) -> Explanation:
        counted = self._counted()
        points, weight = sum(m.weight * m.percent for m in counted), sum(m.weight for m in counted)
        value = percent_words(weighted_percent(counted))
        numbers = f"{points:,} / {weight:,} = {value}" if weight else ""
        behind = tuple(
            Behind(m.id, m.project_id, m.title, f"weight {m.weight}, {percent_words(m.percent)}") for m in counted
        )
        rule = "weight · percent of each milestone / all weights, rounded down"
        return Explanation("Percent", value, rule, numbers, behind=behind)

    def _planned(self) -> Explanation:
        counted = self._counted()
        value = percent_words(planned_percent(counted, self.today))
        due = [m for m in counted if m.baseline_on is not None and m.baseline_on <= self.today]
        part, weight = sum(m.weight for m in due), sum(m.weight for m in counted)
        numbers = f"{part:,} / {weight:,} = {value}" if weight and self.plan.baseline else ""
        notes = () if self.plan.baseline else ("It has no baseline.",)
        open_ones = [m for m in due if m.is_open]
        if open_ones:
            notes = (*notes, f"{count_words(len(open_ones), 'milestone')} of these not done.")
        behind = tuple(Behind(m.id, m.project_id, m.title, f"weight {m.weight}, open") for m in open_ones)
        rule = "weights whose baseline date has come / all weights"
        return Explanation("Planned", value, rule, numbers, notes, behind)

    def _counted(self) -> Sequence[Milestone]:
        return [m for m in self.plan.milestones if m.state is not MilestoneState.CANCELLED]

    def _dated(self, found: Sequence[Milestone]) -> tuple[Behind, ...]:
        return tuple(Behind(m.id, m.project_id, m.title, date_words(m.on, self.today)) for m in found)


_WORDS = {Health.OFF_TRACK: "off track: ", Health.AT_RISK: "at risk: "}
