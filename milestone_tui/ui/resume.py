"""Resuming a draft of an earlier session: which screen opens, and what happens if its project was deleted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from milestone_tui.errors import NotFound
from milestone_tui.plan.drafts import OF_A_MILESTONE, KeptDraft, TypedList, Unfinished, UnfinishedKind
from milestone_tui.plan.field_texts import field_text
from milestone_tui.plan.fields import NEW_PROJECT
from milestone_tui.plan.inputs import PhaseInput
from milestone_tui.plan.pending import PendingChange
from milestone_tui.plan.pending_words import is_draft
from milestone_tui.ui.base.store_screen import StoreScreen
from milestone_tui.ui.context import Context
from milestone_tui.ui.messages import ViewRequested
from milestone_tui.ui.navigation import HOME, Place

if TYPE_CHECKING:
    from milestone_tui.store import Commands

GoOn = Callable[[StoreScreen], None]
"""A function that opens the draft's prompt on a screen, filled as it was left."""


def adopt_draft(context: Context, draft: KeptDraft) -> tuple[Unfinished, Callable[[Commands], None]]:
    """Return the edit to resume, and the command that takes the draft over; of a deleted project, a new one is made."""
    edit = draft.unfinished
    if edit.kind is not UnfinishedKind.PROJECT or edit.target_id is None or _is_there(context, edit.target_id):
        return edit, lambda do: do.drafts.take_over(draft)
    repaint_all = _new_project(edit)

    def take_over(do: Commands) -> None:
        do.drafts.take_over(draft)
        do.drafts.drop(edit.kind, edit.target_id)
        do.drafts.keep(repaint_all)

    return repaint_all, take_over


def _is_there(context: Context, project_id: int) -> bool:
    """Return True if a project exists now; it may have been restored since the drafts were listed."""
    try:
        context.store.read.project(project_id)
    except NotFound:
        return False
    return True


def typed_only(left: Sequence[PendingChange]) -> list[int]:
    """Return the ids of the changes that only write a draft."""
    return [change.id for change in left if is_draft(change.calls)]


def offered(drafts: Sequence[KeptDraft], left: Sequence[PendingChange]) -> tuple[KeptDraft, ...]:
    """Return what can be resumed: changes first, then the drafts that none of these changes saves."""
    saved = {(change.process, *call.args[:2]) for change in left for call in change.calls if call.name == "drafts.drop"}
    changes = (
        KeptDraft(
            change.id, Unfinished(UnfinishedKind.WAITING, None, change.label), change.kept_at, "", False, change.process
        )
        for change in left
        if not is_draft(change.calls)
    )
    others = (d for d in drafts if (d.process, d.unfinished.kind, d.unfinished.target_id) not in saved)
    return (*changes, *others)


def screen_for(context: Context, edit: Unfinished) -> tuple[StoreScreen | ViewRequested | None, GoOn | None]:
    """Return the screen or view on which an edit is resumed (None: any), and the function that opens its prompt.

    Raise NotFound if its project or milestone was deleted.
    """
    if edit.kind is UnfinishedKind.PROJECT:
        from milestone_tui.ui.editors.project import ProjectEditor  # late: only the screen that opens is loaded

        return ProjectEditor(context, edit.target_id, edit), None
    if edit.kind is UnfinishedKind.PERSON:
        return ViewRequested("people", Place(wide=True)), lambda screen: _resume_person(screen, edit)
    if edit.kind is UnfinishedKind.RISK:
        return _of_a_risk(context, edit)
    if edit.kind is UnfinishedKind.ABSENCE and edit.target_id is not None:
        from milestone_tui.ui.views.people.absences import AbsencesScreen

        context.store.read.person(edit.target_id)
        absences = AbsencesScreen(context, edit.target_id)
        return absences, lambda _: absences.resume(edit)
    if edit.target_id is None:
        if edit.kind is UnfinishedKind.TEMPLATE:
            from milestone_tui.ui.views.templates.screen import template_named

            template_named(context, str(edit.choices.get("template", "")))
        home = ViewRequested(HOME, Place()) if edit.kind is UnfinishedKind.FILTER else None
        return home, lambda screen: _resume_across_projects(screen, edit)
    if edit.kind in OF_A_MILESTONE:
        return _of_a_milestone(context, edit, edit.target_id)
    return _of_a_project(context, edit, edit.target_id)


def _of_a_milestone(
    context: Context, edit: Unfinished, milestone_id: int
) -> tuple[StoreScreen | ViewRequested, GoOn | None]:
    if edit.kind is UnfinishedKind.MILESTONE:
        from milestone_tui.ui.editors.milestone import MilestoneEditor

        return MilestoneEditor(context, milestone_id, edit), None
    from milestone_tui.ui.panels.sign_off import sign_off

    milestone = context.store.read.milestone(milestone_id)
    timeline = ViewRequested("timeline", Place(milestone.project_id, milestone_id))
    return timeline, lambda screen: sign_off(screen, milestone_id, edit)


