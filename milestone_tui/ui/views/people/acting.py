"""What the keys of People do with the person and the week under the cursor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from milestone_tui.plan.analysis.overload import Room, cell_words, has_room, week_words, work_words
from milestone_tui.plan.analysis.workload import DAY, Part
from milestone_tui.plan.language.wording import count_words, date_words, days_of_work_words
from milestone_tui.plan.model import Milestone, Person
from milestone_tui.plan.people import WorkPlan
from milestone_tui.ui.base.store_screen import StoreScreen
from milestone_tui.ui.messages import MilestoneEditRequested
from milestone_tui.ui.renderer import fit
from milestone_tui.ui.views.people.give import Given, GiveScreen, PickMilestone

_TITLE = 30
_NO_WEEK = "Press tab for the workload, and choose a week there."


class Week(NamedTuple):
    """The week of a person under the cursor."""

    work: WorkPlan
    person_id: int
    monday: date
    milestones: Sequence[Milestone]
    """Its milestones, the biggest work first."""
    candidates: Sequence[int]
    """The people who may take work."""

    @property
    def parts(self) -> Sequence[Part]:
        """Return the work of the week on the milestones that are known."""
        known = {milestone.id for milestone in self.milestones}
        parts = self.work.workload.parts(self.person_id, self.monday)
        return [part for part in parts if part.effort.milestone_id in known]

    def milestone(self, part: Part) -> Milestone:
        """Return the milestone of a part."""
        return next(milestone for milestone in self.milestones if milestone.id == part.effort.milestone_id)


def open_milestones(screen: StoreScreen, week: Week | None) -> None:
    """Open the milestone of the week in its editor; of several, ask which."""
    _choose(
        screen,
        week,
        "Open which milestone?",
        lambda week, part: screen.post_message(MilestoneEditRequested(week.milestone(part).id)),
    )


def _choose(screen: StoreScreen, week: Week | None, title: str, chosen: Callable[[Week, Part], object]) -> None:
    """Call back with the work of the week; of several milestones, ask which."""
    if week is None:
        screen.refuse_prompt(_NO_WEEK)
        return
    if not (parts := week.parts):
        screen.refuse_prompt("No work in this week. Choose another week.")
        return
    if len(parts) == 1:
        chosen(week, parts[0])
        return

    def answered(milestone_id: int | None) -> None:
        if milestone_id is not None:
            chosen(week, next(part for part in parts if part.effort.milestone_id == milestone_id))

    pairs = [(part, week.milestone(part)) for part in parts]
    screen.ask(lambda: PickMilestone(screen.context, title, week.work, pairs), answered)


def give(screen: StoreScreen, week: Week | None) -> None:
    """Ask which work of the week is given to whom, and give it as one change."""
    _choose(screen, week, "Give the work on which milestone?", partial(_give, screen))


def _give(screen: StoreScreen, week: Week, part: Part) -> None:
    milestone, workload = week.milestone(part), week.work.workload
    with_room = has_room(workload, week.candidates, week.person_id, week.monday, {milestone.project_id})
    known = {room.person_id for room in with_room}
    rest = [Room(id_, 0) for id_ in workload.people if id_ not in known and id_ != week.person_id]
    if not with_room and not rest:
        screen.refuse_prompt("Nobody else to give it to. Press n to add a person.")
        return

    def answered(given: Given | None) -> None:
        if given is not None:
            _write(screen, week, part, given)

    name = week_words(week.monday, screen.context.today)
    screen.ask(lambda: GiveScreen(screen.context, week.work, milestone, part, [*with_room, *rest], name), answered)


def _write(screen: StoreScreen, week: Week, part: Part, given: Given) -> None:
    milestone = week.milestone(part)
    name = fit(week.work.workload.people[given.person_id].name, 24).rstrip()
    title = fit(milestone.title, _TITLE).rstrip()
    days = days_of_work_words(given.effort_days)
    seen = Decimal(part.effort.total) / DAY
    screen.run_command(
        lambda do: do.assignments.give(
            milestone.id, week.person_id, given.person_id, given.effort_days, seen, owner=given.owner
        ),
        lambda _: screen.show_status(f'Gave {days} d of "{title}" to {name} · u to undo'),
    )


def delete(screen: StoreScreen, person: Person) -> None:
    """Delete a person; their milestones lose their owner."""
    name = fit(person.name, 40).rstrip()
    owned = next((s.owned for s in screen.context.store.read.people_summaries() if s.person.id == person.id), 0)
    verb = "has" if owned == 1 else "have"
    lost = f"; {count_words(owned, 'milestone')} {verb} no owner now" if owned else ""
    screen.run_command(
        lambda do: do.people.delete(person.id), lambda _: screen.show_status(f"Deleted {name}{lost} · u to undo")
    )


def copy(screen: StoreScreen, week: Week | None) -> None:
    """Copy a week as text: a sentence, and a line for each milestone."""
    if week is None:
        screen.refuse_prompt(_NO_WEEK)
        return
    workload, today = week.work.workload, screen.context.today
    name, monday = workload.people[week.person_id].name, week.monday
    lines = [f"{name}, week of {date_words(monday, today)}: {cell_words(workload, week.person_id, monday)}"]
    for part in week.parts:
        milestone = week.milestone(part)
        key, due = workload.projects[milestone.project_id].key, date_words(milestone.due_on, today)
        lines.append(f"{key} {milestone.title}, due {due}: {work_words(part.days)} d")
    screen.app.copy_to_clipboard("\n".join(lines))
    screen.show_status(f"Copied the week of {fit(name, 40).rstrip()} to the clipboard")
