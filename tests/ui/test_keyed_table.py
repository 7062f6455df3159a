"""Tables of declared columns: how wide they are, and where the cursor stays."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.geometry import Region

from milestone_tui.ui.renderer import Line, Renderer, line_width
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.columns import Column, column_widths, head_words, laid_out, row_words
from milestone_tui.ui.widgets.keyed_table import KeyedTable

columns = st.lists(
    st.builds(
        lambda width, gap, after, least, most: Column[str](
            "HEAD", str, width, gap=gap, after=after, least=least, most=least + most
        ),
        width=st.just(0) | st.integers(1, 12),
        gap=st.integers(0, 3),
        after=st.integers(0, 2),
        least=st.integers(0, 6),
        most=st.integers(0, 40),
    ),
    min_size=1,
    max_size=7,
)


@settings(max_examples=500)
@given(columns, st.integers(0, 200))
def test_columns_keep_their_bounds_and_fill_the_width_as_far_as_they_want(
    columns: list[Column[str]], width: int
) -> None:
    widths = column_widths(columns, width)
    flexible = [(column, wide) for column, wide in zip(columns, widths, strict=True) if not column.width]
    assert all(wide == column.width for column, wide in zip(columns, widths, strict=True) if column.width)
    assert all(column.least <= wide <= column.most for column, wide in flexible)
    left = width - sum(column.gap + column.after for column in columns) - sum(widths)
    if left > 0:
        assert all(wide == column.most for column, wide in flexible), "nothing is left that a column wants"
    elif left < 0:
        assert all(wide == column.least for column, wide in flexible), "only where the least is too much already"


@settings(max_examples=200)
@given(columns, st.integers(0, 200), st.text(max_size=30), st.booleans())
def test_heads_and_rows_stand_in_the_same_cells(
    columns: list[Column[str]], width: int, word: str, current: bool
) -> None:
    layout = laid_out([column._replace(tag=lambda row: "tag") for column in columns], width, width)
    assert line_width(((head_words(layout), Ink.DIM),)) == line_width(row_words(layout, word, current))


def test_a_column_that_asks_for_more_room_is_left_out() -> None:
    columns = [Column[str]("A", str, 3), Column[str]("B", str, 3, at_width=40)]
    assert [[column.head for column, _ in laid_out(columns, width, width)] for width in (39, 40)] == [["A"], ["A", "B"]]


def test_a_column_may_have_another_ink_under_the_cursor_and_a_head_a_mark() -> None:
    layout = laid_out([Column[str]("NAME", str, 8, Ink.DIM, Ink.BRIGHT, gap=1)], 20, 20)
    assert row_words(layout, "kiwi") == [(" kiwi    ", Ink.DIM)]
    assert row_words(layout, "kiwi", current=True) == [(" kiwi    ", Ink.BRIGHT)]
    assert (head_words(layout), head_words(layout, "NAME")) == (" NAME    ", " NAME ↓  ")
    assert head_words(laid_out([Column[str]("", str, 2)], 9, 9)) == " " * 4


class Fruit(KeyedTable[str]):
    """Words under the letter that they begin with."""

    MARGIN = 3

    def __init__(self, renderer: Renderer, hint: str = "") -> None:
        self.painted: list[Region | None] = []
        super().__init__(renderer, hint)

    def columns(self, width: int) -> Sequence[Column[str]]:
        name: Column[str] = Column(
            "NAME", str, gap=0, least=4, most=20, tag=lambda word: "best" if word == "kiwi" else ""
        )
        length: Column[str] = Column("LETTERS", lambda word: str(len(word)), 7, Ink.DIM, right=True)
        return (name, length) if width >= 30 else (name,)

    def key_of(self, entry: str) -> Hashable | None:
        return entry.partition(":")[0] if len(entry) > 1 else None

    def heading(self, entry: str) -> Line:
        return ((f" {entry}", Ink.BRIGHT),)

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Fruit:
        self.painted.extend(regions or (None,))
        super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        return self


class FruitApp(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.table = Fruit(Renderer(), "No fruit")

    def compose(self) -> ComposeResult:
        yield self.table


def text(line: Line) -> str:
    return "".join(span for span, _ in line)


async def test_a_row_is_written_in_the_columns_there_is_room_for() -> None:
    app = FruitApp()
    async with app.run_test(size=(40, 10)) as pilot:
        assert app.table.row_count() == 1 and text(app.table.row(0, 40, False)) == "   No fruit"
        app.table.show_entries(["k", "kiwi", "kumquat"])
        assert text(app.table.head(0, 40)) == "   NAME                  LETTERS"
        assert text(app.table.row(1, 40, False)) == "   kiwi  best                  4"
        assert text(app.table.row(0, 40, False)) == " k" and not app.table.selectable(0)
        await pilot.resize_terminal(20, 10)
        assert text(app.table.head(0, 20)) == "   NAME            "
        assert line_width(app.table.row(1, 20, False)) == 19


async def test_the_cursor_stays_on_its_row() -> None:
    app = FruitApp()
    async with app.run_test(size=(40, 10)):
        app.table.show_entries(["k", "kiwi", "kumquat", "l", "lime"])
        assert app.table.selected == "kiwi", "never on a heading"
        app.table.select("lime")
        app.table.show_entries(["f", "fig", "k", "kiwi", "kumquat", "l", "lime"])
        assert app.table.selected == "lime"
        app.table.show_entries(["f", "fig", "k", "kiwi"])
        assert app.table.selected == "kiwi", "near the place where it stood"
        app.table.select("no such fruit")
        assert app.table.selected == "kiwi"
        app.table.show_entries([])
        assert app.table.selected is None


async def test_rows_that_stay_in_their_places_are_painted_only_where_they_changed() -> None:
    app = FruitApp()
    async with app.run_test(size=(40, 10)):
        rows = ["k", "kiwi", "kumquat", "l", "lime"]
        app.table.show_entries(rows)
        app.table.painted.clear()
        app.table.show_entries(list(rows))
        assert app.table.painted == []
        app.table.show_entries([*rows[:2], "kumquat:ripe", *rows[3:]])
        assert [region and region.y for region in app.table.painted] == [3], "below the heads, k and kiwi"
        app.table.painted.clear()
        app.table.show_entries(rows, repaint_all=True)
        assert app.table.painted == [None]
        app.table.show_entries(rows, "lime")
        assert app.table.selected == "lime", "where it is asked for"
