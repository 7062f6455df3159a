"""Parse one line into a new risk: `Test data comes late @acme p4 i5 review:1 dec mitigate:synthetic data`.

Markers can be anywhere: `@owner`, `p1` to `p5` for the probability and `i1` to `i5` for the impact, `review:` with a
date, `threatens:` with a milestone, and `avoid:`, `mitigate:`, `transfer:` or `accept:` with what is done, up to the
next marker. `issue:`, `assumption:` or `decision:` at the start makes another kind of entry. The rest is the title;
words in quotes stay in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.calendar.workdays import OFFICE_DAYS, WorkCalendar
from milestone_tui.plan.checks import LARGEST_RATING
from milestone_tui.plan.date_order import DateOrder
from milestone_tui.plan.language.date_reader import LONGEST_DAY
from milestone_tui.plan.language.dates import TypedDay, explain_typed, read_day
from milestone_tui.plan.language.marked_line import MarkedLine, Part, Problem, Token, problem_of
from milestone_tui.plan.language.matching import match_title
from milestone_tui.plan.language.text import fold, is_blank, visible
from milestone_tui.plan.monitoring import RiskKind, RiskResponse

_VALUE = r'"[^"]*"?|\S*'
_RESPONSES = "|".join(response for response in RiskResponse if response)
_TOKEN = (
    rf"(?:(?P<key>owner|review|threatens|kind|{_RESPONSES}|{'|'.join(RiskKind)}):|(?P<sigil>@))(?P<value>{_VALUE})"
    r'|(?P<rated>[pi][0-9]+)(?!\S)|(?P<quoted>"[^"]*"(?!\S))|(?P<word>\S+)'
)
_RATED = {"p": "probability", "i": "impact"}
_EXAMPLES = {"owner": "@ana", "review": "review:fri", "threatens": 'threatens:"Go-live"', "kind": "kind:issue"}
_ORDER = ("title", "kind", "probability", "impact", "owner", "response", "review", "threatens")
"""The order of the preview."""


@dataclass(frozen=True, slots=True)
class QuickRisk:
    """The fields of a line as far as it was understood; others are empty."""

    title: str = ""
    kind: RiskKind | None = None
    probability: int | None = None
    impact: int | None = None
    owner: str = ""
    response: RiskResponse | None = None
    response_text: str = ""
    review_on: date | None = None
    threatens: tuple[str, ...] = ()
    """Titles of milestones, exactly as passed to the parser."""
    problems: tuple[Problem, ...] = ()
    understood: tuple[Part, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether it can be saved: it has a title and no mistakes."""
        return bool(self.title) and not self.problems

    def changes(self) -> dict[str, object]:
        """Return the fields that the line sets, without the milestones."""
        names = ("title", "kind", "probability", "impact", "owner", "response", "response_text", "review_on")
        said = {name: getattr(self, name) for name in names}
        return {name: value for name, value in said.items() if value not in (None, "")}


def parse_quick_risk(
    text: str,
    today: date,
    people: Sequence[str],
    titles: Sequence[str],
    *,
    me: str = "",
    order: DateOrder = DateOrder.ASK,
    calendar: WorkCalendar = OFFICE_DAYS,
) -> QuickRisk:
    """Parse `text` into the fields of a new entry of the risk register.

    `people` are the known names (others are new), `titles` the milestones that can be threatened, `me` the name for
    `@me`, if it is known. Never raises: mistakes are in `problems`, so that a preview can show what was understood.
    """
    return _Line(text, today, people, me, order, titles, calendar).read()


