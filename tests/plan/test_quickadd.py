from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from factories import TODAY
from hypothesis import given, settings
from hypothesis import strategies as st

from milestone_tui.plan.date_order import DateOrder
from milestone_tui.plan.language.quick_add import Part, Problem, QuickAdd, parse_quick_add
from milestone_tui.plan.language.quick_add_values import After
from milestone_tui.plan.language.wording import MONTHS
from milestone_tui.plan.model import MilestoneKind

PEOPLE = ("Ana Kovač", "Raj Patel", "Rachel Adams", "Jo", "Joanna Smith", "Łukasz Nowak")
PHASES = ("Discovery", "Build", "User acceptance", "Build-out")
TITLES = ("Kick-off", "Prototype accepted", "Prototype shown", "Load test", "Load test", "Architecture agreed")


def read(text: str) -> QuickAdd:
    return parse_quick_add(text, TODAY, PEOPLE, PHASES, TITLES, currency="EUR")


def test_the_whole_line() -> None:
    text = 'Beta release 28 nov @ana #Launch after:"Prototype accepted" value:12000 kind:gate tag:legal'
    added = read(text)
    assert added == QuickAdd(
        title="Beta release",
        due_on=date(2026, 11, 28),
        owner="Ana Kovač",
        phase="Launch",
        after=(After("Prototype accepted", 0, kept=True),),
        value=Decimal(12000),
        kind=MilestoneKind.GATE,
        tags=("legal",),
        understood=(
            Part("title", "Beta release", False, 0, 12),
            Part("due", "Sat 28 Nov 2026 · in 6 days · non-working", False, 13, 19),
            Part("owner", "Ana Kovač", False, 20, 24),
            Part("phase", "Launch", True, 25, 32),
            Part("after", "Prototype accepted", False, 33, 59),
            Part("value", "€12,000", False, 60, 71),
            Part("kind", "gate", False, 72, 81),
            Part("tag", "legal", False, 82, 91),
        ),
    )
    assert added.is_complete
    assert added.changes() == {
        "title": "Beta release",
        "due_on": date(2026, 11, 28),
        "owner": "Ana Kovač",
        "phase": "Launch",
        "value": Decimal(12000),
        "kind": MilestoneKind.GATE,
        "tags": ("legal",),
    }


def test_a_value_of_several_words_ends_where_it_makes_no_more_sense() -> None:
    costly = read("Batch cost:12 345 7 of 9")
    assert (costly.title, costly.value) == ("Batch 7 of 9", Decimal(12_345))
    assert Part("value", "€12,345", False, 6, 17) in costly.understood
    dated = read("due:1 dec 2027 Beta")
    assert [(part.start, part.end) for part in dated.understood if part.label == "due"] == [(0, 14)]


@pytest.mark.parametrize("month", MONTHS)
def test_a_number_before_an_english_month_is_a_day(month: str) -> None:
    found = read(f"Reports 12 {month.lower()}")
    assert found.title == "Reports"
    assert found.due_on is not None
    assert (found.due_on.day, MONTHS[found.due_on.month - 1]) == (12, month)


