"""The filter language: a line of text to a test of milestones and projects.

Terms that stand side by side must all hold; `or` joins alternatives and binds less than standing side by side;
parentheses group; a leading `-` negates a term or a group. Terms:

- bare words and "quoted words": in the title (in a list of projects also in a project's key, name and client);
- `owner:ana` or `@ana`, `phase:build` or `#build`, `title:`, `client:`, `project:` (key or name), `state:`, `kind:`,
  `tag:`: a part of the name, without regard to case and accents; values with spaces in quotes, which names that are
  known do without (`@Ana Kovač`); `@me` is the person at the keyboard;
- `is:` overdue, critical, violated (too early for a predecessor), slipping (open, past its baseline),
  late (overdue or past its baseline, also when done),
  open, done, unowned, undated, archived (of a project in the archive, which only who asks for it sees);
- `due` and `done` with `<` `<=` `>` `>=` `=` and a day as people type it (`due<1 dec`): nothing without that date
  matches;
- `due:+2w`: due by that day, from today on, and what is still open from before (overdue);
- `done:-2w`: reached between that day and today; days without a year lie in the past here;
- `slip` (days, of what is overdue up to today) and `percent` with the same comparisons: nothing without that figure
  matches.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.language.date_reader import parse_date
from milestone_tui.plan.language.filter_terms import (
    OF_PROJECTS,
    OF_THE_NETWORK,
    Facts,
    FilterError,
    Names,
    Term,
    asks_for_archived,
    asks_of_done,
    is_date_key,
    is_me,
    is_of_project,
    me_test,
    term_test,
    word_test,
)
from milestone_tui.plan.language.filter_tests import Tests
from milestone_tui.plan.language.text import fold
from milestone_tui.plan.model import Milestone, Project

__all__ = ["Facts", "Filter", "FilterError", "MeUnknown", "Names", "milestone_facts", "parse_filter"]

_VALUE = r'"[^"]*"|[^\s()"]*'
_TOKEN = (
    rf"\s+|(?P<mark>[()-])|(?P<key>[^\W\d_]+)(?P<comparison><=|>=|[:<>=])(?P<value>{_VALUE})"
    rf'|(?P<sigil>[@#])(?P<name>{_VALUE})|"(?P<quoted>[^"]*)"|(?P<word>[^\s()"]+)|(?P<unclosed>")'
)
_SIGILS = {"@": "owner", "#": "phase"}
_DEEPEST = 40
_LONGEST_DAY = 4
"""Words of a day that is not in quotes ("fri 4 dec 2026")."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter that was understood; two of the same text and day are equal, one without any term is false."""

    text: str
    today: date
    needs_network: bool
    """Whether something is asked for that takes the network of the plan to know: `OF_THE_NETWORK`."""
    asks_of_done: bool
    """Whether something is asked for that is true of what is done: then a project is looked for among all of its
    milestones, else among the open ones."""
    asks_archived: bool
    """Whether something is asked about the archive: else what is in it is not looked at."""
    words: tuple[tuple[int, int, str], ...] = field(repr=False)
    """The bare words that must all be found, with where each begins and ends in `text`."""
    _tests: Tests | None = field(repr=False, compare=False)

    def __bool__(self) -> bool:
        return self._tests is not None

    def matches(self, facts: Facts) -> bool:
        """Tell whether a row stays in the list."""
        return self._tests is None or self._tests.row(facts)

    def names(self, project: Facts) -> bool:
        """Tell whether a project itself is what is asked for, whatever its milestones are.

        It is where words, its client, its key and the archive alone make the filter true.
        """
        return self._tests is None or self._tests.itself(project)


