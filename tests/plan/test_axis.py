from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from milestone_tui.plan.axis import Axis, Zoom, fit, labels

OCT_14 = date(2026, 10, 14)
NOV_22 = date(2026, 11, 22)


def head(axis: Axis) -> str:
    """The labels as they stand on one line."""
    line = [" "] * axis.width
    for label in labels(axis):
        line[label.column : label.column + len(label.text)] = label.text
    return "".join(line).rstrip()


def test_a_day_is_three_cells_or_one_and_a_cell_is_three_days_or_a_week() -> None:
    later = OCT_14 + timedelta(6)
    assert Axis(OCT_14, Zoom.DAY, 60).column(later) == 18
    assert Axis(OCT_14, Zoom.WEEK, 60).column(later) == 6
    assert Axis(OCT_14, Zoom.MONTH, 60).column(later) == 2
    assert Axis(OCT_14, Zoom.QUARTER, 60).column(date(2026, 10, 18)) == 0, "a cell is a week: Sunday is in it"
    assert Axis(OCT_14, Zoom.QUARTER, 60).column(date(2026, 10, 19)) == 1, "Monday is not"
    assert Axis(OCT_14, Zoom.YEAR, 60).column(date(2027, 10, 14)) == 12
    assert Axis(OCT_14, Zoom.WEEK, 60).column(OCT_14 - timedelta(9)) == -9


def test_the_day_under_a_cell() -> None:
    days = Axis(OCT_14, Zoom.DAY, 60)
    assert [days.day_at(cell) for cell in (0, 2, 3)] == [OCT_14, OCT_14, OCT_14 + timedelta(1)]
    weeks = Axis(OCT_14, Zoom.QUARTER, 4)
    assert [weeks.first, weeks.last] == [date(2026, 10, 12), date(2026, 11, 8)]
    assert weeks.shows(date(2026, 11, 8))
    assert not weeks.shows(date(2026, 11, 9))


@pytest.mark.parametrize(
    ("zoom", "words"),
    [
        (Zoom.DAY, "Oct 2026 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 Nov   3  4  5"),
        (Zoom.WEEK, "Oct 2026    26    Nov     9      16     23      Dec   7      14"),
        (Zoom.MONTH, "Oct   Nov       Dec       Jan 2027  Feb       Mar       Apr"),
        (Zoom.QUARTER, "Oct        Jan 2027     Apr          Jul          Oct"),
        (Zoom.YEAR, "   2027        2028        2029        2030        2031        2032"),
    ],
)
def test_the_head_of_each_zoom(zoom: Zoom, words: str) -> None:
    assert head(Axis(OCT_14, zoom, 68)) == words


def test_the_year_is_told_once_where_no_january_tells_it() -> None:
    assert head(Axis(date(2026, 3, 1), Zoom.MONTH, 30)) == "Mar 2026  Apr       May"
    assert head(Axis(date(2026, 3, 10), Zoom.MONTH, 30)) == "Mar    Apr       May", "no room for it"
    assert head(Axis(date(2026, 3, 28), Zoom.MONTH, 30)) == " Apr 2026  May        Jun"


def test_a_label_is_never_cut_at_the_right_edge() -> None:
    axis = Axis(date(2026, 10, 1), Zoom.MONTH, 39)
    assert head(axis) == "Oct        Nov       Dec       Jan 2027"
    assert head(axis.resized(38)) == "Oct 2026   Nov       Dec"


def test_days_are_minor_and_months_major() -> None:
    found = labels(Axis(date(2026, 11, 30), Zoom.DAY, 20))
    assert [(label.column, label.text, label.major) for label in found] == [
        (0, "30", False),
        (3, "Dec 2026", True),
        (12, "4", False),
        (15, "5", False),
        (18, "6", False),
    ]


def test_fit_shows_everything_with_a_margin() -> None:
    axis = fit(date(2026, 10, 1), date(2027, 1, 18), 68)
    assert (axis.column(date(2026, 10, 1)), axis.column(date(2027, 1, 18))) == (1, 61)
    assert head(axis) == " Oct              Nov             Dec              Jan 2027"
    short = fit(OCT_14, OCT_14, 60)
    assert short.scale == (3, 1), "a single day does not become a wall"


def test_zoom_goes_through_the_named_scales_and_stops() -> None:
    axis = Axis(OCT_14, Zoom.MONTH, 68)
    seen = [axis.zoomed(steps, NOV_22).zoom for steps in (-9, -2, -1, 0, 1, 2, 9)]
    assert seen == [Zoom.YEAR, Zoom.YEAR, Zoom.QUARTER, Zoom.MONTH, Zoom.WEEK, Zoom.DAY, Zoom.DAY]
    finest = axis.zoomed(2, NOV_22)
    assert finest.zoomed(1, NOV_22) == finest
    fitted = fit(date(2026, 10, 1), date(2027, 1, 18), 68)
    assert fitted.zoomed(1, NOV_22).zoom is Zoom.WEEK
    assert fitted.zoomed(-1, NOV_22).zoom is Zoom.MONTH


