"""What a line with markers is read with: `Beta release @ana kind:gate` is two words of a title and two markers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.date_order import DateOrder
from milestone_tui.plan.language.date_reader import AmbiguousDay
from milestone_tui.plan.language.matching import match_person
from milestone_tui.plan.language.text import fold, is_blank, tidy


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake and its offsets in the line."""

    start: int
    end: int
    message: str
    choices: tuple[str, ...] = ()
    """What can stand there instead, where the text can be two days."""
    asks_me: bool = False
    """Nobody has said who `@me` is."""


def problem_of(start: int, end: int, refused: InvalidInput) -> Problem:
    """Return what is wrong from `start` to `end`."""
    choices = refused.choices if isinstance(refused, AmbiguousDay) else ()
    return Problem(start, end, str(refused), choices)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the line that was understood, for the preview."""

    label: str
    """The field that it sets; "title" for the rest of the line."""
    text: str
    """In words, not yet passed through `visible`."""
    is_new: bool
    """Whether the person or phase does not exist yet."""
    start: int
    end: int
    is_implied: bool = False
    """The line does not name it: it is the phase that was given with the line."""


@dataclass(frozen=True, slots=True)
class Token:
    """A marker with its value, or a word of the title."""

    label: str
    """The field of a marker; "word" and "quoted" are parts of the title."""
    value: str
    start: int
    end: int
    lag: str = ""
    """The text after a quoted predecessor."""

    @property
    def is_title(self) -> bool:
        """Return whether it is part of the title."""
        return self.label in ("word", "quoted")


@dataclass(eq=False)
class MarkedLine:
    """Base of the parsers of one line; it keeps what was understood, and the mistakes."""

    text: str
    today: date
    people: Sequence[str]
    """The known names; others are new."""
    me: str
    """The name for `@me`; empty if nobody has set it."""
    order: DateOrder
    parts: list[Part] = field(default_factory=list, init=False)
    mistakes: list[Problem] = field(default_factory=list, init=False)

    def understand(self, token: Token, text: str, is_new: bool = False) -> None:
        """Add a marker to what was understood."""
        self.parts.append(Part(token.label, text, is_new, token.start, token.end))

    def refuse(self, token: Token, message: str) -> None:
        """Add a mistake in a marker."""
        self.mistakes.append(Problem(token.start, token.end, message))

    def problems(self) -> tuple[Problem, ...]:
        """Return the mistakes, from left to right."""
        return tuple(sorted(self.mistakes, key=lambda problem: (problem.start, problem.end)))

    def understood(self, labels: Sequence[str]) -> tuple[Part, ...]:
        """Return what was understood, in the order of these labels."""
        return tuple(sorted(self.parts, key=lambda part: (labels.index(part.label), part.start)))

    def title_of(self, tokens: Sequence[Token]) -> str:
        """Return the title of these words, and add it to what was understood; a line without one is a mistake."""
        if len(tokens) == 1 and tokens[0].label == "quoted":
            title = tidy(tokens[0].value[1:-1])
        else:
            title = tidy(" ".join(token.value for token in tokens))
        if not is_blank(title):
            self.parts.append(Part("title", title, False, tokens[0].start, tokens[-1].end))
            return title
        if self.text.strip():
            self.mistakes.append(Problem(0, len(self.text), "Enter a title."))
        return ""

    def value_of(self, token: Token) -> str:
        """Return the value of a marker without its quotes; a missing closing one is a mistake."""
        value = token.value
        if value.startswith('"'):
            if len(value) == 1 or not value.endswith('"'):
                self.refuse(token, "Missing closing quote.")
            value = value.strip('"')
        return tidy(value)

    def owner_of(self, token: Token, value: str) -> str:
        """Return the person that a value names, known or new; `me` is who is at the keyboard, as in a filter.

        Empty, with a mistake, if that is not known.
        """
        if fold(value) == "me":
            value = self.me
        if not value:
            self.mistakes.append(Problem(token.start, token.end, '"@me" has no name yet.', asks_me=True))
            return ""
        known = match_person(value, self.people)
        self.understand(token, known or value, known is None)
        return known or value
