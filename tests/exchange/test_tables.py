"""Reading tables of milestones."""

from __future__ import annotations

import csv
import io
import time
import tracemalloc
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from read_plans import reasons

from milestone_tui.errors import ImportRefused
from milestone_tui.exchange.reading import read_plan
from milestone_tui.exchange.tables import rows as table_rows
from milestone_tui.exchange.tables.options import TableOptions
from milestone_tui.exchange.tables.reader import read_table
from milestone_tui.plan.imported import ImportedPlan, IncomingMilestone, Skipped
from milestone_tui.plan.model import MilestoneKind


def read(text: str, dates: str | None = None) -> ImportedPlan:
    return read_table(text.encode(), "file", table=TableOptions(dates))


def told(incoming: ImportedPlan) -> list[str]:
    return [column.sentence for column in incoming.columns]


def rows(incoming: ImportedPlan) -> list[IncomingMilestone]:
    return [milestone for project in incoming.projects for milestone in project.milestones]


def test_every_column_of_the_plain_table() -> None:
    incoming = read(
        "project,phase,title,owner,baseline,due,done,notes\n"
        "ACME,Build,Beta release,Ana,2026-11-19,2026-11-28,,bring cake\n"
        "NORD,Discovery,Kick-off,Raj,2026-10-01,2026-10-01,2026-10-02,\n"
        "acme,Launch,Go-live,,,2027-01-18,,\n"
    )
    assert [(p.name, p.phases, len(p.milestones)) for p in incoming.projects] == [
        ("ACME", ("Build", "Launch"), 2),
        ("NORD", ("Discovery",), 1),
    ]
    beta, go_live, kick_off = rows(incoming)
    assert (beta.title, beta.phase, beta.owner, beta.notes) == ("Beta release", "Build", "Ana", "bring cake")
    assert (beta.baseline_on, beta.due_on, beta.done_on) == (date(2026, 11, 19), date(2026, 11, 28), None)
    assert (kick_off.done_on, kick_off.where) == (date(2026, 10, 2), "line 3")
    assert (go_live.owner, go_live.baseline_on) == ("", None)
    assert incoming.remarks == ()


def test_the_kind_is_a_word_or_a_delivery() -> None:
    incoming = read("title;kind\nBoard;Gate\nInvoice;payment\nBeta;\nSpec;milestone\n")
    assert [m.kind for m in rows(incoming)] == [
        *(MilestoneKind.GATE, MilestoneKind.PAYMENT, MilestoneKind.DELIVERY, MilestoneKind.DELIVERY),
    ]
    assert reasons(incoming) == ['line 5: Spec: imported as delivery: unknown kind "milestone"']


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_separator_and_encoding_are_found_out(separator: str, encoding: str) -> None:
    text = separator.join(["Task Name", "Due_Date:", "Assigned To"]) + "\r\n"
    text += separator.join(["Übergabe", "2026-12-01", "Kovač"]) + "\r\n"
    (found,) = rows(read_plan(text.encode(encoding), "x"))
    assert (found.title, found.due_on, found.owner) == ("Übergabe", date(2026, 12, 1), "Kovač")


def test_the_separator_is_the_one_that_makes_columns_of_the_header() -> None:
    (found,) = rows(read("Title, with commas;due;who\nA, B; 2026-12-01;Ana\n".replace("Title, with commas", "title")))
    assert (found.title, found.owner) == ("A, B", "Ana")


def test_the_separator_that_a_spreadsheet_states_is_taken() -> None:
    (found,) = rows(read("sep=;\r\ntitle;due\r\nA;2026-12-01\r\n"))
    assert (found.title, found.where) == ("A", "line 3")


def test_what_is_not_utf8_is_read_as_windows_and_told() -> None:
    incoming = read_table("title\nÜbergabe\n".encode("cp1252"), "x")
    assert rows(incoming)[0].title == "Übergabe"
    assert "Windows-1252" in reasons(incoming)[0]


def test_of_two_columns_for_one_field_the_better_one_is_taken_and_the_other_told() -> None:
    incoming = read("finish,title,due date,budget\n2027-01-01,A,2026-12-01,5\n")
    (found,) = rows(incoming)
    assert (found.due_on, found.value) == (date(2026, 12, 1), Decimal(5))
    assert told(incoming) == [
        '"finish" is skipped: due is read from "due date"',
        '"due date" is read as due',
        '"budget" is read as value',
    ]


