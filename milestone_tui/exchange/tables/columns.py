"""Which column of a table is what, by its head and its cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from milestone_tui.errors import ImportQuestion, ImportRefused
from milestone_tui.exchange.tables.profile import Profile, profile_of
from milestone_tui.exchange.tables.roles import DATE_ROLES, OWN_HEADS, PLAN_DATES, ROLES, typed
from milestone_tui.exchange.tables.words import plain, roles_of
from milestone_tui.plan.imported import ALL_FIELDS, ReadColumn
from milestone_tui.plan.language.text import visible

_MOST_NAMED = 12
_MOST_SUGGESTED = 200
_LAST = 1_000
"""The rank of a role that only the cells of a column speak for."""


_SPOKEN = {
    "due": ("due_on",),
    "start": ("due_on",),
    "baseline": ("baseline_on",),
    "deadline": ("deadline_on",),
    "done": ("done_on", "cancelled"),
    "state": ("done_on", "cancelled"),
    "progress": ("progress", "done_on"),
}
"""The fields that columns with other names speak of."""


@dataclass(slots=True)
class Columns:
    """The columns of a table."""

    heads: Sequence[str]
    places: dict[str, int] = field(default_factory=dict)
    """The number of the column of each role, counted from 0."""
    more: dict[str, list[int]] = field(default_factory=dict)
    """Further columns of a role that may have several."""
    rivals: dict[int, int] = field(default_factory=dict)
    """Columns that are left out because another one has their role, with that one."""
    said: frozenset[int] = frozenset()
    """The columns of which a person has said what they are."""
    reasons: dict[int, str] = field(default_factory=dict)
    """Why a column is left out, by its number."""
    number: int | None = None
    """The column that numbers the rows; parents may be named by it."""
    is_own: bool = False
    """Whether every head is a field's name, as in a table that this program wrote."""
    is_due_planned: bool = False
    """Whether the baseline dates are the due dates too, as the table has no others."""

    def name(self, place: int) -> str:
        """Return the head of a column in quotes."""
        head = visible(self.heads[place].strip()) if place < len(self.heads) else ""
        return f'"{head}"' if head else f"column {place + 1}"

    @property
    def fields(self) -> frozenset[str]:
        """Return the fields of a milestone that the columns speak of: an empty cell empties them."""
        roles = [*self.places, *(["due"] if self.is_due_planned else [])]
        return frozenset(field for role in roles for field in _SPOKEN.get(role, (role,))) & ALL_FIELDS

    def told(self) -> tuple[ReadColumn, ...]:
        """Return what each column is read as, or why it is left out; a head that is the field's name is not told."""
        by_place = {place: role for role, place in self.places.items()}
        by_place |= {place: role for role, places in self.more.items() for place in places}
        found = []
        for place, head in enumerate(self.heads):
            role = by_place.get(place)
            if role is not None:
                if OWN_HEADS.get(head.strip()) != role or place in self.said or place in self.reasons:
                    found.append(ReadColumn(self._shown(place), self.reasons.get(place) or ROLES[role].says or role))
            elif head.strip():
                found.append(ReadColumn(self._shown(place), "", self.reasons.get(place, "its name is not known")))
        return tuple(found)

    def _shown(self, place: int) -> str:
        return visible(self.heads[place].strip()) or f"column {place + 1}"


def decide(heads: Sequence[str], sample: Sequence[Sequence[str]], said: Mapping[str, str]) -> Columns:
    """Return which column is what; raise ImportRefused for one that a person must decide."""
    filled = [head.strip() for head in heads if head.strip()]
    columns = Columns(heads, is_own=not said and len(set(filled)) == len(filled) and OWN_HEADS.keys() >= set(filled))
    _place_said(columns, said)
    if columns.is_own:
        columns.places = {OWN_HEADS[head.strip()]: place for place, head in enumerate(heads) if head.strip()}
    profiles = _Profiles(sample)
    if not columns.is_own:
        _Deciding(columns, profiles, frozenset(said)).run()
    _check(columns, profiles, frozenset(said))
    return columns


def _place_said(columns: Columns, said: Mapping[str, str]) -> None:
    """Give the columns that a person has named to their fields. Raises ImportRefused for an unknown name."""
    used = {}
    for role, head in said.items():
        if head:
            used[role] = _said_place(columns.heads, role, head)
    if len(set(used.values())) < len(used):
        place = next(place for place in used.values() if list(used.values()).count(place) > 1)
        raise ImportRefused(f"Two fields have the column {columns.name(place)}. Name another column for one of them.")
    columns.places |= used
    columns.said = frozenset(used.values())


