"""Parse one line into a new milestone: `Beta release 28 nov @ana #Build after:"Prototype accepted" value:12000`.

Markers can be anywhere: `@owner`, `#phase`, `after:title`, `value:` or `cost:`, `kind:`, `tag:`, `on:` or `due:` with a
date; values with spaces in quotes. The rest is the title. A date at its end, or right before a marker ("28 nov", "fri",
"by end of march", "in 2 weeks", "w50", "dec 2026"), is the due date, unless the line has `on:` or `due:`, or the title
would be empty.
Words that may be part of a name ("Phase 2", "Review May", "Report Q1", "Release 2.10", "3 days"), and quoted words,
stay in the title; after a preposition a month or a quarter is a date ("by may", "in q1").

The lag of `after:title` is the time between the two dates; `after:"title"+5wd` sets another lag, and if the line has no
date, the milestone is due that long after its predecessors. A blank may precede the lag.
`#12` belongs to the title unless a phase is named 12; `#-` means no phase.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.calendar.workdays import OFFICE_DAYS, WorkCalendar
from milestone_tui.plan.date_order import DateOrder
from milestone_tui.plan.language.date_reader import LONGEST_DAY, AmbiguousDay
from milestone_tui.plan.language.dates import TypedDay, explain_typed, read_day
from milestone_tui.plan.language.marked_line import MarkedLine, Part, Problem, Token, problem_of
from milestone_tui.plan.language.matching import match_phase
from milestone_tui.plan.language.money import money_words, parse_money, to_minor
from milestone_tui.plan.language.quick_add_values import (
    Named,
    QuickAdd,
    after_words,
    day_after,
    day_at_end,
    is_meant_as_a_day,
    linked,
    read_after,
)
from milestone_tui.plan.language.text import fold, is_blank, visible
from milestone_tui.plan.language.title_words import PREPOSITIONS
from milestone_tui.plan.language.wording import DASH, either_words
from milestone_tui.plan.model import MilestoneKind

__all__ = ["Part", "Problem", "QuickAdd", "parse_quick_add"]


def parse_quick_add(
    text: str,
    today: date,
    people: Sequence[str],
    phases: Sequence[str],
    titles: Sequence[str],
    *,
    calendar: WorkCalendar = OFFICE_DAYS,
    currency: str = "",
    days: Mapping[str, date | None] | None = None,
    me: str = "",
    phase: str = "",
    order: DateOrder = DateOrder.ASK,
) -> QuickAdd:
    """Parse `text` into the fields of a new milestone.

    `people` and `phases` are the known names (others are new), `titles` the possible predecessors, `days` their due or
    done dates, `me` the name for `@me`, if it is known; `phase` is the phase of a line that names none; `order` is the
    person's order of dates in digits. Never raises: mistakes are in `problems`, so that a preview can
    show what was understood so far.
    """
    return _Line(text, today, people, me, order, phases, titles, days or {}, calendar, currency, phase).read()


_VALUE = r'"[^"]*"?|\S*'
_TOKEN = (
    r'after:(?P<title>"[^"]*")(?P<lag>[+−-][0-9]\S*)'
    rf"|(?:(?P<key>after|cost|value|kind|tag|on|due|owner|phase):|(?P<sigil>[@#]))(?P<value>{_VALUE})"
    r'|(?P<quoted>"[^"]*"(?!\S))|(?P<word>\S+)'
)
_ALIASES = {"@": "owner", "#": "phase", "cost": "value", "on": "due"}
_EXAMPLES = {
    "due": "due:fri",
    "owner": "@ana",
    "phase": "#build",
    "after": 'after:"Kick-off"',
    "value": "value:12000",
    "kind": "kind:gate",
    "tag": "tag:legal",
}
"""Every marker, in the order of the preview."""
_MANY = ("after", "tag")
_LAG_WITHOUT_UNIT = "[+−-][0-9]+$"
_LAG_APART = "[+−-][0-9]+(?:wd)?"
_HAS_LAG = "(?:[+−][0-9]+(?:wd)?|-[0-9]+wd)$"
_MORE_OF_AN_AMOUNT = "[0-9]{3}(?:[.,][0-9]+)?|[€$£]"


@dataclass(eq=False)
class _Line(MarkedLine):
    """Parser of one line: removes tokens as it reads them; the remaining tokens are the title."""

    phases: Sequence[str]
    titles: Sequence[str]
    days: Mapping[str, date | None]
    calendar: WorkCalendar
    currency: str
    phase: str

    def __post_init__(self) -> None:
        self._tokens = _tokens(self.text, self.phases)
        self._said = QuickAdd()
        self._after: dict[str, tuple[Token, Named]] = {}

    def read(self) -> QuickAdd:
        self._read_markers()
        has_due = any(token.label == "due" for token in self._tokens)
        self._tokens = [token for token in self._tokens if token.is_title] if has_due else self._without_day()
        self._link(has_due)
        return replace(
            self._said,
            title=self.title_of(self._tokens),
            problems=self.problems(),
            understood=self.understood(("title", *_EXAMPLES)),
        )

    def _read_markers(self) -> None:
        seen: set[str] = set()
        at = 0
        while at < len(self._tokens):
            token = self._tokens[at]
            if not token.is_title:
                token = self._tokens[at] = self._widened(at)
                if token.label in seen and token.label not in _MANY:
                    self.refuse(token, f"{_article(token.label).capitalize()} is already given. Remove one.")
                else:
                    seen.add(token.label)
                    self._read_marker(token)
            at += 1
        if self.phase and "phase" not in seen:
            if self.phase not in self.phases:
                gone = f'Phase "{visible(self.phase)}" no longer exists. Type # to choose one, or #- for none.'
                self.mistakes.append(Problem(len(self.text), len(self.text), gone))
                return
            self._said = replace(self._said, phase=self.phase)
            self.parts.append(Part("phase", self.phase, False, 0, 0, is_implied=True))

    def _widened(self, at: int) -> Token:
        """Return the marker at `at` with the following words of its value: `due:28 nov`, `value:12 000`."""
        token = self._tokens[at]
        if token.label == "after":
            return self._with_lag(token, at)
        if token.label not in ("due", "value") or token.value.startswith('"'):
            return token
        following: list[Token] = []
        for word in self._tokens[at + 1 : at + LONGEST_DAY]:
            if word.label != "word" or (token.label == "value" and not re.fullmatch(_MORE_OF_AN_AMOUNT, word.value)):
                break
            following.append(word)
        for count in range(len(following), 0, -1):
            value = " ".join([token.value, *(word.value for word in following[:count])])
            if self._is_day(value) if token.label == "due" else _is_amount(value):
                del self._tokens[at + 1 : at + 1 + count]
                return Token(token.label, value, token.start, following[count - 1].end)
        return token

    def _with_lag(self, token: Token, at: int) -> Token:
        """Return a predecessor with the lag after it, or the `wd` after its lag: `after:Alpha +5 wd`."""
        value = "" if token.value.startswith('"') else token.value
        has_lag = token.lag or re.search(_HAS_LAG, value, re.IGNORECASE)
        if not has_lag and (found := self._take_word(at + 1, _LAG_APART)):
            token = replace(token, lag=found.value, end=found.end)
        if re.search(_LAG_WITHOUT_UNIT, token.lag or value) and (unit := self._take_word(at + 1, "wd")):
            if token.lag:
                return replace(token, lag=f"{token.lag}wd", end=unit.end)
            return replace(token, value=f"{token.value}wd", end=unit.end)
        return token

    def _take_word(self, at: int, shape: str) -> Token | None:
        """Remove the word at `at` where it has this shape, and return it."""
        found = at < len(self._tokens) and self._tokens[at].label == "word"
        return self._tokens.pop(at) if found and re.fullmatch(shape, self._tokens[at].value, re.IGNORECASE) else None

    def _read_marker(self, token: Token) -> None:
        value = self.value_of(token)
        if is_blank(value):
            self.refuse(token, f"Add a value, such as {_EXAMPLES[token.label]}.")
            return
        read = {
            "due": self._read_due,
            "owner": self._read_owner,
            "phase": self._read_phase,
            "after": self._read_after,
            "value": self._read_value,
            "kind": self._read_kind,
            "tag": self._read_tag,
        }[token.label]
        try:
            read(token, value)
        except InvalidInput as refused:
            self.mistakes.append(problem_of(token.start, token.end, refused))

    def _read_due(self, token: Token, value: str) -> None:
        self._set_due(self._day(value), token.start, token.end)

    def _read_owner(self, token: Token, value: str) -> None:
        self._said = replace(self._said, owner=self.owner_of(token, value))

    def _read_phase(self, token: Token, value: str) -> None:
        if value == "-":
            self.understand(token, DASH)
            return
        known = match_phase(value, self.phases)
        self._said = replace(self._said, phase=known or value)
        self.understand(token, known or value, known is None)

    def _read_after(self, token: Token, value: str) -> None:
        named = read_after(value, token.lag, self.titles)
        if named.lag is not None or named.title not in self._after:
            self._after[named.title] = (token, named)

    def _link(self, has_due: bool) -> None:
        """Set the lag of each link; a milestone without a date gets its due date from the lags."""
        named = [found for _, found in self._after.values()]
        if self._said.due_on is None and not has_due and not self.mistakes:
            token = next((token for token, found in self._after.values() if found.lag is not None), None)
            try:
                day = day_after(named, self.days, self.calendar)
            except InvalidInput as refused:
                if token is not None:
                    self.refuse(token, str(refused))
            else:
                if day is not None and token is not None:
                    self._set_due(TypedDay(day), token.start, token.end)
        for token, found in self._after.values():
            link = linked(found, self._said.due_on, self.days, self.calendar)
            self._said = replace(self._said, after=(*self._said.after, link))
            self.understand(token, after_words(link, self._said.due_on, self.days, self.calendar))

    def _read_value(self, token: Token, value: str) -> None:
        amount = parse_money(value, "value", currency=self.currency)
        if self.currency:
            to_minor(amount, self.currency)
        self._said = replace(self._said, value=amount)
        self.understand(token, money_words(amount, self.currency).strip())

    def _read_kind(self, token: Token, value: str) -> None:
        kinds = [str(kind) for kind in MilestoneKind]
        found = [kind for kind in kinds if kind.startswith(fold(value))]
        if len(found) != 1:
            raise InvalidInput("", f'There is no kind "{visible(value[:30])}". Use {either_words(kinds)}.')
        self._said = replace(self._said, kind=MilestoneKind(found[0]))
        self.understand(token, found[0])

    def _read_tag(self, token: Token, value: str) -> None:
        if fold(value) not in map(fold, self._said.tags):
            self._said = replace(self._said, tags=(*self._said.tags, value))
            self.understand(token, value)

    def _without_day(self) -> list[Token]:
        """Return the tokens of the title without the last date at its end or before a marker."""
        for end in range(len(self._tokens), 0, -1):
            if end < len(self._tokens) and self._tokens[end].is_title:
                continue
            first = end
            while first > 0 and self._tokens[first - 1].label == "word" and end - first < LONGEST_DAY:
                first -= 1
            if first < end and (rest := self._take_day(first, end)) is not None:
                return rest
        return [token for token in self._tokens if token.is_title]

    def _take_day(self, first: int, end: int) -> list[Token] | None:
        """Return the rest of the title if the words from `first` to `end` end with a date, else None."""
        words = self._tokens[first:end]
        found = day_at_end([word.value for word in words], self.today, self.calendar, self.order)
        if found is None:
            return None
        count, day = found
        start = kept = end - count
        if isinstance(day, InvalidInput):
            self.mistakes.append(problem_of(self._tokens[start].start, words[-1].end, day))
            return None
        while (
            kept > 0 and self._tokens[kept - 1].label == "word" and fold(self._tokens[kept - 1].value) in PREPOSITIONS
        ):
            kept -= 1
        rest = [token for token in (*self._tokens[:kept], *self._tokens[end:]) if token.is_title]
        if not rest:
            return None
        self._set_due(day, self._tokens[start].start, words[-1].end)
        return rest

    def _is_day(self, value: str) -> bool:
        """Return whether `value` is a date, or has the form of one, so that the whole mistake can be shown."""
        try:
            self._day(value)
        except AmbiguousDay:
            return True
        except InvalidInput:
            return is_meant_as_a_day(value)
        return True

    def _day(self, value: str) -> TypedDay:
        return read_day(value, self.today, calendar=self.calendar, order=self.order)

    def _set_due(self, typed: TypedDay, start: int, end: int) -> None:
        self._said = replace(self._said, due_on=typed.day)
        self.parts.append(Part("due", explain_typed(typed, self.today, self.calendar), False, start, end))


def _tokens(text: str, phases: Sequence[str]) -> list[Token]:
    known = set(map(fold, phases))
    tokens: list[Token] = []
    for found in re.finditer(_TOKEN, text, re.IGNORECASE):
        groups = found.groupdict()
        if groups["lag"]:
            tokens.append(Token("after", groups["title"], *found.span(), groups["lag"].rstrip(",;")))
            continue
        marker = groups["key"] or groups["sigil"]
        if marker:
            value = groups["value"] if groups["value"].startswith('"') else groups["value"].rstrip(",;")
            label = _ALIASES.get(marker.lower(), marker.lower())
            if marker == "#" and value.isdecimal() and fold(value) not in known:
                label, value = "word", found[0]  # the number of a ticket
            tokens.append(Token(label, value, *found.span()))
        else:
            tokens.append(Token("quoted" if groups["quoted"] else "word", found[0], *found.span()))
    return tokens


def _is_amount(value: str) -> bool:
    try:
        parse_money(value, "value")
    except InvalidInput:
        return False
    return True


def _article(label: str) -> str:
    return f"an {label}" if label == "owner" else f"a {label}" if label != "due" else "a due date"
