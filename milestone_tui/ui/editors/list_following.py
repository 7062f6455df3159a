"""How a list of an editor follows what is stored, while it holds what was done to it here and is not saved."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import NamedTuple, TypeVar

from milestone_tui.plan.list_merge import ListKind, merge

_Entry = TypeVar("_Entry")


class Answers(NamedTuple):
    """Which entries that both changed were asked about, and of which mine is kept; by their keys."""

    asked: frozenset[Hashable] = frozenset()
    kept: frozenset[Hashable] = frozenset()


def followed(
    kind: ListKind[_Entry],
    seen: Sequence[_Entry],
    mine: Sequence[_Entry],
    stored: Sequence[_Entry],
    answers: Answers = Answers(),  # noqa: B008 - it cannot be changed
) -> tuple[_Entry, ...] | None:
    """Return what stands in a list now that something else is stored; None where that waits for an answer."""
    merged = merge(kind, seen, mine, stored, answers.kept)
    open_ones = {dispute.key for dispute in merged.disputes} - answers.asked
    return None if open_ones else merged.entries
