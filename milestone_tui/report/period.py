"""The sections about the period: what was done, moved, pushed out, added and removed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from milestone_tui.plan.analysis.comparison import MilestoneChange
from milestone_tui.report.blocks import Cell, Column, Item, Items, Section, Sentence, Table
from milestone_tui.report.material import Material


def period_sections(of: Material) -> tuple[Section, ...]:
    """Return the sections, each without blocks if there is nothing to say; one sentence if that is so in all."""
    done, *others = _sections(of)
    if of.state.plan.milestones and not any(section.blocks for section in (done, *others)):
        done = done._replace(blocks=(Sentence(of.words.say("done.nothing")),))
    return (done, *others)


def _sections(of: Material) -> Iterator[Section]:
    words, period = of.words, of.period
    yield done_section(of)
    yield reopened_section(of)
    yield pushed_out_section(of)
    yield moved_section(of)
    is_new = period.before.plan is None  # then the whole plan is, and a list of it says nothing
    added = () if is_new else (one for one in period.added if not one.done)
    yield _listed("added", words.say("added.title"), [_dated(one, "added.due", of) for one in added])
    yield _listed("removed", words.say("removed.title"), [_dated(one, "removed.due", of) for one in period.removed])


def done_section(of: Material) -> Section:
    """Return what was done in the period."""
    title = of.words.say("done.title", day=of.day(of.state.since.day))
    return _listed("done", title, [_done(one, of) for one in of.period.done])


def reopened_section(of: Material) -> Section:
    """Return what is no longer done."""
    items = [_dated(one, "reopened.due", of) for one in of.period.reopened]
    return _listed("reopened", of.words.say("reopened.title"), items)


def pushed_out_section(of: Material) -> Section:
    """Return what was due in the period, and is due after it now."""
    return _moves("pushed_out", of.period.pushed_out, of)


def moved_section(of: Material) -> Section:
    """Return what else moved."""
    pushed = {one.milestone.id for one in of.period.pushed_out}
    return _moves("moved", [one for one in of.period.moved if one.milestone.id not in pushed], of)


def _listed(key: str, title: str, items: Iterable[Item]) -> Section:
    found = tuple(items)
    return Section(key, title, (Items(found),) if found else ())


def _done(change: MilestoneChange, of: Material) -> Item:
    m = change.milestone
    day = () if m.done_on is None else (of.day(m.done_on),)
    parts = (*day, *filter(None, (of.slip(m),)))
    facts = {
        "milestone": m.title,
        "done_on": m.done_on,
        "baseline_on": m.baseline_on,
        "slip_days": m.slip(of.today),
        "outcome": m.outcome,
    }
    return Item(m.title, parts, m.outcome, facts, of.slip_tone(m))


def _dated(change: MilestoneChange, key: str, of: Material) -> Item:
    """Return a milestone with its due date, as it was last."""
    m = change.milestone
    parts = () if m.due_on is None else (of.words.say(key, day=of.day(m.due_on)),)
    return Item(m.title, parts, facts={"milestone": m.title, "due_on": m.due_on})


def _moves(key: str, changes: Iterable[MilestoneChange], of: Material) -> Section:
    say = of.words.say
    columns = (
        Column("milestone", say("table.milestone")),
        Column("was", say("moved.was")),
        Column("now", say("moved.now")),
        Column("days", say("moved.change")),
        Column("why", say("moved.why")),
    )
    rows = tuple(_moved(change, of) for change in changes)
    return Section(key, say(f"{key}.title"), (Table(columns, rows),) if rows else ())


def _moved(change: MilestoneChange, of: Material) -> tuple[Cell, ...]:
    was = change.before.due_on if change.before is not None else None
    days, now, why = change.days, change.milestone.due_on, _why(change, of)
    words = "" if not days else of.words.say(f"moved.{'later' if days > 0 else 'earlier'}", days=of.days(abs(days)))
    tone = of.shift_tone(days or 0, now)
    ends = (of.day_cell(day) if day is not None else Cell(of.words.say("moved.no_date"), None) for day in (was, now))
    return (Cell(change.milestone.title, change.milestone.title), *ends, Cell(words, days, tone), Cell(why, why))


def _why(change: MilestoneChange, of: Material) -> str:
    """Return why a milestone moved last; empty if nobody said so."""
    move = change.last_move
    if move is None or move.reason is None:
        return ""
    return move.reason_note or of.words.say(f"move_reasons.{move.reason.value}", client=of.client)
