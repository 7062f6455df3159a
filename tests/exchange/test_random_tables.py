"""From a known plan a table is made in many ways: the reader gives that plan back, or a refusal names the column."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from milestone_tui.errors import AmbiguousDates, ImportRefused
from milestone_tui.exchange.reading import read_plan
from milestone_tui.exchange.tables.options import TableOptions

HEADS = {
    "en": ("Milestone name", "Owner", "Due date", "Baseline finish", "Status", "Deadline", "% Complete", "Stage"),
    "de": ("Bezeichnung", "Verantwortlich", "Fällig am", "Basisplan Ende", "Status", "Frist", "Fortschritt", "Phase"),
    "fr": ("Nom du jalon", "Responsable", "Échéance", "Fin de référence", "État", "Date limite", "Avancement", "Étape"),
    "es": ("Nombre del hito", "Responsable", "Vencimiento", "Línea base", "Estado", "Fecha límite", "Progreso", "Fase"),
    "it": (
        "Nome attività",
        "Responsabile",
        "Scadenza",
        "Fine baseline",
        "Stato",
        "Termine ultimo",
        "Avanzamento",
        "Fase",
    ),
    "pt": (
        "Nome da tarefa",
        "Responsável",
        "Vencimento",
        "Linha de base",
        "Situação",
        "Data limite",
        "Progresso",
        "Fase",
    ),
    "nl": ("Taaknaam", "Eigenaar", "Vervaldatum", "Basislijn", "Status", "Uiterste datum", "Voortgang", "Fase"),
    "pl": ("Nazwa", "Odpowiedzialny", "Termin", "Plan bazowy", "Stan", "Termin umowny", "Postęp", "Faza"),
}
"""The heads of a milestone's title, owner, due date, baseline date, state, deadline, progress and phase."""
DONE = {
    "en": "done",
    "de": "erledigt",
    "fr": "terminé",
    "es": "terminado",
    "it": "completato",
    "pt": "concluído",
    "nl": "klaar",
    "pl": "gotowe",
}
OPEN = {
    "en": "open",
    "de": "offen",
    "fr": "en cours",
    "es": "pendiente",
    "it": "in corso",
    "pt": "em andamento",
    "nl": "bezig",
    "pl": "w toku",
}
FLAGS = {
    "en": ("Milestone", "Yes", "No"),
    "de": ("Meilenstein", "Ja", "Nein"),
    "fr": ("Jalon", "Oui", "Non"),
    "es": ("Hito", "Sí", "No"),
    "it": ("Cardine", "Sì", "No"),
    "pt": ("Marco", "Sim", "Não"),
    "nl": ("Mijlpaal", "Ja", "Nee"),
    "pl": ("Kamień milowy", "Tak", "Nie"),
}
TYPES = {
    "en": ("Type", "Milestone", "Task"),
    "de": ("Typ", "Meilenstein", "Aufgabe"),
    "fr": ("Type", "Jalon", "Tâche"),
    "es": ("Tipo", "Hito", "Tarea"),
    "it": ("Tipo", "Pietra miliare", "Attività"),
    "pt": ("Tipo", "Marco", "Tarefa"),
    "nl": ("Soort", "Mijlpaal", "Taak"),
    "pl": ("Typ", "Kamień milowy", "Zadanie"),
}
DURATIONS = ("Duration", "0 days", "5 days")
GROUPS = {"en": ("Forecast", "Baseline"), "de": ("Prognose", "Basisplan"), "nl": ("Verwacht", "Gepland")}
DAYS = {"en": "Finish", "de": "Ende", "nl": "Einde"}
STYLES: dict[str, Callable[[date], str]] = {
    "iso": date.isoformat,
    "dots": lambda day: f"{day:%d.%m.%Y}",
    "slashes": lambda day: f"{day:%d/%m/%Y}",
    "american": lambda day: f"{day:%m/%d/%Y}",
    "month": lambda day: f"{day.day} {day:%b} {day.year}",
    "spreadsheet": lambda day: f"{day:%Y-%m-%d} 00:00:00",
}
words = st.text(st.sampled_from("abcdefgh ÄßéłŁ"), min_size=3, max_size=12).map(
    lambda text: "T" + " ".join(text.split()) + "q"
)
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))


class Row(NamedTuple):
    title: str
    owner: str
    due: date
    baseline: date | None
    is_done: bool
    deadline: date | None
    progress: int
    phase: str


