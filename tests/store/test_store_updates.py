"""A plan that comes again: what the file has changed is taken, what was changed here is kept, and all of it undone."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from decimal import Decimal

from replay import Tables, contents
from taking_back import redo, undo

from milestone_tui.plan.imported import (
    ALL_FIELDS,
    ImportedPlan,
    ImportReport,
    IncomingLink,
    IncomingMilestone,
    IncomingProject,
)
from milestone_tui.plan.importing.compare import compare
from milestone_tui.plan.importing.comparison import ImportComparison, ImportRow, Part, Standing, Taking
from milestone_tui.plan.inputs import LinkInput
from milestone_tui.plan.model import Change, Milestone, MilestoneKind, MilestoneState
from milestone_tui.store import Store

TODAY = date(2026, 11, 22)
DUE, LATER, LAST = date(2026, 12, 4), date(2026, 12, 11), date(2026, 12, 18)

GATES = (
    IncomingMilestone("1", "line 2", "Gate", "Build", due_on=DUE),
    IncomingMilestone("2", "line 3", "Gate", "Test", due_on=date(2027, 1, 8)),
)


def plan(*milestones: IncomingMilestone, links: tuple[IncomingLink, ...] = (), source: str = "CSV") -> ImportedPlan:
    project = IncomingProject("House", (), milestones, links, fields=ALL_FIELDS)
    return ImportedPlan((project,), source=source, file_name="plan.csv")


def with_ids(*milestones: IncomingMilestone) -> tuple[IncomingMilestone, ...]:
    return tuple(one._replace(source_id=one.ref) for one in milestones)


def add(store: Store, incoming: ImportedPlan) -> Change | None:
    return store.change_blocking(lambda do: do.imports.add(incoming))


def update(store: Store, incoming: ImportedPlan, *, cancel_gone: bool = False) -> tuple[ImportReport, Change | None]:
    reports: list[ImportReport] = []
    change = store.change_blocking(lambda do: reports.append(do.imports.update(incoming, cancel_gone=cancel_gone)))
    return reports[0], change


def preview(store: Store, incoming: ImportedPlan, taking: Taking = Taking(update=True)) -> ImportComparison:  # noqa: B008
    return compare(incoming, store.read.known(incoming), TODAY, taking=taking)


def milestones(store: Store) -> dict[str, Milestone]:
    return {f"{m.phase}/{m.title}": m for m in store.read.plan(1).milestones}


def row_of(compared: ImportComparison, what: str) -> ImportRow:
    (found,) = (row for row in compared.rows if row.what == what and row.part in (Part.MILESTONE, Part.LINK))
    return found


def tables(store: Store) -> Tables:
    return contents(store.path)


def changes(store: Store) -> int:
    with closing(sqlite3.connect(store.path)) as db:
        return int(db.execute("SELECT count(*) FROM change").fetchone()[0])


def edit(store: Store, id_: int, **fields: object) -> None:
    store.change_blocking(lambda do: do.milestones.edit(id_, fields, {}))


# Taking --------------------------------------------------------------------------------------------------------


def test_an_update_takes_new_dates_as_one_change_with_one_undo(store: Store) -> None:
    add(store, plan(*GATES))
    november = plan(GATES[0]._replace(due_on=LATER), GATES[1]._replace(due_on=date(2027, 1, 22)))
    told = preview(store, november, Taking())
    assert [row.reason for row in told.rows if row.part is Part.MILESTONE] == [
        "due 4 Dec here, 11 Dec in the file",
        "due 8 Jan here, 22 Jan in the file",
    ]
    assert (told.takeable, told.written) == (2, 0)
    before = tables(store)
    report, change = update(store, november)
    assert change is not None and change.label == "Update HOUSE from plan.csv: 2 changed"
    assert report.changed == 2
    assert milestones(store)["Build/Gate"].due_on == LATER
    after = tables(store)
    assert update(store, november)[1] is None, "the second time, nothing differs"
    undo(store)
    assert tables(store) == before
    assert preview(store, november).report.changed == 2, "the same update is offered again"
    redo(store)
    assert tables(store) == after
    assert update(store, november)[1] is None


def test_every_field_of_the_file_is_taken(store: Store) -> None:
    old = IncomingMilestone(
        *("1", "line 2", "Beta", "Build", "Ana"),
        due_on=DUE,
        notes="old",
        deadline_on=LATER,
        progress=10,
        value=Decimal(5),
        more={"deliverable": "Box"},
        source_id="1",
    )
    add(store, plan(old))
    new = old._replace(
        title="Beta release",
        phase="Rollout",
        owner="Raj",
        due_on=LATER,
        notes="new",
        deadline_on=None,
        progress=60,
        value=Decimal(7),
        kind=MilestoneKind.EVENT,
        more={"deliverable": "Crate"},
    )
    assert update(store, plan(new))[0].changed == 1
    (now,) = store.read.plan(1).milestones
    assert (now.title, now.phase, now.owner, now.due_on, now.notes, now.deadline_on) == (
        *("Beta release", "Rollout", "Raj", LATER, "new", None),
    )
    assert (now.progress, now.value, now.kind, now.deliverable, now.state) == (
        *(60, Decimal(7), MilestoneKind.EVENT, "Crate", MilestoneState.IN_PROGRESS),
    )
    assert update(store, plan(new))[1] is None


def test_done_undone_and_cancelled_follow_the_file(store: Store) -> None:
    beta = IncomingMilestone("1", "line 2", "Beta", due_on=DUE)
    done = beta._replace(done_on=date(2026, 11, 20))
    states = []
    add(store, plan(beta))
    for now in (done, beta, beta._replace(cancelled=True), beta):
        assert update(store, plan(now))[0].changed == 1
        states.append(store.read.plan(1).milestones[0].state.value)
    assert states == ["done", "planned", "cancelled", "planned"]
    update(store, plan(done))
    assert preview(store, plan(beta)).rows[-1].reason == "done 20 Nov → open"


def test_what_the_file_has_no_column_for_is_not_emptied(store: Store) -> None:
    beta = IncomingMilestone("1", "line 2", "Beta", "", "Ana", due_on=DUE, done_on=date(2026, 11, 20))
    add(store, plan(beta))
    bare = plan(IncomingMilestone("1", "line 2", "Beta", due_on=LATER))
    (project,) = bare.projects
    update(store, bare._replace(projects=(project._replace(fields=frozenset({"title", "due_on"})),)))
    (now,) = store.read.plan(1).milestones
    assert (now.owner, now.due_on, now.state) == ("Ana", LATER, MilestoneState.DONE)


# Keeping -------------------------------------------------------------------------------------------------------


def test_what_somebody_changed_here_is_kept_and_told(store: Store) -> None:
    beta, keys = (IncomingMilestone(str(n), f"line {n}", title, due_on=DUE) for n, title in enumerate(("Beta", "Keys")))
    add(store, plan(beta, keys))
    edit(store, 1, due_on=LAST)
    moved = plan(beta._replace(due_on=LATER, owner="Raj"), keys._replace(due_on=LATER))
    row = row_of(preview(store, moved), "Beta")
    assert row.standing is Standing.CHANGED
    assert row.reason == (
        "due 18 Dec here, 11 Dec in the file, kept: changed here · owner none → Raj · adds Raj to the people"
    )
    update(store, moved)
    assert {m.title: (m.due_on, m.owner) for m in store.read.plan(1).milestones} == {
        "Beta": (LAST, "Raj"),
        "Keys": (LATER, ""),
    }
    again = row_of(preview(store, moved), "Beta")
    assert (again.standing, again.is_takeable) == (Standing.DIFFERS, False), "told until both agree"
    edit(store, 1, due_on=LATER)
    assert row_of(preview(store, moved), "Beta").standing is Standing.SAME


def test_what_the_file_says_as_before_changes_nothing_here(store: Store) -> None:
    beta = IncomingMilestone("1", "line 2", "Beta", due_on=DUE)
    add(store, plan(beta))
    edit(store, 1, due_on=LAST, title="Beta release")
    compared = preview(store, plan(beta))
    row = row_of(compared, "Beta")
    assert (row.known_id, row.standing, compared.takeable) == (1, Standing.DIFFERS, 0)
    assert update(store, plan(beta))[1] is None
    assert store.read.plan(1).milestones[0].due_on == LAST


def test_without_an_earlier_file_the_journal_tells_what_was_changed_here(store: Store) -> None:
    """As in a database from before, whose imports recorded nothing."""
    beta, keys = (IncomingMilestone(str(n), f"line {n}", title, due_on=DUE) for n, title in enumerate(("Beta", "Keys")))
    add(store, plan(beta, keys))
    with closing(sqlite3.connect(store.path, isolation_level=None)) as db:
        db.execute("BEGIN")
        db.execute("INSERT INTO open_change VALUES (99)")
        db.execute("DELETE FROM milestone_source")
        db.execute("DELETE FROM open_change")
        db.execute("COMMIT")
    edit(store, 2, due_on=LAST)
    store.change_blocking(lambda do: do.milestones.create(1, {"title": "By hand", "due_on": LAST}))
    hand = IncomingMilestone("3", "line 3", "By hand", due_on=LATER, owner="Ana")
    moved = plan(beta._replace(due_on=LATER), keys._replace(due_on=LATER), hand)
    update(store, moved)
    assert {m.title: (m.due_on, m.owner) for m in store.read.plan(1).milestones} == {
        "Beta": (LATER, ""),
        "Keys": (LAST, ""),
        "By hand": (LAST, "Ana"),
    }
    assert update(store, moved)[1] is None


def test_what_was_signed_is_kept(store: Store) -> None:
    beta = IncomingMilestone("1", "line 2", "Beta", due_on=DUE)
    add(store, plan(beta))
    day = date(2026, 11, 20)
    store.change_blocking(lambda do: do.acceptance.submit(1, day))
    store.change_blocking(lambda do: do.acceptance.accept(1, day))
    row = row_of(preview(store, plan(beta._replace(cancelled=True))), "Beta")
    assert row.reason == "done here, cancelled in the file, kept: changed here"
    assert update(store, plan(beta._replace(cancelled=True)))[1] is None


def test_the_baseline_stays_and_the_report_says_so(store: Store) -> None:
    beta = IncomingMilestone("1", "line 2", "Beta", baseline_on=DUE, due_on=DUE)
    add(store, plan(beta))
    moved = plan(beta._replace(baseline_on=LATER, due_on=LATER))
    assert row_of(preview(store, moved), "Beta").reason == (
        "due 4 Dec → 11 Dec · baseline 4 Dec here, 11 Dec in the file, kept: an import keeps the baseline"
    )
    update(store, moved)
    (now,) = store.read.plan(1).milestones
    assert (now.baseline_on, now.due_on) == (DUE, LATER)


# Which milestone is which ----------------------------------------------------------------------------------------


def test_a_title_or_phase_that_changed_under_its_id_is_the_same_milestone(store: Store) -> None:
    add(store, plan(*with_ids(*GATES)))
    first, second = with_ids(*GATES)
    report, _ = update(store, plan(first._replace(title="Gate 1"), second._replace(phase="Rollout")))
    assert (report.changed, report.milestones, report.gone) == (2, 0, ())
    assert set(milestones(store)) == {"Build/Gate 1", "Rollout/Gate"}
    assert milestones(store)["Build/Gate 1"].id == 1


def test_a_file_that_was_numbered_anew_is_matched_by_title(store: Store) -> None:
    names = ("Survey", "Permit", "Roof on")
    old = with_ids(*(IncomingMilestone(str(n), f"line {n}", name, due_on=DUE) for n, name in enumerate(names, start=1)))
    add(store, plan(*old))
    again = ("Kick-off", *names)
    new = with_ids(*(IncomingMilestone(str(n), f"line {n}", name, due_on=DUE) for n, name in enumerate(again, start=1)))
    compared = preview(store, plan(*new))
    assert [(row.what, row.standing.value, row.known_id) for row in compared.rows if row.part is Part.MILESTONE] == [
        ("Kick-off", "new", None),
        ("Survey", "same", 1),
        ("Permit", "same", 2),
        ("Roof on", "same", 3),
    ]
    assert "found by its title" in row_of(compared, "Survey").reason
    update(store, plan(*new))
    renamed = (new[0], new[1]._replace(title="Survey done"), *new[2:])
    assert row_of(preview(store, plan(*renamed)), "Survey done").known_id == 1, "the new numbers count from now on"


def test_a_milestone_renamed_here_is_still_the_one_of_the_file(store: Store) -> None:
    add(store, plan(*GATES))
    edit(store, 1, title="Gate of the build")
    report, _ = update(store, plan(GATES[0]._replace(due_on=LATER), GATES[1]))
    assert (report.changed, report.milestones) == (1, 0)
    assert milestones(store)["Build/Gate of the build"].due_on == LATER


def test_two_kinds_of_file_do_not_share_ids(store: Store) -> None:
    add(store, plan(*with_ids(*GATES)))
    other = with_ids(GATES[1]._replace(ref="1"), GATES[0]._replace(ref="2"))
    compared = preview(store, plan(*other, source="GanttProject"))
    assert [row.known_id for row in compared.rows if row.part is Part.MILESTONE] == [2, 1]


# What is gone ----------------------------------------------------------------------------------------------------


def test_what_is_gone_is_told_and_cancelled_if_asked(store: Store) -> None:
    day = date(2026, 11, 20)
    titles = ("Beta", "Keys", "Done")
    beta, keys, done = (IncomingMilestone(t, f"line {n}", t, due_on=DUE) for n, t in enumerate(titles))
    add(store, plan(beta, keys, done._replace(done_on=day)))
    report, change = update(store, plan(beta))
    assert (len(report.gone), report.cancelled, change) == (2, 0, None)
    before = tables(store)
    report, change = update(store, plan(beta._replace(due_on=LATER)), cancel_gone=True)
    assert change is not None and change.label == "Update HOUSE from plan.csv: 1 changed, 1 cancelled"
    assert {m.title: m.state.value for m in store.read.plan(1).milestones} == {
        "Beta": "planned",
        "Keys": "cancelled",
        "Done": "done",
    }
    assert update(store, plan(beta._replace(due_on=LATER)), cancel_gone=True)[1] is None
    update(store, plan(beta._replace(due_on=LATER), keys))
    assert milestones(store)["/Keys"].state is MilestoneState.PLANNED, "it is back"
    undo(store)
    undo(store)
    assert tables(store) == before


def test_another_plan_for_the_same_project_makes_nothing_gone(store: Store) -> None:
    add(store, plan(*GATES))
    party = plan(IncomingMilestone("9", "line 9", "Party", due_on=DUE))
    assert update(store, party)[0].gone == ()
    report, change = update(store, party, cancel_gone=True)
    assert (report.gone, change) == ((), None), "the two files go into the project month after month"
    assert [one.what for one in update(store, plan(GATES[0]))[0].gone] == ["Gate"]


def test_a_row_that_was_skipped_is_not_gone(store: Store) -> None:
    add(store, plan(*GATES, IncomingMilestone("3", "line 4", "Keys")))
    long = IncomingMilestone("3", "line 4", "Keys", owner="x" * 2_000)
    assert preview(store, plan(*GATES, long)).report.gone == ()


# Links ---------------------------------------------------------------------------------------------------------

STEPS = tuple(IncomingMilestone(str(n), f"line {n}", f"M{n}", due_on=DUE) for n in range(3))


def links_of(store: Store) -> set[tuple[int, int, int]]:
    return {(link.predecessor_id, link.successor_id, link.lag) for link in store.read.plan(1).links}


def test_links_follow_the_file(store: Store) -> None:
    add(store, plan(*STEPS, links=(IncomingLink("0", "1", 2), IncomingLink("1", "2", 0))))
    before = tables(store)
    turned = plan(*STEPS, links=(IncomingLink("0", "1", 5), IncomingLink("2", "1", 1)))
    assert (row_of(preview(store, turned, Taking()), "M1 → M2")).reason == "here, not in the file"
    _, change = update(store, turned)
    assert links_of(store) == {(1, 2, 5), (3, 2, 1)}
    assert change is not None and change.label == "Update HOUSE from plan.csv: 2 links changed, 1 link added"
    assert update(store, turned)[1] is None
    undo(store)
    assert tables(store) == before


def test_links_that_somebody_changed_here_are_kept(store: Store) -> None:
    both = (IncomingLink("0", "1", 2), IncomingLink("1", "2", 0))
    add(store, plan(*STEPS, links=both))
    first, second = (store.read.detail(id_).predecessors for id_ in (2, 3))
    store.change_blocking(lambda do: do.links.set(2, [LinkInput(1, 9)], first))
    store.change_blocking(lambda do: do.links.set(3, [], second))
    assert update(store, plan(*STEPS, links=(IncomingLink("0", "1", 3), both[1])))[1] is None
    assert links_of(store) == {(1, 2, 9)}
    assert update(store, plan(*STEPS))[1] is None, "nor is a link removed whose lag was changed here"
    assert links_of(store) == {(1, 2, 9)}


# Files for an earlier day ----------------------------------------------------------------------------------------


def update_for(store: Store, incoming: ImportedPlan, day: date) -> Change | None:
    return store.change_blocking(lambda do: do.imports.update(incoming), reported_on=day)


def dues(store: Store, id_: int = 1) -> list[date | None]:
    return [forecast.day for forecast in store.read.detail(id_).forecasts]


def test_an_older_file_speaks_for_its_day_and_overrules_nothing(store: Store) -> None:
    beta = IncomingMilestone("1", "line 2", "Beta", due_on=LAST, notes="new", source_id="1")
    add(store, plan(beta))
    october = plan(beta._replace(title="Beta test", due_on=DUE, notes="old", owner="Ana"))
    assert update_for(store, october, date(2026, 10, 31)) is not None
    (now,) = store.read.plan(1).milestones
    assert (now.title, now.due_on, now.notes) == ("Beta", LAST, "new")
    assert dues(store) == [DUE, LAST]
    assert update_for(store, october, date(2026, 10, 31)) is None
    assert update(store, plan(beta))[1] is None, "what the newest file said is still known"


def test_a_file_between_two_is_compared_with_the_one_before_it(store: Store) -> None:
    beta = IncomingMilestone("1", "line 2", "Beta", due_on=DUE)
    update_for(store, plan(beta), date(2026, 9, 30))
    update(store, plan(beta._replace(due_on=LAST)))
    before = tables(store)
    assert update_for(store, plan(beta._replace(due_on=LATER)), date(2026, 10, 31)) is not None
    assert dues(store) == [DUE, LATER, LAST]
    assert store.read.plan(1).milestones[0].due_on == LAST
    undo(store)
    assert tables(store) == before and dues(store) == [DUE, LAST]
    for day, due in ((date(2026, 9, 30), DUE), (TODAY, LAST)):
        assert update_for(store, plan(beta._replace(due_on=due)), day) is None


def test_files_of_one_plan_give_the_same_history_in_any_order(store: Store) -> None:
    beta = IncomingMilestone("1", "line 2", "Beta", due_on=DUE)
    files = {date(2026, 8, 31): DUE, date(2026, 9, 30): LATER, date(2026, 10, 31): LAST}
    for day in sorted(files, reverse=True):
        update_for(store, plan(beta._replace(due_on=files[day])), day)
    assert dues(store) == [DUE, LATER, LAST]
    for day, due in files.items():
        assert update_for(store, plan(beta._replace(due_on=due)), day) is None


def test_a_title_that_is_kept_is_still_known_by_its_name_in_the_file(store: Store) -> None:
    gate = IncomingMilestone("1", "line 1", "Gate", due_on=DUE, source_id="1")
    add(store, plan(gate))
    edit(store, 1, title="Roof on")
    permit = IncomingMilestone("2", "line 2", "Permit", "Walls", due_on=DUE)
    renamed = plan(permit, gate._replace(title="Permit", phase="Walls"))
    assert update(store, renamed)[1] is not None
    assert update(store, renamed)[1] is None
    assert set(milestones(store)) == {"Walls/Permit", "Walls/Roof on"}


def test_a_milestone_that_two_parts_of_a_file_name_is_changed_once(store: Store) -> None:
    gate = IncomingMilestone("1", "line 1", "Gate", due_on=DUE)
    add(store, plan(gate))
    first, second = (
        IncomingProject(name, (), (gate._replace(where=where, due_on=day),))
        for name, where, day in (("House", "line 1", LATER), ("house", "line 2", LAST))
    )
    twice = ImportedPlan((first, second), source="CSV")
    assert update(store, twice)[0].changed == 1
    assert milestones(store)["/Gate"].due_on == LATER
    assert update(store, twice)[1] is None