@pytest.mark.parametrize(
    ("text", "title", "due_on"),
    [
        ("Beta release", "Beta release", None),
        ("Beta release fri", "Beta release", date(2026, 11, 27)),
        ("Beta release by fri", "Beta release", date(2026, 11, 27)),
        ("Beta release due on 1 dec", "Beta release", date(2026, 12, 1)),
        ("Beta release Fri, 4 Dec 2026", "Beta release", date(2026, 12, 4)),
        ("Beta release 2026-12-01", "Beta release", date(2026, 12, 1)),
        ("Beta release 1.12.", "Beta release", date(2026, 12, 1)),
        ("Beta release 1.12.2026", "Beta release", date(2026, 12, 1)),
        ("Beta release 1dec", "Beta release", date(2026, 12, 1)),
        ("Beta release in 2 weeks", "Beta release", date(2026, 12, 6)),
        ("Beta release +2w", "Beta release", date(2026, 12, 6)),
        ("Beta release +1wd", "Beta release", date(2026, 11, 23)),
        ("Beta release end of march", "Beta release", date(2027, 3, 31)),
        ("Beta release eom", "Beta release", date(2026, 11, 30)),
        ("Beta release tomorrow", "Beta release", date(2026, 11, 23)),
        ("fri @ana Beta release", "Beta release", date(2026, 11, 27)),
        ("Beta fri @ana release", "Beta release", date(2026, 11, 27)),
        ("Beta 1 dec @ana release 2 dec", "Beta 1 dec release", date(2026, 12, 2)),
        ("1 dec Beta release", "1 dec Beta release", None),
        ("Phase 2", "Phase 2", None),
        ("Phase 2 dec 10", "Phase 2", date(2026, 12, 10)),
        ("Phase 2 fri 4 dec", "Phase 2", date(2026, 12, 4)),
        ("May review", "May review", None),
        ("Review May", "Review May", None),
        ("Review dec 2026", "Review", date(2026, 12, 31)),
        ("Beta w/c 7 dec", "Beta", date(2026, 12, 11)),
        ("Beta by week of 7 dec 2026", "Beta", date(2026, 12, 11)),
        ("Training week ending 11 dec", "Training", date(2026, 12, 11)),
        ("Training week of launch", "Training week of launch", None),
        ("Release 2.10", "Release 2.10", None),
        ("Release 2.10.15", "Release 2.10.15", None),
        ("Release 2.10 1 dec", "Release 2.10", date(2026, 12, 1)),
        ("Soak test 3 days", "Soak test 3 days", None),
        ("Soak test 2w", "Soak test 2w", None),
        ("Soak test 2 working days", "Soak test 2 working days", None),
        ("Phase 1/2", "Phase 1/2", None),
        ("Support 24/7", "Support 24/7", None),
        ("Beta release 28/11", "Beta release", date(2026, 11, 28)),
        ("Beta release fri 4/12", "Beta release", date(2026, 12, 4)),
        ("Fix #12", "Fix #12", None),
        ("Fix #12 28 nov", "Fix #12", date(2026, 11, 28)),
        ("Friday", "Friday", None),
        ("end of march", "end of march", None),
        ('Review "1 dec"', 'Review "1 dec"', None),
        ('"Review 1 dec"', "Review 1 dec", None),
        ('"Review 1 dec" 2 dec', "Review 1 dec", date(2026, 12, 2)),
        ("Beta release on:fri", "Beta release", date(2026, 11, 27)),
        ("due:28 nov Beta release", "Beta release", date(2026, 11, 28)),
        ('due:"28 nov 2027" Beta', "Beta", date(2027, 11, 28)),
        ("due:1 dec 2027 Beta", "Beta", date(2027, 12, 1)),
        ("Review 1 dec on:2 dec", "Review 1 dec", date(2026, 12, 2)),
        ("Fix C# and 12:30 re: e@mail", "Fix C# and 12:30 re: e@mail", None),
        ('5" pipe laid fri', '5" pipe laid', date(2026, 11, 27)),
        ("  Beta \t release  ", "Beta release", None),
        ("x\x1b[2Jy fri", "x\x1b[2Jy", date(2026, 11, 27)),
    ],
)
def test_what_is_the_title_and_what_the_day(text: str, title: str, due_on: date | None) -> None:
    added = read(text)
    assert (added.title, added.due_on, added.problems) == (title, due_on, ())


@pytest.mark.parametrize(
    ("marker", "owner", "is_new"),
    [
        ("@ana", "Ana Kovač", False),
        ("@ANA", "Ana Kovač", False),
        ("@raj", "Raj Patel", False),
        ("@rac", "Rachel Adams", False),
        ("@jo", "Jo", False),
        ("@joa", "Joanna Smith", False),
        ("@lukasz", "Łukasz Nowak", False),
        ('@"ana kov"', "Ana Kovač", False),
        ("@ana.kovac", "Ana Kovač", False),
        ("@anakovac", "Ana Kovač", False),
        ("owner:ana,", "Ana Kovač", False),
        ("@Mia", "Mia", True),
        ('@"Mia Wong"', "Mia Wong", True),
    ],
)
def test_who_is_meant(marker: str, owner: str, is_new: bool) -> None:
    added = read(f"Beta {marker}")
    assert (added.owner, added.understood[-1].is_new, added.problems) == (owner, is_new, ())


@pytest.mark.parametrize("marker", ["@me", "@ME", "owner:me"])
def test_at_me_is_who_one_said_one_is(marker: str) -> None:
    added = parse_quick_add(f"Beta {marker}", TODAY, ("Mel", *PEOPLE), PHASES, TITLES, me="Ana Kovač")
    assert (added.owner, added.understood[-1].is_new, added.problems) == ("Ana Kovač", False, ())
    (problem,) = read(f"Beta {marker}").problems
    assert (problem.message, problem.asks_me) == ('"@me" has no name yet.', True)


@pytest.mark.parametrize(
    ("marker", "phase", "is_new"),
    [
        ("#build", "Build", False),
        ("#disc", "Discovery", False),
        ("#accept", "User acceptance", False),
        ("phase:user", "User acceptance", False),
        ("#Launch", "Launch", True),
        ("#uild", "uild", True),
        ("#2026-plan", "2026-plan", True),
    ],
)
def test_which_phase_is_meant(marker: str, phase: str, is_new: bool) -> None:
    added = read(f"Beta {marker}")
    assert (added.phase, added.understood[-1].is_new, added.problems) == (phase, is_new, ())