def _said_place(heads: Sequence[str], role: str, head: str) -> int:
    for same in (lambda one: one.strip() == head, lambda one: plain(one) == plain(head)):
        found = [place for place, one in enumerate(heads) if same(one)]
        if len(found) == 1:
            return found[0]
        if found:
            numbers = " or ".join(f'"{typed(role)}=column {place + 1}"' for place in found)
            raise ImportRefused(f'Several columns are called "{visible(head)}". Say which: --map {numbers}.')
    number = plain(head).removeprefix("column ")
    if plain(head).startswith("column ") and number.isdecimal() and 0 < int(number) <= len(heads):
        return int(number) - 1
    raise ImportRefused(f'There is no column "{visible(head)}". The columns are {names(heads)}.')


def names(heads: Sequence[str]) -> str:
    """Return the names of columns for a sentence."""
    shown = [f'"{visible(head.strip())[:40]}"' for head in heads if head.strip()]
    return ", ".join(shown[:_MOST_NAMED]) + (
        f" and {len(shown) - _MOST_NAMED} more" if len(shown) > _MOST_NAMED else ""
    )


class _Profiles:
    """What the cells of columns are, found out when it is asked for: a sheet may have thousands."""

    def __init__(self, sample: Sequence[Sequence[str]]) -> None:
        self._sample = sample
        self._known: dict[int, Profile] = {}

    def __getitem__(self, place: int) -> Profile:
        if place not in self._known:
            self._known[place] = profile_of([cells[place] for cells in self._sample if place < len(cells)])
        return self._known[place]


class _Deciding:
    """Gives role after role to the best column that is left."""

    def __init__(self, columns: Columns, profiles: _Profiles, asked: frozenset[str]) -> None:
        self._columns, self._profiles, self._asked = columns, profiles, asked
        self._left = {
            place: dict(roles_of(head))
            for place, head in enumerate(columns.heads)
            if head.strip() and place not in columns.said
        }

    def run(self) -> None:
        for role in ROLES.values():
            if role.name in self._asked:
                continue
            found = sorted(self._candidates(role.name))
            if not found:
                continue
            if role.unused:
                if role.name == "number":
                    self._columns.number = found[0][-1]
                for *_, place in found:
                    self._left.pop(place)
                    self._columns.reasons[place] = role.unused
                continue
            place = found[0][-1]
            self._columns.places[role.name] = place
            self._left.pop(place)
            if role.several:
                self._columns.more[role.name] = [self._take(other) for *_, other in found[1:]]
        self._explain()
        places = self._columns.places
        if "due" in places or "due" in self._asked:
            return
        if "deadline" in places and "baseline" not in places and "deadline" not in self._asked:
            places["due"] = places.pop("deadline")
        elif "baseline" in places:
            self._columns.is_due_planned = True
            self._columns.reasons[places["baseline"]] = "baseline and due"

    def _take(self, place: int) -> int:
        self._left.pop(place)
        return place

    def _candidates(self, role: str) -> Iterator[tuple[bool, int, int]]:
        """Yield the columns that can have a role: whether its cells speak against it, its rank, and its number."""
        for place, roles in self._left.items():
            profile = self._profiles[place]
            rank = roles.get(role)
            if role == "progress" and rank is None and "done" in roles and _is_percentage(profile):
                rank = roles["done"]
            if role == "state" and rank is None and profile.states and profile.filled == profile.states:
                rank = roles.get("progress")
            if role == "id" and rank is None and "title" in roles and (profile.is_number or profile.is_code):
                rank = _LAST
            if role == "kind" and rank is None and "type" in roles and profile.kinds and not profile.types:
                rank = roles["type"]
            if role == "type" and not roles and profile.milestones and profile.types == profile.filled:
                rank = _LAST
            if role == "due" and rank is not None and "done" in roles and self._has_other_dates(place):
                continue  # "completion date" is the plan only where no other column is
            if role == "due" and rank is not None and "deadline" in roles:
                rank = _LAST  # a deadline is the due date only where no other column is
            if (
                role in ("milestone", "title")
                and profile.is_mark
                and "milestone" in roles
                and self._has_other_title(place)
            ):
                if role == "milestone":
                    yield False, roles["milestone"], place
                continue
            if rank is not None and _fits(role, profile):
                is_named_by_code = role == "title" and profile.is_code and "milestone" in roles
                is_doubtful = is_named_by_code if role == "title" else role in PLAN_DATES and not profile.days
                yield is_doubtful, rank, place

    def _has_other_title(self, place: int) -> bool:
        return any(
            other != place and "title" in roles and _fits("title", self._profiles[other])
            for other, roles in self._left.items()
        )

    def _has_other_dates(self, place: int) -> bool:
        others = {role for other, roles in self._left.items() if other != place for role in roles}
        return bool(others & {"due", "baseline", "deadline"}) or bool(self._columns.said)

    def _explain(self) -> None:
        """Say of the columns that are left why they are."""
        places = self._columns.places
        for place, roles in self._left.items():
            role = next((role for role in roles if role in places), None)
            if role is not None:
                self._columns.rivals[place] = places[role]
                self._columns.reasons[place] = f"{typed(role)} is read from {self._columns.name(places[role])}"
            elif roles and self._profiles[place].filled:
                self._columns.reasons[place] = f"its cells are {_unlike(next(iter(roles)))}"
            elif roles:
                self._columns.reasons[place] = "it is empty"


