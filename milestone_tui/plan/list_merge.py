"""Two people at one list: what each did to it goes together, entry by entry; only what both changed is disputed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, NamedTuple, TypeVar

from milestone_tui.plan.inputs import AssignmentInput, CriterionInput, HolidayInput, LinkInput, PhaseInput, RoleInput
from milestone_tui.plan.language.text import unspelt

_Entry = TypeVar("_Entry")
_Row = TypeVar("_Row", CriterionInput, PhaseInput)

ORDER = "order"
"""The key of the dispute about the order, which is about no entry."""


@dataclass(frozen=True, slots=True)
class ListKind(Generic[_Entry]):
    """How the entries of a list are told apart."""

    key: Callable[[_Entry], Hashable | None]
    """What an entry is known by, whatever else is changed of it; None for one that was not stored yet."""
    value: Callable[[_Entry], Hashable]
    """What can be changed of it."""
    name: Callable[[_Entry], Hashable]
    """What makes two new ones the same."""
    beside: Callable[[_Entry], Hashable]
    """What they may differ in then."""
    with_key: Callable[[_Entry, Hashable | None], _Entry] = lambda entry, _: entry
    """The entry as the stored one of a key; as a new one for None."""
    asks_order: bool = False
    """Whether two orders are disputed; else mine counts."""


class Dispute(NamedTuple, Generic[_Entry]):
    """An entry that both changed, or one changed and the other removed; None where it was removed."""

    key: Hashable
    mine: _Entry | None
    theirs: _Entry | None


class Merged(NamedTuple, Generic[_Entry]):
    """What becomes of a list."""

    entries: tuple[_Entry, ...]
    disputes: tuple[Dispute[_Entry], ...]


def merge(
    kind: ListKind[_Entry],
    seen: Sequence[_Entry],
    mine: Sequence[_Entry],
    theirs: Sequence[_Entry],
    kept: Collection[Hashable] = (),
) -> Merged[_Entry]:
    """Return the list with what both did to the entries they started from, `seen`; `theirs` is what is stored.

    What is disputed is as they have it, but for the keys in `kept`, which are as I have them. Both adding the same is
    no dispute, nor is both removing it. Where one of them left the order alone that of the other holds, and what only
    one of them has stands behind what it stood behind there.
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
    """The key of an entry that only I have."""

    place: int


def _keyed(
    kind: ListKind[_Entry],
    mine: Sequence[_Entry],
    before: Mapping[Hashable, _Entry],
    now: Mapping[Hashable, _Entry],
) -> dict[Hashable, _Entry]:
    """My entries by their keys; a new one has that of the same one if somebody else has added it."""
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
    """Whether both added the same, in whatever spelling."""
    return one is not None and other is not None and kind.beside(one) == kind.beside(other)


def _order(
    before: Sequence[Hashable],
    own: Sequence[Hashable],
    now: Sequence[Hashable],
    chosen: Collection[Hashable],
    *,
    mine_wins: bool,
) -> tuple[list[Hashable], bool]:
    """The keys that are `chosen` in their order, and whether the two orders contradict each other."""
    common = {key for key in before if key in chosen} & {*own} & {*now}
    first, my_order, their_order = ([key for key in keys if key in common] for keys in (before, own, now))
    mine, theirs = ([key for key in keys if key in chosen] for keys in (own, now))
    if my_order == first:
        return _woven(theirs, mine, before), False
    disputed = their_order not in (first, my_order)
    if disputed and not mine_wins:
        return _woven(theirs, mine, before), True
    return _woven(mine, theirs, before), disputed


def _woven(order: Sequence[Hashable], other: Sequence[Hashable], before: Collection[Hashable]) -> list[Hashable]:
    """The keys in this order, and what only the other has behind what it stands behind there, and what was added."""
    woven, there, old = list(order), set(order), set(before)
    for place, key in enumerate(other):
        if key not in there:
            at = woven.index(other[place - 1]) + 1 if place else 0
            while at < len(woven) and woven[at] in there and woven[at] not in old:
                at += 1
            woven.insert(at, key)
    return woven


# The lists --------------------------------------------------------------------------------------------------


def _with_id(entry: _Row, key: Hashable | None) -> _Row:
    return replace(entry, id=key if isinstance(key, int) else None)


def _person(entry: AssignmentInput | RoleInput, ids: Mapping[str, int]) -> Hashable:
    name = entry.person.casefold()
    return ids.get(name, name)


def _lag(entry: LinkInput) -> Hashable:
    """The lag, and whether it gives way; a lag of nothing has nothing to give."""
    return entry.lag, entry.kept and entry.lag > 0


CRITERIA: ListKind[CriterionInput] = ListKind(
    key=lambda entry: entry.id,
    value=lambda entry: (entry.text, entry.met_on),
    name=lambda entry: unspelt(entry.text),
    beside=lambda entry: entry.met_on,
    with_key=_with_id,
)
PHASES: ListKind[PhaseInput] = ListKind(
    key=lambda entry: entry.id,
    value=lambda entry: entry.name,
    name=lambda entry: entry.name.casefold(),
    beside=lambda _: None,
    with_key=_with_id,
    asks_order=True,
)
LINKS: ListKind[LinkInput] = ListKind(
    key=lambda entry: entry.predecessor_id,
    value=_lag,
    name=lambda entry: entry.predecessor_id,
    beside=_lag,
)
DAYS_OFF: ListKind[HolidayInput] = ListKind(
    key=lambda entry: entry.day,
    value=lambda entry: entry.name,
    name=lambda entry: entry.day,
    beside=lambda entry: entry.name.casefold(),
)
TAGS: ListKind[str] = ListKind(key=str.casefold, value=lambda tag: tag, name=str.casefold, beside=lambda _: None)


def work_kind(ids: Mapping[str, int] | None = None) -> ListKind[AssignmentInput]:
    """The work on a milestone; `ids` are those of people by their name in lower case, also an earlier name."""
    known = ids or {}
    return ListKind(
        key=lambda entry: _person(entry, known),
        value=lambda entry: entry.effort_days,
        name=lambda entry: _person(entry, known),
        beside=lambda entry: entry.effort_days,
    )


def roles_kind(ids: Mapping[str, int] | None = None) -> ListKind[RoleInput]:
    """The people of a project; `ids` as above. A role is there or not: nothing can be disputed."""
    known = ids or {}

    def key(entry: RoleInput) -> Hashable:
        return _person(entry, known), entry.role

    return ListKind(key=key, value=key, name=key, beside=key)
