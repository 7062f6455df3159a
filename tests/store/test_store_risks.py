"""The risk register by real files: numbers, conflicts, what happens, and what one undo brings back."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from locking import ForeignLock
from replay import contents, replayed
from taking_back import redo, undo

from milestone_tui.errors import EditConflict, InvalidInput, MilestoneError, NotFound
from milestone_tui.plan.analysis.risks import Rating, earlier
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.monitoring import Risk, RiskKind, RiskResponse
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands
from milestone_tui.store.recording import record, replay

TODAY = date(2026, 11, 22)
BETA = 2


def raised(store: Store, title: str = "Test data comes late", **fields: object) -> Risk:
    """A new entry of the register of the small project."""
    store.change_blocking(lambda do: do.risks.create(1, {"title": title, **fields}))
    return store.read.risks(1)[-1]


def _rate(risk_id: int, probability: int, impact: int, do: Commands) -> None:
    do.risks.rate(risk_id, probability, impact)


def label(store: Store) -> str:
    return store.read.history(limit=1)[0].label


def test_a_new_risk_has_all_that_was_given(small: Store) -> None:
    given = {
        "owner": "Zoe",
        "probability": 4,
        "impact": 5,
        "response": RiskResponse.MITIGATE,
        "response_text": "synthetic data",
        "review_on": TODAY + timedelta(days=1),
    }
    small.change_blocking(lambda do: do.risks.create(1, {"title": " Test data comes late ", **given}, (3, BETA, 3)))
    (risk,) = small.read.risks()
    assert {name: getattr(risk, name) for name in given} == given
    assert (risk.called, risk.title, risk.score, risk.raised_on) == ("R1", "Test data comes late", 20, TODAY)
    assert risk.milestone_ids == (BETA, 3)
    assert small.read.risks_of(BETA) == (risk,) == small.read.risks_of(3)
    assert small.read.risks_of(1) == ()
    assert label(small) == 'Raise R1 "Test data comes late"'
    assert "Zoe" in [person.name for person in small.read.people()]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": " "}, "Enter a title."),
        ({"probability": 6}, "Enter a number from 1 to 5."),
        ({"impact": 0}, "Enter a number from 1 to 5."),
        ({"response": "hope"}, "Choose avoid, mitigate, transfer or accept."),
        ({"kind": "dream"}, "Choose risk, issue, assumption or decision."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(small: Store, fields: dict[str, object], sentence: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        small.change_blocking(lambda do: do.risks.create(1, {"title": "Late", **fields}))
    assert str(refused.value) == sentence
    assert small.read.risks() == ()


def test_a_risk_of_what_was_deleted_is_refused(small: Store) -> None:
    with pytest.raises(NotFound):
        small.change_blocking(lambda do: do.risks.create(7, {"title": "Late"}))
    with pytest.raises(NotFound, match="somebody deleted a milestone"):
        small.change_blocking(lambda do: do.risks.create(1, {"title": "Late"}, [77]))
    assert small.read.risks() == ()


def test_numbers_count_by_project_and_kind_and_are_never_used_again(small: Store) -> None:
    small.change_blocking(lambda do: do.projects.create({"key": "NORD", "name": "Data lake"}))
    small.change_blocking(lambda do: do.risks.create(2, {"title": "Elsewhere"}))
    first = raised(small)
    assert first.called == "R1"
    assert raised(small, kind=RiskKind.ISSUE).called == "I1"
    assert raised(small, kind=RiskKind.DECISION).called == "D1"
    second = raised(small)
    small.change_blocking(lambda do: do.risks.delete([second.id]))
    third = raised(small)
    assert third.called == "R3"
    undo(small)
    assert raised(small).called == "R4", "an undone number is not used again either"
    small.change_blocking(lambda do: do.risks.occur(first.id, TODAY))
    assert small.read.risk(first.id).called == "I2"
    small.change_blocking(lambda do: do.risks.delete([first.id]))
    assert raised(small, kind=RiskKind.ISSUE).called == "I3"


def test_a_risk_that_keeps_its_number_as_an_issue_uses_it_up(small: Store) -> None:
    risk = raised(small)
    small.change_blocking(lambda do: do.risks.occur(risk.id, TODAY))
    assert small.read.risk(risk.id).called == "I1"
    small.change_blocking(lambda do: do.risks.delete([risk.id]))
    assert raised(small, kind=RiskKind.ISSUE).called == "I2"
    assert raised(small).called == "R2"


def test_a_risk_that_happens_is_an_issue_with_its_links_and_history(small: Store) -> None:
    small.change_blocking(lambda do: do.risks.create(1, {"title": "Late", "probability": 2, "impact": 4}, [BETA]))
    (risk,) = small.read.risks()
    small.change_blocking(lambda do: do.risks.rate(risk.id, 4, 5))
    small.change_blocking(lambda do: do.risks.occur(risk.id, TODAY))
    (issue,) = small.read.risks()
    assert label(small) == 'Turn R1 "Late" into issue I1'
    assert (issue.id, issue.called, issue.occurred_on, issue.milestone_ids) == (risk.id, "I1", TODAY, (BETA,))
    assert (issue.probability, issue.impact) == (4, 5)
    told = [(entry.what, entry.before, entry.after) for entry in small.read.risk_history(risk.id)]
    assert told == [
        ("kind", "risk", "issue"),
        ("happened", "", "22 Nov 2026"),
        ("probability", "2", "4"),
        ("impact", "4", "5"),
        ("raised", "", "Late"),
    ]
    undo(small)
    assert small.read.risk(risk.id)._replace(probability=2, impact=4) == risk


@pytest.mark.parametrize(
    ("kind", "closed", "sentence"),
    [
        (RiskKind.ISSUE, False, "An issue has happened already. Press space to close it."),
        (RiskKind.DECISION, False, "A decision cannot happen. Only a risk or an assumption becomes an issue."),
        (RiskKind.RISK, True, "This is closed. Reopen it (space) before it becomes an issue."),
    ],
)
def test_what_cannot_happen_says_so(small: Store, kind: RiskKind, closed: bool, sentence: str) -> None:
    risk = raised(small, kind=kind)
    if closed:
        small.change_blocking(lambda do: do.risks.close(risk.id, TODAY))
    with pytest.raises(InvalidInput) as refused:
        small.change_blocking(lambda do: do.risks.occur(risk.id, TODAY))
    assert str(refused.value) == sentence


def test_closing_and_reopening_each_are_one_change(small: Store) -> None:
    risk = raised(small)
    small.change_blocking(lambda do: do.risks.close(risk.id, TODAY))
    assert (small.read.risk(risk.id).closed_on, label(small)) == (TODAY, 'Close R1 "Test data comes late"')
    assert small.change_blocking(lambda do: do.risks.close(risk.id, TODAY + timedelta(days=1))) is None
    small.change_blocking(lambda do: do.risks.reopen(risk.id))
    assert (small.read.risk(risk.id).is_open, label(small)) == (True, 'Reopen R1 "Test data comes late"')
    undo(small)
    assert small.read.risk(risk.id).closed_on == TODAY


def test_edits_of_other_fields_are_merged_and_of_the_same_field_refused(small: Store) -> None:
    risk = raised(small, probability=2, impact=3)
    seen = {"title": risk.title, "probability": 2, "impact": 3, "owner": ""}
    other = Store.open(small.path, Clock.fixed(TODAY), "raj")
    with closing(other):
        other.change_blocking(lambda do: do.risks.edit(risk.id, {"impact": 5, "owner": "Raj Patel"}, {}))
    small.poll()
    small.change_blocking(lambda do: do.risks.edit(risk.id, {**seen, "title": "Later"}, seen))
    now = small.read.risk(risk.id)
    assert (now.title, now.impact, now.owner) == ("Later", 5, "Raj Patel")
    with pytest.raises(EditConflict, match="raj changed the impact while you were editing") as met:
        small.change_blocking(lambda do: do.risks.edit(risk.id, {"impact": 1}, seen))
    assert [(field.field, field.mine, field.theirs) for field in met.value.fields] == [("impact", "1", "5")]


def test_another_kind_takes_the_next_number_of_that_kind(small: Store) -> None:
    raised(small, kind=RiskKind.ASSUMPTION)
    risk = raised(small)
    small.change_blocking(lambda do: do.risks.edit(risk.id, {"kind": RiskKind.ASSUMPTION}, {}))
    assert small.read.risk(risk.id).called == "A2"
    assert label(small) == 'Edit R1 "Test data comes late": kind'


def test_milestones_that_it_threatens_are_merged(small: Store) -> None:
    small.change_blocking(lambda do: do.risks.create(1, {"title": "Late"}, [1, 2]))
    (risk,) = small.read.risks()
    small.change_blocking(lambda do: do.risks.set_milestones(risk.id, [2, 3], [1, 2]))
    assert small.read.risk(risk.id).milestone_ids == (2, 3)
    small.change_blocking(lambda do: do.risks.set_milestones(risk.id, [1, 2], [1, 2]))
    assert small.read.risk(risk.id).milestone_ids == (2, 3), "nothing was changed since what was seen"
    undo(small)
    assert small.read.risk(risk.id).milestone_ids == (1, 2)
    small.change_blocking(lambda do: do.milestones.delete([1]))
    assert small.read.risk(risk.id).milestone_ids == (2,)
    undo(small)
    assert small.read.risk(risk.id).milestone_ids == (1, 2)


def test_a_deleted_risk_comes_back_with_its_links(small: Store) -> None:
    small.change_blocking(lambda do: do.risks.create(1, {"title": "Late"}, [1, 2]))
    before = contents(small.path)
    risk = small.read.risks()[0]
    small.change_blocking(lambda do: do.risks.delete([risk.id, 99]))
    assert (small.read.risks(), label(small)) == ((), 'Delete R1 "Late"')
    undo(small)
    assert contents(small.path) == before == replayed(small.path)
    redo(small)
    assert small.read.risks() == ()


def test_the_score_before_is_that_of_the_last_other_rating_that_still_counts(small: Store) -> None:
    risk = raised(small, probability=3, impact=4)
    for rating in ((5, 5), (4, 5)):
        small.change_blocking(partial(_rate, risk.id, *rating))
    undo(small)
    undo(small)
    small.change_blocking(lambda do: do.risks.rate(risk.id, 4, 5))
    small.change_blocking(lambda do: do.risks.edit(risk.id, {"owner": "Ana Kovač"}, {}))
    small.change_blocking(lambda do: do.risks.rate(risk.id, 5, 4))
    ratings = small.read.ratings(risk.id)
    assert [(rating.probability, rating.impact) for rating in ratings] == [(3, 4), (4, 5), (5, 4)]
    assert earlier(ratings) == Rating(TODAY, 3, 4), "20 and 20 is no change"


def test_only_what_is_open_and_severe_matters(small: Store) -> None:
    severe = raised(small, probability=3, impact=5)
    raised(small, probability=4, impact=3)
    raised(small, impact=5)
    closed = raised(small, probability=5, impact=5)
    small.change_blocking(lambda do: do.risks.close(closed.id, TODAY))
    issue = raised(small, kind=RiskKind.ISSUE, impact=5)
    raised(small, kind=RiskKind.ISSUE, impact=4, probability=5)
    raised(small, kind=RiskKind.ASSUMPTION, impact=5, probability=5)
    assert small.read.risks_that_matter(15, 5) == {1: (severe, issue)}
    small.change_blocking(lambda do: do.projects.archive(1, True))
    assert small.read.risks_that_matter(15, 5) == {}
    assert small.read.risks() == ()
    assert len(small.read.risks(1)) == 7


def test_a_risk_that_is_gone_says_so(small: Store) -> None:
    commands: tuple[Callable[[Commands], object], ...] = (
        lambda do: do.risks.rate(9, 1, 1),
        lambda do: do.risks.close(9, TODAY),
        lambda do: do.risks.edit(9, {"title": "x"}, {}),
    )
    for command in commands:
        with pytest.raises(NotFound, match="This risk no longer exists"):
            small.change_blocking(command)
    with pytest.raises(NotFound):
        small.read.risk(9)


def test_undo_names_what_is_in_the_way(small: Store) -> None:
    risk = raised(small, probability=1, impact=1)
    small.change_blocking(lambda do: do.risks.rate(risk.id, 2, 2))
    other = Store.open(small.path, Clock.fixed(TODAY), "raj")
    with closing(other):
        other.change_blocking(lambda do: do.risks.rate(risk.id, 5, 5))
    with pytest.raises(MilestoneError, match=r'Cannot undo: raj rated R1 "Test data comes'):
        undo(small)


_NAMES = ("create", "rate", "close", "reopen", "occur", "set_milestones", "delete", "edit")


def test_every_command_can_be_recorded_and_replayed(small: Store) -> None:
    def everything(do: Commands) -> None:
        risk = do.risks.create(1, {"title": "Late", "kind": RiskKind.RISK, "review_on": TODAY}, (1,))
        do.risks.rate(risk, 3, 4)
        do.risks.edit(risk, {"title": "Later"}, {})
        do.risks.set_milestones(risk, (1, 2), (1,))
        do.risks.close(risk, TODAY)
        do.risks.reopen(risk)
        do.risks.occur(risk, TODAY)

    calls = record(everything)
    assert calls is not None
    assert {call.name for call in calls} == {f"risks.{name}" for name in _NAMES} - {"risks.delete"}
    small.change_blocking(replay(calls, "a/1/1"))
    (risk,) = small.read.risks()
    assert (risk.called, risk.title, risk.score, risk.milestone_ids) == ("I1", "Later", 12, (1, 2))
    undo(small)
    assert small.read.risks() == ()


def test_a_change_that_waits_for_a_lock_is_named(small: Store) -> None:
    risk = raised(small)
    small.serve_screen()
    with ForeignLock(small.path):
        waiting = small.submit(lambda do: do.risks.rate(risk.id, 4, 5))
        while not (small.is_locked and small.waiting):
            pass
        assert small.waiting is not None
        assert "Rate" in str(small.waiting)
    waiting.result(30)
    assert small.read.risk(risk.id).score == 20


_STEPS = st.lists(
    st.tuples(st.sampled_from((*_NAMES, "undo", "redo")), st.integers(0, 5), st.integers(1, 5)), min_size=1, max_size=20
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    yield tmp_path_factory.mktemp("register")


@settings(max_examples=15)
@given(steps=_STEPS)
def test_the_journal_tells_the_whole_register_and_no_two_entries_share_a_name(
    folder: Path, steps: list[tuple[str, int, int]]
) -> None:
    path = folder / "register.db"
    path.unlink(missing_ok=True)
    used: set[str] = set()
    with closing(Store(path, Clock.fixed(TODAY), "ana", keeps_copies=False)) as store:
        store.change_blocking(lambda do: do.projects.create({"key": "ACME", "name": "Portal"}))
        store.change_blocking(lambda do: do.milestones.create(1, {"title": "Beta"}))
        for name, which, figure in steps:
            before = {risk.id: risk.called for risk in store.read.risks(1)}
            try:
                asyncio.run(getattr(store, name)()) if name in ("undo", "redo") else _act(store, name, which, figure)
            except MilestoneError:
                continue
            now = store.read.risks(1)
            assert len({risk.called for risk in now}) == len(now)
            if name not in ("undo", "redo"):
                fresh = {risk.called for risk in now if before.get(risk.id) != risk.called}
                assert not fresh & used, "a number was used again"
            used |= {risk.called for risk in now}
    assert contents(path) == replayed(path)


def _act(store: Store, name: str, which: int, figure: int) -> None:
    there = store.read.risks(1)
    if name == "create" or not there:
        kind = list(RiskKind)[which % 4]
        store.change_blocking(lambda do: do.risks.create(1, {"title": f"T{figure}", "kind": kind}, [1] * (which % 2)))
        return
    id_ = there[which % len(there)].id
    arguments: dict[str, tuple[object, ...]] = {
        "rate": (figure, 6 - figure),
        "close": (TODAY,),
        "occur": (TODAY,),
        "set_milestones": ([1] * (figure % 2), there[which % len(there)].milestone_ids),
        "edit": ({"kind": list(RiskKind)[figure % 4]}, {}),
    }
    first = [id_] if name == "delete" else id_
    store.change_blocking(lambda do: getattr(do.risks, name)(first, *arguments.get(name, ())))


def test_the_next_number_of_a_big_register_is_found_by_an_index(small: Store) -> None:
    from milestone_tui.store.commands.risks import _LAST_NUMBER

    with closing(sqlite3.connect(small.path)) as db:
        plan = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {_LAST_NUMBER}", {"project": 1, "kind": "risk"})]
    assert not [step for step in plan if step.startswith("SCAN") and "used" not in step], plan
