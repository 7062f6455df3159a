"""Tables as programs and people write them: heads, marks and dates that are their own."""

from __future__ import annotations

import io
from datetime import date

import pytest
from openpyxl import Workbook

from milestone_tui.errors import AmbiguousDates, ImportQuestion
from milestone_tui.exchange.reading import read_plan
from milestone_tui.exchange.tables.dates import DayCell, read_day
from milestone_tui.exchange.tables.numbers import amount_of
from milestone_tui.exchange.tables.words import roles_of
from milestone_tui.plan.imported import ImportedPlan, IncomingMilestone


def read(text: str | bytes, name: str = "plan.csv") -> ImportedPlan:
    return read_plan(text if isinstance(text, bytes) else text.encode(), name)


def milestones(incoming: ImportedPlan) -> list[IncomingMilestone]:
    return [milestone for project in incoming.projects for milestone in project.milestones]


def titles(incoming: ImportedPlan) -> list[str]:
    return [milestone.title for milestone in milestones(incoming)]


def to_check(incoming: ImportedPlan) -> list[str]:
    return [": ".join(filter(None, remark[:3])) for remark in incoming.remarks if remark.check]


# Programs ------------------------------------------------------------------------------------------------------


def test_cards_of_trello() -> None:
    incoming = read(
        "Card ID,Card Name,Card Description,Labels,Members,Due Date,List Name,Board Name,Due Complete\n"
        "5f1,Agreed,Ask legal,gate,ana,2026-09-28T15:00:00.000Z,Design,Apollo,true\n"
        "5f2,Live,,,raj,2026-12-14T15:00:00.000Z,Rollout,Apollo,false\n"
    )
    first, second = milestones(incoming)
    assert (first.title, first.phase, first.owner, first.notes) == ("Agreed", "Design", "ana", "Ask legal")
    assert (first.done_on, second.done_on) == (date(2026, 9, 28), None) and incoming.projects[0].name == "Apollo"


def test_lists_in_brackets_are_names() -> None:
    incoming = read(
        'Task Name,Task Type,Due Date,Assignee(s),Tags\nAgreed,Milestone,2026-09-28,"[Ana, Raj]","[a,b]"\n'
        "Live,Milestone,1797206400000,[],[]\n"
    )
    first, second = milestones(incoming)
    assert (first.owner, first.more["tags"]) == ("Ana, Raj", ("a", "b"))
    assert (second.owner, second.more["tags"], second.due_on) == ("", (), date(2026, 12, 14))
    assert to_check(incoming) == [
        'line 3: Live: check its due date "1797206400000": a number of milliseconds, read as 14 Dec 2026'
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Nr.;Aktiv;Vorgangsname;Dauer;Fertig stellen;Vorgänger;Ressourcennamen\n"
        "1;Ja;Bau;5 Tage;13.12.2026;;Ana\n2;Ja;Live;0 Tage?;14.12.2026;1EA+2 Tage;Ana[50%]\n"
        "3;Nein;Alt;0 Tage;15.12.2026;;\n",
        "ID,Active,Name,Duration,Finish,Predecessors,Resource Names\n"
        "1,Yes,Bau,5 days,12/13/2026,,\n2,Yes,Live,0 days,12/14/2026,1FS+2 days,Ana[100%]\n"
        "3,No,Alt,0 days,12/15/2026,,\n",
        "Actif;Nom;Durée;Fin;Prédécesseurs;Noms ressources\n"
        "Oui;Bau;5 jours;13/12/2026;;\nOui;Live;0 jour;14/12/2026;1FD+2 jours;Ana\nNon;Alt;0 jour;15/12/2026;;\n",
    ],
)
def test_inactive_tasks_of_microsoft_project_are_cancelled_and_links_told(text: str) -> None:
    incoming = read(text)
    assert [(one.title, one.owner, one.cancelled) for one in milestones(incoming)] == [
        ("Live", "Ana", False),
        ("Alt", "", True),
    ]
    assert [column.reason for column in incoming.columns if column.reason.startswith("links")] == [
        "links are not read from tables; export as Microsoft Project XML to keep them"
    ]


