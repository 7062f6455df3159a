"""The three-way merge of records, and the rules that it must not break."""

from __future__ import annotations

import pytest

from milestone_tui.plan.twin.checks import Outside
from milestone_tui.plan.twin.kinds import KINDS
from milestone_tui.plan.twin.merge import differences
from milestone_tui.plan.twin.records import PROJECT, Base, BaseRecord, Key, Place, Record, Records
from milestone_tui.plan.twin.settle import Settled, settle

P, M, N = Key(PROJECT, "pppp"), Key("milestone", "mmmm"), Key("milestone", "nnnn")


def plan(*more: tuple[Key, dict[str, str]], **facts: str) -> dict[Key, Record]:
    """A project with milestone M, which has these facts, and more records."""
    records = {P: Record("pppp", "", {"key": "ACME", "name": "Acme"})}
    records[M] = Record("pppp", "", {"title": "Beta", **facts})
    return records | {key: Record("pppp", "", of) for key, of in more}


def base_of(records: Records) -> Base:
    return {key: BaseRecord(*record) for key, record in records.items()}


def merged(before: Records, here: Records, there: Records, outside: Outside | None = None) -> Settled:
    return settle(base_of(before), here, there, {}, outside or Outside(), Outside())


def test_what_changed_on_one_side_is_taken_and_written() -> None:
    done = merged(plan(owner="Ana"), plan(owner="Ben"), plan(owner="Ana", due="2026-12-01"))
    assert done.here == done.there == plan(owner="Ben", due="2026-12-01")
    assert [*done.taken] == [Place(M, "due")] and [*done.written] == [Place(M, "owner")]
    assert not done.told and done.base == base_of(done.here)


def test_what_changed_on_both_sides_is_told_and_left() -> None:
    done = merged(plan(due="2026-12-01"), plan(due="2026-12-02"), plan(due="2026-12-03"))
    assert (done.here[M].facts["due"], done.there[M].facts["due"]) == ("2026-12-02", "2026-12-03")
    assert [(told.place, told.here, told.there) for told in done.told] == [
        (Place(M, "due"), "2026-12-02", "2026-12-03")
    ]
    assert done.base[M].facts["due"] == "2026-12-01", "told again by the next sync"


def test_the_same_change_on_both_sides_is_no_conflict() -> None:
    done = merged(plan(), plan(due="2026-12-01"), plan(due="2026-12-01"))
    assert not done.told and not done.taken and done.base[M].facts["due"] == "2026-12-01"


def test_two_confirmations_of_one_date_are_no_conflict_and_the_later_holds() -> None:
    one, other = (f"2026-12-01 confirmed 2026-11-{day}T10:00:00.000+00:00" for day in ("20", "21"))
    done = merged(plan(due="2026-12-01"), plan(due=other), plan(due=one))
    assert not done.told and done.here == done.there == plan(due=other)


@pytest.mark.parametrize("deleted_here", [True, False])
def test_deleted_on_one_side_and_changed_on_the_other_is_told(deleted_here: bool) -> None:
    gone = {key: record for key, record in plan().items() if key != M}
    sides = (gone, plan(due="2026-12-01")) if deleted_here else (plan(due="2026-12-01"), gone)
    done = merged(plan(), *sides)
    assert (done.here, done.there) == sides
    assert [told.place for told in done.told] == [Place(M)]


def test_a_deletion_alone_is_taken() -> None:
    gone = {key: record for key, record in plan().items() if key != M}
    assert merged(plan(), plan(), gone).here == gone
    assert merged(plan(), gone, plan()).there == gone


def test_without_a_base_what_differs_is_told_until_both_agree() -> None:
    here, there = plan(due="2026-12-01"), plan(owner="Ana")
    done = settle({}, here, there, {}, Outside(), Outside())
    assert {told.place.fact for told in done.told} == {"due", "owner"}
    again = settle(done.base, here, there, {}, Outside(), Outside())
    assert again.told == done.told, "never agreed on, so neither side is the newer one"
    assert not settle(again.base, here, here, {}, Outside(), Outside()).told


def test_two_links_that_close_a_loop_together_are_left() -> None:
    before = plan((N, {"title": "Load"}))
    here = plan((N, {"title": "Load"}), **{"after nnnn": "0 wd"})
    there = plan((N, {"title": "Load", "after mmmm": "0 wd"}))
    done = merged(before, here, there)
    assert (done.here, done.there) == (here, there)
    assert {(told.place, told.reason) for told in done.told} == {
        (Place(M, "after nnnn"), "the links would close a loop"),
        (Place(N, "after mmmm"), "the links would close a loop"),
    }