def test_a_column_says_the_same_only_where_its_cells_are_the_same() -> None:
    same = read("title,due date,end date\nA,2026-12-01,2026-12-01\nB,,\n")
    assert told(same)[-1] == '"end date" is skipped: its cells are the same as those of "due date"'
    other = read("title,due date,end date\nA,2026-12-01,2026-12-01\nB,,2026-12-02\n")
    assert told(other)[-1] == '"end date" is skipped: due is read from "due date"'


def test_quoted_line_breaks_and_ragged_rows() -> None:
    incoming = read('title,due,notes\n"A\nB",2026-12-01,"one\ntwo"\nC\n\nD,2026-12-02,,,\nE,2026-12-02,,,x\nF\n')
    assert [(m.title, m.notes, m.where) for m in rows(incoming)] == [
        ("A B", "one\ntwo", "line 2"),
        ("C", "", "line 5"),
        ("D", "", "line 7"),
        ("F", "", "line 9"),
    ]
    assert reasons(incoming) == ["line 8: E: 5 cells, the header has 3; quote values that contain the separator"]


def test_rows_that_cannot_be_understood_are_left_out_with_the_reason() -> None:
    incoming = read(
        "title,due,done,status\nA,31/02/2026,,\n ,28/02/2026,,\nB,soon,,\n"
        "C,28/02/2026,maybe,\nD,,,cancelled\nE,tbd,yes,\n"
    )
    assert reasons(incoming) == [
        'line 2: A: due "31/02/2026" is not a date',
        "line 3: a row: no title",
        'line 4: B: due "soon" is not a date',
        'line 5: C: done "maybe" is neither a date nor yes or no',
        "line 7: E: imported as open: done, but without a done date",
    ]
    assert [m.title for m in rows(incoming)] == ["D", "E"]


def test_what_is_too_long_leaves_its_row_out_and_no_project_behind() -> None:
    title, line = "t" * 501, "l" * 1001
    incoming = read(
        f"project,phase,title,owner\nA,,{title},\n{line},,B,\nA,{line},C,\nA,,D,{line}\nA,,\u200b,\n",
    )
    assert incoming.projects == ()
    assert reasons(incoming) == [
        f"line 2: {title}: The title is too long: 501 characters, at most 500.",
        "line 3: B: The project is too long: 1,001 characters, at most 1,000.",
        "line 4: C: The phase is too long: 1,001 characters, at most 1,000.",
        "line 5: D: The owner is too long: 1,001 characters, at most 1,000.",
        "line 6: \u200b: Enter a title.",
    ]


def test_the_number_that_a_spreadsheet_has_for_a_day_is_called_that() -> None:
    incoming = read(f"title,due,done\nA,46357,\nB,46357.5,\nC,12345678901,\nD,{'9' * 90},\n")
    number = "is a spreadsheet date number; format the column as a date and export again"
    assert reasons(incoming) == [
        f'line 2: A: due "46357" {number}',
        f'line 3: B: due "46357.5" {number}',
        'line 4: C: due "12345678901" is not a date',
        f'line 5: D: due "{"9" * 59}…" is not a date',
    ]


def test_a_date_that_a_narrow_column_hid_is_called_that() -> None:
    assert reasons(read("title,due\nA,########\nB,2026-12-04\n")) == [
        'line 2: A: due "########" is a date that the column was too narrow for; make it wider and export again'
    ]


def test_a_state_that_is_none_is_told_once() -> None:
    incoming = read("title,state\nA,Blue\nB,blue\nC,blocked\nD,50 %\nE,planned\nF,\n")
    assert reasons(incoming) == [
        'line 2: A: unknown state "Blue" ignored (further cases not listed)',
        'line 4: C: unknown state "blocked" ignored (further cases not listed)',
    ]
    assert len(rows(incoming)) == 6


def test_what_is_cancelled_is_taken_as_that_and_not_as_done() -> None:
    incoming = read("title,due,done,state\nA,2026-12-01,,Cancelled\nB,,2026-11-02,canceled\nC,,yes,dropped\nD,,,open\n")
    assert [(m.title, m.cancelled, m.done_on) for m in rows(incoming)] == [
        ("A", True, None),
        ("B", True, None),
        ("C", True, None),
        ("D", False, None),
    ]
    assert reasons(incoming) == ["line 3: B: imported as cancelled; its done date was ignored"]


@pytest.mark.parametrize(
    ("done", "status", "expected"),
    [
        ("yes", "", date(2026, 12, 1)),
        ("X", "", date(2026, 12, 1)),
        ("100 %", "", date(2026, 12, 1)),
        ("2026-12-03", "", date(2026, 12, 3)),
        ("", "Closed", date(2026, 12, 1)),
        ("40%", "", None),
        ("no", "in progress", None),
        ("–", "", None),
    ],
)
def test_done_is_a_day_or_a_word(done: str, status: str, expected: date | None) -> None:
    assert rows(read(f"title,due,done,status\nA,2026-12-01,{done},{status}\n"))[0].done_on == expected


