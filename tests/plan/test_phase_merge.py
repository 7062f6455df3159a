from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestone_tui.plan.drafts import PhaseDraft
from milestone_tui.plan.phase_merge import merged_phases

Named = list[tuple[int | None, str]]

SEEN: Named = [(1, "Plan"), (2, "Build"), (3, "Test")]


def drafts(phases: Named) -> list[PhaseDraft]:
    return [PhaseDraft(id_, name) for id_, name in phases]


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
        # both add, each behind what it stands behind
        (
            [(None, "Idea"), (1, "Plan"), (2, "Build"), (3, "Test")],
            [(1, "Plan"), (2, "Build"), (4, "Review"), (3, "Test"), (5, "Close")],
            [(None, "Idea"), (1, "Plan"), (2, "Build"), (4, "Review"), (3, "Test"), (5, "Close")],
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
    ],
)
def test_what_both_did_goes_together(mine: Named, theirs: Named, both: Named) -> None:
    merged = merged_phases(drafts(SEEN), drafts(mine), drafts(theirs))
    assert merged is not None
    assert list(merged) == drafts(both)


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ([(1, "Concept"), *SEEN[1:]], [(1, "Draft"), *SEEN[1:]]),  # two names for one
        (SEEN[1:], [(1, "Draft"), *SEEN[1:]]),  # mine goes, theirs is renamed
        ([(1, "Concept"), *SEEN[1:]], SEEN[1:]),
        ([SEEN[1], SEEN[0], SEEN[2]], [SEEN[0], SEEN[2], SEEN[1]]),  # two orders
    ],
)
def test_where_they_disagree_there_is_nothing_to_merge(mine: Named, theirs: Named) -> None:
    assert merged_phases(drafts(SEEN), drafts(mine), drafts(theirs)) is None


LISTS = st.permutations(SEEN).flatmap(lambda order: st.integers(0, 3).map(lambda kept: list(order[:kept])))


@given(LISTS, LISTS)
def test_who_did_nothing_takes_what_the_other_did(mine: Named, theirs: Named) -> None:
    assert list(merged_phases(drafts(SEEN), drafts(SEEN), drafts(theirs)) or ()) == drafts(theirs)
    assert list(merged_phases(drafts(SEEN), drafts(mine), drafts(SEEN)) or ()) == drafts(mine)
    one, other = (merged_phases(drafts(SEEN), drafts(a), drafts(b)) for a, b in ((mine, theirs), (theirs, mine)))
    assert {draft.id for draft in one or ()} == {draft.id for draft in other or ()}
