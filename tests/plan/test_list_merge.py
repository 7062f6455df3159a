from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestone_tui.plan.inputs import AssignmentInput, CriterionInput, LinkInput, PhaseInput, RoleInput
from milestone_tui.plan.list_merge import CRITERIA, LINKS, ORDER, PHASES, TAGS, Dispute, merge, roles_kind, work_kind
from milestone_tui.plan.people import Role

Named = list[tuple[int | None, str]]

SEEN: Named = [(1, "Plan"), (2, "Build"), (3, "Test")]
MET = date(2026, 11, 9)


def phases(of: Named) -> list[PhaseInput]:
    return [PhaseInput(id_, name) for id_, name in of]


def criteria(of: Named) -> list[CriterionInput]:
    return [CriterionInput(id_, text) for id_, text in of]


@pytest.mark.parametrize(
    ("mine", "theirs", "both"),
    [
        (SEEN, SEEN, SEEN),
        (SEEN, [(2, "Make"), (1, "Plan")], [(2, "Make"), (1, "Plan")]),
        ([(2, "Make"), (1, "Plan")], SEEN, [(2, "Make"), (1, "Plan")]),
        # each renames another one
        (
            [(1, "Concept"), (2, "Build"), (3, "Test")],
            [(1, "Plan"), (2, "Make"), (3, "Test")],
            [(1, "Concept"), (2, "Make"), (3, "Test")],
        ),
        # the same, done by both
        ([(1, "Plan"), (2, "Make")], [(1, "Plan"), (2, "Make")], [(1, "Plan"), (2, "Make")]),
        # both add, each behind what it stands behind; what was stored first comes first
        (
            [(None, "Idea"), (1, "Plan"), (2, "Build"), (3, "Test"), (None, "Party")],
            [(1, "Plan"), (2, "Build"), (4, "Review"), (3, "Test"), (5, "Close")],
            [(None, "Idea"), (1, "Plan"), (2, "Build"), (4, "Review"), (3, "Test"), (5, "Close"), (None, "Party")],
        ),
        # both add the same
        ([*SEEN, (None, "close")], [*SEEN, (4, "Close")], [*SEEN, (4, "Close")]),
        # one turns the order round, the other adds and deletes
        (
            [(3, "Test"), (2, "Build"), (1, "Plan")],
            [(1, "Plan"), (4, "Review"), (3, "Test")],
            [(3, "Test"), (1, "Plan"), (4, "Review")],
        ),
        # one was deleted, another is new
        ([(1, "Plan"), (3, "Test"), (None, "Close")], SEEN, [(1, "Plan"), (3, "Test"), (None, "Close")]),
        # two new ones of one name are two, as typed
        ([*SEEN, (None, "Close"), (None, "Close")], SEEN, [*SEEN, (None, "Close"), (None, "Close")]),
    ],
)
def test_what_both_did_goes_together(mine: Named, theirs: Named, both: Named) -> None:
    assert merge(PHASES, phases(SEEN), phases(mine), phases(theirs)) == (tuple(phases(both)), ())
    assert merge(CRITERIA, criteria(SEEN), criteria(mine), criteria(theirs)) == (tuple(criteria(both)), ())


@pytest.mark.parametrize(
    ("mine", "theirs", "left", "kept"),
    [
        # two names for one
        (
            [(1, "Concept"), *SEEN[1:]],
            [(1, "Draft"), *SEEN[1:]],
            [(1, "Draft"), *SEEN[1:]],
            [(1, "Concept"), *SEEN[1:]],
        ),
        # mine is gone, theirs is renamed, and the other way round: then it is a new one
        (SEEN[1:], [(1, "Draft"), *SEEN[1:]], [(1, "Draft"), *SEEN[1:]], SEEN[1:]),
        ([(1, "Concept"), *SEEN[1:]], SEEN[1:], SEEN[1:], [(None, "Concept"), *SEEN[1:]]),
    ],
)
def test_the_one_entry_that_both_changed_is_asked_about(mine: Named, theirs: Named, left: Named, kept: Named) -> None:
    found = merge(PHASES, phases(SEEN), phases(mine), phases(theirs))
    assert found.entries == tuple(phases(left)), "as they have it"
    (dispute,) = found.disputes
    assert dispute.key == 1
    assert (dispute.mine, dispute.theirs) == tuple(
        next((entry for entry in phases(of) if entry.id == 1), None) for of in (mine, theirs)
    )
    assert merge(PHASES, phases(SEEN), phases(mine), phases(theirs), {1}).entries == tuple(phases(kept))


def test_two_orders_are_asked_about_where_the_order_matters() -> None:
    mine, theirs = [SEEN[1], SEEN[0], SEEN[2]], [SEEN[0], SEEN[2], SEEN[1]]
    found = merge(PHASES, phases(SEEN), phases(mine), phases(theirs))
    assert found == (tuple(phases(theirs)), (Dispute(ORDER, None, None),))
    assert merge(PHASES, phases(SEEN), phases(mine), phases(theirs), {ORDER}).entries == tuple(phases(mine))
    assert merge(CRITERIA, criteria(SEEN), criteria(mine), criteria(theirs)) == (tuple(criteria(mine)), ())


def test_both_adding_one_criterion_is_asked_only_where_one_has_met_it() -> None:
    mine, theirs = CriterionInput(None, "Signed", MET), CriterionInput(7, "signed")
    assert merge(CRITERIA, [], [mine], [theirs]).disputes == (Dispute(7, mine, theirs),)
    assert merge(CRITERIA, [], [mine], [theirs], {7}).entries == (CriterionInput(7, "Signed", MET),)


