"""A report as lines of the screen: nothing is cut, nothing is wider than the column, in any size and script."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_pictures import report, report_of_several

from milestone_tui.plan.language.text import tidy, visible
from milestone_tui.report.blocks import Bar, Cell, Column, Item, Items, Report, Section, Sentence, Table, Timeline, Tone
from milestone_tui.ui.renderer import Line, line_width
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.report.lines import report_lines
from milestone_tui.ui.views.report.tables import table_lines
from milestone_tui.ui.views.report.timeline import timeline_lines
from milestone_tui.ui.views.report.wrapping import wrap

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
WIDTHS = st.integers(24, 100)


def texts_of(lines: tuple[Line, ...]) -> list[str]:
    return ["".join(text for text, _ in line).rstrip() for line in lines]


def packed(text: str) -> str:
    return "".join(text.split())


def table(*rows: tuple[str, ...], heads: tuple[str, ...] = ("Milestone", "Owner", "Why")) -> Table:
    columns = tuple(Column(head.lower(), head) for head in heads)
    return Table(columns, tuple(tuple(Cell(text, text) for text in row) for row in rows))


@pytest.mark.parametrize("width", [24, 40, 56, 76, 88])
@pytest.mark.parametrize("ascii_only", [False, True])
@pytest.mark.parametrize("made", [report, report_of_several])
def test_every_line_is_in_the_column(made: object, width: int, ascii_only: bool) -> None:
    shown: Report = made()  # type: ignore[operator]
    lines = report_lines(shown, width, ascii_only=ascii_only)
    assert max(map(line_width, lines)) <= width
    text = packed(" ".join(texts_of(lines)))
    assert packed(shown.title) in text
    for section in shown.shown:
        assert packed(section.title) in text


@given(TEXTS, TEXTS, TEXTS, TEXTS, WIDTHS)
def test_any_text_is_shown_whole(name: str, part: str, remark: str, strong: str, width: int) -> None:
    items = Items((Item(name, (part,), remark),))
    made = Report(name, part, {}, (Section("x", remark, (Sentence(part, strong), items)),))
    lines = report_lines(made, width)
    assert all(line_width(line) <= width for line in lines)
    text = packed("".join(texts_of(lines)))
    for given_text in (name, part, remark, strong):
        assert packed(visible(tidy(given_text))) in text


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=3), WIDTHS)
def test_every_cell_of_a_table_is_shown_whole(rows: list[tuple[str, str, str]], width: int) -> None:
    lines = tuple(table_lines(table(*rows), width))
    assert all(line_width(line) <= width for line in lines)
    letters = sorted(packed("".join(texts_of(lines))))
    for row in rows:
        for text in row:
            for letter in packed(visible(tidy(text))):
                assert letter in letters


def test_a_table_is_aligned_and_its_widest_column_is_wrapped() -> None:
    made = table(("Beta release", "Ana", "input from Acme Corp came late"), ("Go-live", "", "new estimate"))
    assert texts_of(tuple(table_lines(made, 44))) == [
        "  MILESTONE     OWNER  WHY",
        "  Beta release  Ana    input from Acme Corp",
        "                       came late",
        "  Go-live              new estimate",
    ]


def test_dates_and_numbers_end_on_one_edge() -> None:
    columns = (Column("m", "Milestone"), Column("due_on", "Due"), Column("amount", "Amount", is_number=True))
    days = [Cell("28 Nov", date(2026, 11, 28)), Cell("4 Dec", date(2026, 12, 4)), Cell("", None)]
    rows = tuple(
        (Cell("Beta", "Beta"), day, Cell(amount, amount)) for day, amount in zip(days, ("1", "10", "100"), strict=True)
    )
    assert texts_of(tuple(table_lines(Table(columns, rows), 60))) == [
        "  MILESTONE      DUE   AMOUNT",
        "  Beta        28 Nov        1",
        "  Beta         4 Dec       10",
        "  Beta                    100",
    ]


def test_where_columns_do_not_fit_each_row_is_an_entry() -> None:
    heads = ("Milestone", "Was", "Now", "Why", "Owner", "Criteria")
    made = table(("Beta release", "a" * 14, "b" * 14, "c" * 14, "d" * 14, ""), heads=heads)
    assert texts_of(tuple(table_lines(made, 40, ("◆", Ink.ACT)))) == [
        "◆ Beta release",
        "    Was: aaaaaaaaaaaaaa",
        "    Now: bbbbbbbbbbbbbb",
        "    Why: cccccccccccccc",
        "    Owner: dddddddddddddd",
    ]


def test_the_sign_of_a_row_has_the_colour_of_the_worst_that_it_says() -> None:
    (columns, rows) = table(("Beta", "Ana", "late"))
    for tone, ink in ((Tone.PLAIN, Ink.ACT), (Tone.GOOD, Ink.ACT), (Tone.WARN, Ink.WARN), (Tone.BAD, Ink.BAD)):
        toned = Table(columns, ((*rows[0][:2], rows[0][2]._replace(tone=tone)),))
        (_, row) = table_lines(toned, 60, ("◆", Ink.ACT))
        assert row[0] == ("◆ ", ink)


@pytest.mark.parametrize(
    ("strong", "ink"),
    [("● On track.", Ink.GOOD), ("▲ At risk.", Ink.WARN), ("■ Off track.", Ink.BAD), ("On hold.", Ink.BRIGHT)],
)
def test_the_health_has_its_colour(strong: str, ink: Ink) -> None:
    made = Report("", "", {}, (Section("health", "Health", (Sentence("Why.", strong),)),))
    assert report_lines(made, 60)[-1][0][1] is ink


def test_the_timeline_gives_way_to_its_table() -> None:
    first, last = date(2026, 10, 1), date(2026, 12, 31)
    bars = (Bar("A long title of a milestone", on=first, day="1 October 2026"),)
    drawn = Timeline(
        first, last, date(2027, 3, 1), "today", (), bars, "", table(("A long title of a milestone", "", ""))
    )
    assert "MILESTONE" in texts_of(tuple(timeline_lines(drawn, 50)))[0]
    wide = texts_of(tuple(timeline_lines(drawn, 88)))
    assert wide[1].startswith("◆ A long title of a milestone  ◆")
    assert len(wide) == 2, "today is not on it"


def test_a_bar_without_a_date_and_one_that_is_early() -> None:
    first, last = date(2026, 10, 1), date(2026, 12, 31)
    bars = (
        Bar("None", day="no date"),
        Bar("Early", baseline_on=last, on=first, day="1 Oct", slip="early", slip_days=-91, tone=Tone.GOOD),
    )
    _, none, early, today = timeline_lines(Timeline(first, last, first, "today", (), bars, "", table()), 88)
    assert "".join(text for text, _ in none).count("◆") == 1, "its sign only"
    assert ("early", Ink.GOOD) in early
    assert [text for text, ink in early if ink is Ink.GOOD and "─" in text]
    assert "today" in texts_of((today,))[0]


def test_spans_stay_together_where_no_space_is_between_them() -> None:
    assert wrap((("one", Ink.TEXT), (", two", Ink.DIM), ("!", Ink.BAD)), 6) == (
        (("one", Ink.TEXT), (",", Ink.DIM)),
        (("two", Ink.DIM), ("!", Ink.BAD)),
    )
