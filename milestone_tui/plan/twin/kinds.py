"""`KINDS`: what a record of each kind consists of, and which tables and columns hold it.

The plain fields of projects, milestones, people and risks come from `plan.fields`: a new field is here by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.checks import (
    LARGEST_EFFORT,
    LONGEST_LINE,
    LONGEST_WINDOW,
    check_days_of_work,
    check_line,
    check_lines,
    check_whole,
    check_words,
)
from milestone_tui.plan.fields import MILESTONE_FIELDS, PERSON_FIELDS, PROJECT_FIELDS, RISK_FIELDS, FieldKind, FieldSpec
from milestone_tui.plan.twin.combined import (
    ACCEPTED,
    AGREED,
    DAY_OFF,
    DECIDED,
    DUE,
    LINK,
    PHASE_PLACE,
    REMARK,
    ROLES,
    STATE,
)
from milestone_tui.plan.twin.records import Key
from milestone_tui.plan.twin.values import (
    Codec,
    codec_of,
    one,
    read_day,
    read_instant,
    read_money,
    read_whole,
    show_money,
    text_codec,
    word_of,
)


class Plain(NamedTuple):
    """A fact that columns of the record's own row hold."""

    word: str
    columns: tuple[str, ...]
    codec: Codec
    required: bool = False
    refers: str = ""
    """The kind of the record, or the word of the keyed fact, that the value names; empty for a value of its own."""


class Keyed(NamedTuple):
    """Facts of which a record has any number, each a row of another table: `after k7f3: 5 wd`."""

    word: str
    table: str
    owner: str
    """The column that refers to the record's row."""
    key: tuple[str, ...]
    """The columns that identify the row; their texts follow the word, separated by a blank."""
    values: tuple[str, ...]
    codec: Codec
    check_key: Codec
    """Its `read` checks and tidies the key."""
    refers: str = ""
    """The kind of the record that the key names, which must be there."""
    many: bool = False
    """Whether the value stands for several rows of the same key, one for each word in it."""


class Kind(NamedTuple):
    """One kind of record."""

    word: str
    """Its word in the files."""
    table: str
    plain: tuple[Plain, ...]
    keyed: tuple[Keyed, ...] = ()
    parent: str = ""
    """The column that refers to the milestone of a record inside it; empty for what belongs to the project."""
    immutable: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """The words of its facts, in the order of the files."""
        return (*(fact.word for fact in self.plain), *(fact.word for fact in self.keyed))

    @property
    def referring(self) -> Mapping[str, str]:
        """The words of the facts that refer to a record by its uid, and the kinds of those records."""
        found = [(fact.word, fact.refers) for fact in self.plain]
        found += [(fact.word, fact.refers) for fact in self.keyed]
        return {word: kind for word, kind in found if kind not in ("", "person", "phase")}

    def referent(self, fact: str, value: str) -> Key | None:
        """Return the record that a fact refers to, by the uid in its name or else in its value; None for any other."""
        word, _, uid = fact.partition(" ")
        kind = self.referring.get(word)
        return None if kind is None or not (uid or value) else Key(kind, uid or value)

    def fact(self, name: str) -> Plain | Keyed | None:
        """Return what a fact of this name is; None for an unknown name."""
        by_word = _by_word(self)
        if (found := by_word.get(name)) is not None and isinstance(found, Plain):
            return found
        found = by_word.get(name.partition(" ")[0])
        return found if isinstance(found, Keyed) else None


_WORDS: dict[str, dict[str, Plain | Keyed]] = {}


def _by_word(kind: Kind) -> dict[str, Plain | Keyed]:
    if kind.word not in _WORDS:
        _WORDS[kind.word] = {**{of.word: of for of in kind.plain}, **{of.word: of for of in kind.keyed}}
    return _WORDS[kind.word]


def _fields(fields: Mapping[str, FieldSpec], *without: str) -> Iterable[Plain]:
    """Yield the plain facts of fields."""
    for name, spec in fields.items():
        if name in without:
            continue
        refers = "phase" if spec.kind is FieldKind.PHASE else "person" if spec.kind is FieldKind.PERSON else ""
        yield Plain(word_of(spec), (spec.column,), codec_of(spec), _is_required(spec), refers)


def _is_required(spec: FieldSpec) -> bool:
    try:
        spec.checked(spec.default)
    except InvalidInput:
        return True
    return False


