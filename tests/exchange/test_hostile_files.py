"""What a person typed is text in every file that is written: no command, no formula, no mark-up."""

from __future__ import annotations

import csv
import io
import json
from xml.etree import ElementTree

import pytest
from random_plans import HOSTILE, with_texts

from milestone_tui.exchange.export import PlanExport
from milestone_tui.exchange.formats import FORMATS, Format, load_function
from milestone_tui.exchange.reading import read_plan
from milestone_tui.plan.archive import Archive, Row

_TEXTS = (
    *HOSTILE,
    "two\nlines",
    "\ud800 alone",
    "\ttab",
    "a\rb",
    "x" * 500,
    "nul\0",
    "\u2028line",
    '");DROP TABLE',
    "${x}",
)


def written(format_: Format, export: PlanExport) -> bytes:
    """The file of a format."""
    if format_.archive_writer:
        (one,) = export.projects
        rows: list[Row] = [{"id": m.id, "title": m.title, "notes": m.notes} for m in one.plan.milestones]
        data: bytes = load_function(format_.archive_writer)(Archive(1, {"milestone": rows}, []))
        return data
    return bytes(load_function(format_.plan_writer)(export).data)


@pytest.mark.parametrize("text", _TEXTS, ids=ascii)
@pytest.mark.parametrize("format_", [f for f in FORMATS if f.is_written], ids=lambda f: f.typed)
def test_no_text_is_anything_but_text(format_: Format, text: str) -> None:
    data = written(format_, with_texts(text))
    if format_.typed == "xlsx":
        openpyxl = pytest.importorskip("openpyxl")
        sheet = openpyxl.load_workbook(io.BytesIO(data))["Milestones"]
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "d", "n"}
        assert not str(sheet["A1"].value).startswith("ID")
        return
    shown = data.decode()  # a lone surrogate would not be UTF-8
    assert not any((ord(c) < 0x20 and c not in "\r\n\t") or 0x7F <= ord(c) < 0xA0 for c in shown)
    if format_.is_xml:
        tags = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(data).iter()}
        assert "script" not in tags and not any(tag[:1].isupper() != (format_.typed == "mspdi") for tag in tags)
    elif format_.typed == "csv":
        rows = list(csv.reader(io.StringIO(shown, newline="")))
        assert {len(row) for row in rows} == {10} and len(rows) == 3
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row)
    elif format_.typed == "json":
        assert shown.isascii() and json.loads(shown)["rows"]["milestone"][0]["title"] == text
    elif format_.typed == "mermaid":
        assert len(shown.splitlines()) == 8 and shown.count(" :milestone, m") == 2
    if format_.plan_reader:
        (project,) = read_plan(data, f"x{format_.suffixes[0]}").projects
        assert len(project.milestones) == 2 and len({m.title for m in project.milestones}) == 1
