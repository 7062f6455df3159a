"""The report of an import: what a person checks first, and the parts of a file with one reason in one line."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestone_tui.plan.imported import Changed, Skipped, changed_and_skipped
from milestone_tui.plan.importing.report import sections
from milestone_tui.plan.importing.words import told_words

HERE = "already in the project"


def lines(*remarks: Changed | Skipped) -> list[str]:
    """What is printed, without the indents."""
    found = []
    for section in sections(remarks):
        found += [f"{section.heading}: {section.parts}", *map(told_words, section.told)]
    return found


def rows(count: int, reason: str, *, start: int = 2) -> list[Skipped]:
    """Rows of a table that were skipped."""
    return [Skipped(f"line {line}", f"M{line}", reason) for line in range(start, start + count)]


def test_a_clean_import_tells_nothing() -> None:
    assert lines() == []


def test_what_a_person_checks_comes_first_and_only_once() -> None:
    early = Changed("line 4", "Beta", "before 1950: check the year", check=True)
    loop = Skipped("link", "A → B", "it would close a loop", check=True)
    value = Changed("line 5", "Gamma", "imported without its value")
    assert lines(value, *rows(1, "no title"), early, loop) == [
        "To check first: 2",
        "line 4: Beta: before 1950: check the year",
        "link: A → B: skipped: it would close a loop",
        "Changed on the way: 1",
        "line 5: Gamma: imported without its value",
        "Skipped: 1",
        "line 2: M2: no title",
    ]


def test_several_reasons_of_a_row_are_one_line_with_the_one_to_check_in_front() -> None:
    told = lines(
        Changed("line 4", "Beta", "imported without its value"),
        Changed("line 4", "Beta", "before 1950: check the year", check=True),
        Changed("line 4", "Beta", "imported without its value"),
    )
    assert told == ["To check first: 1", "line 4: Beta: before 1950: check the year · imported without its value"]


@pytest.mark.parametrize(
    ("remarks", "line"),
    [
        (rows(3, HERE), f'3 rows: {HERE}: line 2 "M2", line 3 "M3" and line 4 "M4"'),
        (rows(1200, HERE), f'1,200 rows: {HERE}: line 2 "M2", line 3 "M3", line 4 "M4" and 1,197 more'),
        ([Skipped("link", f"A → {x}", HERE) for x in "BCD"], f'3 links: {HERE}: "A → B", "A → C" and "A → D"'),
        ([Skipped("header", f'column "{x}"', "no field") for x in "BCD"], "3 times: no field: header column"),
        (
            [Skipped(f"row {x}", "M", f'its date "{x}" is not a date') for x in range(9)],
            '9 rows, such as row 0 "M": its date "0" is not a date',
        ),
    ],
)
def test_one_reason_of_many_rows_is_one_line(remarks: list[Skipped], line: str) -> None:
    _, told = lines(*remarks)
    assert told.startswith(line)


def test_what_is_here_already_was_not_skipped() -> None:
    here = [one._replace(kept=True) for one in rows(2, HERE)]
    assert lines(*rows(1, "no title", start=4), *here) == [
        "Kept as it is here: 2",
        f"line 2: M2: {HERE}",
        f"line 3: M3: {HERE}",
        "Skipped: 1",
        "line 4: M4: no title",
    ]


def test_rows_to_mend_are_named_one_by_one_unless_they_are_many() -> None:
    def unread(count: int) -> list[Skipped]:
        texts = [f"soon {number}" for number in range(count)]
        return [Skipped(f"line {text[5:]}", "M", f'due "{text}" is not a date', check=True) for text in texts]

    assert lines(*unread(20))[1:] == [f'line {n}: M: skipped: due "soon {n}" is not a date' for n in range(20)]
    assert lines(*unread(21)) == [
        "To check first: 21",
        '21 rows, such as line 0 "M": skipped: due "soon 0" is not a date',
    ]


def test_values_to_check_stay_apart_and_differences_too() -> None:
    early = [Changed(f"line {y}", "M", f"the due date {y}-01-01, before 1950", check=True) for y in range(1900, 1905)]
    moved = [Skipped(f"line {day}", "M", f"{HERE}, kept: due {day} Dec here, 31 Dec in the file") for day in range(9)]
    assert len(lines(*early, *moved)) == 2 + 5 + 9


parts = st.builds(
    lambda kind, where, what, reason, check: kind(where, what, reason, check),
    st.sampled_from([Changed, Skipped, partial(Skipped, kept=True)]),
    st.sampled_from(["", "link", "line 2", "line 3", "line 4", "line 5"]),
    st.sampled_from(["Beta", 'column "x"', ""]),
    st.sampled_from(["no date", 'no "x" date', 'no "y" date', HERE]),
    st.booleans(),
)


@given(st.lists(parts))
def test_every_part_is_told_once(remarks: list[Changed | Skipped]) -> None:
    told = sorted(part for section in sections(remarks) for line in section.told for part in line.parts)
    changed, skipped = changed_and_skipped(remarks)
    said = [one._replace(reason=f"skipped: {one.reason}") if one.check else one for one in skipped]
    assert told == sorted((*changed, *said))
    assert all(section.parts for section in sections(remarks))