@dataclass(eq=False)
class _Line(MarkedLine):
    """Parser of one line: reads its markers; the other tokens are the title."""

    titles: Sequence[str]
    calendar: WorkCalendar
    _said: QuickRisk = field(default_factory=QuickRisk, init=False)

    def read(self) -> QuickRisk:
        tokens, rest = _tokens(self.text), list[Token]()
        seen: set[str] = set()
        at = 0
        while at < len(tokens):
            token = tokens[at]
            at += 1
            if token.is_title:
                rest.append(token)
                continue
            token, at = self._widened(token, tokens, at, is_first=not rest and not seen)
            if token.is_title:
                rest.append(token)
            elif (name := "response" if token.label in tuple(RiskResponse) else token.label) in seen:
                self.refuse(token, f"{_article(name)} is already given. Remove one.")
            else:
                seen |= {name} - {"threatens"}
                self._read_marker(token)
        return replace(
            self._said, title=self.title_of(rest), problems=self.problems(), understood=self.understood(_ORDER)
        )

    def _widened(self, token: Token, tokens: list[Token], at: int, *, is_first: bool) -> tuple[Token, int]:
        """Return a marker with the words after it that belong to its value, and the place of the next token."""
        if token.label in tuple(RiskKind):
            if not is_first:  # in the middle of a title, "issue:" is a word
                return replace(token, label="word", value=self.text[token.start : token.end]), at
            kind, rest = Token("kind", token.label, token.start, token.end), token.value
            if rest:  # `issue:single sign-on fails`: what follows the colon is the title
                start = token.end - len(rest)
                tokens.insert(at, Token("quoted" if rest.startswith('"') else "word", rest, start, token.end))
                kind = replace(kind, end=start)
            return kind, at
        if token.value.startswith('"') or token.label not in ("review", *RiskResponse):
            return token, at
        words = list[Token]()
        while at + len(words) < len(tokens) and tokens[at + len(words)].label == "word":
            words.append(tokens[at + len(words)])
        if token.label == "review":
            words = self._day_words(token, words[: LONGEST_DAY - 1])
        if not words:
            return token, at
        value = " ".join(filter(None, (token.value, *(word.value for word in words))))
        return Token(token.label, value, token.start, words[-1].end), at + len(words)

    def _day_words(self, token: Token, words: list[Token]) -> list[Token]:
        """Return the following words that belong to a date: `review:1 dec`."""
        for count in range(len(words), 0, -1):
            try:
                self._day(" ".join(filter(None, (token.value, *(word.value for word in words[:count])))))
            except InvalidInput:
                continue
            return words[:count]
        return []

    def _read_marker(self, token: Token) -> None:
        value = self.value_of(token)
        is_response = token.label in tuple(RiskResponse)
        if is_blank(value) and not is_response:
            self.refuse(token, f"Add a value, such as {_EXAMPLES[token.label]}.")
            return
        try:
            if is_response:
                self._read_response(token, value)
            elif token.label in _RATED.values():
                self._read_rating(token, value)
            else:
                {
                    "owner": self._read_owner,
                    "review": self._read_review,
                    "threatens": self._read_threatens,
                    "kind": self._read_kind,
                }[token.label](token, value)
        except InvalidInput as refused:
            self.mistakes.append(problem_of(token.start, token.end, refused))

    def _read_rating(self, token: Token, value: str) -> None:
        figure = int(value)
        if not 1 <= figure <= LARGEST_RATING:
            letter = token.label[0]
            raise InvalidInput("", f"Enter {letter}1 to {letter}{LARGEST_RATING}, or put the word in quotes.")
        probability = figure if token.label == "probability" else self._said.probability
        impact = figure if token.label == "impact" else self._said.impact
        self._said = replace(self._said, probability=probability, impact=impact)
        self.understand(token, value)

    def _read_owner(self, token: Token, value: str) -> None:
        self._said = replace(self._said, owner=self.owner_of(token, value))

    def _read_review(self, token: Token, value: str) -> None:
        typed = self._day(value)
        self._said = replace(self._said, review_on=typed.day)
        self.understand(token, explain_typed(typed, self.today, self.calendar))

    def _read_threatens(self, token: Token, value: str) -> None:
        title = match_title(value, self.titles)
        if title is None:
            raise InvalidInput("", f'There is no milestone "{visible(value[:30])}". Check the spelling.')
        if title not in self._said.threatens:
            self._said = replace(self._said, threatens=(*self._said.threatens, title))
            self.understand(token, title)

    def _read_kind(self, token: Token, value: str) -> None:
        found = [kind for kind in RiskKind if kind.startswith(fold(value))]
        if len(found) != 1:
            raise InvalidInput("", f'There is no kind "{visible(value[:30])}". Use {", ".join(RiskKind)}.')
        self._said = replace(self._said, kind=found[0])
        self.understand(token, found[0])

    def _read_response(self, token: Token, value: str) -> None:
        response = RiskResponse(token.label)
        self._said = replace(self._said, response=response, response_text="" if is_blank(value) else value)
        words = f"{response}: {value}" if value else str(response)
        self.parts.append(Part("response", words, False, token.start, token.end))

    def _day(self, value: str) -> TypedDay:
        return read_day(value, self.today, calendar=self.calendar, order=self.order)


def _tokens(text: str) -> list[Token]:
    tokens: list[Token] = []
    for found in re.finditer(_TOKEN, text, re.IGNORECASE):
        groups, span = found.groupdict(), found.span()
        if marker := groups["key"] or groups["sigil"]:
            value = groups["value"] if groups["value"].startswith('"') else groups["value"].rstrip(",;")
            tokens.append(Token("owner" if marker == "@" else marker.lower(), value, *span))
        elif groups["rated"] and (span[0] == 0 or text[span[0] - 1].isspace()):
            tokens.append(Token(_RATED[found[0][0].lower()], found[0][1:], *span))
        else:
            tokens.append(Token("quoted" if groups["quoted"] else "word", found[0], *span))
    return tokens


def _article(name: str) -> str:
    return f"{'An' if name[0] in 'aeiou' else 'A'} {name}"