@pytest.mark.parametrize(
    ("head", "role"),
    [
        ("Zahlungsmeilenstein", "title"),
        ("Opleveringsmijlpaal", "title"),
        ("% réalisé", "progress"),
        ("Percent achieved", "progress"),
        ("% erreicht", "progress"),
        ("Release date", "due"),
        ("By when", "due"),
        ("Date closed", "done"),
    ],
)
def test_heads_by_their_words(head: str, role: str) -> None:
    assert role in [found for found, _ in roles_of(head)]


def test_a_short_name_is_an_id_where_another_column_has_the_titles() -> None:
    incoming = read("Milestone,Description,Due Date\nM1,Signed,2026-09-28\nM2,Report accepted,2026-12-14\n")
    assert [(one.source_id, one.title) for one in milestones(incoming)] == [("M1", "Signed"), ("M2", "Report accepted")]
    assert titles(read("Milestone,Due Date\nM1,2026-09-28\nM2,2026-12-14\n")) == ["M1", "M2"]


def test_a_diamond_marks_a_milestone() -> None:
    text = "Activity,End,Milestone?\nDig,2026-09-20,\nHole dug,2026-09-20,◆\nWall,2026-11-23,\n"
    assert titles(read(text)) == ["Hole dug"]


@pytest.mark.parametrize("rule", ["|---|:--|--:|", "|___|___|___|", "|=====|=====|===|"])
def test_a_line_below_the_header_is_no_milestone(rule: str) -> None:
    assert titles(read(f"| Milestone | Due | Owner |\n{rule}\n| Live | 2026-12-14 | Ana |\n")) == ["Live"]


def test_a_total_behind_a_blank_row_is_left_out() -> None:
    assert titles(read("Milestone,Due,Value\nLive,2026-12-14,5\n\nTotal,,\n")) == ["Live"]


def test_the_suggested_title_column_has_texts() -> None:
    with pytest.raises(ImportQuestion, match='--map "title=Название" --header-row 1'):
        read("ID\tНазвание\tДата\n0\tПриёмка\t28.09.2026\n")


@pytest.mark.parametrize(
    "text",
    [
        "Vorgangsname;Vorgangstyp;Ende\nBau;Vorgangsabhängig;13.12.2026\nLive;Endmeilenstein;14.12.2026\n",
        "Name,Entity Type,End\nBau,Task,2026-12-13\nLive,Milestone,2026-12-14\n",
        "Name,Type,End\nBau,No milestone,2026-12-13\nLive,Key milestone,2026-12-14\n",
        "Titel;Erwartete Dauer;Ende\nBau;5 Tage;13.12.2026\nLive;0 Tage;14.12.2026\n",
        "Taak;Soort;Einddatum\nBau;Taak;13-12-2026\nLive;Opleveringsmijlpaal;14-12-2026\n",
    ],
)
def test_types_in_other_words_say_what_is_a_milestone(text: str) -> None:
    assert titles(read(text)) == ["Live"]


@pytest.mark.parametrize("mark", ["M", "MS", "●", "J"])
def test_a_mark_of_any_kind_says_what_is_a_milestone_beside_titles(mark: str) -> None:
    assert titles(read(f"Task,Milestone,Due\nDig,,2026-12-14\nHole dug,{mark},2026-12-20\n")) == ["Hole dug"]


@pytest.mark.parametrize("none", ["-", "–", "tbd", "N. N.", "n/a"])
def test_a_word_for_nobody_is_no_person(none: str) -> None:
    (found,) = milestones(read(f"Milestone,Due,Owner,Approver\nLive,2026-12-14,{none},{none}\n"))
    assert (found.owner, found.more["approver"]) == ("", "")


@pytest.mark.parametrize(
    ("head", "currency"),
    [("Value (k€)", "EUR"), ("Betrag in TEUR", "EUR"), ("Amount [USD k]", "USD"), ("Budget (T€)", "EUR")],
)
def test_the_head_of_amounts_says_their_unit(head: str, currency: str) -> None:
    incoming = read(f"Milestone,Due,{head}\nLive,2026-12-14,12\n")
    assert milestones(incoming)[0].value == 12_000 and incoming.projects[0].currency == currency


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("done 30.09.2026", date(2026, 9, 30)),
        ("Yes - 30 Sep 2026", date(2026, 9, 30)),
        ("Yes, 30 Sep", date(2026, 9, 28)),
    ],
)
def test_a_done_cell_may_have_a_word_and_a_day(text: str, day: date) -> None:
    (found,) = milestones(read(f'Milestone,Due,Done\nLive,2026-09-28,"{text}"\n'))
    assert found.done_on == day


