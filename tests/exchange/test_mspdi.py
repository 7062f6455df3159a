"""Reading Microsoft Project's XML."""

from __future__ import annotations

import time
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mspdi_files import after, calendar, element, elements, exception, exceptions, milestone, plan, task, week
from read_plans import only, reasons
from samples import sample

from milestone_tui.errors import ImportRefused
from milestone_tui.exchange.mspdi.reader import read_mspdi
from milestone_tui.plan.imported import (
    ImportedPlan,
    IncomingBaseline,
    IncomingHoliday,
    IncomingMilestone,
    IncomingPerson,
)


def titles(incoming: ImportedPlan) -> list[str]:
    return [found.title for found in incoming.projects[0].milestones]


def baseline(number: int, day: str) -> str:
    return element("Baseline", elements(Number=number, Start="2026-01-01T08:00:00", Finish=f"2026-{day}T17:00:00"))


def test_a_milestone_with_all_that_is_told_of_it() -> None:
    resources = element(
        "Resources",
        element("Resource", elements(UID=1, Name="Ana", Type=1, EmailAddress="ana@x.example"))
        + element("Resource", elements(UID=2, Name="Concrete", Type=0))
        + element("Resource", elements(UID=3, Name="Raj", Type=1)),
    )
    assigned = "".join(element("Assignment", elements(TaskUID=2, ResourceUID=uid)) for uid in (-65535, 2, 1, 1, 3))
    data = plan(
        task(1, "Steel", "03-02T08", "03-06T17"),
        milestone(
            2,
            "Span\nclosed",
            "03-06T17",
            level=2,
            PercentComplete=40,
            Deadline="2026-03-20T17:00:00",
            ConstraintType=6,
            ConstraintDate="2026-03-05T17:00:00",
            FixedCost="1234550",
            Contact="Somebody",
            Notes="Two\nlines",
            HyperlinkAddress="https://x.example",
        ),
        rest=resources + element("Assignments", assigned),
        head=elements(
            Title="Bridge",
            Subject="Over the river",
            Manager="Mel",
            StartDate="2026-03-01T08:00:00",
            CurrencyCode="GBP",
        ),
    )
    incoming = read_mspdi(data, "file")
    project = incoming.projects[0]
    assert (project.name, project.description, project.manager, project.start_on, project.currency) == (
        "Bridge",
        "Over the river",
        "Mel",
        date(2026, 3, 1),
        "GBP",
    )
    assert project.phases == ("Steel",)
    assert project.people == (IncomingPerson("Ana", "ana@x.example"),)
    assert only(incoming) == IncomingMilestone(
        ref="2",
        where="row 2",
        title="Span closed",
        phase="Steel",
        owner="Ana",
        due_on=date(2026, 3, 6),
        notes="Two\nlines\n\nhttps://x.example\n\nConstraint: finish no earlier than 2026-03-05.",
        deadline_on=date(2026, 3, 20),
        progress=40,
        value=Decimal("12345.50"),
        source_id="2",
    )
    assert reasons(incoming) == [
        'row 2: "Raj" on "Span closed": a milestone has one owner',
        ": 1 task: only milestones are imported; task durations became lags",
    ]


def test_a_plan_without_a_title_is_called_after_its_file() -> None:
    assert read_mspdi(plan(milestone(1, "A", "03-02T08"), head="<Title> </Title>"), "house").projects[0].name == "house"


def test_what_is_a_milestone() -> None:
    found = read_mspdi(
        plan(
            task(1, "Marked, with a duration", "03-02T08", "03-04T17", Milestone=1, Duration="PT24H0M0S"),
            milestone(2, "Without a duration", "03-04T17", Milestone=None),
            task(3, "A task", "03-02T08", "03-04T17", Milestone=0),
            milestone(4, "A summary on one day", "03-09T17", Summary=1),
            milestone(5, "Inside", "03-09T17", level=2),
            milestone(6, "A summary that is marked", "03-10T17", Milestone=1, Summary=1),
            task(7, "Its work", "03-10T08", "03-10T17", level=2),
            elements(Task=elements(UID=8, ID=8, IsNull=1, Duration="PT0H0M0S", Name="Empty")),
        ),
        "x",
    )
    assert titles(found) == ["Marked, with a duration", "Without a duration", "Inside", "A summary that is marked"]
    assert found.projects[0].milestones[0].due_on == date(2026, 3, 4)
    assert found.projects[0].phases == ("A summary on one day",)


