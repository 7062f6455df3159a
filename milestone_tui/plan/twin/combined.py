"""Codecs of facts that hold several columns: a state never comes without its date."""

from __future__ import annotations

from collections.abc import Sequence

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.agreements import Decision
from milestone_tui.plan.checks import LONGEST_LAG, LONGEST_TITLE, check_line, check_whole, check_words
from milestone_tui.plan.model import MilestoneState
from milestone_tui.plan.people import Role
from milestone_tui.plan.twin.values import Codec, Raw, read_day, read_instant, read_money, read_whole, show_money

_NONE = "-"
"""A part of a fact that has no value."""
_CONFIRMED = " confirmed "
_KEPT = " kept"
_WORKED, _OFF = "worked", "off"
_ANSWERS = ("accepted", "rejected", "withdrawn")


def _choose(text: str, words: Sequence[str]) -> str:
    if text not in words:
        raise InvalidInput("", f'"{text[:20]}" is none of: {", ".join(words)}.')
    return text


def _show_due(raws: Sequence[Raw], _: str) -> str:
    due, confirmed = raws
    if confirmed is None:
        return "" if due is None else str(due)
    return f"{_NONE if due is None else due}{_CONFIRMED}{confirmed}"


def _read_due(text: str, _: str) -> Sequence[Raw]:
    due, word, confirmed = text.partition(_CONFIRMED)
    return (None if due in ("", _NONE) else read_day(due), read_instant(confirmed) if word else None)


DUE = Codec(_show_due, _read_due)
"""A due date, and when it was last confirmed: `2026-11-28 confirmed 2026-11-20T10:00:00.000+00:00`."""


def _show_state(raws: Sequence[Raw], _: str) -> str:
    state, done = raws
    if state == MilestoneState.PLANNED:
        return ""
    return str(state) if done is None else f"{state} {done}"


def _read_state(text: str, _: str) -> Sequence[Raw]:
    if not text:
        return MilestoneState.PLANNED.value, None
    if text == MilestoneState.DONE or text.startswith(f"{MilestoneState.DONE} "):
        day = text.removeprefix(MilestoneState.DONE).strip()
        if not day:
            raise InvalidInput("", "Write the day too, such as done 2026-11-20.")
        return MilestoneState.DONE.value, read_day(day)
    return _choose(text, [state.value for state in MilestoneState]), None


STATE = Codec(_show_state, _read_state)
"""The state of a milestone: `done 2026-11-20`."""


def _dated(words: Sequence[str]) -> Codec:
    def show(raws: Sequence[Raw], _: str) -> str:
        return "" if raws[0] is None else f"{raws[0]} {raws[1]}"

    def read(text: str, _: str) -> Sequence[Raw]:
        if not text:
            return None, None
        word, _, day = text.rpartition(" ")
        return _choose(word, words), read_day(day)

    return Codec(show, read)


ACCEPTED = _dated(_ANSWERS)
"""The answer to a submission: `accepted 2026-11-10`."""
DECIDED = _dated([decision.value for decision in Decision])
"""The decision at a gate: `conditional go 2026-11-10`."""


def _show_link(raws: Sequence[Raw], _: str) -> str:
    return f"{raws[0]} wd{_KEPT if raws[1] else ''}"


def _read_link(text: str, _: str) -> Sequence[Raw]:
    lag = text.removesuffix(_KEPT)
    days = check_whole("", "lag", read_whole(lag.removesuffix(" wd")), -LONGEST_LAG, LONGEST_LAG)
    return days, int(lag != text)


LINK = Codec(_show_link, _read_link)
"""A lag: `5 wd`, or `5 wd kept` for one that nobody typed."""


def _show_day_off(raws: Sequence[Raw], _: str) -> str:
    name, is_worked = str(raws[0] or ""), raws[1]
    if is_worked:
        return f"{_WORKED}, {name}" if name else _WORKED
    return f"{_OFF}, {name}" if name == _WORKED or name.startswith((f"{_WORKED}, ", f"{_OFF}, ")) else name


def _read_day_off(text: str, _: str) -> Sequence[Raw]:
    word, comma, name = text.partition(", ")
    if text == _WORKED or (word in (_WORKED, _OFF) and comma):
        return check_line("", "name", name), int(word == _WORKED)
    return check_line("", "name", text), 0


DAY_OFF = Codec(_show_day_off, _read_day_off)
"""A day off by its name: `Christmas`, or a worked day: `worked, Sprint weekend`."""


def _show_place(raws: Sequence[Raw], _: str) -> str:
    return str(raws[0])


def _read_place(text: str, _: str) -> Sequence[Raw]:
    return (check_whole("", "place", read_whole(text), 0, 1_000_000_000),)


PHASE_PLACE = Codec(_show_place, _read_place)
"""The place of a phase in its project."""


def _show_roles(raws: Sequence[Raw], _: str) -> str:
    return ", ".join(sorted(map(str, raws)))


def _read_roles(text: str, _: str) -> Sequence[Raw]:
    words = sorted({word.strip() for word in text.split(",")})
    return [_choose(word, [role.value for role in Role]) for word in words]


ROLES = Codec(_show_roles, _read_roles)
"""The roles of a person in a project: `manager, team`; each is a row."""


def _show_agreed(raws: Sequence[Raw], currency: str) -> str:
    due, value, title = raws
    amount = _NONE if not isinstance(value, int) else show_money(value, currency)
    return f"{due or _NONE} {amount} {title}".rstrip(" ")


def _read_agreed(text: str, currency: str) -> Sequence[Raw]:
    due, _, rest = text.partition(" ")
    value, _, title = rest.partition(" ")
    return (
        None if due == _NONE else read_day(due),
        None if value == _NONE else read_money(value, currency),
        check_words("", "title", title, LONGEST_TITLE) if title else "",
    )


AGREED = Codec(_show_agreed, _read_agreed)
"""An entry of a baseline: the due date, the value and the title of then: `2026-11-28 12000 Beta release`."""


def _show_remark(raws: Sequence[Raw], _: str) -> str:
    return f"{raws[0] or _NONE} {raws[1]}".rstrip(" ")


def _read_remark(text: str, _: str) -> Sequence[Raw]:
    answer, _, note = text.partition(" ")
    return "" if answer == _NONE else _choose(answer, ("kept", "moved", "done")), check_line("", "note", note)


REMARK = Codec(_show_remark, _read_remark)
"""What a review said about a milestone: `kept`, or `- Waits for the client`."""
