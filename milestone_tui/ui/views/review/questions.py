"""The pages of the walk, as lines: one function for each kind of step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from milestone_tui.plan.analysis.celebration import celebration_lines, promise_words
from milestone_tui.plan.analysis.review import WORDS, Step, StepKind, need_words, reason_words
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.language.wording import (
    DASH,
    count_words,
    date_words,
    handle,
    list_words,
    percent_words,
    slip_words,
    working_days,
)
from milestone_tui.plan.model import Finding, Milestone, MilestoneKind
from milestone_tui.plan.monitoring import RiskKind
from milestone_tui.plan.reviewed import judged_better
from milestone_tui.ui.renderer import DONE, HEALTH_MARKS, Line, cells, fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.review.page_lines import (
    NARROW,
    after,
    beside,
    computed_mark,
    date_line,
    fitting,
    health_lines,
    key_line,
    labelled,
    mark,
    row,
    wrapped,
)
from milestone_tui.ui.views.review.scene import Scene
from milestone_tui.ui.widgets.text_block import flow, indented, paragraph

_ASKS: Mapping[StepKind, str] = {
    StepKind.SUMMARY: "What happened since the last review?",
    StepKind.NEXT: "What comes next?",
    StepKind.DECISIONS: "What was decided?",
}
_MOST_FINDINGS = 5
_COMMA = (", ", Ink.TEXT)
_MOST_DONE = 8
"""Milestones that the last page names."""


def page(scene: Scene, step: Step, width: int) -> tuple[Line, ...]:
    """Return the lines of a step in `width` cells."""
    lines = _PAGES[step.kind](scene, step, width)
    return tuple(line for line in lines if not (scene.is_past and line and line[0][1] is Ink.KEY))


def _milestone_page(scene: Scene, step: Step, width: int) -> Iterable[Line]:
    milestone = scene.milestone(step.id)
    if milestone is None:
        return (((fit(step.title, width).rstrip(), Ink.BRIGHT),), (), (("This milestone was deleted.", Ink.DIM),))
    head = _head(scene, milestone, width)
    why = reason_words(step.reasons, milestone, scene.today)
    asks = beside((((_question(milestone), Ink.TEXT),), ((why, Ink.WARN),)), width)
    return (
        head,
        (),
        *asks,
        (),
        *indented(_dates(scene, milestone, width), 2),
        (),
        *_keys(scene, milestone, width),
        *_notes(scene, milestone, width),
        (),
        *health_lines(scene, width),
    )


def _question(milestone: Milestone) -> str:
    if not milestone.is_open:
        return "What did it achieve?"
    if milestone.submitted_on is not None and milestone.accepted_on is None:
        return "Is it accepted?"
    return "When is it due now?"


def _head(scene: Scene, milestone: Milestone, width: int) -> Line:
    facts = [handle(milestone.owner)] if milestone.owner else []
    judged = scene.analysis
    if judged is not None and milestone.is_open:
        if milestone.id in judged.critical:
            facts.append("critical")
        if (left := judged.floats.get(milestone.id)) is not None:
            facts.append(f"float {working_days(left) if left < 0 else f'{left} wd'}")
    title = fit(milestone.title, width).rstrip()
    about = fitting(facts, " · ", width - cells(title) - 3)
    return ((title, Ink.BRIGHT), (f"   {about}" if about else "", Ink.DIM))


def _dates(scene: Scene, m: Milestone, width: int) -> list[Line]:
    """Return the baseline date, the date at the last review and the date now, each with what it means."""
    today, since, last = scene.today, scene.state.since, scene.state.last
    baseline = scene.plan.baseline
    name = fit(baseline.name, 24).rstrip() if baseline else "none set yet"
    lines = [date_line("baseline", m.baseline_on, Ink.DIM, (name,), width, today)]
    days = None
    if since is not None and last is not None:
        was = None if m.id in since.added else since.due_on(m)
        days = since.days_moved(m)
        said = ("added since",) if m.id in since.added else ()
        label = "at the last review" if width >= NARROW else "last review"
        lines.append(date_line(label, was, Ink.DIM, said, width, today))
    if m.done_on is not None:
        slip = m.slip(today)
        ink = Ink.WARN if slip and slip > 0 else Ink.GOOD
        promise = promise_words(m, scene.state.promises)
        facts = [promise, "against the first plan"] if promise else []
        return [*lines, date_line("done", m.done_on, ink, facts, width, today)]
    slip = m.slip(today)
    long = " the last review" if width >= NARROW else ""
    facts = [f"{slip_words(days)} since{long}"] if days is not None else []
    facts += [f"{slip_words(slip)} in all"] if slip is not None else []
    ink = Ink.BAD if m.overdue(today) else Ink.WARN if (days or 0) > 0 or (slip or 0) > 0 else Ink.BRIGHT
    lines.append(date_line("now", m.due_on, ink, facts, width, today))
    return [*lines, *_ahead(scene, m, width)]


def _ahead(scene: Scene, m: Milestone, width: int) -> Iterable[Line]:
    """Yield where the last reports lead, beside the deadline."""
    today, deadline = scene.today, m.deadline_on
    rate = None if m.overdue(today) else scene.rate(m.id)
    if rate is not None and (leads := rate.meets_on) is not None:
        is_late = deadline is not None and leads > deadline
        ink = Ink.BAD if is_late else Ink.WARN if m.due_on is not None and leads > m.due_on else Ink.DIM
        how = "after the " if is_late else ""
        said = (f"{how}deadline {date_words(deadline, today)}",) if deadline is not None else ()
        yield date_line("at this rate", leads, ink, said, width, today)
    elif rate is not None and rate.slope >= 1:
        yield date_line("at this rate", None, Ink.BAD, ("not converging",), width, today)
    if deadline is not None and (rate is None or rate.meets_on is None):
        yield date_line("deadline", deadline, Ink.DIM, (), width, today)


def _keys(scene: Scene, m: Milestone, width: int) -> list[Line]:
    """Return what each key answers."""
    if not m.is_open:
        return [
            key_line(scene, "↵", "outcome", "a sentence for the report", width),
            key_line(scene, "i", "note", "for the report", width),
        ]
    overdue = m.overdue(scene.today)
    rows: list[Line] = []
    if not overdue:
        day = date_words(m.due_on, scene.today)
        keeps = f"keep {day}" if m.due_on is not None else "keep"
        rows.append(key_line(scene, "↵", keeps, "confirms it for today" if m.due_on else "without a date", width))
    rows.append(key_line(scene, ", . m", "a new date" if overdue else "another date", "a what-if first", width))
    if m.kind is MilestoneKind.GATE:
        rows.append(key_line(scene, "space", "decide", "go, hold or stop", width))
    else:
        rows.append(key_line(scene, "space", "done", "since which day", width))
    if m.submitted_on is not None and m.accepted_on is None:
        rows.append(key_line(scene, "a", "sign off", "accepted or rejected", width))
    rows.append(key_line(scene, "i", "note", "for the report", width))
    rows.append(key_line(scene, "r", "raise a risk", "", width))
    return rows


def _notes(scene: Scene, m: Milestone, width: int) -> Iterable[Line]:
    """Yield the reason of the last move, the unmet criteria, the outcome and the note."""
    move = scene.state.since.moves.get(m.id) if scene.state.since is not None else None
    if move is not None:
        by = f"moved by {move.by}, {date_words(move.on, scene.today)}"
        yield ()
        why = labelled("Why", move.why or "no reason recorded", width, Ink.TEXT if move.why else Ink.DIM)
        yield from (*why[:-1], *beside((why[-1], ((visible(by), Ink.DIM),)), width))
    if m.is_open and (unmet := [visible(criterion.text) for criterion in scene.criteria.get(m.id, ())]):
        yield ()
        counted = count_words(len(unmet), "unmet criterion", "unmet criteria")
        yield from after(f"{counted}:", list_words(unmet), width, Ink.WARN)
    if m.outcome:
        yield ()
        yield from labelled("Outcome", m.outcome, width)
    answer = scene.answer(m.id)
    if answer is not None and answer.note:
        yield ()
        yield from labelled("Note", answer.note, width)


def _risk_page(scene: Scene, step: Step, width: int) -> Iterable[Line]:
    risk = scene.risk(step.id)
    if risk is None:
        return (((fit(step.title, width).rstrip(), Ink.BRIGHT),), (), (("This risk was closed.", Ink.DIM),))
    rated = [
        f"{name} {number}" for name, number in (("probability", risk.probability), ("impact", risk.impact)) if number
    ]
    facts = [*rated, *([f"score {risk.score}"] if risk.score and risk.kind is RiskKind.RISK else [])]
    titles = [m.title for m in scene.plan.milestones if m.id in risk.milestone_ids]
    lines: list[Line] = [
        ((fit(step.title, max(12, width - 10)).rstrip(), Ink.BRIGHT), (f"   {handle(risk.owner)}", Ink.DIM)),
        (),
        *beside(((("What is done about it?", Ink.TEXT),), ((", ".join(facts), Ink.WARN),)), width),
        (),
    ]
    if risk.response or risk.response_text:
        said = visible(": ".join(filter(None, (risk.response.value, risk.response_text))))
        lines += [*labelled("Response", said, width), ()]
    if titles:
        lines += [*labelled("Threatens", list_words(titles), width), ()]
    if risk.review_on is not None:
        ink = Ink.WARN if risk.review_on <= scene.today else Ink.DIM
        lines += [((f"Review due {date_words(risk.review_on, scene.today)}", ink),), ()]
    return (
        *lines,
        key_line(scene, "↵", "next", "it stays as it is", width),
        key_line(scene, "5", "risks", "change it there", width),
    )


def _health_page(scene: Scene, step: Step, width: int) -> Iterable[Line]:
    computed, review = scene.computed, scene.state.review
    lines: list[Line] = [(("Health", Ink.BRIGHT),), (), *paragraph("How is the project, as you judge it?", width), ()]
    if scene.analysis is not None:
        findings = scene.analysis.verdict.findings[:_MOST_FINDINGS]
        lines += row("computed", lambda room: (computed_mark(computed), *_findings(findings, room)), width)
    last = scene.state.last
    if last is not None and last.judged is not None:
        when: Line = ((date_words(last.held_on, scene.today), Ink.DIM),)
        lines += row("last review", partial(beside, (mark(last.judged), when)), width)
    if review is not None and review.judged is not None:
        better = "better than computed, until the next review" if judged_better(review.judged, computed) else ""
        lines += row("judged", partial(beside, (mark(review.judged), ((better, Ink.WARN),))), width)
        if review.judged_reason:
            lines += row("", partial(paragraph, visible(review.judged_reason)), width)
    judges = "judge again" if step.answer else "judge"
    return (*lines, (), key_line(scene, "↵", judges, "better needs a reason", width))


def _findings(findings: Iterable[Finding], width: int) -> Iterable[Line]:
    """Yield what speaks against a better health, each wrapped under its first line."""
    for finding in findings:
        first, *rest = paragraph(visible(finding.text), width - 2, HEALTH_MARKS[finding.health][1]) or ((),)
        yield from (first, *indented(rest, 2))


def _words_page(scene: Scene, step: Step, width: int) -> Iterable[Line]:
    review, last = scene.state.review, scene.state.last_words
    text = str(getattr(review, step.kind.value)) if review is not None else ""
    before = str(getattr(last, step.kind.value)) if last is not None else ""
    lines: list[Line] = [((WORDS[step.kind], Ink.BRIGHT),), (), *paragraph(_ASKS[step.kind], width), ()]
    if text:
        lines += [*indented(wrapped(text, width - 2), 2), ()]
    elif before and last is not None:
        lines.append(((f"Last time, {date_words(last.held_on, scene.today)}:", Ink.DIM),))
        lines += [*indented(wrapped(before, width - 2, Ink.DIM), 2), ()]
    return (*lines, key_line(scene, "↵", "edit" if text else "write", "kept while you type", width))


def _need_page(scene: Scene, step: Step, width: int) -> Iterable[Line]:
    need = scene.need(step.id)
    if need is None:
        return (((fit(step.title, width).rstrip(), Ink.BRIGHT),), (), (("This need was deleted.", Ink.DIM),))
    ink = Ink.GOOD if need.met_on is not None else Ink.WARN
    return (
        *paragraph(visible(need.text), width, Ink.BRIGHT),
        (),
        *beside(((("Is it still needed from the client?", Ink.TEXT),), ((need_words(need, scene.today), ink),)), width),
        (),
        key_line(scene, "↵", "still needed" if need.met_on is None else "next", "", width),
        key_line(scene, "space", "met" if need.met_on is None else "not met", "as of today", width),
        key_line(scene, "e", "edit", "", width),
        key_line(scene, "d", "delete", "", width),
    )


def _more_page(scene: Scene, step: Step, width: int) -> Iterable[Line]:
    open_ones = [need for need in scene.state.needs if need.met_on is None]
    lines: list[Line] = [(("Needed from the client", Ink.BRIGHT),), (), (("What else do you need?", Ink.TEXT),), ()]
    for need in open_ones[:10]:
        said = need_words(need, scene.today)
        room = max(10, width - len(said) - 4)
        lines.append((("  " + fit(need.text, room).rstrip(), Ink.TEXT), (f"  {said}", Ink.DIM)))
    if open_ones:
        lines.append(())
    return (
        *lines,
        key_line(scene, "n", "new", "stays until ticked", width),
        key_line(scene, "↵", "next", "", width),
    )


def _end_page(scene: Scene, step: Step, width: int) -> Iterable[Line]:
    """Return what was achieved, and what the review will freeze."""
    plan, today, promises = scene.plan, scene.today, scene.state.promises
    lines: list[Line] = [(("What you achieved", Ink.BRIGHT),), ()]
    for name, said in celebration_lines(plan, today, promises):
        lines += row(name, partial(flow, [((fact, Ink.TEXT),) for fact in said.split(", ")], gap=_COMMA), width)
    since = scene.state.since
    lately = [
        m
        for m in plan.milestones
        if m.done_on is not None
        and ((today - m.done_on).days < 7 if since is None else m.id in since.added or since.done_on(m) is None)
    ]
    if lately:
        lines.append(())
    for m in lately[:_MOST_DONE]:
        how = promise_words(m, promises)
        room = max(12, width - len(how) - 5)
        lines.append(((f"  {DONE} ", Ink.GOOD), (fit(m.title, room).rstrip(), Ink.TEXT), (f"  {how}", _how_ink(how))))
        if m.outcome:
            lines.append((("    ", Ink.TEXT), (fit(m.outcome, max(10, width - 4)).rstrip(), Ink.DIM)))
    if len(lately) > _MOST_DONE:
        lines.append(((f"    and {len(lately) - _MOST_DONE} more", Ink.DIM),))
    return (
        *lines,
        (),
        *frozen_lines(scene, width),
        (),
        key_line(scene, "↵", "finish", "what it says never changes", width),
    )


def _how_ink(how: str) -> Ink:
    return Ink.WARN if how.endswith("late") else Ink.GOOD


def frozen_lines(scene: Scene, width: int) -> Iterable[Line]:
    """Return what a finished review would say: health, figures, answers and words."""
    review, judged = scene.state.review, scene.analysis
    yield from health_lines(scene, width)
    if judged is not None:
        planned = f", planned {percent_words(judged.planned)}" if judged.planned is not None else ""
        answered = sum(bool(answer.answer) for answer in scene.state.answers)
        written = [title.lower() for kind, title in WORDS.items() if review is not None and getattr(review, kind.value)]
        needed = sum(need.met_on is None for need in scene.state.needs)
        facts = [
            f"{percent_words(judged.percent) if judged.percent is not None else DASH} complete{planned}",
            count_words(answered, "answer"),
            ", ".join(written) or "no words yet",
            f"{needed} needed from the client",
        ]
        yield from flow([((fact, Ink.DIM),) for fact in facts], width, (" · ", Ink.DIM))


_PAGES: Mapping[StepKind, Callable[[Scene, Step, int], Iterable[Line]]] = {
    StepKind.MILESTONE: _milestone_page,
    StepKind.RISK: _risk_page,
    StepKind.HEALTH: _health_page,
    StepKind.SUMMARY: _words_page,
    StepKind.NEXT: _words_page,
    StepKind.DECISIONS: _words_page,
    StepKind.NEED: _need_page,
    StepKind.MORE: _more_page,
    StepKind.END: _end_page,
}