def _line(word: str, column: str = "", *, required: bool = False, longest: int = LONGEST_LINE) -> Plain:
    check = partial(check_words, "", word, longest=longest) if required else partial(check_line, "", word)
    return Plain(word, (column or word,), text_codec(check), required)


def _lines(word: str) -> Plain:
    return Plain(word, (word,), text_codec(partial(check_lines, "", word)))


def _day(word: str, column: str, *, required: bool = False) -> Plain:
    return Plain(word, (column,), one(lambda raw, _: str(raw), lambda text, _: read_day(text)), required)


def _instant(word: str, column: str, *, required: bool = False) -> Plain:
    return Plain(word, (column,), one(lambda raw, _: str(raw), lambda text, _: read_instant(text)), required)


def _number(word: str, column: str, least: int, most: int, *, required: bool = False) -> Plain:
    def read(text: str, _: str) -> int:
        return check_whole("", word, read_whole(text), least, most)

    return Plain(word, (column,), one(lambda raw, _: str(raw), read), required)


def _choice(word: str, words: Sequence[str]) -> Plain:
    def read(text: str, _: str) -> str:
        if text not in words:
            raise InvalidInput("", f'"{text[:20]}" is none of: {", ".join(filter(None, words))}.')
        return text

    return Plain(word, (word,), one(lambda raw, _: str(raw), read, ""))


def _refer(word: str, column: str, kind: str) -> Plain:
    return Plain(word, (column,), text_codec(lambda text: text, default=None), refers=kind)


def _money(word: str, column: str) -> Plain:
    return Plain(word, (column,), one(show_money, read_money), required=True)


def _read_uid(text: str) -> str:
    if not UID.fullmatch(text):
        raise InvalidInput("", f'"{text[:20]}" is no id.')
    return text


UID = re.compile("[a-z0-9]{4,40}")
"""What a uid looks like."""
_UID = text_codec(_read_uid)
_DAY_KEY = one(lambda raw, _: str(raw), lambda text, _: read_day(text), "")
_NAME_KEY = text_codec(partial(check_words, "", "name", longest=LONGEST_LINE))
_THERE = Codec(lambda raws, _: "yes", lambda text, _: ())


def _read_effort(text: str, _: str) -> int:
    amount = check_days_of_work("", "effort", Decimal(_effort(text)), LARGEST_EFFORT)
    if not amount:
        raise InvalidInput("", "Enter more than 0 days of effort.")
    return int(amount * 100)


def _effort(text: str) -> str:
    number = text.removesuffix(" d")
    if not number.replace(".", "", 1).isdecimal() or not number.isascii():
        raise InvalidInput("", f'"{text[:20]}" is not a number of days such as 2.5 d.')
    return number


_EFFORT = one(lambda raw, _: f"{Decimal(raw) / 100:f} d", _read_effort, 0)
_HEALTHS = ("", "on track", "at risk", "off track")
_LAST_NUMBER = 1_000_000
_LAST_PLACE = 1_000_000_000

