"""Trend, compression and calibration in words, and why they are what they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from milestone_tui.plan.analysis.calibration import Calibration, most_telling
from milestone_tui.plan.analysis.trend import (
    CLASS_REPORTS,
    COMPRESSED_DAYS,
    LAST_DONE,
    Compression,
    Point,
    Rate,
    Story,
    TrendClass,
    steps,
)
from milestone_tui.plan.explanation import Behind, Explanation
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.language.wording import DASH, count_words, date_words, days_words, slip_words
from milestone_tui.plan.model import Milestone, Plan

MOST_DAYS = 5
"""Dates of a story that are named where there is room."""
_MEANINGS: Mapping[TrendClass, str] = {
    TrendClass.STABLE: "No step is longer than 2 days, or the steps cancel out.",
    TrendClass.SLIPPING: "The date moved later by more than 2 days in all, and never earlier by more than 2.",
    TrendClass.RECOVERING: "The date moved earlier by more than 2 days in all, and never later by more than 2.",
    TrendClass.ERRATIC: "The date moved by more than 2 days both ways.",
    TrendClass.LATE_SHOCK: "One step is longer than a quarter of the time that was left.",
}


def moves_words(of: Story, today: date, most: int = MOST_DAYS) -> str:
    """Return `moved 3 times: 19 Nov → 24 Nov → 21 Nov → 28 Nov`; of more than `most` dates only some.

    The first and the last ones stay; none if `most` is 0.
    """
    if not of.days:
        return "no date yet"
    if not of.moves:
        return f"never moved, due {date_words(of.days[0], today)}"
    times = {1: "once", 2: "twice"}.get(of.moves, f"{of.moves} times")
    if not most:
        return f"moved {times}"
    words = [date_words(day, today) for day in of.days]
    if len(words) > most:
        words = [words[0], "…", *words[len(words) - max(1, most - 2) :]]
    return f"moved {times}: {' → '.join(words)}"


def closer_words(found: Sequence[Compression], titles: Mapping[int, str]) -> str:
    """Return the most compressed pair as a sentence, and how many more there are."""
    one, *more = found
    pair = " and ".join(visible(titles.get(id_, "")) for id_ in (one.first_id, one.second_id))
    sentence = f"{pair} came {days_words(one.days)} closer in {count_words(one.reports, 'report')}"
    return f"{sentence}, and {count_words(len(more), 'more pair')}" if more else sentence


def calibration_words(own: Sequence[Calibration], every: Sequence[Calibration] = ()) -> str:
    """Return the median error of a project's dates and that of all projects; empty where too few are done."""
    facts: list[str] = []
    if (here := most_telling(own)) is not None:
        facts.append(f"Done {_held(here)}")
    lead = here.lead if here is not None else None
    same = next((one for one in every if one.lead == lead), None) if lead is not None else most_telling(every)
    if same is not None:
        if here is None:
            facts.append(f"In all projects done {_held(same)}")
        else:
            off = f"{_off(same.median)} it" if same.median else "on the day"
            facts.append(f"in all projects {off} ({count_words(same.sample, 'milestone')})")
    return ", ".join(facts)


def _held(one: Calibration) -> str:
    count = count_words(one.sample, "milestone")
    if not one.median:
        return f"on the day held {one.lead} days before (median of {count})"
    return f"{_off(one.median)} the date held {one.lead} days before ({count})"


def _off(days: float) -> str:
    return f"a median of {abs(days):g} {'day' if abs(days) == 1 else 'days'} {'after' if days > 0 else 'before'}"


# Explanations ----------------------------------------------------------------------------------------------


def class_explanation(m: Milestone, line: Sequence[Point], found: TrendClass | None, today: date) -> Explanation:
    """Return why a milestone has its class."""
    moved = steps(line)
    held = " → ".join(date_words(point.on, today) for point in line[-CLASS_REPORTS:])
    notes = (_MEANINGS[found],) if found is not None else ("A class needs two reports with a date.",)
    return Explanation(
        "Trend",
        found.value if found is not None else DASH,
        f"moves of the due date over the last {CLASS_REPORTS} reports",
        f"{held} · {', '.join(map(slip_words, moved))}" if moved else held,
        notes,
        (_behind(m),),
    )


def rate_explanation(m: Milestone, line: Sequence[Point], found: Rate | None, today: date) -> Explanation:
    """Return how the date at this rate comes about."""
    figure, formula = "At this rate", "least squares over the last reports, met with the diagonal"
    if found is None:
        why = "A done milestone has no rate." if m.done_on is not None else "A rate needs two reports with a date."
        return Explanation(figure, DASH, formula, notes=(why,), behind=(_behind(m),))
    numbers = f"{float(found.slope):+.2f} days per day over {count_words(found.reports, 'report')}"
    numbers = numbers.replace("-", "−")
    if found.meets_on is None:
        late = found.slope >= 1
        why = "Not converging: the date moves as fast as time passes." if late else "The line was met in the past."
        return Explanation(figure, DASH, formula, numbers, (why,), (_behind(m),))
    day = date_words(found.meets_on, today)
    return Explanation(figure, day, formula, f"{numbers}, met on {day}", (), (_behind(m),))


def compression_explanation(one: Compression, plan: Plan) -> Explanation:
    """Return how much closer two milestones came."""
    ends = {m.id: m for m in plan.milestones if m.id in (one.first_id, one.second_id)}
    return Explanation(
        "Compression",
        f"−{one.before - one.after} wd",
        f"a fifth of the distance and {COMPRESSED_DAYS} working days or more in {one.reports} reports",
        f"{one.before} wd → {one.after} wd",
        ("Nothing that lay between them was removed.",),
        tuple(_behind(ends[id_]) for id_ in (one.first_id, one.second_id)),
    )


def calibration_explanation(own: Sequence[Calibration], every: Sequence[Calibration]) -> Explanation:
    """Return median and spread of the errors at each lead, of the project and of all projects."""
    here = most_telling(own)
    return Explanation(
        "Calibration",
        _days(here.median) if here is not None else DASH,
        "done date − due date as held so many days before, of done milestones",
        notes=(
            *(_spread("this project", one) for one in own),
            *(_spread("all projects", one) for one in every),
            *((f"All projects: the last {LAST_DONE} done milestones.",) if every else ()),
        )
        or ("Calibration needs 5 done milestones.",),
    )


def _spread(where: str, one: Calibration) -> str:
    bounds = " to ".join(_days(round(bound)) for bound in (one.low, one.high))
    return f"{one.lead} days before, {where}: median {_days(one.median)}, 8 of 10 from {bounds} ({one.sample} done)"


def _days(number: float) -> str:
    """Return days with their sign, which may have a half: `+3 d`, `−0.5 d`."""
    return f"{number:+g} d".replace("-", "−") if number else slip_words(0)


def _behind(m: Milestone) -> Behind:
    return Behind(m.id, m.project_id, m.title)
