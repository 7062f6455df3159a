"""The pictures of a report: what they show, and the tables and sentences that say the same."""

from __future__ import annotations

from datetime import date

import pytest
from factories import TODAY, milestone, phases, plan_of, project
from hypothesis import given
from hypothesis import strategies as st
from report_material import NOW, plan, second_state, state, states_of, with_history

from milestone_tui.plan.analysis.comparison import Snapshot
from milestone_tui.plan.analysis.trend import Held, TrendHistory
from milestone_tui.plan.audience import Audience
from milestone_tui.plan.model import MilestoneKind, MilestoneState
from milestone_tui.plan.report_state import ReportState
from milestone_tui.report.blocks import Block, Chart, Mark, Section, Sentence, Table, Timeline, Tone
from milestone_tui.report.status import status_report
from milestone_tui.report.text import to_text
from milestone_tui.report.ticks import amount_ticks, date_axis
from milestone_tui.report.words import read_words

CLIENT, INTERNAL = Audience.CLIENT, Audience.INTERNAL


def section(of: ReportState, key: str, audience: Audience = CLIENT) -> Section:
    """One section of the report."""
    return next(one for one in status_report(states_of(of), audience, read_words()).sections if one.key == key)


def blocks(of: ReportState, key: str, audience: Audience = CLIENT) -> tuple[Block, ...]:
    """What a section has."""
    return section(of, key, audience).blocks


def timeline(of: ReportState) -> Timeline:
    """The timeline."""
    (found,) = blocks(of, "timeline")
    assert isinstance(found, Timeline)
    return found


def chart(of: ReportState, key: str, audience: Audience = CLIENT) -> Chart:
    """The chart at the end of a section."""
    found = blocks(of, key, audience)[-1]
    assert isinstance(found, Chart)
    return found


def texts(table: Table) -> list[list[str]]:
    """The texts of a table."""
    return [[cell.text for cell in row] for row in table.rows]


def phased() -> ReportState:
    """The project with two phases, one cancelled milestone and a gate without a date."""
    shown = [m._replace(phase_id=1 if m.id < 4 else 2) for m in NOW if m.id < 7]
    shown[-1] = shown[-1]._replace(baseline_on=date(2027, 1, 8))
    shown += [
        milestone(id=8, title="Workshop", phase_id=2, state=MilestoneState.CANCELLED, due_on=date(2025, 1, 1)),
        milestone(id=9, title="Board agrees", kind=MilestoneKind.GATE, due_on=None),
    ]
    own = plan(shown)._replace(phases=phases("Build", "Launch", "Later"))
    return state()._replace(plan=own, before=Snapshot(TODAY, own), reviews=(), moves={})


# Timeline ----------------------------------------------------------------------------------------------------


def test_the_timeline_has_phases_marks_and_tones() -> None:
    found = timeline(phased())
    rows = [(bar.title, "phase" if bar.is_phase else bar.mark.value, bar.day, bar.slip, bar.tone) for bar in found.bars]
    assert rows == [
        ("Build", "phase", "", "", Tone.PLAIN),
        ("Kick-off", "done", "1 Oct", "", Tone.GOOD),
        ("Prototype accepted", "done", "19 Nov", "1 day early", Tone.GOOD),
        ("Beta release", "open", "28 Nov", "9 days late", Tone.PLAIN),
        ("Launch", "phase", "", "", Tone.PLAIN),
        ("Load test passed", "open", "4 Dec", "4 days late", Tone.PLAIN),
        ("Go-live", "open", "18 Jan 2027", "10 days late", Tone.WARN),
        ("Without a phase", "phase", "", "", Tone.PLAIN),
        ("Board agrees", "gate", "no date", "", Tone.PLAIN),
    ]
    beta = found.bars[3]
    assert (beta.baseline_on, beta.on, beta.slip_days) == (date(2026, 11, 19), date(2026, 11, 28), 9)
    assert (found.first, found.last, found.today) == (date(2026, 10, 1), date(2027, 2, 1), TODAY)
    assert [tick.label for tick in found.months] == ["Oct", "Nov", "Dec", "Jan 2027", "Feb"]
    assert found.description == ("6 milestones from 1 October to 18 January 2027: 2 done, 3 behind the baseline.")