class Shape(NamedTuple):
    """How the table is written."""

    language: str
    style: str
    separator: str
    order: tuple[int, ...]
    """The order of columns."""
    kept: frozenset[int]
    """The columns beside title and due date."""
    says: str
    """What says which rows are milestones."""
    lines_above: int
    two_lines: bool
    blank_after: int
    """A blank line after this row."""
    has_numbers: bool
    encoding: str


rows = st.builds(
    Row, words, st.sampled_from(["Ana", "Raj Patel", ""]), days, st.none() | days, st.booleans(), st.none() | days,
    st.integers(0, 99), st.sampled_from(["Build", "Test", ""]),
)  # fmt: skip
shapes = st.builds(
    Shape,
    st.sampled_from(list(HEADS)),
    st.sampled_from(list(STYLES)),
    st.sampled_from([",", ";", "\t", "|"]),
    st.permutations(range(8)).map(tuple),
    st.frozensets(st.sampled_from([1, 3, 4, 5, 6, 7])),
    st.sampled_from(["", "flag", "type", "duration"]),
    st.integers(0, 3),
    st.booleans(),
    st.integers(0, 8),
    st.booleans(),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)


def written(plan: list[Row], tasks: list[Row], shape: Shape) -> bytes:
    """Return the table of a plan, with tasks between its milestones where a column tells them apart."""
    style, language = STYLES[shape.style], shape.language
    columns = [place for place in shape.order if place in (0, 2) or place in shape.kept]
    heads = [HEADS[language][place] for place in columns]
    above: list[str] = []
    if shape.two_lines and language in GROUPS:
        groups = {2: GROUPS[language][0], 3: GROUPS[language][1]}
        above = [groups.get(place, "") for place in columns]
        heads = [DAYS[language] if place in groups else head for place, head in zip(columns, heads, strict=True)]
    marks = {"flag": FLAGS[language], "type": TYPES[language], "duration": DURATIONS, "": ("", "", "")}[shape.says]

    def cells(row: Row) -> list[str]:
        state = (DONE if row.is_done else OPEN)[language]
        texts = (
            *(row.title, row.owner, style(row.due), row.baseline and style(row.baseline), state),
            *(row.deadline and style(row.deadline), f"{row.progress}%", row.phase),
        )
        return [texts[place] or "" for place in columns]

    body = [(cells(row), marks[1]) for row in plan]
    if shape.says:
        body[1:1] = [(cells(row), marks[2]) for row in tasks]
    lines = [["Overview of the plan"]] * shape.lines_above
    number, mark = (["Nr."] if shape.has_numbers else []), ([marks[0]] if shape.says else [])
    if above:
        lines.append([*("" for _ in number), *above, *("" for _ in mark)])
    lines.append([*number, *heads, *mark])
    for place, (row, word) in enumerate(body, start=1):
        lines.append([*([str(place)] if number else []), *row, *([word] if mark else [])])
        if place == shape.blank_after:
            lines.append([])
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=shape.separator).writerows(lines)
    return out.getvalue().encode(shape.encoding)


def facts(row: Row, shape: Shape) -> tuple[object, ...]:
    """Return what the table says of a milestone."""
    kept = {name: place in shape.kept for place, name in enumerate(Row._fields)}
    is_done = row.is_done and kept["is_done"]
    return (
        row.title,
        row.owner if kept["owner"] else "",
        row.due,
        row.baseline if kept["baseline"] else None,
        row.due if is_done else None,
        row.deadline if kept["deadline"] else None,
        row.progress if kept["progress"] else 0,
        row.phase if kept["phase"] else "",
    )


@settings(max_examples=300, deadline=None)
@given(st.lists(rows, min_size=1, max_size=6), st.lists(rows, min_size=1, max_size=2), shapes)
def test_a_table_of_a_known_plan_gives_that_plan_back_or_names_the_column(
    plan: list[Row], tasks: list[Row], shape: Shape
) -> None:
    data = written(plan, tasks, shape)
    order = {"american": "mdy"}.get(shape.style, "dmy")
    try:
        incoming = read_plan(data, "plan.csv")
    except AmbiguousDates:
        incoming = read_plan(data, "plan.csv", table=TableOptions(order))
    except ImportRefused as refusal:
        assert any(f'"{head}"' in str(refusal) for head in (*HEADS[shape.language], *DAYS.values())), refusal
        return
    found = [m for project in incoming.projects for m in project.milestones]
    assert [
        (m.title, m.owner, m.due_on, m.baseline_on, m.done_on, m.deadline_on, m.progress, m.phase) for m in found
    ] == [facts(row, shape) for row in plan]