KINDS: Mapping[str, Kind] = {
    kind.word: kind
    for kind in (
        Kind(
            "project",
            "project",
            (
                *_fields(PROJECT_FIELDS),
                _instant("archived", "archived_at"),
                _refer("baseline", "baseline_id", "baseline"),
            ),
            (
                Keyed("off", "holiday", "project_id", ("day",), ("name", "is_worked"), DAY_OFF, _DAY_KEY),
                Keyed("phase", "phase", "project_id", ("name",), ("position",), PHASE_PLACE, _NAME_KEY),
                Keyed("person", "project_person", "project_id", ("person_id",), ("role",), ROLES, _NAME_KEY, many=True),
            ),
        ),
        Kind(
            "milestone",
            "milestone",
            (
                *_fields(MILESTONE_FIELDS, "due_on", "done_on", "state"),
                Plain("due", ("due_on", "forecast_at"), DUE),
                Plain("state", ("state", "done_on"), STATE),
            ),
            (
                Keyed(
                    *("after", "dependency", "successor_id", ("predecessor_id",), ("lag", "kept"), LINK, _UID),
                    refers="milestone",
                ),
                Keyed("work", "assignment", "milestone_id", ("person_id",), ("effort_hundredths",), _EFFORT, _NAME_KEY),
            ),
        ),
        Kind(
            "criterion",
            "criterion",
            (
                _line("text", required=True),
                _day("met", "met_on"),
                _number("place", "position", 0, _LAST_PLACE, required=True),
            ),
            parent="milestone_id",
        ),
        Kind(
            "acceptance",
            "acceptance",
            (
                _day("submitted", "submitted_on", required=True),
                _line("by", "submitted_by"),
                _number("window", "window_days", 1, LONGEST_WINDOW, required=True),
                Plain("answer", ("answer", "answered_on"), ACCEPTED),
                _line("answerer", "answered_by"),
                _lines("note"),
            ),
            parent="milestone_id",
        ),
        Kind(
            "decision",
            "gate_decision",
            (
                Plain("decided", ("decision", "decided_on"), DECIDED, required=True),
                _line("by", "decided_by"),
                _lines("note"),
            ),
            parent="milestone_id",
        ),
        Kind(
            "baseline",
            "baseline",
            (
                _line("name", required=True),
                _line("reason"),
                _line("approver", "approved_by"),
                _instant("set", "taken_at", required=True),
            ),
            (
                Keyed(
                    *("date", "baseline_entry", "baseline_id", ("milestone_id",), ("due_on", "value_minor", "title")),
                    AGREED,
                    _UID,
                ),
            ),
            immutable=True,
        ),
        Kind(
            "spent",
            "cost",
            (
                _money("amount", "amount_minor"),
                _day("day", "spent_on", required=True),
                _refer("for", "milestone_id", "milestone"),
                _line("note"),
            ),
        ),
        Kind(
            "risk",
            "risk",
            (
                *_fields(RISK_FIELDS),
                _number("number", "number", 1, _LAST_NUMBER, required=True),
                _day("raised", "raised_on", required=True),
                _day("occurred", "occurred_on"),
                _day("closed", "closed_on"),
            ),
            (
                Keyed(
                    *("threatens", "risk_milestone", "risk_id", ("milestone_id",), (), _THERE, _UID), refers="milestone"
                ),
            ),
        ),
        Kind(
            "review",
            "review",
            (
                _day("held", "held_on", required=True),
                _instant("finished", "finished_at", required=True),
                _choice("judged", _HEALTHS),
                _line("judged reason", "judged_reason"),
                _choice("computed", (*_HEALTHS, "completed")),
                *map(_lines, ("summary", "next", "decisions", "figures")),
            ),
            (Keyed("said", "review_answer", "review_id", ("milestone_id",), ("answer", "note"), REMARK, _UID),),
            immutable=True,
        ),
        Kind(
            "need",
            "need",
            (
                _line("text", required=True),
                _day("since", "since_on", required=True),
                _day("met", "met_on"),
                _refer("review", "review_id", "review"),
            ),
        ),
        Kind(
            "person",
            "person",
            tuple(_fields(PERSON_FIELDS, "name")),
            (
                Keyed(
                    *("away", "absence", "person_id", ("first_on", "last_on", "note"), ()),
                    _THERE,
                    Codec(lambda raws, _: " ".join(map(str, raws)).rstrip(), lambda text, _: read_absence(text)),
                ),
            ),
        ),
    )
}
"""Every kind of record, by its word, parents first."""


def read_absence(text: str) -> tuple[str, str, str]:
    """Return the first day, the last day and the note of an absence; raise InvalidInput."""
    first, _, rest = text.partition(" ")
    last, _, note = rest.partition(" ")
    days = read_day(first), read_day(last)
    if days[1] < days[0]:
        raise InvalidInput("", f"{last} is before {first}.")
    return *days, check_line("", "note", note)


TABLES = {kind.table: kind for kind in KINDS.values()}
"""The kinds of records, by their table."""

REFERS: Mapping[tuple[str, str], str] = {
    ("milestone", "phase_id"): "phase",
    ("milestone", "owner_id"): "person",
    ("milestone", "approver_id"): "person",
    ("project_person", "person_id"): "person",
    ("assignment", "person_id"): "person",
    ("risk", "owner_id"): "person",
    ("project", "baseline_id"): "baseline",
    ("need", "review_id"): "review",
    ("dependency", "predecessor_id"): "milestone",
    ("baseline_entry", "milestone_id"): "milestone",
    ("cost", "milestone_id"): "milestone",
    ("risk_milestone", "milestone_id"): "milestone",
    ("review_answer", "milestone_id"): "milestone",
}
"""The columns of facts that hold an id, and what the fact names instead: a uid, or the name of a person or phase."""