def test_a_window_keeps_its_edge_and_scale_when_it_is_resized() -> None:
    axis = fit(date(2026, 10, 1), date(2027, 1, 18), 68)
    assert axis.resized(40).column(NOV_22) == axis.column(NOV_22)
    assert axis.resized(0).width == 0
    assert labels(axis.resized(0)) == ()


dates = st.dates() | st.dates(date(2020, 1, 1), date(2035, 12, 31)) | st.sampled_from([date.min, date.max])
widths = st.integers(1, 250)
usual = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@st.composite
def axes(draw: st.DrawFn, origins: st.SearchStrategy[date] = dates) -> Axis:
    zoom = draw(st.sampled_from(Zoom))
    if zoom is Zoom.FIT:
        a, b = draw(origins), draw(origins)
        return fit(min(a, b), max(a, b), draw(widths))
    return Axis(draw(origins), zoom, draw(widths))


@settings(deadline=None)
@given(axes(), dates, dates)
def test_columns_follow_the_calendar(axis: Axis, a: date, b: date) -> None:
    early, late = min(a, b), max(a, b)
    assert axis.column(early) <= axis.column(late)
    assert axis.locator()(late) == axis.column(late)
    assert axis.column(axis.origin) == 0


@settings(deadline=None)
@given(axes(usual), st.integers(0, 249))
def test_a_cell_and_its_day_agree(axis: Axis, column: int) -> None:
    cells, days = axis.scale
    if column < axis.width and axis.last < date.max:
        day = axis.day_at(column)
        if cells <= days:
            assert axis.column(day) == column
            assert axis.column(day - timedelta(1)) < column, "the first day in the cell"
        else:
            assert axis.column(day) <= column < axis.column(day + timedelta(1))


@settings(deadline=None)
@given(axes(usual), usual, usual, st.integers(-5, 5))
def test_marks_never_jitter_when_the_window_moves(axis: Axis, a: date, b: date, steps: int) -> None:
    if date(2300, 1, 1) > axis.last and axis.first > date(1600, 1, 1):
        moved = axis.panned(steps)
        if date.min < moved.first and moved.last < date.max:
            assert moved.column(b) - moved.column(a) == axis.column(b) - axis.column(a)
            assert (moved.first > axis.first) == (steps > 0)
            home = axis.placed(axis.first, 0)
            assert home.panned(steps).panned(-steps) == home


@settings(deadline=None)
@given(axes(usual), usual, st.integers(-5, 5))
def test_zoom_keeps_the_day_in_its_column(axis: Axis, keep: date, steps: int) -> None:
    if not axis.shows(keep):
        return
    zoomed = axis.zoomed(steps, keep)
    if date.min < zoomed.first and zoomed.last < date.max:
        widest = 3 if Zoom.DAY in (zoomed.zoom, axis.zoom) else zoomed.scale[0] // zoomed.scale[1] or 1
        assert 0 <= axis.column(keep) - zoomed.column(keep) < max(widest, 3)
        if zoomed.scale[0] <= zoomed.scale[1] and abs(steps) == 1:
            assert zoomed.column(keep) == axis.column(keep)


@settings(deadline=None)
@given(dates, dates, st.integers(10, 250))
def test_a_fit_hides_nothing(a: date, b: date, width: int) -> None:
    first, last = min(a, b), max(a, b)
    axis = fit(first, last, width)
    assert axis.shows(first)
    assert axis.shows(last)
    assert axis.column(last) < width - 1, "a margin on the right"


@settings(deadline=None, max_examples=200)
@given(axes())
def test_labels_stand_apart_and_whole_and_the_first_names_the_beginning(axis: Axis) -> None:
    found = labels(axis)
    for before, after in pairwise(found):
        assert before.column + len(before.text) < after.column
    for label in found:
        assert label.column >= 0
        assert label.column + len(label.text) <= axis.width
    if axis.width >= 14:
        naming = next(label for label in found if label.major)
        assert naming.column <= 5, "no room for a word before it"


@settings(deadline=None)
@given(axes(usual), st.integers(-8, 8))
@example(axis=Axis(date(2000, 1, 20), Zoom.WEEK, 132), steps=3)
def test_labels_stay_with_their_days_when_the_window_moves(axis: Axis, steps: int) -> None:
    moved = axis.panned(steps)
    if not (date(1600, 1, 1) < moved.first and moved.last < date(2300, 1, 1)):
        return

    def inner(window: Axis) -> set[tuple[date, str]]:
        """What is told about the days that both windows show well inside: past a month with its year at the edge."""
        low, high = max(axis.column(moved.first), 0), min(axis.width, axis.column(moved.last))
        offset = axis.column(window.first)
        return {
            (window.day_at(label.column), label.text)
            for label in labels(window)
            if low + 16 <= label.column + offset < high - 10
        }

    assert inner(axis) == inner(moved)


@settings(deadline=None)
@given(axes(), dates, st.integers(-10_000, 10_000))
def test_nothing_overflows_at_the_ends_of_the_calendar(axis: Axis, day: date, column: int) -> None:
    for moved in (axis.panned(column), axis.placed(day, column), axis.zoomed(-3, day), axis.zoomed(3, day)):
        assert date.min <= moved.first <= moved.last <= date.max
        labels(moved)
    axis.day_at(column * 1_000)