def parse_filter(text: str, today: date, names: Names | None = None) -> Filter:
    """Return the filter that `text` describes; an empty one matches everything.

    Raises FilterError, and its subclass MeUnknown for `@me` while nobody has said who that is.
    """
    reader = _Reader(_tokens(text), today, names or Names())
    tests = reader.read_all() if reader.tokens else None
    return Filter(
        text,
        today,
        needs_network=reader.needs_network,
        asks_of_done=reader.asks_of_done,
        asks_archived=reader.asks_archived,
        words=tuple((token.start, token.end, token.text) for token in reader.words),
        _tests=tests,
    )


def milestone_facts(
    m: Milestone, project: Project, today: date, critical: bool = False, violated: bool = False, words: str = ""
) -> Facts:
    """Return what a filter can ask about a milestone; `critical` and `violated` take the network of its plan to know.

    `words` is what bare words are looked for in besides the title.
    """
    is_open = m.is_open
    return Facts(
        title=m.title,
        project=project.key,
        project_name=project.name,
        client=project.client,
        phase=m.phase,
        owner=m.owner,
        state=m.state,
        kind=m.kind,
        due_on=m.due_on,
        done_on=m.done_on,
        slip_days=m.slip(today),
        percent=m.percent,
        tags=m.tags,
        overdue=is_open and m.overdue(today),
        critical=critical,
        violated=violated,
        open=is_open,
        live=m.project_is_live,
        project_state=project.state if project.state in OF_PROJECTS else "",
        archived=project.archived_at is not None,
        words=words,
    )


class MeUnknown(FilterError):
    """`@me` was asked for, and nobody has said who that is."""

    def __init__(self, term: Term) -> None:
        super().__init__("Nobody has said yet who “@me” is.", term.start, term.end)


class _Token(NamedTuple):
    kind: str
    """One of ( ) - or word quoted term."""
    text: str
    start: int
    end: int
    term: Term | None = None


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    for found in re.finditer(_TOKEN, text):
        start, end = found.span()
        groups = found.groupdict()
        if groups["unclosed"]:
            raise FilterError("The quote that starts here has no end.", start, len(text))
        if groups["mark"]:
            tokens.append(_Token(groups["mark"], groups["mark"], start, end))
        elif groups["key"]:
            value = _unquoted(groups["value"])
            term = Term(groups["key"], groups["comparison"], value, start, found.start("value"), end)
            tokens.append(_Token("term", found[0], start, end, term))
        elif groups["sigil"]:
            if not groups["name"].strip('" '):
                raise FilterError(f"“{groups['sigil']}” needs a name right after it.", start, end)
            term = Term(_SIGILS[groups["sigil"]], ":", _unquoted(groups["name"]), start, found.start("name"), end)
            tokens.append(_Token("term", found[0], start, end, term))
        elif groups["word"]:
            kind = "or" if groups["word"].lower() == "or" else "word"
            tokens.append(_Token(kind, groups["word"], start, end))
        elif groups["quoted"]:
            tokens.append(_Token("quoted", groups["quoted"], start, end))
    return tokens


def _unquoted(value: str) -> str:
    return value[1:-1] if value.startswith('"') else value