def test_links_work_roles_and_tags_go_together_by_what_they_are_about() -> None:
    links = merge(
        LINKS, [LinkInput(1), LinkInput(2, 3)], [LinkInput(2, 4)], [LinkInput(1), LinkInput(2, 3), LinkInput(5)]
    )
    assert links == ((LinkInput(2, 4), LinkInput(5)), ())
    assert merge(LINKS, [], [LinkInput(1, 2)], [LinkInput(1, 3)]).disputes == (
        Dispute(1, LinkInput(1, 2), LinkInput(1, 3)),
    )
    kept, typed = LinkInput(1, 2, True), LinkInput(1, 2)
    assert merge(LINKS, [kept], [typed], [kept]).entries == (typed,), "to type the same lag is a change"
    assert merge(LINKS, [kept], [kept], [LinkInput(1, 1, True)]) == ((LinkInput(1, 1, True),), ())
    assert merge(LINKS, [], [LinkInput(1, 0, True)], [LinkInput(1)]).disputes == ()
    raj, ana = AssignmentInput("Raj", Decimal(2)), AssignmentInput("Ana", Decimal(1))
    more, renamed = AssignmentInput("raj", Decimal(5)), AssignmentInput("Raj Patel", Decimal(2))
    assert merge(work_kind(), [raj], [more, ana], [raj]) == ((more, ana), ())
    ids = {"raj": 1, "raj patel": 1}
    assert merge(work_kind(ids), [raj], [more], [renamed]) == ((more,), ()), "the same person under another name"
    lead, team = RoleInput("Ana", Role.MANAGER), RoleInput("Ana", Role.TEAM)
    assert merge(roles_kind(), [lead], [], [lead, team]) == ((team,), ())
    assert merge(TAGS, ["a", "b"], ["b", "mine"], ["a", "b", "theirs"]).entries == ("b", "theirs", "mine")


# What holds of all -----------------------------------------------------------------------------------------

_TEXTS = ("Plan", "Build", "Test", "Demo", "Ship", "Idea")


@st.composite
def _edited(draw: st.DrawFn, first: int | None) -> list[CriterionInput]:
    """What somebody made of SEEN: some gone, some changed, the order turned, some added with ids from `first`."""
    order = draw(st.permutations(SEEN))
    kept = order[: draw(st.integers(0, 3))] if draw(st.booleans()) else list(SEEN)
    entries = [
        CriterionInput(
            id_, draw(st.sampled_from([text, text, f"{text} 2", f"{text} 3"])), draw(st.sampled_from([None, MET]))
        )
        for id_, text in kept
    ]
    for number, text in enumerate(draw(st.lists(st.sampled_from(_TEXTS), max_size=3, unique=True))):
        new = CriterionInput(None if first is None else first + number, f"new {text}")
        entries.insert(draw(st.integers(0, len(entries))), new)
    return entries


MINE, THEIRS = _edited(None), _edited(10)
BEFORE = criteria(SEEN)


def texts(entries: list[CriterionInput] | tuple[CriterionInput, ...]) -> Counter[str]:
    return Counter(entry.text for entry in entries)


@given(MINE, THEIRS)
def test_who_did_nothing_takes_what_the_other_did(mine: list[CriterionInput], theirs: list[CriterionInput]) -> None:
    assert merge(CRITERIA, BEFORE, mine, BEFORE) == (tuple(mine), ())
    assert merge(CRITERIA, BEFORE, BEFORE, theirs) == (tuple(theirs), ())
    assert merge(CRITERIA, BEFORE, theirs, theirs) == (tuple(theirs), ())


@given(MINE, THEIRS, st.sets(st.integers(1, 3)))
def test_nothing_of_either_is_lost_and_nothing_comes_twice(
    mine: list[CriterionInput], theirs: list[CriterionInput], kept: set[int]
) -> None:
    found = merge(CRITERIA, BEFORE, mine, theirs, kept)
    ids = [entry.id for entry in found.entries if entry.id is not None]
    assert len(ids) == len(set(ids))
    was, own, now = ({entry.id: entry for entry in entries} for entries in (BEFORE, mine, theirs))
    asked = {dispute.key for dispute in found.disputes}
    result = {entry.id: entry for entry in found.entries}
    for id_, before in was.items():
        changes = [side.get(id_) for side in (own, now) if side.get(id_) != before]
        if id_ in asked:
            assert len(changes) == 2 and changes[0] != changes[1]
            wanted = own.get(id_) if id_ in kept else now.get(id_)
            assert texts([wanted] if wanted else []) <= texts(found.entries)
        else:
            assert result.get(id_) == (changes[0] if changes else before)
    added = {entry.text for entry in mine if entry.id is None} | {e.text for e in theirs if e.id not in was}
    assert {text: texts(found.entries)[text] for text in added} == dict.fromkeys(added, 1)
    # each keeps the order that the merged list has of what was there before, or mine does
    shared = [id_ for id_ in was if id_ in result and id_ in own and id_ in now]
    orders = [[id_ for id_ in side if id_ in shared] for side in (was, own, now)]
    assert [id_ for id_ in result if id_ in shared] == (orders[2] if orders[1] == orders[0] else orders[1])


@given(MINE, THEIRS)
def test_a_merge_that_was_saved_is_seen_as_nothing_left_to_save(
    mine: list[CriterionInput], theirs: list[CriterionInput]
) -> None:
    merged = merge(CRITERIA, BEFORE, mine, theirs)
    stored = [
        entry if entry.id is not None else CriterionInput(20 + place, entry.text, entry.met_on)
        for place, entry in enumerate(merged.entries)
    ]
    again = merge(CRITERIA, theirs, list(merged.entries), stored)
    assert again == (tuple(stored), ())