def test_several_predecessors_and_tags_each_once() -> None:
    added = read('Beta after:kick after:"prototype acc" after:Kick-off after:agreed tag:x tag:y tag:X')
    assert [end.title for end in added.after] == ["Kick-off", "Prototype accepted", "Architecture agreed"]
    assert added.tags == ("x", "y")
    assert not added.problems


@pytest.mark.parametrize(
    ("marker", "value"), [("cost:12k", 12000), ("cost:12 000", 12000), ("value:1.500,50", "1500.5")]
)
def test_cost(marker: str, value: int | str) -> None:
    added = read(f"Beta {marker} @ana")
    assert (added.title, added.value, added.problems) == ("Beta", Decimal(value), ())


@pytest.mark.parametrize(
    ("text", "marked", "message"),
    [
        ("Beta @ra", "@ra", '"ra" matches Raj Patel and Rachel Adams. Type more letters.'),
        ("Beta #bui", "#bui", '"bui" matches Build and Build-out. Type more letters.'),
        (
            "Beta after:proto fri",
            "after:proto",
            '"proto" matches Prototype accepted and Prototype shown. Type more letters.',
        ),
        ("Beta after:load", "after:load", '2 milestones are called "Load test". Pick one in the Links tab instead.'),
        (
            "Beta after:x",
            "after:x",
            'There is no milestone "x". Check the spelling, or add the link later in the Links tab.',
        ),
        ("Beta @", "@", "Add a value, such as @ana."),
        ("Beta # build", "#", "Add a value, such as #build."),
        ("Beta cost:", "cost:", "Add a value, such as value:12000."),
        ("Beta cost:much", "cost:much", '"much" is not an amount. Try 12000, 12,000.50 or 12k.'),
        ("Beta cost:1.005,125", "cost:1.005,125", "Enter at most 2 decimals for EUR."),
        ("Beta cost:-5", "cost:-5", "Enter an amount of 0 or more."),
        ("Beta cost:$5", "cost:$5", "This project uses EUR, not USD."),
        ("Beta kind:x", "kind:x", 'There is no kind "x". Use delivery, objective, gate, event or payment.'),
        ("Beta on:31feb", "on:31feb", '"31feb" is not a date: February 2027 has 28 days.'),
        ("Beta on:31 feb @ana", "on:31 feb", '"31 feb" is not a date: February 2027 has 28 days.'),
        ("Beta on:31", "on:31", '"31" is not a date. Try 2026-12-01, 1 dec, fri, +2w or eom.'),
        ("Beta release 31 feb", "31 feb", '"31 feb" is not a date: February 2027 has 28 days.'),
        (
            "Beta 1/12/2026 @ana",
            "1/12/2026",
            '"1/12/2026" is ambiguous. Enter 1 dec 2026 or 12 jan 2026.',
        ),
        ("Beta @ana @raj", "@raj", "An owner is already given. Remove one."),
        ("Beta on:fri due:mon", "due:mon", "A due date is already given. Remove one."),
        ('Beta after:"Kick', 'after:"Kick', "Missing closing quote."),
        ("@ana", "@ana", "Enter a title."),
        ('""', '""', "Enter a title."),
    ],
)
def test_what_is_wrong_is_marked_and_the_rest_understood(text: str, marked: str, message: str) -> None:
    added = read(text)
    (problem,) = (each for each in added.problems if text[each.start : each.end] == marked)
    assert problem.message.startswith(message)
    assert not added.is_complete
    assert added.title.startswith("Beta") or problem.message == "Enter a title."


def test_an_unfinished_quote_is_understood_as_far_as_it_goes() -> None:
    assert [end.title for end in read('Beta after:"Kick').after] == ["Kick-off"]


@pytest.mark.parametrize("text", ["", "  "])
def test_nothing_typed_yet_is_no_problem_and_not_complete(text: str) -> None:
    assert read(text) == QuickAdd()
    assert not read(text).is_complete


def test_many_choices_are_counted() -> None:
    added = parse_quick_add("Beta @a", TODAY, ["Ana", "Ann", "Amy", "Al", "Abe", "Ada"], (), ())
    assert added.problems == (Problem(5, 7, '"a" matches Ana, Ann, Amy and 3 more. Type more letters.'),)


def test_a_number_is_a_phase_where_one_is_called_so() -> None:
    added = parse_quick_add("Beta #12", TODAY, PEOPLE, ("12", "Build"), TITLES)
    assert (added.title, added.phase) == ("Beta", "12")


