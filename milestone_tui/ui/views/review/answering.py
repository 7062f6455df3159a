"""The answers of a walk; some open a panel to type in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestone_tui.plan.analysis.review import WORDS, StepKind
from milestone_tui.plan.analysis.review_figures import figures_of, to_json
from milestone_tui.plan.drafts import Unfinished, UnfinishedKind
from milestone_tui.plan.language.wording import date_words
from milestone_tui.plan.model import MilestoneKind
from milestone_tui.ui.messages import MilestoneEditRequested
from milestone_tui.ui.panels.celebration import celebration_of
from milestone_tui.ui.panels.sign_off import sign_off
from milestone_tui.ui.renderer import DONE, fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.review.panels import DonePanel, FinishPanel, JudgePanel, LinePanel, TextPanel
from milestone_tui.ui.views.review.questions import frozen_lines
from milestone_tui.ui.views.timeline.words import unmovable

if TYPE_CHECKING:
    from milestone_tui.plan.model import Milestone
    from milestone_tui.plan.monitoring import Need
    from milestone_tui.store import Commands
    from milestone_tui.ui.views.review.walk_screen import WalkScreen

_TITLE = 40


def _named(text: str, most: int = _TITLE) -> str:
    return f'"{fit(text, most).rstrip()}"'


def keep(screen: WalkScreen) -> None:
    """Keep the due date of the milestone."""
    if (m := screen.milestone) is None:
        return
    today = screen.context.today
    said = f"Kept {_named(m.title)}" + (f" on {date_words(m.due_on, today)}" if m.due_on else "")
    screen.answer(lambda do: do.reviews.keep(m.project_id, m.id, m.due_on), f"{said} · u to undo")


def move(screen: WalkScreen, days: int, weeks: int) -> None:
    """Open a what-if for the milestone of the question."""
    from milestone_tui.ui.views.review.what_if import ReviewWhatIf  # late: only moves need it
    from milestone_tui.ui.views.what_if.start import FirstStep

    if (m := screen.milestone) is None:
        return
    first_step = FirstStep(days, weeks, typing=not (days or weeks))
    if reason := unmovable(m, not first_step.typing):
        screen.refuse_prompt(reason)
        return
    what_if = ReviewWhatIf(screen.context, m.project_id, (m.id,), first_step=first_step)
    screen.app.push_screen(what_if, lambda _: screen.answered(what_if.has_moved))


def tick(screen: WalkScreen, kept: Unfinished | None = None) -> None:
    """Ask since which day the milestone is done; decide a gate."""
    if (m := screen.milestone) is None:
        return
    if m.kind is MilestoneKind.GATE:
        sign_off(screen, m.id)
        return
    about = _about(screen, "done", f'Done: "{m.title}"', m.id)

    def ticked(answer: bool | None) -> None:
        if answer:
            screen.go_on()
            festive = celebration_of(screen.context, m, screen.context.store.read.plan, screen.size.width)
            if festive is None:
                screen.show_status(f"Ticked {_named(m.title)} · u to undo")
            else:
                screen.show_status(f"{DONE} {festive}", Ink.GOOD)

    screen.ask(lambda: DonePanel(screen.context, about, m, screen.criteria_of(m.id), kept), ticked)


def sign(screen: WalkScreen) -> None:
    """Open the sign-off of the milestone."""
    if (m := screen.milestone) is not None:
        sign_off(screen, m.id)


def write_outcome(screen: WalkScreen, kept: Unfinished | None = None) -> None:
    """Ask what a done milestone achieved."""
    if (m := screen.milestone) is None:
        return

    def write(do: Commands, text: str) -> None:
        do.milestones.edit(m.id, {"outcome": text}, {"outcome": m.outcome})
        do.reviews.answer(m.project_id, m.id, "done")

    about = _about(screen, "outcome", f"Outcome of {_named(m.title)}", m.id)
    hint = "what it achieved, in a sentence"
    screen.ask(lambda: LinePanel(screen.context, about, "Outcome", m.outcome, write, hint, kept), screen.answered)


def write_note(screen: WalkScreen, kept: Unfinished | None = None) -> None:
    """Ask for a note on the milestone."""
    scene = screen.scene
    if (m := screen.milestone) is None or scene is None:
        return
    answer = scene.answer(m.id)
    seen = answer.note if answer is not None else ""
    about = _about(screen, "note", f"Note on {_named(m.title)}", m.id)
    screen.ask(
        lambda: LinePanel(
            screen.context,
            about,
            "Note",
            seen,
            lambda do, text: do.reviews.note(m.project_id, m.id, text, seen),
            kept=kept,
        )
    )


def write_words(screen: WalkScreen, kept: Unfinished | None = None) -> None:
    """Ask for the text of the step."""
    step, scene = screen.step, screen.scene
    if step is None or scene is None or step.kind not in WORDS:
        return
    field, project_id, review = step.kind.value, screen.project_id, scene.state.review
    seen = str(getattr(review, field)) if review is not None else ""
    about = _about(screen, field, f"{WORDS[step.kind]} of the review of {scene.plan.project.key}")

    def write(do: Commands, text: str) -> None:
        do.reviews.set_words(project_id, {field: text}, {field: seen})

    screen.ask(lambda: TextPanel(screen.context, about, seen, write, kept), screen.answered)


def judge(screen: WalkScreen, kept: Unfinished | None = None) -> None:
    """Ask how people judge the health."""
    scene = screen.scene
    if scene is None or scene.analysis is None:
        screen.refuse_prompt("The health is still being calculated. Try again in a moment.")
        return
    review, computed = scene.state.review, scene.computed
    judged, reason = (review.judged, review.judged_reason) if review is not None else (None, "")
    about = _about(screen, "judge", f"Health of {scene.plan.project.key}")
    screen.ask(lambda: JudgePanel(screen.context, about, computed, judged, reason, kept), screen.answered)


def edit(screen: WalkScreen) -> None:
    """Edit the milestone, the text or the need of the step."""
    step = screen.step
    if (m := screen.milestone) is not None:
        screen.post_message(MilestoneEditRequested(m.id))
    elif step is not None and step.kind in WORDS:
        write_words(screen)
    elif step is not None and step.kind is StepKind.HEALTH:
        judge(screen)
    elif (need := _need(screen)) is not None:
        edit_need(screen, need)


# Needed from the client -------------------------------------------------------------------------------------


def _need(screen: WalkScreen) -> Need | None:
    scene, step = screen.scene, screen.step
    return scene.need(step.id) if scene and step and step.kind is StepKind.NEED else None


def add_need(screen: WalkScreen, kept: Unfinished | None = None) -> None:
    """Ask what is needed from the client; the step stays, so that more can be added."""
    about = _about(screen, "add_need", "Needed from the client")
    project_id = screen.project_id

    def write(do: Commands, text: str) -> None:
        do.reviews.add_need(project_id, text)

    hint = "such as test data for the load test"
    screen.ask(lambda: LinePanel(screen.context, about, "Needed", "", write, hint, kept))


def edit_need(screen: WalkScreen, need: Need, kept: Unfinished | None = None) -> None:
    """Ask for another text of a need."""
    about = _about(screen, "edit_need", f"Needed: {_named(need.text)}", need.id)

    def write(do: Commands, text: str) -> None:
        do.reviews.edit_need(need.id, text, need.text)

    screen.ask(lambda: LinePanel(screen.context, about, "Needed", need.text, write, kept=kept))


def meet_need(screen: WalkScreen) -> None:
    """Tick the need as met today, or untick it."""
    if (need := _need(screen)) is None:
        return
    if need.met_on is None:
        today = screen.context.today
        said = f"Ticked {_named(need.text)} as met · u to undo"
        screen.answer(lambda do: do.reviews.meet_need(need.id, today), said)
    else:
        screen.run_command(
            lambda do: do.reviews.meet_need(need.id, None),
            lambda _: screen.show_status(f"Unticked {_named(need.text)} · u to undo"),
        )


def delete_need(screen: WalkScreen) -> None:
    """Delete the need."""
    if (need := _need(screen)) is not None:
        screen.run_command(
            lambda do: do.reviews.delete_need(need.id),
            lambda _: screen.show_status(f"Deleted {_named(need.text)} · u to undo"),
        )


# The end ----------------------------------------------------------------------------------------------------


def finish(screen: WalkScreen) -> None:
    """Ask whether to finish the review, and freeze it."""
    scene = screen.scene
    if scene is None or scene.analysis is None:
        screen.refuse_prompt("The health is still being calculated. Try again in a moment.")
        return
    if scene.lacks_reason:
        screen.walk.select((StepKind.HEALTH.value, 0))
        screen.refuse_prompt("Health is judged better than computed, without a reason. Press ↵ to enter one.")
        return
    plan, state, today, verdict, computed = scene.plan, scene.state, scene.today, scene.analysis.verdict, scene.computed
    figures = to_json(figures_of(plan, state, verdict, today, state.spent))

    def answered(answer: bool | None) -> None:
        if answer:
            screen.run_command(
                lambda do: do.reviews.finish(plan.project.id, computed, figures),
                lambda _: _finished(screen, plan.project.key),
            )

    lines = tuple(frozen_lines(scene, max(20, screen.size.width - 4)))
    question = f"Finish the review of {plan.project.key}? What it says never changes afterwards."
    screen.ask(lambda: FinishPanel(screen.context, question, lines), answered)


def _finished(screen: WalkScreen, key: str) -> None:
    """Show the finished review among the past ones."""
    screen.show_finished()
    screen.show_status(f"{DONE} Finished the review of {key} · u to undo", Ink.GOOD)


# Drafts -----------------------------------------------------------------------------------------------------


def _about(screen: WalkScreen, what: str, title: str, id_: int = 0) -> Unfinished:
    """Return the draft of a panel without its texts."""
    return Unfinished(UnfinishedKind.REVIEW, screen.project_id, title, choices={"what": what, "id": id_})


def resume(screen: WalkScreen, kept: Unfinished) -> None:
    """Go to the step of a draft and reopen its panel."""
    what, id_ = str(kept.choices.get("what", "")), kept.choices.get("id")
    id_ = id_ if isinstance(id_, int) else 0
    words = next((kind for kind in WORDS if kind.value == what), None)
    if words is not None:
        screen.walk.select((words.value, 0))
        write_words(screen, kept)
    elif what == "judge":
        screen.walk.select((StepKind.HEALTH.value, 0))
        judge(screen, kept)
    elif what == "add_need":
        screen.walk.select((StepKind.MORE.value, 0))
        add_need(screen, kept)
    elif what == "edit_need":
        screen.walk.select((StepKind.NEED.value, id_))
        if (need := _need(screen)) is not None:
            edit_need(screen, need, kept)
    else:
        _resume_answer(screen, what, id_, kept)


def _resume_answer(screen: WalkScreen, what: str, milestone_id: int, kept: Unfinished) -> None:
    screen.walk.select((StepKind.MILESTONE.value, milestone_id))
    opens = {"done": tick, "outcome": write_outcome, "note": write_note}.get(what)
    here: Milestone | None = screen.milestone
    if opens is None or here is None or here.id != milestone_id:
        screen.refuse_prompt("The review no longer asks about this milestone. Press e on the timeline to edit it.")
    else:
        opens(screen, kept)
