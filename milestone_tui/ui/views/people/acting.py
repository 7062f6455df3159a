"""What the keys of People do with the person and the week under the cursor."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from milestone_tui.plan.analysis.overload import Room, cell_words, has_room, week_words, work_words
from milestone_tui.plan.analysis.workload import DAY
from milestone_tui.plan.language.wording import count_words, date_words, days_of_work_words
from milestone_tui.plan.model import Milestone
from milestone_tui.ui.messages import MilestoneEditRequested
from milestone_tui.ui.renderer import fit
from milestone_tui.ui.views.people.give import Given, GiveScreen, PickMilestone

if TYPE_CHECKING:
    from milestone_tui.plan.people import WorkPlan
    from milestone_tui.ui.views.people.screen import PeopleScreen

_TITLE = 30


def open_milestones(screen: PeopleScreen) -> None:
    """Open the milestone of the week in its editor; of several, ask which."""

    def open_(milestone: Milestone) -> None:
        screen.post_message(MilestoneEditRequested(milestone.id))

    _choose(screen, "Open which milestone?", open_)


def _choose(screen: PeopleScreen, title: str, chosen: Callable[[Milestone], None]) -> None:
    """Call back with the milestone of the week; of several, ask which."""
    if screen.shows_roles:
        screen.refuse_prompt("Press tab for the workload, and choose a week there.")
        return
    if not (found := screen.week_milestones):
        screen.refuse_prompt("No work in this week. Choose another week.")
        return
    work, person_id = _here(screen)
    if len(found) == 1:
        chosen(found[0])
        return
    by_id = {milestone.id: milestone for milestone in found}
    parts = [p for p in work.workload.parts(person_id, screen.grid.monday) if p.effort.milestone_id in by_id]
    pairs = [(part, by_id[part.effort.milestone_id]) for part in parts]

    def answered(milestone_id: int | None) -> None:
        if milestone_id is not None:
            chosen(by_id[milestone_id])

    screen.ask(lambda: PickMilestone(screen.context, title, work, pairs), answered)


def _here(screen: PeopleScreen) -> tuple[WorkPlan, int]:
    work, person_id = screen.work, screen.grid.person_id
    assert work is not None and person_id is not None  # the keys need work in the week
    return work, person_id


def give(screen: PeopleScreen) -> None:
    """Ask which work of the week is given to whom, and give it as one change."""
    _choose(screen, "Give the work on which milestone?", lambda found: _give(screen, found))


def _give(screen: PeopleScreen, milestone: Milestone) -> None:
    work, person_id = _here(screen)
    monday = screen.grid.monday
    part = next(part for part in work.workload.parts(person_id, monday) if part.effort.milestone_id == milestone.id)
    with_room = has_room(work.workload, screen.candidates, person_id, monday, {milestone.project_id})
    known = {room.person_id for room in with_room}
    rest = [Room(id_, 0) for id_ in work.workload.people if id_ not in known and id_ != person_id]
    if not with_room and not rest:
        screen.refuse_prompt("Nobody else to give it to. Press n to add a person.")
        return

    def answered(given: Given | None) -> None:
        if given is not None:
            _write(screen, milestone, person_id, part.effort.total, given)

    week = week_words(monday, screen.context.today)
    screen.ask(lambda: GiveScreen(screen.context, work, milestone, part, [*with_room, *rest], week), answered)


def _write(screen: PeopleScreen, milestone: Milestone, person_id: int, total: int, given: Given) -> None:
    work, _ = _here(screen)
    name = fit(work.workload.people[given.person_id].name, 24).rstrip()
    title = fit(milestone.title, _TITLE).rstrip()
    days = days_of_work_words(given.effort_days)
    seen = Decimal(total) / DAY
    screen.run_command(
        lambda do: do.assignments.give(
            milestone.id, person_id, given.person_id, given.effort_days, seen, owner=given.owner
        ),
        lambda _: screen.show_status(f'Gave {days} d of "{title}" to {name} · u to undo'),
    )


def edit(screen: PeopleScreen) -> None:
    """Open the panel of the person."""
    summaries = screen.context.store.read.people_summaries()
    screen.ask_for(next((summary for summary in summaries if summary.person.id == screen.person_id), None))


def delete(screen: PeopleScreen) -> None:
    """Delete the person; their milestones lose their owner."""
    if (id_ := screen.person_id) is None or (work := screen.work) is None:
        return
    name = fit(work.workload.people[id_].name, 40).rstrip()
    owned = next((s.owned for s in screen.context.store.read.people_summaries() if s.person.id == id_), 0)
    verb = "has" if owned == 1 else "have"
    lost = f"; {count_words(owned, 'milestone')} {verb} no owner now" if owned else ""
    screen.run_command(
        lambda do: do.people.delete(id_), lambda _: screen.show_status(f"Deleted {name}{lost} · u to undo")
    )


def copy(screen: PeopleScreen) -> None:
    """Copy the week as text: a sentence, and a line for each milestone."""
    if (work := screen.work) is None or (person_id := screen.person_id) is None:
        return
    monday, workload = screen.grid.monday, work.workload
    name = workload.people[person_id].name
    lines = [f"{name}, week of {date_words(monday, screen.context.today)}: {cell_words(workload, person_id, monday)}"]
    titles = {milestone.id: milestone for milestone in screen.week_milestones}
    for part in workload.parts(person_id, monday):
        if (milestone := titles.get(part.effort.milestone_id)) is not None:
            key, due = workload.projects[milestone.project_id].key, date_words(milestone.due_on, screen.context.today)
            lines.append(f"{key} {milestone.title}, due {due}: {work_words(part.days)} d")
    screen.app.copy_to_clipboard("\n".join(lines))
    screen.show_status(f"Copied the week of {fit(name, 40).rstrip()} to the clipboard")
