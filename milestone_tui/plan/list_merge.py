"""Three-way merge of a list that two people edited, entry by entry; an entry that both changed is a dispute."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, NamedTuple, TypeVar

from milestone_tui.plan.inputs import (
    AssignmentInput,
    CostInput,
    CriterionInput,
    HolidayInput,
    LinkInput,
    PhaseInput,
    RoleInput,
    ThreatInput,
)
from milestone_tui.plan.language.text import normalised

_Entry = TypeVar("_Entry")
_Row = TypeVar("_Row", CostInput, CriterionInput, PhaseInput)

ORDER = "order"
"""The key of a dispute about the order of the list."""


@dataclass(frozen=True, slots=True)
class ListKind(Generic[_Entry]):
    """Functions that identify and compare the entries of a list."""

    key: Callable[[_Entry], Hashable | None]
    """Identity of a stored entry, which edits do not change; None for a new entry."""
    value: Callable[[_Entry], Hashable]
    """The part of an entry that can be edited."""
    name: Callable[[_Entry], Hashable]
    """Two new entries of the same name are the same entry."""
    details: Callable[[_Entry], Hashable]
    """The part in which two new entries of the same name may differ."""
    with_key: Callable[[_Entry, Hashable | None], _Entry] = lambda entry, _: entry
    """Return the entry with a stored key; as a new entry for None."""
    asks_order: bool = False
    """Whether two different orders are a dispute; otherwise mine wins."""


class Dispute(NamedTuple, Generic[_Entry]):
    """An entry that both changed, or that one changed and the other removed (None)."""

    key: Hashable
    mine: _Entry | None
    theirs: _Entry | None


class Merged(NamedTuple, Generic[_Entry]):
    """Result of a merge."""

    entries: tuple[_Entry, ...]
    disputes: tuple[Dispute[_Entry], ...]


def merge(
    kind: ListKind[_Entry],
    seen: Sequence[_Entry],
    mine: Sequence[_Entry],
    theirs: Sequence[_Entry],
    kept: Collection[Hashable] = (),
) -> Merged[_Entry]:
    """Merge my edits of `seen` with theirs; `theirs` is the stored list.

    A disputed entry is as they have it, except for the keys in `kept`, which are as I have them. Both adding or both
    removing the same entry is not a dispute. If only one of us changed the order, that order holds. An entry that only
    one of us has follows the entry it followed in that list.
    """
    before, now = ({kind.key(entry): entry for entry in entries} for entries in (seen, theirs))
    own = _keyed(kind, mine, before, now)
    chosen: dict[Hashable, _Entry] = {}
    disputes: list[Dispute[_Entry]] = []
    for key in dict.fromkeys((*before, *own, *now)):
        was, me, they = before.get(key), own.get(key), now.get(key)
        entry = they
        if not _alike(kind, me, was) and not (_alike(kind, me, they) or (was is None and _same(kind, me, they))):
            if not _alike(kind, they, was):
                disputes.append(Dispute(key, me, they))
            if _alike(kind, they, was) or key in kept:
                entry = me if me is None else kind.with_key(me, key if key in now else None)
        if entry is not None:
            chosen[key] = entry
    order, disputed = _order([*before], [*own], [*now], chosen, mine_wins=not kind.asks_order or ORDER in kept)
    if disputed and kind.asks_order:
        disputes.append(Dispute(ORDER, None, None))
    return Merged(tuple(chosen[key] for key in order), tuple(disputes))


class _New(NamedTuple):
    """Key of an entry that only I have."""

    place: int


def _keyed(
    kind: ListKind[_Entry],
    mine: Sequence[_Entry],
    before: Mapping[Hashable, _Entry],
    now: Mapping[Hashable, _Entry],
) -> dict[Hashable, _Entry]:
    """Return my entries by key; a new entry gets the key of the same entry if they have added it too."""
    added: defaultdict[Hashable, list[Hashable]] = defaultdict(list)
    for there, entry in now.items():
        if there not in before:
            added[kind.name(entry)].append(there)
    own: dict[Hashable, _Entry] = {}
    for place, entry in enumerate(mine):
        key = known = kind.key(entry)
        if known is None or known in own or (known not in before and known not in now):
            same = [other for other in added[kind.name(entry)] if other not in own]
            key = same[0] if same else _New(place)
        own[key] = entry
    return own


def _alike(kind: ListKind[_Entry], one: _Entry | None, other: _Entry | None) -> bool:
    if one is None or other is None:
        return one is other
    return kind.value(one) == kind.value(other)


def _same(kind: ListKind[_Entry], one: _Entry | None, other: _Entry | None) -> bool:
    """Return whether two new entries of the same name agree in their details."""
    return one is not None and other is not None and kind.details(one) == kind.details(other)


def _order(
    before: Sequence[Hashable],
    own: Sequence[Hashable],
    now: Sequence[Hashable],
    chosen: Collection[Hashable],
    *,
    mine_wins: bool,
) -> tuple[list[Hashable], bool]:
    """Return the `chosen` keys in order, and whether the two orders contradict each other."""
    common = {key for key in before if key in chosen} & {*own} & {*now}
    first, my_order, their_order = ([key for key in keys if key in common] for keys in (before, own, now))
    mine, theirs = ([key for key in keys if key in chosen] for keys in (own, now))
    if my_order == first:
        return _interleaved(theirs, mine, before), False
    disputed = their_order not in (first, my_order)
    if disputed and not mine_wins:
        return _interleaved(theirs, mine, before), True
    return _interleaved(mine, theirs, before), disputed


def _interleaved(order: Sequence[Hashable], other: Sequence[Hashable], before: Collection[Hashable]) -> list[Hashable]:
    """Return `order` with the keys that only `other` has: each after its predecessor there and after new keys."""
    result, own, old = list(order), set(order), set(before)
    for place, key in enumerate(other):
        if key not in own:
            at = result.index(other[place - 1]) + 1 if place else 0
            while at < len(result) and result[at] in own and result[at] not in old:
                at += 1
            result.insert(at, key)
    return result


# The lists --------------------------------------------------------------------------------------------------


def _with_id(entry: _Row, key: Hashable | None) -> _Row:
    return replace(entry, id=key if isinstance(key, int) else None)


def _person(entry: AssignmentInput | RoleInput, ids: Mapping[str, int]) -> Hashable:
    name = entry.person.casefold()
    return ids.get(name, name)


def _lag(entry: LinkInput) -> Hashable:
    """Return the lag and whether it is kept; a lag of 0 cannot shrink, so it does not count as kept."""
    return entry.lag, entry.kept and entry.lag > 0


CRITERIA: ListKind[CriterionInput] = ListKind(
    key=lambda entry: entry.id,
    value=lambda entry: (entry.text, entry.met_on),
    name=lambda entry: normalised(entry.text),
    details=lambda entry: entry.met_on,
    with_key=_with_id,
)
PHASES: ListKind[PhaseInput] = ListKind(
    key=lambda entry: entry.id,
    value=lambda entry: entry.name,
    name=lambda entry: entry.name.casefold(),
    details=lambda _: None,
    with_key=_with_id,
    asks_order=True,
)
COSTS: ListKind[CostInput] = ListKind(
    key=lambda entry: entry.id,
    value=lambda entry: (entry.spent_on, entry.amount, entry.note),
    name=lambda entry: (entry.spent_on, entry.amount, normalised(entry.note)),
    details=lambda entry: entry.note,
    with_key=_with_id,
)
LINKS: ListKind[LinkInput] = ListKind(
    key=lambda entry: entry.predecessor_id,
    value=_lag,
    name=lambda entry: entry.predecessor_id,
    details=_lag,
)
THREATS: ListKind[ThreatInput] = ListKind(
    key=lambda entry: entry.milestone_id,
    value=lambda entry: entry.milestone_id,
    name=lambda entry: entry.milestone_id,
    details=lambda _: None,
)
DAYS_OFF: ListKind[HolidayInput] = ListKind(
    key=lambda entry: entry.day,
    value=lambda entry: (entry.name, entry.is_worked),
    name=lambda entry: entry.day,
    details=lambda entry: (entry.name.casefold(), entry.is_worked),
)
TAGS: ListKind[str] = ListKind(key=str.casefold, value=lambda tag: tag, name=str.casefold, details=lambda _: None)


def work_kind(ids: Mapping[str, int] | None = None) -> ListKind[AssignmentInput]:
    """Return the kind of a milestone's assignments; `ids` are people's ids by lower-case name, past names included."""
    known = ids or {}
    return ListKind(
        key=lambda entry: _person(entry, known),
        value=lambda entry: entry.effort_days,
        name=lambda entry: _person(entry, known),
        details=lambda entry: entry.effort_days,
    )


def roles_kind(ids: Mapping[str, int] | None = None) -> ListKind[RoleInput]:
    """Return the kind of a project's roles, which cannot be disputed; `ids` as in `work_kind`."""
    known = ids or {}

    def key(entry: RoleInput) -> Hashable:
        return _person(entry, known), entry.role

    return ListKind(key=key, value=key, name=key, details=key)
