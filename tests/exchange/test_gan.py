"""Reading GanttProject files."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from read_plans import links, only, reasons
from samples import sample

from milestone_tui.errors import ImportRefused
from milestone_tui.exchange.ganttproject.reader import read_gan
from milestone_tui.plan.imported import IncomingBaseline, IncomingHoliday, IncomingPerson

WEEK = (
    '<calendars><day-types><default-week id="1" sun="1" mon="0" tue="0" wed="0" thu="0" fri="0" sat="1"/></day-types>'
)


def gan(tasks: str, rest: str = "", name: str = "Bridge") -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><project name="{name}" version="3.3">'
        f"{WEEK}</calendars><tasks>{tasks}</tasks>{rest}</project>"
    ).encode()


def task(number: int, duration: int, inner: str = "", name: str = "") -> str:
    name = name or str(number)
    return f'<task id="{number}" name="{name}" meeting="false" start="2026-03-02" duration="{duration}">{inner}</task>'


def milestone(number: int, start: str = "2026-03-02", inner: str = "", name: str = "", more: str = "") -> str:
    name = name or f"M{number}"
    return f'<task id="{number}" name="{name}" meeting="true" start="{start}" duration="0" {more}>{inner}</task>'


def depend(successor: int, kind: int = 2, difference: int = 0) -> str:
    return f'<depend id="{successor}" type="{kind}" difference="{difference}" hardness="Strong"/>'


def test_a_milestone_with_its_phase_owner_notes_and_baseline() -> None:
    inner = "<notes><![CDATA[\n   Two lines\n   of notes \n]]></notes>"
    data = gan(
        task(
            1,
            5,
            milestone(2, "2026-03-09", inner, " Span closed ", 'complete="100" webLink="https%3A%2F%2Fx.example"'),
            "Steel",
        ),
        '<resources><resource id="7" name="Ana" contacts="ana@x.example"/><resource id="8" name="Raj"/></resources>'
        "<allocations>"
        '<allocation task-id="2" resource-id="8" responsible="false"/>'
        '<allocation task-id="2" resource-id="7" responsible="true"/></allocations>'
        '<previous><previous-tasks name="First"><previous-task id="2" start="2026-03-03"/></previous-tasks>'
        '<previous-tasks name="Agreed"><previous-task id="2" start="2026-03-06" duration="1"/></previous-tasks>'
        "</previous>",
    )
    incoming = read_gan(data, "file")
    project = incoming.projects[0]
    assert (project.name, project.phases, project.baseline_name, project.working_days) == (
        "Bridge",
        ("Steel",),
        "Agreed",
        31,
    )
    found = only(incoming)
    assert found.where.startswith("line ")
    assert (found.ref, found.title, found.phase, found.owner) == ("2", "Span closed", "Steel", "Ana")
    assert (found.due_on, found.done_on, found.baseline_on) == (date(2026, 3, 9), date(2026, 3, 9), date(2026, 3, 6))
    assert found.notes == "Two lines\nof notes\n\nhttps://x.example"
    assert project.baselines == (IncomingBaseline("First", (("2", date(2026, 3, 3)),)),)
    assert project.people == (IncomingPerson("Ana", "ana@x.example"),)
    assert any("1 task: only milestones are imported" in reason for reason in reasons(incoming))


def test_a_project_without_a_name_is_called_after_its_file() -> None:
    assert read_gan(gan(milestone(1), name=" "), "house").projects[0].name == "house"


def test_the_direct_parent_is_the_phase_and_parents_of_one_name_are_told_apart() -> None:
    tasks = "".join(task(n, 1, task(n + 1, 1, milestone(n + 2), "Test"), f"Release {n}") for n in (10, 20))
    assert read_gan(gan(tasks), "x").projects[0].phases == ("Release 10 / Test", "Release 20 / Test")


def test_the_working_week_comes_from_the_file() -> None:
    data = gan(milestone(1)).replace(b'fri="0"', b'fri="1"').replace(b'sun="1"', b'sun="0"')
    assert read_gan(data, "x").projects[0].working_days == 0b1001111


def dates(*lines: str) -> bytes:
    return gan(milestone(1)).replace(b"</calendars>", "".join(lines).encode() + b"</calendars>")


@pytest.mark.parametrize("week", ["", WEEK.replace('"0"', '"1"') + "</calendars>"])
def test_a_file_without_working_days_has_the_usual_ones(week: str) -> None:
    data = gan(milestone(1)).replace(f"{WEEK}</calendars>".encode(), week.encode())
    assert read_gan(data, "x").projects[0].working_days == 31


def test_holidays_are_taken_those_of_every_year_for_the_years_of_the_plan() -> None:
    data = dates(
        '<date year="" month="5" date="1" type="HOLIDAY"><![CDATA[Labour\nDay ]]></date>',
        '<date year="2026" month="4" date="3"><![CDATA[Good Friday]]></date>',
        '<date year="2026" month="4" date="3" type="HOLIDAY"/>',
    )
    incoming = read_gan(data, "x")
    assert incoming.projects[0].holidays == (
        IncomingHoliday(date(2026, 4, 3), "Good Friday"),
        IncomingHoliday(date(2026, 5, 1), "Labour Day"),
        IncomingHoliday(date(2027, 5, 1), "Labour Day"),
    )
    assert reasons(incoming) == []


def test_what_is_no_holiday_is_told_with_its_reason() -> None:
    data = dates(
        '<date year="" month="3" date="1" type="NEUTRAL">St David</date>',
        '<date year="2026" month="2" date="30" type="HOLIDAY"/>',
        "<date/>",
    )
    assert reasons(read_gan(data, "x")) == [
        "line 1: St David: it is not a day off",
        'line 1: 2026-2-30: "30" in month "2" is not a date',
        'line 1: a day: "" in month "" is not a date',
    ]


@pytest.mark.parametrize(("kind", "lag"), [(1, 0 + 7), (2, 5 + 7), (3, 5 - 7 + 7), (4, 0 - 7 + 7)])
def test_each_type_of_link_between_two_tasks(kind: int, lag: int) -> None:
    tasks = milestone(1, inner=depend(2)) + task(2, 5, depend(3, kind)) + task(3, 7, depend(4)) + milestone(4)
    assert links(read_gan(gan(tasks), "x")) == {("1", "4"): lag}


@pytest.mark.parametrize("kind", [1, 2, 3, 4])
def test_between_milestones_every_type_is_the_same(kind: int) -> None:
    tasks = milestone(1, inner=depend(2, kind, -3)) + milestone(2)
    assert links(read_gan(gan(tasks), "x")) == {("1", "2"): -3}


def test_a_lag_counts_and_may_be_negative() -> None:
    tasks = milestone(1, inner=depend(2, 2, 4)) + task(2, 10, depend(3, 2, -1)) + milestone(3)
    assert links(read_gan(gan(tasks), "x")) == {("1", "3"): 13}


def test_a_milestone_of_format_2_has_no_days_of_its_own() -> None:
    data = gan(milestone(1, inner=depend(2)) + milestone(2, inner=depend(3)) + milestone(3))
    assert links(read_gan(data.replace(b'duration="0"', b'duration="1"'), "x")) == {("1", "2"): 0, ("2", "3"): 0}


def test_a_link_to_a_summary_holds_for_all_its_tasks_and_one_from_it_waits_for_them() -> None:
    inside = task(11, 3, depend(12)) + task(12, 4) + task(13, 6)
    tasks = milestone(1, inner=depend(10)) + task(10, 99, depend(2, 2, 1) + inside) + milestone(2)
    assert links(read_gan(gan(tasks), "x")) == {("1", "2"): 8}


def test_summaries_within_summaries_and_a_milestone_inside() -> None:
    inside = task(11, 3, task(12, 4, depend(13)) + milestone(13))
    tasks = milestone(1, inner=depend(10)) + task(10, 1, inside + depend(2)) + milestone(2)
    assert links(read_gan(gan(tasks), "x")) == {("1", "13"): 4, ("13", "2"): 0}


def test_what_cannot_be_said_between_milestones_is_told_with_its_reason() -> None:
    inside = task(11, 3)
    tasks = (
        milestone(1, inner=depend(10, 3) + depend(77) + depend(1) + depend(2, 9))
        + task(10, 1, inside + depend(2, 1))
        + milestone(2)
        + task(3, 1, depend(4) + task(4, 1), "Outer")
        + task(5, 1, '<depend id="2" type="2" difference="soon"/>')
    )
    told = " | ".join(reasons(read_gan(gan(tasks), "x")))
    assert 'link "M1" → "10": links to the finish of a summary task are not supported' in told
    assert 'link "10" → "M2": links from the start of a summary task are not supported' in told
    assert 'link "M1" → "77": its successor is not in the file' in told
    assert 'link "M1" → "M1": it links a task to itself or to its own summary task' in told
    assert 'link "Outer" → "4": it links a task to itself or to its own summary task' in told
    assert 'its type "9" is unknown' in told
    assert 'its lag "soon" is not a number of days' in told


def test_a_loop_of_tasks_is_cut_and_told() -> None:
    tasks = milestone(1, inner=depend(2)) + task(2, 2, depend(3)) + task(3, 3, depend(2) + depend(4)) + milestone(4)
    incoming = read_gan(gan(tasks), "x")
    assert links(incoming) == {("1", "4"): 5}
    assert any('link "3" → "2": it closes a loop of links' in reason for reason in reasons(incoming))


def test_what_refers_to_an_id_that_is_there_twice_is_taken_for_the_first_with_it() -> None:
    tasks = [
        milestone(1, name="Start", inner=depend(2) + '<depend id="" type="2" difference="0"/>'),
        milestone(2, name="First"),
        milestone(2, name="Second", inner=depend(3, difference=1)),
        milestone(0, name="Nameless").replace('id="0"', 'id=""'),
        milestone(0, name="Without").replace('id="0"', ""),
        milestone(3, name="End"),
    ]
    rest = (
        '<resources><resource id="7" name="Ana"/></resources>'
        '<allocations><allocation task-id="2" resource-id="7" responsible="true"/></allocations>'
        '<previous><previous-tasks name="Agreed"><previous-task id="2" start="2026-03-06"/></previous-tasks></previous>'
    )
    incoming = read_gan(gan("\n".join(tasks), rest), "x")
    found = incoming.projects[0].milestones
    titles = {m.ref: m.title for m in found}
    assert len(titles) == 6
    assert [m.source_id for m in found] == ["1", "2", "", "", "", "3"]
    assert {(titles[a], titles[b]): lag for (a, b), lag in links(incoming).items()} == {
        ("Start", "First"): 0,
        ("Second", "End"): 1,
    }
    assert [m.title for m in found if m.owner == "Ana" and m.baseline_on] == ["First"]
    assert reasons(incoming) == [
        'line 3: Second: links, owner and baseline ignored: they are those of an earlier task with the id "2"',
        'line 1: link "Start" → "": its successor is not in the file',
    ]


@pytest.mark.parametrize(
    ("complete", "progress", "is_done"),
    [("-5", 0, False), ("0", 0, False), ("99", 99, False), ("100", 100, True), ("150", 100, True), ("half", 0, False)],
)
def test_it_is_done_at_a_hundred_percent(complete: str, progress: int, is_done: bool) -> None:
    found = only(read_gan(gan(milestone(1, more=f'complete="{complete}"')), "x"))
    assert (found.progress, found.done_on) == (progress, found.due_on if is_done else None)


def test_every_baseline_comes_with_the_milestones_that_were_taken() -> None:
    def previous(name: str, *rows: tuple[int, str]) -> str:
        inner = "".join(f'<previous-task id="{number}" start="{start}"/>' for number, start in rows)
        return f'<previous-tasks name="{name}">{inner}</previous-tasks>'

    older = previous("A", (1, "2026-01-05"), (2, "2026-01-06"), (9, "2026-01-07")) + previous("B", (1, "2026-02-02"))
    newest = previous("C", (1, "2026-03-02"), (3, "2026-02-30"))
    rest = f"\n<previous>{older}\n{newest}</previous>"
    incoming = read_gan(gan(milestone(1) + task(2, 1) + milestone(3, "2026-04-01"), rest), "x")
    project = incoming.projects[0]
    assert project.baselines == (
        IncomingBaseline("A", (("1", date(2026, 1, 5)),)),
        IncomingBaseline("B", (("1", date(2026, 2, 2)),)),
    )
    assert project.baseline_name == "C"
    assert [m.baseline_on for m in project.milestones] == [date(2026, 3, 2), None]
    assert reasons(incoming)[0] == 'line 3: a baseline date: "2026-02-30" is not a date'


def test_an_empty_address_is_no_note_and_who_has_no_mail_address_is_only_named() -> None:
    rest = (
        '<resources><resource id="7" name="Ana" contacts=" "/><resource id="8" contacts="raj@x.example"/></resources>'
        '<allocations><allocation task-id="1" resource-id="7" responsible="true"/>'
        '<allocation task-id="2" resource-id="8" responsible="true"/></allocations>'
    )
    tasks = milestone(1, more='webLink="http://"') + milestone(2, more='webLink=""')
    project = read_gan(gan(tasks, rest), "x").projects[0]
    assert project.people == ()
    assert [(m.owner, m.notes) for m in project.milestones] == [("Ana", ""), ("", "")]


def test_rows_that_cannot_be_taken_are_told_with_their_line() -> None:
    data = gan("\n".join([milestone(1, "2026-02-30"), milestone(2, name=" "), milestone(3, more='complete="40"')]))
    incoming = read_gan(data, "x")
    assert reasons(incoming) == [
        'line 1: M1: its date "2026-02-30" is not a date',
        "line 2: a milestone: no name",
    ]
    assert (only(incoming).done_on, only(incoming).progress) == (None, 40)


def test_elements_that_stand_where_they_mean_nothing_are_passed_over() -> None:
    stray = f'{depend(1)}<notes>nobody</notes><previous-task id="1" start="2026-03-02"/>'
    notes = "<notes>its own</notes>"
    tasks = stray + milestone(1, inner=notes) + task(2, 1, task(3, 1, milestone(4, inner=notes))) + stray
    rest = f'<previous>{stray}<previous-tasks name="Agreed"/></previous><allocations>{stray}</allocations>'
    project = read_gan(gan(tasks, rest), "x").projects[0]
    assert [(m.notes, m.baseline_on) for m in project.milestones] == [("its own", None), ("its own", None)]
    assert project.links == ()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "This file is"),
        (b"<project><tasks>", "cut off in line 1"),
        (b"<html/>", "starts with <html>"),
        (b'<!DOCTYPE p [<!ENTITY a "aaaa">]><project>&a;</project>', "has a DOCTYPE"),
        (b'<?xml version="1.0" encoding="no-such"?><project a="\xe9"/>', "encoding"),
        (b"<project><tasks/></project>", "no milestones"),
        (gan(task(1, 4)), "no milestones"),
    ],
)
def test_a_broken_or_foreign_file_is_refused_in_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(ImportRefused, match=sentence):
        read_gan(data, "x")


def test_very_deep_nesting_is_read() -> None:
    depth = 20_000
    opening = "".join(f'<task id="{n}" name="{n}" duration="1">' for n in range(depth))
    data = gan(opening + milestone(depth) + "</task>" * depth)
    assert only(read_gan(data, "x")).phase == str(depth - 1)


def test_ten_thousand_tasks_take_seconds() -> None:
    rows = []
    for n in range(10_000):
        inner = depend(n + 1) + depend(n + 9)
        rows.append(milestone(n, inner=inner) if n % 4 == 0 else task(n, 3, inner))
    groups = [task(100_000 + n, 1, "".join(rows[n : n + 50])) for n in range(0, 10_000, 50)]
    data = gan("".join(groups))
    started = time.process_time()
    assert len(read_gan(data, "x").projects[0].milestones) == 2_500
    assert time.process_time() - started < 25  # quadratic would be minutes


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=300).map(lambda text: gan(milestone(1), text)))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        read_gan(data, "x")
    except ImportRefused as refusal:
        assert str(refusal).endswith(".")


def test_the_house_building_sample_of_ganttproject() -> None:
    path = sample("ganttproject_HouseBuildingSample.gan")
    incoming = read_gan(path.read_bytes(), path.stem)
    project = incoming.projects[0]
    title = {found.ref: found.title for found in project.milestones}
    assert {(title[a], title[b]): lag for (a, b), lag in links(incoming).items()} == {
        ("GanttProject 3.3", "Agreement on architectural plan"): 25,
        ("Agreement on architectural plan", "Construction completed"): 65,
        ("Construction completed", "Bring your family here"): 10,
    }
    assert project.name == path.stem
    assert project.phases == ("Architectural design", "Construction phase", "Decoration phase")


def test_the_baseline_sample() -> None:
    path = sample("tsgan_baseline-with-milestone.gan")
    incoming = read_gan(path.read_bytes(), path.stem)
    assert (only(incoming).due_on, only(incoming).baseline_on) == (date(2024, 1, 1), date(2024, 1, 4))
    assert incoming.projects[0].baseline_name == "baseline A"
