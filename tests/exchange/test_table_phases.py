"""The phases of tables that have no column of them: parents, indented titles, and headings between the rows."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook
from openpyxl.styles import Alignment

from milestone_tui.exchange.reading import read_plan
from milestone_tui.plan.imported import ImportedPlan


def read(text: str | bytes) -> ImportedPlan:
    data = text if isinstance(text, bytes) else text.encode()
    return read_plan(data, "plan.xlsx" if data.startswith(b"PK") else "plan.csv")


def phases(incoming: ImportedPlan) -> list[tuple[str, str]]:
    return [(milestone.phase, milestone.title) for project in incoming.projects for milestone in project.milestones]


def remarks(incoming: ImportedPlan) -> list[str]:
    return [": ".join(filter(None, remark[:3])) for remark in incoming.remarks]


@pytest.mark.parametrize(
    "text",
    [
        "ID,Subject,Type,Finish date,Parent\n1,Design,Phase,2026-09-28,\n2,Agreed,Milestone,2026-09-28,1\n"
        "3,Live,Milestone,2026-12-14,\n",
        "ID;Thema;Typ;Endtermin;Übergeordnetes Arbeitspaket\n2;Agreed;Meilenstein;28.09.2026;#1\n"
        "1;Design;Phase;28.09.2026;\n3;Live;Meilenstein;14.12.2026;\n",
        "Key\tParent task\tTitle\tEnd Date\nA-1\t\tDesign\t\nA-2\tDesign\tAgreed\t2026-09-28\n"
        "A-3\t\tLive\t2026-12-14\n",
        "#|Tracker|Parent task|Subject|Due date\n1|Task||Design|\n2|Milestone|1: Design|Agreed|2026-09-28\n"
        "3|Milestone||Live|2026-12-14\n",
        "Tâche parente;Identifiant;Nom;Échéance\n;APP-1;Design;\nAPP-1;APP-2;Agreed;28/09/2026\n"
        ";APP-3;Live;14/12/2026\n",
    ],
)
def test_a_parent_is_the_phase_by_its_id_or_its_title(text: str) -> None:
    assert phases(read(text)) == [("Design", "Agreed"), ("", "Live")]


def test_the_id_of_a_parent_that_is_not_there_is_no_phase() -> None:
    incoming = read("ID,Title,Due,Parent\n2,Agreed,2026-09-28,1\n3,Live,2026-12-14,1\n")
    assert phases(incoming) == [("", "Agreed"), ("", "Live")]
    assert remarks(incoming) == ["parent 1: not in this file: 2 rows without a phase"]


def test_the_title_of_a_parent_that_is_not_there_is_the_phase() -> None:
    text = "Issue key,Summary,Issue Type,Due date,Parent summary\nA-2,Agreed,Milestone,2026-09-28,Design\n"
    assert phases(read(text)) == [("Design", "Agreed")]


@pytest.mark.parametrize("indent", ["   ", "\N{NO-BREAK SPACE}" * 2, "\t", "    "])
@pytest.mark.parametrize(
    "head", ["Title;Due;Owner", "Vorgangsname;Ende;Ressourcennamen", "Jalon;Échéance;Responsable", "Hito;Fin;Persona"]
)
def test_indented_titles_are_below_the_row_above(indent: str, head: str) -> None:
    incoming = read(f"{head}\nDesign;;\n{indent}Agreed;2026-09-28;Ana\n{indent}Drawn;2026-09-30;\nLive;2026-12-14;\n")
    assert phases(incoming) == [("Design", "Agreed"), ("Design", "Drawn"), ("", "Live")]
    assert remarks(incoming) == ["indented titles: the less indented row above is the phase"]


def test_one_title_behind_blanks_is_a_slip() -> None:
    incoming = read("Title,Due\nDesign,2026-09-01\n  Agreed,2026-09-28\n Live,2026-12-14\n")
    assert phases(incoming) == [("", "Design"), ("", "Agreed"), ("", "Live")]


def test_blanks_before_a_quote_are_no_part_of_a_title() -> None:
    assert phases(read('Title, Due\n"Agreed, at last", "2026-09-28"\n')) == [("", "Agreed, at last")]


def test_the_indents_of_a_workbook_are_formats() -> None:
    book = Workbook()
    for texts in (("Name", "Duration", "Finish"), ("Design", "9 d", "2026-09-28"), ("Write", "9 d", "2026-09-28")):
        book.active.append(texts)
    book.active.append(("Agreed", "0 d", "2026-09-28"))
    for row in (3, 4):
        book.active.cell(row, 1).alignment = Alignment(indent=1)
    out = io.BytesIO()
    book.save(out)
    assert phases(read(out.getvalue())) == [("Design", "Agreed")]


@pytest.mark.parametrize(
    ("headings", "text"),
    [
        (("DESIGN", "BUILD"), "Milestone,Date,Owner\nDESIGN,,\nAgreed,2026-09-28,Ana\nBUILD,,\nLive,2026-12-14,\n"),
        (
            ("Phase 1: Design", "Phase 2"),
            "Titel;Ende\nPhase 1: Design\nAgreed;28.09.2026\n\nPhase 2;\nLive;14.12.2026\n",
        ),
        (("ÉTUDES", "TRAVAUX"), "N°;Jalon;Échéance\n;ÉTUDES;\n1;Agreed;28/09/2026\n;TRAVAUX;\n2;Live;14/12/2026\n"),
    ],
)
def test_a_row_with_a_heading_only_is_the_phase_below_it(headings: tuple[str, str], text: str) -> None:
    incoming = read(text)
    assert phases(incoming) == [(headings[0], "Agreed"), (headings[1], "Live")]
    assert [remark.partition(": ")[2] for remark in remarks(incoming)] == [
        f"{heading}: read as the phase below it" for heading in headings
    ]


def test_where_all_titles_are_in_capitals_none_is_a_heading() -> None:
    assert phases(read("Title,Due\nDESIGN,\nAGREED,2026-09-28\nLIVE,2026-12-14\n"))[0] == ("", "DESIGN")


def test_a_title_alone_is_an_undated_milestone() -> None:
    assert phases(read("Title,Due\nDesign frozen,\nAgreed,2026-09-28\n")) == [("", "Design frozen"), ("", "Agreed")]


def test_phases_that_stand_once_are_asked_about() -> None:
    incoming = read("Phase,Milestone,Due\nDesign,Agreed,2026-09-28\n,Drawn,2026-09-30\nBuild,Live,2026-12-14\n")
    assert phases(incoming) == [("Design", "Agreed"), ("", "Drawn"), ("Build", "Live")]
    (remark,) = incoming.remarks
    assert remark.check and remarks(incoming) == [
        '1 row: without a phase; if the one above is meant, fill "Phase" down'
    ]


def test_a_number_before_titles_is_their_outline_where_it_heads_them() -> None:
    incoming = read("Milestone;Datum\n1. Design;\n1.1 Agreed;2026-09-28\n2. Build;\n2.1 Live;2026-12-14\n3. Party;\n")
    assert phases(incoming) == [("1. Design", "1.1 Agreed"), ("2. Build", "2.1 Live"), ("2. Build", "3. Party")]


def test_our_own_tables_have_no_headings_and_no_indents() -> None:
    incoming = read("title,due,owner\nDESIGN,,\n  Agreed,2026-09-28,\n  Drawn,2026-09-30,Ana\n")
    assert phases(incoming) == [("", "DESIGN"), ("", "Agreed"), ("", "Drawn")]
