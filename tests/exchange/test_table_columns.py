"""Which column of a table is what, which row is its header, and which rows are milestones."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from samples import field_sample

from milestone_tui.errors import ImportRefused
from milestone_tui.exchange.reading import read_plan
from milestone_tui.exchange.tables.options import TableOptions
from milestone_tui.exchange.tables.words import LANGUAGES, plain, words
from milestone_tui.plan.imported import ImportedPlan, IncomingMilestone, Skipped


def read(text: str | Path, **said: object) -> ImportedPlan:
    data = text.read_bytes() if isinstance(text, Path) else text.encode()
    return read_plan(data, "plan.csv", table=TableOptions(**said))  # type: ignore[arg-type]


def milestones(incoming: ImportedPlan) -> list[IncomingMilestone]:
    return [milestone for project in incoming.projects for milestone in project.milestones]


def titles(incoming: ImportedPlan) -> list[str]:
    return [milestone.title for milestone in milestones(incoming)]


def told(incoming: ImportedPlan) -> dict[str, str]:
    return {column.name: column.read_as or f"skipped: {column.reason}" for column in incoming.columns}


def left_out(incoming: ImportedPlan) -> list[str]:
    return [": ".join(filter(None, remark[:3])) for remark in incoming.remarks if isinstance(remark, Skipped)]


# Which rows are milestones, which column is the name (K1) ------------------------------------------------------

FLAGS = """ID,Task Name,Duration,Start,Finish,% Complete,Milestone
1,Kick-off,0 days,2026-09-01,2026-09-01,100%,Yes
2,Write it,20 days,2026-09-02,2026-09-29,60%,No
3,Agreed,0 days,2026-09-29,2026-09-29,0%,Yes
"""


def test_a_column_of_yes_and_no_says_which_rows_are_milestones() -> None:
    incoming = read(FLAGS)
    assert titles(incoming) == ["Kick-off", "Agreed"]
    assert [m.source_id for m in milestones(incoming)] == ["1", "3"]
    assert (milestones(incoming)[0].done_on, milestones(incoming)[1].done_on) == (date(2026, 9, 1), None)
    assert told(incoming)["Milestone"] == "yes or no: only rows with yes are milestones"
    assert left_out(incoming) == ['1 task: no milestone by "Milestone"']


def test_the_flags_of_the_hand_over_case() -> None:
    incoming = read(field_sample("k1-msp-milestone-column.csv"))
    assert titles(incoming) == ["Kick-off held", "Specification agreed", "Go-live"]
    assert left_out(incoming) == ['1 task: no milestone by "Milestone"']


@pytest.mark.parametrize(
    "text",
    [
        "Meilenstein;Vorgangsname;Ende\nJa;Abnahme;18.12.2026\nNein;Mauern;17.12.2026\n",
        "Jalon\tNom de la tâche\tÉchéance\nx\tAbnahme\t2026-12-18\n\tMauern\t2026-12-17\n",
        "Nombre|Hito|Vencimiento\nAbnahme|VERDADERO|18/12/2026\nMauern|FALSO|17/12/2026\n",
        "Due,Name,Is milestone?\n2026-12-18,Abnahme,1\n2026-12-17,Mauern,0\n",
        "Kamień milowy;Nazwa;Termin\ntak;Abnahme;18.12.2026\nnie;Mauern;17.12.2026\n",
        "Attività;Durata;Fine\nAbnahme;0 g;18/12/2026\nMauern;5 g;17/12/2026\n",
        "Duração,Nome da tarefa,Término\n0 dias?,Abnahme,2026-12-18\n5 dias,Mauern,2026-12-17\n",
        "Soort,Onderwerp,Einddatum\nMijlpaal,Abnahme,2026-12-18\nTaak,Mauern,2026-12-17\n",
        "Typ;Thema;Fälligkeitsdatum\nMEILENSTEIN;Abnahme;18.12.2026\nAufgabe;Mauern;17.12.2026\n",
        "Activity ID,Activity Name,Activity Type,Start,Finish\nA,Abnahme,Start Milestone,2026-12-18,\n"
        "B,Mauern,Task Dependent,2026-12-01,2026-12-17\n",
        "Key milestone,Title,Date\ny,Abnahme,2026-12-18\nn,Mauern,2026-12-17\n",
    ],
)
def test_flags_types_and_durations_leave_out_tasks_in_any_language(text: str) -> None:
    incoming = read(text)
    (found,) = milestones(incoming)
    assert (found.title, found.due_on) == ("Abnahme", date(2026, 12, 18))
    assert [line for line in left_out(incoming) if line.startswith("1 task: no milestone by ")]


TYPES = """ID;Type;Subject;Finish date
1;Phase;Design;
2;Milestone;Frozen;2026-12-01
3;Task;Draw;2026-11-27
4;Phase;Build;
"""


def test_a_phase_is_the_phase_of_what_follows() -> None:
    incoming = read(TYPES)
    assert [(m.title, m.phase) for m in milestones(incoming)] == [("Frozen", "Design")]
    assert incoming.projects[0].phases == ("Design", "Build")


def test_the_types_of_the_hand_over_case() -> None:
    incoming = read(field_sample("k1-type-column.csv"))
    assert (titles(incoming), incoming.projects[0].phases) == (["Design frozen"], ("Build",))
    assert left_out(incoming) == ['1 task: no milestone by "Type"']


def test_a_phase_is_the_phase_of_its_children() -> None:
    outline = "WBS,Name,Duration,End date\n1,Design,10,2026-11-13\n1.1,Agreed,0,2026-11-13\n2,Go,0,2026-12-01\n"
    assert [(m.title, m.phase) for m in milestones(read(outline))] == [("Agreed", "Design"), ("Go", "")]
    levels = "Outline Level;Name;Summary;Milestone;Finish\n1;House;Yes;No;\n2;Shell;Yes;No;\n3;Roof;No;Yes;2026-12-01\n"
    levels += "2;Keys;No;Yes;2026-12-02\n"
    assert [(m.title, m.phase) for m in milestones(read(levels))] == [("Roof", "Shell"), ("Keys", "House")]


def test_a_table_in_which_no_row_is_a_milestone_is_asked_about() -> None:
    text = "Summary,Issue key,Issue Type,Due Date\nLaunch,AB-1,Epic,2026-12-04\nFix,AB-2,Story,2026-12-05\n"
    with pytest.raises(ImportRefused, match=r'"Issue Type" has "Epic", "Story"\..*--map "type="'):
        read(text)
    assert titles(read(text, columns={"type": ""})) == ["Launch", "Fix"]


@pytest.mark.parametrize(
    "text",
    [
        "Milestone #,Milestone Name,Due Date\n1,Signed,2026-12-01\n2,Sent,2026-12-20\n",
        "Meilenstein-Nr.;Bezeichnung;Termin\n1;Signed;01.12.2026\n2;Sent;20.12.2026\n",
        "Due;Name;Milestone No.\n2026-12-01;Signed;1\n2026-12-20;Sent;2\n",
        "N° jalon,Jalon,Échéance\n1,Signed,2026-12-01\n2,Sent,2026-12-20\n",
        "Milestone,Description,Date\n1,Signed,2026-12-01\n2,Sent,2026-12-20\n",
        "Milestone ID|What|When\n1|Signed|2026-12-01\n2|Sent|2026-12-20\n",
    ],
)
def test_a_column_of_numbers_is_no_title_but_an_id(text: str) -> None:
    incoming = read(text, dates="dmy")
    assert [(m.title, m.source_id) for m in milestones(incoming)] == [("Signed", "1"), ("Sent", "2")]


def test_the_numbers_of_the_hand_over_case() -> None:
    assert titles(read(field_sample("k1-milestone-number.csv"))) == ["Contract signed", "First delivery"]


def test_ids_that_come_twice_are_none() -> None:
    incoming = read("ID,Title,Due\n1,A,2026-12-01\n1,B,2026-12-02\n")
    assert [m.source_id for m in milestones(incoming)] == ["", ""]
    assert told(incoming)["ID"] == "skipped: several rows have the same"


# The header (K3) -----------------------------------------------------------------------------------------------

REGISTER = """Register of Harbour,,,
Status as of 27 Nov 2026,,,
,,,
No.,Milestone,Owner,Forecast date
1,Permit,Ana,2026-12-04
"""


def test_what_stands_above_the_header_is_told() -> None:
    incoming = read(REGISTER)
    assert [(m.title, m.owner, m.due_on, m.where) for m in milestones(incoming)] == [
        ("Permit", "Ana", date(2026, 12, 4), "line 5")
    ]
    assert left_out(incoming) == ['line 1: "Register of Harbour" · "Status as of 27 Nov 2026": above the header']


def test_the_title_lines_of_the_hand_over_case() -> None:
    assert titles(read(field_sample("k3-title-lines.csv"))) == ["Permit granted"]


@pytest.mark.parametrize(
    "above",
    ["Meilensteine\n\n", "Projekt;Hafen\nStand;27.11.2026\n\n", "Milestone\n", "Title;Harbour\nOwner;Eva\n\n\n"],
)
def test_lines_above_a_header_are_none_though_they_have_its_words(above: str) -> None:
    incoming = read(f"{above}Lfd. Nr.;Meilenstein;Verantwortlich;Termin\n1;Genehmigung;Ana;2026-12-04\n")
    assert [(m.title, m.owner) for m in milestones(incoming)] == [("Genehmigung", "Ana")]


def test_the_row_of_the_header_can_be_said() -> None:
    text = "Title,Owner\nnot,this\nWhat,When\nGo,2026-12-01\n"
    assert titles(read(text, header_row=3)) == ["Go"]
    with pytest.raises(ImportRefused, match="--header-row 9: line 9 is blank or missing"):
        read(text, header_row=9)


@pytest.mark.parametrize(
    "text",
    [
        "Milestone,Planned,,Actual,\n,Start,Finish,Start,Finish\nPermit,2026-11-20,2026-12-01,2026-11-21,2026-12-04\n",
        ",Planned,,Actual,\nMilestone,Start,Finish,Start,Finish\nPermit,2026-11-20,2026-12-01,2026-11-21,2026-12-04\n",
        ";Geplant;;Ist;;\nMeilenstein;Anfang;Ende;Anfang;Ende;Wer\nPermit;20.11.2026;01.12.2026;21.11.2026;04.12.2026;Ana\n",
        "Jalon|Prévu|Réel\n|Date|Date\nPermit|2026-12-01|2026-12-04\n",
        "Plan\n\nHito;Plan;Plan;Real;Real\nHito;Inicio;Fin;Inicio;Fin\nPermit;20/11/2026;01/12/2026;21/11/2026;04/12/2026\n",
    ],
)
def test_two_lines_of_a_header_are_joined(text: str) -> None:
    (found,) = milestones(read(text, dates="dmy"))
    assert (found.title, found.baseline_on, found.done_on) == ("Permit", date(2026, 12, 1), date(2026, 12, 4))


def test_a_group_counts_for_its_dates_only() -> None:
    text = "Milestone,Forecast,Baseline,,\n,Finish,Finish,Status,Deadline\nGo,2026-12-01,2026-11-01,done,2026-12-31\n"
    (found,) = milestones(read(text))
    assert (found.due_on, found.baseline_on, found.deadline_on) == (
        date(2026, 12, 1),
        date(2026, 11, 1),
        date(2026, 12, 31),
    )


@pytest.mark.parametrize("text", ["title\nFinish\nStart\n", "title,due\nFinish,\nEnd,2026-12-01\n"])
def test_milestones_that_are_called_like_columns_are_milestones(text: str) -> None:
    assert len(titles(read(text))) == 2


def test_of_two_columns_with_one_name_none_is_read_in_silence() -> None:
    text = "Milestone,Start,Finish,Start,Finish\nPermit,2026-11-20,2026-12-01,2026-11-21,2026-12-04\n"
    with pytest.raises(ImportRefused, match='Columns 3 and 5 are both called "Finish", and their cells differ'):
        read(text)
    (found,) = milestones(read(text, columns={"due": "column 3", "done": "column 5"}))
    assert (found.due_on, found.done_on) == (date(2026, 12, 1), date(2026, 12, 4))
    same = read("Milestone,Finish,Finish\nPermit,2026-12-01,2026-12-01\n")
    assert milestones(same)[0].due_on == date(2026, 12, 1)
    with pytest.raises(ImportRefused, match='--map "due=column 3" or "due=column 5"'):
        read(text, columns={"due": "Finish"})


# Languages and what is asked (K4) --------------------------------------------------------------------------------


def test_a_german_table() -> None:
    text = "\ufeffNr.;Name;Meilenstein;Anfang;Ende;Verantwortlich;Status\r\n"
    text += (
        "1;Genehmigung;Ja;24.11.2026;24.11.2026;Ana;erledigt\r\n2;Mauern;Nein;25.11.2026;17.12.2026;Raj;in Arbeit\r\n"
    )
    incoming = read(text)
    (found,) = milestones(incoming)
    assert (found.title, found.owner, found.done_on) == ("Genehmigung", "Ana", date(2026, 11, 24))
    assert told(incoming) == {
        "Nr.": "skipped: it numbers the rows",
        "Name": "title",
        "Meilenstein": "yes or no: only rows with yes are milestones",
        "Anfang": "start: the due date of a row without one",
        "Ende": "due",
        "Verantwortlich": "owner",
        "Status": "state",
    }


def test_the_german_table_of_the_hand_over_case() -> None:
    (found,) = milestones(read(field_sample("k4-german.csv")))
    assert (found.title, found.owner, found.done_on) == ("Baugenehmigung", "Ana", date(2026, 11, 24))


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("Jalon;Responsable;Échéance;État\nPermis;Ana;24/11/2026;terminé\n", True),
        ("Hito,Responsable,Fecha de vencimiento,Estado\nPermis,Ana,24/11/2026,En curso\n", False),
        ("Stato\tPietra miliare\tData di scadenza\tAssegnato a\ncompletato\tPermis\t24/11/2026\tAna\n", True),
        ("Marco;Data de término;Responsável;Situação\nPermis;24/11/2026;Ana;concluído\n", True),
        ("Mijlpaal;Einddatum;Verantwoordelijke;Status\nPermis;24-11-2026;Ana;niet gestart\n", False),
        ("Kamień milowy;Termin;Osoba odpowiedzialna;Stan\nPermis;24.11.2026;Ana;zakończone\n", True),
        ("Vorgangsname;Fertig stellen;Ressourcennamen;% Abgeschlossen\nPermis;24.11.2026;Ana;100%\n", True),
    ],
)
def test_tables_in_other_languages(text: str, done: bool) -> None:
    (found,) = milestones(read(text))
    assert (found.title, found.owner, found.due_on) == ("Permis", "Ana", date(2026, 11, 24))
    assert (found.done_on is not None) is done


@pytest.mark.parametrize(
    "text",
    [
        "Milestone,Owner,Wann genau\nGo,Ana,2026-12-01\n",
        "Name;Verantwortlich;Bemerkung\nGo;Ana;bald\n",
        "Title,Start\nGo,2026-12-01\n",
        "Tâche,Qui,Quelque part\nGo,Ana,2026-12-01\n",
    ],
)
def test_a_table_without_a_column_of_dates_is_not_taken_without_asking(text: str) -> None:
    with pytest.raises(ImportRefused, match=r'No date column found\. The columns are "\w+".*--map "due=.*--map "due="'):
        read(text)
    assert milestones(read(text, columns={"due": ""}))[0].due_on is None


def test_a_table_with_our_own_names_of_fields_needs_no_dates() -> None:
    assert titles(read("title,owner\nGo,Ana\n")) == ["Go"]
    assert read("project,phase,title,due\nA,B,C,2026-12-01\n").columns == ()


def test_what_columns_are_can_be_said() -> None:
    text = "Ding,Wann genau,Wessen\nGo,2026-12-01,Ana\n"
    with pytest.raises(ImportRefused, match="No title column found"):
        read(text)
    incoming = read(text, columns={"title": "Ding", "due": "wann genau", "owner": "Wessen"}, header_row=1)
    (found,) = milestones(incoming)
    assert (found.title, found.due_on, found.owner) == ("Go", date(2026, 12, 1), "Ana")
    assert told(incoming) == {"Ding": "title", "Wann genau": "due", "Wessen": "owner"}
    with pytest.raises(ImportRefused, match=r'There is no column "Foo"\. The columns are "Ding", "Wann genau"'):
        read(text, columns={"title": "Foo"}, header_row=1)
    with pytest.raises(ImportRefused, match='Two fields have the column "Ding"'):
        read(text, columns={"title": "Ding", "due": "Ding"}, header_row=1)


# Columns for which there is a field (K5) -------------------------------------------------------------------------


def test_every_field_has_its_column() -> None:
    head = "Milestone,Due Date,Deadline,% Complete,Deliverable,Commentary,Budget,Approver,Labels,Description,Weight,"
    head += "Outcome,Invoice date,Invoice no.,Paid on,Internal,Baseline finish\n"
    row = 'Go,2026-12-01,2026-12-10,45%,Report,see annex,1200,Eva,"a, b",all of it,3,good,'
    row += "2026-12-02,R7,2026-12-20,yes,2026-11-30\n"
    incoming = read(head + row)
    (found,) = milestones(incoming)
    assert (found.due_on, found.deadline_on, found.baseline_on) == (
        date(2026, 12, 1),
        date(2026, 12, 10),
        date(2026, 11, 30),
    )
    assert (found.progress, found.value, found.notes) == (45, Decimal(1200), "see annex\n\nall of it")
    assert found.more == {
        "deliverable": "Report",
        "approver": "Eva",
        "tags": ("a", "b"),
        "weight": 3,
        "outcome": "good",
        "invoiced_on": date(2026, 12, 2),
        "invoice_number": "R7",
        "paid_on": date(2026, 12, 20),
        "internal": True,
    }
    assert not [name for name, read_as in told(incoming).items() if read_as.startswith("skipped")]


def test_the_columns_of_the_hand_over_case() -> None:
    (found,) = milestones(read(field_sample("k5-deadline-percent.csv")))
    assert (found.due_on, found.deadline_on, found.progress) == (date(2026, 12, 1), date(2026, 12, 10), 45)


def test_values_name_the_currency_of_their_project() -> None:
    text = "Project;Milestone;Value;Due\nA;Go;1.234,50 €;2026-12-01\nA;Stop;10 USD;2026-12-02\n;Run;5 CHF;2026-12-03\n"
    incoming = read(text)
    assert [(project.name, project.currency) for project in incoming.projects] == [("A", "EUR"), ("plan", "CHF")]
    assert [m.value for m in milestones(incoming)] == [Decimal("1234.50"), None, Decimal(5)]
    assert [": ".join(remark[:3]) for remark in incoming.remarks] == [
        "line 3: Stop: imported without its value: it is in USD, others are in EUR"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Meilenstein;Termin;Frist;Fortschritt;Ergebnis\nGo;01.12.2026;31.12.2026;45 %;Report\n",
        "Échéance,Date limite,Jalon,Avancement,Livrable\n2026-12-01,2026-12-31,Go,45%,Report\n",
        "Progreso|Fecha límite|Hito|Entregable|Vencimiento\n45%|2026-12-31|Go|Report|2026-12-01\n",
        "Kamień milowy;Termin ostateczny;Termin;Postęp;Produkt\nGo;2026-12-31;2026-12-01;45;Report\n",
    ],
)
def test_deadlines_progress_and_deliverables_in_other_languages(text: str) -> None:
    (found,) = milestones(read(text, dates="dmy"))
    assert (found.due_on, found.deadline_on) == (date(2026, 12, 1), date(2026, 12, 31))
    assert (found.progress, found.more["deliverable"]) == (45, "Report")


def test_a_deadline_alone_is_the_due_date_and_told() -> None:
    incoming = read("Milestone,Deadline\nGo,2026-12-01\n")
    assert (milestones(incoming)[0].due_on, told(incoming)["Deadline"]) == (date(2026, 12, 1), "due")


def test_the_start_counts_where_no_finish_is() -> None:
    text = "Name,Start,Finish,Actual finish\nA,2026-12-01,,\nB,2026-12-01,2026-12-02,2026-12-03\n"
    assert [(m.due_on, m.done_on) for m in milestones(read(text))] == [
        (date(2026, 12, 1), None),
        (date(2026, 12, 2), date(2026, 12, 3)),
    ]


# Several tables in one file (K6) -----------------------------------------------------------------------------------

GANTT = """ID,Name,Begin date,End date,Duration,Completion,Coordinator,Outline number
0,Design,2026-11-02,2026-11-13,10,50,Ana,1
1,Agreed,2026-11-13,2026-11-13,0,100,Ana,1.1

