"""The words of dates in eight languages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from milestone_tui.exchange.tables.word_file import read_words
from milestone_tui.plan.language.text import fold

_SHORTEST = 3
"""Letters of the shortest cut of a name."""
_CLASSES = {"week": "W", "quarter": "Q", "half": "H", "early": "E", "middle": "I", "end": "L", "season": "R"}
"""The letters of words in `named_dates`; of a word of two classes the first counts."""
_SKIPPED = ("before", "between", "after", "month")


class DateWords(NamedTuple):
    """Words without case and accents."""

    months: Mapping[str, int]
    weekdays: Mapping[str, frozenset[int]]
    """Monday is 0; "do" is a Thursday in Dutch and a Sunday in Italian."""
    ordinals: Mapping[str, int]
    classes: Mapping[str, str]
    """The letter of each other word that counts in a date."""
    before: frozenset[str]
    """What may precede a date in digits: weekdays, and words that say nothing."""
    skipped: frozenset[str]
    """Words that say nothing in a date, such as "of"."""
    none: frozenset[str]
    """What says that there is no date."""
    week_of: re.Pattern[str]
    """What makes the day after it its whole week, "w/c", with the group "of", or the end of one, "w/e"."""


@lru_cache(maxsize=1)
def date_words() -> DateWords:
    """Return the words of dates, read once."""
    content = read_words("date_words.toml")
    words = {name: fold(text).split() for name, (text,) in content["words"].items()}
    weekdays = _numbers(content["weekdays"])
    return DateWords(
        {word: min(numbers) for word, numbers in _numbers(content["months"]).items() if len(numbers) == 1},
        {word: frozenset(number - 1 for number in numbers) for word, numbers in weekdays.items()},
        {word: int(number) for number, (text,) in content["ordinals"].items() for word in fold(text).split()},
        {word: letter for name, letter in reversed(_CLASSES.items()) for word in words[name]},
        frozenset((*words["before"], *weekdays)),
        frozenset(word for name in _SKIPPED for word in words[name]),
        frozenset(fold(word) for word in content["none"]["words"]),
        _before_days(content["weeks"]),
    )


def _before_days(words: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    of, to = ("|".join(sorted(map(re.escape, map(fold, words[name])), reverse=True)) for name in ("of", "to"))
    return re.compile(rf"(?:(?P<of>{of})|{to})[.:]?\s+(?=\S)")


def _numbers(names: Mapping[str, Sequence[str]]) -> dict[str, set[int]]:
    """Return the numbers that each name, and each cut of one, may mean; a whole name means no other's cut."""
    whole: defaultdict[str, set[int]] = defaultdict(set)
    cut: defaultdict[str, set[int]] = defaultdict(set)
    for number, (text,) in names.items():
        for word in fold(text).split():
            whole[word].add(int(number))
            for length in range(_SHORTEST, len(word)):
                cut[word[:length]].add(int(number))
    return {**cut, **whole}
