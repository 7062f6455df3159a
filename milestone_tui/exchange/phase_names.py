"""The phases of a plan of tasks: the summary tasks that milestones stand in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence


def phase_names(names: Sequence[str], parents: Sequence[int], milestones: Iterable[int]) -> dict[int, str]:
    """The names of the summary tasks right above `milestones`, by place; one met twice has its own summary's before it.

    `names` and `parents` (a place, -1 at the top) are those of all tasks, in the order of the outline.
    """
    summaries = list(dict.fromkeys(parents[place] for place in milestones if parents[place] >= 0))
    used = Counter(names[place] for place in summaries)
    spelled = {}
    for place in summaries:
        above = parents[place]
        ambiguous = used[names[place]] > 1 and above >= 0
        spelled[place] = f"{names[above]} / {names[place]}" if ambiguous else names[place]
    return spelled