ID,Name,Default role,e-mail,Phone
0,Ana,Project manager,,
1,Raj,Developer,,
"""


def test_a_blank_line_and_another_header_end_the_table() -> None:
    incoming = read(GANTT)
    (found,) = milestones(incoming)
    assert (found.title, found.phase, found.owner, found.done_on) == ("Agreed", "Design", "Ana", date(2026, 11, 13))
    assert left_out(incoming) == [
        "line 5: another table with 2 rows: its columns are ID, Name, Default role, e-mail, …"
    ]


def test_the_two_tables_of_the_hand_over_case() -> None:
    incoming = read(field_sample("k6-ganttproject.csv"))
    (found,) = milestones(incoming)
    assert (found.title, found.owner, found.done_on) == ("Design agreed", "Ana", date(2026, 11, 13))
    assert [line for line in left_out(incoming) if "another table with 2 rows" in line]


@pytest.mark.parametrize(
    "below",
    [
        "\nName;E-Mail;Verantwortlich\nAna;a@b;x\nRaj;r@b;y\n",
        "\n\nName;Standardrolle;Koordinator\nAna;PM;x\nRaj;r;y\n",
        "; ; \nNom;Responsable;Courriel\nAna;PM;x\nRaj;r;y\n",
    ],
)
def test_tables_below_are_told_in_any_language(below: str) -> None:
    incoming = read(f"Meilenstein;Termin;Wer\nGo;01.12.2026;Ana\n{below}", dates="dmy")
    assert titles(incoming) == ["Go"]
    assert "another table with 2 rows" in left_out(incoming)[0]


def test_headers_again_totals_and_notes_are_left_out_and_told() -> None:
    text = "Milestone,Amount,Due\nA,10,2026-12-01\nMilestone,Amount,Due\nB,20,2026-12-02\nTotal,30,\n\n"
    text += "* dates are provisional\nSource: the office\nUndated\n"
    incoming = read(text)
    assert titles(incoming) == ["A", "B", "Undated"]
    assert left_out(incoming) == [
        "line 3: 1 line with the header again: repeated",
        "line 5: Total: a row of totals",
        "line 7: * dates are provisional: a note below the table",
        "line 8: Source: the office: a note below the table",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "| Milestone | Due |\n|---|:---:|\n| A | 2026-12-01 |\n| B | 2026-12-02 |\n",
        "Milestone,Due\n---------,----------\nA,2026-12-01\nB,2026-12-02\n",
        "Meilenstein;Termin\n=====;=====\nA;2026-12-01\n;\nB;2026-12-02\n",
        "title | due\n------+-----------\nA | 2026-12-01\nB | 2026-12-02\n",
    ],
)
def test_a_line_between_rows_is_no_milestone(text: str) -> None:
    incoming = read(text)
    assert titles(incoming) == ["A", "B"]
    assert left_out(incoming) == []


def test_the_name_above_each_header_is_the_phase() -> None:
    text = "Site\nDesign\nName,Date\nA,2026-12-01\n\nBuild\nName,Date\nB,2026-12-02\n"
    assert [(m.title, m.phase) for m in milestones(read(text))] == [("A", "Design"), ("B", "Build")]


# Exports of other programs -------------------------------------------------------------------------------------------


def test_an_export_of_jira_with_columns_of_one_name() -> None:
    text = "Summary,Issue key,Issue id,Issue Type,Status,Project key,Assignee,Due date,Labels,Labels,Comment,Comment\n"
    text += "Launch,AB-1,10001,Milestone,To Do,AB,Ana,25/Dec/26 12:00 AM,red,blue,first,second\n"
    text += "Fix,AB-2,10002,Bug,Done,AB,Raj,,,,,\n"
    incoming = read(text)
    (found,) = milestones(incoming)
    assert (incoming.projects[0].name, found.source_id, found.due_on) == ("AB", "AB-1", date(2026, 12, 25))
    assert (found.more["tags"], found.notes) == (("red", "blue"), "first\n\nsecond")


def test_an_export_of_planner_says_its_progress_in_words() -> None:
    text = "Task ID,Task Name,Bucket Name,Progress,Start date,Due date,Completed Date,Labels\n"
    text += "a,Sign,Phase 1,Completed,,2026-11-20,2026-11-21,red;blue\nb,Ship,Phase 2,Not started,,2026-12-20,,\n"
    sign, ship = milestones(read(text))
    assert (sign.phase, sign.done_on, sign.more["tags"]) == ("Phase 1", date(2026, 11, 21), ("red", "blue"))
    assert (ship.source_id, ship.done_on, ship.progress) == ("b", None, 0)


def test_an_export_of_p6_has_start_and_finish_milestones() -> None:
    text = "Activity ID,Activity Name,Activity Type,Original Duration,Start,Finish,BL Project Finish\n"
    text += "A1,Notice,Start Milestone,0,01-Sep-26 A,,01-Sep-26\nA2,Dig,Task Dependent,20,02-Sep-26,29-Sep-26,\n"
    text += "A3,Done,Finish Milestone,0,,04-Dec-26*,03-Dec-26\n"
    notice, done = milestones(read(text))
    assert (notice.due_on, notice.done_on) == (date(2026, 9, 1), date(2026, 9, 1))
    assert (done.due_on, done.done_on, done.baseline_on) == (date(2026, 12, 4), None, date(2026, 12, 3))


# Words -------------------------------------------------------------------------------------------------------------


def test_words_of_yes_and_no_and_of_rows_contradict_each_other_in_no_language() -> None:
    cells = words().cells
    for one, other in (
        ("yes", "no"),
        ("done", "open"),
        ("milestone", "task"),
        ("milestone", "phase"),
        ("done", "cancelled"),
    ):
        assert not cells[one] & cells[other], (one, other)
    assert not {plain(word) for word in cells["total"]} & set(words().heads) - {"summe"}
    assert len(LANGUAGES) == 8
