"""A file that is not read is named for what it is, with the way in."""

from __future__ import annotations

import gzip
import io
import json
import sqlite3
import tarfile
import zipfile
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from factories import TODAY
from hypothesis import given
from hypothesis import strategies as st
from samples import field_sample

from milestone_tui.errors import ImportRefused
from milestone_tui.exchange.formats import FORMATS
from milestone_tui.exchange.input_files import read_bytes_of
from milestone_tui.exchange.other_programs import OTHERS, other_file, suffix_of
from milestone_tui.exchange.reading import read_plan
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TASK = b'task launch "Launch" { milestone }\n'


def said(data: bytes, name: str = "plan") -> str:
    """Why a file is refused."""
    with pytest.raises(ImportRefused) as refusal:
        read_plan(data, name)
    return str(refusal.value)


def office(*streams: str) -> bytes:
    """A binary Office file with these names in its directory."""
    return OLE + bytes(600) + b"\0\0".join(name.encode("utf-16-le") for name in streams) + bytes(300)


def zipped(**files: str) -> bytes:
    """A ZIP archive; the first file is not compressed, as OpenDocument wants it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/"), text)
    return out.getvalue()


def tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("plan.csv"), io.BytesIO())
    return out.getvalue()


P6 = "This is a Primavera P6 file (.xer). In P6, export as Microsoft Project XML, then import that."
PMXML = "This is a Primavera P6 file (PMXML). In P6, export as Microsoft Project XML"
MPP = "This is a Microsoft Project file (.mpp). Save it as XML in Project, then import that."
MERMAID = "This is a Mermaid diagram. Put the plan into a table, save it as CSV"
JIRA, TRELLO, ASANA = (
    f"This is an export of {name} (JSON). Export the list as CSV" for name in ("Jira", "Trello", "Asana")
)
OPEN_PROJECT, PLANNER = (f"This is an export of {name} (JSON)" for name in ("OpenProject", "Microsoft Planner"))
TJ = "This is a TaskJuggler file. Export the plan as Microsoft Project XML"
HTML, TEXT, PICTURE = "This is a web page (HTML). Copy the table", "This is a text document. Copy", "This is a picture."
PACKED, ODS = (
    "This is a compressed file. Unpack it",
    "This is an OpenDocument spreadsheet (.ods). Save it as .xlsx or CSV",
)
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
OFFICE_SHEET = "application/vnd.oasis.opendocument.spreadsheet"
NS = "http://xmlns.oracle.com/Primavera/P6/V19.12/API/BusinessObjects"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"ERMHDR\t19.12\t2026-01-01\tProject\n%T\tTASK\n", P6),
        ("\ufeffERMHDR\t8.4\t2016-01-01\tProject\r\n".encode("utf-16-le"), P6),
        (b"\xef\xbb\xbfERMHDR\t22.12\r\n", P6),
        (f'<?xml version="1.0"?><APIBusinessObjects xmlns="{NS}"/>'.encode(), PMXML),
        (b"<BusinessObjects><Project/></BusinessObjects>", PMXML),
        (f'\n<a:APIBusinessObjects xmlns:a="{NS}"><Project/></a:APIBusinessObjects>'.encode(), PMXML),
        (office("Root Entry", "Props14", "   114"), MPP),
        (office("Props9", "WordDocument"), MPP),  # a plan with a letter in it
        (OLE + bytes(90) + b"MSProject.MPP12\0", MPP),
        (b"MPX,Microsoft Project for Windows,4.0,ANSI\r\n", "This is a Microsoft Project file (.mpx). Open it in"),
        (b"MPX;Microsoft Project;3.0;437\n", "This is a Microsoft Project file (.mpx)."),
        (b"MPX\xa4x", "This is a Microsoft Project file (.mpx)."),
        (b'project house "House" 2026-01-01 +12m {\n}\n' + TASK, TJ),
        (b'# ours\n/* two\nlines */\nproject "House" "1.0" 2026-01-01 - 2026-12-31 {}\n', TJ),
        (b'\xef\xbb\xbf\n#\n#\nproject a.b "House" 2026-01-01-08:00 +3m {}\n', TJ),
        (b"\xac\xed\x00\x05sr\x00com.projity.server.data", "This is a ProjectLibre file (.pod). In ProjectLibre, save"),
        (b'<?xml version="1.0"?><project name="" mrproject-version="2" calendar="1"/>', "This is a GNOME Planner file"),
        (b"VOLM  1\r\nPROJ 01JAN26\r\n", "This is an SDEF file (.sdef)."),
        (b"PPX!!!!\0", "This is a Phoenix Project Manager file (.ppx)."),
        (b"gantt\n  title Launch\n  Kick-off :milestone, 2026-01-01, 0d\n", MERMAID),
        (b"%% ours\n%% too\n\ngantt\n  dateFormat YYYY-MM-DD\n", MERMAID),
        (b"---\ntitle: Launch\n---\ntimeline\n  title x\n", MERMAID),
        (b"```mermaid\ngantt\n", MERMAID),
        (b"# The plan\n\n```mermaid\ngantt\n", MERMAID),
        (b"@startgantt\n[Launch] happens 2026-01-01\n@endgantt\n", "This is a PlantUML diagram."),
        (json.dumps({"expand": "", "issues": [{"key": "A-1", "fields": {}}]}).encode(), JIRA),
        (json.dumps([{"key": "A-1", "fields": {"issuetype": {}, "duedate": None}}]).encode(), JIRA),
        (json.dumps({"id": 1, "fields": {"summary": "x", "issuetype": {}}}).encode("utf-16"), JIRA),
        (json.dumps({"name": "Board", "closed": False, "cards": [], "lists": []}).encode(), TRELLO),
        (json.dumps([{"name": "Card", "idBoard": "1", "idList": "2", "due": None}]).encode(), TRELLO),
        (json.dumps({"lists": [], "closed": False, "labels": [], "cards": []}, indent=2).encode(), TRELLO),
        (json.dumps({"data": [{"gid": "1", "resource_type": "task"}]}).encode(), ASANA),
        (json.dumps({"_type": "WorkPackageCollection", "_embedded": {}}).encode(), OPEN_PROJECT),
        (json.dumps({"_type": "Version", "name": "1.0", "_links": {}}).encode(), OPEN_PROJECT),
        (json.dumps({"value": [{"planId": "p", "bucketId": "b", "title": "x"}]}).encode(), PLANNER),
        (b'<rss version="0.92"><channel/></rss>', "This is a feed (RSS), such as the XML of Jira. Export the list"),
        (b'<opml version="2.0"><body/></opml>', "This is an outline (OPML)."),
        (f'<o:document xmlns:o="{OFFICE}" o:mimetype="{OFFICE_SHEET}"/>'.encode(), ODS),
        (b"Return-Path: <a@x.example>\r\nSubject: Plan\r\n\r\n", "This is a mail. Save the file that is attached"),
        (b"From a@x.example Mon Nov 30 2026\nSubject: Plan\n", "This is a mail."),
        (b"milestone-tui plan 1\n# One fact a line.\n", "This is a text file of `milestone-tui sync`. Sync its folder"),
        (zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet", content="x"), ODS),
        (office("Workbook"), "This is an Excel file (.xls). Save it as .xlsx or CSV"),
        (b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "This is an Excel file (.xls)."),
        (office("EncryptedPackage"), "This is a file protected by a password. Save it without a password"),
        (zipped(xl__workbook=".", **{"xl/workbook.bin": "x"}), "This is a binary Excel file (.xlsb)."),
        (zipped(**{"Index/Document.iwa": "x"}), "This is a Numbers spreadsheet."),
        (zipped(**{"Index/Tables/DataList.iwa": "x"}), "This is a Numbers spreadsheet. Export it as .xlsx or CSV"),
        (zipped(**{"[Content_Types].xml": "x", "word/document.xml": "x"}), TEXT),
        (office("WordDocument"), TEXT),
        (b"{\\rtf1\\ansi Plan}", TEXT),
        (zipped(**{"ppt/presentation.xml": "x"}), "This is a presentation. Copy the table"),
        (office("PowerPoint Document"), "This is a presentation. Copy the table"),
        (office("__properties_version1.0"), "This is an Outlook message."),
        (OLE + bytes(500), "This is a Microsoft Project .mpp (or Office) file. Save it as XML in Project"),
        (b"%PDF-1.7\n%\xe2\xe3", "This is a PDF. Copy the table into a spreadsheet"),
        (b"<!DOCTYPE html>\n<html><body>", HTML),
        (b"<!-- saved --><!-- twice --><HTML lang=de>", HTML),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "x"><html xmlns="http://www.w3.org/1999/xhtml">', HTML),
        (b"\x89PNG\r\n\x1a\n", PICTURE),
        (b"\xff\xd8\xff\xe0", PICTURE),
        (b"RIFF\0\0\0\0WEBP", PICTURE),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "This is a drawing (SVG)."),
        (gzip.compress(b"title\nA\n", mtime=0), PACKED),
        (tar(), PACKED),
        (b"7z\xbc\xaf\x27\x1c", PACKED),
        (zipped(**{"plan.csv": "title\nA\n"}), "This is a zip file. Unpack it, then import the file inside."),
        (b"", "This is an empty file. Save or copy the plan again"),
        (b"\xef\xbb\xbf \r\n\t\n", "This is an empty file."),
        (bytes(100), "This is an empty file."),
    ],
)
def test_the_contents_say_what_a_file_is(data: bytes, sentence: str) -> None:
    assert said(data).startswith(sentence)
    assert said(data, "other.csv").startswith(sentence), "whatever its name"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("plan.pp", "This is an Asta Powerproject file (.pp). In Powerproject, export as Microsoft Project XML"),
        ("Plan.MPP", MPP),
        ("C:\\Users\\Ana Kovač\\plan.v2.mpt", MPP),
        ("a.b/plan.xer", P6),
        ("plan.mproject", "This is a Merlin Project file. In Merlin, export"),
        ("plan.oplx", "This is an OmniPlan file (.oplx)."),
        ("part.tji", TJ),
        ("plan.pod", "This is a ProjectLibre file (.pod)."),
        ("plan.numbers", "This is a Numbers spreadsheet."),
        ("plan.ods", ODS),
        ("plan.zip", "This is a zip file."),
    ],
)
@pytest.mark.parametrize("data", [b"\x01\x02 damaged", TASK])
def test_the_name_says_it_where_the_contents_do_not(data: bytes, name: str, sentence: str) -> None:
    assert said(data, name).startswith(sentence)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("plan.oplx", "This is an OmniPlan file (.oplx). In OmniPlan, export"),
        ("plan.mproject", "This is a Merlin Project file."),
        ("plan.numbers", "This is a Numbers spreadsheet."),
        ("plans", " is a folder. Name an ordinary file."),
    ],
)
def test_a_folder_that_looks_like_a_file_is_named(tmp_path: Path, name: str, sentence: str) -> None:
    (tmp_path / name).mkdir()
    with pytest.raises(ImportRefused) as refusal:
        read_bytes_of(tmp_path / name)
    assert sentence in str(refusal.value)


def test_a_database_is_named_with_the_command_that_opens_it(tmp_path: Path) -> None:
    ours, other = tmp_path / "a.db", tmp_path / "b.db"
    with closing(Store.open(ours, Clock.fixed(TODAY), "ana")):
        pass
    with closing(sqlite3.connect(other)) as db:
        db.execute("CREATE TABLE task (name)")
    assert said(ours.read_bytes()) == (
        "This is a database of milestone-tui. Open it with `milestone-tui --db FILE`, or export a project of it and"
        " import that."
    )
    assert said(other.read_bytes()).startswith("This is a database (SQLite). Export a table of it as CSV")
    assert said(other.read_bytes(), "plan.pp").startswith("This is a database (SQLite).")


@pytest.mark.parametrize("name", ["plan.mpp", "plan.xer", "plan.html", "plan.zip"])
@pytest.mark.parametrize(
    "data",
    [
        b'<project name="Bridge"><tasks><task id="1" name="A" meeting="true" start="2026-03-02"/></tasks></project>',
        b'[{"title": "A", "due_on": "2026-03-02T00:00:00Z", "open_issues": 0}]',
        b'[{"title": "A", "due_date": "2026-03-02", "iid": 1}]',
    ],
)
def test_a_plan_that_is_read_is_read_whatever_its_name(data: bytes, name: str) -> None:
    (milestone,) = read_plan(data, name).projects[0].milestones
    assert (milestone.title, milestone.due_on) == ("A", date(2026, 3, 2))


@pytest.mark.parametrize(
    "data",
    [
        b"title,due\nMPX,2026-03-02\n",
        b"gantt,title,due\nx,A,2026-03-02\n",
        b"project,title,due\nx,A,2026-03-02\n",
        b'"title";"due"\n"A";"2026-03-02"\n',
    ],
)
def test_a_table_is_a_table(data: bytes) -> None:
    assert len(read_plan(data, "plan.csv").projects[0].milestones) == 1


def test_a_file_that_begins_with_blank_lines_is_not_empty() -> None:
    assert other_file(b"\n" * 70_000 + b"title,due\n", "plan.csv") is None
    assert other_file(b"\n" * 70_000, "plan.csv") is not None


def test_every_sentence_has_one_shape_and_no_ending_is_that_of_a_format_that_is_read() -> None:
    read = {suffix for known in FORMATS if known.plan_reader for suffix in known.suffixes}
    seen: set[str] = set()
    for other in OTHERS:
        assert other.sentence.startswith(("This is a ", "This is an ")) and other.sentence.endswith(
            ("it.", "that.", "`.", "inside.")
        )
        assert not seen.intersection(other.suffixes), other
        seen.update(other.suffixes)
    assert not read.intersection(seen) - {".xlsx"}


@given(st.binary(max_size=300), st.sampled_from(["x", "x.mpp", "x.csv", "x.json"]))
def test_any_bytes_are_told_without_an_error(data: bytes, name: str) -> None:
    other_file(data, name)
    assert suffix_of(name) in ("", ".mpp", ".csv", ".json")


@pytest.mark.parametrize(
    "data", [b"/* */" * 13_000, b"%% " * 20_000, b"<!-- -->" * 8_000, b"#\n" * 30_000, b"---\n" * 16_000, b"`" * 60_000]
)
def test_no_beginning_takes_long(data: bytes) -> None:
    from time import process_time

    started = process_time()
    other_file(data, "x")
    assert process_time() - started < 5


def test_the_file_of_the_field_is_named() -> None:
    path = field_sample("k16-p6.xer")
    assert said(path.read_bytes(), path.name).startswith(P6)
