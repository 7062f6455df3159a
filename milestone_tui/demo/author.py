"""The author of the sample projects: turns the files into dated changes, oldest first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from milestone_tui.demo.events import CURRENCY, Days, Event, Ids, amount
from milestone_tui.demo.portfolio import (
    DemoAbsence,
    DemoDecision,
    DemoMilestone,
    DemoMove,
    DemoProject,
    DemoReport,
    DemoSpent,
    DemoSubmission,
    Portfolio,
)
from milestone_tui.demo.reviewing import ReviewAuthor, RiskAuthor
from milestone_tui.plan.agreements import Decision
from milestone_tui.plan.audience import Audience
from milestone_tui.plan.calendar.workdays import MONDAY_TO_FRIDAY, WorkCalendar
from milestone_tui.plan.language.wording import slip_words
from milestone_tui.plan.model import MilestoneKind
from milestone_tui.store.past_writer import PastWriter, instant_of


class Author:
    """Writes the projects, `shift` later than their files say."""

    def __init__(self, past: PastWriter, shift: timedelta, demo: Portfolio) -> None:
        self._past = past
        self._shift = shift
        self._days = Days(shift)
        self._text = self._days.text
        self._demo = demo
        self._ids = Ids()

    def write(self) -> None:
        """Write every change in the order of its day."""
        events = [event for project in self._demo.projects for event in self._events(project)]
        first = min(event.day for event in events)
        events.insert(0, Event(first, "Add the people", self._people))
        events += (
            Event(absence.known, f'Add an absence of "{absence.name}"', partial(self._absence, absence))
            for absence in self._demo.absences
        )
        for event in sorted(events, key=lambda event: event.day):
            with self._past.change(event.day + self._shift, event.label, event.by, event.reason):
                event.write()

    def _people(self) -> None:
        named = {person.name: person for person in self._demo.people}
        projects = self._demo.projects
        owners = {m.owner: None for project in projects for m in project.milestones}
        owners |= {role.name: None for project in projects for role in project.roles}
        owners |= {risk.owner: None for project in projects for risk in project.risks if risk.owner}
        owners |= {work.name: None for project in projects for m in project.milestones for work in m.work}
        for name in (*named, *(name for name in owners if name not in named)):
            person = named.get(name)
            self._ids.people[name] = self._past.add(
                "person",
                name=name,
                email="",
                organisation=person.organisation if person else "",
                capacity_hundredths=int(person.capacity * 100) if person else 500,
            )

    def _absence(self, absence: DemoAbsence) -> None:
        self._past.add(
            "absence",
            person_id=self._ids.people[absence.name],
            first_on=self._text(absence.first),
            last_on=self._text(absence.last),
            note=absence.note,
        )

    def _events(self, project: DemoProject) -> Iterator[Event]:
        """Yield the changes of a project: its plan and baseline, then its history."""
        yield Event(project.start, f"Create project {project.key}", partial(self._plan, project))
        yield Event(project.start, 'Set baseline "Kick-off plan"', partial(self._baseline, project))
        for milestone in project.milestones:
            yield from self._history((project.key, milestone.title), milestone)
        for spent in project.spent:
            yield Event(spent.on, f"Add spent to {project.key}", partial(self._spend, project.key, None, spent))
        for report in project.reports:
            yield Event(report.until, f"Write report on {project.key}", partial(self._report, project.key, report))
        for author in (RiskAuthor, ReviewAuthor):
            yield from author(self._past, self._days, project, self._ids).events()
        if project.closed:
            yield Event(project.closed, f"Edit {project.key}: state", partial(self._close, project.key))

    def _plan(self, project: DemoProject) -> None:
        """Write a project with its people and its milestones at their baseline dates."""
        id_ = self._ids.projects[project.key] = self._past.add(
            "project",
            key=project.key,
            name=project.name,
            client=project.client,
            description=project.description,
            start_on=self._text(project.start),
            target_on=self._text(project.target),
            budget_minor=amount(project.budget),
            currency=CURRENCY,
            state="active",
            working_days=31,
            earned_by=project.earned_by,
            client_money=project.client_money,
            client_risks=project.client_risks,
        )
        for role in project.roles:
            self._past.add("project_person", project_id=id_, person_id=self._ids.people[role.name], role=role.role)
        for day, name in self._days_off(project).items():
            self._past.add("holiday", project_id=id_, day=day.isoformat(), name=name)
        phases: dict[str, int] = {}
        for milestone in project.milestones:
            if milestone.phase not in phases:
                phases[milestone.phase] = self._past.add(
                    "phase", project_id=id_, name=milestone.phase, position=len(phases)
                )
            self._milestone(project, id_, phases[milestone.phase], milestone)

    def _milestone(self, project: DemoProject, project_id: int, phase_id: int, milestone: DemoMilestone) -> None:
        key = (project.key, milestone.title)
        id_ = self._ids.milestones[key] = self._past.add(
            "milestone",
            project_id=project_id,
            phase_id=phase_id,
            title=milestone.title,
            kind=milestone.kind,
            owner_id=self._ids.people[milestone.owner],
            due_on=self._text(milestone.agreed),
            deadline_on=self._text(milestone.deadline),
            state="planned",
            progress=0,
            weight=milestone.weight,
            value_minor=amount(milestone.value),
            deliverable=milestone.deliverable,
            tags=",".join(milestone.tags),
            notes=milestone.notes,
            forecast_at=instant_of(project.start + self._shift),
            approver_id=self._ids.people[milestone.approver] if milestone.approver else None,
            internal=int(milestone.internal),
        )
        self._ids.criteria[key] = [
            self._past.add("criterion", milestone_id=id_, text=criterion.text, position=place)
            for place, criterion in enumerate(milestone.criteria)
        ]
        for predecessor, lag in self._predecessors(project, milestone):
            self._past.add("dependency", predecessor_id=predecessor, successor_id=id_, lag=lag)
        for work in milestone.work:
            self._past.add(
                "assignment",
                milestone_id=id_,
                person_id=self._ids.people[work.name],
                effort_hundredths=int(work.days * 100),
            )

    def _predecessors(self, project: DemoProject, milestone: DemoMilestone) -> Iterator[tuple[int, int]]:
        """Yield each predecessor with the lag that gives its link the slack in the file on any weekday."""
        dates = {other.title: other.on + self._shift for other in project.milestones}
        calendar = WorkCalendar(MONDAY_TO_FRIDAY, self._days_off(project))
        for link in milestone.after:
            between = calendar.between(dates[link.title], milestone.on + self._shift)
            yield self._ids.milestones[project.key, link.title], max(0, between - link.slack)

    def _days_off(self, project: DemoProject) -> dict[date, str]:
        """Return the days off in the years of a project, on their calendar dates."""
        first, last = project.start + self._shift, project.target + self._shift
        return {
            date(year, off.month, off.day): off.name
            for year in range(first.year, last.year + 1)
            for off in self._demo.days_off
        }

    def _baseline(self, project: DemoProject) -> None:
        project_id = self._ids.projects[project.key]
        id_ = self._past.add(
            "baseline",
            project_id=project_id,
            name="Kick-off plan",
            reason="agreed with the client",
            approved_by=project.client,
            taken_at=instant_of(project.start + self._shift),
        )
        for milestone in project.milestones:
            self._past.add(
                "baseline_entry",
                baseline_id=id_,
                milestone_id=self._ids.milestones[project.key, milestone.title],
                due_on=self._text(milestone.agreed),
                value_minor=amount(milestone.value),
                title=milestone.title,
            )
        self._past.set("project", project_id, baseline_id=id_)

    def _report(self, project: str, report: DemoReport) -> None:
        self._past.add(
            "report",
            project_id=self._ids.projects[project],
            client="",
            audience=Audience.CLIENT,
            since_on=self._text(report.since),
            until_on=self._text(report.until),
            written_at=instant_of(report.until + self._shift),
        )

    def _history(self, key: tuple[str, str], milestone: DemoMilestone) -> Iterator[Event]:
        """Yield the changes of a milestone after its plan."""
        title, due = milestone.title, milestone.agreed
        for move in milestone.moves:
            by = slip_words((move.to - due).days) if move.to != due else ""
            label = f'Move "{title}" by {by}' if by else f'Confirm "{title}"'
            yield Event(move.on, label, partial(self._move, key, move), milestone.owner, move.reason)
            due = move.to
        for place, criterion in enumerate(milestone.criteria):
            if criterion.met_on:
                write = partial(self._meet, key, place, criterion.met_on)
                yield Event(criterion.met_on, f'Edit "{title}": criteria', write, milestone.owner)
        for estimate in milestone.estimates:
            write = partial(self._set, key, state="in progress", progress=estimate.percent)
            yield Event(estimate.on, f'Edit "{title}": progress', write, milestone.owner)
        for spent in milestone.spent:
            yield Event(spent.on, f'Edit "{title}": spent', partial(self._spend, key[0], key, spent))
        yield from self._sign_off(key, milestone)
        if milestone.invoiced:
            invoice = {"invoiced_on": self._text(milestone.invoiced), "invoice_number": milestone.invoice_number}
            yield Event(milestone.invoiced, f'Invoice "{title}"', partial(self._set, key, **invoice))
        if milestone.paid:
            pay = partial(self._set, key, paid_on=self._text(milestone.paid))
            yield Event(milestone.paid, f'Mark "{title}" as paid', pay)

    def _sign_off(self, key: tuple[str, str], milestone: DemoMilestone) -> Iterator[Event]:
        """Yield the submissions and decisions of a milestone, and its acceptance or tick."""
        title, approver = milestone.title, milestone.approver or milestone.owner
        for submission in milestone.rounds:
            submit = partial(self._submit, key, submission)
            yield Event(submission.submitted, f'Submit "{title}"', submit, submission.by)
            if submission.rejected:
                answer = partial(self._answer, key, "rejected", submission.rejected, approver, submission.note)
                yield Event(submission.rejected, f'Reject "{title}"', answer, approver)
        decisions = milestone.decisions
        if milestone.done and not decisions and milestone.kind is MilestoneKind.GATE:
            decisions = (DemoDecision(milestone.done, Decision.GO, approver),)
        for decision in decisions:
            label = f'Decide "{title}": {decision.decision}'
            yield Event(decision.on, label, partial(self._decide, key, decision), decision.by)
        if milestone.done and not decisions:
            if milestone.rounds:
                answer = partial(self._answer, key, "accepted", milestone.done, approver, "")
                yield Event(milestone.done, f'Accept "{title}"', answer, approver)
            else:
                tick = partial(self._set, key, state="done", done_on=self._text(milestone.done))
                yield Event(milestone.done, f'Tick "{title}"', tick, milestone.owner)

    def _set(self, key: tuple[str, str], **values: str | int | None) -> None:
        self._past.set("milestone", self._ids.milestones[key], **values)

    def _move(self, key: tuple[str, str], move: DemoMove) -> None:
        self._set(key, due_on=self._text(move.to), forecast_at=instant_of(move.on + self._shift))

    def _meet(self, key: tuple[str, str], place: int, on: date) -> None:
        self._past.set("criterion", self._ids.criteria[key][place], met_on=self._text(on))
        self._set(key, state="in progress")

    def _spend(self, project: str, key: tuple[str, str] | None, spent: DemoSpent) -> None:
        self._past.add(
            "cost",
            project_id=self._ids.projects[project],
            milestone_id=None if key is None else self._ids.milestones[key],
            spent_on=self._text(spent.on),
            amount_minor=amount(spent.amount),
            note=spent.note,
        )

    def _submit(self, key: tuple[str, str], submission: DemoSubmission) -> None:
        self._past.add(
            "acceptance",
            milestone_id=self._ids.milestones[key],
            submitted_on=self._text(submission.submitted),
            submitted_by=submission.by,
            window_days=10,
            answered_by="",
            note="",
        )
        self._set(key, state="submitted")

    def _answer(self, key: tuple[str, str], answer: str, on: date, by: str, note: str) -> None:
        round_id = self._past.last("acceptance", milestone_id=self._ids.milestones[key])
        self._past.set("acceptance", round_id, answer=answer, answered_on=self._text(on), answered_by=by, note=note)
        if answer == "accepted":
            self._set(key, state="done", done_on=self._text(on))
        else:
            self._set(key, state="in progress")

    def _decide(self, key: tuple[str, str], decision: DemoDecision) -> None:
        self._past.add(
            "gate_decision",
            milestone_id=self._ids.milestones[key],
            decision=decision.decision,
            decided_on=self._text(decision.on),
            decided_by=decision.by,
            note=decision.note,
        )
        if decision.decision.passes:
            self._set(key, state="done", done_on=self._text(decision.on))

    def _close(self, key: str) -> None:
        self._past.set("project", self._ids.projects[key], state="completed")