@pytest.mark.parametrize("state", ["✅ Done", "✔ erledigt", "🟢 Completed"])
def test_a_light_beside_a_state_says_nothing(state: str) -> None:
    (found,) = milestones(read(f"Milestone,Due,Status\nLive,2026-12-14,{state}\n"))
    assert found.done_on == date(2026, 12, 14)


@pytest.mark.parametrize(
    "head", ["Completion date", "Completion Date (contract)", "Vertragstermin", "Deadline", "Planned completion date"]
)
def test_the_only_date_of_a_contract_is_when_it_is_due(head: str) -> None:
    (found,) = milestones(read(f"Milestone,{head},Amount\nLive,2026-12-14,5\n"))
    assert (found.due_on, found.done_on) == (date(2026, 12, 14), None)


def test_a_completion_date_beside_another_date_is_when_it_was_done() -> None:
    (found,) = milestones(read("Milestone,Due date,Completion date\nLive,2026-12-14,2026-12-15\n"))
    assert (found.due_on, found.done_on) == (date(2026, 12, 14), date(2026, 12, 15))


def test_plan_and_actual_costs_are_no_dates() -> None:
    incoming = read("Milestone;Termine;;Kosten;\n;Plan;Ist;Plan;Ist\nLive;2026-12-01;2026-12-14;100;90\n")
    (found,) = milestones(incoming)
    assert (found.baseline_on, found.done_on, found.progress) == (date(2026, 12, 1), date(2026, 12, 14), 0)


def test_a_list_below_its_heading_is_a_note() -> None:
    assert titles(read("Milestone,Due\nLive,2026-12-14\n\nAssumptions:\n1. No strike\n2. Steel\n")) == ["Live"]


# Dates ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("14–18 Dec 2026", date(2026, 12, 18)),
        ("14-18 Dec 2026", date(2026, 12, 18)),
        ("14.–18.12.2026", date(2026, 12, 18)),
        ("14.12.-18.12.2026", date(2026, 12, 18)),
        ("14/12/2026 - 18/12/2026", date(2026, 12, 18)),
        ("December 14, 2026 → December 18, 2026", date(2026, 12, 18)),
        ("2026-12-14 to 2026-12-18", date(2026, 12, 18)),
        ("14. bis 18. Dezember 2026", date(2026, 12, 18)),
        ("30 Dec 2026 – 4 Jan 2027", date(2027, 1, 4)),
    ],
)
def test_of_two_days_the_last_one_counts(text: str, day: date) -> None:
    assert read_day(text, "dmy") == DayCell(day, is_range=True)


@pytest.mark.parametrize(
    "text",
    [
        "no later than 14.12.2026",
        "spätestens 14. Dezember 2026",
        "14 Dec 2026 (tbc)",
        "am Mo 14.12.2026",
        "14.12.2026 (Mo)",
    ],
)
def test_words_around_a_date_are_no_part_of_it(text: str) -> None:
    assert read_day(text, "dmy") == DayCell(date(2026, 12, 14))


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("EUR 12k", 12_000),
        ("12 k€", 12_000),
        ("12 Tsd. EUR", 12_000),
        ("1,2 Mio. €", 1_200_000),
        ("$0.5m", 500_000),
        ("3 million USD", 3_000_000),
    ],
)
def test_amounts_in_thousands_and_millions(text: str, amount: int) -> None:
    found = amount_of(text)
    assert found is not None and found[0] == amount and found[1] in ("EUR", "USD")


@pytest.mark.parametrize("text", ["12 km", "k12", "12kk"])
def test_other_words_behind_a_number_make_it_no_amount(text: str) -> None:
    assert amount_of(text) is None


@pytest.mark.parametrize("text", ["18–22 Dec", "14.12. - 18.12."])
def test_two_days_without_a_year_go_to_the_notes(text: str) -> None:
    assert read_day(text, "dmy") == DayCell(note=text)


@pytest.mark.parametrize("text", ["18 Dec 2026 – 14 Dec 2026", "2026-2027", "13-2026", "A-18 Dec 2026", "1 to 5"])
def test_what_are_no_two_days_is_no_date(text: str) -> None:
    assert read_day(text, "dmy") is None


