"""Lines with markers on the command line, such as `Beta release 28 nov @ana`: joined, refused, and told back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from milestone_tui.cli.output import marked_mistake
from milestone_tui.errors import InvalidInput

if TYPE_CHECKING:
    from milestone_tui.plan.language.marked_line import Part, Problem

_MARKED = r'([a-z]+:|[@#])([^"]*\s[^"]*)'


def join_line(words: Sequence[str]) -> str:
    """Return the line that these words of a command make.

    A shell takes the quotes of `after:"Prototype accepted"` away: among other words they are put back.
    """
    if len(words) == 1:
        return words[0]
    return " ".join(re.sub(rf"^{_MARKED}$", r'\1"\2"', word, flags=re.IGNORECASE) for word in words)


def refuse_mistakes(text: str, problems: Sequence[Problem]) -> None:
    """Raise InvalidInput for the first mistake in a line, with a mark under it."""
    for problem in problems:
        message = problem.message
        if problem.choices:
            message = f"This can be {' or '.join(problem.choices)}. Type one of them."
        elif problem.asks_me:
            from milestone_tui.cli.values import my_name

            my_name("@me")  # says how to set it
        raise InvalidInput("", marked_mistake(message, text, problem.start, problem.end))


def understood_words(parts: Iterable[Part]) -> str:
    """Return how a line was understood, without its title: `due Sat 28 Nov 2026, in 6 days · owner Ana Kovač`."""
    said = []
    for part in parts:
        if part.label != "title":
            text = part.text.replace(" · ", ", ") if part.label in ("due", "review") else part.text
            said.append(f"{part.label} {text}{', new' if part.is_new else ''}")
    return " · ".join(said)


def understood_facts(parts: Iterable[Part]) -> list[dict[str, object]]:
    """Return how a line was understood for JSON."""
    return [{"field": part.label, "text": part.text, "new": part.is_new} for part in parts]
