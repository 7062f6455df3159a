"""The read side says of every milestone how its acceptance was answered last, without a question for each of them."""

import sqlite3
from contextlib import closing
from datetime import date

from signed_project import TODAY, fill

from milestone_tui.plan.sign import Sign
from milestone_tui.store import Store

EXPECTED = {
    "Plan approved": Sign.DONE,
    "Design agreed": Sign.REJECTED,
    "Prototype shown": Sign.SUBMITTED,
    "Build gate": Sign.GATE,
    "Beta release": Sign.OPEN,
    "Old portal moved": Sign.CANCELLED,
}


def signs(store: Store, project_id: int = 1) -> dict[str, Sign]:
    return {m.title: m.sign for m in store.read.plan(project_id).milestones}


def test_plan_roadmap_and_projects_have_the_same_signs(store: Store) -> None:
    fill(store)
    assert signs(store) == EXPECTED
    marks = {mark.title: mark.sign for mark in store.read.roadmap([1])[1]}
    assert marks == {title: sign for title, sign in EXPECTED.items() if sign is not Sign.CANCELLED}
    (summary,) = store.read.projects(TODAY)
    assert (summary.next_title, summary.next_sign) == ("Design agreed", Sign.REJECTED)


def test_the_last_answer_counts_and_a_round_that_was_withdrawn_has_none(store: Store) -> None:
    ids = fill(store)
    design = ids["Design agreed"]

    def sign() -> Sign:
        return store.read.milestone(design).sign

    store.change_blocking(lambda do: do.acceptance.submit(design, TODAY))
    assert sign() is Sign.SUBMITTED
    store.change_blocking(lambda do: do.milestones.edit(design, {"state": "in progress"}, {}))
    assert sign() is Sign.REJECTED, "it was withdrawn: what was answered last is still a no"
    store.change_blocking(lambda do: do.acceptance.submit(design, TODAY))
    store.change_blocking(lambda do: do.acceptance.accept(design, TODAY))
    store.change_blocking(lambda do: do.milestones.untick(design))
    assert sign() is Sign.OPEN
    store.change_blocking(lambda do: do.acceptance.submit(design, TODAY))
    store.change_blocking(lambda do: do.acceptance.reject(design, TODAY, "again"))
    assert sign() is Sign.REJECTED


def test_more_milestones_take_no_more_questions(store: Store) -> None:
    fill(store)

    def questions() -> int:
        asked: list[str] = []
        store.read._connection.set_trace_callback(asked.append)
        store.read.plan(1)
        store.read.roadmap([1])
        store.read.projects(TODAY)
        store.read._connection.set_trace_callback(None)
        return len(asked)

    before = questions()
    store.change_blocking(
        lambda do: [do.milestones.create(1, {"title": f"M {n}", "due_on": date(2027, 2, 1)}) for n in range(50)]
    )
    assert questions() == before


def test_the_rejections_are_found_once_for_a_query(store: Store) -> None:
    """SQLite's plan has the rejections as a list of its own, which no milestone is asked for."""
    import milestone_tui.store.mappers as rows

    fill(store)
    with closing(sqlite3.connect(store.path)) as db:
        query = f"EXPLAIN QUERY PLAN SELECT {rows.MILESTONE} FROM milestone_view WHERE project_id = 1"
        steps = [row[3] for row in db.execute(query)]
    at = next(place for place, step in enumerate(steps) if "SCAN last" in step)
    assert "LIST SUBQUERY" in steps[at - 1] and "CORRELATED" not in steps[at - 1]
