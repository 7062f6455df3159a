"""The shared plot: where its dots are, its labels, its ASCII, and that only lines that differ are painted again."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.geometry import Region

from milestone_tui.ui.renderer import Line, Renderer, line_width
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.plot import PlotView
from milestone_tui.ui.widgets.plot_paint import (
    Mark,
    Plot,
    Series,
    Shape,
    Tick,
    amount_ticks,
    date_ticks,
    paint,
    short_amount,
)

FIRST, LAST = date(2026, 10, 1), date(2027, 2, 1)
DAYS = st.dates(FIRST, LAST)


def text_of(lines: tuple[Line, ...]) -> list[str]:
    return ["".join(text for text, _ in line) for line in lines]


def dates_plot(*series: Series, today: date | None = None) -> Plot:
    return Plot(FIRST, LAST, FIRST, LAST, series=series, today=today, diagonal=True)


@given(
    st.lists(st.tuples(DAYS, DAYS), max_size=12),
    st.sampled_from(list(Shape)),
    st.integers(8, 130),
    st.integers(3, 40),
    st.booleans(),
    st.integers(1, 4),
)
def test_any_series_fits_into_any_size(
    points: list[tuple[date, date]], shape: Shape, width: int, height: int, ascii_only: bool, every: int
) -> None:
    of = dates_plot(Series(tuple(sorted(points)), shape=shape, end="a", every=every), today=date(2026, 11, 22))
    lines = paint(of, width, height, ascii_only=ascii_only)
    assert len(lines) == height
    assert all(line_width(line) <= width for line in lines)
    if ascii_only:
        assert all(character.isascii() or character == "┊" for text in text_of(lines) for character in text)


def test_the_ends_of_a_line_are_in_the_corners() -> None:
    rising = text_of(paint(dates_plot(Series(((FIRST, FIRST), (LAST, LAST)))), 27, 11))
    assert rising[0].endswith("⢀⠔⠊") or rising[0][-1] != " "
    assert rising[9][7] != " "
    assert rising[9][-1] == " "
    assert rising[0][7] == " "


def test_later_is_up_and_both_axes_have_the_same_dates() -> None:
    lines = text_of(paint(dates_plot(today=None), 80, 30))
    months = [text.split()[0] for text in lines[:-1] if text[:6].strip()]
    assert months == ["Feb", "2027", "Dec", "Nov", "Oct"]
    assert [word for word in lines[-1].split() if word != "REPORTED"][:4] == ["Oct", "Nov", "Dec", "2027"]


def test_steps_hold_until_the_next_point() -> None:
    amounts = Series(((FIRST, 0), (date(2026, 12, 1), 100)), shape=Shape.STEPS)
    lines = text_of(paint(Plot(FIRST, LAST, 0, 100, series=(amounts,)), 60, 12, ascii_only=True))
    assert lines[10].count("*") > 20  # level at 0 until December
    assert sum(text.count("*") for text in lines[1:10]) == 9  # then straight up
    assert lines[0].count("*") == 1


def test_amounts_and_decimals_share_one_axis() -> None:
    of = Plot(FIRST, LAST, 0, Decimal("180000.50"), series=(Series(((FIRST, Decimal("90000.25")),), end="x"),))
    lines = text_of(paint(of, 60, 21))
    assert next(place for place, text in enumerate(lines) if "x" in text) in (9, 10)
    assert [text.split()[0] for text in lines[:-1] if text[:6].strip()] == ["150k", "100k", "50k", "0"]


def test_what_is_outside_the_axes_is_not_drawn() -> None:
    outside = ((FIRST - timedelta(5), FIRST), (LAST, LAST + timedelta(3)))
    of = Plot(
        FIRST, LAST, FIRST, LAST, series=(Series(outside, end="a"),), marks=(Mark(LAST, LAST + timedelta(1), "◇"),)
    )
    assert all(text[7:].strip() == "" for text in text_of(paint(of, 60, 20))[:-1])


def test_two_ends_at_one_place_are_both_readable() -> None:
    at = (date(2026, 11, 20), date(2026, 12, 20))
    lines = text_of(paint(dates_plot(Series((at,), end="a"), Series((at,), end="b")), 60, 20))
    assert any("ba" in text for text in lines)


@given(
    st.lists(st.tuples(DAYS, DAYS, st.sampled_from(["planned", "earned", "due"])), min_size=1, max_size=4),
    st.integers(30, 80),
    st.integers(12, 30),
)
def test_every_name_can_be_read_whole_wherever_its_line_ends(
    ends: list[tuple[date, date, str]], width: int, height: int
) -> None:
    series = [Series(((FIRST, FIRST), (x, y)), end=word) for x, y, word in ends[1:]]
    x, y, word = ends[0]
    lines = text_of(paint(dates_plot(*series)._replace(marks=(Mark(x, y, word),)), width, height, ascii_only=True))
    found = Counter(re.findall("[a-z]{3,}", " ".join(lines[:-1])))
    assert found == Counter(word for _, _, word in ends)


def test_a_name_stays_at_its_place_if_nothing_is_in_the_way() -> None:
    of = dates_plot()._replace(marks=(Mark(date(2026, 11, 1), date(2027, 1, 1), "earned"),))
    before, at = text_of(paint(dates_plot(), 60, 20)), text_of(paint(of, 60, 20))
    (row,) = [row for row, (was, now) in enumerate(zip(before, at, strict=True)) if was != now]
    on = text_of(paint(of._replace(marks=(of.marks[0]._replace(text="◇"),)), 60, 20))
    assert at[row].index("earned") == on[row].index("◇")


def test_the_later_series_has_the_ink() -> None:
    flat = ((FIRST, date(2026, 12, 1)), (LAST, date(2026, 12, 1)))
    lines = paint(dates_plot(Series(flat, Ink.WARN), Series(flat, Ink.BRIGHT)), 60, 20)
    inks = {ink for line in lines for text, ink in line if "⣀" in text or "⠤" in text or "⠒" in text or "⠉" in text}
    assert Ink.BRIGHT in inks
    assert Ink.WARN not in inks


@pytest.mark.parametrize(
    ("first", "last", "most", "expected"),
    [
        (date(2026, 10, 1), date(2027, 2, 1), 8, ["Oct", "Nov", "Dec", "2027", "Feb"]),
        (date(2026, 10, 2), date(2027, 2, 1), 3, ["Nov", "2027"]),
        (date(2024, 3, 5), date(2027, 2, 1), 6, ["Jul", "2025", "Jul", "2026", "Jul", "2027"]),
        (date(2026, 11, 3), date(2026, 11, 24), 8, ["9 Nov", "16 Nov", "23 Nov"]),
        (date(9990, 3, 5), date(9999, 12, 31), 3, ["9995"]),
    ],
)
def test_dates_are_named_as_far_as_there_is_room(first: date, last: date, most: int, expected: list[str]) -> None:
    assert [tick.text for tick in date_ticks(first, last, most)] == expected


@given(st.dates(), st.integers(0, 20_000), st.integers(1, 20))
def test_no_more_labels_than_asked_for_and_all_in_range(first: date, days: int, most: int) -> None:
    last = min(first.toordinal() + days, date.max.toordinal())
    found = date_ticks(first, date.fromordinal(last), most)
    assert len(found) <= most
    assert all(isinstance(tick.at, date) and first.toordinal() <= tick.at.toordinal() <= last for tick in found)


@given(st.integers(0, 10**15), st.integers(2, 20))
def test_amounts_rise_in_round_steps_up_to_the_highest(high: int, most: int) -> None:
    found = [tick.at for tick in amount_ticks(high, most)]
    assert found[0] == 0
    assert isinstance(found[-1], int)
    assert found[-1] >= high
    assert len(found) <= most + 1
    assert len({after - before for before, after in pairwise(found)}) == 1  # type: ignore[operator]


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (0, "0"),
        (950, "950"),
        (50_000, "50k"),
        (1_500, "1.5k"),
        (1_500_000, "1.5m"),
        (2_000_000_000, "2,000m"),
        (1_234, "1,234"),
    ],
)
def test_amounts_in_few_cells(amount: int, expected: str) -> None:
    assert short_amount(amount) == expected


def test_own_labels_replace_the_usual_ones() -> None:
    of = Plot(FIRST, LAST, 0, 100, x_ticks=(Tick(FIRST, "start"),), y_ticks=(Tick(100, "100%"),), y_title="DONE")
    lines = text_of(paint(of, 60, 12))
    assert lines[0].strip() == "DONE"
    assert lines[1].split() == ["100%"]
    assert lines[-1].split() == ["start"]


class _Counting(PlotView):
    """Notes which lines are painted."""

    painted: list[int]

    def render_line(self, y: int):  # type: ignore[no-untyped-def]
        self.painted.append(y)
        return super().render_line(y)


async def test_only_lines_that_differ_are_painted_again() -> None:
    view = _Counting(Renderer())
    view.painted = []

    class Stage(App[None]):
        def compose(self) -> ComposeResult:
            yield view

    low, high = date(2026, 10, 20), date(2027, 1, 20)

    def plot(bright: date) -> Plot:
        lines = (Series(((FIRST, day), (LAST, day)), Ink.BRIGHT if day == bright else Ink.DIM) for day in (low, high))
        return dates_plot(*lines)

    async with Stage().run_test(size=(80, 30)) as pilot:
        view.plot = plot(low)
        await pilot.pause()
        view.painted.clear()
        view.plot = plot(high)
        await pilot.pause()
        assert 0 < len(set(view.painted)) <= 3
        view.painted.clear()
        view.plot = plot(high)
        await pilot.pause()
        assert view.painted == []
        assert view.region == Region(0, 0, 80, 30)