@pytest.mark.parametrize(
    ("order", "day"),
    [
        (DateOrder.DMY, date(2026, 12, 5)),
        (DateOrder.MDY, date(2027, 5, 12)),
        (DateOrder.YMD, date(2027, 5, 12)),
    ],
)
def test_numbers_are_a_day_in_the_order_of_the_person(order: DateOrder, day: date) -> None:
    added = parse_quick_add("Beta 5/12", TODAY, PEOPLE, PHASES, TITLES, order=order)
    assert (added.title, added.due_on, added.problems) == ("Beta", day, ())
    assert parse_quick_add("due:5/12 Beta", TODAY, PEOPLE, PHASES, TITLES, order=order).due_on == day


def test_without_an_order_what_can_be_two_days_is_asked_about() -> None:
    for line in ("Beta 5/12", "Beta on:5/12"):
        (problem,) = read(line).problems
        assert problem.choices == ("5 dec", "12 may")
        assert line[problem.start : problem.end].endswith("5/12")


def test_a_line_without_a_phase_has_the_one_that_is_given() -> None:
    added = parse_quick_add("Beta", TODAY, PEOPLE, PHASES, TITLES, phase="Build")
    assert added.changes() == {"title": "Beta", "phase": "Build"}
    assert [part.label for part in added.understood if part.is_implied] == ["phase"]
    other = parse_quick_add("Beta #disc", TODAY, PEOPLE, PHASES, TITLES, phase="Build")
    assert (other.phase, [part.is_implied for part in other.understood]) == ("Discovery", [False, False])
    none = parse_quick_add("Beta #-", TODAY, PEOPLE, PHASES, TITLES, phase="Build")
    assert none.changes() == {"title": "Beta"}


WORDS = st.sampled_from(
    ["Beta", "fri", "1", "dec", "2026", "in", "2", "weeks", "by", "31", "feb", "+2w", "99999999999d"]
)
PARTS = st.sampled_from(
    ["@", "@ana", "@ra", "#b", "after:", 'after:"Load', "cost:", "12", "000", "€", "on:", "kind:g", '"']
)
LINES = st.lists(WORDS | PARTS, max_size=10)
MARKERS = st.lists(st.sampled_from(["@ana", "#build", "cost:5", "due:fri", "tag:x", "after:kick"]), unique=True)


@given(st.text(max_size=30) | LINES.map(" ".join) | LINES.map("".join))
@settings(deadline=None)
def test_any_line_is_read(text: str) -> None:
    added = read(text)
    spans = [(part.start, part.end) for part in added.understood]
    spans += [(problem.start, problem.end) for problem in added.problems]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert added.title == added.title.strip()
    assert [part.label for part in added.understood].count("due") == (added.due_on is not None)
    assert added.is_complete or added.problems or not text.strip()


@given(MARKERS, st.data())
@settings(deadline=None)
def test_the_order_of_markers_does_not_matter(markers: list[str], data: st.DataObject) -> None:
    one = read(" ".join(["Beta release", *markers]))
    other = read(" ".join([*data.draw(st.permutations(markers)), "Beta release"]))
    assert one.changes() == other.changes()
    assert one.after == other.after


@pytest.mark.parametrize("text", ["Support 24/7", "Sprint 31-12-26", "Ticket 20261231", "Version 2.10.15"])
def test_numbers_that_may_be_part_of_a_name_stay_in_the_title(text: str) -> None:
    assert (read(text).title, read(text).due_on, read(text).problems) == (text, None, ())


@pytest.mark.parametrize("text", ["31/12/2026", "12/31/2026", "31/12/26", "31-12-2026", "due:31/12"])
def test_a_day_in_numbers_is_the_due_date(text: str) -> None:
    added = read(f"Beta {text} @ana")
    assert (added.title, added.due_on, added.problems) == ("Beta", date(2026, 12, 31), ())


@pytest.mark.parametrize(
    "text", ["+9999999w", "+99999999999999999wd", "-9999999d", "in 99999999 weeks", "9999-12-31", "31.12.9999"]
)
def test_a_day_too_far_away_is_a_mistake_and_no_part_of_the_title(text: str) -> None:
    (problem,) = read(f"Beta {text}").problems
    assert problem.message.endswith(("dates go from 1900 to 2199.", "the date is out of range."))


@pytest.mark.parametrize(
    ("text", "title", "due"),
    [
        ("Abnahme Mitte Januar 2027", "Abnahme", date(2027, 1, 15)),
        ("Livraison fin mars 2027", "Livraison", date(2027, 3, 31)),
        ("Treffen am 11.12.2026", "Treffen", date(2026, 12, 11)),
        ("Release final Q1 2027", "Release final", date(2027, 3, 31)),
        ("Terminal T1 2027", "Terminal T1 2027", None),
        ("Call Mr Morgen", "Call Mr Morgen", None),
        ("Bericht Jahresende", "Bericht Jahresende", None),
    ],
)
def test_words_of_another_language_belong_to_the_date_where_they_only_can(
    text: str, title: str, due: date | None
) -> None:
    added = read(text)
    assert (added.title, added.due_on) == (title, due)