@pytest.mark.parametrize(
    "text",
    [
        *("2026-12-01", "2026/12/1", "2026.12.01", "20261201", "1 Dec 2026", "1-Dec-26", "Dec 1, 2026"),
        *("1st December 2026", "2026-12-01T23:30:00Z", "2026-12-01 00:00:00", "Tue, 1 Dec 2026"),
        "Tuesday December 1 2026",
    ],
)
def test_dates_that_say_themselves_what_they_are(text: str) -> None:
    assert rows(read(f'title,due\nA,"{text}"\n'))[0].due_on == date(2026, 12, 1)


@pytest.mark.parametrize("mark", ["/", ".", "-"])
def test_ambiguous_dates_are_refused_until_the_order_is_said(mark: str) -> None:
    text = f"title,due\nA,2026-01-01\nB,03{mark}04{mark}2026\nC,05{mark}06{mark}2026\n"
    with pytest.raises(ImportRefused) as refusal:
        read(text)
    assert str(refusal.value) == (
        f'"03{mark}04{mark}2026" (lines 3, 4) could be 3 Apr 2026 or 4 Mar 2026. Add --dates dmy or --dates mdy.'
    )
    assert rows(read(text, "dmy"))[1].due_on == date(2026, 4, 3)
    assert rows(read(text, "mdy"))[1].due_on == date(2026, 3, 4)


def test_years_of_two_digits_may_stand_first() -> None:
    with pytest.raises(ImportRefused, match="--dates dmy or --dates mdy or --dates ymd"):
        read("title,due\nA,03/04/05\n")
    assert rows(read("title,due\nA,03/04/05\n", "ymd"))[0].due_on == date(2003, 4, 5)


@pytest.mark.parametrize("text", ["01.12.{}", "1 Dec {}", "Dec 1, {}"])
def test_years_of_two_digits_are_those_from_1970_on(text: str) -> None:
    for year in (1970, 1999, 2000, 2069):
        due = text.format(f"{year % 100:02}")
        assert rows(read(f'title,due\nA,"{due}"\n', "dmy"))[0].due_on == date(year, 12, 1)


@pytest.mark.parametrize("text", ["31/12/2026", "12/31/2026", "2026-12-31", "31 December 26", "Dec 31 2026"])
def test_the_last_day_of_a_year_is_read_without_an_order(text: str) -> None:
    assert rows(read(f'title,due\nA,"{text}"\n'))[0].due_on == date(2026, 12, 31)


@pytest.mark.parametrize(
    "text", ["32/12/2026", "13/13/2026", "1/2/026", "026/1/2", "12/2026/1", "1 Foo 2026", "31 Feb 2026", "1/1/0"]
)
def test_what_is_no_day_in_any_order_is_told(text: str) -> None:
    for order in ("dmy", "mdy", "ymd"):
        assert reasons(read(f'title,due\nA,"{text}"\n', order)) == [f'line 2: A: due "{text}" is not a date']


def test_one_day_past_the_twelfth_proves_the_order_for_the_whole_table() -> None:
    found = rows(read("title,baseline,due\nA,01/02/2026,\nB,,28/11/2026\n"))
    assert found[0].baseline_on == date(2026, 2, 1)
    assert rows(read("title,due\nA,01/02/2026\nB,11/28/2026\n"))[0].due_on == date(2026, 1, 2)


def test_a_date_written_in_another_way_proves_nothing() -> None:
    text = "title,due\nA,01.12.2026\nB,12/31/2026\nC,05-05-2026\n"
    with pytest.raises(
        ImportRefused,
        match=r'"01\.12\.2026" \(line 2\) could be 1 Dec 2026 or 12 Jan 2026\. Add --dates dmy or --dates mdy',
    ):
        read(text)
    incoming = read(text, "dmy")
    assert [m.due_on for m in rows(incoming)] == [date(2026, 12, 1), date(2026, 5, 5)]
    assert reasons(incoming) == ['line 3: B: due "12/31/2026" is not a date']
    proved = rows(read("title,due\nA,01.12.2026\nB,28.12.2026\nC,31/12/2026\nD,05-05-2026\n"))
    assert proved[0].due_on == date(2026, 12, 1)


def test_dates_that_are_the_same_in_every_order_need_no_order() -> None:
    assert rows(read("title,due\nA,05/05/2026\n"))[0].due_on == date(2026, 5, 5)