def test_done_is_100_percent_never_an_actual_finish_alone() -> None:
    found = read_mspdi(
        plan(
            milestone(1, "Open", "03-02T08", PercentComplete=0, ActualFinish="2026-03-01T08:00:00"),
            milestone(2, "Done", "03-02T08", PercentComplete=100, ActualFinish="2026-03-01T08:00:00"),
            milestone(3, "Done on its day", "03-02T08", PercentComplete=100),
            milestone(4, "Done at no time", "", PercentComplete=100),
        ),
        "x",
    )
    assert [(m.done_on, m.due_on, m.progress) for m in found.projects[0].milestones] == [
        (None, date(2026, 3, 2), 0),
        (date(2026, 3, 1), date(2026, 3, 2), 100),
        (date(2026, 3, 2), date(2026, 3, 2), 100),
        (None, None, 99),
    ]
    assert reasons(found) == ["row 4: Done at no time: imported as open: done, but without a done date"]


def test_the_date_is_that_of_the_plans_own_clock() -> None:
    data = plan(milestone(1, "Late", "")).replace(b"<Duration>", b"<Finish>2026-03-02T23:30:00Z</Finish><Duration>")
    assert only(read_mspdi(data, "x")).due_on == date(2026, 3, 2)


def test_the_phase_is_the_summary_above_but_a_task_that_recurs_is_none() -> None:
    meetings = task(2, "Steering", "03-02T08", "04-02T08", level=2, Summary=1, Recurring=1)
    tasks = (
        task(1, "Build", "03-02T08", "04-02T08", Recurring=0),
        meetings,
        milestone(3, "Steering 1", "03-02T08", level=3, Recurring=0),
        task(4, "Test", "03-02T08", "04-02T08", level=2),
        milestone(5, "Tested", "03-02T08", level=3),
        task(6, "Launch", "03-02T08", "04-02T08"),
        task(7, "Test", "03-02T08", "04-02T08", level=2),
        milestone(8, "Launched", "03-02T08", level=3),
    )
    found = read_mspdi(plan(*tasks), "x")
    assert [m.phase for m in found.projects[0].milestones] == ["Build", "Build / Test", "Launch / Test"]
    everywhere = plan(*(t.replace("<Recurring>0</Recurring>", "") for t in tasks)).replace(
        b"<OutlineLevel>", b"<Recurring>1</Recurring><OutlineLevel>"
    )
    assert read_mspdi(everywhere, "x").projects[0].milestones[0].phase == "Steering", "said of all, it says nothing"


def test_levels_are_read_from_outline_numbers_too() -> None:
    text = plan(task(1, "Build", "03-02T08", "04-02T08"), milestone(2, "Built", "03-02T08", level=2)).decode()
    for level, number in (("1", "1"), ("2", "1.1")):
        text = text.replace(f"<OutlineLevel>{level}</", f"<OutlineNumber>{number}</").replace(
            f"<OutlineNumber>{number}</OutlineLevel>", f"<OutlineNumber>{number}</OutlineNumber>"
        )
    assert only(read_mspdi(text.encode(), "x")).phase == "Build"


@pytest.mark.parametrize(
    ("head", "numbers", "current", "others"),
    [
        ("", (0, 1, 10), "Baseline", ["Baseline 1", "Baseline 10"]),
        ("<BaselineForEarnedValue>1</BaselineForEarnedValue>", (0, 1), "Baseline 1", ["Baseline"]),
        ("<BaselineForEarnedValue>3</BaselineForEarnedValue>", (0, 1), "Baseline", ["Baseline 1"]),
        ("", (2, 5), "Baseline 5", ["Baseline 2"]),
        ("", (), "", []),
        ("", (11, 99), "", []),
    ],
)
def test_baselines_are_named_and_one_is_current(
    head: str, numbers: tuple[int, ...], current: str, others: list[str]
) -> None:
    inner = "".join(baseline(number, f"03-{number + 1:02}") for number in numbers)
    head = elements(Title="Bridge") + head
    project = read_mspdi(plan(milestone(1, "A", "03-30T17", inner=inner), head=head), "x").projects[0]
    assert (project.baseline_name, [other.name for other in project.baselines]) == (current, others)
    if current:
        number = int(current.removeprefix("Baseline") or 0)
        assert project.milestones[0].baseline_on == date(2026, 3, number + 1)
        day = date(2026, 3, int(others[0].removeprefix("Baseline") or 0) + 1)
        assert project.baselines[0] == IncomingBaseline(others[0], (("1", day),))


