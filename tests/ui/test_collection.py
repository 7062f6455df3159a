"""A list beside the fields: what was stored, what was made of it, and what others did to it."""

from __future__ import annotations

from milestone_tui.plan.inputs import CriterionInput, LinkInput
from milestone_tui.plan.list_merge import CRITERIA
from milestone_tui.ui.editors.collection import Answers, Collection

ONE, TWO, NEW = CriterionInput(1, "one"), CriterionInput(2, "two"), CriterionInput(None, "new")
MINE, THEIRS = CriterionInput(1, "mine"), CriterionInput(1, "theirs")


def started(*entries: CriterionInput) -> Collection[CriterionInput]:
    collection: Collection[CriterionInput] = Collection(ordered=True)
    collection.start(entries, entries)
    return collection


def test_steps_are_undone_one_by_one_as_far_as_the_list_goes_back() -> None:
    collection = started(ONE)
    collection.change((ONE, NEW))
    collection.change((NEW,))
    assert (collection.undo(), collection.entries) == (True, (ONE, NEW))
    assert (collection.undo(), collection.entries) == (True, (ONE,))
    assert (collection.undo(), collection.entries) == (False, (ONE,))


def test_what_both_did_goes_together_and_costs_the_steps_only_where_the_list_changed() -> None:
    collection = started(ONE)
    collection.change((ONE, NEW))
    collection.merge_stored(CRITERIA, (ONE,), Answers())
    assert collection.undo()
    collection.change((ONE, NEW))
    collection.merge_stored(CRITERIA, (ONE, TWO), Answers())
    assert (collection.seen, set(collection.entries)) == ((ONE, TWO), {ONE, TWO, NEW})
    assert not collection.undo()


def test_an_entry_that_both_changed_waits_for_an_answer() -> None:
    collection = started(ONE)
    collection.change((MINE,))
    collection.merge_stored(CRITERIA, (THEIRS,), Answers())
    assert (collection.seen, collection.entries) == ((ONE,), (MINE,))
    collection.merge_stored(CRITERIA, (THEIRS,), Answers(frozenset({1}), frozenset({1})))
    assert (collection.seen, collection.entries) == ((THEIRS,), (MINE,))
    collection.start((ONE,), (MINE,))
    collection.merge_stored(CRITERIA, (THEIRS,), Answers(frozenset({1})))
    assert collection.entries == (THEIRS,)


def test_an_order_counts_only_where_it_is_saved() -> None:
    assert not started().alike((ONE, TWO), (TWO, ONE))
    links: Collection[LinkInput] = Collection(ordered=False)
    assert links.alike((LinkInput(1), LinkInput(2)), (LinkInput(2), LinkInput(1)))
