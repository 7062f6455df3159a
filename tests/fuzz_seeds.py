"""The whole files that `fuzz_import.py` changes: other programs' where they are, and our own in every format."""

from __future__ import annotations

import io
import json
import os
import tomllib
from contextlib import redirect_stderr, redirect_stdout
from datetime import date, datetime, time
from io import StringIO
from pathlib import Path

from mutations import Seed
from samples import FOLDER

from milestone_tui.cli.main import main
from milestone_tui.exchange.tables import words

DATABASE = "seeds.db"
_PLAN = """\
project;phase;title;kind;owner;baseline;due;done;deadline;state;notes;value;tags
Harbour;Design;Kick-off held;;Ana Kovač;2026-09-01;2026-09-01;2026-09-02;;;;;
Harbour;Design;Concept agreed;gate;Raj Patel;2026-10-01;2026-10-09;;2026-10-30;;"two
lines";;
Harbour;Build;Quay "A" built;delivery;;2026-12-01;2026-12-04;;;;Größe & Tiefe;12500.50;sea
Harbour;Build;Crane tested;payment;Ana Kovač;;2027-01-15;;;cancelled;;900;
Harbour;;Handover;acceptance;;2027-02-01;2027-02-26;;2027-03-31;;;;
Lighthouse;;Lamp lit;;Zoë;;31.12.2026;;;;;;
"""
_TABLES = {
    "german.csv": (
        "Nr.;Vorgangsname;Meilenstein;Dauer;Anfang;Ende;% abgeschlossen;Ressourcennamen\r\n"
        "1;Planung;Nein;20 Tage;Die 01.09.26;Mon 28.09.26;100%;Ana\r\n"
        "2;Entwurf freigegeben;Ja;0 Tage;Die 29.09.26;Die 29.09.26;100%;Ana\r\n"
        "3;Inbetriebnahme;Ja;0 Tage;Fre 18.12.26;Fre 18.12.26;0%;Raj\r\n"
    ),
    "tracker.tsv": (
        "Key\tSummary\tType\tDue date\tStatus\nA-1\tBeta\tMilestone\t04/Dec/26\tDone\nA-2\tLaunch\tMilestone\t\t\n"
    ),
    "titles.csv": (
        "Plan of the harbour\n\nas of 2026-11-01\nName,Finish,Done\nBeta,2026-12-04,no\nLaunch,2027-01-15,no\n"
    ),
    "two-lines.csv": (
        "Milestone;Dates;;;Who\n;Baseline;Forecast;Actual;\nBeta;2026-12-01;2026-12-04;;Ana\n"
        "Launch;2027-01-15;end of Jan 2027;;Raj\nParty;Q1 2027;KW 12/2027;tbd;Ana\n"
    ),
    "groups.csv": (
        "Design\nID,Milestone,Due date,Progress\nD1,Concept,2026-12-04,50%\nD2,Freeze,2027-01-15,0%\n\n"
        "Build\nID,Milestone,Due date,Progress\nB1,Quay,2027-03-04,0%\nB2,Crane,2027-04-15,\nTotal,4,,12%\n"
    ),
    "outline.csv": (
        "WBS,Task Name,Milestone,Start,Finish,Predecessors\n1,Design,No,2026-12-01,2026-12-18,\n"
        "1.1,Concept,Yes,2026-12-04,2026-12-04,\n1.2,Freeze,Yes,2026-12-18,2026-12-18,2FS+3 days\n"
    ),
}
_GITHUB = [
    {
        "html_url": "https://github.com/o/harbour/milestone/1",
        "number": number,
        "title": title,
        "state": state,
        "due_on": due,
        "closed_at": "2026-09-02T10:00:00Z" if state == "closed" else None,
        "description": "two\nlines",
        "open_issues": 3,
        "closed_issues": 5,
    }
    for number, title, state, due in (
        (1, "Beta", "open", "2026-12-04T08:00:00Z"),
        (2, "Alpha", "closed", "2026-09-01T07:00:00Z"),
        (3, "Some day", "open", None),
    )
]
_GITLAB = [
    {
        "iid": one["number"],
        "title": one["title"],
        "state": "closed" if one["state"] == "closed" else "active",
        "due_date": "2026-12-04",
        "updated_at": "2026-09-02T10:00:00Z",
        "web_url": "https://gitlab.com/g/harbour/-/milestones/1",
        "description": None,
    }
    for one in _GITHUB
]
_CALENDARS = {
    "days.ics": """\
BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
SUMMARY:Winter break
DTSTART;VALUE=DATE:20261224
DTEND;VALUE=DATE:20261229
END:VEVENT
BEGIN:VEVENT
SUMMARY:Founders
DTSTART;VALUE=DATE:20200914
RRULE:FREQ=YEARLY;BYMONTH=9;BYDAY=2MO;COUNT=20
EXDATE;VALUE=DATE:20270913
END:VEVENT
BEGIN:VEVENT
SUMMARY:Bridge
DTSTART:20261231T000000
DTEND:20261231T235900
RRULE:FREQ=WEEKLY;INTERVAL=2;UNTIL=20270301T000000Z
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n"),
    "days.calendar": """\
<?xml version="1.0" encoding="UTF-8"?>
<calendar type="c" name="Harbour"><date year="2026" month="12" date="24">Eve</date>
<date year="" month="5" date="1" type="HOLIDAY">Labour Day</date>
<date year="2027" month="1" date="2" type="WORKING_DAY"/>
</calendar>
""",
}
_OTHERS = {
    "plan.xer": "ERMHDR\t19.12\t2026-01-01\tProject\n%T\tTASK\n%F\ttask_id\ttask_name\n%R\t1\tBeta\n%E\n",
    "house.tjp": 'project house "House" 2026-01-01 +12m {\n}\ntask launch "Launch" { milestone }\n',
    "chart.mmd": "gantt\n  dateFormat YYYY-MM-DD\n  Beta :milestone, m1, 2026-12-04, 0d\n",
}
_ROWS = (
    ["Design", "Kick-off", "Ana", date(2026, 9, 1), True, 12.5],
    [None, "Concept", "Raj", datetime.combine(date(2026, 12, 4), time(17)), False, None],
    [None, "Freeze", None, 46371, None, 1234.567],
    ["Build", "Quay", "Ana", "04.12.26", "no", "€ 900"],
)


def all_seeds(folder: Path) -> list[Seed]:
    """Return the files; ours are written into `folder`, by the program itself."""
    texts = {
        **_TABLES,
        **_CALENDARS,
        **_OTHERS,
        "github.json": json.dumps(_GITHUB),
        "gitlab.json": json.dumps(_GITLAB, indent=1),
    }
    ours = [*_written(folder), *_workbooks(), *_in_languages()]
    return [*_samples(), *ours, *(Seed(name, text.encode()) for name, text in texts.items())]


def _samples() -> list[Seed]:
    """Return the files of other programs, if they are here."""
    found = sorted(path for path in FOLDER.rglob("*") if path.is_file() and path.suffix != ".md")
    return [Seed(path.name, path.read_bytes()) for path in found]


def database(folder: Path) -> bytes:
    """Return the database from which ours were written."""
    return (folder / DATABASE).read_bytes()


def _written(folder: Path) -> list[Seed]:
    """Return a plan in every format that the program writes."""
    os.environ |= {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder / "config")}
    (folder / "plan.csv").write_text(_PLAN, encoding="utf-8")
    common = ("--db", str(folder / DATABASE), "--today", "2026-11-29")
    _run(*common, "import", str(folder / "plan.csv"), "--dates", "dmy")
    names = ["harbour.csv", "harbour.xml", "harbour.gan", "harbour.json", "harbour.tjp", "harbour.mmd", "harbour.xlsx"]
    for name in names:
        _run(*common, "export", "HARBOUR", "-o", str(folder / name))
    _run(*common, "calendar", "-o", str(folder / "harbour.ics"))
    written = [folder / "plan.csv", *(folder / name for name in (*names, "harbour.ics"))]
    return [Seed(path.name, path.read_bytes()) for path in written if path.exists()]  # without openpyxl no .xlsx


def _in_languages() -> list[Seed]:
    """Return a table in each language, with the first heads of its list."""
    found = []
    for number, language in enumerate(words.LANGUAGES):
        path = Path(words.__file__).with_name("languages") / f"{language}.toml"
        columns = tomllib.loads(path.read_text(encoding="utf-8"))["columns"]
        heads = [
            columns[role][0] for role in ("title", "phase", "owner", "baseline", "due", "done", "state", "progress")
        ]
        cells = ["Übergabe", "Żółw", "Zoë", "01.12.2026", "04.12.26", "", "", "50 %"]
        rows = (heads, cells, ["Start", "", "Ana", "2027-01-15", "15.01.2027", "15.01.2027", "", "100%"])
        separator = ";,\t"[number % 3]
        found.append(Seed(f"{language}.csv", "\n".join(map(separator.join, rows)).encode("utf-8")))
    return found


def _workbooks() -> list[Seed]:
    """Return a workbook of several sheets, with merged cells, a formula and an error; none without openpyxl."""
    try:
        from openpyxl import Workbook
    except ImportError:
        return []
    book = Workbook()
    book.active.append(["About this plan", None, "as of 2026-11-01"])
    for name in ("Plan", "Old"):
        sheet = book.create_sheet(name)
        for row in (["Harbour"], [], ["Phase", "Milestone", "Owner", "Due", "Done", "Value"], *_ROWS):
            sheet.append(row)
        sheet.merge_cells("A4:A6")
        sheet["F5"], sheet["E6"] = "=1+1", "#REF!"
        sheet["F4"].number_format = "[$€-407] #,##0.00"
    book["Old"].sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return [Seed("several.xlsx", out.getvalue())]


def _run(*arguments: str) -> None:
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        main(arguments)
