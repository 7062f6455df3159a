"""The line that says how a table is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestone_tui.errors import InvalidInput
from milestone_tui.exchange.tables.options import TableOptions
from milestone_tui.exchange.tables.roles import FIELDS
from milestone_tui.exchange.tables.typed_options import read_options, write_options


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", TableOptions()),
        ("due=Ende", TableOptions(columns={"due": "Ende"})),
        (" due = Ende , owner=Wer ", TableOptions(columns={"due": "Ende", "owner": "Wer"})),
        ("due=Wann, genau,owner=", TableOptions(columns={"due": "Wann, genau", "owner": ""})),
        ("due=\"Wann, genau\" , owner='Wer'", TableOptions(columns={"due": "Wann, genau", "owner": "Wer"})),
        ('"due=Ende"', TableOptions(columns={"due": "Ende"})),
        ('--map "due=Ende" --map owner=Wer', TableOptions(columns={"due": "Ende", "owner": "Wer"})),
        ("--dates=dmy", TableOptions("dmy")),
        ("invoice number=No --header-row 3", TableOptions(columns={"invoice_number": "No"}, header_row=3)),
        ('--sheet "Plan 2027" --encoding cp1250', TableOptions(encoding="cp1250", sheet="Plan 2027")),
        ("--sheet Plan 2027", TableOptions(sheet="Plan 2027")),
    ],
)
def test_a_line_is_read_as_on_the_command_line(line: str, said: TableOptions) -> None:
    assert read_options(line) == said


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("Ende", '"Ende" is not a field'),
        ("due=A,due=B", "The column of due is named twice"),
        ("--map", "--map needs a value"),
        ("--header-row x", '--header-row needs the number of a line from 1 to 1,000, not "x".'),
        ("--into ACME", "--into is not an option of tables. The options are: --dates, --encoding"),
    ],
)
def test_a_mistake_is_named(line: str, sentence: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_options(line)
    assert sentence in str(caught.value)


heads = st.text(st.characters(codec="utf-8", exclude_characters="=\"'-,", exclude_categories=("C", "Z")), min_size=1)


@given(
    st.builds(
        TableOptions,
        dates=st.sampled_from((None, "dmy", "mdy", "ymd")),
        columns=st.dictionaries(st.sampled_from(sorted(FIELDS.values())), heads),
        encoding=st.sampled_from((None, "cp1250", "utf-16")),
        header_row=st.none() | st.integers(1, 1_000),
        sheet=st.none() | heads,
    )
)
def test_what_is_written_is_read_as_the_same(said: TableOptions) -> None:
    assert read_options(write_options(said)) == said