def test_a_baseline_without_a_date_is_none() -> None:
    inner = element("Baseline", elements(Number=0, Cost=0))
    assert only(read_mspdi(plan(milestone(1, "A", "03-30T17", inner=inner)), "x")).baseline_on is None


def test_the_week_and_the_days_off_come_from_the_plans_calendar() -> None:
    may_day = exceptions(exception("05-01", "05-01", Name="Labour Day"))
    project = read_mspdi(plan(milestone(1, "A", "03-02T08"), calendars=calendar(1, week(2, 3), may_day)), "x").projects[
        0
    ]
    assert project.working_days == 3
    assert project.holidays == (IncomingHoliday(date(2026, 5, 1), "Labour Day"),)


def test_what_is_not_taken_is_told_with_its_row() -> None:
    found = read_mspdi(
        plan(
            milestone(1, " ", "03-02T08"),
            milestone(2, "Dropped", "03-02T08", Active=0),
            milestone(3, "Theirs", "03-02T08", ExternalTask=1, ExternalTaskProject="other.mpp"),
            task(4, "Inserted", "03-02T08", "03-04T17", IsSubproject=1, SubprojectName="other.mpp"),
            task(5, "Held", "03-02T08", "03-04T17", ConstraintType=4, ConstraintDate="2026-03-02T08:00:00"),
            milestone(6, "Taken", "03-02T08", ConstraintType=1),
        ),
        "x",
    )
    assert titles(found) == ["Dropped", "Taken"]
    dropped, taken = found.projects[0].milestones
    assert (dropped.cancelled, dropped.done_on, taken.cancelled) == (True, None, False)
    assert taken.notes == "Constraint: as late as possible."
    assert reasons(found) == [
        "row 1: a milestone: no name",
        "row 3: Theirs: it belongs to another project",
        ": 2 tasks: only milestones are imported; task durations became lags",
        ": 1 constraint of tasks: only those of milestones are imported, into their notes",
        ": 1 task of other projects: import those projects too",
    ]


def test_a_value_that_cannot_be_read_is_told_with_its_row() -> None:
    inner = (
        baseline(0, "03-02").replace("2026-03-02T17:00:00", "2 March") + baseline(11, "03-02") + baseline(1, "03-03")
    )
    flawed = milestone(
        1,
        "A",
        "03-02T08",
        PercentComplete="half",
        Deadline="soon",
        ActualFinish="NA",
        ConstraintType=8,
        ConstraintDate="2026-02-30T08:00:00",
        inner=inner,
    )
    found = read_mspdi(plan(flawed.replace("2026-03-02T08:00:00", "2.3.2026"), milestone(2, "B", "")), "x")
    assert [(m.title, m.due_on, m.baseline_on) for m in found.projects[0].milestones] == [
        ("A", None, date(2026, 3, 3)),
        ("B", None, None),
    ]
    assert reasons(found) == [
        'row 1: A: imported without its start: "2.3.2026" is not a date',
        'row 1: A: imported without its finish: "2.3.2026" is not a date',
        'row 1: A: imported without its deadline: "soon" is not a date',
        'row 1: A: imported without its constraint date: "2026-02-30T08:00:00" is not a date',
        'row 1: A: imported without its constraint: unknown type "8"',
        'row 1: A: imported without its progress: "half" is not from 0 to 100%',
        'row 1: A: imported without its baseline date: "2 March" is not a date',
        'row 1: A: imported without its baseline date: there is no baseline "11", only 0 to 10',
    ]
    (more,) = read_mspdi(plan(milestone(1, "A", "03-02T08", PercentComplete=101)), "x").remarks
    assert more.reason == 'imported without its progress: "101" is not from 0 to 100%'