def _of_a_risk(context: Context, edit: Unfinished) -> tuple[StoreScreen | ViewRequested, GoOn | None]:
    if edit.target_id is not None:
        from milestone_tui.ui.editors.risk import RiskEditor

        return RiskEditor(context, edit.target_id, edit), None
    assert edit.project_id is not None  # a new risk belongs to a project
    context.store.read.project(edit.project_id)
    return ViewRequested("risks", Place(edit.project_id)), lambda screen: _resume_risk(screen, edit)


def _resume_risk(screen: StoreScreen, edit: Unfinished) -> None:
    from milestone_tui.ui.views.risks.screen import RisksScreen

    assert isinstance(screen, RisksScreen)
    screen.add(edit)


def _of_a_project(context: Context, edit: Unfinished, project_id: int) -> tuple[StoreScreen | ViewRequested, GoOn]:
    context.store.read.project(project_id)
    if edit.kind is UnfinishedKind.DAYS_OFF:
        from milestone_tui.ui.views.days_off.add import Source
        from milestone_tui.ui.views.days_off.screen import DaysOffScreen

        way = next((way for way in Source if way == edit.choices.get("way")), Source.DAY)
        days_off = DaysOffScreen(context, project_id)
        return days_off, lambda _: days_off.add(way, edit)
    if edit.kind is UnfinishedKind.REVIEW:
        return ViewRequested("review", Place(project_id)), lambda screen: _resume_in_review(screen, edit)
    return ViewRequested("timeline", Place(project_id)), lambda screen: _resume_in_timeline(screen, edit, project_id)


def _resume_in_review(screen: StoreScreen, edit: Unfinished) -> None:
    from milestone_tui.ui.views.review.screen import ReviewScreen

    assert isinstance(screen, ReviewScreen)
    screen.resume(edit)


def _resume_in_timeline(timeline: StoreScreen, edit: Unfinished, project_id: int) -> None:
    from milestone_tui.ui.views.baselines.set_baseline import BaselineScreen
    from milestone_tui.ui.views.templates.save import SaveTemplateScreen
    from milestone_tui.ui.views.timeline.screen import TimelineScreen

    assert isinstance(timeline, TimelineScreen)
    context = timeline.context
    {
        UnfinishedKind.QUICK_ADD: lambda: timeline.add(edit),
        UnfinishedKind.BASELINE: lambda: timeline.ask(lambda: BaselineScreen(context, project_id, edit)),
        UnfinishedKind.TEMPLATE: lambda: timeline.ask(lambda: SaveTemplateScreen(context, project_id, edit)),
        UnfinishedKind.FILTER: lambda: timeline.kept_filter.adopt(edit),
        UnfinishedKind.CHANGE: lambda: timeline.resume_change(edit),
    }[edit.kind]()


def _resume_person(screen: StoreScreen, edit: Unfinished) -> None:
    from milestone_tui.ui.views.people.screen import PeopleScreen

    assert isinstance(screen, PeopleScreen)
    people = {summary.person.id: summary for summary in screen.context.store.read.people_summaries()}
    screen.ask_for(people.get(edit.target_id) if edit.target_id is not None else None, edit)


def _resume_across_projects(screen: StoreScreen, edit: Unfinished) -> None:
    """Resume what belongs to several projects or none: a move, days off, a filter, a project from a template."""
    if edit.kind in (UnfinishedKind.CHANGE, UnfinishedKind.DAYS_OFF):
        import milestone_tui.ui.views.projects.acting as acting

        resumed = acting.resume_move if edit.kind is UnfinishedKind.CHANGE else acting.resume_days_off
        resumed(screen, edit)
        return
    if edit.kind is UnfinishedKind.FILTER:
        from milestone_tui.ui.views.projects.screen import ProjectsScreen

        if isinstance(screen, ProjectsScreen):
            screen.call_later(screen.filter, edit)
        return
    from milestone_tui.ui.views.templates.start_project import start_from_template

    try:
        start_from_template(screen, edit)
    except NotFound as error:
        screen.refuse_prompt(str(error))


def _new_project(edit: Unfinished) -> Unfinished:
    """Return the edit of a deleted project as the edit of a new one, with all its fields."""
    currency = str(edit.seen.get("currency", NEW_PROJECT["currency"]))
    stood = {name: field_text(name, value, currency) for name, value in edit.seen.items()} | dict(edit.texts)
    seen = {name: value for name, value in NEW_PROJECT.items() if name in edit.seen}
    texts = {name: stood[name] for name, value in seen.items() if stood[name] != field_text(name, value, currency)}
    phases = edit.phases.mine if edit.phases else ()
    made: TypedList[PhaseInput] = TypedList((), tuple(PhaseInput(None, phase.name) for phase in phases))
    return replace(edit, target_id=None, seen=seen, texts=texts, phases=made)
