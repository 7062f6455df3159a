"""The thresholds of health, as the settings and each project may change them.

They are written as words and numbers, such as `slip 15/5, soon 8, index 0.8/0.9`; what is left out keeps its value.
Imported by the first frame, so it stays small.
"""

# Annotations are no texts here: Python would compile that of each field of a named tuple at start-up.

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from milestone_tui.errors import InvalidInput


class Thresholds(NamedTuple):
    """When a rule of health fires."""

    red_slip: int = 10
    amber_slip: int = 3
    """Working days of slip above which a milestone is red or amber."""
    soon: int = 10
    """Working days before its due date within which most criteria of a milestone must be met."""
    criteria: int = 80
    """Percent of its criteria that such a milestone must have met."""
    unconfirmed: int = 14
    """Calendar days: a due date nearer than this that was not confirmed for longer is amber."""
    red_index: int = 85
    amber_index: int = 95
    """Hundredths of CPI and SPI below which a project is red or amber."""
    risk: int = 15
    """Score from which a risk is severe; while it is open, its project is amber."""
    elevated: int = 8
    """Score from which a risk is elevated; health does not look at it."""
    issue: int = 5
    """Impact from which an open issue makes a project red."""


DEFAULTS = Thresholds()

_WHOLE, _INDEX = r"(\d{1,3})", r"(\d\.\d{1,2}|\d)"


class _Word(NamedTuple):
    fields: tuple[str, ...]
    pattern: str
    least: int
    most: int
    example: str


_WORDS = {
    "slip": _Word(("red_slip", "amber_slip"), rf"{_WHOLE}\s*/\s*{_WHOLE}", 0, 366, "slip 10/3"),
    "soon": _Word(("soon",), _WHOLE, 1, 366, "soon 10"),
    "criteria": _Word(("criteria",), rf"{_WHOLE}\s*%?", 1, 100, "criteria 80"),
    "unconfirmed": _Word(("unconfirmed",), _WHOLE, 1, 366, "unconfirmed 14"),
    "index": _Word(("red_index", "amber_index"), rf"{_INDEX}\s*/\s*{_INDEX}", 0, 200, "index 0.85/0.95"),
    "risk": _Word(("risk", "elevated"), rf"{_WHOLE}(?:\s*/\s*{_WHOLE})?", 1, 25, "risk 15/8"),
    "issue": _Word(("issue",), _WHOLE, 1, 5, "issue 5"),
}

EXAMPLE = "slip 10/3, soon 10, criteria 80, unconfirmed 14, index 0.85/0.95, risk 15/8, issue 5"
"""All thresholds at their defaults."""


def read_thresholds(text: str, base: Thresholds = DEFAULTS) -> Thresholds:
    """Return `base` with the thresholds that a text names.

    Raises InvalidInput for what is no threshold, for a number out of range, and where amber is not milder than red.
    """
    return _read(text, base) if text.strip() else base


@lru_cache(maxsize=64)
def _read(text: str, base: Thresholds) -> Thresholds:
    found = base
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, rest = part.partition(" ")
        word = _WORDS.get(name.casefold())
        if word is None:
            raise InvalidInput("thresholds", f'"{name}" is not a threshold. Use {", ".join(_WORDS)}.')
        match = re.fullmatch(word.pattern, rest.strip(), re.ASCII)
        if match is None:
            raise InvalidInput("thresholds", f"Write it as `{word.example}`.")
        given = [number for number in match.groups() if number is not None]
        numbers = [round(float(number) * 100) if word.fields[0] == "red_index" else int(number) for number in given]
        if not all(word.least <= number <= word.most for number in numbers):
            raise InvalidInput("thresholds", f"{name.capitalize()} is out of range. Write it as `{word.example}`.")
        if word.fields[0] == "risk":
            numbers = _risk_scores(numbers, found.elevated)
        found = found._replace(**dict(zip(word.fields, numbers, strict=True)))
    if found.amber_slip > found.red_slip or found.amber_index < found.red_index:
        raise InvalidInput("thresholds", "Amber must come before red. Write the red one first, as in `slip 10/3`.")
    return found


def _risk_scores(scores: list[int], elevated: int) -> list[int]:
    """Return the severe and the elevated score; the elevated one may be left out, and never exceeds the severe one."""
    if len(scores) == 1:
        return [scores[0], min(elevated, scores[0])]
    if scores[1] >= scores[0]:
        raise InvalidInput("thresholds", "The severe score must be the higher one. Write it first, as in `risk 15/8`.")
    return scores


def known_thresholds(text: str, base: Thresholds = DEFAULTS) -> Thresholds:
    """Return the thresholds of a stored text; `base` if another program has written what cannot be read."""
    try:
        return read_thresholds(text, base)
    except InvalidInput:
        return base


def check_thresholds(field: str, word: str, value: object) -> str:
    """Return the text of a field tidied; raise InvalidInput if it names no thresholds."""
    text = " ".join(str(value).split())
    try:
        read_thresholds(text)
    except InvalidInput as error:
        raise InvalidInput(field, str(error)) from None
    return text


def widest(all_of: Sequence[Thresholds]) -> Thresholds:
    """Return the thresholds under which every rule fires at least where one of these lets it fire."""
    if len(all_of) <= 1:
        return all_of[0] if all_of else DEFAULTS
    return Thresholds(
        red_slip=min(one.red_slip for one in all_of),
        amber_slip=min(one.amber_slip for one in all_of),
        soon=max(one.soon for one in all_of),
        criteria=max(one.criteria for one in all_of),
        unconfirmed=max(one.unconfirmed for one in all_of),
        red_index=max(one.red_index for one in all_of),
        amber_index=max(one.amber_index for one in all_of),
        risk=min(one.risk for one in all_of),
        elevated=min(one.elevated for one in all_of),
        issue=min(one.issue for one in all_of),
    )