def _unlike(role: str) -> str:
    """Return what the cells of a column are that has the head of a role, and not its cells."""
    return "no dates" if role in DATE_ROLES else "not yes or no" if role in _FLAGS else f"no {typed(role)}"


def _is_percentage(profile: Profile) -> bool:
    return 0 < profile.filled == profile.percents and not profile.is_flag


_FLAGS = frozenset(("milestone", "summary", "active", "internal"))
_TEXTS = frozenset(("owner", "parent", "approver", "deliverable", "phase", "project", "outcome", "notes", "tags"))


def _fits(role: str, profile: Profile) -> bool:
    """Return whether the cells of a column allow a role."""
    if role in _FLAGS:
        return profile.is_flag or (role == "internal" and not profile.filled)
    if role == "title":
        return not (profile.is_flag or profile.is_number or profile.is_day)
    if role == "type":
        return profile.types > 0
    if role == "done":
        return not _is_percentage(profile)
    if role == "progress":
        return not profile.filled or (profile.percents > 0 and not profile.days)
    if role in _TEXTS:
        is_flag = profile.is_flag and not (role == "parent" and profile.is_number)  # "1" may be an id
        return not (profile.is_day or (is_flag and role != "tags"))
    if role in ("value", "weight", "level"):
        return not profile.filled or profile.numbers > 0 or (role == "value" and not profile.is_flag)
    return _fits_date(role, profile)


def _fits_date(role: str, profile: Profile) -> bool:
    if role in ("due", "baseline", "deadline", "start", "other_start"):
        return not (profile.is_flag or _is_percentage(profile))
    if role in ("invoiced_on", "paid_on"):
        return not profile.is_flag
    if role == "duration":
        return 0 < profile.filled == profile.durations
    if role == "outline":
        return 0 < profile.filled == profile.outlines
    return role != "id" or not profile.is_day


def _check(columns: Columns, profiles: _Profiles, asked: frozenset[str]) -> None:
    """Raise ImportRefused for a table without a title, or without a date column unless a person said so."""
    if "title" not in columns.places:
        title = f"title={_suggested(columns, profiles, is_day=False)}"
        raise ImportQuestion(
            f"No title column found. The columns are {names(columns.heads)}.",
            f'Say which one has the titles, such as --map "{title}".',
            title,
        )
    if columns.is_own or "due" in asked or any(role in columns.places for role in PLAN_DATES):
        return
    due = f"due={_suggested(columns, profiles, is_day=True)}"
    raise ImportQuestion(
        f"No date column found. The columns are {names(columns.heads)}.",
        f'Say which one has the due dates, such as --map "{due}", or --map "due=" to import without dates.',
        due,
    )


def _suggested(columns: Columns, profiles: _Profiles, *, is_day: bool) -> str:
    """Return the head of the column that most likely has the dates, or the titles."""
    used = set(columns.places.values()) - {columns.places.get("start")}
    known = [place for place, head in enumerate(columns.heads) if head.strip()][:_MOST_SUGGESTED]
    left = [place for place in known if place not in used] or known
    best = [place for place in left if profiles[place].is_day is is_day and not profiles[place].is_flag]
    place = (best or left)[0]
    return visible(columns.heads[place].strip())