def test_two_days_are_told() -> None:
    (remark,) = read("Milestone,Due\nLive,14–18 Dec 2026\n").remarks
    assert remark.reason == 'its due date "14–18 Dec 2026" is read as its last day, 18 Dec 2026'


@pytest.mark.parametrize(
    ("dates", "days"),
    [
        (("28.09.26", "14.12.26"), (date(2026, 9, 28), date(2026, 12, 14))),
        (("26.09.28", "26.12.14"), (date(2026, 9, 28), date(2026, 12, 14))),
        (("28/09/26", "14/12/26"), (date(2026, 9, 28), date(2026, 12, 14))),
    ],
)
def test_years_of_two_digits_that_are_all_near_settle_the_order(
    dates: tuple[str, str], days: tuple[date, date]
) -> None:
    incoming = read(f"Milestone;Due\nA;{dates[0]}\nB;{dates[1]}\n")
    assert tuple(one.due_on for one in milestones(incoming)) == days
    (told,) = to_check(incoming)
    assert told.startswith(f'"{dates[0]}": such dates are read as 28 Sep 2026, as all years are 2026 then; if')


@pytest.mark.parametrize("dates", [("28.09.26", "27.10.26"), ("03.04.26", "25.12.26", "05.06.26", "01.02.03")])
def test_years_that_are_near_in_two_orders_settle_nothing(dates: tuple[str, ...]) -> None:
    with pytest.raises(AmbiguousDates):
        read("Milestone;Due\n" + "".join(f"A;{text}\n" for text in dates))


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Status as of 27 Nov 2026,,", date(2026, 11, 27)),
        ("Projekt Halle – Stand: 27.11.2026,,", date(2026, 11, 27)),
        ("Date of export,11/27/2026,", date(2026, 11, 27)),
        ("Data date: 27-Nov-26,,", date(2026, 11, 27)),
        ("État au 27 novembre 2026,,", date(2026, 11, 27)),
        ("Peildatum: 2026-11-27,,", date(2026, 11, 27)),
        ("Datum,27.11.2026,", date(2026, 11, 27)),
        ("Project start date: 1 Sep 2026,,", None),
        ("Status: 03/04/2026,,", None),
        ("Status of the plan,,", None),
    ],
)
def test_a_line_above_says_of_which_day_the_table_is(line: str, day: date | None) -> None:
    incoming = read(f"{line}\nMilestone,Due,Owner\nLive,2026-12-14,Ana\n")
    assert incoming.reported_on == day and titles(incoming) == ["Live"]


# What needs a person -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Title,Due,State\nA,2026-12-14,Purple\n",
        "Title,Due\nA,Mon 18.12.2026\n",
        "Title,Due,Done\nA,,yes\n",
        "Title,Due,Value\nA,2026-12-14,1.234\n",
        "Title,Due,Value\nA,2026-12-14,lots\n",
        "Title,Due,Progress\nA,2026-12-14,half\nB,2026-12-15,40%\n",
        "Title,Due\nA\xfc,2026-12-14\n".encode("cp1252"),
    ],
)
def test_what_is_a_guess_or_probably_wrong_is_to_be_checked(text: str | bytes) -> None:
    assert len(to_check(read(text))) == 1


# Workbooks -----------------------------------------------------------------------------------------------------


def test_the_sheet_with_the_most_milestones_is_read_and_hidden_ones_are_named() -> None:
    book = Workbook()
    book.active.title = "Tasks"
    book.active.append(["Task", "Type", "Finish"])
    for number in range(20):
        book.active.append([f"Task {number}", "Milestone" if number == 3 else "Task", date(2026, 12, 1)])
    plan, old = book.create_sheet("Plan"), book.create_sheet("Old")
    old.sheet_state = "hidden"
    for sheet, count in ((plan, 3), (old, 9)):
        sheet.append(["Milestone", "Due"])
        for number in range(count):
            sheet.append([f"M {number}", date(2026, 12, 14)])
    out = io.BytesIO()
    book.save(out)
    incoming = read(out.getvalue(), "plan.xlsx")
    assert titles(incoming) == ["M 0", "M 1", "M 2"]
    assert [f"{remark.what}: {remark.reason}" for remark in incoming.remarks] == [
        '1 hidden sheet "Old": not read; choose with --sheet NAME',
        '1 sheet "Tasks": "Plan" has the most milestones; choose with --sheet NAME',
    ]