def test_a_loop_through_another_project_is_found() -> None:
    there = plan(**{"after oooo": "0 wd"})
    outside = Outside(links=[("mmmm", "qqqq"), ("qqqq", "oooo")], milestones={"oooo", "qqqq"})
    assert [told.place for told in merged(plan(), plan(), there, outside).told] == [Place(M, "after oooo")]
    assert merged(plan(), plan(), there, Outside(milestones={"oooo"})).here == there


def test_a_deletion_that_leaves_a_link_hanging_is_left_and_the_rest_is_taken() -> None:
    before = plan((N, {"title": "Load"}))
    here = plan((N, {"title": "Load"}), **{"after nnnn": "2 wd"})
    there = plan(owner="Ana")
    done = merged(before, here, there)
    assert N in done.here and done.here[M].facts == {"title": "Beta", "after nnnn": "2 wd", "owner": "Ana"}
    assert Place(N) in {told.place for told in done.told}


@pytest.mark.parametrize(
    ("here", "there", "reason"),
    [
        ({"paid": "2026-12-01"}, {"invoiced": "2026-12-02"}, "it is paid before its invoice"),
        ({}, {"phase": "Build"}, 'there is no phase "Build"'),
        ({}, {"owner": "ana"}, 'the person is called "Ana"'),
        ({}, {"after xxxx": "0 wd"}, "there is no milestone xxxx"),
    ],
)
def test_what_breaks_a_rule_is_left_with_its_reason(here: dict[str, str], there: dict[str, str], reason: str) -> None:
    facts = {"kind": "payment", "invoiced": "2026-11-01"}
    before = plan(**facts)
    mine, yours = plan(**facts, **here), plan(**(facts | there))
    done = merged(before, mine, yours, Outside(people=["Ana"]))
    assert done.here == mine
    assert reason in [told.reason for told in done.told]


def test_a_taken_key_leaves_the_whole_project() -> None:
    done = settle({}, {}, plan(), {}, Outside(keys={"ACME": "Another"}), Outside())
    assert not done.here
    assert [(told.place, told.reason) for told in done.told] == [(Place(P), 'the key ACME is used by "Another"')]


def test_amounts_in_another_currency_are_left() -> None:
    before = plan()
    here, there = plan(), plan(value="12")
    here[P] = here[P]._replace(facts={**here[P].facts, "currency": "USD"})
    there[P] = there[P]._replace(facts={**there[P].facts, "currency": "CHF"})
    assert {told.place.fact for told in merged(before, here, there).told} == {"currency", "value"}


def test_a_baseline_is_never_changed() -> None:
    key = Key("baseline", "bbbb")
    facts = {"name": "Kick-off", "set": "2026-11-01T10:00:00.000+00:00"}
    before, there = plan((key, facts)), plan((key, {**facts, "date mmmm": "2026-12-01 - Beta"}))
    assert [told.reason for told in merged(before, before, there).told] == ["a baseline cannot be changed"]


def test_a_fault_in_a_new_milestone_leaves_that_fact_and_takes_the_rest() -> None:
    there = plan((N, {"title": "Load", "due": "1850-01-01"}))
    faults = {Place(N, "due"): "out of range"}
    done = settle(base_of(plan()), plan(), there, faults, Outside(), Outside())
    assert done.here[N].facts == {"title": "Load"}
    assert [(told.place, told.reason) for told in done.told] == [(Place(N, "due"), "out of range")]
    mended = plan((N, {"title": "Load", "due": "2026-12-01"}))
    assert settle(done.base, done.here, mended, {}, Outside(), Outside()).here == mended


def test_differences_are_found_on_the_right_side() -> None:
    found = differences(base_of(plan()), plan(owner="Ana"), plan(due="2026-12-01"))
    assert [*found.here] == [Place(M, "owner")] and [*found.there] == [Place(M, "due")] and not found.both


def test_a_milestone_that_moved_to_another_project_is_told() -> None:
    there = plan()
    there[M] = there[M]._replace(home="qqqq")
    done = merged(plan(), plan(), there)
    assert [(told.place, told.reason) for told in done.told] == [
        (Place(M), "it is in another project or milestone there")
    ]
    assert (done.here, done.there) == (plan(), there)


def test_no_two_facts_of_a_kind_have_the_same_word() -> None:
    for kind in KINDS.values():
        assert len({*kind.words}) == len(kind.words)
        assert not {word for word in kind.words if word.split()[0] in {keyed.word for keyed in kind.keyed}} - {
            keyed.word for keyed in kind.keyed
        }