def test_of_two_rows_with_one_uid_links_mean_the_first() -> None:
    found = read_mspdi(
        plan(
            milestone(1, "A", "03-06T17", TotalSlack=4_800),
            milestone(1, "B", "03-12T17", inner=after(1)),
            milestone(2, "C", "03-20T17", inner=after(1), TotalSlack=4_800).replace("<ID>2", "<ID>1"),
            milestone(3, "D", "03-20T17").replace("<UID>3</UID>", ""),
            milestone(4, "E", "03-20T17").replace("<UID>4</UID>", ""),
        ),
        "x",
    )
    (project,) = found.projects
    named = {m.ref: m.title for m in project.milestones}
    assert list(named.values()) == ["A", "B", "C", "D", "E"]
    assert sorted((named[x.predecessor_ref], named[x.successor_ref]) for x in project.links) == [("A", "B"), ("A", "C")]
    assert reasons(found)[0] == "row 1: B: imported without its links: another row has the same UID and gets them"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "This file is"),
        (plan(milestone(1, "A", "03-02T08"))[:-30], "cut off in line 1"),
        (b"<html/>", "starts with <html>"),
        (b'<!DOCTYPE p [<!ENTITY a "aaaa">]><Project>&a;</Project>', "has a DOCTYPE"),
        (b'<?xml version="1.0" encoding="no-such"?><Project a="\xe9"/>', "encoding"),
        (b"<Project/>", "not a Microsoft Project plan: its <Project> has no <Tasks>"),
        (plan(task(1, "A", "03-02T08", "03-04T17")), "no milestones"),
    ],
)
def test_a_broken_or_foreign_file_is_refused_in_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(ImportRefused, match=sentence):
        read_mspdi(data, "x")


def test_ten_thousand_tasks_take_seconds() -> None:
    rows = []
    for n in range(10, 10_010):
        inner = after(n - 1) + after(n - 9)
        if n % 4 == 0:
            rows.append(milestone(n, f"T{n}", "03-02T08", level=2, inner=inner))
        else:
            rows.append(task(n, f"T{n}", "03-02T08", "03-04T17", level=2, inner=inner))
    groups = [
        task(20_000 + n, f"G{n}", "03-02T08", "03-04T17") + "".join(rows[n : n + 50]) for n in range(0, 10_000, 50)
    ]
    data = plan(*groups)
    started = time.process_time()
    assert len(read_mspdi(data, "x").projects[0].milestones) == 2_500
    assert time.process_time() - started < 40  # quadratic would be minutes


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: plan(milestone(1, text, text, inner=after(1)))))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        read_mspdi(data, "x")
    except ImportRefused as refusal:
        assert str(refusal).endswith(".")


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_any_values_are_read_or_refused(data: st.DataObject) -> None:
    values = ("", "0", "1", "-1", "99999999999999999999", "2026-03-02T08:00:00", "9999-12-31T23:59:00", "x")
    tags = ["Name", "UID", "OutlineLevel", "Milestone", "Summary", "Duration", "Start", "Finish", "PercentComplete"]
    rows = []
    for _ in range(data.draw(st.integers(1, 4))):
        told = "".join(element(tag, data.draw(st.sampled_from(values))) for tag in tags)
        rows.append(element("Task", told + after(1, 1, 999_999_999, 8)))
    try:
        read_mspdi(plan(*rows), "x")
    except ImportRefused as refusal:
        assert str(refusal).endswith(".")


def test_the_sample_that_microsoft_project_wrote_has_no_milestones() -> None:
    path = sample("mpxj_baselines.mspdi.xml")
    with pytest.raises(ImportRefused, match="no milestones"):
        read_mspdi(path.read_bytes(), path.stem)
    marked = path.read_bytes().replace(b"<Milestone>0</Milestone><Summary>0<", b"<Milestone>1</Milestone><Summary>0<")
    project = read_mspdi(marked, path.stem).projects[0]
    assert (project.name, project.baseline_name) == ("project1", "Baseline 10")
    assert [other.name for other in project.baselines] == [f"Baseline {number}" for number in range(1, 10)]
    assert [day for other in project.baselines for _, day in other.dates] == [date(2000, 1, n) for n in range(1, 10)]
