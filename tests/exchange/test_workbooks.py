"""Excel workbooks as tables: their values, their sheets, and files that are none, or are meant to do harm."""

from __future__ import annotations

import io
import random
import re
import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from milestone_tui.errors import ImportRefused
from milestone_tui.exchange.tables import workbook_file
from milestone_tui.exchange.tables.reading import open_tables

SHEET = "xl/worksheets/sheet1.xml"


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def workbook(*rows: list[Any], merged: tuple[str, ...] = ()) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "Plan"
    for row in rows:
        sheet.append(row)
    for area in merged:
        sheet.merge_cells(area)
    return saved(book)


def cells(data: bytes, sheet: str | None = None) -> list[list[str]]:
    return [list(row.cells) for row in open_tables(data, sheet=sheet).tables[0].rows()]


def reasons(data: bytes) -> list[str]:
    return [f"{remark.where}: {remark.what}: {remark.reason}" for remark in open_tables(data).tables[0].remarks]


def changed(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            content = old.read(member)
            new.writestr(member, change(content) if member == name else content)
    return out.getvalue()


def zipped(**members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


PLAN = workbook(["Milestone", "Due"], ["Roof on", date(2026, 12, 18)], ["Handover", date(2027, 1, 8)])


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        ("Roof on", "General", "Roof on"),
        ('say "yes", twice\nor not', "General", 'say "yes", twice\nor not'),
        (12, "General", "12"),
        (12.0, "General", "12"),
        (0.1 + 0.2, "General", "0.3"),
        (0.45, "0%", "45%"),
        (0.455, "0.0%", "45.5%"),
        (1, "0%", "100%"),
        (1234.5, "[$€-407] #,##0.00", "€ 1234.5"),
        (1234.5, '"$"#,##0.00', "$ 1234.5"),
        (1234, "[$CHF] #,##0", "CHF 1234"),
        (1.234, "General", "1.2340"),
        (True, "General", "yes"),
        (False, "General", "no"),
        (date(2026, 12, 18), "dd/mm/yyyy", "2026-12-18"),
        (datetime.combine(date(2026, 12, 18), time(17, 30)), "dd.mm.yy hh:mm", "2026-12-18"),
        (time(17, 30), "hh:mm", "17:30"),
        (timedelta(hours=36, minutes=5), "[h]:mm", "36:05"),
        (0, "dd/mm/yyyy", "1900-01-00"),
        (46374, "General", "46374"),
        ("46374", "@", "46374"),
        ("=cmd", "@", "=cmd"),
        (None, "General", ""),
    ],
)
def test_a_value_is_the_text_that_csv_would_have(value: Any, number_format: str, text: str) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["A", "B"])
    sheet["A2"] = "x"
    sheet["B2"].value = value
    if isinstance(value, str):
        sheet["B2"].data_type = "s"
    sheet["B2"].number_format = number_format
    data = saved(book)
    assert cells(data)[1] == ["x", text]


def test_dates_of_the_macs_calendar_are_the_same_days() -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append(["Due", date(2026, 12, 18)])
    assert cells(saved(book)) == [["Due", "2026-12-18"]]


def test_merged_cells_have_their_value_in_all_of_them_but_a_title_across_the_table_only_once() -> None:
    data = workbook(
        ["Plan of the year", None, None, None],
        ["Name", "Planned", None, "Phase"],
        [None, "Start", "Finish", None],
        ["Roof on", "1", "2", "Build"],
        ["Windows", "1", "2", None],
        merged=("A1:D1", "B2:C2", "A2:A3", "D4:D5"),
    )
    assert cells(data) == [
        ["Plan of the year", "", "", ""],
        ["Name", "Planned", "Planned", "Phase"],
        ["Name", "Start", "Finish", ""],
        ["Roof on", "1", "2", "Build"],
        ["Windows", "1", "2", "Build"],
    ]


def test_rows_have_the_numbers_of_the_sheet_and_blank_ones_are_kept() -> None:
    data = workbook(["a"], [None], ["b"], *[[None]] * 40, ["c"])
    rows = list(open_tables(data).tables[0].rows())
    assert [(row.line, row.is_blank) for row in rows] == [
        *((1, False), (2, True), (3, False), (4, True), (5, True), (44, False))
    ]
    assert list(open_tables(data).tables[0].rows()) == rows