def test_dates_that_disagree_are_refused() -> None:
    text = "title,due\nA,28/11/2026\nB,11/28/2026\n"
    with pytest.raises(ImportRefused, match='"28/11/2026" in line 2, "11/28/2026" in line 3'):
        read(text)
    incoming = read(text, "dmy")
    assert (len(rows(incoming)), reasons(incoming)) == (1, ['line 3: B: due "11/28/2026" is not a date'])


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"title,due\n", "no rows"),
        (b"a,b\n1,2\n", 'No title column found. The first row is "a", "b". Name one column "title"'),
        (b"PK\x03\x04rest", "workbook is damaged"),
        (b"\xff\xfea", "not whole UTF-16"),
        (b'title,due\nA,2026-01-01\n"B,2026-01-01\nC,2026\n', "Cannot read the row in line 3"),
        (b"title\n" + b"x" * 200_000, "Cannot read"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(ImportRefused, match=sentence):
        read_table(data, "x")


def test_an_unknown_order_is_refused() -> None:
    with pytest.raises(ImportRefused, match="dmy, mdy or ymd"):
        read("title\nA\n", "ydm")


def test_escape_sequences_in_a_cell_do_not_reach_the_message() -> None:
    told = reasons(read("title,due\nA,\x1b[2Jx\n"))
    assert told == ['line 2: A: due "␛[2Jx" is not a date']


def test_a_hundred_thousand_rows_take_seconds() -> None:
    lines = (
        f"P{n % 500},Phase {n % 4},Milestone {n},Person {n % 40},{n % 28 + 1:02}/{n % 12 + 1:02}/2026,yes"
        for n in range(100_000)
    )
    data = ("project,phase,title,owner,due,done\n" + "\n".join(lines)).encode()
    started = time.process_time()
    assert len(rows(read_table(data, "x"))) == 100_000
    assert time.process_time() - started < 40  # quadratic would be minutes


cells = st.text(max_size=12) | st.sampled_from(
    ["1/2/2026", "31/12/26", "yes", "2026-02-30", "٣/٤/٢٠٢٦", "²/1/2026", ""]
)


@settings(max_examples=100, deadline=None)
@given(
    st.binary(max_size=300)
    | st.text(max_size=300).map(lambda text: b"title,due,done\n" + text.encode("utf-8", "replace"))
)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        read_plan(data, "x")
    except ImportRefused as refusal:
        assert str(refusal).endswith(".")


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(cells, cells, cells, cells), max_size=6), st.sampled_from(["dmy", "mdy", "ymd"]))
def test_every_row_is_either_taken_or_left_out(table: list[tuple[str, str, str, str]], order: str) -> None:
    written = io.StringIO(newline="")
    csv.writer(written).writerows([("title", "due", "done", "owner"), *table])
    try:
        incoming = read_table(written.getvalue().encode("utf-8", "replace"), "x", table=TableOptions(order))
    except ImportRefused:
        return
    refused = [left for left in incoming.remarks if isinstance(left, Skipped)]
    assert len(rows(incoming)) + len(refused) == sum(any(cell.strip() for cell in row) for row in table)


def test_a_table_of_more_rows_than_the_limit_is_refused_by_name_before_it_takes_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert table_rows.MOST_ROWS >= 200_000
    monkeypatch.setattr(table_rows, "MOST_ROWS", 3)
    assert len(read_table(b"title\nA\n\n\nB\nC\n", "x").projects[0].milestones) == 3
    for dates in (None, "dmy"):
        with pytest.raises(ImportRefused, match=r"this file has more than 3 rows\. Import it in parts"):
            read_table(b"title\nA\nB\nC\nD\n", "x", table=TableOptions(dates))


def test_a_table_takes_no_more_memory_than_what_is_read_of_it() -> None:
    row = f"Milestone,{'n' * 2_000}\n".encode()
    data = b"title,what nobody asks for\n" + row * 5_000  # 10 MB
    tracemalloc.start()
    try:
        read_table(data, "x", table=TableOptions(columns={"due": ""}))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < len(data) / 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("stated", ["", "sep=;", '"sep=;"'])
def test_lines_are_counted_whatever_the_encoding_and_their_ends(encoding: str, end: str, stated: str) -> None:
    lines = [*([stated] if stated else []), "title;due;notes", 'Ä;2026-12-01;"two', 'lines"', "", ";;no title"]
    found = read_table(end.join(lines).encode(encoding), "x")
    assert [m.title for m in found.projects[0].milestones] == ["Ä"]
    assert f"line {len(lines)}: a row: no title" in reasons(found)
