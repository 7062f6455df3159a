"""The filter language: parse a line of text into a test of milestones and projects.

All terms side by side must match; `or` joins alternatives and binds less tightly; brackets ( ) group; a leading `-`
excludes a term or a group. Terms:

- bare words and "quoted words": in the title (in a list of projects also in the project's key, name and client);
- `owner:ana` or `@ana`, `phase:build` or `#build`, `title:`, `client:`, `project:` (key or name), `state:`, `kind:`,
  `tag:`: a part of the name, regardless of case and accents; values with spaces in quotes, except known names
  (`@Ana Kovač`); `@me` is the person at the keyboard;
- `is:` overdue, critical, violated (too soon after a predecessor), slipping (open, later than its baseline date),
  late (overdue or later than its baseline date, even if done), open, done, unowned, undated, archived (of an archived
  project, otherwise hidden);
- `due` and `done` with `<` `<=` `>` `>=` `=` and a typed date (`due<1 dec`): a milestone without that date does not
  match;
- `due:+2w`: due from today to that day, and open milestones due before today;
- `done:-2w`: done between that day and today; here a date without a year is in the past;
- `due:w50`, `due=dec`, `done:q1 2027`: within that week, month, quarter or half; `<` is before it, `>` after it;
- `slip` (in days; overdue milestones count as due today) and `percent` with the same comparisons: a milestone without
  that figure does not match.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.language.date_reader import LONGEST_DAY, parse_date
from milestone_tui.plan.language.filter_terms import (
    OF_PROJECTS,
    OF_THE_NETWORK,
    Facts,
    FilterError,
    Names,
    Term,
    asks_for_archived,
    includes_done,
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
_UNOPENED = 'This ")" has no matching "(".'
_UNCLOSED = 'This "(" has no matching ")".'
_LONELY_OR = '"or" needs a term on both sides. To search for the word, write "or" in quotes.'


@dataclass(frozen=True, slots=True)
class Filter:
    """A parsed filter; equal if text and day are equal, false if it has no terms."""

    text: str
    today: date
    needs_network: bool
    """Whether a term needs the network of the plan (`OF_THE_NETWORK`)."""
    includes_done: bool
    """Whether a term can match done milestones: then a project is tested on all of its milestones, not only open
    ones."""
    asks_archived: bool
    """Whether a term is about archived projects, which are otherwise skipped."""
    words: tuple[tuple[int, int, str], ...] = field(repr=False)
    """The bare words that must all match, each with its start and end in `text`."""
    _tests: Tests | None = field(repr=False, compare=False)

    def __bool__(self) -> bool:
        return self._tests is not None

    def matches(self, facts: Facts) -> bool:
        """Return whether a row matches."""
        return self._tests is None or self._tests.row(facts)

    def names(self, project: Facts) -> bool:
        """Return whether a project itself matches, regardless of its milestones.

        Words, client, key and `is:archived` can match a project itself.
        """
        return self._tests is None or self._tests.project(project)


def parse_filter(text: str, today: date, names: Names | None = None) -> Filter:
    """Parse a filter; an empty text matches everything.

    Raises FilterError, or its subclass MeUnknown for `@me` without a known name.
    """
    reader = _Reader(_tokens(text), today, names or Names())
    tests = reader.read_all() if reader.tokens else None
    return Filter(
        text,
        today,
        needs_network=reader.needs_network,
        includes_done=reader.includes_done,
        asks_archived=reader.asks_archived,
        words=tuple((token.start, token.end, token.text) for token in reader.words),
        _tests=tests,
    )


def milestone_facts(
    m: Milestone, project: Project, today: date, critical: bool = False, violated: bool = False, words: str = ""
) -> Facts:
    """Return the facts of a milestone for a filter; `critical` and `violated` come from the network of its plan.

    `words` is searched for bare words in addition to the title.
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
    """The filter uses `@me`, but the name of the person at the keyboard is not known."""

    def __init__(self, term: Term) -> None:
        super().__init__('"@me" has no name yet.', term.start, term.end)


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
            raise FilterError("Missing closing quote.", start, len(text))
        if groups["mark"]:
            tokens.append(_Token(groups["mark"], groups["mark"], start, end))
        elif groups["key"]:
            value = _unquoted(groups["value"])
            term = Term(groups["key"], groups["comparison"], value, start, found.start("value"), end)
            tokens.append(_Token("term", found[0], start, end, term))
        elif groups["sigil"]:
            if not groups["name"].strip('" '):
                raise FilterError(f'Put a name right after "{groups["sigil"]}".', start, end)
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
    """Recursive-descent parser with one method for each level of the grammar."""

    def __init__(self, tokens: Sequence[_Token], today: date, names: Names) -> None:
        self.tokens = tokens
        self.needs_network = self.includes_done = self.asks_archived = False
        self._is_negated = False
        """Whether the present term is inside an odd number of negations."""
        self.words: list[_Token] = []
        self._today = today
        self._names = names
        self._at = 0
        self._depth = 0

    def read_all(self) -> Tests:
        tests = self._alternatives()
        if self._at < len(self.tokens):
            closing = self.tokens[self._at]
            raise FilterError(_UNOPENED, closing.start, closing.end)
        return tests

    def _alternatives(self) -> Tests:
        tests = [self._all_terms()]
        while self._next_is("or"):
            self._at += 1
            tests.append(self._all_terms())
        if len(tests) > 1 and not self._depth:
            self.words.clear()  # no word is required
        return Tests.any_of(tests)

    def _all_terms(self) -> Tests:
        tests: list[Tests] = []
        while self._at < len(self.tokens) and not self._next_is("or", ")"):
            tests.append(self._one())
        if not tests:
            raise self._missing()
        return Tests.all_of(tests)

    def _missing(self) -> FilterError:
        """Return the error for a missing term, marking the token there or before it."""
        wrong = self.tokens[min(self._at, len(self.tokens) - 1)]
        if wrong.kind == ")" and self._at > 0:
            wrong = self.tokens[self._at - 1]
        if wrong.kind == ")":
            return FilterError(_UNOPENED, wrong.start, wrong.end)
        why = _LONELY_OR if wrong.kind == "or" else "These brackets ( ) are empty."
        return FilterError(why, wrong.start, wrong.end)

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
        self.includes_done |= includes_done(term)
        self.asks_archived |= asks_for_archived(term)
        if is_me(term.key, term.value):
            if not self._names.me:
                raise MeUnknown(term)
            test = me_test(self._names.me)
        else:
            test = term_test(term, self._today, self._names.order)
        negated = self._is_negated
        return Tests(test, test if is_of_project(term) else lambda _: negated)

    def _negated(self, minus: _Token) -> Tests:
        if self._at >= len(self.tokens) or self.tokens[self._at].start > minus.end or self._next_is(")"):
            raise FilterError('Put a word right after "-" to exclude it.', minus.start, minus.end)
        self._deeper(minus)
        self._is_negated = not self._is_negated
        tests = self._one()
        self._is_negated = not self._is_negated
        self._depth -= 1
        return tests.negated()

    def _group(self, opening: _Token) -> Tests:
        self._deeper(opening)
        if self._at >= len(self.tokens):
            raise FilterError(_UNCLOSED, opening.start, opening.end)
        tests = self._alternatives()
        if not self._next_is(")"):
            raise FilterError(_UNCLOSED, opening.start, opening.end)
        self._at += 1
        self._depth -= 1
        return tests

    def _with_whole_day(self, term: Term) -> Term:
        """Return `term` with the following words that belong to its date: `due<1 dec` needs no quotes."""
        if not is_date_key(term.key):
            return term
        following = list(self.tokens[self._at : self._at + LONGEST_DAY - 1])
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
        """Return `term` with the following words that belong to its name: `@Ana Kovač` needs no quotes."""
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
            raise FilterError(f"Too many nested brackets: at most {_DEEPEST}.", token.start, token.end)