def test_hidden_rows_errors_and_formulas_without_a_value_are_told() -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "Plan"
    for row in (["a", "b"], ["x", "=A2"], ["y", "#REF!"], ["z", "=A2"]):
        sheet.append(row)
    sheet["B3"].data_type = "e"
    sheet.row_dimensions[2].hidden = True
    data = saved(book)
    assert cells(data) == [["a", "b"], ["x", ""], ["y", ""], ["z", ""]]
    assert reasons(data) == [
        'sheet "Plan": 1 hidden row: imported too',
        'sheet "Plan": cell B3: an error, read as empty',
        'sheet "Plan": cell B2, B4: a formula without a saved value, read as empty; save it in Excel first',
    ]
    with_value = changed(data, SHEET, lambda sheet: re.sub(rb"<f>A2</f><v ?/?>(</v>)?", b"<f>A2</f><v>7</v>", sheet))
    assert cells(with_value)[1:] == [["x", "7"], ["y", ""], ["z", "7"]]


def test_a_sheet_is_named_or_each_visible_one_is_a_table() -> None:
    book = Workbook()
    book.active.title = "Plan"
    book.active.append(["a"])
    book.create_sheet("Übersicht").append(["b"])
    book.create_sheet("Lists").append(["c"])
    book["Lists"].sheet_state = "hidden"
    data = saved(book)
    assert [(table.name, table.place) for table in open_tables(data).tables] == [("Plan", "row"), ("Übersicht", "row")]
    assert cells(data, "übersicht ") == [["b"]]
    assert cells(data, "lists") == [["c"]]
    with pytest.raises(ImportRefused) as refusal:
        open_tables(data, sheet="Plam")
    assert str(refusal.value) == (
        'There is no sheet "Plam" in this workbook. Its sheets are "Plan", "Übersicht", "Lists".'
    )


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"PK\x03\x04rest", "This workbook is damaged"),
        (PLAN[:2_000], "This workbook is damaged"),
        (zipped(**{"plan.csv": "x"}), "This is not an Excel workbook. Save it as"),
        (zipped(**{"xl/workbook.xml": '<a xmlns="http://purl.oclc.org/ooxml/x"/>'}), "Strict Open XML workbook"),
        (zipped(**{"xl/workbook.xml": "<a/>"}), "This workbook is damaged"),
        (changed(PLAN, SHEET, lambda sheet: sheet[: len(sheet) // 2]), "This workbook is damaged"),
        (changed(PLAN, "xl/styles.xml", lambda _: b""), "This workbook is damaged"),
        (changed(PLAN, SHEET, lambda sheet: sheet.replace(b'row r="3"', b'row r="99999999999"')), "damaged"),
        (changed(PLAN, SHEET, lambda sheet: sheet.replace(b'row r="3"', b'row r="1"')), "damaged"),
    ],
)
def test_what_is_no_workbook_is_named_with_the_way_in(data: bytes, sentence: str) -> None:
    with pytest.raises(ImportRefused) as refusal:
        cells(data)
    assert sentence in str(refusal.value) and str(refusal.value).endswith(".")


def test_without_openpyxl_it_is_said_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(
        ImportRefused, match=r"Install it with `pip install 'milestone-tui\[xlsx\]'`, or save the sheet"
    ):
        cells(PLAN)


ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"])
def test_entities_are_refused_wherever_they_are(part: str) -> None:
    bomb = changed(
        PLAN, part, lambda content: ENTITIES + content[content.index(b"?>") + 2 if b"?>" in content else 0 :]
    )
    with pytest.raises(ImportRefused, match="DOCTYPE, which no workbook has"):
        cells(bomb)


def with_more(name: str, more: bytes) -> bytes:
    out = io.BytesIO(PLAN)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, more)
    return out.getvalue()


