"""What is written for another program is the same plan when it is read again, as far as the format holds it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from hypothesis import assume, given
from random_plans import exports

from milestone_tui.exchange.csv.writer import write_csv
from milestone_tui.exchange.export import PlanExport, ProjectExport
from milestone_tui.exchange.ganttproject.reader import kept_lag, read_gan
from milestone_tui.exchange.ganttproject.writer import write_gan
from milestone_tui.exchange.mspdi.reader import read_mspdi
from milestone_tui.exchange.mspdi.writer import write_mspdi
from milestone_tui.exchange.tables.reader import read_table
from milestone_tui.exchange.xml_writing import text_of
from milestone_tui.plan.imported import ImportedPlan, IncomingProject
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.model import Link, Milestone, MilestoneState
from milestone_tui.plan.network.network import total_floats


def only(read: ImportedPlan) -> IncomingProject:
    (project,) = read.projects
    return project


def in_lines(text: str) -> str:
    """A text as CSV has it: control characters are visible."""
    return "\n".join(visible(line) for line in text.split("\n"))


def floats(one: ProjectExport, milestones: Sequence[Milestone], links: list[Link]) -> dict[int, int]:
    """The total float of a project without a target."""
    return total_floats(one.project._replace(target_on=None), milestones, links)


def links_read(read: IncomingProject, ids: dict[str, int]) -> list[Link]:
    """The links that were read, between these milestones."""
    return [Link(0, ids[link.predecessor_ref], ids[link.successor_ref], link.lag) for link in read.links]


@given(exports())
def test_csv_gives_back_the_fields_that_it_holds(export: PlanExport) -> None:
    read = read_table(write_csv(export).data, "file")
    assert not read.remarks
    project = only(read)
    assert project.name == export.only.project.key
    for before, after in zip(export.only.plan.milestones, project.milestones, strict=True):
        assert (after.title, after.phase, after.owner) == tuple(
            map(in_lines, (before.title, before.phase, before.owner))
        )
        assert (after.baseline_on, after.due_on, after.done_on) == (before.baseline_on, before.due_on, before.done_on)
        assert (after.kind, after.cancelled) == (before.kind, before.state is MilestoneState.CANCELLED)
        assert after.notes == in_lines(before.notes)


@given(exports())
def test_microsoft_project_gives_back_the_plan(export: PlanExport) -> None:
    one = export.only
    read = only(read_mspdi(write_mspdi(export).data, "file"))
    shown = [m for _, found in one.by_phase for m in found]
    ids = {after.ref: before.id for before, after in zip(shown, read.milestones, strict=True)}
    for before, after in zip(shown, read.milestones, strict=True):
        cancelled = before.state is MilestoneState.CANCELLED
        assert (after.title, after.phase, after.owner) == (
            *(text_of(before.title).strip(), text_of(before.phase).strip(), text_of(before.owner)),
        )
        assert (after.due_on, after.deadline_on, after.done_on) == (before.due_on, before.deadline_on, before.done_on)
        assert (after.baseline_on, after.cancelled, after.value) == (before.baseline_on, cancelled, before.value)
        assert after.progress == before.percent and after.notes == text_of(before.notes).strip()
    check_calendar(one, read, one.project.working_days)  # a worked day of the week is no exception there
    check_links(one, one.plan.milestones, links_read(read, ids))
    others = [dates for baseline, dates in one.entries if baseline.id != one.project.baseline_id]
    assert [{ids[ref]: day for ref, day in found.dates} for found in read.baselines] == others


@given(exports())
def test_ganttproject_gives_back_the_plan(export: PlanExport) -> None:
    one = export.only
    written = write_gan(export)
    held = [m for _, found in one.by_phase for m in found if m.state is not MilestoneState.CANCELLED]
    shown = [m for m in held if m.on is not None]
    assume(shown)
    read = only(read_gan(written.data, "file"))
    ids = {after.ref: before.id for before, after in zip(shown, read.milestones, strict=True)}
    days = {m.id: m.on for m in shown}
    for link in one.links:
        start, end = days.get(link.predecessor_id), days.get(link.successor_id)
        # a milestone on a day off is the moment after the work before it in GanttProject: see `kept_lag`
        assume(start is None or end is None or kept_lag(start, end, link.lag, one.project.calendar) == link.lag)
    for before, after in zip(shown, read.milestones, strict=True):
        assert (after.title, after.phase, after.owner) == (
            *(text_of(before.title).strip(), text_of(before.phase).strip(), text_of(before.owner)),
        )
        assert (after.due_on, after.done_on, after.baseline_on) == (
            before.on,
            before.done_on,
            gan_baseline(one, before),
        )
        assert after.progress == before.percent
    check_calendar(one, read)
    check_links(one, [m._replace(due_on=m.on) for m in shown], links_read(read, ids))


def gan_baseline(one: ProjectExport, milestone: Milestone) -> date | None:
    """The date in the newest baseline of the file, which is the current one."""
    return one.entries[-1][1].get(milestone.id) if one.entries else None


def check_calendar(one: ProjectExport, read: IncomingProject, week: int = 0) -> None:
    """The working week, the days off and the worked days are those that were written, without those of `week`."""
    assert read.working_days == one.project.working_days
    entries = [(h.day, h.name, h.is_worked) for h in one.holidays]
    assert [(h.day, h.name) for h in read.holidays] == [
        (day, name) for day, name, is_worked in entries if not is_worked
    ]
    assert [(h.day, h.name) for h in read.worked] == [
        (day, name) for day, name, is_worked in entries if is_worked and not week >> day.weekday() & 1
    ]


def check_links(one: ProjectExport, milestones: Sequence[Milestone], read: list[Link]) -> None:
    """What was read binds as what was written: each link is one of these, and no float differs."""
    binding = {m.id for m in milestones if m.state is not MilestoneState.CANCELLED}
    written = [link for link in one.links if {link.predecessor_id, link.successor_id} <= binding]
    lags = {(link.predecessor_id, link.successor_id): link.lag for link in written}
    assert {(link.predecessor_id, link.successor_id): link.lag for link in read}.items() <= lags.items()
    assert floats(one, milestones, read) == floats(one, milestones, written)