class _Reader:
    """Reads tokens from left to right, one method for each level of the grammar."""

    def __init__(self, tokens: Sequence[_Token], today: date, names: Names) -> None:
        self.tokens = tokens
        self.needs_network = self.asks_of_done = self.asks_archived = False
        self._turned = False
        """An odd number of minuses stand before what is read now."""
        self.words: list[_Token] = []
        self._today = today
        self._names = names
        self._at = 0
        self._depth = 0

    def read_all(self) -> Tests:
        tests = self._alternatives()
        if self._at < len(self.tokens):
            closing = self.tokens[self._at]
            raise FilterError("Nothing was opened that this “)” could close.", closing.start, closing.end)
        return tests

    def _alternatives(self) -> Tests:
        tests = [self._together()]
        while self._next_is("or"):
            self._at += 1
            tests.append(self._together())
        if len(tests) > 1 and not self._depth:
            self.words.clear()  # one of them is enough
        return Tests.one_of(tests)

    def _together(self) -> Tests:
        tests: list[Tests] = []
        while self._at < len(self.tokens) and not self._next_is("or", ")"):
            tests.append(self._one())
        if not tests:
            raise self._missing()
        return Tests.together(tests)

    def _missing(self) -> FilterError:
        """Return the error for a place where a term should stand, marking what stands there or before."""
        wrong = self.tokens[min(self._at, len(self.tokens) - 1)]
        if wrong.kind == ")" and self._at > 0:
            wrong = self.tokens[self._at - 1]
        if wrong.kind == ")":
            return FilterError("Nothing was opened that this “)” could close.", wrong.start, wrong.end)
        what = {"or": "“or” needs something on both sides; in quotes it is a word."}
        return FilterError(what.get(wrong.kind, "There is nothing in these parentheses."), wrong.start, wrong.end)

    def _one(self) -> Tests:
        token = self.tokens[self._at]
        self._at += 1
        if token.kind == "-":
            return self._negated(token)
        if token.kind == "(":
            return self._group(token)
        if token.term is None:
            if not self._depth:
                self.words.append(token)
            test = word_test(token.text)
            return Tests(test, test)
        return self._term(self._with_whole_name(self._with_whole_day(token.term)))

    def _term(self, term: Term) -> Tests:
        self.needs_network |= term.key.lower() == "is" and fold(term.value) in OF_THE_NETWORK
        self.asks_of_done |= asks_of_done(term)
        self.asks_archived |= asks_for_archived(term)
        if is_me(term.key, term.value):
            if not self._names.me:
                raise MeUnknown(term)
            test = me_test(self._names.me)
        else:
            test = term_test(term, self._today, self._names.order)
        turned = self._turned
        return Tests(test, test if is_of_project(term) else lambda _: turned)

    def _negated(self, minus: _Token) -> Tests:
        if self._at >= len(self.tokens) or self.tokens[self._at].start > minus.end or self._next_is(")"):
            raise FilterError("“-” leaves out what stands right after it.", minus.start, minus.end)
        self._deeper(minus)
        self._turned = not self._turned
        tests = self._one()
        self._turned = not self._turned
        self._depth -= 1
        return tests.turned_round()

    def _group(self, opening: _Token) -> Tests:
        self._deeper(opening)
        if self._at >= len(self.tokens):
            raise FilterError("This “(” is never closed.", opening.start, opening.end)
        tests = self._alternatives()
        if not self._next_is(")"):
            raise FilterError("This “(” is never closed.", opening.start, opening.end)
        self._at += 1
        self._depth -= 1
        return tests

    def _with_whole_day(self, term: Term) -> Term:
        """Return `term` with the words after it that belong to its day: `due<1 dec` needs no quotes."""
        if not is_date_key(term.key):
            return term
        following = list(self.tokens[self._at : self._at + _LONGEST_DAY - 1])
        while following and any(token.kind != "word" for token in following):
            following.pop()
        for count in range(len(following), 0, -1):
            words = " ".join([term.value, *(token.text for token in following[:count])])
            try:
                parse_date(words, self._today, order=self._names.order)
            except InvalidInput:
                continue
            self._at += count
            return Term(term.key, term.comparison, words, term.start, term.value_start, following[count - 1].end)
        return term

    def _with_whole_name(self, term: Term) -> Term:
        """Return `term` with the words after it that belong to its name: `@Ana Kovač` needs no quotes."""
        while self._next_is("word") and term.comparison in (":", "="):
            token = self.tokens[self._at]
            words = f"{term.value} {token.text}"
            if not self._names.begins_one(term.key, words):
                break
            term = term._replace(value=words, end=token.end)
            self._at += 1
        return term

    def _next_is(self, *kinds: str) -> bool:
        return self._at < len(self.tokens) and self.tokens[self._at].kind in kinds

    def _deeper(self, token: _Token) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise FilterError(f"A filter goes {_DEEPEST} levels deep at most.", token.start, token.end)
