"""What looks like a date but may be part of a title: "Review May", "Report Q1", "Phase 2", "Release 2.10", "3 days"."""

from __future__ import annotations

import re

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.language.date_names import relative_of, weekday_of
from milestone_tui.plan.language.date_reader import named
from milestone_tui.plan.language.date_translation import ORDINARY, ORDINARY_AFTER_A_NUMBER
from milestone_tui.plan.language.span_reader import NamedSpan, SpanKind, month_named, read_span
from milestone_tui.plan.language.text import fold
from milestone_tui.plan.language.wording import MONTHS, WEEKDAY_NAMES

PREPOSITIONS = ("on", "by", "due", "until", "till")
"""Words before a date that belong to it."""

_MONTHS = f"(?:{'|'.join(MONTHS).lower()})[a-z]*"
_PART_OF_A_NAME = (
    r"[0-9]+(?:\.[0-9]+)+(?<!\.[0-9]{4})"  # 2.10 and 2.10.15 are versions, 2.10.2026 is a day
    r"|24/7|[0-9]{1,2}-[0-9]{1,2}-[0-9]{2}|[0-9]{8}"  # numbers of other things
    rf"|(?:[0-9]+|an?) ?(?!{_MONTHS})[a-z]+(?: days?)?"  # 2w and 3 days are lengths, +2w and in 3 days are not
    r"|[0-9]{1,2}\S* [a-z]+\.? '?[0-9]{2}"  # of "Phase 2 dec 10" only "dec 10" is the day
)
_COUNTED = ("batch", "iteration", "lot", "part", "phase", "round", "sprint", "stage", "step", "wave", "week")
"""After these words 1/2 is the first of two, not a day."""
_DAY_OF_MONTH = r"[0-9]{1,2}\.? ?(?:de )?([a-z]+)"
_SPAN_WORDS = ("by", "due", "until", "till")
"""After these words "May" and "Q1" are dates; after "on" they may be what a report is on."""


def may_be_a_name(phrase: str, before: str) -> bool:
    """Return whether words that can be a date may be part of a name; `before` is the word before them."""
    words = fold(phrase)
    if (span := _span_in(words.removeprefix("in "))) is not None:
        return not span.is_clear and (span.kind is SpanKind.WEEK or not (words[:3] == "in " or before in _SPAN_WORDS))
    if (found := re.fullmatch(_DAY_OF_MONTH, words)) is not None and month_named(found[1]) is not None:
        return found[1] in ORDINARY_AFTER_A_NUMBER  # "3 out 2026" is a day
    if re.fullmatch(r"[0-9]+/[0-9]+", words) and before in _COUNTED:
        return True
    return re.fullmatch(_PART_OF_A_NAME, words) is not None or _begins_with_another_word(phrase, words)


def is_span_alone(phrase: str) -> bool:
    """Return whether the words are a span that may be a name: "May", "Q1", "week 2", "2026-12"."""
    span = _span_in(fold(phrase))
    return span is not None and not span.is_clear


def _span_in(words: str) -> NamedSpan | None:
    try:
        return read_span(words)
    except InvalidInput:
        return None


def _begins_with_another_word(phrase: str, words: str) -> bool:
    """Return whether a word of another language may be another word: "To do 10.12.26", "Play by Domingo".

    "Do 10.12.26" begins with a weekday, and "Do. 10.12.26" too; "Sam" and "Morgen" may be persons.
    """
    first, _, rest = words.partition(" ")
    if not rest:
        return named(first, WEEKDAY_NAMES) is None and (weekday_of(first) or relative_of(first)) is not None
    is_english_month = month_named(first) is not None and re.match(r"[0-9]{1,2}(?:st|nd|rd|th)?(?: |$)", rest)
    is_written_as_one = phrase[:1].isupper() and len(first) == 2
    return first in ORDINARY and not is_english_month and not is_written_as_one
