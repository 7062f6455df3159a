"""The whole files that `fuzz_import.py` changes: other programs' where they are, and our own in every format."""

from __future__ import annotations

import json
import os
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

from mutations import Seed
from samples import FOLDER

from milestone_tui.cli.main import main

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


def all_seeds(folder: Path) -> list[Seed]:
    """Return the files; ours are written into `folder`, by the program itself."""
    texts = {
        **_TABLES,
        **_CALENDARS,
        **_OTHERS,
        "github.json": json.dumps(_GITHUB),
        "gitlab.json": json.dumps(_GITLAB, indent=1),
    }
    return [*_samples(), *_written(folder), *(Seed(name, text.encode()) for name, text in texts.items())]


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


def _run(*words: str) -> None:
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        main(words)