def test_what_grows_without_end_is_refused_unopened(monkeypatch: pytest.MonkeyPatch) -> None:
    noise = random.Random(1).randbytes(3 << 20)
    with_parts = with_more("xl/media/a.png", noise)
    assert cells(with_parts) == cells(PLAN)
    refused = [with_more("xl/worksheets/sheet9.xml", b" " * (20 << 20))]
    for limit in ("_MOST_BYTES", "_MOST_TEXTS"):
        monkeypatch.setattr(workbook_file, limit, 2 << 20)
        refused.append(with_more("xl/sharedStrings.xml", noise))
    for data in refused:
        with pytest.raises(
            ImportRefused, match=r"Nothing was imported: this workbook has \d+ MB unpacked, in \d+ parts"
        ):
            cells(data)


def test_a_tag_without_end_is_refused() -> None:
    noise = random.Random(2).randbytes(600_000).hex().encode()
    with pytest.raises(ImportRefused, match="damaged"):
        cells(changed(PLAN, SHEET, lambda sheet: sheet.replace(b"<sheetData>", b'<sheetData x="' + noise + b'">')))


def test_a_row_far_below_and_a_cell_far_to_the_right_take_no_time() -> None:
    far = changed(PLAN, SHEET, lambda s: s.replace(b'row r="3"', b'row r="1048576"').replace(b'"A3"', b'"A1048576"'))
    assert [row.line for row in open_tables(far).tables[0].rows()] == [1, 2, 3, 4, 1_048_576]
    wide = changed(PLAN, SHEET, lambda sheet: sheet.replace(b'r="B3"', b'r="XFD3"'))
    (table,) = open_tables(wide).tables
    assert {len(row.cells) for row in table.rows()} == {1_000}
    assert [remark.what for remark in table.remarks] == ["columns beyond 1,000"]


def test_the_size_that_a_sheet_states_is_not_believed() -> None:
    data = changed(PLAN, SHEET, lambda sheet: sheet.replace(b'<dimension ref="A1:B3"', b'<dimension ref="A1:XFD9"'))
    assert cells(data) == cells(PLAN)
    assert b"XFD9" in zipfile.ZipFile(io.BytesIO(data)).read(SHEET)


texts = st.text(st.characters(exclude_categories=["C"]), max_size=20).map(lambda text: text.replace("_x", "x"))
values = (
    texts | st.integers(-(10**9), 10**9) | st.booleans() | st.dates(date(1950, 1, 1), date(2199, 12, 31)) | st.none()
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(values, min_size=3, max_size=3), min_size=1, max_size=6))
def test_written_values_come_back(rows: list[list[Any]]) -> None:
    book = Workbook()
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            cell = book.active.cell(number, column, value)
            if isinstance(value, str):
                cell.data_type = "s"

    def text(value: Any) -> str:
        if isinstance(value, bool):
            return "yes" if value else "no"
        return "" if value is None else str(value)

    read = {row.line: list(row.cells) for row in open_tables(saved(book)).tables[0].rows()}
    for number, row in enumerate(rows, start=1):
        expected = [text(value) for value in row]
        got = read.get(number, [])
        assert [*got, *[""] * (3 - len(got))] == expected


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(zipfile.ZipFile(io.BytesIO(PLAN)).namelist()), st.data())
def test_a_damaged_part_is_read_or_refused(part: str, data: st.DataObject) -> None:
    def damage(content: bytes) -> bytes:
        place = data.draw(st.integers(0, len(content)))
        new = data.draw(st.sampled_from([b"", b"<", b'"', b"-1", b"99999999999", b"NaN", b"1e400", b"\xff", b"&x;"]))
        return content[:place] + new + content[place + data.draw(st.integers(0, 9)) :]

    try:
        for table in open_tables(changed(PLAN, part, damage)).tables:
            list(table.rows())
            assert isinstance(table.remarks, tuple)
    except ImportRefused as refusal:
        assert str(refusal).endswith(".")


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(PLAN) - 1), st.binary(min_size=1, max_size=20))
def test_a_damaged_file_is_read_or_refused(place: int, new: bytes) -> None:
    try:
        for table in open_tables(PLAN[:place] + new + PLAN[place + len(new) :]).tables:
            list(table.rows())
    except ImportRefused as refusal:
        assert str(refusal).endswith(".")