def test_the_timeline_is_grouped_by_phase_in_plain_text() -> None:
    text = to_text(status_report(states_of(phased()), CLIENT, read_words()))
    assert (
        """\
  Milestone           Baseline    Due or done  Against baseline
Build
  Kick-off                        done 1 Oct
  Prototype accepted  20 Nov      done 19 Nov  1 day early
  Beta release        19 Nov      28 Nov       9 days late
Launch
  Load test passed    30 Nov      4 Dec        4 days late
  Go-live             8 Jan 2027  18 Jan 2027  10 days late
Without a phase
  Board agrees                    no date
"""
        in text
    )


def test_a_timeline_that_is_too_wide_is_a_list_for_each_phase() -> None:
    of = phased()
    long = NOW[0]._replace(phase_id=1, title="The kick-off with everybody from all six countries", baseline_on=TODAY)
    text = to_text(
        status_report(states_of(of._replace(plan=of.plan._replace(milestones=(long,)))), CLIENT, read_words())
    )
    assert "Build\n  - The kick-off with everybody from all six countries\n    Baseline: 22 Nov · Due or" in text


def test_a_plan_without_dates_is_a_table() -> None:
    undated = plan_of((milestone(id=1, due_on=None),), project=project())
    (found,) = blocks(state()._replace(plan=undated), "timeline")
    assert isinstance(found, Table) and texts(found)[0][1:4] == ["Beta release", "", "no date"]


def test_what_is_overdue_is_told_in_the_timeline() -> None:
    late = plan_of((milestone(id=1, due_on=date(2026, 11, 20), kind=MilestoneKind.GATE),), project=project())
    found = timeline(state()._replace(plan=late))
    assert (found.bars[0].mark, found.bars[0].tone) == (Mark.GATE, Tone.BAD)
    assert found.description == "1 milestone from 20 November to 20 November: 1 overdue."


@given(st.dates(), st.dates())
def test_any_two_days_have_an_axis_around_them(first: date, last: date) -> None:
    first, last = sorted((first, last))
    axis = date_axis(first, last, TODAY, read_words())
    assert axis.first <= first <= last <= axis.last
    places = [tick.at for tick in axis.ticks]
    assert places == sorted(set(places)) and 1 <= len(places) <= 20
    assert all(axis.first.toordinal() <= at <= axis.last.toordinal() for at in places)


@pytest.mark.parametrize(
    ("first", "last", "labels"),
    [
        (date(2025, 11, 3), date(2026, 2, 1), ["Nov 2025", "Dec", "Jan 2026", "Feb", "Mar"]),
        (date(2026, 2, 3), date(2027, 8, 31), ["Jan 2026", "Apr", "Jul", "Oct", "Jan 2027", "Apr", "Jul", "Oct"]),
        (date(2020, 2, 3), date(2027, 8, 31), [str(year) for year in range(2020, 2029)]),
        (date(2000, 2, 3), date(2027, 8, 31), [str(year) for year in range(1998, 2029, 3)]),
    ],
)
def test_a_long_time_has_wider_ticks(first: date, last: date, labels: list[str]) -> None:
    assert [tick.label for tick in date_axis(first, last, TODAY, read_words()).ticks] == labels


@given(st.integers(1, 10**9))
def test_any_amount_has_a_few_ticks_up_to_it(high: int) -> None:
    places = [tick.at for tick in amount_ticks(high)]
    assert places[0] == 0 and places[-2] < high <= places[-1] and 2 <= len(places) <= 6


# Trend and burn-up -------------------------------------------------------------------------------------------


def test_the_trend_is_drawn_from_the_reviews_and_told_in_words() -> None:
    of = with_history(state())
    since, _ = blocks(of, "trend")
    found = chart(of, "trend")
    assert since == Sentence("How the dates have moved since 6 November.")
    assert texts(found.table) == [
        ["A", "Prototype accepted", "20 Nov", "done 19 Nov", "1 day earlier", "stable", ""],
        ["B", "Beta release", "19 Nov", "28 Nov", "9 days later", "moved at short notice", ""],
        ["C", "Load test passed", "2 Dec", "4 Dec", "2 days later", "stable", ""],
        ["D", "Manual", "18 Dec", "18 Dec", "as before", "stable", ""],
        ["E", "Go-live", "25 Jan 2027", "18 Jan 2027", "7 days earlier", "recovering", ""],
    ]
    assert found.description == (
        "5 milestones as reported from 6 November to 22 November: 3 stable, 1 recovering, 1 moved at short notice."
        " A rising line moves later, a level one stays."
    )
    beta = found.lines[1]
    assert (beta.name, beta.ends_in, beta.tone, beta.is_main) == ("Beta release", "B", Tone.WARN, True)
    days = [(date.fromordinal(x), date.fromordinal(y)) for x, y in beta.points]
    assert days == [
        (date(2026, 11, 6), date(2026, 11, 19)),
        (date(2026, 11, 13), date(2026, 11, 21)),
        (date(2026, 11, 20), date(2026, 11, 28)),
        (TODAY, date(2026, 11, 28)),
    ]
    done = found.lines[0].points[-1]
    assert done == (date(2026, 11, 19).toordinal(),) * 2  # on the diagonal
    assert found.has_diagonal and found.heights == found.months


