"""The float that Microsoft Project wrote into a plan, beside ours of the milestones that are imported from it.

Microsoft Project computes it from all tasks; the milestones have only the ways between them. Where both can be had
they must be equal, and where milestones alone cannot give the figure it is said why.
"""

from __future__ import annotations

from xml.etree import ElementTree

from factories import link, milestone, project
from mspdi_files import after, calendar, exception, exceptions, plan, task, week
from mspdi_files import milestone as told
from samples import sample

from milestone_tui.exchange.mspdi.reader import read_mspdi
from milestone_tui.exchange.mspdi.tasks import NAMESPACE
from milestone_tui.plan.imported import ImportedPlan
from milestone_tui.plan.network.network import Network, critical, total_floats

NAME = "derived-by-mpxj_NewProduct.mspdi.xml"

TENTHS_OF_A_DAY = 4_800
"""Tenths of a minute in a day of eight hours, which the file counts float in."""

THEIRS = {
    "Begin project": 113,
    "Prototype completed": 0,
    "Present to current investors": 38,
    "Meet with bankers": 68,
    "Reach agreement": 38,
    "Financing closed": 38,
    "Inventory available": 0,
    "Start sales program": 38,
    "First shipment": 4,
    "PR announcement event": 0,
    "Begin advertising campaign": 0,
    "End project": 0,
}
"""Working days of total float."""

OFF_BY = {
    # It stands at 8:00, the others at 17:00: nothing follows it, so its float runs from the morning of 19 July to the
    # evening of 22 December, which is 113 days of work; between the two dates, all that a milestone has, lie 112.
    "Begin project": -1,
}
"""What ours is less, where a date says less than a time of a day."""


def floats(incoming: ImportedPlan) -> tuple[dict[str, int], set[str]]:
    """The total float of every milestone by its title, and the titles of the critical ones."""
    source = incoming.projects[0]
    ids = {found.ref: number for number, found in enumerate(source.milestones, start=1)}
    milestones = [
        milestone(id=ids[m.ref], title=m.title, due_on=m.due_on, deadline_on=m.deadline_on) for m in source.milestones
    ]
    links = [link(ids[one.predecessor_ref], ids[one.successor_ref], one.lag) for one in source.links]
    ours = project(working_days=source.working_days, holidays=tuple(holiday.day for holiday in source.holidays))
    assert Network((ours,), milestones, links).violated == ()
    found = total_floats(ours, milestones, links)
    names = {m.id: m.title for m in milestones}
    return {names[id_]: days for id_, days in found.items()}, {names[id_] for id_ in critical(found)}


def test_the_plan_that_microsoft_project_computed() -> None:
    ours, ours_critical = floats(read_mspdi(sample(NAME).read_bytes(), "x"))
    assert ours == {title: days + OFF_BY.get(title, 0) for title, days in THEIRS.items()}
    assert ours_critical == {title for title, days in THEIRS.items() if days == 0}


def test_the_figures_are_those_of_the_file() -> None:
    tasks = ElementTree.parse(sample(NAME)).iterfind(f"{{{NAMESPACE}}}Tasks/{{{NAMESPACE}}}Task")
    rows = {task.findtext(f"{{{NAMESPACE}}}Name"): task for task in tasks}
    # A float of 0 is not written at all.
    written = {title: rows[title].findtext(f"{{{NAMESPACE}}}TotalSlack", "0") for title in THEIRS}
    assert {title: int(slack) for title, slack in written.items()} == {
        title: days * TENTHS_OF_A_DAY for title, days in THEIRS.items()
    }
    marked = {title for title in THEIRS if rows[title].findtext(f"{{{NAMESPACE}}}Critical") == "1"}
    assert marked == {title for title, days in THEIRS.items() if days == 0}


def test_a_plan_worked_by_hand() -> None:
    """Two ways from the begin to the end: ten days of work, or three and a lag of two; one day off on the longer one.

    The shorter way leaves five days of float to the end, but what branches off it only three to its deadline.
    """
    data = plan(
        told(1, "Begin", "03-06T17"),
        task(2, "Long", "03-09T08", "03-23T17", inner=after(1)),
        task(3, "Short", "03-09T08", "03-11T17", inner=after(1)),
        told(4, "Half-way", "03-11T17", inner=after(3)),
        task(5, "Phase", "03-24T08", "03-30T17", inner=after(2) + after(4, 1, 2 * TENTHS_OF_A_DAY)),
        task(6, "Work", "03-24T08", "03-30T17", level=2),
        told(7, "End", "03-30T17", inner=after(5)),
        told(8, "Aside", "03-12T17", inner=after(4, 1, TENTHS_OF_A_DAY), Deadline="2026-03-18T17:00:00"),
        calendars=calendar(1, week(2, 3, 4, 5, 6), exceptions(exception("03-17", "03-17"))),
    )
    ours, ours_critical = floats(read_mspdi(data, "x"))
    assert ours == {"Begin": 0, "Half-way": 3, "End": 0, "Aside": 3}
    assert ours_critical == {"Begin", "End"}


def test_what_milestones_alone_cannot_give_is_told_with_its_reason() -> None:
    told = [left for left in read_mspdi(sample(NAME).read_bytes(), "x").remarks if "float" in left.reason]
    assert [(left.where, left.what) for left in told] == [("row 1", "Begin project")]
    assert told[0].reason.startswith("float 113 wd in the file, 112 wd in milestone-tui; Project counts hours")


def slack(days: float) -> int:
    return int(days * TENTHS_OF_A_DAY)


def told_floats(*tasks: str) -> list[tuple[str, str]]:
    remarks = read_mspdi(plan(*tasks), "x").remarks
    return [(left.what, left.reason) for left in remarks if "float" in left.what + left.reason]


def test_a_float_that_tasks_and_constraints_make_is_told_apart_from_hours() -> None:
    later = told(2, "End", "03-30T17")
    assert told_floats(told(1, "Gate", "03-16T17", TotalSlack=slack(10)), later) == []
    assert told_floats(told(1, "Gate", "03-16T17", TotalSlack=slack(10.9)), later) == []
    ((title, why),) = told_floats(told(1, "Gate", "03-16T17", TotalSlack=slack(11.5)), later)
    assert (title, "counts hours" in why) == ("Gate", True)
    assert why.startswith("float 11.5 wd in the file, 10 wd in milestone-tui")
    ((title, why),) = told_floats(told(1, "Gate", "03-16T17", TotalSlack=slack(-3)), later)
    assert (title, "all tasks" in why) == ("Gate", True)
    assert why.startswith("float -3 wd in the file, 10 wd in milestone-tui")


def test_of_a_plan_without_written_floats_and_of_what_is_done_nothing_is_told() -> None:
    later = told(2, "End", "03-30T17")
    assert told_floats(told(1, "Gate", "03-16T17"), later) == []
    done = told(1, "Gate", "03-16T17", PercentComplete=100, ActualFinish="2026-03-16T17:00:00")
    assert told_floats(done, later, told(3, "Aside", "03-30T17", TotalSlack=0)) == []


def test_many_differences_are_one_sentence() -> None:
    many = [told(uid, f"Gate {uid}", "03-16T17", TotalSlack=slack(99)) for uid in range(1, 21)]
    ((what, _),) = told_floats(*many, told(21, "End", "03-30T17", TotalSlack=0))
    assert what == "the float of 20 milestones"
