"""Reports made by hand, with every kind of block, for tests of the dress that draws pictures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from factories import TODAY

from milestone_tui.report.blocks import (
    Bar,
    Block,
    Cell,
    Chart,
    Column,
    Item,
    Items,
    Line,
    Mark,
    Part,
    Report,
    Section,
    Sentence,
    Table,
    Tick,
    Timeline,
    Tone,
)
from milestone_tui.report.html.elements import plain

FIRST, LAST = date(2026, 9, 28), date(2027, 2, 5)


class Dated(NamedTuple):
    """A milestone of the pictures."""

    title: str
    baseline_on: date | None
    on: date | None
    mark: Mark = Mark.OPEN
    tone: Tone = Tone.PLAIN


PHASES: dict[str, tuple[Dated, ...]] = {
    "Discovery": (
        Dated("Kick-off", date(2026, 10, 1), date(2026, 10, 1), Mark.DONE),
        Dated("Requirements signed", date(2026, 10, 15), date(2026, 10, 20), Mark.DONE),
    ),
    "Build": (
        Dated("Prototype accepted", date(2026, 11, 10), date(2026, 11, 9), Mark.DONE),
        Dated("Beta release", date(2026, 11, 19), date(2026, 11, 28), Mark.OPEN, Tone.WARN),
        Dated("Load test passed", date(2026, 11, 30), date(2026, 12, 4)),
    ),
    "Acceptance": (
        Dated("Acceptance test", date(2027, 1, 3), date(2027, 1, 8), Mark.OPEN, Tone.BAD),
        Dated("Client sign-off", date(2027, 1, 8), date(2027, 1, 13), Mark.GATE),
    ),
    "Launch": (Dated("Go-live", date(2027, 1, 13), date(2027, 1, 18), Mark.GATE), Dated("Party", None, None)),
}


def months_of(first: date, last: date) -> tuple[Tick, ...]:
    """The beginnings of the months between two days."""
    found, day = [], first
    while day <= last:
        if day.day == 1:
            found.append(Tick(day.toordinal(), f"{day:%b %Y}" if day.month == 1 else f"{day:%b}"))
        day += timedelta(days=1)
    return tuple(found)


def bar_of(of: Dated) -> Bar:
    """The row of a milestone."""
    days = None if of.on is None or of.baseline_on is None else (of.on - of.baseline_on).days
    words = "" if days is None else f"{abs(days)} days {'early' if days < 0 else 'late'}" if days else "on time"
    day = "no date" if of.on is None else f"{of.on.day} {of.on:%b}"
    return Bar(of.title, False, of.mark, of.baseline_on, of.on, day, words, days, of.tone)


def plan_table(bars: Sequence[Bar]) -> Table:
    """The same as a table."""
    columns = (Column("milestone", "Milestone"), Column("due", "Due"), Column("slip", "Against baseline"))
    rows = tuple((Cell(bar.title, bar.title), Cell(bar.day, bar.on), Cell(bar.slip, bar.slip_days)) for bar in bars)
    return Table(columns, rows)


def timeline_of(bars: tuple[Bar, ...], first: date = FIRST, last: date = LAST, today: date = TODAY) -> Timeline:
    """A timeline with these rows."""
    said = "8 milestones from 1 October to 18 January; Beta release decides the finish."
    months = months_of(first, last) if (last - first).days < 1000 else ()
    return Timeline(first, last, today, "today", months, bars, said, plan_table(bars))


def bars() -> tuple[Bar, ...]:
    """Four phases with their milestones."""
    return tuple(bar for phase, some in PHASES.items() for bar in (Bar(phase, True), *map(bar_of, some)))


def many_bars(number: int) -> tuple[Bar, ...]:
    """So many milestones, a few days apart."""
    made = []
    for place in range(number):
        due = FIRST + timedelta(days=place * (LAST - FIRST).days // number)
        mark = Mark.DONE if due < TODAY else Mark.GATE if place % 9 == 0 else Mark.OPEN
        made.append(bar_of(Dated(f"Work package {place + 1} accepted", due - timedelta(days=place % 12), due, mark)))
    return tuple(made)


def trend() -> Chart:
    """How the dates of the milestones moved from report to report."""
    days = [date(2026, 9, 30), date(2026, 10, 14), date(2026, 10, 30), date(2026, 11, 13), TODAY]
    dues = {
        "Prototype accepted": (45, 41, 41, 40),
        "Beta release": (50, 50, 52, 52, 61),
        "Load test passed": (61, 61, 61, 63, 65),
        "Acceptance test": (95, 95, 97, 97, 100),
        "Client sign-off": (100, 100, 100, 100, 105),
        "Go-live": (105, 105, 110, 113, 110),
    }
    lines, rows = [], []
    for (title, places), letter in zip(dues.items(), "ABCDEF", strict=True):
        points = tuple((day.toordinal(), days[0].toordinal() + at) for day, at in zip(days, places, strict=False))
        tone = Tone.GOOD if letter == "A" else Tone.WARN if letter == "B" else Tone.PLAIN
        lines.append(Line(title, points, tone, ends_in=letter))
        was, now = (date.fromordinal(points[place][1]) for place in (0, -1))
        texts = (letter, title, f"{was.day} {was:%b}", f"{now.day} {now:%b}")
        rows.append(tuple(Cell(text, text) for text in texts))
    heads = (("milestone", "Milestone"), ("was", "Was"), ("now", "Now"))
    columns = (Column("letter", "", is_letter=True), *(Column(key, head) for key, head in heads))
    months = months_of(FIRST, LAST)
    said = "Six milestones over five reports; Beta release moved from 19 to 30 November."
    return Chart(
        FIRST, date(2026, 12, 1), TODAY, "today", months, months, tuple(lines), True, said, Table(columns, tuple(rows))
    )


def burn_up() -> Chart:
    """What was done over time, against what was planned."""
    days = [FIRST + timedelta(days=10 * place) for place in range(14)]
    planned = tuple((day.toordinal(), round(100 * place / 13)) for place, day in enumerate(days))
    done = tuple((x, y * 9 // 10) for x, y in planned if x <= TODAY.toordinal())
    lines = (
        Line("Planned", planned, is_stepped=True, ends_in="planned"),
        Line("Done", (*done, (TODAY.toordinal(), 36)), is_main=True, is_stepped=True, ends_in="done"),
    )
    columns = (Column("day", "Day"), Column("done", "Done", True))
    rows = tuple((Cell(str(date.fromordinal(x)), x), Cell(f"{y}%", y)) for x, y in done)
    heights = tuple(Tick(at, f"{at}%") for at in (0, 25, 50, 75, 100))
    said = "36% is done, 46% was planned."
    return Chart(FIRST, LAST, TODAY, "today", months_of(FIRST, LAST), heights, lines, False, said, Table(columns, rows))


def table_of(heads: str, *rows: str, tone: Tone = Tone.PLAIN) -> Table:
    """A table from texts in which `|` parts the cells."""
    columns = tuple(Column(head.lower(), head) for head in heads.split("|"))
    made = []
    for row in rows:
        texts = row.split("|")
        made.append(tuple(Cell(text, text, tone if place == 3 else Tone.PLAIN) for place, text in enumerate(texts)))
    return Table(columns, tuple(made))


def sections(*pictures: Section) -> tuple[Section, ...]:
    """The sections of a report, with something in each."""

    def listed(key: str, title: str, *blocks: Block) -> Section:
        return Section(key, title, blocks)

    health = Sentence("Beta release is 9 days behind its baseline and decides the finish.", "▲ At risk.", Tone.WARN)
    figures = (
        Item("62% done", ("70% planned",)),
        Item("Finish 18 January 2027", ("5 days after target",)),
        Item("3 of 8 milestones done", ("1 since 6 November",)),
        Item("Next: Beta release", ("due 28 November",)),
    )
    needs = (
        Item("Test data", ("by 27 November",)),
        Item("Approval of the release notes"),
        Item("Names of the testers", ("by 1 December",)),
    )
    done = Item("Prototype accepted", ("9 November, 1 day early",), "Acme's staff found it.", tone=Tone.GOOD)
    moved = ("Beta release|21 Nov|28 Nov|7 days later|input came late", "Client sign-off|8 Jan|13 Jan|5 days later|")
    ahead = (
        "Beta release|28 Nov|19 Nov|9 days late|Ana Kovač|3 of 5 met",
        "Load test passed|4 Dec|30 Nov|4 days late|Raj Patel|",
    )
    return (
        listed("health", "Health", health),
        listed("figures", "Figures", Items(figures)),
        *pictures,
        listed("done", "Done since 6 November", Items((done,))),
        listed("needs", "We need from you", Items(needs)),
        listed("moved", "Moved", table_of("Milestone|Was|Now|Change|Why", *moved, tone=Tone.WARN)),
        listed(
            "next",
            "Next four weeks",
            table_of("Milestone|Due|Baseline|Against baseline|Owner|Criteria", *ahead, tone=Tone.WARN),
        ),
        listed("nothing", "Nothing"),
    )


def report(rows: tuple[Bar, ...] | None = None) -> Report:
    """A report on one project, with all pictures."""
    pictures = (
        Section("timeline", "Timeline", (timeline_of(bars() if rows is None else rows),)),
        Section("trend", "How the dates moved", (trend(),)),
        Section("burn_up", "Progress", (burn_up(),)),
    )
    first, *others = pictures
    made = sections(first)
    return Report(
        "Customer portal: where we stand on 22 November 2026",
        "For Acme Corp · since the report of 6 November",
        {},
        (*made, *others),
    )


def report_of_several() -> Report:
    """A report on two projects of a client."""
    timeline = Section("timeline", "Timeline", (timeline_of(bars()),))
    parts = tuple(Part(name, "Since the review of 6 November", {}, sections(timeline)) for name in ("Portal", "Shop"))
    rows = (
        Section(
            "projects", "Projects", (table_of("Project|Health|Finish", "Portal|At risk|18 Jan", "Shop|On track|"),)
        ),
    )
    return Report("Acme Corp: where we stand", "2 projects", {}, rows, parts, "en-GB")


def with_text(text: str) -> Report:
    """A report that says one text everywhere."""
    table = Table((Column("a", text), Column("b", text)), ((Cell(text, text), Cell(text, text)),))
    bar = Bar(text, False, Mark.OPEN, TODAY, TODAY, text, text, 0)
    timeline = timeline_of((bar,))._replace(description=plain(text) or "x", today_label=text)
    chart = trend()._replace(description=plain(text) or "x", today_label=text)
    chart = chart._replace(lines=tuple(line._replace(ends_in=text) for line in chart.lines))
    items = Items((Item(text, (text,), text), Item("", (text,))))
    blocks = (Sentence(text, text), items, table, timeline, chart)
    sections = tuple(Section(key, text, blocks) for key in ("health", "figures", "other"))
    return Report(text, text, {}, sections, (Part(text, text, {}, sections),))