def test_only_internal_readers_see_where_a_slipping_date_leads() -> None:
    weekly = tuple(Held(date(2026, 10, 1 + 7 * n), due_on=date(2026, 12, 1 + 4 * n)) for n in range(4))
    of = state()._replace(trend=TrendHistory({3: weekly}, {}))
    last = tuple(Held(date(2026, 11, 2 + 7 * n), due_on=date(2026, 12, 17 + 3 * n)) for n in range(3))
    of = of._replace(trend=TrendHistory({3: weekly + last}, {}))
    internal, client = chart(of, "trend", INTERNAL).table, chart(of, "trend").table
    assert [column.key for column in client.columns][-1] == "reports"
    assert internal.columns[-1].key == "at_this_rate" and internal.rows[0][-1].value is not None


def test_a_trend_without_moves_is_a_sentence_and_without_two_reports_nothing() -> None:
    still = {id_: (Held(date(2026, 11, 2), due_on=date(2026, 12, 1)),) for id_ in (3, 4)}
    assert blocks(state()._replace(trend=TrendHistory(still, {})), "trend") == (
        Sentence("No date has moved since 6 November."),
    )
    new = {3: (Held(TODAY, due_on=date(2026, 12, 1)),)}
    assert blocks(state()._replace(trend=TrendHistory(new, {})), "trend") == ()
    assert blocks(state(), "trend") == () and blocks(state(), "burn_up") == ()


def test_of_many_milestones_those_that_moved_most_are_drawn() -> None:
    made = [milestone(id=n, title=f"M{n}", due_on=date(2027, 1, 1)) for n in range(1, 31)]
    held = {
        n: (Held(date(2026, 11, 2), due_on=date(2026, 12, 1)), Held(date(2026, 11, 9), due_on=date(2026, 12, 1 + n)))
        for n in range(1, 31)
    }
    of = state()._replace(plan=plan(made), trend=TrendHistory(held, {}))
    assert [line.name for line in chart(of, "trend").lines] == [f"M{n}" for n in range(19, 31)]


def test_the_burn_up_counts_milestones() -> None:
    found = chart(with_history(state()), "burn_up")
    assert texts(found.table) == [
        ["31 Oct", "0", "1", "", "5"],
        ["22 Nov", "2", "2", "", "6"],
        ["30 Nov", "3", "", "3", ""],
        ["31 Dec", "3", "", "5", ""],
        ["31 Jan 2027", "4", "", "7", ""],
    ]
    assert found.description == (
        "2 of 7 milestones done on 22 November, 2 planned. The last one is expected on 18 January 2027."
    )
    assert {line.name: line.is_main for line in found.lines} == {
        "In all": False,
        "Planned": False,
        "Expected": False,
        "Done": True,
    }
    assert found.lines[-1].points == (
        (date(2026, 10, 1).toordinal(), 0),
        (date(2026, 10, 1).toordinal(), 1),
        (date(2026, 11, 19).toordinal(), 2),
        (TODAY.toordinal(), 2),
    )
    assert [tick.at for tick in found.heights] == [0, 2, 4, 6, 8]


def test_a_report_on_several_projects_has_their_pictures_in_its_parts() -> None:
    both = states_of(with_history(state()), second_state(), client="Acme Corp")
    first, second = status_report(both, CLIENT, read_words()).parts
    assert {"timeline", "trend", "burn_up"} <= {one.key for one in first.shown}
    assert {one.key for one in second.shown} & {"timeline", "trend", "burn_up"} == {"timeline"}
